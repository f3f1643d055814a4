//! Ids → indices: the files of a pack become a [`Pack`], in which no reference can
//! be broken. A broken one is told and left out. Must not know of the proofs.

mod conditions;
mod flow;
mod letter;
mod page;
mod strength;

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use toml::Spanned;

use super::{
    Problem, ProblemKind as Kind,
    files::{Clause, Files},
    lines::Lines,
    problem::Place,
};
use crate::{
    flow::{ChoiceIx, Condition, QuestionIx},
    map::Map,
    pack::Pack,
    source::SentenceIx,
};

/// What the proofs need to know of the files.
#[derive(Default)]
pub struct Places {
    places: BTreeMap<(&'static str, String), Place>,
    /// Sentences listed as unused.
    pub unused: BTreeSet<SentenceIx>,
    /// The named cases, each with the condition that it stands for.
    pub cases: BTreeMap<String, Written>,
    /// The conditions of the questions, in their order; and so for what follows.
    pub questions: Vec<Written>,
    /// The conditions of the actions.
    pub actions: Vec<Written>,
    /// The conditions of the silences.
    pub silences: Vec<Written>,
    /// The conditions of the signposts.
    pub signposts: Vec<Written>,
    /// The conditions of the reasons for no letter.
    pub no_letter: Vec<Written>,
    /// The condition of the letter.
    pub letter: Written,
    /// The conditions of the presets of each passage.
    pub presets: Vec<Vec<Written>>,
    /// Which choices are said to be the same as another of their question.
    pub same_as: BTreeMap<(QuestionIx, ChoiceIx), ChoiceIx>,
}

/// A condition with where it and its parts are written.
#[derive(Clone)]
pub struct Written {
    /// What it means.
    pub condition: Condition,
    /// Where it stands.
    pub place: Option<Place>,
    /// The parts of `all`, `any` and `not`. A case has none here: what is wrong
    /// inside is told once, where the case is defined.
    pub parts: Vec<Written>,
    /// Whether it is a case that is defined somewhere else.
    pub case: bool,
    /// Whether it or a part of it could not be read: then there is nothing to prove.
    pub broken: bool,
    /// How many parts its meaning has, and how deep: those of cases included.
    size: usize,
    depth: usize,
}

impl Default for Written {
    /// No condition: always.
    fn default() -> Self {
        Self {
            condition: Condition::ALWAYS,
            place: None,
            parts: Vec::new(),
            case: false,
            broken: false,
            size: 1,
            depth: 0,
        }
    }
}

impl Places {
    /// Where an id stands in a file.
    pub fn place(&self, file: &'static str, id: &str) -> Option<&Place> {
        self.places.get(&(file, id.to_owned()))
    }
}

/// The most rows of one kind that an index can name.
const MOST_ROWS: usize = 1 << 16;
/// The most questions: a proof is as deep as there are questions.
const MOST_QUESTIONS: usize = 2_000;
/// The most parts that all conditions together may mean: cases inside cases can mean
/// far more than is written.
const MOST_PARTS: usize = 500_000;
/// How deep conditions may stand inside each other, those of cases included.
const MOST_DEEP: usize = 40;

/// Resolves every id. Gives nothing when there is more than can be looked at.
pub fn resolve(files: Files<'_>, problems: &mut Vec<Problem>) -> Option<(Pack, Places)> {
    let Files {
        source,
        pack,
        flow,
        actions,
        letter,
        law,
        strings,
        lines,
    } = files;
    let cases = flow.case.into_iter();
    let cases = cases.map(|(name, clause)| {
        let bytes = name.span();
        (name.into_inner(), (bytes, clause))
    });
    let mut resolver = Resolver {
        problems,
        lines,
        places: Places::default(),
        sentences: BTreeMap::new(),
        questions: BTreeMap::new(),
        cases: cases.collect(),
        open_cases: Vec::new(),
        used_cases: BTreeSet::new(),
        depth: 0,
        parts_left: Some(MOST_PARTS),
        too_large: false,
    };
    let source = resolver.source(source, &pack, law);
    let questions = resolver.questions(flow.question);
    let flow = resolver.actions(questions, actions, &source, &strings.strength);
    resolver.words_of_waiting(&flow, &strings, &pack.language);
    let letter = resolver.letter(letter, &source);
    resolver.finish_cases();
    resolver.fits(
        "flow.toml",
        flow.questions.len(),
        MOST_QUESTIONS,
        "questions",
    );
    for (file, rows, what) in [
        ("source.md", source.sentences.len(), "sentences"),
        ("actions.toml", flow.actions.len(), "actions"),
        ("actions.toml", flow.silences.len(), "silences"),
        ("actions.toml", flow.signposts.len(), "signposts"),
        ("letter.toml", letter.passages.len(), "passages"),
        ("letter.toml", letter.fields.len(), "fields"),
        (
            "letter.toml",
            letter.no_letter.len(),
            "reasons for no letter",
        ),
        ("letter.toml", letter.wishes.len(), "wishes"),
        ("law.toml", source.law.len(), "notes"),
    ] {
        resolver.fits(file, rows, MOST_ROWS, what);
    }
    for question in flow.questions.rows() {
        resolver.fits("flow.toml", question.choices.len(), MOST_ROWS, "choices");
    }
    if resolver.too_large {
        return None;
    }
    let places = resolver.places;
    let pack = Pack {
        id: pack.id,
        language: pack.language,
        source,
        flow,
        letter,
        map: Map::default(),
        strings,
    };
    Some((pack, places))
}

struct Resolver<'t, 'p> {
    problems: &'p mut Vec<Problem>,
    lines: BTreeMap<&'t str, Lines<'t>>,
    places: Places,
    sentences: BTreeMap<String, SentenceIx>,
    /// The questions read so far, with the ids of their choices.
    questions: BTreeMap<String, (QuestionIx, BTreeMap<String, ChoiceIx>)>,
    /// Every case with the bytes of its name.
    cases: BTreeMap<String, (Range<usize>, Spanned<Clause>)>,
    /// The cases that are being read, outermost first: a second time is a circle.
    open_cases: Vec<String>,
    used_cases: BTreeSet<String>,
    /// How deep the condition stands that is being read.
    depth: usize,
    /// How many parts the conditions still to be read may mean; none once that was told.
    parts_left: Option<usize>,
    too_large: bool,
}

/// What a problem is about.
#[derive(Clone)]
struct At {
    file: &'static str,
    place: Option<Place>,
    id: String,
}

/// Keys of a condition that are not questions.
const RESERVED: [&str; 4] = ["all", "any", "not", "case"];

impl Resolver<'_, '_> {
    fn problem(&mut self, kind: Kind, at: &At, reason: impl Into<String>, suggestion: &str) {
        let At { file, place, id } = at.clone();
        self.problems.push(Problem {
            kind,
            file: file.into(),
            place,
            id,
            reason: reason.into(),
            suggestion: suggestion.into(),
        });
    }

