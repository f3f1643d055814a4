//! The content files of one pack → a [`Pack`], or every problem in them at once.
//! Owns their shape and the meaning of their ids. Must not know of browsers, nor
//! of the proofs over answers (those are in [`crate::check`]).

pub mod encoding;
mod files;
mod hygiene;
mod lines;
mod markdown;
pub mod packed;
mod problem;
mod resolve;

use std::{collections::BTreeMap, fs, io, path::Path};

pub use markdown::assemble;
pub use problem::{Place, Problem, ProblemKind, Severity};
pub use resolve::{Places, Written};

use lines::Lines;

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
    /// What a person should look at, although the pack can be used.
    pub warnings: Vec<Problem>,
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
        match fs::read(folder.join(&file)) {
            Ok(bytes) => match encoding::text(&bytes) {
                Ok(text) => {
                    texts.insert(file, text);
                }
                Err(error) => {
                    let text = String::from_utf8_lossy(&bytes);
                    let place = error.line.map(|line| Lines::new(&text).line(line));
                    let problem = files::unreadable(&file, place, error.reason, encoding::SAVE_AS);
                    problems.push(problem);
                }
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => {
                let reason = format!("cannot be opened: {error}.");
                let suggestion = "Make it a text file that can be read.";
                problems.push(files::unreadable(&file, None, reason, suggestion));
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
    hygiene::check(&files.lines, &mut problems);
    // Broken references are replaced by nothing, so that the proofs can go on
    // and everything is told at once.
    let resolved = resolve::resolve(files, &mut problems);
    let proved = resolved.map(|(pack, places)| {
        let proof = check::prove(&pack, &places, &mut problems);
        (pack, proof)
    });
    let problems = sorted(problems);
    match proved {
        Some((pack, proof)) if problems.iter().all(|it| it.severity() == Severity::Warning) => {
            Ok(Loaded {
                pack,
                proof,
                warnings: problems,
            })
        }
        _ => Err(problems),
    }
}

/// A pack with all that is told of it, sound or not.
#[cfg(test)]
#[allow(clippy::panic, reason = "a test that cannot go on fails")]
pub(crate) fn resolved(texts: &Texts) -> (Pack, Proof, Vec<Problem>) {
    let mut problems = Vec::new();
    let files = files::read(texts, &mut problems);
    let resolved = files.and_then(|files| resolve::resolve(files, &mut problems));
    let Some((pack, places)) = resolved else {
        panic!("{problems:#?}")
    };
    let proof = check::prove(&pack, &places, &mut problems);
    (pack, proof, problems)
}

fn sorted(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.sort_by_cached_key(|it| {
        let place = it.place.as_ref().map(|place| (place.line, place.column));
        (it.file.clone(), place, it.kind)
    });
    problems
}
