//! The release build: Trunk with our tools, and its hook that puts the static
//! guidance into the page and prints the sizes. Must not know how tools are
//! installed.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::run::{Tools, read, root, run, step};
use crate::setup;

/// Where the built page is.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// Sets up what is missing and builds into [`dist`].
pub fn build() -> Result<()> {
    release(&setup::build()?)
}

/// Builds into [`dist`] with tools that are there.
pub fn release(tools: &Tools) -> Result<()> {
    step("Release build (about 2 minutes the first time)", || {
        run(&mut trunk(tools, "build"), "The reason is above.")
    })
}

/// Trunk in release mode, without the network.
pub fn trunk(tools: &Tools, command: &str) -> Command {
    let mut trunk = tools.command("trunk");
    trunk.args([command, "--release", "--offline"]);
    // Trunk refuses the customary NO_COLOR=1.
    if env::var_os("NO_COLOR").is_some() {
        trunk.env("NO_COLOR", "true");
    }
    trunk
}

const PLACEHOLDER: &str = "<!-- static guidance -->";

/// Trunk's hook: fills the page that is being built, minifies its scripts, and prints
/// the sizes.
pub fn static_guide() -> Result<()> {
    let Some(folder) = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from) else {
        bail!("Trunk runs this as part of a build. Run `cargo xtask build` instead.");
    };
    let file = folder.join("index.html");
    let page = fs::read_to_string(&file).with_context(|| {
        format!(
            "cannot read {}. Run `cargo xtask build` again",
            file.display()
        )
    })?;
    let page = fill(&page, &guidance()?)?;
    fs::write(&file, page).with_context(|| {
        format!(
            "cannot write {}. Check the disk and try again",
            file.display()
        )
    })?;
    let scripts = with_extension(&folder, "js")?;
    for script in &scripts {
        minify(script)?;
    }
    let modules = with_extension(&folder, "wasm")?;
    sizes(&[scripts, modules].concat())
}

/// Without comments and with short names; Trunk's own minifier takes the placeholder
/// for a comment too.
fn minify(script: &Path) -> Result<()> {
    let mut terser = Tools::new()?.command("node");
    terser
        .arg("node_modules/terser/bin/terser")
        .args(["--module", "--compress", "--mangle", "--output"])
        .args([script, Path::new("--"), script]);
    run(&mut terser, "Put right what terser says above.")
}

/// The guidance under the page's own h1.
/// The widget prints it. It is not linked into this tool, so that `check` and
/// `decide` work while the pack that is built in is broken.
fn guidance() -> Result<String> {
    let mut widget = Tools::new()?.command(env!("CARGO"));
    widget.args(["run", "--quiet", "--package", "guidance-widget"]);
    read(&mut widget, "The reason is above.")
}

fn fill(page: &str, guidance: &str) -> Result<String> {
    if page.matches(PLACEHOLDER).count() != 1 {
        bail!(
            "index.html must have {PLACEHOLDER} exactly once, inside <guidance-widget>. Put it back."
        );
    }
    Ok(page.replace(PLACEHOLDER, guidance))
}

/// The files of one kind, in the order of their names.
fn with_extension(folder: &Path, extension: &str) -> Result<Vec<PathBuf>> {
    let list = || format!("cannot list {}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(list)? {
        let path = entry.with_context(list)?.path();
        if path.extension().is_some_and(|end| end == extension) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Prints the size of the module and its scripts, as they are and as a web server
/// would send them.
fn sizes(files: &[PathBuf]) -> Result<()> {
    // Node has Brotli built in, so no crate is needed for it.
    let script = "const fs = require('fs'), zlib = require('zlib');\
        for (const file of process.argv.slice(1)) {\
          const bytes = fs.readFileSync(file);\
          console.log(bytes.length, zlib.brotliCompressSync(bytes).length);\
        }";
    let tools = Tools::new()?;
    let printed = read(
        tools
            .command("node")
            .args(["--eval", script, "--"])
            .args(files),
        "Install Node 20 or newer and try again.",
    )?;
    println!("Size of the module build:");
    let mut total = (0, 0);
    for (file, line) in files.iter().zip(printed.lines()) {
        let (raw, brotli) = line.split_once(' ').context("Node printed no size")?;
        let (raw, brotli): (u64, u64) = (raw.parse()?, brotli.parse()?);
        total = (total.0 + raw, total.1 + brotli);
        let name = file.file_name().unwrap_or_default().display().to_string();
        print_size(&name, raw, brotli);
    }
    print_size("together", total.0, total.1);
    Ok(())
}

fn print_size(name: &str, raw: u64, brotli: u64) {
    println!(
        "  {name:<44} {:>9} bytes, {:>9} Brotli",
        thousands(raw),
        thousands(brotli)
    );
}

fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_guidance_takes_the_place_of_the_placeholder() {
        let page = format!("<guidance-widget>{PLACEHOLDER}</guidance-widget>");
        let filled = fill(&page, "<p>All of it</p>").unwrap();
        assert_eq!(
            filled,
            "<guidance-widget><p>All of it</p></guidance-widget>"
        );
    }

    #[test]
    fn a_page_without_the_placeholder_is_refused() {
        assert!(fill("<guidance-widget></guidance-widget>", "").is_err());
    }

    #[test]
    fn sizes_are_grouped_by_thousands() {
        assert_eq!(thousands(687), "687");
        assert_eq!(thousands(86_073), "86,073");
        assert_eq!(thousands(1_234_567), "1,234,567");
    }
}
