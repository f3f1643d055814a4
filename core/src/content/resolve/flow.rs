//! Questions, and the actions, silences and signposts that follow. Must not know of
//! letters, nor how firm an action may be.

use std::collections::{BTreeMap, BTreeSet};

use super::{At, Kind, Resolver, Written, conditions::latest};
use crate::{
    content::files,
    flow::{
        Action, ActionIx, Choice, ChoiceIx, Condition, Flow, Group, GroupIx, Question, QuestionIx,
        Signpost, Silence,
    },
    source::Source,
    strings::{StrengthStrings, Strings},
    table::{Ix, Table},
};

impl Resolver<'_, '_> {
    pub(super) fn questions(
        &mut self,
        rows: Vec<files::QuestionRow>,
    ) -> Table<QuestionIx, Question> {
        let mut seen = BTreeSet::new();
        // Every id is known before any condition is read: a look ahead is told as
        // such, not as unknown.
        for (row, question) in rows.iter().enumerate() {
            let at = self.id("flow.toml", &question.id, "", &mut seen);
            let mut choices = BTreeSet::new();
            for choice in &question.choice {
                self.id(
                    "flow.toml",
                    &choice.id,
                    &format!("{}=", at.id),
                    &mut choices,
                );
            }
            let mut choices = BTreeMap::new();
            for (row, choice) in question.choice.iter().enumerate() {
                choices
                    .entry(choice.id.get_ref().clone())
                    .or_insert(ChoiceIx::new(row));
            }
            self.questions
                .entry(question.id.get_ref().clone())
                .or_insert_with(|| (QuestionIx::new(row), choices));
        }
        let ids: Vec<_> = rows.iter().map(|it| it.id.get_ref().clone()).collect();
        let mut questions: Vec<Question> = Vec::new();
        for (row, question) in rows.into_iter().enumerate() {
            let at = self.at("flow.toml", question.id.get_ref(), &question.id);
            let mut when = self.when(&at, &question.when);
            if let Some(later) = latest(&when.condition)
                && later.row() >= row
            {
                let name = ids.get(later.row()).map_or("", String::as_str);
                let reason = format!("looks at “{name}”, which is asked later.");
                let at = At {
                    place: when.place.clone(),
                    ..at.clone()
                };
                let suggestion = "Move one of the questions.";
                self.problem(Kind::ForwardReference, &at, reason, suggestion);
                when = Written::default();
            }
            let until_answered = self.until_answered(&at, &question, &when.condition, &questions);
            for choice in 0..question.choice.len() {
                self.same_as(QuestionIx::new(row), choice, &at, &question.choice);
            }
            let condition = when.condition.clone();
            self.places.questions.push(when);
            questions.push(Question {
                sentences: self.cite(&at, &question.sentences),
                id: at.id,
                text: question.text,
                key: question.key,
                hint: question.hint,
                when: condition,
                until_answered,
                choices: question
                    .choice
                    .into_iter()
                    .map(|choice| Choice {
                        id: choice.id.into_inner(),
                        label: choice.label,
                        hint: choice.hint,
                    })
                    .collect::<Vec<_>>()
                    .into(),
            });
        }
        questions.into()
    }

    /// The choice that is taken until a question is answered. What is asked because of its
    /// answer would come up after the outcome, so that has to wait, too.
    fn until_answered(
        &mut self,
        at: &At,
        row: &files::QuestionRow,
        when: &Condition,
        before: &[Question],
    ) -> Option<ChoiceIx> {
        let Some(word) = &row.until_answered else {
            let looked_at = when.questions().into_iter();
            let mut rows = looked_at.filter_map(|it| before.get(it.row()));
            if let Some(waits) = rows.find(|it| it.until_answered.is_some()) {
                let reason = format!(
                    "looks at “{}”, which can wait, and cannot itself.",
                    waits.id
                );
                let suggestion = "Give it an `until-answered`, too, or take that of the other out.";
                self.problem(Kind::ForwardReference, at, reason, suggestion);
            }
            return None;
        };
        let choices = row.choice.iter();
        let known = choices.map(|it| it.id.get_ref());
        let found = known.clone().position(|it| it == word.get_ref());
        if found.is_none() {
            let at = self.narrow(at, word);
            let reason = format!(
                "takes “{}” until it is answered, which is no choice of it.",
                word.get_ref()
            );
            let known: Vec<_> = known.map(String::as_str).collect();
            let known = format!("The choices are: {}.", known.join(", "));
            self.problem(Kind::DanglingReference, &at, reason, &known);
        }
        found.map(ChoiceIx::new)
    }

    /// Notes the choice that another one of the same question is said to be the same as.
    fn same_as(&mut self, question: QuestionIx, row: usize, at: &At, rows: &[files::ChoiceRow]) {
        let Some((row, choice)) = rows.get(row).map(|it| (it, ChoiceIx::new(row))) else {
            return;
        };
        let Some(word) = &row.same_as else { return };
        let known = rows.iter().position(|it| it.id.get_ref() == word.get_ref());
        match known.map(ChoiceIx::new) {
            Some(other) if other != choice => {
                self.places.same_as.insert((question, choice), other);
            }
            _ => {
                let id = format!("{}={}", at.id, row.id.get_ref());
                let at = self.at("flow.toml", id, word);
                let reason = format!(
                    "is said to be the same as “{}”, which is not another choice of it.",
                    word.get_ref()
                );
                let suggestion = "Write the id of another choice of the question.";
                self.problem(Kind::DanglingReference, &at, reason, suggestion);
            }
        }
    }

