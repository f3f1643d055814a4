//! The map of the questions: a picture of the flow, as it is drawn. Only places and
//! lines are kept here, the words are those of the flow. Must not know how the places
//! were found (`layout` does, where packs are made), nor what draws it.

#[cfg(feature = "authoring")]
pub mod layout;

use serde::{Deserialize, Serialize};

#[cfg(feature = "authoring")]
use crate::cover::Together;
use crate::{
    flow::{Answers, ChoiceIx, QuestionIx},
    letter::text::wrapped,
    pack::Pack,
    strings::fill,
};

/// A picture. Without stops there is none: a flow can be too large to be looked at.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Map {
    /// Its width and height, in pixels at the usual size of type.
    pub size: (u16, u16),
    /// The questions and the ends.
    pub stops: Vec<Stop>,
    /// What leads from one to another.
    pub ways: Vec<Way>,
}

/// A question or an end, as a box.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stop {
    /// What it is.
    pub place: Place,
    /// Its outline, as SVG has it.
    pub line: String,
    /// The middle of its words, and their top.
    pub words: (u16, u16),
}

/// Where answers lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Place {
    /// To a question.
    Question(QuestionIx),
    /// To an outcome with a letter.
    Letter,
    /// To an outcome without one.
    NoLetter,
}

/// What leads from a question to what comes next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Way {
    /// The question.
    pub from: QuestionIx,
    /// What comes next.
    pub to: Place,
    /// The choices that lead there.
    pub choices: Vec<ChoiceIx>,
    /// Whether earlier answers have a say.
    pub depends: bool,
    /// All that has to hold for it, the choice with it: one of these. For reviewers, so
    /// it is not carried to a browser.
    #[cfg(feature = "authoring")]
    #[serde(skip)]
    pub when: Vec<Together>,
    /// The line, as SVG has it.
    pub line: String,
    /// The middle of its words, and their top.
    pub words: (u16, u16),
}

/// The width of a box.
pub const WIDTH: u16 = 200;
/// The height of a line of words.
pub const LINE: u16 = 18;

/// The words of a box or a label, in lines that fit.
pub fn lines(words: &str) -> Vec<String> {
    wrapped(words, 24)
        .split("\r\n")
        .map(str::to_owned)
        .collect()
}

impl Map {
    /// Where these answers lead, one place after the other.
    pub fn path(pack: &Pack, live: &Answers) -> Vec<Place> {
        let asked = live.iter().map(|it| Place::Question(it.question));
        let mut path: Vec<_> = asked.collect();
        path.push(match pack.flow.replay(live).next {
            Some(question) => Place::Question(question),
            None if pack.letter.when.holds(live) => Place::Letter,
            None => Place::NoLetter,
        });
        path
    }
}

impl Place {
    /// Its name.
    pub fn name(self, pack: &Pack) -> &str {
        match self {
            Self::Question(question) => &pack.flow.questions[question].key,
            Self::Letter => &pack.strings.outcome.letter_heading,
            Self::NoLetter => &pack.strings.outcome.no_letter_heading,
        }
    }
}

impl Way {
    /// The choices, with a mark where earlier answers have a say.
    pub fn label(&self, pack: &Pack) -> String {
        let words = &pack.strings.map;
        let choices = &pack.flow.questions[self.from].choices;
        let label = if self.choices.len() == choices.len() {
            words.any.clone()
        } else {
            let labels = self.choices.iter().map(|it| &*choices[*it].label);
            labels.collect::<Vec<_>>().join(&words.or)
        };
        if self.depends {
            [&*label, "\u{a0}*"].concat()
        } else {
            label
        }
    }

    /// The same with where it leads from and to, for a list.
    pub fn sentence(&self, pack: &Pack) -> String {
        let values = [
            ("from", Place::Question(self.from).name(pack)),
            ("answers", &self.label(pack)),
            ("to", self.to.name(pack)),
        ];
        fill(&pack.strings.map.way, &values)
    }

    /// Whether a path goes along it.
    pub fn is_on(&self, path: &[Place]) -> bool {
        path.windows(2)
            .any(|it| it == [Place::Question(self.from), self.to])
    }
}
