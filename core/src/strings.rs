//! Every word of the interface, one struct per screen, filled from the pack's
//! strings file: a missing or a surplus word is a problem of the pack, found at
//! build time. Must not know where the words are shown.

/// Puts values in the place of `{name}`.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        // One pass from left to right: a value that contains braces stays as it is.
        let known = after.split_once('}').and_then(|(name, tail)| {
            values
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| (*value, tail))
        });
        match known {
            Some((value, tail)) => {
                text.push_str(value);
                rest = tail;
            }
            None => {
                text.push('{');
                rest = after;
            }
        }
    }
    text.push_str(rest);
    text
}

/// Words as a list, in the order of their declaration. A pack carries them so: to
/// read a list takes far less code than to read every word by itself.
trait Listed {
    /// How many there are.
    const COUNT: usize;
    /// Puts them at the end of a list.
    fn give<'a>(&'a self, list: &mut Vec<&'a str>);
    /// Takes them from the start of one.
    fn take(list: &mut impl Iterator<Item = String>) -> Self;
}

impl Listed for String {
    const COUNT: usize = 1;
    fn give<'a>(&'a self, list: &mut Vec<&'a str>) {
        list.push(self);
    }
    // One call for each word, not the code of one.
    #[inline(never)]
    fn take(list: &mut impl Iterator<Item = String>) -> Self {
        list.next().unwrap_or_default()
    }
}

impl<const N: usize> Listed for [String; N] {
    const COUNT: usize = N;
    fn give<'a>(&'a self, list: &mut Vec<&'a str>) {
        list.extend(self.iter().map(String::as_str));
    }
    fn take(list: &mut impl Iterator<Item = String>) -> Self {
        std::array::from_fn(|_| String::take(list))
    }
}

macro_rules! listed {
    ($name:ident { $($key:ident: $kind:ty),+ }) => {
        impl Listed for $name {
            const COUNT: usize = 0 $(+ <$kind as Listed>::COUNT)+;
            fn give<'a>(&'a self, list: &mut Vec<&'a str>) {
                $(self.$key.give(list);)+
            }
            fn take(list: &mut impl Iterator<Item = String>) -> Self {
                Self { $($key: Listed::take(list)),+ }
            }
        }
    };
}

/// How a pack carries the words, for serde's `with`.
pub(crate) mod list {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    use super::{Listed, Strings};

    pub fn serialize<S: Serializer>(strings: &Strings, to: S) -> Result<S::Ok, S::Error> {
        let mut words = Vec::new();
        strings.give(&mut words);
        words.serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Strings, D::Error> {
        Strings::from_list(Vec::deserialize(from)?)
            .ok_or_else(|| D::Error::custom("words of another version"))
    }
}

macro_rules! strings {
    ($($(#[$doc:meta])* $group:ident: $name:ident { $($key:ident $(: $kind:ty)?),+ $(,)? })+) => {
        /// All words.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Strings {$(
            $(#[$doc])*
            pub $group: $name,
        )+}
        listed!(Strings { $($group: $name),+ });
        #[cfg(feature = "authoring")]
        impl Strings {
            /// The words that a strings file has to have, in the order of the list. In
            /// names, hyphens stand for the underscores here.
            pub(crate) const WORDS: &[Word] = &[$($(
                Word {
                    group: stringify!($group),
                    key: stringify!($key),
                    count: <strings!(@kind $($kind)?) as Listed>::COUNT,
                },
            )+)+];
        }
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, PartialEq)]
            #[allow(missing_docs, reason = "each word is explained beside it in the strings file")]
            pub struct $name {$(
                pub $key: strings!(@kind $($kind)?),
            )+}
            listed!($name { $($key: strings!(@kind $($kind)?)),+ });
        )+
    };
    (@kind) => { String };
    (@kind $kind:ty) => { $kind };
}

/// What a strings file has to have under one name.
#[cfg(feature = "authoring")]
pub(crate) struct Word {
    /// The table it stands in.
    pub group: &'static str,
    /// Its name in that table.
    pub key: &'static str,
    /// How many there are: more than 1 in a list.
    pub count: usize,
}

impl Strings {
    /// Takes the words from a list in the order of their declaration, if that has as
    /// many.
    pub(crate) fn from_list(words: Vec<String>) -> Option<Self> {
        (words.len() == Self::COUNT).then(|| Self::take(&mut words.into_iter()))
    }
}

