//! Owns what a letter says and when it is finished, over every reachable outcome and
//! every choice of wording. Must not know of files.

use std::collections::BTreeSet;

use fastrand::Rng;
use guidance_core::{
    flow::Answers,
    letter::{
        Draft, FieldIx, FieldKind, Input, Letter, Open, PassageIx, Piece, Problem, State, Value,
        date::Typed, text,
    },
    record::record,
    table::Ix,
};

use crate::shipped::{
    OUTCOMES, PACK, WORDINGS, Wording, chosen, compose, everything, filled, moved, named, opening,
    openings, ordinary, passage, suggestions,
};

/// What must never be read in a letter.
const FORBIDDEN: &[&str] = &[
    "*",
    "[",
    "]",
    "{",
    "}",
    "delete as appropriate",
    "intend to/have",
    "intend to published",
    "PDCS",
    // Where something was left out, no gap is left behind.
    "  ",
    " .",
    " ,",
    "..",
];

/// The openings of a letter about publication.
const PUBLICATION: &[&str] = &["you intend to publish", "you have published"];
/// What would permit it.
const PERMISSION: &str = "It is your right to do so";

#[track_caller]
fn is_fit_to_send(letter: &Letter, name: impl Fn() -> String) {
    let words = letter.to_text();
    for forbidden in FORBIDDEN {
        assert!(
            !words.contains(forbidden),
            "“{forbidden}” in {}\n{words}",
            name()
        );
    }
    let permits = words.contains(PERMISSION);
    let publication = PUBLICATION.iter().any(|it| words.contains(it));
    assert!(
        !(permits && publication),
        "publication is permitted in {}\n{words}",
        name()
    );
}

#[track_caller]
fn is_marked_draft(draft: &Draft, expected: bool, name: impl Fn() -> String) {
    let first = draft
        .blocks
        .first()
        .is_some_and(|block| block.role == "draft");
    let marks = draft
        .blocks
        .iter()
        .filter(|block| block.role == "draft")
        .count();
    assert_eq!(
        (first, marks),
        (expected, usize::from(expected)),
        "DRAFT: {}",
        name()
    );
    assert_eq!(draft.is_marked_draft(), expected, "asked: {}", name());
    if let Ok(letter) = draft.finish() {
        let line = &PACK.strings.letter.draft_line;
        let said = letter.to_text().starts_with(&format!("{line}\r\n\r\n"));
        assert_eq!(said, expected, "the words of DRAFT: {}", name());
    }
}

#[test]
fn every_letter_is_fit_to_send_or_not_finished() {
    let mut finished = 0;
    for live in OUTCOMES.iter() {
        let suggested = suggestions(live);
        for wording in WORDINGS.iter() {
            let name = || named(live, wording);
            let mut input = chosen(wording, &suggested);
            let undecided: Vec<_> = (0..wording.len())
                .filter(|row| wording.get(*row) == Some(&Some(State::Undecided)))
                .map(|row| Open::Undecided(PassageIx::new(row)))
                .collect();
            let draft = PACK.compose(live, &input);
            is_marked_draft(&draft, !moved(wording).is_empty(), name);
            match draft.finish() {
                Ok(letter) => {
                    assert!(undecided.is_empty(), "finished too early: {}", name());
                    is_fit_to_send(&letter, name);
                    finished += 1;
                }
                Err(open) => assert_eq!(open, undecided, "what is open: {}", name()),
            }
            // Once somebody has confirmed the wording that needs it, nothing else changes.
            input.kept = moved(wording)
                .into_iter()
                .map(|it| (it, "a manager".into()))
                .collect();
            let confirmed = PACK.compose(live, &input);
            is_marked_draft(&confirmed, false, name);
            let without = draft.blocks.iter().filter(|block| block.role != "draft");
            assert!(
                without.eq(&confirmed.blocks),
                "confirming changes the letter: {}",
                name()
            );
        }
    }
    assert!(finished > 0, "no letter can be finished");
}

