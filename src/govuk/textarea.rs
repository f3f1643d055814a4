//! The text area. Owns its markup; knows nothing of what is typed.

use yew::prelude::*;

use super::field::Field;
use super::input::spelled;
use super::{
    Attributes, ErrorMessageProps, HintProps, LabelProps, Wrapper, with_attributes, with_value,
};

options! {
    /// Options of [`Textarea`].
    TextareaProps {
        /// The control's name.
        name: AttrValue,
        /// The control's id, the name unless given.
        id: Option<AttrValue>,
        /// How many lines it shows, 5 unless given.
        rows: Option<AttrValue>,
        /// The value shown. While it is given, it is the parent's to change.
        value: Option<AttrValue>,
        /// Whether the control cannot be used.
        disabled: bool,
        /// Ids of what else describes the control.
        described_by: Option<AttrValue>,
        /// What the browser may fill in.
        autocomplete: Option<AttrValue>,
        /// Whether the browser checks the spelling.
        spellcheck: Option<bool>,
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
        /// The value after each change.
        oninput: Option<Callback<AttrValue>>,
        /// The value once the change is done.
        onchange: Option<Callback<AttrValue>>,
        /// The control took the focus.
        onfocus: Option<Callback<FocusEvent>>,
        /// The control lost the focus.
        onblur: Option<Callback<FocusEvent>>,
        /// The control.
        node_ref: NodeRef,
    }
}

/// A field of several lines.
#[component]
pub fn Textarea(props: &TextareaProps) -> Html {
    textarea(props)
}

/// [`Textarea`] as a function.
pub fn textarea(props: &TextareaProps) -> Html {
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

impl TextareaProps {
    fn control(&self, id: &AttrValue, described_by: Option<AttrValue>) -> Html {
        let class = classes!(
            "govuk-textarea",
            self.error_message.as_ref().map(|_| "govuk-textarea--error"),
            self.classes.clone(),
        );
        let control = html! {
            <textarea {class} {id} name={&self.name}
                rows={self.rows.clone().unwrap_or(AttrValue::Static("5"))}
                spellcheck={self.spellcheck.map(spelled)} value={&self.value}
                disabled={self.disabled} aria-describedby={described_by}
                autocomplete={&self.autocomplete}
                oninput={with_value::<InputEvent>(&self.oninput)}
                onchange={with_value::<Event>(&self.onchange)} onfocus={self.onfocus.clone()}
                onblur={self.onblur.clone()} ref={&self.node_ref} />
        };
        with_attributes(control, &self.attributes)
    }
}
