//! What the page around the widget learns of it: where the user is and what went out,
//! by ids, and where it wants that, in its title. Must not pass on anything typed.

use guidance_core::flow::codes;
use js_sys::{Function, JsString};
use wasm_bindgen::JsValue;
use web_sys::ShadowRoot;

use crate::{
    after_frame::AfterFrame,
    platform,
    session::{Copy, File, Screen, Session, Status, id},
};

/// The page around one widget.
pub struct Host {
    /// `tell(event, …)`: src/element.js says what each event carries.
    tell: Function,
    /// What was last told to be shown.
    shown: Option<String>,
    /// How often something was told when the outcome was: it is another one since where that
    /// is more.
    outcome: Option<u32>,
    /// The page's own title, while another is shown.
    title: Option<String>,
    /// A title that is not yet shown.
    next_title: AfterFrame,
    /// What is not yet told.
    untold: AfterFrame,
}

impl Host {
    /// `tell` is called with the name of an event and its ids.
    pub fn new(tell: Function) -> Self {
        Self {
            tell,
            shown: None,
            outcome: None,
            title: None,
            next_title: AfterFrame::default(),
            untold: AfterFrame::default(),
        }
    }

    /// The screen of this session has been drawn.
    pub fn drawn(&mut self, session: &Session, root: &ShadowRoot) {
        if self.shown.is_none() {
            tell(&self.tell, "ready", &[]);
        }
        let shown = session.shown();
        let is_outcome = session.screen == Screen::Outcome && session.reading.is_none();
        if self.shown.as_ref() != Some(&shown) {
            self.tell("step", [shown.clone()]);
            self.shown = Some(shown);
            self.outcome = None;
        }
        // An answer on the outcome makes another one of it.
        if is_outcome && self.outcome != Some(session.told) {
            self.outcome = Some(session.told);
            self.tell_outcome(session);
        }
        if session.config.page_title {
            self.show_title(session, root);
        } else {
            self.restore_title();
        }
    }

    /// Something was tried: told if it went out.
    pub fn tried(&self, status: &Status) {
        let output = match status {
            Status::Copied(Copy::Letter) => "copy",
            Status::Copied(Copy::Request) => "copy-request",
            Status::Printing => "print",
            Status::Saved(File::Word, _) => "word",
            Status::Saved(File::Text, _) => "text",
            Status::Saved(File::Page, _) => "page",
            Status::Saved(File::Record, _) => "record",
            Status::Saved(File::Request, _) => "request",
            Status::CopyFailed(_)
            | Status::PrintFailed
            | Status::SaveFailed
            | Status::Changed
            | Status::Saved(File::Case, _)
            | Status::LeftOut(_)
            | Status::CaseRefused => return,
        };
        self.tell("letter-output", [output.into()]);
    }

    /// Gives the page its own title back.
    pub fn restore_title(&mut self) {
        self.next_title = AfterFrame::default();
        if let Some(title) = self.title.take() {
            platform::set_title(&title, &title);
        }
    }

    fn tell_outcome(&self, session: &Session) {
        let flow = &session.pack.flow;
        let outcome = session.outcome();
        let actions: Vec<_> = outcome
            .iter()
            .flat_map(|outcome| &outcome.actions)
            .map(|action| flow.actions[action.item].id.as_str())
            .collect();
        let codes = codes::encode(flow, &session.given());
        self.tell("outcome", [codes, actions.join("&")]);
    }

    /// Who listens can take long: that must not keep the screen from being shown.
    fn tell<const N: usize>(&self, event: &'static str, ids: [String; N]) {
        let to = self.tell.clone();
        self.untold.then(move || tell(&to, event, &ids));
    }

    fn show_title(&mut self, session: &Session, root: &ShadowRoot) {
        let Some(heading) = platform::text(root, id::HEADING) else {
            return;
        };
        let own = self.title.get_or_insert_with(platform::title).clone();
        let mut title = [&*heading, " - ", &own].concat();
        if platform::has(root, id::ERRORS) {
            let prefix = &session.pack.strings.common.error_prefix;
            title = [prefix, ": ", &title].concat();
        }
        self.next_title = AfterFrame::default();
        self.next_title
            .then(move || platform::set_title(&title, &own));
    }
}

fn tell(to: &Function, event: &str, ids: &[String]) {
    let ids = ids.iter().map(|id| JsString::from(&**id));
    let arguments = std::iter::once(JsString::from(event)).chain(ids);
    // Who listens is none of the widget's business, nor whether it fails.
    let _ = to.apply(&JsValue::NULL, &arguments.collect::<js_sys::Array>());
}
