//! The shipped pack, every letter that it can make, and letters filled in with plain
//! words. Must not know of outputs.

use std::{collections::HashSet, path::Path, sync::LazyLock};

use guidance_core::{
    content,
    flow::{Answers, codes},
    letter::{
        Field, FieldIx, FieldKind, Input, Letter, Offer, Passage, PassageIx, State, Value,
        VariantIx, date::Typed,
    },
    pack::Pack,
    table::Ix,
};

pub static PACK: LazyLock<Pack> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/recordings");
    content::load_folder(&folder).unwrap().pack
});

/// Answers for every different way in which the flow can preset the letter.
pub static OUTCOMES: LazyLock<Vec<Answers>> = LazyLock::new(|| {
    let mut seen = HashSet::new();
    let mut outcomes = Vec::new();
    let mut open = vec![Answers::default()];
    while let Some(given) = open.pop() {
        let place = PACK.flow.replay(&given);
        match place.next {
            Some(question) => {
                for choice in PACK.flow.questions[question].choices.indices() {
                    let mut next = given.clone();
                    next.set(question, choice);
                    open.push(next);
                }
            }
            None => {
                let due = PACK.letter.offer(&place.live) == Offer::Letter;
                if due && seen.insert(suggestions(&place.live)) {
                    outcomes.push(place.live);
                }
            }
        }
    }
    outcomes
});

pub fn suggestions(live: &Answers) -> Vec<State> {
    let words = &PACK.strings.letter;
    let decisions = PACK.letter.decide(words, live, &Input::default());
    decisions.iter().map(|it| it.suggested).collect()
}

/// The state of each passage, or none for one without a place in the letter.
pub type Wording = Vec<Option<State>>;

/// Every combination of states that a user can choose.
pub static WORDINGS: LazyLock<Vec<Wording>> = LazyLock::new(|| {
    let mut all = vec![Wording::new()];
    for passage in PACK.letter.passages.rows() {
        let chosen: Vec<_> = passage.variants.indices().map(State::In).collect();
        let fixed = !passage.optional && chosen.len() == 1;
        let others = [(passage.optional, State::Out), (!fixed, State::Undecided)];
        let others = others
            .into_iter()
            .filter(|(can, _)| *can)
            .map(|(_, state)| state);
        let states: Vec<_> = chosen.into_iter().chain(others).map(Some).collect();
        let grow = |so_far: Wording| {
            let has_place = passage.inside.is_none_or(|(outer, variant)| {
                so_far.get(outer.row()) == Some(&Some(State::In(variant)))
            });
            let states = if has_place {
                states.clone()
            } else {
                vec![None]
            };
            states.into_iter().map(move |state| {
                let mut longer = so_far.clone();
                longer.push(state);
                longer
            })
        };
        all = all.into_iter().flat_map(grow).collect();
    }
    all
});

/// The passages of a wording whose law has moved, so that they need a decision.
pub fn moved(wording: &Wording) -> Vec<PassageIx> {
    let law = |(ix, passage): (PassageIx, &Passage)| {
        let Some(Some(State::In(variant))) = wording.get(ix.row()) else {
            return None;
        };
        let mut notes = passage.variants[*variant]
            .sentences
            .iter()
            .flat_map(|sentence| &PACK.source.sentences[*sentence].law);
        notes
            .any(|note| PACK.source.law[*note].blocking)
            .then_some(ix)
    };
    PACK.letter.passages.iter().filter_map(law).collect()
}

fn plain(field: &Field) -> Value {
    Value::Text(match field.kind {
        FieldKind::Date => return date(),
        FieldKind::Lines(least, _) => vec!["a line"; usize::from(least)].join("\n"),
        FieldKind::Line | FieldKind::Paragraph => format!("some {}", field.id),
    })
}

pub fn date() -> Value {
    Value::Date(Typed::from_numbers(2026, 11, 23))
}

/// Every field filled with plain words.
pub fn filled() -> Input {
    Input {
        fields: PACK
            .letter
            .fields
            .iter()
            .map(|(ix, field)| (ix, plain(field)))
            .collect(),
        ..Input::default()
    }
}

