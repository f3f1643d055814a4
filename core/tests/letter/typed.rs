//! Owns what becomes of the words that a user types, and what the user is told about
//! them. Must not know of files.

use guidance_core::{
    flow::codes,
    letter::{Draft, Letter, Open, Span, Value, date::Typed, format::Format},
};

use crate::shipped::{PACK, field, filled};

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
    let line = |line: &Vec<Span>| {
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
