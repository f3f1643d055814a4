//! The Word file: what is in it, and what a word processor reads out of it.
//!
//! Needs LibreOffice Writer (Debian: `apt-get install --no-install-recommends
//! libreoffice-writer`), or `GUIDANCE_WITHOUT_OFFICE=1` to leave it out. With
//! `pdftotext` (Debian: `poppler-utils`) the pages are read as well.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests fail as tests do"
)]

#[path = "docx/office.rs"]
mod office;

use std::{collections::BTreeMap, io::Read, path::Path, sync::LazyLock};

use guidance_core::{
    content,
    flow::Answers,
    letter::{
        Field, FieldKind, Input, Letter, State, Value, VariantIx, date::Typed, format::Format,
    },
    pack::Pack,
};
use rawzip::{CompressionMethod, ZipArchive};
use roxmltree::{Document, Node};

use office::Office;

const TITLE: &str = "Letter about <recordings> & \"more\"";

static PACK: LazyLock<Pack> = LazyLock::new(|| {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../content/recordings");
    content::load(Path::new(folder))
        .expect("the shipped pack is sound")
        .pack
});

/// A letter with everything in it, this opening, and each field filled in by `value`.
fn letter(opening: VariantIx, value: impl Fn(&Field) -> Option<String>) -> Letter {
    let template = &PACK.letter;
    let mut input = Input::default();
    for (passage, row) in template.passages.iter() {
        let first = row
            .variants
            .indices()
            .next()
            .expect("every passage has a wording");
        let variant = if passage == template.opening {
            opening
        } else {
            first
        };
        input.choices.insert(passage, State::In(variant));
    }
    for (field, row) in template.fields.iter() {
        let value = match row.kind {
            FieldKind::Date => Value::Date(Typed::from_numbers(2026, 11, 23)),
            _ => Value::Text(value(row).unwrap_or_else(|| plain(row))),
        };
        input.fields.insert(field, value);
    }
    let draft = PACK.compose(&Answers::default(), &input);
    draft.finish().expect("everything is decided and filled in")
}

fn plain(field: &Field) -> String {
    match (field.kind, field.id.ends_with("-address")) {
        (FieldKind::Lines(..), true) => "Flat 3\n14 Long Street\nBirmingham\nB1 1AA",
        (FieldKind::Lines(..), false) => "Birmingham Jobcentre\n1 High Street\nBirmingham",
        (FieldKind::Paragraph, _) => "On 3 November 2026 you recorded a call with us.",
        _ => "Aoife O’Sullivan",
    }
    .to_owned()
}

fn openings() -> impl Iterator<Item = (&'static str, VariantIx)> {
    let opening = &PACK.letter.passages[PACK.letter.opening];
    opening
        .variants
        .iter()
        .map(|(ix, row)| (row.id.as_str(), ix))
}

fn own_words() -> VariantIx {
    let opening = &PACK.letter.passages[PACK.letter.opening];
    opening
        .variants
        .find(|row| row.id == "own-words")
        .expect("there is such an opening")
}

fn first_letter() -> Letter {
    let (_, opening) = openings().next().expect("there is an opening");
    letter(opening, |_| None)
}

fn docx(letter: &Letter, format: Format) -> Vec<u8> {
    letter.to_docx(format, TITLE, &PACK.language)
}

/// Every part of the document. The reader checks lengths and checksums.
fn parts(docx: &[u8]) -> BTreeMap<String, String> {
    let archive = ZipArchive::from_slice(docx).expect("an archive");
    let mut parts = BTreeMap::new();
    let mut entries = archive.entries();
    while let Some(entry) = entries.next_entry().expect("a directory of files") {
        assert_eq!(entry.compression_method(), CompressionMethod::STORE);
        let name = entry
            .file_path()
            .try_normalize()
            .expect("a plain name")
            .as_ref()
            .to_owned();
        let stored = archive
            .get_entry(entry.wayfinder())
            .expect("the file of the directory");
        let mut text = String::new();
        let mut reader = stored.verifying_reader(stored.data());
        reader.read_to_string(&mut text).expect("whole, and UTF-8");
        parts.insert(name, text);
    }
    parts
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

fn named<'a>(document: &'a Document, element: &'a str) -> impl Iterator<Item = Node<'a, 'a>> {
    document
        .descendants()
        .filter(move |node| node.tag_name().name() == element)
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
        let line = if format.double_spacing { "720" } else { "360" };
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
    let own = letter(own_words(), |field| match field.id.as_str() {
        "own-words" => Some(persian.to_owned()),
        id if id.ends_with("-name") => Some("Dana (דנה) Levi".to_owned()),
        _ => None,
    });
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
        rtl("דנה"),
        format!("<w:r><w:rPr></w:rPr>{}", text(") Levi")),
    ]
    .concat();
    assert!(xml.contains(&name), "{xml}");
    assert_eq!(xml.matches("<w:bidi/>").count(), 1);
}

