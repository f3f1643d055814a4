//! Owns what may reach a claimant: every letter that the shipped pack can make, over
//! every reachable outcome and every choice of wording, and what becomes of the words
//! that a user types.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use std::{collections::HashMap, path::Path, sync::LazyLock};

use guidance_core::{
    content,
    flow::{Answers, codes},
    letter::{
        Draft, Field, FieldIx, FieldKind, Input, Letter, Offer, Open, PassageIx, Problem, State,
        Value, VariantIx, date::Typed, format::Format,
    },
    pack::Pack,
    table::Ix,
};

static PACK: LazyLock<Pack> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/recordings");
    content::load(&folder).unwrap().pack
});

/// What must never be read in a letter.
const FORBIDDEN: &[&str] = &[
    "*",
    "[",
    "]",
    "{",
    "}",
    "delete as appropriate",
    "intend to/have",
    "intend to published",
    "PDCS",
    // Where something was left out, no gap is left behind.
    "  ",
    " .",
    " ,",
    "..",
];

/// The openings of a letter about publication.
const PUBLICATION: &[&str] = &["you intend to publish", "you have published"];
/// What would permit it.
const PERMISSION: &str = "It is your right to do so";

// Every letter

/// Answers for every different way in which the flow can preset the letter.
static OUTCOMES: LazyLock<Vec<Answers>> = LazyLock::new(|| {
    let mut by_presets: HashMap<Vec<State>, Answers> = HashMap::new();
    let mut open = vec![Answers::default()];
    while let Some(given) = open.pop() {
        let place = PACK.flow.replay(&given);
        match place.next {
            Some(question) => {
                for choice in PACK.flow.questions[question].choices.indices() {
                    let mut next = given.clone();
                    next.set(question, choice);
                    open.push(next);
                }
            }
            None if PACK.letter.offer(&place.live) == Offer::Letter => {
                let presets = suggestions(&place.live);
                by_presets.entry(presets).or_insert(place.live);
            }
            None => {}
        }
    }
    by_presets.into_values().collect()
});

fn suggestions(live: &Answers) -> Vec<State> {
    let words = &PACK.strings.letter;
    let decisions = PACK.letter.decide(words, live, &Input::default());
    decisions.iter().map(|it| it.suggested).collect()
}

/// The state of each passage, or none for one without a place in the letter.
type Wording = Vec<Option<State>>;

/// Every combination of states that a user can choose.
static WORDINGS: LazyLock<Vec<Wording>> = LazyLock::new(|| {
    let mut all = vec![Wording::new()];
    for passage in PACK.letter.passages.rows() {
        let chosen: Vec<_> = passage.variants.indices().map(State::In).collect();
        let fixed = !passage.optional && chosen.len() == 1;
        let others = [(passage.optional, State::Out), (!fixed, State::Undecided)];
        let others = others
            .into_iter()
            .filter(|(can, _)| *can)
            .map(|(_, state)| state);
        let states: Vec<_> = chosen.into_iter().chain(others).map(Some).collect();
        let grow = |so_far: Wording| {
            let has_place = passage.inside.is_none_or(|(outer, variant)| {
                so_far.get(outer.row()) == Some(&Some(State::In(variant)))
            });
            let states = if has_place {
                states.clone()
            } else {
                vec![None]
            };
            states.into_iter().map(move |state| {
                let mut longer = so_far.clone();
                longer.push(state);
                longer
            })
        };
        all = all.into_iter().flat_map(grow).collect();
    }
    all
});

/// The passages of a wording whose law has moved, so that they need a decision.
fn moved(wording: &Wording) -> Vec<PassageIx> {
    let law = |(ix, passage): (PassageIx, &guidance_core::letter::Passage)| {
        let Some(Some(State::In(variant))) = wording.get(ix.row()) else {
            return None;
        };
        let mut notes = passage.variants[*variant]
            .sentences
            .iter()
            .flat_map(|sentence| &PACK.source.sentences[*sentence].law);
        notes
            .any(|note| PACK.source.law[*note].blocking)
            .then_some(ix)
    };
    PACK.letter.passages.iter().filter_map(law).collect()
}

