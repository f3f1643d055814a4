//! Owns the dependency rule: which file may use what, and that no code knows the
//! guidance. Reads the sources as text, so a comment does not count, and a name in
//! words the user sees does.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use guidance_core::content;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A module's own file and everything in the folder beside it, by path from the root.
#[track_caller]
fn files(module: &str) -> Vec<String> {
    fn collect(at: &Path, into: &mut Vec<PathBuf>) {
        if at.is_dir() {
            for entry in fs::read_dir(at).unwrap() {
                collect(&entry.unwrap().path(), into);
            }
        } else if at.extension().is_some_and(|it| it == "rs") {
            into.push(at.to_owned());
        }
    }
    let mut found = Vec::new();
    for at in [module.to_owned(), format!("{module}.rs")] {
        let at = root().join(at);
        if at.exists() {
            collect(&at, &mut found);
        }
    }
    assert!(!found.is_empty(), "{module} is gone: has it moved?");
    // Tests inside the sources may read files, and the guidance that is shipped.
    found.retain(|it| !it.ends_with("check/walked.rs"));
    found.sort();
    let from_root = |it: &PathBuf| it.strip_prefix(root()).unwrap().display().to_string();
    found.iter().map(from_root).collect()
}

#[track_caller]
fn read(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// A file without its comments and its test module.
fn code(file: &str) -> String {
    let text = read(file);
    let text = text.split("#[cfg(test)]").next().unwrap_or("").to_owned();
    let code = |line: &str| match line.split_once("//") {
        // Two slashes inside a string are not a comment.
        Some((code, _)) if code.matches('"').count() % 2 == 0 => format!("{code}\n"),
        _ => format!("{line}\n"),
    };
    text.lines().map(code).collect()
}

/// Every path that a file names, with the braces of `use` multiplied out:
/// `use a::{b, c::d};` gives `a::b` and `a::c::d`.
fn paths(file: &str) -> BTreeSet<String> {
    let code = code(file);
    let mut paths = BTreeSet::new();
    let words = format!(" {}", code.split_whitespace().collect::<Vec<_>>().join(" "));
    for (_, tree) in words.split(';').filter_map(|it| it.split_once(" use ")) {
        multiply(tree, "", &mut paths);
    }
    let word = |it: char| it.is_alphanumeric() || it == '_' || it == ':';
    let inline = code.split(|it| !word(it)).filter(|it| it.contains("::"));
    paths.extend(inline.map(|it| it.trim_end_matches(':').to_owned()));
    paths
}

fn multiply(tree: &str, before: &str, into: &mut BTreeSet<String>) {
    let tree = tree.trim();
    let Some((head, rest)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or("");
        into.insert(format!("{before}{path}"));
        return;
    };
    let inner = rest.rsplit_once('}').map_or(rest, |(inner, _)| inner);
    let (mut depth, mut start) = (0, 0);
    for (at, letter) in inner.char_indices().chain([(inner.len(), ',')]) {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                let part = inner.get(start..at).unwrap_or("");
                if !part.trim().is_empty() {
                    multiply(part, &format!("{before}{}", head.trim()), into);
                }
                start = at + 1;
            }
            _ => {}
        }
    }
}

/// Reading the clock, files, the network, the environment, chance, threads.
const OUTSIDE: &[&str] = &[
    "std::env",
    "std::fs",
    "std::io",
    "std::net",
    "std::path",
    "std::process",
    "std::thread",
    "std::time",
    "time::OffsetDateTime",
    "time::UtcDateTime",
    "rand",
];
/// The browser.
const BROWSER: &[&str] = &[
    "gloo",
    "js_sys",
    "wasm_bindgen",
    "wasm_bindgen_futures",
    "web_sys",
];
const YEW: &[&str] = &["yew"];
/// What only tools and tests use.
const AUTHORING: &[&str] = &[
    "crate::check",
    "crate::content",
    "super::check",
    "super::content",
    "guidance_core::check",
    "guidance_core::content",
    "pulldown_cmark",
    "toml",
];

