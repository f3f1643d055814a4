//! The letter: passages inside passages, fields, presets and the frame. Must not know
//! how a letter is composed.

use std::collections::{BTreeMap, BTreeSet};

use super::{At, Kind, Resolver};
use crate::{
    content::files::{self, DefaultRows, FieldKindWord},
    letter::{
        Field, FieldIx, FieldKind, Makes, NoLetter, Part, Passage, PassageIx, Piece, Preference,
        PreferenceIx, Preset, Span, State, Template, Variant, VariantIx, Wish, text,
    },
    source::Source,
    table::{Ix, Table},
};

/// How deep a passage may stand inside others.
const MOST_INSIDE: usize = 8;

impl Resolver<'_, '_> {
    pub(super) fn letter(&mut self, file: files::LetterFile, source: &Source) -> Template {
        const FILE: &str = "letter.toml";
        // The letter as a whole stands where its condition does.
        let letter = match &file.when {
            Some(when) => self.at(FILE, "letter", when),
            None => self.at(FILE, "letter", &file.opening),
        };
        self.place(&letter);
        let when = self.when(&letter, &file.when);
        let condition = when.condition.clone();
        self.places.letter = when;
        let mut seen = BTreeSet::new();
        let mut no_letter = Vec::new();
        for row in file.no_letter {
            let at = self.id(FILE, &row.id, "no-letter ", &mut seen);
            let when = self.when(&at, &row.when);
            no_letter.push(NoLetter {
                when: when.condition.clone(),
                sentences: self.cite(&at, &row.sentences),
                id: row.id.into_inner(),
                reason: row.reason,
            });
            self.places.no_letter.push(when);
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
                    let reason = "does not say how many lines it has.";
                    self.problem(
                        Kind::LetterShape,
                        &at,
                        reason,
                        "Add `lines = [least, most]`.",
                    );
                    FieldKind::Lines(0, u8::MAX)
                }
                (_, Some(_)) => {
                    self.problem(
                        Kind::LetterShape,
                        &at,
                        "has `lines`, which only kind = \"lines\" can have.",
                        "Delete `lines`, or change the kind.",
                    );
                    FieldKind::Line
                }
            };
            if row.required != row.missing.is_some() {
                let reason = "says both or neither of `missing` and `required = false`.";
                let suggestion =
                    "Keep `missing`, the error when it is empty, or `required = false`.";
                self.problem(Kind::LetterShape, &at, reason, suggestion);
            }
            let is_date = matches!(row.kind, files::FieldKindWord::Date);
            if row.sender.is_some() && (row.about.is_some() || is_date) {
                let reason = "has `sender`, but is a date or about the recipient.";
                self.problem(Kind::LetterShape, &at, reason, "Delete `sender`.");
            }
            fields.push(Field {
                id: row.id.into_inner(),
                label: row.label,
                hint: row.hint,
                kind,
                about_recipient: row.about.is_some(),
                sender: row.sender,
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
        let mut depths: BTreeMap<PassageIx, usize> = BTreeMap::new();
        for (inner, outer, variant) in std::mem::take(&mut names.inside) {
            placed.insert(inner);
            if let Some(passage) = passages.get_mut(inner.row()) {
                passage.inside = Some((outer, variant));
                let depth = depths.get(&outer).copied().unwrap_or(0) + 1;
                depths.insert(inner, depth);
                if depth > MOST_INSIDE {
                    let at = self.known(&passage.id);
                    let reason = format!("stands more than {MOST_INSIDE} deep inside others.");
                    let suggestion = "Put it into a passage further out.";
                    self.problem(Kind::LetterNesting, &at, reason, suggestion);
                    self.too_large = true;
                }
            }
        }
        for (name, (ix, inside)) in &names.passages {
            if *inside && !placed.contains(ix) {
                let reason =
                    format!("has `inside = true`, but no text before it contains {{{name}}}.");
                let suggestion =
                    "Write it into a text of a passage that comes before, or delete `inside`.";
                self.problem(Kind::LetterNesting, &self.known(name), reason, suggestion);
            }
        }
        let passages: Table<PassageIx, Passage> = passages.into();
        self.wording(source, &passages, &fields);
        let mut parts = Vec::new();
        for row in file.part {
            let at = self.at(FILE, format!("part {}", row.role.get_ref()), &row.role);
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
                "has no place for the paragraphs, or more than one.",
                "Write exactly one [[part]] without text.",
            );
        }
        for (name, ix) in &names.fields {
            if !names.used_fields.contains(ix) {
                let reason = "is a field that no text uses.";
                let suggestion = "Use it or delete it.";
                self.problem(Kind::UnusedId, &self.known(name), reason, suggestion);
            }
        }
        let opening = names
            .passages
            .get(file.opening.get_ref())
            .map(|(ix, _)| *ix);
        if opening.is_none() {
            let at = self.at(FILE, "opening", &file.opening);
            let reason = format!(
                "names “{}”, which is not a passage.",
                file.opening.get_ref()
            );
            let suggestion = "Write the id of a passage.";
            self.problem(Kind::DanglingReference, &at, reason, suggestion);
            // Nothing can be composed without one.
            self.too_large |= passages.is_empty();
        }
        let (preferences, wishes) = self.preferences(file.preference);
        Template {
            when: condition,
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
                let reason = "has fewer than two choices.";
                let suggestion = "Add a [[preference.choice]], or delete the preference.";
                self.problem(Kind::LetterShape, &preference, reason, suggestion);
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
                        let reason = "has both `request` and `instruction`.";
                        self.problem(Kind::LetterShape, &at, reason, "Keep one of them.");
                        Makes::Request(words)
                    }
                };
                if choice.detail.is_some() != choice.missing.is_some() {
                    let reason = "has one of `detail` and `missing` without the other.";
                    let suggestion = "Write both, or neither.";
                    self.problem(Kind::LetterShape, &at, reason, suggestion);
                }
                let says = match &makes {
                    Makes::Nothing => false,
                    Makes::Request(words) | Makes::Instruction(words) => words.contains("{detail}"),
                };
                if choice.detail.is_some() != says {
                    let reason = "asks for a `detail` that its `request` or `instruction` does not say, or the other way round.";
                    let suggestion =
                        "Write {detail} there when there is a `detail`, and only then.";
                    self.problem(Kind::LetterShape, &at, reason, suggestion);
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
        let at = self.at(FILE, row.id.get_ref(), &row.id);
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
                    let reason = "has one option only.";
                    let suggestion = "Write it as `text`, or add another option.";
                    self.problem(Kind::LetterShape, &at, reason, suggestion);
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
                "has both `text` and options, or neither.",
                "Write `text`, or two or more options.",
            ),
        }
        let variants: Table<VariantIx, Variant> = variants.into();
        let mut whens = Vec::new();
        let (presets, mut otherwise) = match row.default {
            None => (Vec::new(), State::Undecided),
            Some(DefaultRows::Always(choose)) => (
                Vec::new(),
                self.state(&at, &choose, &variants, row.optional),
            ),
            Some(DefaultRows::Presets(rows)) => {
                let mut presets = Vec::new();
                for preset in rows {
                    let at = self.narrow(&at, &preset.choose);
                    let mut when = self.when(&at, &preset.when);
                    when.place = when.place.or(at.place.clone());
                    presets.push(Preset {
                        when: when.condition.clone(),
                        state: self.state(&at, preset.choose.get_ref(), &variants, row.optional),
                        reason: preset.reason,
                    });
                    whens.push(when);
                }
                (presets, State::Undecided)
            }
        };
        if fixed && !variants.is_empty() {
            if !presets.is_empty() {
                self.problem(
                    Kind::LetterShape,
                    &at,
                    "is neither optional nor has options, so it can have no defaults.",
                    "Delete them, or add `optional = true`.",
                );
            }
            otherwise = State::In(VariantIx::new(0));
        }
        self.places.presets.push(whens);
        Passage {
            id: at.id,
            label: row.label,
            inside: None,
            optional: row.optional,
            variants,
            presets,
            otherwise,
            left_out: row.left_out,
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
                let suggestion = "Write the id of an option, or make the passage optional.";
                self.problem(Kind::DanglingReference, at, reason, suggestion);
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
            let suggestion = "Put one before and one after the bold words.";
            let reason = "has a “**” without a second one.";
            self.problem(Kind::LeftoverMarker, at, reason, suggestion);
        }
        for (row, part) in text.split("**").enumerate() {
            let bold = row % 2 == 1;
            let mut rest = part;
            let words = |pieces: &mut Vec<Piece>, words: &str, resolver: &mut Self| {
                if text::mark(words).is_some() {
                    let reason = format!("contains a marker of the released page: “{words}”.");
                    let suggestion = "Take it out, or the letter would carry it.";
                    resolver.problem(Kind::LeftoverMarker, at, reason, suggestion);
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
                        // One that is there twice, or inside itself, would have no end.
                        let again = names.inside.iter().any(|(it, ..)| it == inner);
                        if again || outer >= *inner {
                            let reason = format!(
                                "contains {{{name}}}, which stands in another text already or does not come after this one."
                            );
                            let suggestion = "Write a passage into one text only, and put it after the passage with that text.";
                            self.problem(Kind::LetterNesting, at, reason, suggestion);
                            continue;
                        }
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
                        let suggestion = "Write the id of one of these.";
                        self.problem(Kind::DanglingReference, at, reason, suggestion);
                    }
                }
            }
            words(&mut pieces, rest, self);
        }
        pieces
    }

    /// What was taken in by this id.
    fn known(&self, id: &str) -> At {
        At {
            file: "letter.toml",
            place: self.places.place("letter.toml", id).cloned(),
            id: id.to_owned(),
        }
    }

    /// A text that differs from its sentences must say how.
    fn wording(&mut self, source: &Source, passages: &Table<PassageIx, Passage>, fields: &[Field]) {
        for passage in passages.rows() {
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
                let with = plain(&words(&variant.pieces, passages, fields, true));
                let without = plain(&words(&variant.pieces, passages, fields, false));
                // A word that stands inside a sentence is a part of it.
                let part = passage.inside.is_some() && released.contains(&with);
                if released != with && released != without && !part {
                    let id = if passage.variants.len() == 1 {
                        passage.id.clone()
                    } else {
                        format!("{}={}", passage.id, variant.id)
                    };
                    let suggestion = format!(
                        "Add `changed` and say how, or use the released words: “{released}”."
                    );
                    let reason = "differs from its sentences.";
                    self.problem(
                        Kind::UndeclaredWording,
                        &self.known(&id),
                        reason,
                        &suggestion,
                    );
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

/// The words of a text, with or without the passages inside it.
fn words(
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
        Piece::Passage(passage) if inner => {
            let first = passages[*passage].variants.rows().first();
            first.map_or_else(String::new, |it| words(&it.pieces, passages, fields, inner))
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
