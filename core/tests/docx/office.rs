//! LibreOffice as a reader of documents, and `pdftotext` as a reader of its pages.

use std::{
    env,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use roxmltree::{Document, Node};

/// A folder with documents, and a word processor.
pub struct Office {
    program: &'static str,
    folder: PathBuf,
}

impl Office {
    /// Looks for it. None when it is to be left out.
    ///
    /// # Panics
    /// It is not there, and is not to be left out.
    pub fn find() -> Option<Self> {
        if env::var_os("GUIDANCE_WITHOUT_OFFICE").is_some_and(|value| value == "1") {
            eprintln!("GUIDANCE_WITHOUT_OFFICE=1: no word processor reads the documents");
            return None;
        }
        let found = ["soffice", "libreoffice"]
            .into_iter()
            .find(|program| is_there(program));
        let program = found.expect(
            "LibreOffice Writer reads the Word files in this test. Install it (Debian: \
             apt-get install --no-install-recommends libreoffice-writer), or set \
             GUIDANCE_WITHOUT_OFFICE=1 to leave this test out",
        );
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("docx");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Some(Self { program, folder })
    }

    /// Adds a document.
    pub fn write(&self, name: &str, bytes: &[u8]) {
        fs::write(self.folder.join(name), bytes).unwrap();
    }

    /// Converts all documents at once, since a start takes seconds; gives the folder.
    pub fn convert(&self, to: &str) -> PathBuf {
        let out = self.folder.join(to);
        let documents = fs::read_dir(&self.folder).unwrap();
        let documents = documents.map(|entry| entry.unwrap().path());
        let mut documents: Vec<_> = documents
            .filter(|path| path.extension() == Some(OsStr::new("docx")))
            .collect();
        documents.sort();
        let output = Command::new(self.program)
            .arg(format!(
                "-env:UserInstallation=file://{}/profile",
                self.folder.display()
            ))
            .args(["--headless", "--convert-to", to, "--outdir"])
            .arg(&out)
            .args(documents)
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{errors}");
        out
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

/// The text of all pages, or none without a reader.
pub fn printed(pdf: &Path) -> Option<String> {
    pdftotext(pdf, &[])
}

/// The words of the first page and where they are, in millimetres from its left upper
/// corner: left, top, right, bottom.
pub fn places(pdf: &Path) -> Option<Vec<(String, [f64; 4])>> {
    let html = pdftotext(pdf, &["-bbox", "-l", "1"])?;
    let word = |line: &str| {
        let fields: Vec<_> = line.trim().strip_prefix("<word ")?.split('"').collect();
        let side = |at: usize| fields[at].parse::<f64>().unwrap() / 72.0 * 25.4;
        let word = fields[8]
            .trim_start_matches('>')
            .trim_end_matches("</word>");
        Some((word.to_owned(), [1, 3, 5, 7].map(side)))
    };
    Some(html.lines().filter_map(word).collect())
}

fn pdftotext(pdf: &Path, options: &[&str]) -> Option<String> {
    if !is_there("pdftotext") {
        eprintln!("no pdftotext (Debian: poppler-utils): the pages are not read");
        return None;
    }
    let output = Command::new("pdftotext")
        .args(options)
        .arg(pdf)
        .arg("-")
        .output()
        .unwrap();
    assert!(output.status.success());
    Some(String::from_utf8(output.stdout).unwrap())
}
