//! Edits at random that make of a sound pack one that nobody meant to write. Must not
//! know what becomes of it.

use fastrand::Rng;
use guidance_core::content::Texts;

/// One edit of one file.
pub fn mutate(texts: &mut Texts, random: &mut Rng) {
    // The words of the interface are the longest file, and the least to go wrong.
    let rare = random.u8(..) < 20;
    let names: Vec<_> = texts
        .keys()
        .filter(|name| rare || !name.starts_with("strings/"))
        .cloned()
        .collect();
    if names.is_empty() {
        return;
    }
    let name = random.choice(&names).unwrap().clone();
    let other = texts[random.choice(&names).unwrap()].clone();
    let text = texts.get_mut(&name).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    if lines.is_empty() {
        return;
    }
    let at = random.usize(..lines.len());
    match random.u8(0..16) {
        0 => drop(lines.remove(at)),
        1 => lines.insert(at, lines[at].clone()),
        2 => {
            let to = random.usize(..lines.len());
            lines.swap(at, to);
        }
        // A whole part twice: ids stand twice, tables are reopened.
        3 => {
            let end = (at + random.usize(1..40)).min(lines.len());
            let part = lines[at..end].to_vec();
            let to = random.usize(..lines.len());
            lines.splice(to..to, part);
        }
        4 => {
            let end = (at + random.usize(1..40)).min(lines.len());
            lines.drain(at..end);
        }
        // A line of another file.
        5 => {
            let foreign: Vec<_> = other.lines().collect();
            if let Some(line) = random.choice(foreign) {
                lines.insert(at, line.to_owned());
            }
        }
        // A word of another place: often an id where another kind is meant.
        6 | 7 => {
            let words: Vec<_> = other
                .split(|letter: char| !letter.is_alphanumeric() && letter != '-')
                .collect();
            let own: Vec<_> = lines[at]
                .split(|letter: char| !letter.is_alphanumeric() && letter != '-')
                .map(str::to_owned)
                .collect();
            if let (Some(word), Some(old)) = (random.choice(words), random.choice(own))
                && !old.is_empty()
            {
                lines[at] = lines[at].replacen(&old, word, 1);
            }
        }
        // Conditions inside conditions.
        8 => {
            let depth = random.usize(1..3_000);
            let (open, close) = random
                .choice([
                    ("{ not = ", " }"),
                    ("{ all = [", "] }"),
                    ("{ any = [", "] }"),
                ])
                .unwrap();
            lines[at] = format!(
                "when = {}{{ x = \"y\" }}{}",
                open.repeat(depth),
                close.repeat(depth)
            );
        }
        // Many alternatives.
        9 => {
            let many = random.usize(1..2_000);
            lines[at] = format!("when = {{ all = [{}] }}", "{ a = \"b\" }, ".repeat(many));
        }
        10 => {
            lines[at] = random
                .choice([
                    "[[question]]",
                    "[case]",
                    "[[action]]",
                    "[[paragraph]]",
                    "[[paragraph.passage.option]]",
                    "[[",
                    "\"\"\"",
                    "= {",
                    "{G1} ",
                    "****",
                    "<!--",
                    "format = 1",
                ])
                .unwrap()
                .to_owned()
        }
        11 => lines[at] = "[".repeat(random.usize(1..5_000)),
        12 => {
            lines[at] = format!(
                "{}{}",
                lines[at],
                random
                    .choice([
                        "\u{0}",
                        "\u{202e}",
                        "\u{feff}",
                        "é",
                        "𝒜",
                        "{",
                        "}",
                        "\\",
                        "\"",
                        "\r",
                        "{right}{right}{right}"
                    ])
                    .unwrap()
            )
        }
        13 => lines[at] = lines[at].chars().rev().collect(),
        // Numbers and booleans where texts are meant, and large ones.
        14 => {
            if let Some((key, _)) = lines[at].split_once('=') {
                lines[at] = format!(
                    "{key}= {}",
                    random
                        .choice([
                            "0",
                            "-1",
                            "99999999999999999999",
                            "1e400",
                            "true",
                            "[]",
                            "{}",
                            "1979-05-27",
                            "[[[[]]]]",
                            "\"\"",
                            "nan"
                        ])
                        .unwrap()
                );
            }
        }
        // A letter somewhere.
        _ => {
            let mut bytes = lines[at].clone().into_bytes();
            if !bytes.is_empty() {
                let place = random.usize(..bytes.len());
                bytes[place] = random.u8(..);
            }
            lines[at] = String::from_utf8_lossy(&bytes).into_owned();
        }
    }
    *text = lines.join("\n");
    if random.u8(..) < 3 {
        texts.remove(&name);
    }
}

/// A packed text with a part missing or other bytes.
pub fn damage(json: String, random: &mut Rng) -> String {
    let mut bytes = json.into_bytes();
    if random.bool() {
        bytes.truncate(random.usize(..bytes.len()));
    }
    for _ in 0..random.usize(1..5) {
        if !bytes.is_empty() {
            let place = random.usize(..bytes.len());
            bytes[place] = random.u8(..);
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
