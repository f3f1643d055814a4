//! The letter: its template, the user's choices, and composing one from the
//! other. A [`Letter`] can only come from a [`Draft`] in which nothing is open,
//! and has no place for a gap, a marker or an undecided passage.
//! Must not know of questions' wording, files, browsers or Yew; reads no clock.

pub mod date;
pub mod diff;
pub mod docx;
pub mod format;
pub mod text;

use serde::{Deserialize, Serialize};

use crate::{
    flow::{Answer, Answers, Condition},
    source::{LawNoteIx, SentenceIx, Source},
    strings::{LetterStrings, fill},
    table::{Ix, Map, Table, in_order, index},
};

index! {
    /// A passage, or a choice inside one.
    PassageIx,
    /// One wording of a passage.
    VariantIx,
    /// Something that the user fills in.
    FieldIx,
    /// A reason for offering no letter.
    NoLetterIx,
    /// A question about how the recipient wants the letter.
    PreferenceIx,
    /// One answer to such a question.
    WishIx,
}

/// The letter as the content owner wrote it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Template {
    /// When a letter is offered.
    pub when: Condition,
    /// Why none is offered otherwise.
    pub no_letter: Table<NoLetterIx, NoLetter>,
    /// The passage that summaries name as the opening.
    pub opening: PassageIx,
    /// The parts of a letter from top to bottom.
    pub parts: Vec<Part>,
    /// The passages of each paragraph of the body.
    pub paragraphs: Vec<Vec<PassageIx>>,
    /// Every passage, in letter order; one that stands inside another follows it.
    pub passages: Table<PassageIx, Passage>,
    /// What is filled in, in the order of asking.
    pub fields: Table<FieldIx, Field>,
    /// How the recipient may want the letter, beyond how it is set.
    pub preferences: Table<PreferenceIx, Preference>,
    /// What can be wanted, in the order of the preferences.
    pub wishes: Table<WishIx, Wish>,
}

/// A reason for offering no letter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NoLetter {
    /// Its name.
    pub id: String,
    /// When it holds.
    pub when: Condition,
    /// The reason, to the user.
    pub reason: String,
    /// The sentences it rests on.
    pub sentences: Vec<SentenceIx>,
}

/// A part of the letter's frame.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// What it is, for layout: `address`, `date`, `salutation`, …
    pub role: String,
    /// Its lines, or none for the place of the paragraphs.
    pub lines: Option<Vec<Vec<Piece>>>,
}

/// A choice over wordings: fixed (one wording), optional, or one of many.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Passage {
    /// Its name.
    pub id: String,
    /// Its name to the user.
    pub label: String,
    /// The passage and wording in which it stands, if it stands inside another.
    pub inside: Option<(PassageIx, VariantIx)>,
    /// Whether it can be left out.
    pub optional: bool,
    /// Its wordings; at least one.
    pub variants: Table<VariantIx, Variant>,
    /// What the answers choose. Their conditions exclude each other.
    pub presets: Vec<Preset>,
    /// What is chosen when no preset holds.
    pub otherwise: State,
    /// What to look at when it is left out, to the user.
    pub left_out: Option<String>,
    /// Why the answers do not decide, to the user.
    pub undecided: Option<String>,
}

/// One wording of a passage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Variant {
    /// Its name; that of the passage where there is one wording only.
    pub id: String,
    /// What the user chooses.
    pub label: String,
    /// The words.
    pub pieces: Vec<Piece>,
    /// The sentences it comes from.
    pub sentences: Vec<SentenceIx>,
    /// How the words differ from these sentences.
    pub changed: Option<String>,
}

/// A part of a wording.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Piece {
    /// Words.
    Text(Span),
    /// Something that the user fills in.
    Field(FieldIx),
    /// A passage that stands inside.
    Passage(PassageIx),
}

/// Words with their weight.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The words.
    pub text: String,
    /// Bold.
    pub bold: bool,
}

/// What the answers choose for a passage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Preset {
    /// For which answers.
    pub when: Condition,
    /// What is chosen.
    pub state: State,
    /// Why, to the user.
    pub reason: String,
}

