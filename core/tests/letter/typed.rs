//! Owns what becomes of the words that a user types, and what the user is told about
//! them. Must not know of files.

use guidance_core::{
    flow::{Answers, codes},
    letter::{
        Draft, FieldKind, Input, Letter, Open, Problem, Span, State, Value, VariantIx, Words,
        date::Typed, format::Format, text,
    },
    table::Ix,
};

use crate::{
    alike::differences,
    shipped::{OUTCOMES, PACK, compose, everything, field, filled, opening, ordinary, passage},
};

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

/// What a character stands for between two numbers: each control character, then what a
/// word processor, a program for Windows and a page from the right leave in a copied text.
/// `\n` is a line, `\n\n` a paragraph.
fn kinds() -> Vec<(char, String)> {
    let c0 = |code: u8| match code {
        0x0a | 0x0b | 0x0d | 0x0e => "\n",
        0x0c => "\n\n",
        0x1e | 0x1f => "-",
        _ => " ",
    };
    let c0 = (0..=0x1f)
        .chain([0x7f])
        .map(|code| (char::from(code), c0(code).to_owned()));
    // As in the table of Windows-1252, with a blank where that has nothing. A lone U+0085
    // is Unicode's next line.
    let c1 = "€ ‚ƒ„\n†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ".chars();
    let c1 = ('\u{80}'..='\u{9f}').zip(c1.map(String::from));
    let others = [
        ("\u{ad}\u{f02d}", "-"),
        ("\u{f076}\u{f0a7}\u{f0b7}\u{f0d8}", "•"),
        ("\u{f020}\u{fff9}\u{fffa}\u{fffb}\u{fffc}", " "),
        ("\u{fdd0}\u{fdef}\u{fffe}\u{ffff}\u{1fffe}\u{10ffff}", " "),
        ("\u{2028}", "\n"),
        ("\u{2029}", "\n\n"),
        ("\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}", ""),
        (
            "\u{2066}\u{2067}\u{2068}\u{2069}\u{206a}\u{206f}\u{feff}",
            "",
        ),
    ];
    let others = others
        .iter()
        .flat_map(|(letters, means)| letters.chars().map(|it| (it, (*means).to_owned())));
    // Blanks of every width, joiners, marks of direction, accents, and hyphens of their own.
    let same = "\u{a0}\u{1680}\u{2003}\u{2009}\u{202f}\u{205f}\u{3000}\u{200b}\u{200c}\u{200d}\
                \u{200e}\u{200f}\u{61c}\u{2060}\u{301}\u{fe0f}\u{2010}\u{2011}\u{2212}£é";
    let same = same.chars().map(|it| (it, it.to_string()));
    c0.chain(c1).chain(others).chain(same).collect()
}

/// As a field of this kind shows lines.
fn shown(kind: FieldKind, text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match kind {
        FieldKind::Paragraph => text.replace('\n', "\r\n"),
        FieldKind::Lines(..) => text.replace("\n\n", "\n").replace('\n', "\r\n"),
        // Blanks of other widths are no separators here.
        _ if text.contains('\n') => line,
        _ => text.to_owned(),
    }
}

/// Nothing that stood for something is lost, in any field: “Flat 10-12” is not “Flat 1012”.
#[test]
fn every_character_becomes_what_it_stood_for() {
    for (letter, means) in kinds() {
        for (ix, row) in PACK.letter.fields.iter() {
            if row.kind == FieldKind::Date {
                continue;
            }
            let last = if matches!(row.kind, FieldKind::Lines(..)) {
                "\nLast line"
            } else {
                ""
            };
            let text = format!("Flat 10{letter}12{last}");
            let draft = typed(&row.id, Value::Text(text));
            let letter = draft.finish().unwrap_or_else(|open| {
                panic!("{letter:?} in {}: {open:?}", PACK.letter.fields[ix].id)
            });
            let expected = shown(row.kind, &format!("Flat 10{means}12{last}"));
            let read = letter.to_text();
            assert!(
                read.contains(&expected),
                "{}: {expected:?} in\n{read:?}",
                row.id
            );
        }
    }
    // The same in the user's own wording of a passage.
    for (letter, means) in kinds() {
        let mut input = everything(opening("asked"), ordinary);
        let wording = (passage("notify"), VariantIx::new(0));
        input.edits.insert(wording, format!("Flat 10{letter}12"));
        let draft = PACK.compose(&Answers::default(), &input);
        let expected = format!("Flat 10{means}12");
        assert_eq!(draft.edits[0].edited, expected, "{letter:?}");
        let read = draft.finish().unwrap().to_text();
        let expected = shown(FieldKind::Paragraph, &expected);
        assert!(
            read.contains(&expected),
            "{letter:?}: {expected:?} in\n{read:?}"
        );
    }
}

