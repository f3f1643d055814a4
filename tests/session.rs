//! A user's way through the widget, without a browser: what is shown, what takes
//! the focus, what goes into the address. Must not know how screens look.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use std::rc::Rc;

use guidance_core::{
    flow::{QuestionIx, codes},
    letter::{FieldIx, PreferenceIx, State, Value, WishIx, date::Typed},
};
use guidance_widget::{
    session::{Config, Copy, DatePart, Effect, File, LawChoice, Msg, Screen, Session, Status, id},
    shipped_pack,
};

/// A user at a page of the widget's own.
struct User {
    session: Session,
    effects: Vec<Effect>,
}

impl User {
    fn at(codes: &str) -> Self {
        let config = Config {
            changed: [].into(),
            sender: [].into(),
            history: true,
            page_title: false,
            heading_level: 2,
        };
        let mut user = Self {
            session: Session::new(Rc::new(shipped_pack().unwrap()), config, codes),
            effects: Vec::new(),
        };
        user.on(2026, 11, 23);
        user
    }

    /// It is this day now.
    fn on(&mut self, year: u32, month: u32, day: u32) -> &mut Self {
        self.session.input.today = Typed::from_numbers(year, month, day);
        self
    }

    #[track_caller]
    fn does(&mut self, msg: Msg) -> &mut Self {
        self.effects = self.session.update(msg);
        self
    }

    /// Selects a choice by its id and continues.
    #[track_caller]
    fn answers(&mut self, choice: &str) -> &mut Self {
        let Screen::Question(question) = self.session.screen else {
            panic!("no question is shown")
        };
        let choices = &self.session.pack.flow.questions[question].choices;
        let choice = choices
            .find(|row| row.id == choice)
            .expect("the choice is offered");
        self.does(Msg::Picked(choice)).does(Msg::Continued)
    }

    /// The id of the question that is shown, or the name of the screen.
    fn screen(&self) -> String {
        match self.session.screen {
            Screen::Question(question) => self.session.pack.flow.questions[question].id.clone(),
            other => format!("{other:?}"),
        }
    }

    /// The id of the selected choice.
    fn picked(&self) -> Option<String> {
        let Screen::Question(question) = self.session.screen else {
            return None;
        };
        let choice = self.session.picked?;
        Some(
            self.session.pack.flow.questions[question].choices[choice]
                .id
                .clone(),
        )
    }

    fn question(&self, id: &str) -> QuestionIx {
        let questions = &self.session.pack.flow.questions;
        questions.find(|row| row.id == id).unwrap()
    }

    fn changes(&mut self, question: &str) -> &mut Self {
        self.does(Msg::ChangeAsked(self.question(question)))
    }

    /// Answers a question on the outcome.
    fn says(&mut self, question: &str, choice: &str) -> &mut Self {
        let question = self.question(question);
        let choices = &self.session.pack.flow.questions[question].choices;
        let choice = choices.find(|row| row.id == choice).unwrap();
        self.does(Msg::Answered(question, choice))
    }

    fn focus(&self) -> Option<&str> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::Focus(id) => Some(id.as_str()),
            _ => None,
        })
    }

    fn address(&self) -> Option<&str> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::Address { now, .. } => Some(now.codes.as_str()),
            _ => None,
        })
    }
}

const FOUND_AFTERWARDS: &str = "situation=recorded&recorder=claimant&contact=premises&unhappy=no";
const RECORDED_CALL: &str =
    "situation=recorded&recorder=claimant&contact=telephone&unhappy=no&letter-given=no";

#[test]
fn each_answer_leads_on_and_into_the_address() {
    let mut user = User::at("");
    assert_eq!(user.screen(), "situation");
    user.answers("recorded");
    assert_eq!(
        (user.screen().as_str(), user.focus()),
        ("recorder", Some(id::HEADING))
    );
    assert_eq!(user.address(), Some("situation=recorded"));
    user.answers("claimant").answers("premises");
    assert_eq!(
        (user.screen().as_str(), user.focus(), user.address()),
        (
            "Outcome",
            Some(id::HEADING),
            Some("situation=recorded&recorder=claimant&contact=premises")
        ),
        "what can wait does"
    );
    user.says("unhappy", "no");
    assert_eq!(
        (user.screen().as_str(), user.focus(), user.address()),
        ("Outcome", None, Some(FOUND_AFTERWARDS)),
        "the focus stays where the answer was given"
    );
}

/// The titles of what an answer on the outcome has brought.
fn came(user: &User) -> Vec<&str> {
    let actions = &user.session.pack.flow.actions;
    let came = user.session.news.actions.iter();
    came.map(|it| actions[*it].id.as_str()).collect()
}

