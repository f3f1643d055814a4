//! Lists of what was broken on purpose without any test noticing, each with the reason
//! why that is no loss. Must not know what was broken.
//!
//! With `UPDATE_EXPECT` set, new ones are listed with an empty reason, which does not
//! pass.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::run::root;

#[derive(Deserialize)]
struct List {
    #[serde(default)]
    survivor: Vec<Survivor>,
}

#[derive(Deserialize)]
struct Survivor {
    mutant: String,
    reason: String,
}

/// Compares what survived with the list in `file`, a path from the root. `untried` may
/// or may not survive.
///
/// # Errors
/// A survivor that is not listed, a listed one that does not survive, or one without a
/// reason.
pub fn compare(file: &str, survivors: &BTreeSet<String>, untried: &BTreeSet<String>) -> Result<()> {
    let path = root().join(file);
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {file}"))?;
    let list: List = toml::from_str(&text).with_context(|| format!("in {file}"))?;
    let list = list.survivor.into_iter();
    let reasons: BTreeMap<_, _> = list.map(|it| (it.mutant, it.reason)).collect();
    if env::var_os("UPDATE_EXPECT").is_some() {
        let head = text.split("\n[[").next().unwrap_or_default().trim_end();
        let kept = reasons.keys().filter(|it| untried.contains(*it));
        let names: BTreeSet<_> = kept.chain(survivors).collect();
        let row = |name: &String| {
            let reason = reasons.get(name).map_or("", String::as_str);
            format!(
                "\n\n[[survivor]]\nmutant = {}\nreason = {}",
                toml::Value::from(name.as_str()),
                toml::Value::from(reason)
            )
        };
        let rows: String = names.into_iter().map(row).collect();
        fs::write(&path, format!("{head}{rows}\n"))
            .with_context(|| format!("cannot write {file}"))?;
    }
    let new: Vec<_> = survivors
        .iter()
        .filter(|it| !reasons.contains_key(*it))
        .collect();
    if !new.is_empty() {
        bail!("nothing notices, and {file} does not list:\n{new:#?}");
    }
    let noticed = |it: &&String| !survivors.contains(*it) && !untried.contains(*it);
    let gone: Vec<_> = reasons.keys().filter(noticed).collect();
    if !gone.is_empty() {
        bail!("noticed after all, so take them off {file}:\n{gone:#?}");
    }
    let unexplained = reasons.iter().filter(|(_, it)| it.trim().is_empty());
    let unexplained: Vec<_> = unexplained.map(|(name, _)| name).collect();
    if !unexplained.is_empty() {
        bail!("{file} gives no reason for:\n{unexplained:#?}");
    }
    Ok(())
}
