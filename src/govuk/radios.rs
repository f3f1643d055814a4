//! Radios. Owns their markup and which is shown as chosen; knows nothing of
//! what a choice leads to.

use yew::prelude::*;

pub use super::choices::Item as RadiosItem;
use super::choices::{Choices, Kind};
use super::{Attributes, ErrorMessageProps, FieldsetProps, HintProps, Wrapper};

options! {
    /// Options of [`Radios`].
    RadiosProps {
        /// The name of every control.
        name: AttrValue,
        /// What ids begin with, the name unless given; the first control's id.
        id_prefix: Option<AttrValue>,
        /// The group's fieldset, with its legend.
        fieldset: Option<FieldsetProps>,
        /// Help on the choice.
        hint: Option<HintProps>,
        /// What is wrong.
        error_message: Option<ErrorMessageProps>,
        /// Options of the element around it all.
        form_group: Wrapper,
        /// The choices.
        items: Vec<RadiosItem>,
        /// The value chosen.
        value: Option<AttrValue>,
        /// Whether what describes the group describes where Tab leads to in it (ours).
        describes_stop: bool,
        /// Classes to add, such as `govuk-radios--small`.
        classes: Classes,
        /// Attributes to add.
        attributes: Attributes,
        /// The choice with this value was chosen.
        onchange: Option<Callback<AttrValue>>,
    }
}

const KIND: Kind = Kind {
    input_type: "radio",
    module: "govuk-radios",
    item: "govuk-radios__item",
    input: "govuk-radios__input",
    label: "govuk-radios__label",
    hint: "govuk-radios__hint",
    divider: "govuk-radios__divider",
    conditional: "govuk-radios__conditional",
    hidden: "govuk-radios__conditional--hidden",
    describes_controls: false,
};

/// A choice of one.
#[component]
pub fn Radios(props: &RadiosProps) -> Html {
    radios(props)
}

/// [`Radios`] as a function.
pub fn radios(props: &RadiosProps) -> Html {
    Choices {
        kind: &KIND,
        name: &props.name,
        id_prefix: &props.id_prefix,
        described_by: &None,
        fieldset: &props.fieldset,
        hint: &props.hint,
        error_message: &props.error_message,
        form_group: &props.form_group,
        items: &props.items,
        classes: &props.classes,
        attributes: &props.attributes,
        describes_stop: props.describes_stop,
        is_checked: &|item| item.is_checked(props.value.as_ref() == Some(&item.value)),
        onchange: &|item| {
            let value = item.value.clone();
            let onchange = props.onchange.as_ref()?;
            Some(onchange.reform(move |_: Event| value.clone()))
        },
    }
    .render()
}
