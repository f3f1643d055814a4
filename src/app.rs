//! Puts the session and its screens to life in a browser: messages in, effects
//! out. Must not decide anything: `session` does.

use std::rc::Rc;

use gloo::{
    events::EventListener,
    timers::callback::{Interval, Timeout},
};
use guidance_core::{letter::Letter, pack::Pack};
use web_sys::ShadowRoot;
use yew::prelude::*;

use crate::{
    host::Host,
    platform::{self, Print},
    session::{Config, Copy, Effect, File, Msg, Session, Status},
    view::{Shown, View},
};

/// For how long what was left stays, in milliseconds: until screen readers have followed the
/// focus. From 50 on they have, but for Orca in Firefox, which at 100 once missed the letter.
const STAYS: u32 = 250;

/// What a widget is mounted with.
#[derive(Clone, Properties)]
pub struct AppProps {
    pub pack: Rc<Pack>,
    pub config: Config,
    /// The codes of the page's address, if they are the widget's.
    pub codes: AttrValue,
    pub root: ShadowRoot,
    /// Told what [`Host`] tells.
    pub tell: js_sys::Function,
    /// How often the page has asked to start again.
    pub resets: u32,
}

/// All widgets of a page share one pack: which it is tells enough, and comparing two
/// packs word by word takes code.
impl PartialEq for AppProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.pack, &other.pack)
            && self.config == other.config
            && self.codes == other.codes
            && self.root == other.root
            && self.resets == other.resets
    }
}

/// In milliseconds.
const MINUTE: u32 = 60_000;

/// One widget.
pub struct App {
    session: Rc<Session>,
    emit: Callback<Msg>,
    /// What takes the focus once the screen is drawn.
    focus: Option<String>,
    /// What was last drawn.
    drawn: Shown,
    /// What was shown before, while it stays.
    left: Option<Shown>,
    /// What ends that.
    over: Option<Timeout>,
    host: Host,
    /// Back and forward of the browser, where the address has the answers.
    history: Option<EventListener>,
    /// Has the browser ask before the page goes, while words would go with it.
    leaving: Option<EventListener>,
    /// Links to places of the page.
    _links: [EventListener; 2],
    /// Looks whether it is another day while nobody does anything.
    _clock: Interval,
}

impl Component for App {
    /// None: what was left need not stay any longer.
    type Message = Option<Msg>;
    type Properties = AppProps;

    fn create(ctx: &Context<Self>) -> Self {
        let AppProps {
            pack,
            config,
            codes,
            root,
            tell,
            ..
        } = ctx.props();
        let mut session = Session::new(pack.clone(), config.clone(), codes);
        session.input.today = platform::today();
        let wait = ctx.link().callback(|()| Some(Msg::Waited));
        let emit = ctx.link().callback(Some);
        let follow = {
            let (emit, root) = (emit.clone(), root.clone());
            // Whether it leads into the guidance in the element.
            move || {
                let place = platform::target(&root);
                place.is_some_and(|(id, words)| {
                    let inside = !words.is_empty();
                    emit.emit(Msg::PlaceAsked(id, words));
                    inside
                })
            }
        };
        let app = Self {
            drawn: (&session).into(),
            session: session.into(),
            emit,
            focus: None,
            left: None,
            over: None,
            host: Host::new(tell.clone()),
            history: history(ctx),
            leaving: None,
            _links: platform::on_link(follow.clone()),
            _clock: Interval::new(MINUTE, move || wait.emit(())),
        };
        follow();
        app
    }

    fn changed(&mut self, ctx: &Context<Self>, before: &AppProps) -> bool {
        let config = &ctx.props().config;
        if config.history != before.config.history {
            self.history = history(ctx);
        }
        let session = self.session_mut();
        session.configure(config.clone());
        session.input.today = platform::today();
        if ctx.props().resets != before.resets {
            self.take(ctx, Msg::Reset);
        }
        true
    }

    fn destroy(&mut self, _ctx: &Context<Self>) {
        self.host.restore_title();
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Option<Msg>) -> bool {
        let Some(msg) = msg else {
            self.left = None;
            return true;
        };
        if msg == Msg::FieldLeft {
            if !self.session.attempted {
                return false;
            }
            // What errors take up and give back must not move a button away under the press
            // by which the field is left.
            if platform::is_pressed() {
                let link = ctx.link().clone();
                Timeout::new(50, move || link.send_message(Some(msg))).forget();
                return false;
            }
        }
        if matches!(msg, Msg::LedFrom(_, true)) && platform::has_selection() {
            return false;
        }
        if let Msg::Told(status) = &msg {
            self.host.tried(status);
        }
        let today = platform::today();
        if matches!(msg, Msg::Waited) && today == self.session.input.today {
            return false;
        }
        self.session_mut().input.today = today;
        // A radio shows by itself that it was picked: it is drawn when more changes.
        let picked = matches!(msg, Msg::Picked(_)).then(|| self.session.consequences());
        self.take(ctx, msg);
        picked.is_none_or(|before| before != self.session.consequences())
    }

    fn view(&self, _ctx: &Context<Self>) -> Html {
        View::new(&self.session, &self.emit, self.left).render()
    }

