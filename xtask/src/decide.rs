//! `cargo xtask decide`: what the page says for given answers, for policy people and
//! for the journey tests. The same core decides as in the browser. Must not know
//! how answers are collected.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use guidance_core::{
    flow::{
        Answer, Answers, Engaged, Place, QuestionIx,
        codes::{self, DropReason},
    },
    letter::{Input, Offer, Open, State},
    pack::Pack,
    source::SentenceIx,
    strings::fill,
};
use serde::Serialize;

use crate::check;

/// What the page says for some answers.
#[derive(Serialize)]
pub struct Decision {
    /// The answers that count: question → choice.
    answers: BTreeMap<String, String>,
    /// Answers that were left out, and why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    dropped: Vec<String>,
    #[serde(flatten)]
    next: Next,
}

/// What comes next.
#[derive(Serialize)]
#[serde(untagged)]
enum Next {
    /// A question is still to be answered.
    Question { question: Question },
    /// Everything is answered, or can wait.
    Outcome {
        /// The questions that wait.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        open: Vec<Question>,
        actions: Vec<Action>,
        silences: Vec<Notice>,
        signposts: Vec<Notice>,
        letter: Letter,
    },
}

#[derive(Serialize)]
struct Question {
    id: String,
    text: String,
    choices: BTreeMap<String, String>,
}

#[derive(Serialize)]
struct Action {
    id: String,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    strength: guidance_core::flow::Strength,
    when: String,
    sentences: Vec<String>,
    reasons: Vec<Reason>,
}

#[derive(Serialize)]
struct Notice {
    id: String,
    text: String,
    sentences: Vec<String>,
    reasons: Vec<Reason>,
}