#[test]
fn an_answer_on_the_outcome_tells_what_it_has_changed() {
    let at = "situation=asks&recorder=claimant&contact=private-room";
    let mut user = User::at(at);
    assert_eq!(user.screen(), "Outcome");
    let record = user.session.record();
    assert!(record.contains("Staff comfortable: not said"), "{record}");
    assert_eq!(user.session.status, None);

    user.says("comfortable", "no");
    let expected = [
        "raise-with-management",
        "another-member-of-staff",
        "future-appointment",
    ];
    assert_eq!(came(&user), expected);
    let uncomfortable = "If the claimant records or intends to, and staff involved are uncomfortable about being recorded, raise the matter with local management";
    assert!(user.session.news.gone.iter().any(|it| it == uncomfortable));
    assert_eq!(user.session.status, Some(Status::Changed));
    let record = user.session.record();
    assert!(record.contains("Staff comfortable: No"), "{record}");

    // What the letter says, and whether there is one, is told, too.
    user.says("unhappy", "yes");
    let meeting = passage(&user, "meeting");
    let told: Vec<_> = user.session.news.passages.iter().map(|it| it.0).collect();
    assert_eq!(
        (came(&user), told),
        (vec!["resolve-service"], vec![meeting])
    );
    user.says("letter-given", "yes");
    assert_eq!(user.session.news.letter, Some(false));
    user.says("letter-given", "no");
    assert_eq!(user.session.news.letter, Some(true));

    // It is news until something else is looked at, and the answers stay.
    user.does(Msg::LetterOpened).does(Msg::WentBack);
    assert_eq!((came(&user), &user.session.status), (vec![], &None));
    assert!(!user.session.is_open(user.question("comfortable")));
    assert!(user.session.is_open(user.question("adjustment")));
}

#[test]
fn what_can_wait_has_no_screen_to_come_back_to() {
    let mut user = User::at(FOUND_AFTERWARDS);
    user.does(Msg::WentBack);
    assert_eq!(user.screen(), "contact");
    let codes = FOUND_AFTERWARDS.to_owned();
    let screen = Some("unhappy".to_owned());
    user.does(Msg::AddressChanged { codes, screen });
    assert_eq!(user.screen(), "Outcome");
}

#[test]
fn an_embedded_widget_leaves_the_address_alone() {
    let mut user = User::at("");
    user.session.config.history = false;
    user.answers("recorded");
    assert_eq!(user.address(), None);
}

#[test]
fn continue_without_an_answer_is_an_error_until_one_is_given() {
    let mut user = User::at("");
    user.does(Msg::Continued);
    assert!(user.session.unanswered);
    assert_eq!(
        (user.screen().as_str(), user.focus()),
        ("situation", Some(id::ERRORS))
    );
    user.answers("own-recording");
    assert!(!user.session.unanswered);
    assert_eq!(user.screen(), "Outcome");
}

#[test]
fn back_keeps_the_answer_selected_and_continue_goes_on_from_there() {
    let mut user = User::at(FOUND_AFTERWARDS);
    user.does(Msg::WentBack).does(Msg::WentBack);
    assert_eq!(
        (user.screen(), user.picked()),
        ("recorder".into(), Some("claimant".into()))
    );
    user.does(Msg::Continued);
    assert_eq!(
        (user.screen(), user.picked()),
        ("contact".into(), Some("premises".into()))
    );
}

#[test]
fn change_returns_to_the_outcome_and_asks_only_what_is_new() {
    let mut user = User::at(FOUND_AFTERWARDS);
    user.changes("situation").answers("recording-now");
    assert_eq!(
        user.screen(),
        "insists",
        "the only one not answered yet that cannot wait"
    );
    user.answers("no");
    assert_eq!(user.screen(), "Outcome");
    user.changes("contact").answers("telephone");
    user.says("letter-given", "no");
    user.changes("contact").answers("assessment");
    assert_eq!(
        user.address(),
        Some("situation=recording-now&recorder=claimant&contact=assessment")
    );
    user.changes("contact").answers("telephone");
    assert_eq!(
        user.address(),
        Some(
            "situation=recording-now&recorder=claimant&contact=telephone&unhappy=no&letter-given=no"
        ),
        "the earlier answers came back"
    );
}

#[test]
fn what_was_typed_outlives_back_change_and_the_page_view() {
    let mut user = User::at(RECORDED_CALL);
    let name = user
        .session
        .pack
        .letter
        .fields
        .find(|field| field.id == "claimant-name")
        .unwrap();
    user.does(Msg::LetterOpened)
        .does(Msg::Typed(name, "A. Person".into()));
    user.does(Msg::PageOpened(None))
        .does(Msg::PageClosed)
        .does(Msg::WentBack);
    user.changes("unhappy")
        .answers("yes")
        .does(Msg::LetterOpened);
    let draft = user.session.draft();
    let text = format!("{:?}", draft.blocks);
    assert!(text.contains("Dear ") && text.contains("A. Person"));
}

