//! The date input. Owns the markup of its parts; knows nothing of dates.

use yew::prelude::*;

use super::field::{self, Messages};
use super::fieldset::fieldset;
use super::input::input;
use super::{
    Attributes, ErrorMessageProps, FieldsetProps, HintProps, InputProps, LabelProps, Wrapper,
    concat, with_attributes,
};

options! {
    /// Options of [`DateInput`].
    DateInputProps {
        /// What ids begin with.
        id: AttrValue,
        /// What names begin with, before a hyphen.
        name_prefix: Option<AttrValue>,
        /// The day, if not as usual.
        day: Option<DateInputItem>,
        /// The month, if not as usual.
        month: Option<DateInputItem>,
        /// The year, if not as usual.
        year: Option<DateInputItem>,
        /// The parts, if not day, month and year.
        items: Vec<DateInputItem>,
        /// The values typed, by the name of the part, with its prefix.
        values: Vec<(AttrValue, AttrValue)>,
        /// The group's fieldset, with its legend.
        fieldset: Option<FieldsetProps>,
        /// Help on the date.
        hint: Option<HintProps>,
        /// What is wrong.
        error_message: Option<ErrorMessageProps>,
        /// Options of the element around it all.
        form_group: Wrapper,
        /// Whether what describes the group describes its first part (ours).
        describes_stop: bool,
        /// Classes to add.
        classes: Classes,
        /// Attributes to add.
        attributes: Attributes,
        /// Something was typed: the name of the part, with its prefix, and
        /// its value.
        oninput: Option<Callback<(AttrValue, AttrValue)>>,
    }
}

options! {
    /// One part of a date.
    DateInputItem {
        /// Its name without the prefix.
        name: Option<AttrValue>,
        /// Its label; unless given, the name with a capital letter.
        label: Option<AttrValue>,
        /// The control's id; unless given, the date's and the name.
        id: Option<AttrValue>,
        /// The value typed, if not among the date's values.
        value: Option<AttrValue>,
        /// Whether this part is shown as wrong. Unless one says so, an error
        /// message shows all parts as wrong, but those that say not.
        error: Option<bool>,
        /// The kind of keyboard, `numeric` unless given.
        inputmode: Option<AttrValue>,
        /// What the browser may fill in.
        autocomplete: Option<AttrValue>,
        /// What a valid value looks like.
        pattern: Option<AttrValue>,
        /// Classes to add.
        classes: Classes,
        /// Attributes to add.
        attributes: Attributes,
    }
}

impl DateInputItem {
    fn has_error(&self) -> bool {
        self.error == Some(true) || self.classes.contains("govuk-input--error")
    }
}

/// A day, month or year.
struct Usual {
    name: &'static str,
    item: DateInputItem,
}

/// A date typed in parts.
#[component]
pub fn DateInput(props: &DateInputProps) -> Html {
    date_input(props)
}

/// [`DateInput`] as a function.
pub fn date_input(props: &DateInputProps) -> Html {
    let usual = [
        ("day", &props.day),
        ("month", &props.month),
        ("year", &props.year),
    ];
    let usual = usual.map(|(name, item)| Usual {
        name,
        item: item.clone().unwrap_or_default(),
    });
    // A part of the caller's is a usual one if it is named like it.
    let named_like = |item: &DateInputItem| {
        usual.iter().find(|part| {
            item.name.as_deref() == Some(part.name)
                || (item.name.is_some() && item.name == part.item.name)
        })
    };
    let items: Vec<_> = if props.items.is_empty() {
        usual.iter().map(|part| (&part.item, Some(part))).collect()
    } else {
        let items = props.items.iter();
        items.map(|item| (item, named_like(item))).collect()
    };
    let own_description = props
        .fieldset
        .as_ref()
        .and_then(|own| own.described_by.as_ref());
    let messages = Messages::new(
        &props.id,
        own_description,
        &props.hint,
        &props.error_message,
    );
    let described_by = messages.described_by.clone();
    let (described_by, mut first) = if props.describes_stop {
        (None, described_by)
    } else {
        (described_by, None)
    };
    let any_has_error = items.iter().any(|(item, _)| item.has_error());
    let parts = items.iter();
    let parts = parts.map(|(item, part)| props.item(item, *part, any_has_error, first.take()));
    let list = html! {
        <div class={classes!("govuk-date-input", props.classes.clone())} id={&props.id}>
            {for parts}
        </div>
    };
    let list = with_attributes(list, &props.attributes);
    let inner = html! { <>{messages.html}{list}</> };
    let inner = match &props.fieldset {
        // Without the role, JAWS does not announce the description of a
        // fieldset of text inputs.
        Some(own) => fieldset(&FieldsetProps {
            described_by,
            role: Some(AttrValue::Static("group")),
            children: inner,
            ..own.clone()
        }),
        None => inner,
    };
    field::form_group(&props.form_group, props.error_message.is_some(), inner)
}

impl DateInputProps {
    /// One part; `part` is which of the usual ones it is, if one.
    fn item(
        &self,
        item: &DateInputItem,
        part: Option<&Usual>,
        any_has_error: bool,
        described_by: Option<AttrValue>,
    ) -> Html {
        let name = match (&item.name, part) {
            (Some(name), _) => name.clone(),
            (None, Some(part)) => AttrValue::Static(part.name),
            (None, None) => AttrValue::default(),
        };
        let full_name = match &self.name_prefix {
            Some(prefix) => concat(&[prefix, "-", &name]),
            None => name.clone(),
        };
        let typed = self.values.iter().find(|(typed, _)| *typed == full_name);
        let value = item
            .value
            .clone()
            .or_else(|| part.and_then(|part| part.item.value.clone()))
            .or_else(|| typed.map(|(_, value)| value.clone()));

        let says_so = item.classes.contains("govuk-input--error");
        let by_message =
            item.error != Some(false) && self.error_message.is_some() && !any_has_error;
        let is_wrong = !says_so && (item.error == Some(true) || by_message);
        let has_width = item
            .classes
            .clone()
            .into_iter()
            .any(|class| class.starts_with("govuk-input--width-"));
        let width = if part.is_some_and(|part| part.name == "year") {
            "govuk-input--width-4"
        } else {
            "govuk-input--width-2"
        };
        let oninput = self.oninput.as_ref().map(|oninput| {
            let name = full_name.clone();
            oninput.reform(move |value| (name.clone(), value))
        });

        let field = input(&InputProps {
            label: LabelProps {
                text: match &item.label {
                    Some(label) => label.into(),
                    None => capitalized(&name).into(),
                },
                classes: classes!("govuk-date-input__label"),
                ..Default::default()
            },
            id: Some(
                item.id
                    .clone()
                    .unwrap_or_else(|| concat(&[&self.id, "-", &name])),
            ),
            classes: classes!(
                "govuk-date-input__input",
                is_wrong.then_some("govuk-input--error"),
                (!has_width).then_some(width),
                item.classes.clone(),
            ),
            name: full_name,
            value,
            inputmode: item
                .inputmode
                .clone()
                .or(Some(AttrValue::Static("numeric"))),
            autocomplete: item.autocomplete.clone(),
            pattern: item.pattern.clone(),
            attributes: item.attributes.clone(),
            oninput,
            described_by,
            ..Default::default()
        });
        html! { <div class="govuk-date-input__item">{field}</div> }
    }
}

/// The word with a capital letter. It is a name in code, so English letters do: the
/// tables for all others are large.
fn capitalized(word: &str) -> String {
    let mut word = word.to_owned();
    if let Some(first) = word.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    word
}
