//! What to do: actions by group with the page's own strength, the letter, where
//! the page is silent, other guidance. Must not know how it was found.

use guidance_core::{
    flow::{ActionIx, Answer, Engaged, GroupIx, Outcome, QuestionIx, Strength},
    letter::Offer,
    source::SentenceIx,
    strings::fill,
    table::Ix,
};
use yew::prelude::*;

use super::{
    View, answers, body,
    letter::{small_legend, state_label},
    sentence, small,
};
use crate::{
    govuk::{HintProps, RadiosItem, RadiosProps, radios},
    session::{File, Msg, News, id},
};

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
                    { body(&words.nothing_to_do) }
                }
                { for view.pack.flow.groups.indices().map(|it| group(view, &outcome, it)) }
                { open(view) }
                { silences(view, &outcome, 1) }
                { signposts(view, &outcome, 1) }
            </div>
            <div class="gw-layout__side">
                { letter(view) }
                { view.button(&view.words.check.record, "govuk-button--secondary", Msg::SaveAsked(File::Record)) }
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

pub fn action(view: &View, engaged: &Engaged<ActionIx>) -> Html {
    let action = &view.pack.flow.actions[engaged.item];
    let (word, class) = (
        view.words.strength.of(action.strength),
        strength_class(action.strength),
    );
    html! {
        <li class={classes!("gw-action", class)} data-action={action.id.clone()}>
            <p class="gw-action__strength"><strong>{ word }</strong></p>
            <div class="gw-action__body">
                <p class="gw-action__title">{ &action.title }{ new(view, view.session.news.actions.contains(&engaged.item)) }</p>
                if let Some(detail) = &action.detail {
                    { small(detail) }
                }
                { sentence::changed(view, &action.sentences) }
                { why(view, &action.title, &engaged.because, &action.sentences) }
            </div>
        </li>
    }
}

/// The questions that can wait, answered or not.
fn open(view: &View) -> Html {
    let words = &view.words.outcome;
    let mut asked = view.session.asked(true).peekable();
    if asked.peek().is_none() {
        return Html::default();
    }
    let gone = &view.session.news.gone;
    html! {
        <section class="gw-open">
            { view.heading(1, "govuk-heading-m", &words.open_heading) }
            { body(&words.open_intro) }
            { for asked.map(|it| waiting(view, it)) }
            if !gone.is_empty() {
                <p class="govuk-inset-text">{ fill(&words.no_longer, &[("items", &gone.join("; "))]) }</p>
            }
        </section>
    }
}

fn waiting(view: &View, ix: QuestionIx) -> Html {
    let question = &view.pack.flow.questions[ix];
    let given = view.session.live().get(ix);
    let given = given.filter(|_| !view.session.is_open(ix));
    let items = question.choices.iter().map(|(choice, row)| RadiosItem {
        hint: row.hint.as_deref().map(HintProps::new),
        checked: Some(given == Some(choice)),
        ..RadiosItem::new(row.id.clone(), &*row.label)
    });
    let choices = question.choices.clone();
    let onchange = view.emit.reform(move |value: AttrValue| {
        let choice = choices.find(|choice| *choice.id == *value);
        Msg::Answered(ix, choice.unwrap_or(Ix::new(0)))
    });
    let choices = radios(&RadiosProps {
        name: id::waiting(&question.id).into(),
        items: items.collect(),
        onchange: Some(onchange),
        classes: classes!("govuk-radios--small", "govuk-radios--inline"),
        fieldset: Some(small_legend(&question.text)),
        hint: question.hint.as_deref().map(HintProps::new),
        describes_stop: true,
        ..Default::default()
    });
    html! {
        <div key={&*question.id}>
            { choices }
            { sentence::changed(view, &question.sentences) }
            { super::disclosure_about(&view.words.question.why, &question.text, sentence::quotes(view, &question.sentences)) }
        </div>
    }
}

/// The mark of what has just come.
fn new(view: &View, is_new: bool) -> Html {
    if !is_new {
        return Html::default();
    }
    html! { <>{ " " }<strong class="gw-new">{ &view.words.outcome.new }</strong></> }
}

/// What has changed on the outcome, in words: nothing where nothing has.
pub fn news(view: &View) -> String {
    let words = &view.words.outcome;
    let flow = &view.pack.flow;
    let News {
        actions,
        silences,
        gone,
        passages,
        letter,
    } = &view.session.news;
    let actions = actions.iter().map(|it| &*flow.actions[*it].title);
    let silences = silences.iter().map(|it| &*flow.silences[*it].text);
    let came: Vec<_> = actions.chain(silences).collect();
    let mut parts = Vec::new();
    if !came.is_empty() {
        parts.push([&*words.new, ": ", &came.join("; ")].concat());
    }
    if !gone.is_empty() {
        parts.push(fill(&words.no_longer, &[("items", &gone.join("; "))]));
    }
    for (ix, state) in passages {
        let label = &view.pack.letter.passages[*ix].label;
        let state = state_label(view, *ix, *state);
        let values = [("passage", &**label), ("state", state)];
        parts.push(fill(&view.words.question.letter_change, &values));
    }
    parts.extend(letter.map(|it| {
        let words = if it {
            &words.letter_again
        } else {
            &words.no_letter_heading
        };
        words.clone()
    }));
    // Each part is a sentence of its own.
    let sentence = |it: &String| match it.ends_with('.') {
        true => [" ", it].concat(),
        false => [" ", it, "."].concat(),
    };
    parts.iter().map(sentence).collect()
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
        let said = if view.session.is_open(answer.question) {
            &view.words.outcome.not_said
        } else {
            view.pack.flow.label(*answer)
        };
        html! { <li>{ [&*question.key, ": ", said].concat() }</li> }
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
                    { body(&fill(&words.letter_offered, &[("opening", label)])) }
                    if let Some(opening) = opening {
                        { small(&opening.reason) }
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
                            { body(&reason.reason) }
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

const fn size(depth: u8) -> &'static str {
    if depth > 1 {
        "govuk-heading-s"
    } else {
        "govuk-heading-m"
    }
}

/// Under a heading `depth` levels below that of the screen.
pub fn silences(view: &View, outcome: &Outcome, depth: u8) -> Html {
    let words = &view.words.outcome;
    if outcome.silences.is_empty() {
        return Html::default();
    }
    let item = |engaged: &Engaged<_>| {
        let silence = &view.pack.flow.silences[engaged.item];
        html! {
            <li data-silence={silence.id.clone()}>
                <p class="govuk-body">{ &silence.text }{ new(view, view.session.news.silences.contains(&engaged.item)) }</p>
                { sentence::changed(view, &silence.sentences) }
                { why(view, &silence.text, &engaged.because, &silence.sentences) }
            </li>
        }
    };
    html! {
        <section class="gw-silences">
            { view.heading(depth, size(depth), &words.silences_heading) }
            { body(&words.silences_ask) }
            <ul class="gw-list">{ for outcome.silences.iter().map(item) }</ul>
        </section>
    }
}

/// Under a heading `depth` levels below that of the screen.
pub fn signposts(view: &View, outcome: &Outcome, depth: u8) -> Html {
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
            { view.heading(depth, size(depth), &view.words.outcome.signposts_heading) }
            <ul class="gw-list">{ for outcome.signposts.iter().map(item) }</ul>
        </section>
    }
}
