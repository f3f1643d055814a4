//! Owns what becomes of the words that a user types, and what the user is told about
//! them. Must not know of files.

use guidance_core::{
    flow::codes,
    letter::{Bit, Draft, Input, Letter, Open, Span, State, Value, date::Typed, format::Format},
};

use crate::shipped::{OUTCOMES, PACK, field, filled};

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

/// The day on which a letter's date is compared with today.
const TODAY: (u32, u32, u32) = (2026, 11, 28);

/// The letter's date as it is shown, or else what the user is told.
#[track_caller]
fn dated((day, month, year): (&str, &str, &str), today: Typed) -> String {
    let typed = Typed {
        day: day.into(),
        month: month.into(),
        year: year.into(),
    };
    let mut input = filled();
    input.today = today;
    let date = field("date");
    input.fields.insert(date, Value::Date(typed));
    let live = &OUTCOMES[0];
    let wording = &PACK.strings.letter;
    for (ix, row) in PACK.letter.passages.iter() {
        if row.optional {
            input.choices.insert(ix, State::Out);
        }
    }
    match PACK.compose(live, &input).finish() {
        Ok(letter) => {
            let block = letter.blocks().iter().find(|it| it.role == "date").unwrap();
            block.lines[0].iter().map(|it| it.text.as_str()).collect()
        }
        Err(open) => match open[..] {
            [Open::Field(at, problem)] if at == date => {
                PACK.letter.fields[at].error(problem, wording)
            }
            _ => panic!("{open:?} is open"),
        },
    }
}

#[test]
fn dates_are_read_as_people_write_them_or_told() {
    let real = "Date of the letter must be a real date, such as 27 3 2027";
    let digits = "Year must include 4 numbers";
    for (day, month, year, expected) in [
        ("23", "11", "2026", "23 November 2026"),
        ("01", "02", "2027", "1 February 2027"),
        (" 7 ", "\u{a0}3 ", " 2027\t", "7 March 2027"),
        ("\u{200e}7", "3\u{200f}", "2027\u{200b}", "7 March 2027"),
        ("29", "2", "2028", "29 February 2028"),
        ("29", "2", "2000", "29 February 2000"),
        // Months by name, and days as they are said.
        ("23", "November", "2026", "23 November 2026"),
        ("23", "nov", "2026", "23 November 2026"),
        ("23", "SEPT.", "2026", "23 September 2026"),
        ("1st", "Jan", "2027", "1 January 2027"),
        ("22nd", "May", "2027", "22 May 2027"),
        ("3rd", "06", "2027", "3 June 2027"),
        ("24th", "7.", "2027", "24 July 2027"),
        // A whole date in the place of the day, whatever else is there.
        ("3 Nov 2026", "12", "2027", "3 November 2026"),
        ("3/11/2026", "", "", "3 November 2026"),
        ("03.11.2026", "", "", "3 November 2026"),
        ("03-11-2026", "", "", "3 November 2026"),
        ("3 – 11 – 2026", "", "", "3 November 2026"),
        (
            "\u{200e}3/\u{200e}11/\u{200e}2026",
            "",
            "",
            "3 November 2026",
        ),
        ("3\u{a0}November,\u{202f}2026", "", "", "3 November 2026"),
        ("Tuesday, 3rd of November 2026", "", "", "3 November 2026"),
        ("November 3, 2026", "", "", "3 November 2026"),
        ("2026-11-03", "", "", "3 November 2026"),
        ("2026 Nov 3", "", "", "3 November 2026"),
        // What could be another date, or is none.
        ("03.11.26", "11", "2026", digits),
        ("3 Nov 26", "11", "2026", digits),
        ("11/23/2026", "11", "2026", real),
        ("30 Feb 2027", "11", "2026", real),
        ("3 Nov", "11", "2026", real),
        ("3 Nov 2026 10.30", "11", "2026", real),
        ("2026-11-03T10:30", "11", "2026", real),
        ("23", "Ju", "2026", real),
        ("23", "Novembre", "2026", real),
        ("23", "Brumaire", "2026", real),
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
        ("1O", "11", "2026", real),
        ("one", "11", "2026", real),
        ("th", "11", "2026", real),
        ("23", "11", "26", digits),
        ("23", "11", "02026", digits),
        ("23", "11", "2o26", digits),
        ("23", "11", "٢٠٢٦", digits),
        ("", "11", "2026", "Date of the letter must include a day"),
        ("23", " ", "2026", "Date of the letter must include a month"),
        ("23", "11", "", "Date of the letter must include a year"),
        ("", "", "\u{200b}", "Enter the date of the letter"),
    ] {
        let shown = dated((day, month, year), Typed::default());
        assert_eq!(shown, expected, "{day:?} {month:?} {year:?}");
    }
}

#[test]
fn a_date_far_from_today_is_told() {
    let far = "Date of the letter must be within 6 months of today";
    for (day, month, year, expected) in [
        ("28", "11", "2026", "28 November 2026"),
        ("29", "5", "2026", "29 May 2026"),
        ("30", "5", "2027", "30 May 2027"),
        ("28", "5", "2026", far),
        ("31", "5", "2027", far),
        ("28", "11", "2025", far),
        ("28", "11", "2027", far),
        ("28", "11", "2062", far),
        ("28", "11", "1926", far),
        ("28", "11", "0026", far),
        ("3 Nov 2062", "11", "2026", far),
    ] {
        let (this_year, this_month, today) = TODAY;
        let today = Typed::from_numbers(this_year, this_month, today);
        let shown = dated((day, month, year), today);
        assert_eq!(shown, expected, "{day:?} {month:?} {year:?}");
    }
}

#[test]
fn a_date_that_nobody_typed_is_today() {
    let mut input = filled();
    input.fields.remove(&field("date"));
    let shown = |input: &Input| {
        let draft = PACK.compose(&OUTCOMES[0], input);
        let block = draft.blocks.into_iter().find(|it| it.role == "date");
        block.unwrap().lines.concat()
    };
    for ((year, month, day), expected) in [
        ((2026, 11, 27), "27 November 2026"),
        ((2026, 11, 30), "30 November 2026"),
        ((2027, 1, 1), "1 January 2027"),
    ] {
        input.today = Typed::from_numbers(year, month, day);
        let words = Span {
            text: expected.into(),
            bold: false,
        };
        assert_eq!(shown(&input), [Bit::Text(words)]);
    }
}