/// Names and words that break documents.
fn hostile() -> Vec<String> {
    let mut all: Vec<String> = [
        "]]> <![CDATA[ x ]]>",
        "<w:p><script>alert(1)</script> &amp; &#x41; &nbsp; & < > \" '",
        "<?xml version=\"1.0\"?><!-- -- --><!DOCTYPE a [<!ENTITY b \"c\">]>&b;",
        "{title}{body}{size} {{language}} {",
        "=1+1 | +1 | -1 | @SUM(A1) | =HYPERLINK(\"http://example.org\",\"x\")",
        "tab\there, bell\u{7}, null\0, escape\u{1b}, delete\u{7f}, next\u{9f}line",
        "not characters: \u{fffe} \u{ffff} \u{fdd0} \u{1fffe} \u{10ffff}",
        "byte order \u{feff} mark, soft\u{ad}hyphen, no\u{a0}break, zero\u{200b}width",
        "two  blanks   three, and \u{3000}wide\u{2003}ones",
        "שלום עולם (1) – Hebrew",
        "محمد عبد الله، رقم ٣",
        "mixed: abc אבג 123 دهو xyz!",
        "\u{202e}overridden\u{202c} \u{2067}isolated\u{2069} \u{200f}marked\u{200e}",
        "Zoe\u{308} A\u{30a}ngstro\u{308}m, Z̷͉͒a̴͓̋l̵̙͝g̶̱̅o̵̗͠",
        "👨‍👩‍👧‍👦 🏳️‍🌈 👍🏽 🇬🇧 ☎️ 𝔘𝔫𝔦 𠮷野家",
        "李小龍 김철수 やまだ たろう",
        "ชื่อ नमस्ते தமிழ் བོད་ཡིག አማርኛ ᠮᠣᠩᠭᠣᠯ",
        "Siôn Llŷr ap Rhŷs, Đặng Thị Ánh, Łukasz, Æsa Þórr",
        "%s %n \\n \\u0000 ${jndi:x} $(x) `x` ' OR 1=1 -- ../../etc/passwd",
        "lines\none\r\n\r\ntwo\rthree\u{b}four",
        "more lines\u{c}five\u{85}six\u{2028}seven\u{2029}eight",
    ]
    .map(str::to_owned)
    .into();
    all.push("long ".repeat(2_000));
    all.push("x".repeat(10_000));
    all
}