    /// Whether the words are there that questions that can wait are shown with.
    pub(super) fn words_of_waiting(&mut self, flow: &Flow, strings: &Strings, language: &str) {
        let waits = flow
            .questions
            .rows()
            .iter()
            .find(|it| it.until_answered.is_some());
        if let Some(waits) = waits
            && strings.outcome.open_heading.is_empty()
        {
            let at = At {
                file: "flow.toml",
                place: self.places.place("flow.toml", &waits.id).cloned(),
                id: waits.id.clone(),
            };
            let known = Strings::OF_WAITING.iter().map(|(_, key)| *key);
            let known: Vec<_> = known.collect();
            let reason = format!("can wait, and strings/{language}.toml has no words for that.");
            let suggestion = format!("Add to [outcome] there: {}.", known.join(", "));
            self.problem(Kind::Unreadable, &at, reason, &suggestion);
        }
    }

    pub(super) fn actions(
        &mut self,
        questions: Table<QuestionIx, Question>,
        file: files::ActionsFile,
        source: &Source,
        strengths: &StrengthStrings,
    ) -> Flow {
        const FILE: &str = "actions.toml";
        let verbs = self.verbs(file.strength);
        let mut used_groups = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let (mut groups, mut ats) = (Vec::new(), Vec::new());
        for row in file.group {
            ats.push(self.id(FILE, &row.id, "group ", &mut seen));
            groups.push(Group {
                id: row.id.into_inner(),
                title: row.title,
            });
        }
        let mut seen = BTreeSet::new();
        let mut actions: Vec<Action> = Vec::new();
        for row in file.action {
            let at = self.id(FILE, &row.id, "", &mut seen);
            let group = groups
                .iter()
                .position(|group| group.id == *row.group.get_ref());
            if group.is_none() {
                let at = self.narrow(&at, &row.group);
                let known: Vec<_> = groups.iter().map(|group| group.id.as_str()).collect();
                let reason = format!(
                    "is in the group “{}”, which does not exist.",
                    row.group.get_ref()
                );
                let known = format!("The groups are: {}.", known.join(", "));
                self.problem(Kind::DanglingReference, &at, reason, &known);
            }
            used_groups.extend(group);
            let sentences = self.cite(&at, &row.sentences);
            self.strength(
                &at,
                &row.strength,
                &row.strength_reason,
                &sentences,
                &verbs,
                source,
            );
            self.strength_once(&at, &row.title, *row.strength.get_ref(), &verbs, strengths);
            let group = GroupIx::new(group.unwrap_or(0));
            let after = row.after.and_then(|word| {
                let is = |it: &Action| it.id == *word.get_ref() && it.group == group;
                let found = actions.iter().position(is).map(ActionIx::new);
                if found.is_none() {
                    let reason = format!(
                        "stands after “{}”, which is no earlier action of its group.",
                        word.get_ref()
                    );
                    let at = self.narrow(&at, &word);
                    let suggestion = "Write the id of one, or leave `after` out.";
                    self.problem(Kind::DanglingReference, &at, reason, suggestion);
                }
                found
            });
            let when = self.when(&at, &row.when);
            actions.push(Action {
                when: when.condition.clone(),
                sentences,
                id: at.id,
                title: row.title,
                detail: row.detail,
                strength: *row.strength.get_ref(),
                group,
                after,
            });
            self.places.actions.push(when);
        }
        for (row, at) in ats.iter().enumerate() {
            if !used_groups.contains(&row) {
                self.problem(
                    Kind::UnusedId,
                    at,
                    "has no action in it.",
                    "Use it or delete it.",
                );
            }
        }
        let mut seen = BTreeSet::new();
        let mut silences = Vec::new();
        for row in file.silence {
            let at = self.id(FILE, &row.id, "silence ", &mut seen);
            let when = self.when(&at, &row.when);
            silences.push(Silence {
                when: when.condition.clone(),
                sentences: self.cite(&at, &row.sentences),
                id: row.id.into_inner(),
                text: row.text,
            });
            self.places.silences.push(when);
        }
        let mut seen = BTreeSet::new();
        let mut signposts = Vec::new();
        for row in file.signpost {
            let at = self.id(FILE, &row.id, "signpost ", &mut seen);
            let when = self.when(&at, &row.when);
            signposts.push(Signpost {
                when: when.condition.clone(),
                sentences: self.cite(&at, &row.sentences),
                id: row.id.into_inner(),
                title: row.title,
            });
            self.places.signposts.push(when);
        }
        Flow {
            questions,
            groups: groups.into(),
            actions: actions.into(),
            silences: silences.into(),
            signposts: signposts.into(),
        }
    }
}
