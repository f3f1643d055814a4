//! Owns the promises about the shipped pack: it loads, it proves, its source is the
//! released page to the byte, and each rule of the page keeps its own strength.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
    time::{Duration, Instant},
};

use guidance_core::{
    content::{self, Loaded},
    flow::{
        Action,
        Strength::{self, Can, Consider, May, Must, MustNot, Should},
    },
    outcomes::Complete,
    pack::Pack,
    source::{BlockKind, Link, SentenceIx},
};

/// A path from the root of the repository.
fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

#[track_caller]
fn load() -> Loaded {
    content::load_folder(&at("content/recordings")).unwrap_or_else(|problems| {
        let told: Vec<_> = problems.iter().map(ToString::to_string).collect();
        panic!("the shipped pack has problems:\n{}", told.join("\n"))
    })
}

static SHIPPED: LazyLock<Loaded> = LazyLock::new(load);

#[test]
fn loads_within_two_seconds() {
    let start = Instant::now();
    load();
    let took = start.elapsed();
    assert!(took < Duration::from_secs(2), "loading took {took:?}");
}

#[test]
fn a_person_has_nothing_to_look_at() {
    assert_eq!(SHIPPED.warnings, []);
}

/// What the page is made of besides words: its headings with their depth, and where
/// its links lead.
#[test]
fn headings_and_links_are_those_of_the_page() {
    let source = &SHIPPED.pack.source;
    let number = |it: SentenceIx| &*source.sentences[it].id;
    let headings = source.blocks.iter().filter_map(|block| {
        let number = number(block.fragments.first().unwrap().sentence);
        match block.kind {
            BlockKind::Heading(depth) => Some(format!("{number} {depth}")),
            BlockKind::Contents(depth) => Some(format!("{number} {depth}, in the contents")),
            BlockKind::Paragraph => None,
        }
    });
    let headings: Vec<_> = headings.collect();
    assert_eq!(
        headings,
        [
            "T 1",
            "C1 2, in the contents",
            "C2 3, in the contents",
            "C3 3, in the contents",
            "G 2",
            "P 3",
            "L 3"
        ]
    );
    let fragments = source.blocks.iter().flat_map(|it| &it.fragments);
    let links = fragments.flat_map(|it| it.runs.iter().map(|run| (number(it.sentence), &run.link)));
    let links = links.filter_map(|(from, link)| match link {
        Link::None => None,
        Link::NotInReleasedPage => Some(format!("{from} nowhere")),
        Link::Heading(to) => Some(format!("{from} to {}", number(*to))),
        Link::Address(to) => Some(format!("{from} to {to}")),
    });
    let links: Vec<_> = links.collect();
    assert_eq!(
        links,
        [
            "C1 to G",
            "C2 to P",
            "C3 to L",
            "G3 nowhere",
            "G17 nowhere",
            "G17 nowhere",
            "P9 nowhere"
        ]
    );
}

/// The counts that `cargo xtask check` prints are those of the pack.
#[test]
fn the_proof_counts_what_is_there() {
    let Loaded { pack, proof, .. } = &*SHIPPED;
    let flow = &pack.flow;
    assert_eq!(proof.questions, flow.questions.len());
    assert_eq!(
        proof.choices,
        flow.questions
            .rows()
            .iter()
            .map(|it| it.choices.len())
            .sum::<usize>()
    );
    assert_eq!(proof.actions, flow.actions.len());
    assert_eq!(
        proof.notices,
        flow.silences.len() + flow.signposts.len() + pack.letter.no_letter.len()
    );
    assert_eq!(
        proof.passages,
        pack.letter
            .passages
            .rows()
            .iter()
            .map(|it| it.variants.len())
            .sum::<usize>()
    );
    assert_eq!(
        proof.sentences,
        pack.source
            .sentences
            .rows()
            .iter()
            .filter(|it| !it.heading)
            .count()
    );
    // Outcomes are shared by paths, and every path is also a state.
    assert!(Some(proof.paths) > proof.outcomes, "{proof:?}");
    assert!(proof.states > proof.paths, "{proof:?}");
}

#[test]
fn every_sentence_is_cited_or_listed_as_unused() {
    let Loaded { pack, proof, .. } = &*SHIPPED;
    let flow = &pack.flow;
    let letter = &pack.letter;
    let mut cited: BTreeSet<SentenceIx> = BTreeSet::new();
    cited.extend(flow.questions.rows().iter().flat_map(|it| &it.sentences));
    cited.extend(flow.actions.rows().iter().flat_map(|it| &it.sentences));
    cited.extend(flow.silences.rows().iter().flat_map(|it| &it.sentences));
    cited.extend(flow.signposts.rows().iter().flat_map(|it| &it.sentences));
    cited.extend(letter.no_letter.rows().iter().flat_map(|it| &it.sentences));
    for passage in letter.passages.rows() {
        cited.extend(passage.variants.rows().iter().flat_map(|it| &it.sentences));
    }
    let sentences = pack.source.sentences.iter().filter(|(_, it)| !it.heading);
    let uncited: Vec<_> = sentences
        .filter(|(ix, _)| !cited.contains(ix))
        .map(|(_, sentence)| sentence.text.as_str())
        .collect();
    assert_eq!(uncited, ["* delete as appropriate"]);
    assert_eq!(proof.unused, uncited.len());
    assert_eq!(proof.cited + proof.unused, proof.sentences);
}

