//! Everything that a change must pass, in order, each step with its time. Must
//! not know how a step does its work.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::run::{Seconds, Tools, root, run, step};
use crate::{browsers, build, check, fuzz, setup, styles};

const FORMAT: &str = "Run `cargo fmt --all`, look at what it changed, and try again.";
const CLIPPY: &str = "Put right what clippy says above; an exception needs a reason beside it.";
const PACKAGES: &str = "Take another package, or put an exception with its reason into deny.toml.";
const NATIVE: &str = "Put right what failed above. One test alone: `cargo test NAME`, with \
                      OPENXML_AUDIT set as said above it or GUIDANCE_WITHOUT_OFFICE=1.";
const BROWSER: &str = "Put right what failed above. One file alone needs CHROMIUM, FIREFOX and \
                       GUIDANCE_DIST set, as said above it.";

/// Runs the native part, and unless `quick`, the release build in both browsers.
pub fn test(quick: bool) -> Result<()> {
    let mut run_through = RunThrough::default();
    let result = run_through.all(quick);
    run_through.print();
    result?;
    println!("✓ All passed");
    Ok(())
}

/// The steps so far and how long each took.
#[derive(Default)]
struct RunThrough {
    steps: Vec<(&'static str, Duration, bool)>,
}

impl RunThrough {
    fn all(&mut self, quick: bool) -> Result<()> {
        let (tools, browsers, validator) = self.step("Set-up", || {
            setup::lints()?;
            setup::wasm_target()?;
            if quick {
                return Ok((setup::npm()?, Vec::new(), None));
            }
            let mut tools = setup::build()?;
            setup::deny(&mut tools)?;
            let browsers = browsers::set_up()?;
            let validator = setup::validator(&tools)?;
            Ok((tools, browsers, Some(validator)))
        })?;
        self.step("Formatting", || cargo(&tools, "fmt --all --check", FORMAT))?;
        self.step("Clippy", || {
            cargo(
                &tools,
                "clippy --workspace --all-targets -- -D warnings",
                CLIPPY,
            )
        })?;
        self.step("Clippy for the browser", || {
            // The module carries the style sheet, so it must be there.
            styles::compile(&tools)?;
            let arguments =
                "clippy --target wasm32-unknown-unknown -p guidance-widget -- -D warnings";
            cargo(&tools, arguments, CLIPPY)
        })?;
        self.step("Native tests", || {
            let mut tests = tools.command("cargo");
            tests.args(["test", "--workspace", "--no-fail-fast"]);
            match validator {
                Some(program) => {
                    println!("  OPENXML_AUDIT={}", program.display());
                    tests.env("OPENXML_AUDIT", program)
                }
                // The quick run needs nothing but rustup and Node.
                None => tests.env("GUIDANCE_WITHOUT_OFFICE", "1"),
            };
            run(&mut tests, NATIVE)
        })?;
        self.step("Content check", || check::check(None, false, None))?;
        if quick {
            return Ok(());
        }
        self.step("Licences and sources of packages", || {
            let arguments = "deny --workspace --locked check bans licenses sources";
            cargo(&tools, arguments, PACKAGES)
        })?;
        self.step("Fuzzing, 10 s each", || fuzz::short(&tools))?;
        self.step("Release build", || build::release(&tools))?;
        self.step("Browser tests", || browser_tests(&tools, &browsers))
    }

    fn step<T>(&mut self, name: &'static str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let start = Instant::now();
        let result = step(name, work);
        self.steps.push((name, start.elapsed(), result.is_ok()));
        result
    }

    fn print(&self) {
        println!("\nSummary");
        let mut total = Duration::ZERO;
        for (name, time, passed) in &self.steps {
            total += *time;
            let mark = if *passed { '✓' } else { '✗' };
            println!("  {mark} {name:<24} {}", Seconds(*time));
        }
        println!("    {:<24} {}", "together", Seconds(total));
    }
}

fn cargo(tools: &Tools, arguments: &str, advice: &str) -> Result<()> {
    run(tools.command("cargo").args(arguments.split(' ')), advice)
}

fn browser_tests(tools: &Tools, browsers: &[(&str, PathBuf)]) -> Result<()> {
    let folder = root().join("tests/browser");
    let mut files: Vec<PathBuf> = folder
        .read_dir()
        .with_context(|| {
            format!(
                "cannot list {}. Restore it from the repository",
                folder.display()
            )
        })?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.to_string_lossy().ends_with(".test.mjs"))
        .collect();
    files.sort();
    // Without any file node would look for tests of its own and could pass.
    if files.is_empty() {
        bail!(
            "{} has no *.test.mjs. Restore them from the repository.",
            folder.display()
        );
    }
    let mut node = tools.command("node");
    node.arg("--test").env("GUIDANCE_DIST", build::dist());
    println!("  GUIDANCE_DIST={}", build::dist().display());
    for (variable, program) in browsers {
        println!("  {variable}={}", program.display());
        node.env(variable, program);
    }
    // One browser at a time: side by side they slow each other into time-outs
    // on two cores. Specification style also where the output is not a terminal.
    node.args(["--test-concurrency=1", "--test-reporter=spec"]);
    run(node.args(files), BROWSER)
}
