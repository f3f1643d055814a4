//! The tools for building and checking: what is there in the right version is used as
//! it is, the rest is installed with its progress shown. Must not know what is built.
//!
//! cargo-deny, cargo-mutants, Trunk and the Word validator go into a folder of their own,
//! shared by every clone, so that the versions another project relies on stay in place.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::run::{Tools, ask, root, run, step, turn};

/// The version that `Trunk.toml` and the page's attributes were written for.
const TRUNK: &str = "0.21.14";
const DENY: &str = "0.20.2";
const MUTANTS: &str = "27.1.0";
const OLDEST_NODE: u32 = 20;
/// Whether there are older browsers of npm for this kind of machine.
const HAS_ENGINES: bool = cfg!(all(target_os = "linux", target_arch = "x86_64"));
/// Pip's list of the Word validator and what it needs.
const VALIDATOR: &str = include_str!("../requirements.txt");
/// What the widget is compiled for.
pub const WASM: &str = "wasm32-unknown-unknown";

/// Node, and where the npm packages will be.
pub fn node() -> Result<Tools> {
    let tools = Tools::new()?;
    require_node(&tools)?;
    Ok(tools)
}

/// Node and the npm packages: enough for the style sheet and the sizes.
pub fn npm() -> Result<Tools> {
    let tools = node()?;
    install_npm(&tools, root(), "npm packages")?;
    Ok(tools)
}

/// Everything that a build needs.
pub fn build() -> Result<Tools> {
    let tools = npm()?;
    wasm_target()?;
    Ok(tools)
}

/// What the benchmark measures the widget beside. Nothing else needs it.
pub fn peers(tools: &Tools) -> Result<()> {
    install_npm(tools, &root().join("bench"), "the benchmark's npm packages")
}

/// Editors, readers and savers of others, which only the nightly run looks at. Apart from
/// the project's own packages, whose licences do not allow all of theirs.
pub fn outside(tools: &Tools) -> Result<()> {
    install_npm(tools, &root().join("tests/outside"), "programs of others")
}

/// Older Chromiums, in which the widget is walked, on machines for which there are any.
pub fn engines(tools: &Tools) -> Result<()> {
    if !HAS_ENGINES {
        return Ok(());
    }
    install_npm(tools, &root().join("tests/engines"), "older browsers")
}

/// What the lock file in `folder` names, unless it is there.
fn install_npm(tools: &Tools, folder: &Path, what: &str) -> Result<()> {
    if npm_packages_are_current(folder) {
        return Ok(());
    }
    let _turn = turn(&root().join("target"), "npm")?;
    if npm_packages_are_current(folder) {
        return Ok(());
    }
    step(&format!("Install {what} (about half a minute)"), || {
        // On Windows npm is a script, which needs its full name.
        let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
        run(
            // Install scripts would run other people's code for nothing we use.
            tools
                .command(npm)
                .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
                .current_dir(folder),
            "Check that npm is installed and can reach its registry, then try again.",
        )
    })
}

/// What looks at the licences and sources of Rust's packages.
pub fn deny(tools: &mut Tools) -> Result<()> {
    install(tools, "cargo-deny", "cargo-deny", DENY, "4 minutes")
}

/// What is not there of what the tests use, for people: what it is and what it takes.
pub fn missing_tools(tools: &Tools) -> Result<Vec<String>> {
    let mut missing = Vec::new();
    if !npm_packages_are_current(root()) {
        missing.push(line(
            "npm packages",
            "about 150 MB",
            "everything (npm's registry)",
        ));
    }
    if HAS_ENGINES && !npm_packages_are_current(&root().join("tests/engines")) {
        missing.push(line(
            "older browsers",
            "about 100 MB",
            "the oldest that are supported (npm's registry)",
        ));
    }
    if !is_there(tools, "cargo-deny", "cargo-deny", DENY)? {
        missing.push(line(
            "cargo-deny",
            "4 minutes",
            "licences of packages (compiled here)",
        ));
    }
    if fs::read_to_string(tools_folder()?.join("openxml-audit/requirements.txt")).is_err() {
        missing.push(line(
            "openxml-audit",
            "about 20 MB",
            "Word files (Python's registry)",
        ));
    }
    Ok(missing)
}

