//! A finished letter as plain text and as simple HTML for the clipboard. Must
//! not know how letters are composed.

use super::{Letter, Span};

/// The lines of what somebody typed: line breaks of every kind count, lines
/// without text do not.
pub fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split([
        '\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}',
    ])
    .map(str::trim)
    .filter(|line| !line.is_empty())
}

/// Without the control characters that no document can hold. A tab is a space.
pub fn printable(line: &str) -> String {
    let shown = |letter: char| if letter == '\t' { ' ' } else { letter };
    line.chars()
        .map(shown)
        .filter(|letter| !letter.is_control())
        .collect()
}

impl Letter {
    /// Plain text: a blank line between blocks, CRLF line ends.
    pub fn to_text(&self) -> String {
        let line = |spans: &Vec<Span>| {
            spans
                .iter()
                .map(|span| span.text.as_str())
                .collect::<String>()
        };
        let block =
            |lines: &Vec<Vec<Span>>| lines.iter().map(line).collect::<Vec<_>>().join("\r\n");
        let blocks: Vec<_> = self.blocks.iter().map(|it| block(&it.lines)).collect();
        blocks.join("\r\n\r\n")
    }

    /// HTML for a word processor: one `<p>` a block, with font and size in
    /// points, and nothing else.
    pub fn to_html(&self, points: u8) -> String {
        let mut html = String::new();
        for block in &self.blocks {
            html.push_str("<p style=\"font-family:Arial,sans-serif;font-size:");
            html.push_str(&points.to_string());
            html.push_str("pt;margin:0 0 1em\">");
            for (row, line) in block.lines.iter().enumerate() {
                if row > 0 {
                    html.push_str("<br>");
                }
                for span in line {
                    let (open, close) = if span.bold { ("<b>", "</b>") } else { ("", "") };
                    html.push_str(open);
                    escape(&span.text, &mut html);
                    html.push_str(close);
                }
            }
            html.push_str("</p>");
        }
        html
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
