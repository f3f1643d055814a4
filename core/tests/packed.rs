//! Owns what becomes of a pack that comes as one JSON text: the same pack as from its
//! folder, or the same problems, and never a panic.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot go on fails"
)]

use std::{fs, path::Path, sync::LazyLock};

use guidance_core::content::{self, Problem, Texts, packed};

static SHIPPED: LazyLock<Texts> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/recordings");
    content::read(&folder).unwrap()
});

const STRINGS: &str = "strings/en-GB.toml";

/// What is said of the shipped pack after an edit of one file.
fn told(file: &str, edit: impl Fn(&str) -> String) -> Vec<String> {
    let mut texts = SHIPPED.clone();
    let edited = edit(&texts[file]);
    assert_ne!(edited, texts[file]);
    texts.insert(file.into(), edited);
    let json = packed::pack(&texts).unwrap();
    let problems = packed::unpack(&json).and_then(|texts| content::load(&texts).map(|_| ()));
    lines(&problems.unwrap_err())
}

fn lines(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(Problem::to_string).collect()
}

#[test]
fn a_packed_pack_is_the_pack() {
    let json = packed::pack(&SHIPPED).unwrap();
    let texts = packed::unpack(&json).unwrap();
    assert_eq!(texts, *SHIPPED);
    let pack = content::load(&texts).unwrap().pack;
    assert_eq!(pack, content::load(&SHIPPED).unwrap().pack);
}

#[test]
fn the_line_that_is_no_json_is_pointed_at() {
    let json = "{\n  \"format\" 1,\n  \"files\": {}\n}";
    let told = packed::unpack(json).unwrap_err();
    let place = told[0].place.clone().unwrap();
    assert_eq!((place.line, &json[place.bytes]), (2, "  \"format\" 1,"));
}

#[test]
fn what_is_no_pack_is_refused_with_its_reason() {
    for (json, reason) in [
        (
            "",
            "pack.json:1:1: pack.json [unreadable]: cannot be read: EOF",
        ),
        (
            "<html>",
            "cannot be read: expected value at line 1 column 1",
        ),
        ("{}", "missing field `format`"),
        (
            r#"{ "format": 99, "files": {} }"#,
            "[format]: is of format 99",
        ),
        (r#"{ "format": 1, "files": [] }"#, "invalid type: sequence"),
    ] {
        let told = lines(&packed::unpack(json).unwrap_err()).join("\n");
        assert!(told.contains(reason), "{json}: {told}");
    }
    let deep = "[".repeat(1_000_000);
    assert!(packed::unpack(&deep).is_err());
    let long = " ".repeat(packed::MOST_BYTES + 1);
    let told = lines(&packed::unpack(&long).unwrap_err()).join("\n");
    assert!(told.contains("is longer than"), "{told}");
    let told = lines(&packed::unpack(&long[1..]).unwrap_err()).join("\n");
    assert!(told.contains("cannot be read: EOF"), "{told}");
    let none = packed::unpack(r#"{ "format": 1, "files": {} }"#).unwrap();
    let told = lines(&content::load(&none).unwrap_err());
    assert_eq!(told.len(), 6, "one missing file each: {told:?}");
}

#[test]
fn each_word_of_the_interface_is_there_and_no_other() {
    let missing = told(STRINGS, |text| text.replace("back = \"Back\"\n", ""));
    assert_eq!(
        missing,
        [format!(
            "{STRINGS}:7:1: {STRINGS} [unreadable]: has no “back” in [common]. Add it."
        )]
    );
    let other = told(STRINGS, |text| {
        text.replace("back = ", "forth = \"Forth\"\nback = ")
    });
    assert_eq!(
        other,
        [format!(
            "{STRINGS}:8:9: {STRINGS} [unreadable]: has “forth” in [common], which nothing shows. Delete it."
        )]
    );
    let group = told(STRINGS, |text| text.replace("[common]", "[more]\n[common]"));
    assert_eq!(
        group,
        [format!(
            "{STRINGS}:7:1: {STRINGS} [unreadable]: has [more], which nothing shows. Delete it."
        )]
    );
    let number = told(STRINGS, |text| text.replace("\"January\", ", ""));
    assert!(
        number[0].contains("has 11 words for “months” in [letter], not 12."),
        "{number:?}"
    );
}

/// Found by `mutated`: the example of an outcome without a letter went through a question
/// without choices.
#[test]
fn a_dead_end_on_the_way_to_another_problem_is_told_with_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken/base");
    let mut texts = content::read(&root).unwrap();
    texts.insert(STRINGS.into(), SHIPPED[STRINGS].clone());
    let (before, after) = texts["flow.toml"]
        .split_once("\n[[question]]\nid = \"state\"")
        .unwrap();
    let between = r#"
[[question.choice]]
id = "lost"
label = "It is lost"

[[question]]
id = "open"
key = "Open"
text = "What else?"
sentences = ["A2"]

[[question]]
id = "state""#;
    texts.insert("flow.toml".into(), [before, between, after].concat());
    let told = lines(&content::load(&texts).unwrap_err()).join("\n");
    for kind in ["dead-end", "letter-unexplained"] {
        assert!(told.contains(&format!("[{kind}]")), "{told}");
    }
}

/// Found by `mutated`: the choice was looked for in the first question of the same id.
#[test]
fn a_choice_is_the_same_as_one_of_its_own_question() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken/base");
    let mut texts = content::read(&root).unwrap();
    texts.insert(STRINGS.into(), SHIPPED[STRINGS].clone());
    let flow = texts.get_mut("flow.toml").unwrap();
    flow.push_str(
        r#"
[[question]]
id = "reminded"
key = "Reminded"
text = "Has the borrower been reminded?"
sentences = ["A2"]

[[question.choice]]
id = "not-sure"
label = "Not sure"
same-as = "no"
"#,
    );
    let told = lines(&content::load(&texts).unwrap_err()).join("\n");
    for said in ["[duplicate-id]", "“no”, which is not another choice of it"] {
        assert!(told.contains(said), "{told}");
    }
}