#[test]
fn no_text_is_lost_or_breaks_the_file() {
    for text in hostile() {
        let letter = letter(own_words(), |field| hostile_value(field, &text));
        for (name, xml) in parts(&docx(&letter, Format::default())) {
            let wrong = |letter: char| matches!(letter, '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
            assert!(!xml.contains(wrong), "{name}: {text:?}");
            if name == "word/document.xml" {
                let read = texts(&xml, "t").concat();
                assert_eq!(letters(&read), letters(&letter.to_text()), "{text:?}");
            }
        }
    }
}

fn hostile_value(field: &Field, text: &str) -> Option<String> {
    match field.kind {
        FieldKind::Lines(..) if text.contains("lines") => Some(text.to_owned()),
        FieldKind::Lines(..) => Some(["1 ", text, "\n2 ", text, "\n3 ", text].concat()),
        FieldKind::Date => None,
        _ => Some(text.to_owned()),
    }
}

/// What is read, without blanks and what XML cannot hold: where lines break is the
/// document's affair.
fn letters(text: &str) -> String {
    let lost = |letter: &char| letter.is_whitespace() || matches!(letter, '\u{fffe}' | '\u{ffff}');
    text.chars().filter(|letter| !lost(letter)).collect()
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

#[test]
fn a_word_processor_reads_the_same_letter() {
    let Some(office) = Office::find() else { return };
    let mut letters_by_name = BTreeMap::new();
    for (id, opening) in openings() {
        letters_by_name.insert(format!("opening-{id}"), letter(opening, |_| None));
    }
    for (row, text) in hostile().iter().enumerate() {
        let letter = letter(own_words(), |field| hostile_value(field, text));
        letters_by_name.insert(format!("hostile-{row:02}"), letter);
    }
    let format = Format {
        points: 18,
        ..Format::default()
    };
    for (name, letter) in &letters_by_name {
        office.write(&format!("{name}.docx"), &docx(letter, format));
    }
    // Its own format, flat: unlike its plain text it holds the frames as well.
    let read = office.convert("fodt");
    for (name, letter) in &letters_by_name {
        let xml = std::fs::read_to_string(read.join(format!("{name}.fodt")))
            .unwrap_or_else(|_| panic!("{name} was not opened"));
        let mut read: Vec<_> = office::paragraphs(&xml)
            .iter()
            .map(|it| letters(it))
            .collect();
        let mut blocks: Vec<_> = letter.to_text().split("\r\n\r\n").map(letters).collect();
        // Frames are stored in an order of their own.
        read.sort_unstable();
        blocks.sort_unstable();
        assert_eq!(read, blocks, "{name}");
    }
    let pages = office.convert("pdf");
    for (name, letter) in &letters_by_name {
        let pdf = pages.join(format!("{name}.pdf"));
        assert!(pdf.exists(), "{name} has no pages");
        if name.starts_with("opening")
            && let Some(printed) = office::printed(&pdf)
        {
            // Numbers of pages stand between the words.
            let read: Vec<_> = printed
                .lines()
                .filter(|line| !is_page_number(line))
                .collect();
            assert_eq!(
                words(&read.join("\n")),
                words(&as_on_the_page(letter)),
                "{name}"
            );
            address_shows_in_the_window(&pdf, letter);
        }
        // Pages after pages of address: nothing is cut off.
        let long = letter.to_text().len() > 50_000;
        if long && let Some(printed) = office::printed(&pdf) {
            let read: String = printed
                .lines()
                .filter(|line| !is_page_number(line))
                .collect();
            assert!(
                letters(&read) == letters(&letter.to_text()),
                "{name} is cut off"
            );
        }
    }
}

/// The text with the sender's block after the address, to the right of which it stands.
fn as_on_the_page(letter: &Letter) -> String {
    let text = letter.to_text();
    let mut blocks: Vec<_> = text.split("\r\n\r\n").collect();
    let place = |role| letter.blocks().iter().position(|block| block.role == role);
    if let (Some(sender), Some(address)) = (place("sender"), place("address")) {
        blocks.swap(sender, address);
    }
    blocks.join("\r\n")
}

fn is_page_number(line: &str) -> bool {
    matches!(words(line)[..], ["Page", page, "of", pages]
        if page.parse::<u8>().is_ok() && pages.parse::<u8>().is_ok())
}

/// At 18 points a window holds four lines.
fn address_shows_in_the_window(pdf: &Path, letter: &Letter) {
    let Some(places) = office::places(pdf) else {
        return;
    };
    let address = letter
        .blocks()
        .iter()
        .find(|block| block.role == "address")
        .unwrap();
    let lines = address.lines.iter().take(4).flatten();
    let words: Vec<_> = lines
        .flat_map(|span| span.text.split_whitespace())
        .collect();
    let start = places.windows(words.len()).position(|place| {
        place
            .iter()
            .map(|(word, _)| word.as_str())
            .eq(words.iter().copied())
    });
    let start = start.expect("the address stands together");
    for (word, [left, top, right, bottom]) in places.iter().skip(start).take(words.len()) {
        // The reader takes the height of a line for that of a word.
        let inside = *left >= 24.6 && *right <= 120.0 && *top >= 39.0 && *bottom <= 68.0;
        assert!(inside, "{word}: {left} to {right} mm, {top} to {bottom} mm");
    }
    let (date, [_, top, ..]) = places.iter().find(|(word, _)| word == "23").unwrap();
    assert!(
        (95.0..100.0).contains(top),
        "{date} is {top} mm from the top"
    );
}
