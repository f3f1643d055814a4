//! What can be wrong with a pack. Must not know how it is found.

use std::{fmt, ops::Range};

/// Something wrong with a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The kind.
    pub kind: ProblemKind,
    /// The file, by its name in the pack's folder.
    pub file: String,
    /// Where in the file, when it is somewhere.
    pub place: Option<Place>,
    /// What it is about: a question, an action, a passage, …
    pub id: String,
    /// What is wrong, as a sentence about the id.
    pub reason: String,
    /// What to do.
    pub suggestion: String,
}

/// Where something stands in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The line, counted from 1.
    pub line: usize,
    /// The column in characters, counted from 1.
    pub column: usize,
    /// Its bytes in the file.
    pub bytes: Range<usize>,
}

/// Whether a problem keeps a pack from being used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It does.
    Error,
    /// It does not; a person should look at it.
    Warning,
}

impl Severity {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

impl Problem {
    /// Whether it keeps the pack from being used.
    pub fn severity(&self) -> Severity {
        match self.kind {
            ProblemKind::LongSentence | ProblemKind::StrengthTwice => Severity::Warning,
            _ => Severity::Error,
        }
    }
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
    /// A case, group, field or link that nothing uses.
    UnusedId = "unused-id",
    /// The numbering or markup of the page cannot be read.
    SourceMarkup = "source-markup",
    /// A letter text differs from its sentences and does not say so.
    UndeclaredWording = "undeclared-wording",
    /// A text contains a marker of the released page, or a note to whoever writes it.
    LeftoverMarker = "leftover-marker",
    /// A letter passage or field that is put together wrongly.
    LetterShape = "letter-shape",
    /// A letter passage inside another that is not there, not once, or too deep.
    LetterNesting = "letter-nesting",
    /// A law note that does not say since when or where to check.
    UnsupportedLaw = "unsupported-law",
    /// An action that is firmer than the verbs of its sentences.
    FirmerThanPage = "firmer-than-page",
    /// A title that says the action's strength, which the screen puts in front of it.
    StrengthTwice = "strength-twice",
    /// Two blanks in a row, or blanks at an end.
    StrayBlank = "stray-blank",
    /// A sentence of the pack's own that is too long to be read at a desk.
    LongSentence = "long-sentence",
    /// More of something than can be read or proved in reasonable time.
    TooLarge = "too-large",
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
    /// Two actions or signposts say the same sentences for the same answers.
    OverlappingRules = "overlapping-rules",
    /// An action, signpost or preset that holds only where an earlier one does.
    ShadowedRule = "shadowed-rule",
    /// A part of a condition that the rest of it implies.
    SubsumedCondition = "subsumed-condition",
    /// A choice after which everything is as after another one.
    IdleChoice = "idle-choice",
    /// A sentence that nothing cites and that is not listed as unused.
    UncitedSentence = "uncited-sentence",
    /// A sentence that is cited only by what no answers lead to.
    UnshownSentence = "unshown-sentence",
    /// The proof takes more steps than it may.
    Unproved = "unproved",
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.file)?;
        if let Some(Place { line, column, .. }) = &self.place {
            write!(out, ":{line}:{column}")?;
        }
        let kind = self.kind.name();
        write!(
            out,
            ": {} [{kind}]: {} {}",
            self.id, self.reason, self.suggestion
        )
    }
}
