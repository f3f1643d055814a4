//! A sentence of the page as it is quoted beside an action, with what has moved
//! since. Must not know why it is quoted.

use guidance_core::{
    source::{LawNote, Sentence, SentenceIx},
    strings::{CommonStrings, fill},
};
use yew::prelude::*;

use super::{View, plain, small};
use crate::session::Msg;

/// The sentences in full, each with a way to see it in its place.
pub fn quotes(view: &View, sentences: &[SentenceIx]) -> Html {
    let words = &view.words.common;
    let quote = |ix: &SentenceIx| {
        let sentence = &view.pack.source.sentences[*ix];
        let number = [("id", sentence.id.as_str())];
        html! {
            <>
                <blockquote class="gw-quote">
                    { small(&sentence.text) }
                </blockquote>
                <p class="govuk-body-s">
                    { view.link(&fill(&words.open_sentence, &number), Msg::PageOpened(Some(*ix))) }
                </p>
                { changed(view, &[*ix]) }
                { for sentence.law.iter().map(|note| law(words, &view.pack.source.law[*note], None)) }
            </>
        }
    };
    html! { <>{ for sentences.iter().map(quote) }</> }
}

/// That the page has other words now, where it has.
pub fn changed(view: &View, sentences: &[SentenceIx]) -> Html {
    let changed = &view.session.config.changed;
    if sentences.iter().any(|it| changed.contains(it)) {
        html! { <p class="gw-changed"><strong>{ &view.words.common.changed_since }</strong></p> }
    } else {
        Html::default()
    }
}

/// What has moved since the page was written; `about` where the sentence does not
/// stand right above it.
pub fn law(words: &CommonStrings, note: &LawNote, about: Option<&Sentence>) -> Html {
    let sources = note.sources.join(", ");
    let values = [
        ("since", &*note.since),
        ("sources", &*sources),
        ("confidence", &*note.confidence),
    ];
    html! {
        <div class="gw-law">
            <p class="gw-law__mark"><strong>{ &words.law_moved }</strong></p>
            if let Some(sentence) = about {
                { plain(&fill(&words.law_about, &[("sentence", &sentence.opening_words())])) }
            }
            { plain(&note.text) }
            { plain(&fill(&words.law_since, &values)) }
        </div>
    }
}