#[derive(Serialize)]
struct Reason {
    question: String,
    choice: String,
    text: String,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Letter {
    None {
        none: Vec<Notice>,
    },
    Offered {
        opening: String,
        passages: Vec<Passage>,
        open: Vec<OpenPoint>,
        law: Vec<String>,
    },
}

#[derive(Serialize)]
struct Passage {
    id: String,
    state: &'static str,
    /// The wording, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    option: Option<String>,
    reason: String,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
enum OpenPoint {
    Passage(String),
    Field(String),
    Wish(String),
}

/// Prints what the page says for `question=choice` answers, also as they stand in an address.
pub fn decide(answers: &[String], json: bool) -> Result<()> {
    let pack = check::load(&check::shipped())?.pack;
    let answers = answers.iter();
    let answers = answers.flat_map(|it| it.trim_start_matches('#').split('&'));
    let decision = answer(&pack, answers)?;
    if json {
        println!("{}", serde_json::to_string_pretty(&decision)?);
    } else {
        print!("{}", decision.text(&pack));
    }
    Ok(())
}

/// What the page says. An id that does not exist is an error that names those that do.
pub fn answer<'a>(pack: &Pack, answers: impl IntoIterator<Item = &'a str>) -> Result<Decision> {
    let decoded = codes::decode(&pack.flow, answers);
    let mut dropped = Vec::new();
    for codes::Dropped { code, reason } in &decoded.dropped {
        let (question, choice) = code.split_once('=').unwrap_or((code, ""));
        match reason {
            DropReason::Malformed => bail!("“{code}” is not of the form question=choice."),
            DropReason::UnknownQuestion => {
                let known: Vec<_> = pack
                    .flow
                    .questions
                    .rows()
                    .iter()
                    .map(|it| it.id.as_str())
                    .collect();
                bail!(
                    "there is no question “{question}”. The questions are: {}.",
                    known.join(", ")
                );
            }
            DropReason::UnknownChoice => {
                let row = pack
                    .flow
                    .questions
                    .rows()
                    .iter()
                    .find(|it| it.id == question);
                let known: Vec<_> = row
                    .into_iter()
                    .flat_map(|it| it.choices.rows())
                    .map(|it| it.id.as_str())
                    .collect();
                bail!(
                    "“{question}” has no choice “{choice}”. Its choices are: {}.",
                    known.join(", ")
                );
            }
            DropReason::SecondAnswer | DropReason::NotAsked => {
                dropped.push(fill(pack.strings.dropped.of(reason), &[("code", code)]));
            }
        }
    }
    let live = &decoded.answers;
    let answers = live.iter().map(|it| {
        let question = &pack.flow.questions[it.question];
        (question.id.clone(), question.choices[it.choice].id.clone())
    });
    Ok(Decision {
        answers: answers.collect(),
        dropped,
        next: next(pack, live),
    })
}

fn next(pack: &Pack, given: &Answers) -> Next {
    let Pack { flow, letter, .. } = pack;
    let question = |ix: QuestionIx| {
        let row = &flow.questions[ix];
        let choices = row.choices.rows().iter();
        Question {
            id: row.id.clone(),
            text: row.text.clone(),
            choices: choices
                .map(|it| (it.id.clone(), it.label.clone()))
                .collect(),
        }
    };
    let place = flow.advance(given);
    if let Some(next) = place.next {
        return Next::Question {
            question: question(next),
        };
    }
    let live = &place.live;
    let outcome = flow.outcome(live);
    let action = |it: &Engaged<_>| {
        let row = &flow.actions[it.item];
        Action {
            id: row.id.clone(),
            title: row.title.clone(),
            detail: row.detail.clone(),
            strength: row.strength,
            when: flow.groups[row.group].id.clone(),
            sentences: numbers(pack, &row.sentences),
            reasons: reasons(pack, &place, &it.because),
        }
    };
    let notice = |id: &str, text: &str, sentences: &[SentenceIx], because: &[Answer]| Notice {
        id: id.to_owned(),
        text: text.to_owned(),
        sentences: numbers(pack, sentences),
        reasons: reasons(pack, &place, because),
    };
    let silences = outcome.silences.iter().map(|it| {
        let row = &flow.silences[it.item];
        notice(&row.id, &row.text, &row.sentences, &it.because)
    });
    let signposts = outcome.signposts.iter().map(|it| {
        let row = &flow.signposts[it.item];
        notice(&row.id, &row.title, &row.sentences, &it.because)
    });
    let none = |it: &_| {
        let row = &letter.no_letter[*it];
        notice(
            &row.id,
            &row.reason,
            &row.sentences,
            &row.when.because(live),
        )
    };
    Next::Outcome {
        open: place.open.iter().map(|it| question(*it)).collect(),
        actions: outcome.actions.iter().map(action).collect(),
        silences: silences.collect(),
        signposts: signposts.collect(),
        letter: match letter.offer(live) {
            Offer::None(reasons) => Letter::None {
                none: reasons.iter().map(none).collect(),
            },
            Offer::Letter => offered(pack, live),
        },
    }
}

fn offered(pack: &Pack, live: &Answers) -> Letter {
    let template = &pack.letter;
    let draft = pack.compose(live, &Input::default());
    let mut opening = "undecided".to_owned();
    let mut passages = Vec::new();
    for it in draft.decisions.iter().filter(|it| it.present) {
        let row = &template.passages[it.passage];
        let option = match it.state {
            State::In(variant) if row.variants.len() > 1 => Some(row.variants[variant].id.clone()),
            _ => None,
        };
        if it.passage == template.opening
            && let Some(option) = &option
        {
            opening.clone_from(option);
        }
        passages.push(Passage {
            id: row.id.clone(),
            state: match it.state {
                State::In(_) => "in",
                State::Out => "out",
                State::Undecided => "undecided",
            },
            option,
            reason: it.reason.clone(),
        });
    }
    let open = draft.open.iter().map(|open| match open {
        Open::Undecided(passage)
        | Open::Blank(passage)
        | Open::Marked(passage, _)
        | Open::Unconfirmed(passage) => OpenPoint::Passage(template.passages[*passage].id.clone()),
        Open::Field(field, _) => OpenPoint::Field(template.fields[*field].id.clone()),
        Open::Detail(wish) => OpenPoint::Wish(template.wishes[*wish].id.clone()),
    });
    let law = draft
        .law
        .iter()
        .map(|point| template.passages[point.passage].id.clone());
    Letter::Offered {
        opening,
        passages,
        open: open.collect(),
        law: law.collect(),
    }
}

fn numbers(pack: &Pack, sentences: &[SentenceIx]) -> Vec<String> {
    sentences
        .iter()
        .map(|it| pack.source.sentences[*it].id.clone())
        .collect()
}

fn reasons(pack: &Pack, place: &Place, because: &[Answer]) -> Vec<Reason> {
    let reason = |it: &Answer| {
        let question = &pack.flow.questions[it.question];
        let said = if place.open.contains(&it.question) {
            &pack.strings.outcome.not_said
        } else {
            pack.flow.label(*it)
        };
        Reason {
            question: question.id.clone(),
            choice: question.choices[it.choice].id.clone(),
            text: format!("{}: {said}", question.key),
        }
    };
    because.iter().map(reason).collect()
}

impl Decision {
    /// For people.
    fn text(&self, pack: &Pack) -> String {
        let mut text = Lines::default();
        for dropped in &self.dropped {
            text.line(format!("Not used: {dropped}"));
        }
        match &self.next {
            Next::Question { question } => {
                text.line(format!("{}  [{}]", question.text, question.id));
                for (id, label) in &question.choices {
                    text.line(format!("  {}={id}  {label}", question.id));
                }
            }
            Next::Outcome {
                open,
                actions,
                silences,
                signposts,
                letter,
            } => {
                for group in pack.flow.groups.rows() {
                    let mut actions = actions.iter().filter(|it| it.when == group.id).peekable();
                    if actions.peek().is_some() {
                        text.line(&group.title);
                    }
                    for it in actions {
                        let strength = pack.strings.strength.of(it.strength);
                        let sentences = it.sentences.join(", ");
                        text.line(format!(
                            "  {strength}: {}  [{}; {sentences}]",
                            it.title, it.id
                        ));
                        if let Some(detail) = &it.detail {
                            text.line(format!("    {detail}"));
                        }
                        text.reasons(&it.reasons);
                    }
                }
                if !open.is_empty() {
                    text.line(&pack.strings.outcome.open_heading);
                }
                for it in open {
                    text.line(format!("  {}  [{}]", it.text, it.id));
                }
                text.notices(&pack.strings.outcome.silences_heading, silences);
                text.notices(&pack.strings.outcome.signposts_heading, signposts);
                letter.write(pack, &mut text);
            }
        }
        text.0
    }
}

impl Letter {
    fn write(&self, pack: &Pack, text: &mut Lines) {
        let words = &pack.strings.outcome;
        match self {
            Self::None { none } => text.notices(&words.no_letter_heading, none),
            Self::Offered {
                opening,
                passages,
                open,
                law,
            } => {
                text.line(format!("{}: {opening}", words.letter_heading));
                for it in passages {
                    let option = it.option.as_ref();
                    let option = option.map_or(String::new(), |option| format!(" ({option})"));
                    text.line(format!("  {}{option} {}: {}", it.id, it.state, it.reason));
                }
                let open = open.iter().map(|it| match it {
                    OpenPoint::Passage(id) | OpenPoint::Field(id) | OpenPoint::Wish(id) => &**id,
                });
                let all = |ids: Vec<&str>, none: &str| match ids.is_empty() {
                    true => none.to_owned(),
                    false => ids.join(", "),
                };
                text.line(format!("  Open: {}", all(open.collect(), "nothing")));
                let law = law.iter().map(String::as_str).collect();
                text.line(format!("  Law has moved: {}", all(law, "nowhere")));
            }
        }
    }
}

/// What is printed.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn line(&mut self, line: impl AsRef<str>) {
        self.0.push_str(line.as_ref());
        self.0.push('\n');
    }

    fn notices(&mut self, title: &str, notices: &[Notice]) {
        if !notices.is_empty() {
            self.line(title);
        }
        for it in notices {
            self.line(format!(
                "  {}  [{}; {}]",
                it.text,
                it.id,
                it.sentences.join(", ")
            ));
            self.reasons(&it.reasons);
        }
    }

    fn reasons(&mut self, reasons: &[Reason]) {
        let reasons: Vec<_> = reasons.iter().map(|it| it.text.as_str()).collect();
        if !reasons.is_empty() {
            self.line(format!("    because: {}", reasons.join(" · ")));
        }
    }
}

