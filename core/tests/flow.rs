//! Owns what a user gets from answers: which question is next, which answers count,
//! why something applies, and what an address or a command line makes of codes.
//! The flow is that of the small pack in `broken/base`: an item (book, film, other);
//! its state (overdue, lost) unless it is another item; whether the borrower was
//! reminded, if it is overdue.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use std::{path::Path, sync::LazyLock};

use guidance_core::{
    content,
    flow::{
        Answer, Answers, Condition, Flow,
        codes::{self, DropReason},
    },
    pack::Pack,
    table::Ix,
};

static PACK: LazyLock<Pack> = LazyLock::new(|| {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken/base");
    let mut texts = content::read(&tests).unwrap();
    let strings = include_str!("../../content/recordings/strings/en-GB.toml");
    texts.insert(
        "strings/en-GB.toml".into(),
        content::encoding::plain(strings),
    );
    content::load(&texts).unwrap().pack
});
static FLOW: LazyLock<&Flow> = LazyLock::new(|| &PACK.flow);

/// The answer behind a code.
#[track_caller]
fn answer(code: &str) -> Answer {
    let (id, choice) = code.split_once('=').unwrap();
    let question = FLOW.questions.find(|it| it.id == id).unwrap();
    let choice = FLOW.questions[question]
        .choices
        .find(|it| it.id == choice)
        .unwrap();
    Answer { question, choice }
}

#[track_caller]
fn answers(codes: &str) -> Answers {
    codes
        .split('&')
        .filter(|it| !it.is_empty())
        .map(answer)
        .collect()
}

/// "this question has one of these choices", from a code such as `item=book|film`.
#[track_caller]
fn is(code: &str) -> Condition {
    let (question, choices) = code.split_once('=').unwrap();
    let all: Vec<_> = choices
        .split('|')
        .map(|it| answer(&format!("{question}={it}")))
        .collect();
    let question = all.first().unwrap().question;
    Condition::Is(question, all.iter().map(|it| it.choice).collect())
}

fn not(condition: Condition) -> Condition {
    Condition::Not(Box::new(condition))
}

// Replay

/// The answers that count, and the next question.
#[track_caller]
fn leads_to(given: &Answers, live: &str, next: Option<&str>) {
    let place = FLOW.replay(given);
    assert_eq!(
        codes::encode(&FLOW, &place.live),
        live,
        "the answers that count"
    );
    let shown = place.next.map(|it| FLOW.questions[it].id.as_str());
    assert_eq!(shown, next, "the next question");
}

#[test]
fn answers_lead_to_the_next_question_or_the_outcome() {
    for (given, next) in [
        ("", Some("item")),
        ("item=book", Some("state")),
        ("item=book&state=overdue", Some("reminded")),
        ("item=book&state=overdue&reminded=no", None),
        ("item=book&state=lost", None),
        ("item=other", None),
    ] {
        leads_to(&answers(given), given, next);
    }
}

#[test]
fn a_stale_answer_does_not_count_and_comes_back() {
    let mut given = answers("item=book&state=overdue&reminded=no");
    let change = |given: &mut Answers, code| {
        let Answer { question, choice } = answer(code);
        given.set(question, choice);
    };
    change(&mut given, "item=other");
    leads_to(&given, "item=other", None);
    change(&mut given, "item=film");
    leads_to(&given, "item=film&state=overdue&reminded=no", None);
    change(&mut given, "state=lost");
    leads_to(&given, "item=film&state=lost", None);
    given.clear(answer("item=film").question);
    leads_to(&given, "", Some("item"));
}

#[test]
fn a_stale_answer_brings_nothing_in() {
    let place = FLOW.replay(&answers("item=other&state=lost&reminded=no"));
    let outcome = FLOW.outcome(&place.live);
    assert_eq!(outcome.actions, []);
    let silences: Vec<_> = outcome
        .silences
        .iter()
        .map(|it| FLOW.silences[it.item].id.as_str())
        .collect();
    assert_eq!(silences, ["other-items"]);
}

