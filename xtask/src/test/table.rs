//! The table of `docs/testing.md`: every test file, where it runs, how long it took in the
//! last whole run, and what it would catch, which is how the file begins. Must not know how
//! tests are run.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::run::root;

const DOCUMENT: &str = "docs/testing.md";
const BEGINNING: &str = "<!-- tests -->\n";
const END: &str = "<!-- end of tests -->";

/// Writes the table from what the last run has left in `target/test/`.
pub fn write() -> Result<()> {
    let file = root().join(DOCUMENT);
    let text = fs::read_to_string(&file).with_context(|| format!("cannot read {DOCUMENT}"))?;
    let parts = text.split_once(BEGINNING);
    let parts = parts.and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let Some((before, after)) = parts else {
        bail!("{DOCUMENT} has no longer the two marks between which the table stands");
    };
    let made = format!("{before}{BEGINNING}{}{END}{after}", table(&took()?)?);
    fs::write(&file, made).with_context(|| format!("cannot write {DOCUMENT}"))
}

/// Seconds by test file and where it ran.
type Took = BTreeMap<(String, &'static str), f64>;

/// What the last run has told: nothing of what it did not get to.
fn took() -> Result<Took> {
    let mut took = Took::new();
    let read = |name: &str| fs::read_to_string(root().join("target/test").join(name));
    for (lane, file) in [
        ("Chromium", "times-chromium-1.json"),
        ("Chromium", "times-chromium-2.json"),
        ("Firefox", "times-firefox-1.json"),
        ("Firefox", "times-firefox-2.json"),
        ("alone", "times-alone.json"),
    ] {
        let Ok(text) = read(file) else { continue };
        let seconds: BTreeMap<String, f64> =
            serde_json::from_str(&text).with_context(|| format!("{file} is not whole"))?;
        for (name, seconds) in seconds {
            took.insert((format!("tests/browser/{name}"), lane), seconds);
        }
    }
    let mut running = None;
    for line in read("native.log").unwrap_or_default().lines() {
        let line = line.trim();
        if let Some(program) = line.strip_prefix("Running ") {
            running = source(program);
        } else if let (Some(file), Some(time)) = (&running, line.split("finished in ").nth(1)) {
            let seconds = time.trim_end_matches('s').parse();
            let seconds = seconds.context("cargo tells times otherwise")?;
            took.insert((file.clone(), "native"), seconds);
        }
    }
    Ok(took)
}

/// The file of a line of cargo's: `tests/flow.rs (target/debug/deps/flow-4f1)`.
fn source(program: &str) -> Option<String> {
    let (file, binary) = program.split_once(" (")?;
    let name = Path::new(binary).file_name()?.to_str()?;
    let name = name.split('-').next()?;
    let folder = match name {
        "guidance_core" => "core/",
        "guidance_fuzz" => "fuzz/",
        "guidance_packs" => "packs/",
        "xtask" => "xtask/",
        _ if root().join("core").join(file).is_file() => "core/",
        _ => "",
    };
    Some(format!("{folder}{}", file.trim_start_matches("unittests ")))
}

fn table(took: &Took) -> Result<String> {
    let mut lines = vec![
        "| file | where | seconds | what it is about |".to_owned(),
        "| --- | --- | ---: | --- |".into(),
    ];
    let mut sums = BTreeMap::<_, f64>::new();
    let about = |file: &str| {
        let text = fs::read_to_string(root().join(file));
        text.map(|text| about(&text))
            .with_context(|| format!("cannot read {file}"))
    };
    for ((file, lane), seconds) in took {
        lines.push(format!(
            "| `{file}` | {lane} | {seconds:.1} | {} |",
            about(file)?
        ));
        *sums.entry(*lane).or_default() += seconds;
    }
    for file in test_files()? {
        if took.keys().all(|(known, _)| *known != file) {
            lines.push(format!("| `{file}` | | – | {} |", about(&file)?));
        }
    }
    for (lane, seconds) in sums {
        lines.push(format!("| **together** | {lane} | {seconds:.0} | |"));
    }
    Ok(lines.join("\n") + "\n")
}

/// The first sentence of what a file says of itself.
fn about(text: &str) -> String {
    let comment = text.lines().map_while(|line| {
        line.strip_prefix("//!")
            .or_else(|| line.strip_prefix("//"))
            .map(str::trim)
    });
    let all = comment.collect::<Vec<_>>().join(" ");
    let end = all.find(". ").map_or(all.len(), |at| at + 1);
    all[..end].replace('|', "\\|")
}

/// Every file that holds tests of its own.
fn test_files() -> Result<Vec<String>> {
    let mut files = Vec::new();
    for folder in ["core/tests", "tests", "tests/browser"] {
        let entries =
            fs::read_dir(root().join(folder)).with_context(|| format!("cannot list {folder}"))?;
        for entry in entries {
            let name = entry
                .with_context(|| format!("cannot list {folder}"))?
                .file_name();
            let file = format!("{folder}/{}", name.to_string_lossy());
            let main = format!("{file}/main.rs");
            if file.ends_with(".rs") || file.ends_with(".test.mjs") {
                files.push(file);
            } else if root().join(&main).is_file() {
                files.push(main);
            }
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_test_file_stands_in_the_table() {
        let document = fs::read_to_string(root().join(DOCUMENT)).unwrap();
        for file in test_files().unwrap() {
            assert!(
                document.contains(&format!("`{file}`")),
                "{file} is not in {DOCUMENT}. After a whole run, `cargo xtask test --table` writes it."
            );
        }
    }

    #[test]
    fn a_line_of_cargo_s_names_its_source() {
        let of = |line: &str| source(line).unwrap();
        assert_eq!(
            of("unittests src/lib.rs (target/debug/deps/guidance_core-2093a3)"),
            "core/src/lib.rs"
        );
        assert_eq!(
            of("tests/flow.rs (target/debug/deps/flow-8173d3)"),
            "core/tests/flow.rs"
        );
        assert_eq!(
            of("tests/session.rs (target/debug/deps/session-25dfb0)"),
            "tests/session.rs"
        );
    }

    #[test]
    fn a_file_is_about_its_first_sentence() {
        assert_eq!(
            about("//! One: two\n//! and three. Four.\nuse a;"),
            "One: two and three."
        );
        assert_eq!(about("// Alone\nimport b"), "Alone");
    }
}
