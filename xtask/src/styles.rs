//! The widget's style sheet: Sass, then rewritten for a shadow root. Must not
//! know which components there are.
//!
//! Three things in GOV.UK Frontend look at the page, which inside a shadow root
//! belongs to somebody else:
//! - `rem` is the outer page's root size: each becomes `calc(N*var(--w-rem))`,
//!   where the wrapper `.gw` sets `--w-rem` from the user's own default;
//! - viewport breakpoints become container queries on `.gw`, since the widget may
//!   stand in a narrow column of a wide window;
//! - `:root` becomes `.gw`, since `:root` matches nothing in there.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use regex::{Captures, Regex};

use crate::run::{Tools, read, root, step};
use crate::setup;

/// Where the scripts find the style sheet when they are bundled.
pub const FOLDER: &str = "target/styles";
const NAME: &str = "widget.css";

/// Sets up npm and compiles.
pub fn styles() -> Result<()> {
    compile(&setup::npm()?)
}

/// Compiles `styles/widget.scss` to `target/styles/widget.css`.
pub fn compile(tools: &Tools) -> Result<()> {
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
        write(&adapt(&css)?)
    })
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
