//! The text input. Owns its markup; knows nothing of what is typed.

use yew::prelude::*;

use super::field::Field;
use super::{
    Attributes, ErrorMessageProps, HintProps, LabelProps, Wrapper, given, with_attributes,
    with_value,
};

options! {
    /// Options of [`Input`].
    InputProps {
        /// The control's name.
        name: AttrValue,
        /// The control's id, the name unless given.
        id: Option<AttrValue>,
        /// The control's type, `text` unless given.
        r#type: Option<AttrValue>,
        /// The kind of keyboard.
        inputmode: Option<AttrValue>,
        /// The value shown. While it is given, it is the parent's to change.
        value: Option<AttrValue>,
        /// Whether the control cannot be used.
        disabled: bool,
        /// Ids of what else describes the control.
        described_by: Option<AttrValue>,
        /// What the browser may fill in.
        autocomplete: Option<AttrValue>,
        /// What the browser capitalises.
        autocapitalize: Option<AttrValue>,
        /// What a valid value looks like.
        pattern: Option<AttrValue>,
        /// Whether the browser checks the spelling.
        spellcheck: Option<bool>,
        /// The control's label.
        label: LabelProps,
        /// Help on the field.
        hint: Option<HintProps>,
        /// What is wrong.
        error_message: Option<ErrorMessageProps>,
        /// What stands before the control.
        prefix: Option<Affix>,
        /// What stands after the control.
        suffix: Option<Affix>,
        /// Options of the element around it all.
        form_group: Wrapper,
        /// Options of the element around the control and what stands beside it.
        input_wrapper: Wrapper,
        /// Classes to add, such as `govuk-input--width-10`.
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

options! {
    /// A unit or sign beside the control.
    Affix {
        /// What it says.
        text: Html,
        /// Classes to add.
        classes: Classes,
        /// Attributes to add.
        attributes: Attributes,
    }
}

/// A field of one line.
#[component]
pub fn Input(props: &InputProps) -> Html {
    input(props)
}

/// [`Input`] as a function.
pub fn input(props: &InputProps) -> Html {
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

impl InputProps {
    fn control(&self, id: &AttrValue, described_by: Option<AttrValue>) -> Html {
        let class = classes!(
            "govuk-input",
            self.classes.clone(),
            self.error_message.as_ref().map(|_| "govuk-input--error"),
        );
        let control = html! {
            <input {class} {id} name={&self.name}
                type={self.r#type.clone().unwrap_or(AttrValue::Static("text"))}
                spellcheck={self.spellcheck.map(spelled)} value={&self.value}
                disabled={self.disabled} aria-describedby={described_by}
                autocomplete={&self.autocomplete} autocapitalize={&self.autocapitalize}
                pattern={&self.pattern} inputmode={&self.inputmode}
                oninput={with_value::<InputEvent>(&self.oninput)}
                onchange={with_value::<Event>(&self.onchange)} onfocus={self.onfocus.clone()}
                onblur={self.onblur.clone()} ref={&self.node_ref} />
        };
        let control = with_attributes(control, &self.attributes);
        let prefix = affix(&self.prefix, "govuk-input__prefix");
        let suffix = affix(&self.suffix, "govuk-input__suffix");
        if prefix.is_none() && suffix.is_none() {
            return control;
        }
        let class = classes!("govuk-input__wrapper", self.input_wrapper.classes.clone());
        let wrapper = html! { <div {class}>{prefix}{control}{suffix}</div> };
        with_attributes(wrapper, &self.input_wrapper.attributes)
    }
}

fn affix(props: &Option<Affix>, class: &'static str) -> Option<Html> {
    let props = props.as_ref().filter(|props| given(&props.text))?;
    let class = classes!(class, props.classes.clone());
    let affix = html! { <div {class} aria-hidden="true">{props.text.clone()}</div> };
    Some(with_attributes(affix, &props.attributes))
}

/// An attribute whose value is a word for yes or no.
pub(super) fn spelled(yes: bool) -> &'static str {
    if yes { "true" } else { "false" }
}
