//! Conditions and cases: their keys become questions, choices and each other. Must
//! not know what a condition is for.

use toml::Spanned;

use super::{At, Kind, MOST_DEEP, MOST_PARTS, Resolver, Written};
use crate::{
    content::files::{Clause, When},
    flow::{Condition, QuestionIx},
};

impl Resolver<'_, '_> {
    pub(super) fn when(&mut self, at: &At, when: &When) -> Written {
        match when {
            None => Written::default(),
            Some(clause) => self.condition(at, clause),
        }
    }

    /// What a condition means. Every case inside has its meaning spelled out, so how
    /// much that is has a bound.
    fn condition(&mut self, at: &At, clause: &Spanned<Clause>) -> Written {
        let at = self.narrow(at, clause);
        let Clause::Table(entries) = clause.get_ref() else {
            let reason = "has something else than a condition here.";
            self.problem(
                Kind::Unreadable,
                &at,
                reason,
                "Write { question = \"choice\" }.",
            );
            return broken();
        };
        if self.depth >= MOST_DEEP {
            return self.too_deep(&at);
        }
        self.depth += 1;
        let mut parts: Vec<_> = entries
            .iter()
            .map(|(key, value)| self.part(&at, key, value))
            .collect();
        self.depth -= 1;
        let whole = match (parts.pop(), parts.is_empty()) {
            (Some(only), true) => only,
            (Some(last), false) => {
                parts.push(last);
                joined(&at, parts, Condition::All)
            }
            (None, _) => {
                let suggestion = "Leave it out, or say which answers it is for.";
                self.problem(Kind::Unreadable, &at, "has an empty condition.", suggestion);
                broken()
            }
        };
        self.bounded(&at, whole)
    }

    fn too_deep(&mut self, at: &At) -> Written {
        let reason = format!("has conditions more than {MOST_DEEP} deep inside each other.");
        self.problem(Kind::TooLarge, at, reason, "Write it flatter.");
        broken()
    }

    /// The condition, unless it is too deep, or all conditions together mean too much
    /// by now.
    fn bounded(&mut self, at: &At, whole: Written) -> Written {
        if whole.depth > MOST_DEEP {
            return self.too_deep(at);
        }
        let left = self.parts_left;
        match left.map(|left| left.checked_sub(whole.size)) {
            Some(Some(left)) => {
                self.parts_left = Some(left);
                whole
            }
            Some(None) => {
                self.parts_left = None;
                self.too_large = true;
                let reason = format!(
                    "has conditions that, with all that their cases mean, have more than {MOST_PARTS} parts."
                );
                self.problem(Kind::TooLarge, at, reason, "Use fewer cases inside cases.");
                broken()
            }
            None => broken(),
        }
    }

    fn part(&mut self, at: &At, key: &Spanned<String>, value: &Spanned<Clause>) -> Written {
        let at = &self.narrow(at, key);
        let wrong = |resolver: &mut Self, expected: &str| {
            let at = resolver.narrow(at, value);
            let reason = format!("has something else behind “{}”.", key.get_ref());
            let suggestion = format!("Write {expected} there.");
            resolver.problem(Kind::Unreadable, &at, reason, &suggestion);
            broken()
        };
        match (key.get_ref().as_str(), value.get_ref()) {
            (key @ ("all" | "any"), Clause::List(items))
                if items
                    .iter()
                    .all(|it| matches!(it.get_ref(), Clause::Table(_)))
                    && !items.is_empty() =>
            {
                let parts = items.iter().map(|item| self.condition(at, item));
                let parts = parts.collect();
                let join = if key == "all" {
                    Condition::All
                } else {
                    Condition::Any
                };
                joined(at, parts, join)
            }
            ("all" | "any", _) => wrong(self, "a list of conditions"),
            ("not", Clause::Table(_)) => {
                let part = self.condition(at, value);
                joined(at, vec![part], |mut parts| {
                    Condition::Not(Box::new(parts.pop().unwrap_or(Condition::ALWAYS)))
                })
            }
            ("not", _) => wrong(self, "one condition"),
            ("case", Clause::Word(name)) => {
                let at = self.narrow(at, value);
                self.case(&at, name)
            }
            ("case", _) => wrong(self, "the name of a case"),
            (question, Clause::Word(choice)) => self.is(at, question, &[(choice.as_str(), value)]),
            (question, Clause::List(items)) if !items.is_empty() => {
                let choice = |item: &'_ Spanned<Clause>| matches!(item.get_ref(), Clause::Word(_));
                if !items.iter().all(choice) {
                    return wrong(self, "a choice or a list of choices");
                }
                let choices: Vec<_> = items
                    .iter()
                    .filter_map(|item| match item.get_ref() {
                        Clause::Word(choice) => Some((choice.as_str(), item)),
                        _ => None,
                    })
                    .collect();
                self.is(at, question, &choices)
            }
            _ => wrong(self, "a choice or a list of choices"),
        }
    }

