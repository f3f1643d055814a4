//! What the widget and its core depend on in the browser, and what each dependency
//! brings. Must not know what any of it weighs.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use crate::run::{Tools, read};

/// The project's own crates, whose dependencies are meant.
const OWN: [&str; 2] = ["guidance_widget", "guidance_core"];

/// For each direct dependency, the crates that it brings, itself among them. One that
/// comes by way of several is counted where it is fewest steps away.
pub fn direct(tools: &Tools) -> Result<BTreeMap<String, Vec<String>>> {
    let mut tree = tools.command("cargo");
    tree.args(["tree", "--package", "guidance-widget", "--offline"])
        .args(["--edges", "normal,no-proc-macro", "--no-dedupe"])
        .args(["--target", "wasm32-unknown-unknown"])
        .args(["--prefix", "depth", "--format", " {lib}"]);
    Ok(brought(&read(&mut tree, "The reason is above.")?))
}

/// From lines of a depth and a crate.
fn brought(tree: &str) -> BTreeMap<String, Vec<String>> {
    let paths = paths(tree);
    let first = paths
        .iter()
        .filter_map(|path| path.iter().find(|it| !OWN.contains(it)));
    let direct: BTreeSet<_> = first.copied().collect();
    // The fewest steps, and from where.
    let mut nearest = BTreeMap::<_, (usize, &str)>::new();
    for path in &paths {
        let back = path.iter().rev().enumerate();
        let mut ways = back.filter(|(_, it)| direct.contains(*it));
        if let (Some(name), Some((steps, from))) = (path.last(), ways.next()) {
            let way = nearest.entry(*name).or_insert((steps, from));
            *way = (*way).min((steps, from));
        }
    }
    let mut brought = BTreeMap::<_, Vec<_>>::new();
    for (name, (_, from)) in nearest {
        brought
            .entry(from.to_owned())
            .or_default()
            .push(name.to_owned());
    }
    brought
}

/// The way from the widget to each crate, as often as there is one.
fn paths(tree: &str) -> Vec<Vec<&str>> {
    let mut path = Vec::new();
    let mut paths = Vec::new();
    for line in tree.lines() {
        if let Some((depth, name)) = line.split_once(' ') {
            path.truncate(depth.parse().unwrap_or_default());
            path.push(name);
            paths.push(path.clone());
        }
    }
    paths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_several_dependencies_bring_counts_for_the_nearest() {
        let tree = "0 guidance_widget\n1 guidance_core\n2 serde\n3 serde_core\n2 time\n\
                    1 yew\n2 gloo\n3 json\n4 serde_core\n2 serde\n3 serde_core\n2 implicit\n\
                    1 gloo\n2 timers";
        let brought = brought(tree);
        let brings = |name: &str| brought[name].join(" ");
        assert_eq!(brought.len(), 4);
        assert_eq!(brings("serde"), "serde serde_core");
        assert_eq!(brings("time"), "time");
        assert_eq!(brings("yew"), "implicit yew");
        assert_eq!(brings("gloo"), "gloo json timers");
    }
}
