//! The command line of the project: which commands there are, and nothing of
//! how they work.
//!
//! | module | owns |
//! | --- | --- |
//! | [`run`] | child processes, steps with their times, where the project is |
//! | [`setup`] | the tools for building and checking, installed where they are missing |
//! | [`needs`] | what the tests use besides: browsers and other programs |
//! | [`styles`] | Sass into the style sheet that the scripts carry |
//! | [`build`] | the release build |
//! | [`artifacts`] | everything that a portal can take, made from that build |
//! | [`serve`] | the built page on this machine |
//! | [`pack`] | a pack as one file for run time |
//! | [`check`] | the proof of a content pack, printed |
//! | [`diagnostics`] | its problems, drawn for people and listed for programs |
//! | [`report`] | the proof as a page to read and sign |
//! | [`fuzz`] | the fuzzer, and what it begins with |
//! | [`code_mutants`] | the core's code broken on purpose |
//! | [`survivors`] | what was broken without being noticed, and why it may be so |
//! | [`map`] | the map of the questions as a picture |
//! | [`diff`] | what a change to a pack means |
//! | [`words`] | conditions in the words of the questions |
//! | [`decide`] | what the page says for given answers |
//! | [`screens`] | answers that lead to every kind of screen |
//! | [`test`] | everything that a change must pass, in order |
//! | [`nightly`] | what is held once a day |
//! | [`size`] | what the module build weighs, crate by crate |
//! | [`bench`] | the widget measured beside its peers |

mod artifacts;
mod bench;
mod build;
mod check;
mod code_mutants;
mod decide;
mod diagnostics;
mod diff;
mod fuzz;
mod map;
#[cfg(test)]
mod mutants;
mod needs;
mod nightly;
mod pack;
#[cfg(test)]
mod packages;
mod report;
mod run;
mod screens;
mod serve;
mod setup;
mod size;
mod styles;
mod survivors;
mod test;
mod words;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use screens::Cover;
use test::Extent;

/// Sets up, builds, serves, tests and checks the guidance widget.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the widget and serve it on this machine, setting up what is missing
    Serve {
        /// Port on 127.0.0.1
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// The pack's folder whose changes are shown; the one that is built in unless given
        #[arg(long)]
        pack: Option<PathBuf>,
    },
    /// Write a pack into one file, for a page's `pack="…"`
    Pack {
        /// The pack's folder; the one that is built in unless given
        pack: Option<PathBuf>,
        /// The file; its name is the pack's, in this folder, unless given
        #[arg(long)]
        to: Option<PathBuf>,
    },
    /// Build everything that a portal can take into dist/ and print its sizes
    Build,
    /// Build, fail past a budget of bytes, and write what weighs how much into docs/size.md
    Size,
    /// Run everything that a change must pass
    Test {
        /// Only what takes seconds: formats, fast tests, the content, scripts and styles
        #[arg(long, conflicts_with = "nightly")]
        fast: bool,
        /// Each kind in every state, engine and size as well
        #[arg(long)]
        nightly: bool,
        /// Nothing; write the table of docs/testing.md from the last whole run
        #[arg(long, exclusive = true)]
        table: bool,
        /// One step alone
        #[arg(long, hide = true)]
        step: Option<String>,
    },
    /// Look for inputs that break something, and keep what is found
    Fuzz {
        /// Its name; one after the other unless given
        target: Option<String>,
        /// How long each is tried
        #[arg(long, default_value_t = fuzz::SECONDS)]
        seconds: u64,
    },
    /// Break the code of the flow, the letter and the content, and see what no test notices
    Mutants {
        /// One of several shares, such as 2/8; all take hours
        #[arg(long)]
        shard: Option<String>,
    },
    /// Measure the widget beside its peers, and write the table and the plot of the README
    Bench {
        /// How often everything is loaded; fewer than 9 for a quick look, which publishes nothing
        #[arg(long, default_value_t = 15)]
        rounds: u32,
        /// The order of the loads; printed, so that a run can be repeated
        #[arg(long)]
        seed: Option<u32>,
        /// Beside the build in this folder instead of the peers: ratios, nothing published
        #[arg(long, value_name = "DIST")]
        beside: Option<PathBuf>,
        /// The program of the Chromium that measures
        #[arg(long, value_name = "PATH")]
        browser: Option<PathBuf>,
    },
    /// Count what staff have to do on the built page, and write docs/minutes.md
    Minutes,
    /// Prove a content pack and print what was proved
    Check {
        /// The pack's folder; the one that is built in unless given
        pack: Option<PathBuf>,
        /// For programs: every problem with its kind, place, reason and suggestion
        #[arg(long)]
        json: bool,
        /// Write the proof as a page to read and sign
        #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "target/proof-report.html")]
        report: Option<PathBuf>,
    },
    /// Draw the map of the questions
    Map {
        /// The file to write
        #[arg(default_value = "target/map.svg")]
        file: PathBuf,
        /// The pack's folder; the one that is built in unless given
        #[arg(long)]
        pack: Option<PathBuf>,
    },
    /// Tell what differs between two packs: ends with 0 when nothing does, 2 when something does
    Diff {
        /// A pack's folder, a file that `pack` has made, or a git revision
        old: String,
        /// The same, for what it is compared with
        #[arg(default_value = "content/recordings")]
        new: String,
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Print what the page says for answers, or the next question
    Decide {
        /// Answers, such as situation=wants, or as they stand in an address
        #[arg(value_name = "QUESTION=CHOICE")]
        answers: Vec<String>,
        /// For programs
        #[arg(long)]
        json: bool,
    },
    /// Print answers that lead to every kind of screen, as the browser tests visit them
    Screens {
        /// Every two things that can stand on one screen
        #[arg(long, conflicts_with = "all")]
        pairs: bool,
        /// Every outcome there is
        #[arg(long)]
        all: bool,
    },
    /// Compile the widget's style sheet into target/styles/
    Styles,
}

