//! Letters in full, under `core/tests/letters`: one of each opening in each output, with
//! a fixed date and real words, for a person to read as prose. Each size is there once.
//! `UPDATE_EXPECT=1 cargo test -p guidance-core golden` writes them anew; read the
//! difference before you keep it.

use std::{collections::BTreeSet, env, fmt::Write, fs, path::Path};

use guidance_core::{
    content::encoding,
    flow::codes,
    letter::{FieldKind, Input, Letter, State, Value, VariantIx, format::Format},
    table::Ix,
};
use roxmltree::{Document, Node};

use crate::{
    readers::{named, parts},
    shipped::{PACK, date, field, passage},
};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/letters");

/// A letter as somebody would build it.
struct Case {
    /// The answers; with them the opening, which names the files.
    answers: &'static [&'static str],
    opening: &'static str,
    fields: &'static [(&'static str, &'static str)],
    /// What is chosen against the answers.
    left_out: &'static [&'static str],
    /// What is put in the place of the standard wording.
    reworded: &'static [(&'static str, &'static str)],
    /// Who confirmed what is kept as released although the law has moved.
    kept: Option<&'static str>,
    clipboard: Format,
    page: Format,
    word: Format,
}

const fn set(points: u8, bold: bool, double_spacing: bool) -> Format {
    Format {
        points,
        bold,
        double_spacing,
    }
}

const CASES: [Case; 4] = [
    // Nobody has decided about the law: every output says DRAFT.
    Case {
        answers: &[
            "situation=asks",
            "recorder=claimant",
            "contact=open-plan",
            "begun=no",
            "insists=yes",
            "room=yes",
            "adjustment=no",
            "comfortable=yes",
            "unhappy=no",
            "letter-given=no",
        ],
        opening: "asked",
        fields: &[
            ("claimant-name", "Ms Ngozi Adeyemi-Clarke"),
            (
                "claimant-address",
                "Flat 3, Linden Court\n27 Station Road\nSheffield\nS1 2AB",
            ),
            ("reference", "AC/4471"),
            ("sender-name", "Peter Hollis"),
            ("job-title", "Work coach"),
            (
                "office",
                "Sheffield Eastern Avenue Jobcentre\n4 Eastern Avenue\nSheffield\nS2 2GG",
            ),
            ("contact", "0114 496 0123"),
        ],
        left_out: &[],
        reworded: &[],
        kept: None,
        clipboard: set(14, false, false),
        page: set(22, false, false),
        word: set(12, false, false),
    },
    Case {
        answers: &[
            "situation=will-publish",
            "stage=made",
            "contact=premises",
            "unhappy=yes",
        ],
        opening: "intends-to-publish",
        fields: &[
            ("service", "Leith Jobcentre"),
            ("claimant-name", "Mr Iain MacGregor"),
            ("claimant-address", "12 Shore Street\nEdinburgh\nEH6 6AB"),
            ("sender-name", "Fatima Rahman"),
            ("job-title", "Service leader"),
            (
                "office",
                "Leith Jobcentre\n199 Commercial Street\nEdinburgh",
            ),
            ("contact", "0131 496 0456"),
        ],
        left_out: &["notify", "offence"],
        reworded: &[],
        kept: Some("J. Osborne, data protection adviser"),
        clipboard: set(16, false, false),
        page: set(24, false, false),
        word: set(16, false, false),
    },
    Case {
        answers: &[
            "situation=published",
            "publisher=claimant",
            "contact=premises",
            "unhappy=no",
            "concerned=yes",
        ],
        opening: "has-published",
        fields: &[
            ("claimant-name", "李小龍"),
            (
                "claimant-address",
                "Uned 5\nHeol y Frenhines\nCaerdydd\nCF10 2GP",
            ),
            ("reference", "2026/11/0093"),
            ("sender-name", "Siân Llewelyn"),
            (
                "office",
                "Canolfan Byd Gwaith Caerdydd\nHeol Siarl\nCaerdydd",
            ),
            ("contact", "029 2018 0199, Llun i Gwener, 9am to 5pm"),
        ],
        left_out: &["commissioner", "offence"],
        reworded: &[(
            "notify",
            "If you publish more of your recordings, other people’s data protection \
             rights may apply.\nPlease ask us if you are not sure.",
        )],
        kept: Some("J. Osborne, data protection adviser"),
        clipboard: set(18, false, false),
        page: set(18, true, false),
        word: set(18, true, true),
    },
    Case {
        answers: &[
            "situation=recorded",
            "recorder=claimant",
            "contact=telephone",
            "unhappy=no",
            "letter-given=no",
        ],
        opening: "own-words",
        fields: &[
            (
                "own-words",
                "On 16 November 2026 you told us that you had recorded our telephone call of \
                 12 November 2026 about your claim.",
            ),
            ("claimant-name", "Dana (דנה) Levi"),
            (
                "claimant-address",
                "The Old Forge\nMarket Square\nLudlow\nSY8 1AA",
            ),
            ("sender-name", "Margaret O’Neill"),
            ("office", "Shrewsbury Jobcentre\nWhitehall"),
            ("contact", "01743 496 0077"),
        ],
        left_out: &["notify", "offence"],
        reworded: &[],
        kept: Some("J. Osborne, data protection adviser"),
        clipboard: set(20, false, false),
        page: set(18, false, true),
        word: set(24, false, false),
    },
];

