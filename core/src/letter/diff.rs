//! What a user changed in a passage, word by word. Must not know of passages.

use similar::{ChangeTag, TextDiff};

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
    let mut changes: Vec<Change> = Vec::new();
    for change in TextDiff::from_words(standard, edited).iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => ChangeKind::Same,
            ChangeTag::Delete => ChangeKind::Removed,
            ChangeTag::Insert => ChangeKind::Added,
        };
        match changes.last_mut() {
            Some(last) if last.kind == kind => last.text.push_str(change.value()),
            _ => changes.push(Change {
                kind,
                text: change.value().to_owned(),
            }),
        }
    }
    changes
}
