//! The summary list and card. Owns their markup; knows nothing of what is
//! summarised or how it changes.

use yew::prelude::*;

use super::{Attributes, Heading, heading_tag, instead, with_attributes};

options! {
    /// Options of [`SummaryList`].
    SummaryListProps {
        /// The rows.
        rows: Vec<SummaryListRow>,
        /// The card around the list.
        card: Option<SummaryCard>,
        /// Classes to add, such as `govuk-summary-list--no-border`.
        classes: Classes,
        /// Attributes to add.
        attributes: Attributes,
    }
}

options! {
    /// One key and its value.
    SummaryListRow {
        /// The key.
        key: SummaryListCell,
        /// The value.
        value: SummaryListCell,
        /// What can be done about it.
        actions: Option<SummaryListActions>,
        /// Classes to add.
        classes: Classes,
    }
}

options! {
    /// A key or a value.
    SummaryListCell {
        /// What it says.
        text: Html,
        /// Classes to add.
        classes: Classes,
    }
}

options! {
    /// What can be done about a row or a card.
    SummaryListActions {
        /// The links.
        items: Vec<SummaryListAction>,
        /// Classes to add.
        classes: Classes,
    }
}

options! {
    /// One link.
    SummaryListAction {
        /// What it says, such as "Change".
        text: Html,
        /// What it is about, said to those who do not see the row.
        visually_hidden_text: Option<AttrValue>,
        /// Where it goes.
        href: AttrValue,
        /// Classes to add.
        classes: Classes,
        /// Attributes to add.
        attributes: Attributes,
        /// What following the link does instead of changing the address.
        onclick: Option<Callback<MouseEvent>>,
    }
}

options! {
    /// A card around a summary list.
    SummaryCard {
        /// The card's heading.
        title: Option<SummaryCardTitle>,
        /// What can be done about the card.
        actions: Option<SummaryListActions>,
        /// Classes to add.
        classes: Classes,
        /// Attributes to add.
        attributes: Attributes,
    }
}

options! {
    /// The heading of a card.
    SummaryCardTitle {
        /// What it says.
        text: Html,
        /// Its level, 2 unless given.
        heading_level: Option<u8>,
        /// Classes to add.
        classes: Classes,
    }
}

impl SummaryListRow {
    /// A row with this key and value.
    pub fn new(key: impl Into<Html>, value: impl Into<Html>) -> Self {
        Self {
            key: SummaryListCell {
                text: key.into(),
                ..Default::default()
            },
            value: SummaryListCell {
                text: value.into(),
                ..Default::default()
            },
            ..Self::default()
        }
    }

    /// The row with these links.
    pub fn with_actions(self, items: Vec<SummaryListAction>) -> Self {
        let actions = SummaryListActions {
            items,
            ..Default::default()
        };
        Self {
            actions: Some(actions),
            ..self
        }
    }
}

/// Keys with their values, and what can be done about each.
#[component]
pub fn SummaryList(props: &SummaryListProps) -> Html {
    summary_list(props)
}

/// [`SummaryList`] as a function.
pub fn summary_list(props: &SummaryListProps) -> Html {
    let title = props.card.as_ref().and_then(|card| card.title.as_ref());
    let any_has_actions = props.rows.iter().any(|row| row.links().is_some());
    let list = html! {
        <dl class={classes!("govuk-summary-list", props.classes.clone())}>
            {for props.rows.iter().enumerate().map(|(at, row)| row.render(at, any_has_actions, title))}
        </dl>
    };
    let list = with_attributes(list, &props.attributes);
    match &props.card {
        Some(card) => card.render(list),
        None => list,
    }
}

impl SummaryListRow {
    /// The actions, if there are any.
    fn links(&self) -> Option<&SummaryListActions> {
        self.actions
            .as_ref()
            .filter(|actions| !actions.items.is_empty())
    }

    /// `at` is its place in the list, by which it is known when others come or go.
    fn render(
        &self,
        at: usize,
        any_has_actions: bool,
        card_title: Option<&SummaryCardTitle>,
    ) -> Html {
        let class = classes!(
            "govuk-summary-list__row",
            (any_has_actions && self.actions.is_none())
                .then_some("govuk-summary-list__row--no-actions"),
            self.classes.clone(),
        );
        html! {
            <div {class} key={at}>
                <dt class={classes!("govuk-summary-list__key", self.key.classes.clone())}>
                    {self.key.text.clone()}
                </dt>
                <dd class={classes!("govuk-summary-list__value", self.value.classes.clone())}>
                    {self.value.text.clone()}
                </dd>
                if let Some(actions) = self.links() {
                    <dd class={classes!("govuk-summary-list__actions", actions.classes.clone())}>
                        if let [action] = actions.items.as_slice() {
                            {action.render(card_title)}
                        } else {
                            <ul class="govuk-summary-list__actions-list">
                                // The space shows between inline blocks.
                                {for actions.items.iter().map(|action| html! {
                                    <>
                                        {" "}
                                        <li class="govuk-summary-list__actions-list-item">
                                            {action.render(card_title)}
                                        </li>
                                    </>
                                })}
                            </ul>
                        }
                    </dd>
                }
            </div>
        }
    }
}

impl SummaryListAction {
    fn render(&self, card_title: Option<&SummaryCardTitle>) -> Html {
        let link = html! {
            <a class={classes!("govuk-link", self.classes.clone())} href={&self.href}
                onclick={instead(&self.onclick)}>
                {self.text.clone()}
                if self.visually_hidden_text.is_some() || card_title.is_some() {
                    <span class="govuk-visually-hidden">
                        if let Some(text) = &self.visually_hidden_text {
                            {" "}{text}
                        }
                        if let Some(title) = card_title {
                            {" ("}{title.text.clone()}{")"}
                        }
                    </span>
                }
            </a>
        };
        with_attributes(link, &self.attributes)
    }
}

impl SummaryCard {
    fn render(&self, list: Html) -> Html {
        let title = self.title.as_ref().map(|title| Heading {
            tag: heading_tag(title.heading_level, "h2"),
            classes: classes!("govuk-summary-card__title", title.classes.clone()),
            text: title.text.clone(),
            ..Heading::default()
        });
        let card = html! {
            <div class={classes!("govuk-summary-card", self.classes.clone())}>
                <div class="govuk-summary-card__title-wrapper">
                    {title.map(Heading::render)}
                    {self.actions.as_ref().map(|actions| self.links(actions))}
                </div>
                <div class="govuk-summary-card__content">{list}</div>
            </div>
        };
        with_attributes(card, &self.attributes)
    }

    fn links(&self, actions: &SummaryListActions) -> Html {
        let class = classes!("govuk-summary-card__actions", actions.classes.clone());
        let title = self.title.as_ref();
        match actions.items.as_slice() {
            [] => Html::default(),
            [action] => html! { <div {class}>{action.render(title)}</div> },
            items => html! {
                <ul {class}>
                    {for items.iter().map(|action| html! {
                        <li class="govuk-summary-card__action">{action.render(title)}</li>
                    })}
                </ul>
            },
        }
    }
}
