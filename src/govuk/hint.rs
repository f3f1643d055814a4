//! The hint. Owns its markup; knows nothing of the field it helps with.

use yew::prelude::*;

use super::{Attributes, with_attributes};

options! {
    /// Options of [`Hint`].
    HintProps {
        /// What it says.
        text: Html,
        /// The element's id. A field makes its own.
        id: Option<AttrValue>,
        /// Classes to add.
        classes: Classes,
        /// Attributes to add.
        attributes: Attributes,
    }
}

impl HintProps {
    /// A hint that says `text`.
    pub fn new(text: impl Into<Html>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }
}

/// Help on a field.
#[component]
pub fn Hint(props: &HintProps) -> Html {
    hint(props)
}

/// [`Hint`] as a function.
pub fn hint(props: &HintProps) -> Html {
    let hint = html! {
        <div id={&props.id} class={classes!("govuk-hint", props.classes.clone())}>
            {props.text.clone()}
        </div>
    };
    with_attributes(hint, &props.attributes)
}
