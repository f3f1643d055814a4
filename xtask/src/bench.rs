//! `cargo xtask bench`: the widget beside its peers. Gives the benchmark (`bench/`) the
//! built files, the flow that every peer holds, and made packs of three sizes. Must not
//! know how anything is measured.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use guidance_core::{
    content::{self, packed},
    flow::{Answers, ChoiceIx, Condition, codes},
    letter::{Bit, FieldKind, Input, Value as Typed, Words, date},
    pack::Pack,
    table::Ix,
};
use serde_json::{Value, json};

use crate::run::{root, run, step};
use crate::{build, check, needs, setup};

#[path = "../../core/tests/scaling/made.rs"]
mod made;

/// The journey that is walked: the longest that leads to a letter.
const JOURNEY: &str = "tests/journeys/intending-no-room.toml";
/// The made packs: their sections of five questions, and about how many questions that is.
const MADE: [(usize, usize); 3] = [(2, 10), (20, 100), (200, 1_000)];

/// Builds, writes what is measured, and measures: beside the peers, or beside the build in
/// the folder `beside`, in the browser at a path or the one that is found.
pub fn bench(
    rounds: u32,
    seed: Option<u32>,
    beside: Option<&Path>,
    browser: Option<PathBuf>,
) -> Result<()> {
    let tools = setup::build()?;
    if let Some(dist) = beside
        && !dist.join("guidance-widget.wasm").is_file()
    {
        bail!(
            "{} is no build. Name the dist/ folder of one.",
            dist.display()
        );
    }
    setup::peers(&tools)?;
    let chromium = needs::chromium(browser)?;
    let folder = root().join("target/bench");
    step("Flows and packs", || write(&folder))?;
    build::release(&tools)?;
    let mut node = tools.command("node");
    node.args(["bench/bench.mjs", "--rounds", &rounds.to_string()]);
    if let Some(seed) = seed {
        node.args(["--seed", &seed.to_string()]);
    }
    if let Some(dist) = beside {
        node.arg("--beside").arg(dist);
    }
    node.env(chromium.0, chromium.1)
        .env("GUIDANCE_DIST", build::dist())
        .env("BENCH_FLOWS", folder);
    run(&mut node, "The reason is above.")
}

/// Writes `flow.json`, and for each made pack the pack as a page names it and its flow.
fn write(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let save = |name: String, text: String| {
        let file: PathBuf = folder.join(name);
        fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))
    };
    let pack = check::load(&check::shipped())?.pack;
    save("flow.json".into(), flow(&pack, &walk(&pack)?).to_string())?;
    for (sections, questions) in MADE {
        let texts = made::made(sections);
        save(format!("made-{questions}.json"), packed::pack(&texts)?)?;
        let Ok(loaded) = content::load(&texts) else {
            bail!(
                "the made pack of {questions} questions has problems. `cargo test -p guidance-core --test scaling` tells them."
            );
        };
        let pack = loaded.pack;
        let flow = flow(&pack, &long_walk(&pack));
        save(format!("made-{questions}.flow.json"), flow.to_string())?;
    }
    Ok(())
}

/// The answers of the journey.
fn walk(pack: &Pack) -> Result<Answers> {
    let text = fs::read_to_string(root().join(JOURNEY));
    let text = text.with_context(|| format!("cannot read {JOURNEY}"))?;
    let journey: Value = toml::from_str(&text).with_context(|| format!("in {JOURNEY}"))?;
    let answers = journey["answers"].as_object().into_iter().flatten();
    let answers: Vec<_> = answers
        .map(|(question, choice)| format!("{question}={}", choice.as_str().unwrap_or("")))
        .collect();
    let decoded = codes::decode(&pack.flow, answers.iter().map(String::as_str));
    if !decoded.dropped.is_empty() || pack.flow.replay(&decoded.answers).next.is_some() {
        bail!("{JOURNEY} does not lead to an outcome");
    }
    Ok(decoded.answers)
}

/// Answers of a made pack that lead past most of its questions.
fn long_walk(pack: &Pack) -> Answers {
    let mut answers = Answers::default();
    while let Some(next) = pack.flow.replay(&answers).next {
        // "No" to the second question of a section brings in the third.
        let second = pack.flow.questions[next].id.starts_with('b');
        answers.set(next, ChoiceIx::new(usize::from(second)));
    }
    answers
}

