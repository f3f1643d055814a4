//! What the custom element (`element.js`) calls: mount, unmount, and word of a
//! panic. Owns the reading of attributes. Must not know of screens.

use std::{
    cell::{OnceCell, RefCell},
    panic::PanicHookInfo,
    rc::Rc,
};

use guidance_core::{letter::date, pack::Pack};
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, ShadowRoot};
use yew::AppHandle;

use crate::{
    app::{App, AppProps},
    platform,
    session::Config,
};

/// A mounted widget. Give it back to [`unmount`].
#[wasm_bindgen]
pub struct Mounted(AppHandle<App>);

thread_local! {
    static PACK: OnceCell<Rc<Pack>> = const { OnceCell::new() };
    static ON_PANIC: RefCell<Option<js_sys::Function>> = const { RefCell::new(None) };
}

/// Draws the widget into `container`, which is in the shadow root of `host`.
///
/// # Errors
/// The module's content is damaged, or the container is not in a shadow root.
#[wasm_bindgen]
pub fn mount(host: HtmlElement, container: HtmlElement) -> Result<Mounted, JsValue> {
    let root: ShadowRoot = container
        .get_root_node()
        .dyn_into()
        .map_err(|_| JsValue::from("the container is not in a shadow root"))?;
    let pack = shipped_pack()?;
    platform::adopt_styles(&root)?;
    let config = config(&host);
    let codes = if config.standalone {
        platform::codes().unwrap_or_default()
    } else {
        String::new()
    };
    let props = AppProps {
        pack,
        config,
        codes: codes.into(),
        root,
    };
    Ok(Mounted(
        yew::Renderer::<App>::with_root_and_props(container.into(), props).render(),
    ))
}

/// Frees everything that [`mount`] made.
#[wasm_bindgen]
pub fn unmount(mounted: Mounted) {
    mounted.0.destroy();
}

/// Takes the function to call once the engine has panicked.
#[wasm_bindgen]
pub fn on_panic(callback: js_sys::Function) {
    ON_PANIC.set(Some(callback));
}

/// Tells of panics: where, but not the message, which could hold what was typed.
pub fn watch_panics() {
    // Yew would put its own hook, which prints the message, over one that is set directly.
    yew::set_custom_panic_hook(Box::new(|info: &PanicHookInfo| {
        let place = info.location().map_or("", |place| place.file());
        let line = info.location().map_or(0, |place| place.line());
        platform::complain(
            &["guidance-widget stopped at ", place, ":", &line.to_string()].concat(),
        );
        if let Some(callback) = ON_PANIC.take() {
            // The callback draws the static guidance; if even that fails, there
            // is nothing left to try.
            let _ = callback.call0(&JsValue::NULL);
        }
    }));
}

/// The pack is read once for all widgets of the page.
fn shipped_pack() -> Result<Rc<Pack>, JsValue> {
    PACK.with(|cell| {
        if let Some(pack) = cell.get() {
            return Ok(pack.clone());
        }
        let pack = Rc::new(crate::shipped_pack().map_err(|error| JsValue::from(error.as_str()))?);
        Ok(cell.get_or_init(|| pack).clone())
    })
}

fn config(host: &HtmlElement) -> Config {
    let level = host
        .get_attribute("heading-level")
        .and_then(|level| level.parse().ok());
    let (year, month, day) = platform::today();
    Config {
        standalone: host.has_attribute("standalone"),
        heading_level: level.filter(|level| (1..=6).contains(level)).unwrap_or(2),
        today: date::Typed::from_numbers(year, month, day),
    }
}