/// The state of a passage. "Undecided" is a state of its own, and shown as such.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum State {
    /// In, with this wording.
    In(VariantIx),
    /// Left out.
    Out,
    /// Not decided yet: the letter cannot be finished.
    Undecided,
}

/// Something that the user fills in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// Its name.
    pub id: String,
    /// Its label.
    pub label: String,
    /// What helps to fill it in.
    pub hint: Option<String>,
    /// What is typed.
    pub kind: FieldKind,
    /// Whether it tells something about the letter's recipient: never autocompleted.
    pub about_recipient: bool,
    /// What of the sender it holds, where the page around the widget may fill it in.
    pub sender: Option<Sender>,
    /// The error when it is empty; none where it may be.
    pub missing: Option<String>,
}

/// What a page can know of who writes the letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sender {
    /// Their name.
    Name,
    /// Their job title.
    JobTitle,
    /// Their office and its address.
    Office,
    /// How they can be reached.
    Contact,
    /// The name of their service.
    Service,
}

/// A question about how the recipient wants the letter. No answer changes its words,
/// and it may be left unanswered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Preference {
    /// Its name.
    pub id: String,
    /// The question.
    pub text: String,
    /// What helps to answer it.
    pub hint: Option<String>,
    /// Whether more than one answer can be given.
    pub many: bool,
}

/// Something that a recipient may want.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Wish {
    /// Its name.
    pub id: String,
    /// The question that it answers.
    pub preference: PreferenceIx,
    /// What the user chooses.
    pub label: String,
    /// What helps to choose it.
    pub hint: Option<String>,
    /// What has to be said with it: its label, and the error when it is empty.
    pub detail: Option<(String, String)>,
    /// What follows from it.
    pub makes: Makes,
}

/// What follows from a wish; `{detail}` in the words is what was said with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Makes {
    /// Nothing: the letter is as wanted.
    Nothing,
    /// A format that no browser makes, by its name: somebody else is asked for it.
    Request(String),
    /// Something to do when the letter is printed.
    Instruction(String),
}

/// What is typed into a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FieldKind {
    /// One line.
    Line,
    /// Several lines, at least and at most.
    Lines(u8, u8),
    /// Free text.
    Paragraph,
    /// A day, month and year.
    Date,
}

/// What was typed into a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Text, as typed.
    Text(String),
    /// A date, as typed.
    Date(date::Typed),
}

/// Everything the user decides about a letter. The answers are not in it: they
/// preset what is not decided here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    /// Passages whose state the user set.
    pub choices: Map<PassageIx, State>,
    /// Today, as it would be typed: what a date is that nobody typed.
    pub today: date::Typed,
    /// Fields that were typed into.
    pub fields: Map<FieldIx, Value>,
    /// Passages kept as released although the law has moved, and who confirmed it.
    pub kept: Map<PassageIx, String>,
    /// Wordings that the user replaced by their own. One with the same words as the
    /// standard wording is not yet another.
    pub edits: Map<(PassageIx, VariantIx), String>,
    /// What the recipient wants.
    pub wished: Vec<WishIx>,
    /// What was said with a wish; kept while it is not wished.
    pub details: Map<WishIx, String>,
    /// Texts with a [`text::mark`] that the user said is meant. Another text is not.
    pub meant: Vec<String>,
}

/// Whether a letter is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offer {
    /// It is.
    Letter,
    /// It is not, for these reasons.
    None(Vec<NoLetterIx>),
}

/// The state of one passage, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The passage.
    pub passage: PassageIx,
    /// Its state.
    pub state: State,
    /// What the answers suggest.
    pub suggested: State,
    /// Why the answers suggest it, to the user.
    pub reason: String,
    /// The answers behind the suggestion.
    pub because: Vec<Answer>,
    /// Whether it has a place in the letter as it stands: a passage inside a
    /// wording that is not in has none, and needs no decision.
    pub present: bool,
}

