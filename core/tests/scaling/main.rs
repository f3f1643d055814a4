//! Owns the promise that reading and proving a pack takes no more than in proportion to
//! its size, held by counted steps and nodes, which are the same on every machine. For
//! time and memory:
//!
//! ```sh
//! cargo test -p guidance-core --test scaling -- --ignored --nocapture
//! ```

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod made;

use std::{fs, time::Instant};

use guidance_core::{
    content::{self, Loaded, Texts},
    flow::{Answers, ChoiceIx},
    letter::Input,
    table::Ix,
};
use made::made;

#[track_caller]
fn proved(texts: &Texts) -> Loaded {
    content::load(texts).unwrap_or_else(|problems| {
        let told: Vec<_> = problems.iter().take(5).map(ToString::to_string).collect();
        panic!("{}", told.join("\n"))
    })
}

#[test]
fn ten_times_the_questions_cost_ten_times_the_steps() {
    let [small, large] = [20, 200].map(|sections| proved(&made(sections)).proof);
    assert!(small.questions > 100 && large.questions > 1_000);
    let grows = |what: &str, small: usize, large: usize| {
        // One tenth more, for the first sections, which are like no others.
        assert!(large <= small * 11, "{what}: {small}, then {large}");
    };
    grows("reachable", small.cost.reachable, large.cost.reachable);
    grows("nodes", small.cost.nodes, large.cost.nodes);
    grows("steps", small.cost.steps, large.cost.steps);
    // Walked one by one, these would be the steps.
    assert!(small.states > 1 << 40, "{}", small.states);
}

/// The most memory that this process has had, in megabytes, where the system tells.
fn peak() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024.0)
}

#[test]
#[ignore = "prints, and holds nothing"]
fn prints_time_and_memory() {
    println!(
        "questions  bytes  reachable   nodes    steps  outcomes  check ms  first µs  step µs  peak MB"
    );
    for sections in [2, 20, 200] {
        let texts = made(sections);
        // Begins to count anew; where that is not possible, the last line still holds.
        let _ = fs::write("/proc/self/clear_refs", "5");
        let start = Instant::now();
        let Loaded { pack, proof, .. } = proved(&texts);
        let check = start.elapsed();
        let start = Instant::now();
        let mut answers = Answers::default();
        let mut place = pack.flow.replay(&answers);
        let first = start.elapsed();
        // The last step of the longest way is the longest step.
        let mut step = first;
        while let Some(question) = place.next {
            answers.set(question, ChoiceIx::new(0));
            let start = Instant::now();
            place = pack.flow.replay(&answers);
            if place.next.is_none() {
                pack.flow.outcome(&place.live);
                pack.compose(&place.live, &Input::default());
            }
            step = start.elapsed();
        }
        println!(
            "{:>9} {:>6} {:>10} {:>7} {:>8}  {:>8} {:>9.1} {:>9.1} {:>8.1} {:>8}",
            proof.questions,
            texts.values().map(String::len).sum::<usize>(),
            proof.cost.reachable,
            proof.cost.nodes,
            proof.cost.steps,
            proof.outcomes.map_or("many".to_owned(), |it| match it {
                u128::MAX => ">10^38".to_owned(),
                it => format!("10^{}", it.ilog10()),
            }),
            check.as_secs_f64() * 1e3,
            first.as_secs_f64() * 1e6,
            step.as_secs_f64() * 1e6,
            peak().map_or("?".to_owned(), |it| format!("{it:.1}")),
        );
    }
}
