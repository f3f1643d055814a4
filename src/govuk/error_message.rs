//! The error message. Owns its markup; knows nothing of what is wrong.

use yew::prelude::*;

use super::{Attributes, with_attributes};

options! {
    /// Options of [`ErrorMessage`].
    ErrorMessageProps {
        /// What is wrong.
        text: Html,
        /// The hidden word before it, "Error" unless given; empty for none.
        visually_hidden_text: Option<AttrValue>,
        /// The element's id. A field makes its own.
        id: Option<AttrValue>,
        /// Classes to add.
        classes: Classes,
        /// Attributes to add.
        attributes: Attributes,
    }
}

impl ErrorMessageProps {
    /// A message that says `text`.
    pub fn new(text: impl Into<Html>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }
}

/// What is wrong with a field.
#[component]
pub fn ErrorMessage(props: &ErrorMessageProps) -> Html {
    error_message(props)
}

/// [`ErrorMessage`] as a function.
pub fn error_message(props: &ErrorMessageProps) -> Html {
    let prefix = props.visually_hidden_text.as_deref().unwrap_or("Error");
    let message = html! {
        <p id={&props.id} class={classes!("govuk-error-message", props.classes.clone())}>
            if !prefix.is_empty() {
                <span class="govuk-visually-hidden">{prefix}{":"}</span>{" "}
            }
            {props.text.clone()}
        </p>
    };
    with_attributes(message, &props.attributes)
}
