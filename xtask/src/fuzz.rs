//! LLVM's fuzzer on the targets of `fuzz/`: builds them for it, gives it something to
//! begin with, and tells what it did and found. Must not know what a target holds.
//!
//! `cargo fuzz` would do the same with a nightly toolchain; what it passes to the
//! compiler for coverage is open to a stable one, too.

use std::collections::VecDeque;
use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use guidance_core::{
    content::{self, packed},
    flow::codes,
    letter::FieldKind,
    outcomes::Complete,
};

use crate::check;
use crate::run::{Seconds, Tools, read, root, run, step};

/// How long a target is fuzzed unless told otherwise, in seconds.
pub const SECONDS: u64 = 600;

/// The most memory that a target may take, in megabytes, and the most time for one
/// input, in seconds. Machines differ: the time is what would be a hang anywhere.
const MEMORY: u32 = 512;
const TIME: u32 = 10;

const REPAIR: &str = "Put right what does not compile; g++ must be installed.";

/// What the compiler has to add so that the fuzzer sees where an input gets to.
const COVERAGE: &str = "--cfg fuzzing -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";

/// Where this is set, this program is the compiler, which adds [`COVERAGE`]: cargo gives it
/// what is ours, and compiles the packages as it does for the tests, which have them already.
const AS_RUSTC: &str = "GUIDANCE_AS_RUSTC";

