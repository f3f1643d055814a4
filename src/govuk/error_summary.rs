//! The error summary. Owns its markup; knows nothing of the fields it names.

use yew::prelude::*;

use super::{
    Attributes, Heading, concat, first_given, given, heading_tag, instead, tabindex,
    with_attributes,
};

options! {
    /// Options of [`ErrorSummary`].
    ErrorSummaryProps {
        /// The heading, "There is a problem" unless given.
        title_text: Html,
        /// The heading's level, 2 unless given (ours).
        title_heading_level: Option<u8>,
        /// What is said before the list.
        description_text: Html,
        /// What is said before the list, rather than `description_text`.
        children: Html,
        /// What is wrong, one item for each error.
        error_list: Vec<ErrorSummaryItem>,
        /// Classes to add.
        classes: Classes,
        /// Attributes to add.
        attributes: Attributes,
        /// What following a link does instead of changing the address, with
        /// the id the link points to.
        on_navigate: Option<Callback<AttrValue>>,
        /// The outer element, which takes the focus.
        node_ref: NodeRef,
        /// Whether the outer element can be focused by script.
        focusable: bool,
        /// The id of the outer element (ours). With it, what takes the focus is a group with
        /// a name and what it says as its description, each time that it does, and no alert,
        /// which would be said as well.
        id: Option<AttrValue>,
    }
}

options! {
    /// One error.
    ErrorSummaryItem {
        /// What is wrong, in the words shown beside the field.
        text: Html,
        /// The field, as `#` and its id; without it, no link.
        href: Option<AttrValue>,
        /// Attributes to add to the link.
        attributes: Attributes,
    }
}

impl ErrorSummaryItem {
    /// An error that says `text` and links to `href`.
    pub fn new(href: impl Into<AttrValue>, text: impl Into<Html>) -> Self {
        Self {
            href: Some(href.into()),
            text: text.into(),
            ..Self::default()
        }
    }
}

/// What is wrong on the screen, with a link to each field.
#[component]
pub fn ErrorSummary(props: &ErrorSummaryProps) -> Html {
    error_summary(props)
}

/// [`ErrorSummary`] as a function.
pub fn error_summary(props: &ErrorSummaryProps) -> Html {
    let description = first_given(&props.children, &props.description_text);
    let id = |part: &str| props.id.as_ref().map(|id| concat(&[id, part]));
    let title = Heading {
        id: id("-title"),
        tag: heading_tag(props.title_heading_level, "h2"),
        classes: classes!("govuk-error-summary__title"),
        text: first_given(&props.title_text, &"There is a problem".into()),
        ..Heading::default()
    };
    let summary = html! {
        <div class={classes!("govuk-error-summary", props.classes.clone())} id={&props.id}
            role={props.id.as_ref().map(|_| "group")} aria-labelledby={id("-title")}
            aria-describedby={id("-body")} data-module="govuk-error-summary"
            ref={&props.node_ref} tabindex={tabindex(props.focusable)}>
            // The alert is apart from what takes the focus, or some screen
            // readers miss part of it.
            <div role={props.id.is_none().then_some("alert")}>
                {title.render()}
                <div class="govuk-error-summary__body" id={id("-body")}>
                    if given(&description) {
                        <p>{description}</p>
                    }
                    if !props.error_list.is_empty() {
                        <ul class="govuk-list govuk-error-summary__list">
                            {for props.error_list.iter().map(|item| props.item(item))}
                        </ul>
                    }
                </div>
            </div>
        </div>
    };
    with_attributes(summary, &props.attributes)
}

impl ErrorSummaryProps {
    fn item(&self, item: &ErrorSummaryItem) -> Html {
        let Some(href) = &item.href else {
            return html! { <li>{item.text.clone()}</li> };
        };
        let onclick = self.on_navigate.as_ref().map(|on_navigate| {
            let id = AttrValue::from(href.strip_prefix('#').unwrap_or(href).to_owned());
            on_navigate.reform(move |_: MouseEvent| id.clone())
        });
        let link = html! { <a {href} onclick={instead(&onclick)}>{item.text.clone()}</a> };
        html! { <li>{with_attributes(link, &item.attributes)}</li> }
    }
}