fn plain(field: &Field) -> Value {
    Value::Text(match field.kind {
        FieldKind::Date => return Value::Date(Typed::from_numbers(2026, 11, 23)),
        FieldKind::Lines(least, _) => vec!["a line"; usize::from(least)].join("\n"),
        FieldKind::Line | FieldKind::Paragraph => format!("some {}", field.id),
    })
}

/// Every field filled with plain words.
fn filled() -> Input {
    Input {
        fields: PACK
            .letter
            .fields
            .iter()
            .map(|(ix, field)| (ix, plain(field)))
            .collect(),
        ..Input::default()
    }
}

/// What a user has to change to get a wording. A passage that has lost its place was
/// put in before, which must not matter.
fn chosen(wording: &Wording, suggested: &[State]) -> Input {
    let before = State::In(VariantIx::new(0));
    let states = wording.iter().map(|state| state.unwrap_or(before));
    let rows = states.zip(suggested).enumerate();
    let changed = rows.filter(|(_, (state, suggested))| state != *suggested);
    Input {
        choices: changed
            .map(|(row, (state, _))| (PassageIx::new(row), state))
            .collect(),
        ..filled()
    }
}

/// Says which letter it was.
fn named(live: &Answers, wording: &Wording) -> String {
    format!("{} with {wording:?}", codes::encode(&PACK.flow, live))
}

#[track_caller]
fn is_fit_to_send(letter: &Letter, name: impl Fn() -> String) {
    for (form, words) in [
        ("text", letter.to_text()),
        ("HTML", letter.to_html(Format::default())),
    ] {
        for forbidden in FORBIDDEN {
            assert!(
                !words.contains(forbidden),
                "{form} has “{forbidden}”: {}\n{words}",
                name()
            );
        }
        let permits = words.contains(PERMISSION);
        let publication = PUBLICATION.iter().any(|it| words.contains(it));
        assert!(
            !(permits && publication),
            "{form} permits publication: {}\n{words}",
            name()
        );
    }
    assert_eq!(
        read_html(&letter.to_html(Format::default())),
        letter.to_text(),
        "{}",
        name()
    );
}

/// What a reader sees of a letter's HTML, in the form of the plain text.
#[track_caller]
fn read_html(html: &str) -> String {
    let mut text = String::new();
    for (row, part) in html.split('<').enumerate() {
        let (tag, words) = if row == 0 {
            ("", part)
        } else {
            part.split_once('>').unwrap()
        };
        match tag {
            "br" => text.push_str("\r\n"),
            "/p" => text.push_str("\r\n\r\n"),
            "" | "b" | "/b" => {}
            paragraph => assert!(
                ["p style=", "p class="]
                    .iter()
                    .any(|it| paragraph.starts_with(it)),
                "<{paragraph}> in {html}"
            ),
        }
        let words = words
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"");
        text.push_str(&words.replace("&amp;", "&"));
    }
    text.trim_end_matches("\r\n").to_owned()
}

#[track_caller]
fn is_marked_draft(draft: &Draft, expected: bool, name: impl Fn() -> String) {
    let first = draft
        .blocks
        .first()
        .is_some_and(|block| block.role == "draft");
    let marks = draft
        .blocks
        .iter()
        .filter(|block| block.role == "draft")
        .count();
    assert_eq!(
        (first, marks),
        (expected, usize::from(expected)),
        "DRAFT: {}",
        name()
    );
    if let Ok(letter) = draft.finish() {
        let line = &PACK.strings.letter.draft_line;
        let said = letter.to_text().starts_with(&format!("{line}\r\n\r\n"));
        assert_eq!(said, expected, "the words of DRAFT: {}", name());
    }
}