/// One journey a file under tests/journeys: answers, and everything that must come
/// of them, with the sentences and the law notes behind each. The browser tests walk the
/// same files.
#[cfg(test)]
pub mod tests {
    use std::{fs, path::PathBuf};

    use guidance_core::{
        content::encoding,
        letter::{Passage, Variant},
    };
    use serde_json::{Value, json};

    use super::*;
    use crate::run::root;

    pub fn pack() -> Pack {
        check::load(&check::shipped()).unwrap().pack
    }

    fn ids(items: &Value) -> Value {
        items.as_array().map_or(json!([]), |items| {
            items.iter().map(|it| it["id"].clone()).collect()
        })
    }

    /// A journey's file, its text and what is in it.
    pub type Journey = (PathBuf, String, Value);

    pub fn journeys() -> Vec<Journey> {
        let files = fs::read_dir(root().join("tests/journeys")).unwrap();
        let files = files.map(|it| it.unwrap().path());
        let mut files: Vec<_> = files
            .filter(|it| it.extension().is_some_and(|end| end == "toml"))
            .collect();
        files.sort();
        let journey = |file: PathBuf| {
            let text = encoding::plain(&fs::read_to_string(&file).unwrap());
            let journey = toml::from_str(&text).unwrap();
            (file, text, journey)
        };
        files.into_iter().map(journey).collect()
    }

