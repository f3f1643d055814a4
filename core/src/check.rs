//! The proofs: what can never happen, or happens always, or twice, over every
//! combination of answers that a user can give. Answers are not walked one by one:
//! every condition becomes a diagram in which answers with the same future are one
//! ([`diagram`]), so that the work grows with the pack and not with its combinations.
//! Must not know of files beyond their names, nor of browsers.

mod conditions;
mod diagram;
mod outcomes;
mod rules;
#[cfg(test)]
mod walked;

use std::collections::BTreeSet;

use diagram::{ALWAYS, Diagrams, Node, Reach, Spent};

use crate::{
    content::{Place, Places, Problem, ProblemKind as Kind, Written},
    flow::{Answer, Answers, Condition},
    pack::Pack,
    source::SentenceIx,
    table::{Ix, Table},
};

/// What was proved about a pack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// Questions, all reachable.
    pub questions: usize,
    /// Choices, all reachable.
    pub choices: usize,
    /// Different sets of answers that a user can have given so far. Not counted
    /// beyond `u128::MAX`.
    pub states: u128,
    /// Different complete sets of answers. Not counted beyond `u128::MAX`.
    pub paths: u128,
    /// Different outcomes: actions, silences, signposts, and the state of each letter
    /// passage. None when counting them takes too many steps: all else is proved.
    pub outcomes: Option<u128>,
    /// Actions, all reachable.
    pub actions: usize,
    /// Silences, signposts and reasons for no letter, all reachable.
    pub notices: usize,
    /// Wordings of letter passages, all reachable.
    pub passages: usize,
    /// Sentences that are cited.
    pub cited: usize,
    /// Sentences listed as unused.
    pub unused: usize,
    /// Sentences of the page.
    pub sentences: usize,
    /// What the proof cost.
    pub cost: Cost,
}

/// What a proof cost, the same on every machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// Nodes of the diagram of the answers that a user can give.
    pub reachable: usize,
    /// Nodes of all diagrams: memory.
    pub nodes: usize,
    /// Steps taken: time.
    pub steps: usize,
}

/// The most steps of a proof, which are there in a second or two. A pack of fifteen
/// questions and 25 actions takes about 35,000.
const MOST_STEPS: usize = 2_000_000;
/// The most steps of counting outcomes.
const MOST_STEPS_TO_COUNT: usize = 1_000_000;

/// Proves everything, or tells what is wrong.
pub fn prove(pack: &Pack, places: &Places, problems: &mut Vec<Problem>) -> Proof {
    let questions = pack.flow.questions.rows();
    let choices = questions.iter().map(|it| it.choices.len());
    let mut checker = Checker {
        pack,
        places,
        problems,
        diagrams: Diagrams::new(choices, MOST_STEPS),
        now: ("flow.toml", "questions".into(), None),
    };
    match checker.all() {
        Ok(proof) => proof,
        Err(Spent) => {
            let (file, id, place) = checker.now.clone();
            let place = place.or_else(|| checker.first_question());
            let reason = format!("cannot be proved within {MOST_STEPS} steps.");
            let suggestion = "Let fewer questions that do not depend on each other decide together, or divide the pack.";
            checker.tell(Kind::Unproved, file, &id, place, reason, suggestion);
            Proof::default()
        }
    }
}

struct Checker<'p> {
    pack: &'p Pack,
    places: &'p Places,
    problems: &'p mut Vec<Problem>,
    diagrams: Diagrams,
    /// What is being proved: told when the steps run out.
    now: (&'static str, String, Option<Place>),
}

/// The conditions of the pack's rows as functions, in the order of the rows.
struct Functions {
    questions: Vec<Node>,
    actions: Vec<Node>,
    silences: Vec<Node>,
    signposts: Vec<Node>,
    no_letter: Vec<Node>,
    letter: Node,
    presets: Vec<Vec<Node>>,
    /// For each passage, when each of its wordings is in, and last, when it is in the
    /// letter and not decided.
    wordings: Vec<Vec<Node>>,
}

/// The ids of a table's rows.
fn ids<I: Ix, T>(table: &Table<I, T>, id: fn(&T) -> &String) -> impl Iterator<Item = &str> {
    table.rows().iter().map(move |row| id(row).as_str())
}

