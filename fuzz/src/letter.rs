//! Everything that is chosen and typed for a letter: it is open or finished, and where it
//! is finished, every output holds the same words, and all that were typed.

use arbitrary::{Result, Unstructured};
use guidance_core::{
    flow::Answers,
    letter::{
        Draft, FieldKind, Input, Letter, State, Value, Words,
        date::Typed,
        diff::{self, ChangeKind},
        format::Format,
        text,
    },
    outcomes::Complete,
    pack::Pack,
    record::record,
    request::note,
};
use std::sync::LazyLock;

use crate::{PACKS, alike::differences};

/// Every complete set of answers of each pack.
static COMPLETE: LazyLock<[Complete; 2]> = LazyLock::new(|| {
    PACKS
        .each_ref()
        .map(|it| Complete::new(&it.flow, 20_000).unwrap())
});
const DATE: &str = "23 November 2026";

/// Decisions, then the texts, which are read from the end.
pub fn letter(bytes: &[u8]) {
    // Bytes that run out decide nothing more: what is then made is still a letter.
    let mut bytes = Unstructured::new(bytes);
    let at = usize::from(bytes.arbitrary::<u8>().unwrap_or(0)) % PACKS.len();
    let pack = &PACKS[at];
    let live = bytes
        .choose(&COMPLETE[at].sets)
        .cloned()
        .unwrap_or_default();
    let mut input = filled(pack);
    let _ = decide(pack, &mut bytes, &mut input);
    let format = Format {
        points: Format::SIZES[bytes.choose_index(Format::SIZES.len()).unwrap_or(0)],
        bold: bytes.arbitrary().unwrap_or(false),
        double_spacing: bytes.arbitrary().unwrap_or(false),
    };
    check(pack, &live, &input, format);
}

/// Every field filled, so that a letter is finished unless something is decided against it.
pub fn filled(pack: &Pack) -> Input {
    let fields = pack.letter.fields.iter().map(|(ix, field)| {
        let value = match field.kind {
            FieldKind::Date => Value::Date(Typed::from_numbers(2026, 11, 23)),
            FieldKind::Lines(least, _) => Value::Text("a line\n".repeat(usize::from(least))),
            FieldKind::Line | FieldKind::Paragraph => Value::Text("some words".into()),
        };
        (ix, value)
    });
    Input {
        fields: fields.collect(),
        ..Input::default()
    }
}

fn decide(pack: &Pack, bytes: &mut Unstructured, input: &mut Input) -> Result<()> {
    for (ix, passage) in pack.letter.passages.iter() {
        let variants: Vec<_> = passage.variants.indices().collect();
        let variant = *bytes.choose(&variants)?;
        match bytes.int_in_range(0..=9)? {
            // Decided most of the time, or few letters would be finished.
            0..=5 => drop(input.choices.insert(ix, State::In(variant))),
            6 if passage.optional => drop(input.choices.insert(ix, State::Out)),
            7 => drop(input.choices.insert(ix, State::Undecided)),
            _ => {}
        }
        if bytes.ratio(1, 4)? {
            input.edits.insert((ix, variant), typed(bytes)?);
        }
        if bytes.arbitrary()? {
            input.kept.insert(ix, typed(bytes)?);
        }
    }
    for (ix, field) in pack.letter.fields.iter() {
        if bytes.arbitrary()? {
            let value = match field.kind {
                FieldKind::Date => Value::Date(Typed {
                    day: typed(bytes)?,
                    month: typed(bytes)?,
                    year: typed(bytes)?,
                }),
                _ => Value::Text(typed(bytes)?),
            };
            input.fields.insert(ix, value);
        }
    }
    for (ix, wish) in pack.letter.wishes.iter() {
        if bytes.ratio(1, 3)? {
            input.wished.push(ix);
            if wish.detail.is_some() {
                input.details.insert(ix, typed(bytes)?);
            }
        }
    }
    if bytes.arbitrary()? {
        let typed = input.fields.iter().filter_map(|(_, it)| match it {
            Value::Text(text) => Some(text),
            Value::Date(_) => None,
        });
        let typed = typed.chain(input.edits.iter().map(|(_, it)| it)).cloned();
        input.meant = typed.collect();
    }
    Ok(())
}

fn typed(bytes: &mut Unstructured) -> Result<String> {
    let length = bytes.arbitrary_len::<u8>()?;
    let bytes = bytes.bytes(length)?;
    Ok(String::from_utf8_lossy(bytes).into_owned())
}

fn check(pack: &Pack, live: &Answers, input: &Input, format: Format) {
    let draft = pack.compose(live, input);
    for edit in &draft.edits {
        changes(&edit.standard, &edit.edited);
    }
    // What is typed is nobody's business but the letter's.
    if input.edits.is_empty() {
        let other = Input {
            fields: filled(pack).fields,
            ..input.clone()
        };
        let records = [input, &other].map(|it| record(pack, &pack.flow.replay(live), it, DATE));
        assert_eq!(records[0], records[1], "a field is in the record");
    }
    let gaps = draft.blocks.iter().flat_map(|it| it.lines.iter().flatten());
    let gaps = gaps.filter(|it| matches!(it.words, Words::Gap(_))).count();
    match draft.finish() {
        Err(open) => assert!(!open.is_empty(), "not finished, and nothing to do"),
        Ok(letter) => {
            assert_eq!(gaps, 0, "finished with a gap");
            assert_eq!(letter.is_marked_draft(), draft.is_marked_draft());
            holds_what_was_typed(pack, &draft, &letter, input);
            differences(&letter, format, &pack.language).unwrap();
            let note = note(pack, input, &letter, DATE);
            let note = note
                .as_deref()
                .map(|it| it.ends_with(&[&letter.to_text(), "\r\n"].concat()));
            let asked = !pack.letter.requests(input).is_empty();
            assert_eq!(note, asked.then_some(true), "the note ends with the letter");
        }
    }
}

/// Each line that was typed where the letter has a place for it. The first of an address
/// can be the name that stands above it.
fn holds_what_was_typed(pack: &Pack, draft: &Draft, letter: &Letter, input: &Input) {
    let words = letter.to_text();
    let fields = draft
        .fields
        .iter()
        .filter_map(|it| match input.fields.get(it)? {
            Value::Text(text) => {
                let is_address = matches!(pack.letter.fields[*it].kind, FieldKind::Lines(..));
                Some((text, usize::from(is_address)))
            }
            Value::Date(_) => None,
        });
    let edits = draft.edits.iter().map(|it| (&it.edited, 0));
    for (typed, said) in fields.chain(edits) {
        for line in text::lines(typed).skip(said) {
            assert!(words.contains(&line), "{line:?} is not in\n{words}");
        }
    }
}

/// What was taken away and added makes one wording of the other.
fn changes(standard: &str, edited: &str) {
    let changes = diff::words(standard, edited);
    for (without, whole) in [(ChangeKind::Added, standard), (ChangeKind::Removed, edited)] {
        let left = changes.iter().filter(|it| it.kind != without);
        let left: String = left.map(|it| it.text.as_str()).collect();
        assert!(
            left.split_whitespace().eq(whole.split_whitespace()),
            "{left:?} for {whole:?}"
        );
    }
}
