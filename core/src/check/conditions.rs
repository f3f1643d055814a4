//! Conditions and their parts: each can hold and can fail, and no part is implied by
//! the rest. Must not know what follows from a condition.

use super::{
    ALWAYS, Checker, Functions, Kind, Reach, Spent,
    diagram::{NEVER, Node},
};
use crate::{
    content::Written,
    flow::{Condition, QuestionIx},
};

/// Where a condition stands, and for which answers it is looked at.
struct Where {
    file: &'static str,
    id: String,
    /// The answers for which it is looked at.
    scope: Node,
    /// The same in words.
    scope_words: &'static str,
}

impl Checker<'_> {
    pub(super) fn conditions(
        &mut self,
        functions: &Functions,
        reach: &mut Reach,
    ) -> Result<(), Spent> {
        let (pack, places) = (self.pack, self.places);
        let (flow, letter) = (&pack.flow, &pack.letter);
        for (row, question) in flow.questions.iter() {
            if !reach.asks(&self.diagrams, row) {
                self.never_asked(row);
            } else if question.choices.is_empty() {
                let reason = "is asked, but has no choice to go on with.";
                self.tell(
                    Kind::DeadEnd,
                    "flow.toml",
                    &question.id,
                    None,
                    reason,
                    "Add choices.",
                );
            }
        }
        let mut all: Vec<(&'static str, String, &Written, Kind)> = Vec::new();
        for (name, case) in &places.cases {
            all.push(("flow.toml", format!("case {name}"), case, Kind::AlwaysFalse));
        }
        for (row, when) in flow.questions.rows().iter().zip(&places.questions) {
            all.push(("flow.toml", row.id.clone(), when, Kind::UnreachableQuestion));
        }
        for (row, when) in flow.actions.rows().iter().zip(&places.actions) {
            all.push((
                "actions.toml",
                row.id.clone(),
                when,
                Kind::UnreachableAction,
            ));
        }
        for (row, when) in flow.silences.rows().iter().zip(&places.silences) {
            let id = format!("silence {}", row.id);
            all.push(("actions.toml", id, when, Kind::UnreachableNotice));
        }
        for (row, when) in flow.signposts.rows().iter().zip(&places.signposts) {
            let id = format!("signpost {}", row.id);
            all.push(("actions.toml", id, when, Kind::UnreachableNotice));
        }
        for (row, when) in letter.no_letter.rows().iter().zip(&places.no_letter) {
            let id = format!("no-letter {}", row.id);
            all.push(("letter.toml", id, when, Kind::UnreachableNotice));
        }
        all.push((
            "letter.toml",
            "letter".into(),
            &places.letter,
            Kind::AlwaysFalse,
        ));
        for (file, id, when, never) in all {
            self.at(file, &id);
            let at = Where {
                file,
                id,
                scope: ALWAYS,
                scope_words: "",
            };
            self.condition(&at, when, never, reach)?;
        }
        let scope = if places.letter.broken {
            ALWAYS
        } else {
            functions.letter
        };
        for (passage, presets) in letter.passages.rows().iter().zip(&places.presets) {
            self.at("letter.toml", &passage.id);
            for when in presets {
                let at = Where {
                    file: "letter.toml",
                    id: passage.id.clone(),
                    scope,
                    scope_words: " where a letter is offered",
                };
                self.condition(&at, when, Kind::AlwaysFalse, reach)?;
            }
        }
        Ok(())
    }

    fn never_asked(&mut self, row: QuestionIx) {
        let question = &self.pack.flow.questions[row];
        let reason = "is asked for no answers.";
        let suggestion = "Change its `when` or delete it.";
        let kind = Kind::UnreachableQuestion;
        self.tell(kind, "flow.toml", &question.id, None, reason, suggestion);
        for choice in question.choices.rows() {
            let id = format!("{}={}", question.id, choice.id);
            let reason = "can never be chosen, because the question is never asked.";
            let suggestion = "Let the question be asked, or delete it.";
            self.tell(
                Kind::UnreachableChoice,
                "flow.toml",
                &id,
                None,
                reason,
                suggestion,
            );
        }
    }

    /// A condition as a whole. "Always" written as no condition at all is meant.
    fn condition(
        &mut self,
        at: &Where,
        written: &Written,
        never: Kind,
        reach: &mut Reach,
    ) -> Result<(), Spent> {
        if !written.broken && written.condition != Condition::ALWAYS {
            self.part(at, written, never, reach)?;
        }
        Ok(())
    }

    /// A part of a condition, and all parts of it.
    fn part(
        &mut self,
        at: &Where,
        written: &Written,
        never: Kind,
        reach: &mut Reach,
    ) -> Result<(Node, bool), Spent> {
        // A part that never or always holds was told; none is compared with the rest.
        let mut parts = Vec::with_capacity(written.parts.len());
        for part in &written.parts {
            parts.push(self.part(at, part, Kind::AlwaysFalse, reach)?);
        }
        let node = self.diagrams.condition(&written.condition)?;
        let where_true = self.diagrams.and(at.scope, node)?;
        let where_false = self.diagrams.and_not(at.scope, node)?;
        let can_hold = reach.meets(&mut self.diagrams, where_true)?;
        let can_fail = reach.meets(&mut self.diagrams, where_false)?;
        let words = at.scope_words;
        let place = written.place.clone();
        match (can_hold, can_fail) {
            (true, true) => self.implied(at, written, &parts, reach)?,
            // Told with its choices.
            (false, _) if never == Kind::UnreachableQuestion => {}
            (false, _) => {
                let part = self.describe(&written.condition);
                let reason = format!("has a condition that never holds{words}: {part}.");
                let suggestion = "Change it or delete what depends on it.";
                self.tell(never, at.file, &at.id, place, reason, suggestion);
            }
            (true, false) => {
                let part = self.describe(&written.condition);
                let reason = format!("has a condition that always holds{words}: {part}.");
                self.tell(
                    Kind::AlwaysTrue,
                    at.file,
                    &at.id,
                    place,
                    reason,
                    "Leave it out.",
                );
            }
        }
        Ok((node, can_hold && can_fail))
    }

    /// Parts of `all` that hold whenever the others do, parts of `any` that hold only
    /// when the others do, and choices that the other parts of `all` rule out. The last
    /// of two that say the same is told.
    fn implied(
        &mut self,
        at: &Where,
        written: &Written,
        parts: &[(Node, bool)],
        reach: &mut Reach,
    ) -> Result<(), Spent> {
        let all = match &written.condition {
            Condition::All(_) => true,
            Condition::Any(_) => false,
            _ => return Ok(()),
        };
        let mut kept: Vec<usize> = (0..parts.len()).collect();
        for (row, ((node, varies), part)) in parts.iter().zip(&written.parts).enumerate().rev() {
            let others = kept.iter().filter(|it| **it != row);
            let others = others.filter_map(|it| parts.get(*it)).map(|it| it.0);
            let others: Vec<_> = others.collect();
            if others.is_empty() || !varies {
                continue;
            }
            let differs = if all {
                let others = self.diagrams.all(others)?;
                let others = self.diagrams.and(at.scope, others)?;
                self.impossible_choices(at, part, others, reach)?;
                self.diagrams.and_not(others, *node)?
            } else {
                let others = self.diagrams.any(others)?;
                let alone = self.diagrams.and_not(*node, others)?;
                self.diagrams.and(at.scope, alone)?
            };
            if !reach.meets(&mut self.diagrams, differs)? {
                kept.retain(|it| *it != row);
                let words = self.describe(&part.condition);
                let (when, scope) = (if all { "whenever" } else { "only when" }, at.scope_words);
                let reason = format!(
                    "has a part of a condition that holds {when} the others do{scope}: {words}."
                );
                let place = part.place.clone();
                let kind = Kind::SubsumedCondition;
                self.tell(kind, at.file, &at.id, place, reason, "Leave it out.");
            }
        }
        Ok(())
    }

    /// Choices of a list that the other parts of `all` rule out.
    fn impossible_choices(
        &mut self,
        at: &Where,
        part: &Written,
        others: Node,
        reach: &mut Reach,
    ) -> Result<(), Spent> {
        // A case is written somewhere else, for all that use it.
        let Condition::Is(question, choices) = &part.condition else {
            return Ok(());
        };
        if part.case || choices.len() < 2 {
            return Ok(());
        }
        for choice in choices {
            let is = self.diagrams.is(*question, *choice)?;
            let both = self.diagrams.and(others, is)?;
            if both == NEVER || !reach.meets(&mut self.diagrams, both)? {
                let row = &self.pack.flow.questions[*question];
                let reason = format!(
                    "names “{} = {}”, which the other parts of the condition rule out.",
                    row.id, row.choices[*choice].id
                );
                let place = part.place.clone();
                let kind = Kind::SubsumedCondition;
                self.tell(
                    kind,
                    at.file,
                    &at.id,
                    place,
                    reason,
                    "Leave the choice out.",
                );
            }
        }
        Ok(())
    }
}
