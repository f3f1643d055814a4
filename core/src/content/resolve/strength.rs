//! How firm an action may be: no firmer than the verbs of the sentences that it rests
//! on. Which words show which strength is content. Must not know what an action is
//! for.

use std::collections::BTreeMap;

use toml::Spanned;

use super::{At, Kind, Resolver};
use crate::{
    flow::Strength,
    source::{SentenceIx, Source},
    strings::StrengthStrings,
};

/// The words that show each strength, in small letters.
pub(super) type Verbs = BTreeMap<Strength, Vec<String>>;

impl Resolver<'_, '_> {
    pub(super) fn verbs(&mut self, words: BTreeMap<Strength, Vec<Spanned<String>>>) -> Verbs {
        let mut verbs = Verbs::new();
        for (strength, words) in words {
            for word in words {
                if word.get_ref().trim().is_empty() {
                    let at = self.at("actions.toml", "strength", &word);
                    let suggestion = "Write a word of the page.";
                    self.problem(Kind::Unreadable, &at, "has an empty word.", suggestion);
                    continue;
                }
                let word = bare(word.get_ref());
                verbs.entry(strength).or_default().push(word);
            }
        }
        verbs
    }

    /// Tells when the title of an action has a word for the strength that the screen puts
    /// in front of it. A verb at the beginning is an order, and says no strength twice.
    pub(super) fn strength_once(
        &mut self,
        at: &At,
        title: &str,
        strength: Strength,
        verbs: &Verbs,
        strings: &StrengthStrings,
    ) {
        let title = bare(title);
        let label = bare(strings.of(strength));
        let verbs = verbs.get(&strength).into_iter().flatten();
        let mut found = verbs.filter(|verb| title.find(verb.as_str()).is_some_and(|it| it > 0));
        let said = title.contains(&label).then_some(&label);
        if let Some(word) = said.or_else(|| found.next()) {
            let told = format!(
                "says “{}” in its title, and the screen puts its strength in front of that.",
                word.trim()
            );
            let suggestion = "Leave the word out of the title.";
            self.problem(Kind::StrengthTwice, at, told, suggestion);
        }
    }

    /// Tells when an action is firmer than its sentences.
    pub(super) fn strength(
        &mut self,
        at: &At,
        strength: &Spanned<Strength>,
        reason: &Option<Spanned<String>>,
        sentences: &[SentenceIx],
        verbs: &Verbs,
        source: &Source,
    ) {
        let texts = sentences.iter();
        let texts = texts.map(|it| bare(&source.sentences[*it].text));
        let texts: Vec<_> = texts.collect();
        let as_firm = texts.iter().any(|it| shows(it, *strength.get_ref(), verbs));
        match (as_firm, reason) {
            (true, None) => {}
            (false, Some(reason)) if !reason.get_ref().trim().is_empty() => {}
            (true, Some(reason)) => {
                let at = self.narrow(at, reason);
                let told = "has a `strength-reason`, but its sentences are as firm as it is.";
                self.problem(Kind::UnusedId, &at, told, "Delete the reason.");
            }
            // That it cites nothing was told.
            (false, _) if sentences.is_empty() => {}
            (false, _) => {
                let at = self.narrow(at, strength);
                let told = "is firmer than its sentences: none has a word for that strength, or for a firmer one.";
                let suggestion = "Choose the strength of the page’s own verb, cite the sentence that has it, or say in `strength-reason` why it is as firm.";
                self.problem(Kind::FirmerThanPage, &at, told, suggestion);
            }
        }
    }
}

/// Whether a text is as firm as this. What it must not do never shows what must be
/// done, and the other way round.
fn shows(text: &str, strength: Strength, verbs: &Verbs) -> bool {
    let has = |text: &str, it: Strength| {
        let words = verbs.get(&it).into_iter().flatten();
        words.into_iter().any(|word| text.contains(word.as_str()))
    };
    let mut rest = text.to_owned();
    for word in verbs.get(&Strength::MustNot).into_iter().flatten() {
        rest = rest.replace(word.as_str(), " ");
    }
    match strength {
        Strength::MustNot => has(text, Strength::MustNot),
        Strength::Must => has(&rest, Strength::Must),
        Strength::Should | Strength::Consider => {
            let firmer = verbs.keys().filter(|it| **it <= strength);
            has(text, Strength::MustNot) || firmer.into_iter().any(|it| has(&rest, *it))
        }
        // The weakest two are as weak as each other.
        Strength::May | Strength::Can => verbs.keys().any(|it| has(text, *it)),
    }
}

/// Words in small letters with one blank before, between and after them, so that a
/// word is found as a word.
fn bare(text: &str) -> String {
    let text = text.to_lowercase();
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    format!(" {} ", words.join(" "))
}
