//! What the tests use besides Rust and Node: found, and what is missing asked for once,
//! with sizes, before anything runs. Must not know what a test does with it.

use std::env;
use std::io::{IsTerminal, Write, stdin, stdout};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::run::{Tools, ask, run, step};

/// Set for the tests: the ids of what is missing, with commas between them. They skip what
/// needs it.
pub const WITHOUT: &str = "GUIDANCE_WITHOUT";

/// A program that tests call.
#[derive(PartialEq)]
pub struct Need {
    /// For [`WITHOUT`].
    pub id: &'static str,
    name: &'static str,
    /// What is left out without it.
    tests: &'static str,
    /// Set by the user to choose one, and passed to the tests.
    variable: Option<&'static str>,
    programs: &'static [&'static str],
    /// Where it is on systems that have no such program on their `PATH`.
    places: &'static [&'static str],
    debian: &'static str,
    /// What Debian loads for it, about.
    megabytes: u32,
    /// Whether only the nightly run has tests with it.
    nightly: bool,
}

const CHROMIUM: Need = Need {
    id: "chromium",
    name: "Chromium, Chrome or Edge",
    tests: "its browser tests",
    variable: Some("CHROMIUM"),
    programs: &[
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "microsoft-edge",
        "microsoft-edge-stable",
    ],
    places: &[
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ],
    debian: "chromium",
    megabytes: 124,
    nightly: false,
};

const NEEDS: [Need; 15] = [
    CHROMIUM,
    Need {
        id: "firefox",
        name: "Firefox",
        tests: "its browser tests",
        variable: Some("FIREFOX"),
        programs: &["firefox-esr", "firefox"],
        places: &[
            "/Applications/Firefox.app/Contents/MacOS/firefox",
            r"C:\Program Files\Mozilla Firefox\firefox.exe",
            r"C:\Program Files (x86)\Mozilla Firefox\firefox.exe",
        ],
        debian: "firefox-esr",
        megabytes: 88,
        nightly: false,
    },
    helper(
        "office",
        "LibreOffice Writer",
        "letters opened in it",
        &["soffice"],
        "libreoffice-writer",
        93,
    ),
    helper(
        "poppler",
        "Poppler",
        "letters opened in LibreOffice",
        &["pdftotext"],
        "poppler-utils",
        2,
    ),
    // Arial and Helvetica stand for these where nobody has the real ones.
    helper(
        "type",
        "Liberation's typefaces",
        "pictures of screens",
        &["fc-match"],
        "fonts-liberation",
        1,
    ),
    // For LLVM's fuzzer.
    at_night(helper(
        "fuzzer",
        "a C++ compiler",
        "fuzzing",
        &["g++"],
        "g++",
        15,
    )),
    helper(
        "python",
        "Python 3.10 with venv",
        "Word files against their schemas",
        &["python3"],
        "python3-venv",
        3,
    ),
    helper("php", "PHP", "the WordPress plugin", &["php"], "php-cli", 3),
    helper(
        "java",
        "Java 17",
        "markup by the Nu HTML checker",
        &["java"],
        "openjdk-17-jre-headless",
        119,
    ),
    at_night(helper(
        "wget",
        "wget",
        "pages that it saved",
        &["wget"],
        "wget",
        1,
    )),
    at_night(helper(
        "httrack",
        "HTTrack",
        "pages that it saved",
        &["httrack"],
        "httrack",
        2,
    )),
    at_night(helper(
        "abiword",
        "AbiWord",
        "Word files read by it",
        &["abiword"],
        "abiword",
        25,
    )),
    at_night(helper(
        "pandoc",
        "pandoc",
        "Word files read by it",
        &["pandoc"],
        "pandoc",
        22,
    )),
    Need {
        places: &["/usr/share/javascript/mootools/mootools.js"],
        ..at_night(helper(
            "old-libraries",
            "MooTools and Prototype",
            "pages that have them",
            &[],
            "libjs-mootools libjs-prototype",
            2,
        ))
    },
    at_night(helper(
        "screen-reader",
        "Orca and a desk for it",
        "what a screen reader says",
        &["orca"],
        "orca at-spi2-core dbus-daemon openbox speech-dispatcher xdotool xvfb",
        60,
    )),
];

