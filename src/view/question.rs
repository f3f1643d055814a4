//! One question: its choices, an error when none is selected, Continue, and why it
//! is asked. Must not know what an answer leads to.

use guidance_core::{flow::QuestionIx, table::Ix};
use yew::prelude::*;

use super::{View, answers, sentence};
use crate::{
    govuk::{
        Button, Details, ErrorMessageProps, ErrorSummary, ErrorSummaryItem, FieldsetProps,
        HintProps, Legend, Radios, RadiosItem,
    },
    session::{Msg, id},
};

/// The screen of a question.
pub fn screen(view: &View, ix: QuestionIx) -> Html {
    let question = &view.pack.flow.questions[ix];
    let words = &view.words.question;
    let items: Vec<_> = question
        .choices
        .rows()
        .iter()
        .map(|choice| RadiosItem {
            hint: choice.hint.as_deref().map(HintProps::new),
            ..RadiosItem::new(choice.id.clone(), &*choice.label)
        })
        .collect();
    let fieldset = FieldsetProps::new(Legend {
        text: (&*question.text).into(),
        is_page_heading: true,
        heading_level: Some(view.session.config.heading_level),
        classes: classes!("govuk-fieldset__legend--l"),
        id: Some(id::HEADING.into()),
        focusable: true,
        ..Default::default()
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
    let error_message = view.session.unanswered.then(|| ErrorMessageProps {
        visually_hidden_text: Some(view.words.common.error_prefix.clone().into()),
        ..ErrorMessageProps::new(&*words.unanswered)
    });
    html! {
        <div class="gw-layout">
            // Not a form: a sandboxed frame without allow-forms never submits one.
            <div class="gw-layout__main" onkeydown={enter(view)}>
                if view.session.unanswered {
                    { errors(view, &[(id::CHOICES.to_owned(), words.unanswered.clone())]) }
                }
                <Radios name="choice" id_prefix={id::CHOICES} {items} value={picked} onchange={onchange}
                    hint={question.hint.as_deref().map(HintProps::new)} {fieldset} {error_message} />
                if view.session.changing {
                    <p class="govuk-body-s">{ &words.stale }</p>
                }
                <Button text={&*words.next} r#type="button" onclick={view.on(Msg::Continued)} />
                <Details summary_text={&*words.why}>{ sentence::quotes(view, &question.sentences) }</Details>
            </div>
            <div class="gw-layout__side">{ answers::list(view) }</div>
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
    html! {
        <ErrorSummary title_text={&*view.words.common.error_title} {error_list} {on_navigate}
            title_heading_level={view.session.config.heading_level} focusable=true
            attributes={vec![("id".into(), id::ERRORS.into())]} />
    }
}