#[test]
fn start_again_forgets_everything_but_todays_date() {
    let mut user = User::at(RECORDED_CALL);
    let fresh = User::at("").session.input;
    let name = user
        .session
        .pack
        .letter
        .fields
        .find(|field| field.id == "claimant-name")
        .unwrap();
    user.does(Msg::LetterOpened)
        .does(Msg::Typed(name, "A. Person".into()))
        .does(Msg::StartedAgain);
    assert_eq!(
        (user.screen().as_str(), user.address()),
        ("situation", Some(""))
    );
    assert_eq!(user.session.input, fresh);
    assert_eq!(user.picked(), None);
}

/// The parts of the letter's date as the builder shows them.
fn date_parts(user: &User) -> [&str; 3] {
    let date = user.session.input.date(field(user, "date"));
    [&date.day, &date.month, &date.year].map(String::as_str)
}

fn field(user: &User, id: &str) -> FieldIx {
    let fields = &user.session.pack.letter.fields;
    fields.find(|row| row.id == id).unwrap()
}

#[test]
fn whatever_says_a_date_says_that_of_the_day_on_which_it_leaves() {
    let mut user = with_details(PRIVATE_ROOM);
    let (format, braille) = wish(&user, "braille");
    user.does(Msg::Wished(format, vec![braille]));
    let all = |user: &User| {
        let letter = user.session.draft().finish().unwrap();
        let note = user.session.request(&letter).unwrap();
        [letter.to_text(), note, user.session.record()]
    };
    for (day, said) in [
        (23, "23 November 2026"),
        (27, "27 November 2026"),
        (30, "30 November 2026"),
    ] {
        user.on(2026, 11, day).does(Msg::Waited);
        for text in all(&user) {
            assert!(text.contains(said), "{said} is not in\n{text}");
        }
    }
    user.does(Msg::StartedAgain).on(2026, 12, 1);
    assert_eq!(date_parts(&user), ["1", "12", "2026"]);
}

#[test]
fn a_date_that_was_typed_stays_whatever_day_it_is() {
    for typed in ["22", "23"] {
        let mut user = with_details(PRIVATE_ROOM);
        let date = field(&user, "date");
        user.does(Msg::DateTyped(date, DatePart::Day, typed.into()))
            .on(2026, 11, 24)
            .does(Msg::Waited);
        assert_eq!(date_parts(&user), [typed, "11", "2026"]);
        user.does(Msg::StartedAgain);
        assert_eq!(date_parts(&user), ["24", "11", "2026"]);
    }
}

#[test]
fn a_whole_date_in_one_part_fills_all_three() {
    use DatePart::{Day, Month, Year};
    for (part, text, expected) in [
        (Day, "3 Nov 2026", ["3", "Nov", "2026"]),
        (Month, "3/11/2026", ["3", "11", "2026"]),
        (Year, " 2026-11-03\n", ["03", "11", "2026"]),
        (Day, "November 3rd, 2026", ["3rd", "November", "2026"]),
        // What is not certain stays as it is, and is told.
        (Day, "03.11.26", ["03.11.26", "11", "2026"]),
        (Day, "30/2/2026", ["30/2/2026", "11", "2026"]),
        (Day, "3 Nov 2", ["3 Nov 2", "11", "2026"]),
        (Month, "2026-11-1", ["23", "2026-11-1", "2026"]),
        (Month, "3 Nov", ["23", "3 Nov", "2026"]),
    ] {
        let mut user = with_details(PRIVATE_ROOM);
        let date = field(&user, "date");
        user.does(Msg::DateTyped(date, part, text.into()));
        assert_eq!(date_parts(&user), expected, "{text:?} in {part:?}");
        let is_whole = user.session.draft().finish().is_ok();
        assert_eq!(is_whole, !date_parts(&user).contains(&text), "{text:?}");
    }
}

