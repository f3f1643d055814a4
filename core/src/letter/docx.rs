//! A finished letter as a Word document: Office Open XML, transitional. Same letter,
//! same bytes: nothing here knows a time. Must not know how letters are composed.
//!
//! The page is that of the print style sheet. Address, sender and the DRAFT line are
//! frames at fixed places of the page, and the rest flows below them: at 95 mm, or
//! further down where the address or the sender's needs more room. The first page has
//! an empty header as high as it takes to keep the text off the top: nothing else does
//! so on one page and not on the next.

mod zip;

use super::{Block, Letter, Span, format::Format};
use crate::strings::fill;

impl Letter {
    /// A Word document. What XML cannot hold is left out. `title` is seen outside the
    /// letter, in lists of files for example: nothing personal belongs in it.
    pub fn to_docx(&self, format: Format, title: &str, language: &str) -> Vec<u8> {
        let (title, language) = (escape(title), escape(language));
        let size = u32::from(format.points);
        // In twentieths of a point, as all lengths here.
        let gap = format.gap() * 20;
        let values = [
            ("title", title.as_str()),
            ("language", language.as_str()),
            ("size", &(size * 2).to_string()),
            // A program takes the height of a line of Arial for one, which is 1.15 of the
            // size: as in print, lines are 1.5 or 2 of the size apart.
            ("line", if format.double_spacing { "417" } else { "313" }),
            ("gap", &gap.to_string()),
            // Room to sign by hand.
            ("sign", &(gap * 3).to_string()),
            // Two lines and this gap fit above the window.
            ("draft", &(1134 - 42 * size).to_string()),
            ("bold", if format.bold { BOLD } else { "" }),
            ("to-text", self.to_first_line()),
            ("body", &self.body(size, format.gap())),
        ];
        let part = |(name, template): &(&'static str, &str)| (*name, fill(template, &values));
        zip::stored(&PARTS.iter().map(part).collect::<Vec<_>>())
    }

    /// From the header to the first line, in twips: to the window at 40 mm, from which
    /// the address keeps the text down to 95 mm, or to 95 mm.
    fn to_first_line(&self) -> &'static str {
        let address = self.blocks.iter().any(|block| block.role == "address");
        if address { "1559" } else { "4677" }
    }

    fn body(&self, size: u32, gap: u32) -> String {
        let mut xml = String::new();
        for (row, block) in self.blocks.iter().enumerate() {
            // A closing never starts a page. LibreOffice moves the whole paragraph before
            // it; where that fills a page with all that follows, it would keep nothing
            // together, and the signature would stand alone.
            let next = self.blocks.get(row..).unwrap_or_default();
            let is_closed = next.get(1).is_some_and(|next| next.role == "closing");
            let lines = next.iter().map(|it| it.lines.len()).sum::<usize>() as u32;
            let letters = texts(&block.lines).count() as u32;
            // A line at this size has so many letters; four gaps; 252 mm are 714 points.
            let fits = gap * (letters * size / 850 + lines + 4) <= 714;
            paragraph(block, size, gap, is_closed && fits, &mut xml);
        }
        xml
    }
}

/// The most that a frame takes, as characters times the square of the size: so much
/// fits on the page even in the sender's. A frame does not go on overleaf, and what is
/// longer stands in the text.
const FRAME: u32 = 100_000;

fn paragraph(block: &Block<Span>, size: u32, gap: u32, keep_with_next: bool, xml: &mut String) {
    let (style, frame) = match block.role.as_str() {
        "draft" => ("Draft", DRAFT),
        "sender" => ("EnvelopeReturn", SENDER),
        "address" => ("EnvelopeAddress", ADDRESS),
        "salutation" => ("Salutation", ""),
        "body" => ("BodyText", ""),
        "closing" => ("Closing", ""),
        "signature" => ("Signature", ""),
        _ => ("Normal", ""),
    };
    // LibreOffice takes no notice of the gap behind the last paragraph of a frame: only that
    // around the frame keeps a long address from the date.
    let (below, height) = (gap * 20, 3118 - gap * 20);
    let room = [
        ("gap", &*below.to_string()),
        ("height", &height.to_string()),
    ];
    let frame = fill(frame, &room);
    // What shows in a window, and what stands beside it, keeps its side.
    let right_to_left = frame.is_empty() && is_right_to_left(texts(&block.lines));
    xml.push_str(&["<w:p><w:pPr><w:pStyle w:val=\"", style, "\"/>"].concat());
    if keep_with_next {
        xml.push_str("<w:keepNext/>");
    }
    let room = FRAME / (size * size).max(1);
    if texts(&block.lines).take(room as usize + 1).count() <= room as usize {
        xml.push_str(&frame);
    }
    if right_to_left {
        xml.push_str("<w:bidi/>");
    }
    xml.push_str("</w:pPr>");
    for (row, line) in block.lines.iter().enumerate() {
        if row > 0 {
            xml.push_str("<w:r><w:br/></w:r>");
        }
        let right_to_left = is_right_to_left(texts(std::slice::from_ref(line)));
        for span in line {
            for (text, right_to_left) in directions(&span.text, right_to_left) {
                run(text, span.bold, right_to_left, xml);
            }
        }
    }
    xml.push_str("</w:p>");
}

