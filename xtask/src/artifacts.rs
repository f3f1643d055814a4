//! Everything that a portal can take, made from the widget's module and the reader's. Owns
//! their names and the order in which they are made. Must not know how a module comes
//! about, or where the folder goes afterwards.
//!
//! ```text
//! cargo → wasm-bindgen → wasm-opt          (engine)
//!   module.wasm, bindings.js
//!   module.wasm → compatibility.js         (engine)
//!   the widget, run here → first-screen.json
//!   with src/element.js and the styles:
//!     → guidance-widget.module.js, .wasm, .compatibility.js
//!     → guidance-widget.js → offline.html, frame.html
//!     → guidance-frame.js → frame.html
//!   the reader of packs, the same way
//!     → guidance-packs.js, .compatibility.js
//!   guidance → index.html, offline.html, frame.html, guide.html
//!   all of these → SRI.txt, SHA256SUMS     (sums)
//! ```

mod bundle;
mod engine;
mod first_screen;
mod pages;
pub mod quick;
pub mod sums;

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result};

use crate::run::{Tools, ended, root, step};
use engine::Engine;
pub use engine::Profile;

/// The names under which a portal takes them. They are promised: a page names them.
const CLASSIC: &str = "guidance-widget.js";
const MODULE: &str = "guidance-widget.module.js";
const WASM: &str = "guidance-widget.wasm";
const COMPATIBILITY: &str = "guidance-widget.compatibility.js";
const PACKS: &str = "guidance-packs.js";
const PACKS_COMPATIBILITY: &str = "guidance-packs.compatibility.js";
const FRAME: &str = "guidance-frame.js";
const MANIFEST: &str = "custom-elements.json";

/// What is published as it stands in the project.
const COPIED: [&str; 2] = ["styles/host.css", "NOTICE.md"];

/// The package whose module the widget is, and the reader of packs.
const WIDGET: &str = "guidance-widget";
const READER: &str = "guidance-packs";

/// The widget's module as the last release build has made it, with the names of its
/// functions and as it is published.
pub fn modules() -> [PathBuf; 2] {
    let engine = Engine::of(WIDGET, Profile::Release);
    [engine.named(), engine.wasm()]
}

/// Makes all of it in `folder`, which is empty.
pub fn make(tools: &Tools, folder: &Path) -> Result<()> {
    let engine = Engine::of(WIDGET, Profile::Release);
    let reader = Engine::of(READER, Profile::Release);
    let printed = thread::scope(|scope| {
        // It is compiled for this machine, so beside what is compiled for the browser.
        let printed = scope.spawn(|| {
            step("Print the guidance and the first screen", || {
                pages::print(tools)
            })
        });
        let widget = step("Compile the widget", || engine.compile(tools))?;
        // One core goes on with what is compiled while the other compiles what is left.
        let rest = scope.spawn(|| {
            let module = step("Compile the reader of packs", || reader.compile(tools))?;
            step("Optimise the reader and make its second engine", || {
                reader.bind(tools, &module)?;
                reader.make_compatibility(tools, "-O1")
            })
        });
        step("Optimise the widget", || engine.bind(tools, &widget))?;
        step("Make the widget's second engine", || {
            engine.make_compatibility(tools, "-Oz")
        })?;
        ended(rest)?;
        ended(printed)
    })?;
    step("Scripts and pages", || {
        fs::copy(engine.wasm(), folder.join(WASM)).context("cannot copy the module")?;
        engine.keep_first_screen(&printed.first_screen)?;
        bundle::module(tools, &engine, folder)?;
        bundle::compatibility(tools, &engine, folder, COMPATIBILITY)?;
        bundle::packs(tools, &reader, folder)?;
        bundle::compatibility(tools, &reader, folder, PACKS_COMPATIBILITY)?;
        bundle::frame(tools, &engine, folder)?;
        let classic = bundle::classic(tools, &engine, folder)?;
        pages::make(folder, &classic, &printed.guidance)?;
        let manifest = root().join("src/element").join(MANIFEST);
        copy(&manifest, folder)?;
        COPIED
            .iter()
            .try_for_each(|file| copy(&root().join(file), folder))
    })?;
    step("Checksums and sizes", || {
        sums::make(tools, folder, &bundle::bare_classic(tools, &engine)?)
    })
}

/// A file of the project, as it is, into `folder`.
fn copy(file: &Path, folder: &Path) -> Result<()> {
    let to = folder.join(file.file_name().unwrap_or_default());
    fs::copy(file, to).with_context(|| format!("cannot copy {}", file.display()))?;
    Ok(())
}

fn read_file(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| {
        format!(
            "cannot read {}. Run `cargo xtask build` again",
            file.display()
        )
    })
}

fn write_file(file: &Path, text: &str) -> Result<()> {
    write_bytes(file, text.as_bytes())
}

fn write_bytes(file: &Path, bytes: &[u8]) -> Result<()> {
    fs::write(file, bytes).with_context(|| {
        format!(
            "cannot write {}. Check the disk and try again",
            file.display()
        )
    })
}