#[test]
fn what_a_character_stands_for_depends_on_what_is_beside_it() {
    for (typed, expected) in [
        // Where a word may be divided there is nothing to see.
        ("Sta\u{1f}tion to\u{ad}day 1\u{ad} 2", "Station today 1 2"),
        ("No. 10\u{1f}12", "No. 10-12"),
        // The ellipsis of Windows beside its quotation marks.
        ("\u{91}No\u{85}\u{92}", "‘No…’"),
        ("\u{93}O\u{92}Neill\u{94} \u{96} \u{80}5", "“O’Neill” – €5"),
        ("Ann\r\nLee", "Ann\nLee"),
        ("Ann\r\n\r\nLee", "Ann\n\nLee"),
        // A tag that names a flag is no mark of direction.
        (
            "🏴\u{e0067}\u{e0062}\u{e007f}",
            "🏴\u{e0067}\u{e0062}\u{e007f}",
        ),
        ("\u{202e}gnp.exe", "gnp.exe"),
        ("می\u{200c}خواهم", "می\u{200c}خواهم"),
    ] {
        assert_eq!(text::prose(typed).join("\n"), expected, "{typed:?}");
    }
}

/// A character that has no meaning outside the program that it was copied from, or that was
/// lost on the way, and what the released page marks a choice with: told with the field's
/// name, until the user changes it or says that it is meant.
#[test]
fn a_sign_that_must_not_leave_by_mistake_is_told() {
    let signs = [
        ("Flat [10]", "["),
        ("Flat 10]", "]"),
        ("Seán* Lee", "*"),
        (
            "Flat 10 Delete  as\u{a0}appropriate",
            "delete as appropriate",
        ),
        ("Delete\nas appropriate", "delete as appropriate"),
        ("Jos\u{fffd}", "\u{fffd}"),
        ("Jos\u{e001}", "\u{fffd}"),
        ("Jos\u{f0fc}", "\u{fffd}"),
        ("Jos\u{10fffd}", "\u{fffd}"),
    ];
    for (words, mark) in signs {
        let said = |label: &str| format!("Take out “{mark}”, or say that it is meant: {label}");
        for (ix, row) in PACK.letter.fields.iter() {
            if row.kind == FieldKind::Date {
                continue;
            }
            let words = match row.kind {
                FieldKind::Lines(..) => format!("{words}\nLast line"),
                _ => words.to_owned(),
            };
            assert_eq!(
                told(&row.id, Value::Text(words.clone())),
                [said(&row.label)]
            );
            let mut input = everything(opening("own-words"), ordinary);
            input
                .choices
                .insert(passage("meeting"), State::In(VariantIx::new(0)));
            input.fields.insert(ix, Value::Text(words.clone()));
            let open = || PACK.compose(&Answers::default(), &input).finish();
            assert!(open().is_err(), "{}", row.id);
            input.meant = vec![words.clone()];
            assert!(
                compose(&input)
                    .to_text()
                    .contains(&words.chars().take(2).collect::<String>()),
                "{}",
                row.id
            );
            // What was meant was another text.
            input.fields.insert(ix, Value::Text(words + " more"));
            assert!(PACK.compose(&Answers::default(), &input).finish().is_err());
        }
        let mut input = everything(opening("asked"), ordinary);
        let reworded = passage("notify");
        input
            .edits
            .insert((reworded, VariantIx::new(0)), words.into());
        let open = PACK.compose(&Answers::default(), &input).finish();
        let Err(open) = open else {
            panic!("{words} leaves");
        };
        let [Open::Marked(at, found)] = open[..] else {
            panic!("{open:?}");
        };
        assert_eq!((at, found), (reworded, mark));
        let label = &PACK.letter.passages[reworded].label;
        assert_eq!(PACK.strings.letter.marked(found, label), said(label));
        input.meant = vec![words.into()];
        compose(&input);
    }
    // Nothing is asked about what is not in the letter.
    let mut input = everything(opening("asked"), ordinary);
    input
        .fields
        .insert(field("own-words"), Value::Text("[x]".into()));
    compose(&input);
}

