//! The proofs: every reachable combination of answers is walked, and what can
//! never happen, or happens always, is told. Must not know of files beyond their
//! names, nor of browsers.

use std::collections::{BTreeSet, HashSet};

use crate::{
    content::{Places, Problem, ProblemKind as Kind},
    flow::{Answers, Condition, QuestionIx},
    letter::{Input, Offer, PassageIx, State, VariantIx},
    pack::Pack,
    table::Ix,
};

/// What was proved about a pack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// Questions, all reachable.
    pub questions: usize,
    /// Choices, all reachable.
    pub choices: usize,
    /// Different sets of answers that a user can have given so far.
    pub states: usize,
    /// Different complete sets of answers.
    pub paths: usize,
    /// Different outcomes.
    pub outcomes: usize,
    /// Actions, all reachable.
    pub actions: usize,
    /// Silences, signposts and reasons for no letter, all reachable.
    pub notices: usize,
    /// Wordings of letter passages, all reachable.
    pub passages: usize,
    /// Sentences that are cited.
    pub cited: usize,
    /// Sentences listed as unused.
    pub unused: usize,
    /// Sentences of the page.
    pub sentences: usize,
}

/// Walks every reachable combination of answers.
pub fn prove(pack: &Pack, places: &Places, problems: &mut Vec<Problem>) -> Proof {
    let mut walk = Walk::new(pack, places);
    walk.visit(&mut Answers::default());
    walk.report(problems);
    walk.proof()
}

/// Where a condition stands, and therefore for which answers it is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// For every complete set of answers.
    All,
    /// Where a letter is offered.
    Letter,
}

/// A condition, or a part of one, and what it has been seen to be.
struct Probe<'p> {
    file: &'static str,
    id: String,
    scope: Scope,
    condition: &'p Condition,
    /// What it means when the condition never holds.
    never: Kind,
    held: bool,
    failed: bool,
}

struct Walk<'p> {
    pack: &'p Pack,
    places: &'p Places,
    states: usize,
    paths: usize,
    asked: BTreeSet<QuestionIx>,
    probes: Vec<Probe<'p>>,
    outcomes: HashSet<Signature>,
    suggested: BTreeSet<(PassageIx, VariantIx)>,
    dead_ends: BTreeSet<QuestionIx>,
    overlaps: BTreeSet<PassageIx>,
    /// The first answers found for each, as an example.
    empty: Option<Answers>,
    unexplained: Option<Answers>,
    contradicted: Option<Answers>,
}

/// What tells two outcomes apart.
type Signature = (Vec<usize>, Vec<State>);

impl<'p> Walk<'p> {
    fn new(pack: &'p Pack, places: &'p Places) -> Self {
        let mut walk = Self {
            pack,
            places,
            states: 0,
            paths: 0,
            asked: BTreeSet::new(),
            probes: Vec::new(),
            outcomes: HashSet::new(),
            suggested: BTreeSet::new(),
            dead_ends: BTreeSet::new(),
            overlaps: BTreeSet::new(),
            empty: None,
            unexplained: None,
            contradicted: None,
        };
        let Pack { flow, letter, .. } = pack;
        let mut watch = |file, id: String, when, never| {
            walk.probe(file, &id, when, Scope::All, never);
        };
        for (name, when) in &places.cases {
            watch("flow.toml", format!("case {name}"), when, Kind::AlwaysFalse);
        }
        for it in flow.questions.rows() {
            watch(
                "flow.toml",
                it.id.clone(),
                &it.when,
                Kind::UnreachableQuestion,
            );
        }
        for it in flow.actions.rows() {
            watch(
                "actions.toml",
                it.id.clone(),
                &it.when,
                Kind::UnreachableAction,
            );
        }
        for it in flow.silences.rows() {
            watch(
                "actions.toml",
                format!("silence {}", it.id),
                &it.when,
                Kind::UnreachableNotice,
            );
        }
        for it in flow.signposts.rows() {
            watch(
                "actions.toml",
                format!("signpost {}", it.id),
                &it.when,
                Kind::UnreachableNotice,
            );
        }
        for it in letter.no_letter.rows() {
            watch(
                "letter.toml",
                format!("no-letter {}", it.id),
                &it.when,
                Kind::UnreachableNotice,
            );
        }
        watch(
            "letter.toml",
            "letter".into(),
            &letter.when,
            Kind::AlwaysFalse,
        );
        for passage in letter.passages.rows() {
            for preset in &passage.presets {
                let when = &preset.when;
                walk.probe(
                    "letter.toml",
                    &passage.id,
                    when,
                    Scope::Letter,
                    Kind::AlwaysFalse,
                );
            }
        }
        walk
    }

