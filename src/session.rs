//! What the user has done so far, what happened next (`Msg`), and what the
//! browser is asked to do about it (`Effect`). One pure update: it reads no clock,
//! touches no page and stores nothing. Must not know of Yew or the DOM.

use std::{mem, rc::Rc};

use guidance_core::{
    case::{Case, Entry, Opened},
    flow::{
        ActionIx, Answer, Answers, ChoiceIx, Outcome, Place, QuestionIx, SilenceIx,
        codes::{self, Dropped},
    },
    letter::{
        Decision, Draft, FieldIx, FieldKind, Input, Letter, Offer, Open, Origin, PassageIx,
        PreferenceIx, Sender, State, Value, VariantIx, WishIx, date, format::Format,
    },
    pack::Pack,
    record, request,
    source::SentenceIx,
    strings::{CheckStrings, fill},
    table::{Ix, Map, in_order},
};

/// How the widget was put into its page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Whether answer codes go into the page's address.
    pub history: bool,
    /// Whether the page's title says which screen is shown.
    pub page_title: bool,
    /// The level of the widget's first heading.
    pub heading_level: u8,
    /// The sentences that the page has no longer as they were checked.
    pub changed: Rc<[SentenceIx]>,
    /// What the page knows of who writes the letter, in the order of [`Sender`]: nothing
    /// where it is empty.
    pub sender: Rc<[String]>,
}

/// What else changes with a changed answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consequences {
    /// Answers that no longer count. They come back if their question does.
    pub lost: Vec<Answer>,
    /// Passages of the letter that get another state.
    pub passages: Vec<(PassageIx, State)>,
    /// Whether the letter is no longer offered.
    pub no_letter: bool,
}

/// What the last answer on the outcome has changed there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct News {
    /// Actions that came.
    pub actions: Vec<ActionIx>,
    /// Silences that came.
    pub silences: Vec<SilenceIx>,
    /// The titles of actions, and the words of silences, that went.
    pub gone: Vec<String>,
    /// Passages of the letter that got another state.
    pub passages: Vec<(PassageIx, State)>,
    /// Whether the letter came or went.
    pub letter: Option<bool>,
}

/// What the builder shows of the wording, in its order; what the answers have decided stands
/// behind the fields.
pub struct Parts<'a> {
    /// What nothing has decided but the user.
    pub left: Vec<&'a Decision>,
    /// Where the law has moved.
    pub law: Vec<&'a Decision>,
    /// What the answers have decided.
    pub decided: Vec<&'a Decision>,
}

/// Which screen is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// A question.
    Question(QuestionIx),
    /// What to do.
    Outcome,
    /// The letter builder.
    Letter,
    /// The check of the letter before it goes out.
    Check,
}

/// What is put on the clipboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copy {
    /// The letter.
    Letter,
    /// The request note.
    Request,
}

/// A file that the letter is saved as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum File {
    /// A Word document.
    Word,
    /// Plain text.
    Text,
    /// A web page in one file.
    Page,
    /// The record of advice.
    Record,
    /// The request note.
    Request,
    /// The case: all that was answered, typed and chosen.
    Case,
}

impl File {
    /// Its name: what it is and when it was saved, which tells two letters apart, and
    /// nothing about a person. `time` is as a file's name can hold it.
    pub fn name(self, words: &CheckStrings, time: &str) -> String {
        let name = match self {
            Self::Word => &words.file_word,
            Self::Text => &words.file_text,
            Self::Page => &words.file_page,
            Self::Record => &words.file_record,
            Self::Request => &words.file_request,
            Self::Case => &words.file_case,
        };
        fill(name, &[("time", time)])
    }
}

/// What the status line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// It is on the clipboard.
    Copied(Copy),
    /// Copying is not allowed here.
    CopyFailed(Copy),
    /// The print dialogue was opened.
    Printing,
    /// Printing is not allowed here.
    PrintFailed,
    /// A file was given to the browser, with this name.
    Saved(File, String),
    /// Saving is not allowed here.
    SaveFailed,
    /// The outcome is another one: [`Session::news`].
    Changed,
    /// These passages were left out in one go.
    LeftOut(Vec<PassageIx>),
    /// What was opened is no case.
    CaseRefused,
}

impl Status {
    /// Whether the letter went out, as far as can be seen from here.
    fn has_letter(&self) -> bool {
        match self {
            Self::Copied(_) | Self::Printing => true,
            Self::Saved(file, _) => *file != File::Record,
            Self::CopyFailed(_)
            | Self::PrintFailed
            | Self::SaveFailed
            | Self::Changed
            | Self::LeftOut(_)
            | Self::CaseRefused => false,
        }
    }
}

/// What the user decides about a passage whose law has moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LawChoice {
    /// In as released, and nobody has checked it: the letter says DRAFT.
    Unchecked,
    /// Kept as released, confirmed with somebody.
    Keep,
    /// Reworded.
    Reword,
    /// Left out.
    LeaveOut,
}

impl LawChoice {
    const NAMES: [(Self, &str); 4] = [
        (Self::Unchecked, "unchecked"),
        (Self::Keep, "keep"),
        (Self::Reword, "reword"),
        (Self::LeaveOut, "out"),
    ];

    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::NAMES.iter().map(|(choice, _)| *choice)
    }

    /// Its name in the page.
    pub fn name(self) -> &'static str {
        let known = Self::NAMES.iter().find(|(choice, _)| *choice == self);
        known.map_or("", |(_, name)| name)
    }

    /// The choice with this name.
    pub fn named(name: &str) -> Self {
        let known = Self::NAMES.iter().find(|(_, known)| *known == name);
        known.map_or(Self::Unchecked, |(choice, _)| *choice)
    }
}