/// Bold is set on the run itself: as a character style it would cancel out where the
/// whole letter is bold.
fn run(text: &str, bold: bool, right_to_left: bool, xml: &mut String) {
    let run = [
        "<w:r><w:rPr>",
        if bold { BOLD } else { "" },
        if right_to_left { "<w:rtl/>" } else { "" },
        "</w:rPr><w:t xml:space=\"preserve\">",
        &escape(text),
        "</w:t></w:r>",
    ];
    xml.push_str(&run.concat());
}

/// Whether a letter is written from right to left, if it is of either kind. Blanks,
/// digits and punctuation go with what is around them.
fn direction(letter: char) -> Option<bool> {
    match letter {
        // The blocks that Unicode keeps for right-to-left scripts.
        '\u{590}'..='\u{8ff}'
        | '\u{fb1d}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefe}'
        | '\u{10800}'..='\u{10fff}'
        | '\u{1e800}'..='\u{1efff}' => Some(true),
        '\0'..='\u{7f}' if !letter.is_ascii_alphabetic() => None,
        '\u{80}'..='\u{bf}' | '\u{2000}'..='\u{206f}' => None,
        _ => Some(false),
    }
}

/// The letters of some lines.
fn texts(lines: &[Vec<Span>]) -> impl Iterator<Item = char> {
    lines.iter().flatten().flat_map(|span| span.text.chars())
}

/// Whether most of a text is written from right to left: one such name in an English
/// line does not turn the line round.
fn is_right_to_left(text: impl Iterator<Item = char>) -> bool {
    let directions = text.filter_map(direction);
    let balance = directions.fold(0, |sum: i32, right| sum + if right { 1 } else { -1 });
    balance > 0
}

/// A text in pieces of one direction each: Word does not find it in the letters.
/// What has none goes with the letters on both sides, or with the paragraph.
fn directions(text: &str, paragraph: bool) -> Vec<(&str, bool)> {
    let mut pieces: Vec<(usize, bool)> = Vec::new();
    let mut put = |start: usize, direction: bool| {
        if pieces.last().is_none_or(|last| last.1 != direction) {
            pieces.push((start, direction));
        }
    };
    // The last direction, and the end of its letters.
    let mut last = None;
    for (at, letter) in text.char_indices() {
        if let Some(direction) = direction(letter) {
            let (before, end) = last.unwrap_or((paragraph, 0));
            if before != direction {
                put(end, paragraph);
            }
            put(if before == direction { end } else { at }, direction);
            last = Some((direction, at + letter.len_utf8()));
        }
    }
    put(last.map_or(0, |(_, end)| end), paragraph);
    let ends = pieces
        .iter()
        .skip(1)
        .map(|piece| piece.0)
        .chain([text.len()]);
    let piece = |(&(start, direction), end)| text.get(start..end).map(|text| (text, direction));
    let pieces = pieces.iter().zip(ends).filter_map(piece);
    pieces.filter(|(text, _)| !text.is_empty()).collect()
}

/// For element content and attributes.
fn escape(text: &str) -> String {
    let mut xml = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\t' | '\n' | '\r' => xml.push(' '),
            // XML 1.0 has no way to write these.
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            other => xml.push(other),
        }
    }
    xml
}

macro_rules! frame {
    ($place:literal) => {
        concat!(
            "<w:framePr ",
            $place,
            " w:wrap=\"notBeside\" w:vAnchor=\"page\" w:hAnchor=\"page\"/>"
        )
    };
}

