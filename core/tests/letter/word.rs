//! Owns what is in the Word file: its parts, styles, language and title. Must not know
//! what a word processor makes of it.

use guidance_core::{
    flow::Answers,
    letter::{Letter, format::Format},
};
use roxmltree::Document;

use crate::{
    readers::{named, parts},
    shipped::{PACK, compose, everything, opening, ordinary},
};

const TITLE: &str = "Letter about <recordings> & \"more\"";

fn first_letter() -> Letter {
    compose(&everything(opening("asked"), ordinary))
}

fn docx(letter: &Letter, format: Format) -> Vec<u8> {
    letter.to_docx(format, TITLE, &PACK.language)
}

/// What every element of a name has as an attribute.
fn attributes(xml: &str, element: &str, attribute: &str) -> Vec<String> {
    let document = Document::parse(xml).expect("well-formed");
    let values = named(&document, element).filter_map(|node| {
        let mut attributes = node.attributes();
        attributes
            .find(|it| it.name() == attribute)
            .map(|it| it.value().to_owned())
    });
    values.collect()
}

/// What every element of a name says.
fn texts(xml: &str, element: &str) -> Vec<String> {
    let document = Document::parse(xml).expect("well-formed");
    named(&document, element)
        .map(|node| node.text().unwrap_or_default().to_owned())
        .collect()
}

fn formats() -> impl Iterator<Item = Format> {
    let one = |points| Format {
        points,
        ..Format::default()
    };
    let last = Format {
        points: 24,
        bold: true,
        double_spacing: true,
    };
    Format::SIZES.into_iter().map(one).chain([last])
}

#[test]
fn every_part_is_well_formed_declared_and_the_same_again() {
    for format in formats() {
        let letter = first_letter();
        let bytes = docx(&letter, format);
        assert_eq!(
            bytes,
            docx(&letter.clone(), format),
            "{format:?}: two builds differ"
        );
        let parts = parts(&bytes);
        let types = &parts["[Content_Types].xml"];
        let declared = attributes(types, "Override", "PartName");
        for (name, xml) in &parts {
            Document::parse(xml).unwrap_or_else(|error| panic!("{name}: {error}"));
            let known = declared.contains(&format!("/{name}")) || name.ends_with(".rels");
            assert!(known || name == "[Content_Types].xml", "{name} has no type");
        }
        for name in declared {
            assert!(
                parts.contains_key(name.trim_start_matches('/')),
                "{name} is not there"
            );
        }
        let relations = &parts["word/_rels/document.xml.rels"];
        for target in attributes(relations, "Relationship", "Target") {
            assert!(
                parts.contains_key(&format!("word/{target}")),
                "{target} is not there"
            );
        }
    }
}

/// The bytes of the first header, as the format has them: version, flags, method, time,
/// date.
#[test]
fn the_archive_has_names_in_utf_8_and_the_first_day_of_its_calendar() {
    let bytes = docx(&first_letter(), Format::default());
    let (utf_8, midnight, first_of_january_1980) = ([0, 8], [0, 0], [0b10_0001, 0]);
    let stored = [0, 0];
    let header = [[20, 0], utf_8, stored, midnight, first_of_january_1980];
    assert_eq!(&bytes[4..14], header.as_flattened());
}

/// A line between paragraphs, and three of them to sign in, as large as the letters.
#[test]
fn gaps_are_as_large_as_the_letters() {
    for format in formats() {
        let styles = &parts(&docx(&first_letter(), format))["word/styles.xml"];
        let line = if format.double_spacing { 40 } else { 30 };
        let size = u32::from(format.points);
        let gap = size * line;
        let gaps = attributes(styles, "spacing", "after");
        let gaps: Vec<u32> = gaps.iter().map(|it| it.parse().unwrap()).collect();
        let shown: Vec<_> = gaps.into_iter().filter(|it| *it > 0).collect();
        // The blocks in frames as well, since some programs know none: below what says
        // DRAFT, as much as fits above the window.
        let draft = 1134 - 42 * size;
        assert_eq!(shown, [gap, draft, gap * 3], "{format:?}");
    }
}

/// The window of the envelope is where the address stands, whatever the size; without
/// one the header itself keeps the text below it.
#[test]
fn the_text_begins_below_the_window() {
    let begins = |letter: &Letter, format| {
        let header = &parts(&docx(letter, format))["word/header1.xml"];
        attributes(header, "spacing", "line")
    };
    let mut pack = PACK.clone();
    pack.letter.parts.retain(|part| part.role != "address");
    let input = everything(opening("asked"), ordinary);
    let without = pack.compose(&Answers::default(), &input).finish().unwrap();
    for format in formats() {
        assert_eq!(begins(&first_letter(), format), ["1559"]);
        assert_eq!(begins(&without, format), ["4677"]);
    }
}

