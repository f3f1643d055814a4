//! The programs that read the Word files: LibreOffice Writer, `pdftotext` as a reader of
//! its pages, and `openxml-audit`, which checks the schemas. Must not know of letters.

use std::{
    collections::BTreeMap,
    env,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use roxmltree::{Document, Node};

use crate::shipped::tell;

/// A folder with documents, and the programs.
pub struct Office {
    writer: &'static str,
    validator: PathBuf,
    folder: PathBuf,
}

impl Office {
    /// Looks for the programs. None when they are to be left out.
    ///
    /// # Panics
    /// One is not there, and they are not to be left out.
    pub fn find(folder: &str) -> Option<Self> {
        // `cargo xtask test` says in it what this machine does not have.
        let left_out = env::var("GUIDANCE_WITHOUT").unwrap_or_default();
        let needed = ["office", "poppler", "python"];
        if let Some(missing) = left_out.split(',').find(|it| needed.contains(it)) {
            tell(&format!(
                "GUIDANCE_WITHOUT={missing}: no program reads the documents"
            ));
            return None;
        }
        let without = "or set GUIDANCE_WITHOUT=office to leave this test out";
        let writer = ["soffice", "libreoffice"]
            .into_iter()
            .find(|program| is_there(program));
        let writer = writer.unwrap_or_else(|| {
            panic!(
                "LibreOffice Writer reads the Word files. Install it (Debian: apt-get install \
                 --no-install-recommends libreoffice-writer), {without}"
            )
        });
        assert!(
            is_there("pdftotext"),
            "pdftotext reads the pages. Install it (Debian: poppler-utils), {without}"
        );
        let validator = env::var_os("OPENXML_AUDIT").map(PathBuf::from);
        let validator = validator.filter(|it| it.is_file()).unwrap_or_else(|| {
            panic!(
                "OPENXML_AUDIT must be the path of the program openxml-audit. `cargo xtask \
                 test` installs it and prints the path; {without}"
            )
        });
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("docx")).unwrap();
        Some(Self {
            writer,
            validator,
            folder,
        })
    }

    /// Adds a document.
    pub fn write(&self, name: &str, docx: &[u8]) {
        fs::write(self.folder.join(format!("docx/{name}.docx")), docx).unwrap();
    }

    /// What LibreOffice makes of each document that `wanted` names, by name: all in one
    /// go, since a start takes seconds.
    ///
    /// # Panics
    /// It does not make one.
    pub fn convert(&self, to: &str, wanted: impl Fn(&str) -> bool) -> BTreeMap<String, PathBuf> {
        let out = self.folder.join(to);
        let mut documents = BTreeMap::new();
        for entry in fs::read_dir(self.folder.join("docx")).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().and_then(OsStr::to_str).unwrap().to_owned();
            if wanted(&name) {
                documents.insert(name, path);
            }
        }
        let output = Command::new(self.writer)
            .arg(format!(
                "-env:UserInstallation=file://{}/profile",
                self.folder.display()
            ))
            .args(["--headless", "--convert-to", to, "--outdir"])
            .arg(&out)
            .args(documents.values())
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{errors}");
        let made = |name: String| {
            let path = out.join(format!("{name}.{to}"));
            assert!(path.exists(), "{name}.docx was not opened: {errors}");
            (name, path)
        };
        documents.into_keys().map(made).collect()
    }

    /// What breaks the schemas, and the documents in which it does. Checked is what the
    /// oldest version takes that has these schemas: it takes the least.
    pub fn validate(&self) -> BTreeMap<String, Vec<String>> {
        let options = "--validator ooxml --format office2007 --policy strict --max-errors 0";
        let output = Command::new(&self.validator)
            .args(options.split(' '))
            .args(["--output", "json", "--recursive"])
            .arg(self.folder.join("docx"))
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        let documents: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{error}: {errors}"));
        let count = fs::read_dir(self.folder.join("docx")).unwrap().count();
        assert_eq!(documents.len(), count, "not every document was checked");
        let mut findings: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for document in documents {
            for error in document["errors"].as_array().unwrap() {
                let text = |key: &str| error[key].as_str().unwrap_or_default();
                let finding = format!("{}: {}", text("part_uri"), text("description"));
                let file = document["file"].as_str().unwrap_or_default().to_owned();
                findings.entry(finding).or_default().push(file);
            }
        }
        findings
    }
}

fn is_there(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// The paragraphs of a flat OpenDocument text. A frame stands inside the paragraph
/// that it is tied to, and is no part of it.
pub fn paragraphs(xml: &str) -> Vec<String> {
    fn collect(node: Node, text: &mut String) {
        match node.tag_name().name() {
            "frame" => return,
            "s" | "tab" => text.push(' '),
            "line-break" => text.push('\n'),
            _ => text.push_str(node.text().filter(|_| node.is_text()).unwrap_or_default()),
        }
        node.children().for_each(|child| collect(child, text));
    }
    let document = Document::parse(xml).unwrap();
    let body = document
        .descendants()
        .find(|node| node.tag_name().name() == "body")
        .unwrap();
    let paragraphs = body
        .descendants()
        .filter(|node| node.tag_name().name() == "p");
    let text = |paragraph| {
        let mut text = String::new();
        collect(paragraph, &mut text);
        text
    };
    paragraphs.map(text).collect()
}

/// The text of all pages, without their numbers, in the letter's order: on each page
/// the text is drawn first, then the page's number, and then what stands in frames, which
/// is the beginning of the letter.
pub fn printed(pdf: &Path) -> String {
    let text = pdftotext(pdf, &["-raw"]);
    let (mut frames, mut flow) = (Vec::new(), Vec::new());
    for page in text.split('\u{c}') {
        let mut lines = page.lines();
        flow.extend(lines.by_ref().take_while(|line| !is_page_number(line)));
        frames.extend(lines);
    }
    [frames, flow].concat().join("\n")
}

fn is_page_number(line: &str) -> bool {
    let words: Vec<_> = line.split_whitespace().collect();
    matches!(words[..], ["Page", page, "of", pages]
        if page.parse::<u16>().is_ok() && pages.parse::<u16>().is_ok())
}

/// The text of each page.
pub fn pages(pdf: &Path) -> Vec<String> {
    let text = pdftotext(pdf, &[]);
    text.split_terminator('\u{c}').map(str::to_owned).collect()
}

/// The words of the first page and where they are, in millimetres from its left upper
/// corner: left, top, right, bottom.
pub fn places(pdf: &Path) -> Vec<(String, [f64; 4])> {
    let html = pdftotext(pdf, &["-bbox", "-l", "1"]);
    let word = |line: &str| {
        let fields: Vec<_> = line.trim().strip_prefix("<word ")?.split('"').collect();
        let side = |at: usize| fields[at].parse::<f64>().unwrap() / 72.0 * 25.4;
        let word = fields[8]
            .trim_start_matches('>')
            .trim_end_matches("</word>");
        Some((word.to_owned(), [1, 3, 5, 7].map(side)))
    };
    html.lines().filter_map(word).collect()
}

fn pdftotext(pdf: &Path, options: &[&str]) -> String {
    let output = Command::new("pdftotext")
        .args(options)
        .arg(pdf)
        .arg("-")
        .output()
        .unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}
