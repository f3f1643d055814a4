//! The button. Owns its markup; knows nothing of what pressing it does.

use yew::prelude::*;
use yew::virtual_dom::VNode;

use super::{Attributes, with_attributes};

options! {
    /// Options of [`Button`].
    ButtonProps {
        /// What the button says.
        text: Html,
        /// Where a link that looks like a button goes; without it, a button.
        href: Option<AttrValue>,
        /// The button's type, `submit` unless given.
        r#type: Option<AttrValue>,
        /// The name the form submits.
        name: Option<AttrValue>,
        /// The value the form submits.
        value: Option<AttrValue>,
        /// The element's id.
        id: Option<AttrValue>,
        /// Whether the button does nothing.
        disabled: bool,
        /// Whether the button starts the service: larger, with an arrow.
        is_start_button: bool,
        /// Classes to add, such as `govuk-button--secondary`.
        classes: Classes,
        /// Attributes to add.
        attributes: Attributes,
        /// The button was pressed.
        onclick: Option<Callback<MouseEvent>>,
        /// The element.
        node_ref: NodeRef,
    }
}

/// A button, or with `href` a link that looks like one.
#[component]
pub fn Button(props: &ButtonProps) -> Html {
    button(props)
}

/// [`Button`] as a function.
pub fn button(props: &ButtonProps) -> Html {
    let class = classes!(
        "govuk-button",
        props.classes.clone(),
        props.is_start_button.then_some("govuk-button--start"),
    );
    let text = props.text.clone();
    let content = match &props.text {
        _ if !props.is_start_button => text,
        VNode::VText(_) => html! { <>{text}{start_icon()}</> },
        // The button is a flex box, which takes away the spaces in markup.
        _ => html! { <><span>{text}</span>{start_icon()}</> },
    };
    let element = if let Some(href) = &props.href {
        html! {
            <a {href} role="button" draggable="false" {class} id={&props.id}
                data-module="govuk-button" onclick={props.onclick.clone()} ref={&props.node_ref}>
                {content}
            </a>
        }
    } else {
        html! {
            <button type={props.r#type.clone().unwrap_or(AttrValue::Static("submit"))}
                value={&props.value} name={&props.name} {class} id={&props.id}
                disabled={props.disabled} aria-disabled={props.disabled.then_some("true")}
                data-module="govuk-button" onclick={props.onclick.clone()} ref={&props.node_ref}>
                {content}
            </button>
        }
    };
    with_attributes(element, &props.attributes)
}

fn start_icon() -> Html {
    html! {
        <svg class="govuk-button__start-icon" xmlns="http://www.w3.org/2000/svg" width="17.5"
            height="19" viewBox="0 0 33 40" aria-hidden="true" focusable="false">
            <path fill="currentColor" d="M0 0h13l20 20-20 20H0l20-20z" />
        </svg>
    }
}
