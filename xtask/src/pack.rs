//! `cargo xtask pack`: a pack that has been proved, as one file that a page can name.
//! Must not know how it is read there.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use guidance_core::content::packed;

use crate::check;

/// Proves the pack in a folder and writes it.
pub fn pack(folder: Option<PathBuf>, to: Option<PathBuf>) -> Result<()> {
    let folder = folder.unwrap_or_else(check::shipped);
    let (texts, loaded) = check::load_with_texts(&folder)?;
    let pack = loaded.pack;
    let json = packed::pack(&texts)?;
    let to = to.unwrap_or_else(|| PathBuf::from(format!("{}.json", pack.id)));
    fs::write(&to, &json).with_context(|| format!("cannot write {}", to.display()))?;
    println!(
        "✓ {} holds the pack {} ({} bytes). Put it beside the page and name it there: <guidance-widget pack=\"{}\">",
        to.display(),
        pack.id,
        json.len(),
        to.file_name().unwrap_or_default().display(),
    );
    Ok(())
}