#[test]
fn words_are_unsaved_from_the_first_that_is_typed_until_the_letter_goes_out() {
    let told = |status| Msg::Told(status);
    let typed = || with_details(PRIVATE_ROOM);
    let checked = || {
        let mut user = typed();
        user.does(Msg::CheckAsked);
        user
    };
    let untouched = || {
        let mut user = User::at(PRIVATE_ROOM);
        user.does(Msg::LetterOpened);
        user
    };
    let user = untouched();
    let (date, offence) = (field(&user, "date"), passage(&user, "offence"));
    let (_, other) = wish(&user, "other");
    let format = user.session.format;
    let saved = |file| Status::Saved(file, String::new());
    for (mut user, msg, expected) in [
        (untouched(), Msg::StateChosen(offence, State::Out), false),
        (untouched(), Msg::FormatChosen(format), false),
        (untouched(), Msg::RewordAsked(offence), false),
        (untouched(), Msg::Waited, false),
        (
            untouched(),
            Msg::DateTyped(date, DatePart::Day, "2".into()),
            true,
        ),
        (untouched(), Msg::Confirmed(offence, "L".into()), true),
        (untouched(), Msg::Reworded(offence, Some("W".into())), true),
        (untouched(), Msg::DetailTyped(other, "E".into()), true),
        (typed(), Msg::WentBack, true),
        (typed(), Msg::PageOpened(None), true),
        (typed(), Msg::StartedAgain, false),
        (checked(), Msg::CopyAsked(Copy::Letter), true),
        (checked(), told(Status::CopyFailed(Copy::Letter)), true),
        (checked(), told(Status::PrintFailed), true),
        (checked(), told(Status::SaveFailed), true),
        (checked(), told(saved(File::Record)), true),
        (checked(), told(saved(File::Request)), false),
        (checked(), told(saved(File::Word)), false),
        (checked(), told(saved(File::Text)), false),
        (checked(), told(saved(File::Page)), false),
        (checked(), told(Status::Copied(Copy::Letter)), false),
        (checked(), told(Status::Copied(Copy::Request)), false),
        (checked(), told(Status::Printing), false),
        // Typed while the browser asked whether it may copy.
        (typed(), told(Status::Copied(Copy::Letter)), true),
    ] {
        user.does(msg.clone());
        assert_eq!(user.session.unsaved, expected, "{msg:?}");
    }
}

#[test]
fn an_unfinished_letter_goes_nowhere_and_every_open_point_is_linked() {
    let mut user = User::at(RECORDED_CALL);
    user.does(Msg::LetterOpened)
        .does(Msg::CopyAsked(Copy::Letter));
    assert_eq!(user.effects, [Effect::Focus(id::ERRORS.into())]);
    let errors = user.session.errors.clone();
    let controls: Vec<_> = errors.iter().map(|(control, _)| control.as_str()).collect();
    let fields = [
        "own-words",
        "claimant-name",
        "claimant-address",
        "sender-name",
        "office",
        "contact",
    ];
    assert_eq!(controls, fields.map(|name| format!("gw-field-{name}")));
    assert_eq!(errors[1].1, "Enter the claimant’s name");
}

#[test]
fn a_refused_copy_leads_to_the_letter() {
    let mut user = User::at(RECORDED_CALL);
    user.does(Msg::LetterOpened)
        .does(Msg::Told(Status::CopyFailed(Copy::Letter)));
    assert_eq!(user.focus(), Some(id::PREVIEW));
}

#[test]
fn an_address_gives_back_answers_and_screen() {
    let mut user = User::at("");
    let changed = |codes: &str, screen: Option<&str>| Msg::AddressChanged {
        codes: codes.into(),
        screen: screen.map(Into::into),
    };
    user.does(changed(RECORDED_CALL, Some("letter")));
    assert_eq!(user.screen(), "Letter");
    user.does(changed(RECORDED_CALL, Some("contact")));
    assert_eq!(
        (user.screen(), user.picked()),
        ("contact".into(), Some("telephone".into()))
    );
    user.does(changed(FOUND_AFTERWARDS, Some("letter")));
    assert_eq!(user.screen(), "Outcome", "no letter is offered there");
    user.does(changed("", None));
    assert_eq!(user.screen(), "situation");
}

#[test]
fn an_address_with_wrong_codes_is_used_as_far_as_it_goes_and_the_rest_told() {
    let user = User::at(
        "situation=wants&nonsense&recorder=nobody&worried=yes&situation=published&room=yes",
    );
    assert_eq!(user.screen(), "recorder");
    let dropped: Vec<_> = user
        .session
        .dropped
        .iter()
        .map(|it| it.code.as_str())
        .collect();
    assert_eq!(
        dropped,
        [
            "nonsense",
            "recorder=nobody",
            "worried=yes",
            "situation=published",
            "room=yes"
        ]
    );
}

#[test]
fn the_static_page_holds_every_sentence() {
    let pack = shipped_pack().unwrap();
    let html = guidance_widget::static_guide(&pack, 2);
    let text = scraper::Html::parse_fragment(&html)
        .root_element()
        .text()
        .collect::<String>();
    let squeeze = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = squeeze(&text).replace(" (link not in the released page)", "");
    for sentence in pack.source.sentences.rows() {
        // One sentence is broken in two by a law note's place or a paragraph's end.
        let found = sentence
            .text
            .split(" contents of")
            .all(|part| text.contains(&squeeze(part)));
        assert!(found, "{}: {}", sentence.id, sentence.text);
    }
}

fn passage(user: &User, id: &str) -> guidance_core::letter::PassageIx {
    user.session
        .pack
        .letter
        .passages
        .find(|row| row.id == id)
        .unwrap()
}