/// A sentence of the letter whose law has moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LawPoint {
    /// The passage.
    pub passage: PassageIx,
    /// What has moved, blocking notes only.
    pub notes: Vec<LawNoteIx>,
    /// Whether it was reworded, or somebody confirmed that it may stay.
    pub decided: bool,
}

/// A passage in the user's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The passage.
    pub passage: PassageIx,
    /// The standard wording, with what is filled in.
    pub standard: String,
    /// The user's wording.
    pub edited: String,
}

/// What keeps a letter from being finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Open {
    /// A passage is not decided.
    Undecided(PassageIx),
    /// A passage was reworded to nothing.
    Blank(PassageIx),
    /// The user's wording of a passage has a [`text::mark`], and nobody said it is meant.
    Marked(PassageIx, &'static str),
    /// A field is empty or wrong.
    Field(FieldIx, Problem),
    /// A passage is kept as released, and nobody is named who confirmed it.
    Unconfirmed(PassageIx),
    /// What has to be said with a wish is empty.
    Detail(WishIx),
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// It is empty.
    Missing,
    /// It has too few lines; the least number.
    TooFewLines(u8),
    /// It has too many lines; the greatest number.
    TooManyLines(u8),
    /// It is not a date.
    Date(date::Wrong),
    /// It has a [`text::mark`], and nobody said that it is meant.
    Marked(&'static str),
}

/// A block of a letter: an address, a date, a paragraph, …
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block<T> {
    /// What it is, for layout: a part's role, `draft` or `body`.
    pub role: String,
    /// Its lines.
    pub lines: Vec<Vec<T>>,
}

/// A piece of a draft, and what decides about it: none for words of the frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bit {
    /// What stands there.
    pub words: Words,
    /// Where it comes from.
    pub of: Option<Origin>,
}

/// What stands in a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Words {
    /// Words of the letter.
    Text(Span),
    /// Something is still open here; its name.
    Gap(String),
}

/// What decides about a piece of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The choice about a passage.
    Passage(PassageIx),
    /// What is filled in.
    Field(FieldIx),
}

impl Bit {
    fn text(text: impl Into<String>, bold: bool) -> Self {
        let text = text.into();
        Words::Text(Span { text, bold }).into()
    }
}

impl From<Words> for Bit {
    fn from(words: Words) -> Self {
        Self { words, of: None }
    }
}

/// A letter in the making: what it will say, and everything still open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its blocks, with gaps.
    pub blocks: Vec<Block<Bit>>,
    /// Every passage in letter order.
    pub decisions: Vec<Decision>,
    /// The fields that the letter uses, in the order of asking.
    pub fields: Vec<FieldIx>,
    /// The sentences in it whose law has moved.
    pub law: Vec<LawPoint>,
    /// The passages in the user's own words.
    pub edits: Vec<Edit>,
    /// What keeps it from being finished.
    pub open: Vec<Open>,
}

/// A finished letter: nothing but words. Starts with a block `draft` while a
/// sentence whose law has moved is in it and nobody has decided about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    blocks: Vec<Block<Span>>,
}

impl Letter {
    /// Its blocks from top to bottom.
    pub fn blocks(&self) -> &[Block<Span>] {
        &self.blocks
    }

    /// Its blocks, and apart from them the closing with all that follows: no page begins
    /// between those.
    pub fn blocks_and_end(&self) -> (&[Block<Span>], &[Block<Span>]) {
        let mut blocks = self.blocks.iter();
        let end = blocks.position(|block| block.role == "closing");
        self.blocks.split_at(end.unwrap_or(self.blocks.len()))
    }

    /// Whether it says DRAFT.
    pub fn is_marked_draft(&self) -> bool {
        self.blocks.iter().any(|block| block.role == DRAFT)
    }
}

/// The role of the block that says so.
const DRAFT: &str = "draft";

impl Draft {
    /// Whether it says DRAFT.
    pub fn is_marked_draft(&self) -> bool {
        self.law.iter().any(|point| !point.decided)
    }