#[test]
fn actions_stand_by_group_and_then_the_firmest_first() {
    let titles = |codes| {
        let outcome = FLOW.outcome(&answers(codes));
        outcome
            .actions
            .iter()
            .map(|it| FLOW.actions[it.item].id.as_str())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        titles("item=film&state=overdue&reminded=no"),
        ["desk", "remind"]
    );
    assert_eq!(titles("item=film&state=lost"), ["desk", "charge"]);
}

#[test]
fn an_outcome_rests_on_sentences_in_page_order_each_once() {
    let rests = |codes| {
        let sentences = FLOW.outcome(&answers(codes)).sentences(&FLOW);
        let ids = sentences.iter();
        let ids = ids.map(|it| PACK.source.sentences[*it].id.as_str());
        ids.collect::<Vec<_>>()
    };
    assert_eq!(
        rests("item=film&state=overdue&reminded=yes"),
        ["A2", "A3"],
        "of an action and of what is left open"
    );
    assert_eq!(rests("item=film&state=lost"), ["A3", "A4", "A5"]);
}

#[test]
fn an_answer_is_called_what_its_choice_is_called() {
    assert_eq!(FLOW.label(answer("item=film")), "A film");
    assert_eq!(FLOW.label(answer("state=lost")), "It is lost");
}

#[test]
fn nothing_is_answered_until_something_is_and_when_it_is_taken_back() {
    let mut given = Answers::default();
    assert!(given.is_empty());
    let Answer { question, choice } = answer("state=lost");
    given.set(question, choice);
    assert!(!given.is_empty());
    given.clear(question);
    assert!(given.is_empty());
}

// Reasons

#[track_caller]
fn because(condition: &Condition, given: &str, reasons: &str) {
    let given = answers(given);
    assert!(
        condition.holds(&given),
        "it does not hold, so there is no reason"
    );
    let found: Answers = condition.because(&given).into_iter().collect();
    assert_eq!(codes::encode(&FLOW, &found), reasons);
}

#[test]
fn reasons_are_the_answers_that_made_it_hold() {
    let book = || is("item=book");
    let lost = || is("state=lost");
    let any = || Condition::Any(vec![book(), lost()]);
    let both = Condition::All(vec![book(), lost()]);
    because(&book(), "item=book&state=lost", "item=book");
    because(&is("item=book|film"), "item=film", "item=film");
    because(&both, "item=book&state=lost", "item=book&state=lost");
    // Of several, those that hold.
    because(&any(), "item=film&state=lost", "state=lost");
    because(&any(), "item=book&state=lost", "item=book&state=lost");
    // Not half of a part that does not hold.
    let film_or_both = Condition::Any(vec![is("item=film"), both.clone()]);
    because(&film_or_both, "item=film&state=lost", "item=film");
    // For "not", what was answered instead. What was never asked is no reason.
    because(&not(book()), "item=film&state=lost", "item=film");
    because(&not(lost()), "item=other", "");
    because(
        &not(any()),
        "item=film&state=overdue",
        "item=film&state=overdue",
    );
    // One part that fails is enough for "not all".
    because(&not(both), "item=book&state=overdue", "state=overdue");
    because(&not(not(book())), "item=book", "item=book");
    // Said twice, told once.
    because(
        &Condition::All(vec![book(), any()]),
        "item=book",
        "item=book",
    );
    because(&Condition::ALWAYS, "item=book", "");
}

#[test]
fn a_question_that_was_not_asked_satisfies_no_condition_and_every_not() {
    let unasked = answers("item=other");
    assert!(!is("state=lost|overdue").holds(&unasked));
    assert!(not(is("state=lost|overdue")).holds(&unasked));
    assert!(Condition::ALWAYS.holds(&Answers::default()));
    assert!(!Condition::Any(Vec::new()).holds(&unasked));
}

// Codes

