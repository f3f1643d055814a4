//! The release build: Trunk with our tools. Must not know how tools are installed,
//! or what is made of the module afterwards.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::run::{Tools, root, run, step};
use crate::setup;

/// Where the built page is.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// Sets up what is missing and builds into [`dist`].
pub fn build() -> Result<()> {
    release(&setup::build()?)
}

/// Builds into [`dist`] with tools that are there.
pub fn release(tools: &Tools) -> Result<()> {
    step("Release build (about 2 minutes the first time)", || {
        run(&mut trunk(tools, "build"), "The reason is above.")
    })
}

/// Trunk in release mode, without the network.
pub fn trunk(tools: &Tools, command: &str) -> Command {
    let mut trunk = tools.command("trunk");
    trunk.args([command, "--release", "--offline"]);
    // No path of this machine ends up in the module: same source, same bytes. (Cargo
    // takes this apart at spaces, so with one in the path it must be left out.)
    let cargo = setup::cargo_home().map(|folder| folder.display().to_string());
    if let Some(cargo) = cargo.filter(|path| !path.contains(' ')) {
        trunk.env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
            format!("--remap-path-prefix={cargo}=cargo"),
        );
    }
    // Trunk refuses the customary NO_COLOR=1.
    if env::var_os("NO_COLOR").is_some() {
        trunk.env("NO_COLOR", "true");
    }
    trunk
}