    /// The finished letter, or all that is open.
    ///
    /// # Errors
    /// Everything that has to be decided or filled in first, in letter order.
    pub fn finish(&self) -> Result<Letter, Vec<Open>> {
        let words = |bit: &Bit| match &bit.words {
            Words::Text(span) => Some(span.clone()),
            Words::Gap(_) => None,
        };
        // Every gap is also an open point: with none open, all bits are words.
        if !self.open.is_empty() {
            return Err(self.open.clone());
        }
        let blocks = self.blocks.iter().map(|block| Block {
            role: block.role.clone(),
            lines: block
                .lines
                .iter()
                .map(|line| line.iter().filter_map(words).collect())
                .collect(),
        });
        Ok(Letter {
            blocks: blocks.collect(),
        })
    }
}

impl Template {
    /// Whether a letter is offered for these answers.
    pub fn offer(&self, live: &Answers) -> Offer {
        if self.when.holds(live) {
            return Offer::Letter;
        }
        let reasons = self
            .no_letter
            .iter()
            .filter(|(_, reason)| reason.when.holds(live));
        Offer::None(reasons.map(|(reason, _)| reason).collect())
    }

    /// Composes the letter. Same arguments, same letter.
    pub fn compose(
        &self,
        source: &Source,
        strings: &LetterStrings,
        live: &Answers,
        input: &Input,
    ) -> Draft {
        let mut composer = Composer::new(self, strings, live, input);
        let law = composer.law(source);
        let unconfirmed = law
            .iter()
            .filter(|it| !it.decided && input.kept.contains_key(&it.passage));
        let unconfirmed: Vec<_> = unconfirmed
            .map(|it| Open::Unconfirmed(it.passage))
            .collect();
        let mut blocks = Vec::new();
        if law.iter().any(|point| !point.decided) {
            blocks.push(Block {
                role: DRAFT.into(),
                lines: vec![vec![Bit::text(&*strings.draft_line, true)]],
            });
        }
        for part in &self.parts {
            match &part.lines {
                Some(lines) => blocks.extend(composer.part(&part.role, lines)),
                None => blocks.extend(self.paragraphs.iter().flat_map(|it| composer.body(it))),
            }
        }
        let Composer {
            decisions,
            fields,
            repeated,
            mut open,
            edits,
            ..
        } = composer;
        open.extend(unconfirmed);
        let fields = in_order(fields);
        let check = |field: &FieldIx| {
            let repeated = repeated.contains(field);
            self.check(*field, strings, input, repeated)
        };
        open.extend(fields.iter().filter_map(check));
        let unsaid = |wish: &WishIx| {
            self.wishes[*wish].detail.is_some() && self.detail(*wish, input).is_none()
        };
        let unsaid = in_order(input.wished.iter().copied().filter(unsaid));
        open.extend(unsaid.into_iter().map(Open::Detail));
        Draft {
            blocks,
            decisions,
            fields,
            law,
            edits,
            open,
        }
    }

    /// The state of every passage. A passage inside another follows it, so that
    /// whether it has a place is known by then.
    pub fn decide(&self, strings: &LetterStrings, live: &Answers, input: &Input) -> Vec<Decision> {
        let mut decisions: Vec<Decision> = Vec::new();
        for (ix, passage) in self.passages.iter() {
            let preset = passage
                .presets
                .iter()
                .find(|preset| preset.when.holds(live));
            let present = passage.inside.is_none_or(|(outer, variant)| {
                // The user's own wording of the outer one has no place for it.
                let reworded = input.edits.contains_key(&(outer, variant));
                decisions.get(outer.row()).is_some_and(|outer| {
                    outer.present && outer.state == State::In(variant) && !reworded
                })
            });
            let suggested = preset.map_or(passage.otherwise, |preset| preset.state);
            let reason = match (preset, passage.otherwise) {
                (Some(preset), _) => &preset.reason,
                (None, State::Undecided) => {
                    passage.undecided.as_ref().unwrap_or(&strings.undecided)
                }
                (None, _) => &strings.standard,
            };
            decisions.push(Decision {
                passage: ix,
                state: input.choices.get(&ix).copied().unwrap_or(suggested),
                suggested,
                reason: reason.clone(),
                because: preset.map_or_else(Vec::new, |preset| preset.when.because(live)),
                present,
            });
        }
        decisions
    }

