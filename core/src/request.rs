//! The request note: asks somebody else for the letter in a format that no browser
//! makes. Says which format, who asks, and the letter; nothing about why it is needed.
//! Must not know of screens.

use crate::{
    letter::{Input, Letter, Span},
    pack::Pack,
    strings::fill,
};

/// The note as plain text with CRLF line ends, or none when nothing is asked for.
/// `date` is in words.
pub fn note(pack: &Pack, input: &Input, letter: &Letter, date: &str) -> Option<String> {
    let formats = pack.letter.requests(input);
    if formats.is_empty() {
        return None;
    }
    let words = &pack.strings.request;
    let mut note = Vec::new();
    if letter.is_marked_draft() {
        note.extend([pack.strings.letter.draft_line.clone(), String::new()]);
    }
    note.extend([words.title.clone(), fill(&words.made, &[("date", date)])]);
    let mut list = |heading: &str, items: Vec<String>| {
        note.extend([String::new(), heading.to_owned()]);
        note.extend(items.iter().map(|item| ["- ", item].concat()));
    };
    list(&words.formats, formats);
    // Whoever signs the letter asks, and the sender's block says where they are.
    let asks = ["signature", "sender"].map(|role| lines(letter, role));
    list(&words.asked_by, asks.concat());
    note.extend([
        String::new(),
        words.letter.clone(),
        String::new(),
        letter.to_text(),
    ]);
    note.push(String::new());
    Some(note.join("\r\n"))
}

/// The lines of the blocks with this role.
fn lines(letter: &Letter, role: &str) -> Vec<String> {
    let blocks = letter.blocks().iter().filter(|block| block.role == role);
    let line = |line: &Vec<Span>| line.iter().map(|span| span.text.as_str()).collect();
    blocks.flat_map(|block| &block.lines).map(line).collect()
}