    /// What the page says for the answers of a journey.
    pub fn decision(pack: &Pack, journey: &Value) -> Result<Value> {
        let codes: Vec<String> = journey["answers"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(question, choice)| format!("{question}={}", choice.as_str().unwrap()))
            .collect();
        let decision = answer(pack, codes.iter().map(String::as_str))?;
        Ok(serde_json::to_value(decision)?)
    }

    /// The sentences that each of these rests on, by their ids.
    fn cited(items: &Value) -> Value {
        let items = items.as_array().into_iter().flatten();
        let item = |it: &Value| {
            (
                it["id"].as_str().unwrap().to_owned(),
                it["sentences"].clone(),
            )
        };
        items.map(item).collect::<serde_json::Map<_, _>>().into()
    }

    /// How firm each action is.
    fn strengths(actions: &Value) -> Value {
        let actions = actions.as_array().into_iter().flatten();
        let action = |it: &Value| {
            (
                it["id"].as_str().unwrap().to_owned(),
                it["strength"].clone(),
            )
        };
        actions
            .map(action)
            .collect::<serde_json::Map<_, _>>()
            .into()
    }

    /// The wordings that are in the letter, by their passage.
    fn wordings<'p>(
        pack: &'p Pack,
        letter: &Value,
    ) -> BTreeMap<&'p str, (&'p Passage, &'p Variant)> {
        let passages = letter["passages"].as_array().into_iter().flatten();
        let wording = |it: &Value| {
            let passage = pack
                .letter
                .passages
                .rows()
                .iter()
                .find(|row| row.id == it["id"])?;
            let option = it.get("option").unwrap_or(&it["id"]);
            let variant = passage
                .variants
                .rows()
                .iter()
                .find(|row| row.id == *option)?;
            (it["state"] == "in").then_some((passage.id.as_str(), (passage, variant)))
        };
        passages.filter_map(wording).collect()
    }

    /// The decision in the form of a journey's expectations.
    pub fn told(pack: &Pack, decision: &Value) -> Value {
        let letter = &decision["letter"];
        let wordings = wordings(pack, letter);
        let told_of_letter = match letter.get("none") {
            Some(none) => json!({ "none": ids(none) }),
            None => {
                let state =
                    |it: &Value| (it["id"].as_str().unwrap().to_owned(), it["state"].clone());
                let passages = letter["passages"].as_array().unwrap().iter();
                let passages: BTreeMap<_, _> = passages.map(state).collect();
                let which = |is: fn(&Passage, &Variant) -> bool| {
                    let found = wordings.iter().filter(|(_, it)| is(it.0, it.1));
                    found.map(|(id, _)| *id).collect::<Vec<_>>()
                };
                json!({
                    "opening": letter["opening"],
                    "passages": passages,
                    // What a user can leave out, and what differs from the page.
                    "optional": which(|passage, _| passage.optional),
                    "changed": which(|_, wording| wording.changed.is_some()),
                    // What needs a decision about the law.
                    "law": letter["law"],
                })
            }
        };
        let answers = decision["answers"].as_object().unwrap();
        let questions = pack.flow.questions.rows().iter();
        let asked = questions.filter(|it| answers.contains_key(&it.id));
        let asked: serde_json::Map<_, _> = asked
            .map(|it| (it.id.clone(), json!(numbers(pack, &it.sentences))))
            .collect();
        let in_letter = wordings.iter();
        let in_letter: serde_json::Map<_, _> = in_letter
            .map(|(id, it)| ((*id).to_owned(), json!(numbers(pack, &it.1.sentences))))
            .collect();
        // Why each is asked or told: what a user opens to see.
        let sentences = json!({
            "questions": asked,
            "actions": cited(&decision["actions"]),
            "silences": cited(&decision["silences"]),
            "signposts": cited(&decision["signposts"]),
            "no-letter": cited(&letter["none"]),
            "letter": in_letter,
        });
        let cited = sentences.as_object().unwrap().values();
        let cited = cited.flat_map(|it| it.as_object().unwrap().values());
        let cited: Vec<_> = cited.flat_map(|it| it.as_array().unwrap()).collect();
        let moved = pack.source.sentences.rows().iter();
        let moved = moved.filter(|it| !it.law.is_empty() && cited.iter().any(|id| **id == it.id));
        let moved = moved.map(|it| {
            let notes = it.law.iter().map(|note| &pack.source.law[*note].id);
            (it.id.clone(), json!(notes.collect::<Vec<_>>()))
        });
        json!({
            "actions": ids(&decision["actions"]),
            "silences": ids(&decision["silences"]),
            "signposts": ids(&decision["signposts"]),
            "letter": told_of_letter,
            "strengths": strengths(&decision["actions"]),
            "sentences": sentences,
            // The notes that stand beside these sentences.
            "law": moved.collect::<serde_json::Map<_, _>>(),
        })
    }

    #[test]
    fn every_journey_comes_out_as_written() {
        let pack = pack();
        let update = std::env::var_os("UPDATE_EXPECT").is_some();
        let mut count = 0;
        let mut wrong = Vec::new();
        for (file, text, journey) in journeys() {
            count += 1;
            let decision = decision(&pack, &journey).unwrap();
            assert_eq!(
                decision.get("dropped"),
                None,
                "{}: every answer is asked for",
                file.display()
            );
            assert_eq!(
                decision.get("question"),
                None,
                "{}: every question is answered",
                file.display()
            );
            let told = told(&pack, &decision);
            if update {
                let head = text.split("\n[expect]").next().unwrap();
                let expect = toml::to_string(&json!({ "expect": told })).unwrap();
                fs::write(&file, format!("{head}\n{expect}")).unwrap();
            } else if journey["expect"] != told {
                wrong.push(format!(
                    "{}\n  expected {}\n  told     {told}",
                    file.display(),
                    journey["expect"]
                ));
            }
        }
        assert!(count >= 20, "only {count} journeys");
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// What stands on the screen is printed, and nothing of a letter that is not in it.
    #[test]
    fn what_is_printed_is_what_the_screen_shows() {
        let pack = pack();
        for (file, _, journey) in journeys() {
            let codes = journey["answers"].as_object().unwrap().iter();
            let codes: Vec<_> = codes
                .map(|(question, choice)| format!("{question}={}", choice.as_str().unwrap()))
                .collect();
            let codes = codes.iter().map(String::as_str);
            let live = codes::decode(&pack.flow, codes.clone()).answers;
            let text = answer(&pack, codes).unwrap().text(&pack);
            for engaged in pack.flow.outcome(&live).actions {
                let action = &pack.flow.actions[engaged.item];
                for words in [Some(&action.title), action.detail.as_ref()]
                    .into_iter()
                    .flatten()
                {
                    assert!(text.contains(words), "{}: {words}\n{text}", file.display());
                }
            }
            if pack.letter.offer(&live) == Offer::Letter {
                let draft = pack.compose(&live, &Input::default());
                for decision in draft.decisions.iter().filter(|it| !it.present) {
                    let id = &pack.letter.passages[decision.passage].id;
                    let line = format!("\n  {id} ");
                    assert!(!text.contains(&line), "{}: {id}\n{text}", file.display());
                }
            }
        }
    }

    #[test]
    fn an_unknown_id_names_the_valid_ones() {
        let pack = pack();
        let error = |code| answer(&pack, [code]).err().unwrap().to_string();
        assert!(
            error("situations=wants")
                .contains("The questions are: situation, subject, publisher, recorder")
        );
        assert!(error("situation=want").contains("Its choices are: asks, wants, recording-now"));
        assert!(error("wants").contains("question=choice"));
    }

    #[test]
    fn without_all_answers_the_next_question_is_told() {
        let decision = serde_json::to_value(answer(&pack(), ["situation=wants"]).unwrap()).unwrap();
        assert_eq!(decision["question"]["id"], "recorder");
        assert_eq!(decision["question"]["choices"]["claimant"], "The claimant");
    }

    #[test]
    fn an_answer_that_is_not_asked_for_is_told() {
        let decision = answer(&pack(), ["situation=own-recording", "recorder=claimant"]).unwrap();
        assert_eq!(
            decision.dropped,
            ["“recorder=claimant” answers a question that is not asked after the other answers."]
        );
    }
}
