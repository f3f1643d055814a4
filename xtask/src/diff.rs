//! `cargo xtask diff`: what a change to a pack means, before it is published. Owns the
//! comparison of two packs by their ids, whatever rows these stand in. Must not know of
//! lines of text: moving a row changes nothing.
//!
//! Both flows are walked together. Questions and choices are the same where their ids
//! are; a question that only one pack asks is answered in every way for that pack alone.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};
use guidance_core::{
    content::{self, Loaded, Texts, encoding, packed},
    cover::{Cases, Together},
    flow::{Answer, Answers, Flow, QuestionIx},
    outcomes::{Item, items},
    pack::Pack,
};
use serde::Serialize;
use toml::Value;

use crate::run::{Tools, read, root};
use crate::words::{self, Name};

/// How many pairs of complete sets of answers are compared at most.
const MOST: usize = 1_000_000;

/// What differs.
#[derive(Debug, Serialize)]
pub struct Difference {
    /// Complete sets of answers before and now, and how many lead to something else.
    sets: Sets,
    /// What is shown for other answers than before.
    items: Vec<Changed>,
    /// Answers that can be given now and could not before.
    only_now: Vec<String>,
    /// Answers that could be given before and cannot now.
    only_before: Vec<String>,
    /// Every word, condition and citation that was changed.
    words: Vec<Words>,
}

#[derive(Debug, Serialize)]
struct Sets {
    compared: usize,
    changed: usize,
}

/// An action, a silence, a wording …, and the answers for which it is shown or not.
#[derive(Debug, Serialize)]
struct Changed {
    kind: Kind,
    id: String,
    title: String,
    /// It is shown now and was not before.
    now: Vec<String>,
    /// It was shown before and is not now.
    no_longer: Vec<String>,
}

/// Something in a file.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Words {
    file: String,
    place: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    now: Option<String>,
}

/// Prints what differs. Ends with 0 where nothing does, 2 where something does, and 1,
/// as every command here, where it cannot be told.
pub fn diff(old: &str, new: &str, json: bool) -> Result<ExitCode> {
    let (old_texts, new_texts) = (texts(old)?, texts(new)?);
    let before = load(old, &old_texts)?;
    let now = load(new, &new_texts)?;
    let mut difference = compare(&before.pack, &now.pack)?;
    difference.words = words_of(&before.pack, &old_texts, &now.pack, &new_texts);
    if json {
        println!("{}", serde_json::to_string_pretty(&difference)?);
    } else {
        print!("{}", difference.text());
    }
    Ok(if difference.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(2)
    })
}

/// The files of a pack: of a folder, of a packed file, or of a git revision.
fn texts(name: &str) -> Result<Texts> {
    let path = Path::new(name);
    let texts = if path.is_dir() {
        content::read(path)
    } else if path.is_file() {
        packed::unpack(&std::fs::read_to_string(path)?)
    } else {
        return at_revision(name);
    };
    texts.or_else(|problems| {
        bail!(
            "{name}: {}",
            problems
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("\n")
        )
    })
}

/// The built-in pack as it was.
fn at_revision(revision: &str) -> Result<Texts> {
    const FOLDER: &str = "content/recordings/";
    let tools = Tools::new()?;
    let advice = "Name a folder, a file that `cargo xtask pack` has made, or a git revision.";
    let mut list = tools.command("git");
    // A name that begins like an option stays a name.
    list.args([
        "ls-tree",
        "-r",
        "--name-only",
        "--end-of-options",
        revision,
        FOLDER,
    ]);
    let files = read(&mut list, advice)?;
    let mut texts = Texts::new();
    for file in files.lines() {
        let mut show = tools.command("git");
        show.args(["show", "--end-of-options", &format!("{revision}:{file}")]);
        texts.insert(
            file.trim_start_matches(FOLDER).to_owned(),
            encoding::plain(&read(&mut show, advice)?),
        );
    }
    if texts.is_empty() {
        bail!("{revision} has no {FOLDER} in {}.", root().display());
    }
    Ok(texts)
}

fn load(name: &str, texts: &Texts) -> Result<Loaded> {
    content::load(texts).or_else(|problems| {
        for problem in &problems {
            eprintln!("{name}: {problem}");
        }
        bail!("{name} has problems, so nothing can be told about it. Mend them first.");
    })
}

