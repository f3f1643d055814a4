//! A finished letter as plain text and as HTML, for the clipboard and for files.
//! Must not know how letters are composed.

use super::{Block, Letter, Span, format::Format};

/// The lines of what somebody typed, as every output can show them: line breaks of every
/// kind count, lines that show nothing do not, tabs and blanks in a row are one blank, as
/// HTML has it, and what no document can hold goes: control characters, and the two that
/// XML cannot name.
pub fn lines(text: &str) -> impl Iterator<Item = String> {
    text.split([
        '\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}',
    ])
    .map(|line| {
        let mut shown = String::new();
        for letter in line.chars() {
            match letter {
                ' ' | '\t' if shown.ends_with(' ') => {}
                '\t' => shown.push(' '),
                '\u{fffe}' | '\u{ffff}' => {}
                letter if letter.is_control() => {}
                letter => shown.push(letter),
            }
        }
        shown.trim().to_owned()
    })
    .filter(|line| line.chars().any(is_visible))
}

/// Whether a reader sees it. A name of joiners and direction marks alone is no name: what
/// has no shape is Unicode's Default_Ignorable_Code_Point, and the blank of Braille.
fn is_visible(letter: char) -> bool {
    let unseen = matches!(
        letter,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fff8}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    );
    !unseen && !letter.is_whitespace()
}

/// The length of a line in a text file, in characters.
const WIDTH: usize = 72;

impl Letter {
    /// Plain text for the clipboard: a blank line between blocks, CRLF line ends.
    pub fn to_text(&self) -> String {
        self.text(|line| line)
    }

    /// Plain text for a file: the same, with lines of a sensible length.
    pub fn to_text_file(&self) -> String {
        let mut text = self.text(|line| wrapped(&line, WIDTH));
        text.push_str("\r\n");
        text
    }

    fn text(&self, line: impl Fn(String) -> String) -> String {
        let words = |spans: &Vec<Span>| line(spans.iter().map(|span| span.text.as_str()).collect());
        let block =
            |lines: &Vec<Vec<Span>>| lines.iter().map(words).collect::<Vec<_>>().join("\r\n");
        let blocks: Vec<_> = self.blocks.iter().map(|it| block(&it.lines)).collect();
        blocks.join("\r\n\r\n")
    }

    /// HTML for a word processor: one `<p>` a block with font, size and spacing, and
    /// nothing else.
    pub fn to_html(&self, format: Format) -> String {
        let mut style = String::from("font-family:Arial,sans-serif;font-size:");
        style.push_str(&format.points.to_string());
        style.push_str("pt;line-height:");
        style.push_str(format.leading());
        style.push_str(if format.bold {
            ";font-weight:bold;margin:0 0 1em"
        } else {
            ";margin:0 0 1em"
        });
        let mut html = String::new();
        for block in &self.blocks {
            html.push_str("<p style=\"");
            html.push_str(&style);
            html.push_str("\">");
            block_html(block, &mut html);
            html.push_str("</p>");
        }
        html
    }

    /// A web page in one file. `css` is the style sheet of the printed letter.
    pub fn to_page(&self, css: &str, format: Format, title: &str, language: &str) -> String {
        let mut page = String::from("<!doctype html>\n<html lang=\"");
        escape(language, &mut page);
        page.push_str("\" style=\"");
        for (name, value) in format.properties() {
            page.push_str(&[name, ":", &value, ";"].concat());
        }
        page.push_str("\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.push_str(
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>",
        );
        escape(title, &mut page);
        page.push_str("</title>\n<style>\n");
        page.push_str(css);
        page.push_str("</style>\n</head>\n<body>\n<main class=\"letter\">\n");
        for block in &self.blocks {
            page.push_str("<p class=\"");
            escape(&block.role, &mut page);
            page.push_str("\">");
            block_html(block, &mut page);
            page.push_str("</p>\n");
        }
        page.push_str("</main>\n</body>\n</html>\n");
        page
    }
}

/// Breaks a line at spaces where it would be too long; a longer word stays whole.
pub fn wrapped(line: &str, width: usize) -> String {
    let mut text = String::with_capacity(line.len());
    let mut length = 0;
    for word in line.split(' ') {
        let letters = word.chars().count();
        if length > 0 && length + 1 + letters > width {
            text.push_str("\r\n");
            length = 0;
        } else if length > 0 {
            text.push(' ');
            length += 1;
        }
        text.push_str(word);
        length += letters;
    }
    text
}

fn block_html(block: &Block<Span>, html: &mut String) {
    for (row, line) in block.lines.iter().enumerate() {
        if row > 0 {
            html.push_str("<br>");
        }
        for span in line {
            let (open, close) = if span.bold { ("<b>", "</b>") } else { ("", "") };
            html.push_str(open);
            escape(&span.text, html);
            html.push_str(close);
        }
    }
}

fn escape(text: &str, html: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            other => html.push(other),
        }
    }
}
