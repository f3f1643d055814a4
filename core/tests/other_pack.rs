//! Owns the promise that nothing in the code is about one guidance: another pack, about
//! parking permits, goes through the same code and comes out with its own actions, its
//! own letters of several paragraphs, and no notice of what it does not have.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use std::{fs, path::Path, sync::LazyLock};

use guidance_core::{
    content::{self, Loaded},
    flow::{Answers, codes},
    letter::{FieldKind, Input, Offer, Value, date::Typed},
    pack::Pack,
};

static PARKING: LazyLock<Loaded> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/packs/parking");
    content::load_folder(&folder).unwrap_or_else(|problems| {
        let told: Vec<_> = problems.iter().map(ToString::to_string).collect();
        panic!("{}", told.join("\n"))
    })
});

fn pack() -> &'static Pack {
    &PARKING.pack
}

#[track_caller]
fn live(answers: &str) -> Answers {
    let decoded = codes::decode(&pack().flow, answers.split('&'));
    assert_eq!(decoded.dropped, [], "every answer is asked for");
    let place = pack().flow.replay(&decoded.answers);
    assert_eq!(place.next, None, "every question is answered");
    place.live
}

/// What is told for answers, by ids: actions, silences and signposts, reasons for no
/// letter.
#[track_caller]
fn tells(answers: &str, items: &[&str], no_letter: &[&str]) {
    let live = live(answers);
    let flow = &pack().flow;
    let outcome = flow.outcome(&live);
    let actions = outcome.actions.iter().map(|it| &flow.actions[it.item].id);
    let silences = outcome.silences.iter();
    let silences = silences.map(|it| &flow.silences[it.item].id);
    let signposts = outcome.signposts.iter();
    let signposts = signposts.map(|it| &flow.signposts[it.item].id);
    let told: Vec<_> = actions.chain(silences).chain(signposts).collect();
    assert_eq!(told, items, "{answers}");
    let reasons = match pack().letter.offer(&live) {
        Offer::Letter => Vec::new(),
        Offer::None(reasons) => reasons,
    };
    let reasons = reasons.iter().map(|it| &pack().letter.no_letter[*it].id);
    assert_eq!(reasons.collect::<Vec<_>>(), no_letter, "{answers}");
}

#[test]
fn its_answers_lead_to_its_own_outcomes() {
    tells("trouble=business", &["business-permits"], &["business"]);
    tells(
        "trouble=lost&asker=somebody-else",
        &["not-to-others", "give-form"],
        &["nothing-given"],
    );
    tells(
        "trouble=stolen&asker=named&vehicle=changed",
        &["apply-anew", "who-is-named"],
        &["nothing-given"],
    );
    tells(
        "trouble=damaged&asker=resident&vehicle=same&handed-in=no",
        &["take-it-back"],
        &["nothing-given"],
    );
    tells(
        "trouble=stolen&asker=resident&vehicle=not-sure&crime-number=no&in-a-year=again",
        &["ask-for-number", "check-vehicle", "waive", "send-letter"],
        &[],
    );
    tells(
        "trouble=damaged&asker=named&vehicle=same&handed-in=yes&in-a-year=not-sure",
        &["send-letter", "who-is-named", "how-often"],
        &[],
    );
}

/// The letter as plain text, with everything filled in and the law confirmed.
#[track_caller]
fn reads(answers: &str, expected: &str) {
    let template = &pack().letter;
    let mut input = Input::default();
    for (ix, field) in template.fields.iter() {
        let value = match field.kind {
            FieldKind::Date => Value::Date(Typed {
                day: "2".into(),
                month: "12".into(),
                year: "2026".into(),
            }),
            FieldKind::Lines(..) => Value::Text("1 High Street\nOldtown".into()),
            _ => Value::Text(field.label.clone()),
        };
        input.fields.insert(ix, value);
    }
    for (ix, passage) in template.passages.iter() {
        if passage.needs_law_check(&pack().source) {
            input.kept.insert(ix, "the council’s lawyer".into());
        }
    }
    let draft = pack().compose(&live(answers), &input);
    let letter = draft.finish().unwrap();
    let text = letter.to_text().replace("\r\n", "\n");
    assert_eq!(text, expected, "{answers}");
}

#[test]
fn its_letters_have_their_own_paragraphs() {
    reads(
        "trouble=stolen&asker=resident&vehicle=same&crime-number=no&in-a-year=again",
        "Resident’s name
1 High Street
Oldtown

2 December 2026

Dear Resident’s name

We are sending you a replacement for your parking permit. The permit that you told us about is no longer valid.

You told us that your permit was stolen. Please tell us the crime reference number when you have it.

The charge for this replacement is Amount of the charge.

Please put the new permit where it can be read from outside. A permit that cannot be read may lead to a penalty notice.

Yours sincerely

Your name",
    );
    reads(
        "trouble=damaged&asker=named&vehicle=same&handed-in=yes&in-a-year=first",
        "Resident’s name
1 High Street
Oldtown

2 December 2026

Dear Resident’s name

We are sending you a replacement for your parking permit.

There is no charge this time.

Please put the new permit where it can be read from outside. A permit that cannot be read may lead to a penalty notice.

Yours sincerely

Your name",
    );
}

#[test]
fn a_letter_that_its_answers_leave_open_is_not_finished() {
    let answers = live("trouble=lost&asker=resident&vehicle=same&in-a-year=not-sure");
    let draft = pack().compose(&answers, &Input::default());
    let undecided = draft.decisions.iter().filter(|it| it.present);
    let undecided = undecided.filter(|it| it.state == guidance_core::letter::State::Undecided);
    let undecided: Vec<_> = undecided
        .map(|it| pack().letter.passages[it.passage].id.as_str())
        .collect();
    assert_eq!(undecided, ["charge"]);
    assert!(draft.is_marked_draft(), "the law has moved under a passage");
}

#[test]
fn it_is_proved_and_nothing_is_left_to_look_at() {
    assert_eq!(PARKING.warnings, []);
    let proof = &PARKING.proof;
    assert_eq!(proof.questions, pack().flow.questions.len());
    assert!(proof.paths > 20, "{proof:?}");
}

/// Nothing of the pack that is built in comes with another one.
#[test]
fn it_says_nothing_of_the_pack_that_is_built_in() {
    let bytes = String::from_utf8_lossy(&pack().to_bytes().unwrap()).to_lowercase();
    for word in ["recording", "claimant", "jobcentre", "publish", "interview"] {
        assert!(
            !bytes.contains(word),
            "“{word}” has come with the parking pack"
        );
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/recordings");
    let built_in = fs::read_to_string(folder.join("flow.toml")).unwrap();
    assert!(
        built_in.contains("interview"),
        "the words above are its words"
    );
}

/// A pack from before questions could wait needs no words for them, until one does.
#[test]
fn a_question_that_can_wait_needs_its_words() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/packs/parking");
    let mut texts = content::read(&folder).unwrap();
    let flow = texts.get_mut("flow.toml").unwrap();
    let asked = "text = \"Who asks for the replacement?\"";
    *flow = flow.replacen(asked, &format!("{asked}\nuntil-answered = \"resident\""), 1);
    let problems = content::load(&texts).unwrap_err();
    let told: Vec<_> = problems.iter().map(ToString::to_string).collect();
    assert!(
        told.iter()
            .any(|it| it.contains("has no words for that") && it.contains("open-heading")),
        "{told:?}"
    );
}
