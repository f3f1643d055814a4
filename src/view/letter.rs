//! The letter builder: wording, details, format, and a live preview. Must not
//! compose anything itself: the core does, and this shows it.

use guidance_core::{
    letter::{
        Bit, Block, Decision, Draft, Edit, Field, FieldIx, FieldKind, Offer, Origin, PassageIx,
        Preference, PreferenceIx, State, Value, VariantIx, Wish, WishIx, Words,
        diff::{self, Change, ChangeKind},
        format::Format,
        text,
    },
    source::LawNoteIx,
    strings::{LetterStrings, fill},
    table::Ix,
};
use yew::prelude::*;

use super::{View, body, disclosure_about, outcome, question, sentence, small};
use crate::{
    govuk::{
        CheckboxesItem, CheckboxesProps, DateInputItem, DateInputProps, DetailsProps,
        ErrorMessageProps, FieldsetProps, HintProps, InputProps, InsetTextProps, LabelProps,
        Legend, RadiosItem, RadiosProps, TextareaProps, WarningTextProps, checkboxes, date_input,
        details, input, inset_text, radios, textarea, warning_text,
    },
    session::{DatePart, LawChoice, Msg, id},
};

/// The letter builder.
pub fn screen(view: &View) -> Html {
    if view.session.offer() != Offer::Letter {
        return Html::default();
    }
    let words = &view.words.letter;
    let draft = view.session.draft();
    let errors = &view.session.errors;
    let builder = Builder {
        view,
        draft: &draft,
        errors,
    };
    let parts = view.session.parts(&draft.decisions);
    let mut parts = [parts.left, parts.law, parts.decided];
    for part in &mut parts {
        part.retain(|it| builder.needs_showing(it));
    }
    let [left, law_first, decided] = parts;
    let fields = draft.fields.iter().copied();
    let (recipient, sender): (Vec<FieldIx>, Vec<FieldIx>) =
        fields.partition(|it| view.pack.letter.fields[*it].about_recipient);
    html! {
        <>
            if !errors.is_empty() {
                { question::errors(view, errors) }
            }
            { view.title(&words.heading, Some(id::NOTE)) }
            { body(&words.intro) }
            <div class="gw-builder">
                <div class="gw-builder__form" onchange={view.emit.reform(|_: Event| Msg::FieldLeft)}>
                    { part(view, &words.open_heading, left.iter().map(|it| builder.passage(it)).collect()) }
                    if !law_first.is_empty() {
                        { view.heading(1, "govuk-heading-m", &words.law_heading) }
                        { body(&words.law_intro) }
                        if law_first.len() > 1 && !words.law_all_out.is_empty() {
                            { view.button(&words.law_all_out, "govuk-button--secondary", Msg::LawLeftOut) }
                        }
                        { builder.law_lines(&law_first) }
                    }
                    { part(view, &words.fields_heading, recipient.into_iter().map(|it| builder.field(it)).collect()) }
                    { part(view, &words.sender_heading, builder.sender(&sender)) }
                    { part(view, &words.passages_heading, decided.iter().map(|it| builder.folded(it)).collect()) }
                    { builder.format() }
                    { view.button(&words.check, "", Msg::CheckAsked) }
                </div>
                <div class="gw-builder__result">
                    { view.heading(1, "govuk-heading-m", &words.preview_heading) }
                    { law(view, &draft) }
                    { preview(view, &draft, true) }
                    { small(&words.frame_note) }
                </div>
            </div>
        </>
    }
}

