//! Owns that every output holds the same letter, word for word: whichever letter it is,
//! and whatever was typed into it. The word processor's reading is in `office`.

use std::collections::BTreeSet;

use guidance_core::{
    flow::{Answers, codes},
    letter::{
        Field, FieldKind, Input, Letter, Open, PassageIx, Problem, Value, VariantIx,
        format::Format, text,
    },
    record::record,
    request::note,
    table::Ix,
};

use crate::{
    alike::{CSS, TITLE, differences, first_difference},
    hostile,
    shipped::{PACK, compose, everything, finished, opening, passage, tell},
};

pub const LARGE: Format = Format {
    points: 18,
    bold: true,
    double_spacing: true,
};

#[test]
fn every_letter_is_the_same_in_every_output() {
    let mut seen = BTreeSet::new();
    for (name, letter) in finished() {
        for format in [Format::default(), LARGE] {
            if let Err(error) = differences(&letter, format, &PACK.language) {
                panic!("{name} in {format:?}: {error}");
            }
        }
        seen.insert(letter.to_text());
    }
    tell(&format!(
        "{} different letters are each the same in every output",
        seen.len()
    ));
}

#[test]
fn a_page_has_its_title_language_and_format() {
    let letter = compose(&everything(opening("asked"), |_| "some\nlines".into()));
    let page = letter.to_page(CSS, LARGE, TITLE, "en-GB");
    let (head, _) = page.split_once("<body>").unwrap();
    for said in [
        "<html lang=\"en-GB\"",
        "--letter-size:18pt",
        "--letter-leading:2",
        "--letter-weight:bold",
        "<title>A &lt;title&gt; &amp; &quot;more&quot;</title>",
        CSS,
    ] {
        assert!(head.contains(said), "{said} is missing from\n{head}");
    }
}

/// What editors keep of a copied letter: the size of `<p>` or of `<span>`, `<b>` and no bold
/// style, a gap in points, and the language.
#[test]
fn a_copied_letter_says_size_bold_gap_and_language_as_editors_keep_them() {
    let letter = compose(&everything(opening("asked"), |_| "some\nlines".into()));
    for points in Format::SIZES {
        for (bold, double_spacing) in [(false, false), (true, false), (true, true)] {
            let format = Format {
                points,
                bold,
                double_spacing,
            };
            let html = letter.to_html(format, "cy\"");
            let (leading, gap) = if double_spacing {
                ("2", points * 2)
            } else {
                ("1.5", points / 2 * 3)
            };
            let font = format!("font-family:Arial,sans-serif;font-size:{points}pt");
            let start = format!(
                "<p lang=\"cy&quot;\" style=\"{font};line-height:{leading};margin:0 0 {gap}pt\">\
                 <span style=\"{font}\">"
            );
            let blocks = letter.blocks().len();
            assert_eq!(html.matches(&start).count(), blocks, "{start} in\n{html}");
            assert_eq!(html.matches("</span></p>").count(), blocks);
            assert!(!html.contains("font-weight"), "{html}");
            let lines = html.split("</span></p>").flat_map(|it| it.split("<br>"));
            let lines = lines.map(|it| it.trim_start_matches(&*start));
            for line in lines.filter(|it| !it.is_empty()) {
                let all = line.starts_with("<b>") && line.ends_with("</b>");
                assert!(all || !bold, "not bold: {line}");
            }
        }
    }
}

// Hostile words

/// A letter with one text in every place that takes words of the user's: every field,
/// the wording of a passage in bold and of one that is not, the name of whoever confirmed
/// the rest, and what was said with a wish. `text` is asked for each place by name.
pub fn typed_everywhere(mut text: impl FnMut(&str) -> String) -> Input {
    let mut input = everything(opening("own-words"), |field| value(field, &text(&field.id)));
    for id in REWORDED {
        let key = (passage(id), VariantIx::new(0));
        input.edits.insert(key, text(id));
    }
    let mut by = |ix: PassageIx| (ix, text("confirmed with"));
    input.kept = PACK.letter.passages.indices().map(&mut by).collect();
    input.wished = PACK.letter.wishes.indices().collect();
    let detail = |ix| (ix, text("detail"));
    input.details = PACK.letter.wishes.indices().map(detail).collect();
    // Whatever it holds is meant.
    let typed = input.fields.iter().filter_map(|(_, it)| match it {
        Value::Text(text) => Some(text),
        Value::Date(_) => None,
    });
    let typed = typed.chain(input.edits.iter().map(|(_, it)| it)).cloned();
    input.meant = typed.collect();
    input
}

/// Whether a place takes a paragraph of any length.
pub fn is_long(place: &str) -> bool {
    let is_paragraph = |field: &Field| field.id == place && field.kind == FieldKind::Paragraph;
    REWORDED.contains(&place) || PACK.letter.fields.rows().iter().any(is_paragraph)
}

const REWORDED: [&str; 2] = ["notify", "offence"];

