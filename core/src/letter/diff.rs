//! What a user changed in a passage, word by word. Must not know of passages.

use similar::{
    DiffTag,
    algorithms::{Capture, Replace, myers},
};

/// Words that are in both wordings, or in one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// In which.
    pub kind: ChangeKind,
    /// The words.
    pub text: String,
}

/// In which wording words are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// In both.
    Same,
    /// In the standard wording only.
    Removed,
    /// In the user's wording only.
    Added,
}

/// The changes from one wording to another, in reading order.
pub fn words(standard: &str, edited: &str) -> Vec<Change> {
    let (old, new) = (tokens(standard), tokens(edited));
    // The algorithm by itself: `TextDiff` brings four others.
    let mut found = Replace::new(Capture::new());
    let (all, with) = (0..old.len(), 0..new.len());
    let Ok(()) =
        myers::diff_deadline_raw(&mut found, old.as_slice(), all, new.as_slice(), with, None);
    let mut changes: Vec<Change> = Vec::new();
    for op in found.into_inner().ops() {
        let (tag, before, after) = op.as_tag_tuple();
        let (before, after) = (old.get(before), new.get(after));
        let kinds = match tag {
            DiffTag::Equal => vec![(ChangeKind::Same, after)],
            _ => vec![(ChangeKind::Removed, before), (ChangeKind::Added, after)],
        };
        for (kind, words) in kinds {
            let text: String = words.into_iter().flatten().map(|word| word.0).collect();
            match changes.last_mut() {
                _ if text.is_empty() => {}
                Some(last) if last.kind == kind => last.text.push_str(&text),
                _ => changes.push(Change { kind, text }),
            }
        }
    }
    changes
}

/// A word with the blank after it, which does not make it another word.
struct Word<'a>(&'a str);

impl PartialEq for Word<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.0.trim_end() == other.0.trim_end()
    }
}

fn tokens(text: &str) -> Vec<Word<'_>> {
    text.split_inclusive(char::is_whitespace)
        .map(Word)
        .collect()
}