#[track_caller]
fn is_the_released_page(file: &Path) {
    let read = |file: &Path| content::encoding::plain(&fs::read_to_string(file).unwrap());
    let numbered = read(&at("content/recordings/source.md"));
    let released = read(file);
    assert_eq!(
        content::assemble(&numbered),
        released,
        "source.md without its rules and numbers is not {}",
        file.display()
    );
}

#[test]
fn the_source_is_the_released_page() {
    is_the_released_page(&at("tests/source/recordings-by-claimants.md"));
}

/// Where the released page itself is at hand, the copy is held to it as well.
#[test]
fn the_source_is_the_page_as_delivered() {
    let delivered = at("../shared/source/recordings-by-claimants.md");
    if delivered.exists() {
        is_the_released_page(&delivered);
    }
}

#[test]
fn every_word_of_the_page_is_shown() {
    let source = &SHIPPED.pack.source;
    let runs = source
        .blocks
        .iter()
        .flat_map(|block| &block.fragments)
        .flat_map(|fragment| &fragment.runs);
    let shown: String = runs.map(|run| run.text.as_str()).collect();
    let released = fs::read_to_string(at("tests/source/recordings-by-claimants.md")).unwrap();
    // Letters and digits only: the markup is not shown, and neither is the "#" of a link.
    let bare = |text: &str| {
        text.chars()
            .filter(|it| it.is_alphanumeric())
            .collect::<String>()
    };
    assert_eq!(bare(&shown), bare(&released));
}

#[test]
fn packing_and_unpacking_changes_nothing() {
    let pack = &SHIPPED.pack;
    let bytes = pack.to_bytes().unwrap();
    assert_eq!(Pack::from_bytes(&bytes).unwrap(), *pack);
}

#[test]
fn bytes_that_are_not_a_pack_are_refused() {
    let bytes = SHIPPED.pack.to_bytes().unwrap();
    assert!(Pack::from_bytes(&[]).is_none());
    assert!(Pack::from_bytes(bytes.get(..bytes.len() / 2).unwrap()).is_none());
    for at in (0..bytes.len()).step_by(997) {
        let mut bytes = bytes.clone();
        *bytes.get_mut(at).unwrap() ^= 1;
        assert!(Pack::from_bytes(&bytes).is_none(), "byte {at}");
    }
}

/// The rules of the page, in its own words, with the strength of these words and the
/// actions that carry them out. R1 (what the page is about) and R17 (a pointer to
/// other guidance) ask for no action.
const RULES: &[(&str, &str, Strength, &[&str])] = &[
    (
        "R2",
        "the Department should stop this happening in open plan",
        Should,
        &["stop-in-open-plan", "stop-in-open-plan-if"],
    ),
    (
        "R3",
        "This is not acceptable",
        MustNot,
        &["open-plan-not-acceptable", "open-plan-not-acceptable-if"],
    ),
    (
        "R4",
        "a private interview room must be used",
        Must,
        &[
            "use-private-room",
            "use-private-room-none",
            "use-private-room-if-insists",
        ],
    ),
    (
        "R5",
        "will need to be considered",
        Consider,
        &["other-office", "other-office-if-no-solution"],
    ),
    (
        "R6",
        "interviews can be recorded",
        Can,
        &[
            "adjustment-can-be-recorded",
            "adjustment-can-be-recorded-if",
        ],
    ),
    (
        "R6",
        "If necessary speak to your local Disability Equality Adviser",
        Can,
        &["speak-to-adviser", "speak-to-adviser-if-adjustment"],
    ),
    (
        "R7",
        "should be raised with local management",
        Should,
        &[
            "raise-with-management",
            "raise-with-management-if-uncomfortable",
        ],
    ),
    (
        "R7",
        "can take the call or conduct the interview",
        Can,
        &["another-member-of-staff"],
    ),
    (
        "R7",
        "a future appointment may be necessary",
        May,
        &["future-appointment"],
    ),
    (
        "R8",
        "It may be more appropriate to resolve the underlying service issue",
        May,
        &["resolve-service", "resolve-service-if-unhappy"],
    ),
    (
        "R9",
        "You should alert the claimant",
        Should,
        &["alert-claimant", "alert-claimant-if-recording"],
    ),
    (
        "R10",
        "should be issued to the claimant before the interview begins",
        Should,
        &[
            "letter-before-interview",
            "letter-before-interview-if",
            "adapted-letter-before-interview",
        ],
    ),
    (
        "R11",
        "as soon as possible afterwards",
        Should,
        &[
            "letter-after-call",
            "letter-if-call-is-recorded",
            "letter-after-call-if",
        ],
    ),
    (
        "R12",
        "bear in mind the possible need for alternative formats",
        Consider,
        &["alternative-formats"],
    ),
    (
        "R13",
        "you should write to the claimant adapting the letter",
        Should,
        &[
            "write-about-intention",
            "write-about-publication",
            "write-if-claimant-published",
        ],
    ),
    (
        "R14",
        "Consider contacting the relevant Internet Service Provider",
        Consider,
        &["contact-provider"],
    ),
    (
        "R15",
        "each case must be judged on its merits",
        Consider,
        &["weigh-contact"],
    ),
    (
        "R16",
        "The Complex Case Advisory Service can advise",
        Can,
        &["complex-case-advice", "complex-case-advice-if-concerned"],
    ),
];

