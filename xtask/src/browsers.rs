//! Chromium and Firefox for the browser tests: found, or installed where Debian's
//! packages are to be had. Must not know what the tests do.

use std::env;
use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::run::{Tools, ask, run, step};

/// A browser that the tests drive.
struct Browser {
    name: &'static str,
    /// Set by the user to choose one, and passed to the tests.
    variable: &'static str,
    programs: &'static [&'static str],
    places: &'static [&'static str],
    debian: &'static str,
}

const BROWSERS: [Browser; 2] = [
    Browser {
        name: "Chromium, Chrome or Edge",
        variable: "CHROMIUM",
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
    },
    Browser {
        name: "Firefox",
        variable: "FIREFOX",
        programs: &["firefox-esr", "firefox"],
        places: &[
            "/Applications/Firefox.app/Contents/MacOS/firefox",
            r"C:\Program Files\Mozilla Firefox\firefox.exe",
            r"C:\Program Files (x86)\Mozilla Firefox\firefox.exe",
        ],
        debian: "firefox-esr",
    },
];

/// Programs that the tests call besides the browsers, each with the Debian package
/// that has it.
const HELPERS: [(&str, &str); 6] = [
    // For LLVM's fuzzer.
    ("g++", "g++"),
    ("soffice", "libreoffice-writer"),
    ("pdftotext", "poppler-utils"),
    ("python3", "python3-venv"),
    ("php", "php-cli"),
    ("java", "openjdk-17-jre-headless"),
];

/// The environment variables that tell the tests where the browsers are.
pub fn set_up() -> Result<Vec<(&'static str, PathBuf)>> {
    let tools = Tools::new()?;
    install_missing(&tools)?;
    let found = BROWSERS.iter().map(|browser| browser.require(&tools));
    let found = found.collect::<Result<Vec<_>>>()?;
    for (program, _) in HELPERS {
        if !has(&tools, program) {
            bail!("{program} was not found, and the tests need it. Install it and try again.");
        }
    }
    Ok(found)
}

/// The same for Chromium alone.
pub fn chromium() -> Result<(&'static str, PathBuf)> {
    let tools = Tools::new()?;
    install(&tools, BROWSERS[0].missing(&tools)?)?;
    BROWSERS[0].require(&tools)
}

fn has(tools: &Tools, program: &str) -> bool {
    let can = |arguments: &[&str]| ask(tools.command(program).args(arguments)).is_some();
    tools.find(program).is_some()
        && match program {
            // Debian has a Python that makes no environments, and this in a package of its own.
            "python3" => can(&["-c", "import ensurepip, venv"]),
            // macOS has a program of this name that only says where to get Java.
            "java" => can(&["--version"]),
            _ => true,
        }
}

impl Browser {
    fn require(&self, tools: &Tools) -> Result<(&'static str, PathBuf)> {
        let Some(program) = self.find(tools)? else {
            bail!(
                "{} was not found. Install it, or set {} to the path of its program, and try again.",
                self.name,
                self.variable
            );
        };
        Ok((self.variable, program))
    }

    /// The Debian package to install, if it is not there.
    fn missing(&self, tools: &Tools) -> Result<Vec<&'static str>> {
        let found = self.find(tools)?.is_some();
        Ok(if found { Vec::new() } else { vec![self.debian] })
    }

    fn find(&self, tools: &Tools) -> Result<Option<PathBuf>> {
        if let Some(chosen) = env::var_os(self.variable).filter(|value| !value.is_empty()) {
            let chosen = PathBuf::from(chosen);
            if !chosen.is_file() {
                bail!(
                    "{} is set to {}, which is not a program. Correct it or unset it.",
                    self.variable,
                    chosen.display()
                );
            }
            return Ok(Some(chosen));
        }
        let on_path = self.programs.iter().find_map(|program| tools.find(program));
        let elsewhere = || {
            self.places
                .iter()
                .map(PathBuf::from)
                .find(|place| place.is_file())
        };
        Ok(on_path.or_else(elsewhere))
    }
}

fn install_missing(tools: &Tools) -> Result<()> {
    let mut packages = Vec::new();
    for browser in &BROWSERS {
        packages.extend(browser.missing(tools)?);
    }
    let helpers = HELPERS.iter().filter(|(program, _)| !has(tools, program));
    packages.extend(helpers.map(|(_, package)| *package));
    install(tools, packages)
}

/// Debian packages, where Debian's are to be had.
fn install(tools: &Tools, packages: Vec<&str>) -> Result<()> {
    if packages.is_empty() || tools.find("apt-get").is_none() {
        return Ok(());
    }
    let Some(as_root) = root_prefix(tools) else {
        bail!(
            "Missing for the browser tests: {0}. Run `sudo apt-get install {0}` and try again.",
            packages.join(" ")
        );
    };
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
            install.extend(&packages);
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
