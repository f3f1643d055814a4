//! `cargo xtask size`: what the widget's module consists of, crate by crate, into
//! `docs/size.md`. The budgets are the build's, which fails past them. Must not know how
//! the module is made.
//!
//! | module | owns |
//! | --- | --- |
//! | [`crates`] | which crate a function is counted for |
//! | [`dependencies`] | what the widget depends on, and what each of that brings |
//! | [`module`] | a module's sections, functions and memory |

mod crates;
mod dependencies;
mod module;

use std::collections::BTreeMap;
use std::fmt::Display;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use guidance_core::{map::layout, pack::Pack};

use crate::artifacts::{self, sums::thousands};
use crate::run::{Tools, root, step};
use crate::{build, check, setup};
use crates::{crate_of, readable};
use module::Module;

const DOCUMENT: &str = "docs/size.md";
const BEGINNING: &str = "<!-- size -->\n";
const END: &str = "<!-- end of size -->";

/// How many functions are named.
const LARGEST: usize = 8;

/// Builds, and tells what weighs how much, also when that is too much.
pub fn size() -> Result<()> {
    let tools = setup::build()?;
    let [named, shipped] = artifacts::modules();
    // What is there after the build is this build's.
    if named.exists() {
        fs::remove_file(&named).with_context(|| format!("cannot remove {}", named.display()))?;
    }
    let built = build::release(&tools);
    if built.is_err() && !named.exists() {
        return built;
    }
    step("What weighs how much", || {
        let read = |file: PathBuf| {
            let bytes = fs::read(&file);
            Module::read(&bytes.with_context(|| format!("cannot read {}", file.display()))?)
        };
        let told = told(&tools, &read(named)?, &read(shipped)?)?;
        print!("\n{told}\n");
        let file = root().join(DOCUMENT);
        let text = fs::read_to_string(&file).with_context(|| format!("cannot read {DOCUMENT}"))?;
        fs::write(&file, put(&text, &told)?).with_context(|| format!("cannot write {DOCUMENT}"))
    })?;
    built
}

/// The document with other words between its marks.
fn put(document: &str, told: &str) -> Result<String> {
    let parts = document.split_once(BEGINNING);
    let parts = parts.and_then(|(before, rest)| Some((before, rest.split_once(END)?)));
    let Some((before, (_, after))) = parts else {
        bail!("{DOCUMENT} has no longer the two marks between which the tables stand");
    };
    Ok(format!("{before}{BEGINNING}{told}{END}{after}"))
}

/// The tables.
fn told(tools: &Tools, named: &Module, shipped: &Module) -> Result<String> {
    let code = named.section("code").len() as u64;
    if named.section("code") != shipped.section("code") {
        bail!("the module with names has other code than the published one");
    }
    let mut crates = BTreeMap::<_, u64>::new();
    for (name, bytes) in &named.functions {
        *crates.entry(crate_of(name)).or_default() += bytes;
    }
    let weight = |name: &String| crates.get(name).copied().unwrap_or_default();

    let mut sections = Table::new(["section", "bytes", "Brotli"]);
    for (name, raw, brotli) in compressed(tools, &shipped.sections)? {
        sections.row([name, thousands(raw), thousands(brotli)]);
    }

    let dependencies = dependencies::direct(tools)?.into_iter();
    let mut dependencies: Vec<_> = dependencies
        .map(|(name, brings)| (brings.iter().map(weight).sum::<u64>(), weight(&name), name))
        .collect();
    dependencies.sort_by(|one, other| other.cmp(one));
    let mut direct = Table::new(["dependency", "code", "with what it brings"]);
    for (brought, own, name) in dependencies {
        direct.row([name, thousands(own), thousands(brought)]);
    }

    let mut every: Vec<_> = crates.iter().map(|(name, bytes)| (*bytes, name)).collect();
    every.sort_by(|one, other| other.cmp(one));
    let mut by_crate = Table::new(["crate", "code", "of it all"]);
    for (bytes, name) in every {
        by_crate.row([name.clone(), thousands(bytes), share(bytes, code)]);
    }

    let mut largest = Table::new(["largest functions", "code", "of it all"]);
    let mut functions: Vec<_> = named.functions.iter().collect();
    functions.sort_by(|(_, one), (_, other)| other.cmp(one));
    for (name, bytes) in functions.into_iter().take(LARGEST) {
        largest.row([
            format!("`{}`", readable(name)),
            thousands(*bytes),
            share(*bytes, code),
        ]);
    }

    let mut data = Table::new(["data", "bytes", "of it all"]);
    let all = shipped.section("data").len() as u64;
    let mut rest = all;
    for (name, bytes) in carried()? {
        // What a module carries otherwise than is counted here must not pass.
        if !shipped.memory.windows(bytes.len()).any(|it| it == bytes) {
            bail!("{name}: the module does not hold it, or not as one piece");
        }
        let bytes = bytes.len() as u64;
        rest -= bytes;
        data.row([name.into(), thousands(bytes), share(bytes, all)]);
    }
    data.row(["the rest".into(), thousands(rest), share(rest, all)]);
    Ok(format!(
        "{sections}\n{direct}\n{by_crate}\n{largest}\n{data}"
    ))
}

fn share(part: u64, all: u64) -> String {
    format!("{:.1} %", part as f64 * 100.0 / all as f64)
}

/// What stands in the module's memory as it is.
fn carried() -> Result<Vec<(&'static str, Vec<u8>)>> {
    let pack = check::load(&check::shipped())?.pack;
    let pack = Pack {
        map: layout::draw(&pack),
        ..pack
    };
    let file =
        |name: &str| fs::read(root().join(name)).with_context(|| format!("cannot read {name}"));
    Ok(vec![
        ("the pack", pack.to_bytes().context("cannot pack the pack")?),
        ("styles of the printed letter", file("styles/letter.css")?),
    ])
}

/// Name, bytes and bytes with Brotli of each section, compressed by itself.
fn compressed(tools: &Tools, sections: &[(String, Vec<u8>)]) -> Result<Vec<(String, u64, u64)>> {
    let folder = root().join("target/size");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let mut files = Vec::new();
    for (name, bytes) in sections {
        let file = folder.join(name);
        fs::write(&file, bytes).with_context(|| format!("cannot write {}", file.display()))?;
        files.push(file);
    }
    let sums = artifacts::sums::sums(tools, &files)?.into_iter();
    Ok(sums.map(|it| (it.name, it.raw, it.brotli)).collect())
}

/// A table in Markdown: words, then numbers.
struct Table(String);

impl Table {
    fn new(head: [&str; 3]) -> Self {
        let mut table = Self(String::new());
        table.row(head.map(str::to_owned));
        table.row(["---", "---:", "---:"].map(str::to_owned));
        table
    }

    fn row(&mut self, cells: [String; 3]) {
        let [one, two, three] = cells;
        self.0 += &format!("| {one} | {two} | {three} |\n");
    }
}

impl Display for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_between_the_marks_changes() {
        let old = format!("a\n{BEGINNING}b\n{END}\nc\n");
        assert_eq!(put(&old, "d\n").unwrap(), old.replace('b', "d"));
        assert!(put("a\n", "d\n").is_err());
    }
}