/// The words of everything cited.
fn words(sentences: &[SentenceIx]) -> String {
    let texts = sentences
        .iter()
        .map(|it| SHIPPED.pack.source.sentences[*it].text.as_str());
    texts.collect::<Vec<_>>().join(" ")
}

#[test]
fn each_rule_keeps_the_strength_and_the_words_of_the_page() {
    let actions = &SHIPPED.pack.flow.actions;
    for (rule, says, strength, ids) in RULES {
        for id in *ids {
            let ix = actions.find(|it| it.id == *id);
            let action = &actions[ix.unwrap_or_else(|| panic!("{rule}: there is no action {id}"))];
            assert_eq!(action.strength, *strength, "{rule}: {id}");
            let words = words(&action.sentences);
            assert!(
                words.contains(says),
                "{rule}: {id} cites “{words}”, not “{says}”"
            );
        }
    }
}

#[test]
fn every_action_comes_from_a_rule() {
    let rules: BTreeSet<_> = RULES
        .iter()
        .flat_map(|(.., ids)| ids.iter().copied())
        .collect();
    let actions = SHIPPED.pack.flow.actions.rows();
    let without: Vec<_> = actions
        .iter()
        .map(|it| it.id.as_str())
        .filter(|id| !rules.contains(id))
        .collect();
    assert!(
        without.is_empty(),
        "rest on no rule of the page: {without:?}"
    );
}

#[test]
fn questions_about_own_recordings_are_pointed_elsewhere() {
    let signposts = SHIPPED.pack.flow.signposts.rows();
    let points = |it: &str| it.contains("the Department's own routine recording");
    assert!(signposts.iter().any(|it| points(&words(&it.sentences))));
}

/// Until a question that can wait is answered, the outcome is that for the choice which is
/// taken. Whatever another choice adds is then said with an "If" that rests on the same
/// sentences. What another choice takes away was said with an "If" or an "unless", or is no
/// advice of its own: which format a letter may be needed in goes where the letter does.
#[test]
fn what_waits_is_said_with_an_if() {
    let flow = &SHIPPED.pack.flow;
    let complete = Complete::new(flow, 100_000).unwrap();
    let mut forms: BTreeMap<&str, BTreeSet<(&str, &str)>> = BTreeMap::new();
    for live in &complete.sets {
        let before = flow.outcome(live);
        let is_if = |action: &Action| action.title.starts_with("If ");
        let before: BTreeSet<_> = before.actions.iter().map(|it| it.item).collect();
        for (question, row) in flow.questions.iter() {
            let taken = live.get(question);
            if taken.is_none() || taken != row.until_answered {
                continue;
            }
            for choice in row.choices.indices().filter(|it| Some(*it) != taken) {
                let mut other = live.clone();
                other.set(question, choice);
                let place = flow.replay(&other);
                assert_eq!(
                    place.next, None,
                    "nothing is asked because of what can wait"
                );
                let after = flow.outcome(&place.live);
                let after: BTreeSet<_> = after.actions.iter().map(|it| it.item).collect();
                for gone in before.difference(&after).map(|it| &flow.actions[*it]) {
                    let unless = gone
                        .detail
                        .as_ref()
                        .is_some_and(|it| it.starts_with("Unless "));
                    assert!(
                        is_if(gone) || unless || gone.id == "alternative-formats",
                        "{}={} takes “{}” back",
                        row.id,
                        row.choices[choice].id,
                        gone.title
                    );
                    forms.entry(&row.id).or_default().insert((&gone.id, "goes"));
                }
                let open = before
                    .iter()
                    .map(|it| &flow.actions[*it])
                    .filter(|it| is_if(it));
                let open: Vec<_> = open.collect();
                for came in after.difference(&before).map(|it| &flow.actions[*it]) {
                    for sentence in &came.sentences {
                        let form = open.iter().find(|it| it.sentences.contains(sentence));
                        let form = form.unwrap_or_else(|| {
                            panic!(
                                "{}={} adds “{}”, which nothing says with an “If” before",
                                row.id, row.choices[choice].id, came.title
                            )
                        });
                        forms
                            .entry(&row.id)
                            .or_default()
                            .insert((&came.id, &form.id));
                    }
                }
            }
        }
    }
    let waiting = flow
        .questions
        .rows()
        .iter()
        .filter(|it| it.until_answered.is_some());
    let without: Vec<_> = waiting.filter(|it| !forms.contains_key(&*it.id)).collect();
    assert!(without.is_empty(), "add nothing: {without:?}");
    for (question, forms) in forms {
        println!("{question}: {forms:?}");
    }
}