/// As an editor of another system saves them: Windows line endings, a byte order mark, both.
#[test]
fn a_pack_is_the_same_however_its_files_were_saved() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for pack in ["../content/recordings", "../tests/packs/parking"] {
        let texts = content::read(&root.join(pack)).unwrap();
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("saved");
        for (mark, end) in [
            ("", "\r\n"),
            ("\u{feff}", "\n"),
            ("\u{feff}", "\r\n"),
            ("", "\r"),
        ] {
            let saved = |text: &str| format!("{mark}{}", text.replace('\n', end));
            for (name, text) in &texts {
                let file = folder.join(name);
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::write(&file, saved(text)).unwrap();
            }
            assert_eq!(
                content::read(&folder).unwrap(),
                texts,
                "{pack}: {mark:?} {end:?}"
            );
        }
    }
}

/// In other encodings a file cannot be read: said with what to do, not as a fault of its words.
#[test]
fn a_file_in_another_encoding_is_told_with_what_to_do() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("encoded");
    fs::create_dir_all(&folder).unwrap();
    let flow = &SHIPPED["flow.toml"];
    let utf16: Vec<u8> = flow.encode_utf16().flat_map(u16::to_le_bytes).collect();
    // What ANSI has for the curly apostrophe.
    let ansi: Vec<u8> = flow
        .chars()
        .map(|it| if it == '’' { 0x92 } else { it as u8 })
        .collect();
    for (bytes, reason) in [(utf16, "UTF-16"), (ansi, "ANSI")] {
        fs::write(folder.join("flow.toml"), bytes).unwrap();
        let told = lines(&content::read(&folder).unwrap_err()).join("\n");
        for said in ["flow.toml", reason, "UTF-8", "Save"] {
            assert!(told.contains(said), "{said} in {told}");
        }
        assert_eq!(told.lines().count(), 1, "{told}");
    }
}
