//! Rules and choices against each other: nothing is said twice for the same answers,
//! and every choice changes something. Must not know how a function is compared.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Checker, Functions, Kind, Reach, Spent,
    diagram::{NEVER, Node},
};
use crate::{
    content::Written,
    flow::{ChoiceIx, Condition, QuestionIx},
    source::SentenceIx,
};

/// Something that applies for some answers.
struct Rule<'p> {
    id: String,
    sentences: &'p [SentenceIx],
    /// When, unless that could not be read.
    when: Option<Node>,
}

impl Checker<'_> {
    /// Overlapping and shadowed rules.
    pub(super) fn rules(&mut self, functions: &Functions, reach: &mut Reach) -> Result<(), Spent> {
        let (pack, places) = (self.pack, self.places);
        let rule = |id: String, sentences, when: &Written, node: &Node| Rule {
            id,
            sentences,
            when: (!when.broken).then_some(*node),
        };
        let actions = pack.flow.actions.rows().iter().zip(&places.actions);
        let actions = actions.zip(&functions.actions);
        let actions =
            actions.map(|((it, when), node)| rule(it.id.clone(), &it.sentences, when, node));
        self.same_sentences(actions.collect(), reach)?;
        let signposts = pack.flow.signposts.rows().iter().zip(&places.signposts);
        let signposts = signposts
            .zip(&functions.signposts)
            .map(|((it, when), node)| {
                rule(format!("signpost {}", it.id), &it.sentences, when, node)
            });
        self.same_sentences(signposts.collect(), reach)?;
        let passages = pack.letter.passages.rows().iter().zip(&places.presets);
        for ((passage, written), nodes) in passages.zip(&functions.presets) {
            if written.iter().any(|preset| preset.broken) {
                continue;
            }
            self.at("letter.toml", &passage.id);
            let mut earlier = NEVER;
            for (preset, node) in written.iter().zip(nodes) {
                let node = self.diagrams.and(functions.letter, *node)?;
                let both = self.diagrams.and(node, earlier)?;
                let alone = self.diagrams.and_not(node, earlier)?;
                if reach.meets(&mut self.diagrams, both)? {
                    let (kind, reason, suggestion) = if reach.meets(&mut self.diagrams, alone)? {
                        (
                            Kind::OverlappingPresets,
                            "has two defaults that hold for the same answers.",
                            "Make their conditions exclude each other.",
                        )
                    } else {
                        (
                            Kind::ShadowedRule,
                            "has a default that holds only where an earlier one does, so it is never used.",
                            "Delete it, or change the conditions.",
                        )
                    };
                    let place = preset.place.clone();
                    self.tell(kind, "letter.toml", &passage.id, place, reason, suggestion);
                }
                earlier = self.diagrams.or(earlier, node)?;
            }
        }
        Ok(())
    }

    /// Two rules that rest on the same sentences would say the same twice.
    fn same_sentences(&mut self, rules: Vec<Rule<'_>>, reach: &mut Reach) -> Result<(), Spent> {
        let mut groups: BTreeMap<BTreeSet<SentenceIx>, Vec<(String, Node)>> = BTreeMap::new();
        for Rule {
            id,
            sentences,
            when,
        } in rules
        {
            let Some(node) = when.filter(|_| !sentences.is_empty()) else {
                continue;
            };
            self.at("actions.toml", &id);
            let group = groups.entry(sentences.iter().copied().collect());
            let earlier = group.or_default();
            let mut all = Vec::new();
            for (other, when) in earlier.iter() {
                let both = self.diagrams.and(node, *when)?;
                if reach.meets(&mut self.diagrams, both)? {
                    all.push((other.clone(), *when));
                }
            }
            if let Some((other, _)) = all.first() {
                let other = other.clone();
                let covered = self
                    .diagrams
                    .any(all.into_iter().map(|it| it.1).collect())?;
                let alone = self.diagrams.and_not(node, covered)?;
                let (kind, when) = if reach.meets(&mut self.diagrams, alone)? {
                    (Kind::OverlappingRules, "for some of the same answers")
                } else {
                    (Kind::ShadowedRule, "wherever it does")
                };
                let reason =
                    format!("rests on the same sentences as “{other}”, which applies {when}.");
                let suggestion = "Make their conditions exclude each other, make them one, or cite what each rests on alone.";
                self.tell(kind, "actions.toml", &id, None, reason, suggestion);
            }
            earlier.push((id, node));
        }
        Ok(())
    }

    /// Choices after which everything is as after another one, unless that is said.
    pub(super) fn idle_choices(
        &mut self,
        functions: &Functions,
        reach: &mut Reach,
    ) -> Result<(), Spent> {
        let pack = self.pack;
        let looks = self.looks(functions)?;
        for (row, question) in pack.flow.questions.iter() {
            if !reach.asks(&self.diagrams, row) {
                continue;
            }
            self.at("flow.toml", &question.id);
            let functions = looks.get(&row).map_or(&[][..], Vec::as_slice);
            // One choice for each kind of future.
            let mut kinds: Vec<ChoiceIx> = Vec::new();
            let id = |choice: ChoiceIx| question.choices[choice].id.as_str();
            for choice in question.choices.indices() {
                let name = format!("{}={}", question.id, id(choice));
                if let Some(other) = self.places.same_as.get(&(row, choice)).copied() {
                    if !self.same(row, choice, other, functions, reach)? {
                        let reason = format!(
                            "is said to be the same as “{}”, but something depends on which it is.",
                            id(other)
                        );
                        let suggestion = "Delete `same-as`, or let nothing depend on it.";
                        self.idle(&name, reason, suggestion);
                    }
                    continue;
                }
                let mut same = None;
                for other in &kinds {
                    if self.same(row, choice, *other, functions, reach)? {
                        same = Some(id(*other));
                        break;
                    }
                }
                let Some(same) = same else {
                    kinds.push(choice);
                    continue;
                };
                let reason = format!("changes nothing: after it everything is as after “{same}”.");
                let suggestion = format!(
                    "Let something depend on it, delete it, or write `same-as = \"{same}\"` when it is there for those who would not know the other."
                );
                self.idle(&name, reason, &suggestion);
            }
        }
        Ok(())
    }

    fn idle(&mut self, id: &str, reason: String, suggestion: &str) {
        self.tell(Kind::IdleChoice, "flow.toml", id, None, reason, suggestion);
    }

    /// Whether everything is the same after one choice as after another.
    fn same(
        &mut self,
        question: QuestionIx,
        one: ChoiceIx,
        other: ChoiceIx,
        functions: &[Node],
        reach: &mut Reach,
    ) -> Result<bool, Spent> {
        if reach.divides(&self.diagrams, question, one, other) {
            return Ok(false);
        }
        let chosen = self.diagrams.is(question, one)?;
        for function in functions {
            let with_one = self.diagrams.with(*function, question, one)?;
            let with_other = self.diagrams.with(*function, question, other)?;
            let differs = self.diagrams.differ(with_one, with_other)?;
            let differs = self.diagrams.and(differs, chosen)?;
            if reach.meets(&mut self.diagrams, differs)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// For each question, everything that a user sees and that looks at it.
    fn looks(&mut self, functions: &Functions) -> Result<BTreeMap<QuestionIx, Vec<Node>>, Spent> {
        let mut no_letter = Vec::new();
        for node in &functions.no_letter {
            // Told only where none is offered.
            no_letter.push(self.diagrams.and_not(*node, functions.letter)?);
        }
        let (pack, places) = (self.pack, self.places);
        let mut looks: BTreeMap<QuestionIx, Vec<Node>> = BTreeMap::new();
        let mut note = |conditions: &[&Condition], nodes: &[Node]| {
            let mut questions = BTreeSet::new();
            for condition in conditions {
                collect(condition, &mut questions);
            }
            for question in questions {
                let looking = looks.entry(question).or_default();
                looking.extend(nodes.iter().filter(|it| it.looks()));
            }
        };
        let whens = places.actions.iter().chain(&places.silences);
        let whens = whens.chain(&places.signposts);
        let nodes = functions.actions.iter().chain(&functions.silences);
        let nodes = nodes.chain(&functions.signposts);
        for (when, node) in whens.zip(nodes) {
            note(&[&when.condition], &[*node]);
        }
        for (when, node) in places.no_letter.iter().zip(&no_letter) {
            note(&[&when.condition, &places.letter.condition], &[*node]);
        }
        note(&[&places.letter.condition], &[functions.letter]);
        for ((_, passage), wordings) in pack.letter.passages.iter().zip(&functions.wordings) {
            let mut conditions = vec![&places.letter.condition];
            // A passage inside another depends on all that the other depends on.
            let mut at = Some(passage);
            while let Some(passage) = at {
                conditions.extend(passage.presets.iter().map(|preset| &preset.when));
                at = passage
                    .inside
                    .map(|(outer, _)| &pack.letter.passages[outer]);
            }
            note(&conditions, wordings);
        }
        Ok(looks)
    }
}

/// The questions that a condition looks at.
fn collect(condition: &Condition, into: &mut BTreeSet<QuestionIx>) {
    match condition {
        Condition::Is(question, _) => {
            into.insert(*question);
        }
        Condition::All(parts) | Condition::Any(parts) => {
            for part in parts {
                collect(part, into);
            }
        }
        Condition::Not(part) => collect(part, into),
    }
}