/// What a user has to change to get a wording. A passage that has lost its place was
/// put in before, which must not matter.
pub fn chosen(wording: &Wording, suggested: &[State]) -> Input {
    let before = State::In(VariantIx::new(0));
    let states = wording.iter().map(|state| state.unwrap_or(before));
    let rows = states.zip(suggested).enumerate();
    let changed = rows.filter(|(_, (state, suggested))| state != *suggested);
    Input {
        choices: changed
            .map(|(row, (state, _))| (PassageIx::new(row), state))
            .collect(),
        ..filled()
    }
}

/// Says which letter it was.
pub fn named(live: &Answers, wording: &Wording) -> String {
    format!("{} with {wording:?}", codes::encode(&PACK.flow, live))
}

/// The openings with their names.
pub fn openings() -> impl Iterator<Item = (&'static str, VariantIx)> {
    let opening = &PACK.letter.passages[PACK.letter.opening];
    opening
        .variants
        .iter()
        .map(|(ix, row)| (row.id.as_str(), ix))
}

#[track_caller]
pub fn opening(id: &str) -> VariantIx {
    let found = openings().find(|(opening, _)| *opening == id);
    found.unwrap_or_else(|| panic!("no opening {id}")).1
}

#[track_caller]
pub fn field(id: &str) -> FieldIx {
    PACK.letter
        .fields
        .find(|it| it.id == id)
        .unwrap_or_else(|| panic!("no field {id}"))
}

#[track_caller]
pub fn passage(id: &str) -> PassageIx {
    PACK.letter
        .passages
        .find(|it| it.id == id)
        .unwrap_or_else(|| panic!("no passage {id}"))
}

/// Words as they stand in a real letter.
pub fn ordinary(field: &Field) -> String {
    match (field.kind, field.id.ends_with("-address")) {
        (FieldKind::Lines(..), true) => "Flat 3\n14 Long Street\nBirmingham\nB1 1AA",
        (FieldKind::Lines(..), false) => "Birmingham Jobcentre\n1 High Street\nBirmingham",
        (FieldKind::Paragraph, _) => "On 3 November 2026 you recorded a call with us.",
        _ => "Aoife O’Sullivan",
    }
    .to_owned()
}

/// Everything in, with this opening, and each field but the date filled in by `value`.
pub fn everything(opening: VariantIx, mut value: impl FnMut(&Field) -> String) -> Input {
    let mut input = Input::default();
    for passage in PACK.letter.passages.indices() {
        let first = VariantIx::new(0);
        let variant = if passage == PACK.letter.opening {
            opening
        } else {
            first
        };
        input.choices.insert(passage, State::In(variant));
    }
    for (field, row) in PACK.letter.fields.iter() {
        let value = match row.kind {
            FieldKind::Date => date(),
            _ => Value::Text(value(row)),
        };
        input.fields.insert(field, value);
    }
    input
}

/// The letter without answers: all is in the input.
#[track_caller]
pub fn compose(input: &Input) -> Letter {
    let draft = PACK.compose(&Answers::default(), input);
    draft.finish().expect("everything is decided and filled in")
}

/// Each distinct letter that can be finished: every wording that is decided, with DRAFT
/// where the law has moved, and confirmed.
pub fn finished() -> impl Iterator<Item = (String, Letter)> {
    let live = OUTCOMES.first().unwrap();
    let suggested = suggestions(live);
    WORDINGS
        .iter()
        .filter(|wording| !wording.contains(&Some(State::Undecided)))
        .flat_map(move |wording| {
            let draft = chosen(wording, &suggested);
            let mut confirmed = draft.clone();
            let points = moved(wording).into_iter();
            confirmed.kept = points.map(|it| (it, "a manager".into())).collect();
            let same = confirmed.kept.is_empty();
            let letters = [("draft", draft), ("confirmed", confirmed)];
            letters
                .into_iter()
                .skip(usize::from(same))
                .map(move |(kind, input)| {
                    let letter = PACK.compose(live, &input).finish().unwrap();
                    (format!("{kind}: {}", named(live, wording)), letter)
                })
        })
}

/// Tells something in every run: what a passing test prints is not shown.
pub fn tell(line: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "{line}");
}
