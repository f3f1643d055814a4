//! What every form field has around its control: the group, the hint and the
//! error message, and the ids that tie them together. Knows no control.

use yew::prelude::*;

use super::error_message::error_message;
use super::hint::hint;
use super::label::label;
use super::{ErrorMessageProps, HintProps, LabelProps, Wrapper, concat, ids, with_attributes};

/// The hint and the error message of a field, and the ids that describe it.
pub(super) struct Messages {
    pub html: Html,
    pub described_by: Option<AttrValue>,
}

impl Messages {
    pub fn new(
        id: &AttrValue,
        described_by: Option<&AttrValue>,
        own_hint: &Option<HintProps>,
        own_error: &Option<ErrorMessageProps>,
    ) -> Self {
        let hint_id = own_hint.as_ref().map(|_| concat(&[id, "-hint"]));
        let error_id = own_error.as_ref().map(|_| concat(&[id, "-error"]));
        Self {
            described_by: ids([described_by.cloned(), hint_id.clone(), error_id.clone()]),
            html: html! {
                <>
                    if let Some(props) = own_hint {
                        {hint(&HintProps { id: hint_id, ..props.clone() })}
                    }
                    if let Some(props) = own_error {
                        {error_message(&ErrorMessageProps { id: error_id, ..props.clone() })}
                    }
                </>
            },
        }
    }
}

/// The element around a field.
pub(super) fn form_group(props: &Wrapper, has_error: bool, inner: Html) -> Html {
    let class = classes!(
        "govuk-form-group",
        has_error.then_some("govuk-form-group--error"),
        props.classes.clone(),
    );
    with_attributes(html! { <div {class}>{inner}</div> }, &props.attributes)
}

/// A field of one labelled control.
pub(super) struct Field<'a> {
    pub id: &'a AttrValue,
    pub described_by: &'a Option<AttrValue>,
    pub label: &'a LabelProps,
    pub hint: &'a Option<HintProps>,
    pub error_message: &'a Option<ErrorMessageProps>,
    pub form_group: &'a Wrapper,
}

impl Field<'_> {
    /// The field around the control, which is told what describes it.
    pub fn render(self, control: &dyn Fn(Option<AttrValue>) -> Html) -> Html {
        let described_by = self.described_by.as_ref();
        let messages = Messages::new(self.id, described_by, self.hint, self.error_message);
        let inner = html! {
            <>
                {label(&LabelProps { r#for: Some(self.id.clone()), ..self.label.clone() })}
                {messages.html}
                {control(messages.described_by)}
            </>
        };
        form_group(self.form_group, self.error_message.is_some(), inner)
    }
}
