//! Conditions and cases: their keys become questions, choices and each other. Must
//! not know what a condition is for.

use toml::{Table as TomlTable, Value as Toml};

use super::{At, Kind, Resolver};
use crate::{
    content::files::When,
    flow::{ChoiceIx, Condition, QuestionIx},
    table::Ix,
};

impl Resolver<'_> {
    pub(super) fn when(&mut self, at: &At, when: &When) -> Condition {
        match when {
            None => Condition::ALWAYS,
            Some(table) => {
                let at = At {
                    line: self.line(at.file, table).or(at.line),
                    ..at.clone()
                };
                self.condition(&at, table.get_ref())
            }
        }
    }

    pub(super) fn condition(&mut self, at: &At, table: &TomlTable) -> Condition {
        let mut parts: Vec<_> = table
            .iter()
            .map(|(key, value)| self.part(at, key, value))
            .collect();
        match (parts.pop(), parts.is_empty()) {
            (Some(only), true) => only,
            (Some(last), false) => {
                parts.push(last);
                Condition::All(parts)
            }
            (None, _) => {
                let reason =
                    "has an empty condition. Leave it out, or say which answers it is for.";
                self.problem(Kind::Unreadable, at, reason);
                broken()
            }
        }
    }

    fn part(&mut self, at: &At, key: &str, value: &Toml) -> Condition {
        let wrong = |resolver: &mut Self, expected: &str| {
            resolver.problem(
                Kind::Unreadable,
                at,
                format!("“{key}” in a condition needs {expected}."),
            );
            broken()
        };
        match (key, value) {
            ("all" | "any", Toml::Array(items))
                if items.iter().all(Toml::is_table) && !items.is_empty() =>
            {
                let parts = items
                    .iter()
                    .filter_map(Toml::as_table)
                    .map(|table| self.condition(at, table))
                    .collect();
                if key == "all" {
                    Condition::All(parts)
                } else {
                    Condition::Any(parts)
                }
            }
            ("all" | "any", _) => wrong(self, "a list of conditions"),
            ("not", Toml::Table(table)) => Condition::Not(Box::new(self.condition(at, table))),
            ("not", _) => wrong(self, "one condition"),
            ("case", Toml::String(name)) => self.case(at, name),
            ("case", _) => wrong(self, "the name of a case"),
            (question, Toml::String(choice)) => self.is(at, question, &[choice.as_str()]),
            (question, Toml::Array(items))
                if items.iter().all(Toml::is_str) && !items.is_empty() =>
            {
                let choices: Vec<_> = items.iter().filter_map(Toml::as_str).collect();
                self.is(at, question, &choices)
            }
            _ => wrong(self, "a choice or a list of choices"),
        }
    }

    fn is(&mut self, at: &At, question: &str, ids: &[&str]) -> Condition {
        let Some((ix, choices)) = self.questions.get(question).cloned() else {
            let reason = format!("looks at “{question}”, which is not a question in flow.toml.");
            self.problem(Kind::DanglingReference, at, reason);
            return broken();
        };
        let mut found = Vec::new();
        for id in ids {
            match choices.iter().position(|choice| choice == id) {
                Some(row) => found.push(ChoiceIx::new(row)),
                None => {
                    let known = choices.join(", ");
                    let reason = format!(
                        "looks at “{question} = {id}”. The choices of {question} are: {known}."
                    );
                    self.problem(Kind::DanglingReference, at, reason);
                }
            }
        }
        if found.is_empty() {
            broken()
        } else {
            Condition::Is(ix, found)
        }
    }

    /// The meaning of a case. What is wrong inside is told once, as the case's own
    /// problem, however many conditions use it.
    fn case(&mut self, at: &At, name: &str) -> Condition {
        let Some(table) = self.cases.get(name).cloned() else {
            let known: Vec<_> = self.cases.keys().map(String::as_str).collect();
            let reason = format!(
                "names the case “{name}”, which is not in flow.toml. The cases are: {}.",
                known.join(", ")
            );
            self.problem(Kind::DanglingReference, at, reason);
            return broken();
        };
        self.used_cases.insert(name.to_owned());
        if let Some(start) = self.open_cases.iter().position(|open| open == name) {
            let circle: Vec<_> = self
                .open_cases
                .iter()
                .skip(start)
                .map(String::as_str)
                .collect();
            let reason = format!(
                "goes round in a circle: {} → {name}. Take one of them out.",
                circle.join(" → ")
            );
            self.problem(Kind::CircularCase, at, reason);
            return broken();
        }
        if let Some((_, known)) = self.places.cases.iter().find(|(known, _)| known == name) {
            return known.clone();
        }
        let at = At {
            file: "flow.toml",
            line: self.line("flow.toml", &table),
            id: format!("case {name}"),
        };
        self.place(&at);
        self.open_cases.push(name.to_owned());
        let condition = self.condition(&at, table.get_ref());
        self.open_cases.pop();
        self.places.cases.push((name.to_owned(), condition.clone()));
        condition
    }

    /// Cases that nothing used until now.
    pub(super) fn finish_cases(&mut self) {
        let used = self.used_cases.clone();
        for (name, table) in self.cases.clone() {
            if !used.contains(&name) {
                let at = At {
                    file: "flow.toml",
                    line: self.line("flow.toml", &table),
                    id: format!("case {name}"),
                };
                let reason = "is used nowhere. Use it or delete it.";
                self.problem(Kind::UnusedCase, &at, reason);
                self.case(&at, &name);
            }
        }
    }
}

/// The last question that a condition looks at.
pub(super) fn latest(condition: &Condition) -> Option<QuestionIx> {
    match condition {
        Condition::Is(question, _) => Some(*question),
        Condition::All(parts) | Condition::Any(parts) => parts.iter().filter_map(latest).max(),
        Condition::Not(part) => latest(part),
    }
}

/// In the place of a condition that could not be read: it holds, so that what
/// depends on it can be looked at, and the proofs can tell it from one that is meant.
fn broken() -> Condition {
    Condition::All(vec![Condition::ALWAYS])
}
