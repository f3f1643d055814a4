//! The content, broken on purpose, one thing at a time: every part of every condition
//! left out or turned round, every rule, question, choice, passage, default, citation
//! and law note deleted, and so on. The checker, a journey or a letter in full must
//! notice. What none of them notices is listed in `tests/survivors.toml` with the
//! reason why it may be so; one that is noticed after all may not stand there.
//! Must not know how anything is noticed.
//!
//! `UPDATE_EXPECT=1 cargo test -p xtask mutants` lists new ones with an empty reason,
//! which does not pass.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    ops::Range,
};

use guidance_core::{
    content::{self, Texts},
    letter::Piece,
    pack::Pack,
};
use toml::de::{DeTable, DeValue};

use crate::{
    check,
    decide::tests::{Journey, decision, journeys, told},
    run::root,
    survivors,
};

/// One thing that is broken.
struct Mutant {
    /// What it is about, in the words of the content: stands in the list of survivors.
    name: String,
    file: String,
    bytes: Range<usize>,
    /// What stands there instead.
    instead: String,
}

/// A condition, or a part of one.
#[derive(Clone)]
enum Clause {
    Table(Vec<(String, Clause)>),
    List(Vec<Clause>),
    Word(String),
}

impl Clause {
    fn read(value: &DeValue<'_>) -> Self {
        match value {
            DeValue::Table(table) => Self::table(table),
            DeValue::Array(items) => {
                Self::List(items.iter().map(|it| Self::read(it.get_ref())).collect())
            }
            other => Self::Word(other.as_str().unwrap().to_owned()),
        }
    }

    fn table(table: &DeTable<'_>) -> Self {
        let entry = |(key, value): (&toml::Spanned<_>, &toml::Spanned<DeValue<'_>>)| {
            let key: &toml::de::DeString<'_> = key.get_ref();
            (key.to_string(), Self::read(value.get_ref()))
        };
        Self::Table(table.iter().map(entry).collect())
    }

    fn written(&self) -> String {
        let list = |parts: Vec<String>| parts.join(", ");
        match self {
            Self::Table(parts) => {
                let parts = parts
                    .iter()
                    .map(|(key, it)| format!("{key} = {}", it.written()));
                format!("{{ {} }}", list(parts.collect()))
            }
            Self::List(parts) => {
                format!("[{}]", list(parts.iter().map(Self::written).collect()))
            }
            Self::Word(word) => format!("\"{word}\""),
        }
    }

    /// Every way to leave one part out or to turn it round, with what was done.
    fn broken(&self) -> Vec<(String, Self)> {
        let mut all = Vec::new();
        match self {
            Self::Word(_) => {}
            Self::List(parts) => {
                for (row, part) in parts.iter().enumerate() {
                    let with = |part: Option<Self>| {
                        let mut parts = parts.clone();
                        parts.splice(row..=row, part);
                        Self::List(parts)
                    };
                    if parts.len() > 1 {
                        all.push((format!("without {}", part.written()), with(None)));
                    }
                    let inner = part.broken().into_iter();
                    all.extend(inner.map(|(what, part)| (what, with(Some(part)))));
                }
            }
            Self::Table(parts) => {
                for (row, (key, part)) in parts.iter().enumerate() {
                    let mut others = parts.clone();
                    others.remove(row);
                    let words = format!("{key} = {}", part.written());
                    let mut opposite = vec![Self::Table(vec![(
                        "not".into(),
                        Self::Table(vec![(key.clone(), part.clone())]),
                    )])];
                    if !others.is_empty() {
                        opposite.push(Self::Table(others.clone()));
                        all.push((format!("without {words}"), Self::Table(others)));
                    }
                    let opposite = Self::Table(vec![("all".into(), Self::List(opposite))]);
                    all.push((format!("with the opposite of {words}"), opposite));
                    let with = |key: &str, part: Self| {
                        let mut parts = parts.clone();
                        parts[row] = (key.to_owned(), part);
                        Self::Table(parts)
                    };
                    let other = match key.as_str() {
                        "all" => Some("any"),
                        "any" => Some("all"),
                        _ => None,
                    };
                    if let Some(other) = other {
                        all.push((format!("{words}, as {other}"), with(other, part.clone())));
                    }
                    let inner = part.broken().into_iter();
                    all.extend(inner.map(|(what, part)| (what, with(key, part))));
                }
            }
        }
        all
    }
}

/// Every mutant of a file.
struct Breaker<'t> {
    file: &'t str,
    text: &'t str,
    all: Vec<Mutant>,
}

