//! The guidance widget: the decision flow, the letter builder and the guidance
//! page in one custom element, without a server. What the page says and what
//! follows from it is `guidance-core`'s; this crate shows it.
//!
//! In reading order:
//!
//! | module | owns |
//! | --- | --- |
//! | [`session`] | what the user has done; one pure update: `Msg` in, `Effect`s out |
//! | [`view`] | the screens, a pure picture of the session |
//! | [`govuk`] | GOV.UK Frontend's components for Yew |
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

#[cfg(target_arch = "wasm32")]
mod app;
#[cfg(target_arch = "wasm32")]
pub mod element;
#[cfg(target_arch = "wasm32")]
mod host;
#[cfg(target_arch = "wasm32")]
mod platform;

use guidance_core::pack::Pack;

/// The pack that was proved and packed when this crate was built.
///
/// # Errors
/// The module is damaged: its bytes are not the pack that was built into it.
pub fn shipped_pack() -> Result<Pack, String> {
    let bytes = include_bytes!(concat!(env!("OUT_DIR"), "/pack.bin"));
    Pack::from_bytes(bytes).map_err(|error| error.to_string())
}

/// The whole guidance as static HTML, for the page before and without scripts.
/// `level` is the level of its first heading.
#[cfg(not(target_arch = "wasm32"))]
pub fn static_guide(pack: &Pack, level: u8) -> String {
    use std::future::Future;
    use std::task::{Context, Poll, Waker};

    /// The page as a component, which is what Yew renders.
    #[yew::component]
    fn StaticGuide(props: &GuideProps) -> yew::Html {
        props.html.clone()
    }

    #[derive(PartialEq, yew::Properties)]
    struct GuideProps {
        html: yew::Html,
    }

    let props = GuideProps {
        html: view::page::static_page(pack, level),
    };
    let renderer = yew::LocalServerRenderer::<StaticGuide>::with_props(props).hydratable(false);
    // Nothing in the page waits for anything, so the first poll is the last.
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
