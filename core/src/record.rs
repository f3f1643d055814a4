//! The record of advice: what was answered, what the page says to do, and which
//! letter was chosen, as plain text for a case note. Holds no field of the letter and
//! no wording of the user's, so nothing about a claimant; it names who confirmed a
//! passage. Must not know of screens.

use crate::{
    flow::Place,
    letter::{Draft, Input, Offer},
    pack::Pack,
    source::SentenceIx,
    strings::fill,
};

/// The record for a place where the outcome is known, and what was decided about the letter. `date` is
/// in words.
pub fn record(pack: &Pack, place: &Place, input: &Input, date: &str) -> String {
    let live = &place.live;
    let words = &pack.strings.record;
    let mut record = Record::default();
    let offer = pack.letter.offer(live);
    let draft = (offer == Offer::Letter).then(|| pack.compose(live, input));
    if draft.as_ref().is_some_and(Draft::is_marked_draft) {
        record.line(&pack.strings.letter.draft_line);
        record.line("");
    }
    record.line(&words.title);
    record.line(&fill(
        &words.version,
        &[("pack", &pack.id), ("date", &pack.source.law_checked)],
    ));
    record.line(&fill(&words.made, &[("date", date)]));

    record.heading(&pack.strings.common.answers_heading);
    for answer in live.iter() {
        let question = &pack.flow.questions[answer.question];
        let said = if place.open.contains(&answer.question) {
            &pack.strings.outcome.not_said
        } else {
            pack.flow.label(answer)
        };
        record.item(&[&question.key, ": ", said]);
    }
    let outcome = pack.flow.outcome(live);
    record.heading(&pack.strings.outcome.heading);
    for engaged in &outcome.actions {
        let action = &pack.flow.actions[engaged.item];
        let strength = pack.strings.strength.of(action.strength);
        let group = &pack.flow.groups[action.group].title;
        record.item(&[group, " · ", strength, ": ", &action.title]);
        if let Some(detail) = &action.detail {
            record.line(&["    ", &**detail].concat());
        }
        record.quotes(pack, &action.sentences);
    }
    if !outcome.silences.is_empty() {
        record.heading(&pack.strings.outcome.silences_heading);
    }
    for engaged in &outcome.silences {
        record.item(&[&pack.flow.silences[engaged.item].text]);
    }
    if let Some(draft) = draft {
        record.letter(pack, &draft, input);
    }
    if let Offer::None(reasons) = offer {
        record.heading(&pack.strings.outcome.no_letter_heading);
        for reason in reasons {
            record.item(&[&pack.letter.no_letter[reason].reason]);
        }
    }
    record.text
}

#[derive(Default)]
struct Record {
    text: String,
}

impl Record {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push_str("\r\n");
    }

    fn heading(&mut self, heading: &str) {
        self.text.push_str("\r\n");
        self.line(heading);
    }

    fn item(&mut self, parts: &[&str]) {
        self.text.push_str("- ");
        self.line(&parts.concat());
    }

    fn quotes(&mut self, pack: &Pack, sentences: &[SentenceIx]) {
        for sentence in sentences {
            let sentence = &pack.source.sentences[*sentence];
            self.line(&["    ", &sentence.id, ": “", &sentence.text, "”"].concat());
        }
    }

    fn letter(&mut self, pack: &Pack, draft: &Draft, input: &Input) {
        let words = &pack.strings.record;
        self.heading(&pack.strings.outcome.letter_heading);
        for decision in draft.decisions.iter().filter(|it| it.present) {
            let passage = &pack.letter.passages[decision.passage];
            let state = passage.state_label(decision.state, &pack.strings.letter);
            self.item(&[&passage.label, ": ", state]);
            if draft
                .edits
                .iter()
                .any(|edit| edit.passage == decision.passage)
            {
                self.line(&["    ", &*words.edited].concat());
            }
            let point = draft
                .law
                .iter()
                .find(|point| point.passage == decision.passage);
            match (point, input.confirmed_by(decision.passage)) {
                (Some(point), _) if !point.decided => {
                    self.line(&["    ", &*words.law_open].concat());
                }
                (Some(_), Some(by)) => {
                    self.line(&["    ", &fill(&words.law_kept, &[("by", &by)])].concat());
                }
                _ => {}
            }
        }
    }
}