/// A part of a typed date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatePart {
    /// Day.
    Day,
    /// Month.
    Month,
    /// Year.
    Year,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Msg {
    /// A choice was selected, not yet given as an answer.
    Picked(ChoiceIx),
    /// Continue was pressed.
    Continued,
    /// Back was pressed.
    WentBack,
    /// Change was pressed beside an answer.
    ChangeAsked(QuestionIx),
    /// Start again was pressed.
    StartedAgain,
    /// Starting again was taken back.
    Undone,
    /// The page wants it as if nobody had used it.
    Reset,
    /// The page view was opened, at a sentence or at its top.
    PageOpened(Option<SentenceIx>),
    /// A link or the address leads to this place of the page, with these words.
    PlaceAsked(String, String),
    /// The page view was closed.
    PageClosed,
    /// The letter builder was opened.
    LetterOpened,
    /// A passage was put in, left out or worded.
    StateChosen(PassageIx, State),
    /// A text field was typed into.
    Typed(FieldIx, String),
    /// A date field was typed into.
    DateTyped(FieldIx, DatePart, String),
    /// Somebody was named who confirmed a passage.
    Confirmed(PassageIx, String),
    /// It was decided what becomes of a passage whose law has moved.
    LawDecided(PassageIx, LawChoice),
    /// A piece of the preview was chosen, to be led to what decides about it; whether by a
    /// click, by which its words can be selected, too.
    LedFrom(Origin, bool),
    /// From there it was asked to be led back.
    LedBack,
    /// All of these were left out in one go.
    LawLeftOut,
    /// Reword was pressed.
    RewordAsked(PassageIx),
    /// A passage was reworded, or its standard wording restored.
    Reworded(PassageIx, Option<String>),
    /// A format was chosen.
    FormatChosen(Format),
    /// Whether a text has its mark on purpose was said.
    Meant(String, bool),
    /// What the recipient wants was chosen: all answers to one question.
    Wished(PreferenceIx, Vec<WishIx>),
    /// What has to be said with a wish was typed.
    DetailTyped(WishIx, String),
    /// The check before output was asked for.
    CheckAsked,
    /// A minute went by.
    Waited,
    /// A change was asked for on the check screen: the id of the control.
    RevisionAsked(String),
    /// Saving was pressed.
    SaveAsked(File),
    /// Opening a case was pressed.
    OpenAsked,
    /// A file was opened: what stands in it, if it is a list as cases are.
    CaseOpened(Option<Vec<Entry>>),
    /// Copy was pressed.
    CopyAsked(Copy),
    /// Print was pressed.
    PrintAsked,
    /// A question that can wait was answered on the outcome.
    Answered(QuestionIx, ChoiceIx),
    /// Copying or printing ended.
    Told(Status),
    /// A field was left after something had been typed into it.
    FieldLeft,
    /// A link in an error summary was followed.
    FixAsked(String),
    /// The browser went back or forward, or the address was edited.
    AddressChanged {
        /// The codes in the address.
        codes: String,
        /// The screen that was noted with them.
        screen: Option<String>,
    },
}

impl Msg {
    /// Whether somebody is in the middle of typing.
    const fn is_typing(&self) -> bool {
        matches!(
            self,
            Self::Typed(..)
                | Self::DateTyped(..)
                | Self::Confirmed(..)
                | Self::Reworded(_, Some(_))
                | Self::DetailTyped(..)
        )
    }
}

/// Where the user is, without anything typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// The codes of the answers.
    pub codes: String,
    /// The screen, to be given back with the codes.
    pub screen: String,
}

/// What the browser is asked to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Move the focus to the element with this id.
    Focus(String),
    /// Show in the address where the user is, and where they were.
    Address {
        /// Where they were.
        before: Spot,
        /// Where they are.
        now: Spot,
    },
    /// Put this on the clipboard: plain text, and HTML where there is any.
    Copy(Copy, String, Option<String>),
    /// Print the letter and nothing else.
    Print(Letter),
    /// Save the letter, or what needs none, as a file.
    Save(File, Option<Letter>),
    /// Let the user choose a file, and tell of it with [`Msg::CaseOpened`].
    Open,
}

fn of_sender(sender: Sender, known: &[String]) -> Option<&str> {
    let known = known.get(sender as usize).map(String::as_str);
    known.filter(|it| !it.is_empty())
}

/// What is in one list and not in another.
fn without<'a, T: Clone + PartialEq>(one: &'a [T], other: &'a [T]) -> impl Iterator<Item = T> {
    one.iter().filter(|it| !other.contains(it)).cloned()
}

/// Ids that the screens and the focus agree on.
pub mod id {
    /// The heading of every screen.
    pub const HEADING: &str = "gw-heading";
    /// The error summary.
    pub const ERRORS: &str = "gw-errors";
    /// What the heading of a screen is described by: that something of it is no longer true.
    pub const NOTE: &str = "gw-note";
    /// Help on a question.
    pub const HINT: &str = "gw-hint";
    /// The choices of a question.
    pub const CHOICES: &str = "gw-choice";
    /// The preview of the letter.
    pub const PREVIEW: &str = "gw-preview";
    /// The request note.
    pub const REQUEST: &str = "gw-request";