    fn is(&mut self, at: &At, question: &str, ids: &[(&str, &Spanned<Clause>)]) -> Written {
        let Some((ix, choices)) = self.questions.get(question).cloned() else {
            let reason = format!("looks at “{question}”, which is not a question in flow.toml.");
            let suggestion = "Write the id of a question.";
            self.problem(Kind::DanglingReference, at, reason, suggestion);
            return broken();
        };
        let mut found = Vec::new();
        for (id, written) in ids {
            match choices.get(*id) {
                Some(choice) if found.contains(choice) => {
                    let at = self.narrow(at, written);
                    let reason = format!("names “{question} = {id}” twice.");
                    self.problem(Kind::DuplicateId, &at, reason, "Delete one of them.");
                }
                Some(choice) => found.push(*choice),
                None => {
                    let at = self.narrow(at, written);
                    let known: Vec<_> = choices.keys().map(String::as_str).collect();
                    let reason = format!("looks at “{question} = {id}”, which does not exist.");
                    let known = format!("The choices of {question} are: {}.", known.join(", "));
                    self.problem(Kind::DanglingReference, &at, reason, &known);
                }
            }
        }
        if found.is_empty() {
            return broken();
        }
        Written {
            condition: Condition::Is(ix, found),
            place: at.place.clone(),
            ..Written::default()
        }
    }

    /// The meaning of a case. What is wrong inside is told once, as the case's own
    /// problem, however many conditions use it.
    fn case(&mut self, at: &At, name: &str) -> Written {
        if !self.cases.contains_key(name) {
            let known: Vec<_> = self.cases.keys().map(String::as_str).collect();
            let known = format!("The cases are: {}.", known.join(", "));
            let reason = format!("names the case “{name}”, which is not in flow.toml.");
            self.problem(Kind::DanglingReference, at, reason, &known);
            return broken();
        }
        self.used_cases.insert(name.to_owned());
        if let Some(start) = self.open_cases.iter().position(|open| open == name) {
            let circle = self.open_cases.iter().skip(start).map(String::as_str);
            let circle: Vec<_> = circle.chain([name]).collect();
            let reason = format!("goes round in a circle: {}.", circle.join(" → "));
            self.problem(Kind::CircularCase, at, reason, "Take one of them out.");
            return broken();
        }
        if let (None, Some((_, clause))) = (self.places.cases.get(name), self.cases.get(name)) {
            let clause = clause.clone();
            let id = format!("case {name}");
            let at = self.at("flow.toml", id, &clause);
            self.place(&at);
            self.open_cases.push(name.to_owned());
            let meaning = self.condition(&at, &clause);
            self.open_cases.pop();
            self.places.cases.insert(name.to_owned(), meaning);
        }
        let Some(known) = self.places.cases.get(name) else {
            return broken();
        };
        if known.broken {
            return broken();
        }
        let used = Written {
            condition: known.condition.clone(),
            place: at.place.clone(),
            parts: Vec::new(),
            case: true,
            broken: false,
            size: known.size,
            depth: known.depth,
        };
        self.bounded(at, used)
    }

    /// Cases that nothing used until now.
    pub(super) fn finish_cases(&mut self) {
        let names: Vec<_> = self.cases.keys().cloned().collect();
        for name in names {
            if !self.used_cases.contains(&name) {
                let bytes = self.cases.get(&name).map(|(bytes, _)| bytes.clone());
                let at = At {
                    file: "flow.toml",
                    place: bytes.and_then(|bytes| self.bytes("flow.toml", bytes)),
                    id: format!("case {name}"),
                };
                self.problem(
                    Kind::UnusedId,
                    &at,
                    "is used nowhere.",
                    "Use it or delete it.",
                );
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

fn joined(at: &At, parts: Vec<Written>, join: impl Fn(Vec<Condition>) -> Condition) -> Written {
    Written {
        condition: join(parts.iter().map(|part| part.condition.clone()).collect()),
        place: at.place.clone(),
        case: false,
        broken: parts.iter().any(|part| part.broken),
        size: 1 + parts.iter().map(|part| part.size).sum::<usize>(),
        depth: 1 + parts.iter().map(|part| part.depth).max().unwrap_or(0),
        parts,
    }
}

/// In the place of a condition that could not be read: it holds, so that what
/// depends on it can be looked at.
fn broken() -> Written {
    Written {
        broken: true,
        ..Written::default()
    }
}