/// As much of the text as the field has lines for, between two others: no name is as the
/// first one.
fn value(field: &Field, text: &str) -> String {
    let FieldKind::Lines(_, most) = field.kind else {
        return text.to_owned();
    };
    let most = usize::from(most) - 2;
    if text::lines(text).count() > most {
        let lines: Vec<_> = text::lines(text).take(most).collect();
        return format!("First line\n{}\nLast line", lines.join("\n"));
    }
    format!("First line\n{text}\nLast line")
}

/// A name for a place that stands in no hostile text.
fn mark(place: &str) -> String {
    format!("§{place}§")
}

/// The text of `plain`, with `text` in each place that is marked, as lines, as paragraphs,
/// or in one line.
fn filled_in(plain: &str, text: &str, line_end: &str) -> String {
    let line = text::line(text).unwrap_or_default();
    // A line that is empty is what parts blocks in a plain text.
    let prose = text::prose(text).join(line_end);
    let mut filled = plain.to_owned();
    for row in PACK.letter.fields.rows() {
        let shown = match row.kind {
            FieldKind::Lines(_, most) => {
                let lines = text::lines(text).take(usize::from(most) - 2);
                lines.collect::<Vec<_>>().join(line_end)
            }
            FieldKind::Paragraph => prose.clone(),
            FieldKind::Line | FieldKind::Date => line.clone(),
        };
        filled = filled.replace(&mark(&row.id), &shown);
    }
    for id in REWORDED {
        filled = filled.replace(&mark(id), &prose);
    }
    filled = filled.replace(&mark("detail"), &line);
    filled.replace(&mark("confirmed with"), &line)
}

pub fn hostile() -> Vec<hostile::Category> {
    let fields: Vec<_> = PACK
        .letter
        .fields
        .rows()
        .iter()
        .map(|it| it.id.as_str())
        .collect();
    hostile::categories(&fields)
}

/// Every hostile letter that can be finished, with the text in it.
pub fn hostile_letters() -> impl Iterator<Item = (&'static str, String, Letter)> {
    let texts = hostile()
        .into_iter()
        .flat_map(|it| it.texts.into_iter().map(move |text| (it.name, text)));
    texts
        .filter(|(_, text)| text::lines(text).next().is_some())
        .map(|(name, text)| {
            let letter = compose(&typed_everywhere(|_| text.clone()));
            (name, text, letter)
        })
}

#[test]
fn there_are_500_hostile_texts_and_no_two_are_the_same() {
    let categories = hostile();
    let texts: Vec<_> = categories.iter().flat_map(|it| &it.texts).collect();
    let different: BTreeSet<_> = texts.iter().collect();
    let counts: Vec<_> = categories
        .iter()
        .map(|it| format!("{} {}", it.texts.len(), it.name))
        .collect();
    tell(&format!(
        "{} hostile texts: {}",
        texts.len(),
        counts.join(", ")
    ));
    for it in &categories {
        let mut seen = BTreeSet::new();
        for text in &it.texts {
            assert!(seen.insert(text), "{}: {text:?} is there twice", it.name);
        }
    }
    assert_eq!(texts.len(), different.len());
    assert!(texts.len() >= 500);
}

/// What is lost on the way into a letter: blanks that are one too many, and lines that show
/// nothing. What stands for something else is in `typed`.
#[test]
fn lines_lose_nothing_that_a_reader_sees() {
    let letters = |line: &str| line.split_whitespace().collect::<String>();
    for it in hostile() {
        let same = |text: &String| !text.contains(hostile::stands_for_another);
        for text in it.texts.into_iter().filter(same) {
            let typed: Vec<_> = text
                .split(|letter| hostile::BREAKS.iter().any(|it| it.contains(letter)))
                .map(letters)
                .filter(|line| !line.chars().all(hostile::is_unseen))
                .collect();
            let read: Vec<_> = text::lines(&text).collect();
            assert!(
                read.iter().map(|line| letters(line)).eq(typed),
                "{}: {text:?} became {read:?}",
                it.name
            );
            for line in read {
                assert_eq!(line, line.trim(), "{}", it.name);
                assert!(!line.contains("  "), "{}: {line:?}", it.name);
            }
        }
    }
}

#[test]
fn every_hostile_text_is_in_every_output_as_it_was_typed() {
    let plain = compose(&typed_everywhere(mark)).to_text();
    for place in PACK
        .letter
        .fields
        .rows()
        .iter()
        .filter(|it| it.kind != FieldKind::Date)
        .map(|it| it.id.as_str())
        .chain(REWORDED)
    {
        assert!(
            plain.contains(&mark(place)),
            "no place for {place} in\n{plain}"
        );
    }
    let mut wrong = Vec::new();
    for (category, text, letter) in hostile_letters() {
        let expected = filled_in(&plain, &text, "\r\n");
        let read = letter.to_text();
        let result = if read == expected {
            differences(&letter, Format::default(), &PACK.language)
        } else {
            Err(format!(
                "plain text: {}",
                first_difference(&read, &expected)
            ))
        };
        if let Err(error) = result {
            let shown: String = text.chars().take(60).collect();
            wrong.push(format!("{category}, {shown:?}: {error}"));
        }
    }
    let first: Vec<_> = wrong.iter().take(10).map(String::as_str).collect();
    assert!(
        first.is_empty(),
        "{} texts, such as\n{}",
        wrong.len(),
        first.join("\n")
    );
}

