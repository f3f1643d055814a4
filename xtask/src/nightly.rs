//! What is held once a day, since it builds everything again: that Trunk's build is ours,
//! that the same source gives the same bytes in another folder, and that a clone with
//! Windows line endings is sound. Must not know how anything is built.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::needs::WITHOUT;
use crate::run::{ALONE, Tools, read, root, run, step};
use crate::{build, setup};

/// How long Trunk may take to build and answer.
const PATIENCE: Duration = Duration::from_secs(1_200);
const TRUNK: &str = "Trunk has to build by `Trunk.toml` alone. The reason is above.";
const CLONE: &str = "Commit what is to be tried, and try again.";

/// `trunk build` and `trunk serve` give the same `dist/` as the build that is there.
pub fn trunk(tools: &Tools) -> Result<()> {
    let mut tools = tools.clone();
    setup::trunk(&mut tools)?;
    let ours = sums(&build::dist())?;
    let trunk = |command: &str| {
        let mut trunk = tools.command("trunk");
        // Trunk refuses the customary NO_COLOR=1.
        trunk.arg(command).env_remove("NO_COLOR");
        trunk
    };
    step("trunk build", || run(&mut trunk("build"), TRUNK))?;
    same("trunk build", &ours, &sums(&build::dist())?)?;
    step("trunk serve", || {
        fs::remove_file(build::dist().join("index.html")).context("cannot remove a page")?;
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|it| it.local_addr());
        let port = free.context("no port is free")?.port();
        let mut serving = trunk("serve");
        serving
            .args(["--port", &port.to_string()])
            .stdin(Stdio::null());
        let mut serving = serving.spawn().context(TRUNK)?;
        let began = Instant::now();
        // What it serves is what stands in dist/, which it puts there as a whole.
        while !build::dist().join("index.html").is_file() {
            let ended = serving.try_wait().context("lost track of Trunk")?;
            if ended.is_some() || began.elapsed() > PATIENCE {
                let _ = serving.kill();
                bail!("trunk serve has shown nothing. {TRUNK}");
            }
            thread::sleep(Duration::from_millis(200));
        }
        serving.kill().context("Trunk could not be stopped")?;
        serving.wait().context("Trunk could not be stopped")?;
        Ok(())
    })?;
    same("trunk serve", &ours, &sums(&build::dist())?)
}

/// The last commit, cloned into another folder and built there with a target of its own,
/// gives the bytes of `dist/`.
pub fn two_folders(tools: &Tools) -> Result<()> {
    let folder = clone(tools, "another folder with a longer name", &[])?;
    let mut cargo = tools.command("cargo");
    cargo.args(["xtask", "build"]).current_dir(&folder);
    run(cargo.env_remove(ALONE), "The reason is above.")?;
    same(
        "a build in another folder",
        &sums(&build::dist())?,
        &sums(&folder.join("dist"))?,
    )?;
    remove(&folder)
}

/// A clone of the last commit as Git makes it on Windows where nobody has said otherwise
/// is proved, builds, and passes the native tests.
pub fn windows(tools: &Tools) -> Result<()> {
    let folder = clone(
        tools,
        "windows",
        &["--config", "core.autocrlf=true", "--no-checkout"],
    )?;
    // Our own .gitattributes, which keep the ends of lines, are overruled: what an editor or
    // an archive has changed reads in the same way.
    fs::write(folder.join(".git/info/attributes"), "* !eol\n").context("cannot write")?;
    let within = |program: &str, arguments: &[&str], advice: &str| {
        let mut command = tools.command(program);
        command.args(arguments).current_dir(&folder);
        // What LibreOffice makes of a letter does not depend on the files of this clone.
        command.env_remove(ALONE).env(WITHOUT, "office");
        run(&mut command, advice)
    };
    within("git", &["checkout", "--quiet", "HEAD"], CLONE)?;
    let page = fs::read_to_string(folder.join("content/recordings/source.md"));
    if !page.context("the clone has no page")?.contains("\r\n") {
        bail!("Git has not made Windows line endings, so this shows nothing");
    }
    within("cargo", &["xtask", "check"], "The reason is above.")?;
    within("cargo", &["xtask", "build"], "The reason is above.")?;
    within(
        "cargo",
        &["test", "--workspace", "--no-fail-fast"],
        "The reason is above.",
    )?;
    remove(&folder)
}

fn clone(tools: &Tools, name: &str, options: &[&str]) -> Result<PathBuf> {
    let changed = read(tools.command("git").args(["status", "--porcelain"]), CLONE)?;
    if !changed.is_empty() {
        bail!("A clone is of the last commit, and this is not committed:\n{changed}{CLONE}");
    }
    let folder = root().join("target/nightly").join(name);
    remove(&folder)?;
    let mut git = tools.command("git");
    git.args(["clone", "--quiet"])
        .args(options)
        .arg(root())
        .arg(&folder);
    run(&mut git, CLONE)?;
    Ok(folder)
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)
            .with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    Ok(())
}

/// The checksums of a build, which name every file of it.
fn sums(dist: &Path) -> Result<String> {
    fs::read_to_string(dist.join("SHA256SUMS"))
        .with_context(|| format!("{} has no build. Run `cargo xtask build`", dist.display()))
}

fn same(what: &str, ours: &str, theirs: &str) -> Result<()> {
    let other: Vec<_> = theirs
        .lines()
        .filter(|line| !ours.lines().any(|it| it == *line))
        .collect();
    if !other.is_empty() || ours.lines().count() != theirs.lines().count() {
        bail!(
            "{what} gives other files than `cargo xtask build`:\n{}",
            other.join("\n")
        );
    }
    Ok(())
}
