//! GOV.UK Frontend components for Yew, one file per component, same names.
//!
//! Owns the markup of `govuk-frontend` 6: each component renders what the
//! Nunjucks macro of that name renders, held by `tests/govuk_fixtures.rs`.
//! Knows nothing of packs, sessions or screens, keeps no state and does not
//! touch the DOM: what is typed or chosen goes out by a callback, what is
//! shown comes in by a property. The package's JavaScript is not needed.
//!
//! # Conventions
//!
//! - Options are named after the macro's, in snake case: `idPrefix` is
//!   `id_prefix`, `type` and `for` are `r#type` and `r#for`.
//! - Where the macro has `text` and `html`, there is one `text: Html`, which
//!   takes a string or markup. Where the macro is used with `call`, there is
//!   `children` too.
//! - Every property is optional and its default is the type's, so the
//!   properties of a component are also the nested options of another:
//!   `hint={HintProps::new("For example, 27 3 2007")}` or
//!   `HintProps { id: .., ..Default::default() }`.
//! - Each component is also a function of its properties: `button(&props)` for
//!   `<Button ..props />`. It makes the same markup without an instance of its
//!   own, which is less to load and less to do.
//! - Links that would change the page's address (`BackLink`, `ErrorSummary`,
//!   summary list actions) take a callback; with it, following the link is
//!   prevented.
//! - `node_ref` and `focusable` (`tabindex="-1"`) are ours: a screen moves the
//!   focus to a heading, a summary or a banner. They are on the heading where
//!   a legend or label is the page heading.
//! - What describes a group is said by few screen readers when a control in it takes the
//!   focus. With `describes_stop` (ours), where Tab leads to is described by it in its place.
//! - Hidden conditional content needs `govuk-frontend-supported` on an
//!   ancestor, as the package's styles do.

use std::rc::Rc;

use yew::prelude::*;
use yew::virtual_dom::{AttributeOrProperty, VNode};

/// Declares the options of a component: properties for `html!` and, by
/// `Default`, a struct to nest. Each field's default is its type's, so that
/// both ways of making one agree.
macro_rules! options {
    ($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, Properties)]
        pub struct $name {
            $($(#[$field_meta])* #[prop_or_default] pub $field: $type,)*
        }
    };
}

mod back_link;
mod button;
mod checkboxes;
mod choices;
mod date_input;
mod details;
mod error_message;
mod error_summary;
mod field;
mod fieldset;
mod hint;
mod input;
mod inset_text;
mod label;
mod notification_banner;
mod radios;
mod select;
mod summary_list;
mod tag;
mod textarea;
mod warning_text;

pub use back_link::{BackLink, BackLinkProps, back_link};
pub use button::{Button, ButtonProps, button};
pub use checkboxes::{Checkboxes, CheckboxesItem, CheckboxesProps, checkboxes};
pub use date_input::{DateInput, DateInputItem, DateInputProps, date_input};
pub use details::{Details, DetailsProps, details};
pub use error_message::{ErrorMessage, ErrorMessageProps, error_message};
pub use error_summary::{ErrorSummary, ErrorSummaryItem, ErrorSummaryProps, error_summary};
pub use fieldset::{Fieldset, FieldsetProps, Legend, fieldset};
pub use hint::{Hint, HintProps, hint};
pub use input::{Affix, Input, InputProps, input};
pub use inset_text::{InsetText, InsetTextProps, inset_text};
pub use label::{Label, LabelProps, label};
pub use notification_banner::{NotificationBanner, NotificationBannerProps, notification_banner};
pub use radios::{Radios, RadiosItem, RadiosProps, radios};
pub use select::{Select, SelectItem, SelectProps, select};
pub use summary_list::{
    SummaryCard, SummaryCardTitle, SummaryList, SummaryListAction, SummaryListActions,
    SummaryListCell, SummaryListProps, SummaryListRow, summary_list,
};
pub use tag::{Tag, TagProps, tag};
pub use textarea::{Textarea, TextareaProps, textarea};
pub use warning_text::{WarningText, WarningTextProps, warning_text};

/// Extra attributes of an element, the macro's `attributes`.
pub type Attributes = Vec<(AttrValue, AttrValue)>;

options! {
    /// A wrapping element's options: the macro's `formGroup` and `inputWrapper`.
    Wrapper {
        /// Classes to add.
        classes: Classes,
        /// Attributes to add.
        attributes: Attributes,
    }
}

/// Whether there is anything to show.
fn given(html: &Html) -> bool {
    match html {
        VNode::VList(list) => !list.is_empty(),
        VNode::VText(text) => !text.text.is_empty(),
        _ => true,
    }
}

/// The first content given, in the macro's order of preference.
fn first_given(preferred: &Html, other: &Html) -> Html {
    if given(preferred) { preferred } else { other }.clone()
}

/// The element with the extra attributes.
fn with_attributes(mut element: Html, attributes: &Attributes) -> Html {
    if let VNode::VTag(tag) = &mut element
        && let Some(tag) = Rc::get_mut(tag)
        && !attributes.is_empty()
    {
        let map = tag.attributes.get_mut_index_map();
        for (name, value) in attributes {
            map.insert(name.clone(), AttributeOrProperty::Attribute(value.clone()));
        }
    }
    element
}

/// A heading, or whatever else takes the focus on a new screen.
#[derive(Default)]
struct Heading {
    tag: &'static str,
    classes: Classes,
    id: Option<AttrValue>,
    node_ref: NodeRef,
    focusable: bool,
    text: Html,
}

impl Heading {
    fn render(self) -> Html {
        html! {
            <@{self.tag} class={self.classes} id={self.id} ref={self.node_ref}
                tabindex={tabindex(self.focusable)}>
                {self.text}
            </@>
        }
    }
}

/// The tag of a heading of this level, `default` where none is given.
fn heading_tag(level: Option<u8>, default: &'static str) -> &'static str {
    match level {
        Some(1) => "h1",
        Some(2) => "h2",
        Some(3) => "h3",
        Some(4) => "h4",
        Some(5) => "h5",
        Some(_) => "h6",
        None => default,
    }
}

/// What makes an element focusable by script, without a stop in the tab order.
fn tabindex(focusable: bool) -> Option<&'static str> {
    focusable.then_some("-1")
}

/// The parts given, in order and with nothing between them.
fn concat(parts: &[&str]) -> AttrValue {
    parts.concat().into()
}

/// A space-separated list of ids, as `aria-describedby` has, if there are any.
fn ids(ids: [Option<AttrValue>; 3]) -> Option<AttrValue> {
    let ids: Vec<AttrValue> = ids.into_iter().flatten().collect();
    (!ids.is_empty()).then(|| ids.join(" ").into())
}

/// What a link does instead of changing the page's address, if given.
fn instead(callback: &Option<Callback<MouseEvent>>) -> Option<Callback<MouseEvent>> {
    callback.as_ref().map(|callback| {
        callback.reform(|event: MouseEvent| {
            event.prevent_default();
            event
        })
    })
}

/// The value of the control an event came from.
fn value_of<E: AsRef<Event>>(event: E) -> AttrValue {
    // The getter reads `value` of whatever element it is given: text areas
    // and selects have it too.
    let control: web_sys::HtmlInputElement = event.as_ref().target_unchecked_into();
    control.value().into()
}

/// A listener that hands on the control's value.
fn with_value<E: AsRef<Event> + 'static>(
    callback: &Option<Callback<AttrValue>>,
) -> Option<Callback<E>> {
    callback.as_ref().map(|callback| callback.reform(value_of))
}
