//! A case, all that was answered, typed and chosen, as a list of named texts: to be kept in a
//! file and opened again, also with content of another version. What fits is used, the rest is
//! told by name. Must not know of files, and trusts nothing that it reads.

use crate::{
    flow::{
        Answers,
        codes::{self, Dropped},
    },
    letter::{FieldKind, Input, State, Template, Value, date, format::Format},
    pack::Pack,
};

/// One thing of a case: what it is, what it is about, and its text.
pub type Entry = [String; 3];

/// What was answered, typed and chosen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Case {
    /// The answers that somebody gave.
    pub answers: Answers,
    /// What was decided about the letter; without today.
    pub input: Input,
    /// How it is set.
    pub format: Format,
}

/// A case that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// What fits.
    pub case: Case,
    /// Answers that do not.
    pub dropped: Vec<Dropped>,
    /// The names of what else does not.
    pub misfits: Vec<String>,
}

/// What the first entry begins with.
const PROGRAM: &str = "guidance-widget";

impl Case {
    /// The case as a list. The first entry says what it is.
    pub fn entries(&self, pack: &Pack) -> Vec<Entry> {
        let letter = &pack.letter;
        let mut all = Vec::new();
        let mut entry = |kind: &str, name: &str, text: &str| {
            all.push([kind, name, text].map(str::to_owned));
        };
        entry(PROGRAM, &pack.id, &pack.source.law_checked);
        for answer in self.answers.iter() {
            let question = &pack.flow.questions[answer.question];
            entry("answer", &question.id, &question.choices[answer.choice].id);
        }
        for (ix, value) in self.input.fields.iter() {
            let name = &letter.fields[*ix].id;
            match value {
                Value::Text(text) => entry("field", name, text),
                Value::Date(it) => entry("date", name, &[&*it.day, &it.month, &it.year].join("\n")),
            }
        }
        for (ix, state) in self.input.choices.iter() {
            let passage = &letter.passages[*ix];
            let text = match state {
                State::In(variant) => &*passage.variants[*variant].id,
                State::Out | State::Undecided => "",
            };
            entry("passage", &passage.id, text);
        }
        for ((ix, variant), text) in self.input.edits.iter() {
            let passage = &letter.passages[*ix];
            let name = [&*passage.id, &passage.variants[*variant].id].join("/");
            entry("wording", &name, text);
        }
        for (ix, by) in self.input.kept.iter() {
            entry("confirmed", &letter.passages[*ix].id, by);
        }
        for ix in &self.input.wished {
            let detail = self.input.details.get(ix);
            entry("wish", &wish(letter, *ix), detail.map_or("", |it| it));
        }
        for text in &self.input.meant {
            entry("meant", "", text);
        }
        entry("size", "", &self.format.points.to_string());
        for (kind, on) in [
            ("bold", self.format.bold),
            ("double-spacing", self.format.double_spacing),
        ] {
            if on {
                entry(kind, "", "");
            }
        }
        all
    }

    /// Reads a list. None where it is no case of this pack.
    pub fn read(pack: &Pack, entries: &[Entry]) -> Option<Opened> {
        let ([program, of, _], rest) = entries.split_first()?;
        if *program != PROGRAM || *of != pack.id {
            return None;
        }
        let mut case = Self::default();
        let mut answers = Vec::new();
        let mut misfits = Vec::new();
        for entry in rest {
            let [kind, name, text] = entry;
            if kind == "answer" {
                answers.push([&**name, text].join("="));
            } else if case.take(&pack.letter, entry).is_none() {
                misfits.push([&**kind, name].join(" "));
            }
        }
        let decoded = codes::decode(&pack.flow, answers.iter().map(|it| &**it));
        case.answers = decoded.answers;
        Some(Opened {
            case,
            dropped: decoded.dropped,
            misfits,
        })
    }

    /// None where it has no place here.
    fn take(&mut self, letter: &Template, [kind, name, text]: &Entry) -> Option<()> {
        let is_date = kind == "date";
        let field = || {
            let field = letter.fields.find(|it| it.id == *name)?;
            ((letter.fields[field].kind == FieldKind::Date) == is_date).then_some(field)
        };
        let passage = |name: &str| letter.passages.find(|it| it.id == name);
        let text = text.clone();
        match &**kind {
            "field" => {
                self.input.fields.insert(field()?, Value::Text(text));
            }
            "date" => {
                let mut parts = text.splitn(3, '\n').map(str::to_owned);
                let date = Value::Date(date::Typed {
                    day: parts.next()?,
                    month: parts.next()?,
                    year: parts.next()?,
                });
                self.input.fields.insert(field()?, date);
            }
            "passage" => {
                let passage = passage(name)?;
                let row = &letter.passages[passage];
                let state = match row.variants.find(|it| it.id == text) {
                    Some(variant) => State::In(variant),
                    None if text.is_empty() && row.optional => State::Out,
                    None => return None,
                };
                self.input.choices.insert(passage, state);
            }
            "wording" => {
                let (name, variant) = name.split_once('/')?;
                let passage = passage(name)?;
                let variants = &letter.passages[passage].variants;
                let variant = variants.find(|it| it.id == variant)?;
                self.input.edits.insert((passage, variant), text);
            }
            "confirmed" => {
                self.input.kept.insert(passage(name)?, text);
            }
            "wish" => {
                let mut wishes = letter.wishes.indices();
                let ix = wishes.find(|it| wish(letter, *it) == *name)?;
                let preference = letter.wishes[ix].preference;
                let is_taken = self.input.wished.iter().any(|it| {
                    let other = letter.wishes[*it].preference == preference;
                    *it == ix || (other && !letter.preferences[preference].many)
                });
                if is_taken {
                    return None;
                }
                self.input.wished.push(ix);
                if letter.wishes[ix].detail.is_some() {
                    self.input.details.insert(ix, text);
                }
            }
            _ if !name.is_empty() => return None,
            "meant" => self.input.meant.push(text),
            "size" => {
                let points = text.parse().ok();
                self.format.points = points.filter(|it| Format::SIZES.contains(it))?;
            }
            "bold" => self.format.bold = true,
            "double-spacing" => self.format.double_spacing = true,
            _ => return None,
        }
        Some(())
    }
}

fn wish(letter: &Template, ix: crate::letter::WishIx) -> String {
    let row = &letter.wishes[ix];
    [&*letter.preferences[row.preference].id, &row.id].join("/")
}
