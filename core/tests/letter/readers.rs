//! Each output read back in the form of the plain text: lines, and a blank line between
//! blocks. What a reader of that format would not get is an error. Must not know how
//! outputs are made.

use std::{collections::BTreeMap, io::Read};

use rawzip::{CompressionMethod, ZipArchive};
use roxmltree::{Document, Node};
use scraper::{ElementRef, Html, Node as HtmlNode, Selector};

/// The clipboard's HTML.
pub fn html(html: &str) -> Result<String, String> {
    let fragment = Html::parse_fragment(html);
    check_html(&fragment)?;
    let root = fragment.root_element();
    paragraphs(root, &["lang", "style"])
}

/// The web page.
pub fn page(html: &str) -> Result<String, String> {
    let page = Html::parse_document(html);
    check_html(&page)?;
    let select = |what: &str| Selector::parse(what).unwrap();
    let main = select("html > body > main.letter");
    let mut mains = page.select(&main);
    let (Some(main), None) = (mains.next(), mains.next()) else {
        return Err("there is not one letter on the page".into());
    };
    for (what, count) in [
        ("head > *", 4),
        ("head > title", 1),
        ("body > *", 1),
        ("style", 1),
    ] {
        let found = page.select(&select(what)).count();
        if found != count {
            return Err(format!("{what}: {found} in place of {count}"));
        }
    }
    // What ends the letter stands in a block of its own.
    let end = select("main > div.end:last-child");
    let [end] = page.select(&end).collect::<Vec<_>>()[..] else {
        return Err("there is not one end of the letter".into());
    };
    let parts = [paragraphs(main, &["class"])?, paragraphs(end, &["class"])?];
    Ok(parts.join("\r\n\r\n"))
}

fn check_html(html: &Html) -> Result<(), String> {
    // A parser takes characters that Unicode reserves, and notes each.
    let odd = |error: &&str| !error.contains("Bad character");
    let errors: Vec<_> = html.errors.iter().map(|it| &**it).filter(odd).collect();
    if errors.is_empty() {
        Ok(())
    } else {
        Err(format!("a parser finds {errors:?}"))
    }
}

/// What paragraphs show: blanks in a row are one, and none stands at the end of a line.
fn paragraphs(within: ElementRef, expected: &[&str]) -> Result<String, String> {
    let mut blocks = Vec::new();
    for node in within.children() {
        match (ElementRef::wrap(node), node.value()) {
            (Some(paragraph), _) if paragraph.value().name() == "p" => {
                let attributes: Vec<_> = paragraph.value().attrs().map(|(name, _)| name).collect();
                if attributes != expected {
                    return Err(format!("a paragraph has {attributes:?}"));
                }
                let mut text = String::new();
                inline(paragraph, &mut text)?;
                let shown = |line: &str| {
                    let words = line.split([' ', '\t', '\n', '\r', '\u{c}']);
                    words
                        .filter(|word| !word.is_empty())
                        .collect::<Vec<_>>()
                        .join(" ")
                };
                let lines: Vec<_> = text.split("\r\n").map(shown).collect();
                blocks.push(lines.join("\r\n"));
            }
            (Some(end), _) if end.value().name() == "div" && expected == ["class"] => {}
            (None, HtmlNode::Text(text)) if text.trim_ascii().is_empty() => {}
            (_, other) => return Err(format!("{other:?} stands between paragraphs")),
        }
    }
    Ok(blocks.join("\r\n\r\n"))
}

fn inline(element: ElementRef, text: &mut String) -> Result<(), String> {
    for node in element.children() {
        match (ElementRef::wrap(node), node.value()) {
            (Some(inner), _) => {
                let attributes: Vec<_> = inner.value().attrs().map(|(name, _)| name).collect();
                match (inner.value().name(), attributes.as_slice()) {
                    ("br", []) => text.push_str("\r\n"),
                    ("b", []) | ("span", ["style"]) => inline(inner, text)?,
                    other => return Err(format!("{other:?} stands in a paragraph")),
                }
            }
            (None, HtmlNode::Text(words)) => text.push_str(words),
            (_, other) => return Err(format!("{other:?} stands in a paragraph")),
        }
    }
    Ok(())
}

/// The text file with its lines joined again: words, and where blocks begin.
pub fn text_file(text: &str) -> Result<Vec<Vec<&str>>, String> {
    let Some(text) = text.strip_suffix("\r\n") else {
        return Err("it does not end with a line end".into());
    };
    let lines = || text.split("\r\n");
    if lines().any(|line| line.contains(['\r', '\n'])) {
        return Err("a line ends otherwise than others".into());
    }
    if let Some(long) = lines().find(|line| line.contains(' ') && line.chars().count() > 72) {
        return Err(format!("a long line: {long}"));
    }
    Ok(words(text))
}

/// The words of each block of a plain text. Blanks that stay together are no blanks.
pub fn words(text: &str) -> Vec<Vec<&str>> {
    text.split("\r\n\r\n")
        .map(|block| block.split_ascii_whitespace().collect())
        .collect()
}

/// The document of a Word file.
pub fn word(docx: &[u8]) -> Result<String, String> {
    let parts = parts(docx);
    let xml = &parts["word/document.xml"];
    let document = Document::parse(xml).map_err(|error| error.to_string())?;
    let paragraph = |paragraph: Node| {
        paragraph
            .descendants()
            .fold(String::new(), |mut text, node| {
                match node.tag_name().name() {
                    "t" => text.push_str(node.text().unwrap_or_default()),
                    "br" => text.push_str("\r\n"),
                    _ => {}
                }
                text
            })
    };
    let blocks: Vec<_> = named(&document, "p").map(paragraph).collect();
    Ok(blocks.join("\r\n\r\n"))
}

/// Every part of a Word file. The reader checks lengths and checksums.
pub fn parts(docx: &[u8]) -> BTreeMap<String, String> {
    let archive = ZipArchive::from_slice(docx).expect("an archive");
    let mut parts = BTreeMap::new();
    let mut entries = archive.entries();
    while let Some(entry) = entries.next_entry().expect("a directory of files") {
        assert_eq!(entry.compression_method(), CompressionMethod::STORE);
        let name = entry
            .file_path()
            .try_normalize()
            .expect("a plain name")
            .as_ref()
            .to_owned();
        let stored = archive
            .get_entry(entry.wayfinder())
            .expect("the file of the directory");
        let mut text = String::new();
        let mut reader = stored.verifying_reader(stored.data());
        reader.read_to_string(&mut text).expect("whole, and UTF-8");
        parts.insert(name, text);
    }
    parts
}

/// Every element of a name.
pub fn named<'a>(document: &'a Document, element: &'a str) -> impl Iterator<Item = Node<'a, 'a>> {
    document
        .descendants()
        .filter(move |node| node.tag_name().name() == element)
}
