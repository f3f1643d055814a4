//! Owns what a guidance owner is told about a broken pack: every kind of problem,
//! with its file, its line and its reason, and all problems together.
//!
//! `broken/base` is a small sound pack about library loans. Every other folder of
//! `broken` holds the files that differ from it and `expected.txt`, what the loader
//! says of the result. `UPDATE_EXPECT=1 cargo test -p guidance-core` writes these;
//! read the change like prose before you keep it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

use std::{collections::BTreeMap, env, fs, path::Path, sync::LazyLock};

use guidance_core::{
    content::{self, Problem, ProblemKind, Texts, encoding},
    source::Link,
};

const BROKEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/broken");
/// The words of the interface are not what these packs are about: the shipped ones
/// serve, so that a new word does not have to be added here.
const STRINGS: &str = include_str!("../../content/recordings/strings/en-GB.toml");

/// The base with the files of a case laid over it.
fn lay_out(case: &str) -> Texts {
    let [mut texts, over] =
        ["base", case].map(|it| content::read(&Path::new(BROKEN).join(it)).unwrap());
    texts.insert("strings/en-GB.toml".into(), encoding::plain(STRINGS));
    texts.extend(over);
    texts
}

/// What is found in every folder of `broken`.
static FOUND: LazyLock<BTreeMap<String, Vec<Problem>>> = LazyLock::new(|| {
    let folders = fs::read_dir(BROKEN).unwrap();
    let names = folders.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let found = |name: String| {
        let problems = content::load(&lay_out(&name)).err().unwrap_or_default();
        (name, problems)
    };
    names.map(found).collect()
});

fn cases() -> impl Iterator<Item = (&'static str, &'static [Problem])> {
    let cases = FOUND.iter().filter(|(name, _)| *name != "base");
    cases.map(|(name, problems)| (name.as_str(), problems.as_slice()))
}

/// What is said, one problem a line, and below it what it points at.
fn told(texts: &Texts, problems: &[Problem]) -> String {
    let told = problems.iter().map(|problem| {
        let place = problem.place.as_ref();
        let pointed = place.map(|it| match texts[&problem.file].get(it.bytes.clone()) {
            Some(text) => format!("    > {}\n", text.replace('\n', "⏎")),
            None => panic!("{problem}: points outside of its file"),
        });
        format!("{problem}\n{}", pointed.unwrap_or_default())
    });
    told.collect()
}

/// The kinds, of those asked for, that are not among the problems.
fn missing(kinds: impl Iterator<Item = ProblemKind>, problems: &[&Problem]) -> Vec<&'static str> {
    kinds
        .filter(|kind| !problems.iter().any(|problem| problem.kind == *kind))
        .map(ProblemKind::name)
        .collect()
}

#[track_caller]
fn says_what_is_expected(case: &str, problems: &[Problem]) {
    assert!(
        !problems.is_empty(),
        "{case}: nothing is found wrong with it"
    );
    let file = Path::new(BROKEN).join(case).join("expected.txt");
    let told = told(&lay_out(case), problems);
    if env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&file, &told).unwrap();
    }
    let expected = encoding::plain(&fs::read_to_string(&file).unwrap_or_default());
    assert_eq!(
        told, expected,
        "{case}: says something else than expected.txt (UPDATE_EXPECT=1 rewrites it)"
    );
}

#[test]
fn the_base_is_sound() {
    assert_eq!(FOUND["base"], []);
}

#[test]
fn each_broken_pack_is_told_about() {
    for (case, problems) in cases() {
        says_what_is_expected(case, problems);
    }
}

#[test]
fn every_kind_of_problem_has_a_broken_pack() {
    let problems: Vec<_> = cases().flat_map(|(_, problems)| problems).collect();
    let missing = missing(ProblemKind::ALL.iter().copied(), &problems);
    assert!(missing.is_empty(), "no broken pack shows: {missing:?}");
}

