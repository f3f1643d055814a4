//! The scripts: `src/element.js` with an engine around or beside it, bundled and
//! minified by esbuild. Must not know what the scripts do.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use super::engine::Engine;
use super::{CLASSIC, COMPATIBILITY, FRAME, MODULE, PACKS, read_file};
use crate::run::{Tools, root, run};
use crate::styles;

/// What esbuild may write: no newer than the oldest Chromium that is supported, and in others
/// than the oldest that are to show a notice.
const TARGET: &str = "--target=chrome92,firefox93,safari15";

/// The module build's script. It loads the compatibility engine where it is needed.
pub fn module(tools: &Tools, engine: &Engine, folder: &Path) -> Result<()> {
    run(
        esbuild(
            tools,
            engine,
            "src/element/module.js",
            "esm",
            folder,
            MODULE,
        )
        .arg(format!("--external:./{COMPATIBILITY}")),
        ADVICE,
    )
}

/// A compatibility engine as a file of its own.
pub fn compatibility(tools: &Tools, engine: &Engine, folder: &Path, name: &str) -> Result<()> {
    let script = engine.import_root().join("engine/compatibility.js");
    let script = script.to_string_lossy();
    run(
        &mut esbuild(tools, engine, &script, "esm", folder, name),
        ADVICE,
    )
}

/// The classic script, with everything in it. Gives its text, for pages that carry
/// it inline.
pub fn classic(tools: &Tools, engine: &Engine, folder: &Path) -> Result<String> {
    run(
        &mut esbuild(
            tools,
            engine,
            "src/element/classic.js",
            "iife",
            folder,
            CLASSIC,
        ),
        ADVICE,
    )?;
    let script = read_file(&folder.join(CLASSIC))?;
    may_stand_inline(&script)?;
    Ok(script)
}

/// The reader of content packs. It loads its compatibility engine where it is needed.
pub fn packs(tools: &Tools, reader: &Engine, folder: &Path) -> Result<()> {
    run(
        &mut esbuild(tools, reader, "src/element/packs.js", "iife", folder, PACKS),
        ADVICE,
    )
}

/// What the page for frames has besides.
pub fn frame(tools: &Tools, engine: &Engine, folder: &Path) -> Result<()> {
    run(
        &mut esbuild(tools, engine, "src/element/frame.js", "iife", folder, FRAME),
        ADVICE,
    )
}

/// The classic script without the compatibility engine, only to be measured.
pub fn bare_classic(tools: &Tools, engine: &Engine) -> Result<PathBuf> {
    let folder = engine.import_root().join("engine");
    run(
        esbuild(
            tools,
            engine,
            "src/element/classic.js",
            "iife",
            &folder,
            "bare-classic.js",
        )
        .arg("--external:engine/compatibility.js"),
        ADVICE,
    )?;
    Ok(folder.join("bare-classic.js"))
}

const ADVICE: &str = "Put right what esbuild says above.";

fn esbuild(
    tools: &Tools,
    engine: &Engine,
    entry: &str,
    format: &str,
    folder: &Path,
    name: &str,
) -> Command {
    // Neither has the mark in its name that separates paths.
    let styles = root().join(styles::FOLDER);
    let paths = env::join_paths([engine.import_root(), &styles]).unwrap_or_default();
    let mut esbuild = tools.command("node");
    esbuild
        .args(["node_modules/esbuild/bin/esbuild", entry])
        .args(["--bundle", "--minify", "--log-level=warning"])
        // Plain ASCII: a portal may serve the script without saying how it is encoded.
        .args(["--charset=ascii", "--legal-comments=none", TARGET])
        .args(["--loader:.wasm=base64", "--loader:.css=text"])
        // The bindings find their file beside themselves only if nothing is given to them.
        .args(["--log-override:empty-import-meta=silent"])
        .arg("--inject:src/element/webassembly.js")
        .arg("--inject:src/element/natives.js")
        .arg(format!(
            "--define:VERSION=\"{}\"",
            env!("CARGO_PKG_VERSION")
        ))
        .arg(format!("--format={format}"))
        .arg(format!("--outfile={}", folder.join(name).display()))
        .env("NODE_PATH", paths);
    esbuild
}

/// Fails if the script holds what would end, or hide the end of, a `<script>`.
fn may_stand_inline(script: &str) -> Result<()> {
    let lower = script.to_ascii_lowercase();
    for mark in ["</script", "<!--"] {
        if lower.contains(mark) {
            bail!("the classic script holds {mark}, so it cannot stand inside a page");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_the_script_early_is_refused() {
        assert!(may_stand_inline("let a = '<div>'").is_ok());
        assert!(may_stand_inline("let a = '</Script>'").is_err());
        assert!(may_stand_inline("let a = '<!--'").is_err());
    }
}
