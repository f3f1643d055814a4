//! Browser entry only. The element calls the engine's functions when it needs them
//! (`src/element.rs`), so there is nothing to start.

// What `element.js` calls is in the library; naming it links it.
#[cfg(target_arch = "wasm32")]
pub use guidance_widget::element::{mount, on_panic, unmount};

fn main() {
    #[cfg(target_arch = "wasm32")]
    guidance_widget::element::watch_panics();
}
