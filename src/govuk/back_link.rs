//! The back link. Owns its markup; knows nothing of where back is.

use yew::prelude::*;

use super::{Attributes, first_given, instead, with_attributes};

options! {
    /// Options of [`BackLink`].
    BackLinkProps {
        /// What the link says, "Back" unless given.
        text: Html,
        /// Where the link goes, `#` unless given.
        href: Option<AttrValue>,
        /// Classes to add.
        classes: Classes,
        /// Attributes to add.
        attributes: Attributes,
        /// What following the link does instead of changing the address.
        onclick: Option<Callback<MouseEvent>>,
    }
}

/// A link to the previous screen.
#[component]
pub fn BackLink(props: &BackLinkProps) -> Html {
    back_link(props)
}

/// [`BackLink`] as a function.
pub fn back_link(props: &BackLinkProps) -> Html {
    let link = html! {
        <a href={props.href.clone().unwrap_or(AttrValue::Static("#"))}
            class={classes!("govuk-back-link", props.classes.clone())}
            onclick={instead(&props.onclick)}>
            {first_given(&props.text, &"Back".into())}
        </a>
    };
    with_attributes(link, &props.attributes)
}