strings! {
    /// Words of every screen.
    common: CommonStrings {
        back, change, start_again, error_title, error_prefix, answers_heading,
        open_page, close_page, open_sentence, because, law_moved, law_about, law_since,
        changed_since, changed_about,
        link_missing, warning, undo, save_case, open_case,
    }
    /// Words of a question screen.
    question: QuestionStrings {
        next, unanswered, why, lost, letter_changes, letter_change, letter_gone,
        clear_heading, clear_intro,
    }
    /// What is said of address codes that were left out.
    dropped: DroppedStrings {
        title, malformed, unknown_question, unknown_choice, second_answer, not_asked, no_place,
    }
    /// Words of the outcome screen.
    outcome: OutcomeStrings {
        heading, why, nothing_to_do, silences_heading, silences_ask, signposts_heading,
        letter_heading, letter_offered, letter_button, no_letter_heading,
        open_heading, open_intro, not_said, new, no_longer, changed, unchanged, letter_again,
    }
    /// How firmly the page puts it.
    strength: StrengthStrings {
        must, must_not, should, consider, may, can,
    }
    /// Words of the page view.
    page: PageStrings {
        heading, applies, applies_count, law_heading, law_intro, law_checked,
    }
    /// Words of the map of the questions.
    map: MapStrings {
        heading, intro, yours, any, or, way,
    }
    /// Words of the letter builder and of the letter.
    letter: LetterStrings {
        heading, intro, fields_heading, law_heading, law_intro, passages_heading, preview_heading, preview_label,
        state_in, state_out, state_undecided, suggested, chosen_against, standard, undecided,
        changed, edit, edit_label, edit_needs, restore, edited, edit_removed, edit_added,
        law_unchecked, law_keep, law_keep_label, law_keep_missing, law_reword, law_none_open, law_open,
        draft_line, unfinished, gap_undecided, decide, blank, date_day, date_month, date_year, date_hint, optional,
        error_too_few_lines, error_too_many_lines, error_marked, meant,
        error_date_day, error_date_month,
        error_date_year, error_date_year_digits, error_date_not_real, error_date_far,
        date, months: [String; 12],
        format_heading, size, size_hint, size_points, bold, double_spacing,
        check, title, frame_note,
        open_heading, sender_heading, sender_known, law_all_out, law_one_by_one, law_left_out, to_preview,
    }
    /// Words of the check screen.
    check: CheckStrings {
        heading, wording_heading, edits_heading, law_heading, law_point, law_reworded, law_kept,
        outputs_heading, copy, print, word, text, page, record, not_the_page,
        copied, copied_draft, copied_format, copy_failed, printing, print_failed, saved, save_failed,
        file_word, file_text, file_page, file_record,
        requests_heading, request_intro, request_copy, request_save, file_request,
        request_copied, instructions_heading, file_case, case_refused,
    }
    /// Words of the request note.
    request: RequestStrings {
        title, made, formats, asked_by, letter,
    }
    /// Words of the record of advice.
    record: RecordStrings {
        title, version, made, edited, law_open, law_kept,
    }
}

#[cfg(feature = "authoring")]
impl Strings {
    /// The words that only a pack with questions that can wait has to have.
    pub(crate) const OF_WAITING: &[(&str, &str)] = &[
        ("outcome", "open-heading"),
        ("outcome", "open-intro"),
        ("outcome", "not-said"),
        ("outcome", "new"),
        ("outcome", "no-longer"),
        ("outcome", "changed"),
        ("outcome", "unchanged"),
        ("outcome", "letter-again"),
    ];

    /// The words without which a pack does not say what is already clear, has one heading
    /// less in the letter builder, and no decision for all passages whose law has moved.
    pub(crate) const OPTIONAL: &[(&str, &str)] = &[
        ("common", "undo"),
        ("common", "save-case"),
        ("common", "open-case"),
        ("dropped", "no-place"),
        ("check", "file-case"),
        ("check", "case-refused"),
        ("question", "clear-heading"),
        ("question", "clear-intro"),
        ("letter", "open-heading"),
        ("letter", "sender-heading"),
        ("letter", "sender-known"),
        ("letter", "law-all-out"),
        ("letter", "law-one-by-one"),
        ("letter", "law-left-out"),
        ("letter", "to-preview"),
    ];
}

impl StrengthStrings {
    /// The word for a strength.
    pub fn of(&self, strength: crate::flow::Strength) -> &str {
        use crate::flow::Strength::{Can, Consider, May, Must, MustNot, Should};
        match strength {
            Must => &self.must,
            MustNot => &self.must_not,
            Should => &self.should,
            Consider => &self.consider,
            May => &self.may,
            Can => &self.can,
        }
    }
}

impl DroppedStrings {
    /// The words for a reason; `{code}` is the code.
    pub fn of(&self, reason: &crate::flow::codes::DropReason) -> &str {
        use crate::flow::codes::DropReason::{
            Malformed, NotAsked, SecondAnswer, UnknownChoice, UnknownQuestion,
        };
        match reason {
            Malformed => &self.malformed,
            UnknownQuestion => &self.unknown_question,
            UnknownChoice => &self.unknown_choice,
            SecondAnswer => &self.second_answer,
            NotAsked => &self.not_asked,
        }
    }
}
