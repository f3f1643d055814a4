//! The numbered page (`source.md`) → blocks of numbered sentences with their
//! markup, and back to the released text. Must not know what cites a sentence.

use std::{collections::BTreeSet, ops::Range};

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

use crate::source::{BlockKind, Link, Run};

/// A sentence's number and where its words begin in the released text.
struct Mark {
    id: String,
    at: usize,
    /// How much of the file before these words is not released text.
    removed: usize,
}

impl Mark {
    /// The bytes of the number itself in the file, with its braces.
    fn bytes(&self) -> Range<usize> {
        let end = self.at + self.removed - 1;
        end - self.id.len() - 2..end
    }
}

/// A block as read: its fragments name sentences by number.
pub struct RawBlock {
    pub kind: BlockKind,
    /// Sentence numbers with their runs. A link has the address of the file.
    pub fragments: Vec<(String, Vec<Run>)>,
}

/// What cannot be read, with its bytes in `source.md`.
pub struct Fault {
    pub bytes: Range<usize>,
    pub id: String,
    pub reason: String,
    pub suggestion: &'static str,
}

/// The page as read.
pub struct Page {
    pub blocks: Vec<RawBlock>,
    /// Every number with its bytes in `source.md`.
    pub numbers: Vec<(String, Range<usize>)>,
    pub faults: Vec<Fault>,
}

/// The released text: the file without its editing rules and numbers.
pub fn assemble(file: &str) -> String {
    split(file).1
}

/// Takes the editing rules and the numbers out.
fn split(file: &str) -> (Vec<Mark>, String) {
    let body = body(file);
    let mut marks = Vec::new();
    let mut text = String::with_capacity(body.len());
    let mut rest = body;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        match after.split_once("} ") {
            Some((id, tail)) if is_number(id) => {
                marks.push(Mark {
                    id: id.to_owned(),
                    at: text.len(),
                    removed: file.len() - tail.len() - text.len(),
                });
                rest = tail;
            }
            _ => {
                text.push('{');
                rest = after;
            }
        }
    }
    text.push_str(rest);
    (marks, text)
}

/// The file without its editing rules.
fn body(file: &str) -> &str {
    let rules = file.strip_prefix("<!--");
    let body = rules.and_then(|rest| rest.split_once("-->\n"));
    body.map_or(file, |(_, body)| body)
}

