//! `cargo xtask screens`: answers that lead to every kind of screen, for the browser
//! tests. Must not know what a screen looks like.
//!
//! What can stand on an outcome screen are its **parts**: each answer, action, silence,
//! signpost and reason for no letter, each state of each passage of the letter. The
//! covering set has every part at least once. With `--pairs` it has every two parts that can
//! stand on one screen together on a screen at least once, so each layout that two
//! neighbours can make is visited, without visiting every outcome; `--all` gives every
//! outcome that differs in more than its answers.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use guidance_core::{
    flow::{Answers, codes},
    letter::{Input, Offer, State},
    pack::Pack,
    table::Ix,
};
use serde::Serialize;

use crate::check;

/// The screens to visit, each by the codes of its answers.
#[derive(Serialize)]
struct Screens {
    /// Each question, by its id.
    questions: BTreeMap<String, String>,
    /// Outcomes.
    outcomes: Vec<String>,
    /// Letters: every two states of passages that can stand in one letter.
    letters: Vec<String>,
    /// How many different outcomes there are.
    different: usize,
    /// How many parts, or pairs of parts, the outcomes cover.
    covered: usize,
}

/// How much is to be visited.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Cover {
    /// Every part.
    Parts,
    /// Every two parts that can stand on one screen.
    Pairs,
    /// Every outcome.
    All,
}

/// How the name of a part begins, where that matters.
const ANSWER: &str = "answer ";
const PASSAGE: &str = "passage ";

/// One outcome.
struct Found {
    codes: String,
    parts: BTreeSet<String>,
}

/// Prints the screens as JSON.
pub fn screens(how: Cover) -> Result<()> {
    let pack = check::load(&check::shipped())?.pack;
    println!("{}", serde_json::to_string_pretty(&find(&pack, how))?);
    Ok(())
}

fn find(pack: &Pack, how: Cover) -> Screens {
    let mut walk = Walk {
        pack,
        questions: BTreeMap::new(),
        outcomes: Vec::new(),
    };
    walk.visit(&mut Answers::default());
    let found = walk.outcomes;
    let (mut outcomes, covered) = cover(&found, how, |_| true);
    let (letters, _) = cover(&found, how, |part| part.starts_with(PASSAGE));
    let mut different = BTreeMap::new();
    for Found { codes, parts } in &found {
        let said: BTreeSet<_> = parts.iter().filter(|it| !it.starts_with(ANSWER)).collect();
        different.entry(said).or_insert(codes);
    }
    if how == Cover::All {
        outcomes = different.values().map(|codes| (*codes).clone()).collect();
    }
    let different = different.len();
    Screens {
        questions: walk.questions,
        outcomes,
        letters,
        different,
        covered,
    }
}

struct Walk<'p> {
    pack: &'p Pack,
    questions: BTreeMap<String, String>,
    outcomes: Vec<Found>,
}

impl Walk<'_> {
    fn visit(&mut self, answers: &mut Answers) {
        let flow = &self.pack.flow;
        let codes = codes::encode(flow, answers);
        let Some(question) = flow.replay(answers).next else {
            let parts = parts(self.pack, answers);
            self.outcomes.push(Found { codes, parts });
            return;
        };
        let row = &flow.questions[question];
        // One that can wait is asked on the outcome.
        if !flow.can_wait(question) {
            let given = flow.advance(answers).given();
            let given = given.iter().filter(|it| !flow.can_wait(it.question));
            let codes = codes::encode(flow, &given.collect());
            self.questions.entry(row.id.clone()).or_insert(codes);
        }
        for choice in row.choices.indices() {
            answers.set(question, choice);
            self.visit(answers);
        }
        answers.clear(question);
    }
}

