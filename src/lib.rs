//! The guidance widget: the decision flow, the letter builder and the guidance
//! page in one custom element, without a server. What the page says and what
//! follows from it is `guidance-core`'s; this crate shows it.
//!
//! In reading order:
//!
//! | module | owns |
//! | --- | --- |
//! | [`session`] | what the user has done; one pure update: `Msg` in, `Effect`s out |
//! | [`govuk`] | GOV.UK Frontend's components for Yew |
//! | `after_frame` | what can wait until the screen is seen |
//! | [`view`] | the screens, a pure picture of the session |
//! | `app` | session and screens put to life in a browser |
//! | `platform` | what the browser does for us: focus, address, clipboard, print |
//! | `host` | what the page around the widget learns of it |
//! | `element` | what the custom element (`element.js`) calls |
//!
//! Each knows only those above it. The last four exist in the browser only; all
//! others build natively, for tests, tools and the static page.

pub mod govuk;
pub mod session;
pub mod view;

mod after_frame;

#[cfg(target_arch = "wasm32")]
mod app;
#[cfg(target_arch = "wasm32")]
pub mod element;
#[cfg(target_arch = "wasm32")]
mod host;
#[cfg(target_arch = "wasm32")]
mod platform;

use guidance_core::pack::Pack;

/// Rust's own allocator for WebAssembly takes twice the code (docs/size.md).
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// The pack that was proved and packed when this crate was built.
///
/// # Errors
/// The module is damaged: its bytes are not the pack that was built into it.
pub fn shipped_pack() -> Result<Pack, String> {
    let bytes = include_bytes!(concat!(env!("OUT_DIR"), "/pack.bin"));
    Pack::from_bytes(bytes).ok_or_else(|| "the pack in it is damaged".to_owned())
}

/// The whole guidance as static HTML, for the page before and without scripts.
/// `level` is the level of its first heading.
#[cfg(not(target_arch = "wasm32"))]
pub fn static_guide(pack: &Pack, level: u8) -> String {
    to_text(view::page::static_page(pack, level))
}

/// The screen of a widget that nobody has used yet, as static HTML. `level` is the level
/// of its heading.
#[cfg(not(target_arch = "wasm32"))]
pub fn first_screen(pack: Pack, level: u8) -> String {
    use session::{Config, Session};

    let config = Config {
        history: false,
        page_title: false,
        heading_level: level,
        changed: [].into(),
        sender: [].into(),
    };
    let session = Session::new(pack.into(), config, "").into();
    to_text(view::View::new(&session, &yew::Callback::noop(), None).render())
}

#[cfg(not(target_arch = "wasm32"))]
fn to_text(html: yew::Html) -> String {
    use std::future::Future;
    use std::task::{Context, Poll, Waker};

    /// A component is what Yew renders.
    #[yew::component]
    fn Static(props: &StaticProps) -> yew::Html {
        props.html.clone()
    }

    #[derive(PartialEq, yew::Properties)]
    struct StaticProps {
        html: yew::Html,
    }

    let renderer =
        yew::LocalServerRenderer::<Static>::with_props(StaticProps { html }).hydratable(false);
    // Nothing in it waits for anything, so the first poll is the last.
    let mut render = std::pin::pin!(renderer.render());
    loop {
        if let Poll::Ready(html) = render
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()))
        {
            return html;
        }
    }
}
