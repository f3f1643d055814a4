//! The content files of one pack → a [`Pack`], or every problem in them at once.
//! Owns their shape and the meaning of their ids. Must not know of browsers, nor
//! of the proofs over answers (those are in [`crate::check`]).

mod files;
mod markdown;
mod problem;
mod resolve;

use std::path::Path;

pub use markdown::assemble;
pub use problem::{Problem, ProblemKind};
pub use resolve::Places;

use crate::{
    check::{self, Proof},
    pack::Pack,
};

/// The version of the files' shape that this code reads.
pub const FORMAT: u32 = 1;

/// A pack with the proof that it is sound.
#[derive(Debug)]
pub struct Loaded {
    /// The pack.
    pub pack: Pack,
    /// What was proved about it.
    pub proof: Proof,
}

/// Reads and proves the pack in a folder.
///
/// # Errors
/// Every problem found, in the order of the files.
pub fn load(folder: &Path) -> Result<Loaded, Vec<Problem>> {
    let mut problems = Vec::new();
    let Some(files) = files::read(folder, &mut problems) else {
        return Err(sorted(problems));
    };
    let (pack, places) = resolve::resolve(files, &mut problems);
    // Broken references are replaced by nothing, so that the proofs can go on
    // and everything is told at once.
    let proof = check::prove(&pack, &places, &mut problems);
    if problems.is_empty() {
        Ok(Loaded { pack, proof })
    } else {
        Err(sorted(problems))
    }
}

fn sorted(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    problems
}
