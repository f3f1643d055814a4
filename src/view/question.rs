//! One question: its choices, an error when none is selected, Continue, and why it
//! is asked. Must not know what an answer leads to.

use guidance_core::{
    flow::Answer,
    letter::{PassageIx, State},
    strings::fill,
    table::Ix,
};
use yew::prelude::*;

use super::{View, answers, clear, disclosure, heading, letter, plain, sentence};
use crate::{
    govuk::{
        ErrorMessageProps, ErrorSummaryItem, ErrorSummaryProps, HintProps, RadiosItem, RadiosProps,
        error_summary, hint, radios,
    },
    session::{Consequences, Msg, Screen, id},
};

/// The screen of a question.
pub fn screen(view: &View) -> Html {
    let words = &view.words.question;
    // A screen reader says what it has kept of a group and a heading where only their words
    // are new.
    let shown = (view.session.visit, view.left.map(|it| it.visit));
    html! {
        <div class="gw-layout">
            // Not a form: a sandboxed frame without allow-forms never submits one.
            <div class="gw-layout__main" onkeydown={enter(view)}>
                { view.anew("gw-choices", shown, None, choices) }
                <div aria-live="polite">{ consequences(view) }</div>
                { view.button(&words.next, "", Msg::Continued) }
                { view.later(why) }
            </div>
            <div class="gw-layout__side">
                { view.later(clear::list) }
                { view.later(answers::list) }
            </div>
        </div>
    }
}

/// The question and its choices, in a group that it names. It stands before the group, not in
/// it: else it would be said twice, as the group's name and as what has the focus. Its errors
/// are left with it: where they went at once, the browser's own caret would move from them to
/// the next question before the focus does, and a screen reader would take it as read.
fn choices(view: &View) -> Html {
    let Screen::Question(ix) = view.session.screen else {
        return Html::default();
    };
    let question = &view.pack.flow.questions[ix];
    let common = &view.words.common;
    let items = question.choices.rows().iter().map(|choice| RadiosItem {
        hint: choice.hint.as_deref().map(HintProps::new),
        ..RadiosItem::new(choice.id.clone(), &*choice.label)
    });
    let picked = view
        .session
        .picked
        .map(|choice| AttrValue::from(question.choices[choice].id.clone()));
    let choices = question.choices.clone();
    let onchange = view.emit.reform(move |value: AttrValue| {
        let choice = choices.find(|choice| *choice.id == *value);
        Msg::Picked(choice.unwrap_or(Ix::new(0)))
    });
    let unanswered = view.session.unanswered;
    let error_message = unanswered.then(|| ErrorMessageProps {
        visually_hidden_text: Some(common.error_prefix.clone().into()),
        ..ErrorMessageProps::new(&*view.words.question.unanswered)
    });
    let choices = RadiosProps {
        name: "choice".into(),
        id_prefix: Some(id::CHOICES.into()),
        items: items.collect(),
        value: picked,
        onchange: Some(onchange),
        error_message,
        describes_stop: true,
        ..Default::default()
    };
    let described_by = [id::NOTE, " ", id::HINT].concat();
    let words = &view.words.question.unanswered;
    html! {
        <>
            if unanswered {
                { errors(view, &[(id::CHOICES.to_owned(), words.clone())]) }
            }
            <div id={id::NOTE}>{ sentence::changed(view, &question.sentences) }</div>
            <div class={classes!("govuk-form-group", unanswered.then_some("govuk-form-group--error"))}>
                { heading(view.session.config.heading_level, QUESTION, &question.text, Some(id::HEADING), Some(described_by.into())) }
                <div id={id::HINT}>
                    if let Some(words) = question.hint.as_deref() {
                        { hint(&HintProps::new(words)) }
                    }
                </div>
                <div role="group" aria-labelledby={id::HEADING}>{ radios(&choices) }</div>
            </div>
        </>
    }
}

/// It looks as the legend of its group.
const QUESTION: &str = "govuk-fieldset__legend govuk-fieldset__legend--l gw-question";

/// The sentences that the question rests on.
fn why(view: &View) -> Html {
    let Screen::Question(ix) = view.session.screen else {
        return Html::default();
    };
    let quotes = sentence::quotes(view, &view.pack.flow.questions[ix].sentences);
    disclosure((&*view.words.question.why).into(), "", quotes)
}

/// What else changes with the selected answer, told before it is accepted.
fn consequences(view: &View) -> Html {
    let words = &view.words.question;
    let Consequences {
        lost,
        passages,
        no_letter,
    } = view.session.consequences();
    if lost.is_empty() && passages.is_empty() && !no_letter {
        return Html::default();
    }
    let answer = |answer: &Answer| {
        let key = &view.pack.flow.questions[answer.question].key;
        html! { <li>{ [key, ": ", view.pack.flow.label(*answer)].concat() }</li> }
    };
    let passage = |(ix, state): &(PassageIx, State)| {
        let label = &view.pack.letter.passages[*ix].label;
        let state = letter::state_label(view, *ix, *state);
        html! { <li>{ fill(&words.letter_change, &[("passage", label), ("state", state)]) }</li> }
    };
    html! {
        <div class="govuk-inset-text">
            if !lost.is_empty() {
                { plain(&words.lost) }
                <ul class="govuk-list govuk-list--bullet">{ for lost.iter().map(answer) }</ul>
            }
            if !passages.is_empty() {
                { plain(&words.letter_changes) }
                <ul class="govuk-list govuk-list--bullet">{ for passages.iter().map(passage) }</ul>
            }
            if no_letter {
                { plain(&words.letter_gone) }
            }
        </div>
    }
}

/// Enter on a choice continues, as it does in a form.
fn enter(view: &View) -> Callback<KeyboardEvent> {
    let emit = view.emit.clone();
    Callback::from(move |event: KeyboardEvent| {
        let on_choice = event
            .target_dyn_into::<web_sys::HtmlInputElement>()
            .is_some();
        if event.key() == "Enter" && on_choice {
            event.prevent_default();
            emit.emit(Msg::Continued);
        }
    })
}

/// The error summary: ids of controls with their messages.
pub fn errors(view: &View, errors: &[(String, String)]) -> Html {
    let error_list: Vec<_> = errors
        .iter()
        .map(|(id, message)| ErrorSummaryItem::new(["#", id].concat(), &**message))
        .collect();
    let on_navigate = view
        .emit
        .reform(|id: AttrValue| Msg::FixAsked(id.to_string()));
    error_summary(&ErrorSummaryProps {
        title_text: (&*view.words.common.error_title).into(),
        title_heading_level: Some(view.session.config.heading_level),
        error_list,
        on_navigate: Some(on_navigate),
        focusable: true,
        id: Some(id::ERRORS.into()),
        ..Default::default()
    })
}
