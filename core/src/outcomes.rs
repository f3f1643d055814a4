//! Every complete set of answers and every distinct outcome, in rows few enough to be
//! read. Must not know who reads them.
//!
//! Many questions only add to an outcome: whatever else was answered, this answer adds
//! the same. Such questions are *added*: they stand in small tables of their own, and
//! the rows tell the rest. That nothing is lost is seen by putting the two together
//! again, which [`Outcomes::of`] does for any answers.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    cover::{Cases, Together},
    flow::{ActionIx, Answers, Condition, Flow, QuestionIx, SignpostIx, SilenceIx},
    letter::{Input, NoLetterIx, Offer, PassageIx, State, VariantIx},
    pack::Pack,
    table::Ix,
};

/// Something that an outcome can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    /// Something to do.
    Action(ActionIx),
    /// Something that the page does not tell.
    Silence(SilenceIx),
    /// Other guidance.
    Signpost(SignpostIx),
    /// A reason for offering no letter.
    NoLetter(NoLetterIx),
    /// A letter is offered.
    Letter,
    /// This wording of a passage is in it.
    Wording(PassageIx, VariantIx),
    /// This passage of it is for the user to decide.
    Undecided(PassageIx),
}

/// Everything that an outcome has.
pub type Items = BTreeSet<Item>;

/// Every complete set of answers of a flow.
#[derive(Clone, Debug)]
pub struct Complete {
    /// The sets, in the order in which a user would come across them.
    pub sets: Vec<Answers>,
    cases: Cases,
}

/// What some questions add, each time by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// The questions. More than one where one is asked because of another.
    pub questions: Vec<QuestionIx>,
    /// What each of their answers adds, in the order of the answers.
    pub items: Vec<(Answers, Items)>,
}

/// Outcomes that are alike but for what is added.
#[derive(Clone, Debug)]
pub struct Row {
    /// The answers that lead here: one of these, whatever the added questions say.
    pub when: Vec<Together>,
    /// What each of the outcomes has.
    pub items: Items,
    /// What adds to them: places in [`Outcomes::added`].
    pub added: Vec<usize>,
    /// How many complete sets of answers lead here.
    pub sets: usize,
}

/// Every distinct outcome.
#[derive(Clone, Debug)]
pub struct Outcomes {
    /// The rows, in the order in which a user would come across them.
    pub rows: Vec<Row>,
    /// What is added.
    pub added: Vec<Added>,
    /// How many outcomes there are.
    pub count: usize,
}

/// What a pack says for a complete set of answers.
pub fn items(pack: &Pack, live: &Answers) -> Items {
    let outcome = pack.flow.outcome(live);
    let mut items = Items::new();
    items.extend(outcome.actions.iter().map(|it| Item::Action(it.item)));
    items.extend(outcome.silences.iter().map(|it| Item::Silence(it.item)));
    items.extend(outcome.signposts.iter().map(|it| Item::Signpost(it.item)));
    match pack.letter.offer(live) {
        Offer::None(reasons) => items.extend(reasons.into_iter().map(Item::NoLetter)),
        Offer::Letter => {
            items.insert(Item::Letter);
            let words = &pack.strings.letter;
            let decisions = pack.letter.decide(words, live, &Input::default());
            let present = decisions.into_iter().filter(|it| it.present);
            items.extend(present.filter_map(|it| match it.state {
                State::In(variant) => Some(Item::Wording(it.passage, variant)),
                State::Undecided => Some(Item::Undecided(it.passage)),
                State::Out => None,
            }));
        }
    }
    items
}

/// A set of answers as a case: 0 for a question that is not asked, else the choice
/// counted from 1.
pub fn case(flow: &Flow, live: &Answers) -> Vec<usize> {
    let value = |question| live.get(question).map_or(0, |choice| choice.row() + 1);
    flow.questions.indices().map(value).collect()
}

impl Complete {
    /// Walks the flow. None where there are more than `most` sets.
    pub fn new(flow: &Flow, most: usize) -> Option<Self> {
        let mut sets = Vec::new();
        if !walk(flow, &mut Answers::default(), &mut sets, most) {
            return None;
        }
        let sizes = flow.questions.rows().iter();
        let sizes = sizes.map(|it| it.choices.len() + 1).collect();
        let cases = Cases::new(sizes, sets.iter().map(|it| case(flow, it)));
        Some(Self { sets, cases })
    }