impl Breaker<'_> {
    fn add(&mut self, name: String, bytes: Range<usize>, instead: impl Into<String>) {
        self.all.push(Mutant {
            name: format!("{}: {name}", self.file),
            file: self.file.to_owned(),
            bytes,
            instead: instead.into(),
        });
    }

    /// Rows: from their header to the next one that does not belong to them.
    fn rows(&mut self) {
        let mut starts: Vec<_> = self
            .text
            .match_indices("\n[")
            .map(|(at, _)| at + 1)
            .collect();
        starts.push(self.text.len());
        let header = |at: usize| self.text[at..].lines().next().unwrap_or("");
        let mut parent = String::new();
        let mut rows = Vec::new();
        for (row, start) in starts.iter().enumerate().take(starts.len() - 1) {
            let Some(name) = header(*start).strip_prefix("[[") else {
                continue;
            };
            let name = name.trim_end_matches(']');
            let belongs = |at: usize| header(at).starts_with(&format!("[[{name}."));
            let mut rest = starts[row + 1..].iter();
            let end = *rest.find(|at| !belongs(**at)).unwrap();
            let body = &self.text[*start..end];
            let value = |key: &str| {
                let line = body
                    .lines()
                    .find(|line| line.starts_with(&format!("{key} = ")));
                line.map(|line| line.split('"').nth(1).unwrap_or("").to_owned())
            };
            let keys = ["id", "choose", "sentence", "in", "role"];
            let id = keys.into_iter().find_map(value).unwrap_or_default();
            if !name.contains('.') || name == "paragraph.passage" {
                parent.clone_from(&id);
            }
            let of = if parent == id {
                String::new()
            } else {
                format!(" of {parent}")
            };
            // A paragraph without its passages is nothing, and they go one by one. How a
            // letter is wanted is no rule of the page.
            if name != "paragraph" && !name.starts_with("preference") {
                let nth = rows.len();
                rows.push((format!("no [[{name}]] {id}{of}"), *start..end, nth));
            }
        }
        let mut seen = BTreeMap::new();
        for (name, bytes, _) in rows {
            let count: &mut usize = seen.entry(name.clone()).or_default();
            *count += 1;
            let name = if *count == 1 {
                name
            } else {
                format!("{name}, number {count}")
            };
            self.add(name, bytes, "");
        }
    }

    /// Everything below a table; `about` is the id that it stands under.
    fn table(&mut self, name: &str, about: &str, table: &DeTable<'_>) {
        let own = |key: &str| table.get(key).and_then(|it| it.get_ref().as_str());
        let about = match (own("id"), own("choose")) {
            (Some(id), _) if about.is_empty() => format!("{name} {id}"),
            (Some(id), _) => format!("{about}, {name} {id}"),
            (None, Some(choose)) => format!("{about}, {name} {choose}"),
            (None, None) if about.is_empty() => name.to_owned(),
            (None, None) => about.to_owned(),
        };
        for (key, value) in table {
            let whole = key.span().start..value.span().end;
            let key: &str = key.get_ref();
            match (key, value.get_ref()) {
                ("when", condition) => {
                    self.add(format!("{about}: without its condition"), whole, "");
                    self.condition(&about, value.span(), condition);
                }
                (_, condition @ DeValue::Table(_)) if name == "case" => {
                    self.condition(&format!("case {key}"), value.span(), condition);
                }
                ("sentences", DeValue::Array(items)) => {
                    for row in 0..items.len() {
                        let others = items.iter().enumerate().filter(|(it, _)| *it != row);
                        let others: Vec<_> = others
                            .map(|(_, it)| format!("\"{}\"", it.get_ref().as_str().unwrap()))
                            .collect();
                        let gone = items.get(row).unwrap().get_ref().as_str().unwrap();
                        let instead = format!("[{}]", others.join(", "));
                        self.add(
                            format!("{about}: does not cite {gone}"),
                            value.span(),
                            instead,
                        );
                    }
                }
                ("choose" | "default", DeValue::String(word)) => {
                    let other = match &**word {
                        "in" => "out",
                        "out" => "in",
                        "asked" => "own-words",
                        _ => "asked",
                    };
                    let instead = format!("\"{other}\"");
                    self.add(format!("{about}: {key} {other}"), value.span(), instead);
                }
                ("strength", DeValue::String(word)) => {
                    let all = ["must", "must-not", "should", "consider", "may", "can"];
                    for other in all.into_iter().filter(|it| it != word) {
                        let instead = format!("\"{other}\"");
                        self.add(
                            format!("{about}: {other}, not {word}"),
                            value.span(),
                            instead,
                        );
                    }
                }
                ("blocking", _) => self.add(format!("{about}: not blocking"), whole, ""),
                ("optional" | "inside" | "same-as" | "changed" | "required", _) => {
                    self.add(format!("{about}: without `{key}`"), whole, "");
                }
                ("text", DeValue::String(text)) if about.contains("passage ") => {
                    // The second word goes: what is left is still words.
                    let word = text.split_whitespace().nth(1);
                    let word = word.map(|word| format!("{word} "));
                    let at = word
                        .as_ref()
                        .and_then(|it| self.text[value.span()].find(it.as_str()));
                    if let (Some(word), Some(at)) = (word, at) {
                        let start = value.span().start + at;
                        self.add(
                            format!("{about}: without “{}”", word.trim()),
                            start..start + word.len(),
                            "",
                        );
                    }
                }
                (key, DeValue::Table(inner)) => self.table(key, &about, inner),
                (key, DeValue::Array(items)) => {
                    for item in items.iter() {
                        if let DeValue::Table(inner) = item.get_ref() {
                            self.table(key, if about == key { "" } else { &about }, inner);
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn condition(&mut self, about: &str, bytes: Range<usize>, condition: &DeValue<'_>) {
        for (what, broken) in Clause::read(condition).broken() {
            self.add(format!("{about}: {what}"), bytes.clone(), broken.written());
        }
    }
}

fn all(texts: &Texts) -> Vec<Mutant> {
    let files = [
        "flow.toml",
        "actions.toml",
        "letter.toml",
        "law.toml",
        "pack.toml",
    ];
    let mutants = files.into_iter().flat_map(|file| {
        let mut breaker = Breaker {
            file,
            text: &texts[file],
            all: Vec::new(),
        };
        breaker.rows();
        let table = DeTable::parse(&texts[file]).unwrap();
        breaker.table("", "", table.get_ref());
        breaker.all
    });
    mutants.collect()
}

/// The words of every wording of the letter and of its frame.
fn words(pack: &Pack) -> BTreeSet<String> {
    let passages = pack.letter.passages.rows().iter();
    let variants = passages.flat_map(|it| it.variants.rows());
    let parts = pack.letter.parts.iter().filter_map(|it| it.lines.as_ref());
    let frame = parts.flatten().flatten();
    let pieces = variants.flat_map(|it| &it.pieces).chain(frame);
    let words = pieces.filter_map(|it| match it {
        Piece::Text(span) => Some(span.text.split_whitespace().collect::<Vec<_>>().join(" ")),
        _ => None,
    });
    words.collect()
}

/// The letters in full, as text in one line each.
fn letters() -> Vec<String> {
    let files = fs::read_dir(root().join("core/tests/letters")).unwrap();
    let files = files.map(|it| it.unwrap().path());
    let texts = files.filter(|it| it.to_string_lossy().ends_with(".txt"));
    let texts = texts.map(|it| fs::read_to_string(it).unwrap());
    let texts = texts.map(|it| it.split_whitespace().collect::<Vec<_>>().join(" "));
    texts.collect()
}

#[derive(Default)]
struct Counts {
    checker: usize,
    journeys: usize,
    letters: usize,
}

/// Who notices a mutant, if anybody does.
fn noticed(
    mutant: &Mutant,
    texts: &Texts,
    journeys: &[Journey],
    written: &BTreeSet<String>,
    counts: &mut Counts,
) -> bool {
    let mut texts = texts.clone();
    let text = texts.get_mut(&mutant.file).unwrap();
    text.replace_range(mutant.bytes.clone(), &mutant.instead);
    let Ok(loaded) = content::load(&texts) else {
        counts.checker += 1;
        return true;
    };
    let pack = loaded.pack;
    let right = |(_, _, journey): &Journey| {
        let decision = decision(&pack, journey).ok()?;
        let complete = decision.get("dropped").is_none() && decision.get("question").is_none();
        (complete && told(&pack, &decision) == journey["expect"]).then_some(())
    };
    if journeys.iter().any(|it| right(it).is_none()) {
        counts.journeys += 1;
        return true;
    }
    if !written.is_subset(&words(&pack)) {
        counts.letters += 1;
        return true;
    }
    false
}

#[test]
fn every_mutant_is_noticed_or_listed_with_a_reason() {
    let texts = content::read(&check::shipped()).unwrap();
    let pack = content::load(&texts).unwrap().pack;
    let letters = letters();
    let written = words(&pack).into_iter();
    let written: BTreeSet<_> = written
        .filter(|it| letters.iter().any(|text| text.contains(it)))
        .collect();
    let journeys = journeys();
    let mut mutants = all(&texts);
    // Each kind of edit comes many times: all of them at night.
    let mut untried = BTreeSet::new();
    if env::var_os("NIGHTLY").is_none() && env::var_os("UPDATE_EXPECT").is_none() {
        let mut row = 0;
        mutants.retain(|it| {
            row += 1;
            row % 5 == 0 || {
                untried.insert(it.name.clone());
                false
            }
        });
    }
    let mut counts = Counts::default();
    let survivors = mutants.iter();
    let survivors = survivors.filter(|it| !noticed(it, &texts, &journeys, &written, &mut counts));
    let survivors: BTreeSet<_> = survivors.map(|it| it.name.clone()).collect();
    println!(
        "{} mutants: {} noticed by the checker, {} by journeys, {} by letters, {} survive",
        mutants.len(),
        counts.checker,
        counts.journeys,
        counts.letters,
        survivors.len()
    );
    survivors::compare("tests/survivors.toml", &survivors, &untried).unwrap();
    let caught = mutants.len() - survivors.len();
    assert!(
        caught * 100 >= mutants.len() * 95,
        "{caught} of {}",
        mutants.len()
    );
}
