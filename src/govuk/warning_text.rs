//! Warning text. Owns its markup; knows nothing of the danger.

use yew::prelude::*;

use super::{Attributes, with_attributes};

options! {
    /// Options of [`WarningText`].
    WarningTextProps {
        /// What it says.
        text: Html,
        /// What the sign says to those who do not see it, "Warning" unless
        /// given.
        icon_fallback_text: Option<AttrValue>,
        /// Classes to add.
        classes: Classes,
        /// Attributes to add.
        attributes: Attributes,
    }
}

/// Something the reader must not miss.
#[component]
pub fn WarningText(props: &WarningTextProps) -> Html {
    warning_text(props)
}

/// [`WarningText`] as a function.
pub fn warning_text(props: &WarningTextProps) -> Html {
    let fallback = props.icon_fallback_text.as_deref().unwrap_or("Warning");
    let warning = html! {
        <div class={classes!("govuk-warning-text", props.classes.clone())}>
            <span class="govuk-warning-text__icon" aria-hidden="true">{"!"}</span>
            <strong class="govuk-warning-text__text">
                <span class="govuk-visually-hidden">{fallback}</span>
                {" "}
                {props.text.clone()}
            </strong>
        </div>
    };
    with_attributes(warning, &props.attributes)
}
