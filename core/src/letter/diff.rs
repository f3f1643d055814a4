//! What a user changed in a passage, word by word. Must not know of passages.

use std::mem;

use diff::Result::{Both, Left, Right};

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

/// The changes from one wording to another, in reading order: between words that are the
/// same, first all that was removed.
pub fn words(standard: &str, edited: &str) -> Vec<Change> {
    let (old, new) = (tokens(standard), tokens(edited));
    let mut changes: Vec<Change> = Vec::new();
    let (mut removed, mut added) = (String::new(), String::new());
    // One more, after which all has been told.
    let found = diff::slice(&old, &new);
    for step in found.iter().map(Some).chain([None]) {
        let same = match step {
            Some(Left(word)) => {
                removed.push_str(word.0);
                continue;
            }
            Some(Right(word)) => {
                added.push_str(word.0);
                continue;
            }
            Some(Both(before, after)) => before.spaced(after),
            None => "",
        };
        for (kind, text) in [
            (ChangeKind::Removed, mem::take(&mut removed)),
            (ChangeKind::Added, mem::take(&mut added)),
            (ChangeKind::Same, same.to_owned()),
        ] {
            match changes.last_mut() {
                _ if text.is_empty() => (),
                Some(last) if last.kind == kind => last.text.push_str(&text),
                _ => changes.push(Change { kind, text }),
            }
        }
    }
    changes
}

/// A word with the blank after it, which does not make it another word.
struct Word<'a>(&'a str);

impl<'a> Word<'a> {
    /// As it stands in the other wording. Where that ends with it, the blank after it is
    /// ours: what is removed goes on behind it.
    fn spaced(&self, other: &Self) -> &'a str {
        if other.0.ends_with(char::is_whitespace) {
            other.0
        } else {
            self.0
        }
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    /// The changes in one line: `[-removed-]`, `{+added+}`, and the rest as it is.
    #[track_caller]
    fn shown(standard: &str, edited: &str, expected: &str) {
        let change = |change: Change| match change.kind {
            ChangeKind::Same => change.text,
            ChangeKind::Removed => format!("[-{}-]", change.text),
            ChangeKind::Added => format!("{{+{}+}}", change.text),
        };
        let read: String = words(standard, edited).into_iter().map(change).collect();
        assert_eq!(read, expected, "{standard:?} as {edited:?}");
    }

    #[test]
    fn words_are_the_same_removed_or_added() {
        shown("", "", "");
        shown("", "new words", "{+new words+}");
        shown("old words", "", "[-old words-]");
        shown("the same", "the same", "the same");
        shown("one two three", "one three", "one [-two -]three");
        shown("one three", "one two three", "one {+two +}three");
        shown(
            "one two three",
            "one other three",
            "one [-two -]{+other +}three",
        );
        shown("one two", "one Two", "one [-two-]{+Two+}");
        shown("a b c d e", "b x d y", "[-a -]b [-c -]{+x +}d [-e-]{+y+}");
    }

    #[test]
    fn blanks_and_line_breaks_are_the_user_s_and_no_change() {
        shown("one two", "one\ntwo", "one\ntwo");
        shown("one two ", "one two", "one two ");
    }

    /// Found by fuzzing: “apenalty”.
    #[test]
    fn words_stay_apart_where_one_wording_ends_before_the_other() {
        shown("to a penalty", "to a", "to a [-penalty-]");
        shown("to a", "to a penalty", "to a {+penalty+}");
    }
}
