//! The letter: passages inside passages, fields, presets and the frame. Must not know
//! how a letter is composed.

use std::collections::{BTreeMap, BTreeSet};

use super::{At, Kind, Resolver};
use crate::{
    content::files::{self, DefaultRows, FieldKindWord},
    letter::{
        Field, FieldIx, FieldKind, Makes, NoLetter, Part, Passage, PassageIx, Piece, Preference,
        PreferenceIx, Preset, Span, State, Template, Variant, VariantIx, Wish,
    },
    source::Source,
    table::{Ix, Table},
};

impl Resolver<'_> {
    pub(super) fn letter(&mut self, file: files::LetterFile, source: &Source) -> Template {
        const FILE: &str = "letter.toml";
        // The letter as a whole stands where its condition does.
        let line = match &file.when {
            Some(when) => self.line(FILE, when),
            None => self.line(FILE, &file.opening),
        };
        let letter = At {
            file: FILE,
            line,
            id: "letter".into(),
        };
        self.place(&letter);
        let when = self.when(&letter, &file.when);
        let mut seen = BTreeSet::new();
        let mut no_letter = Vec::new();
        for row in file.no_letter {
            let at = self.id(FILE, &row.id, "no-letter ", &mut seen);
            no_letter.push(NoLetter {
                when: self.when(&at, &row.when),
                sentences: self.cite(&at, &row.sentences),
                id: row.id.into_inner(),
                reason: row.reason,
            });
        }
        // Passages and fields share one name space: both stand in braces.
        let mut seen = BTreeSet::new();
        let mut names = Names::default();
        let mut fields = Vec::new();
        for row in file.field {
            let at = self.id(FILE, &row.id, "", &mut seen);
            names
                .fields
                .insert(row.id.get_ref().clone(), FieldIx::new(fields.len()));
            let kind = match (row.kind, row.lines) {
                (FieldKindWord::Line, None) => FieldKind::Line,
                (FieldKindWord::Paragraph, None) => FieldKind::Paragraph,
                (FieldKindWord::Date, None) => FieldKind::Date,
                (FieldKindWord::Lines, Some((least, most))) if least <= most => {
                    FieldKind::Lines(least, most)
                }
                (FieldKindWord::Lines, _) => {
                    self.problem(Kind::LetterShape, &at, "needs `lines = [least, most]`.");
                    FieldKind::Lines(0, u8::MAX)
                }
                (_, Some(_)) => {
                    self.problem(
                        Kind::LetterShape,
                        &at,
                        "has `lines`, which only kind = \"lines\" can have.",
                    );
                    FieldKind::Line
                }
            };
            if row.required != row.missing.is_some() {
                let reason =
                    "needs either `missing`, the error when it is empty, or `required = false`.";
                self.problem(Kind::LetterShape, &at, reason);
            }
            fields.push(Field {
                id: row.id.into_inner(),
                label: row.label,
                hint: row.hint,
                kind,
                about_recipient: row.about.is_some(),
                missing: row.missing,
            });
        }
        let rows: Vec<(usize, files::PassageRow)> = file
            .paragraph
            .into_iter()
            .enumerate()
            .flat_map(|(paragraph, row)| {
                row.passage
                    .into_iter()
                    .map(move |passage| (paragraph, passage))
            })
            .collect();
        for (row, (_, passage)) in rows.iter().enumerate() {
            self.id(FILE, &passage.id, "", &mut seen);
            names.passages.insert(
                passage.id.get_ref().clone(),
                (PassageIx::new(row), passage.inside),
            );
        }
        let mut paragraphs: Vec<Vec<PassageIx>> = Vec::new();
        let mut passages: Vec<Passage> = Vec::new();
        let mut last = None;
        for (row, (paragraph, passage)) in rows.into_iter().enumerate() {
            if !passage.inside {
                if last != Some(paragraph) {
                    paragraphs.push(Vec::new());
                    last = Some(paragraph);
                }
                if let Some(passages) = paragraphs.last_mut() {
                    passages.push(PassageIx::new(row));
                }
            }
            passages.push(self.passage(passage, &mut names));
        }
        // Each passage that stands inside gets its outer one, which must come first.
        let mut placed = BTreeSet::new();
        for (inner, outer, variant) in std::mem::take(&mut names.inside) {
            placed.insert(inner);
            let name = names.passage_name(inner);
            let at = At {
                file: FILE,
                line: self.places.line(FILE, &name),
                id: name,
            };
            match passages.get_mut(inner.row()) {
                Some(passage) if passage.inside.is_none() && outer < inner => {
                    passage.inside = Some((outer, variant))
                }
                _ => self.problem(
                    Kind::LetterShape,
                    &at,
                    "must stand in one text only, and after the passage with that text.",
                ),
            }
        }
        for (name, (ix, inside)) in &names.passages {
            if *inside && !placed.contains(ix) {
                let at = At {
                    file: FILE,
                    line: self.places.line(FILE, name),
                    id: name.clone(),
                };
                self.problem(
                    Kind::LetterShape,
                    &at,
                    format!("has `inside = true`, but no text contains {{{name}}}."),
                );
            }
        }
        let passages: Table<PassageIx, Passage> = passages.into();
        self.wording(source, &passages, &fields);
        let mut parts = Vec::new();
        for row in file.part {
            let at = At {
                file: FILE,
                line: self.line(FILE, &row.role),
                id: format!("part {}", row.role.get_ref()),
            };
            let lines = row.text.map(|text| {
                text.lines()
                    .map(|line| self.pieces(&at, line, &mut names, None))
                    .collect()
            });
            parts.push(Part {
                role: row.role.into_inner(),
                lines,
            });
        }
        if parts.iter().filter(|part| part.lines.is_none()).count() != 1 {
            self.problem(
                Kind::LetterShape,
                &letter,
                "needs exactly one [[part]] without text: the place of the paragraphs.",
            );
        }
        for (name, ix) in &names.fields {
            if !names.used_fields.contains(ix) {
                let at = At {
                    file: FILE,
                    line: self.places.line(FILE, name),
                    id: name.clone(),
                };
                self.problem(
                    Kind::LetterShape,
                    &at,
                    "is a field that no text uses. Use it or delete it.",
                );
            }
        }
        let opening = names
            .passages
            .get(file.opening.get_ref())
            .map(|(ix, _)| *ix);
        if opening.is_none() {
            let at = At {
                file: FILE,
                line: self.line(FILE, &file.opening),
                id: "opening".into(),
            };
            self.problem(
                Kind::DanglingReference,
                &at,
                format!(
                    "names “{}”, which is not a passage.",
                    file.opening.get_ref()
                ),
            );
        }
        let (preferences, wishes) = self.preferences(file.preference);
        Template {
            when,
            no_letter: no_letter.into(),
            opening: opening.unwrap_or(PassageIx::new(0)),
            parts,
            paragraphs,
            passages,
            fields: fields.into(),
            preferences: preferences.into(),
            wishes: wishes.into(),
        }
    }

    fn preferences(&mut self, rows: Vec<files::PreferenceRow>) -> (Vec<Preference>, Vec<Wish>) {
        const FILE: &str = "letter.toml";
        let mut seen = BTreeSet::new();
        let (mut preferences, mut wishes) = (Vec::new(), Vec::new());
        for row in rows {
            let preference = self.id(FILE, &row.id, "preference ", &mut seen);
            let ix = PreferenceIx::new(preferences.len());
            if row.choice.len() < 2 {
                let reason = "needs two or more [[preference.choice]].";
                self.problem(Kind::LetterShape, &preference, reason);
            }
            let mut seen = BTreeSet::new();
            for choice in row.choice {
                let prefix = format!("{}=", row.id.get_ref());
                let at = self.id(FILE, &choice.id, &prefix, &mut seen);
                let makes = match (choice.request, choice.instruction) {
                    (None, None) => Makes::Nothing,
                    (Some(words), None) => Makes::Request(words),
                    (None, Some(words)) => Makes::Instruction(words),
                    (Some(words), Some(_)) => {
                        let reason = "has both `request` and `instruction`. Keep one of them.";
                        self.problem(Kind::LetterShape, &at, reason);
                        Makes::Request(words)
                    }
                };
                if choice.detail.is_some() != choice.missing.is_some() {
                    let reason =
                        "needs `detail` and `missing`, the error when it is empty, or neither.";
                    self.problem(Kind::LetterShape, &at, reason);
                }
                let says = match &makes {
                    Makes::Nothing => false,
                    Makes::Request(words) | Makes::Instruction(words) => words.contains("{detail}"),
                };
                if choice.detail.is_some() != says {
                    let reason = "asks for a `detail` exactly when its `request` or `instruction` says {detail}.";
                    self.problem(Kind::LetterShape, &at, reason);
                }
                wishes.push(Wish {
                    id: choice.id.into_inner(),
                    preference: ix,
                    label: choice.label,
                    hint: choice.hint,
                    detail: choice.detail.zip(choice.missing),
                    makes,
                });
            }
            preferences.push(Preference {
                id: row.id.into_inner(),
                text: row.text,
                hint: row.hint,
                many: row.many,
            });
        }
        (preferences, wishes)
    }

    fn passage(&mut self, row: files::PassageRow, names: &mut Names) -> Passage {
        const FILE: &str = "letter.toml";
        let at = At {
            file: FILE,
            line: self.line(FILE, &row.id),
            id: row.id.get_ref().clone(),
        };
        let ix = names
            .passages
            .get(&at.id)
            .map_or(PassageIx::new(0), |(ix, _)| *ix);
        let mut variants = Vec::new();
        let fixed = !row.optional && row.text.is_some();
        match (row.text, row.option.is_empty()) {
            (Some(text), true) => variants.push(Variant {
                id: at.id.clone(),
                label: row.label.clone(),
                pieces: self.pieces(&at, &text, names, Some((ix, VariantIx::new(0)))),
                sentences: self.cite(&at, &row.sentences),
                changed: row.changed,
            }),
            (None, false) => {
                if row.option.len() == 1 {
                    let reason = "has one option only. Write it as `text`, or add another option.";
                    self.problem(Kind::LetterShape, &at, reason);
                }
                let mut seen = BTreeSet::new();
                for (variant, option) in row.option.into_iter().enumerate() {
                    let at = self.id(FILE, &option.id, &format!("{}=", at.id), &mut seen);
                    variants.push(Variant {
                        pieces: self.pieces(
                            &at,
                            &option.text,
                            names,
                            Some((ix, VariantIx::new(variant))),
                        ),
                        sentences: self.cite(&at, &option.sentences),
                        id: option.id.into_inner(),
                        label: option.label,
                        changed: option.changed,
                    });
                }
            }
            _ => self.problem(
                Kind::LetterShape,
                &at,
                "needs either `text` or two or more options.",
            ),
        }
        let variants: Table<VariantIx, Variant> = variants.into();
        let (presets, mut otherwise) = match row.default {
            None => (Vec::new(), State::Undecided),
            Some(DefaultRows::Always(choose)) => (
                Vec::new(),
                self.state(&at, &choose, &variants, row.optional),
            ),
            Some(DefaultRows::Presets(rows)) => {
                let preset = |preset: files::PresetRow| {
                    let at = At {
                        line: self.line(FILE, &preset.choose),
                        ..at.clone()
                    };
                    Preset {
                        when: self.when(&at, &preset.when),
                        state: self.state(&at, preset.choose.get_ref(), &variants, row.optional),
                        reason: preset.reason,
                    }
                };
                let presets = rows.into_iter().map(preset).collect();
                (presets, State::Undecided)
            }
        };
        if fixed && !variants.is_empty() {
            if !presets.is_empty() {
                self.problem(
                    Kind::LetterShape,
                    &at,
                    "is neither optional nor has options, so it can have no defaults.",
                );
            }
            otherwise = State::In(VariantIx::new(0));
        }
        Passage {
            id: at.id,
            label: row.label,
            inside: None,
            optional: row.optional,
            variants,
            presets,
            otherwise,
            undecided: row.undecided,
        }
    }

    /// "in", "out" or the id of an option.
    fn state(
        &mut self,
        at: &At,
        word: &str,
        variants: &Table<VariantIx, Variant>,
        optional: bool,
    ) -> State {
        match (word, variants.find(|variant| variant.id == word)) {
            ("in", _) if variants.len() == 1 => State::In(VariantIx::new(0)),
            ("out", _) if optional => State::Out,
            (_, Some(variant)) => State::In(variant),
            _ => {
                let reason = format!(
                    "chooses “{word}”, which is neither one of its options, nor “in” or “out” of an optional passage."
                );
                self.problem(Kind::DanglingReference, at, reason);
                State::Undecided
            }
        }
    }

    /// Words, **bold** words, {fields} and {passages}.
    fn pieces(
        &mut self,
        at: &At,
        text: &str,
        names: &mut Names,
        owner: Option<(PassageIx, VariantIx)>,
    ) -> Vec<Piece> {
        let mut pieces = Vec::new();
        if text.matches("**").count() % 2 == 1 {
            let reason =
                "has a “**” without a second one. Put one before and one after the bold words.";
            self.problem(Kind::LeftoverMarker, at, reason);
        }
        for (row, part) in text.split("**").enumerate() {
            let bold = row % 2 == 1;
            let mut rest = part;
            let words = |pieces: &mut Vec<Piece>, words: &str, resolver: &mut Self| {
                let marker = words.contains(['*', '[', ']'])
                    || words.to_lowercase().contains("delete as appropriate");
                if marker {
                    let reason = format!(
                        "contains a marker of the released page: “{words}”. Take it out, or the letter would carry it."
                    );
                    resolver.problem(Kind::LeftoverMarker, at, reason);
                }
                if !words.is_empty() {
                    pieces.push(Piece::Text(Span {
                        text: words.to_owned(),
                        bold,
                    }));
                }
            };
            while let Some((before, after)) = rest.split_once('{') {
                words(&mut pieces, before, self);
                let (name, tail) = after.split_once('}').unwrap_or((after, ""));
                rest = tail;
                match (names.passages.get(name), names.fields.get(name), owner) {
                    (Some((inner, true)), _, Some((outer, variant))) => {
                        names.inside.push((*inner, outer, variant));
                        pieces.push(Piece::Passage(*inner));
                    }
                    (None, Some(field), _) => {
                        names.used_fields.insert(*field);
                        pieces.push(Piece::Field(*field));
                    }
                    _ => {
                        let reason = format!(
                            "contains {{{name}}}, which is neither a field nor a passage with `inside = true`."
                        );
                        self.problem(Kind::DanglingReference, at, reason);
                    }
                }
            }
            words(&mut pieces, rest, self);
        }
        pieces
    }

    /// A text that differs from its sentences must say how.
    fn wording(&mut self, source: &Source, passages: &Table<PassageIx, Passage>, fields: &[Field]) {
        for (ix, passage) in passages.iter() {
            for (_, variant) in passage
                .variants
                .iter()
                .filter(|(_, variant)| variant.changed.is_none())
            {
                let sentences = variant
                    .sentences
                    .iter()
                    .map(|it| source.sentences[*it].text.as_str());
                let released = plain(&sentences.collect::<Vec<_>>().join(" "));
                let with = plain(&words(ix, &variant.pieces, passages, fields, true));
                let without = plain(&words(ix, &variant.pieces, passages, fields, false));
                // A word that stands inside a sentence is a part of it.
                let part = passage.inside.is_some() && released.contains(&with);
                if released != with && released != without && !part {
                    let id = if passage.variants.len() == 1 {
                        passage.id.clone()
                    } else {
                        format!("{}={}", passage.id, variant.id)
                    };
                    let at = At {
                        file: "letter.toml",
                        line: self.places.line("letter.toml", &id),
                        id,
                    };
                    let reason = format!(
                        "differs from its sentences. Add `changed` and say how, or use the released words: “{released}”."
                    );
                    self.problem(Kind::UndeclaredWording, &at, reason);
                }
            }
        }
    }
}