    /// Tells when there is more than can be looked at.
    fn fits(&mut self, file: &'static str, rows: usize, most: usize, what: &str) {
        if rows > most {
            let at = At {
                file,
                place: self.lines.get(file).map(|lines| lines.line(1)),
                id: file.into(),
            };
            let reason = format!("has {rows} {what}, more than {most}.");
            self.problem(Kind::TooLarge, &at, reason, "Divide the pack.");
            self.too_large = true;
        }
    }

    /// Where something stands.
    fn at<T>(&self, file: &'static str, id: impl Into<String>, written: &Spanned<T>) -> At {
        At {
            file,
            place: self.bytes(file, written.span()),
            id: id.into(),
        }
    }

    fn bytes(&self, file: &str, bytes: Range<usize>) -> Option<Place> {
        self.lines.get(file).map(|lines| lines.place(bytes))
    }

    /// The same thing, told of where `part` stands.
    fn narrow<T>(&self, at: &At, part: &Spanned<T>) -> At {
        self.at(at.file, at.id.clone(), part)
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
        let at = self.at(file, format!("{scope}{name}"), id);
        if !seen.insert(name.clone()) {
            let suggestion = "Give each its own id.";
            self.problem(Kind::DuplicateId, &at, "stands twice.", suggestion);
        }
        let plain =
            |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        if name.is_empty() || !name.chars().all(plain) || RESERVED.contains(&name.as_str()) {
            self.problem(
                Kind::BadId,
                &at,
                "is not an id.",
                "Use small letters, digits and hyphens, and not “all”, “any”, “not” or “case”.",
            );
        }
        self.place(&at);
        at
    }

    /// Notes where something stands.
    fn place(&mut self, at: &At) {
        if let Some(place) = &at.place {
            let key = (at.file, at.id.clone());
            self.places.places.insert(key, place.clone());
        }
    }

    /// Sentence numbers → indices.
    fn cite(&mut self, at: &At, ids: &[Spanned<String>]) -> Vec<SentenceIx> {
        if ids.is_empty() {
            let suggestion = "Add the numbers of the sentences it rests on.";
            self.problem(Kind::Uncited, at, "cites no sentence.", suggestion);
        }
        let mut found = Vec::new();
        for id in ids {
            match self.sentence(at, id) {
                Some(sentence) if found.contains(&sentence) => {
                    let at = self.narrow(at, id);
                    let reason = format!("cites “{}” twice.", id.get_ref());
                    self.problem(Kind::DuplicateId, &at, reason, "Delete one of them.");
                }
                sentence => found.extend(sentence),
            }
        }
        found
    }

    fn sentence(&mut self, at: &At, id: &Spanned<String>) -> Option<SentenceIx> {
        let found = self.sentences.get(id.get_ref()).copied();
        if found.is_none() {
            let at = self.narrow(at, id);
            let reason = format!(
                "cites “{}”, which is not a number in source.md.",
                id.get_ref()
            );
            let suggestion = "Write the number of a sentence.";
            self.problem(Kind::DanglingReference, &at, reason, suggestion);
        }
        found
    }
}