/// What is kept of the codes, and what is dropped and why.
#[track_caller]
fn reads(text: &str, kept: &str, dropped: &[(&str, DropReason)]) {
    let decoded = codes::decode(&FLOW, text.split('&'));
    assert_eq!(
        codes::encode(&FLOW, &decoded.answers),
        kept,
        "kept of {text}"
    );
    let found: Vec<_> = decoded
        .dropped
        .into_iter()
        .map(|it| (it.code, it.reason))
        .collect();
    let expected: Vec<_> = dropped
        .iter()
        .map(|(code, reason)| ((*code).to_owned(), reason.clone()))
        .collect();
    assert_eq!(found, expected, "dropped of {text}");
}

#[test]
fn codes_keep_what_fits_together_and_tell_the_rest() {
    use DropReason::{Malformed, NotAsked, SecondAnswer, UnknownChoice, UnknownQuestion};
    let film = "item=film&state=overdue&reminded=yes";
    reads("", "", &[]);
    reads(film, film, &[]);
    // The order is free, and an answer may be said again.
    reads("reminded=yes&state=overdue&item=film", film, &[]);
    reads("item=film&item=film&state=overdue&reminded=yes", film, &[]);
    reads("&&item=film&", "item=film", &[]);
    reads("item", "", &[("item", Malformed)]);
    reads(
        "colour=red&item=film",
        "item=film",
        &[("colour=red", UnknownQuestion)],
    );
    reads("=film", "", &[("=film", UnknownQuestion)]);
    reads("item=dvd", "", &[("item=dvd", UnknownChoice)]);
    reads("item=", "", &[("item=", UnknownChoice)]);
    reads("item=film=book", "", &[("item=film=book", UnknownChoice)]);
    reads("ITEM=film", "", &[("ITEM=film", UnknownQuestion)]);
    reads(
        "item=film&item=book",
        "item=film",
        &[("item=book", SecondAnswer)],
    );
    reads(
        "item=other&state=lost",
        "item=other",
        &[("state=lost", NotAsked)],
    );
    // A gap: what comes after it was not asked yet.
    reads(
        "item=book&reminded=no",
        "item=book",
        &[("reminded=no", NotAsked)],
    );
    reads(
        "x&item=dvd&reminded=no&state=lost",
        "",
        &[
            ("x", Malformed),
            ("item=dvd", UnknownChoice),
            ("state=lost", NotAsked),
            ("reminded=no", NotAsked),
        ],
    );
}

#[test]
fn every_reachable_place_survives_an_address() {
    let mut open = vec![Answers::default()];
    while let Some(given) = open.pop() {
        let place = FLOW.replay(&given);
        let text = codes::encode(&FLOW, &place.live);
        reads(&text, &text, &[]);
        let Some(question) = place.next else { continue };
        for choice in FLOW.questions[question].choices.indices() {
            let mut next = given.clone();
            next.set(question, choice);
            open.push(next);
        }
    }
}

#[test]
fn an_answer_to_a_question_that_another_pack_has_is_ignored() {
    let far = guidance_core::flow::QuestionIx::new(99);
    let mut given = answers("item=other");
    given.clear(far);
    assert_eq!(given.get(far), None);
    leads_to(&given, "item=other", None);
}

#[test]
fn a_question_that_can_wait_keeps_nobody_from_the_outcome() {
    let mut flow = FLOW.clone();
    let Answer { question, choice } = answer("reminded=not-sure");
    let questions: Vec<_> = flow.questions.iter().map(|(_, it)| it.clone()).collect();
    let mut questions = questions;
    questions[question.row()].until_answered = Some(choice);
    flow.questions = questions.into();
    let given = answers("item=film&state=overdue");
    let place = flow.advance(&given);
    assert_eq!((place.next, &*place.open), (None, &[question][..]));
    assert_eq!(place.live.get(question), Some(choice));
    assert_eq!(place.given(), given, "nobody said it");
    assert_eq!(
        flow.replay(&given).next,
        Some(question),
        "who looks at every answer"
    );
    let said = answers("item=film&state=overdue&reminded=yes");
    let place = flow.advance(&said);
    assert_eq!((place.given(), place.open), (said, Vec::new()));
    let other = flow.advance(&answers("item=other"));
    assert_eq!(other.open, [], "it is not asked for");
}
