//! The select. Owns its markup and which option is shown as chosen; knows
//! nothing of what a choice leads to.

use yew::prelude::*;

use super::field::Field;
use super::{
    Attributes, ErrorMessageProps, HintProps, LabelProps, Wrapper, with_attributes, with_value,
};

options! {
    /// Options of [`Select`].
    SelectProps {
        /// The control's name.
        name: AttrValue,
        /// The control's id, the name unless given.
        id: Option<AttrValue>,
        /// The options.
        items: Vec<SelectItem>,
        /// The value chosen. While it is given, it is the parent's to change.
        value: Option<AttrValue>,
        /// Whether the control cannot be used.
        disabled: bool,
        /// Ids of what else describes the control.
        described_by: Option<AttrValue>,
        /// The control's label.
        label: LabelProps,
        /// Help on the field.
        hint: Option<HintProps>,
        /// What is wrong.
        error_message: Option<ErrorMessageProps>,
        /// Options of the element around it all.
        form_group: Wrapper,
        /// Classes to add.
        classes: Classes,
        /// Attributes to add.
        attributes: Attributes,
        /// The value now chosen.
        onchange: Option<Callback<AttrValue>>,
        /// The control took the focus.
        onfocus: Option<Callback<FocusEvent>>,
        /// The control lost the focus.
        onblur: Option<Callback<FocusEvent>>,
        /// The control.
        node_ref: NodeRef,
    }
}

options! {
    /// One option.
    SelectItem {
        /// What it says.
        text: AttrValue,
        /// The value it stands for, what it says unless given.
        value: Option<AttrValue>,
        /// Whether it is chosen, whatever the select's value says.
        selected: Option<bool>,
        /// Whether it cannot be chosen.
        disabled: bool,
        /// Attributes to add.
        attributes: Attributes,
    }
}

impl SelectItem {
    /// An option that says `text` and stands for `value`.
    pub fn new(value: impl Into<AttrValue>, text: impl Into<AttrValue>) -> Self {
        Self {
            value: Some(value.into()),
            text: text.into(),
            ..Self::default()
        }
    }
}

/// A choice of one from a list that opens.
#[component]
pub fn Select(props: &SelectProps) -> Html {
    select(props)
}

/// [`Select`] as a function.
pub fn select(props: &SelectProps) -> Html {
    let id = props.id.as_ref().unwrap_or(&props.name);
    Field {
        id,
        described_by: &props.described_by,
        label: &props.label,
        hint: &props.hint,
        error_message: &props.error_message,
        form_group: &props.form_group,
    }
    .render(&|described_by| props.control(id, described_by))
}

impl SelectProps {
    fn control(&self, id: &AttrValue, described_by: Option<AttrValue>) -> Html {
        let class = classes!(
            "govuk-select",
            self.classes.clone(),
            self.error_message.as_ref().map(|_| "govuk-select--error"),
        );
        let control = html! {
            <select {class} {id} name={&self.name} disabled={self.disabled}
                aria-describedby={described_by} onchange={with_value::<Event>(&self.onchange)}
                onfocus={self.onfocus.clone()} onblur={self.onblur.clone()} ref={&self.node_ref}>
                {for self.items.iter().map(|item| self.item(item))}
            </select>
        };
        let control = with_attributes(control, &self.attributes);
        show_value(control, &self.value)
    }

    fn item(&self, item: &SelectItem) -> Html {
        let value = item.value.as_ref().unwrap_or(&item.text);
        let selected = item.selected.unwrap_or(self.value.as_ref() == Some(value));
        let option = html! {
            <option value={&item.value} {selected} disabled={item.disabled}>{&item.text}</option>
        };
        with_attributes(option, &item.attributes)
    }
}

/// Sets the value as a property: once a user has chosen, the browser no longer
/// heeds the `selected` attribute.
#[cfg(target_arch = "wasm32")]
fn show_value(mut control: Html, value: &Option<AttrValue>) -> Html {
    if let yew::virtual_dom::VNode::VTag(tag) = &mut control
        && let Some(tag) = std::rc::Rc::get_mut(tag)
        && let Some(value) = value
    {
        tag.add_property("value", value.as_str());
    }
    control
}

/// On the host there are no properties.
#[cfg(not(target_arch = "wasm32"))]
fn show_value(control: Html, _value: &Option<AttrValue>) -> Html {
    control
}
