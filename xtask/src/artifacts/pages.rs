//! The pages: the example page gets its guidance; the page for offline use, the one for
//! frames and the guidance alone are made here. Must not know what the script in them does.

use std::path::Path;

use anyhow::{Context, Result, bail};
use guidance_core::{content::encoding, pack::Pack, source::BlockKind};

use super::{CLASSIC, FRAME, read_file, write_file};
use crate::check;
use crate::run::{Tools, read, root};

/// Where the guidance goes in index.html.
const PLACEHOLDER: &str = "<!-- static guidance -->";
/// What index.html has for those who use Trunk (`Trunk.toml` says why), and nobody else.
const FOR_TRUNK: &str = "    <link data-trunk rel=\"rust\" data-trunk-skip>\n";
/// What the pages made here have in common.
const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const FRAME_NOTE: &str = "\
<!-- The origins of pages that may frame this one and learn its height, with spaces
     between them, such as https://intranet.example -->";

/// What the widget prints of itself.
pub struct Printed {
    /// The guidance under the page's own h1.
    pub guidance: String,
    /// The screen of a widget that nobody has used yet.
    pub first_screen: String,
}

/// Lets the widget print. It is not linked into this tool, so that `check` and `decide`
/// work while the pack that is built in is broken.
pub fn print(tools: &Tools) -> Result<Printed> {
    let printed = |what: &[&str]| {
        let mut widget = tools.command(env!("CARGO"));
        widget.args(["run", "--quiet", "--package", "guidance-widget", "--"]);
        read(widget.args(what), "The reason is above.")
    };
    Ok(Printed {
        guidance: printed(&[])?,
        first_screen: printed(&["first-screen"])?,
    })
}

/// The example page with this in the place of the guidance.
pub fn example(guidance: &str) -> Result<String> {
    let page = encoding::plain(&read_file(&root().join("index.html"))?);
    fill(&page, guidance)
}

/// Makes all pages in `folder`, those with a script in them around the classic one.
pub fn make(folder: &Path, classic: &str, guidance: &str) -> Result<()> {
    write_file(&folder.join("index.html"), &example(guidance)?)?;

    let pack = check::load(&check::shipped())?.pack;
    let (title, language) = (title(&pack)?, &pack.language);
    let style = format!("<style>\n{STYLE}</style>");
    let page = |name: &str, head: &str, body: &str| {
        let values = [
            ("{language}", &**language),
            ("{title}", title),
            ("{head}", head),
            ("{body}", body),
        ];
        write_file(&folder.join(name), &replace_each(PAGE, &values))
    };
    let heading = format!("<h1>{title}</h1>");
    page("guide.html", &style, &format!("{heading}\n{guidance}"))?;
    page(
        "offline.html",
        &format!("{style}\n<script>{classic}</script>"),
        &format!("{heading}\n<guidance-widget standalone>{guidance}</guidance-widget>"),
    )?;
    // The page around the frame has the heading. No style here: a strict policy
    // would report it.
    page(
        "frame.html",
        &format!(
            "<script defer src=\"{CLASSIC}\"></script>\n{FRAME_NOTE}\n<script defer src=\"{FRAME}\" data-origins=\"\"></script>"
        ),
        &format!("<guidance-widget>{guidance}</guidance-widget>"),
    )
}

fn title(pack: &Pack) -> Result<&str> {
    let mut blocks = pack.source.blocks.iter();
    let block = blocks.find(|block| block.kind == BlockKind::Heading(1));
    let fragment = block.and_then(|block| block.fragments.first());
    let fragment = fragment.context("the page has no title: source.md must begin with one")?;
    Ok(&pack.source.sentences[fragment.sentence].text)
}

fn fill(page: &str, guidance: &str) -> Result<String> {
    if page.matches(PLACEHOLDER).count() != 1 {
        bail!(
            "index.html must have {PLACEHOLDER} exactly once, inside <guidance-widget>. Put it back."
        );
    }
    if page.matches(FOR_TRUNK).count() != 1 {
        bail!(
            "index.html must have {} exactly once, on a line of its own. Put it back.",
            FOR_TRUNK.trim()
        );
    }
    Ok(page.replace(FOR_TRUNK, "").replace(PLACEHOLDER, guidance))
}

/// Puts each value in place of its name, in one pass: what a value holds is not
/// looked at again.
fn replace_each(template: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((at, name, value)) = values
        .iter()
        .filter_map(|(name, value)| Some((rest.find(name)?, name, value)))
        .min()
    {
        text.push_str(&rest[..at]);
        text.push_str(value);
        rest = &rest[at + name.len()..];
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_guidance_takes_the_place_of_the_placeholder() {
        let page = format!("{FOR_TRUNK}<guidance-widget>{PLACEHOLDER}</guidance-widget>");
        let filled = fill(&page, "<p>All of it</p>").unwrap();
        assert_eq!(
            filled,
            "<guidance-widget><p>All of it</p></guidance-widget>"
        );
    }

    #[test]
    fn a_page_without_what_is_replaced_is_refused() {
        assert!(
            fill(
                &format!("{FOR_TRUNK}<guidance-widget></guidance-widget>"),
                ""
            )
            .is_err()
        );
        assert!(
            fill(
                &format!("<guidance-widget>{PLACEHOLDER}</guidance-widget>"),
                ""
            )
            .is_err()
        );
    }

    #[test]
    fn values_are_put_in_as_they_are() {
        let values = [("{a}", "1 {b}"), ("{b}", "2")];
        assert_eq!(replace_each("{b}, {a}, {c}", &values), "2, 1 {b}, {c}");
    }
}