    /// A sentence in the page view.
    pub fn sentence(number: &str) -> String {
        ["gw-sentence-", number].concat()
    }
    /// The controls of a passage.
    pub fn passage(name: &str) -> String {
        ["gw-passage-", name].concat()
    }
    /// The control of a field.
    pub fn field(name: &str) -> String {
        ["gw-field-", name].concat()
    }
    /// The first control of a field that is a date.
    pub fn day(name: &str) -> String {
        [&field(name), "-day"].concat()
    }
    /// The user's own wording of a passage.
    pub fn edit(name: &str) -> String {
        ["gw-edit-", name].concat()
    }
    /// The controls of a question that can wait.
    pub fn waiting(name: &str) -> String {
        ["gw-open-", name].concat()
    }
    /// The controls of a preference.
    pub fn preference(name: &str) -> String {
        ["gw-preference-", name].concat()
    }
    /// What has to be said with a wish.
    pub fn detail(preference: &str, wish: &str) -> String {
        ["gw-detail-", preference, "-", wish].concat()
    }
    /// What is decided about a passage, in one line.
    pub fn fold(name: &str) -> String {
        ["gw-fold-", name].concat()
    }
    /// Where a passage or a field begins in the preview.
    pub fn in_letter(name: &str) -> String {
        ["gw-in-letter-", name].concat()
    }
    /// What becomes of a passage whose law has moved.
    pub fn law(name: &str) -> String {
        ["gw-law-", name].concat()
    }
    /// The name of who confirmed a passage.
    pub fn confirmed(name: &str) -> String {
        ["gw-confirmed-", name].concat()
    }
}

/// What the user has done so far.
#[derive(Clone, Debug)]
pub struct Session {
    /// The content.
    pub pack: Rc<Pack>,
    /// How the widget was put into its page.
    pub config: Config,
    /// The screen.
    pub screen: Screen,
    /// Whether the page view covers it, and at which sentence it was opened.
    pub reading: Option<Option<SentenceIx>>,
    /// The choice selected on the question screen.
    pub picked: Option<ChoiceIx>,
    /// How many screens were shown before: tells one showing of a question from another.
    pub visit: u32,
    /// The same, where questions that follow each other count as one: they share what is
    /// drawn around them.
    pub scene: u32,
    /// Whether Continue was pressed without a choice.
    pub unanswered: bool,
    /// Whether an answer is being changed: Continue then leads on from where the
    /// user was, not to the next question.
    pub changing: bool,
    /// Codes of the address, or of a case, that were left out.
    pub dropped: Vec<Dropped>,
    /// What else of a case was left out, by name.
    pub misfits: Vec<String>,
    /// What the user decided about the letter, and today, which whoever has a clock puts
    /// there before each update.
    pub input: Input,
    /// How the letter is set.
    pub format: Format,
    /// From which piece of the preview the user was led to what decides about it.
    pub led: Option<Origin>,
    /// Whether an output was asked for: from then on what is open is shown as errors.
    pub attempted: bool,
    /// What keeps the letter from being finished, as it is shown: the id of the control and
    /// the message, in the order of the page. It never changes while somebody types.
    pub errors: Vec<(String, String)>,
    /// What the status line says.
    pub status: Option<Status>,
    /// What an answer on the outcome has changed.
    pub news: News,
    /// Whether words were typed that have left in no copy, print or file of the letter.
    pub unsaved: bool,
    /// How often it was told something: tells one time from another.
    pub told: u32,
    /// Whether it is told the same again; of three times, the second.
    pub told_again: bool,
    /// Wordings and names that the user typed and then decided against: given back
    /// when they are asked for again.
    aside: Input,
    /// What there was before the user started again, while that can be taken back.
    before: Option<Rc<Session>>,
    /// Every answer given, also those that are not asked for at present.
    answers: Answers,
    place: Place,
    /// Where the browser's history has the user.
    noted: Spot,
}

impl Session {
    /// A new session. `codes` come from the page's address.
    pub fn new(pack: Rc<Pack>, config: Config, codes: &str) -> Self {
        let answers = Answers::default();
        let place = pack.flow.advance(&answers);
        let mut session = Self {
            pack,
            config,
            screen: Screen::Outcome,
            reading: None,
            picked: None,
            visit: 0,
            scene: 0,
            unanswered: false,
            changing: false,
            dropped: Vec::new(),
            misfits: Vec::new(),
            input: Input::default(),
            format: Format::default(),
            led: None,
            attempted: false,
            errors: Vec::new(),
            status: None,
            news: News::default(),
            unsaved: false,
            told: 0,
            told_again: false,
            aside: Input::default(),
            before: None,
            answers,
            place,
            noted: Spot::default(),
        };
        session.fill_in_sender(&[]);
        session.restore(codes, None);
        session
    }

    /// Takes in how the widget is put into its page from now on.
    pub fn configure(&mut self, config: Config) {
        let before = mem::replace(&mut self.config, config).sender;
        self.fill_in_sender(&before);
    }

    /// What the page knows of the sender, for a field that may hold it.
    pub fn of_sender(&self, field: FieldIx) -> Option<&str> {
        of_sender(self.pack.letter.fields[field].sender?, &self.config.sender)
    }

    /// Fills in what the page knows of the sender, but for what the user has typed over
    /// what it was before.
    fn fill_in_sender(&mut self, before: &[String]) {
        for (ix, field) in self.pack.clone().letter.fields.iter() {
            let Some(sender) = field.sender else { continue };
            let typed = match self.input.fields.get(&ix) {
                Some(Value::Text(text)) => Some(&**text),
                _ => None,
            };
            if typed.is_some() && typed != of_sender(sender, before) {
                continue;
            }
            let known = of_sender(sender, &self.config.sender).map(str::to_owned);
            match known {
                Some(known) => self.input.fields.insert(ix, Value::Text(known)),
                None => self.input.fields.remove(&ix),
            };
        }
    }

    /// The answers that count, with what is taken for the questions that wait.
    pub fn live(&self) -> &Answers {
        &self.place.live
    }

    /// The answers that count and that the user gave.
    pub fn given(&self) -> Answers {
        self.place.given()
    }

    /// Whether nothing has been said to this question yet, which can wait.
    pub fn is_open(&self, question: QuestionIx) -> bool {
        self.place.open.contains(&question)
    }