/// A user in the letter builder with every detail filled in.
fn with_details(codes: &str) -> User {
    let mut user = User::at(codes);
    user.does(Msg::LetterOpened);
    for (field, row) in user.session.pack.clone().letter.fields.iter() {
        let text = if row.id.ends_with("address") {
            "1 High Street\nTown"
        } else {
            "A. Person"
        };
        if row.kind != guidance_core::letter::FieldKind::Date {
            user.does(Msg::Typed(field, text.into()));
        }
    }
    user
}

const PRIVATE_ROOM: &str = "situation=asks&recorder=claimant&contact=private-room&begun=no&adjustment=no&comfortable=yes&unhappy=no&letter-given=no";

#[test]
fn the_check_comes_before_the_outputs_and_only_with_nothing_open() {
    let mut user = User::at(PRIVATE_ROOM);
    user.does(Msg::LetterOpened).does(Msg::CheckAsked);
    assert_eq!(
        (user.screen().as_str(), user.focus()),
        ("Letter", Some(id::ERRORS))
    );
    let mut user = with_details(PRIVATE_ROOM);
    user.does(Msg::CheckAsked);
    assert_eq!(
        (user.screen().as_str(), user.focus()),
        ("Check", Some(id::HEADING))
    );
    user.does(Msg::WentBack);
    assert_eq!(user.screen(), "Letter");
    user.does(Msg::CheckAsked)
        .does(Msg::RevisionAsked(id::passage("meeting")));
    assert_eq!(
        (user.screen().as_str(), user.focus()),
        ("Letter", Some("gw-passage-meeting"))
    );
}

#[test]
fn a_reworded_passage_is_in_the_letter_and_its_standard_wording_comes_back() {
    let mut user = with_details(PRIVATE_ROOM);
    let notify = passage(&user, "notify");
    user.does(Msg::Reworded(notify, Some("Ask the\r\nregulator.".into())));
    let draft = user.session.draft();
    let text = draft.finish().unwrap().to_text();
    assert!(text.contains("Ask the\r\nregulator.") && !text.contains("you need to notify"));
    assert!(
        draft
            .law
            .iter()
            .any(|point| point.passage == notify && point.decided),
        "rewording decides"
    );
    assert!(draft.edits[0].standard.starts_with("If you intend to make"));
    user.does(Msg::Reworded(notify, None));
    assert!(
        user.session
            .draft()
            .finish()
            .unwrap()
            .to_text()
            .contains("you need to notify")
    );
}

#[test]
fn a_passage_reworded_to_nothing_blocks_the_letter() {
    let mut user = with_details(PRIVATE_ROOM);
    let notify = passage(&user, "notify");
    user.does(Msg::Reworded(notify, Some(" \n".into())))
        .does(Msg::CheckAsked);
    let errors = user.session.errors.clone();
    assert_eq!(errors[0].0, "gw-edit-notify");
}

#[test]
fn errors_come_when_the_check_is_asked_for_or_a_field_is_left_and_never_into_typing() {
    let mut user = User::at(RECORDED_CALL);
    let fields = &user.session.pack.letter.fields;
    let address = fields.find(|row| row.id == "claimant-address").unwrap();
    let told = |user: &User| {
        let errors = user.session.errors.iter();
        let mut of_address = errors.filter(|(id, _)| id == "gw-field-claimant-address");
        of_address.next().map(|(_, message)| message.clone())
    };
    user.does(Msg::LetterOpened)
        .does(Msg::Typed(address, "1 High Street".into()))
        .does(Msg::FieldLeft);
    assert_eq!(told(&user), None, "nothing was asked for");
    user.does(Msg::Typed(address, String::new()))
        .does(Msg::CheckAsked);
    let missing = told(&user).expect("it is missing");
    user.does(Msg::Typed(address, "1 High Street".into()));
    assert_eq!(told(&user), Some(missing.clone()), "it is being typed");
    user.does(Msg::FieldLeft);
    let short = told(&user).expect("one line is no address");
    assert_ne!(short, missing);
    user.does(Msg::Typed(address, "1 High Street\nTown".into()));
    assert_eq!(told(&user), Some(short), "it is being typed");
    user.does(Msg::FieldLeft);
    assert_eq!(told(&user), None);
}

#[test]
fn the_record_names_what_was_decided_and_nothing_about_a_person() {
    let mut user = with_details(PRIVATE_ROOM);
    let (notify, offence) = (passage(&user, "notify"), passage(&user, "offence"));
    user.does(Msg::Reworded(notify, Some("A. Person rang".into())));
    user.does(Msg::Confirmed(offence, "Legal team".into()));
    let record = user.session.record();
    for said in [
        "23 November 2026",
        "What is happening: They have asked to record",
        "Now · Should: Alert the claimant",
        "G16: “You should alert the claimant",
        "kept as released, confirmed with Legal team",
        "Reworded by the user.",
    ] {
        assert!(record.contains(said), "{said} is missing from:\n{record}");
    }
    assert!(!record.contains("A. Person") && !record.contains("High Street"));
}