/// A number is capital letters followed by digits, or capital letters alone for
/// a heading.
fn is_number(id: &str) -> bool {
    let digits = id.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
    digits.len() < id.len() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Reads the numbered page.
pub fn read(file: &str) -> Page {
    let (marks, text) = split(file);
    let mut faults = Vec::new();
    let mut blocks: Vec<RawBlock> = Vec::new();
    let mut block: Option<RawBlock> = None;
    // Where the heading begins, in a heading: it cannot carry on a sentence.
    let mut heading = 0;
    let (mut strong, mut emphasis, mut link): (bool, bool, Link) = (false, false, Link::None);
    let rules = file.len() - body(file).len();
    // The marks up to a byte of the released text, and that byte's place in the file.
    let until = |at: usize| marks.partition_point(|mark| mark.at <= at);
    let in_file = |at: usize| {
        let before = until(at).checked_sub(1).and_then(|it| marks.get(it));
        at + before.map_or(rules, |mark| mark.removed)
    };
    let bytes = |range: Range<usize>| {
        let start = in_file(range.start);
        // To the end of the line: a paragraph is too much to point at.
        let rest = text.get(range.clone()).unwrap_or("");
        let length = rest.lines().next().map_or(0, str::len);
        start..start + length
    };
    for (event, range) in Parser::new(&text).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                heading = range.start;
                block = Some(RawBlock {
                    kind: BlockKind::Heading(depth(level)),
                    fragments: Vec::new(),
                });
            }
            Event::Start(Tag::Paragraph) => {
                heading = 0;
                block = Some(RawBlock {
                    kind: BlockKind::Paragraph,
                    fragments: Vec::new(),
                });
            }
            Event::End(TagEnd::Heading(_) | TagEnd::Paragraph) => {
                if let Some(mut done) = block.take() {
                    if let BlockKind::Heading(depth) = done.kind
                        && done
                            .fragments
                            .iter()
                            .flat_map(|(_, runs)| runs)
                            .all(|run| run.link != Link::None)
                    {
                        done.kind = BlockKind::Contents(depth);
                    }
                    blocks.push(done);
                }
            }
            Event::Start(Tag::Strong) => strong = true,
            Event::End(TagEnd::Strong) => strong = false,
            Event::Start(Tag::Emphasis) => emphasis = true,
            Event::End(TagEnd::Emphasis) => emphasis = false,
            Event::Start(Tag::Link { dest_url, .. }) => {
                link = Link::Address(dest_url.into_string())
            }
            Event::End(TagEnd::Link) => link = Link::None,
            Event::Text(words) => {
                let Some(block) = block.as_mut() else {
                    continue;
                };
                // A piece of text can hold the end of one sentence and the start
                // of the next: cut it at every number inside.
                let mut from = range.start;
                let inside = marks
                    .get(until(range.start)..until(range.end))
                    .unwrap_or(&[]);
                let cuts = inside.iter().map(|it| it.at).filter(|at| *at < range.end);
                for to in cuts.chain([range.end]).collect::<Vec<_>>() {
                    let part = if from == range.start && to == range.end {
                        words.to_string()
                    } else {
                        text.get(from..to).unwrap_or("").to_owned()
                    };
                    let mark = until(from).checked_sub(1).and_then(|it| marks.get(it));
                    let Some(mark) = mark.filter(|it| heading <= it.at) else {
                        faults.push(Fault {
                            bytes: bytes(from..to),
                            id: "source".into(),
                            reason: format!("has words without a number: “{part}”."),
                            suggestion: "Put a number, such as {G1}, in front.",
                        });
                        break;
                    };
                    let run = Run {
                        text: part,
                        strong,
                        emphasis,
                        link: link.clone(),
                    };
                    match block.fragments.last_mut() {
                        Some((id, runs)) if *id == mark.id => runs.push(run),
                        _ => block.fragments.push((mark.id.clone(), vec![run])),
                    }
                    from = to;
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some((_, runs)) = block.as_mut().and_then(|it| it.fragments.last_mut()) {
                    runs.push(Run {
                        text: " ".to_owned(),
                        strong,
                        emphasis,
                        link: Link::None,
                    });
                }
            }
            other => faults.extend(unsupported(&other).map(|what| Fault {
                bytes: bytes(range),
                id: "source".into(),
                reason: format!("has {what} here, which cannot be shown."),
                suggestion: "Use headings, paragraphs, bold, italic and links.",
            })),
        }
    }
    let fragments = blocks.iter().flat_map(|block| &block.fragments);
    let with_words: BTreeSet<_> = fragments.map(|(id, _)| id.as_str()).collect();
    let mut seen = BTreeSet::new();
    for mark in &marks {
        if !seen.insert(mark.id.as_str()) {
            faults.push(Fault {
                bytes: mark.bytes(),
                id: mark.id.clone(),
                reason: "is used twice.".into(),
                suggestion: "Give every sentence its own number.",
            });
        }
        if !with_words.contains(mark.id.as_str()) {
            faults.push(Fault {
                bytes: mark.bytes(),
                id: mark.id.clone(),
                reason: "has no words behind it.".into(),
                suggestion: "Remove the number or add its sentence.",
            });
        }
    }
    let numbers = marks.iter().map(|mark| (mark.id.clone(), mark.bytes()));
    Page {
        numbers: numbers.collect(),
        blocks,
        faults,
    }
}

/// What a piece of markup is called, where it is one that a page cannot have. The
/// end of one was told at its start.
fn unsupported(event: &Event<'_>) -> Option<&'static str> {
    match event {
        Event::Start(Tag::List(_)) => Some("a list"),
        Event::Start(Tag::BlockQuote(_)) => Some("a quotation"),
        Event::Start(Tag::CodeBlock(_)) => {
            Some("a paragraph that is set in by four spaces or fenced")
        }
        Event::Start(Tag::Image { .. }) => Some("a picture"),
        Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) => Some("HTML"),
        Event::Code(_) => Some("words between backticks"),
        Event::Rule => Some("a rule"),
        Event::Start(Tag::Item | Tag::Paragraph) | Event::Html(_) | Event::End(_) => None,
        _ => Some("markup"),
    }
}

fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