    /// For which answers a condition holds, in few words.
    pub fn when(&self, condition: &Condition) -> Vec<Together> {
        let picked: Vec<_> = self.sets.iter().map(|it| condition.holds(it)).collect();
        let about = condition.questions().into_iter();
        let about: Vec<_> = about.map(QuestionIx::row).collect();
        self.cases.cover(&picked, &about)
    }
}

fn walk(flow: &Flow, answers: &mut Answers, sets: &mut Vec<Answers>, most: usize) -> bool {
    let place = flow.replay(answers);
    let Some(question) = place.next else {
        sets.push(place.live);
        return sets.len() <= most;
    };
    for choice in flow.questions[question].choices.indices() {
        answers.set(question, choice);
        if !walk(flow, answers, sets, most) {
            return false;
        }
    }
    answers.clear(question);
    true
}

impl Outcomes {
    /// Finds the rows: the fewest that a search finds which lets one more question add
    /// at a time.
    pub fn new(pack: &Pack, complete: &Complete) -> Self {
        let all: Vec<_> = complete.sets.iter().map(|it| items(pack, it)).collect();
        let mut best = Split::new(&[], complete, &all);
        let mut adding: Vec<Vec<QuestionIx>> = Vec::new();
        loop {
            let mut better: Option<(Split, Vec<Vec<QuestionIx>>)> = None;
            for question in pack.flow.questions.indices() {
                let Some(more) = with(&pack.flow, &adding, question) else {
                    continue;
                };
                let split = Split::new(&more, complete, &all);
                if let (Some(split), Some(best)) = (split, &best)
                    && split.size() < better.as_ref().map_or(best.size(), |(it, _)| it.size())
                {
                    better = Some((split, more));
                }
            }
            match better {
                Some((split, more)) => {
                    best = Some(split);
                    adding = more;
                }
                None => break,
            }
        }
        best.unwrap_or_default().read(complete, &adding, &all)
    }

    /// What the rows and what is added say for a complete set of answers: nothing
    /// but what a reader of them would find.
    pub fn of(&self, flow: &Flow, live: &Answers) -> Option<Items> {
        let case = case(flow, live);
        let row = self
            .rows
            .iter()
            .find(|row| row.when.iter().any(|it| it.holds(&case)))?;
        let mut items = row.items.clone();
        for added in row.added.iter().filter_map(|at| self.added.get(*at)) {
            let given = only(live, &added.questions);
            let (_, more) = added.items.iter().find(|(answers, _)| *answers == given)?;
            items.extend(more);
        }
        Some(items)
    }
}

/// The questions that add, with one more: it joins those that are asked because of
/// it. None where a question is asked because of it that does not add.
fn with(
    flow: &Flow,
    adding: &[Vec<QuestionIx>],
    question: QuestionIx,
) -> Option<Vec<Vec<QuestionIx>>> {
    if adding.iter().flatten().any(|it| *it == question) {
        return None;
    }
    let mut joined = vec![question];
    let mut more = Vec::new();
    let asked_because =
        |(_, it): &(QuestionIx, &crate::flow::Question)| it.when.questions().contains(&question);
    let followers: Vec<_> = flow.questions.iter().filter(asked_because).collect();
    for part in adding {
        if followers.iter().any(|(it, _)| part.contains(it)) {
            joined.extend(part);
        } else {
            more.push(part.clone());
        }
    }
    if followers.iter().any(|(it, _)| !joined.contains(it)) {
        return None;
    }
    joined.sort();
    more.push(joined);
    more.sort();
    Some(more)
}

/// The answers to these questions alone.
fn only(live: &Answers, questions: &[QuestionIx]) -> Answers {
    live.iter()
        .filter(|it| questions.contains(&it.question))
        .collect()
}

/// What one part adds for each answer, by the codes of the answers.
type Effects = Vec<(Vec<usize>, Items)>;

/// The answers taken apart: sets with the same answers but for the questions that add
/// are one group, and groups that say the same are one row.
#[derive(Default)]
struct Split {
    /// What all have, and what each part adds → the sets of answers.
    rows: BTreeMap<(Items, Vec<Effects>), Vec<usize>>,
}