#[test]
fn a_changed_answer_says_what_else_changes_before_it_is_accepted() {
    let mut user = with_details(PRIVATE_ROOM);
    user.changes("unhappy");
    let unhappy = user
        .session
        .pack
        .flow
        .questions
        .find(|row| row.id == "unhappy")
        .unwrap();
    let choices = user.session.pack.flow.questions[unhappy].choices.clone();
    user.does(Msg::Picked(choices.find(|row| row.id == "yes").unwrap()));
    let meeting = passage(&user, "meeting");
    let told = user.session.consequences();
    assert_eq!(
        told.passages.iter().map(|it| it.0).collect::<Vec<_>>(),
        [meeting]
    );
    assert!(told.lost.is_empty() && !told.no_letter);
    user.changes("contact");
    let contact = user
        .session
        .pack
        .flow
        .questions
        .find(|row| row.id == "contact")
        .unwrap();
    let choices = user.session.pack.flow.questions[contact].choices.clone();
    user.does(Msg::Picked(
        choices.find(|row| row.id == "assessment").unwrap(),
    ));
    let told = user.session.consequences();
    assert!(told.no_letter);
    assert_eq!(
        told.lost.len(),
        5,
        "begun, adjustment, comfortable, unhappy, letter-given"
    );
    assert_eq!(
        user.session.draft().finish().map(|_| ()),
        Ok(()),
        "nothing is accepted yet"
    );
}

fn wish(user: &User, id: &str) -> (PreferenceIx, WishIx) {
    let wishes = &user.session.pack.letter.wishes;
    let ix = wishes.find(|row| row.id == id).unwrap();
    (wishes[ix].preference, ix)
}

