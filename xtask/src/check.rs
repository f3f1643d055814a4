//! `cargo xtask check`: proves a pack and prints what was proved, or everything that
//! is wrong with it. Must not know how the proof works.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use guidance_core::content::{self, Loaded};

use crate::{report, run::root};

/// The pack that is built in.
pub fn shipped() -> PathBuf {
    root().join("content/recordings")
}

/// Loads and proves a pack. All its problems go to standard error.
pub fn load(pack: &Path) -> Result<Loaded> {
    content::load_folder(pack).or_else(|problems| {
        for problem in &problems {
            eprintln!("{}/{problem}", pack.display());
        }
        let count = problems.len();
        let noun = if count == 1 { "problem" } else { "problems" };
        bail!(
            "{count} {noun} in {}. Mend them and run the check again.",
            pack.display()
        );
    })
}

/// Proves a pack, prints the counts, and writes the report where that is wanted.
pub fn check(pack: Option<&Path>, report: Option<&Path>) -> Result<()> {
    let folder = pack.map_or_else(shipped, Path::to_path_buf);
    let loaded = load(&folder)?;
    let proof = &loaded.proof;
    println!(
        "Pack {} is sound. Proved over every reachable answer:",
        folder.display()
    );
    for (count, what) in [
        (proof.questions, "questions, all reachable"),
        (proof.choices, "choices, all reachable"),
        (proof.states, "reachable states"),
        (
            proof.paths,
            "complete paths, none empty, each with a letter or a reason for none",
        ),
        (proof.outcomes, "different outcomes"),
        (proof.actions, "actions, all reachable"),
        (
            proof.notices,
            "silences, signposts and reasons for no letter, all reachable",
        ),
        (proof.passages, "wordings of letter passages, all reachable"),
    ] {
        println!("{count:>7}  {what}");
    }
    let (cited, unused, all) = (proof.cited, proof.unused, proof.sentences);
    println!("{cited:>7}  sentences cited of {all}; {unused} listed as unused with a reason");
    if let Some(file) = report {
        report::write(&folder, &loaded, file)?;
        println!("The report to read and sign is {}.", file.display());
    }
    Ok(())
}