/// What stands in braces in letter texts.
#[derive(Default)]
struct Names {
    fields: BTreeMap<String, FieldIx>,
    used_fields: BTreeSet<FieldIx>,
    /// Whether the passage stands inside another.
    passages: BTreeMap<String, (PassageIx, bool)>,
    /// Inner passage, outer passage, and the wording in which it stands.
    inside: Vec<(PassageIx, PassageIx, VariantIx)>,
}

impl Names {
    fn passage_name(&self, ix: PassageIx) -> String {
        self.passages
            .iter()
            .find(|(_, (it, _))| *it == ix)
            .map_or_else(String::new, |(name, _)| name.clone())
    }
}

/// The words of a text, with or without the passages inside it.
fn words(
    owner: PassageIx,
    pieces: &[Piece],
    passages: &Table<PassageIx, Passage>,
    fields: &[Field],
    inner: bool,
) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Text(span) => span.text.clone(),
        Piece::Field(field) => fields
            .get(field.row())
            .map_or_else(String::new, |field| field.label.clone()),
        // Not one that is wrongly inside itself: it would have no end.
        Piece::Passage(passage) if inner && *passage > owner => {
            let first = passages[*passage].variants.rows().first();
            first.map_or_else(String::new, |it| {
                words(*passage, &it.pieces, passages, fields, inner)
            })
        }
        Piece::Passage(_) => String::new(),
    };
    pieces.iter().map(piece).collect()
}

/// Words alone: without the released page's markers and with single spaces.
fn plain(text: &str) -> String {
    text.replace(['*', '[', ']'], "")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