/// Compiles, if this program was started for that.
pub fn as_rustc() -> Option<ExitCode> {
    env::var_os(AS_RUSTC)?;
    let mut arguments = env::args_os().skip(1);
    let mut rustc = Command::new(arguments.next()?);
    rustc.args(arguments).args(COVERAGE.split_whitespace());
    let compiled = rustc.status().is_ok_and(|it| it.success());
    Some(if compiled {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

struct Target {
    name: &'static str,
    /// The longest input.
    bytes: u32,
    /// Inputs to begin with.
    seeds: fn() -> Result<Vec<String>>,
}

const TARGETS: [Target; 5] = [
    Target {
        name: "answers",
        bytes: 2_000,
        seeds: addresses,
    },
    Target {
        name: "case",
        bytes: 4_000,
        seeds: cases,
    },
    Target {
        name: "letter",
        bytes: 4_000,
        // Its inputs are bytes: which words they make is for the fuzzer to find.
        seeds: || Ok(vec![include_str!("../../fuzz/words.dict").to_owned()]),
    },
    Target {
        name: "pack",
        bytes: 200_000,
        seeds: packs,
    },
    Target {
        name: "source",
        bytes: 20_000,
        seeds: pages,
    },
];

/// What one run did.
#[derive(Default)]
struct Told {
    executions: String,
    edges: String,
    features: String,
    peak: String,
}

/// Fuzzes one target or all, one after the other, and keeps what is learned for the
/// next time.
pub fn fuzz(name: Option<&str>, seconds: u64) -> Result<()> {
    let targets: Vec<_> = TARGETS
        .iter()
        .filter(|it| name.is_none_or(|name| name == it.name))
        .collect();
    if targets.is_empty() {
        let names = TARGETS.map(|it| it.name).join(", ");
        bail!("There is no such target. These are: {names}.");
    }
    let tools = Tools::new()?;
    let programs = step("Build the fuzz targets (some minutes)", || build(&tools))?;
    for target in targets {
        target.run(&tools, &programs, seconds, &folder("corpus"))?;
    }
    Ok(())
}

/// A short run of all targets from the same beginnings, so long each.
pub fn short(tools: &Tools, seconds: u64) -> Result<()> {
    if cfg!(windows) {
        println!("  not on Windows, where Rust has no coverage for LLVM's fuzzer");
        return Ok(());
    }
    let programs = build_ours(tools)?;
    let corpus = folder("short");
    for target in &TARGETS {
        if corpus.exists() {
            fs::remove_dir_all(&corpus).context("cannot remove the last run's inputs")?;
        }
        target.run(tools, &programs, seconds, &corpus)?;
    }
    Ok(())
}

fn folder(name: &str) -> PathBuf {
    root().join("target/fuzz").join(name)
}

/// Builds the targets so that the fuzzer sees into our own packages; gives the folder of
/// their programs.
fn build_ours(tools: &Tools) -> Result<PathBuf> {
    let program = env::current_exe().context("this program cannot find itself")?;
    let mut cargo = tools.command("cargo");
    cargo.args(["build", "--package", "guidance-fuzz", "--bins"]);
    cargo.args(["--features", "libfuzzer"]);
    cargo.env("RUSTC_WORKSPACE_WRAPPER", program);
    run(cargo.env(AS_RUSTC, "1"), REPAIR)?;
    Ok(root().join("target/debug"))
}

/// The same, so that it sees into every package that they use.
fn build(tools: &Tools) -> Result<PathBuf> {
    let about = read(
        tools.command("rustc").arg("-vV"),
        "Install Rust with rustup, then try again.",
    )?;
    let host = about.lines().find_map(|it| it.strip_prefix("host: "));
    let host = host.context("rustc does not say for which machine it compiles")?;
    let mut cargo = tools.command("cargo");
    cargo.args(["build", "--package", "guidance-fuzz", "--bins"]);
    cargo.args(["--features", "libfuzzer", "--profile", "fuzz"]);
    // With a target named, build scripts are compiled without coverage. A folder of its
    // own keeps what others have compiled.
    cargo.args(["--target", host, "--target-dir", "target/fuzz"]);
    cargo.env("RUSTFLAGS", COVERAGE);
    run(&mut cargo, REPAIR)?;
    Ok(folder(host).join("fuzz"))
}

impl Target {
    fn run(&self, tools: &Tools, programs: &Path, seconds: u64, corpus: &Path) -> Result<()> {
        let (corpus, found) = (corpus.join(self.name), folder("found").join(self.name));
        let seeds = folder("seeds").join(self.name);
        for folder in [&corpus, &found, &seeds] {
            fs::create_dir_all(folder)
                .with_context(|| format!("cannot make {}", folder.display()))?;
        }
        for (row, seed) in (self.seeds)()?.iter().enumerate() {
            let file = seeds.join(row.to_string());
            fs::write(&file, seed).with_context(|| format!("cannot write {}", file.display()))?;
        }
        let program = programs.join(format!("fuzz-{}{}", self.name, env::consts::EXE_SUFFIX));
        let mut fuzzer = tools.command(program);
        fuzzer.args([&corpus, &seeds]).arg("-dict=fuzz/words.dict");
        fuzzer.arg(format!("-max_total_time={seconds}"));
        fuzzer.arg(format!("-max_len={}", self.bytes));
        fuzzer.arg(format!("-rss_limit_mb={MEMORY}"));
        fuzzer.arg(format!("-timeout={TIME}"));
        fuzzer.arg(format!("-artifact_prefix={}/", found.display()));
        fuzzer.arg("-print_final_stats=1");
        fuzzer.stdin(Stdio::null()).stderr(Stdio::piped());
        let mut running = fuzzer.spawn().context("the fuzzer did not start")?;
        let lines = running.stderr.take().map(BufReader::new);
        let (mut told, mut last) = (Told::default(), VecDeque::new());
        for line in lines.into_iter().flat_map(BufRead::lines) {
            let line = line.context("the fuzzer's words are no text")?;
            told.hear(&line);
            if last.len() == 60 {
                last.pop_front();
            }
            last.push_back(line);
        }
        if !running.wait().context("the fuzzer is gone")?.success() {
            last.iter().for_each(|line| eprintln!("    {line}"));
            bail!(
                "{0}: found something, and kept it in {1}. Put the file into fuzz/found/{0}/, which \
                 makes it a test, and run `cargo test -p guidance-fuzz` until it passes.",
                self.name,
                found.display()
            );
        }
        println!(
            "  {}: {} executions in {}, {} edges, {} features, at most {} MB, nothing found",
            self.name,
            told.executions,
            Seconds(Duration::from_secs(seconds)),
            told.edges,
            told.features,
            told.peak
        );
        Ok(())
    }
}

impl Told {
    /// A line of the fuzzer's: `#123 NEW cov: 45 ft: 67 …`, or `stat::name: 89`.
    fn hear(&mut self, line: &str) {
        let mut words = line.split_whitespace();
        while let Some(word) = words.next() {
            let place = match word {
                "cov:" => &mut self.edges,
                "ft:" => &mut self.features,
                "stat::number_of_executed_units:" => &mut self.executions,
                "stat::peak_rss_mb:" => &mut self.peak,
                _ => continue,
            };
            *place = words.next().unwrap_or_default().to_owned();
        }
    }
}

/// Every twentieth complete set of answers.
fn addresses() -> Result<Vec<String>> {
    let flow = check::load(&check::shipped())?.pack.flow;
    let complete = Complete::new(&flow, 20_000).context("too many sets of answers")?;
    let sets = complete.sets.iter().step_by(20);
    Ok(sets.map(|live| codes::encode(&flow, live)).collect())
}

/// A case with every field, passage and wish in it, but for its first line; see the target.
fn cases() -> Result<Vec<String>> {
    let pack = check::load(&check::shipped())?.pack;
    let letter = &pack.letter;
    let mut lines = vec!["answer\tsituation\tpublished".to_owned()];
    for field in letter.fields.rows() {
        let (kind, text) = match field.kind {
            FieldKind::Date => ("date", "3\r11\r2026"),
            _ => ("field", "Some words\rof mine"),
        };
        lines.push([kind, &*field.id, text].join("\t"));
    }
    for passage in letter.passages.rows() {
        for variant in passage.variants.rows() {
            lines.push(["passage", &*passage.id, &*variant.id].join("\t"));
            let name = [&*passage.id, &*variant.id].join("/");
            lines.push(["wording", &*name, "Words"].join("\t"));
        }
        lines.push(["confirmed", &*passage.id, "Somebody"].join("\t"));
    }
    for wish in letter.wishes.rows() {
        let preference = &letter.preferences[wish.preference].id;
        let name = [&**preference, &*wish.id].join("/");
        lines.push(["wish", &*name, "Yellow"].join("\t"));
    }
    lines.extend(
        [
            "meant\t\tA*B",
            "size\t\t18",
            "bold\t\t",
            "double-spacing\t\t",
        ]
        .map(str::to_owned),
    );
    Ok(vec![lines.join("\n")])
}

/// Every pack of the repository: sound ones without the words of the interface, which
/// are long, and those that are broken in one way each.
fn packs() -> Result<Vec<String>> {
    let broken = root().join("core/tests/broken");
    let listed = fs::read_dir(&broken).context("cannot list core/tests/broken")?;
    let mut folders: Vec<_> = listed.filter_map(|it| Some(it.ok()?.path())).collect();
    folders.extend(["content/recordings", "tests/packs/parking"].map(|it| root().join(it)));
    folders.sort();
    let base = texts(&broken.join("base"))?;
    let mut all = Vec::new();
    for folder in folders {
        let mut texts = texts(&folder)?;
        texts.retain(|name, _| !name.starts_with("strings/"));
        for (name, text) in &base {
            texts.entry(name.clone()).or_insert_with(|| text.clone());
        }
        all.push(packed::pack(&texts)?);
    }
    Ok(all)
}

fn texts(folder: &Path) -> Result<content::Texts> {
    content::read(folder).map_err(|problems| {
        let told: Vec<_> = problems.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("{}", told.join("\n"))
    })
}

/// The words of the released page.
fn pages() -> Result<Vec<String>> {
    let pack = check::load(&check::shipped())?.pack;
    let words = pack.source.sentences.rows().iter();
    let words: Vec<_> = words.map(|it| it.text.as_str()).collect();
    Ok(vec![words.join("\n\n")])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fuzzer_s_figures_are_read() {
        let mut told = Told::default();
        for line in [
            "#2\tINITED cov: 12 ft: 13 corp: 1/1b exec/s: 0 rss: 33Mb",
            "#99\tDONE   cov: 1500 ft: 4500 corp: 9/1Kb lim: 9 exec/s: 9 rss: 70Mb",
            "stat::number_of_executed_units: 99",
            "stat::peak_rss_mb:              71",
        ] {
            told.hear(line);
        }
        let read = [told.executions, told.edges, told.features, told.peak];
        assert_eq!(read, ["99", "1500", "4500", "71"]);
    }

    #[test]
    fn every_target_that_is_built_is_run_and_begins_with_something_that_counts() {
        let manifest = fs::read_to_string(root().join("fuzz/Cargo.toml")).unwrap();
        let built: Vec<_> = manifest
            .lines()
            .filter_map(|it| it.strip_prefix("name = \"fuzz-")?.strip_suffix('"'))
            .collect();
        assert_eq!(built, TARGETS.map(|it| it.name));
        for target in &TARGETS {
            let seeds = (target.seeds)().unwrap();
            let most = seeds.iter().map(String::len).max().unwrap_or(0);
            assert!(most <= usize::try_from(target.bytes).unwrap(), "{most}");
        }
    }
}
