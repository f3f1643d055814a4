//! `cargo xtask check`: proves a pack and prints what was proved, or everything that
//! is wrong with it. Must not know how the proof works.

use std::{
    io::{self, IsTerminal},
    path::{Path, PathBuf},
};

use anyhow::{Result, bail};
use guidance_core::content::{self, Loaded, Problem, Texts};
use serde_json::json;

use crate::{diagnostics, report, run::root};

/// The pack that is built in.
pub fn shipped() -> PathBuf {
    root().join("content/recordings")
}

/// Loads and proves a pack. All its problems go to standard error.
pub fn load(pack: &Path) -> Result<Loaded> {
    load_with_texts(pack).map(|(_, loaded)| loaded)
}

/// The same, with the very texts that were proved.
pub fn load_with_texts(pack: &Path) -> Result<(Texts, Loaded)> {
    let (texts, loaded) = look(pack);
    let problems = match &loaded {
        Ok(loaded) => &loaded.warnings,
        Err(problems) => problems,
    };
    let folder = pack.display().to_string();
    let styled = io::stderr().is_terminal();
    for problem in problems {
        eprintln!("{}\n", diagnostics::drawn(problem, &texts, &folder, styled));
    }
    match loaded {
        Ok(loaded) => Ok((texts, loaded)),
        Err(problems) => {
            let count = problems.len();
            let noun = if count == 1 { "problem" } else { "problems" };
            bail!("{count} {noun} in {folder}. Mend them and run the check again.");
        }
    }
}

/// The texts of a pack, and what becomes of them.
fn look(folder: &Path) -> (Texts, Result<Loaded, Vec<Problem>>) {
    match content::read(folder) {
        Ok(texts) => {
            let loaded = content::load(&texts);
            (texts, loaded)
        }
        Err(problems) => (Texts::new(), Err(problems)),
    }
}

/// Proves a pack, prints the counts, and writes the report where that is wanted.
pub fn check(pack: Option<&Path>, json: bool, report: Option<&Path>) -> Result<()> {
    let folder = pack.map_or_else(shipped, Path::to_path_buf);
    if json {
        return list(&folder);
    }
    let loaded = load(&folder)?;
    let proof = &loaded.proof;
    println!(
        "Pack {} is sound. Proved over every reachable answer:",
        folder.display()
    );
    for (count, what) in [
        (proof.questions, "questions, all reachable"),
        (proof.choices, "choices, all reachable"),
    ] {
        println!("{count:>7}  {what}");
    }
    let paths = "complete paths, none empty, each with a letter or a reason for none";
    for (count, what) in [(proof.states, "reachable states"), (proof.paths, paths)] {
        println!("{:>7}  {what}", number(count));
    }
    match proof.outcomes {
        Some(count) => println!("{:>7}  different outcomes", number(count)),
        None => println!("   many  different outcomes: too many to count"),
    }
    for (count, what) in [
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

/// A count that can be greater than what is worth printing.
pub fn number(count: u128) -> String {
    if count < 10_000_000_000 {
        return count.to_string();
    }
    let more = if count == u128::MAX {
        "more than "
    } else {
        "about "
    };
    format!("{more}10^{}", count.ilog10())
}

/// Prints `{"sound": …, "problems": […], "proof": {…}}`: every problem as in
/// [`diagnostics::listed`], warnings included, and the counts of a sound pack, with
/// `outcomes` null where they are too many to count and counts as text where JSON
/// readers would round them. A pack with an error makes the command fail.
fn list(folder: &Path) -> Result<()> {
    let (_, loaded) = look(folder);
    let (problems, proof) = match &loaded {
        Ok(Loaded {
            warnings, proof, ..
        }) => (warnings, Some(proof)),
        Err(problems) => (problems, None),
    };
    let proof = proof.map(|proof| {
        json!({
            "questions": proof.questions,
            "choices": proof.choices,
            "states": proof.states.to_string(),
            "paths": proof.paths.to_string(),
            "outcomes": proof.outcomes.map(|it| it.to_string()),
            "actions": proof.actions,
            "notices": proof.notices,
            "passages": proof.passages,
            "cited": proof.cited,
            "unused": proof.unused,
            "sentences": proof.sentences,
        })
    });
    let problems: Vec<_> = problems.iter().map(diagnostics::listed).collect();
    let all = json!({ "sound": loaded.is_ok(), "problems": problems, "proof": proof });
    println!("{}", serde_json::to_string_pretty(&all)?);
    if loaded.is_err() {
        bail!("{} has problems, listed above.", folder.display());
    }
    Ok(())
}