#[test]
fn every_required_field_is_asked_for() {
    for live in OUTCOMES.iter() {
        let suggested = suggestions(live);
        let decided = |wording: &&Wording| !wording.contains(&Some(State::Undecided));
        for wording in WORDINGS.iter().filter(decided) {
            let input = chosen(wording, &suggested);
            let draft = PACK.compose(live, &input);
            for field in draft.fields {
                let mut without = input.clone();
                without.fields.remove(&field);
                let open = PACK
                    .compose(live, &without)
                    .finish()
                    .err()
                    .unwrap_or_default();
                let required = PACK.letter.fields[field].missing.is_some();
                let expected = required.then_some(Open::Field(field, Problem::Missing));
                let id = &PACK.letter.fields[field].id;
                assert!(
                    open.iter().eq(&expected),
                    "{id} is empty: {}",
                    named(live, wording)
                );
            }
        }
    }
}

/// DRAFT stays until each sentence whose law has moved is decided.
#[test]
fn draft_is_said_until_the_last_point_is_decided() {
    let live = OUTCOMES.first().unwrap();
    let everything = WORDINGS
        .iter()
        .max_by_key(|wording| moved(wording).len())
        .unwrap();
    let points = moved(everything);
    assert!(points.len() > 1, "one point only");
    for some in 0..1_u32 << points.len() {
        let mut input = chosen(everything, &suggestions(live));
        let kept = points
            .iter()
            .enumerate()
            .filter(|(bit, _)| some >> bit & 1 == 1);
        input.kept = kept.map(|(_, it)| (*it, "a manager".into())).collect();
        let all = input.kept.len() == points.len();
        is_marked_draft(&PACK.compose(live, &input), !all, || {
            format!("{:?}", input.kept)
        });
    }
    let mut input = chosen(everything, &suggestions(live));
    input.kept = points.iter().map(|it| (*it, "  ".into())).collect();
    is_marked_draft(&PACK.compose(live, &input), true, || {
        "confirmed by nobody".into()
    });
}

/// For what goes with it, such as the request note.
#[test]
fn a_finished_letter_knows_whether_it_says_draft() {
    let mut input = everything(opening("asked"), ordinary);
    assert!(compose(&input).is_marked_draft());
    let passages = PACK.letter.passages.indices();
    input.kept = passages.map(|it| (it, "a manager".into())).collect();
    assert!(!compose(&input).is_marked_draft());
}

/// A wording goes by its label where there are several, else by whether it is in.
#[test]
fn what_was_chosen_has_a_name() {
    let name =
        |it: PassageIx, state| PACK.letter.passages[it].state_label(state, &PACK.strings.letter);
    let opens = |id| name(PACK.letter.opening, State::In(opening(id)));
    assert_eq!(
        [opens("asked"), opens("has-published")],
        [
            "The claimant has asked to have the interview recorded",
            "The claimant has published"
        ]
    );
    let only = PACK.letter.passages.iter();
    let mut only = only.filter(|(_, row)| row.variants.len() == 1);
    let (only, row) = only.next().unwrap();
    let wording = row.variants.indices().next().unwrap();
    let states = [State::In(wording), State::Out, State::Undecided];
    assert_eq!(
        states.map(|it| name(only, it)),
        ["In", "Leave out", "Not decided"]
    );
}

/// Those that a letter asks about are those that need it, and no others.
#[test]
fn the_passages_that_need_a_decision_about_the_law_are_known_before() {
    let live = OUTCOMES.first().unwrap();
    let asked = openings().flat_map(|(_, it)| PACK.compose(live, &everything(it, ordinary)).law);
    let asked: BTreeSet<_> = asked.map(|it| it.passage).collect();
    let passages = PACK.letter.passages.iter();
    let needed = passages.filter(|(_, row)| row.needs_law_check(&PACK.source));
    let needed: BTreeSet<_> = needed.map(|(ix, _)| ix).collect();
    assert!(needed.len() < PACK.letter.passages.len());
    assert_eq!(asked, needed);
}

// Rewording

