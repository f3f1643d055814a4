//! The letter builder: wording, details, a live preview, and the outputs. Must not
//! compose anything itself: the core does, and this shows it.

use guidance_core::{
    letter::{
        Bit, Block, Decision, Draft, Field, FieldIx, FieldKind, LawPoint, Offer, PassageIx, State,
        Value, date,
    },
    strings::fill,
};
use yew::prelude::*;

use super::{View, outcome, question, sentence};
use crate::{
    govuk::{
        Button, DateInput, DateInputItem, Details, ErrorMessageProps, FieldsetProps, HintProps,
        Input, InsetText, LabelProps, Legend, Radios, RadiosItem, Textarea, WarningText,
    },
    session::{DatePart, Msg, Status, id},
};

/// The letter builder.
pub fn screen(view: &View) -> Html {
    if view.session.offer() != Offer::Letter {
        return Html::default();
    }
    let words = &view.words.letter;
    let draft = view.session.draft();
    let errors = view.session.errors(&draft);
    let builder = Builder {
        view,
        draft: &draft,
        errors: &errors,
    };
    let passages = draft
        .decisions
        .iter()
        .filter(|it| it.present && builder.needs_showing(it));
    html! {
        <>
            if !errors.is_empty() {
                { question::errors(view, &errors) }
            }
            { view.title(&words.heading) }
            <p class="govuk-body">{ &words.intro }</p>
            <div class="gw-builder">
                <div class="gw-builder__form">
                    { view.heading(1, "govuk-heading-m", &words.passages_heading, None) }
                    { for passages.map(|it| builder.passage(it)) }
                    { view.heading(1, "govuk-heading-m", &words.fields_heading, None) }
                    { for draft.fields.iter().map(|it| builder.field(*it)) }
                </div>
                <div class="gw-builder__result">
                    { view.heading(1, "govuk-heading-m", &words.preview_heading, None) }
                    { builder.law() }
                    { builder.outputs() }
                    { builder.preview() }
                </div>
            </div>
        </>
    }
}

struct Builder<'a> {
    view: &'a View<'a>,
    draft: &'a Draft,
    errors: &'a [(String, String)],
}