#[test]
fn every_letter_is_fit_to_send_or_not_finished() {
    let mut finished = 0;
    for live in OUTCOMES.iter() {
        let suggested = suggestions(live);
        for wording in WORDINGS.iter() {
            let name = || named(live, wording);
            let mut input = chosen(wording, &suggested);
            let undecided: Vec<_> = (0..wording.len())
                .filter(|row| wording.get(*row) == Some(&Some(State::Undecided)))
                .map(|row| Open::Undecided(PassageIx::new(row)))
                .collect();
            let draft = PACK.compose(live, &input);
            is_marked_draft(&draft, !moved(wording).is_empty(), name);
            match draft.finish() {
                Ok(letter) => {
                    assert!(undecided.is_empty(), "finished too early: {}", name());
                    is_fit_to_send(&letter, name);
                    finished += 1;
                }
                Err(open) => assert_eq!(open, undecided, "what is open: {}", name()),
            }
            // Once somebody has confirmed the wording that needs it, nothing else changes.
            input.kept = moved(wording)
                .into_iter()
                .map(|it| (it, "a manager".into()))
                .collect();
            let confirmed = PACK.compose(live, &input);
            is_marked_draft(&confirmed, false, name);
            let without = draft.blocks.iter().filter(|block| block.role != "draft");
            assert!(
                without.eq(&confirmed.blocks),
                "confirming changes the letter: {}",
                name()
            );
        }
    }
    assert!(finished > 0, "no letter can be finished");
}

#[test]
fn every_required_field_is_asked_for() {
    for live in OUTCOMES.iter() {
        let suggested = suggestions(live);
        let decided = |wording: &&Wording| !wording.contains(&Some(State::Undecided));
        for wording in WORDINGS.iter().filter(decided) {
            let input = chosen(wording, &suggested);
            let draft = PACK.compose(live, &input);
            for field in draft.fields {
                let mut without = input.clone();
                without.fields.remove(&field);
                let open = PACK
                    .compose(live, &without)
                    .finish()
                    .err()
                    .unwrap_or_default();
                let required = PACK.letter.fields[field].missing.is_some();
                let expected = required.then_some(Open::Field(field, Problem::Missing));
                let id = &PACK.letter.fields[field].id;
                assert!(
                    open.iter().eq(&expected),
                    "{id} is empty: {}",
                    named(live, wording)
                );
            }
        }
    }
}

/// DRAFT stays until each sentence whose law has moved is decided.
#[test]
fn draft_is_said_until_the_last_point_is_decided() {
    let live = OUTCOMES.first().unwrap();
    let everything = WORDINGS
        .iter()
        .max_by_key(|wording| moved(wording).len())
        .unwrap();
    let points = moved(everything);
    assert!(points.len() > 1, "one point only");
    for some in 0..1_u32 << points.len() {
        let mut input = chosen(everything, &suggestions(live));
        let kept = points
            .iter()
            .enumerate()
            .filter(|(bit, _)| some >> bit & 1 == 1);
        input.kept = kept.map(|(_, it)| (*it, "a manager".into())).collect();
        let all = input.kept.len() == points.len();
        is_marked_draft(&PACK.compose(live, &input), !all, || {
            format!("{:?}", input.kept)
        });
    }
    let mut input = chosen(everything, &suggestions(live));
    input.kept = points.iter().map(|it| (*it, "  ".into())).collect();
    is_marked_draft(&PACK.compose(live, &input), true, || {
        "confirmed by nobody".into()
    });
}

// What a user types

#[track_caller]
fn field(id: &str) -> FieldIx {
    PACK.letter
        .fields
        .find(|it| it.id == id)
        .unwrap_or_else(|| panic!("no field {id}"))
}

/// The draft of a letter about a recorded call, which uses the field for own words
/// too, with this in one field.
#[track_caller]
fn typed(id: &str, value: Value) -> Draft {
    let codes = [
        "situation=recorded",
        "recorder=claimant",
        "contact=telephone",
        "unhappy=yes",
    ];
    let codes = codes.into_iter().chain(["letter-given=no"]);
    let place = codes::decode(&PACK.flow, codes);
    assert_eq!(place.dropped, [], "the answers of this test no longer fit");
    let mut input = filled();
    input.fields.insert(field(id), value);
    PACK.compose(&place.answers, &input)
}

/// The lines of the block in which these words stand.
#[track_caller]
fn lines(letter: &Letter, first: &str) -> Vec<String> {
    let line = |line: &Vec<guidance_core::letter::Span>| {
        line.iter()
            .map(|span| span.text.as_str())
            .collect::<String>()
    };
    let blocks = letter.blocks().iter();
    let mut blocks = blocks.map(|block| block.lines.iter().map(line).collect::<Vec<_>>());
    blocks
        .find(|lines| lines.iter().any(|line| line.contains(first)))
        .unwrap_or_else(|| panic!("“{first}” is nowhere in\n{}", letter.to_text()))
}