/// Blanks and line breaks are no words of one's own, and decide nothing.
#[test]
fn only_other_words_are_a_rewording() {
    let live = OUTCOMES.first().unwrap();
    let before = everything(opening("asked"), ordinary);
    // Its law has moved.
    let passage = passage("right");
    let wording = PACK.letter.passages[passage].variants.indices().next();
    let wording = wording.unwrap();
    let words = PACK
        .letter
        .wording(&PACK.strings.letter, live, &before, passage, wording)
        .unwrap();
    for (text, others) in [
        (words.clone(), false),
        (words.replace(' ', "  "), false),
        (words.replace(' ', "\n"), false),
        (format!("{words} Indeed."), true),
        (words.replace("right", "choice"), true),
    ] {
        let mut input = before.clone();
        input.edits.insert((passage, wording), text.clone());
        let draft = PACK.compose(live, &input);
        let edited: Vec<_> = draft.edits.iter().map(|it| it.passage).collect();
        assert_eq!(edited, [passage][..usize::from(others)], "{text:?}");
        let point = draft.law.iter().find(|it| it.passage == passage);
        assert_eq!(point.map(|it| it.decided), Some(others), "{text:?}");
    }
}

/// What a wording stands for when somebody has reworded it: words that no letter has.
const OWN: &str = "Words of my own, agreed with my manager.";

#[test]
fn a_reworded_passage_says_what_was_typed_and_nothing_of_the_standard() {
    for live in OUTCOMES.iter() {
        let suggested = suggestions(live);
        let decided = |wording: &&Wording| !wording.contains(&Some(State::Undecided));
        for wording in WORDINGS.iter().filter(decided) {
            let standard = chosen(wording, &suggested);
            let before = PACK.compose(live, &standard);
            for (row, state) in wording.iter().enumerate() {
                let Some(State::In(variant)) = state else {
                    continue;
                };
                let passage = PassageIx::new(row);
                let name = || format!("{passage:?} of {}", named(live, wording));
                let mut input = standard.clone();
                input.edits.insert((passage, *variant), OWN.into());
                let draft = PACK.compose(live, &input);
                let letter = draft
                    .finish()
                    .unwrap_or_else(|open| panic!("{open:?}: {}", name()));
                let text = letter.to_text().replace("\r\n", " ");
                let around: Vec<_> = text.split(OWN).collect();
                let [before_it, after_it] = around[..] else {
                    panic!("{} times: {}", around.len() - 1, name());
                };
                let apart = before_it.ends_with(' ') && after_it.starts_with(' ');
                assert!(apart, "no blank around it: {}", name());
                is_fit_to_send(&letter, name);
                // Reworded is decided; of the others each still is open.
                let open: BTreeSet<_> = draft
                    .law
                    .iter()
                    .filter(|it| !it.decided)
                    .map(|it| it.passage)
                    .collect();
                let inside =
                    |it: &PassageIx| PACK.letter.passages[*it].inside == Some((passage, *variant));
                let rest = moved(wording)
                    .into_iter()
                    .filter(|it| *it != passage && !inside(it));
                assert!(rest.eq(open), "{}", name());
                is_marked_draft(&draft, draft.law.iter().any(|it| !it.decided), name);
                // Restored, the letter is what it was.
                input.edits = Default::default();
                assert!(
                    PACK.compose(live, &input) == before,
                    "{} is not restored",
                    name()
                );
            }
        }
    }
}

/// A choice that stands inside a reworded passage has no place any more: it is neither
/// asked for nor said, and the fields that only the standard wording has are not either.
#[test]
fn what_stood_inside_a_reworded_passage_is_not_asked_for() {
    let live = OUTCOMES.first().unwrap();
    for (inner, row) in PACK.letter.passages.iter() {
        let Some((outer, variant)) = row.inside else {
            continue;
        };
        let mut input = everything(opening("asked"), ordinary);
        input.choices.insert(outer, State::In(variant));
        input.choices.insert(inner, State::Undecided);
        let open = PACK.compose(live, &input).finish().unwrap_err();
        assert_eq!(open, [Open::Undecided(inner)], "{}", row.id);
        input.edits.insert((outer, variant), OWN.into());
        let draft = PACK.compose(live, &input);
        assert_eq!(draft.open, [], "{}", row.id);
        assert!(!draft.decisions[inner.row()].present, "{}", row.id);
        for nothing in ["", " \n\t", "\u{200b}"] {
            input.edits.insert((outer, variant), nothing.into());
            let open = PACK.compose(live, &input).finish().unwrap_err();
            assert_eq!(open, [Open::Blank(outer)], "{}", row.id);
        }
    }
    let (own, words) = (opening("own-words"), passage("opening"));
    let mut input = everything(own, ordinary);
    let field = PACK.letter.fields.find(|it| it.id == "own-words").unwrap();
    input.fields.remove(&field);
    assert_eq!(
        PACK.compose(live, &input).open,
        [Open::Field(field, Problem::Missing)]
    );
    input.edits.insert((words, own), OWN.into());
    let draft = PACK.compose(live, &input);
    assert_eq!(draft.open, []);
    assert!(!draft.fields.contains(&field));
}