    /// Watches a condition and all its parts. "Always" written as no condition at
    /// all is not watched: it is meant.
    fn probe(
        &mut self,
        file: &'static str,
        id: &str,
        root: &'p Condition,
        scope: Scope,
        never: Kind,
    ) {
        if *root == Condition::ALWAYS || broken(root) {
            return;
        }
        let mut parts = vec![(root, never)];
        while let Some((condition, never)) = parts.pop() {
            match condition {
                Condition::All(inner) | Condition::Any(inner) => {
                    parts.extend(inner.iter().map(|part| (part, Kind::AlwaysFalse)));
                }
                Condition::Not(inner) => parts.push((inner, Kind::AlwaysFalse)),
                Condition::Is(..) => {}
            }
            let id = id.to_owned();
            self.probes.push(Probe {
                file,
                id,
                scope,
                condition,
                never,
                held: false,
                failed: false,
            });
        }
    }

    fn visit(&mut self, answers: &mut Answers) {
        self.states += 1;
        let place = self.pack.flow.replay(answers);
        let Some(question) = place.next else {
            self.paths += 1;
            self.complete(answers);
            return;
        };
        self.asked.insert(question);
        let choices = &self.pack.flow.questions[question].choices;
        if choices.is_empty() {
            self.dead_ends.insert(question);
            // As far as anybody gets: the conditions are not to blame for it.
            self.watch(answers);
        }
        for choice in choices.indices() {
            answers.set(question, choice);
            self.visit(answers);
        }
        answers.clear(question);
    }

    /// Takes down which conditions hold.
    fn watch(&mut self, live: &Answers) {
        let offered = self.pack.letter.when.holds(live);
        for probe in &mut self.probes {
            let looked_at = probe.scope == Scope::All || offered;
            if looked_at && !(probe.held && probe.failed) {
                if probe.condition.holds(live) {
                    probe.held = true;
                } else {
                    probe.failed = true;
                }
            }
        }
    }

    fn complete(&mut self, live: &Answers) {
        let Pack {
            flow,
            letter,
            strings,
            ..
        } = self.pack;
        self.watch(live);
        let outcome = flow.outcome(live);
        let example = || Some(live.clone());
        if outcome.actions.is_empty() && outcome.silences.is_empty() && outcome.signposts.is_empty()
        {
            self.empty = self.empty.take().or_else(example);
        }
        let mut states = Vec::new();
        match letter.offer(live) {
            Offer::None(reasons) if reasons.is_empty() => {
                self.unexplained = self.unexplained.take().or_else(example)
            }
            Offer::None(_) => {}
            Offer::Letter => {
                if letter
                    .no_letter
                    .rows()
                    .iter()
                    .any(|reason| reason.when.holds(live))
                {
                    self.contradicted = self.contradicted.take().or_else(example);
                }
                for decision in letter.decide(&strings.letter, live, &Input::default()) {
                    if let (State::In(variant), true) = (decision.suggested, decision.present) {
                        self.suggested.insert((decision.passage, variant));
                    }
                    let presets = &letter.passages[decision.passage].presets;
                    if presets
                        .iter()
                        .filter(|preset| preset.when.holds(live))
                        .count()
                        > 1
                    {
                        self.overlaps.insert(decision.passage);
                    }
                    states.push(if decision.present {
                        decision.state
                    } else {
                        State::Out
                    });
                }
            }
        }
        let mut items: Vec<usize> = Vec::new();
        items.extend(outcome.actions.iter().map(|it| it.item.row()));
        items.push(usize::MAX);
        items.extend(outcome.silences.iter().map(|it| it.item.row()));
        items.push(usize::MAX);
        items.extend(outcome.signposts.iter().map(|it| it.item.row()));
        self.outcomes.insert((items, states));
    }

