//! What a change must pass: which steps there are, what each needs, and which run side by
//! side. A step is a process of its own, so that its words stay together. Must not know how
//! a step does its work.

pub mod table;

use std::collections::BTreeMap;
use std::env;
use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{Condvar, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::needs::{self, Found, WITHOUT};
use crate::run::{ALONE, Seconds, Tools, alone, read, root, run, step};
use crate::{build, check, fuzz, nightly, setup};

const FORMAT: &str = "Run `cargo fmt --all`, look at what it changed, and try again.";
const CLIPPY: &str = "Put right what clippy says above; an exception needs a reason beside it.";
const PACKAGES: &str = "Take another package, or put an exception with its reason into deny.toml.";
const NATIVE: &str = "Put right what failed above. One test alone: `cargo test NAME`, with \
                      OPENXML_AUDIT set as said above it or GUIDANCE_WITHOUT=office.";
const SCRIPTS: &str =
    "Put right what is said above. `npx biome format --write` formats all scripts.";
const BROWSER: &str = "Put right what failed above. One file alone: `node tests/browser/run.mjs \
                       FILE`, with the variables set as said above it.";

const SCREEN_READER: &str = "Something else was said than in the transcript beside run.mjs. Read \
                             both; where the new one is right, UPDATE_EXPECT=1 writes it.";

/// How much is tried.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// While writing: what takes seconds.
    Fast,
    /// Before a change lands: every checker, and each kind of fault, page and output.
    Gate,
    /// Once a day: the gate, and each kind in every state, engine and size.
    Nightly,
}

/// One thing that is tried.
struct Step {
    id: &'static str,
    name: &'static str,
    /// Which of [`needs`] it cannot do without.
    needs: &'static [&'static str],
    /// Which steps must have passed.
    after: &'static [&'static str],
    work: Work,
}

enum Work {
    Plain(fn(&Tools) -> Result<()>),
    /// Those of the built files in the lane of run.mjs that is called as the step is.
    BrowserTests,
}

const fn plain(id: &'static str, name: &'static str, work: fn(&Tools) -> Result<()>) -> Step {
    Step {
        id,
        name,
        needs: &[],
        after: &[],
        work: Work::Plain(work),
    }
}

const fn in_browser(id: &'static str, name: &'static str, needs: &'static [&'static str]) -> Step {
    Step {
        id,
        name,
        needs,
        after: &["build"],
        work: Work::BrowserTests,
    }
}

const STEPS: [Step; 18] = [
    plain("format", "Formatting", |tools| {
        cargo(tools, "fmt --all --check", FORMAT)
    }),
    plain("scripts", "Scripts and styles", scripts),
    plain("content", "Content check", |_| {
        check::check(None, false, None)
    }),
    plain("fast-tests", "Fast native tests", fast_tests),
    plain("clippy", "Clippy, and compile the tests", clippy),
    Step {
        after: &["clippy"],
        ..plain("native", "Native tests", native_tests)
    },
    plain("packages", "Licences and sources of packages", |tools| {
        let mut tools = tools.clone();
        setup::deny(&mut tools)?;
        cargo(
            &tools,
            "deny --workspace --locked check bans licenses sources",
            PACKAGES,
        )
    }),
    Step {
        needs: &["fuzzer"],
        ..plain("fuzz", "Fuzzing, 20 s each", |tools| fuzz::short(tools, 20))
    },
    plain("build", "Release build", build::release),
    in_browser("chromium-1", "Chromium, the first half", &["chromium"]),
    in_browser("chromium-2", "Chromium, the second half", &["chromium"]),
    in_browser("firefox-1", "Firefox, the first half", &["firefox"]),
    in_browser("firefox-2", "Firefox, the second half", &["firefox"]),
    in_browser("alone", "Browser tests of time and memory", &["chromium"]),
    plain("trunk", "Trunk builds the same", nightly::trunk),
    plain(
        "two-folders",
        "Two folders, the same bytes",
        nightly::two_folders,
    ),
    plain(
        "windows",
        "A clone with Windows line endings",
        nightly::windows,
    ),
    Step {
        needs: &["screen-reader", "chromium", "firefox"],
        after: &["build"],
        ..plain("screen-reader", "A screen reader, by its keys", |tools| {
            let mut node = tools.command("node");
            let both = ["tests/screen-reader/run.mjs", "chromium", "firefox"];
            run(node.args(both), SCREEN_READER)
        })
    },
];

