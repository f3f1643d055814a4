//! Owns the promise that reading and proving a pack takes no more than in proportion to
//! its size, held by counted steps and nodes, which are the same on every machine. For
//! time and memory:
//!
//! ```sh
//! cargo test -p guidance-core --test scaling -- --ignored --nocapture
//! ```
//!
//! The packs are made: sections of five questions that look at each other, at the
//! section before and at the first question of all; an action and a silence for each;
//! a letter with a passage for each section.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use std::{fmt::Write, fs, time::Instant};

use guidance_core::{
    content::{self, Loaded, Texts},
    flow::{Answers, ChoiceIx},
    letter::Input,
    table::Ix,
};

const STRINGS: &str = include_str!("../../content/recordings/strings/en-GB.toml");

/// A pack with so many sections of five questions.
fn made(sections: usize) -> Texts {
    let [mut source, mut flow, mut actions, mut letter] = [(); 4].map(|()| String::new());
    let out = &mut source;
    writeln!(
        out,
        "# {{A}} Page\n\n{{A0}} This is about several topics.\n"
    )
    .unwrap();
    writeln!(
        flow,
        "[[question]]\nid = \"topic\"\nkey = \"Topic\"\ntext = \"Which topic?\"\nsentences = [\"A0\"]\nchoice = [{{ id = \"one\", label = \"One\" }}, {{ id = \"two\", label = \"Two\" }}]\n"
    )
    .unwrap();
    writeln!(
        actions,
        "[strength]\nshould = [\"should\"]\n\n[[group]]\nid = \"now\"\ntitle = \"Now\"\n\n[[silence]]\nid = \"always\"\ntext = \"The page says no more.\"\nsentences = [\"A0\"]\n"
    )
    .unwrap();
    writeln!(
        letter,
        "when = {{ a0 = \"yes\" }}\nopening = \"p0\"\n\n[[no-letter]]\nid = \"none\"\nwhen = {{ not = {{ a0 = \"yes\" }} }}\nreason = \"None is needed.\"\nsentences = [\"A0\"]\n\n[[part]]\nrole = \"body\"\n"
    )
    .unwrap();
    for section in 0..sections {
        for (row, letter) in ["a", "b", "c", "d", "e"].into_iter().enumerate() {
            let when = match (letter, section.checked_sub(1)) {
                ("a", None) => String::new(),
                ("a", Some(last)) => {
                    format!("{{ any = [{{ d{last} = \"yes\" }}, {{ a{last} = \"no\" }}] }}")
                }
                ("b", _) => format!("{{ a{section} = [\"yes\", \"not-sure\"] }}"),
                ("c", _) => format!("{{ a{section} = \"yes\", b{section} = \"no\" }}"),
                ("d", _) => format!(
                    "{{ any = [{{ c{section} = [\"yes\", \"not-sure\"] }}, {{ b{section} = \"yes\" }}] }}"
                ),
                _ => format!(
                    "{{ any = [{{ d{section} = \"not-sure\" }}, {{ a{section} = \"not-sure\", not = {{ b{section} = \"yes\" }} }}] }}"
                ),
            };
            let id = format!("{letter}{section}");
            let number = 1 + section * 5 + row;
            writeln!(source, "{{A{number}}} You should look at point {number}.").unwrap();
            writeln!(flow, "[[question]]\nid = \"{id}\"\nkey = \"Point\"\ntext = \"Is it so?\"\nsentences = [\"A{number}\"]").unwrap();
            if !when.is_empty() {
                writeln!(flow, "when = {when}").unwrap();
            }
            for (choice, label) in [("yes", "Yes"), ("no", "No"), ("not-sure", "Not sure")] {
                writeln!(
                    flow,
                    "\n[[question.choice]]\nid = \"{choice}\"\nlabel = \"{label}\""
                )
                .unwrap();
            }
            writeln!(actions, "[[action]]\nid = \"look-{id}\"\ntitle = \"Look at it\"\nstrength = \"should\"\ngroup = \"now\"\nwhen = {{ {id} = \"yes\" }}\nsentences = [\"A{number}\"]\n\n[[silence]]\nid = \"open-{id}\"\ntext = \"The page leaves it open.\"\nwhen = {{ {id} = \"not-sure\" }}\nsentences = [\"A{number}\"]\n").unwrap();
        }
        let first = 1 + section * 5;
        // These look at the first question of all, however far back it is.
        writeln!(actions, "[[action]]\nid = \"topic-{section}\"\ntitle = \"Look at the topic\"\nstrength = \"should\"\ngroup = \"now\"\nwhen = {{ topic = \"one\", a{section} = \"no\" }}\nsentences = [\"A{first}\", \"A0\"]\n").unwrap();
        writeln!(letter, "[[paragraph]]\n\n[[paragraph.passage]]\nid = \"p{section}\"\nlabel = \"Point\"\ntext = \"You should look at point {first}.\"\nsentences = [\"A{first}\"]\noptional = true\n\n[[paragraph.passage.default]]\nchoose = \"in\"\nwhen = {{ b{section} = \"yes\" }}\nreason = \"It is so.\"\n\n[[paragraph.passage.default]]\nchoose = \"out\"\nwhen = {{ not = {{ b{section} = \"yes\" }} }}\nreason = \"It is not so.\"\n").unwrap();
    }
    let files = [
        ("source.md", source),
        ("flow.toml", flow),
        ("actions.toml", actions),
        ("letter.toml", letter),
        ("law.toml", "checked = \"2026\"\n".into()),
        (
            "pack.toml",
            "format = 1\nid = \"made\"\nlanguage = \"en-GB\"\n".into(),
        ),
        ("strings/en-GB.toml", STRINGS.into()),
    ];
    files.map(|(name, text)| (name.to_owned(), text)).into()
}

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
