//! The shape of each content file, and reading their texts. Must not know where the
//! texts come from, nor what the ids in them mean.

use std::{collections::BTreeMap, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, SeqAccess, Visitor, value::SeqAccessDeserializer},
};
use toml::{Spanned, Table};

use super::{FORMAT, Problem, ProblemKind, Texts};
use crate::{flow::Strength, strings::Strings};

/// A condition as written; `resolve` gives it meaning.
pub type When = Option<Spanned<Table>>;

/// Every file of a pack.
pub struct Files {
    pub source: String,
    pub pack: PackFile,
    pub flow: FlowFile,
    pub actions: ActionsFile,
    pub letter: LetterFile,
    pub law: LawFile,
    pub strings: Strings,
    /// The texts, to turn positions into lines.
    pub texts: Texts,
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
    pub reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlowFile {
    #[serde(default)]
    pub case: BTreeMap<String, Spanned<Table>>,
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
    #[serde(default)]
    pub choice: Vec<ChoiceRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoiceRow {
    pub id: Spanned<String>,
    pub label: String,
    pub hint: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActionsFile {
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
#[serde(deny_unknown_fields)]
pub struct ActionRow {
    pub id: Spanned<String>,
    pub title: String,
    pub detail: Option<String>,
    pub strength: Strength,
    pub group: Spanned<String>,
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
    pub undecided: Option<String>,
    /// One table: a state whatever the answers. A list: presets.
    pub default: Option<DefaultRows>,
    #[serde(default)]
    pub option: Vec<OptionRow>,
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
    pub checked: String,
    #[serde(default)]
    pub note: Vec<NoteRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoteRow {
    pub id: Spanned<String>,
    pub sentences: Vec<Spanned<String>>,
    pub text: String,
    pub since: String,
    pub sources: Vec<String>,
    pub confidence: String,
    #[serde(default)]
    pub blocking: bool,
}

fn yes() -> bool {
    true
}

/// Reads the texts of a pack's files. Gives nothing when one cannot be read at all;
/// by then every file's problem is told.
pub fn read(texts: &Texts, problems: &mut Vec<Problem>) -> Option<Files> {
    let mut reader = Reader { texts, problems };
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
        source: source?.to_owned(),
        pack: pack?,
        flow: flow?,
        actions: actions?,
        letter: letter?,
        law: law?,
        strings: strings?,
        texts: texts.clone(),
    })
}

struct Reader<'a> {
    texts: &'a Texts,
    problems: &'a mut Vec<Problem>,
}

impl<'a> Reader<'a> {
    fn text(&mut self, file: &str) -> Option<&'a str> {
        let text = self.texts.get(file).map(String::as_str);
        if text.is_none() {
            let reason = "is missing. Put the file there.".to_owned();
            self.problems.push(unreadable(file, None, reason));
        }
        text
    }

    fn toml<T: DeserializeOwned>(&mut self, file: &str) -> Option<T> {
        let text = self.text(file)?;
        let error = match toml::from_str(text) {
            Ok(value) => return Some(value),
            Err(error) => error,
        };
        let line = error.span().map(|span| line_at(text, span.start));
        // In the words of the editing rules, not of the parser.
        let message = error
            .message()
            .replace("unknown field", "unknown key")
            .replace("missing field", "missing key")
            .replace("unknown variant", "unknown word")
            .replace('\n', ", ");
        let reason = format!("cannot be read from here: {message}.");
        self.problems.push(unreadable(file, line, reason));
        None
    }

    /// Every word by its name, and no other. One by one, because what serde makes of
    /// so many fields is most of what reading a pack would weigh.
    fn strings(&mut self, file: &str) -> Option<Strings> {
        let mut groups: BTreeMap<String, Spanned<BTreeMap<String, Spanned<Words>>>> =
            self.toml(file)?;
        let text = self.text(file)?;
        let before = self.problems.len();
        let mut list = Vec::new();
        for word in Strings::WORDS {
            let [group, key] = [word.group, word.key].map(|name| name.replace('_', "-"));
            let group_line = groups
                .get(&group)
                .map(|words| line_at(text, words.span().start));
            let found = groups
                .get_mut(&group)
                .and_then(|words| words.as_mut().remove(&key));
            let (line, reason) = match found {
                None => (group_line, format!("has no “{key}” in [{group}]. Add it.")),
                Some(words) if words.get_ref().0.len() == word.count => {
                    list.extend(words.into_inner().0);
                    continue;
                }
                Some(words) => (
                    Some(line_at(text, words.span().start)),
                    format!(
                        "has another number of words for “{key}” in [{group}] than {}.",
                        word.count
                    ),
                ),
            };
            self.problems.push(unreadable(file, line, reason));
        }
        for (group, words) in groups {
            if !Strings::WORDS
                .iter()
                .any(|word| word.group.replace('_', "-") == group)
            {
                let line = line_at(text, words.span().start);
                let reason = format!("has [{group}], which nothing shows. Delete it.");
                self.problems.push(unreadable(file, Some(line), reason));
                continue;
            }
            for (key, words) in words.into_inner() {
                let line = line_at(text, words.span().start);
                let reason = format!("has “{key}” in [{group}], which nothing shows. Delete it.");
                self.problems.push(unreadable(file, Some(line), reason));
            }
        }
        if self.problems.len() > before {
            return None;
        }
        Strings::from_list(list)
    }

    fn format(&mut self, format: &Spanned<u32>) {
        let (file, version) = ("pack.toml", *format.get_ref());
        if version != FORMAT {
            let text = self.texts.get(file);
            self.problems.push(Problem {
                kind: ProblemKind::Format,
                file: file.into(),
                line: text.map(|text| line_at(text, format.span().start)),
                id: "format".into(),
                reason: format!(
                    "is {version}, but this version reads {FORMAT}. Bring the files to that shape: their editing rules describe it."
                ),
            });
        }
    }
}

pub fn unreadable(file: &str, line: Option<usize>, reason: String) -> Problem {
    Problem {
        kind: ProblemKind::Unreadable,
        file: file.into(),
        line,
        id: file.into(),
        reason,
    }
}

/// The line of a byte, counted from 1.
pub fn line_at(text: &str, byte: usize) -> usize {
    text.bytes()
        .take(byte)
        .filter(|byte| *byte == b'\n')
        .count()
        + 1
}