/// A part of the builder, where there is anything in it.
fn part(view: &View, heading: &str, content: Vec<Html>) -> Html {
    if content.is_empty() {
        return Html::default();
    }
    html! {
        <>
            if !heading.is_empty() {
                { view.heading(1, "govuk-heading-m", heading) }
            }
            { for content }
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
            || self.moved(decision)
    }

    /// Whether the page no longer has what the passage comes from.
    fn moved(&self, decision: &Decision) -> bool {
        let passage = &self.view.pack.letter.passages[decision.passage];
        let mut sentences = passage.variants.rows().iter().flat_map(|it| &it.sentences);
        sentences.any(|it| self.view.session.config.changed.contains(it))
    }

    fn needs_law_check(&self, decision: &Decision) -> bool {
        let pack = self.view.pack;
        pack.letter.passages[decision.passage].needs_law_check(&pack.source)
    }

    /// What has moved under a passage; under its first wording while it is not in, so
    /// that nobody puts it in without having read that.
    fn notes(&self, decision: &Decision) -> Vec<LawNoteIx> {
        let pack = self.view.pack;
        let state = match decision.state {
            State::In(_) => decision.state,
            State::Out | State::Undecided => State::In(VariantIx::new(0)),
        };
        pack.letter.passages[decision.passage].law(state, &pack.source)
    }

    fn error(&self, id: &str) -> Option<ErrorMessageProps> {
        self.wrong(id).map(|message| self.message(message))
    }

    /// What is wrong with a control, in words.
    fn wrong(&self, id: &str) -> Option<&str> {
        let mut errors = self.errors.iter();
        let (_, message) = errors.find(|(control, _)| control == id)?;
        Some(message)
    }

    fn message(&self, message: &str) -> ErrorMessageProps {
        let prefix = self.view.words.common.error_prefix.clone();
        ErrorMessageProps {
            visually_hidden_text: Some(prefix.into()),
            ..ErrorMessageProps::new(message)
        }
    }

    // Wording

    /// What is decided, in one line that opens to change it.
    fn folded(&self, decision: &Decision) -> Html {
        let view = self.view;
        let passage = &view.pack.letter.passages[decision.passage];
        let law_check = self.needs_law_check(decision);
        let said = match view.session.law_choice(decision).filter(|_| law_check) {
            Some(choice) => self.law_word(choice).to_owned(),
            None => against(view, decision).unwrap_or_else(|| suggestion(view, decision)),
        };
        self.fold(
            &passage.id,
            &passage.label,
            said,
            self.wrong_in(decision),
            self.passage(decision),
        )
    }

    fn fold(
        &self,
        key: &str,
        name: &str,
        said: String,
        error: Option<&str>,
        children: Html,
    ) -> Html {
        let summary_text = html! {
            <>
                <strong>{ name }</strong>
                { " " }
                <span>{ said }</span>
                { " " }
                <span class="gw-fold__change">{ &self.view.words.common.change }</span>
                if let Some(error) = error {
                    <span class="govuk-error-message">
                        <span class="govuk-visually-hidden">{ &self.view.words.common.error_prefix }{ ": " }</span>
                        { error }
                    </span>
                }
            </>
        };
        let line = details(&DetailsProps {
            summary_text,
            id: Some(id::fold(key).into()),
            classes: "gw-fold".into(),
            children,
            ..Default::default()
        });
        html! { <div class="gw-line" key={key}>{ line }</div> }
    }

    /// What is decided where the law has moved: behind one line where there is more than one,
    /// which says how many of each there are.
    fn law_lines(&self, decisions: &[&Decision]) -> Html {
        let words = &self.view.words.letter;
        let lines: Html = decisions.iter().map(|it| self.folded(it)).collect();
        if decisions.len() < 2 || words.law_one_by_one.is_empty() {
            return lines;
        }
        let choices = decisions.iter().map(|it| self.view.session.law_choice(it));
        let choices: Vec<_> = choices.collect();
        let counted = LawChoice::all().filter_map(|choice| {
            let count = choices.iter().filter(|it| **it == Some(choice)).count();
            let said = [self.law_word(choice), ": ", &count.to_string()].concat();
            (count > 0).then_some(said)
        });
        let said = counted.collect::<Vec<_>>().join("; ");
        let error = decisions.iter().find_map(|it| self.wrong_in(it));
        self.fold("-law", &words.law_one_by_one, said, error, lines)
    }

    /// What is wrong with what is decided about a passage, in words.
    fn wrong_in(&self, decision: &Decision) -> Option<&str> {
        let passage = &self.view.pack.letter.passages[decision.passage];
        let places = [id::passage, id::edit, id::law, id::confirmed];
        places.iter().find_map(|it| self.wrong(&it(&passage.id)))
    }

    fn law_word(&self, choice: LawChoice) -> &str {
        let words = &self.view.words.letter;
        match choice {
            LawChoice::Unchecked => &words.law_unchecked,
            LawChoice::Keep => &words.law_keep,
            LawChoice::Reword => &words.law_reword,
            LawChoice::LeaveOut => &words.state_out,
        }
    }

    fn passage(&self, decision: &Decision) -> Html {
        let view = self.view;
        let words = &view.words.letter;
        let ix = decision.passage;
        let passage = &view.pack.letter.passages[ix];
        let changed = match decision.state {
            State::In(variant) => passage.variants[variant].changed.as_ref(),
            State::Out | State::Undecided => None,
        };
        let law_check = self.needs_law_check(decision);
        // One list of choices serves where there is one wording only.
        let choosable = passage.variants.len() > 1 || (passage.optional && !law_check);
        html! {
            <div class="gw-passage" key={&*passage.id} data-passage={passage.id.clone()} data-state={self.state_word(decision.state)}>
                if choosable {
                    { self.choices(decision) }
                } else if !law_check {
                    <p class="govuk-body gw-passage__name"><strong>{ &passage.label }</strong></p>
                }
                if law_check {
                    { self.law_choices(decision) }
                }
                if let Some(changed) = changed {
                    { small(&fill(&words.changed, &[("note", changed)])) }
                }
                if let (State::Out, Some(note)) = (decision.state, &passage.left_out) {
                    { small(note) }
                }
                if let State::In(variant) = decision.state {
                    { sentence::changed(view, &passage.variants[variant].sentences) }
                }
                { self.about(decision) }
                if let (false, State::In(variant), None) = (law_check, decision.state, passage.inside) {
                    { self.edit(ix, variant) }
                }
                { self.back(Origin::Passage(ix)) }
            </div>
        }
    }

    /// The answers behind a choice, and in full what has moved since, with where to
    /// check it.
    fn about(&self, decision: &Decision) -> Html {
        let view = self.view;
        let law = &view.pack.source.law;
        let notes = self.notes(decision);
        if decision.because.is_empty() && notes.is_empty() {
            return Html::default();
        }
        let words = if notes.is_empty() {
            &view.words.outcome.why
        } else {
            &view.words.common.law_moved
        };
        let about = html! {
            <>
                { outcome::reasons(view, &decision.because) }
                { for notes.iter().map(|it| sentence::law(&view.words.common, &law[*it], None)) }
            </>
        };
        disclosure_about(
            words,
            &view.pack.letter.passages[decision.passage].label,
            about,
        )
    }

    /// The way back into the preview, where the user has come from there.
    fn back(&self, origin: Origin) -> Html {
        let words = &self.view.words.letter.to_preview;
        if self.view.session.led != Some(origin) {
            return Html::default();
        }
        html! { <p class="govuk-body-s">{ self.view.link(words, Msg::LedBack) }</p> }
    }

    fn state_word(&self, state: State) -> &'static str {
        match state {
            State::In(_) => "in",
            State::Out => "out",
            State::Undecided => "undecided",
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
                ..RadiosItem::new(row.to_string(), state_label(view, ix, *state))
            })
            .collect();
        let onchange = view.emit.reform(move |value: AttrValue| {
            let row = value.parse().unwrap_or(usize::MAX);
            Msg::StateChosen(ix, states.get(row).copied().unwrap_or(State::Undecided))
        });
        let hint = against(view, decision).unwrap_or_else(|| suggestion(view, decision));
        let inline = passage.variants.len() == 1;
        let name = id::passage(&passage.id);
        self.radios(
            name,
            &passage.label,
            Some(hint.into()),
            items,
            inline,
            onchange,
        )
    }

    /// What becomes of a passage whose law has moved.
    fn law_choices(&self, decision: &Decision) -> Html {
        let view = self.view;
        let words = &view.words.letter;
        let ix = decision.passage;
        let passage = &view.pack.letter.passages[ix];
        let variant = match decision.state {
            State::In(variant) => variant,
            State::Out | State::Undecided => VariantIx::new(0),
        };
        let chosen = view.session.law_choice(decision);
        let can_reword =
            chosen == Some(LawChoice::Reword) || view.session.standard(ix, variant).is_some();
        let item = |choice: LawChoice| RadiosItem {
            checked: Some(chosen == Some(choice)),
            ..RadiosItem::new(choice.name(), self.law_word(choice))
        };
        let mut items = vec![
            item(LawChoice::Unchecked),
            RadiosItem {
                conditional: self.confirmed_by(ix),
                ..item(LawChoice::Keep)
            },
            RadiosItem {
                disabled: !can_reword,
                hint: (!can_reword).then(|| HintProps::new(&*words.edit_needs)),
                conditional: if chosen == Some(LawChoice::Reword) {
                    self.edit(ix, variant)
                } else {
                    Html::default()
                },
                ..item(LawChoice::Reword)
            },
        ];
        // Where it has other wordings, the choice between them has "leave out" too.
        if passage.optional && passage.variants.len() == 1 {
            items.push(item(LawChoice::LeaveOut));
        }
        let decided = view
            .emit
            .reform(move |value: AttrValue| Msg::LawDecided(ix, LawChoice::named(&value)));
        // Errors and Change lead to the passage's one list of choices.
        let name = if passage.variants.len() == 1 {
            id::passage(&passage.id)
        } else {
            id::law(&passage.id)
        };
        let hint = html! {
            <>
                { against(view, decision).unwrap_or_else(|| suggestion(view, decision)) }
                { for self.notes(decision).iter().map(|it| html! {
                    <p class="gw-law">{ &view.pack.source.law[*it].text }</p>
                }) }
            </>
        };
        self.radios(name, &passage.label, Some(hint), items, false, decided)
    }

    /// A list of small radios with a legend.
    fn radios(
        &self,
        name: String,
        legend: &str,
        hint: Option<Html>,
        items: Vec<RadiosItem>,
        inline: bool,
        onchange: Callback<AttrValue>,
    ) -> Html {
        radios(&RadiosProps {
            error_message: self.error(&name),
            name: name.into(),
            items,
            onchange: Some(onchange),
            classes: classes!(
                "govuk-radios--small",
                inline.then_some("govuk-radios--inline")
            ),
            fieldset: Some(small_legend(legend)),
            hint: hint.map(HintProps::new),
            describes_stop: true,
            ..Default::default()
        })
    }

    /// A field of one line.
    fn line(
        &self,
        control: String,
        label: LabelProps,
        hint: Option<&str>,
        value: Option<&String>,
        autocomplete: Option<AttrValue>,
        typed: Callback<AttrValue>,
    ) -> Html {
        input(&InputProps {
            error_message: self.error(&control),
            name: control.into(),
            value: Some(value.cloned().unwrap_or_default().into()),
            label,
            hint: hint.map(HintProps::new),
            autocomplete,
            spellcheck: Some(false),
            oninput: Some(typed),
            ..Default::default()
        })
    }

    /// Who confirmed that a passage may stay although the law has moved.
    fn confirmed_by(&self, ix: PassageIx) -> Html {
        let view = self.view;
        let words = &view.words.letter;
        let passage = &view.pack.letter.passages[ix];
        let confirmed = view
            .emit
            .reform(move |by: AttrValue| Msg::Confirmed(ix, by.to_string()));
        let label = self.label(&words.law_keep_label, &passage.label);
        let name = view.session.input.kept.get(&ix);
        self.line(
            id::confirmed(&passage.id),
            label,
            None,
            name,
            OFF,
            confirmed,
        )
    }

    /// Words, and what they are about for those who do not see where they stand.
    fn about_it(&self, text: &str, about: &str) -> Html {
        html! {
            <>{ text }<span class="govuk-visually-hidden">{ [": ", about].concat() }</span></>
        }
    }

    fn label(&self, text: &str, about: &str) -> LabelProps {
        LabelProps::new(self.about_it(text, about))
    }

    // The user's own wording

    fn edit(&self, ix: PassageIx, variant: VariantIx) -> Html {
        let view = self.view;
        let words = &view.words.letter;
        let passage = &view.pack.letter.passages[ix];
        let way = |text: &str, msg: Msg| {
            let text = self.about_it(text, &passage.label);
            html! { <p class="govuk-body-s">{ view.link_of(text, msg) }</p> }
        };
        let Some(text) = view.session.input.edits.get(&(ix, variant)) else {
            let standard = view.session.standard(ix, variant);
            return match standard {
                Some(_) => way(&words.edit, Msg::RewordAsked(ix)),
                // A field that is the whole passage is the user's own already.
                None if passage.variants[variant].pieces.len() == 1 => Html::default(),
                None => small(&words.edit_needs),
            };
        };
        let control = id::edit(&passage.id);
        let error_message = self.error(&control);
        let reworded = view
            .emit
            .reform(move |text: AttrValue| Msg::Reworded(ix, Some(text.to_string())));
        let wording = TextareaProps {
            name: control.into(),
            value: Some(text.clone().into()),
            label: self.label(&words.edit_label, &passage.label),
            error_message,
            autocomplete: Some("off".into()),
            spellcheck: Some(true),
            oninput: Some(reworded),
            ..Default::default()
        };
        let edit = self.draft.edits.iter().find(|edit| edit.passage == ix);
        html! {
            <>
                { textarea(&wording) }
                { self.meant(&wording.name, text, &passage.label) }
                if let Some(edit) = edit {
                    { changes(words, edit) }
                }
                { way(&words.restore, Msg::Reworded(ix, None)) }
            </>
        }
    }

    // Format

    fn format(&self) -> Html {
        let view = self.view;
        let words = &view.words.letter;
        let format = view.session.format;
        let items: Vec<_> = Format::SIZES
            .iter()
            .map(|size| {
                let points = size.to_string();
                RadiosItem {
                    checked: Some(*size == format.points),
                    ..RadiosItem::new(
                        points.clone(),
                        fill(&words.size_points, &[("points", &points)]),
                    )
                }
            })
            .collect();
        let sized = view.emit.reform(move |points: AttrValue| {
            let points = points.parse().unwrap_or(format.points);
            Msg::FormatChosen(Format { points, ..format })
        });
        let set = vec![
            CheckboxesItem::new(BOLD, &*words.bold),
            CheckboxesItem::new(DOUBLE, &*words.double_spacing),
        ];
        let values = [(BOLD, format.bold), (DOUBLE, format.double_spacing)];
        let values: Vec<AttrValue> = values
            .iter()
            .filter(|(_, on)| *on)
            .map(|(value, _)| AttrValue::Static(value))
            .collect();
        let toggled = view.emit.reform(move |values: Vec<AttrValue>| {
            let on = |value: &str| values.iter().any(|it| it == value);
            Msg::FormatChosen(Format {
                bold: on(BOLD),
                double_spacing: on(DOUBLE),
                ..format
            })
        });
        let settings = CheckboxesProps {
            name: "gw-set".into(),
            items: set,
            values,
            onchange: Some(toggled),
            classes: "govuk-checkboxes--small".into(),
            ..Default::default()
        };
        let content = html! {
            <>
                { self.radios("gw-size".into(), &words.size, Some((&*words.size_hint).into()), items, true, sized) }
                <div role="group" aria-label={words.format_heading.clone()}>{ checkboxes(&settings) }</div>
                { for view.pack.letter.preferences.iter().map(|(ix, row)| self.preference(ix, row)) }
            </>
        };
        let points = format.points.to_string();
        let mut said = vec![fill(&words.size_points, &[("points", &points)])];
        said.extend(format.bold.then(|| words.bold.clone()));
        said.extend(format.double_spacing.then(|| words.double_spacing.clone()));
        let wishes = &view.pack.letter.wishes;
        let wished = &view.session.input.wished;
        said.extend(wished.iter().map(|it| wishes[*it].label.clone()));
        let error = wishes.rows().iter().find_map(|it| {
            let preference = &view.pack.letter.preferences[it.preference].id;
            self.wrong(&id::detail(preference, &it.id))
        });
        self.fold(
            "-format",
            &words.format_heading,
            said.join(", "),
            error,
            content,
        )
    }

    /// A question about how the recipient wants the letter.
    fn preference(&self, ix: PreferenceIx, row: &Preference) -> Html {
        let view = self.view;
        let wishes: Vec<(WishIx, &Wish)> = view
            .pack
            .letter
            .wishes
            .iter()
            .filter(|(_, wish)| wish.preference == ix)
            .collect();
        let wished = &view.session.input.wished;
        let items = wishes.iter().map(|(wish, words)| RadiosItem {
            hint: words.hint.as_deref().map(HintProps::new),
            checked: Some(wished.contains(wish)),
            conditional: self.detail(*wish, words, row),
            ..RadiosItem::new(words.id.clone(), &*words.label)
        });
        let items: Vec<_> = items.collect();
        let known: Vec<_> = wishes.iter().map(|(ix, it)| (*ix, it.id.clone())).collect();
        let chosen = view.emit.reform(move |values: Vec<AttrValue>| {
            let chosen = known
                .iter()
                .filter(|(_, id)| values.iter().any(|it| **it == **id));
            Msg::Wished(ix, chosen.map(|(ix, _)| *ix).collect())
        });
        let name = id::preference(&row.id);
        if !row.many {
            let hint = row.hint.as_deref().map(Html::from);
            let chosen = chosen.reform(|value| vec![value]);
            return self.radios(name, &row.text, hint, items, true, chosen);
        }
        checkboxes(&CheckboxesProps {
            name: name.into(),
            items,
            onchange: Some(chosen),
            classes: "govuk-checkboxes--small".into(),
            fieldset: Some(small_legend(&row.text)),
            hint: row.hint.as_deref().map(HintProps::new),
            describes_stop: true,
            ..Default::default()
        })
    }

    /// What has to be said with a wish.
    fn detail(&self, ix: WishIx, wish: &Wish, preference: &Preference) -> Html {
        let Some((label, _)) = &wish.detail else {
            return Html::default();
        };
        let view = self.view;
        let control = id::detail(&preference.id, &wish.id);
        let typed = view
            .emit
            .reform(move |text: AttrValue| Msg::DetailTyped(ix, text.to_string()));
        let value = view.session.input.details.get(&ix);
        self.line(control, LabelProps::new(&**label), None, value, OFF, typed)
    }

    // Details

    /// What is about the sender: what the page has filled in is one line.
    fn sender(&self, fields: &[FieldIx]) -> Vec<Html> {
        let view = self.view;
        let known = |it: &&FieldIx| view.session.of_sender(**it).is_some();
        let (known, open): (Vec<_>, Vec<_>) = fields.iter().partition(known);
        let open = open.into_iter().map(|it: &FieldIx| self.field(*it));
        let mut all: Vec<_> = open.collect();
        let text = |it: &&FieldIx| match view.session.input.fields.get(it) {
            Some(Value::Text(text)) => Some(text.replace('\n', ", ")),
            _ => None,
        };
        let said: Vec<_> = known.iter().filter_map(text).collect();
        if !known.is_empty() {
            let fields = &view.pack.letter.fields;
            let error = known
                .iter()
                .find_map(|it| self.wrong(&id::field(&fields[**it].id)));
            let content = known.iter().map(|it| self.field(**it)).collect();
            let words = &view.words.letter.sender_known;
            all.push(self.fold("-sender", words, said.join("; "), error, content));
        }
        all
    }

    fn field(&self, ix: FieldIx) -> Html {
        let view = self.view;
        let field = &view.pack.letter.fields[ix];
        if field.kind == FieldKind::Date {
            return self.dated(ix, field);
        }
        let control = id::field(&field.id);
        let text = match view.session.input.fields.get(&ix) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        };
        let label = match field.missing {
            Some(_) => field.label.clone(),
            None => fill(&view.words.letter.optional, &[("label", &field.label)]),
        };
        let label = LabelProps::new(label);
        let hint = field.hint.as_deref();
        // Nothing about a claimant is offered to the next one.
        let autocomplete = field.about_recipient.then_some(OFF).flatten();
        let typed = view
            .emit
            .reform(move |text: AttrValue| Msg::Typed(ix, text.to_string()));
        let control = match field.kind {
            FieldKind::Line => self.line(control, label, hint, text, autocomplete, typed),
            _ => textarea(&TextareaProps {
                error_message: self.error(&control),
                name: control.into(),
                value: Some(text.cloned().unwrap_or_default().into()),
                label,
                hint: hint.map(HintProps::new),
                autocomplete,
                spellcheck: Some(field.kind == FieldKind::Paragraph),
                rows: Some("3".into()),
                oninput: Some(typed),
                ..Default::default()
            }),
        };
        let meant = text.map(|text| self.meant(&id::field(&field.id), text, &field.label));
        // Keyed, so that what is typed stays with its field when others come and go.
        html! {
            <div key={&*field.id}>
                { control }{ meant.unwrap_or_default() }{ self.back(Origin::Field(ix)) }
            </div>
        }
    }

    /// Whether a sign that should not leave by mistake is meant, where a text has one.
    fn meant(&self, control: &str, text: &str, about: &str) -> Html {
        let Some(mark) = text::mark(text) else {
            return Html::default();
        };
        let view = self.view;
        let label = self.label(&fill(&view.words.letter.meant, &[("mark", mark)]), about);
        let meant = view.session.input.meant.iter().any(|it| it == text);
        let text = text.to_owned();
        let said = move |values: Vec<AttrValue>| Msg::Meant(text.clone(), !values.is_empty());
        checkboxes(&CheckboxesProps {
            name: [control, "-meant"].concat().into(),
            items: vec![CheckboxesItem::new(MEANT, label.text)],
            values: meant
                .then_some(AttrValue::Static(MEANT))
                .into_iter()
                .collect(),
            onchange: Some(view.emit.reform(said)),
            classes: "govuk-checkboxes--small".into(),
            ..Default::default()
        })
    }

    /// The letter's own date is today's until somebody types another: a line that opens.
    fn dated(&self, ix: FieldIx, field: &Field) -> Html {
        let typed = self.view.session.input.date(ix);
        let said = typed.said(&self.view.words.letter);
        let error = self.wrong(&id::day(&field.id));
        let key = ["-field-", &field.id].concat();
        let content = html! { <>{ self.date(ix, field) }{ self.back(Origin::Field(ix)) }</> };
        self.fold(&key, &field.label, said, error, content)
    }

    fn date(&self, ix: FieldIx, field: &Field) -> Html {
        let view = self.view;
        let words = &view.words.letter;
        let typed = view.session.input.date(ix).clone();
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
        let error_message = self.error(&id::day(&field.id));
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
        date_input(&DateInputProps {
            id: control.into(),
            items,
            error_message,
            oninput: Some(oninput),
            fieldset: Some(FieldsetProps::new(legend)),
            hint: Some(HintProps::new(&*words.date_hint)),
            describes_stop: true,
            ..Default::default()
        })
    }
}