    /// The standard wording of a passage with what is filled in: what an editor
    /// starts with. None while a field or a choice in it is still open.
    pub fn wording(
        &self,
        strings: &LetterStrings,
        live: &Answers,
        input: &Input,
        passage: PassageIx,
        variant: VariantIx,
    ) -> Option<String> {
        let mut composer = Composer::new(self, strings, live, input);
        let (lines, _) = composer.pieces(&self.passages[passage].variants[variant].pieces);
        let complete = lines
            .iter()
            .flatten()
            .all(|bit| matches!(bit.words, Words::Text(_)));
        complete.then(|| plain(&lines))
    }

    /// What was said with a wish, in one line; none when that is nothing.
    fn detail(&self, wish: WishIx, input: &Input) -> Option<String> {
        text::line(input.details.get(&wish)?)
    }

    /// The formats to ask somebody else for, in the order of the template.
    pub fn requests(&self, input: &Input) -> Vec<String> {
        self.wished(input, |makes| match makes {
            Makes::Request(words) => Some(words),
            _ => None,
        })
    }

    /// What to do when the letter is printed, in the order of the template.
    pub fn instructions(&self, input: &Input) -> Vec<String> {
        self.wished(input, |makes| match makes {
            Makes::Instruction(words) => Some(words),
            _ => None,
        })
    }

    fn wished(&self, input: &Input, words: impl Fn(&Makes) -> Option<&String>) -> Vec<String> {
        let wished = self
            .wishes
            .iter()
            .filter(|(ix, _)| input.wished.contains(ix));
        let made = wished.filter_map(|(ix, wish)| {
            let detail = self.detail(ix, input).unwrap_or_default();
            Some(fill(words(&wish.makes)?, &[("detail", &detail)]))
        });
        made.collect()
    }

    /// What is wrong with a field, if anything. Where it is `repeated`, its first line is
    /// the one that stands before it.
    fn check(
        &self,
        field: FieldIx,
        strings: &LetterStrings,
        input: &Input,
        repeated: bool,
    ) -> Option<Open> {
        let row = &self.fields[field];
        let date = input.date(field);
        let problem = match input.fields.get(&field) {
            _ if row.kind == FieldKind::Date && !date.is_empty() => {
                let read = date.read_near(&input.today, strings);
                read.err().map(Problem::Date)
            }
            Some(Value::Text(text)) if text::lines(text).next().is_some() => {
                let lines = text::lines(text).count() - usize::from(repeated);
                match row.kind {
                    FieldKind::Lines(least, _) if lines < usize::from(least) => {
                        Some(Problem::TooFewLines(least))
                    }
                    FieldKind::Lines(_, most) if lines > usize::from(most) => {
                        Some(Problem::TooManyLines(most))
                    }
                    _ => input.mark(text).map(Problem::Marked),
                }
            }
            _ => row.missing.as_ref().map(|_| Problem::Missing),
        };
        problem.map(|problem| Open::Field(field, problem))
    }
}

impl Input {
    /// The date in a field: what was typed, or else today.
    pub fn date(&self, field: FieldIx) -> &date::Typed {
        match self.fields.get(&field) {
            Some(Value::Date(typed)) => typed,
            _ => &self.today,
        }
    }

    /// The [`text::mark`] of a text, unless the user said that it is meant.
    fn mark(&self, text: &str) -> Option<&'static str> {
        let mark = text::mark(text)?;
        (!self.meant.iter().any(|it| it == text)).then_some(mark)
    }

    /// Who confirmed a passage that is kept although the law has moved, if somebody did.
    pub fn confirmed_by(&self, passage: PassageIx) -> Option<String> {
        text::line(self.kept.get(&passage)?)
    }
}

impl FieldKind {
    /// The lines that a text makes in a field of this kind.
    fn lines(self, text: &str) -> Vec<String> {
        match self {
            Self::Paragraph => text::prose(text),
            Self::Lines(..) => text::lines(text).collect(),
            Self::Line | Self::Date => text::line(text).into_iter().collect(),
        }
    }
}

