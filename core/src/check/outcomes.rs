//! Outcomes: none is empty, each has a letter or a reason for none, every wording is
//! suggested for some answers, and every sentence is shown. Must not know how a letter
//! is composed.

use std::collections::BTreeSet;

use super::{
    Checker, Functions, Kind, MOST_STEPS_TO_COUNT, Reach, Spent,
    diagram::{NEVER, Node},
};
use crate::{letter::State, source::SentenceIx, table::Ix};

impl Checker<'_> {
    /// When each wording of each passage is in the letter, and when it is not decided.
    pub(super) fn wordings(&mut self, functions: &mut Functions) -> Result<(), Spent> {
        for (passage, presets) in self
            .pack
            .letter
            .passages
            .rows()
            .iter()
            .zip(&functions.presets)
        {
            self.at("letter.toml", &passage.id);
            // An outer passage comes before those that stand inside it.
            let there = match passage.inside {
                None => functions.letter,
                Some((outer, variant)) => {
                    let outer = functions.wordings.get(outer.row());
                    let wording = outer.and_then(|it| it.get(variant.row()));
                    wording.copied().unwrap_or(NEVER)
                }
            };
            let undecided = passage.variants.len();
            let mut wordings = vec![NEVER; undecided + 1];
            let mut rest = there;
            let states = passage.presets.iter().map(|preset| preset.state);
            let states = states.zip(presets.iter().copied().map(Some));
            for (state, when) in states.chain([(passage.otherwise, None)]) {
                let chosen = match when {
                    Some(when) => self.diagrams.and(rest, when)?,
                    None => rest,
                };
                if let Some(when) = when {
                    rest = self.diagrams.and_not(rest, when)?;
                }
                let slot = match state {
                    State::In(variant) => variant.row(),
                    State::Undecided => undecided,
                    State::Out => continue,
                };
                if let Some(slot) = wordings.get_mut(slot) {
                    *slot = self.diagrams.or(*slot, chosen)?;
                }
            }
            functions.wordings.push(wordings);
        }
        Ok(())
    }

    pub(super) fn outcomes(
        &mut self,
        functions: &Functions,
        reach: &mut Reach,
    ) -> Result<(), Spent> {
        self.at("actions.toml", "outcome");
        let said = functions.actions.iter().chain(&functions.silences);
        let said = said.chain(&functions.signposts).copied().collect();
        let said = self.diagrams.any(said)?;
        let silent = self.diagrams.not(said)?;
        if reach.meets(&mut self.diagrams, silent)? {
            let answers = reach.example(&mut self.diagrams, silent)?;
            let reason = format!("is empty for {}.", self.codes(&answers));
            let suggestion = "Add an action, a silence or a signpost.";
            let kind = Kind::EmptyOutcome;
            self.tell(kind, "actions.toml", "outcome", None, reason, suggestion);
        }
        self.letter_explained(functions, reach)?;
        for (ix, passage) in self.pack.letter.passages.iter() {
            self.at("letter.toml", &passage.id);
            let wordings = functions.wordings.get(ix.row());
            let wordings = wordings.map_or(&[][..], Vec::as_slice);
            for (variant, wording) in passage.variants.rows().iter().zip(wordings) {
                if reach.meets(&mut self.diagrams, *wording)? {
                    continue;
                }
                let id = if passage.variants.len() == 1 {
                    variant.id.clone()
                } else {
                    format!("{}={}", passage.id, variant.id)
                };
                let kind = Kind::UnreachablePassage;
                let reason = "is suggested for no answers.";
                let suggestion = "Add a default that chooses it, or delete it.";
                self.tell(kind, "letter.toml", &id, None, reason, suggestion);
            }
        }
        Ok(())
    }

    fn letter_explained(&mut self, functions: &Functions, reach: &mut Reach) -> Result<(), Spent> {
        let places = self.places;
        if places.letter.broken || places.no_letter.iter().any(|it| it.broken) {
            return Ok(());
        }
        self.at("letter.toml", "letter");
        let explained = self.diagrams.any(functions.no_letter.clone())?;
        let told = self.diagrams.or(functions.letter, explained)?;
        let neither = self.diagrams.not(told)?;
        let both = self.diagrams.and(functions.letter, explained)?;
        for (wrong, words, suggestion) in [
            (
                neither,
                ("is not offered for", "and no [[no-letter]] says why."),
                "Add a [[no-letter]] for these answers.",
            ),
            (
                both,
                ("is offered for", "and a [[no-letter]] says that it is not."),
                "Make their conditions exclude each other.",
            ),
        ] {
            if reach.meets(&mut self.diagrams, wrong)? {
                let answers = reach.example(&mut self.diagrams, wrong)?;
                let reason = format!("{} {}, {}", words.0, self.codes(&answers), words.1);
                let kind = Kind::LetterUnexplained;
                self.tell(kind, "letter.toml", "letter", None, reason, suggestion);
            }
        }
        Ok(())
    }

    /// How many different outcomes there are, unless that takes too long.
    pub(super) fn count_outcomes(&mut self, functions: &Functions, reach: &Reach) -> Option<u128> {
        self.diagrams.allow(MOST_STEPS_TO_COUNT);
        let wordings = functions.wordings.iter().flatten();
        let said = functions.actions.iter().chain(&functions.silences);
        let said = said.chain(&functions.signposts).chain([&functions.letter]);
        let all = said.chain(wordings).copied().collect();
        reach.images(&mut self.diagrams, all).ok()
    }

    /// Every citation, with when it is shown.
    fn citations_when<'f>(
        &'f self,
        functions: &'f Functions,
    ) -> impl Iterator<Item = (&'f [SentenceIx], Node)> {
        let (flow, letter) = (&self.pack.flow, &self.pack.letter);
        let questions = flow.questions.rows().iter().zip(&functions.questions);
        let actions = flow.actions.rows().iter().zip(&functions.actions);
        let silences = flow.silences.rows().iter().zip(&functions.silences);
        let signposts = flow.signposts.rows().iter().zip(&functions.signposts);
        let no_letter = letter.no_letter.rows().iter().zip(&functions.no_letter);
        let passages = letter.passages.rows().iter().zip(&functions.wordings);
        let wordings = passages.flat_map(|(it, when)| it.variants.rows().iter().zip(when));
        questions
            .map(|(it, when)| (it.sentences.as_slice(), *when))
            .chain(actions.map(|(it, when)| (it.sentences.as_slice(), *when)))
            .chain(silences.map(|(it, when)| (it.sentences.as_slice(), *when)))
            .chain(signposts.map(|(it, when)| (it.sentences.as_slice(), *when)))
            .chain(no_letter.map(|(it, when)| (it.sentences.as_slice(), *when)))
            .chain(wordings.map(|(it, when)| (it.sentences.as_slice(), *when)))
    }

    /// Every sentence is cited by something that some answers lead to, or listed as
    /// unused.
    pub(super) fn sentences(
        &mut self,
        functions: &Functions,
        reach: &mut Reach,
    ) -> Result<BTreeSet<SentenceIx>, Spent> {
        let (mut cited, mut shown) = (BTreeSet::new(), BTreeSet::new());
        let citations = self.citations_when(functions);
        let citations = citations.map(|(sentences, when)| (sentences.to_vec(), when));
        let citations: Vec<_> = citations.collect();
        for (sentences, when) in citations {
            if reach.meets(&mut self.diagrams, when)? {
                shown.extend(sentences.iter().copied());
            }
            cited.extend(sentences);
        }
        let pack = self.pack;
        for (ix, sentence) in pack.source.sentences.iter() {
            if sentence.heading {
                continue;
            }
            let unused = self.places.unused.contains(&ix);
            let (kind, file, reason, suggestion) =
                match (cited.contains(&ix), shown.contains(&ix), unused) {
                    (false, _, false) => (
                        Kind::UncitedSentence,
                        "source.md",
                        "is cited by nothing.",
                        "Cite it, or list it under [[unused]] in pack.toml with a reason.",
                    ),
                    (true, _, true) => (
                        Kind::UncitedSentence,
                        "pack.toml",
                        "is listed as unused, but something cites it.",
                        "Delete the entry.",
                    ),
                    (true, false, false) => (
                        Kind::UnshownSentence,
                        "source.md",
                        "is cited only by what no answers lead to, so it is never shown.",
                        "Cite it where it is shown.",
                    ),
                    _ => continue,
                };
            self.tell(kind, file, &sentence.id, None, reason, suggestion);
        }
        Ok(cited)
    }
}
