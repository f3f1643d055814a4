//! The label. Owns its markup; knows nothing of the control it names.

use yew::prelude::*;

use super::{Attributes, Heading, given, heading_tag, tabindex, with_attributes};

options! {
    /// Options of [`Label`].
    LabelProps {
        /// What it says. Without it, there is no label.
        text: Html,
        /// The control's id. A field gives its own.
        r#for: Option<AttrValue>,
        /// Whether it is the heading of the screen.
        is_page_heading: bool,
        /// The heading's level, 1 unless given (ours).
        heading_level: Option<u8>,
        /// Classes to add, such as `govuk-label--l`.
        classes: Classes,
        /// Attributes to add.
        attributes: Attributes,
        /// The heading if it is one, else the label.
        node_ref: NodeRef,
        /// Whether that element can be focused by script.
        focusable: bool,
    }
}

impl LabelProps {
    /// A label that says `text`.
    pub fn new(text: impl Into<Html>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }
}

/// The name of a control.
#[component]
pub fn Label(props: &LabelProps) -> Html {
    label(props)
}

/// [`Label`] as a function.
pub fn label(props: &LabelProps) -> Html {
    if !given(&props.text) {
        return Html::default();
    }
    let (label_ref, label_focusable) = if props.is_page_heading {
        (NodeRef::default(), false)
    } else {
        (props.node_ref.clone(), props.focusable)
    };
    let label = html! {
        <label class={classes!("govuk-label", props.classes.clone())} for={&props.r#for}
            ref={label_ref} tabindex={tabindex(label_focusable)}>
            {props.text.clone()}
        </label>
    };
    let label = with_attributes(label, &props.attributes);
    if !props.is_page_heading {
        return label;
    }
    Heading {
        tag: heading_tag(props.heading_level, "h1"),
        classes: classes!("govuk-label-wrapper"),
        id: None,
        node_ref: props.node_ref.clone(),
        focusable: props.focusable,
        text: label,
    }
    .render()
}