// Frames stand where the print style sheet puts these blocks. In twips 20 mm are 1134,
// 25 are 1417, 40 are 2268, 55 are 3118, 60 are 3402, 90 are 5102, 125 are 7087 and 160
// are 9071. `notBeside` puts what follows below. LibreOffice 7.4 honours a frame on the
// paragraph, and none in a style.
const DRAFT: &str = frame!(r#"w:w="9071" w:x="1417" w:y="1134""#);
const SENDER: &str = frame!(r#"w:w="3402" w:h="3118" w:hRule="atLeast" w:x="7087" w:y="2268""#);
const ADDRESS: &str =
    frame!(r#"w:w="5102" w:vSpace="{gap}" w:h="{height}" w:hRule="atLeast" w:x="1417" w:y="2268""#);

const BOLD: &str = "<w:b/><w:bCs/>";

macro_rules! xml {
    ($($text:expr)*) => { concat!("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n", $($text),*) };
}

/// The namespaces of a part of the document itself.
macro_rules! names {
    () => {
        concat!(
            " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"",
            " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">",
        )
    };
}

/// Lines in the window stand 1.05 of the size apart, which is 219 for Arial.
const PARTS: [(&str, &str); 11] = [
    (
        "[Content_Types].xml",
        xml!(
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>
<Override PartName="/word/fontTable.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"/>
<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>
<Override PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/>
<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>
<Override PartName="/word/footer2.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>
</Types>"#
        ),
    ),
    (
        "_rels/.rels",
        xml!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>
</Relationships>"#
        ),
    ),
    (
        "docProps/core.xml",
        xml!(
            r#"<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:language>{language}</dc:language></cp:coreProperties>"#
        ),
    ),
    (
        "word/_rels/document.xml.rels",
        xml!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>
<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" Target="settings.xml"/>
<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header1.xml"/>
<Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/>
<Relationship Id="rId5" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer2.xml"/>
<Relationship Id="rId6" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable" Target="fontTable.xml"/>
</Relationships>"#
        ),
    ),
    (
        "word/document.xml",
        xml!("<w:document" names!() r#"<w:body>{body}<w:sectPr><w:headerReference w:type="first" r:id="rId3"/><w:footerReference w:type="first" r:id="rId4"/><w:footerReference w:type="default" r:id="rId5"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1417" w:bottom="1417" w:left="1417" w:header="709" w:footer="709" w:gutter="0"/><w:titlePg/></w:sectPr></w:body></w:document>"#),
    ),
    (
        "word/styles.xml",
        xml!("<w:styles" names!() r#"
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:eastAsia="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/><w:lang w:val="{language}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr><w:widowControl/><w:suppressAutoHyphens/><w:spacing w:before="0" w:after="{gap}" w:line="{line}" w:lineRule="auto"/></w:pPr><w:rPr><w:rFonts w:ascii="Arial" w:eastAsia="Arial" w:hAnsi="Arial" w:cs="Arial"/>{bold}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/><w:lang w:val="{language}" w:bidi="ar-SA"/></w:rPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Draft"><w:name w:val="Draft"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr><w:spacing w:after="{draft}" w:line="219" w:lineRule="auto"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="EnvelopeReturn"><w:name w:val="envelope return"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr><w:spacing w:line="240" w:lineRule="auto"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="EnvelopeAddress"><w:name w:val="envelope address"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr><w:spacing w:line="219" w:lineRule="auto"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Salutation"><w:name w:val="Salutation"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="BodyText"><w:name w:val="Body Text"/><w:basedOn w:val="Normal"/><w:qFormat/></w:style>
<w:style w:type="paragraph" w:styleId="Closing"><w:name w:val="Closing"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing w:after="{sign}"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Signature"><w:name w:val="Signature"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr><w:keepLines/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Header"><w:name w:val="header"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:after="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:style>
</w:styles>"#),
    ),
    // Where there is no Arial, another sans serif.
    (
        "word/fontTable.xml",
        xml!("<w:fonts" names!() r#"<w:font w:name="Arial"><w:panose1 w:val="020B0604020202020204"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>"#),
    ),
    // Without a mode Word shows the document as one of an old version.
    (
        "word/settings.xml",
        xml!("<w:settings" names!() r#"<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="{language}" w:bidi="ar-SA"/></w:settings>"#),
    ),
    (
        "word/header1.xml",
        xml!("<w:hdr" names!() r#"<w:p><w:pPr><w:pStyle w:val="Header"/><w:spacing w:line="{to-text}" w:lineRule="exact"/></w:pPr></w:p></w:hdr>"#),
    ),
    ("word/footer1.xml", FOOTER),
    ("word/footer2.xml", FOOTER),
];

const FOOTER: &str = xml!("<w:ftr" names!() r#"<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r><w:t xml:space="preserve">Page </w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t xml:space="preserve"> of </w:t></w:r><w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>"#);
