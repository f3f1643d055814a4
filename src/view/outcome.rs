//! What to do: actions by group with the page's own strength, the letter, where
//! the page is silent, other guidance. Must not know how it was found.

use guidance_core::{
    flow::{ActionIx, Answer, Engaged, GroupIx, Outcome, Strength},
    letter::Offer,
    source::SentenceIx,
    strings::fill,
};
use yew::prelude::*;

use super::{View, answers, sentence};
use crate::session::Msg;

/// The outcome screen.
pub fn screen(view: &View) -> Html {
    let words = &view.words.outcome;
    let Some(outcome) = view.session.outcome() else {
        return Html::default();
    };
    html! {
        <div class="gw-layout">
            <div class="gw-layout__main">
                { view.title(&words.heading, None) }
                if outcome.actions.is_empty() {
                    <p class="govuk-body">{ &words.nothing_to_do }</p>
                }
                { for view.pack.flow.groups.indices().map(|it| group(view, &outcome, it)) }
                { silences(view, &outcome) }
                { signposts(view, &outcome) }
            </div>
            <div class="gw-layout__side">
                { letter(view) }
                { answers::list(view) }
            </div>
        </div>
    }
}

fn group(view: &View, outcome: &Outcome, ix: GroupIx) -> Html {
    let flow = &view.pack.flow;
    let mut actions = outcome
        .actions
        .iter()
        .filter(|it| flow.actions[it.item].group == ix)
        .peekable();
    if actions.peek().is_none() {
        return Html::default();
    }
    let group = &flow.groups[ix];
    html! {
        <section class={classes!("gw-group", format!("gw-group--{}", group.id))}>
            { view.heading(1, "govuk-heading-m", &group.title) }
            <ul class="gw-actions">{ for actions.map(|it| action(view, it)) }</ul>
        </section>
    }
}

fn action(view: &View, engaged: &Engaged<ActionIx>) -> Html {
    let action = &view.pack.flow.actions[engaged.item];
    let (word, class) = (
        view.words.strength.of(action.strength),
        strength_class(action.strength),
    );
    html! {
        <li class={classes!("gw-action", class)} data-action={action.id.clone()}>
            <p class="gw-action__strength"><strong>{ word }</strong></p>
            <div class="gw-action__body">
                <p class="gw-action__title">{ &action.title }</p>
                if let Some(detail) = &action.detail {
                    <p class="govuk-body-s">{ detail }</p>
                }
                { sentence::changed(view, &action.sentences) }
                { why(view, &action.title, &engaged.because, &action.sentences) }
            </div>
        </li>
    }
}

fn strength_class(strength: Strength) -> &'static str {
    match strength {
        Strength::Must => "gw-action--must",
        Strength::MustNot => "gw-action--must-not",
        Strength::Should => "gw-action--should",
        Strength::Consider | Strength::May | Strength::Can => "gw-action--consider",
    }
}

/// The answers behind something, and the sentences it rests on.
fn why(view: &View, what: &str, because: &[Answer], sentences: &[SentenceIx]) -> Html {
    let content = html! {
        <>
            { reasons(view, because) }
            { sentence::quotes(view, sentences) }
        </>
    };
    super::disclosure_about(&view.words.outcome.why, what, content)
}

/// "Because you said", and the answers.
pub fn reasons(view: &View, because: &[Answer]) -> Html {
    if because.is_empty() {
        return Html::default();
    }
    let reason = |answer: &Answer| {
        let question = &view.pack.flow.questions[answer.question];
        html! { <li>{ [&*question.key, ": ", view.pack.flow.label(*answer)].concat() }</li> }
    };
    html! {
        <>
            <p class="govuk-body-s gw-because">{ &view.words.common.because }</p>
            <ul class="govuk-list govuk-list--bullet gw-because">{ for because.iter().map(reason) }</ul>
        </>
    }
}

fn letter(view: &View) -> Html {
    let words = &view.words.outcome;
    let content = match view.session.offer() {
        Offer::Letter => {
            let template = &view.pack.letter;
            let draft = view.session.draft();
            let opening = draft
                .decisions
                .iter()
                .find(|it| it.passage == template.opening);
            let label = opening.map_or("", |it| {
                template.passages[it.passage].state_label(it.state, &view.words.letter)
            });
            html! {
                <>
                    { view.heading(1, "govuk-heading-m", &words.letter_heading) }
                    <p class="govuk-body">{ fill(&words.letter_offered, &[("opening", label)]) }</p>
                    if let Some(opening) = opening {
                        <p class="govuk-body-s">{ &opening.reason }</p>
                    }
                    { view.button(&words.letter_button, "", Msg::LetterOpened) }
                </>
            }
        }
        Offer::None(reasons) => html! {
            <>
                { view.heading(1, "govuk-heading-m", &words.no_letter_heading) }
                { for reasons.iter().map(|it| {
                    let reason = &view.pack.letter.no_letter[*it];
                    html! {
                        <>
                            <p class="govuk-body">{ &reason.reason }</p>
                            { sentence::changed(view, &reason.sentences) }
                            { why(view, &words.no_letter_heading, &reason.when.because(view.session.live()), &reason.sentences) }
                        </>
                    }
                }) }
            </>
        },
    };
    html! { <section class="gw-panel">{ content }</section> }
}

fn silences(view: &View, outcome: &Outcome) -> Html {
    let words = &view.words.outcome;
    if outcome.silences.is_empty() {
        return Html::default();
    }
    let item = |engaged: &Engaged<_>| {
        let silence = &view.pack.flow.silences[engaged.item];
        html! {
            <li data-silence={silence.id.clone()}>
                <p class="govuk-body">{ &silence.text }</p>
                { sentence::changed(view, &silence.sentences) }
                { why(view, &silence.text, &engaged.because, &silence.sentences) }
            </li>
        }
    };
    html! {
        <section class="gw-silences">
            { view.heading(1, "govuk-heading-m", &words.silences_heading) }
            <p class="govuk-body">{ &words.silences_ask }</p>
            <ul class="gw-list">{ for outcome.silences.iter().map(item) }</ul>
        </section>
    }
}

fn signposts(view: &View, outcome: &Outcome) -> Html {
    if outcome.signposts.is_empty() {
        return Html::default();
    }
    let item = |engaged: &Engaged<_>| {
        let signpost = &view.pack.flow.signposts[engaged.item];
        html! {
            <li data-signpost={signpost.id.clone()}>
                <p class="govuk-body">
                    { &signpost.title }{ " " }{ super::page::address(view, &signpost.sentences) }
                </p>
                { sentence::changed(view, &signpost.sentences) }
                { why(view, &signpost.title, &engaged.because, &signpost.sentences) }
            </li>
        }
    };
    html! {
        <section class="gw-signposts">
            { view.heading(1, "govuk-heading-m", &view.words.outcome.signposts_heading) }
            <ul class="gw-list">{ for outcome.signposts.iter().map(item) }</ul>
        </section>
    }
}
