//! How a letter is set: the size of its type, its weight, its spacing. Large print
//! is set again at its size, never scaled. Must not know of pages or files.

/// How a letter is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Format {
    /// The size of all type, in points.
    pub points: u8,
    /// Everything bold.
    pub bold: bool,
    /// Lines as far apart as two are high.
    pub double_spacing: bool,
}

impl Format {
    /// The sizes on offer, in points: standard, then large print.
    pub const SIZES: [u8; 7] = [12, 14, 16, 18, 20, 22, 24];

    /// The space between lines as a multiple of the size of the type, as CSS has it.
    pub fn leading(self) -> &'static str {
        if self.double_spacing { "2" } else { "1.5" }
    }

    /// The space between paragraphs, in points: a line.
    pub fn gap(self) -> u32 {
        u32::from(self.points) * if self.double_spacing { 4 } else { 3 } / 2
    }

    /// The custom properties that the letter's style sheet is set by.
    pub fn properties(self) -> [(&'static str, String); 3] {
        let weight = if self.bold { "bold" } else { "normal" };
        [
            ("--letter-size", [&self.points.to_string(), "pt"].concat()),
            ("--letter-leading", self.leading().to_owned()),
            ("--letter-weight", weight.to_owned()),
        ]
    }
}

impl Default for Format {
    fn default() -> Self {
        Self {
            points: 14,
            bold: false,
            double_spacing: false,
        }
    }
}
