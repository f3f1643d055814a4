//! Answers as text: `question=choice&question=choice`. The one form in which
//! answers leave the widget (addresses, the command line). Holds ids only, never
//! anything typed. Must not know where the text comes from.

use super::{Answer, Answers, Flow};

/// What decoding found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decoded {
    /// The answers that fit together.
    pub answers: Answers,
    /// What was left out, and why.
    pub dropped: Vec<Dropped>,
}

/// A code that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// The code as it was given.
    pub code: String,
    /// Why it was left out.
    pub reason: DropReason,
}

/// Why a code was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DropReason {
    /// It is not of the form `question=choice`.
    Malformed,
    /// There is no such question.
    UnknownQuestion,
    /// The question has no such choice.
    UnknownChoice,
    /// The question already has another answer.
    SecondAnswer,
    /// The other answers do not lead to the question.
    NotAsked,
}

/// Writes the answers that count.
pub fn encode(flow: &Flow, live: &Answers) -> String {
    let mut text = String::new();
    for Answer { question, choice } in live.iter() {
        let question = &flow.questions[question];
        if !text.is_empty() {
            text.push('&');
        }
        text.push_str(&question.id);
        text.push('=');
        text.push_str(&question.choices[choice].id);
    }
    text
}

/// Reads codes in any order. What fits together is kept, the rest is told.
pub fn decode<'a>(flow: &Flow, codes: impl IntoIterator<Item = &'a str>) -> Decoded {
    let mut given = Answers::default();
    let mut dropped = Vec::new();
    let mut drop = |code: &str, reason| {
        dropped.push(Dropped {
            code: code.to_owned(),
            reason,
        });
    };
    for code in codes.into_iter().filter(|code| !code.is_empty()) {
        let Some((id, value)) = code.split_once('=') else {
            drop(code, DropReason::Malformed);
            continue;
        };
        let Some(question) = flow.questions.find(|question| question.id == id) else {
            drop(code, DropReason::UnknownQuestion);
            continue;
        };
        let Some(choice) = flow.questions[question]
            .choices
            .find(|choice| choice.id == value)
        else {
            drop(code, DropReason::UnknownChoice);
            continue;
        };
        match given.get(question) {
            Some(first) if first != choice => drop(code, DropReason::SecondAnswer),
            _ => given.set(question, choice),
        }
    }
    let live = flow.advance(&given).given();
    for answer in given
        .iter()
        .filter(|answer| live.get(answer.question).is_none())
    {
        let code = encode(flow, &Answers::from_iter([answer]));
        dropped.push(Dropped {
            code,
            reason: DropReason::NotAsked,
        });
    }
    Decoded {
        answers: live,
        dropped,
    }
}
