//! The content files of one pack → a [`Pack`], or every problem in them at once.
//! Owns their shape and the meaning of their ids. Must not know of browsers, nor
//! of the proofs over answers (those are in [`crate::check`]).

mod files;
mod markdown;
pub mod packed;
mod problem;
mod resolve;

use std::{collections::BTreeMap, fs, io, path::Path};

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

/// The text of each file of a pack, by its name in the pack's folder.
pub type Texts = BTreeMap<String, String>;

/// The files that every pack has. The words of the interface stand in `strings/`.
const FILES: [&str; 6] = [
    "source.md",
    "flow.toml",
    "actions.toml",
    "letter.toml",
    "law.toml",
    "pack.toml",
];

/// Reads the files of the pack in a folder. That one is missing is for [`load`] to tell.
///
/// # Errors
/// Files that are there and cannot be read.
pub fn read(folder: &Path) -> Result<Texts, Vec<Problem>> {
    let mut texts = Texts::new();
    let mut problems = Vec::new();
    let languages = fs::read_dir(folder.join("strings")).into_iter().flatten();
    let languages = languages.flatten().map(|entry| entry.file_name());
    let languages = languages.map(|name| format!("strings/{}", name.to_string_lossy()));
    for file in FILES.into_iter().map(str::to_owned).chain(languages) {
        match fs::read_to_string(folder.join(&file)) {
            Ok(text) => {
                texts.insert(file, text);
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => {
                let reason = format!("cannot be opened: {error}.");
                problems.push(files::unreadable(&file, None, reason));
            }
        }
    }
    if problems.is_empty() {
        Ok(texts)
    } else {
        Err(sorted(problems))
    }
}

/// Reads and proves the pack in a folder.
///
/// # Errors
/// Every problem found, in the order of the files.
pub fn load_folder(folder: &Path) -> Result<Loaded, Vec<Problem>> {
    load(&read(folder)?)
}

/// Reads and proves a pack.
///
/// # Errors
/// Every problem found, in the order of the files.
pub fn load(texts: &Texts) -> Result<Loaded, Vec<Problem>> {
    let mut problems = Vec::new();
    let Some(files) = files::read(texts, &mut problems) else {
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