impl Builder<'_> {
    /// Whether there is anything to choose or to know about a passage.
    fn needs_showing(&self, decision: &Decision) -> bool {
        let passage = &self.view.pack.letter.passages[decision.passage];
        let changed = passage
            .variants
            .rows()
            .iter()
            .any(|variant| variant.changed.is_some());
        passage.optional
            || passage.variants.len() > 1
            || changed
            || !self.notes(decision).is_empty()
    }

    /// The law notes on the sentences of the wording that is in.
    fn notes(&self, decision: &Decision) -> Vec<guidance_core::source::LawNoteIx> {
        let State::In(variant) = decision.state else {
            return Vec::new();
        };
        let pack = self.view.pack;
        let sentences = &pack.letter.passages[decision.passage].variants[variant].sentences;
        let mut notes: Vec<_> = sentences
            .iter()
            .flat_map(|it| &pack.source.sentences[*it].law)
            .copied()
            .collect();
        notes.dedup();
        notes
    }

    fn error(&self, id: &str) -> Option<ErrorMessageProps> {
        let (_, message) = self.errors.iter().find(|(control, _)| control == id)?;
        Some(self.message(message))
    }

    fn message(&self, message: &str) -> ErrorMessageProps {
        let prefix = self.view.words.common.error_prefix.clone();
        ErrorMessageProps {
            visually_hidden_text: Some(prefix.into()),
            ..ErrorMessageProps::new(message)
        }
    }

    // Wording

    fn passage(&self, decision: &Decision) -> Html {
        let view = self.view;
        let words = &view.words.letter;
        let ix = decision.passage;
        let passage = &view.pack.letter.passages[ix];
        let choosable = passage.optional || passage.variants.len() > 1;
        let changed = match decision.state {
            State::In(variant) => passage.variants[variant].changed.as_ref(),
            State::Out | State::Undecided => None,
        };
        let point = self.draft.law.iter().find(|point| point.passage == ix);
        html! {
            <div class="gw-passage" data-passage={passage.id.clone()} data-state={self.state_word(decision.state)}>
                if choosable {
                    { self.choices(decision) }
                } else {
                    <p class="govuk-body gw-passage__name"><strong>{ &passage.label }</strong></p>
                }
                if let Some(changed) = changed {
                    <p class="govuk-body-s">{ fill(&words.changed, &[("note", changed)]) }</p>
                }
                { for self.notes(decision).iter().map(|it| sentence::law(&view.words.common, &view.pack.source.law[*it], None)) }
                if let Some(point) = point {
                    { self.law_decision(point) }
                }
            </div>
        }
    }

    fn state_word(&self, state: State) -> &'static str {
        match state {
            State::In(_) => "in",
            State::Out => "out",
            State::Undecided => "undecided",
        }
    }

    /// The name of a state to the user.
    fn state_label(&self, ix: PassageIx, state: State) -> &str {
        let words = &self.view.words.letter;
        let variants = &self.view.pack.letter.passages[ix].variants;
        match state {
            State::In(variant) if variants.len() > 1 => &variants[variant].label,
            State::In(_) => &words.state_in,
            State::Out => &words.state_out,
            State::Undecided => &words.state_undecided,
        }
    }

    fn choices(&self, decision: &Decision) -> Html {
        let view = self.view;
        let ix = decision.passage;
        let passage = &view.pack.letter.passages[ix];
        let mut states: Vec<State> = passage.variants.indices().map(State::In).collect();
        if passage.optional {
            states.push(State::Out);
        }
        let items: Vec<_> = states
            .iter()
            .enumerate()
            .map(|(row, state)| RadiosItem {
                checked: Some(*state == decision.state),
                ..RadiosItem::new(row.to_string(), self.state_label(ix, *state))
            })
            .collect();
        let onchange = view.emit.reform(move |value: AttrValue| {
            let row = value.parse().unwrap_or(usize::MAX);
            Msg::StateChosen(ix, states.get(row).copied().unwrap_or(State::Undecided))
        });
        let name = id::passage(&passage.id);
        let legend = Legend {
            text: (&*passage.label).into(),
            classes: classes!("govuk-fieldset__legend--s"),
            ..Default::default()
        };
        let error_message = self.error(&name);
        html! {
            <>
                <Radios name={name.clone()} id_prefix={name} {items} {onchange} {error_message}
                    classes={classes!("govuk-radios--small", (passage.variants.len() == 1).then_some("govuk-radios--inline"))}
                    fieldset={FieldsetProps::new(legend)} hint={HintProps::new(self.reason(decision))} />
                if !decision.because.is_empty() {
                    <Details summary_text={self.why(&passage.label)} classes="gw-why">
                        { outcome::reasons(view, &decision.because) }
                    </Details>
                }
            </>
        }
    }

    fn why(&self, label: &str) -> Html {
        html! {
            <>
                { &self.view.words.outcome.why }
                <span class="govuk-visually-hidden">{ [" ", label].concat() }</span>
            </>
        }
    }

    /// Why a passage is as it is, in one line.
    fn reason(&self, decision: &Decision) -> String {
        let words = &self.view.words.letter;
        let suggestion = fill(
            &words.suggested,
            &[
                (
                    "state",
                    self.state_label(decision.passage, decision.suggested),
                ),
                ("reason", &decision.reason),
            ],
        );
        if decision.state == decision.suggested || decision.suggested == State::Undecided {
            suggestion
        } else {
            fill(&words.chosen_against, &[("suggestion", &suggestion)])
        }
    }

    /// Who confirmed that a passage may stay although the law has moved.
    fn law_decision(&self, point: &LawPoint) -> Html {
        let words = &self.view.words.letter;
        let ix = point.passage;
        let passage = &self.view.pack.letter.passages[ix];
        let value = self
            .view
            .session
            .input
            .kept
            .get(&ix)
            .cloned()
            .unwrap_or_default();
        let control = id::confirmed(&passage.id);
        html! {
            <Input name={control.clone()} id={control} value={AttrValue::from(value)} autocomplete="off" spellcheck={false}
                    label={LabelProps { text: html! {
                        <>{ &words.law_keep_label }<span class="govuk-visually-hidden">{ [": ", &*passage.label].concat() }</span></>
                    }, ..Default::default() }}
                    hint={HintProps::new(&*words.law_keep_hint)}
                    oninput={self.view.emit.reform(move |by: AttrValue| Msg::Confirmed(ix, by.to_string()))} />
        }
    }

    fn law(&self) -> Html {
        let words = &self.view.words.letter;
        let open = self.draft.law.iter().filter(|point| !point.decided).count();
        if open == 0 {
            return html! { <InsetText text={&*words.law_none_open} /> };
        }
        let text = fill(&words.law_open, &[("count", &open.to_string())]);
        html! { <WarningText text={text} icon_fallback_text={AttrValue::from(self.view.words.common.warning.clone())} /> }
    }

    // Details

    fn field(&self, ix: FieldIx) -> Html {
        let view = self.view;
        let field = &view.pack.letter.fields[ix];
        let control = id::field(&field.id);
        let text = match view.session.input.fields.get(&ix) {
            Some(Value::Text(text)) => text.clone(),
            _ => String::new(),
        };
        let label = match field.missing {
            Some(_) => field.label.clone(),
            None => fill(&view.words.letter.optional, &[("label", &field.label)]),
        };
        let label = LabelProps::new(label);
        let hint = field.hint.as_deref().map(HintProps::new);
        let error_message = self.error(&control);
        // Nothing about a claimant is offered to the next one.
        let autocomplete = field.about_recipient.then_some(AttrValue::Static("off"));
        let oninput = view
            .emit
            .reform(move |text: AttrValue| Msg::Typed(ix, text.to_string()));
        let value = AttrValue::from(text);
        match field.kind {
            FieldKind::Date => self.date(ix, field),
            FieldKind::Line => html! {
                <Input key={&*field.id} name={control.clone()} id={control} {value} {label} {hint} {error_message}
                    {autocomplete} spellcheck={false} {oninput} />
            },
            FieldKind::Lines(..) | FieldKind::Paragraph => {
                let spellcheck = field.kind == FieldKind::Paragraph;
                html! {
                    <Textarea key={&*field.id} name={control.clone()} id={control} {value} {label} {hint}
                        {error_message} {autocomplete} {spellcheck} rows="4" {oninput} />
                }
            }
        }
    }

    fn date(&self, ix: FieldIx, field: &Field) -> Html {
        let view = self.view;
        let words = &view.words.letter;
        let typed = match view.session.input.fields.get(&ix) {
            Some(Value::Date(typed)) => typed.clone(),
            _ => date::Typed::default(),
        };
        let part = |label: &str, name: &'static str, value: String| DateInputItem {
            name: Some(name.into()),
            label: Some(label.to_owned().into()),
            value: Some(value.into()),
            autocomplete: Some("off".into()),
            ..Default::default()
        };
        let items = vec![
            part(&words.date_day, "day", typed.day),
            part(&words.date_month, "month", typed.month),
            part(&words.date_year, "year", typed.year),
        ];
        let control = id::field(&field.id);
        let error_message = self.error(&[&control, "-day"].concat());
        let legend = Legend {
            text: (&*field.label).into(),
            ..Default::default()
        };
        let oninput = view
            .emit
            .reform(move |(name, text): (AttrValue, AttrValue)| {
                let part = match &*name {
                    "day" => DatePart::Day,
                    "month" => DatePart::Month,
                    _ => DatePart::Year,
                };
                Msg::DateTyped(ix, part, text.to_string())
            });
        html! {
            <DateInput key={&*field.id} id={control} {items} {error_message} {oninput}
                fieldset={FieldsetProps::new(legend)} hint={HintProps::new(&*words.date_hint)} />
        }
    }

    // Preview and outputs

    fn preview(&self) -> Html {
        let words = &self.view.words.letter;
        html! {
            <>
                <div class="gw-letter" id={id::PREVIEW} role="region" tabindex="0"
                    aria-label={words.preview_label.clone()}>
                    { for self.draft.blocks.iter().map(block) }
                </div>
                <p class="govuk-body-s">{ &words.frame_note }</p>
            </>
        }
    }

    fn outputs(&self) -> Html {
        let view = self.view;
        let words = &view.words.letter;
        html! {
            <div class="govuk-button-group">
                <Button text={&*words.copy} r#type="button" onclick={view.on(Msg::CopyAsked)} />
                <Button text={&*words.print} r#type="button" classes="govuk-button--secondary"
                    onclick={view.on(Msg::PrintAsked)} />
            </div>
        }
    }
}

fn block(block: &Block<Bit>) -> Html {
    let line = |(row, line): (usize, &Vec<Bit>)| {
        let bits = line.iter().map(|bit| match bit {
            Bit::Text(span) if span.bold => html! { <strong>{ &span.text }</strong> },
            Bit::Text(span) => html! { <>{ &span.text }</> },
            Bit::Gap(name) => html! { <span class="gw-gap">{ name }</span> },
        });
        html! { <>if row > 0 { <br /> }{ for bits }</> }
    };
    html! {
        <p class={classes!("gw-letter__block", format!("gw-letter__{}", block.role))}>
            { for block.lines.iter().enumerate().map(line) }
        </p>
    }
}

/// The words for what became of an output.
pub fn status<'a>(view: &'a View<'a>) -> &'a str {
    let words = &view.words.letter;
    match view.session.status {
        None => "",
        Some(Status::Copied) if view.session.draft().is_marked_draft() => &words.copied_draft,
        Some(Status::Copied) => &words.copied,
        Some(Status::CopyFailed) => &words.copy_failed,
        Some(Status::Printing) => &words.printing,
        Some(Status::PrintFailed) => &words.print_failed,
    }
}