impl Passage {
    /// The name of a state of this passage, to the user.
    pub fn state_label<'a>(&'a self, state: State, strings: &'a LetterStrings) -> &'a str {
        match state {
            State::In(variant) if self.variants.len() > 1 => &self.variants[variant].label,
            State::In(_) => &strings.state_in,
            State::Out => &strings.state_out,
            State::Undecided => &strings.state_undecided,
        }
    }

    /// Whether a wording of it needs a decision about the law.
    pub fn needs_law_check(&self, source: &Source) -> bool {
        let states = self.variants.indices().map(State::In);
        let mut notes = states.flat_map(|state| self.law(state, source));
        notes.any(|note| source.law[note].blocking)
    }

    /// The law notes on the sentences of the wording that is in, each once.
    pub fn law(&self, state: State, source: &Source) -> Vec<LawNoteIx> {
        let State::In(variant) = state else {
            return Vec::new();
        };
        let sentences = self.variants[variant].sentences.iter();
        let notes = sentences.flat_map(|sentence| &source.sentences[*sentence].law);
        in_order(notes.copied())
    }
}

impl Field {
    /// The error message for a problem with this field.
    pub fn error(&self, problem: Problem, strings: &LetterStrings) -> String {
        let lines = |template: &str, lines: u8| {
            fill(
                template,
                &[("field", &self.label), ("lines", &lines.to_string())],
            )
        };
        match problem {
            Problem::Missing => self.missing.clone().unwrap_or_default(),
            Problem::TooFewLines(least) => lines(&strings.error_too_few_lines, least),
            Problem::TooManyLines(most) => lines(&strings.error_too_many_lines, most),
            Problem::Date(wrong) => fill(wrong.message(strings), &[("field", &self.label)]),
            Problem::Marked(mark) => strings.marked(mark, &self.label),
        }
    }
}

impl LetterStrings {
    /// The error message for a [`text::mark`] in what `label` names.
    pub fn marked(&self, mark: &str, label: &str) -> String {
        fill(&self.error_marked, &[("mark", mark), ("field", label)])
    }
}

/// The pass over a template that makes the blocks.
#[derive(Clone)]
struct Composer<'a> {
    template: &'a Template,
    strings: &'a LetterStrings,
    input: &'a Input,
    decisions: Vec<Decision>,
    fields: Vec<FieldIx>,
    /// Fields whose first line only says again what stands before it.
    repeated: Vec<FieldIx>,
    open: Vec<Open>,
    edits: Vec<Edit>,
}

impl<'a> Composer<'a> {
    fn new(
        template: &'a Template,
        strings: &'a LetterStrings,
        live: &Answers,
        input: &'a Input,
    ) -> Self {
        Self {
            template,
            strings,
            input,
            decisions: template.decide(strings, live, input),
            fields: Vec::new(),
            repeated: Vec::new(),
            open: Vec::new(),
            edits: Vec::new(),
        }
    }

    /// Passages that are in and rest on a sentence whose law has moved.
    fn law(&self, source: &Source) -> Vec<LawPoint> {
        let point = |decision: &Decision| {
            let State::In(variant) = decision.state else {
                return None;
            };
            let mut notes = self.template.passages[decision.passage].law(decision.state, source);
            notes.retain(|note| source.law[*note].blocking);
            let confirmed = self.input.confirmed_by(decision.passage).is_some();
            let reworded = self.is_reworded(decision.passage, variant);
            (decision.present && !notes.is_empty()).then_some(LawPoint {
                passage: decision.passage,
                notes,
                decided: reworded || confirmed,
            })
        };
        self.decisions.iter().filter_map(point).collect()
    }

    /// Whether the user's wording has other words than the standard one: until then
    /// nothing was decided.
    fn is_reworded(&self, passage: PassageIx, variant: VariantIx) -> bool {
        let Some(edited) = self.input.edits.get(&(passage, variant)) else {
            return false;
        };
        let pieces = &self.template.passages[passage].variants[variant].pieces;
        let mut standard = self.clone();
        !same_words(&plain(&standard.pieces(pieces).0), edited)
    }

