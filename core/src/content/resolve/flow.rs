//! Questions, and the actions, silences and signposts that follow. Must not know of
//! letters.

use std::collections::BTreeSet;

use super::{At, Kind, Resolver, conditions::latest};
use crate::{
    content::files,
    flow::{
        Action, Choice, Condition, Flow, Group, GroupIx, Question, QuestionIx, Signpost, Silence,
    },
    table::{Ix, Table},
};

impl Resolver<'_> {
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
            let choices = question
                .choice
                .iter()
                .map(|choice| choice.id.get_ref().clone())
                .collect();
            self.questions
                .entry(question.id.get_ref().clone())
                .or_insert_with(|| (QuestionIx::new(row), choices));
        }
        let mut questions: Vec<Question> = Vec::new();
        for (row, question) in rows.into_iter().enumerate() {
            let at = At {
                file: "flow.toml",
                line: self.line("flow.toml", &question.id),
                id: question.id.get_ref().clone(),
            };
            let mut when = self.when(&at, &question.when);
            if let Some(later) = latest(&when)
                && later.row() >= row
            {
                let name = self
                    .questions
                    .iter()
                    .find(|(_, (ix, _))| *ix == later)
                    .map_or("", |(id, _)| id.as_str());
                let reason =
                    format!("looks at “{name}”, which is asked later. Move one of the questions.");
                self.problem(Kind::ForwardReference, &at, reason);
                when = Condition::ALWAYS;
            }
            questions.push(Question {
                sentences: self.cite(&at, &question.sentences),
                id: at.id,
                text: question.text,
                key: question.key,
                hint: question.hint,
                when,
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

    pub(super) fn actions(
        &mut self,
        questions: Table<QuestionIx, Question>,
        file: files::ActionsFile,
    ) -> Flow {
        const FILE: &str = "actions.toml";
        let mut seen = BTreeSet::new();
        let mut groups = Vec::new();
        for row in file.group {
            self.id(FILE, &row.id, "group ", &mut seen);
            groups.push(Group {
                id: row.id.into_inner(),
                title: row.title,
            });
        }
        let mut seen = BTreeSet::new();
        let mut actions = Vec::new();
        for row in file.action {
            let at = self.id(FILE, &row.id, "", &mut seen);
            let group = groups
                .iter()
                .position(|group| group.id == *row.group.get_ref());
            if group.is_none() {
                let at = At {
                    line: self.line(FILE, &row.group),
                    ..at.clone()
                };
                let known: Vec<_> = groups.iter().map(|group| group.id.as_str()).collect();
                let reason = format!(
                    "is in the group “{}”. The groups are: {}.",
                    row.group.get_ref(),
                    known.join(", ")
                );
                self.problem(Kind::DanglingReference, &at, reason);
            }
            actions.push(Action {
                when: self.when(&at, &row.when),
                sentences: self.cite(&at, &row.sentences),
                id: at.id,
                title: row.title,
                detail: row.detail,
                strength: row.strength,
                group: GroupIx::new(group.unwrap_or(0)),
            });
        }
        let mut seen = BTreeSet::new();
        let mut silences = Vec::new();
        for row in file.silence {
            let at = self.id(FILE, &row.id, "silence ", &mut seen);
            silences.push(Silence {
                when: self.when(&at, &row.when),
                sentences: self.cite(&at, &row.sentences),
                id: row.id.into_inner(),
                text: row.text,
            });
        }
        let mut seen = BTreeSet::new();
        let mut signposts = Vec::new();
        for row in file.signpost {
            let at = self.id(FILE, &row.id, "signpost ", &mut seen);
            signposts.push(Signpost {
                when: self.when(&at, &row.when),
                sentences: self.cite(&at, &row.sentences),
                id: row.id.into_inner(),
                title: row.title,
            });
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
