//! Details. Owns the markup; the browser owns whether it is open.

use yew::prelude::*;

use super::{Attributes, first_given, with_attributes};

options! {
    /// Options of [`Details`].
    DetailsProps {
        /// What the control that opens it says.
        summary_text: Html,
        /// What it shows when open.
        text: Html,
        /// What it shows when open, before `text` if both are given.
        children: Html,
        /// The element's id.
        id: Option<AttrValue>,
        /// Whether it is open to begin with.
        open: bool,
        /// Classes to add.
        classes: Classes,
        /// Attributes to add.
        attributes: Attributes,
    }
}

/// Content that a reader may open.
#[component]
pub fn Details(props: &DetailsProps) -> Html {
    details(props)
}

/// [`Details`] as a function.
pub fn details(props: &DetailsProps) -> Html {
    let details = html! {
        <details id={&props.id} class={classes!("govuk-details", props.classes.clone())}
            open={props.open}>
            <summary class="govuk-details__summary">
                <span class="govuk-details__summary-text">{props.summary_text.clone()}</span>
            </summary>
            <div class="govuk-details__text">{first_given(&props.children, &props.text)}</div>
        </details>
    };
    with_attributes(details, &props.attributes)
}
