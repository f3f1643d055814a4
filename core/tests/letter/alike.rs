//! Whether every output holds the same letter. Must not know which letter it is.

use guidance_core::letter::{Letter, format::Format};

use crate::readers;

/// The style sheet of the printed letter, which goes into the web page.
pub const CSS: &str = include_str!("../../../styles/letter.css");
pub const TITLE: &str = "A <title> & \"more\"";

/// What is not the same letter in some output, if anything.
pub fn differences(letter: &Letter, format: Format, language: &str) -> Result<(), String> {
    let expected = letter.to_text();
    let text_file = letter.to_text_file();
    let read = readers::text_file(&text_file).map_err(|error| format!("text file: {error}"))?;
    if read != readers::words(&expected) {
        return Err(format!(
            "text file:\n{}",
            first_difference(&text_file, &expected)
        ));
    }
    let html = letter.to_html(format, language);
    let page = letter.to_page(CSS, format, TITLE, language);
    let docx = letter.to_docx(format, TITLE, language);
    for (output, read) in [
        ("clipboard", readers::html(&html)),
        ("web page", readers::page(&page)),
        ("Word", readers::word(&docx)),
    ] {
        let read = read.map_err(|error| format!("{output}: {error}"))?;
        if read != expected {
            return Err(format!("{output}: {}", first_difference(&read, &expected)));
        }
    }
    Ok(())
}

/// Where two texts part, without the thousands of characters before and after.
pub fn first_difference(read: &str, expected: &str) -> String {
    let same = read
        .chars()
        .zip(expected.chars())
        .take_while(|(a, b)| a == b)
        .count();
    let near = |text: &str| {
        text.chars()
            .skip(same.saturating_sub(20))
            .take(80)
            .collect::<String>()
    };
    format!("{:?} in place of {:?}", near(read), near(expected))
}