#[test]
fn a_closing_stays_with_the_words_before_it() {
    let xml = &parts(&docx(&first_letter(), Format::default()))["word/document.xml"];
    let document = Document::parse(xml).unwrap();
    let paragraphs: Vec<_> = named(&document, "p").collect();
    let closing = paragraphs.iter().position(|it| {
        let mut texts = it.descendants().filter_map(|node| node.text());
        texts.any(|words| words.starts_with("Yours"))
    });
    let keeping: Vec<_> = named(&document, "keepNext").collect();
    assert_eq!(keeping.len(), 1);
    let before = paragraphs[closing.unwrap() - 1];
    assert!(keeping[0].ancestors().any(|it| it == before));
}

#[test]
fn what_is_too_long_for_a_frame_stands_in_the_text() {
    for format in formats() {
        let room = 100_000 / usize::from(format.points).pow(2);
        let frames = |letters: usize| {
            let letter = compose(&everything(opening("asked"), |field| {
                match field.id.as_str() {
                    "office" => "x".repeat(letters - 1),
                    "contact" => "y".to_owned(),
                    _ => ordinary(field),
                }
            }));
            let xml = &parts(&docx(&letter, format))["word/document.xml"];
            xml.matches("<w:framePr ").count()
        };
        assert_eq!(frames(room), frames(2), "{format:?}: it fits");
        assert_eq!(frames(room + 1), frames(2) - 1, "{format:?}: too long");
    }
}

#[test]
fn the_size_is_the_chosen_one_everywhere() {
    for format in formats() {
        let half_points = (u32::from(format.points) * 2).to_string();
        for (name, xml) in parts(&docx(&first_letter(), format)) {
            for size in ["sz", "szCs"] {
                for set in attributes(&xml, size, "val") {
                    assert_eq!(set, half_points, "{name}: {size}");
                }
            }
            let bases = attributes(&xml, "basedOn", "val");
            assert!(bases.iter().all(|base| base == "Normal"));
            for never in [
                "<w:i/>",
                "<w:iCs/>",
                "<w:u ",
                "<w:jc ",
                "<w:caps/>",
                "autoHyphenation",
            ] {
                assert!(!xml.contains(never), "{name}: {never}");
            }
        }
        let parts = parts(&docx(&first_letter(), format));
        let styles = &parts["word/styles.xml"];
        // The defaults and Normal, on which all others rest.
        assert_eq!(attributes(styles, "sz", "val").len(), 2);
        // 1.5 and 2 times the size: a line of Arial is 1.15 of it.
        let line = if format.double_spacing { "417" } else { "313" };
        assert_eq!(attributes(styles, "spacing", "line").first().unwrap(), line);
        assert_eq!(styles.contains("<w:b/>"), format.bold);
        let used = attributes(&parts["word/document.xml"], "pStyle", "val");
        let defined = attributes(styles, "style", "styleId");
        for style in &used {
            assert!(defined.contains(style), "no style {style}");
        }
        assert_eq!(
            used.len(),
            first_letter().blocks().len(),
            "one paragraph a block"
        );
    }
}

#[test]
fn language_and_title_are_set_and_nothing_personal() {
    let parts = parts(&docx(&first_letter(), Format::default()));
    let core = &parts["docProps/core.xml"];
    assert_eq!(texts(core, "title"), [TITLE]);
    assert_eq!(texts(core, "language"), ["en-GB"]);
    for language in attributes(&parts["word/styles.xml"], "lang", "val") {
        assert_eq!(language, "en-GB");
    }
    for (name, xml) in &parts {
        let body = name == "word/document.xml";
        assert_eq!(xml.contains("O’Sullivan"), body, "{name}");
    }
}

#[test]
fn right_to_left_text_is_marked_as_such() {
    let persian = "می‌خواهم ضبط کنم (23 نوامبر).";
    let own = compose(&everything(opening("own-words"), |field| {
        match field.id.as_str() {
            "own-words" => persian.to_owned(),
            id if id.ends_with("-name") => "Dana (דנה לוי) Levi".to_owned(),
            // As much of one as of the other.
            "service" => "ab אב".to_owned(),
            // Neither.
            "contact" => "020 7946 0000".to_owned(),
            "office" => "7".to_owned(),
            _ => ordinary(field),
        }
    }));
    let parts = parts(&docx(&own, Format::default()));
    let xml = &parts["word/document.xml"];
    let text = |text: &str| format!("<w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    let rtl = |it: &str| format!("<w:r><w:rPr><w:rtl/></w:rPr>{}", text(it));
    // A paragraph in Persian reads from the right, an English line with a Hebrew name
    // from the left.
    assert!(
        xml.contains(&format!("<w:bidi/></w:pPr>{}", rtl(persian))),
        "{xml}"
    );
    let name = [
        text("Dana ("),
        rtl("דנה לוי"),
        format!("<w:r><w:rPr></w:rPr>{}", text(") Levi")),
    ]
    .concat();
    assert!(xml.contains(&name), "{xml}");
    assert_eq!(xml.matches("<w:bidi/>").count(), 1);
}
