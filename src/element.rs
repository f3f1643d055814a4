//! What the custom element (`element.js`) calls: create, mount, update, reset, unmount.
//! Must not know of screens, or of attributes.

use std::{panic::PanicHookInfo, rc::Rc};

use guidance_core::{pack::Pack, source::SentenceIx};
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, ShadowRoot};
use yew::{AppHandle, prelude::*};

use crate::{
    app::{App, AppProps},
    platform,
    session::Config,
};

/// A place for widgets, one after the other. Yew never lets go of the listeners of a
/// root, so roots are used again.
#[wasm_bindgen]
pub struct Place {
    root: AppHandle<Root>,
    /// What is mounted.
    props: Option<AppProps>,
    /// How often something was. Each time it is another widget.
    times: u32,
}

#[derive(Clone, PartialEq, Properties)]
struct RootProps {
    app: Option<AppProps>,
    times: u32,
}

/// A widget or none.
#[component]
fn Root(props: &RootProps) -> Html {
    match &props.app {
        Some(app) => html! { <App key={props.times} ..app.clone() /> },
        None => Html::default(),
    }
}

/// What widgets can show. Those of one page share it.
#[wasm_bindgen]
pub struct Content(Rc<Pack>);

/// The pack that is built in.
///
/// # Errors
/// The module is damaged.
#[wasm_bindgen]
pub fn shipped() -> Result<Content, JsValue> {
    let pack = crate::shipped_pack().map_err(|error| JsValue::from(error.as_str()))?;
    Ok(Content(Rc::new(pack)))
}

/// A pack that the reader of packs (`packs/`) has read and proved.
///
/// # Errors
/// The bytes are not a pack of this version.
#[wasm_bindgen]
pub fn content(bytes: &[u8]) -> Result<Content, JsValue> {
    let pack = Pack::from_bytes(bytes);
    let pack = pack.ok_or("the reader of packs has given a pack that is damaged")?;
    Ok(Content(Rc::new(pack)))
}

/// Makes a place for widgets in `container`.
#[wasm_bindgen]
pub fn create(container: HtmlElement) -> Place {
    let props = RootProps {
        app: None,
        times: 0,
    };
    Place {
        root: yew::Renderer::<Root>::with_root_and_props(container.into(), props).render(),
        props: None,
        times: 0,
    }
}

/// Draws a widget into a place, whose container stands in `root`. `tell` is called with
/// the name of an event and its ids. `live` are the words of the guidance as the page
/// has them now, where it has them. `sender` is what it knows of who writes the letter, in
/// the order of [`guidance_core::letter::Sender`], with a tab between.
#[wasm_bindgen]
#[expect(
    clippy::too_many_arguments,
    reason = "JavaScript passes its values one by one: a struct for them would be a class there"
)]
pub fn mount(
    place: &mut Place,
    root: ShadowRoot,
    content: &Content,
    history: bool,
    page_title: bool,
    heading_level: u8,
    live: Option<String>,
    sender: String,
    tell: js_sys::Function,
) {
    let pack = content.0.clone();
    let codes = if history {
        platform::codes().unwrap_or_default().0
    } else {
        String::new()
    };
    place.times += 1;
    place.props = Some(AppProps {
        config: Config {
            history,
            page_title,
            heading_level,
            changed: changed(&pack, live.as_deref()),
            sender: parts(&sender),
        },
        pack,
        codes: codes.into(),
        root,
        tell,
        resets: 0,
    });
    place.draw();
}

/// Takes in changed attributes. Nothing that the user has done is lost.
#[wasm_bindgen]
pub fn update(
    place: &mut Place,
    history: bool,
    page_title: bool,
    heading_level: u8,
    live: Option<String>,
    sender: String,
) {
    if let Some(AppProps { config, pack, .. }) = &mut place.props {
        config.changed = changed(pack, live.as_deref());
        config.history = history;
        config.page_title = page_title;
        config.heading_level = heading_level;
        config.sender = parts(&sender);
    }
    place.draw();
}

/// Starts again, as the user can.
#[wasm_bindgen]
pub fn reset(place: &mut Place) {
    if let Some(props) = &mut place.props {
        props.resets += 1;
    }
    place.draw();
}

/// Frees everything that [`mount`] made. The place can be used again.
#[wasm_bindgen]
pub fn unmount(place: &mut Place) {
    place.props = None;
    place.draw();
}

impl Place {
    fn draw(&mut self) {
        self.root.update(RootProps {
            app: self.props.clone(),
            times: self.times,
        });
    }
}

/// Tells of panics: where, but not the message, which could hold what was typed. That
/// one has happened comes out of whatever was called, as an error.
pub fn watch_panics() {
    // Yew would put its own hook, which prints the message, over one that is set directly.
    yew::set_custom_panic_hook(Box::new(|info: &PanicHookInfo| {
        let place = info.location().map_or("", |place| place.file());
        let line = info.location().map_or(0, |place| place.line());
        platform::complain(
            &["guidance-widget stopped at ", place, ":", &line.to_string()].concat(),
        );
    }));
}

/// The sentences that the page no longer has as they were checked.
fn changed(pack: &Pack, live: Option<&str>) -> Rc<[SentenceIx]> {
    live.map(|words| pack.source.changed(words))
        .unwrap_or_default()
        .into()
}

/// What the page knows of the sender, part by part.
fn parts(sender: &str) -> Rc<[String]> {
    sender.split('\t').map(str::to_owned).collect()
}