    fn report(&self, problems: &mut Vec<Problem>) {
        let Pack {
            flow,
            letter,
            source,
            ..
        } = self.pack;
        let mut tell = |kind, file: &'static str, id: &str, reason: String| {
            let line = self.places.line(file, id);
            problems.push(Problem {
                kind,
                file: file.into(),
                line,
                id: id.to_owned(),
                reason,
            });
        };
        for (ix, question) in flow
            .questions
            .iter()
            .filter(|(ix, _)| !self.asked.contains(ix))
        {
            tell(
                Kind::UnreachableQuestion,
                "flow.toml",
                &question.id,
                "is asked for no answers. Change its `when` or delete it.".into(),
            );
            for choice in flow.questions[ix].choices.rows() {
                let id = format!("{}={}", question.id, choice.id);
                tell(
                    Kind::UnreachableChoice,
                    "flow.toml",
                    &id,
                    "can never be chosen, because the question is never asked.".into(),
                );
            }
        }
        for question in &self.dead_ends {
            tell(
                Kind::DeadEnd,
                "flow.toml",
                &flow.questions[*question].id,
                "is asked, but has no choice to go on with. Add choices.".into(),
            );
        }
        for probe in self
            .probes
            .iter()
            .filter(|probe| !(probe.held && probe.failed))
        {
            let part = self.describe(probe.condition);
            let scope = if probe.scope == Scope::Letter {
                " where a letter is offered"
            } else {
                ""
            };
            match (probe.held, probe.never) {
                // Told above, with its choices.
                (false, Kind::UnreachableQuestion) => {}
                (true, _) => {
                    tell(
                        Kind::AlwaysTrue,
                        probe.file,
                        &probe.id,
                        format!("has a condition that always holds{scope}: {part}. Leave it out."),
                    );
                }
                (false, never) => {
                    tell(
                        never,
                        probe.file,
                        &probe.id,
                        format!(
                            "has a condition that never holds{scope}: {part}. Change it or delete what depends on it."
                        ),
                    );
                }
            }
        }
        for (ix, passage) in letter.passages.iter() {
            for (_, row) in passage
                .variants
                .iter()
                .filter(|(variant, _)| !self.suggested.contains(&(ix, *variant)))
            {
                let id = if passage.variants.len() == 1 {
                    row.id.clone()
                } else {
                    format!("{}={}", passage.id, row.id)
                };
                tell(
                    Kind::UnreachablePassage,
                    "letter.toml",
                    &id,
                    "is suggested for no answers. Add a default that chooses it, or delete it."
                        .into(),
                );
            }
            let known = !passage.presets.iter().any(|preset| broken(&preset.when));
            if known && self.overlaps.contains(&ix) {
                tell(Kind::OverlappingPresets, "letter.toml", &passage.id, "has two defaults that hold for the same answers. Make their conditions exclude each other.".into());
            }
        }
        if let Some(answers) = &self.empty {
            tell(
                Kind::EmptyOutcome,
                "actions.toml",
                "outcome",
                format!(
                    "is empty for {}. Add an action, a silence or a signpost.",
                    self.codes(answers)
                ),
            );
        }
        let no_letter = letter.no_letter.rows();
        let known = !broken(&letter.when) && !no_letter.iter().any(|it| broken(&it.when));
        if let (Some(answers), true) = (&self.unexplained, known) {
            tell(
                Kind::LetterUnexplained,
                "letter.toml",
                "letter",
                format!(
                    "is not offered for {}, and no [[no-letter]] says why.",
                    self.codes(answers)
                ),
            );
        }
        if let (Some(answers), true) = (&self.contradicted, known) {
            tell(
                Kind::LetterUnexplained,
                "letter.toml",
                "letter",
                format!(
                    "is offered for {}, and a [[no-letter]] says that it is not.",
                    self.codes(answers)
                ),
            );
        }
        for (ix, sentence) in source
            .sentences
            .iter()
            .filter(|(_, sentence)| !sentence.heading)
        {
            match (
                self.places.cited.contains(&ix),
                self.places.unused.contains(&ix),
            ) {
                (false, false) => {
                    tell(Kind::UncitedSentence, "source.md", &sentence.id, "is cited by nothing. Cite it, or list it under [[unused]] in pack.toml with a reason.".into());
                }
                (true, true) => {
                    tell(
                        Kind::UncitedSentence,
                        "pack.toml",
                        &sentence.id,
                        "is listed as unused, but something cites it. Delete the entry.".into(),
                    );
                }
                _ => {}
            }
        }
    }

    fn codes(&self, answers: &Answers) -> String {
        crate::flow::codes::encode(&self.pack.flow, answers)
    }

    /// A condition in the words of the content files.
    fn describe(&self, condition: &Condition) -> String {
        let list = |parts: &[Condition]| {
            parts
                .iter()
                .map(|part| self.describe(part))
                .collect::<Vec<_>>()
                .join(", ")
        };
        match condition {
            Condition::Is(question, choices) => {
                let row = &self.pack.flow.questions[*question];
                let ids: Vec<_> = choices
                    .iter()
                    .map(|choice| row.choices[*choice].id.as_str())
                    .collect();
                format!("{} = {}", row.id, ids.join(" or "))
            }
            Condition::All(parts) => format!("all of ({})", list(parts)),
            Condition::Any(parts) => format!("any of ({})", list(parts)),
            Condition::Not(part) => format!("not ({})", self.describe(part)),
        }
    }

    fn proof(&self) -> Proof {
        let Pack {
            flow,
            letter,
            source,
            ..
        } = self.pack;
        Proof {
            questions: flow.questions.len(),
            choices: flow
                .questions
                .rows()
                .iter()
                .map(|question| question.choices.len())
                .sum(),
            states: self.states,
            paths: self.paths,
            outcomes: self.outcomes.len(),
            actions: flow.actions.len(),
            notices: flow.silences.len() + flow.signposts.len() + letter.no_letter.len(),
            passages: letter
                .passages
                .rows()
                .iter()
                .map(|passage| passage.variants.len())
                .sum(),
            cited: self
                .places
                .cited
                .iter()
                .filter(|it| !source.sentences[**it].heading)
                .count(),
            unused: self.places.unused.len(),
            sentences: source
                .sentences
                .rows()
                .iter()
                .filter(|sentence| !sentence.heading)
                .count(),
        }
    }
}

/// Whether a part of it could not be read. That was told, and is not to be proved.
fn broken(condition: &Condition) -> bool {
    let part = |it: &Condition| *it == Condition::ALWAYS || broken(it);
    match condition {
        Condition::Is(..) => false,
        Condition::All(parts) | Condition::Any(parts) => parts.iter().any(part),
        Condition::Not(inner) => part(inner),
    }
}