/// Compares what both say for all answers.
fn compare(old: &Pack, new: &Pack) -> Result<Difference> {
    let both = Both::new(old, new);
    let mut pairs = Vec::new();
    both.walk(&mut vec![0; both.questions.len()], &mut pairs)?;
    let sizes = both
        .questions
        .iter()
        .map(|it| it.choices.len() + 1)
        .collect();
    let cases = Cases::new(sizes, pairs.iter().map(|it| it.case.clone()));
    let names: Vec<_> = both.questions.iter().map(|it| it.name()).collect();
    let told = |picked: Vec<bool>| -> Vec<String> {
        let cover = if picked.contains(&true) {
            cases.cover(&picked, &[])
        } else {
            Vec::new()
        };
        cover
            .iter()
            .map(|it: &Together| words::text(&names, it))
            .collect()
    };
    let mut all: BTreeSet<&Shown> = BTreeSet::new();
    for pair in pairs
        .iter()
        .filter(|it| it.old.is_some() && it.new.is_some())
    {
        all.extend(pair.old.iter().flatten());
        all.extend(pair.new.iter().flatten());
    }
    let has = |side: &Option<BTreeSet<Shown>>, shown: &Shown| {
        side.as_ref().is_some_and(|it| it.contains(shown))
    };
    let mut items = Vec::new();
    for shown in all {
        let compared = |it: &Pair| it.old.is_some() && it.new.is_some();
        let gained = pairs
            .iter()
            .map(|it| compared(it) && !has(&it.old, shown) && has(&it.new, shown));
        let lost = pairs
            .iter()
            .map(|it| compared(it) && has(&it.old, shown) && !has(&it.new, shown));
        let (now, no_longer) = (told(gained.collect()), told(lost.collect()));
        if !now.is_empty() || !no_longer.is_empty() {
            let title = shown
                .title(new)
                .or_else(|| shown.title(old))
                .unwrap_or_default();
            items.push(Changed {
                kind: shown.kind,
                id: shown.id.clone(),
                title,
                now,
                no_longer,
            });
        }
    }
    Ok(Difference {
        sets: Sets {
            compared: pairs.len(),
            changed: pairs.iter().filter(|it| it.old != it.new).count(),
        },
        items,
        only_now: told(pairs.iter().map(|it| it.old.is_none()).collect()),
        only_before: told(pairs.iter().map(|it| it.new.is_none()).collect()),
        words: Vec::new(),
    })
}

/// A complete set of answers to both packs, and what each shows; none where it cannot
/// be given.
struct Pair {
    case: Vec<usize>,
    old: Option<BTreeSet<Shown>>,
    new: Option<BTreeSet<Shown>>,
}

/// What kind of thing an outcome has, in the order in which they are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Action,
    Silence,
    Signpost,
    Letter,
    NoLetter,
    Wording,
    Undecided,
}

/// Something that an outcome can have, by its id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Shown {
    kind: Kind,
    id: String,
}

impl Shown {
    fn new(pack: &Pack, item: Item) -> Self {
        let Pack { flow, letter, .. } = pack;
        let (kind, id) = match item {
            Item::Action(ix) => (Kind::Action, flow.actions[ix].id.clone()),
            Item::Silence(ix) => (Kind::Silence, flow.silences[ix].id.clone()),
            Item::Signpost(ix) => (Kind::Signpost, flow.signposts[ix].id.clone()),
            Item::NoLetter(ix) => (Kind::NoLetter, letter.no_letter[ix].id.clone()),
            Item::Letter => (Kind::Letter, String::new()),
            Item::Wording(ix, variant) => {
                let passage = &letter.passages[ix];
                (
                    Kind::Wording,
                    format!("{}={}", passage.id, passage.variants[variant].id),
                )
            }
            Item::Undecided(ix) => (Kind::Undecided, letter.passages[ix].id.clone()),
        };
        Self { kind, id }
    }

    /// What the user sees of it.
    fn title(&self, pack: &Pack) -> Option<String> {
        let Pack { flow, letter, .. } = pack;
        let passage = |id: &str| letter.passages.rows().iter().find(|it| it.id == id);
        match self.kind {
            Kind::Action => flow
                .actions
                .rows()
                .iter()
                .find(|it| it.id == self.id)
                .map(|it| format!("{}: {}", pack.strings.strength.of(it.strength), it.title)),
            Kind::Silence => flow
                .silences
                .rows()
                .iter()
                .find(|it| it.id == self.id)
                .map(|it| it.text.clone()),
            Kind::Signpost => flow
                .signposts
                .rows()
                .iter()
                .find(|it| it.id == self.id)
                .map(|it| it.title.clone()),
            Kind::NoLetter => letter
                .no_letter
                .rows()
                .iter()
                .find(|it| it.id == self.id)
                .map(|it| it.reason.clone()),
            Kind::Letter => Some("A letter is offered".to_owned()),
            Kind::Undecided => {
                passage(&self.id).map(|it| format!("{}: not decided, the user is asked", it.label))
            }
            Kind::Wording => {
                let (id, variant) = self.id.split_once('=')?;
                let passage = passage(id)?;
                let variant = passage.variants.rows().iter().find(|it| it.id == variant)?;
                Some(if passage.variants.len() > 1 {
                    format!("{}: {}", passage.label, variant.label)
                } else {
                    passage.label.clone()
                })
            }
        }
    }
}

