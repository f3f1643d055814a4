//! What radios and checkboxes share. Owns the markup of a list of choices;
//! knows nothing of which are chosen.

use yew::prelude::*;

use super::field::{self, Messages};
use super::fieldset::fieldset;
use super::hint::hint;
use super::label::label;
use super::{
    Attributes, ErrorMessageProps, FieldsetProps, HintProps, LabelProps, Wrapper, concat, ids,
    with_attributes,
};

options! {
    /// One choice, or the divider before one.
    Item {
        /// What the choice says.
        text: Html,
        /// The value it stands for.
        value: AttrValue,
        /// A word between choices, such as "or"; with it, nothing else shows.
        divider: Option<AttrValue>,
        /// The control's id; unless given, the list's prefix and the position.
        id: Option<AttrValue>,
        /// The control's name, if not the list's (checkboxes only).
        name: Option<AttrValue>,
        /// Whether it is chosen, whatever the list's value says.
        checked: Option<bool>,
        /// Whether it cannot be chosen.
        disabled: bool,
        /// `exclusive`: choosing it unchooses the others (checkboxes only).
        behaviour: Option<AttrValue>,
        /// Help on this choice.
        hint: Option<HintProps>,
        /// Classes and attributes of the label.
        label: LabelProps,
        /// What shows below the choice while it is chosen.
        conditional: Html,
        /// Attributes to add to the control.
        attributes: Attributes,
    }
}

impl Item {
    /// A choice that says `text` and stands for `value`.
    pub fn new(value: impl Into<AttrValue>, text: impl Into<Html>) -> Self {
        Self {
            value: value.into(),
            text: text.into(),
            ..Self::default()
        }
    }

    /// A word between choices.
    pub fn divider(word: impl Into<AttrValue>) -> Self {
        Self {
            divider: Some(word.into()),
            ..Self::default()
        }
    }

    /// Whether choosing it unchooses the others.
    pub(super) fn is_exclusive(&self) -> bool {
        self.behaviour.as_deref() == Some("exclusive")
    }

    /// Whether it is chosen, where `value_chosen` says whether its value is.
    pub(super) fn is_checked(&self, value_chosen: bool) -> bool {
        self.checked.unwrap_or(value_chosen)
    }
}

/// The class names and control of one kind of list.
pub(super) struct Kind {
    pub input_type: &'static str,
    pub module: &'static str,
    pub item: &'static str,
    pub input: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub divider: &'static str,
    pub conditional: &'static str,
    pub hidden: &'static str,
    /// Whether, without a fieldset to carry it, each control has the list's
    /// description.
    pub describes_controls: bool,
}

/// A list of choices with what surrounds it.
pub(super) struct Choices<'a> {
    pub kind: &'static Kind,
    pub name: &'a AttrValue,
    pub id_prefix: &'a Option<AttrValue>,
    pub described_by: &'a Option<AttrValue>,
    pub fieldset: &'a Option<FieldsetProps>,
    pub hint: &'a Option<HintProps>,
    pub error_message: &'a Option<ErrorMessageProps>,
    pub form_group: &'a Wrapper,
    pub items: &'a [Item],
    pub classes: &'a Classes,
    pub attributes: &'a Attributes,
    pub describes_stop: bool,
    pub is_checked: &'a dyn Fn(&Item) -> bool,
    pub onchange: &'a dyn Fn(&Item) -> Option<Callback<Event>>,
}

impl Choices<'_> {
    pub fn render(self) -> Html {
        let id_prefix = self.id_prefix.as_ref().unwrap_or(self.name);
        let own_description = match self.fieldset {
            Some(FieldsetProps {
                described_by: Some(id),
                ..
            }) => Some(id),
            _ => self.described_by.as_ref(),
        };
        let messages = Messages::new(id_prefix, own_description, self.hint, self.error_message);
        let describes_controls = self.kind.describes_controls && self.fieldset.is_none();
        let described_by = messages.described_by.clone();
        let (group, controls) = if describes_controls || self.describes_stop {
            (None, described_by)
        } else {
            (described_by, None)
        };
        // Tab leads to each box, but of the radios to the one that is picked, or else to the
        // first or the last.
        let radio = self.kind.input_type == "radio";
        let picked = radio && self.items.iter().any(self.is_checked);
        let last = self.items.len().saturating_sub(1);
        let is_stop = |index: usize, item: &Item| match picked {
            true => (self.is_checked)(item),
            false => index == 0 || (radio && index == last),
        };
        let items = self.items.iter().enumerate().map(|(index, item)| {
            let described = describes_controls || is_stop(index, item);
            let description = controls.clone().filter(|_| described);
            let id = match (&item.id, index) {
                (Some(id), _) => id.clone(),
                // The first has no number, so that an error links to it.
                (None, 0) => id_prefix.clone(),
                (None, _) => concat(&[id_prefix, "-", &(index + 1).to_string()]),
            };
            self.item(index, item, id, &description)
        });
        let list = html! {
            <div class={classes!(self.kind.module, self.classes.clone())}
                data-module={self.kind.module}>
                {for items}
            </div>
        };
        let list = with_attributes(list, self.attributes);
        let inner = html! { <>{messages.html}{list}</> };
        let inner = match self.fieldset {
            Some(props) => fieldset(&FieldsetProps {
                described_by: group,
                children: inner,
                ..props.clone()
            }),
            None => inner,
        };
        field::form_group(self.form_group, self.error_message.is_some(), inner)
    }

    fn item(
        &self,
        index: usize,
        item: &Item,
        id: AttrValue,
        description: &Option<AttrValue>,
    ) -> Html {
        let kind = self.kind;
        if let Some(divider) = &item.divider {
            return html! { <div key={index} class={kind.divider}>{divider}</div> };
        }
        let is_checked = (self.is_checked)(item);
        let hint_id = item.hint.as_ref().map(|_| concat(&[&id, "-item-hint"]));
        let has_conditional = super::given(&item.conditional);
        let conditional_id = has_conditional.then(|| concat(&["conditional-", &id]));
        let input = html! {
            <input class={kind.input} id={&id} name={item.name.as_ref().unwrap_or(self.name)}
                type={kind.input_type} value={&item.value} checked={is_checked}
                disabled={item.disabled} data-aria-controls={conditional_id.clone()}
                data-behaviour={&item.behaviour}
                aria-describedby={ids([description.clone(), hint_id.clone(), None])}
                onchange={(self.onchange)(item)} />
        };
        // Keyed, so that where the next list is shorter, its first items stay as they are.
        html! {
            <key={index}>
                <div class={kind.item}>
                    {with_attributes(input, &item.attributes)}
                    {label(&LabelProps {
                        text: item.text.clone(),
                        classes: classes!(kind.label, item.label.classes.clone()),
                        r#for: Some(id),
                        ..item.label.clone()
                    })}
                    if let Some(props) = &item.hint {
                        {hint(&HintProps {
                            id: hint_id,
                            classes: classes!(kind.hint, props.classes.clone()),
                            ..props.clone()
                        })}
                    }
                </div>
                if has_conditional {
                    <div class={classes!(kind.conditional, (!is_checked).then_some(kind.hidden))}
                        id={conditional_id}>
                        {item.conditional.clone()}
                    </div>
                }
            </>
        }
    }
}
