//! The check before a letter goes out: what was chosen and why, what was reworded,
//! what the law says, and then the outputs. Must not change a letter: Change leads
//! back to the builder.

use guidance_core::{
    letter::{Decision, Draft, LawPoint, Offer},
    strings::fill,
};
use yew::prelude::*;

use super::{View, letter};
use crate::{
    govuk::{SummaryListAction, SummaryListProps, SummaryListRow, summary_list},
    session::{File, Msg, Status, id},
};

/// The check screen.
pub fn screen(view: &View) -> Html {
    if view.session.offer() != Offer::Letter {
        return Html::default();
    }
    let words = &view.words.check;
    let draft = view.session.draft();
    html! {
        <>
            { view.title(&words.heading) }
            <div class="gw-builder">
                <div class="gw-builder__form">
                    { letter::law(view, &draft) }
                    { law(view, &draft) }
                    { view.heading(1, "govuk-heading-m", &words.outputs_heading, None) }
                    { outputs(view) }
                    { view.heading(1, "govuk-heading-m", &words.wording_heading, None) }
                    { wording(view, &draft) }
                    if !draft.edits.is_empty() {
                        { view.heading(1, "govuk-heading-m", &words.edits_heading, None) }
                        { for draft.edits.iter().map(|edit| html! {
                            <>
                                <p class="govuk-body gw-passage__name">
                                    <strong>{ &view.pack.letter.passages[edit.passage].label }</strong>
                                </p>
                                { letter::changes(&view.words.letter, edit) }
                            </>
                        }) }
                    }
                    { view.heading(1, "govuk-heading-m", &words.request_heading, None) }
                    <p class="govuk-body">{ &words.request_intro }</p>
                </div>
                <div class="gw-builder__result">
                    { view.heading(1, "govuk-heading-m", &words.details_heading, None) }
                    { letter::preview(view, &draft) }
                </div>
            </div>
        </>
    }
}

/// What was decided about sentences whose law has moved, and what was not.
fn law(view: &View, draft: &Draft) -> Html {
    if draft.law.is_empty() {
        return Html::default();
    }
    let words = &view.words.check;
    let point = |point: &LawPoint| {
        let passage = &view.pack.letter.passages[point.passage];
        let by = view
            .session
            .input
            .kept
            .get(&point.passage)
            .map_or("", |by| by.trim());
        let reworded = draft.edits.iter().any(|edit| edit.passage == point.passage);
        let template = match (point.decided, reworded) {
            (false, _) => &words.law_point,
            (true, true) => &words.law_reworded,
            (true, false) => &words.law_kept,
        };
        let text = fill(template, &[("passage", &passage.label), ("by", by)]);
        html! { <li>{ text }</li> }
    };
    html! {
        <>
            { view.heading(1, "govuk-heading-m", &words.law_heading, None) }
            <ul class="govuk-list govuk-list--bullet">{ for draft.law.iter().map(point) }</ul>
        </>
    }
}

/// Every passage that has a place in the letter: its state, why, and Change.
fn wording(view: &View, draft: &Draft) -> Html {
    let row = |decision: &Decision| {
        let passage = &view.pack.letter.passages[decision.passage];
        let state = letter::state_label(view, decision.passage, decision.state);
        let reason = letter::against(view, decision).unwrap_or_else(|| decision.reason.clone());
        let value = html! {
            <>
                <strong>{ state }</strong>
                <br />
                <span class="gw-reason">{ reason }</span>
            </>
        };
        let row = SummaryListRow::new(&*passage.label, value);
        if !passage.optional && passage.variants.len() == 1 {
            return row;
        }
        row.with_actions(vec![SummaryListAction {
            text: (&*view.words.common.change).into(),
            visually_hidden_text: Some(passage.label.to_lowercase().into()),
            href: "#".into(),
            onclick: Some(view.on(Msg::RevisionAsked(id::passage(&passage.id)))),
            ..Default::default()
        }])
    };
    let rows: Vec<_> = draft
        .decisions
        .iter()
        .filter(|it| it.present)
        .map(row)
        .collect();
    html! { <div class="gw-answers">{ summary_list(&SummaryListProps { rows, ..Default::default() }) }</div> }
}

fn outputs(view: &View) -> Html {
    let words = &view.words.check;
    let secondary = |text: &str, msg: Msg| view.button(text, "govuk-button--secondary", msg);
    html! {
        <div class="govuk-button-group">
            { view.button(&words.copy, "", Msg::CopyAsked) }
            { secondary(&words.print, Msg::PrintAsked) }
            { secondary(&words.word, Msg::SaveAsked(File::Word)) }
            { secondary(&words.text, Msg::SaveAsked(File::Text)) }
            { secondary(&words.page, Msg::SaveAsked(File::Page)) }
            { secondary(&words.record, Msg::SaveAsked(File::Record)) }
        </div>
    }
}

/// The words for what became of an output.
pub fn status(view: &View) -> String {
    let words = &view.words.check;
    match view.session.status {
        None => String::new(),
        Some(Status::Copied) if view.session.draft().is_marked_draft() => {
            words.copied_draft.clone()
        }
        Some(Status::Copied) => words.copied.clone(),
        Some(Status::CopyFailed) => words.copy_failed.clone(),
        Some(Status::Printing) => words.printing.clone(),
        Some(Status::PrintFailed) => words.print_failed.clone(),
        Some(Status::Saved(file)) => fill(&words.saved, &[("file", file.name(words))]),
        Some(Status::SaveFailed) => words.save_failed.clone(),
    }
}
