//! Questions, answers and what follows from them. The current place is a pure
//! function of the content and the answers, replayed each time: going back
//! loses nothing, and an answer that no longer matters drops out by itself.
//! Must not know of files, letters' wording, browsers or Yew.

mod clear;
pub mod codes;

use serde::{Deserialize, Serialize};

use crate::{
    source::SentenceIx,
    table::{Ix, Table, in_order, index},
};

index! {
    /// A question.
    QuestionIx,
    /// A choice of one question.
    ChoiceIx,
    /// A group of actions on the outcome screen.
    GroupIx,
    /// An action.
    ActionIx,
    /// A silence of the page.
    SilenceIx,
    /// A pointer to other guidance.
    SignpostIx,
}

/// The decision flow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Flow {
    /// Questions in the order in which they are asked.
    pub questions: Table<QuestionIx, Question>,
    /// Groups in the order in which they are shown.
    pub groups: Table<GroupIx, Group>,
    /// Everything the page tells staff to do or consider.
    pub actions: Table<ActionIx, Action>,
    /// Everything the page leaves open.
    pub silences: Table<SilenceIx, Silence>,
    /// Everything the page leaves to other guidance.
    pub signposts: Table<SignpostIx, Signpost>,
}

/// A question with its choices.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Its name in addresses and content files.
    pub id: String,
    /// The question.
    pub text: String,
    /// Its short form, for lists of answers.
    pub key: String,
    /// What helps to answer it.
    pub hint: Option<String>,
    /// When it is asked; looks at earlier questions only.
    pub when: Condition,
    /// The sentences that make it matter.
    pub sentences: Vec<SentenceIx>,
    /// For a question that can wait: the choice that is taken until it is answered. It
    /// keeps nobody from the outcome and is asked there.
    pub until_answered: Option<ChoiceIx>,
    /// The answers on offer.
    pub choices: Table<ChoiceIx, Choice>,
}

/// An answer on offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Its name in addresses and content files, unique within the question.
    pub id: String,
    /// What the user reads.
    pub label: String,
    /// What helps to decide.
    pub hint: Option<String>,
}

/// When something applies. A closed set, so that everything can be enumerated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Condition {
    /// This question was asked and answered with one of these choices.
    Is(QuestionIx, Vec<ChoiceIx>),
    /// All hold. Empty: always.
    All(Vec<Condition>),
    /// At least one holds.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
}

/// A heading on the outcome screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Its name.
    pub id: String,
    /// Its heading, such as "Before the interview".
    pub title: String,
}

/// How firmly the page puts it: its own verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strength {
    /// "must"
    Must,
    /// "must not", "is not acceptable"
    MustNot,
    /// "should"
    Should,
    /// "consider", "bear in mind"
    Consider,
    /// "may"
    May,
    /// "can"
    Can,
}

/// Something to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Action {
    /// Its name.
    pub id: String,
    /// What to do, in few words.
    pub title: String,
    /// What the page adds.
    pub detail: Option<String>,
    /// The page's own verb.
    pub strength: Strength,
    /// Where it stands on the screen.
    pub group: GroupIx,
    /// The action of the same group after which it stands, where both apply.
    pub after: Option<ActionIx>,
    /// When it applies.
    pub when: Condition,
    /// The sentences it rests on.
    pub sentences: Vec<SentenceIx>,
}

/// Something that the page does not tell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Silence {
    /// Its name.
    pub id: String,
    /// What the page does not say.
    pub text: String,
    /// When it matters.
    pub when: Condition,
    /// The nearest sentences.
    pub sentences: Vec<SentenceIx>,
}

/// Other guidance that the page points to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Signpost {
    /// Its name.
    pub id: String,
    /// What the other guidance is about.
    pub title: String,
    /// When it matters.
    pub when: Condition,
    /// The sentences that point there.
    pub sentences: Vec<SentenceIx>,
}

/// One question with the choice that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Answer {
    /// The question.
    pub question: QuestionIx,
    /// The choice.
    pub choice: ChoiceIx,
}

