//! The widget's style sheet: Sass, then rewritten for a shadow root. Must not
//! know which components there are.
//!
//! What is for classes of GOV.UK Frontend that no source of the widget names is not
//! published.
//! Three things in GOV.UK Frontend look at the page, which inside a shadow root
//! belongs to somebody else:
//! - `rem` is the outer page's root size: each becomes `calc(N*var(--w-rem))`,
//!   where the wrapper `.gw` sets `--w-rem` from the user's own default;
//! - viewport breakpoints become container queries on `.gw`, since the widget may
//!   stand in a narrow column of a wide window;
//! - `:root` becomes `.gw`, since `:root` matches nothing in there.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use regex::{Captures, Regex};

use crate::artifacts::Profile;
use crate::run::{Tools, read, root, step};
use crate::setup;

/// Where the scripts find the style sheet when they are bundled.
pub const FOLDER: &str = "target/styles";
const NAME: &str = "widget.css";

/// Sets up npm and compiles.
pub fn styles() -> Result<()> {
    compile(&setup::npm()?, Profile::Release)
}

/// Compiles `styles/widget.scss` to `target/styles/widget.css`. While one looks at a page, all
/// classes of GOV.UK Frontend are there to be tried.
pub fn compile(tools: &Tools, profile: Profile) -> Result<()> {
    step("Compile styles", || {
        let css = read(
            tools
                .command("node")
                .arg("node_modules/sass/sass.js")
                .args([
                    "--style=compressed",
                    "--no-source-map",
                    "--load-path=node_modules",
                ])
                .arg("styles/widget.scss"),
            "Put right what Sass says above.",
        )?;
        let css = adapt(&css)?;
        match profile {
            Profile::Release => write(&without_unused(&css, &named()?)?),
            Profile::Quick => write(&css),
        }
    })
}

/// A class of GOV.UK Frontend. Their names are always written whole.
const GOVUK: &str = r"govuk-[\w-]+";

/// The classes of GOV.UK Frontend that the widget's sources name, but for comments.
fn named() -> Result<BTreeSet<String>> {
    let name = Regex::new(GOVUK)?;
    let mut found = BTreeSet::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        let list = || format!("cannot list {}", folder.display());
        for entry in fs::read_dir(&folder).with_context(list)? {
            let path = entry.with_context(list)?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            let code = text.lines().filter(|it| !it.trim_start().starts_with("//"));
            for line in code {
                found.extend(name.find_iter(line).map(|it| it.as_str().to_owned()));
            }
        }
    }
    Ok(found)
}

/// Leaves out each selector with a class of GOV.UK Frontend that is not in `named`, and the
/// rules and queries that are empty then.
fn without_unused(css: &str, named: &BTreeSet<String>) -> Result<String> {
    let class = Regex::new(&format!(r"\.({GOVUK})"))?;
    // What is without such a class, or has another instead, can be there.
    let optional = Regex::new(r":(?:not|is|where)\([^()]*\)")?;
    let is_used = |selector: &&str| {
        let needed = optional.replace_all(selector, "");
        let mut classes = class.captures_iter(&needed);
        classes.all(|it| named.contains(&it[1]))
    };
    let rule = Regex::new(r"([^{}@;]+)\{[^{}]*\}")?;
    let css = rule.replace_all(css, |found: &Captures<'_>| {
        let selectors = &found[1];
        let used: Vec<_> = split_selectors(selectors)
            .into_iter()
            .filter(is_used)
            .collect();
        if used.is_empty() {
            String::new()
        } else {
            found[0].replacen(selectors, &used.join(","), 1)
        }
    });
    let empty = Regex::new(r"@[^{};]+\{\}")?;
    Ok(empty.replace_all(&css, "").into_owned())
}

/// The selectors of a list; a comma in brackets belongs to one.
fn split_selectors(list: &str) -> Vec<&str> {
    let mut depth = 0_usize;
    let parts = list.split(|char| {
        match char {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        char == ',' && depth == 0
    });
    parts.collect()
}

/// Writes only what changed, so that nothing is rebuilt for the same styles.
fn write(css: &str) -> Result<()> {
    let file = root().join(FOLDER).join(NAME);
    if fs::read_to_string(&file).is_ok_and(|old| old == css) {
        return Ok(());
    }
    let folder = file.parent().map(PathBuf::from).unwrap_or_default();
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(&file, css))
        .with_context(|| {
            format!(
                "cannot write {}. Check the disk and try again",
                file.display()
            )
        })
}

/// Rewrites a compiled style sheet for the shadow root.
fn adapt(css: &str) -> Result<String> {
    // Sass marks its output as UTF-8 with a byte order mark; ours becomes a string.
    let css = css.trim_start_matches('\u{feff}').trim_end();
    let css = without_old_browsers(css)?;
    let css = container_queries(&css)?;
    let css = css.replace(":root{", ".gw{");
    let css = relative_lengths(&css)?;
    refuse_leftovers(&css)?;
    Ok(css)
}

/// Drops the rules hidden behind `@media screen\0`, which only long-gone browsers
/// read; Sass writes the `\0` as a replacement character.
fn without_old_browsers(css: &str) -> Result<String> {
    let hidden = Regex::new("@media screen\u{fffd}[^{]*\\{(?:[^{}]*\\{[^{}]*\\})*\\}")?;
    Ok(hidden.replace_all(css, "").into_owned())
}