/// The same of what only the nightly run uses.
pub fn missing_at_night(tools: &Tools) -> Result<Vec<String>> {
    let mut missing = Vec::new();
    if !is_there(tools, "trunk", "trunk", TRUNK)? {
        missing.push(line(
            "Trunk",
            "9 minutes",
            "the build by Trunk.toml (compiled here)",
        ));
    }
    if !npm_packages_are_current(&root().join("tests/outside")) {
        missing.push(line(
            "programs of others",
            "about 250 MB",
            "editors, readers, savers (npm's registry)",
        ));
    }
    Ok(missing)
}

fn line(name: &str, about: &str, what_for: &str) -> String {
    format!("{name:<26} {about:<14} for {what_for}")
}

/// What breaks Rust code on purpose.
pub fn mutants(tools: &mut Tools) -> Result<()> {
    install(
        tools,
        "cargo-mutants",
        "cargo-mutants mutants",
        MUTANTS,
        "4 minutes",
    )
}

/// What other projects of this kind are built with, to hold that ours can be, too.
pub fn trunk(tools: &mut Tools) -> Result<()> {
    install(tools, "trunk", "trunk", TRUNK, "9 minutes")
}

/// The validator of the Word files: the path of its program.
pub fn validator(tools: &Tools) -> Result<PathBuf> {
    let folder = tools_folder()?.join("openxml-audit");
    let programs = folder.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let program = |name: &str| programs.join(format!("{name}{}", env::consts::EXE_SUFFIX));
    let validator = program("openxml-audit");
    // Written at the end of an installation.
    let installed = folder.join("requirements.txt");
    let is_current = || {
        fs::read_to_string(&installed).is_ok_and(|list| list == VALIDATOR)
            && ask(tools.command(&validator).arg("--help")).is_some()
    };
    if is_current() {
        return Ok(validator);
    }
    let _turn = turn(&tools_folder()?, "openxml-audit")?;
    if is_current() {
        return Ok(validator);
    }
    step("Install the Word validator (about half a minute)", || {
        run(
            tools
                .command("python3")
                .args(["-m", "venv", "--clear"])
                .arg(&folder),
            "Install Python 3.10 or newer with its module venv, then try again.",
        )?;
        run(
            tools
                .command(program("python"))
                .args(["-m", "pip", "install", "--disable-pip-version-check"])
                .args(["--quiet", "--requirement", "xtask/requirements.txt"]),
            "Check that pip can reach its registry, then try again.",
        )?;
        fs::write(&installed, VALIDATOR)
            .with_context(|| format!("cannot write {}", installed.display()))
    })?;
    if !is_current() {
        bail!(
            "openxml-audit was installed but does not start. Remove {} and try again.",
            folder.display()
        );
    }
    Ok(validator)
}

/// The standard library for WebAssembly.
pub fn wasm_target() -> Result<()> {
    let rustc = ["--print", "target-libdir", "--target", WASM];
    // A set-up that was stopped half-way has left an empty folder.
    let is_whole = |folder: String| fs::read_dir(folder).is_ok_and(|mut it| it.next().is_some());
    if ask(Tools::new()?.command("rustc").args(rustc)).is_some_and(is_whole) {
        return Ok(());
    }
    rustup("Add Rust's WebAssembly target", &["target", "add", WASM])
}

/// rustfmt and clippy.
pub fn lints() -> Result<()> {
    for (component, tool) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if ask(Tools::new()?.command("cargo").args([tool, "--version"])).is_none() {
            rustup(
                &format!("Add {component}"),
                &["component", "add", component],
            )?;
        }
    }
    Ok(())
}

fn rustup(name: &str, arguments: &[&str]) -> Result<()> {
    step(name, || {
        run(
            Tools::new()?.command("rustup").args(arguments),
            "Install Rust with rustup, or add this part the way your Rust was installed.",
        )
    })
}

