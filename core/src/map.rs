//! The map of the questions: a picture of the flow, as it is drawn. Only places and
//! lines are kept here, the words are those of the flow. Must not know how the places
//! were found (`layout` does, where packs are made), nor what draws it.

#[cfg(feature = "authoring")]
pub mod layout;

use serde::{Deserialize, Serialize};

use crate::{
    flow::{Answers, ChoiceIx, Condition, QuestionIx},
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
    /// Its middle.
    pub at: (u16, u16),
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
    /// Where earlier answers have a say: all that has to hold, the choice with it.
    pub when: Option<Condition>,
    /// The line, as SVG has it.
    pub line: String,
    /// The middle of its label.
    pub label: (u16, u16),
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

/// The height of a box with so many lines.
pub fn height(lines: usize) -> u16 {
    LINE * u16::try_from(lines).unwrap_or(u16::MAX / LINE - 1) + 14
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
    /// What stands beside the line: the choices, and a number where the list tells more.
    pub fn label(&self, pack: &Pack, number: usize) -> String {
        let words = &pack.strings.map;
        let answers = self.answers(pack);
        match self.when {
            None => answers,
            Some(_) => {
                let number = (number + 1).to_string();
                fill(&words.more, &[("answers", &answers), ("number", &number)])
            }
        }
    }

    /// The whole of it, for a list.
    pub fn sentence(&self, pack: &Pack) -> String {
        let when = match &self.when {
            None => self.answers(pack),
            Some(when) => condition(pack, when),
        };
        let values = [
            ("from", Place::Question(self.from).name(pack)),
            ("to", self.to.name(pack)),
            ("when", &when),
        ];
        fill(&pack.strings.map.way, &values)
    }

    /// Whether a path goes along it.
    pub fn is_on(&self, path: &[Place]) -> bool {
        path.windows(2)
            .any(|it| it == [Place::Question(self.from), self.to])
    }

    fn answers(&self, pack: &Pack) -> String {
        if self.choices.len() == pack.flow.questions[self.from].choices.len() {
            return pack.strings.map.any.clone();
        }
        choices(pack, self.from, &self.choices)
    }
}

fn choices(pack: &Pack, question: QuestionIx, choices: &[ChoiceIx]) -> String {
    let choice =
        |it: &ChoiceIx| ["“", &pack.flow.questions[question].choices[*it].label, "”"].concat();
    let labels: Vec<_> = choices.iter().map(choice).collect();
    labels.join(&pack.strings.map.or)
}

/// A condition in the words of the questions.
fn condition(pack: &Pack, when: &Condition) -> String {
    let words = &pack.strings.map;
    let all = |parts: &[Condition]| {
        parts
            .iter()
            .map(|it| condition(pack, it))
            .collect::<Vec<_>>()
    };
    match when {
        Condition::Is(question, some) => {
            let key = &pack.flow.questions[*question].key;
            [key, ": ", &choices(pack, *question, some)].concat()
        }
        Condition::All(parts) => all(parts).join("; "),
        Condition::Any(parts) => all(parts).join(&words.or_else),
        Condition::Not(part) => fill(&words.not, &[("answers", &condition(pack, part))]),
    }
}