/// A question of either pack.
struct Question<'p> {
    id: &'p str,
    key: &'p str,
    /// The ids and labels of the choices of either.
    choices: Vec<(&'p str, &'p str)>,
}

impl Question<'_> {
    fn name(&self) -> Name {
        let labels = self.choices.iter().map(|it| it.1.to_owned()).collect();
        Name {
            key: self.key.to_owned(),
            labels,
        }
    }
}

/// Two packs, walked together.
struct Both<'p> {
    old: &'p Pack,
    new: &'p Pack,
    questions: Vec<Question<'p>>,
}

impl<'p> Both<'p> {
    fn new(old: &'p Pack, new: &'p Pack) -> Self {
        let mut questions: Vec<Question> = Vec::new();
        for row in new
            .flow
            .questions
            .rows()
            .iter()
            .chain(old.flow.questions.rows())
        {
            let choices = row
                .choices
                .rows()
                .iter()
                .map(|it| (it.id.as_str(), it.label.as_str()));
            match questions.iter_mut().find(|it| it.id == row.id) {
                Some(known) => {
                    for (id, label) in choices {
                        if !known.choices.iter().any(|it| it.0 == id) {
                            known.choices.push((id, label));
                        }
                    }
                }
                None => questions.push(Question {
                    id: &row.id,
                    key: &row.key,
                    choices: choices.collect(),
                }),
            }
        }
        Self {
            old,
            new,
            questions,
        }
    }

    fn walk(&self, case: &mut Vec<usize>, pairs: &mut Vec<Pair>) -> Result<()> {
        let old = self.side(self.old, case);
        let new = self.side(self.new, case);
        let next = match (&old, &new) {
            (Side::Impossible, Side::Impossible) => return Ok(()),
            (_, Side::Asks(question)) | (Side::Asks(question), _) => *question,
            _ => {
                let shown = |pack: &Pack, side: Side| match side {
                    Side::Complete(live) => Some(
                        items(pack, &live)
                            .into_iter()
                            .map(|it| Shown::new(pack, it))
                            .collect(),
                    ),
                    _ => None,
                };
                pairs.push(Pair {
                    case: case.clone(),
                    old: shown(self.old, old),
                    new: shown(self.new, new),
                });
                if pairs.len() > MOST {
                    bail!(
                        "these packs have more than a million complete sets of answers together, too many to compare."
                    );
                }
                return Ok(());
            }
        };
        let choices = self.questions.get(next).map_or(0, |it| it.choices.len());
        for value in 1..=choices {
            if let Some(slot) = case.get_mut(next) {
                *slot = value;
            }
            self.walk(case, pairs)?;
        }
        if let Some(slot) = case.get_mut(next) {
            *slot = 0;
        }
        Ok(())
    }

    /// How far these answers lead in one pack.
    fn side(&self, pack: &Pack, case: &[usize]) -> Side {
        let answer =
            |(question, value): (&Question, &usize)| self.answer(&pack.flow, question, *value);
        let given: Answers = self.questions.iter().zip(case).filter_map(answer).collect();
        let place = pack.flow.replay(&given);
        let Some(next) = place.next else {
            return Side::Complete(place.live);
        };
        let id = &pack.flow.questions[next].id;
        match self.questions.iter().position(|it| it.id == id) {
            // Answered, with a choice that this pack does not have.
            Some(row) if case.get(row) != Some(&0) => Side::Impossible,
            Some(row) => Side::Asks(row),
            None => Side::Impossible,
        }
    }

    fn answer(&self, flow: &Flow, question: &Question, value: usize) -> Option<Answer> {
        let (choice, _) = question.choices.get(value.checked_sub(1)?)?;
        let ix: QuestionIx = flow.questions.find(|it| it.id == question.id)?;
        let choice = flow.questions[ix].choices.find(|it| it.id == *choice)?;
        Some(Answer {
            question: ix,
            choice,
        })
    }
}

enum Side {
    Asks(usize),
    Complete(Answers),
    Impossible,
}

/// Every value of the files that is not the same.
fn words_of(old: &Pack, old_texts: &Texts, new: &Pack, new_texts: &Texts) -> Vec<Words> {
    let mut before = values(old, old_texts);
    let now = values(new, new_texts);
    let mut all = Vec::new();
    for ((file, place), now) in now {
        let before = before.remove(&(file.clone(), place.clone()));
        if before.as_ref() != Some(&now) {
            all.push(Words {
                file,
                place,
                before,
                now: Some(now),
            });
        }
    }
    let gone = before.into_iter().map(|((file, place), before)| Words {
        file,
        place,
        before: Some(before),
        now: None,
    });
    all.extend(gone);
    all.sort_by(|a, b| (&a.file, &a.place).cmp(&(&b.file, &b.place)));
    all
}

