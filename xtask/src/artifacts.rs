//! Everything that a portal can take, made from the one module and the one set of
//! bindings that Trunk's build leaves in its staging folder. Owns their names and
//! the order in which they are made. Must not know how the module was compiled.
//!
//! ```text
//! cargo → wasm-bindgen → wasm-opt          (Trunk)
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
pub mod sums;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::run::{Tools, root, step};

/// The names under which a portal takes them. They are promised: a page names them.
const CLASSIC: &str = "guidance-widget.js";
const MODULE: &str = "guidance-widget.module.js";
const WASM: &str = "guidance-widget.wasm";
const COMPATIBILITY: &str = "guidance-widget.compatibility.js";
const PACKS: &str = "guidance-packs.js";
const PACKS_COMPATIBILITY: &str = "guidance-packs.compatibility.js";
const FRAME: &str = "guidance-frame.js";
const MANIFEST: &str = "custom-elements.json";

/// The package whose module the widget is.
const WIDGET: &str = "guidance-widget";

/// The widget's module as the last build has made it, with the names of its functions and
/// as it is published.
pub fn modules() -> [PathBuf; 2] {
    let engine = engine::Engine::of(WIDGET);
    [engine.named(), engine.wasm()]
}

/// Trunk's hook after each build.
pub fn make() -> Result<()> {
    let Some(staging) = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from) else {
        bail!("Trunk runs this as part of a build. Run `cargo xtask build` instead.");
    };
    let tools = Tools::new()?;
    let engine = engine::Engine::take(&tools, &staging, WIDGET)?;
    let reader = engine::Engine::take(&tools, &staging, "guidance-packs")?;
    step("Compatibility engines", || {
        engine.make_compatibility(&tools, "-Oz")?;
        reader.make_compatibility(&tools, "-O1")
    })?;
    step("Scripts and pages", || {
        fs::copy(engine.wasm(), staging.join(WASM)).context("cannot copy the module")?;
        let screen = first_screen::data(&pages::printed(&tools, &["first-screen"])?)?;
        write_file(
            &engine.folder().join("first-screen.json"),
            &screen.to_string(),
        )?;
        bundle::module(&tools, &engine, &staging)?;
        bundle::packs(&tools, &reader, &staging)?;
        bundle::frame(&tools, &engine, &staging)?;
        let classic = bundle::classic(&tools, &engine, &staging)?;
        pages::make(&tools, &staging, &classic)?;
        let manifest = read_file(&root().join("src/element").join(MANIFEST))?;
        write_file(&staging.join(MANIFEST), &manifest)
    })?;
    step("Checksums and sizes", || {
        sums::make(&tools, &staging, &bundle::bare_classic(&tools, &engine)?)
    })
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
    fs::write(file, text).with_context(|| {
        format!(
            "cannot write {}. Check the disk and try again",
            file.display()
        )
    })
}