    /// A part of the frame. A line whose fields are all empty and not required
    /// is left out, and so is a part without lines.
    fn part(&mut self, role: &str, lines: &[Vec<Piece>]) -> Option<Block<Bit>> {
        let mut all: Vec<Vec<Bit>> = Vec::new();
        for line in lines {
            let has_field = line.iter().any(|piece| matches!(piece, Piece::Field(_)));
            let (mut bits, filled) = self.pieces(line);
            // An address is often pasted with the name above it.
            if let ([Piece::Field(field)], Some(said), Some(first)) =
                (line.as_slice(), all.last(), bits.first_mut())
                && matches!(self.template.fields[*field].kind, FieldKind::Lines(..))
                && let Some(rest) = beyond(&words(first), &words(said))
            {
                if rest.is_empty() {
                    self.repeated.push(*field);
                }
                *first = of(Origin::Field(*field), vec![typed(rest, false)]).concat();
            }
            if filled || !has_field {
                all.extend(bits);
            }
        }
        // Paragraphs are the body's.
        all.retain(|line| !line.is_empty());
        (!all.is_empty()).then(|| Block {
            role: role.to_owned(),
            lines: all,
        })
    }

    /// A paragraph of the body: several where the user's words have some, or none when
    /// nothing of it is in.
    fn body(&mut self, passages: &[PassageIx]) -> Vec<Block<Bit>> {
        let mut lines: Vec<Vec<Bit>> = Vec::new();
        for passage in passages {
            let more = self.passage(*passage);
            if !more.is_empty() {
                if let Some(last) = lines.last_mut() {
                    last.push(Bit::text(" ", false));
                }
                join(&mut lines, more);
            }
        }
        let paragraphs = lines.split(Vec::is_empty).filter(|lines| !lines.is_empty());
        let block = |lines: &[Vec<Bit>]| Block {
            role: "body".into(),
            lines: lines.to_vec(),
        };
        paragraphs.map(block).collect()
    }

    fn passage(&mut self, ix: PassageIx) -> Vec<Vec<Bit>> {
        let passage = &self.template.passages[ix];
        let lines = match self.decisions.get(ix.row()).map(|decision| decision.state) {
            Some(State::In(variant)) => match self.input.edits.get(&(ix, variant)) {
                Some(text) => self.edited(ix, variant, text),
                None => self.pieces(&passage.variants[variant].pieces).0,
            },
            Some(State::Undecided) => {
                self.open.push(Open::Undecided(ix));
                let gap = fill(&self.strings.gap_undecided, &[("passage", &passage.label)]);
                vec![vec![Words::Gap(gap).into()]]
            }
            Some(State::Out) | None => Vec::new(),
        };
        of(Origin::Passage(ix), lines)
    }

    /// A passage in the user's own words, as bold as all of the standard wording is.
    fn edited(&mut self, ix: PassageIx, variant: VariantIx, text: &str) -> Vec<Vec<Bit>> {
        let wording = &self.template.passages[ix].variants[variant];
        let bold = wording
            .pieces
            .iter()
            .all(|piece| matches!(piece, Piece::Text(span) if span.bold));
        // What the standard wording needs and has inside is not in the user's own.
        let (standard, _) = self.clone().pieces(&wording.pieces);
        let standard = plain(&standard);
        // What stands inside another brings its own blanks, which no editor shows.
        let (before, behind) = (standard.starts_with(' '), standard.ends_with(' '));
        let edited = text::prose(text);
        let mut lines: Vec<_> = edited.iter().map(|it| typed(it.clone(), bold)).collect();
        if !same_words(&standard, text) {
            self.edits.push(Edit {
                passage: ix,
                standard,
                edited: edited.join("\n"),
            });
        }
        if let (true, Some(first)) = (before, lines.first_mut()) {
            first.splice(0..0, typed(" ".into(), bold));
        }
        if let (true, Some(last)) = (behind, lines.last_mut()) {
            last.extend(typed(" ".into(), bold));
        }
        let mark = self.input.mark(text);
        self.open.extend(mark.map(|mark| Open::Marked(ix, mark)));
        if lines.is_empty() {
            self.open.push(Open::Blank(ix));
            let label = self.template.passages[ix].label.clone();
            return vec![vec![Words::Gap(label).into()]];
        }
        lines
    }