/// A blank line parts paragraphs in prose, whatever it is made of, and is nothing elsewhere.
#[test]
fn paragraphs_stay_paragraphs() {
    for between in [
        "\n\n",
        "\r\n\r\n",
        "\n \t\n",
        "\n\u{200b}\n\n\n",
        "\u{c}",
        "\u{2029}",
    ] {
        let text =
            format!("{between}First of it.\nIts second line.{between}Second of it.{between}");
        let parts = ["First of it.\r\nIts second line.", "Second of it."];
        let letter = typed("own-words", Value::Text(text.clone()))
            .finish()
            .unwrap();
        let blocks: Vec<_> = letter.blocks().iter().map(|it| it.role.as_str()).collect();
        let before = typed("own-words", Value::Text("One.".into()))
            .finish()
            .unwrap();
        assert_eq!(blocks.len(), before.blocks().len() + 1, "{between:?}");
        let read = letter.to_text();
        assert!(
            read.contains(&format!("\r\n\r\n{}\r\n\r\n", parts.join("\r\n\r\n"))),
            "{read}"
        );
        differences(&letter, Format::default(), &PACK.language).unwrap();

        // Within a paragraph of others: the first goes on the one before, the last is gone on.
        let mut input = everything(opening("asked"), ordinary);
        input
            .edits
            .insert((passage("commissioner"), VariantIx::new(0)), text.clone());
        let letter = compose(&input);
        let read = letter.to_text();
        let expected = format!(
            "\r\n\r\n{} It is a criminal offence",
            parts.join("\r\n\r\n")
        );
        assert!(read.contains(&expected), "{between:?}: {read}");
        differences(&letter, Format::default(), &PACK.language).unwrap();

        let address = typed("claimant-address", Value::Text(text))
            .finish()
            .unwrap();
        let found = lines(&address, "First of it.");
        assert_eq!(
            found,
            [
                "some claimant-name",
                "First of it.",
                "Its second line.",
                "Second of it."
            ]
        );
    }
}

/// An address is often pasted with the name above it.
#[test]
fn a_name_stands_once_above_its_address() {
    let name = "Mr Iain MacGregor";
    let (street, town) = ("12 Shore Street", "Leith");
    for (first, expected) in [
        ("Mr Iain MacGregor\n12 Shore Street", &[street][..]),
        ("MR IAIN MACGREGOR,\n12 Shore Street", &[street]),
        ("  Mr  Iain\tMacGregor \n\n12 Shore Street", &[street]),
        ("Iain MacGregor\n12 Shore Street", &[street]),
        ("Mr Iain MacGregor, 12 Shore Street", &[street]),
        // These say something else.
        ("MacGregor\n12 Shore Street", &["MacGregor", street]),
        (
            "Executors of Mr Iain MacGregor\n12 Shore Street",
            &["Executors of Mr Iain MacGregor", street],
        ),
        (
            "Mr Iain MacGregor Hall\n12 Shore Street",
            &["Mr Iain MacGregor Hall", street],
        ),
        (
            "Mr Iain MacGregorson\n12 Shore Street",
            &["Mr Iain MacGregorson", street],
        ),
    ] {
        let mut input = everything(opening("asked"), ordinary);
        input
            .fields
            .insert(field("claimant-name"), Value::Text(name.into()));
        let address = Value::Text(format!("{first}\n{town}"));
        input.fields.insert(field("claimant-address"), address);
        let expected = [&[name], expected, &[town]].concat();
        assert_eq!(lines(&compose(&input), town), expected, "{first:?}");
    }
    // The name is no line of an address: it takes the place of none, and stands for none.
    let mut input = everything(opening("asked"), ordinary);
    let at = field("claimant-address");
    input
        .fields
        .insert(field("claimant-name"), Value::Text(name.into()));
    for (rest, problem) in [
        ("1 Long Lane", Some(Problem::TooFewLines(2))),
        ("1\n2\n3\n4\n5\n6", None),
        ("1\n2\n3\n4\n5\n6\n7", Some(Problem::TooManyLines(6))),
    ] {
        input
            .fields
            .insert(at, Value::Text(format!("{name}\n{rest}")));
        let open = PACK.compose(&Answers::default(), &input).open;
        let expected: Vec<_> = problem.map(|it| Open::Field(at, it)).into_iter().collect();
        assert_eq!(open, expected, "{rest:?}");
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
        let html = letter.to_html(Format::default(), "en-GB");
        assert!(
            html.contains("1 Long Lane<br>Leeds</span></p>"),
            "{end:?}: {html}"
        );
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
    let html = letter.to_html(Format::default(), "en-GB");
    assert!(!html.contains(char::is_control));
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
        let shown: Vec<_> = shown(&input).into_iter().map(|it| it.words).collect();
        let text = expected.into();
        assert_eq!(shown, [Words::Text(Span { text, bold: false })]);
    }
}