    fn rendered(&mut self, ctx: &Context<Self>, _first_render: bool) {
        let shown = Shown::from(&*self.session);
        if self.drawn != shown {
            self.drawn = shown;
            // Two questions share what is drawn, but not what the reader opened in it.
            platform::close_details(&ctx.props().root);
            let link = ctx.link().clone();
            self.over = Some(Timeout::new(STAYS, move || link.send_message(None)));
        }
        if self.leaving.is_some() != self.session.unsaved {
            self.leaving = self.session.unsaved.then(platform::ask_before_leaving);
        }
        self.host.drawn(&self.session, &ctx.props().root);
        if let Some(id) = self.focus.take() {
            platform::focus(&ctx.props().root, &id);
            if matches!(self.session.status, Some(Status::CopyFailed(_))) {
                platform::select(&ctx.props().root, &id);
            }
        }
    }
}

/// Listens for Back and forward, where they are the widget's.
fn history(ctx: &Context<App>) -> Option<EventListener> {
    let emit = ctx.link().callback(Some);
    ctx.props().config.history.then(|| {
        platform::on_address_change(move |codes, screen| {
            emit.emit(Msg::AddressChanged { codes, screen })
        })
    })
}

impl App {
    /// What was drawn before keeps its own.
    fn session_mut(&mut self) -> &mut Session {
        Rc::make_mut(&mut self.session)
    }

    /// Takes in what happened, and does what is to be done about it.
    fn take(&mut self, ctx: &Context<Self>, msg: Msg) {
        let before = Shown::from(&*self.session);
        let effects = self.session_mut().update(msg);
        let now = Shown::from(&*self.session);
        if before != now {
            platform::put_out_of_reach(&ctx.props().root, before.scene != now.scene);
            self.left = Some(before);
            // It stays from when the new one is there.
            self.over = None;
        }
        self.act(ctx, effects);
    }

    fn act(&mut self, ctx: &Context<Self>, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Focus(id) => self.focus = Some(id),
                Effect::Address { before, now } => platform::show_address(&before, &now),
                Effect::Copy(what, text, html) => self.copy(ctx, what, text, html),
                Effect::Print(letter) => {
                    let words = &self.session.pack.strings.letter;
                    let language = &self.session.pack.language;
                    let format = self.session.format;
                    let print = Print {
                        letter: &letter,
                        format,
                        title: &words.title,
                        language,
                    };
                    let printed = platform::print(&ctx.props().root, &print);
                    self.tell(if printed {
                        Status::Printing
                    } else {
                        Status::PrintFailed
                    });
                }
                Effect::Open => {
                    let emit = self.emit.clone();
                    platform::open(move |entries| emit.emit(Msg::CaseOpened(entries)));
                }
                Effect::Save(file, letter) => {
                    let saved = self.save(ctx, file, letter.as_ref());
                    let saved = saved.map(|name| Status::Saved(file, name));
                    self.tell(saved.unwrap_or(Status::SaveFailed));
                }
            }
        }
    }

    fn copy(&mut self, ctx: &Context<Self>, what: Copy, text: String, html: Option<String>) {
        if platform::copy(&text, html.as_deref()) {
            self.tell(Status::Copied(what));
            return;
        }
        // The older way is refused: the newer one needs the user's leave, and time.
        let link = ctx.link().clone();
        yew::platform::spawn_local(async move {
            let copied = platform::copy_later(&text, html.as_deref()).await;
            link.send_message(Some(Msg::Told(if copied {
                Status::Copied(what)
            } else {
                Status::CopyFailed(what)
            })));
        });
    }

    /// The name under which a file was given to the browser, if it was.
    fn save(&self, ctx: &Context<Self>, file: File, letter: Option<&Letter>) -> Option<String> {
        let Session { pack, format, .. } = &*self.session;
        let (title, language) = (&pack.strings.letter.title, &pack.language);
        let name = file.name(&pack.strings.check, &platform::time());
        let (kind, bytes) = match file {
            File::Word => (
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                letter?.to_docx(*format, title, language),
            ),
            File::Text => (
                "text/plain;charset=utf-8",
                letter?.to_text_file().into_bytes(),
            ),
            File::Page => (
                "text/html;charset=utf-8",
                letter?
                    .to_page(platform::LETTER_STYLES, *format, title, language)
                    .into_bytes(),
            ),
            File::Case => (
                "application/json",
                platform::to_json(&self.session.case())?.into_bytes(),
            ),
            File::Record => (
                "text/plain;charset=utf-8",
                self.session.record().into_bytes(),
            ),
            File::Request => (
                "text/plain;charset=utf-8",
                self.session
                    .request(letter?)
                    .unwrap_or_default()
                    .into_bytes(),
            ),
        };
        platform::save(&ctx.props().root, &name, kind, &bytes).then_some(name)
    }

    fn tell(&mut self, status: Status) {
        self.host.tried(&status);
        for effect in self.session_mut().update(Msg::Told(status)) {
            if let Effect::Focus(id) = effect {
                self.focus = Some(id);
            }
        }
    }
}