impl Split {
    /// None where the questions do more than add.
    fn new(adding: &[Vec<QuestionIx>], complete: &Complete, all: &[Items]) -> Option<Self> {
        let codes = |live: &Answers, of: &dyn Fn(QuestionIx) -> bool| {
            let given = live.iter().filter(|it| of(it.question));
            given
                .flat_map(|it| [it.question.row(), it.choice.row()])
                .collect::<Vec<_>>()
        };
        let mut groups: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
        for (at, live) in complete.sets.iter().enumerate() {
            let rest = |it| !adding.iter().flatten().any(|other| *other == it);
            groups.entry(codes(live, &rest)).or_default().push(at);
        }
        let mut rows: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for group in groups.into_values() {
            let common = |sets: &[usize]| {
                let mut items = sets.iter().filter_map(|it| all.get(*it));
                let mut common = items.next().cloned().unwrap_or_default();
                for more in items {
                    common.retain(|it| more.contains(it));
                }
                common
            };
            let base = common(&group);
            let mut effects = Vec::new();
            let mut given = vec![Vec::new(); group.len()];
            for part in adding {
                let mut sets: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
                for (at, given) in group.iter().zip(&mut given) {
                    let live = complete.sets.get(*at)?;
                    let key = codes(live, &|it| part.contains(&it));
                    sets.entry(key.clone()).or_default().push(*at);
                    given.push(key);
                }
                let more = sets.into_iter().map(|(key, sets)| {
                    let more = common(&sets).difference(&base).copied().collect();
                    (key, more)
                });
                effects.push(more.collect::<Effects>());
            }
            // Put together again, they must be what they were.
            for (at, given) in group.iter().zip(&given) {
                let mut items = base.clone();
                for (effects, key) in effects.iter().zip(given) {
                    let (_, more) = effects.iter().find(|(known, _)| known == key)?;
                    items.extend(more);
                }
                if all.get(*at) != Some(&items) {
                    return None;
                }
            }
            // Every answer to one part can be given with every one to the others.
            let together: usize = effects.iter().map(Vec::len).product();
            if together != group.len() {
                return None;
            }
            rows.entry((base, effects)).or_default().extend(group);
        }
        Some(Self { rows })
    }

    /// How much there is to read.
    fn size(&self) -> usize {
        let tables: BTreeSet<_> = self.rows.keys().flat_map(|(_, effects)| effects).collect();
        self.rows.len() + tables.iter().map(|it| it.len()).sum::<usize>()
    }

    fn read(self, complete: &Complete, adding: &[Vec<QuestionIx>], all: &[Items]) -> Outcomes {
        let mut rows: Vec<_> = self.rows.into_iter().collect();
        rows.sort_by_key(|(_, sets)| sets.iter().min().copied());
        let mut added: Vec<(Effects, Added)> = Vec::new();
        let adds = |it: &usize| adding.iter().flatten().any(|other| other.row() == *it);
        let variables = complete.cases.variables();
        let about: Vec<_> = (0..variables).filter(|it| !adds(it)).collect();
        let rows = rows.into_iter().map(|((items, effects), sets)| {
            let mut parts = Vec::new();
            for (questions, effects) in adding.iter().zip(effects) {
                // Not asked, or whatever is answered adds nothing.
                if effects.iter().all(|(_, items)| items.is_empty()) {
                    continue;
                }
                let known = added.iter().position(|(it, _)| *it == effects);
                parts.push(known.unwrap_or_else(|| {
                    let example = |key: &Vec<usize>| {
                        let given = sets.iter().filter_map(|it| complete.sets.get(*it));
                        let mut given = given.map(|it| only(it, questions));
                        given.find(|it| codes(it) == *key).unwrap_or_default()
                    };
                    let items = effects
                        .iter()
                        .map(|(key, items)| (example(key), items.clone()));
                    let more = Added {
                        questions: questions.clone(),
                        items: items.collect(),
                    };
                    added.push((effects.clone(), more));
                    added.len() - 1
                }));
            }
            let mut picked = vec![false; all.len()];
            for at in &sets {
                if let Some(slot) = picked.get_mut(*at) {
                    *slot = true;
                }
            }
            Row {
                when: complete.cases.cover(&picked, &about),
                items,
                added: parts,
                sets: sets.len(),
            }
        });
        Outcomes {
            rows: rows.collect(),
            added: added.into_iter().map(|(_, it)| it).collect(),
            count: all.iter().collect::<BTreeSet<_>>().len(),
        }
    }
}

fn codes(live: &Answers) -> Vec<usize> {
    live.iter()
        .flat_map(|it| [it.question.row(), it.choice.row()])
        .collect()
}