/// Everything that stands on the outcome screen for these answers.
fn parts(pack: &Pack, live: &Answers) -> BTreeSet<String> {
    let Pack { flow, letter, .. } = pack;
    let outcome = flow.outcome(live);
    let answers = codes::encode(flow, live);
    let mut parts: BTreeSet<_> = answers
        .split('&')
        .map(|answer| format!("{ANSWER}{answer}"))
        .collect();
    for it in &outcome.actions {
        parts.insert(format!("action {}", flow.actions[it.item].id));
    }
    for it in &outcome.silences {
        parts.insert(format!("silence {}", flow.silences[it.item].id));
    }
    for it in &outcome.signposts {
        parts.insert(format!("signpost {}", flow.signposts[it.item].id));
    }
    match letter.offer(live) {
        Offer::None(reasons) => {
            for reason in reasons {
                parts.insert(format!("no letter {}", letter.no_letter[reason].id));
            }
        }
        Offer::Letter => {
            let draft = pack.compose(live, &Input::default());
            for it in &draft.decisions {
                let state = match it.state {
                    _ if !it.present => "absent".to_owned(),
                    State::In(variant) => format!("in {}", variant.row()),
                    State::Out => "out".to_owned(),
                    State::Undecided => "undecided".to_owned(),
                };
                parts.insert(format!(
                    "{PASSAGE}{} {state}",
                    letter.passages[it.passage].id
                ));
            }
        }
    }
    parts
}

/// Few outcomes in which every one of the `wanted` parts is, or every two that can be
/// together are together, a part with itself included: always the one next that adds most.
/// And how many parts or pairs that are.
fn cover(found: &[Found], how: Cover, wanted: impl Fn(&str) -> bool) -> (Vec<String>, usize) {
    let partners = if how == Cover::Parts { 1 } else { usize::MAX };
    let mut open: Vec<(&str, BTreeSet<(&str, &str)>)> = found
        .iter()
        .map(|it| {
            let parts: Vec<&str> = it
                .parts
                .iter()
                .map(String::as_str)
                .filter(|part| wanted(part))
                .collect();
            let pairs = parts.iter().enumerate().flat_map(|(row, first)| {
                let seconds = parts[row..].iter().take(partners);
                seconds.map(|second| (*first, *second))
            });
            (it.codes.as_str(), pairs.collect())
        })
        .collect();
    let mut chosen = Vec::new();
    let mut covered = 0;
    while let Some((codes, pairs)) = open
        .iter()
        .max_by_key(|(_, pairs)| pairs.len())
        .filter(|(_, pairs)| !pairs.is_empty())
        .cloned()
    {
        chosen.push(codes.to_owned());
        covered += pairs.len();
        for (_, rest) in &mut open {
            rest.retain(|pair| !pairs.contains(pair));
        }
        open.retain(|(_, rest)| !rest.is_empty());
    }
    (chosen, covered)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_covering_set_has_every_part_and_every_pair_of_parts() {
        let pack = check::load(&check::shipped()).unwrap().pack;
        let mut walk = Walk {
            pack: &pack,
            questions: BTreeMap::new(),
            outcomes: Vec::new(),
        };
        walk.visit(&mut Answers::default());
        let pairs = |codes: &mut dyn Iterator<Item = &String>| {
            let mut pairs = BTreeSet::new();
            for codes in codes {
                let answers = codes::decode(&pack.flow, codes.split('&')).answers;
                let parts: Vec<String> = parts(&pack, &answers).into_iter().collect();
                for (row, first) in parts.iter().enumerate() {
                    let seconds = parts[row..].iter();
                    pairs.extend(seconds.map(|second| (first.clone(), second.clone())));
                }
            }
            pairs
        };
        let possible = pairs(&mut walk.outcomes.iter().map(|it| &it.codes));
        let screens = find(&pack, Cover::Pairs);
        assert_eq!(pairs(&mut screens.outcomes.iter()), possible);
        assert_eq!(screens.covered, possible.len());
        let single = |all: &BTreeSet<(String, String)>| {
            let same = all.iter().filter(|(one, other)| one == other);
            same.cloned().collect::<BTreeSet<_>>()
        };
        let few = find(&pack, Cover::Parts);
        assert_eq!(single(&pairs(&mut few.outcomes.iter())), single(&possible));
        assert_eq!(few.covered, single(&possible).len());
        assert!(few.outcomes.len() * 2 < screens.outcomes.len());
        assert!(screens.outcomes.len() * 10 < screens.different);
        let waiting = pack.flow.questions.indices();
        let waiting = waiting.filter(|it| pack.flow.can_wait(*it)).count();
        assert_eq!(
            screens.questions.len() + waiting,
            pack.flow.questions.len(),
            "every question that has a screen"
        );
    }
}
