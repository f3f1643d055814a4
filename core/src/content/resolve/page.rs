//! The numbered page, its links and the law notes. Must not know what cites them.

use std::collections::{BTreeMap, BTreeSet};

use super::{At, Kind, Resolver};
use crate::{
    content::{files, markdown},
    source::{Block, BlockKind, Fragment, LawNote, LawNoteIx, Link, Sentence, SentenceIx, Source},
    table::Ix,
};

impl Resolver<'_> {
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
        for (id, line) in numbers {
            self.place(&At {
                file: "source.md",
                line: Some(line),
                id,
            });
        }
        for markdown::Fault { line, id, reason } in faults {
            self.problem(
                Kind::SourceMarkup,
                &At {
                    file: "source.md",
                    line: Some(line),
                    id,
                },
                reason,
            );
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
        let links = self.links(&pack.link);
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
            let at = At {
                file: "pack.toml",
                line: self.line("pack.toml", &row.sentence),
                id: row.sentence.get_ref().clone(),
            };
            self.place(&at);
            if row.reason.trim().is_empty() {
                self.problem(
                    Kind::Uncited,
                    &at,
                    "is listed as unused without a reason. Give one.",
                );
            }
            let found = self.sentence(&at, &row.sentence);
            self.places.unused.extend(found);
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
                    "is about no sentence, so nobody would see it. Add the numbers of the sentences.",
                );
            }
            // A note is about a sentence; it does not make use of it.
            for id in &row.sentences {
                if let Some(sentence) = self
                    .sentence(&at, id)
                    .and_then(|it| sentences.get_mut(it.row()))
                {
                    sentence.law.push(ix);
                }
            }
            notes.push(LawNote {
                id: row.id.into_inner(),
                text: row.text,
                since: row.since,
                sources: row.sources,
                confidence: row.confidence,
                blocking: row.blocking,
            });
        }
        Source {
            blocks,
            sentences: sentences.into(),
            law: notes.into(),
            law_checked: law.checked,
        }
    }

    fn links(&mut self, rows: &[files::LinkRow]) -> BTreeMap<SentenceIx, Link> {
        let mut links = BTreeMap::new();
        for row in rows {
            let at = At {
                file: "pack.toml",
                line: self.line("pack.toml", &row.r#in),
                id: row.r#in.get_ref().clone(),
            };
            let Some(sentence) = self.sentence(&at, &row.r#in) else {
                continue;
            };
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
