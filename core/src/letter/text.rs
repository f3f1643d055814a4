//! A finished letter as plain text and as HTML, for the clipboard and for files.
//! Must not know how letters are composed.

use super::{Block, Letter, Span, format::Format};

/// The lines of what somebody typed, as every output can show them. A blank line between
/// two others is kept, one of several, since in prose it parts paragraphs: it is the only
/// line that is empty. Tabs and blanks in a row are one blank, as HTML has it.
pub fn prose(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut apart = false;
    for line in meant(text).split('\n') {
        let words = line.split([' ', '\t']).filter(|word| !word.is_empty());
        let line = words.collect::<Vec<_>>().join(" ").trim().to_owned();
        if !line.chars().any(is_visible) {
            apart = true;
            continue;
        }
        if apart && !lines.is_empty() {
            lines.push(String::new());
        }
        apart = false;
        lines.push(line);
    }
    lines
}

/// The same without blank lines.
pub fn lines(text: &str) -> impl Iterator<Item = String> {
    prose(text).into_iter().filter(|line| !line.is_empty())
}

/// The same in one line; none where nothing is to be seen.
pub fn line(text: &str) -> Option<String> {
    let lines: Vec<_> = lines(text).collect();
    (!lines.is_empty()).then(|| lines.join(" "))
}

/// What must not leave by mistake: a sign with which the released page marks a choice that
/// somebody has to make, or a character that nobody else can read, shown as U+FFFD.
pub fn mark(text: &str) -> Option<&'static str> {
    let words: Vec<_> = text.split_whitespace().collect();
    let words = words.join(" ").to_ascii_lowercase();
    let unread = |it| matches!(it, '\u{e000}'..='\u{f8ff}' | '\u{fffd}' | '\u{f0000}'..);
    let marks = ["[", "]", "*", "delete as appropriate"];
    let mark = marks.into_iter().find(|mark| words.contains(mark));
    mark.or_else(|| meant(&words).contains(unread).then_some("\u{fffd}"))
}

/// Windows-1252 from 0x80 to 0x9F, where Unicode has control characters: what is left of
/// a text that was taken for Latin-1. It has nothing in five places.
const WINDOWS_1252: &str = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

/// What the characters stand for. Nothing that stood for something is lost, and what
/// stands for nothing parts what it stood between. What only says how to draw a text goes:
/// bidirectional overrides, embeddings and isolates draw what follows them backwards.
fn meant(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    // Alone it is a line break; beside others of its kind the ellipsis.
    let is_1252 = |letter| matches!(letter, '\u{80}'..='\u{9f}') && letter != '\u{85}';
    let is_1252 = text.contains(is_1252);
    let mut shown = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let means = match letter {
            '\u{85}' if !is_1252 => '\n',
            // With the line and the column break of a word processor.
            '\n' | '\r' | '\u{b}' | '\u{e}' | '\u{2028}' => '\n',
            '\u{c}' | '\u{2029}' => {
                shown.push('\n');
                '\n'
            }
            '\t' => ' ',
            // Its hyphen that keeps a line together, and its sign for a minus.
            '\u{1e}' | '\u{f02d}' => '-',
            // Where a word may be divided, which letters never do. In a number somebody
            // took it for a hyphen.
            '\u{1f}' | '\u{ad}' => {
                let digit = |it: char| it.is_ascii_digit();
                if shown.ends_with(digit) && letters.peek().copied().is_some_and(digit) {
                    '-'
                } else {
                    continue;
                }
            }
            '\u{80}'..='\u{9f}' => {
                let row = u32::from(letter) as usize - 0x80;
                WINDOWS_1252.chars().nth(row).unwrap_or(' ')
            }
            // The bullets that it takes from the fonts Symbol and Wingdings.
            '\u{f076}' | '\u{f0a7}' | '\u{f0b7}' | '\u{f0d8}' => '•',
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' | '\u{feff}' => continue,
            // Anchors of notes and objects, and what no text may hold.
            '\u{f020}' | '\u{fff9}'..='\u{fffc}' | '\u{fdd0}'..='\u{fdef}' => ' ',
            _ if letter.is_control() || u32::from(letter) & 0xfffe == 0xfffe => ' ',
            _ => letter,
        };
        shown.push(means);
    }
    shown
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

    /// HTML for editors: one `<p>` a block. Font and size are given twice, since some keep
    /// only those of the `<p>` and others only those of a `<span>`; bold is never a style,
    /// which many drop; a word processor takes the gap in points alone, and its own
    /// language where none is given.
    pub fn to_html(&self, format: Format, language: &str) -> String {
        let (size, gap) = (format.points.to_string(), format.gap().to_string());
        let font = ["font-family:Arial,sans-serif;font-size:", &size, "pt"].concat();
        let leading = format.leading();
        let mut start = String::from("<p lang=\"");
        escape(language, &mut start);
        let style = ["\" style=\"", &font, ";line-height:", leading];
        let gap = [";margin:0 0 ", &gap, "pt\"><span style=\"", &font, "\">"];
        start.push_str(&[style.concat(), gap.concat()].concat());
        let mut html = String::new();
        for block in &self.blocks {
            html.push_str(&start);
            block_html(block, format.bold, &mut html);
            html.push_str("</span></p>");
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
        let blocks = |blocks: &[Block<Span>], page: &mut String| {
            for block in blocks {
                page.push_str("<p class=\"");
                escape(&block.role, page);
                page.push_str("\">");
                block_html(block, false, page);
                page.push_str("</p>\n");
            }
        };
        let (text, end) = self.blocks_and_end();
        blocks(text, &mut page);
        page.push_str("<div class=\"end\">\n");
        blocks(end, &mut page);
        page.push_str("</div>\n</main>\n</body>\n</html>\n");
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

/// The lines of a block; with `bold` all of each is.
fn block_html(block: &Block<Span>, bold: bool, html: &mut String) {
    for (row, line) in block.lines.iter().enumerate() {
        if row > 0 {
            html.push_str("<br>");
        }
        for span in line {
            let bold = bold || span.bold;
            let (open, close) = if bold { ("<b>", "</b>") } else { ("", "") };
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
