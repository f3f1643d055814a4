//! Owns that a saved case is opened as it was, and that of any other list what fits is used and
//! the rest is told by name.

#![allow(
    clippy::panic,
    reason = "a test that cannot load its pack has nothing to try"
)]

use std::{path::Path, sync::LazyLock};

use guidance_core::{
    case::{Case, Entry, Opened},
    content,
    flow::codes::{self, DropReason},
    letter::{FieldKind, Input, State, Value, VariantIx, date::Typed, format::Format},
    pack::Pack,
    table::Ix,
};

static PACK: LazyLock<Pack> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/recordings");
    let Ok(loaded) = content::load_folder(&folder) else {
        panic!("the shipped pack is not sound")
    };
    loaded.pack
});

/// A case in which everything is answered, typed and chosen that can be.
fn full() -> Case {
    let letter = &PACK.letter;
    let codes = "situation=published&publisher=claimant&contact=elsewhere&unhappy=yes";
    let mut input = Input::default();
    for (ix, field) in letter.fields.iter() {
        let value = if field.kind == FieldKind::Date {
            let day = "3/11/".into();
            Value::Date(Typed {
                day,
                ..Typed::from_numbers(2026, 11, 3)
            })
        } else {
            Value::Text(format!("{}\nwith = \"all\", [it] has & <b>", field.label))
        };
        input.fields.insert(ix, value);
    }
    for (ix, passage) in letter.passages.iter() {
        let last = VariantIx::new(passage.variants.len() - 1);
        let state = if passage.optional {
            State::Out
        } else {
            State::In(last)
        };
        input.choices.insert(ix, state);
        input.edits.insert((ix, last), "Words\n\nof mine".into());
        input.kept.insert(ix, "Somebody".into());
    }
    for (ix, wish) in letter.wishes.iter() {
        // One language, and every other format.
        let mut wished = input.wished.iter().map(|it| letter.wishes[*it].preference);
        if !letter.preferences[wish.preference].many && wished.any(|it| it == wish.preference) {
            continue;
        }
        input.wished.push(ix);
        if wish.detail.is_some() {
            input.details.insert(ix, "Yellow".into());
        }
    }
    input.meant.push("A*B".into());
    Case {
        answers: codes::decode(&PACK.flow, codes.split('&')).answers,
        input,
        format: Format {
            points: 18,
            bold: true,
            double_spacing: true,
        },
    }
}

#[test]
fn a_case_is_opened_as_it_was_saved() {
    for case in [full(), Case::default()] {
        let opened = Case::read(&PACK, &case.entries(&PACK));
        let (dropped, misfits) = (Vec::new(), Vec::new());
        assert_eq!(
            opened,
            Some(Opened {
                case,
                dropped,
                misfits
            })
        );
    }
}

#[test]
fn what_has_no_place_is_told_by_name_and_the_rest_is_used() {
    let whole = full().entries(&PACK);
    let wrong: Vec<Entry> = [
        ["field", "shoe-size", "44"],
        ["passage", "opening", "no-such-wording"],
        ["passage", "opening", ""],
        ["wording", "opening", "no wording named"],
        ["date", "date", "3 November"],
        ["date", "sender-name", "3\n11\n2026"],
        ["field", "date", "today"],
        ["wish", "format/braille", "another time"],
        ["wish", "language/welsh", "besides the first"],
        ["size", "", "200"],
        ["bold", "red", ""],
        ["script", "<img onerror>", "x"],
        ["answer", "situation", "bored"],
    ]
    .map(|it| it.map(str::to_owned))
    .to_vec();
    for row in 0..=wrong.len() {
        // One at a time, and then all of them.
        let some: Vec<_> = match wrong.get(row) {
            Some(one) => vec![one.clone()],
            None => wrong.clone(),
        };
        let all: Vec<_> = whole.iter().chain(&some).cloned().collect();
        let Some(opened) = Case::read(&PACK, &all) else {
            panic!("it is a case")
        };
        assert_eq!(opened.case, full());
        let is_answer = |it: &&Entry| it[0] == "answer";
        let named = some.iter().filter(|it| !is_answer(it));
        let named: Vec<_> = named
            .map(|[kind, name, _]| format!("{kind} {name}"))
            .collect();
        assert_eq!(opened.misfits, named);
        let dropped: Vec<_> = opened.dropped.iter().map(|it| &*it.code).collect();
        let answers = some.iter().filter(is_answer);
        let answers: Vec<_> = answers
            .map(|[_, name, text]| format!("{name}={text}"))
            .collect();
        assert_eq!(dropped, answers);
    }
}

#[test]
fn answers_that_do_not_fit_together_are_told_as_those_of_an_address() {
    let entries = [
        ["guidance-widget", "recordings", ""],
        ["answer", "situation", "own-recording"],
        ["answer", "contact", "telephone"],
    ];
    let entries = entries.map(|it| it.map(str::to_owned));
    let Some(Opened { case, dropped, .. }) = Case::read(&PACK, &entries) else {
        panic!("it is a case")
    };
    assert_eq!(
        codes::encode(&PACK.flow, &case.answers),
        "situation=own-recording"
    );
    let told: Vec<_> = dropped.iter().map(|it| (&*it.code, &it.reason)).collect();
    assert_eq!(told, [("contact=telephone", &DropReason::NotAsked)]);
}

#[test]
fn what_is_no_case_of_this_content_is_refused() {
    let whole = full().entries(&PACK);
    let mut other = whole.clone();
    if let Some([_, pack, _]) = other.first_mut() {
        *pack = "parking".into();
    }
    let headless: Vec<_> = whole.into_iter().skip(1).collect();
    for entries in [other, headless, Vec::new()] {
        assert_eq!(Case::read(&PACK, &entries), None);
    }
}