fn require_node(tools: &Tools) -> Result<()> {
    let advice = format!("Install Node {OLDEST_NODE} or newer (with npm), then try again.");
    let Some(version) = ask(tools.command("node").arg("--version")) else {
        bail!("Node was not found. {advice}");
    };
    let major = version.trim_start_matches('v').split('.').next();
    match major.and_then(|number| number.parse::<u32>().ok()) {
        Some(major) if major >= OLDEST_NODE => Ok(()),
        _ => bail!("Node {version} is too old. {advice}"),
    }
}

/// npm writes its hidden lock file at the end of an installation.
fn npm_packages_are_current(folder: &Path) -> bool {
    let modified = |file: &str| fs::metadata(folder.join(file))?.modified();
    let wanted = modified("package-lock.json");
    let installed = modified("node_modules/.package-lock.json");
    matches!((wanted, installed), (Ok(wanted), Ok(installed)) if installed >= wanted)
}

/// Whether `program`, a command with what it needs to take `--version`, is there in that
/// version, on the `PATH` or where [`install`] puts it.
fn is_there(tools: &Tools, package: &str, program: &str, version: &str) -> Result<bool> {
    let mut tools = tools.clone();
    if has_version(&tools, program, version) {
        return Ok(true);
    }
    tools.add(folder_of(package, version)?.join("bin"))?;
    Ok(has_version(&tools, program, version))
}

fn has_version(tools: &Tools, program: &str, version: &str) -> bool {
    let mut words = program.split(' ');
    let mut command = tools.command(words.next().unwrap_or_default());
    ask(command.args(words).arg("--version"))
        .is_some_and(|line| line.split(' ').nth(1) == Some(version))
}

fn folder_of(package: &str, version: &str) -> Result<PathBuf> {
    Ok(tools_folder()?.join(format!("{package}-{version}")))
}

/// Installs `package` unless `program` is there as in [`is_there`].
fn install(
    tools: &mut Tools,
    package: &str,
    program: &str,
    version: &str,
    time: &str,
) -> Result<()> {
    if has_version(tools, program, version) {
        return Ok(());
    }
    let folder = folder_of(package, version)?;
    tools.add(folder.join("bin"))?;
    if has_version(tools, program, version) {
        return Ok(());
    }
    let _turn = turn(&tools_folder()?, package)?;
    if has_version(tools, program, version) {
        return Ok(());
    }
    let name = format!("Install {package} {version}");
    if ask(tools.command("cargo").args(["binstall", "-V"])).is_some() {
        let download = step(&format!("{name} with cargo binstall"), || {
            run(
                tools
                    .command("cargo")
                    .args([
                        "binstall",
                        "--no-confirm",
                        "--disable-strategies",
                        "compile",
                    ])
                    .arg("--root")
                    .arg(&folder)
                    .arg(format!("{package}@{version}")),
                "It will be compiled instead.",
            )
        });
        match download {
            Ok(()) if has_version(tools, program, version) => return Ok(()),
            Ok(()) => {}
            Err(error) => println!("{error:#}"),
        }
    }
    step(&format!("{name} (about {time} on 2 cores, once)"), || {
        // Kept on failure, so that a second try goes on where this one stopped.
        let work = folder.join("build");
        run(
            tools
                .command("cargo")
                .args(["install", package, "--version", version])
                // What each does itself takes seconds, and it compiles minutes longer when optimised.
                .args(["--locked", "--debug"])
                .env("CARGO_PROFILE_DEV_DEBUG", "false")
                .arg("--root")
                .arg(&folder)
                .arg("--target-dir")
                .arg(&work),
            "Check that cargo can reach its registry and that a C compiler is installed, then try again.",
        )?;
        fs::remove_dir_all(&work).with_context(|| format!("cannot remove {}", work.display()))
    })?;
    if !has_version(tools, program, version) {
        bail!(
            "{package} {version} was installed but `{program} --version` says otherwise. Remove {} and try again.",
            folder.display()
        );
    }
    Ok(())
}

fn tools_folder() -> Result<PathBuf> {
    let cargo_home = cargo_home()
        .context("neither CARGO_HOME nor a home folder is known. Set CARGO_HOME and try again")?;
    Ok(cargo_home.join("guidance-widget-tools"))
}

/// Where cargo keeps what it has loaded.
pub fn cargo_home() -> Option<PathBuf> {
    env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| env::home_dir().map(|home| home.join(".cargo")))
}