pub fn small_legend(text: &str) -> FieldsetProps {
    FieldsetProps::new(Legend {
        text: text.into(),
        classes: classes!("govuk-fieldset__legend--s"),
        ..Default::default()
    })
}

/// Nothing is offered for a field, and nothing is remembered from it.
const OFF: Option<AttrValue> = Some(AttrValue::Static("off"));

/// The values of the boxes for weight and spacing.
const BOLD: &str = "bold";
const DOUBLE: &str = "double";

/// The value of the box for what is meant.
const MEANT: &str = "meant";

/// Large print begins here, in points.
const LARGE_PRINT: u8 = 16;

/// The name of a state to the user.
pub fn state_label<'a>(view: &View<'a>, ix: PassageIx, state: State) -> &'a str {
    view.session.pack.letter.passages[ix].state_label(state, &view.session.pack.strings.letter)
}

/// What the answers suggest for a passage, and why.
fn suggestion(view: &View, decision: &Decision) -> String {
    let state = state_label(view, decision.passage, decision.suggested);
    let values = [("state", state), ("reason", &*decision.reason)];
    fill(&view.words.letter.suggested, &values)
}

/// That the user chose against what the answers suggest, if so.
pub fn against(view: &View, decision: &Decision) -> Option<String> {
    let open = decision.suggested == State::Undecided;
    (decision.state != decision.suggested && !open).then(|| {
        let suggestion = suggestion(view, decision);
        fill(
            &view.words.letter.chosen_against,
            &[("suggestion", &suggestion)],
        )
    })
}