    /// The lines that pieces make, and whether any field in them has a value or
    /// needs one.
    fn pieces(&mut self, pieces: &[Piece]) -> (Vec<Vec<Bit>>, bool) {
        let mut lines = Vec::new();
        let mut filled = false;
        for piece in pieces {
            let more = match piece {
                Piece::Text(span) => vec![vec![Words::Text(span.clone()).into()]],
                Piece::Passage(inner) => self.passage(*inner),
                Piece::Field(field) => {
                    let more = self.field(*field);
                    filled |= !more.is_empty();
                    more
                }
            };
            join(&mut lines, more);
        }
        (lines, filled)
    }

    fn field(&mut self, ix: FieldIx) -> Vec<Vec<Bit>> {
        self.fields.push(ix);
        let field = &self.template.fields[ix];
        let lines: Vec<_> = match self.input.fields.get(&ix) {
            _ if field.kind == FieldKind::Date => {
                let date = self.input.date(ix).read(self.strings).into_iter();
                date.map(|it| date::long(it, self.strings)).collect()
            }
            Some(Value::Text(text)) => field.kind.lines(text),
            _ => Vec::new(),
        };
        let lines = if lines.is_empty() && field.missing.is_some() {
            vec![vec![Words::Gap(field.label.clone()).into()]]
        } else {
            lines.into_iter().map(|it| typed(it, false)).collect()
        };
        of(Origin::Field(ix), lines)
    }
}

/// A line of what was typed: nothing where it parts paragraphs.
fn typed(text: String, bold: bool) -> Vec<Bit> {
    let bit = (!text.is_empty()).then(|| Bit::text(text, bold));
    bit.into_iter().collect()
}

/// Says of lines where they come from, but for what stands inside and says it already.
fn of(origin: Origin, mut lines: Vec<Vec<Bit>>) -> Vec<Vec<Bit>> {
    for bit in lines.iter_mut().flatten() {
        bit.of = bit.of.or(Some(origin));
    }
    lines
}

/// The words of a line alone.
fn words(bits: &[Bit]) -> String {
    let words = bits.iter().map(|bit| match &bit.words {
        Words::Text(span) => span.text.as_str(),
        Words::Gap(_) => "",
    });
    words.collect()
}

/// The words alone, a line break between lines.
fn plain(lines: &[Vec<Bit>]) -> String {
    let lines = lines.iter().map(|bits| words(bits));
    lines.collect::<Vec<_>>().join("\n")
}

/// What a line says beyond the one before it, where it begins with all of that, or is the
/// last words of it: a name without its title.
fn beyond(line: &str, said: &str) -> Option<String> {
    const ENDS: [char; 3] = [',', ';', '.'];
    let low = |text: &str| text.trim_end_matches(ENDS).to_ascii_lowercase();
    let (again, said) = (low(line), low(said));
    if said.is_empty() {
        return None;
    }
    if again == said || again.contains(' ') && said.ends_with(&[" ", &again].concat()) {
        return Some(String::new());
    }
    let rest = line
        .get(said.len()..)
        .filter(|_| again.starts_with(&said))?;
    let rest = rest.strip_prefix(ENDS)?;
    Some(rest.trim_start().to_owned())
}

/// Whether two wordings differ in blanks and line breaks only.
fn same_words(one: &str, other: &str) -> bool {
    let words = |text: &str| text::lines(text).collect::<Vec<_>>().join(" ");
    words(one)
        .split_whitespace()
        .eq(words(other).split_whitespace())
}

/// Continues the last line with the first of `more`.
fn join(lines: &mut Vec<Vec<Bit>>, more: Vec<Vec<Bit>>) {
    let mut more = more.into_iter();
    if let Some(last) = lines.last_mut() {
        last.extend(more.next().unwrap_or_default());
    }
    lines.extend(more);
}
