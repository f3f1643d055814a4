//! Conditions on answers in the words of the questions. Must not know what the
//! conditions are for.

use guidance_core::{
    cover::{OneOf, Together},
    flow::Flow,
};

/// A question as it is spoken of: its short form and its choices.
pub struct Name {
    /// Its short form.
    pub key: String,
    /// Its choices.
    pub labels: Vec<String>,
}

/// What a condition says of one question.
#[derive(Debug, PartialEq, Eq)]
pub enum Says<'a> {
    /// It has one of these answers.
    OneOf(Vec<&'a str>),
    /// It has none of these answers; perhaps it is not asked.
    NoneOf(Vec<&'a str>),
    /// It is asked, whatever the answer.
    Asked,
    /// It is not asked.
    NotAsked,
}

/// The questions of a flow, by their rows.
pub fn names(flow: &Flow) -> Vec<Name> {
    let name = |question: &guidance_core::flow::Question| Name {
        key: question.key.clone(),
        labels: question
            .choices
            .rows()
            .iter()
            .map(|it| it.label.clone())
            .collect(),
    };
    flow.questions.rows().iter().map(name).collect()
}

/// What a condition says of each question that it is about.
pub fn says<'a>(names: &'a [Name], together: &Together) -> Vec<(&'a str, Says<'a>)> {
    let one = |it: &OneOf| {
        names
            .get(it.variable)
            .map(|name| (name.key.as_str(), name.says(it)))
    };
    together.0.iter().filter_map(one).collect()
}

/// The same as text.
pub fn text(names: &[Name], together: &Together) -> String {
    let list = |labels: &[&str]| {
        let quoted: Vec<_> = labels.iter().map(|it| format!("“{it}”")).collect();
        quoted.join(" or ")
    };
    let one = |(key, says): &(&str, Says)| match says {
        Says::OneOf(labels) => format!("{key}: {}", list(labels)),
        Says::NoneOf(labels) => format!("{key}: not {}", list(labels)),
        Says::Asked => format!("{key}: asked"),
        Says::NotAsked => format!("{key}: not asked"),
    };
    let all: Vec<_> = says(names, together).iter().map(one).collect();
    if all.is_empty() {
        "always".to_owned()
    } else {
        all.join("; ")
    }
}

impl Name {
    fn says(&self, it: &OneOf) -> Says<'_> {
        // 0 is "not asked", and the choices are counted from 1.
        let labels = |wanted: bool| {
            let choices = self.labels.iter().zip(1..);
            let some = choices.filter(|(_, value)| it.values.contains(value) == wanted);
            some.map(|(label, _)| label.as_str()).collect::<Vec<_>>()
        };
        let (with, without) = (labels(true), labels(false));
        match (it.values.contains(&0), with.is_empty(), without.is_empty()) {
            (true, true, _) => Says::NotAsked,
            (true, ..) => Says::NoneOf(without),
            (false, _, true) => Says::Asked,
            (false, ..) => Says::OneOf(with),
        }
    }
}
