//! What `cargo xtask serve` shows: the module build alone, compiled quickly, each part by
//! itself so that only what has changed is made anew. Must not know what changes, or who
//! looks at it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::engine::{Engine, Profile};
use super::{COPIED, READER, WASM, WIDGET, bundle, copy, pages, write_file};
use crate::run::{Tools, root};

/// An empty place, until the widget has printed its first screen once.
const NO_SCREEN: &str = "<div></div>";

/// The parts, in a folder that is served.
pub struct Quick {
    tools: Tools,
    folder: PathBuf,
    widget: Engine,
    reader: Engine,
}

impl Quick {
    /// Keeps what an earlier run has left in `folder`.
    pub fn new(tools: Tools, folder: PathBuf) -> Result<Self> {
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(Self {
            tools,
            folder,
            widget: Engine::of(WIDGET, Profile::Quick),
            reader: Engine::of(READER, Profile::Quick),
        })
    }

    /// Where everything is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Compiles the widget's module.
    pub fn compile(&self) -> Result<PathBuf> {
        self.widget.compile(&self.tools)
    }

    /// The widget's module that [`Self::compile`] gave, for the page.
    pub fn bind(&self, compiled: &Path) -> Result<()> {
        self.widget.bind(&self.tools, compiled)?;
        if !self.widget.has_first_screen() {
            self.widget.keep_first_screen(NO_SCREEN)?;
        }
        let to = self.folder.join(WASM);
        fs::copy(self.widget.wasm(), to).context("cannot copy the module")?;
        Ok(())
    }

    /// The widget's script, with the styles and the bindings, and the page's own files.
    pub fn script(&self) -> Result<()> {
        self.copy_files()?;
        bundle::module(&self.tools, &self.widget, &self.folder)
    }

    /// The reader of packs.
    pub fn reader(&self) -> Result<()> {
        let compiled = self.reader.compile(&self.tools)?;
        self.reader.bind(&self.tools, &compiled)?;
        bundle::packs(&self.tools, &self.reader, &self.folder)
    }

    /// What the widget prints of itself: the first screen for the next script, the guidance
    /// for the next page.
    pub fn print(&self) -> Result<()> {
        let printed = pages::print(&self.tools)?;
        self.widget.keep_first_screen(&printed.first_screen)?;
        write_file(&guidance(), &printed.guidance)
    }

    fn copy_files(&self) -> Result<()> {
        let mut files = COPIED.iter();
        files.try_for_each(|file| copy(&root().join(file), &self.folder))
    }

    /// The example page, with the guidance as it was last printed.
    pub fn page(&self) -> Result<String> {
        pages::example(&fs::read_to_string(guidance()).unwrap_or_default())
    }
}

fn guidance() -> PathBuf {
    root().join("target/engines-quick/guidance.html")
}
