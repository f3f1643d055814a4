//! The list of answers so far, each with Change. Must not know which screen it
//! stands on.

use yew::prelude::*;

use super::View;
use crate::{
    govuk::{SummaryListAction, SummaryListProps, SummaryListRow, summary_list},
    session::Msg,
};

/// The answers that count, in the order of the questions.
pub fn list(view: &View) -> Html {
    let common = &view.words.common;
    let answers = view.session.live().iter();
    // What can wait is asked, and changed, on the outcome.
    let answers = answers.filter(|it| !view.pack.flow.can_wait(it.question));
    let rows = answers.map(|answer| {
        let question = &view.pack.flow.questions[answer.question];
        let change = SummaryListAction {
            text: (&*common.change).into(),
            visually_hidden_text: Some(question.key.to_ascii_lowercase().into()),
            href: "#".into(),
            onclick: Some(view.on(Msg::ChangeAsked(answer.question))),
            ..Default::default()
        };
        SummaryListRow::new(&*question.key, view.pack.flow.label(answer)).with_actions(vec![change])
    });
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        return Html::default();
    }
    html! {
        <section class="gw-answers">
            { view.heading(1, "govuk-heading-s", &common.answers_heading) }
            { summary_list(&SummaryListProps { rows, ..Default::default() }) }
        </section>
    }
}
