//! What can be wrong with a pack. Must not know how it is found.

use std::fmt;

/// Something wrong with a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The kind.
    pub kind: ProblemKind,
    /// The file, by its name in the pack's folder.
    pub file: String,
    /// The line, counted from 1, where it is known.
    pub line: Option<usize>,
    /// What it is about: a question, an action, a passage, …
    pub id: String,
    /// What is wrong and what to do.
    pub reason: String,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $name:literal),+ $(,)?) => {
        /// The kinds of problem.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum ProblemKind {$(
            $(#[$doc])*
            $kind,
        )+}

        impl ProblemKind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$kind),+];

            /// Its name in reports.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)+
                }
            }
        }
    };
}

kinds! {
    /// A file is missing or is not of the expected shape.
    Unreadable = "unreadable",
    /// The files are of another format version.
    Format = "format",
    /// An id stands twice.
    DuplicateId = "duplicate-id",
    /// An id that cannot be used.
    BadId = "bad-id",
    /// Something refers to what does not exist.
    DanglingReference = "dangling-reference",
    /// A question's condition looks at a question that comes later.
    ForwardReference = "forward-reference",
    /// Cases that refer to each other in a circle.
    CircularCase = "circular-case",
    /// A case that nothing uses.
    UnusedCase = "unused-case",
    /// The numbering or markup of the page cannot be read.
    SourceMarkup = "source-markup",
    /// A letter text differs from its sentences and does not say so.
    UndeclaredWording = "undeclared-wording",
    /// A letter text contains a bracket, an asterisk or "delete as appropriate".
    LeftoverMarker = "leftover-marker",
    /// A letter passage or field that is put together wrongly.
    LetterShape = "letter-shape",
    /// Nothing is cited.
    Uncited = "uncited",
    /// A question that is reached has no choices.
    DeadEnd = "dead-end",
    /// No answers lead to the question.
    UnreachableQuestion = "unreachable-question",
    /// The choice can never be made.
    UnreachableChoice = "unreachable-choice",
    /// No answers lead to the action.
    UnreachableAction = "unreachable-action",
    /// No answers lead to the silence, signpost or reason for no letter.
    UnreachableNotice = "unreachable-notice",
    /// No answers suggest the letter passage or wording.
    UnreachablePassage = "unreachable-passage",
    /// A condition, or a part of one, that always holds.
    AlwaysTrue = "always-true",
    /// A condition, or a part of one, that never holds.
    AlwaysFalse = "always-false",
    /// A complete set of answers for which nothing is said.
    EmptyOutcome = "empty-outcome",
    /// Neither a letter nor a reason for none, or both.
    LetterUnexplained = "letter-unexplained",
    /// Two presets of one passage hold for the same answers.
    OverlappingPresets = "overlapping-presets",
    /// A sentence that nothing cites and that is not listed as unused.
    UncitedSentence = "uncited-sentence",
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.file)?;
        if let Some(line) = self.line {
            write!(out, ":{line}")?;
        }
        write!(out, ": {} [{}]: {}", self.id, self.kind.name(), self.reason)
    }
}