/// What a peer holds: the questions with their conditions, the letter of `answers` with
/// `{id}` where a field stands, and the words of the buttons and headings. And `walk`,
/// the answers that are given when it is measured.
fn flow(pack: &Pack, answers: &Answers) -> Value {
    let words = &pack.strings;
    // What can wait has no screen; no condition of a question that has one looks at it.
    let questions = pack.flow.questions.rows().iter();
    let questions = questions.filter(|it| it.until_answered.is_none());
    let questions = questions.map(|question| {
        let choices = question.choices.rows().iter();
        let choices = choices
            .map(|choice| json!({ "id": choice.id, "label": choice.label, "hint": choice.hint }));
        json!({
            "id": question.id,
            "text": question.text,
            "hint": question.hint,
            "when": condition(pack, &question.when),
            "choices": choices.collect::<Vec<_>>(),
        })
    });
    let mut input = Input::default();
    for (ix, field) in pack.letter.fields.iter() {
        let value = match field.kind {
            FieldKind::Date => Typed::Date(date::Typed::from_numbers(2026, 1, 5)),
            _ => Typed::Text(format!("{{{}}}", field.id)),
        };
        input.fields.insert(ix, value);
    }
    // As often as an address has to have lines, and once in what a peer shows.
    let draft = pack.compose(answers, &input);
    let fields = draft.fields.iter().map(|ix| &pack.letter.fields[*ix]);
    let fields = fields.filter(|field| field.kind != FieldKind::Date);
    let fields = fields.map(|field| {
        let many = !matches!(field.kind, FieldKind::Line);
        json!({ "id": field.id, "label": field.label, "hint": field.hint, "many": many })
    });
    let line = |bits: &Vec<Bit>| {
        let words = bits.iter().map(|bit| match &bit.words {
            Words::Text(span) => span.text.as_str(),
            Words::Gap(name) => name,
        });
        words.collect::<String>()
    };
    let blocks = draft.blocks.iter();
    let blocks = blocks.map(|block| block.lines.iter().map(line).collect::<Vec<_>>());
    let walk = answers.iter();
    let walk = walk.filter(|it| !pack.flow.can_wait(it.question));
    let walk = walk.map(|answer| {
        let question = &pack.flow.questions[answer.question];
        json!([question.id, question.choices[answer.choice].id])
    });
    // What is asked on the outcome, and an answer that is not the one that is taken until then.
    let open = answers.iter().map(|answer| answer.question);
    let open = open.filter(|it| pack.flow.can_wait(*it)).map(|ix| {
        let question = &pack.flow.questions[ix];
        let mut choices = question.choices.iter();
        let other = choices.find(|(choice, _)| question.until_answered != Some(*choice));
        json!({ "text": question.text, "choice": other.map(|(_, it)| &*it.label) })
    });
    json!({
        "questions": questions.collect::<Vec<_>>(),
        "open": open.collect::<Vec<_>>(),
        "words": {
            "continue": words.question.next,
            "outcome": words.outcome.heading,
            "toLetter": words.outcome.letter_button,
            "letter": words.letter.heading,
            "preview": words.letter.preview_label,
        },
        "letter": { "fields": fields.collect::<Vec<_>>(), "blocks": blocks.collect::<Vec<_>>() },
        "walk": walk.collect::<Vec<_>>(),
    })
}

/// `null` where it always holds.
fn condition(pack: &Pack, when: &Condition) -> Value {
    let all = |parts: &[Condition]| {
        parts
            .iter()
            .map(|it| condition(pack, it))
            .collect::<Vec<_>>()
    };
    match when {
        Condition::Is(question, choices) => {
            let question = &pack.flow.questions[*question];
            let choices = choices.iter().map(|it| &*question.choices[*it].id);
            json!({ "is": question.id, "in": choices.collect::<Vec<_>>() })
        }
        Condition::All(parts) if parts.is_empty() => Value::Null,
        Condition::All(parts) => json!({ "all": all(parts) }),
        Condition::Any(parts) => json!({ "any": all(parts) }),
        Condition::Not(part) => json!({ "not": condition(pack, part) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_peer_gets_every_question_with_a_screen_and_a_letter_with_places_for_its_fields() {
        let pack = check::load(&check::shipped()).unwrap().pack;
        let flow = flow(&pack, &walk(&pack).unwrap());
        let length = |value: &Value| value.as_array().unwrap().len();
        let asked = pack.flow.questions.indices();
        let asked = asked.filter(|it| !pack.flow.can_wait(*it)).count();
        assert_eq!(length(&flow["questions"]), asked);
        assert!(length(&flow["walk"]) * 2 > asked, "a long walk");
        let letter = flow["letter"]["blocks"].to_string();
        for field in flow["letter"]["fields"].as_array().unwrap() {
            let place = format!("{{{}}}", field["id"].as_str().unwrap());
            assert!(letter.contains(&place), "{place} in {letter}");
        }
    }

    #[test]
    fn the_made_packs_have_long_walks() {
        let texts = made::made(20);
        let pack = content::load(&texts).unwrap().pack;
        assert!(long_walk(&pack).iter().count() > 80);
    }
}