#[test]
fn problems_of_many_kinds_are_told_together() {
    let problems: Vec<_> = FOUND["many"].iter().collect();
    // A file that cannot be read at all has no contents to look into.
    // What is too large, or takes too long to prove, is not looked into further.
    let together = |kind: &ProblemKind| {
        use ProblemKind::{TooLarge, Unproved, Unreadable};
        ![Unreadable, TooLarge, Unproved].contains(kind)
    };
    let missing = missing(ProblemKind::ALL.iter().copied().filter(together), &problems);
    assert!(missing.is_empty(), "not told together: {missing:?}");
}

#[test]
fn every_problem_says_where_and_in_a_sentence() {
    for (case, problems) in cases() {
        for problem in problems {
            // An outcome is nowhere in the files, and nor is a file that is missing.
            let somewhere =
                problem.kind != ProblemKind::EmptyOutcome && problem.reason != "is missing.";
            assert_eq!(problem.place.is_some(), somewhere, "{case}: {problem}");
            for sentence in [&problem.reason, &problem.suggestion] {
                assert!(!sentence.contains('\n'), "{case}: {problem}");
                assert!(sentence.ends_with(['.', '”']), "{case}: {problem}");
            }
        }
    }
}

#[test]
fn only_what_a_person_should_look_at_is_no_error() {
    for (case, problems) in cases() {
        for problem in problems {
            let look = [ProblemKind::LongSentence, ProblemKind::StrengthTwice];
            let look = look.contains(&problem.kind);
            let expected = if look { "warning" } else { "error" };
            assert_eq!(problem.severity().name(), expected, "{case}: {problem}");
        }
    }
}

/// So many questions, one after the other, and no more.
#[test]
fn two_thousand_questions_are_enough() {
    let told = |count: usize| {
        let mut texts = lay_out("base");
        let more = (3..count).map(|number| {
            format!(
                "\n[[question]]\nid = \"more-{number}\"\nkey = \"More\"\ntext = \"More?\"\nsentences = [\"A1\"]\n\
                 [[question.choice]]\nid = \"yes\"\nlabel = \"Yes\"\n"
            )
        });
        let flow = texts["flow.toml"].clone() + &more.collect::<String>();
        texts.insert("flow.toml".into(), flow);
        let problems = content::load(&texts).err().unwrap_or_default();
        let large = problems
            .into_iter()
            .filter(|it| it.kind == ProblemKind::TooLarge);
        large.map(|it| it.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(told(2_000), Vec::<String>::new());
    assert_eq!(
        told(2_001),
        [
            "flow.toml:1:1: flow.toml [too-large]: has 2001 questions, more than 2000. Divide the pack."
        ]
    );
}

/// Where the one link of the page leads: its own address, unless `pack.toml` names one.
#[test]
fn a_link_leads_where_the_page_or_the_pack_says() {
    let leads = |address: &str, row: &str| {
        let mut texts = lay_out("base");
        let page = texts["source.md"].replace("(#)", &format!("({address})"));
        texts.insert("source.md".into(), page);
        texts.insert("pack.toml".into(), format!("{}{row}", texts["pack.toml"]));
        let pack = content::load(&texts).unwrap().pack;
        let fragments = pack.source.blocks.into_iter().flat_map(|it| it.fragments);
        let links = fragments.flat_map(|it| it.runs).map(|run| run.link);
        links.filter(|it| *it != Link::None).collect::<Vec<_>>()
    };
    let to = |address: &str| format!("\n[[link]]\nin = \"A5\"\nto = \"{address}\"\n");
    let (page, pack) = ("https://example.org/", "https://example.org/new");
    assert_eq!(leads(page, ""), [Link::Address(page.into())]);
    assert_eq!(leads(page, &to(pack)), [Link::Address(pack.into())]);
    assert_eq!(leads("#", ""), [Link::NotInReleasedPage]);
    // Not to the page that it stands in, where an empty address of HTML leads.
    assert_eq!(leads(page, &to("")), [Link::NotInReleasedPage]);
}
