//! The words of a pack as words: no stray blanks, no notes to whoever writes them, and
//! no sentence of the pack's own that is too long to be read at a desk. Must not know
//! what the words are about.

use std::{collections::BTreeMap, ops::Range};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{Problem, ProblemKind as Kind, lines::Lines};

/// Keys with words that somebody reads.
const WORDS: [&str; 16] = [
    "text",
    "label",
    "hint",
    "title",
    "detail",
    "key",
    "reason",
    "changed",
    "left-out",
    "undecided",
    "missing",
    "request",
    "instruction",
    "since",
    "confidence",
    "strength-reason",
];

/// Notes to whoever writes the pack.
const MARKERS: [&str; 7] = [
    "TODO",
    "FIXME",
    "XXX",
    "TBC",
    "???",
    "Lorem ipsum",
    "delete as appropriate",
];

/// The most words of a sentence that is easy to read, as government style guides say.
const MOST_WORDS: usize = 25;

/// Looks at every text of every file. A file that cannot be read was told.
pub fn check(lines: &BTreeMap<&str, Lines<'_>>, problems: &mut Vec<Problem>) {
    for (file, lines) in lines {
        let mut reader = Reader {
            file,
            lines,
            problems,
            strings: file.starts_with("strings/"),
        };
        if let (true, Ok(table)) = (file.ends_with(".toml"), DeTable::parse(lines.text())) {
            reader.table("", "", table.get_ref());
        }
    }
}

struct Reader<'a> {
    file: &'a str,
    lines: &'a Lines<'a>,
    problems: &'a mut Vec<Problem>,
    /// Whether every text is read, as in the words of the interface.
    strings: bool,
}

impl Reader<'_> {
    /// `name` is the key of the table, `parent` the id that it stands under.
    fn table(&mut self, name: &str, parent: &str, table: &DeTable<'_>) {
        let own = table.get("id").and_then(|id| id.get_ref().as_str());
        let id = match (name, own) {
            (_, None) => parent.to_owned(),
            ("choice" | "option", Some(own)) => format!("{parent}={own}"),
            ("group" | "silence" | "signpost" | "no-letter" | "preference", Some(own)) => {
                format!("{name} {own}")
            }
            (_, Some(own)) => own.to_owned(),
        };
        for (key, value) in table {
            self.value(key.get_ref(), &id, value);
        }
    }

    fn value(&mut self, key: &str, id: &str, value: &Spanned<DeValue<'_>>) {
        match value.get_ref() {
            DeValue::Table(table) => {
                let under = if id.is_empty() { key } else { id };
                self.table(key, under, table);
            }
            DeValue::Array(items) => {
                for item in items.iter() {
                    self.value(key, id, item);
                }
            }
            DeValue::String(text) if self.strings || WORDS.contains(&key) => {
                let id = if id.is_empty() { key } else { id };
                self.text(key, id, text, value.span());
            }
            _ => {}
        }
    }

    fn text(&mut self, key: &str, id: &str, text: &str, bytes: Range<usize>) {
        // The released letter is what it is, and a passage that stands inside another
        // brings its own blanks.
        let letter = self.file == "letter.toml" && key == "text";
        let ends = !letter && !self.strings && text.trim() != text;
        if text.contains("  ") || text.contains(" \n") || ends {
            let blank = ["  ", " \n"].into_iter().find(|it| text.contains(it));
            let reason = format!("has a blank too many in `{key}`.");
            self.tell(Kind::StrayBlank, id, &bytes, blank, reason, "Take it out.");
        }
        let marker = MARKERS.into_iter().find(|marker| text.contains(marker));
        if let Some(marker) = marker.filter(|_| !letter) {
            let reason = format!("has a marker in `{key}`: “{marker}”.");
            let suggestion = "Finish the text, or take the marker out.";
            self.tell(
                Kind::LeftoverMarker,
                id,
                &bytes,
                Some(marker),
                reason,
                suggestion,
            );
        }
        if letter {
            return;
        }
        for sentence in text.split_inclusive(['.', '?', '!', '\n']) {
            let words = sentence.split_whitespace().count();
            if words > MOST_WORDS {
                let reason =
                    format!("has a sentence of {words} words in `{key}`, more than {MOST_WORDS}.");
                let start: String = sentence.trim().chars().take(12).collect();
                let suggestion = "Make two of it, unless it quotes the page.";
                self.tell(
                    Kind::LongSentence,
                    id,
                    &bytes,
                    Some(&start),
                    reason,
                    suggestion,
                );
            }
        }
    }

    /// Tells a problem with the part of a text that begins with `what`.
    fn tell(
        &mut self,
        kind: Kind,
        id: &str,
        bytes: &Range<usize>,
        what: Option<&str>,
        reason: String,
        suggestion: &str,
    ) {
        let written = self.lines.text().get(bytes.clone()).unwrap_or("");
        let part = what.and_then(|what| written.find(what).map(|at| (bytes.start + at, what)));
        let bytes = part.map_or(bytes.clone(), |(at, what)| at..at + what.len());
        self.problems.push(Problem {
            kind,
            file: self.file.to_owned(),
            place: Some(self.lines.place(bytes)),
            id: id.to_owned(),
            reason,
            suggestion: suggestion.to_owned(),
        });
    }
}
