//! What is already clear while questions are left: what applies whatever they are answered
//! with. Must not know how that is shown.

use super::{Answer, Answers, Condition, Flow, Outcome, QuestionIx};

/// How many questions a condition may hang on to be looked into, and how many steps may be
/// taken for all of them together: what takes more is not said to be clear, although it may
/// be. Packs of a hundred questions stay far below.
const MOST_QUESTIONS: usize = 64;
const MOST_STEPS: usize = 20_000;

impl Flow {
    /// What every outcome has to which these answers can still lead, with the answers that
    /// brought it in. They come from [`super::Place::given`].
    pub fn clear(&self, given: &Answers) -> Outcome {
        let mut steps = MOST_STEPS;
        self.applying(&mut |when| {
            let about = self.hangs_on(when);
            let mut look = Look {
                flow: self,
                given,
                about: &about,
                steps: &mut steps,
            };
            let is_clear =
                about.len() <= MOST_QUESTIONS && look.holds(when, 0, &mut Answers::default());
            is_clear.then(|| {
                let because = when.because(given);
                if !because.is_empty() {
                    return because;
                }
                // It will hold in one way or another: all that has led there.
                let led = |it: &Answer| about.contains(&it.question);
                given.iter().filter(led).collect()
            })
        })
    }

    /// The questions that a condition looks at, and those on which it hangs whether these
    /// are asked, in their order.
    fn hangs_on(&self, when: &Condition) -> Vec<QuestionIx> {
        let mut found: Vec<QuestionIx> = Vec::new();
        let mut left = when.questions();
        while let Some(question) = left.pop() {
            if found.len() > MOST_QUESTIONS {
                break;
            }
            if let Err(place) = found.binary_search(&question) {
                found.insert(place, question);
                self.questions[question].when.mentions(&mut left);
            }
        }
        found
    }
}

/// Answers the questions that a condition hangs on in every way that is left.
struct Look<'a> {
    flow: &'a Flow,
    given: &'a Answers,
    about: &'a [QuestionIx],
    steps: &'a mut usize,
}

impl Look<'_> {
    /// Whether the condition holds however the questions from `next` on, counted in `about`,
    /// are answered; `live` has the answers to those before.
    fn holds(&mut self, when: &Condition, next: usize, live: &mut Answers) -> bool {
        let Some(steps) = self.steps.checked_sub(1) else {
            return false;
        };
        *self.steps = steps;
        let question = self.about.get(next).copied();
        if let Some(settled) = when.settled(live, question) {
            return settled;
        }
        let Some(question) = question else {
            return false;
        };
        let row = &self.flow.questions[question];
        if !row.when.holds(live) {
            return self.holds(when, next + 1, live);
        }
        let given = self.given.get(question);
        let mut left = row.choices.indices();
        let holds = left.all(|choice| {
            if given.is_some_and(|given| given != choice) {
                return true;
            }
            live.set(question, choice);
            self.holds(when, next + 1, live)
        });
        live.clear(question);
        holds
    }
}

impl Condition {
    /// Whether it holds, where the answers to the questions before `next` tell.
    fn settled(&self, live: &Answers, next: Option<QuestionIx>) -> Option<bool> {
        let (parts, decides) = match self {
            Self::Is(question, _) => {
                let known = next.is_none_or(|next| *question < next);
                return known.then(|| self.holds(live));
            }
            Self::Not(part) => return part.settled(live, next).map(|it| !it),
            Self::All(parts) => (parts, false),
            Self::Any(parts) => (parts, true),
        };
        let mut all_tell = true;
        for part in parts {
            match part.settled(live, next) {
                Some(it) if it == decides => return Some(it),
                Some(_) => {}
                None => all_tell = false,
            }
        }
        all_tell.then_some(!decides)
    }
}