/// The text that a copy puts on the clipboard.
#[track_caller]
fn copied(user: &mut User, what: Copy) -> String {
    user.does(Msg::CopyAsked(what));
    match user.effects.as_slice() {
        [Effect::Copy(_, text, _)] => text.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_request_note_names_the_formats_who_asks_and_the_letter_and_no_reason() {
    let mut user = with_details(PRIVATE_ROOM);
    let (format, braille) = wish(&user, "braille");
    let (_, audio) = wish(&user, "audio");
    let (language, welsh) = wish(&user, "welsh");
    user.does(Msg::Wished(language, vec![welsh]))
        .does(Msg::Wished(format, vec![braille, audio]))
        .does(Msg::CheckAsked);
    assert_eq!(user.screen(), "Check");
    let letter = copied(&mut user, Copy::Letter);
    let note = copied(&mut user, Copy::Request);
    let draft = "DRAFT: wording not yet checked against current law";
    let start = [
        draft,
        "",
        "Request for a letter in another format",
        "Made on 23 November 2026.",
        "",
        "Format",
        "- Braille",
        "- Audio",
        "- Welsh",
        "",
        "Asked for by",
        "- A. Person",
    ];
    assert!(note.starts_with(&start.join("\r\n")), "{note}");
    assert!(
        note.ends_with(&[letter.as_str(), "\r\n"].concat()),
        "{note}"
    );
    assert!(user.session.record().starts_with(draft));
    // One question's answers leave those of the other alone.
    user.does(Msg::Wished(format, Vec::new()));
    assert!(copied(&mut user, Copy::Request).contains("Format\r\n- Welsh\r\n"));
    user.does(Msg::Wished(language, Vec::new()))
        .does(Msg::CopyAsked(Copy::Request));
    assert_eq!(user.effects, [], "there is nothing to ask for");
}

#[test]
fn a_wish_that_needs_a_word_more_asks_for_it_and_keeps_it() {
    let mut user = with_details(PRIVATE_ROOM);
    let (format, other) = wish(&user, "other");
    let (_, paper) = wish(&user, "coloured-paper");
    user.does(Msg::Wished(format, vec![other, paper]))
        .does(Msg::DetailTyped(other, " \u{200b}\n".into()))
        .does(Msg::CheckAsked);
    let errors = user.session.errors.clone();
    let told: Vec<_> = errors
        .iter()
        .map(|it| (it.0.as_str(), it.1.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (
                "gw-detail-format-coloured-paper",
                "Enter the colour of the paper"
            ),
            ("gw-detail-format-other", "Enter the name of the format"),
        ]
    );
    user.does(Msg::DetailTyped(other, "Easy\nRead {detail}".into()))
        .does(Msg::DetailTyped(paper, "yellow".into()))
        .does(Msg::Wished(format, Vec::new()))
        .does(Msg::Wished(format, vec![paper, other]))
        .does(Msg::CheckAsked);
    assert_eq!(user.screen(), "Check", "what was typed was kept");
    let letter = &user.session.pack.letter;
    let input = &user.session.input;
    assert_eq!(letter.requests(input), ["Easy Read {detail}"]);
    assert_eq!(
        letter.instructions(input),
        ["Print it on coloured paper: yellow."]
    );
}

#[test]
fn a_law_decision_is_made_by_a_name_or_by_other_words_and_nothing_typed_is_lost() {
    let mut user = with_details(PRIVATE_ROOM);
    let offence = passage(&user, "offence");
    let point = |user: &User| {
        let law = user.session.draft().law;
        law.iter()
            .find(|it| it.passage == offence)
            .map(|it| it.decided)
    };
    assert_eq!(point(&user), Some(false));
    // Kept, but nobody is named: told, and linked to the name.
    user.does(Msg::LawDecided(offence, LawChoice::Keep))
        .does(Msg::CheckAsked);
    let errors = user.session.errors.clone();
    assert_eq!(
        errors,
        [(
            "gw-confirmed-offence".to_owned(),
            "Enter who confirmed it: Criminal offence".to_owned()
        )]
    );
    user.does(Msg::Confirmed(offence, "Legal team".into()));
    assert_eq!(point(&user), Some(true));
    // Reworded with the same words: nothing is decided, and nothing is called reworded.
    user.does(Msg::LawDecided(offence, LawChoice::Reword));
    assert_eq!(
        (point(&user), user.session.draft().edits.len()),
        (Some(false), 0)
    );
    user.does(Msg::Reworded(offence, Some("Not a crime.".into())));
    assert_eq!(
        (point(&user), user.session.draft().edits.len()),
        (Some(true), 1)
    );
    user.does(Msg::LawDecided(offence, LawChoice::LeaveOut));
    assert_eq!(point(&user), None);
    let text = user.session.draft().finish().unwrap().to_text();
    assert!(!text.contains("crim"), "{text}");
    // What was typed comes back with each choice.
    user.does(Msg::LawDecided(offence, LawChoice::Reword));
    assert!(
        user.session
            .draft()
            .finish()
            .unwrap()
            .to_text()
            .contains("Not a crime.")
    );
    user.does(Msg::LawDecided(offence, LawChoice::Keep));
    assert_eq!(user.session.input.kept.get(&offence).unwrap(), "Legal team");
    user.does(Msg::LawDecided(offence, LawChoice::Unchecked));
    assert_eq!(point(&user), Some(false));
    // Restored by its own button, and asked for again.
    let domestic = passage(&user, "domestic-purposes");
    user.does(Msg::RewordAsked(domestic))
        .does(Msg::Reworded(domestic, Some("Mine.".into())))
        .does(Msg::Reworded(domestic, None));
    assert!(
        !user
            .session
            .draft()
            .finish()
            .unwrap()
            .to_text()
            .contains("Mine.")
    );
    user.does(Msg::RewordAsked(domestic));
    assert!(
        user.session
            .draft()
            .finish()
            .unwrap()
            .to_text()
            .contains("Mine.")
    );
}

/// The text of a field, if there is one.
fn text_of<'a>(user: &'a User, id: &str) -> Option<&'a str> {
    match user.session.input.fields.get(&field(user, id)) {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    }
}

#[test]
fn starting_again_keeps_the_sender_and_can_be_taken_back_until_the_next_answer() {
    let mut user = with_details(PRIVATE_ROOM);
    let offence = passage(&user, "offence");
    user.does(Msg::LawDecided(offence, LawChoice::LeaveOut));
    let before = user.session.input.clone();
    let codes = codes::encode(&user.session.pack.flow, &user.session.given());
    user.does(Msg::StartedAgain);
    assert_eq!(text_of(&user, "sender-name"), Some("A. Person"));
    assert_eq!(text_of(&user, "office"), Some("A. Person"));
    for about_the_claimant in ["claimant-name", "claimant-address", "reference"] {
        assert_eq!(text_of(&user, about_the_claimant), None);
    }
    assert!(user.session.can_undo() && !user.session.unsaved);

    user.on(2026, 11, 24).does(Msg::Undone);
    assert_eq!(
        (user.screen().as_str(), user.address()),
        ("Letter", Some(codes.as_str()))
    );
    assert_eq!(user.session.input.fields, before.fields);
    assert_eq!(user.session.input.choices, before.choices);
    assert_eq!(date_parts(&user), ["24", "11", "2026"], "it is another day");
    assert!(user.session.unsaved && !user.session.can_undo(), "once");

    user.does(Msg::StartedAgain).answers("recorded");
    assert!(!user.session.can_undo(), "it would mix two letters");
    // The page has no next letter of the same sender in mind.
    user.does(Msg::Reset);
    assert_eq!(
        (text_of(&user, "sender-name"), user.session.can_undo()),
        (None, false)
    );
}

