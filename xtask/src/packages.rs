//! What the packages of npm may be, by `npm.toml`; cargo-deny looks at those of Rust.
//! Looks at lock files alone, so needs no network. Must not know what any package is for.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{collections::BTreeMap, fs};

use serde::Deserialize;

use crate::run::root;

#[derive(Deserialize)]
struct Rules {
    licences: Vec<String>,
    exceptions: BTreeMap<String, Exception>,
    scripts: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Exception {
    licence: String,
    reason: String,
}

#[derive(Deserialize)]
struct Lock {
    packages: BTreeMap<String, Package>,
}

/// A package in a lock file: the project itself where its path is empty.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Package {
    license: String,
    integrity: String,
    resolved: String,
    has_install_script: bool,
    dependencies: BTreeMap<String, String>,
    dev_dependencies: BTreeMap<String, String>,
}

fn problems(rules: &Rules, locks: &[Lock]) -> Vec<String> {
    let mut problems = Vec::new();
    let all = || locks.iter().flat_map(|it| &it.packages);
    for (path, package) in all() {
        let name = name(path);
        let mut wrong = |what: String| problems.push(format!("{name} {what}"));
        if path.is_empty() {
            let wanted = package.dependencies.iter();
            for (name, version) in wanted.chain(&package.dev_dependencies) {
                // Under another name it is `npm:NAME@VERSION`.
                let alias = version
                    .strip_prefix("npm:")
                    .and_then(|it| it.rsplit_once('@'));
                let exact = alias.map_or(&**version, |(_, exact)| exact);
                if !exact.bytes().all(|it| it.is_ascii_digit() || it == b'.') {
                    wrong(format!(
                        "wants {name} in a version that is not exact: {version}"
                    ));
                }
            }
            continue;
        }
        if !package.integrity.starts_with("sha512-") {
            wrong("has no checksum in the lock file".into());
        }
        if !package.resolved.is_empty() && !package.resolved.starts_with("https://") {
            wrong(format!(
                "does not come from a registry: {}",
                package.resolved
            ));
        }
        let excepted = rules.exceptions.get(name).map(|it| &it.licence);
        if !allows(rules, &package.license) && excepted != Some(&package.license) {
            wrong(format!("has the licence “{}”", package.license));
        }
        if package.has_install_script && !rules.scripts.contains_key(name) {
            wrong("runs a script when it is installed".into());
        }
    }
    let reasons = rules.exceptions.iter().map(|(name, it)| (name, &it.reason));
    for (excepted, reason) in reasons.chain(&rules.scripts) {
        if !all().any(|(path, _)| name(path) == excepted) {
            problems.push(format!(
                "{excepted} is not used any more: take it out of npm.toml"
            ));
        }
        if reason.trim().is_empty() {
            problems.push(format!("{excepted} stands in npm.toml without a reason"));
        }
    }
    problems
}

/// Whether one of a package's licences is allowed: `MIT`, or `(MIT OR CC0-1.0)`.
fn allows(rules: &Rules, licence: &str) -> bool {
    let licence = licence.trim_start_matches('(').trim_end_matches(')');
    let mut choices = licence.split(" OR ");
    choices.any(|it| rules.licences.iter().any(|allowed| allowed == it))
}

/// `node_modules/a/node_modules/@b/c` is @b/c.
fn name(path: &str) -> &str {
    match path.rsplit_once("node_modules/") {
        Some((_, name)) => name,
        None => "package.json",
    }
}

#[test]
fn every_package_is_as_npm_toml_has_it() {
    let read = |file: &str| fs::read_to_string(root().join(file));
    let rules = toml::from_str(&read("npm.toml").unwrap()).unwrap();
    // Those of the benchmark are its own, and so are older browsers.
    let locks = [read("package-lock.json").unwrap()].into_iter();
    let more = ["bench", "tests/engines"].map(|it| format!("{it}/package-lock.json"));
    let locks = locks.chain(more.iter().flat_map(|it| read(it)));
    let locks: Vec<Lock> = locks.map(|it| serde_json::from_str(&it).unwrap()).collect();
    let problems = problems(&rules, &locks);
    assert!(
        problems.is_empty(),
        "{}\nTake another package, or put an exception with its reason into npm.toml.",
        problems.join("\n")
    );
}

const RULES: &str = r#"
    licences = ["MIT"]
    [exceptions]
    "@odd/licence" = { licence = "MPL-2.0", reason = "Only tests." }
    [scripts]
    built = "Not needed."
"#;

const SOUND: &str = r#"{ "packages": {
    "": { "devDependencies": { "built": "1.2.3" } },
    "node_modules/@odd/licence": { "license": "MPL-2.0", "integrity": "sha512-a" },
    "node_modules/built": { "license": "MIT", "integrity": "sha512-b", "hasInstallScript": true },
    "node_modules/built/node_modules/inner": { "license": "(Zlib OR MIT)", "integrity": "sha512-c" }
} }"#;

#[track_caller]
fn told(from: &str, to: &str, expected: &[&str]) {
    assert!(SOUND.contains(from), "{from}");
    let lock = serde_json::from_str(&SOUND.replace(from, to)).unwrap();
    let rules = toml::from_str(RULES).unwrap();
    assert_eq!(problems(&rules, &[lock]), expected);
}

#[test]
fn what_is_wrong_with_a_package_is_told() {
    told("1.2.3", "1.2.3", &[]);
    told(
        "1.2.3",
        "^1.2.3",
        &["package.json wants built in a version that is not exact: ^1.2.3"],
    );
    told("1.2.3", "npm:@odd/built@1.2.3", &[]);
    told(
        "1.2.3",
        "npm:@odd/built@^1",
        &["package.json wants built in a version that is not exact: npm:@odd/built@^1"],
    );
    told("sha512-c", "", &["inner has no checksum in the lock file"]);
    told("(Zlib OR MIT)", "Zlib", &["inner has the licence “Zlib”"]);
    told("(Zlib OR MIT)", "", &["inner has the licence “”"]);
    told(
        "MPL-2.0",
        "GPL-3.0",
        &["@odd/licence has the licence “GPL-3.0”"],
    );
    told(
        "\"sha512-c\"",
        "\"sha512-c\", \"hasInstallScript\": true",
        &["inner runs a script when it is installed"],
    );
    told(
        "\"sha512-c\"",
        "\"sha512-c\", \"resolved\": \"git+ssh://git@example.org/inner.git\"",
        &["inner does not come from a registry: git+ssh://git@example.org/inner.git"],
    );
    told(
        "node_modules/@odd/licence",
        "node_modules/other",
        &[
            "other has the licence “MPL-2.0”",
            "@odd/licence is not used any more: take it out of npm.toml",
        ],
    );
}
