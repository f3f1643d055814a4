//! Inset text. Owns its markup; knows nothing of what it says.

use yew::prelude::*;

use super::{Attributes, first_given, with_attributes};

options! {
    /// Options of [`InsetText`].
    InsetTextProps {
        /// What it says.
        text: Html,
        /// What it says, rather than `text`.
        children: Html,
        /// The element's id.
        id: Option<AttrValue>,
        /// Classes to add.
        classes: Classes,
        /// Attributes to add.
        attributes: Attributes,
    }
}

/// Text set apart from what surrounds it.
#[component]
pub fn InsetText(props: &InsetTextProps) -> Html {
    inset_text(props)
}

/// [`InsetText`] as a function.
pub fn inset_text(props: &InsetTextProps) -> Html {
    let inset = html! {
        <div id={&props.id} class={classes!("govuk-inset-text", props.classes.clone())}>
            {first_given(&props.children, &props.text)}
        </div>
    };
    with_attributes(inset, &props.attributes)
}
