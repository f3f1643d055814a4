//! Owns what a word processor and a validator make of the Word files: every one opens and
//! is valid, and what is read and printed is the letter word for word.

use std::{
    collections::BTreeMap,
    env, fs,
    path::Path,
    time::{SystemTime, UNIX_EPOCH},
};

use fastrand::Rng;
use guidance_core::letter::{Letter, State, format::Format, text};

use crate::{
    alike::first_difference,
    office::{self, Office},
    outputs::{LARGE, hostile, is_long, typed_everywhere},
    shipped::{PACK, compose, everything, finished, opening, openings, ordinary, passage, tell},
};

/// The validator wants a theme. That is a rule of its own (`--policy strict`), and none of
/// the schemas: ECMA-376-1, 14.2.7, permits one theme and requires none. Nothing in these
/// files is set by a theme's fonts or colours.
const NO_THEME: &str = "/word/document.xml: A required relationship type \
    'http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme' is missing.";

/// How many letters are opened besides one for each opening.
const SAMPLE: usize = 20;

fn docx(letter: &Letter, format: Format) -> Vec<u8> {
    letter.to_docx(format, "Letter", &PACK.language)
}

#[track_caller]
fn is_valid(office: &Office) {
    let mut findings = office.validate();
    let without_theme = findings.remove(NO_THEME);
    assert!(
        without_theme.is_some(),
        "the exception is of no use any more"
    );
    let first = findings.iter().next();
    assert!(first.is_none(), "not valid: {first:?}");
}

