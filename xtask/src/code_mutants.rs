//! `cargo xtask mutants`: the code of the flow, the letter and the content, broken on
//! purpose by cargo-mutants. Tests must notice nine in ten of each; what they do not
//! notice is listed in `tests/survivors-code.toml`. Must not know how code is broken
//! (`.cargo/mutants.toml` says where), or of the content, which `mutants` breaks.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::fs;

use anyhow::{Context, Result, bail};
use regex::{Regex, escape};
use serde::Deserialize;

use crate::run::{Tools, read, root, step};
use crate::{setup, survivors};

/// What is broken: `core/src/flow.rs` and all of `core/src/flow/`, and so on.
const PARTS: [&str; 3] = ["flow", "letter", "content"];
/// How many of a hundred have to be noticed.
const SCORE: usize = 90;
const LIST: &str = "tests/survivors-code.toml";

/// The tests of the core that are run for each. Not `layers`, which reads the sources as
/// text, nor `mutated`, which draws lots.
const FAST: [&str; 7] = [
    "author_guide",
    "broken_packs",
    "flow",
    "letter",
    "other_pack",
    "packed",
    "shipped_pack",
];
/// Those of them that take too long. What the others miss is tried with these, too.
const SLOW: [&str; 6] = [
    "check::walked",
    "every_letter_is_fit_to_send",
    "a_reworded_passage_says",
    "every_required_field",
    "whatever_is_done",
    "without_blocking_notes",
];
/// And whole files.
const SLOW_FILES: [&str; 3] = ["map", "outcomes", "scaling"];

#[derive(Deserialize)]
struct Outcomes {
    outcomes: Vec<Outcome>,
}

#[derive(Deserialize)]
struct Outcome {
    scenario: Scenario,
    summary: Summary,
}

#[derive(Deserialize)]
enum Scenario {
    Baseline,
    Mutant(Mutant),
}