    /// The questions that were asked and have a screen, or that have none: they can wait.
    pub fn asked(&self, waiting: bool) -> impl Iterator<Item = QuestionIx> {
        let asked = self.live().iter().map(|answer| answer.question);
        asked.filter(move |it| self.pack.flow.can_wait(*it) == waiting)
    }

    /// What the page says for the answers, once all are given.
    pub fn outcome(&self) -> Option<Outcome> {
        self.place
            .next
            .is_none()
            .then(|| self.pack.flow.outcome(self.live()))
    }

    /// What stays, whatever this question and those after it are answered with.
    pub fn clear(&self, question: QuestionIx) -> Outcome {
        let given = self.given();
        let before = given.iter().filter(|it| it.question < question);
        self.pack.flow.clear(&before.collect())
    }

    /// The sentences that apply to the answers given so far, in page order.
    pub fn sentences(&self) -> Vec<SentenceIx> {
        let flow = &self.pack.flow;
        if let Some(outcome) = self.outcome() {
            return outcome.sentences(flow);
        }
        // Until the last answer an outcome only says what can no longer go.
        let all = self
            .asked(false)
            .flat_map(|it| &flow.questions[it].sentences);
        in_order(all.copied())
    }

    /// Whether a letter is offered.
    pub fn offer(&self) -> Offer {
        self.pack.letter.offer(self.live())
    }

    /// The letter as it stands.
    pub fn draft(&self) -> Draft {
        self.pack.compose(self.live(), &self.input)
    }

    /// What else changes when the selected choice is given as an answer: told before
    /// it is accepted. Empty while nothing was answered before.
    pub fn consequences(&self) -> Consequences {
        let (Screen::Question(question), Some(choice)) = (self.screen, self.picked) else {
            return Consequences::default();
        };
        if self
            .live()
            .get(question)
            .is_none_or(|before| before == choice)
        {
            return Consequences::default();
        }
        let mut answers = self.answers.clone();
        answers.set(question, choice);
        let place = self.pack.flow.advance(&answers);
        let given = self.given();
        let given = given.iter();
        let lost = given.filter(|it| place.live.get(it.question).is_none());
        let complete = self.place.next.is_none() && place.next.is_none();
        let (passages, letter) = if complete {
            self.letter_changes(self.live(), &place.live)
        } else {
            Default::default()
        };
        Consequences {
            lost: lost.collect(),
            passages,
            no_letter: letter == Some(false),
        }
    }

    /// The passages that have another state with other answers, and whether the letter
    /// comes or goes with them.
    fn letter_changes(
        &self,
        before: &Answers,
        after: &Answers,
    ) -> (Vec<(PassageIx, State)>, Option<bool>) {
        let is_offered = |live| self.pack.letter.offer(live) == Offer::Letter;
        match (is_offered(before), is_offered(after)) {
            (true, true) => {
                let draft = |live| self.pack.compose(live, &self.input).decisions;
                let state = |it: &Decision| if it.present { it.state } else { State::Out };
                let (before, after) = (draft(before), draft(after));
                let both = before.iter().zip(&after);
                let changed = both.filter(|(before, after)| state(before) != state(after));
                let changed = changed.map(|(_, after)| (after.passage, state(after)));
                (changed.collect(), None)
            }
            (before, after) => (Vec::new(), (before != after).then_some(after)),
        }
    }

    /// What has changed on the outcome since these answers.
    fn news(&self, before: &Answers) -> News {
        let flow = &self.pack.flow;
        let (old, new) = (flow.outcome(before), flow.outcome(self.live()));
        let (passages, letter) = self.letter_changes(before, self.live());
        let actions = (
            old.actions.iter().map(|it| it.item).collect::<Vec<_>>(),
            new.actions.iter().map(|it| it.item).collect::<Vec<_>>(),
        );
        let silences = (
            old.silences.iter().map(|it| it.item).collect::<Vec<_>>(),
            new.silences.iter().map(|it| it.item).collect::<Vec<_>>(),
        );
        let gone = without(&actions.0, &actions.1);
        let gone = gone.map(|it| flow.actions[it].title.clone());
        let unsaid = without(&silences.0, &silences.1);
        let gone = gone.chain(unsaid.map(|it| flow.silences[it].text.clone()));
        News {
            actions: without(&actions.1, &actions.0).collect(),
            silences: without(&silences.1, &silences.0).collect(),
            gone: gone.collect(),
            passages,
            letter,
        }
    }

    /// The record of advice for a case note.
    pub fn record(&self) -> String {
        record::record(&self.pack, &self.place, &self.input, &self.today())
    }

    /// The request note for the formats that no browser makes, if any is wanted.
    pub fn request(&self, letter: &Letter) -> Option<String> {
        request::note(&self.pack, &self.input, letter, &self.today())
    }

    fn today(&self) -> String {
        self.input.today.said(&self.pack.strings.letter)
    }

    /// Whether there is a screen to go back to.
    pub fn can_go_back(&self) -> bool {
        self.reading.is_none() && self.previous().is_some()
    }

    /// Takes in what happened and says what the browser is to do.
    pub fn update(&mut self, msg: Msg) -> Vec<Effect> {
        let typing = msg.is_typing();
        self.unsaved = typing || self.stays_unsaved(&msg);
        // From the next answer on it would mix two people's letters.
        if matches!(msg, Msg::Answered(..) | Msg::AddressChanged { .. }) || typing {
            self.before = None;
        }
        let effects = self.take_in(msg);
        if !typing {
            self.errors = self.open_points();
        }
        effects
    }