/// Answers by question. Holds answers to questions that are no longer asked, too:
/// they come back when the question does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Answers(Vec<Option<ChoiceIx>>);

impl Answers {
    /// The choice made for a question.
    pub fn get(&self, question: QuestionIx) -> Option<ChoiceIx> {
        self.0.get(question.row()).copied().flatten()
    }

    /// Answers a question.
    pub fn set(&mut self, question: QuestionIx, choice: ChoiceIx) {
        let row = question.row();
        if self.0.len() <= row {
            self.0.resize(row + 1, None);
        }
        if let Some(slot) = self.0.get_mut(row) {
            *slot = Some(choice);
        }
    }

    /// Takes an answer back.
    pub fn clear(&mut self, question: QuestionIx) {
        if let Some(slot) = self.0.get_mut(question.row()) {
            *slot = None;
        }
    }

    /// Every answer, in the order of the questions.
    pub fn iter(&self) -> impl Iterator<Item = Answer> + '_ {
        self.0.iter().enumerate().filter_map(|(row, choice)| {
            choice.map(|choice| Answer {
                question: QuestionIx::new(row),
                choice,
            })
        })
    }

    /// Whether nothing has been answered.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }
}

impl FromIterator<Answer> for Answers {
    fn from_iter<T: IntoIterator<Item = Answer>>(answers: T) -> Self {
        let mut all = Self::default();
        for Answer { question, choice } in answers {
            all.set(question, choice);
        }
        all
    }
}

/// Where the answers lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The answers that count: given, and still asked for, or taken for a question that
    /// can wait.
    pub live: Answers,
    /// The next question, or none when the outcome is known.
    pub next: Option<QuestionIx>,
    /// The questions that wait. What stands for them in `live` was not said by anybody.
    pub open: Vec<QuestionIx>,
}

impl Place {
    /// The answers that count and that somebody gave.
    pub fn given(&self) -> Answers {
        let given = self.live.iter();
        given
            .filter(|it| !self.open.contains(&it.question))
            .collect()
    }
}

/// Something that applies, with the answers that brought it in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Engaged<I> {
    /// What applies.
    pub item: I,
    /// Why.
    pub because: Vec<Answer>,
}

/// What the page says for a complete set of answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What to do, by group, then the firmest first, then in file order; but what stands
    /// after another action comes at once after it.
    pub actions: Vec<Engaged<ActionIx>>,
    /// What the page leaves open.
    pub silences: Vec<Engaged<SilenceIx>>,
    /// Where the page points.
    pub signposts: Vec<Engaged<SignpostIx>>,
}

impl Condition {
    /// Holds for every answer.
    pub const ALWAYS: Self = Self::All(Vec::new());

    /// Whether it holds for these answers.
    pub fn holds(&self, answers: &Answers) -> bool {
        match self {
            Self::Is(question, choices) => answers
                .get(*question)
                .is_some_and(|choice| choices.contains(&choice)),
            Self::All(parts) => parts.iter().all(|part| part.holds(answers)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(answers)),
            Self::Not(part) => !part.holds(answers),
        }
    }

    /// The questions that it looks at, in their order.
    pub fn questions(&self) -> Vec<QuestionIx> {
        let mut found = Vec::new();
        self.mentions(&mut found);
        in_order(found)
    }

    fn mentions(&self, found: &mut Vec<QuestionIx>) {
        match self {
            Self::Is(question, _) => found.push(*question),
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().for_each(|part| part.mentions(found));
            }
            Self::Not(part) => part.mentions(found),
        }
    }

    /// The answers that make it hold, in the order of the questions. For "not",
    /// the answers that keep the inner condition from holding.
    pub fn because(&self, answers: &Answers) -> Vec<Answer> {
        let mut found = Vec::new();
        self.collect(answers, true, &mut found);
        in_order(found)
    }

    fn collect(&self, answers: &Answers, wanted: bool, found: &mut Vec<Answer>) {
        match self {
            Self::Is(question, _) => {
                if let Some(choice) = answers.get(*question)
                    && self.holds(answers) == wanted
                {
                    found.push(Answer {
                        question: *question,
                        choice,
                    });
                }
            }
            Self::All(parts) | Self::Any(parts) => {
                for part in parts.iter().filter(|part| part.holds(answers) == wanted) {
                    part.collect(answers, wanted, found);
                }
            }
            Self::Not(part) => part.collect(answers, !wanted, found),
        }
    }
}

