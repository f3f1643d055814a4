//! The screens: a pure picture of a [`Session`]. Owns what is shown and in which
//! order; every word comes from the pack. Must not change anything: what the user
//! does goes out as a [`Msg`]. Knows no DOM, so that it renders on the host too.

mod answers;
mod check;
mod later;
mod letter;
mod map;
mod outcome;
pub mod page;
mod question;
mod sentence;

use std::rc::Rc;

use guidance_core::{
    pack::Pack,
    strings::{Strings, fill},
};
use yew::prelude::*;

use later::Later;

use crate::{
    govuk::{
        BackLinkProps, ButtonProps, DetailsProps, NotificationBannerProps, back_link, button,
        details, notification_banner,
    },
    session::{Msg, Screen, Session, id},
};

/// What every screen needs.
pub struct View<'a> {
    session: &'a Rc<Session>,
    pack: &'a Rc<Pack>,
    words: &'a Strings,
    emit: &'a Callback<Msg>,
}

impl<'a> View<'a> {
    /// A view of the session; what the user does is given to `emit`.
    pub fn new(session: &'a Rc<Session>, emit: &'a Callback<Msg>) -> Self {
        Self {
            session,
            pack: &session.pack,
            words: &session.pack.strings,
            emit,
        }
    }

    /// The whole widget.
    pub fn render(&self) -> Html {
        // Keyed, so that nothing of one screen's controls lives on in the next. Questions
        // share one: only what differs between two of them is drawn.
        let (key, screen) = match (self.session.reading, self.session.screen) {
            (Some(_), _) => ("page", page::screen(self)),
            (None, Screen::Question(question)) => ("question", question::screen(self, question)),
            (None, Screen::Outcome) => ("outcome", outcome::screen(self)),
            (None, Screen::Letter) => ("letter", letter::screen(self)),
            (None, Screen::Check) => ("check", check::screen(self)),
        };
        html! {
            <div class="gw-widget govuk-frontend-supported" lang={self.pack.language.clone()}>
                { self.bar() }
                { self.dropped() }
                <div class="gw-screen" {key}>{ screen }</div>
                // One status line for the widget's whole life, so that each
                // message is announced, and only once.
                <p class="gw-status" role="status">{ check::status(self) }</p>
            </div>
        }
    }

    /// The bar above every screen: Back, and the guidance page.
    fn bar(&self) -> Html {
        let common = &self.words.common;
        let reading = self.session.reading.is_some();
        let (text, msg) = if reading {
            (&common.close_page, Msg::PageClosed)
        } else {
            (&common.open_page, Msg::PageOpened(None))
        };
        html! {
            <div class="gw-bar">
                if self.session.can_go_back() {
                    { self.back() }
                }
                <span class="gw-bar__links">
                    { self.link(text, msg) }
                    if !self.session.live().is_empty() {
                        { self.link(&common.start_again, Msg::StartedAgain) }
                    }
                </span>
            </div>
        }
    }

    /// What of the address was left out.
    fn dropped(&self) -> Html {
        let words = &self.words.dropped;
        if self.session.dropped.is_empty() {
            return Html::default();
        }
        let reason = |dropped: &guidance_core::flow::codes::Dropped| {
            html! { <li>{ fill(words.of(&dropped.reason), &[("code", &dropped.code)]) }</li> }
        };
        notification_banner(&NotificationBannerProps {
            title_text: (&*words.title).into(),
            children: html! {
                <ul class="govuk-list govuk-list--bullet">{ for self.session.dropped.iter().map(reason) }</ul>
            },
            ..Default::default()
        })
    }

    fn back(&self) -> Html {
        back_link(&BackLinkProps {
            text: (&*self.words.common.back).into(),
            onclick: Some(self.on(Msg::WentBack)),
            ..Default::default()
        })
    }

    /// A part that comes in the frame after the rest of its screen.
    fn later(&self, draw: fn(&View) -> Html) -> Html {
        html! { <Later session={self.session.clone()} emit={self.emit.clone()} {draw} /> }
    }

    /// A button that does one thing. A button, not the end of a form: a sandboxed
    /// frame without allow-forms never submits one.
    fn button(&self, text: &str, classes: &'static str, msg: Msg) -> Html {
        button(&ButtonProps {
            text: text.into(),
            r#type: Some("button".into()),
            classes: classes.into(),
            onclick: Some(self.on(msg)),
            ..Default::default()
        })
    }

    /// A callback that tells of one thing.
    fn on(&self, msg: Msg) -> Callback<MouseEvent> {
        self.emit.reform(move |_| msg.clone())
    }

    /// A button that looks like a link: it leads to another screen, not to an address.
    fn link(&self, text: &str, msg: Msg) -> Html {
        html! { <button type="button" class="gw-link" onclick={self.on(msg)}>{ text }</button> }
    }

    /// The heading of a screen, which takes the focus.
    fn title(&self, text: &str) -> Html {
        self.heading(0, "govuk-heading-l", text, Some(id::HEADING))
    }

    /// A heading, `depth` levels below that of the screen.
    fn heading(
        &self,
        depth: u8,
        class: &'static str,
        text: &str,
        id: Option<&'static str>,
    ) -> Html {
        heading(self.session.config.heading_level + depth, class, text, id)
    }
}

fn heading(level: u8, class: &'static str, text: &str, id: Option<&'static str>) -> Html {
    let tag = ["h1", "h2", "h3", "h4", "h5", "h6"];
    let tag = tag
        .get(usize::from(level.saturating_sub(1)))
        .copied()
        .unwrap_or("h6");
    html! { <@{tag} {class} {id} tabindex={id.map(|_| "-1")}>{ text }</@> }
}

/// Content that the reader may open: few words, and for those who do not see where it
/// stands, what it is about.
fn disclosure_about(words: &str, about: &str, children: Html) -> Html {
    let summary = html! {
        <>
            { words }
            <span class="govuk-visually-hidden">{ [" ", about].concat() }</span>
        </>
    };
    disclosure(summary, "gw-why", children)
}

/// Content that the reader may open: reasons and quotes, never what is required.
fn disclosure(summary: Html, classes: &'static str, children: Html) -> Html {
    details(&DetailsProps {
        summary_text: summary,
        classes: classes.into(),
        children,
        ..Default::default()
    })
}