impl Case {
    fn letter(&self) -> Letter {
        let place = codes::decode(&PACK.flow, self.answers.iter().copied());
        assert_eq!(
            place.dropped,
            [],
            "{}: the answers no longer fit",
            self.opening
        );
        let mut input = Input::default();
        for (id, words) in self.fields {
            let words = Value::Text((*words).to_owned());
            input.fields.insert(field(id), words);
        }
        for (field, row) in PACK.letter.fields.iter() {
            if row.kind == FieldKind::Date {
                input.fields.insert(field, date());
            }
        }
        for id in self.left_out {
            input.choices.insert(passage(id), State::Out);
        }
        for (id, words) in self.reworded {
            let wording = (passage(id), VariantIx::new(0));
            input.edits.insert(wording, (*words).to_owned());
        }
        if let Some(by) = self.kept {
            let all = PACK.letter.passages.indices();
            input.kept = all.map(|it| (it, by.to_owned())).collect();
        }
        let draft = PACK.compose(&place.answers, &input);
        let opening = &draft.decisions[PACK.letter.opening.row()];
        let wordings = &PACK.letter.passages[PACK.letter.opening].variants;
        let chosen = match opening.state {
            State::In(variant) => wordings[variant].id.as_str(),
            other => panic!("{}: the opening is {other:?}", self.opening),
        };
        assert_eq!(chosen, self.opening, "the answers choose another opening");
        draft
            .finish()
            .unwrap_or_else(|open| panic!("{}: {open:?}", self.opening))
    }

    /// Each output by the end of its file's name.
    fn outputs(&self) -> [(String, String); 4] {
        let letter = self.letter();
        let (title, language) = (&PACK.strings.letter.title, &PACK.language);
        let name = |output: &str, format: Format| {
            let end = |is: bool, end| if is { end } else { "" };
            let (bold, double) = (
                end(format.bold, "-bold"),
                end(format.double_spacing, "-double"),
            );
            format!("{output}-{}{bold}{double}", format.points)
        };
        // The style sheet is long, and not for reading here.
        let css = "/* styles/letter.css */\n";
        let html = letter
            .to_html(self.clipboard, language)
            .replace("</p>", "</p>\n");
        let page = letter.to_page(css, self.page, title, language);
        let docx = letter.to_docx(self.word, title, language);
        [
            (
                ".txt".to_owned(),
                letter.to_text_file().replace("\r\n", "\n"),
            ),
            (name(".clipboard", self.clipboard) + ".html", html),
            (name(".page", self.page) + ".html", page),
            (name(".word", self.word) + ".txt", word(&docx)),
        ]
    }
}