/// What of the letter has changed on the page, or is out of date or disputed, and not
/// decided.
pub fn law(view: &View, draft: &Draft) -> Html {
    let passages = &view.pack.letter.passages;
    let sentences = draft.decisions.iter().filter(|it| it.present);
    let sentences = sentences.filter_map(|it| match it.state {
        State::In(variant) => Some(&passages[it.passage].variants[variant].sentences),
        State::Out | State::Undecided => None,
    });
    let sentences: Vec<_> = sentences.flatten().copied().collect();
    html! {
        <div id={id::NOTE}>
            { sentence::changed(view, &sentences) }
            { law_points(view, draft) }
        </div>
    }
}

fn law_points(view: &View, draft: &Draft) -> Html {
    let words = &view.words.letter;
    let open = draft.law.iter().filter(|point| !point.decided).count();
    if draft.law.is_empty() {
        return Html::default();
    }
    if open == 0 {
        return inset_text(&InsetTextProps {
            text: (&*words.law_none_open).into(),
            ..Default::default()
        });
    }
    let text = fill(&words.law_open, &[("count", &open.to_string())]);
    let sign = AttrValue::from(view.words.common.warning.clone());
    warning_text(&WarningTextProps {
        text: text.into(),
        icon_fallback_text: Some(sign),
        ..Default::default()
    })
}

