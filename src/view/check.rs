//! The check before a letter goes out: what was chosen and why, what was reworded,
//! what the law says, and then the outputs. Must not change a letter: Change leads
//! back to the builder.

use guidance_core::{
    letter::{Decision, Draft, LawPoint, Offer, format::Format},
    strings::fill,
};
use yew::prelude::*;

use super::{View, body, letter, small};
use crate::{
    govuk::{SummaryListAction, SummaryListProps, SummaryListRow, summary_list},
    session::{Copy, File, Msg, News, Status, id},
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
            { view.title(&words.heading, Some(id::NOTE)) }
            <div class="gw-builder">
                <div class="gw-builder__form">
                    { letter::law(view, &draft) }
                    { law(view, &draft) }
                    { view.heading(1, "govuk-heading-m", &words.wording_heading) }
                    { wording(view, &draft) }
                    if !draft.edits.is_empty() {
                        { view.heading(1, "govuk-heading-m", &words.edits_heading) }
                        { for draft.edits.iter().map(|edit| html! {
                            <>
                                <p class="govuk-body gw-passage__name">
                                    <strong>{ &view.pack.letter.passages[edit.passage].label }</strong>
                                </p>
                                { letter::changes(&view.words.letter, edit) }
                            </>
                        }) }
                    }
                    { request(view, &draft) }
                </div>
                <div class="gw-builder__result">
                    { view.heading(1, "govuk-heading-m", &words.outputs_heading) }
                    { instructions(view) }
                    { outputs(view) }
                    { letter::preview(view, &draft, false) }
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
        let by = view.session.input.confirmed_by(point.passage);
        let reworded = draft.edits.iter().any(|edit| edit.passage == point.passage);
        let template = match (point.decided, reworded) {
            (false, _) => &words.law_point,
            (true, true) => &words.law_reworded,
            (true, false) => &words.law_kept,
        };
        let text = fill(
            template,
            &[("passage", &passage.label), ("by", &by.unwrap_or_default())],
        );
        html! { <li>{ text }</li> }
    };
    html! {
        <>
            { view.heading(1, "govuk-heading-m", &words.law_heading) }
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
            // As it is written: a label can hold a name.
            visually_hidden_text: Some(passage.label.clone().into()),
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
        <>
            <div class="govuk-button-group">
                { view.button(&words.copy, "", Msg::CopyAsked(Copy::Letter)) }
                { secondary(&words.print, Msg::PrintAsked) }
                { secondary(&words.word, Msg::SaveAsked(File::Word)) }
                { secondary(&words.text, Msg::SaveAsked(File::Text)) }
                { secondary(&words.page, Msg::SaveAsked(File::Page)) }
                { secondary(&words.record, Msg::SaveAsked(File::Record)) }
            </div>
            { small(&words.not_the_page) }
        </>
    }
}

/// What to do when the letter is printed.
fn instructions(view: &View) -> Html {
    let instructions = view.pack.letter.instructions(&view.session.input);
    if instructions.is_empty() {
        return Html::default();
    }
    html! {
        <div class="govuk-inset-text">
            <p><strong>{ &view.words.check.instructions_heading }</strong></p>
            <ul class="govuk-list">{ for instructions.iter().map(|it| html! { <li>{ it }</li> }) }</ul>
        </div>
    }
}

/// The note that asks somebody else for a format that no browser makes.
fn request(view: &View, draft: &Draft) -> Html {
    let words = &view.words.check;
    let note = draft
        .finish()
        .ok()
        .and_then(|letter| view.session.request(&letter));
    let Some(note) = note else {
        return Html::default();
    };
    let formats = view.pack.letter.requests(&view.session.input).join(", ");
    html! {
        <section>
            { view.heading(1, "govuk-heading-m", &words.requests_heading) }
            { body(&fill(&words.request_intro, &[("formats", &formats)])) }
            <div class="govuk-button-group">
                { view.button(&words.request_copy, "govuk-button--secondary", Msg::CopyAsked(Copy::Request)) }
                { view.button(&words.request_save, "govuk-button--secondary", Msg::SaveAsked(File::Request)) }
            </div>
            <pre class="gw-note" id={id::REQUEST} role="region" tabindex="0" aria-label={view.words.request.title.clone()}>
                { note }
            </pre>
        </section>
    }
}

/// The words for what became of an output.
pub fn status(view: &View) -> Option<String> {
    let words = &view.words.check;
    let said = match view.session.status.as_ref()? {
        Status::Copied(Copy::Request) => words.request_copied.clone(),
        Status::Copied(Copy::Letter) => {
            let copied = if view.session.draft().is_marked_draft() {
                &words.copied_draft
            } else {
                &words.copied
            };
            if view.session.format == Format::default() {
                copied.clone()
            } else {
                [&**copied, " ", &words.copied_format].concat()
            }
        }
        Status::CopyFailed(_) => words.copy_failed.clone(),
        Status::Printing => words.printing.clone(),
        Status::PrintFailed => words.print_failed.clone(),
        Status::Saved(_, name) => fill(&words.saved, &[("file", name)]),
        Status::SaveFailed => words.save_failed.clone(),
        Status::Changed if view.session.news == News::default() => {
            view.words.outcome.unchanged.clone()
        }
        Status::Changed => view.words.outcome.changed.clone(),
        Status::CaseRefused => words.case_refused.clone(),
        Status::LeftOut(passages) => {
            let labels = passages.iter();
            let labels = labels.map(|it| &*view.pack.letter.passages[*it].label);
            let labels: Vec<_> = labels.collect();
            let words = &view.words.letter.law_left_out;
            fill(words, &[("passages", &labels.join("; "))])
        }
    };
    Some(said)
}
