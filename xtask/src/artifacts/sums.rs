//! Checksums, integrity values and sizes of everything that was built. Must not
//! know how any of it was made.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::{CLASSIC, MODULE, WASM, write_file};
use crate::run::{Tools, read};

/// The module build: at most this many bytes, as a web server sends them.
const MODULE_BUDGET: u64 = 200_000;
/// The classic script without the compatibility engine: at most this many times the
/// module build, as a web server sends them.
const CLASSIC_BUDGET: f64 = 1.45;

const INTEGRITY: &str = "SRI.txt";
const INTEGRITY_NOTE: &str = "\
# Values for integrity=\"…\" on a <script> that is loaded from a web server.
# Leave the attribute out where the page must also work from a file, or as a saved
# copy: there a browser refuses every script that has it.
";
const CHECKSUMS: &str = "SHA256SUMS";

/// What is known of one file.
#[derive(Deserialize)]
pub struct Sum {
    /// Its name without a folder.
    pub name: String,
    /// Its bytes.
    pub raw: u64,
    /// Its bytes as a web server sends them.
    pub brotli: u64,
    sha256: String,
    sha384: String,
}

/// Writes the integrity values and the checksums, and prints the sizes.
/// `bare_classic` is the classic script without the compatibility engine.
pub fn make(tools: &Tools, folder: &Path, bare_classic: &Path) -> Result<()> {
    let mut sums = sums(tools, &files(folder)?)?;
    print(&sums, &self::sums(tools, &[bare_classic.to_owned()])?)?;

    let scripts = sums.iter().filter(|sum| sum.name.ends_with(".js"));
    let lines = scripts.map(|sum| format!("sha384-{}  {}\n", sum.sha384, sum.name));
    let integrity = folder.join(INTEGRITY);
    write_file(
        &integrity,
        &format!("{INTEGRITY_NOTE}{}", lines.collect::<String>()),
    )?;
    // A file like the others.
    sums.extend(self::sums(tools, &[integrity])?);
    sums.sort_by(|one, other| one.name.cmp(&other.name));
    let lines = sums
        .iter()
        .map(|sum| format!("{}  {}\n", sum.sha256, sum.name));
    write_file(&folder.join(CHECKSUMS), &lines.collect::<String>())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let list = || format!("cannot list {}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(list)? {
        let path = entry.with_context(list)?.path();
        if path.is_dir() {
            bail!(
                "{} is a folder, which {CHECKSUMS} cannot name. Publish files only.",
                path.display()
            );
        }
        files.push(path);
    }
    files.sort();
    Ok(files)
}

/// What is known of these files, in the same order.
pub fn sums(tools: &Tools, files: &[PathBuf]) -> Result<Vec<Sum>> {
    let mut node = tools.command("node");
    node.arg("xtask/src/artifacts/sums.mjs").args(files);
    let printed = read(&mut node, "Install Node 20 or newer and try again.")?;
    serde_json::from_str(&printed).context("Node printed no sizes")
}

fn print(sums: &[Sum], bare_classic: &[Sum]) -> Result<()> {
    let of = |name: &str| sums.iter().find(|sum| sum.name == name);
    let (Some(script), Some(wasm), [bare]) = (of(MODULE), of(WASM), bare_classic) else {
        bail!("{MODULE}, {WASM} or {CLASSIC} was not built");
    };
    for sum in sums {
        print_size(&sum.name, sum.raw, sum.brotli, "");
    }
    let module = (script.raw + wasm.raw, script.brotli + wasm.brotli);
    let allowed = format!(" of {}", thousands(MODULE_BUDGET));
    print_size("module build together", module.0, module.1, &allowed);
    let most = module.1 as f64 * CLASSIC_BUDGET;
    let allowed = format!(
        " of {}, {CLASSIC_BUDGET} times that",
        thousands(most as u64)
    );
    let name = "classic without compatibility engine";
    print_size(name, bare.raw, bare.brotli, &allowed);
    if module.1 > MODULE_BUDGET {
        bail!("the module build is too large. `cargo xtask size` says what weighs how much.");
    }
    if bare.brotli as f64 > most {
        bail!("{CLASSIC} is too large beside the module build. The sizes above say where.");
    }
    Ok(())
}

fn print_size(name: &str, raw: u64, brotli: u64, allowed: &str) {
    println!(
        "  {name:<36} {:>9} bytes, {:>9} Brotli{allowed}",
        thousands(raw),
        thousands(brotli)
    );
}

/// A number as people write it: 1,234,567.
pub fn thousands(number: u64) -> String {
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

    fn sum(name: &str, brotli: u64) -> Sum {
        Sum {
            name: name.to_owned(),
            raw: 0,
            brotli,
            sha256: String::new(),
            sha384: String::new(),
        }
    }

    #[test]
    fn a_module_build_over_its_budget_is_refused() {
        let module = |wasm| [sum(MODULE, 40), sum(WASM, wasm)];
        assert!(print(&module(199_960), &[sum("classic", 1)]).is_ok());
        assert!(print(&module(199_961), &[sum("classic", 1)]).is_err());
    }

    #[test]
    fn a_classic_script_over_its_budget_is_refused() {
        let module = [sum(MODULE, 40), sum(WASM, 60)];
        assert!(print(&module, &[sum("classic", 145)]).is_ok());
        assert!(print(&module, &[sum("classic", 146)]).is_err());
    }

    #[test]
    fn sizes_are_grouped_by_thousands() {
        assert_eq!(thousands(687), "687");
        assert_eq!(thousands(86_073), "86,073");
        assert_eq!(thousands(1_234_567), "1,234,567");
    }
}
