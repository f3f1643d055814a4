//! Child processes and progress: every command runs in the project's folder, is
//! named when it starts, and says what to do when it fails. Must not know what
//! any tool is for.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fmt::Display;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::ScopedJoinHandle;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// The folder that holds the workspace's `Cargo.toml`.
pub fn root() -> &'static Path {
    // xtask/ is one folder below it, wherever the checkout is.
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap_or(Path::new("."))
}

/// Runs one step, naming it before and giving its time after.
pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("→ {name}");
    let start = Instant::now();
    let result = work().with_context(|| format!("{name}: failed"))?;
    println!("✓ {name}, {}", Seconds(start.elapsed()));
    Ok(result)
}

/// The result of a thread; a panic in it goes on here.
pub fn ended<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread
        .join()
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// Set for the programs that a run starts, which share its right to be alone.
pub const ALONE: &str = "XTASK_ALONE";

/// The right to change `dist/` and what it is made from, until it is dropped. Waits for
/// another run in this checkout.
pub fn alone() -> Result<Option<File>> {
    if env::var_os(ALONE).is_some() {
        return Ok(None);
    }
    turn(&root().join("target"), "build").map(Some)
}

/// The only run that does `what` in this folder, until the file is dropped. Waits for
/// another one and says so.
pub fn turn(folder: &Path, what: &str) -> Result<File> {
    let (file, free) = try_turn(folder, what)?;
    if !free {
        println!("  Another run is at it ({what}). Waiting until it is done, then going on.");
        file.lock().context("cannot wait for another run")?;
    }
    Ok(file)
}

/// The same without waiting: the file, and whether nobody else has it.
pub fn try_turn(folder: &Path, what: &str) -> Result<(File, bool)> {
    let path = folder.join(format!("{what}.lock"));
    let file = fs::create_dir_all(folder)
        .and_then(|()| File::create(&path))
        .with_context(|| {
            format!(
                "cannot write {}. Check the disk and try again",
                path.display()
            )
        })?;
    match file.try_lock() {
        Ok(()) => Ok((file, true)),
        Err(TryLockError::WouldBlock) => Ok((file, false)),
        Err(TryLockError::Error(error)) => {
            Err(error).with_context(|| format!("cannot lock {}", path.display()))
        }
    }
}

/// A time as a person reads it: `0.4 s`, `12 s`, `3 min 20 s`.
pub struct Seconds(pub Duration);

impl Display for Seconds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let seconds = self.0.as_secs_f64();
        if seconds < 10.0 {
            write!(f, "{seconds:.1} s")
        } else if seconds < 60.0 {
            write!(f, "{seconds:.0} s")
        } else {
            write!(f, "{} min {:.0} s", self.0.as_secs() / 60, seconds % 60.0)
        }
    }
}

/// Where programs are looked for: our own tools, then everybody's.
#[derive(Clone)]
pub struct Tools {
    path: OsString,
}

impl Tools {
    /// The project's npm programs before the user's own `PATH`.
    pub fn new() -> Result<Self> {
        let path = env::var_os("PATH").unwrap_or_default();
        let mut tools = Self { path };
        tools.add(root().join("node_modules/.bin"))?;
        Ok(tools)
    }

    /// Looks in `folder` before everything known so far.
    pub fn add(&mut self, folder: PathBuf) -> Result<()> {
        let folders = std::iter::once(folder).chain(env::split_paths(&self.path));
        self.path = env::join_paths(folders)
            .context("a folder of tools has a character in its name that PATH cannot hold")?;
        Ok(())
    }

    /// A command that runs in the project's folder and finds these tools.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(root()).env("PATH", &self.path);
        command
    }

    /// The full path of `program`, if one of the folders has it.
    pub fn find(&self, program: &str) -> Option<PathBuf> {
        env::split_paths(&self.path)
            .map(|folder| folder.join(format!("{program}{}", env::consts::EXE_SUFFIX)))
            .find(|file| file.is_file())
    }
}

/// Runs the command with its output shown; `advice` says what to do if it fails.
pub fn run(command: &mut Command, advice: &str) -> Result<()> {
    let status = command.stdin(Stdio::null()).status();
    let status = status.with_context(|| cannot_start(command, advice))?;
    if !status.success() {
        bail!("`{}` failed ({status}). {advice}", Shown(command));
    }
    Ok(())
}

/// Runs the command and returns what it printed; `advice` as in [`run`].
pub fn read(command: &mut Command, advice: &str) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output();
    let output = output.with_context(|| cannot_start(command, advice))?;
    if !output.status.success() {
        bail!("`{}` failed ({}). {advice}", Shown(command), output.status);
    }
    String::from_utf8(output.stdout)
        .with_context(|| format!("`{}` printed something that is not UTF-8", Shown(command)))
}

/// What to do where the disk is so full that this is why something failed, or will.
pub fn full_disk() -> Option<String> {
    let told = ask(Command::new("df").arg("-Pk").arg(root()))?;
    let left = megabytes_left(&told).filter(|left| *left < 100)?;
    Some(format!(
        "The disk of {} has {left} MB left. Free some space (a whole run takes about 8 GB) and \
         run the same command again: it goes on where this one stopped.",
        root().display()
    ))
}

/// From the words of `df -Pk`.
fn megabytes_left(told: &str) -> Option<u64> {
    let left = told.lines().nth(1)?.split_whitespace().nth(3)?;
    left.parse::<u64>().ok().map(|kilobytes| kilobytes / 1_000)
}

/// What a program says when asked something small, or nothing if it cannot say.
pub fn ask(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

fn cannot_start(command: &Command, advice: &str) -> String {
    format!("`{}` did not start. {advice}", Shown(command))
}

struct Shown<'a>(&'a Command);

impl Display for Shown<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let program = Path::new(self.0.get_program());
        let name = program.file_name().unwrap_or(program.as_os_str());
        write!(f, "{}", name.display())?;
        for argument in self.0.get_args() {
            write!(f, " {}", argument.display())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn shown(milliseconds: u64, expected: &str) {
        let time = Seconds(Duration::from_millis(milliseconds));
        assert_eq!(time.to_string(), expected);
    }

    #[test]
    fn what_is_left_of_a_disk_is_read() {
        let told = "Filesystem 1024-blocks Used Available Capacity Mounted on\n\
                    /dev/vda 263174212 11534336 83886080 13% /\n";
        assert_eq!(megabytes_left(told), Some(83_886));
        assert_eq!(megabytes_left("nothing\n"), None);
    }

    #[test]
    fn times_read_naturally() {
        shown(400, "0.4 s");
        shown(12_300, "12 s");
        shown(200_000, "3 min 20 s");
    }
}