    fn take_in(&mut self, msg: Msg) -> Vec<Effect> {
        match msg {
            Msg::Picked(choice) => {
                self.picked = Some(choice);
                Vec::new()
            }
            Msg::Continued => self.go_on(),
            Msg::WentBack => match self.previous() {
                Some(screen) => self.show(screen),
                None => Vec::new(),
            },
            Msg::ChangeAsked(question) => {
                let effects = self.show(Screen::Question(question));
                self.changing = true;
                effects
            }
            Msg::StartedAgain => {
                self.before = None;
                self.before = Some(Rc::new(self.clone()));
                // What is about the sender is the same for the next letter.
                let fields = &self.pack.letter.fields;
                let typed = self.input.fields.iter();
                let kept = typed.filter(|(ix, it)| {
                    !fields[**ix].about_recipient && matches!(it, Value::Text(_))
                });
                let kept = kept.map(|(ix, it)| (*ix, it.clone())).collect();
                self.start(kept)
            }
            Msg::Reset => {
                self.before = None;
                let effects = self.start(Map::default());
                self.fill_in_sender(&[]);
                effects
            }
            Msg::Undone => {
                let Some(mut before) = self.before.take() else {
                    return Vec::new();
                };
                let before = Rc::make_mut(&mut before);
                // Where the user is, and when, goes on.
                mem::swap(&mut before.input.today, &mut self.input.today);
                before.config = self.config.clone();
                before.noted = self.noted.clone();
                (before.scene, before.visit) = (self.scene, self.visit);
                mem::swap(self, before);
                self.show(self.screen)
            }
            Msg::PageOpened(sentence) => {
                let target = sentence.map(|it| id::sentence(&self.pack.source.sentences[it].id));
                if self.reading.is_none() {
                    self.scene += 1;
                }
                self.reading = Some(sentence);
                self.status = None;
                vec![Effect::Focus(target.unwrap_or_else(|| id::HEADING.into()))]
            }
            Msg::PlaceAsked(id, words) => match self.sentence_at(&id, &words) {
                Some(sentence) => self.take_in(Msg::PageOpened(Some(sentence))),
                None => Vec::new(),
            },
            Msg::PageClosed => self.close_page(),
            Msg::Waited => Vec::new(),
            Msg::LetterOpened => self.show(Screen::Letter),
            Msg::StateChosen(passage, state) => {
                self.input.choices.insert(passage, state);
                Vec::new()
            }
            Msg::Typed(field, text) => {
                self.input.fields.insert(field, Value::Text(text));
                Vec::new()
            }
            Msg::DateTyped(field, part, text) => {
                let mut typed = self.input.date(field).clone();
                let words = &self.pack.strings.letter;
                // Written or pasted whole into one part; where the day stands last, once that
                // cannot go on.
                let is_done = |it: &date::Typed| {
                    let has_end = it.day.len() > 1 || text.trim_end().ends_with(&*it.year);
                    has_end && it.read(words).is_ok()
                };
                let whole = date::Typed::whole(&text, words).filter(is_done);
                match part {
                    DatePart::Day => typed.day = text,
                    DatePart::Month => typed.month = text,
                    DatePart::Year => typed.year = text,
                }
                let typed = whole.unwrap_or(typed);
                self.input.fields.insert(field, Value::Date(typed));
                Vec::new()
            }
            Msg::Confirmed(passage, by) => {
                self.input.kept.insert(passage, by);
                Vec::new()
            }
            Msg::LawDecided(passage, choice) => {
                self.decide_law(passage, choice);
                Vec::new()
            }
            Msg::LedFrom(origin, _) => {
                self.led = Some(origin);
                vec![Effect::Focus(self.control(origin))]
            }
            Msg::LedBack => {
                let Some(origin) = self.led.take() else {
                    return Vec::new();
                };
                let blocks = self.draft().blocks;
                let mut bits = blocks.iter().flat_map(|it| it.lines.iter().flatten());
                let letter = &self.pack.letter;
                let name = match origin {
                    Origin::Passage(ix) => &letter.passages[ix].id,
                    Origin::Field(ix) => &letter.fields[ix].id,
                };
                // It can have been left out meanwhile.
                vec![Effect::Focus(if bits.any(|it| it.of == Some(origin)) {
                    id::in_letter(name)
                } else {
                    id::PREVIEW.into()
                })]
            }
            Msg::LawLeftOut => {
                self.leave_all_out();
                Vec::new()
            }
            Msg::RewordAsked(passage) => {
                let variant = self.variant(passage);
                self.reword(passage, variant);
                Vec::new()
            }
            Msg::Reworded(passage, text) => {
                let variant = self.variant(passage);
                match text {
                    Some(text) => {
                        self.input.edits.insert((passage, variant), text);
                    }
                    None => self.restore_wording(passage, variant),
                }
                Vec::new()
            }
            Msg::FormatChosen(format) => {
                self.format = format;
                Vec::new()
            }
            Msg::Meant(text, meant) => {
                self.input.meant.retain(|it| *it != text);
                self.input.meant.extend(meant.then_some(text));
                Vec::new()
            }
            Msg::Wished(preference, wished) => {
                let wishes = &self.pack.letter.wishes;
                self.input
                    .wished
                    .retain(|it| wishes[*it].preference != preference);
                self.input.wished.extend(wished);
                Vec::new()
            }
            Msg::DetailTyped(wish, text) => {
                self.input.details.insert(wish, text);
                Vec::new()
            }
            Msg::CheckAsked => match self.draft().finish() {
                Ok(_) => self.show(Screen::Check),
                Err(_) => self.refuse(),
            },
            Msg::RevisionAsked(control) => {
                let mut effects = self.show(Screen::Letter);
                effects.retain(|effect| !matches!(effect, Effect::Focus(_)));
                effects.push(Effect::Focus(control));
                effects
            }
            Msg::CopyAsked(what) => self.output(|session, letter| {
                let (text, html) = match what {
                    Copy::Letter => (
                        letter.to_text(),
                        Some(letter.to_html(session.format, &session.pack.language)),
                    ),
                    Copy::Request => (session.request(&letter)?, None),
                };
                Some(Effect::Copy(what, text, html))
            }),
            Msg::PrintAsked => self.output(|_, letter| Some(Effect::Print(letter))),
            Msg::SaveAsked(File::Record) if self.screen == Screen::Outcome => {
                vec![Effect::Save(File::Record, None)]
            }
            Msg::SaveAsked(File::Case) => vec![Effect::Save(File::Case, None)],
            Msg::OpenAsked => vec![Effect::Open],
            Msg::CaseOpened(entries) => self.open(&entries.unwrap_or_default()),
            Msg::SaveAsked(file) => self.output(|_, letter| Some(Effect::Save(file, Some(letter)))),
            Msg::Answered(question, choice) => self.answer_in_place(question, choice),
            Msg::Told(status) => {
                // What could not be copied is selected, for the user to copy.
                let copied = match status {
                    Status::CopyFailed(Copy::Letter) => Some(id::PREVIEW),
                    Status::CopyFailed(Copy::Request) => Some(id::REQUEST),
                    _ => None,
                };
                self.tell(status);
                copied
                    .map(|id| Effect::Focus(id.into()))
                    .into_iter()
                    .collect()
            }
            Msg::FieldLeft => Vec::new(),
            Msg::FixAsked(id) => vec![Effect::Focus(id)],
            Msg::AddressChanged { codes, screen } => {
                self.restore(&codes, screen.as_deref());
                vec![Effect::Focus(id::HEADING.into())]
            }
        }
    }