#[test]
fn markup_is_shown_as_it_was_typed() {
    let odd = "<b>A & B</b> \"C\" 'D' &amp; {date} **E** \\ 😀 ﷽ \u{301}";
    for id in [
        "own-words",
        "claimant-name",
        "claimant-address",
        "office",
        "service",
    ] {
        let letter = typed(id, Value::Text(format!("{odd}\n{odd}")))
            .finish()
            .unwrap();
        assert!(letter.to_text().contains(odd), "{id}: {}", letter.to_text());
        let html = letter.to_html(Format::default());
        let escaped = "&lt;b&gt;A &amp; B&lt;/b&gt; &quot;C&quot; 'D' &amp;amp; {date}";
        assert!(html.contains(escaped), "{id}: {html}");
        assert_eq!(read_html(&html), letter.to_text(), "{id}");
    }
}

#[test]
fn every_kind_of_line_break_makes_a_line() {
    let breaks = [
        "\n", "\r\n", "\r", "\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}", "\n\n", " \n\t\n ",
    ];
    for end in breaks {
        let text = format!("{end}1 Long Lane{end}Leeds{end}");
        let draft = typed("claimant-address", Value::Text(text));
        let letter = draft.finish().unwrap();
        let found = lines(&letter, "1 Long Lane");
        assert_eq!(
            found,
            ["some claimant-name", "1 Long Lane", "Leeds"],
            "{end:?}"
        );
        let html = letter.to_html(Format::default());
        assert!(html.contains("1 Long Lane<br>Leeds</p>"), "{end:?}: {html}");
    }
}

#[test]
fn control_characters_reach_no_letter() {
    let controls: String = (0..0x20_u8)
        .chain([0x7f])
        .map(char::from)
        .chain('\u{80}'..='\u{9f}')
        .collect();
    let letter = typed("own-words", Value::Text(format!("A{controls}Z")))
        .finish()
        .unwrap();
    let shown = letter.to_text().replace("\r\n", "");
    assert!(!shown.contains(char::is_control), "{shown:?}");
    assert!(!letter.to_html(Format::default()).contains(char::is_control));
    // A tab stands between words, so it becomes a space.
    let letter = typed("own-words", Value::Text("A\tZ".into()))
        .finish()
        .unwrap();
    assert!(letter.to_text().contains("A Z"));
}

#[test]
fn a_line_without_anything_in_it_is_left_out() {
    let with = typed("reference", Value::Text("AB/1".into()))
        .finish()
        .unwrap();
    assert!(
        with.to_text()
            .contains("\r\n\r\nOur reference: AB/1\r\n\r\n"),
        "{}",
        with.to_text()
    );
    for nothing in ["", " ", "\n\t"] {
        let without = typed("reference", Value::Text(nothing.into()))
            .finish()
            .unwrap();
        assert!(
            !without.to_text().contains("Our reference"),
            "{}",
            without.to_text()
        );
    }
}

/// What the user is told about a field, or nothing.
#[track_caller]
fn told(id: &str, value: Value) -> Vec<String> {
    let words = &PACK.strings.letter;
    let open = typed(id, value).finish().err().unwrap_or_default();
    open.iter()
        .map(|open| match open {
            Open::Field(at, problem) => {
                assert_eq!(*at, field(id), "another field is named");
                PACK.letter.fields[*at].error(*problem, words)
            }
            other => panic!("{other:?} is open"),
        })
        .collect()
}

