//! The shape of each content file, and reading their texts. Must not know where the
//! texts come from, nor what the ids in them mean.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    ops::Range,
};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, MapAccess, SeqAccess, Visitor, value::SeqAccessDeserializer},
};
use toml::Spanned;

use super::{FORMAT, Problem, ProblemKind, Texts, lines::Lines, problem::Place};
use crate::{flow::Strength, letter::Sender, strings::Strings};

/// A condition as written; `resolve` gives it meaning.
pub type When = Option<Spanned<Clause>>;

/// Every file of a pack.
pub struct Files<'t> {
    pub source: &'t str,
    pub pack: PackFile,
    pub flow: FlowFile,
    pub actions: ActionsFile,
    pub letter: LetterFile,
    pub law: LawFile,
    pub strings: Strings,
    /// The texts, to turn bytes into lines.
    pub lines: BTreeMap<&'t str, Lines<'t>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackFile {
    pub format: Spanned<u32>,
    pub id: String,
    pub language: String,
    #[serde(default)]
    pub link: Vec<LinkRow>,
    #[serde(default)]
    pub unused: Vec<UnusedRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkRow {
    pub r#in: Spanned<String>,
    pub to: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnusedRow {
    pub sentence: Spanned<String>,
    pub reason: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlowFile {
    #[serde(default)]
    pub case: BTreeMap<Spanned<String>, Spanned<Clause>>,
    #[serde(default)]
    pub question: Vec<QuestionRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionRow {
    pub id: Spanned<String>,
    pub text: String,
    pub key: String,
    pub hint: Option<String>,
    pub when: When,
    pub sentences: Vec<Spanned<String>>,
    #[serde(rename = "until-answered")]
    pub until_answered: Option<Spanned<String>>,
    #[serde(default)]
    pub choice: Vec<ChoiceRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ChoiceRow {
    pub id: Spanned<String>,
    pub label: String,
    pub hint: Option<String>,
    pub same_as: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActionsFile {
    pub strength: BTreeMap<Strength, Vec<Spanned<String>>>,
    #[serde(default)]
    pub group: Vec<GroupRow>,
    #[serde(default)]
    pub action: Vec<ActionRow>,
    #[serde(default)]
    pub silence: Vec<SilenceRow>,
    #[serde(default)]
    pub signpost: Vec<SignpostRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupRow {
    pub id: Spanned<String>,
    pub title: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ActionRow {
    pub id: Spanned<String>,
    pub title: String,
    pub detail: Option<String>,
    pub strength: Spanned<Strength>,
    /// Why it may be as firm as it is, where no sentence has such a word.
    pub strength_reason: Option<Spanned<String>>,
    pub group: Spanned<String>,
    pub after: Option<Spanned<String>>,
    pub when: When,
    pub sentences: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SilenceRow {
    pub id: Spanned<String>,
    pub text: String,
    pub when: When,
    pub sentences: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignpostRow {
    pub id: Spanned<String>,
    pub title: String,
    pub when: When,
    pub sentences: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LetterFile {
    pub when: When,
    pub opening: Spanned<String>,
    #[serde(default, rename = "no-letter")]
    pub no_letter: Vec<NoLetterRow>,
    #[serde(default)]
    pub part: Vec<PartRow>,
    #[serde(default)]
    pub paragraph: Vec<ParagraphRow>,
    #[serde(default)]
    pub field: Vec<FieldRow>,
    #[serde(default)]
    pub preference: Vec<PreferenceRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoLetterRow {
    pub id: Spanned<String>,
    pub when: When,
    pub reason: String,
    pub sentences: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartRow {
    pub role: Spanned<String>,
    pub text: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParagraphRow {
    #[serde(default)]
    pub passage: Vec<PassageRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PassageRow {
    pub id: Spanned<String>,
    pub label: String,
    #[serde(default)]
    pub inside: bool,
    #[serde(default)]
    pub optional: bool,
    pub text: Option<String>,
    #[serde(default)]
    pub sentences: Vec<Spanned<String>>,
    pub changed: Option<String>,
    #[serde(rename = "left-out")]
    pub left_out: Option<String>,
    pub undecided: Option<String>,
    /// One table: a state whatever the answers. A list: presets.
    pub default: Option<DefaultRows>,
    #[serde(default)]
    pub option: Vec<OptionRow>,
}

/// A piece of a condition as written.
#[derive(Clone)]
pub enum Clause {
    /// Keys that must all hold.
    Table(Vec<(Spanned<String>, Spanned<Clause>)>),
    /// A list.
    List(Vec<Spanned<Clause>>),
    /// An id.
    Word(String),
    /// A number, a date or the like, which no condition has.
    Other,
}

// By hand, because an untagged enum forgets where its parts stand.
impl<'de> Deserialize<'de> for Clause {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Clause;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a condition")
            }

            fn visit_str<E>(self, word: &str) -> Result<Clause, E> {
                Ok(Clause::Word(word.to_owned()))
            }

            fn visit_bool<E>(self, _: bool) -> Result<Clause, E> {
                Ok(Clause::Other)
            }

            fn visit_i64<E>(self, _: i64) -> Result<Clause, E> {
                Ok(Clause::Other)
            }

            fn visit_f64<E>(self, _: f64) -> Result<Clause, E> {
                Ok(Clause::Other)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Clause, A::Error> {
                let mut parts = Vec::new();
                while let Some(part) = from.next_element()? {
                    parts.push(part);
                }
                Ok(Clause::List(parts))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Clause, A::Error> {
                let mut parts = Vec::new();
                while let Some(part) = from.next_entry()? {
                    parts.push(part);
                }
                Ok(Clause::Table(parts))
            }
        }
        from.deserialize_any(Any)
    }
}

pub enum DefaultRows {
    Always(String),
    Presets(Vec<PresetRow>),
}

// By hand, because serde's `untagged` forgets lines and what exactly is wrong.
impl<'de> Deserialize<'de> for DefaultRows {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Rows;
        impl<'de> Visitor<'de> for Rows {
            type Value = DefaultRows;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("“in”, “out”, the id of an option, or a list of defaults")
            }

            fn visit_str<E>(self, word: &str) -> Result<Self::Value, E> {
                Ok(DefaultRows::Always(word.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, rows: A) -> Result<Self::Value, A::Error> {
                Deserialize::deserialize(SeqAccessDeserializer::new(rows)).map(DefaultRows::Presets)
            }
        }
        from.deserialize_any(Rows)
    }
}

/// What stands under one name of a strings file: a text, or a list of them.
pub struct Words(Vec<String>);

// By hand for the same reason.
impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Words;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a text or a list of texts")
            }

            fn visit_str<E>(self, word: &str) -> Result<Self::Value, E> {
                Ok(Words(vec![word.to_owned()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, words: A) -> Result<Self::Value, A::Error> {
                Deserialize::deserialize(SeqAccessDeserializer::new(words)).map(Words)
            }
        }
        from.deserialize_any(Any)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PresetRow {
    pub choose: Spanned<String>,
    pub when: When,
    pub reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionRow {
    pub id: Spanned<String>,
    pub label: String,
    pub text: String,
    pub sentences: Vec<Spanned<String>>,
    pub changed: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldRow {
    pub id: Spanned<String>,
    pub label: String,
    pub hint: Option<String>,
    pub kind: FieldKindWord,
    pub lines: Option<(u8, u8)>,
    pub about: Option<AboutWord>,
    pub sender: Option<Sender>,
    #[serde(default = "yes")]
    pub required: bool,
    pub missing: Option<String>,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum FieldKindWord {
    Line,
    Lines,
    Paragraph,
    Date,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AboutWord {
    Recipient,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreferenceRow {
    pub id: Spanned<String>,
    pub text: String,
    pub hint: Option<String>,
    #[serde(default)]
    pub many: bool,
    #[serde(default)]
    pub choice: Vec<WishRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WishRow {
    pub id: Spanned<String>,
    pub label: String,
    pub hint: Option<String>,
    pub detail: Option<String>,
    pub missing: Option<String>,
    pub request: Option<String>,
    pub instruction: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LawFile {
    pub checked: Spanned<String>,
    #[serde(default)]
    pub note: Vec<NoteRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoteRow {
    pub id: Spanned<String>,
    pub sentences: Vec<Spanned<String>>,
    pub text: String,
    pub since: Spanned<String>,
    pub sources: Spanned<Vec<String>>,
    pub confidence: String,
    #[serde(default)]
    pub blocking: bool,
}

fn yes() -> bool {
    true
}

/// Reads the texts of a pack's files. Gives nothing when one cannot be read at all;
/// by then every file's problem is told.
pub fn read<'t>(texts: &'t Texts, problems: &mut Vec<Problem>) -> Option<Files<'t>> {
    let lines = texts.iter();
    let lines = lines.map(|(file, text)| (file.as_str(), Lines::new(text)));
    let mut reader = Reader {
        lines: lines.collect(),
        problems,
    };
    let source = reader.text("source.md");
    let pack: Option<PackFile> = reader.toml("pack.toml");
    let flow = reader.toml("flow.toml");
    let actions = reader.toml("actions.toml");
    let letter = reader.toml("letter.toml");
    let law = reader.toml("law.toml");
    let strings = pack
        .as_ref()
        .and_then(|pack| reader.strings(&format!("strings/{}.toml", pack.language)));
    if let Some(pack) = &pack {
        reader.format(&pack.format);
    }
    Some(Files {
        source: source?,
        pack: pack?,
        flow: flow?,
        actions: actions?,
        letter: letter?,
        law: law?,
        strings: strings?,
        lines: reader.lines,
    })
}

struct Reader<'t, 'p> {
    lines: BTreeMap<&'t str, Lines<'t>>,
    problems: &'p mut Vec<Problem>,
}

impl<'t> Reader<'t, '_> {
    fn text(&mut self, file: &str) -> Option<&'t str> {
        let text = self.lines.get(file).map(Lines::text);
        if text.is_none() {
            let problem = unreadable(file, None, "is missing.", "Put the file there.");
            self.problems.push(problem);
        }
        text
    }

    fn place(&self, file: &str, bytes: Range<usize>) -> Option<Place> {
        self.lines.get(file).map(|lines| lines.place(bytes))
    }

    fn toml<T: DeserializeOwned>(&mut self, file: &str) -> Option<T> {
        let error = match toml::from_str(self.text(file)?) {
            Ok(value) => return Some(value),
            Err(error) => error,
        };
        let place = error.span().and_then(|span| self.place(file, span));
        // In the words of the editing rules, not of the parser.
        let message = error
            .message()
            .replace("unknown field", "unknown key")
            .replace("missing field", "missing key")
            .replace("unknown variant", "unknown word")
            .replace('\n', ", ");
        let reason = format!("cannot be read from here: {message}.");
        let suggestion = "The editing rules at the top of the file say what can stand there.";
        let problem = unreadable(file, place, reason, suggestion);
        self.problems.push(problem);
        None
    }

    /// Every word by its name, and no other. One by one, because what serde makes of
    /// so many fields is most of what reading a pack would weigh.
    fn strings(&mut self, file: &str) -> Option<Strings> {
        let mut groups: BTreeMap<String, Spanned<BTreeMap<String, Spanned<Words>>>> =
            self.toml(file)?;
        let mut list = Vec::new();
        for word in Strings::WORDS {
            let [group, key] = [word.group, word.key].map(|name| name.replace('_', "-"));
            let found = groups.get_mut(&group);
            let group_bytes = found.as_ref().map(|words| words.span());
            let (bytes, reason, suggestion) =
                match found.and_then(|words| words.as_mut().remove(&key)) {
                    None if [Strings::OF_WAITING, Strings::OPTIONAL]
                        .iter()
                        .any(|it| it.contains(&(&group, &key))) =>
                    {
                        list.push(String::new());
                        continue;
                    }
                    None => (
                        group_bytes,
                        format!("has no “{key}” in [{group}]."),
                        "Add it.",
                    ),
                    Some(words) if words.get_ref().0.len() == word.count => {
                        list.extend(words.into_inner().0);
                        continue;
                    }
                    Some(words) => (
                        Some(words.span()),
                        format!(
                            "has {} words for “{key}” in [{group}], not {}.",
                            words.get_ref().0.len(),
                            word.count
                        ),
                        "Write as many as there must be.",
                    ),
                };
            let place = bytes.and_then(|bytes| self.place(file, bytes));
            let problem = unreadable(file, place, reason, suggestion);
            self.problems.push(problem);
        }
        let known: BTreeSet<_> = Strings::WORDS
            .iter()
            .map(|word| word.group.replace('_', "-"))
            .collect();
        for (group, words) in groups {
            let unknown = if known.contains(&group) {
                let keys = words.into_inner().into_iter();
                keys.map(|(key, words)| (words.span(), format!("“{key}” in [{group}]")))
                    .collect()
            } else {
                vec![(words.span(), format!("[{group}]"))]
            };
            for (bytes, what) in unknown {
                let place = self.place(file, bytes);
                let reason = format!("has {what}, which nothing shows.");
                let problem = unreadable(file, place, reason, "Delete it.");
                self.problems.push(problem);
            }
        }
        Strings::from_list(list)
    }

    fn format(&mut self, format: &Spanned<u32>) {
        let (file, version) = ("pack.toml", *format.get_ref());
        if version != FORMAT {
            let problem = Problem {
                kind: ProblemKind::Format,
                file: file.into(),
                place: self.place(file, format.span()),
                id: "format".into(),
                reason: format!("is {version}, but this version reads {FORMAT}."),
                suggestion: "Bring the files to that shape: their editing rules describe it."
                    .into(),
            };
            self.problems.push(problem);
        }
    }
}

pub fn unreadable(
    file: &str,
    place: Option<Place>,
    reason: impl Into<String>,
    suggestion: &str,
) -> Problem {
    Problem {
        kind: ProblemKind::Unreadable,
        file: file.into(),
        place,
        id: file.into(),
        reason: reason.into(),
        suggestion: suggestion.into(),
    }
}