impl Checker<'_> {
    fn all(&mut self) -> Result<Proof, Spent> {
        let functions = self.functions()?;
        let mut reach = Reach::new(&mut self.diagrams, &functions.questions)?;
        self.conditions(&functions, &mut reach)?;
        self.rules(&functions, &mut reach)?;
        self.idle_choices(&functions, &mut reach)?;
        self.outcomes(&functions, &mut reach)?;
        let cited = self.sentences(&functions, &mut reach)?;
        let (states, paths) = reach.counts(&self.diagrams);
        let cost = Cost {
            reachable: reach.size(),
            nodes: self.diagrams.nodes(),
            steps: self.diagrams.steps(),
        };
        let outcomes = self.count_outcomes(&functions, &reach);
        Ok(Proof {
            states,
            paths,
            outcomes,
            cost,
            ..self.counts(&cited)
        })
    }

    fn functions(&mut self) -> Result<Functions, Spent> {
        let places = self.places;
        let Pack { flow, letter, .. } = self.pack;
        let mut functions = Functions {
            questions: self.each(
                "flow.toml",
                ids(&flow.questions, |it| &it.id),
                &places.questions,
            )?,
            actions: self.each(
                "actions.toml",
                ids(&flow.actions, |it| &it.id),
                &places.actions,
            )?,
            silences: self.each(
                "actions.toml",
                ids(&flow.silences, |it| &it.id),
                &places.silences,
            )?,
            signposts: self.each(
                "actions.toml",
                ids(&flow.signposts, |it| &it.id),
                &places.signposts,
            )?,
            no_letter: self.each(
                "letter.toml",
                ids(&letter.no_letter, |it| &it.id),
                &places.no_letter,
            )?,
            letter: self.diagrams.condition(&places.letter.condition)?,
            presets: Vec::new(),
            wordings: Vec::new(),
        };
        for (passage, presets) in letter.passages.rows().iter().zip(&places.presets) {
            let id = std::iter::repeat(passage.id.as_str());
            let presets = self.each("letter.toml", id, presets)?;
            functions.presets.push(presets);
        }
        self.wordings(&mut functions)?;
        Ok(functions)
    }

    fn each<'i>(
        &mut self,
        file: &'static str,
        ids: impl Iterator<Item = &'i str>,
        whens: &[Written],
    ) -> Result<Vec<Node>, Spent> {
        let mut nodes = Vec::with_capacity(whens.len());
        for (id, when) in ids.zip(whens) {
            self.now = (file, id.to_owned(), when.place.clone());
            nodes.push(self.diagrams.condition(&when.condition)?);
        }
        Ok(nodes)
    }

    /// Notes what is being proved.
    fn at(&mut self, file: &'static str, id: &str) {
        self.now = (file, id.to_owned(), self.places.place(file, id).cloned());
    }

    fn first_question(&self) -> Option<Place> {
        let first = self.pack.flow.questions.rows().first()?;
        self.places.place("flow.toml", &first.id).cloned()
    }

    /// Tells a problem at a place, or where the id stands.
    fn tell(
        &mut self,
        kind: Kind,
        file: &'static str,
        id: &str,
        place: Option<Place>,
        reason: impl Into<String>,
        suggestion: &str,
    ) {
        let place = place.or_else(|| self.places.place(file, id).cloned());
        self.problems.push(Problem {
            kind,
            file: file.into(),
            place,
            id: id.to_owned(),
            reason: reason.into(),
            suggestion: suggestion.into(),
        });
    }

    fn codes(&self, answers: &Answers) -> String {
        let flow = &self.pack.flow;
        // A dead end goes on as if it had a choice, so that what follows is proved, too.
        let there = |it: &Answer| it.choice.row() < flow.questions[it.question].choices.len();
        crate::flow::codes::encode(flow, &answers.iter().filter(there).collect())
    }

    /// A condition in the words of the content files.
    fn describe(&self, condition: &Condition) -> String {
        let list = |parts: &[Condition]| {
            let parts = parts.iter().map(|part| self.describe(part));
            parts.collect::<Vec<_>>().join(", ")
        };
        match condition {
            Condition::Is(question, choices) => {
                let row = &self.pack.flow.questions[*question];
                let ids = choices
                    .iter()
                    .map(|choice| row.choices[*choice].id.as_str());
                format!("{} = {}", row.id, ids.collect::<Vec<_>>().join(" or "))
            }
            Condition::All(parts) => format!("all of ({})", list(parts)),
            Condition::Any(parts) => format!("any of ({})", list(parts)),
            Condition::Not(part) => format!("not ({})", self.describe(part)),
        }
    }

    /// The counts of what stands in the files.
    fn counts(&self, cited: &BTreeSet<SentenceIx>) -> Proof {
        let Pack {
            flow,
            letter,
            source,
            ..
        } = self.pack;
        let passages = letter.passages.rows();
        let sentences = source.sentences.iter().filter(|(_, it)| !it.heading);
        let sentences: Vec<_> = sentences.map(|(ix, _)| ix).collect();
        Proof {
            questions: flow.questions.len(),
            choices: flow
                .questions
                .rows()
                .iter()
                .map(|it| it.choices.len())
                .sum(),
            actions: flow.actions.len(),
            notices: flow.silences.len() + flow.signposts.len() + letter.no_letter.len(),
            passages: passages.iter().map(|it| it.variants.len()).sum(),
            cited: sentences.iter().filter(|it| cited.contains(it)).count(),
            unused: self.places.unused.len(),
            sentences: sentences.len(),
            ..Proof::default()
        }
    }
}