    /// As if nobody had answered or typed anything, but for these fields.
    fn start(&mut self, fields: Map<FieldIx, Value>) -> Vec<Effect> {
        self.answers = Answers::default();
        self.input = Input {
            today: mem::take(&mut self.input.today),
            fields,
            ..Input::default()
        };
        self.aside = Input::default();
        self.format = Format::default();
        self.unsaved = false;
        self.place = self.pack.flow.advance(&self.answers);
        self.show(self.onward())
    }

    /// The case as a list.
    pub fn case(&self) -> Vec<Entry> {
        let case = Case {
            answers: self.given(),
            input: self.input.clone(),
            format: self.format,
        };
        case.entries(&self.pack)
    }

    /// Goes on with a case that was saved.
    fn open(&mut self, entries: &[Entry]) -> Vec<Effect> {
        let Some(Opened {
            case,
            dropped,
            misfits,
        }) = Case::read(&self.pack, entries)
        else {
            self.tell(Status::CaseRefused);
            return Vec::new();
        };
        self.start(Map::default());
        self.before = None;
        self.answers = case.answers;
        self.input = Input {
            today: mem::take(&mut self.input.today),
            ..case.input
        };
        self.fill_in_sender(&[]);
        self.format = case.format;
        self.place = self.pack.flow.advance(&self.answers);
        let effects = self.show(self.onward());
        self.dropped = dropped;
        self.misfits = misfits;
        effects
    }

    /// Whether starting again can be taken back.
    pub fn can_undo(&self) -> bool {
        self.before.is_some()
    }

    fn stays_unsaved(&self, msg: &Msg) -> bool {
        match msg {
            // All of it is in a case.
            Msg::Told(Status::Saved(File::Case, _)) => false,
            // More can have been typed while the browser asked whether it may copy.
            Msg::Told(status) if self.screen == Screen::Check && status.has_letter() => false,
            _ => self.unsaved,
        }
    }

    /// The wording of a passage that is in, or else the first.
    fn variant(&self, passage: PassageIx) -> VariantIx {
        let decisions = self.draft().decisions;
        let state = decisions.iter().find(|it| it.passage == passage);
        match state.map(|it| it.state) {
            Some(State::In(variant)) => variant,
            _ => VariantIx::new(0),
        }
    }

    /// What was decided about a passage whose law has moved; none while it is open
    /// whether it is in at all.
    pub fn law_choice(&self, decision: &Decision) -> Option<LawChoice> {
        let passage = decision.passage;
        match decision.state {
            State::Undecided => None,
            State::Out => Some(LawChoice::LeaveOut),
            State::In(variant) if self.input.edits.contains_key(&(passage, variant)) => {
                Some(LawChoice::Reword)
            }
            State::In(_) if self.input.kept.contains_key(&passage) => Some(LawChoice::Keep),
            State::In(_) => Some(LawChoice::Unchecked),
        }
    }

    fn decide_law(&mut self, passage: PassageIx, choice: LawChoice) {
        let variant = self.variant(passage);
        self.restore_wording(passage, variant);
        if let Some(name) = self.input.kept.remove(&passage) {
            self.aside.kept.insert(passage, name);
        }
        let state = match choice {
            LawChoice::LeaveOut => State::Out,
            _ => State::In(variant),
        };
        self.input.choices.insert(passage, state);
        match choice {
            LawChoice::Keep => {
                let name = self.aside.kept.remove(&passage).unwrap_or_default();
                self.input.kept.insert(passage, name);
            }
            LawChoice::Reword => self.reword(passage, variant),
            LawChoice::Unchecked | LawChoice::LeaveOut => {}
        }
    }

    /// Leaves out every passage whose law has moved that can be, and says which.
    fn leave_all_out(&mut self) {
        let letter = &self.pack.letter;
        let decisions = self.draft().decisions.into_iter();
        let present = decisions.filter(|it| it.present && it.state != State::Out);
        let left_out = present.map(|it| it.passage).filter(|it| {
            let row = &letter.passages[*it];
            let can_be = row.optional && row.variants.len() == 1;
            can_be && row.needs_law_check(&self.pack.source)
        });
        let left_out: Vec<_> = left_out.collect();
        for passage in &left_out {
            self.decide_law(*passage, LawChoice::LeaveOut);
        }
        self.tell(Status::LeftOut(left_out));
    }