/// Groups of steps, one group after the other. Of a group [`AT_ONCE`] run, always the
/// first that can.
type Groups = &'static [&'static [&'static str]];

/// One more than the two cores: a step waits now and then.
const AT_ONCE: usize = 3;

const FAST: Groups = &[&["fast-tests", "scripts", "format", "content"]];
const GATE: Groups = &[
    &[
        "build",
        "clippy",
        "format",
        "scripts",
        "content",
        "chromium-2",
        "chromium-1",
        "native",
        "firefox-1",
        "firefox-2",
        "packages",
    ],
    &["alone"],
];
/// After the gate, whose tests all run in every state then. What a screen reader says hangs on
/// the time that others leave it.
const NIGHTLY: Groups = &[
    &["trunk", "windows", "fuzz"],
    &["two-folders"],
    &["screen-reader"],
];

/// Runs everything of this extent.
pub fn test(extent: Extent) -> Result<()> {
    let _alone = if extent == Extent::Fast {
        None
    } else {
        alone()?
    };
    let began = Instant::now();
    let mut runs = Runs::default();
    if extent == Extent::Fast {
        step("Set-up", || setup::lints().and_then(|()| setup::npm()))?;
        // Nothing that it runs calls another program.
        runs.without.push_str("office,poppler,python");
    } else {
        let found = set_up(extent)?;
        runs.left_out = found.left_out();
        runs.without = found.without();
        runs.programs = found.programs;
        runs.missing = found.missing.iter().map(|need| need.id).collect();
    }
    let groups = match extent {
        Extent::Fast => vec![FAST],
        Extent::Gate => vec![GATE],
        Extent::Nightly => vec![GATE, NIGHTLY],
    };
    runs.nightly = extent == Extent::Nightly;
    for group in groups.into_iter().flatten() {
        let left = Mutex::new(group.to_vec());
        thread::scope(|scope| {
            for _ in 0..AT_ONCE {
                scope.spawn(|| {
                    while let Some(id) = runs.next(&left) {
                        runs.one(id);
                    }
                });
            }
        });
    }
    runs.print(began.elapsed())
}

/// One step alone, as [`test`] starts it.
pub fn one(id: &str) -> Result<()> {
    let Some(step) = STEPS.iter().find(|step| step.id == id) else {
        let ids: Vec<_> = STEPS.iter().map(|step| step.id).collect();
        bail!("There is no step {id}. These are: {}.", ids.join(", "));
    };
    let tools = Tools::new()?;
    match step.work {
        Work::Plain(work) => work(&tools),
        Work::BrowserTests => browser_tests(&tools, step.id),
    }
}

/// Everything that is not there, asked for once, then installed side by side.
fn set_up(extent: Extent) -> Result<Found> {
    step("Set-up", || {
        let tools = setup::node()?;
        let mut also = setup::missing_tools(&tools)?;
        let nightly = extent == Extent::Nightly;
        if nightly {
            also.extend(setup::missing_at_night(&tools)?);
        }
        let found = needs::set_up(&also, nightly)?;
        thread::scope(|scope| {
            let compiled = scope.spawn(|| {
                let mut tools = Tools::new()?;
                setup::deny(&mut tools)?;
                setup::engines(&tools)?;
                if nightly {
                    setup::trunk(&mut tools)?;
                    setup::outside(&tools)?;
                }
                anyhow::Ok(())
            });
            setup::lints()?;
            setup::build()?;
            if found.has("python") {
                setup::validator(&tools)?;
            }
            crate::run::ended(compiled)
        })?;
        Ok(found)
    })
}

/// What has run, and what it may use.
#[derive(Default)]
struct Runs {
    programs: Vec<(&'static str, PathBuf)>,
    missing: Vec<&'static str>,
    without: String,
    left_out: Vec<String>,
    nightly: bool,
    ended: Mutex<BTreeMap<&'static str, Ended>>,
    more: Condvar,
}

struct Ended {
    time: Duration,
    how: How,
}

#[derive(Clone, Copy, PartialEq)]
enum How {
    Passed,
    Failed,
    Skipped,
}

impl Runs {
    /// Runs a step, if those before it have passed, and shows what it said.
    fn one(&self, id: &'static str) {
        let Some(step) = STEPS.iter().find(|step| step.id == id) else {
            return self.end(id, Duration::ZERO, How::Failed);
        };
        if !self.have_passed(step.after) || step.needs.iter().any(|it| self.missing.contains(it)) {
            println!("- {} is skipped", step.name);
            return self.end(id, Duration::ZERO, How::Skipped);
        }
        println!("→ {}", step.name);
        let start = Instant::now();
        let result = self.in_its_own_process(id);
        let time = start.elapsed();
        let (log, how) = match &result {
            Ok((log, true)) => (log.as_str(), How::Passed),
            Ok((log, false)) => (log.as_str(), How::Failed),
            Err(_) => ("", How::Failed),
        };
        let mark = if how == How::Passed { '✓' } else { '✗' };
        // One call, so that the words of two steps do not mix.
        println!("{log}\n{mark} {}, {}", step.name, Seconds(time));
        if let Err(error) = result {
            println!("  {error:#}");
        }
        self.end(id, time, how);
    }

    fn in_its_own_process(&self, id: &str) -> Result<(String, bool)> {
        let folder = root().join("target/test");
        let path = folder.join(format!("{id}.log"));
        let log = fs::create_dir_all(&folder).and_then(|()| File::create(&path));
        let log = log.with_context(|| {
            format!(
                "cannot write {}. Check the disk and try again",
                path.display()
            )
        })?;
        let both = log.try_clone().context("cannot share a file")?;
        let program = env::current_exe().context("this program cannot find itself")?;
        let mut command = Command::new(program);
        command.args(["test", "--step", id]).current_dir(root());
        command.env(ALONE, "1").env(WITHOUT, &self.without);
        if self.nightly {
            command.env("NIGHTLY", "1");
        }
        command.envs(
            self.programs
                .iter()
                .map(|(variable, path)| (variable, path)),
        );
        command.stdin(Stdio::null()).stdout(log).stderr(both);
        let status = command.status().context("a step did not start")?;
        let log = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok((String::from_utf8_lossy(&log).into_owned(), status.success()))
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<&'static str, Ended>> {
        self.ended
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn end(&self, id: &'static str, time: Duration, how: How) {
        self.lock().insert(id, Ended { time, how });
        self.more.notify_all();
    }

    /// The first step that is left whose own steps before it have ended: waits for one.
    fn next(&self, left: &Mutex<Vec<&'static str>>) -> Option<&'static str> {
        let mut ended = self.lock();
        loop {
            let mut left = left.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            let ready = |id: &&str| {
                let step = STEPS.iter().find(|step| step.id == *id);
                step.is_none_or(|step| step.after.iter().all(|it| ended.contains_key(it)))
            };
            if let Some(row) = left.iter().position(ready) {
                return Some(left.remove(row));
            }
            if left.is_empty() {
                return None;
            }
            drop(left);
            let woken = self.more.wait(ended);
            ended = woken.unwrap_or_else(|poisoned| poisoned.into_inner());
        }
    }

    fn have_passed(&self, ids: &[&str]) -> bool {
        let ended = self.lock();
        ids.iter()
            .all(|id| ended.get(id).is_some_and(|it| it.how == How::Passed))
    }

    fn print(&self, together: Duration) -> Result<()> {
        let ended = self.lock();
        println!("\nSummary");
        for step in &STEPS {
            let Some(Ended { time, how }) = ended.get(step.id) else {
                continue;
            };
            let mark = match how {
                How::Passed => '✓',
                How::Failed => '✗',
                How::Skipped => '-',
            };
            println!("  {mark} {:<34} {}", step.name, Seconds(*time));
        }
        println!(
            "    {:<34} {}, some side by side",
            "together",
            Seconds(together)
        );
        let of = |wanted: How| {
            let steps = STEPS
                .iter()
                .filter(|it| ended.get(it.id).is_some_and(|it| it.how == wanted));
            steps.map(|it| it.name).collect::<Vec<_>>()
        };
        let failed = of(How::Failed);
        if !failed.is_empty() {
            bail!(
                "Failed: {}. The reasons are above, and in target/test/.",
                failed.join(", ")
            );
        }
        if self.left_out.is_empty() {
            println!("✓ All passed");
        } else {
            println!(
                "✓ What can run here has passed. Left out: {}",
                self.left_out.join(", ")
            );
        }
        Ok(())
    }
}

fn cargo(tools: &Tools, arguments: &str, advice: &str) -> Result<()> {
    run(
        tools.command("cargo").args(arguments.split_whitespace()),
        advice,
    )
}

/// Lets clippy compile the workspace's own packages, with every warning an error: a run of
/// `cargo clippy` would compile all of them, and all that they need, once more. (This is
/// what `cargo clippy` itself tells cargo, of the one toolchain that there is.)
fn linted<'c>(tools: &Tools, cargo: &'c mut Command) -> Result<&'c mut Command> {
    let mut rustc = tools.command("rustc");
    let advice = "Install Rust with rustup, then try again.";
    let sysroot = read(rustc.args(["--print", "sysroot"]), advice)?;
    let driver = format!("clippy-driver{}", env::consts::EXE_SUFFIX);
    let driver = PathBuf::from(sysroot.trim()).join("bin").join(driver);
    cargo.env("RUSTC_WORKSPACE_WRAPPER", driver);
    let between = "__CLIPPY_HACKERY__";
    Ok(cargo.env("CLIPPY_ARGS", format!("-D{between}warnings{between}")))
}

/// The format and the faults of scripts, their types, and the faults of styles.
fn scripts(tools: &Tools) -> Result<()> {
    let program = |name: &str| root().join("node_modules").join(name);
    let mut biome = tools.command("node");
    biome.arg(program("@biomejs/biome/bin/biome"));
    run(biome.args(["check", "--error-on-warnings"]), SCRIPTS)?;
    for project in ["src", "tests/browser", "bench"] {
        let mut types = tools.command("node");
        types
            .arg(program("typescript/bin/tsc"))
            .args(["--project", project]);
        run(&mut types, SCRIPTS)?;
    }
    let mut styles = tools.command("node");
    styles.arg(program("stylelint/bin/stylelint.mjs"));
    run(
        styles.args(["**/*.{scss,css}", "--max-warnings=0"]),
        SCRIPTS,
    )
}

/// What is compiled natively, with its tests, and what only the browser has.
fn clippy(tools: &Tools) -> Result<()> {
    let mut compile = tools.command("cargo");
    compile.args(["test", "--workspace", "--no-run"]);
    let native = run(linted(tools, &mut compile)?, CLIPPY);
    let arguments = "clippy --release --target wasm32-unknown-unknown -p guidance-widget -p guidance-packs -- -D warnings";
    cargo(tools, arguments, CLIPPY).and(native)
}

fn fast_tests(tools: &Tools) -> Result<()> {
    // Both packages at once, so that each compiles beside the other.
    let tests = "test --package guidance-core --package guidance-widget --test flow --test shipped_pack \
                 --test packed --test layers --test session";
    cargo(tools, tests, NATIVE)
}

fn native_tests(tools: &Tools) -> Result<()> {
    let mut tests = tools.command("cargo");
    tests.args(["test", "--workspace", "--no-fail-fast"]);
    linted(tools, &mut tests)?;
    let without = env::var(WITHOUT).unwrap_or_default();
    if !without.split(',').any(|it| it == "python") {
        let validator = setup::validator(tools)?;
        println!("  OPENXML_AUDIT={}", validator.display());
        tests.env("OPENXML_AUDIT", validator);
    }
    run(&mut tests, NATIVE)
}

/// Builds, walks the journeys of docs/minutes.md, and writes what they take into it.
pub fn minutes() -> Result<()> {
    let tools = setup::build()?;
    let chromium = needs::chromium(None)?;
    build::release(&tools)?;
    let mut node = tools.command("node");
    node.args([
        "--test-reporter=spec",
        "tests/browser/run.mjs",
        "tests/browser/minutes.test.mjs",
    ]);
    node.env(chromium.0, chromium.1)
        .env("GUIDANCE_DIST", build::dist())
        .env("BROWSERS", "chromium")
        .env("UPDATE_EXPECT", "1");
    run(
        &mut node,
        "docs/minutes.md has what was counted; what is too much is said above.",
    )
}

/// The tests of one browser, or those that measure, which run alone.
fn browser_tests(tools: &Tools, lane: &str) -> Result<()> {
    let mut node = tools.command("node");
    let program = env::current_exe().context("this program cannot find itself")?;
    node.env("GUIDANCE_DIST", build::dist())
        .env("XTASK", program);
    if env::var_os("NIGHTLY").is_some() {
        let python = format!("python{}", env::consts::EXE_SUFFIX);
        node.env("PYTHON", setup::validator(tools)?.with_file_name(python));
    }
    println!("  GUIDANCE_DIST={}", build::dist().display());
    for variable in ["CHROMIUM", "FIREFOX"] {
        let path = env::var(variable).unwrap_or_default();
        println!("  {variable}={path}");
    }
    node.args([
        "--test-reporter=spec",
        "tests/browser/run.mjs",
        "--lane",
        lane,
    ]);
    run(&mut node, BROWSER)
}