#[derive(Deserialize)]
struct Mutant {
    /// `core/src/flow.rs:12:5: replace == with != in Flow::replay`
    name: String,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
enum Summary {
    /// Of the unbroken code.
    Success,
    Failure,
    #[serde(rename = "CaughtMutant")]
    Caught,
    #[serde(rename = "MissedMutant")]
    Missed,
    /// It does not compile.
    Unviable,
    /// The tests went on until they were stopped, which is noticed.
    Timeout,
}

/// What became of each mutant that was tried, by its name.
type Tried = BTreeMap<String, Summary>;

/// Breaks the code in every way, or in one of several shares of them, such as `2/8`.
pub fn mutants(shard: Option<&str>) -> Result<()> {
    let mut tools = Tools::new()?;
    setup::mutants(&mut tools)?;
    let names = without_places(&list(&tools)?)?;
    let mut tried = step("Fast tests", || {
        let mut arguments = vec!["--sharding=round-robin".to_owned()];
        arguments.extend(shard.map(|it| format!("--shard={it}")));
        arguments.extend(tests(&FAST));
        arguments.push("--".to_owned());
        arguments.extend(SLOW.map(|it| format!("--skip={it}")));
        attack(&tools, "fast", &arguments)
    })?;
    let again: Vec<_> = missed(&tried).cloned().collect();
    if !again.is_empty() {
        let names = again.iter().map(|it| format!("--re=^{}$", escape(it)));
        let files = [&FAST[..], &SLOW_FILES].concat();
        let arguments: Vec<_> = names.chain(tests(&files)).collect();
        let mut last = step("All tests, for what these miss", || {
            attack(&tools, "all", &arguments)
        })?;
        // It also breaks what no name was given for, such as fields of structs.
        last.retain(|name, _| again.contains(name));
        tried.extend(last);
    }
    let scores = PARTS.map(|part| Score::of(part, &tried));
    for score in &scores {
        println!("  {score}");
    }
    let survivors = missed(&tried).filter_map(|it| names.get(it).cloned());
    let untried = names.iter().filter(|(name, _)| !tried.contains_key(*name));
    let untried = untried.map(|(_, it)| it.clone());
    survivors::compare(LIST, &survivors.collect(), &untried.collect())?;
    if let Some(low) = scores.iter().find(|it| it.caught * 100 < it.viable * SCORE) {
        bail!("fewer than {SCORE} in a hundred are noticed: {low}");
    }
    Ok(())
}

fn tests(files: &[&str]) -> impl Iterator<Item = String> {
    let files = files.iter().map(|it| format!("--test={it}"));
    let files: Vec<_> = files.collect();
    ["--", "--lib"].map(str::to_owned).into_iter().chain(files)
}

/// The names of all mutants that there are.
fn list(tools: &Tools) -> Result<Vec<String>> {
    let mut list = tools.command("cargo");
    list.args(["mutants", "--list", "--package=guidance-core"]);
    let names = read(&mut list, "The reason is above.")?;
    Ok(names.lines().map(str::to_owned).collect())
}

/// Breaks the code and tests it, with what cargo-mutants is to do besides.
fn attack(tools: &Tools, name: &str, arguments: &[String]) -> Result<Tried> {
    let folder = root().join("target/mutants-code").join(name);
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let mut attack = tools.command("cargo");
    attack.args(["mutants", "--package=guidance-core", "--no-shuffle"]);
    attack.arg("--output").arg(&folder).args(arguments);
    attack.env("GUIDANCE_WITHOUT", "office");
    // What a broken program panics about is of no interest.
    attack.env("RUST_BACKTRACE", "0");
    let status = attack.status().context("cargo mutants did not start")?;
    // Others tell of what was missed, or of tests that had to be stopped.
    if !matches!(status.code(), Some(0 | 2 | 3)) {
        bail!("cargo mutants failed ({status}). The reason is above.");
    }
    let file = folder.join("mutants.out/outcomes.json");
    let text = fs::read_to_string(&file);
    let text = text.with_context(|| format!("cannot read {}", file.display()))?;
    let outcomes: Outcomes = serde_json::from_str(&text)
        .context("cargo-mutants tells its outcomes otherwise than it did")?;
    let tried = outcomes.outcomes.into_iter();
    let tried = tried.filter_map(|it| match it.scenario {
        Scenario::Mutant(mutant) => Some((mutant.name, it.summary)),
        Scenario::Baseline => None,
    });
    Ok(tried.collect())
}

fn missed(tried: &Tried) -> impl Iterator<Item = &String> {
    let missed = tried.iter().filter(|(_, it)| **it == Summary::Missed);
    missed.map(|(name, _)| name)
}

/// For each name one without line and column, which change with every edit; the second
/// of the same name in a file says so.
fn without_places(names: &[String]) -> Result<BTreeMap<String, String>> {
    let place = Regex::new(r":\d+:\d+: ")?;
    let mut seen = BTreeMap::<String, usize>::new();
    let name = |name: &String| {
        let without = place.replace(name, ": ").into_owned();
        let count = seen.entry(without.clone()).or_default();
        *count += 1;
        let number = match count {
            1 => String::new(),
            count => format!(", number {count}"),
        };
        (name.clone(), without + &number)
    };
    Ok(names.iter().map(name).collect())
}

/// How many of a part's mutants were noticed.
struct Score {
    part: &'static str,
    /// Those that compile.
    viable: usize,
    caught: usize,
    /// Those of them that were stopped.
    stopped: usize,
    unviable: usize,
}

impl Score {
    fn of(part: &'static str, tried: &Tried) -> Self {
        let is_in = |name: &str| {
            let path = name
                .strip_prefix("core/src/")
                .and_then(|it| it.strip_prefix(part));
            path.is_some_and(|it| it.starts_with(['.', '/']))
        };
        let count = |wanted: &[Summary]| {
            let all = tried
                .iter()
                .filter(|(name, it)| is_in(name) && wanted.contains(it));
            all.count()
        };
        let stopped = count(&[Summary::Timeout]);
        let caught = stopped + count(&[Summary::Caught]);
        Self {
            part,
            viable: caught + count(&[Summary::Missed]),
            caught,
            stopped,
            unviable: count(&[Summary::Unviable]),
        }
    }
}

impl Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            part,
            viable,
            caught,
            stopped,
            unviable,
        } = self;
        let percent = *caught as f64 * 100.0 / *viable as f64;
        write!(
            f,
            "{part}: {caught} of {viable} noticed ({percent:.1} %), {stopped} of them by \
             taking too long; {unviable} more do not compile"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_when_lines_move() {
        let names = [
            "core/src/flow.rs:12:5: replace a -> b with c",
            "core/src/flow.rs:34:1: replace && with || in d",
            "core/src/flow.rs:56:7: replace && with || in d",
        ];
        let names = without_places(&names.map(str::to_owned)).unwrap();
        let names: Vec<_> = names.values().map(String::as_str).collect();
        let expected = [
            "core/src/flow.rs: replace a -> b with c",
            "core/src/flow.rs: replace && with || in d",
            "core/src/flow.rs: replace && with || in d, number 2",
        ];
        assert_eq!(names, expected);
    }

    #[test]
    fn what_takes_too_long_is_noticed_and_what_does_not_compile_does_not_count() {
        let tried = [
            ("core/src/flow.rs:1:1: a", Summary::Caught),
            ("core/src/flow/codes.rs:1:1: b", Summary::Timeout),
            ("core/src/flow.rs:2:1: c", Summary::Missed),
            ("core/src/flow.rs:3:1: d", Summary::Unviable),
            ("core/src/flows.rs:4:1: e", Summary::Missed),
        ];
        let tried = tried.map(|(name, it)| (name.to_owned(), it)).into();
        let score = Score::of("flow", &tried);
        assert_eq!((score.caught, score.viable), (2, 3));
        assert_eq!((score.stopped, score.unviable), (1, 1));
    }
}
