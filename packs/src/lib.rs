//! The reader of content packs as a module of its own, loaded only where a page
//! names a pack: what reads and proves a pack weighs as much as half the widget. The
//! reading and proving is `guidance-core`'s, the same as when a pack is built in. Must
//! not know of the widget that shows the pack, nor where the text comes from.

#![cfg(target_arch = "wasm32")]

use guidance_core::content::{self, Problem, packed};
use wasm_bindgen::prelude::*;

/// Reads and proves what `cargo xtask pack` has made. Gives the pack in the form that
/// the widget's engine takes.
///
/// # Errors
/// Everything that is wrong with it, one problem a line.
#[wasm_bindgen]
pub fn read(json: &str) -> Result<Vec<u8>, JsValue> {
    let texts = packed::unpack(json).map_err(told)?;
    let pack = content::load(&texts).map_err(told)?.pack;
    pack.to_bytes()
        .map_err(|error| JsValue::from(error.to_string()))
}

fn told(problems: Vec<Problem>) -> JsValue {
    let lines: Vec<_> = problems.iter().map(Problem::to_string).collect();
    JsValue::from(lines.join("\n"))
}
