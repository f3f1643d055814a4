//! Owns that the guide for authors is true: each of its edits is made, in order and as
//! written, on a copy of the shipped pack, which stays sound.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use std::{collections::BTreeSet, fs, path::Path};

use guidance_core::{
    content::{self, Loaded, Texts},
    flow::codes,
    letter::{Input, State},
};

/// A section of the guide with its edits: a file, the lines before and the lines after.
struct Step {
    title: String,
    edits: Vec<(String, String, String)>,
}

fn steps(guide: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut file = String::new();
    let mut lines = guide.lines();
    while let Some(line) = lines.next() {
        if let Some(title) = line.strip_prefix("## ") {
            steps.push(Step {
                title: title.to_owned(),
                edits: Vec::new(),
            });
        }
        // The file that the text last named is the one that is edited.
        let named = line.split('`').skip(1).step_by(2);
        let files = named.filter(|it| it.ends_with(".toml") || it.ends_with(".md"));
        if let Some(named) = files.last() {
            file = named.to_owned();
        }
        if line == "```diff" {
            let (mut before, mut after) = (String::new(), String::new());
            for line in lines.by_ref().take_while(|line| *line != "```") {
                let (mark, text) = line.split_at_checked(1).unwrap_or((" ", ""));
                for (kept, other) in [(&mut before, "+"), (&mut after, "-")] {
                    if mark != other {
                        kept.push_str(text);
                        kept.push('\n');
                    }
                }
            }
            let edit = (file.clone(), before, after);
            steps.last_mut().unwrap().edits.push(edit);
        }
    }
    steps
}

fn load(texts: &Texts, title: &str) -> Loaded {
    content::load(texts).unwrap_or_else(|problems| {
        let told: Vec<_> = problems.iter().map(ToString::to_string).collect();
        panic!("after “{title}”:\n{}", told.join("\n"));
    })
}

#[test]
fn every_step_does_what_it_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let guide = fs::read_to_string(root.join("docs/authors.md")).unwrap();
    let guide = content::encoding::plain(&guide);
    let mut texts = content::read(&root.join("content/recordings")).unwrap();
    let mut edited = BTreeSet::new();
    for Step { title, edits } in steps(&guide) {
        for (file, before, after) in &edits {
            let text = texts
                .get_mut(file)
                .unwrap_or_else(|| panic!("{title}: no file {file}"));
            // A line of context can be the end of one.
            let (before, after) = (before.trim_end(), after.trim_end());
            assert_eq!(
                text.matches(before).count(),
                1,
                "{title}: {file} has not once\n{before}"
            );
            *text = text.replace(before, after);
            edited.insert(file.clone());
        }
        if !edits.is_empty() {
            load(&texts, &title);
        }
    }
    assert!(edited.len() >= 6, "only {edited:?} are edited");
    // What the largest step was for.
    let pack = load(&texts, "all").pack;
    let answers = "situation=asks&recorder=claimant&contact=elsewhere&begun=no&adjustment=no&equipment=no&comfortable=yes&unhappy=no&letter-given=no";
    let decoded = codes::decode(&pack.flow, answers.split('&'));
    assert!(decoded.dropped.is_empty(), "{:?}", decoded.dropped);
    let live = pack.flow.replay(&decoded.answers).live;
    let outcome = pack.flow.outcome(&live);
    let mut actions = outcome
        .actions
        .iter()
        .map(|it| pack.flow.actions[it.item].id.as_str());
    assert!(actions.any(|it| it == "equipment-in-view"));
    let draft = pack.compose(&live, &Input::default());
    let has = |id: &str| {
        let decisions = draft.decisions.iter();
        let mut of = decisions.filter(|it| pack.letter.passages[it.passage].id == id);
        of.any(|it| matches!(it.state, State::In(_)))
    };
    assert!(has("equipment"));
}