const fn helper(
    id: &'static str,
    name: &'static str,
    tests: &'static str,
    programs: &'static [&'static str],
    debian: &'static str,
    megabytes: u32,
) -> Need {
    Need {
        id,
        name,
        tests,
        variable: None,
        programs,
        places: &[],
        debian,
        megabytes,
        nightly: false,
    }
}

const fn at_night(need: Need) -> Need {
    Need {
        nightly: true,
        ..need
    }
}

/// What is there and what is not.
pub struct Found {
    /// The environment variables that tell the tests where browsers are.
    pub programs: Vec<(&'static str, PathBuf)>,
    /// What nobody wanted to install.
    pub missing: Vec<&'static Need>,
}

impl Found {
    /// Whether the one with this id is there.
    pub fn has(&self, id: &str) -> bool {
        self.missing.iter().all(|need| need.id != id)
    }

    /// For [`WITHOUT`].
    pub fn without(&self) -> String {
        let ids: Vec<_> = self.missing.iter().map(|need| need.id).collect();
        ids.join(",")
    }

    /// What is left out, for people: `Java 17 (markup by the Nu HTML checker)`.
    pub fn left_out(&self) -> Vec<String> {
        let told = |need: &&Need| format!("{} ({})", need.name, need.tests);
        self.missing.iter().map(told).collect()
    }
}

/// Finds everything, and installs what is missing where that can be done and is wanted.
/// `also` says what else will be installed, and `nightly` what is wanted. Where `CI` is set
/// nothing may be missing.
pub fn set_up(also: &[String], nightly: bool) -> Result<Found> {
    let tools = Tools::new()?;
    let missing = missing(&tools, nightly)?;
    let as_root = root_prefix(&tools).filter(|_| tools.find("apt-get").is_some());
    if !missing.is_empty() || !also.is_empty() {
        println!("Not on this machine, and wanted by the tests:");
        for need in &missing {
            let about = format!("about {} MB", need.megabytes);
            println!(
                "  {:<26} {:<14} for {} ({})",
                need.name, about, need.tests, need.debian
            );
        }
        also.iter().for_each(|line| println!("  {line}"));
        if !missing.is_empty() && as_root.is_none() {
            println!("{}", by_hand(&tools, &missing));
        }
    }
    let complete = env::var_os("CI").is_some();
    match as_root {
        Some(as_root) if !missing.is_empty() => {
            let total: u32 = missing.iter().map(|need| need.megabytes).sum();
            if complete || yes(&format!("Load about {total} MB and install them now?"))? {
                install(&tools, as_root, &missing)?;
            }
        }
        None if !missing.is_empty() && !complete && !yes("Go on without them?")? => {
            bail!("Nothing was run. {}", by_hand(&tools, &missing));
        }
        _ => {}
    }
    let found = found(&tools, nightly)?;
    if complete && !found.missing.is_empty() {
        bail!(
            "CI is set, so nothing may be left out, and these are missing: {}.",
            found.left_out().join(", ")
        );
    }
    Ok(found)
}

/// Chromium alone, or the browser at this path.
pub fn chromium(path: Option<PathBuf>) -> Result<(&'static str, PathBuf)> {
    let tools = Tools::new()?;
    if let Some(path) = path {
        return Ok(("CHROMIUM", is_program(path, "--browser")?));
    }
    if CHROMIUM.find(&tools)?.is_none()
        && let Some(as_root) = root_prefix(&tools).filter(|_| tools.find("apt-get").is_some())
    {
        install(&tools, as_root, &[&NEEDS[0]])?;
    }
    let found = CHROMIUM.find(&tools)?;
    let found = found.context("Chromium was not found. Install it, or set CHROMIUM to the path of its program, and try again")?;
    Ok(("CHROMIUM", found))
}

fn found(tools: &Tools, nightly: bool) -> Result<Found> {
    let mut programs = Vec::new();
    for need in &NEEDS {
        if let (Some(variable), Some(program)) = (need.variable, need.find(tools)?) {
            programs.push((variable, program));
        }
    }
    Ok(Found {
        programs,
        missing: missing(tools, nightly)?,
    })
}

fn missing(tools: &Tools, nightly: bool) -> Result<Vec<&'static Need>> {
    let mut missing = Vec::new();
    for need in NEEDS.iter().filter(|need| nightly || !need.nightly) {
        if need.find(tools)?.is_none() {
            missing.push(need);
        }
    }
    Ok(missing)
}

