//! The screens: a pure picture of a [`Session`]. Owns what is shown and in which
//! order; every word comes from the pack. Must not change anything: what the user
//! does goes out as a [`Msg`]. Knows no DOM, so that it renders on the host too.

mod answers;
mod check;
mod clear;
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

use later::{Later, When};

use crate::{
    govuk::{
        BackLinkProps, ButtonProps, DetailsProps, NotificationBannerProps, back_link, button,
        details, notification_banner,
    },
    session::{File, Msg, Screen, Session, id},
};

/// The class of what was left: it is out of sight and out of reach.
const LEFT: &str = "gw-left";

/// What every screen needs.
pub struct View<'a> {
    session: &'a Rc<Session>,
    pack: &'a Rc<Pack>,
    words: &'a Strings,
    emit: &'a Callback<Msg>,
    left: Option<Shown>,
}

/// One showing of a screen, by its scene and visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// [`Session::scene`].
    pub scene: u32,
    /// [`Session::visit`].
    pub visit: u32,
}

impl From<&Session> for Shown {
    fn from(session: &Session) -> Self {
        Self {
            scene: session.scene,
            visit: session.visit,
        }
    }
}

impl<'a> View<'a> {
    /// A view of the session; what the user does is given to `emit`. What was `left` is
    /// still there, where nobody sees it.
    pub fn new(session: &'a Rc<Session>, emit: &'a Callback<Msg>, left: Option<Shown>) -> Self {
        Self {
            session,
            pack: &session.pack,
            words: &session.pack.strings,
            emit,
            left,
        }
    }

    /// The whole widget.
    pub fn render(&self) -> Html {
        let screen = match (self.session.reading, self.session.screen) {
            (Some(_), _) => page::screen,
            (None, Screen::Question(_)) => question::screen,
            (None, Screen::Outcome) => outcome::screen,
            (None, Screen::Letter) => letter::screen,
            (None, Screen::Check) => check::screen,
        };
        let scene = self.session.scene;
        let shown = (scene, self.left.map(|it| it.scene));
        let within = self.left.filter(|it| it.scene == scene);
        html! {
            <div class="gw-widget govuk-frontend-supported" lang={self.pack.language.clone()}>
                { self.bar() }
                { self.dropped() }
                { self.anew("gw-screen", shown, within, screen) }
                { self.status() }
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
                { self.while_of_use(self.session.can_go_back(), |tabindex| self.back(tabindex)) }
                <span class="gw-bar__links">
                    { self.link(text, msg) }
                    if self.session.can_undo() && !common.undo.is_empty() {
                        { self.link(&common.undo, Msg::Undone) }
                    }
                    { self.case() }
                    { self.while_of_use(self.session.asked(false).next().is_some(), |tabindex| html! {
                        <button type="button" class="gw-link" {tabindex} onclick={self.on(Msg::StartedAgain)}>
                            { &common.start_again }
                        </button>
                    }) }
                </span>
            </div>
        }
    }

    /// To keep the case in a file, or before anything is answered, to open one.
    fn case(&self) -> Html {
        let common = &self.words.common;
        if common.save_case.is_empty() {
            Html::default()
        } else if self.session.asked(false).next().is_some() {
            self.link(&common.save_case, Msg::SaveAsked(File::Case))
        } else {
            self.link(&common.open_case, Msg::OpenAsked)
        }
    }

    /// What became of something: for those who hear it in one line for the widget's whole life,
    /// so that each message is announced, and only once: as one text, with no element in it,
    /// which would be told of as well. The same words again are no news for a browser: a blank
    /// makes them others. What has changed on the outcome stands there for those who see it.
    fn status(&self) -> Html {
        let said = check::status(self).unwrap_or_default();
        let more = outcome::news(self);
        let again = if self.session.told_again {
            "\u{a0}"
        } else {
            ""
        };
        let words = [&*said, &more, again].concat();
        html! {
            <>
                <p class="govuk-visually-hidden" role="status">
                    if !said.is_empty() {
                        <key={self.session.told}>{ words }</>
                    }
                </p>
                <p class="gw-status" aria-hidden="true">{ said }</p>
            </>
        }
    }