/// The standard wording and the user's, word by word.
pub fn changes(words: &LetterStrings, edit: &Edit) -> Html {
    let change = |change: &Change| {
        let text = &change.text;
        let said = |word: &str| html! { <span class="govuk-visually-hidden">{ [word, " "].concat() }</span> };
        match change.kind {
            ChangeKind::Same => html! { <>{ text }</> },
            ChangeKind::Removed => html! { <del>{ said(&words.edit_removed) }{ text }</del> },
            ChangeKind::Added => html! { <ins>{ said(&words.edit_added) }{ text }</ins> },
        }
    };
    html! {
        <div class="gw-changes">
            <p><strong>{ &words.edited }</strong></p>
            <p>{ for diff::words(&edit.standard, &edit.edited).iter().map(change) }</p>
        </div>
    }
}

/// The letter as it stands, at its size; in the builder each piece `leads` to what decides
/// about it.
pub fn preview(view: &View, draft: &Draft, leads: bool) -> Html {
    let format = view.session.format;
    let mut seen = Vec::new();
    let set = classes!(
        "gw-letter",
        (format.points >= LARGE_PRINT).then(|| format!("gw-letter--{}", format.points)),
        format.bold.then_some("gw-letter--bold"),
        format.double_spacing.then_some("gw-letter--double"),
    );
    html! {
        <div class={set} id={id::PREVIEW} role="region" tabindex="0"
            aria-label={view.words.letter.preview_label.clone()}>
            // Words, not a style, so that it is in what is copied by hand, as the brackets are.
            if !draft.open.is_empty() {
                <p class="gw-letter__block gw-letter__draft">
                    <strong>{ &view.words.letter.unfinished }</strong>
                </p>
            }
            { for draft.blocks.iter().map(|it| block(view, it, leads.then_some(&mut seen))) }
        </div>
    }
}