/// Every value by its file and its place in it: rows by their ids, not by their order.
fn values(pack: &Pack, texts: &Texts) -> BTreeMap<(String, String), String> {
    let mut all = BTreeMap::new();
    for sentence in pack.source.sentences.rows() {
        all.insert(
            ("source.md".to_owned(), sentence.id.clone()),
            sentence.text.clone(),
        );
    }
    for (file, text) in texts {
        // What cannot be read was told before.
        if let Ok(table) = toml::from_str::<toml::Table>(text) {
            flatten(file, "", &Value::Table(table), &mut all);
        }
    }
    all
}

fn flatten(file: &str, place: &str, value: &Value, all: &mut BTreeMap<(String, String), String>) {
    let below = |name: &str| {
        if place.is_empty() {
            name.to_owned()
        } else {
            format!("{place} {name}")
        }
    };
    match value {
        // A condition is one thing, however deep.
        Value::Table(table) if !place.ends_with(" when") && !place.starts_with("case ") => {
            for (name, value) in table {
                flatten(file, &below(name), value, all);
            }
        }
        Value::Array(rows) if rows.iter().any(Value::is_table) && !place.ends_with(" when") => {
            for (row, value) in rows.iter().enumerate() {
                let id = ["id", "role", "sentence", "in", "choose"]
                    .into_iter()
                    .find_map(|it| value.get(it)?.as_str());
                let row = (row + 1).to_string();
                let name = match id {
                    Some(id)
                        if rows
                            .iter()
                            .filter(|it| it.get("choose") == value.get("choose"))
                            .count()
                            == 1
                            || value.get("choose").is_none() =>
                    {
                        id
                    }
                    _ => &row,
                };
                flatten(file, &below(name), value, all);
            }
        }
        Value::String(text) => {
            all.insert((file.to_owned(), place.to_owned()), text.clone());
        }
        other => {
            all.insert((file.to_owned(), place.to_owned()), other.to_string());
        }
    }
}

impl Difference {
    fn is_empty(&self) -> bool {
        self.items.is_empty()
            && self.only_now.is_empty()
            && self.only_before.is_empty()
            && self.words.is_empty()
    }

    /// For people.
    fn text(&self) -> String {
        if self.is_empty() {
            return format!(
                "Nothing differs. Compared {} complete sets of answers and every word.\n",
                self.sets.compared
            );
        }
        let mut lines = vec![format!(
            "{} of {} complete sets of answers lead to something else.",
            self.sets.changed, self.sets.compared
        )];
        let mut list = |title: &str, points: &[String], indent: &str| {
            if !points.is_empty() {
                lines.push(format!("{indent}{title}"));
                lines.extend(points.iter().map(|it| format!("{indent}  - {it}")));
            }
        };
        list(
            "\nAnswers that can be given now, and could not before:",
            &self.only_now,
            "",
        );
        list(
            "\nAnswers that could be given before, and cannot now:",
            &self.only_before,
            "",
        );
        let mut kind = None;
        for it in &self.items {
            if kind != Some(it.kind) {
                kind = Some(it.kind);
                lines.push(format!("\n{}", heading(it.kind)));
            }
            let id = if it.id.is_empty() {
                String::new()
            } else {
                format!("  [{}]", it.id)
            };
            lines.push(format!("  {}{id}", it.title));
            for (title, points) in [
                ("now when any of these holds, and not before:", &it.now),
                ("no longer when any of these holds:", &it.no_longer),
            ] {
                if !points.is_empty() {
                    lines.push(format!("    {title}"));
                    lines.extend(points.iter().map(|it| format!("      - {it}")));
                }
            }
        }
        if !self.words.is_empty() {
            lines.push("\nWhat was changed in the files".to_owned());
        }
        for it in &self.words {
            lines.push(format!("  {}: {}", it.file, it.place));
            for (title, text) in [("before", &it.before), ("now   ", &it.now)] {
                lines.push(format!(
                    "    {title}  {}",
                    text.as_deref().unwrap_or("(not there)")
                ));
            }
        }
        lines.push(String::new());
        lines.join("\n")
    }
}

fn heading(kind: Kind) -> &'static str {
    match kind {
        Kind::Action => "What staff are told to do",
        Kind::Silence => "Where the page is silent",
        Kind::Signpost => "Other guidance",
        Kind::NoLetter => "Reasons for no letter",
        Kind::Letter => "Whether there is a letter",
        Kind::Wording => "What is in the letter",
        Kind::Undecided => "What the letter leaves to the user",
    }
}

#[cfg(test)]
mod tests;