/// What a user wrote for one wording is kept, and not said, while another is chosen.
#[test]
fn rewording_one_opening_leaves_the_others_alone() {
    let live = OUTCOMES.first().unwrap();
    let openings = || PACK.letter.passages[PACK.letter.opening].variants.indices();
    for reworded in openings() {
        for other in openings().filter(|it| *it != reworded) {
            let before = everything(other, ordinary);
            let mut input = before.clone();
            input
                .edits
                .insert((PACK.letter.opening, reworded), OWN.into());
            assert!(PACK.compose(live, &input) == PACK.compose(live, &before));
        }
    }
}

/// Nobody is a name that shows nothing.
#[test]
fn a_passage_is_not_kept_by_a_name_that_shows_nothing() {
    let live = OUTCOMES.first().unwrap();
    for nobody in [
        "",
        " ",
        "\t\r\n",
        "\u{a0}\u{3000}",
        "\u{200b}\u{2060}",
        "\u{3164}",
        "\0\u{7}",
    ] {
        let mut input = everything(opening("asked"), ordinary);
        input.kept = PACK
            .letter
            .passages
            .indices()
            .map(|it| (it, nobody.into()))
            .collect();
        let draft = PACK.compose(live, &input);
        assert!(
            draft.law.len() > 1 && draft.law.iter().all(|it| !it.decided),
            "{nobody:?}"
        );
        is_marked_draft(&draft, true, || format!("confirmed by {nobody:?}"));
        let points = draft.law.iter().map(|it| Open::Unconfirmed(it.passage));
        assert!(points.eq(draft.open.clone()), "{nobody:?}");
    }
}

/// A department that has supplied current wording has no such step.
#[test]
fn without_blocking_notes_there_is_no_law_check() {
    let mut pack = PACK.clone();
    let notes: Vec<_> = pack.source.law.indices().collect();
    assert!(notes.iter().any(|note| pack.source.law[*note].blocking));
    let mut source = pack.source.law.rows().to_vec();
    for note in &mut source {
        note.blocking = false;
    }
    pack.source.law = source.into();
    for live in OUTCOMES.iter() {
        let suggested = suggestions(live);
        for wording in WORDINGS.iter() {
            let draft = pack.compose(live, &chosen(wording, &suggested));
            assert_eq!(draft.law, [], "{}", named(live, wording));
            is_marked_draft(&draft, false, || named(live, wording));
        }
        let words = &pack.strings.record;
        let told = record(
            &pack,
            &pack.flow.replay(live),
            &filled(),
            "23 November 2026",
        );
        assert!(!told.contains(&*words.law_open), "{told}");
    }
}

// Anything that a user can do

/// What has to be open, found by reading the template from the outside: in letter order,
/// then the fields in the order of asking.
#[derive(Default)]
struct Expected {
    open: Vec<Open>,
    fields: BTreeSet<FieldIx>,
    /// The passages whose law has moved and about which nobody has decided.
    moved: BTreeSet<PassageIx>,
    /// The passages that say what the user wrote.
    reworded: BTreeSet<PassageIx>,
}