/// `seen` has what the preview already leads from, if it leads at all.
fn block(view: &View, block: &Block<Bit>, mut seen: Option<&mut Vec<Origin>>) -> Html {
    let words = |bit: &Bit| match &bit.words {
        Words::Text(span) if span.bold => html! { <strong>{ &span.text }</strong> },
        Words::Text(span) => html! { <>{ &span.text }</> },
        Words::Gap(name) => html! { <span class="gw-gap">{ ["[", name, "]"].concat() }</span> },
    };
    let mut piece = |bits: &[Bit]| {
        let words = bits.iter().map(words);
        let (Some(origin), Some(seen)) = (bits.first().and_then(|it| it.of), &mut seen) else {
            return html! { <>{ for words }</> };
        };
        // One stop of Tab for each, wherever it stands.
        let first = !seen.contains(&origin);
        seen.push(origin);
        let letter = &view.pack.letter;
        let name = match origin {
            Origin::Passage(ix) => &letter.passages[ix].id,
            Origin::Field(ix) => &letter.fields[ix].id,
        };
        // Words, not a link: who copies them by hand gets no link.
        let id = first.then(|| id::in_letter(name));
        let role = first.then_some("link");
        let tabindex = first.then_some("0");
        let onclick = view.on(Msg::LedFrom(origin, true));
        let onkeydown = {
            let emit = view.emit.clone();
            Callback::from(move |event: KeyboardEvent| {
                if event.key() == "Enter" {
                    event.prevent_default();
                    emit.emit(Msg::LedFrom(origin, false));
                }
            })
        };
        html! { <span class="gw-way" {id} {role} {tabindex} {onclick} {onkeydown}>{ for words }</span> }
    };
    let line = |(row, line): (usize, &Vec<Bit>)| {
        let bits = line
            .chunk_by(|one, other| one.of == other.of)
            .map(&mut piece);
        html! { <>if row > 0 { <br /> }{ for bits }</> }
    };
    html! {
        <p class={classes!("gw-letter__block", format!("gw-letter__{}", block.role))}>
            { for block.lines.iter().enumerate().map(line) }
        </p>
    }
}
