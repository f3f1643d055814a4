//! Ids → indices: the files of a pack become a [`Pack`], in which no reference can
//! be broken. A broken one is told and left out. Must not know of the proofs.

mod conditions;
mod flow;
mod letter;
mod page;

use std::collections::{BTreeMap, BTreeSet};

use toml::{Spanned, Table as TomlTable};

use super::{
    Problem, ProblemKind as Kind,
    files::{Files, line_at},
};
use crate::{
    flow::{Condition, QuestionIx},
    pack::Pack,
    source::SentenceIx,
};

/// Where things stand in the files, for problems found later.
#[derive(Default)]
pub struct Places {
    lines: BTreeMap<(&'static str, String), usize>,
    /// Sentences that something cites.
    pub cited: BTreeSet<SentenceIx>,
    /// Sentences listed as unused.
    pub unused: BTreeSet<SentenceIx>,
    /// The named cases.
    pub cases: Vec<(String, Condition)>,
}

impl Places {
    /// The line of an id in a file.
    pub fn line(&self, file: &'static str, id: &str) -> Option<usize> {
        self.lines.get(&(file, id.to_owned())).copied()
    }
}

/// Resolves every id.
pub fn resolve(files: Files, problems: &mut Vec<Problem>) -> (Pack, Places) {
    let Files {
        source,
        pack,
        flow,
        actions,
        letter,
        law,
        strings,
        texts,
    } = files;
    let mut resolver = Resolver {
        problems,
        texts,
        places: Places::default(),
        sentences: BTreeMap::new(),
        questions: BTreeMap::new(),
        cases: flow.case,
        open_cases: Vec::new(),
        used_cases: BTreeSet::new(),
    };
    let source = resolver.source(&source, &pack, law);
    let questions = resolver.questions(flow.question);
    let flow = resolver.actions(questions, actions);
    let letter = resolver.letter(letter, &source);
    resolver.finish_cases();
    let places = resolver.places;
    (
        Pack {
            id: pack.id,
            language: pack.language,
            source,
            flow,
            letter,
            strings,
        },
        places,
    )
}

struct Resolver<'p> {
    problems: &'p mut Vec<Problem>,
    texts: BTreeMap<String, String>,
    places: Places,
    sentences: BTreeMap<String, SentenceIx>,
    /// The questions read so far, with the ids of their choices.
    questions: BTreeMap<String, (QuestionIx, Vec<String>)>,
    cases: BTreeMap<String, Spanned<TomlTable>>,
    /// The cases that are being read, outermost first: a second time is a circle.
    open_cases: Vec<String>,
    used_cases: BTreeSet<String>,
}

/// What a problem is about.
#[derive(Clone)]
struct At {
    file: &'static str,
    line: Option<usize>,
    id: String,
}

/// Keys of a condition that are not questions.
const RESERVED: [&str; 4] = ["all", "any", "not", "case"];

impl Resolver<'_> {
    fn problem(&mut self, kind: Kind, at: &At, reason: impl Into<String>) {
        let At { file, line, id } = at.clone();
        self.problems.push(Problem {
            kind,
            file: file.into(),
            line,
            id,
            reason: reason.into(),
        });
    }

    fn line<T>(&self, file: &str, spanned: &Spanned<T>) -> Option<usize> {
        self.texts
            .get(file)
            .map(|text| line_at(text, spanned.span().start))
    }

    /// Takes an id in, unless it stands twice or cannot be an id.
    fn id(
        &mut self,
        file: &'static str,
        id: &Spanned<String>,
        scope: &str,
        seen: &mut BTreeSet<String>,
    ) -> At {
        let name = id.get_ref();
        let at = At {
            file,
            line: self.line(file, id),
            id: format!("{scope}{name}"),
        };
        if !seen.insert(name.clone()) {
            self.problem(
                Kind::DuplicateId,
                &at,
                "stands twice. Give each its own id.",
            );
        }
        let plain =
            |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        if name.is_empty() || !name.chars().all(plain) || RESERVED.contains(&name.as_str()) {
            self.problem(
                Kind::BadId,
                &at,
                "is not an id. Use small letters, digits and hyphens, and not “all”, “any”, “not” or “case”.",
            );
        }
        self.place(&at);
        at
    }

    /// Notes where something stands.
    fn place(&mut self, at: &At) {
        if let Some(line) = at.line {
            self.places.lines.insert((at.file, at.id.clone()), line);
        }
    }

    /// Sentence numbers → indices, noted as cited.
    fn cite(&mut self, at: &At, ids: &[Spanned<String>]) -> Vec<SentenceIx> {
        if ids.is_empty() {
            self.problem(
                Kind::Uncited,
                at,
                "cites no sentence. Add the numbers of the sentences it rests on.",
            );
        }
        let found: Vec<_> = ids.iter().filter_map(|id| self.sentence(at, id)).collect();
        self.places.cited.extend(&found);
        found
    }

    fn sentence(&mut self, at: &At, id: &Spanned<String>) -> Option<SentenceIx> {
        let found = self.sentences.get(id.get_ref()).copied();
        if found.is_none() {
            let at = At {
                line: self.line(at.file, id).or(at.line),
                ..at.clone()
            };
            let reason = format!(
                "cites “{}”, which is not a number in source.md.",
                id.get_ref()
            );
            self.problem(Kind::DanglingReference, &at, reason);
        }
        found
    }
}