fn by_hand(tools: &Tools, missing: &[&Need]) -> String {
    let packages: Vec<_> = missing.iter().map(|need| need.debian).collect();
    if tools.find("apt-get").is_some() {
        format!(
            "Install them with `sudo apt-get install {}`.",
            packages.join(" ")
        )
    } else {
        "Install them the way your system installs programs, so that they are on the PATH."
            .to_owned()
    }
}

/// What the user says, or yes where there is nobody to ask.
fn yes(question: &str) -> Result<bool> {
    if !stdin().is_terminal() {
        println!("{question} Nobody can be asked here: yes.");
        return Ok(true);
    }
    print!("{question} [Y/n] ");
    stdout().flush().context("cannot ask")?;
    let mut answer = String::new();
    stdin()
        .read_line(&mut answer)
        .context("cannot read the answer")?;
    Ok(!answer.trim().to_lowercase().starts_with('n'))
}

fn is_program(path: PathBuf, named_by: &str) -> Result<PathBuf> {
    if !path.is_file() {
        bail!(
            "{named_by} is set to {}, which is not a program. Correct it or leave it out.",
            path.display()
        );
    }
    Ok(path)
}

impl Need {
    fn find(&self, tools: &Tools) -> Result<Option<PathBuf>> {
        let chosen = self.variable.and_then(|it| Some((it, env::var_os(it)?)));
        if let Some((variable, path)) = chosen.filter(|(_, path)| !path.is_empty()) {
            return is_program(path.into(), variable).map(Some);
        }
        let on_path = self.programs.iter().find_map(|program| tools.find(program));
        let elsewhere = || {
            let mut places = self.places.iter().map(PathBuf::from);
            places.find(|place| place.is_file())
        };
        Ok(on_path.or_else(elsewhere).filter(|_| self.works(tools)))
    }

    fn works(&self, tools: &Tools) -> bool {
        let can = |program: &str, arguments: &[&str]| {
            ask(tools.command(program).args(arguments)).is_some()
        };
        match self.id {
            // Debian has a Python that makes no environments, and this in a package of its own.
            "python" => can("python3", &["-c", "import ensurepip, venv"]),
            // macOS has a program of this name that only says where to get Java.
            "java" => can("java", &["--version"]),
            "type" => ask(tools.command("fc-match").arg("Arial"))
                .is_some_and(|told| told.contains("Liberation")),
            _ => true,
        }
    }
}

/// Debian packages.
fn install(tools: &Tools, as_root: &[&str], missing: &[&Need]) -> Result<()> {
    let packages: Vec<_> = missing.iter().map(|need| need.debian).collect();
    step(
        &format!("Install {} (about 2 minutes)", packages.join(" ")),
        || {
            let apt = |arguments: &[&str]| {
                run(
                    tools
                        .command(as_root[0])
                        .args(&as_root[1..])
                        .args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet"])
                        .args(arguments),
                    "Check that apt can reach its mirrors, or install these packages by hand, then try again.",
                )
            };
            apt(&["update"])?;
            let mut install = vec!["install", "--yes", "--no-install-recommends"];
            install.extend(packages.iter().flat_map(|it| it.split_whitespace()));
            apt(&install)
        },
    )
}

/// How to run something as root without being asked for a password.
fn root_prefix(tools: &Tools) -> Option<&'static [&'static str]> {
    if ask(tools.command("id").arg("-u")).as_deref() == Some("0") {
        return Some(&["env"]);
    }
    ask(tools.command("sudo").args(["-n", "true"])).map(|_| ["sudo", "-n", "env"].as_slice())
}