    fn tell(&mut self, status: Status) {
        self.told += 1;
        self.told_again = !self.told_again && self.status.as_ref() == Some(&status);
        self.status = Some(status);
    }

    /// Starts the user's own wording: with what was typed before, or with the standard
    /// wording where it is complete.
    fn reword(&mut self, passage: PassageIx, variant: VariantIx) {
        let before = self.aside.edits.remove(&(passage, variant));
        let text = before.or_else(|| self.standard(passage, variant));
        if let Some(text) = text {
            self.input.edits.insert((passage, variant), text);
        }
    }

    /// The standard wording with what is filled in; none while a part of it is open.
    pub fn standard(&self, passage: PassageIx, variant: VariantIx) -> Option<String> {
        let Pack {
            letter, strings, ..
        } = &*self.pack;
        letter.wording(&strings.letter, self.live(), &self.input, passage, variant)
    }

    fn restore_wording(&mut self, passage: PassageIx, variant: VariantIx) {
        if let Some(text) = self.input.edits.remove(&(passage, variant)) {
            self.aside.edits.insert((passage, variant), text);
        }
    }

    fn go_on(&mut self) -> Vec<Effect> {
        let Screen::Question(question) = self.screen else {
            return Vec::new();
        };
        let Some(choice) = self.picked else {
            self.unanswered = true;
            return vec![Effect::Focus(id::ERRORS.into())];
        };
        self.before = None;
        self.answers.set(question, choice);
        self.place = self.pack.flow.advance(&self.answers);
        let next = if self.changing {
            self.onward()
        } else {
            self.after(question)
        };
        self.show(next)
    }

    /// The first question without an answer, or the outcome.
    fn onward(&self) -> Screen {
        self.place.next.map_or(Screen::Outcome, Screen::Question)
    }

    /// The question after this one, answered or not, or the outcome.
    fn after(&self, question: QuestionIx) -> Screen {
        let mut asked = self.asked(false).chain(self.place.next);
        asked
            .find(|it| *it > question)
            .map_or(Screen::Outcome, Screen::Question)
    }

    fn previous(&self) -> Option<Screen> {
        let asked = self.asked(false);
        match self.screen {
            Screen::Question(question) => asked
                .filter(|it| *it < question)
                .last()
                .map(Screen::Question),
            Screen::Outcome => asked.last().map(Screen::Question),
            Screen::Letter => Some(Screen::Outcome),
            Screen::Check => Some(Screen::Letter),
        }
    }

    /// The sentence that a place of the page is about: by the id that the static guidance
    /// gives it, or by the words with which it begins.
    fn sentence_at(&self, id: &str, words: &str) -> Option<SentenceIx> {
        let Pack {
            id: pack, source, ..
        } = &*self.pack;
        let named = id.strip_prefix(&**pack).and_then(|it| it.strip_prefix('-'));
        named
            .and_then(|named| source.sentences.find(|it| it.id == named))
            .or_else(|| source.beginning(words))
    }

    /// Moves to a screen: its heading takes the focus and the address follows.
    fn show(&mut self, screen: Screen) -> Vec<Effect> {
        self.settle(screen);
        let before = self.noted.clone();
        self.note();
        let mut effects = vec![Effect::Focus(id::HEADING.into())];
        effects.extend(self.address(before));
        effects
    }

    fn address(&self, before: Spot) -> Option<Effect> {
        let now = self.noted.clone();
        self.config
            .history
            .then_some(Effect::Address { before, now })
    }

    /// Takes an answer to a question that can wait: the screen and the focus stay.
    fn answer_in_place(&mut self, question: QuestionIx, choice: ChoiceIx) -> Vec<Effect> {
        let before = self.place.live.clone();
        self.answers.set(question, choice);
        self.place = self.pack.flow.advance(&self.answers);
        self.news = self.news(&before);
        self.tell(Status::Changed);
        let before = self.noted.clone();
        self.note();
        self.address(before).into_iter().collect()
    }

    fn note(&mut self) {
        self.noted = Spot {
            codes: codes::encode(&self.pack.flow, &self.given()),
            screen: self.name(self.screen),
        };
    }

    fn settle(&mut self, screen: Screen) {
        let question = |screen| matches!(screen, Screen::Question(_));
        if self.reading.is_some() || !question(self.screen) || !question(screen) {
            self.scene += 1;
        }
        self.screen = screen;
        self.visit += 1;
        self.reading = None;
        self.unanswered = false;
        self.changing = false;
        self.led = None;
        self.attempted = false;
        self.status = None;
        self.news = News::default();
        self.dropped.clear();
        self.misfits.clear();
        self.picked = match screen {
            Screen::Question(question) => self.answers.get(question),
            Screen::Outcome | Screen::Letter | Screen::Check => None,
        };
    }

    fn close_page(&mut self) -> Vec<Effect> {
        self.scene += 1;
        self.reading = None;
        vec![Effect::Focus(id::HEADING.into())]
    }

    fn output(&mut self, effect: impl FnOnce(&Self, Letter) -> Option<Effect>) -> Vec<Effect> {
        match self.draft().finish() {
            Ok(letter) => effect(self, letter).into_iter().collect(),
            // Only reached when something was taken back after the check.
            Err(_) => {
                self.settle(Screen::Letter);
                self.refuse()
            }
        }
    }

    /// Shows what is open and goes no further.
    fn refuse(&mut self) -> Vec<Effect> {
        self.attempted = true;
        vec![Effect::Focus(id::ERRORS.into())]
    }

