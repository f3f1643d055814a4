//! Bytes of a text → its lines and columns. Must not know what stands there.

use std::ops::Range;

use super::problem::Place;

/// A text with the beginnings of its lines, so that a place is found without reading
/// the text again.
pub struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub fn new(text: &'t str) -> Self {
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            text,
            starts: [0].into_iter().chain(breaks).collect(),
        }
    }

    /// The text.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Where these bytes stand.
    pub fn place(&self, bytes: Range<usize>) -> Place {
        let line = self.starts.partition_point(|start| *start <= bytes.start);
        let start = self.starts.get(line.saturating_sub(1)).copied();
        let before = self.text.get(start.unwrap_or(0)..bytes.start);
        Place {
            line,
            column: before.map_or(0, |before| before.chars().count()) + 1,
            bytes,
        }
    }

    /// Where a line begins that is counted from 1: its first character to its end.
    pub fn line(&self, line: usize) -> Place {
        let start = self.starts.get(line.saturating_sub(1)).copied();
        let start = start.unwrap_or(self.text.len());
        let length = self.text.get(start..).and_then(|rest| rest.lines().next());
        Place {
            line,
            column: 1,
            bytes: start..start + length.map_or(0, str::len),
        }
    }
}
