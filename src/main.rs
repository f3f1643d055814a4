//! Entry only. In the browser the element calls the engine's functions when it needs
//! them (`src/element.rs`). On the host, `cargo run --package guidance-widget` prints
//! the guidance as static HTML, for the page before and without scripts; with
//! `first-screen`, the screen that `element.js` draws before the engine is there.

// What `element.js` calls is in the library; naming it links it.
#[cfg(target_arch = "wasm32")]
pub use guidance_widget::element::{content, create, mount, reset, shipped, unmount, update};

#[cfg(target_arch = "wasm32")]
fn main() {
    guidance_widget::element::watch_panics();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> Result<(), String> {
    /// The level of the first heading below the page's own title.
    const LEVEL: u8 = 2;
    let pack = guidance_widget::shipped_pack()?;
    let html = match std::env::args().nth(1).as_deref() {
        None => guidance_widget::static_guide(&pack, LEVEL),
        Some("first-screen") => guidance_widget::first_screen(pack, LEVEL),
        Some(other) => return Err(format!("{other} is not known, only first-screen")),
    };
    print!("{html}");
    Ok(())
}
