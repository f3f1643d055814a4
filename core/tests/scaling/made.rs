//! Makes packs of any size: sections of five questions that look at each other, at the
//! section before and at the first question of all; an action and a silence for each; a
//! letter with a passage for each section. Must not know what is measured with them: the
//! test of scaling and the benchmark (`xtask/src/bench.rs`) do.

use std::fmt::Write;

use guidance_core::content::{Texts, encoding};

const STRINGS: &str = include_str!("../../../content/recordings/strings/en-GB.toml");

/// A pack with so many sections of five questions.
pub fn made(sections: usize) -> Texts {
    let [mut source, mut flow, mut actions, mut letter] = [(); 4].map(|()| String::new());
    let out = &mut source;
    writeln!(
        out,
        "# {{A}} Page\n\n{{A0}} This is about several topics.\n"
    )
    .unwrap();
    writeln!(
        flow,
        "[[question]]\nid = \"topic\"\nkey = \"Topic\"\ntext = \"Which topic?\"\nsentences = [\"A0\"]\nchoice = [{{ id = \"one\", label = \"One\" }}, {{ id = \"two\", label = \"Two\" }}]\n"
    )
    .unwrap();
    writeln!(
        actions,
        "[strength]\nshould = [\"should\"]\n\n[[group]]\nid = \"now\"\ntitle = \"Now\"\n\n[[silence]]\nid = \"always\"\ntext = \"The page says no more.\"\nsentences = [\"A0\"]\n"
    )
    .unwrap();
    writeln!(
        letter,
        "when = {{ a0 = \"yes\" }}\nopening = \"p0\"\n\n[[no-letter]]\nid = \"none\"\nwhen = {{ not = {{ a0 = \"yes\" }} }}\nreason = \"None is needed.\"\nsentences = [\"A0\"]\n\n[[part]]\nrole = \"body\"\n"
    )
    .unwrap();
    for section in 0..sections {
        for (row, letter) in ["a", "b", "c", "d", "e"].into_iter().enumerate() {
            let when = match (letter, section.checked_sub(1)) {
                ("a", None) => String::new(),
                ("a", Some(last)) => {
                    format!("{{ any = [{{ d{last} = \"yes\" }}, {{ a{last} = \"no\" }}] }}")
                }
                ("b", _) => format!("{{ a{section} = [\"yes\", \"not-sure\"] }}"),
                ("c", _) => format!("{{ a{section} = \"yes\", b{section} = \"no\" }}"),
                ("d", _) => format!(
                    "{{ any = [{{ c{section} = [\"yes\", \"not-sure\"] }}, {{ b{section} = \"yes\" }}] }}"
                ),
                _ => format!(
                    "{{ any = [{{ d{section} = \"not-sure\" }}, {{ a{section} = \"not-sure\", not = {{ b{section} = \"yes\" }} }}] }}"
                ),
            };
            let id = format!("{letter}{section}");
            let number = 1 + section * 5 + row;
            writeln!(source, "{{A{number}}} You should look at point {number}.").unwrap();
            writeln!(flow, "[[question]]\nid = \"{id}\"\nkey = \"Point\"\ntext = \"Is point {number} so?\"\nsentences = [\"A{number}\"]").unwrap();
            if !when.is_empty() {
                writeln!(flow, "when = {when}").unwrap();
            }
            for (choice, label) in [("yes", "Yes"), ("no", "No"), ("not-sure", "Not sure")] {
                writeln!(
                    flow,
                    "\n[[question.choice]]\nid = \"{choice}\"\nlabel = \"{label}\""
                )
                .unwrap();
            }
            writeln!(actions, "[[action]]\nid = \"look-{id}\"\ntitle = \"Look at it\"\nstrength = \"should\"\ngroup = \"now\"\nwhen = {{ {id} = \"yes\" }}\nsentences = [\"A{number}\"]\n\n[[silence]]\nid = \"open-{id}\"\ntext = \"The page leaves it open.\"\nwhen = {{ {id} = \"not-sure\" }}\nsentences = [\"A{number}\"]\n").unwrap();
        }
        let first = 1 + section * 5;
        // These look at the first question of all, however far back it is.
        writeln!(actions, "[[action]]\nid = \"topic-{section}\"\ntitle = \"Look at the topic\"\nstrength = \"should\"\ngroup = \"now\"\nwhen = {{ topic = \"one\", a{section} = \"no\" }}\nsentences = [\"A{first}\", \"A0\"]\n").unwrap();
        writeln!(letter, "[[paragraph]]\n\n[[paragraph.passage]]\nid = \"p{section}\"\nlabel = \"Point\"\ntext = \"You should look at point {first}.\"\nsentences = [\"A{first}\"]\noptional = true\n\n[[paragraph.passage.default]]\nchoose = \"in\"\nwhen = {{ b{section} = \"yes\" }}\nreason = \"It is so.\"\n\n[[paragraph.passage.default]]\nchoose = \"out\"\nwhen = {{ not = {{ b{section} = \"yes\" }} }}\nreason = \"It is not so.\"\n").unwrap();
    }
    let files = [
        ("source.md", source),
        ("flow.toml", flow),
        ("actions.toml", actions),
        ("letter.toml", letter),
        ("law.toml", "checked = \"2026\"\n".into()),
        (
            "pack.toml",
            "format = 1\nid = \"made\"\nlanguage = \"en-GB\"\n".into(),
        ),
        ("strings/en-GB.toml", encoding::plain(STRINGS)),
    ];
    files.map(|(name, text)| (name.to_owned(), text)).into()
}