/// Only queries about width change; print, forced colours, pointers and motion
/// are still asked of the page.
fn container_queries(css: &str) -> Result<String> {
    let query = Regex::new(r"@media\s*((?:\((?:min|max)-width:[^()]*\)(?: and )?)+)\{")?;
    Ok(query
        .replace_all(css, |found: &Captures<'_>| {
            // Custom properties do not work in a query. There em is the size of
            // .gw itself, which is the user's default, so it is the same length.
            format!("@container {}{{", found[1].replace("rem)", "em)"))
        })
        .into_owned())
}

fn relative_lengths(css: &str) -> Result<String> {
    let length = Regex::new(r"(^|[^\w.#-])(-?(?:\d+\.?\d*|\.\d+))rem\b")?;
    Ok(length
        .replace_all(css, "${1}calc(${2}*var(--w-rem))")
        .into_owned())
}

/// Fails if a newer GOV.UK Frontend brings something that cannot work, or must
/// not be, in the shadow root.
fn refuse_leftovers(css: &str) -> Result<()> {
    let leftovers = [
        (r"[\d.]rem\b", "a length in rem"),
        (
            r"@media[^{]*(?:width|height)\s*[:<>=]",
            "a query about the window",
        ),
        (r":root\b", "a rule on :root"),
        (
            r"(?:^|[},\s>])(?:html|body)\b\s*[.:,{ \[]",
            "a rule on html or body",
        ),
        (r"@font-face|url\(|@import", "a request to the network"),
        (r"GDS Transport", "a font licensed for GOV.UK only"),
    ];
    for (pattern, what) in leftovers {
        if let Some(found) = Regex::new(pattern)?.find(css) {
            let before = css[..found.start()]
                .char_indices()
                .rev()
                .nth(60)
                .map_or(0, |(at, _)| at);
            bail!(
                "the compiled styles still have {what}: `…{}`. Leave out the component that brings it in styles/widget.scss, or teach xtask/src/styles.rs about it.",
                &css[before..found.end()]
            );
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn adapted(css: &str, expected: &str) {
        assert_eq!(adapt(css).unwrap(), expected);
    }

    #[track_caller]
    fn refused(css: &str, what: &str) {
        let error = adapt(css).unwrap_err().to_string();
        assert!(error.contains(what), "{error}");
    }

    #[test]
    fn rem_follows_the_wrapper() {
        adapted(
            "a{font-size:1.1875rem}",
            "a{font-size:calc(1.1875*var(--w-rem))}",
        );
        adapted(
            "a{margin:-.5rem 2rem}",
            "a{margin:calc(-.5*var(--w-rem)) calc(2*var(--w-rem))}",
        );
        adapted(
            "a{top:max(1px, .0625rem)}",
            "a{top:max(1px, calc(.0625*var(--w-rem)))}",
        );
    }

    #[test]
    fn widths_are_asked_of_the_container() {
        adapted(
            "@media(min-width: 40.0625em){a{b:c}}",
            "@container (min-width: 40.0625em){a{b:c}}",
        );
        adapted(
            "@media (min-width:20rem) and (max-width:30rem){a{b:c}}",
            "@container (min-width:20em) and (max-width:30em){a{b:c}}",
        );
    }

    #[test]
    fn everything_else_is_asked_of_the_page() {
        for query in [
            "@media print",
            "@media screen and (forced-colors: active)",
            "@media(hover: none),(pointer: coarse)",
            "@media(prefers-reduced-motion: reduce)",
        ] {
            let css = format!("{query}{{a{{b:c}}}}");
            adapted(&css, &css);
        }
    }

    #[test]
    fn root_is_the_wrapper() {
        adapted(
            ":root{--x:1}@media print{:root{--x:2}}",
            ".gw{--x:1}@media print{.gw{--x:2}}",
        );
    }

    #[test]
    fn rules_for_old_browsers_go() {
        adapted(
            "\u{feff}a{b:c}@media screen\u{fffd} and (min-width: 40em){a{b:c}d{e:f}}g{h:i}\n",
            "a{b:c}g{h:i}",
        );
    }

    #[test]
    fn what_no_source_names_goes() {
        let named = ["govuk-a".to_owned()].into();
        for (css, left) in [
            (
                ".govuk-a,.govuk-b{c:d}.govuk-b{c:d}.e{f:g}",
                ".govuk-a{c:d}.e{f:g}",
            ),
            ("@media print{.govuk-b p{c:d}}.govuk-a--b{c:d}", ""),
            (
                ".govuk-a:not(.govuk-b) p{c:d}",
                ".govuk-a:not(.govuk-b) p{c:d}",
            ),
            (".x:is(.govuk-b,.y) b{c:d}", ".x:is(.govuk-b,.y) b{c:d}"),
            (
                "@container (min-width: 1em){.govuk-a{c:d}.govuk-b{c:d}}",
                "@container (min-width: 1em){.govuk-a{c:d}}",
            ),
        ] {
            assert_eq!(without_unused(css, &named).unwrap(), left);
        }
    }

    #[test]
    fn what_cannot_work_is_refused() {
        refused(":root .a{b:c}", ":root");
        refused("html{b:c}", "html or body");
        refused(".a{b:c}body.d{e:f}", "html or body");
        refused("@media screen and (min-width:1px){a{b:c}}", "the window");
        refused("a{background:url(x.png)}", "the network");
    }

    #[test]
    fn class_names_with_body_in_them_are_fine() {
        adapted(
            ".govuk-body{b:c}.x__body p{d:e}",
            ".govuk-body{b:c}.x__body p{d:e}",
        );
    }
}