impl Expected {
    fn new(live: &Answers, input: &Input) -> Self {
        let suggested = suggestions(live);
        let mut expected = Self::default();
        for part in &PACK.letter.parts {
            for pieces in part.lines.iter().flatten() {
                expected.pieces(pieces, &suggested, input);
            }
        }
        for passage in PACK.letter.paragraphs.iter().flatten() {
            expected.passage(*passage, &suggested, input);
        }
        let kept = input.kept.iter().map(|(passage, _)| passage);
        let kept = kept.filter(|it| expected.moved.contains(it));
        let unconfirmed = kept.map(|it| Open::Unconfirmed(*it));
        expected.open.extend(unconfirmed);
        for field in expected.fields.clone() {
            let row = &PACK.letter.fields[field];
            let lines = match input.fields.get(&field) {
                Some(Value::Text(text)) => text::lines(text).count(),
                Some(Value::Date(date)) => usize::from(!date.is_empty()),
                None => 0,
            };
            let problem = match row.kind {
                _ if lines == 0 => row.missing.as_ref().map(|_| Problem::Missing),
                FieldKind::Lines(least, _) if lines < usize::from(least) => {
                    Some(Problem::TooFewLines(least))
                }
                FieldKind::Lines(_, most) if lines > usize::from(most) => {
                    Some(Problem::TooManyLines(most))
                }
                _ => match input.fields.get(&field) {
                    Some(Value::Text(text)) if is_marked(text, input) => Some(Problem::Marked("[")),
                    _ => None,
                },
            };
            expected
                .open
                .extend(problem.map(|problem| Open::Field(field, problem)));
        }
        expected
    }

    fn pieces(&mut self, pieces: &[Piece], suggested: &[State], input: &Input) {
        for piece in pieces {
            match piece {
                Piece::Text(_) => {}
                Piece::Field(field) => drop(self.fields.insert(*field)),
                Piece::Passage(inner) => self.passage(*inner, suggested, input),
            }
        }
    }

    fn passage(&mut self, ix: PassageIx, suggested: &[State], input: &Input) {
        let row = &PACK.letter.passages[ix];
        match input
            .choices
            .get(&ix)
            .copied()
            .unwrap_or(suggested[ix.row()])
        {
            State::Out => {}
            State::Undecided => self.open.push(Open::Undecided(ix)),
            State::In(variant) => {
                let edit = input.edits.get(&(ix, variant));
                let sentences = row.variants[variant].sentences.iter();
                let mut notes = sentences.flat_map(|it| &PACK.source.sentences[*it].law);
                let moved = notes.any(|note| PACK.source.law[*note].blocking);
                let kept = input
                    .kept
                    .get(&ix)
                    .is_some_and(|by| text::lines(by).next().is_some());
                if moved && !kept && edit.is_none() {
                    self.moved.insert(ix);
                }
                // Of a wording that is a field alone, what is in the field is no rewording.
                let standard = match row.variants[variant].pieces.as_slice() {
                    [Piece::Field(field)] => match input.fields.get(field) {
                        Some(Value::Text(text)) => text::lines(text).collect(),
                        _ => Vec::new(),
                    },
                    _ => vec!["words".to_owned()],
                };
                if edit.is_some_and(|it| !text::lines(it).eq(standard)) {
                    self.reworded.insert(ix);
                }
                match edit {
                    None => self.pieces(&row.variants[variant].pieces, suggested, input),
                    Some(text) if text::lines(text).next().is_none() => {
                        self.open.push(Open::Blank(ix))
                    }
                    Some(text) if is_marked(text, input) => self.open.push(Open::Marked(ix, "[")),
                    Some(_) => {}
                }
            }
        }
    }
}

/// Whether it is the one text here with a sign, and that is not meant.
fn is_marked(text: &str, input: &Input) -> bool {
    text == MARKED && input.meant.is_empty()
}

const MARKED: &str = "[x]* {date}";

/// Choices, details, rewordings and names at random, each as often missing as not.
fn anything(random: &mut Rng) -> Input {
    const TEXTS: [&str; 6] = [
        "",
        " \u{200b}",
        "one line",
        "two\nlines",
        "1\n2\n3\n4\n5\n6\n7\n8\n9",
        MARKED,
    ];
    // Most details are given most of the time, or nothing would ever be finished.
    let mut input = filled();
    input.meant.extend(random.bool().then(|| MARKED.to_owned()));
    for (ix, row) in PACK.letter.passages.iter() {
        let variants: Vec<_> = row.variants.indices().collect();
        let mut states: Vec<_> = variants.iter().copied().map(State::In).collect();
        states.extend(row.optional.then_some(State::Out));
        if states.len() > 1 && random.u8(..10) == 0 {
            states = vec![State::Undecided];
        }
        let decided = random.bool().then(|| random.choice(states)).flatten();
        if let Some(state) = decided {
            input.choices.insert(ix, state);
        }
        for variant in variants {
            if random.u8(..8) == 0 {
                input.edits.insert((ix, variant), text(random, &TEXTS));
            }
        }
        if random.bool() {
            input.kept.insert(ix, text(random, &TEXTS));
        }
    }
    for (ix, row) in PACK.letter.fields.iter() {
        match random.u8(..12) {
            0 => drop(input.fields.remove(&ix)),
            1 if row.kind == FieldKind::Date => {
                drop(input.fields.insert(ix, Value::Date(Typed::default())))
            }
            1 => drop(input.fields.insert(ix, Value::Text(text(random, &TEXTS)))),
            _ => {}
        }
    }
    input
}

