//! The release build: made beside, then put in the place of the last one. Must not know
//! how tools are installed, or what is made.

use std::env;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::artifacts::Profile;
use crate::run::{Tools, alone, root};
use crate::{artifacts, setup, styles};

/// Where the built page is.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// Sets up what is missing and builds into [`dist`], or where Trunk calls this
/// (`Trunk.toml`), into its staging folder, which it puts there.
pub fn build() -> Result<()> {
    let tools = setup::build()?;
    match env::var_os("TRUNK_STAGING_DIR") {
        Some(staging) => {
            let _alone = alone()?;
            make(&tools, Path::new(&staging))
        }
        None => release(&tools),
    }
}

/// Builds into [`dist`] with tools that are there. A build that fails leaves the last one.
pub fn release(tools: &Tools) -> Result<()> {
    let _alone = alone()?;
    let folder = root().join("target/dist");
    make(tools, &folder)?;
    let dist = dist();
    remove(&dist)?;
    fs::rename(&folder, &dist).with_context(|| {
        format!(
            "cannot put {} in its place. Close what has a file of it open and try again",
            dist.display()
        )
    })
}

/// Everything, in this folder and nothing else there.
fn make(tools: &Tools, folder: &Path) -> Result<()> {
    remove(folder)?;
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    styles::compile(tools, Profile::Release)?;
    artifacts::make(tools, folder)
}

fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error).with_context(|| {
            format!(
                "cannot remove {}. Close what has a file of it open and try again",
                folder.display()
            )
        }),
        _ => Ok(()),
    }
}