/// A Word file for reading: how it is set, and each paragraph after the name of its style.
fn word(docx: &[u8]) -> String {
    let parts = parts(docx);
    let styles = Document::parse(&parts["word/styles.xml"]).unwrap();
    let document = Document::parse(&parts["word/document.xml"]).unwrap();
    let footer = Document::parse(&parts["word/footer1.xml"]).unwrap();
    let core = Document::parse(&parts["docProps/core.xml"]).unwrap();
    let mut text = String::new();
    for element in ["title", "language"] {
        let value = named(&core, element).next().and_then(|it| it.text());
        writeln!(text, "{element}: {}", value.unwrap_or_default()).unwrap();
    }
    let normal = named(&styles, "style")
        .find(|it| value(*it, "styleId") == "Normal")
        .unwrap();
    let of = |element: &str, attribute: &str| {
        let found = normal
            .descendants()
            .find(|it| it.tag_name().name() == element);
        found.map(|it| value(it, attribute)).unwrap_or_default()
    };
    let number = |text: &str| text.parse::<f64>().unwrap();
    let (size, line) = (
        number(of("sz", "val")) / 2.0,
        // A line of Arial is 1.15 of its size.
        number(of("spacing", "line")) / 240.0 * 1.15,
    );
    let bold = normal.descendants().any(|it| it.tag_name().name() == "b");
    let weight = if bold { "bold" } else { "plain" };
    writeln!(
        text,
        "set in: {} {size} point, {weight}, lines {line:.1} of that apart",
        of("rFonts", "ascii")
    )
    .unwrap();
    writeln!(text, "foot of each page: {}\n", words(footer.root())).unwrap();
    for paragraph in named(&document, "p") {
        let style = paragraph
            .descendants()
            .find(|it| it.tag_name().name() == "pStyle");
        let id = style.map(|it| value(it, "val")).unwrap_or_default();
        let style = named(&styles, "style")
            .find(|it| value(*it, "styleId") == id)
            .unwrap();
        let name = style
            .descendants()
            .find(|it| it.tag_name().name() == "name")
            .unwrap();
        writeln!(text, "[{}]\n{}\n", value(name, "val"), words(paragraph)).unwrap();
    }
    text
}

/// The words of a part of a document, with bold ones between asterisks.
fn words(node: Node) -> String {
    let mut words = String::new();
    for node in node.descendants() {
        let bold = || {
            let properties = node
                .prev_siblings()
                .find(|it| it.tag_name().name() == "rPr");
            properties.is_some_and(|it| it.children().any(|it| it.tag_name().name() == "b"))
        };
        match (node.tag_name().name(), node.text()) {
            ("t", Some(text)) if bold() => words += &format!("**{text}**"),
            ("t", Some(text)) => words += text,
            ("br", _) => words.push('\n'),
            _ => {}
        }
    }
    words
}

fn value<'a>(node: Node<'a, 'a>, attribute: &str) -> &'a str {
    let found = node.attributes().find(|it| it.name() == attribute);
    found.map(|it| it.value()).unwrap_or_default()
}

#[test]
fn golden_letters_read_as_they_were_reviewed() {
    let update = env::var_os("UPDATE_EXPECT").is_some();
    let mut wrong = Vec::new();
    let mut names = BTreeSet::new();
    for case in &CASES {
        for (end, made) in case.outputs() {
            let name = format!("{}{end}", case.opening);
            let file = Path::new(FOLDER).join(&name);
            if update {
                fs::create_dir_all(FOLDER).unwrap();
                fs::write(&file, &made).unwrap();
            }
            let kept = fs::read_to_string(&file).unwrap_or_default();
            if encoding::plain(&kept) != encoding::plain(&made) {
                wrong.push(format!("{name} is now\n{made}"));
            }
            names.insert(name);
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\nif the change is meant, UPDATE_EXPECT=1 writes the files anew",
        wrong.join("\n")
    );
    let there: BTreeSet<_> = fs::read_dir(FOLDER)
        .unwrap()
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(there, names, "files of letters that are not made any more");
}

/// Every opening and every size on offer is among them.
#[test]
fn golden_letters_show_every_opening_and_size() {
    let openings = PACK.letter.passages[PACK.letter.opening].variants.rows();
    let shown: Vec<_> = CASES.iter().map(|case| case.opening).collect();
    assert!(
        openings.iter().all(|it| shown.contains(&it.id.as_str())),
        "{shown:?}"
    );
    let formats = CASES
        .iter()
        .flat_map(|case| [case.clipboard, case.page, case.word]);
    let shown: BTreeSet<_> = formats.map(|it| it.points).collect();
    assert_eq!(shown, Format::SIZES.into());
}
