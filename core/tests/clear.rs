//! Owns that what is told as already clear is neither more nor less than what every outcome
//! has that can still come: at every question, for every way to it.

use std::{collections::BTreeMap, path::Path};

use guidance_core::{
    content,
    flow::{Answer, Answers, Flow, Outcome, QuestionIx},
    outcomes::Complete,
};

/// What an outcome has, by name.
fn items(flow: &Flow, outcome: &Outcome) -> Vec<String> {
    let actions = outcome.actions.iter().map(|it| &flow.actions[it.item].id);
    let silences = outcome.silences.iter().map(|it| &flow.silences[it.item].id);
    let signposts = outcome.signposts.iter();
    let signposts = signposts.map(|it| &flow.signposts[it.item].id);
    let mut all: Vec<_> = actions
        .map(|it| format!("action {it}"))
        .chain(silences.map(|it| format!("silence {it}")))
        .chain(signposts.map(|it| format!("signpost {it}")))
        .collect();
    all.sort();
    all
}

/// Every set of answers with which a user can come to a question or to the outcome, with
/// what all outcomes have to which it can lead. Questions that can wait are left open, or
/// are all answered.
fn states(flow: &Flow, complete: &Complete, waiting: bool) -> BTreeMap<Vec<Answer>, Vec<String>> {
    let mut states: BTreeMap<Vec<Answer>, Vec<String>> = BTreeMap::new();
    for live in &complete.sets {
        let items = items(flow, &flow.outcome(live));
        let counts = |it: &QuestionIx| waiting || flow.questions[*it].until_answered.is_none();
        let given: Vec<_> = live.iter().filter(|it| counts(&it.question)).collect();
        for many in 0..=given.len() {
            let some = given.iter().take(many).copied();
            states
                .entry(some.collect())
                .and_modify(|all| all.retain(|it| items.contains(it)))
                .or_insert_with(|| items.clone());
        }
    }
    states
}

#[test]
fn what_is_clear_is_what_every_outcome_has() {
    for pack in ["../content/recordings", "../tests/packs/parking"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(pack);
        let flow = content::load_folder(&folder).unwrap().pack.flow;
        let complete = Complete::new(&flow, 20_000).unwrap();
        let (mut compared, mut clear) = (0, 0);
        for waiting in [false, true] {
            for (given, expected) in states(&flow, &complete, waiting) {
                let given: Answers = given.into_iter().collect();
                assert_eq!(items(&flow, &flow.clear(&given)), expected, "{given:?}");
                compared += 1;
                clear += expected.len();
            }
        }
        println!("{pack}: {compared} states, {clear} items clear, no miss either way");
    }
}
