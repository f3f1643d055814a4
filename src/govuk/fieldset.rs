//! The fieldset and its legend. Owns their markup; knows no field.

use yew::prelude::*;

use super::{Attributes, Heading, given, heading_tag, with_attributes};

options! {
    /// Options of [`Fieldset`].
    FieldsetProps {
        /// The group's name.
        legend: Option<Legend>,
        /// Ids of what describes the group.
        described_by: Option<AttrValue>,
        /// The group's role, where not its own.
        role: Option<AttrValue>,
        /// Classes to add.
        classes: Classes,
        /// Attributes to add.
        attributes: Attributes,
        /// What is in the group.
        children: Html,
    }
}

options! {
    /// The name of a group of fields.
    Legend {
        /// What it says.
        text: Html,
        /// Whether it is the heading of the screen.
        is_page_heading: bool,
        /// The heading's level, 1 unless given (ours).
        heading_level: Option<u8>,
        /// Classes to add, such as `govuk-fieldset__legend--l`.
        classes: Classes,
        /// The heading if it is one, else the legend.
        node_ref: NodeRef,
        /// Whether that element can be focused by script.
        focusable: bool,
        /// The id of that element (ours).
        id: Option<AttrValue>,
    }
}

impl FieldsetProps {
    /// A fieldset with this legend.
    pub fn new(legend: Legend) -> Self {
        Self {
            legend: Some(legend),
            ..Self::default()
        }
    }
}

impl Legend {
    fn render(&self) -> Html {
        let classes = classes!("govuk-fieldset__legend", self.classes.clone());
        let heading = Heading {
            tag: heading_tag(self.heading_level, "h1"),
            classes: classes!("govuk-fieldset__heading"),
            id: self.id.clone(),
            node_ref: self.node_ref.clone(),
            focusable: self.focusable,
            text: self.text.clone(),
        };
        if self.is_page_heading {
            html! { <legend class={classes}>{heading.render()}</legend> }
        } else {
            Heading {
                tag: "legend",
                classes,
                ..heading
            }
            .render()
        }
    }
}

/// A group of fields with a name.
#[component]
pub fn Fieldset(props: &FieldsetProps) -> Html {
    fieldset(props)
}

/// [`Fieldset`] as a function.
pub fn fieldset(props: &FieldsetProps) -> Html {
    let fieldset = html! {
        <fieldset class={classes!("govuk-fieldset", props.classes.clone())} role={&props.role}
            aria-describedby={&props.described_by}>
            if let Some(legend) = props.legend.as_ref().filter(|legend| given(&legend.text)) {
                {legend.render()}
            }
            {props.children.clone()}
        </fieldset>
    };
    with_attributes(fieldset, &props.attributes)
}
