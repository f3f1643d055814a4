//! A pack's files as one JSON text, to be carried to a browser or another machine:
//!
//! ```json
//! { "format": 1, "files": { "flow.toml": "…", "source.md": "…" } }
//! ```
//!
//! Must not know what stands in the files: they are read and proved like those of a
//! folder, so a problem has the same file and line.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{FORMAT, Problem, ProblemKind, Texts, files, lines::Lines};

/// The most that a packed text may have, in bytes. The recordings pack has 130,000.
pub const MOST_BYTES: usize = 2_000_000;

/// What problems with the packed text itself are about.
const NAME: &str = "pack.json";

#[derive(Serialize, Deserialize)]
struct Packed {
    format: u32,
    files: BTreeMap<String, String>,
}

/// Packs the files.
///
/// # Errors
/// None in practice: text always fits into JSON.
pub fn pack(texts: &Texts) -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(&Packed {
        format: FORMAT,
        files: texts.clone(),
    })
}

/// Unpacks the files.
///
/// # Errors
/// The text is too long, is not JSON, or is not of this shape and format.
pub fn unpack(json: &str) -> Result<Texts, Vec<Problem>> {
    let wrong = |kind, place, reason: String, suggestion| {
        let problem = files::unreadable(NAME, place, reason, suggestion);
        Err(vec![Problem { kind, ..problem }])
    };
    if json.len() > MOST_BYTES {
        let reason = format!("is longer than {MOST_BYTES} bytes.");
        let suggestion = "Leave out what it does not need.";
        return wrong(ProblemKind::TooLarge, None, reason, suggestion);
    }
    match serde_json::from_str(json) {
        Ok(Packed {
            format: FORMAT,
            files,
        }) => Ok(files),
        Ok(Packed { format, .. }) => wrong(
            ProblemKind::Format,
            None,
            format!("is of format {format}, but this version reads {FORMAT}."),
            "Make it again with `cargo xtask pack` of this version.",
        ),
        Err(error) => wrong(
            ProblemKind::Unreadable,
            Some(Lines::new(json).line(error.line())),
            format!("cannot be read: {error}."),
            "Make it again with `cargo xtask pack`.",
        ),
    }
}