fn main() -> ExitCode {
    if let Some(code) = fuzz::as_rustc() {
        return code;
    }
    match Cli::parse().command.run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\n✗ {error:#}");
            if let Some(advice) = run::full_disk() {
                eprintln!("  {advice}");
            }
            ExitCode::FAILURE
        }
    }
}

impl Command {
    fn run(self) -> Result<ExitCode> {
        let done = match self {
            Self::Diff { old, new, json } => return diff::diff(&old, &new, json),
            Self::Serve { port, pack } => serve::serve(port, pack),
            Self::Pack { pack, to } => pack::pack(pack, to),
            Self::Build => build::build(),
            Self::Size => size::size(),
            Self::Minutes => test::minutes(),
            Self::Test {
                step: Some(step), ..
            } => test::one(&step),
            Self::Test { table: true, .. } => test::table::write(),
            Self::Test { fast: true, .. } => test::test(Extent::Fast),
            Self::Test { nightly: true, .. } => test::test(Extent::Nightly),
            Self::Test { .. } => test::test(Extent::Gate),
            Self::Fuzz { target, seconds } => fuzz::fuzz(target.as_deref(), seconds),
            Self::Mutants { shard } => code_mutants::mutants(shard.as_deref()),
            Self::Bench {
                rounds,
                seed,
                beside,
                browser,
            } => bench::bench(rounds, seed, beside.as_deref(), browser),
            Self::Check { pack, json, report } => {
                check::check(pack.as_deref(), json, report.as_deref())
            }
            Self::Map { file, pack } => map::map(&pack.unwrap_or_else(check::shipped), &file),
            Self::Decide { answers, json } => decide::decide(&answers, json),
            Self::Screens { all: true, .. } => screens::screens(Cover::All),
            Self::Screens { pairs: true, .. } => screens::screens(Cover::Pairs),
            Self::Screens { .. } => screens::screens(Cover::Parts),
            Self::Styles => styles::styles(),
        };
        done.map(|()| ExitCode::SUCCESS)
    }
}