fn text(random: &mut Rng, texts: &[&str]) -> String {
    random
        .choice(texts)
        .map_or_else(String::new, |it| (*it).to_owned())
}

#[test]
fn whatever_is_done_what_is_open_blocks_and_draft_is_said_when_it_must_be() {
    // The same ones on every run.
    let mut random = Rng::with_seed(7);
    let (mut finished, mut marked) = (0, 0);
    for _ in 0..20_000 {
        let live = random.choice(OUTCOMES.iter()).unwrap();
        let input = anything(&mut random);
        let expected = Expected::new(live, &input);
        let draft = PACK.compose(live, &input);
        let name = || format!("{input:#?}");
        is_marked_draft(&draft, !expected.moved.is_empty(), name);
        assert_eq!(draft.open, expected.open, "{}", name());
        assert_eq!(
            draft.fields,
            expected.fields.into_iter().collect::<Vec<_>>(),
            "{}",
            name()
        );
        let reworded: BTreeSet<_> = draft.edits.iter().map(|it| it.passage).collect();
        assert_eq!(reworded, expected.reworded, "{}", name());
        match draft.finish() {
            Ok(letter) => {
                finished += 1;
                let words = letter.to_text().replace("[x]* {date}", "typed");
                let leaked = FORBIDDEN.iter().find(|it| words.contains(**it));
                assert_eq!(leaked, None, "{words}\n{}", name());
            }
            Err(open) => assert_eq!(open, draft.open),
        }
        marked += u32::from(draft.is_marked_draft());
    }
    assert!(
        (1_000..19_000).contains(&finished) && (1_000..19_000).contains(&marked),
        "{finished} {marked}"
    );
}

#[test]
fn an_editor_begins_with_what_the_letter_says() {
    let live = OUTCOMES.first().unwrap();
    let words = &PACK.strings.letter;
    for (name, variant) in openings() {
        let input = everything(variant, ordinary);
        let opening = PACK.letter.opening;
        let begins = |input| PACK.letter.wording(words, live, input, opening, variant);
        let text = compose(&input).to_text().replace("\r\n", "\n");
        let wording = begins(&input).unwrap();
        assert!(
            wording.len() > 20 && text.contains(&wording),
            "{name}: {wording}\n{text}"
        );
        let pieces = &PACK.letter.passages[opening].variants[variant].pieces;
        let has_field = pieces.iter().any(|it| matches!(it, Piece::Field(_)));
        let mut open = input.clone();
        open.fields = Default::default();
        assert_eq!(
            begins(&open).is_none(),
            has_field,
            "{name}: a field is open"
        );
    }
}

#[test]
fn a_wish_makes_a_request_or_an_instruction() {
    let wishes = &PACK.letter.wishes;
    let mut input = Input::default();
    let made = |input: &Input| (PACK.letter.requests(input), PACK.letter.instructions(input));
    assert_eq!(made(&input), (vec![], vec![]));
    // The last one first: they are told in the order of the template.
    for id in ["other", "coloured-paper", "braille", "english"] {
        input.wished.push(wishes.find(|it| it.id == id).unwrap());
    }
    for (id, detail) in [("other", " Easy\nRead "), ("coloured-paper", "Yellow")] {
        let wish = wishes.find(|it| it.id == id).unwrap();
        input.details.insert(wish, detail.into());
    }
    let requests = ["Braille", "Easy Read"].map(str::to_owned).to_vec();
    let instructions = vec!["Print it on coloured paper: Yellow.".to_owned()];
    assert_eq!(made(&input), (requests, instructions));
}
