//! Checkboxes. Owns their markup and which are shown as chosen; knows nothing
//! of what the choices lead to.

use yew::prelude::*;

pub use super::choices::Item as CheckboxesItem;
use super::choices::{Choices, Kind};
use super::{Attributes, ErrorMessageProps, FieldsetProps, HintProps, Wrapper};

options! {
    /// Options of [`Checkboxes`].
    CheckboxesProps {
        /// The name of the controls that have none of their own.
        name: AttrValue,
        /// What ids begin with, the name unless given; the first control's id.
        id_prefix: Option<AttrValue>,
        /// Ids of what else describes the group, where it has no fieldset.
        described_by: Option<AttrValue>,
        /// The group's fieldset, with its legend.
        fieldset: Option<FieldsetProps>,
        /// Help on the choice.
        hint: Option<HintProps>,
        /// What is wrong.
        error_message: Option<ErrorMessageProps>,
        /// Options of the element around it all.
        form_group: Wrapper,
        /// The choices.
        items: Vec<CheckboxesItem>,
        /// The values chosen.
        values: Vec<AttrValue>,
        /// Whether what describes the group describes where Tab leads to in it (ours).
        describes_stop: bool,
        /// Classes to add, such as `govuk-checkboxes--small`.
        classes: Classes,
        /// Attributes to add.
        attributes: Attributes,
        /// The values now chosen, in the order of the items. An exclusive
        /// choice stands alone.
        onchange: Option<Callback<Vec<AttrValue>>>,
    }
}

const KIND: Kind = Kind {
    input_type: "checkbox",
    module: "govuk-checkboxes",
    item: "govuk-checkboxes__item",
    input: "govuk-checkboxes__input",
    label: "govuk-checkboxes__label",
    hint: "govuk-checkboxes__hint",
    divider: "govuk-checkboxes__divider",
    conditional: "govuk-checkboxes__conditional",
    hidden: "govuk-checkboxes__conditional--hidden",
    describes_controls: true,
};

impl CheckboxesProps {
    fn is_checked(&self, item: &CheckboxesItem) -> bool {
        item.is_checked(self.values.contains(&item.value))
    }

    /// The values chosen once `toggled` is.
    fn values_after(&self, toggled: &CheckboxesItem) -> Vec<AttrValue> {
        let chosen = !self.is_checked(toggled);
        let stands = |item: &CheckboxesItem| {
            if std::ptr::eq(item, toggled) {
                return chosen;
            }
            let excluded = chosen && (item.is_exclusive() || toggled.is_exclusive());
            self.is_checked(item) && !excluded
        };
        let items = self.items.iter().filter(|item| item.divider.is_none());
        items
            .filter(|item| stands(item))
            .map(|item| item.value.clone())
            .collect()
    }
}

/// A choice of any number.
#[component]
pub fn Checkboxes(props: &CheckboxesProps) -> Html {
    checkboxes(props)
}

/// [`Checkboxes`] as a function.
pub fn checkboxes(props: &CheckboxesProps) -> Html {
    Choices {
        kind: &KIND,
        name: &props.name,
        id_prefix: &props.id_prefix,
        described_by: &props.described_by,
        fieldset: &props.fieldset,
        hint: &props.hint,
        error_message: &props.error_message,
        form_group: &props.form_group,
        items: &props.items,
        classes: &props.classes,
        attributes: &props.attributes,
        describes_stop: props.describes_stop,
        is_checked: &|item| props.is_checked(item),
        onchange: &|item| {
            let onchange = props.onchange.as_ref()?;
            let values = props.values_after(item);
            Some(onchange.reform(move |_: Event| values.clone()))
        },
    }
    .render()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is chosen after the item at `toggled` is, of "a", "b" and an
    /// exclusive "none".
    fn after(chosen: &[&'static str], toggled: usize) -> Vec<AttrValue> {
        let mut none = CheckboxesItem::new("none", "None");
        none.behaviour = Some("exclusive".into());
        let props = CheckboxesProps {
            items: vec![
                CheckboxesItem::new("a", "A"),
                CheckboxesItem::new("b", "B"),
                CheckboxesItem::divider("or"),
                none,
            ],
            values: chosen.iter().map(|&value| value.into()).collect(),
            ..Default::default()
        };
        props.values_after(&props.items[toggled])
    }

    #[test]
    fn toggling_keeps_the_order_of_the_items() {
        assert_eq!(after(&[], 1), ["b"]);
        assert_eq!(after(&["b"], 0), ["a", "b"]);
        assert_eq!(after(&["a", "b"], 0), ["b"]);
    }

    #[test]
    fn an_exclusive_choice_stands_alone() {
        assert_eq!(after(&["a", "b"], 3), ["none"]);
        assert_eq!(after(&["none"], 0), ["a"]);
        assert!(after(&["none"], 3).is_empty());
    }
}