impl Flow {
    /// Replays the answers from the first question. No question waits: this is for those
    /// who look at every answer.
    pub fn replay(&self, answers: &Answers) -> Place {
        self.walk(answers, false)
    }

    /// The same for those who use the flow: a question that can wait does.
    pub fn advance(&self, answers: &Answers) -> Place {
        self.walk(answers, true)
    }

    fn walk(&self, answers: &Answers, wait: bool) -> Place {
        let mut live = Answers::default();
        let mut open = Vec::new();
        let mut next = None;
        for (question, row) in self.questions.iter() {
            if !row.when.holds(&live) {
                continue;
            }
            let until_answered = row.until_answered.filter(|_| wait);
            match (answers.get(question), until_answered) {
                (Some(choice), _) => live.set(question, choice),
                (None, Some(choice)) => {
                    live.set(question, choice);
                    open.push(question);
                }
                (None, None) => {
                    next = Some(question);
                    break;
                }
            }
        }
        Place { live, next, open }
    }

    /// Whether a question keeps nobody from the outcome.
    pub fn can_wait(&self, question: QuestionIx) -> bool {
        self.questions[question].until_answered.is_some()
    }

    /// What applies to these answers. `live` comes from [`Flow::replay`].
    pub fn outcome(&self, live: &Answers) -> Outcome {
        self.applying(&mut |when| when.holds(live).then(|| when.because(live)))
    }

    /// Everything with a condition that applies; `why` tells because of which answers.
    fn applying(&self, why: &mut dyn FnMut(&Condition) -> Option<Vec<Answer>>) -> Outcome {
        let found = engaged(&self.actions, |action| &action.when, why);
        let rank = |it: &Engaged<ActionIx>| {
            let mut first = it.item;
            while let Some(before) = self.actions[first].after
                && found.iter().any(|it| it.item == before)
            {
                first = before;
            }
            let action = &self.actions[first];
            (action.group, action.strength, first, it.item)
        };
        let mut actions: Vec<Engaged<ActionIx>> = Vec::new();
        for it in &found {
            let place = actions.partition_point(|before| rank(before) <= rank(it));
            actions.insert(place, it.clone());
        }
        Outcome {
            actions,
            silences: engaged(&self.silences, |silence| &silence.when, why),
            signposts: engaged(&self.signposts, |signpost| &signpost.when, why),
        }
    }

    /// The label of an answer.
    pub fn label(&self, answer: Answer) -> &str {
        &self.questions[answer.question].choices[answer.choice].label
    }
}

impl Outcome {
    /// Every sentence that applies, without repeats, in page order.
    pub fn sentences(&self, flow: &Flow) -> Vec<SentenceIx> {
        let actions = self.actions.iter();
        let silences = self.silences.iter();
        let signposts = self.signposts.iter();
        let all = actions
            .flat_map(|it| &flow.actions[it.item].sentences)
            .chain(silences.flat_map(|it| &flow.silences[it.item].sentences))
            .chain(signposts.flat_map(|it| &flow.signposts[it.item].sentences));
        in_order(all.copied())
    }
}

fn engaged<I: Ix, T>(
    table: &Table<I, T>,
    when: impl Fn(&T) -> &Condition,
    why: &mut dyn FnMut(&Condition) -> Option<Vec<Answer>>,
) -> Vec<Engaged<I>> {
    table
        .iter()
        .filter_map(|(item, row)| why(when(row)).map(|because| Engaged { item, because }))
        .collect()
}
