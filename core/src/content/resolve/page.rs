//! The numbered page, its links and the law notes. Must not know what cites them.

use std::collections::{BTreeMap, BTreeSet};

use super::{At, Kind, Resolver};
use crate::{
    content::{files, markdown},
    source::{Block, BlockKind, Fragment, LawNote, LawNoteIx, Link, Sentence, SentenceIx, Source},
    table::Ix,
};

impl Resolver<'_, '_> {
    pub(super) fn source(
        &mut self,
        text: &str,
        pack: &files::PackFile,
        law: files::LawFile,
    ) -> Source {
        let markdown::Page {
            blocks: raw,
            numbers,
            faults,
        } = markdown::read(text);
        for (id, bytes) in numbers {
            let place = self.bytes("source.md", bytes);
            self.place(&At {
                file: "source.md",
                place,
                id,
            });
        }
        for fault in faults {
            let at = At {
                file: "source.md",
                place: self.bytes("source.md", fault.bytes),
                id: fault.id,
            };
            self.problem(Kind::SourceMarkup, &at, fault.reason, fault.suggestion);
        }
        let mut sentences: Vec<Sentence> = Vec::new();
        for block in &raw {
            for (id, runs) in &block.fragments {
                let words: String = runs.iter().map(|run| run.text.as_str()).collect();
                let ix = *self.sentences.entry(id.clone()).or_insert_with(|| {
                    let heading = block.kind != BlockKind::Paragraph;
                    sentences.push(Sentence {
                        id: id.clone(),
                        text: String::new(),
                        heading,
                        law: Vec::new(),
                    });
                    SentenceIx::new(sentences.len() - 1)
                });
                if let Some(sentence) = sentences.get_mut(ix.row()) {
                    if !sentence.text.is_empty() {
                        sentence.text.push(' ');
                    }
                    sentence.text.push_str(words.trim());
                }
            }
        }
        let with_links = raw.iter().flat_map(|block| &block.fragments);
        let with_links = with_links.filter(|(_, runs)| runs.iter().any(|it| it.link != Link::None));
        let with_links = with_links.map(|(id, _)| id.as_str()).collect();
        let links = self.links(&pack.link, &with_links);
        let blocks = raw.into_iter().map(|block| Block {
            kind: block.kind,
            fragments: block
                .fragments
                .into_iter()
                .filter_map(|(id, runs)| {
                    let sentence = self.sentences.get(&id).copied()?;
                    let runs = runs.into_iter().map(|mut run| {
                        run.link = match run.link {
                            Link::None => Link::None,
                            released => links.get(&sentence).cloned().unwrap_or(match released {
                                Link::Address(to) if to != "#" => Link::Address(to),
                                _ => Link::NotInReleasedPage,
                            }),
                        };
                        run
                    });
                    Some(Fragment {
                        sentence,
                        runs: runs.collect(),
                    })
                })
                .collect(),
        });
        let blocks = blocks.collect();
        for row in &pack.unused {
            let at = self.at("pack.toml", row.sentence.get_ref(), &row.sentence);
            self.place(&at);
            if row.reason.get_ref().trim().is_empty() {
                let at = self.narrow(&at, &row.reason);
                let reason = "is listed as unused without a reason.";
                self.problem(Kind::Uncited, &at, reason, "Give one.");
            }
            if let Some(found) = self.sentence(&at, &row.sentence)
                && !self.places.unused.insert(found)
            {
                let reason = "is listed as unused twice.";
                self.problem(Kind::DuplicateId, &at, reason, "Delete one of them.");
            }
        }
        if !law
            .checked
            .get_ref()
            .contains(|it: char| it.is_ascii_digit())
        {
            let at = self.at("law.toml", "checked", &law.checked);
            let suggestion = "Say when the law was last read, such as 23 November 2026.";
            self.problem(Kind::UnsupportedLaw, &at, "has no date.", suggestion);
        }
        let mut seen = BTreeSet::new();
        let mut notes = Vec::new();
        for row in law.note {
            let at = self.id("law.toml", &row.id, "", &mut seen);
            let ix = LawNoteIx::new(notes.len());
            if row.sentences.is_empty() {
                self.problem(
                    Kind::Uncited,
                    &at,
                    "is about no sentence, so nobody would see it.",
                    "Add the numbers of the sentences.",
                );
            }
            if row.since.get_ref().trim().is_empty() {
                let at = self.narrow(&at, &row.since);
                let suggestion = "Say since when, or “not known”.";
                self.problem(Kind::UnsupportedLaw, &at, "has no date.", suggestion);
            }
            let sources = row.sources.get_ref();
            if sources.is_empty() || sources.iter().any(|it| it.trim().is_empty()) {
                let at = self.narrow(&at, &row.sources);
                let suggestion = "Say where it can be checked.";
                self.problem(Kind::UnsupportedLaw, &at, "has no source.", suggestion);
            }
            // A note is about a sentence; it does not make use of it.
            for id in &row.sentences {
                let found = self.sentence(&at, id);
                let Some(sentence) = found.and_then(|it| sentences.get_mut(it.row())) else {
                    continue;
                };
                if sentence.law.last() == Some(&ix) {
                    let at = self.narrow(&at, id);
                    let reason = format!("is about “{}” twice.", id.get_ref());
                    self.problem(Kind::DuplicateId, &at, reason, "Delete one of them.");
                    continue;
                }
                sentence.law.push(ix);
            }
            notes.push(LawNote {
                id: row.id.into_inner(),
                text: row.text,
                since: row.since.into_inner(),
                sources: row.sources.into_inner(),
                confidence: row.confidence,
                blocking: row.blocking,
            });
        }
        Source {
            blocks,
            sentences: sentences.into(),
            law: notes.into(),
            law_checked: law.checked.into_inner(),
        }
    }

    fn links(
        &mut self,
        rows: &[files::LinkRow],
        with_links: &BTreeSet<&str>,
    ) -> BTreeMap<SentenceIx, Link> {
        let mut links = BTreeMap::new();
        for row in rows {
            let at = self.at("pack.toml", row.r#in.get_ref(), &row.r#in);
            let Some(sentence) = self.sentence(&at, &row.r#in) else {
                continue;
            };
            if !with_links.contains(row.r#in.get_ref().as_str()) {
                let reason = "has no link in source.md, so its address is used nowhere.";
                self.problem(Kind::UnusedId, &at, reason, "Delete the entry.");
            }
            if links.contains_key(&sentence) {
                let reason = "has two addresses for its links.";
                self.problem(Kind::DuplicateId, &at, reason, "Delete one of them.");
            }
            let link = match row.to.strip_prefix('#') {
                _ if row.to.is_empty() => Link::NotInReleasedPage,
                None => Link::Address(row.to.clone()),
                Some(heading) => match self.sentences.get(heading) {
                    Some(heading) => Link::Heading(*heading),
                    None => {
                        self.problem(
                            Kind::DanglingReference,
                            &at,
                            format!("leads to “#{heading}”, which is not a number in source.md."),
                            "Write the number of a heading.",
                        );
                        Link::NotInReleasedPage
                    }
                },
            };
            links.insert(sentence, link);
        }
        links
    }
}