#[test]
fn empty_fields_and_wrong_numbers_of_lines_are_told() {
    let text = |text: &str| Value::Text(text.into());
    for (id, typed, error) in [
        ("claimant-name", "", "Enter the claimant’s name"),
        (
            "claimant-name",
            " \t\n\u{a0}\u{2028}",
            "Enter the claimant’s name",
        ),
        (
            "claimant-name",
            "\u{1}\u{200b}\u{2066}\u{feff}",
            "Enter the claimant’s name",
        ),
        ("own-words", "\r\n", "Enter the opening sentence"),
        (
            "claimant-address",
            "1 Long Lane",
            "Claimant’s address must have at least 2 lines",
        ),
        (
            "claimant-address",
            "1\n \n\n",
            "Claimant’s address must have at least 2 lines",
        ),
        (
            "claimant-address",
            "1\n2\n3\n4\n5\n6\n7",
            "Claimant’s address must have 6 lines or fewer",
        ),
    ] {
        assert_eq!(told(id, text(typed)), [error], "{id}: {typed:?}");
    }
    assert_eq!(told("claimant-address", text("1\n2\n3\n4\n5\n6")), [""; 0]);
    assert_eq!(told("job-title", text("")), [""; 0]);
}

#[test]
fn dates_are_real_dates() {
    let real = "Date of the letter must be a real date";
    let year = "Year must include 4 numbers";
    for (day, month, year, told_or_shown) in [
        ("23", "11", "2026", "23 November 2026"),
        ("01", "02", "2027", "1 February 2027"),
        (" 7 ", " 3 ", " 2027 ", "7 March 2027"),
        ("29", "2", "2028", "29 February 2028"),
        ("29", "2", "2000", "29 February 2000"),
        ("29", "2", "2027", real),
        ("29", "2", "2100", real),
        ("31", "2", "2027", real),
        ("31", "4", "2027", real),
        ("0", "11", "2026", real),
        ("23", "0", "2026", real),
        ("23", "13", "2026", real),
        ("300", "11", "2026", real),
        ("-1", "11", "2026", real),
        ("+5", "11", "2026", real),
        ("one", "11", "2026", real),
        ("23", "November", "2026", real),
        ("23", "11", "26", year),
        ("23", "11", "02026", year),
        ("23", "11", "2o26", year),
        ("23", "11", "٢٠٢٦", year),
        ("", "11", "2026", "Date of the letter must include a day"),
        ("23", " ", "2026", "Date of the letter must include a month"),
        ("23", "11", "", "Date of the letter must include a year"),
        ("", "", "", "Enter the date of the letter"),
    ] {
        let date = || {
            Value::Date(Typed {
                day: day.into(),
                month: month.into(),
                year: year.into(),
            })
        };
        let what = format!("{day}-{month}-{year}");
        match typed("date", date()).finish() {
            Ok(letter) => assert_eq!(
                lines(&letter, &format!(" {}", year.trim())),
                [told_or_shown],
                "{what}"
            ),
            Err(_) => assert_eq!(told("date", date()), [told_or_shown], "{what}"),
        }
    }
}

#[test]
fn every_file_holds_the_letter_word_for_word_at_its_size() {
    let words = |text: &str| {
        text.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let long = "<i>&</i> ".repeat(40) + &"x".repeat(100);
    let format = Format {
        points: 18,
        bold: true,
        double_spacing: true,
    };
    for id in ["own-words", "claimant-name", "claimant-address"] {
        let typed = Value::Text(format!("{long}\n{long}"));
        let letter = typed_letter(id, typed);
        let text = letter.to_text_file();
        assert_eq!(words(&text), words(&letter.to_text()), "{id}");
        assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']));
        for line in text.split("\r\n").filter(|line| line.contains(' ')) {
            assert!(line.chars().count() <= 72, "{line}");
        }
        let page = letter.to_page("p { margin: 0 }", format, "A <title>", "en-GB");
        let (head, body) = page.split_once("<body>").unwrap();
        for said in [
            "<html lang=\"en-GB\"",
            "--letter-size:18pt",
            "--letter-leading:3",
            "--letter-weight:bold",
            "<title>A &lt;title&gt;</title>",
            "p { margin: 0 }",
        ] {
            assert!(head.contains(said), "{said} is missing from\n{head}");
        }
        let body = body
            .replace("<main class=\"letter\">", "")
            .replace("</main>", "");
        let body = body.split("</body>").next().unwrap().trim().to_owned();
        let body: String = body.lines().collect();
        assert_eq!(words(&read_html(&body)), words(&letter.to_text()), "{id}");
    }
}

/// The finished letter with this in one field.
#[track_caller]
fn typed_letter(id: &str, value: Value) -> Letter {
    typed(id, value).finish().unwrap()
}