    /// The decisions as the builder shows them, one part after the other.
    pub fn parts<'a>(&self, decisions: &'a [Decision]) -> Parts<'a> {
        let Pack { letter, source, .. } = &*self.pack;
        let present = decisions.iter().filter(|it| it.present);
        let (law, others) =
            present.partition(|it| letter.passages[it.passage].needs_law_check(source));
        let others: Vec<_> = others;
        let (left, decided) = others
            .into_iter()
            .partition(|it| it.suggested == State::Undecided);
        Parts { left, law, decided }
    }

    /// The id of what decides about a piece of the letter.
    fn control(&self, origin: Origin) -> String {
        let letter = &self.pack.letter;
        match origin {
            Origin::Passage(ix) => {
                let decisions = self.draft().decisions;
                let left = self.parts(&decisions).left;
                let name = &letter.passages[ix].id;
                // All others are one line.
                if left.iter().any(|it| it.passage == ix) {
                    id::passage(name)
                } else {
                    id::fold(name)
                }
            }
            Origin::Field(ix) => {
                let row = &letter.fields[ix];
                if row.kind == FieldKind::Date {
                    id::day(&row.id)
                } else {
                    id::field(&row.id)
                }
            }
        }
    }

    /// What keeps the letter from being finished, once an output was asked for.
    fn open_points(&self) -> Vec<(String, String)> {
        let Pack {
            letter, strings, ..
        } = &*self.pack;
        if !self.attempted {
            return Vec::new();
        }
        let Draft {
            open, decisions, ..
        } = self.draft();
        let passage_of = |open: &Open| match open {
            Open::Blank(passage)
            | Open::Marked(passage, _)
            | Open::Undecided(passage)
            | Open::Unconfirmed(passage) => Some(*passage),
            Open::Field(..) | Open::Detail(_) => None,
        };
        let of_passages = |part: Vec<&Decision>| {
            let passages = part.into_iter().map(|it| Some(it.passage));
            let points =
                passages.flat_map(|it| open.iter().filter(move |point| passage_of(point) == it));
            points.collect::<Vec<_>>()
        };
        let of_fields = |about_recipient: bool| {
            open.iter().filter(move |it| matches!(it, Open::Field(ix, _) if letter.fields[*ix].about_recipient == about_recipient))
        };
        let Parts { left, law, decided } = self.parts(&decisions);
        let passages = [left, law].map(of_passages).concat().into_iter();
        let points = passages
            .chain(of_fields(true))
            .chain(of_fields(false))
            .chain(of_passages(decided));
        let details = open.iter().filter(|it| matches!(it, Open::Detail(_)));
        let named = |template: &str, label: &str| fill(template, &[("passage", label)]);
        let error = |open: &Open| match open {
            Open::Blank(passage) => {
                let row = &letter.passages[*passage];
                (id::edit(&row.id), named(&strings.letter.blank, &row.label))
            }
            Open::Marked(passage, mark) => {
                let row = &letter.passages[*passage];
                (id::edit(&row.id), strings.letter.marked(mark, &row.label))
            }
            Open::Undecided(passage) => {
                let row = &letter.passages[*passage];
                (
                    id::passage(&row.id),
                    named(&strings.letter.decide, &row.label),
                )
            }
            Open::Field(field, problem) => {
                let row = &letter.fields[*field];
                let control = self.control(Origin::Field(*field));
                (control, row.error(*problem, &strings.letter))
            }
            Open::Unconfirmed(passage) => {
                let row = &letter.passages[*passage];
                let message = named(&strings.letter.law_keep_missing, &row.label);
                (id::confirmed(&row.id), message)
            }
            Open::Detail(wish) => {
                let row = &letter.wishes[*wish];
                let preference = &letter.preferences[row.preference].id;
                let missing = row.detail.as_ref().map(|(_, missing)| missing.clone());
                (id::detail(preference, &row.id), missing.unwrap_or_default())
            }
        };
        points.chain(details).map(error).collect()
    }

    /// Takes the answers of an address. What fits is used, the rest is told.
    fn restore(&mut self, text: &str, screen: Option<&str>) {
        let flow = &self.pack.flow;
        let decoded = codes::decode(flow, text.split('&'));
        // Answers that the address does not name are no longer given.
        self.answers = decoded.answers;
        self.place = flow.advance(&self.answers);
        let known = |name: &str| match name {
            "outcome" | "letter" | "check" if self.place.next.is_some() => None,
            "outcome" => Some(Screen::Outcome),
            "letter" => (self.offer() == Offer::Letter).then_some(Screen::Letter),
            // The check needs a finished letter, which an address cannot give back.
            "check" => {
                let finished = self.offer() == Offer::Letter && self.draft().finish().is_ok();
                finished.then_some(Screen::Check)
            }
            question => flow
                .questions
                .find(|row| row.id == question)
                .filter(|it| {
                    self.asked(false)
                        .chain(self.place.next)
                        .any(|asked| asked == *it)
                })
                .map(Screen::Question),
        };
        let screen = screen.and_then(known).unwrap_or_else(|| self.onward());
        self.settle(screen);
        self.note();
        self.dropped = decoded.dropped;
    }

    /// The name of what is shown: a question's id, or what kind of screen it is.
    pub fn shown(&self) -> String {
        match self.reading {
            Some(_) => "page".into(),
            None => self.name(self.screen),
        }
    }

    fn name(&self, screen: Screen) -> String {
        match screen {
            Screen::Question(question) => self.pack.flow.questions[question].id.clone(),
            Screen::Outcome => "outcome".into(),
            Screen::Letter => "letter".into(),
            Screen::Check => "check".into(),
        }
    }
}
