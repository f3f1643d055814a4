//! The notification banner. Owns its markup; knows nothing of the news.

use yew::prelude::*;

use super::{Attributes, Heading, first_given, given, heading_tag, tabindex, with_attributes};

options! {
    /// Options of [`NotificationBanner`].
    NotificationBannerProps {
        /// What it says, as a line of its own.
        text: Html,
        /// What it says, rather than `text`.
        children: Html,
        /// `success` for the green kind.
        r#type: Option<AttrValue>,
        /// The title; unless given, "Success" or "Important".
        title_text: Html,
        /// The title's heading level, 2 unless given.
        title_heading_level: Option<u8>,
        /// The title's id.
        title_id: Option<AttrValue>,
        /// The role; unless given, `alert` for success, else `region`.
        role: Option<AttrValue>,
        /// Classes to add.
        classes: Classes,
        /// Attributes to add.
        attributes: Attributes,
        /// The outer element.
        node_ref: NodeRef,
        /// Whether the outer element can be focused by script.
        focusable: bool,
    }
}

/// News that is not about the screen it is on.
#[component]
pub fn NotificationBanner(props: &NotificationBannerProps) -> Html {
    notification_banner(props)
}

/// [`NotificationBanner`] as a function.
pub fn notification_banner(props: &NotificationBannerProps) -> Html {
    let is_success = props.r#type.as_deref() == Some("success");
    let (role, title) = if is_success {
        ("alert", "Success")
    } else {
        ("region", "Important")
    };
    let role = props.role.clone().unwrap_or(AttrValue::Static(role));
    let title_id = props.title_id.clone();
    let title_id = title_id.unwrap_or(AttrValue::Static("govuk-notification-banner-title"));
    let class = classes!(
        "govuk-notification-banner",
        is_success.then_some("govuk-notification-banner--success"),
        props.classes.clone(),
    );
    let heading = Heading {
        tag: heading_tag(props.title_heading_level, "h2"),
        classes: classes!("govuk-notification-banner__title"),
        id: Some(title_id.clone()),
        text: first_given(&props.title_text, &title.into()),
        ..Heading::default()
    };
    let banner = html! {
        <div {class} {role} aria-labelledby={title_id} data-module="govuk-notification-banner"
            ref={&props.node_ref} tabindex={tabindex(props.focusable)}>
            <div class="govuk-notification-banner__header">{heading.render()}</div>
            <div class="govuk-notification-banner__content">
                if given(&props.children) {
                    {props.children.clone()}
                } else if given(&props.text) {
                    <p class="govuk-notification-banner__heading">{props.text.clone()}</p>
                }
            </div>
        </div>
    };
    with_attributes(banner, &props.attributes)
}