/// The words of each paragraph, whatever the order: frames are stored in one of their own.
fn blocks<'a>(paragraphs: impl Iterator<Item = &'a str>) -> Vec<String> {
    let words = |text: &str| {
        let words = text.split(|it: char| it.is_ascii_whitespace());
        words
            .filter(|it| !it.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let mut blocks: Vec<_> = paragraphs.map(words).collect();
    blocks.sort_unstable();
    blocks
}

/// LibreOffice's own format, flat: unlike its plain text it holds the frames as well.
fn read_by_writer(letter: &Letter, fodt: &Path) -> Result<(), String> {
    let xml = fs::read_to_string(fodt).unwrap();
    let paragraphs = office::paragraphs(&xml);
    let read = blocks(paragraphs.iter().map(String::as_str));
    let text = letter.to_text();
    let expected = blocks(text.split("\r\n\r\n"));
    if read == expected {
        return Ok(());
    }
    Err(first_difference(&read.join("\n"), &expected.join("\n")))
}

/// How many hostile texts stand in one document.
const GROUP: usize = 25;

/// Opening a document each would take minutes, so a document has many of one category,
/// each on lines of its own where a paragraph is typed, and one in each short field.
#[test]
fn every_hostile_text_opens_and_is_valid() {
    let Some(office) = Office::find("hostile") else {
        return;
    };
    let mut letters = BTreeMap::new();
    // The long ones have a test of their own.
    for category in hostile()
        .into_iter()
        .filter(|it| !it.name.starts_with("long"))
    {
        let seen = |text: &&String| text::lines(text).next().is_some();
        let texts: Vec<_> = category.texts.iter().filter(seen).cloned().collect();
        let name = category.name.replace(' ', "-");
        for (row, group) in texts.chunks(GROUP).enumerate() {
            let together = group.join("\n");
            let mut short = group.iter().cycle();
            let letter = compose(&typed_everywhere(|place| {
                if is_long(place) {
                    together.clone()
                } else {
                    short.next().unwrap().clone()
                }
            }));
            let name = format!("{name}-{row}");
            office.write(&name, &docx(&letter, Format::default()));
            letters.insert(name, letter);
        }
    }
    is_valid(&office);
    for (name, fodt) in office.convert("fodt", |_| true) {
        if let Err(error) = read_by_writer(&letters[&name], &fodt) {
            panic!("{name}: {error}");
        }
    }
    for (name, pdf) in office.convert("pdf", |_| true) {
        // Which letters a page shows depends on the fonts that are there. English words
        // after the hostile ones are there whatever stands before them.
        let printed = office::printed(&pdf);
        assert!(printed.contains("Yours sincerely"), "{name} is cut off");
    }
    tell(&format!(
        "{} documents of hostile texts open, print and are valid",
        letters.len()
    ));
}

#[test]
fn what_is_read_and_printed_is_the_letter_word_for_word() {
    let Some(office) = Office::find("printed") else {
        return;
    };
    let seed = seed();
    let mut letters = BTreeMap::new();
    for (id, opening) in openings() {
        let letter = compose(&everything(opening, ordinary));
        letters.insert(format!("opening-{id}"), (id.to_owned(), letter));
    }
    let all: Vec<_> = finished().collect();
    for (row, letter) in Rng::with_seed(seed)
        .choose_multiple(&all, SAMPLE)
        .into_iter()
        .enumerate()
    {
        letters.insert(format!("letter-{row:02}"), letter.clone());
    }
    for (format, end) in [(Format::default(), "standard"), (LARGE, "large")] {
        for (name, (_, letter)) in &letters {
            office.write(&format!("{name}-{end}"), &docx(letter, format));
        }
    }
    let letter = |name: &str| &letters[name.rsplit_once('-').unwrap().0];
    is_valid(&office);
    for (name, fodt) in office.convert("fodt", |_| true) {
        let (what, letter) = letter(&name);
        if let Err(error) = read_by_writer(letter, &fodt) {
            panic!("{name} ({what}), GUIDANCE_SEED={seed}: {error}");
        }
    }
    for (name, pdf) in office.convert("pdf", |_| true) {
        let (what, letter) = letter(&name);
        let read = words(&office::printed(&pdf));
        let expected = words(&letter.to_text());
        assert!(
            read == expected,
            "{name} ({what}), GUIDANCE_SEED={seed}: {}",
            first_difference(&read, &expected)
        );
        address_shows_in_the_window(&pdf, letter);
    }
    tell(&format!(
        "{} letters in two formats are read and printed word for word (GUIDANCE_SEED={seed})",
        letters.len()
    ));
}

/// Another sample on every run; the one that is asked for when a failure is looked into.
fn seed() -> u64 {
    if let Ok(seed) = env::var("GUIDANCE_SEED") {
        return seed.parse().expect("GUIDANCE_SEED is a number");
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    u64::from(now.subsec_nanos())
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At 18 points a window holds four lines.
fn address_shows_in_the_window(pdf: &Path, letter: &Letter) {
    let places = office::places(pdf);
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
    // Double spacing is above a line.
    assert!(
        (95.0..112.0).contains(top),
        "{date} is {top} mm from the top"
    );
}

/// On the page of the signature the closing stands as well, also where the paragraph before
/// it fills a page with them.
#[test]
fn the_signature_never_stands_alone() {
    let Some(office) = Office::find("signature") else {
        return;
    };
    // The longest last paragraph, and the shortest.
    let ends = [("offence", vec!["confirm", "meeting"]), ("meeting", vec![])];
    for (end, left_out) in ends {
        let mut input = everything(opening("asked"), ordinary);
        for id in left_out {
            input.choices.insert(passage(id), State::Out);
        }
        for points in Format::SIZES {
            for (bold, double_spacing) in [(false, false), (false, true), (true, true)] {
                let format = Format {
                    points,
                    bold,
                    double_spacing,
                };
                let name = format!("{end}-{points}-{bold}-{double_spacing}");
                office.write(&name, &docx(&compose(&input), format));
            }
        }
    }
    let mut alone = Vec::new();
    for (name, pdf) in office.convert("pdf", |_| true) {
        let pages = office::pages(&pdf);
        // The name is the claimant's as well.
        let page = pages.iter().rposition(|it| it.contains("O’Sullivan"));
        if !pages[page.unwrap()].contains("Yours sincerely") {
            alone.push(name);
        }
    }
    assert_eq!(alone, [""; 0]);
}

/// An address as long as a frame takes it: clear of the window's
/// edge beside it and of the date below it. One from the right keeps its lines, and a code
/// in it its order.
#[test]
fn an_address_keeps_its_place_and_its_codes() {
    let Some(office) = Office::find("address") else {
        return;
    };
    let long = ["A Very Long Name of a House in a Long Street"; 3].join("\n") + "\nLeeds\nLS1 2AB";
    let right = "شقة 3، شارع النيل\nبرمنغهام\nB1 1AA\n110 00".to_owned();
    for (name, address) in [("long", long), ("right", right)] {
        for points in Format::SIZES {
            let format = Format {
                points,
                ..Format::default()
            };
            let letter = compose(&everything(opening("asked"), |field| {
                match field.id.as_str() {
                    "claimant-address" => address.clone(),
                    _ => ordinary(field),
                }
            }));
            office.write(&format!("{name}-{points}"), &docx(&letter, format));
        }
    }
    for (name, pdf) in office.convert("pdf", |_| true) {
        let places = office::places(&pdf);
        let all = |word: &str| {
            let found = places.iter().filter(|(it, _)| it == word);
            found.map(|(_, place)| *place).collect::<Vec<_>>()
        };
        let at = |word: &str| {
            let found = all(word).first().copied();
            found.unwrap_or_else(|| panic!("{name}: no {word} in {places:?}"))
        };
        let [_, date, ..] = at("23");
        if name.starts_with("long") {
            let [.., end] = at("2AB");
            let line = end - at("2AB")[1];
            assert!(date - end >= line / 2.0, "{name}: {end} and {date} mm");
            for word in ["Very", "House", "Long"] {
                for [.., right, _] in all(word) {
                    assert!(right <= 115.5, "{name}: {word} ends at {right} mm");
                }
            }
        } else {
            let left = |word| at(word)[0];
            assert!(
                left("B1") < left("1AA") && left("110") < left("00"),
                "{name}: {places:?}"
            );
            // In the window, on its left.
            assert!(
                left("B1") < 27.0 && left("110") < 27.0,
                "{name}: {places:?}"
            );
        }
    }
}

/// Pages after pages of address and name: nothing is cut off.
#[test]
fn nothing_long_is_cut_off() {
    let Some(office) = Office::find("long") else {
        return;
    };
    let mut letters = BTreeMap::new();
    for category in hostile()
        .into_iter()
        .filter(|it| it.name.starts_with("long"))
    {
        for (row, text) in category.texts.into_iter().enumerate() {
            let letter = compose(&typed_everywhere(|_| text.clone()));
            // A font for Latin letters is there wherever the tests run. A line each
            // would make pages by the thousand.
            let printed = text.is_ascii() && !text.contains('\n');
            let end = if printed { "printed" } else { "read" };
            let name = format!("{}-{row}-{end}", category.name.replace(' ', "-"));
            office.write(&name, &docx(&letter, Format::default()));
            letters.insert(name, letter);
        }
    }
    for (name, fodt) in office.convert("fodt", |_| true) {
        if let Err(error) = read_by_writer(&letters[&name], &fodt) {
            panic!("{name}: {error}");
        }
    }
    let without_blanks = |text: &str| text.split_whitespace().collect::<String>();
    for (name, pdf) in office.convert("pdf", |name| name.ends_with("printed")) {
        let read = without_blanks(&office::printed(&pdf));
        let expected = without_blanks(&letters[&name].to_text());
        assert!(
            read == expected,
            "{name}: {}",
            first_difference(&read, &expected)
        );
    }
}
