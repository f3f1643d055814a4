//! The tools for building and checking: what is there in the right version is used as
//! it is, the rest is installed with its progress shown. Must not know what is built.
//!
//! Trunk, wasm-bindgen and the Word validator go into a folder of their own, shared by
//! every clone, so that the versions another project relies on stay in place.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::run::{Tools, ask, root, run, step};

/// The version that `Trunk.toml` and the page's attributes were written for.
const TRUNK: &str = "0.21.14";
const DENY: &str = "0.20.2";
const MUTANTS: &str = "27.1.0";
const OLDEST_NODE: u32 = 20;
/// Pip's list of the Word validator and what it needs.
const VALIDATOR: &str = include_str!("../requirements.txt");
const WASM: &str = "wasm32-unknown-unknown";

/// Node and the npm packages: enough for the style sheet and the sizes.
pub fn npm() -> Result<Tools> {
    let tools = Tools::new()?;
    require_node(&tools)?;
    install_npm(&tools, root(), "npm packages")?;
    Ok(tools)
}

/// What the benchmark measures the widget beside. Nothing else needs it.
pub fn peers(tools: &Tools) -> Result<()> {
    install_npm(tools, &root().join("bench"), "the benchmark's npm packages")
}

/// What the lock file in `folder` names, unless it is there.
fn install_npm(tools: &Tools, folder: &Path, what: &str) -> Result<()> {
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

/// Everything that a release build needs.
pub fn build() -> Result<Tools> {
    let mut tools = npm()?;
    wasm_target()?;
    // Trunk's own lock file is part of what was tested; the one wasm-bindgen-cli
    // ships has gone stale before.
    install(
        &mut tools,
        "trunk",
        "trunk",
        TRUNK,
        &["--locked"],
        "9 minutes",
    )?;
    let bindgen = locked_version("wasm-bindgen")?;
    install(
        &mut tools,
        "wasm-bindgen-cli",
        "wasm-bindgen",
        &bindgen,
        &[],
        "3 minutes",
    )?;
    Ok(tools)
}

/// What looks at the licences and sources of Rust's packages.
pub fn deny(tools: &mut Tools) -> Result<()> {
    install(
        tools,
        "cargo-deny",
        "cargo-deny",
        DENY,
        &["--locked"],
        "4 minutes",
    )
}

/// What breaks Rust code on purpose.
pub fn mutants(tools: &mut Tools) -> Result<()> {
    install(
        tools,
        "cargo-mutants",
        "cargo-mutants mutants",
        MUTANTS,
        &["--locked"],
        "4 minutes",
    )
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
    let found = ask(Tools::new()?.command("rustc").args(rustc))
        .is_some_and(|folder| PathBuf::from(folder).is_dir());
    if found {
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

/// Installs `package` unless `program`, a command with what it needs to take `--version`,
/// is there in that version.
fn install(
    tools: &mut Tools,
    package: &str,
    program: &str,
    version: &str,
    options: &[&str],
    time: &str,
) -> Result<()> {
    let has_version = |tools: &Tools| {
        let mut words = program.split(' ');
        let mut command = tools.command(words.next().unwrap_or_default());
        ask(command.args(words).arg("--version"))
            .is_some_and(|line| line.split(' ').nth(1) == Some(version))
    };
    if has_version(tools) {
        return Ok(());
    }
    let folder = tools_folder()?.join(format!("{package}-{version}"));
    tools.add(folder.join("bin"))?;
    if has_version(tools) {
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
            Ok(()) if has_version(tools) => return Ok(()),
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
                .args(options)
                .arg("--root")
                .arg(&folder)
                .arg("--target-dir")
                .arg(&work),
            "Check that cargo can reach its registry and that a C compiler is installed, then try again.",
        )?;
        fs::remove_dir_all(&work).with_context(|| format!("cannot remove {}", work.display()))
    })?;
    if !has_version(tools) {
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

/// The version of `package` in `Cargo.lock`; the tool must match it exactly.
fn locked_version(package: &str) -> Result<String> {
    let lock = fs::read_to_string(root().join("Cargo.lock"))
        .context("cannot read Cargo.lock. Restore it from the repository")?;
    version_in(&lock, package)
        .with_context(|| format!("Cargo.lock has no {package}. Restore it from the repository"))
}

fn version_in(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name).skip(1);
    let version = lines
        .next()?
        .strip_prefix("version = \"")?
        .strip_suffix('"')?;
    Some(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_locked_version_of_that_very_package() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.80\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(version_in(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in(lock, "wasm"), None);
    }
}