#[test]
fn what_the_page_knows_of_the_sender_is_filled_in_and_what_is_typed_wins() {
    let known = |parts: [&str; 5]| parts.map(str::to_owned).to_vec().into();
    let mut user = User::at(PRIVATE_ROOM);
    let knows = |user: &mut User, parts| {
        let config = Config {
            sender: known(parts),
            ..user.session.config.clone()
        };
        user.session.configure(config);
    };
    knows(
        &mut user,
        ["P. Hollis", "", "Office\nTown", "0114 496 0123", ""],
    );
    assert_eq!(text_of(&user, "sender-name"), Some("P. Hollis"));
    assert_eq!(text_of(&user, "office"), Some("Office\nTown"));
    assert_eq!(text_of(&user, "job-title"), None);
    let name = field(&user, "sender-name");
    user.does(Msg::LetterOpened)
        .does(Msg::Typed(name, "Q. Hollis".into()));
    knows(&mut user, ["R. Hollis", "", "", "0114 496 0999", ""]);
    assert_eq!(text_of(&user, "sender-name"), Some("Q. Hollis"));
    assert_eq!(text_of(&user, "contact"), Some("0114 496 0999"));
    assert_eq!(text_of(&user, "office"), None);
    user.does(Msg::Reset);
    assert_eq!(text_of(&user, "sender-name"), Some("R. Hollis"));
}

#[test]
fn what_is_out_of_date_is_left_out_in_one_go_and_comes_back_one_by_one() {
    let mut user = with_details(PRIVATE_ROOM);
    assert!(user.session.draft().is_marked_draft());
    user.does(Msg::LawLeftOut);
    assert!(!user.session.draft().is_marked_draft());
    let Some(Status::LeftOut(left_out)) = user.session.status.clone() else {
        panic!("{:?}", user.session.status)
    };
    let letter = &user.session.pack.letter;
    let left_out: Vec<_> = left_out
        .iter()
        .map(|it| &*letter.passages[*it].id)
        .collect();
    assert_eq!(left_out, ["right", "notify", "commissioner", "offence"]);
    let notify = passage(&user, "notify");
    user.does(Msg::LawDecided(notify, LawChoice::Unchecked));
    assert!(user.session.draft().is_marked_draft());
}

#[test]
fn what_is_clear_rests_on_the_answers_before_the_question_alone() {
    let clear = |user: &User| {
        let flow = &user.session.pack.flow;
        let Screen::Question(question) = user.session.screen else {
            panic!("no question")
        };
        let clear = user.session.clear(question).actions;
        let ids = clear.iter().map(|it| flow.actions[it.item].id.clone());
        ids.collect::<Vec<_>>()
    };
    let mut user = User::at("situation=asks&recorder=claimant&contact=open-plan");
    let rules = ["open-plan-not-acceptable", "stop-in-open-plan"];
    assert_eq!(
        (user.screen().as_str(), clear(&user)),
        ("insists", rules.map(str::to_owned).to_vec())
    );
    user.does(Msg::WentBack);
    assert_eq!((user.screen().as_str(), clear(&user)), ("contact", vec![]));
}

#[test]
fn a_record_of_advice_is_saved_from_an_outcome_without_a_letter() {
    let mut user = User::at(FOUND_AFTERWARDS);
    user.does(Msg::SaveAsked(File::Record));
    assert_eq!(user.effects, [Effect::Save(File::Record, None)]);
}

#[test]
fn a_case_is_saved_from_anywhere_and_opened_again_with_what_does_not_fit_told() {
    let mut user = with_details(PRIVATE_ROOM);
    user.does(Msg::SaveAsked(File::Case));
    assert_eq!(user.effects, [Effect::Save(File::Case, None)]);
    let entries = user.session.case();
    user.does(Msg::Told(Status::Saved(File::Case, "case.json".into())));
    assert!(!user.session.unsaved, "all that was typed is in it");

    let mut later = User::at("");
    later.does(Msg::CaseOpened(Some(Vec::new())));
    assert_eq!(
        (later.screen().as_str(), &later.session.status),
        ("situation", &Some(Status::CaseRefused))
    );
    later.does(Msg::CaseOpened(Some(entries.clone())));
    assert_eq!(
        (later.screen().as_str(), later.session.misfits.len()),
        ("Outcome", 0)
    );
    assert_eq!(later.session.draft(), user.session.draft());

    let mut more = entries;
    more.push(["field", "shoe-size", "44"].map(str::to_owned));
    later.does(Msg::CaseOpened(Some(more)));
    assert_eq!(later.session.misfits, ["field shoe-size"]);
}