/// Whether a path is this or lies below it.
fn is_of(path: &str, what: &str) -> bool {
    let path = path.trim_start_matches("::");
    path.strip_prefix(what)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

#[track_caller]
fn uses_none(module: &str, forbidden: &[&[&str]], allowed: impl Fn(&str) -> bool) {
    for file in files(module) {
        let paths = paths(&file);
        let wrong: Vec<_> = paths
            .iter()
            .filter(|path| !allowed(path))
            .filter(|path| {
                forbidden
                    .iter()
                    .copied()
                    .flatten()
                    .any(|it| is_of(path, it))
            })
            .collect();
        assert!(wrong.is_empty(), "{file} must not use {wrong:?}");
    }
}

const CORE: &[&str] = &[
    "carried", "case", "flow", "letter", "pack", "record", "request", "source", "strings", "table",
];

#[test]
fn the_core_knows_no_files_clock_or_browser() {
    for module in CORE {
        let module = format!("core/src/{module}");
        uses_none(&module, &[OUTSIDE, BROWSER, YEW, AUTHORING], |_| false);
    }
}

#[test]
fn flow_knows_nothing_of_letters_and_neither_of_the_pack() {
    const PACK: &[&str] = &["crate::pack", "super::pack"];
    uses_none(
        "core/src/flow",
        &[PACK, &["crate::letter", "super::letter"]],
        |_| false,
    );
    uses_none("core/src/letter", &[PACK], |_| false);
}

#[test]
fn only_content_reads_files() {
    uses_none("core/src/check", &[OUTSIDE, BROWSER, YEW], |_| false);
    uses_none("core/src/content", &[BROWSER, YEW], |_| false);
}

#[test]
fn the_session_is_pure() {
    uses_none("src/session", &[OUTSIDE, BROWSER, YEW, AUTHORING], |_| {
        false
    });
}

/// Views may name the types of elements and events, and nothing else of the browser.
#[test]
fn views_reach_no_browser_but_through_their_events() {
    let event_type = |path: &str| {
        is_of(path, "web_sys") && (path.ends_with("Event") || path.ends_with("Element"))
    };
    for module in ["src/view", "src/govuk"] {
        uses_none(module, &[OUTSIDE, BROWSER, AUTHORING], event_type);
        for file in files(module) {
            let code = code(&file).to_lowercase();
            for word in [
                "localstorage",
                "local_storage",
                "sessionstorage",
                "session_storage",
                "cookie",
            ] {
                assert!(!code.contains(word), "{file} must not use storage: {word}");
            }
        }
    }
}

#[test]
fn components_know_nothing_of_the_guidance() {
    uses_none(
        "src/govuk",
        &[&["guidance_core", "crate::session", "crate::view"]],
        |_| false,
    );
}

#[test]
fn every_file_says_first_what_it_owns() {
    for module in [
        "core/src",
        "core/tests",
        "src",
        "xtask/src",
        "tests",
        "build",
    ] {
        for file in files(module) {
            assert!(
                read(&file).starts_with("//! "),
                "{file} must start with //!"
            );
        }
    }
}

/// A module's file stands beside its folder; `mod.rs` would be a second way.
#[test]
fn no_file_is_called_mod() {
    for module in ["core/src", "src", "xtask/src", "tests"] {
        for file in files(module) {
            assert!(!file.ends_with("mod.rs"), "{file}");
        }
    }
}

/// Every name that the shipped pack gives to something.
fn ids() -> BTreeSet<String> {
    let pack = content::load_folder(&root().join("content/recordings"))
        .unwrap()
        .pack;
    let (flow, letter) = (&pack.flow, &pack.letter);
    let mut ids = BTreeSet::from([pack.id.clone()]);
    ids.extend(flow.questions.rows().iter().map(|it| it.id.clone()));
    ids.extend(flow.actions.rows().iter().map(|it| it.id.clone()));
    ids.extend(flow.silences.rows().iter().map(|it| it.id.clone()));
    ids.extend(flow.signposts.rows().iter().map(|it| it.id.clone()));
    ids.extend(letter.no_letter.rows().iter().map(|it| it.id.clone()));
    ids.extend(letter.passages.rows().iter().map(|it| it.id.clone()));
    ids.extend(letter.fields.rows().iter().map(|it| it.id.clone()));
    ids.extend(pack.source.sentences.rows().iter().map(|it| it.id.clone()));
    ids.extend(pack.source.law.rows().iter().map(|it| it.id.clone()));
    ids
}

/// Words that only the guidance about recordings has.
const TOPIC: &[&str] = &[
    "recording",
    "claimant",
    "dwp",
    "jobcentre",
    "pdcs",
    "data protection",
    "interview",
    "publish",
    "covert",
];

/// Texts of the code that are also ids of the shipped pack: a key of letter.toml, and
/// names that the browser or the letter's strings have for a date, a text and the like.
const SHARED: &[&str] = &["opening", "date", "other", "text", "page"];

#[test]
fn no_code_knows_the_guidance() {
    let ids = ids();
    let core = CORE.iter().chain(&["check", "content", "lib"]);
    let modules = core.map(|module| format!("core/src/{module}"));
    for module in modules.chain(["src".into(), "packs/src".into()]) {
        for file in files(&module) {
            let code = code(&file);
            for word in TOPIC {
                let found = code.to_lowercase().contains(word);
                assert!(
                    !found,
                    "{file} knows the topic: “{word}”. Content belongs in content/."
                );
            }
            // Every second part between quotation marks is a text.
            for text in code
                .split('"')
                .skip(1)
                .step_by(2)
                .filter(|it| !SHARED.contains(it))
            {
                let known = ids.contains(text);
                assert!(!known, "{file} knows “{text}”, an id of the shipped pack.");
            }
        }
    }
}

/// The tests above see what they look for.
#[test]
fn paths_are_found_however_they_are_written() {
    let mut found = BTreeSet::new();
    multiply(
        "std::{env, fs::{self, File as F}, collections::BTreeMap}",
        "",
        &mut found,
    );
    let expected = [
        "std::collections::BTreeMap",
        "std::env",
        "std::fs::File",
        "std::fs::self",
    ];
    assert!(found.iter().eq(expected), "{found:?}");
    assert!(is_of("std::fs::self", "std::fs") && is_of("::std::fs", "std::fs"));
    assert!(!is_of("std::fsx", "std::fs") && !is_of("toml_edit", "toml"));
    assert!(paths("core/src/content/files.rs").contains("toml::Spanned"));
}