    /// What of the address, or of a case, was left out.
    fn dropped(&self) -> Html {
        let words = &self.words.dropped;
        let Session {
            dropped, misfits, ..
        } = &**self.session;
        if dropped.is_empty() && misfits.is_empty() {
            return Html::default();
        }
        let said =
            |template: &str, code: &str| html! { <li>{ fill(template, &[("code", code)]) }</li> };
        let dropped = dropped
            .iter()
            .map(|it| said(words.of(&it.reason), &it.code));
        let misfits = misfits.iter().map(|it| said(&words.no_place, it));
        notification_banner(&NotificationBannerProps {
            title_text: (&*words.title).into(),
            children: html! {
                <ul class="govuk-list govuk-list--bullet">{ for dropped }{ for misfits }</ul>
            },
            ..Default::default()
        })
    }

    fn back(&self, tabindex: Option<&'static str>) -> Html {
        let tabindex = tabindex.map(|it| ("tabindex".into(), it.into()));
        back_link(&BackLinkProps {
            text: (&*self.words.common.back).into(),
            onclick: Some(self.on(Msg::WentBack)),
            attributes: tabindex.into_iter().collect(),
            ..Default::default()
        })
    }

    /// A control that is there while it is of use, and a moment longer, without a stop of
    /// Tab: it can be what was pressed.
    fn while_of_use(
        &self,
        of_use: bool,
        control: impl FnOnce(Option<&'static str>) -> Html,
    ) -> Html {
        if !of_use && self.left.is_none() {
            return Html::default();
        }
        let (class, tabindex) = if of_use {
            (None, None)
        } else {
            (Some(LEFT), Some("-1"))
        };
        html! { <span {class}>{ control(tabindex) }</span> }
    }

    /// A part that comes in the frame after the rest of its screen.
    fn later(&self, draw: fn(&View) -> Html) -> Html {
        self.part(When::AfterFrame, None, draw)
    }

    fn part(&self, when: When, left: Option<Shown>, draw: fn(&View) -> Html) -> Html {
        html! { <Later session={self.session.clone()} emit={self.emit.clone()} {left} {draw} {when} /> }
    }

    /// A part of which nothing lives on in the next of its kind: which of them this is, and
    /// which was left. That one stays behind it for a moment: where a screen reader finds
    /// that what was pressed is gone, it says nothing of what has the focus now. `within` is
    /// what was left in the part itself.
    fn anew(
        &self,
        class: &'static str,
        (now, left): (u32, Option<u32>),
        within: Option<Shown>,
        draw: fn(&View) -> Html,
    ) -> Html {
        let left = left.filter(|left| *left != now);
        let now = html! { <div {class} key={now}>{ self.part(When::Now, within, draw) }</div> };
        let left = left.map(|left| {
            let part = self.part(When::Never, None, draw);
            html! { <div class={classes!(class, LEFT)} key={left}>{ part }</div> }
        });
        [Some(now), left].into_iter().flatten().collect()
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
        self.link_of(text.into(), msg)
    }

    fn link_of(&self, text: Html, msg: Msg) -> Html {
        html! { <button type="button" class="gw-link" onclick={self.on(msg)}>{ text }</button> }
    }

    /// The heading of a screen, which takes the focus, and the id of what is said with it.
    fn title(&self, text: &str, note: Option<&'static str>) -> Html {
        let level = self.session.config.heading_level;
        let note = note.map(AttrValue::Static);
        heading(level, "govuk-heading-l", text, Some(id::HEADING), note)
    }

    /// A heading, `depth` levels below that of the screen.
    fn heading(&self, depth: u8, class: &'static str, text: &str) -> Html {
        let level = self.session.config.heading_level + depth;
        heading(level, class, text, None, None)
    }
}

fn heading(
    level: u8,
    class: &'static str,
    text: &str,
    id: Option<&'static str>,
    described_by: Option<AttrValue>,
) -> Html {
    let tag = ["h1", "h2", "h3", "h4", "h5", "h6"];
    let tag = tag
        .get(usize::from(level.saturating_sub(1)))
        .copied()
        .unwrap_or("h6");
    html! { <@{tag} {class} {id} tabindex={id.map(|_| "-1")} aria-describedby={described_by}>{ text }</@> }
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

/// A paragraph of the usual size. (A function of its own: markup where it is needed takes ten
/// times the code.)
#[inline(never)]
fn body(words: &str) -> Html {
    html! { <p class="govuk-body">{ words }</p> }
}

/// A paragraph in small type.
#[inline(never)]
fn small(words: &str) -> Html {
    html! { <p class="govuk-body-s">{ words }</p> }
}

/// A paragraph of the size around it.
#[inline(never)]
fn plain(words: &str) -> Html {
    html! { <p>{ words }</p> }
}