/// Nothing but a name of somebody who confirmed a passage reaches the record.
#[test]
fn every_hostile_text_is_in_the_record_where_it_belongs() {
    let live = letter_is_due();
    let date = "23 November 2026";
    let plain = record(
        &PACK,
        &PACK.flow.replay(&live),
        &typed_everywhere(mark),
        date,
    );
    assert!(plain.contains(&mark("confirmed with")), "{plain}");
    for it in hostile() {
        for text in it
            .texts
            .iter()
            .filter(|text| text::lines(text).next().is_some())
        {
            let input = typed_everywhere(|_| text.clone());
            let read = record(&PACK, &PACK.flow.replay(&live), &input, date);
            let expected = filled_in(&plain, text, "\r\n");
            assert!(
                read == expected,
                "{}, {text:?}: {}",
                it.name,
                first_difference(&read, &expected)
            );
        }
    }
}

/// The request note has the letter, and before it a list of who asks and for what.
#[test]
fn every_hostile_text_is_in_the_request_note_where_it_belongs() {
    let date = "23 November 2026";
    let note = |text: &dyn Fn(&str) -> String| {
        let input = typed_everywhere(text);
        let letter = compose(&input).to_text() + "\r\n";
        let note = note(&PACK, &input, &compose(&input), date).expect("formats are asked for");
        let head = note.strip_suffix(&letter).expect("it ends with the letter");
        head.to_owned()
    };
    let plain = note(&mark);
    assert!(plain.contains(&mark("detail")), "{plain}");
    for (category, text, _) in hostile_letters() {
        let read = note(&|_| text.clone());
        let expected = filled_in(&plain, &text, "\r\n- ");
        assert!(
            read == expected,
            "{category}, {text:?}: {}",
            first_difference(&read, &expected)
        );
    }
}

/// Any answers with which a letter is due: what they preset is chosen otherwise.
fn letter_is_due() -> Answers {
    let codes = [
        "situation=recorded",
        "recorder=claimant",
        "contact=telephone",
        "unhappy=yes",
        "letter-given=no",
    ];
    let place = codes::decode(&PACK.flow, codes);
    assert_eq!(place.dropped, [], "the answers of this test no longer fit");
    place.answers
}

/// What shows nothing is no name, no address, no wording, and nobody who confirms.
#[test]
fn a_text_that_shows_nothing_finishes_no_letter() {
    let mut count = 0;
    for it in hostile() {
        for text in it
            .texts
            .iter()
            .filter(|text| text::lines(text).next().is_none())
        {
            count += 1;
            let mut input = typed_everywhere(|_| text.clone());
            let text_fields = || {
                let rows = PACK.letter.fields.iter();
                rows.filter(|(_, row)| row.kind != FieldKind::Date)
            };
            // In the lines of an address, too, without others around it.
            for (field, _) in text_fields() {
                input.fields.insert(field, Value::Text(text.clone()));
            }
            let draft = PACK.compose(&Answers::default(), &input);
            let open = draft.finish().expect_err("a letter without a name");
            for (field, row) in text_fields() {
                let found = open
                    .iter()
                    .any(|open| matches!(open, Open::Field(it, _) if *it == field));
                let needed = row.missing.is_some();
                assert_eq!(found, needed, "{}: {text:?}", row.id);
            }
            for id in REWORDED {
                assert!(open.contains(&Open::Blank(passage(id))), "{id}: {text:?}");
            }
            assert!(draft.is_marked_draft(), "confirmed by {text:?}");
        }
    }
    assert!(count > 20, "only {count} texts show nothing");
}

/// More lines than an address takes are refused in words, and never cut.
#[test]
fn too_many_lines_are_told() {
    let mut count = 0;
    for it in hostile() {
        for text in &it.texts {
            let mut input = typed_everywhere(|_| "words".into());
            for (field, row) in PACK.letter.fields.iter() {
                if let FieldKind::Lines(_, most) = row.kind
                    && text::lines(text).count() > usize::from(most)
                {
                    count += 1;
                    input.fields.insert(field, Value::Text(text.clone()));
                    let open = PACK
                        .compose(&Answers::default(), &input)
                        .finish()
                        .unwrap_err();
                    assert_eq!(
                        open,
                        [Open::Field(field, Problem::TooManyLines(most))],
                        "{text:?}"
                    );
                    input = typed_everywhere(|_| "words".into());
                }
            }
        }
    }
    assert!(count > 0, "no text has so many lines");
}

#[test]
fn lines_break_where_they_would_be_too_long() {
    for (line, width, broken) in [
        ("", 5, ""),
        ("ab cd", 5, "ab cd"),
        ("ab cde", 5, "ab\r\ncde"),
        ("a b c d", 3, "a b\r\nc d"),
        ("a b c d", 5, "a b c\r\nd"),
        ("abcdefg h ij", 4, "abcdefg\r\nh ij"),
        ("äöü äö", 6, "äöü äö"),
    ] {
        assert_eq!(text::wrapped(line, width), broken, "{line} in {width}");
    }
}
