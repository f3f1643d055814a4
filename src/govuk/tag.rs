//! The tag. Owns its markup; knows nothing of the status it shows.

use yew::prelude::*;

use super::{Attributes, with_attributes};

options! {
    /// Options of [`Tag`].
    TagProps {
        /// What it says.
        text: Html,
        /// Classes to add, such as `govuk-tag--green`.
        classes: Classes,
        /// Attributes to add.
        attributes: Attributes,
    }
}

/// A status in a word or two.
#[component]
pub fn Tag(props: &TagProps) -> Html {
    tag(props)
}

/// [`Tag`] as a function.
pub fn tag(props: &TagProps) -> Html {
    let class = classes!("govuk-tag", props.classes.clone());
    with_attributes(
        html! { <strong {class}>{props.text.clone()}</strong> },
        &props.attributes,
    )
}
