//! The proofs against a plain walk over every combination of answers, on many small
//! packs made by chance, sound and unsound. The walk is the definition; the diagrams
//! must say the same. Must not share any code with the proofs.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};

use fastrand::Rng;

use super::Proof;
use crate::{
    content::{self, ProblemKind as Kind, Texts, encoding},
    flow::{Answers, Condition, QuestionIx, codes},
    letter::{Input, Offer, State},
    pack::Pack,
    source::SentenceIx,
    table::Ix,
};

const STRINGS: &str = include_str!("../../../content/recordings/strings/en-GB.toml");

/// A condition over the questions before `row`, in the words of the content files.
fn condition(rng: &mut Rng, widths: &[usize], row: usize, depth: usize) -> String {
    let list = |rng: &mut Rng| {
        let count = rng.usize(1..=3);
        let parts: Vec<_> = (0..count)
            .map(|_| condition(rng, widths, row, depth + 1))
            .collect();
        parts.join(", ")
    };
    match rng.usize(0..if depth < 2 { 6 } else { 2 }) {
        0 | 1 => {
            let question = rng.usize(0..row);
            let width = widths[question];
            let mut choices: Vec<_> = (0..width).filter(|_| rng.bool()).collect();
            if choices.is_empty() {
                choices.push(rng.usize(0..width));
            }
            let choices: Vec<_> = choices.iter().map(|it| format!("\"c{it}\"")).collect();
            format!("{{ q{question} = [{}] }}", choices.join(", "))
        }
        2 => format!("{{ all = [{}] }}", list(rng)),
        3 => format!("{{ any = [{}] }}", list(rng)),
        4 => format!("{{ not = {} }}", condition(rng, widths, row, depth + 1)),
        _ => format!("{{ case = \"k{}\" }}", rng.usize(0..2)),
    }
}

/// A small pack made by chance.
fn made(seed: u64) -> Texts {
    let rng = &mut Rng::with_seed(seed);
    let questions = rng.usize(2..=5);
    let widths: Vec<_> = (0..questions).map(|_| rng.usize(1..=3)).collect();
    let mut flow = String::from("[case]\n");
    for case in 0..2 {
        // Cases look at the first question only, so that every condition can use them.
        let choice = rng.usize(0..widths[0]);
        flow += &format!("k{case} = {{ q0 = \"c{choice}\" }}\n");
    }
    for (row, width) in widths.iter().enumerate() {
        flow += &format!(
            "[[question]]\nid = \"q{row}\"\nkey = \"Q\"\ntext = \"Q?\"\nsentences = [\"A1\"]\n"
        );
        if row > 0 && rng.bool() {
            flow += &format!("when = {}\n", condition(rng, &widths, row, 0));
        }
        for choice in 0..*width {
            flow += &format!("[[question.choice]]\nid = \"c{choice}\"\nlabel = \"C\"\n");
        }
    }
    let mut actions = String::from(
        "[strength]\nshould = [\"should\"]\n[[group]]\nid = \"now\"\ntitle = \"Now\"\n",
    );
    for action in 0..rng.usize(1..=5) {
        let sentence = rng.usize(1..=3);
        actions += &format!(
            "[[action]]\nid = \"a{action}\"\ntitle = \"A\"\nstrength = \"should\"\ngroup = \"now\"\nsentences = [\"A{sentence}\"]\n"
        );
        actions += &format!("when = {}\n", condition(rng, &widths, questions, 0));
    }
    let mut letter = format!(
        "when = {}\nopening = \"p0\"\n[[part]]\nrole = \"body\"\n",
        condition(rng, &widths, questions, 0)
    );
    letter += &format!(
        "[[no-letter]]\nid = \"n\"\nreason = \"N\"\nsentences = [\"A1\"]\nwhen = {}\n[[paragraph]]\n",
        condition(rng, &widths, questions, 0)
    );
    for passage in 0..2 {
        letter += &format!("[[paragraph.passage]]\nid = \"p{passage}\"\nlabel = \"P\"\n");
        if passage == 1 {
            letter += "inside = true\noptional = true\ntext = \"should \"\nsentences = [\"A1\"]\n";
        } else {
            for option in ["x", "y"] {
                let inner = if option == "y" { "{p1}" } else { "" };
                letter += &format!(
                    "[[paragraph.passage.option]]\nid = \"{option}\"\nlabel = \"O\"\nchanged = \"C\"\ntext = \"T{inner}\"\nsentences = [\"A2\"]\n"
                );
            }
        }
        for choose in if passage == 1 {
            ["in", "out"]
        } else {
            ["x", "y"]
        } {
            letter += &format!(
                "[[paragraph.passage.default]]\nchoose = \"{choose}\"\nreason = \"R\"\nwhen = {}\n",
                condition(rng, &widths, questions, 0)
            );
        }
    }
    let file = |name: &str, text: String| (name.to_owned(), text);
    Texts::from([
        file(
            "source.md",
            "# {A} Page\n\n{A1} You should. {A2} You should. {A3} They should.\n".into(),
        ),
        file("flow.toml", flow),
        file("actions.toml", actions),
        file("letter.toml", letter),
        file("law.toml", "checked = \"2026\"\n".into()),
        file(
            "pack.toml",
            "format = 1\nid = \"made\"\nlanguage = \"en-GB\"\n".into(),
        ),
        file("strings/en-GB.toml", encoding::plain(STRINGS)),
    ])
}

/// What a user is told: actions and notices, reasons for no letter, and the states of a
/// letter's passages.
type Told = (Vec<(char, usize)>, Vec<usize>, Option<Vec<State>>);

/// Every state of a pack, walked.
struct Walk<'p> {
    pack: &'p Pack,
    states: u128,
    paths: Vec<Answers>,
    asked: BTreeSet<QuestionIx>,
}

impl<'p> Walk<'p> {
    fn new(pack: &'p Pack) -> Self {
        let mut walk = Self {
            pack,
            states: 0,
            paths: Vec::new(),
            asked: BTreeSet::new(),
        };
        walk.visit(&mut Answers::default());
        walk
    }

    fn visit(&mut self, answers: &mut Answers) {
        self.states += 1;
        let place = self.pack.flow.replay(answers);
        let Some(question) = place.next else {
            self.paths.push(answers.clone());
            return;
        };
        self.asked.insert(question);
        for choice in self.pack.flow.questions[question].choices.indices() {
            answers.set(question, choice);
            self.visit(answers);
        }
        answers.clear(question);
    }

    /// All that a user is told.
    fn told(&self, live: &Answers) -> Told {
        let Pack {
            flow,
            letter,
            strings,
            ..
        } = self.pack;
        let outcome = flow.outcome(live);
        let actions = outcome.actions.iter().map(|it| ('a', it.item.row()));
        let silences = outcome.silences.iter().map(|it| ('n', it.item.row()));
        let signposts = outcome.signposts.iter().map(|it| ('s', it.item.row()));
        let items = actions.chain(silences).chain(signposts).collect();
        let (none, states) = match letter.offer(live) {
            Offer::None(reasons) => (reasons.iter().map(|it| it.row()).collect(), None),
            Offer::Letter => {
                let decisions = letter.decide(&strings.letter, live, &Input::default());
                let state = |it: &crate::letter::Decision| {
                    if it.present { it.state } else { State::Out }
                };
                (Vec::new(), Some(decisions.iter().map(state).collect()))
            }
        };
        (items, none, states)
    }

    fn outcomes(&self) -> u128 {
        let told = self.paths.iter().map(|it| {
            let (items, _, states) = self.told(it);
            format!("{items:?} {states:?}")
        });
        told.collect::<BTreeSet<_>>().len() as u128
    }

    fn ever(&self, holds: impl Fn(&Answers) -> bool) -> bool {
        self.paths.iter().any(holds)
    }

    /// How often a condition, or a part of it, never holds, always holds, or is implied.
    fn faults(&self, condition: &Condition, scope: &dyn Fn(&Answers) -> bool) -> [usize; 3] {
        let mut faults = [0; 3];
        self.count(condition, scope, &mut faults);
        faults
    }

    fn count(
        &self,
        condition: &Condition,
        scope: &dyn Fn(&Answers) -> bool,
        faults: &mut [usize; 3],
    ) -> bool {
        let (parts, all): (&[Condition], bool) = match condition {
            Condition::All(parts) => (parts, true),
            Condition::Any(parts) => (parts, false),
            Condition::Not(part) => {
                self.count(part, scope, faults);
                (&[], true)
            }
            Condition::Is(..) => (&[], true),
        };
        let varies: Vec<_> = parts
            .iter()
            .map(|it| self.count(it, scope, faults))
            .collect();
        let holds = self.ever(|it| scope(it) && condition.holds(it));
        let fails = self.ever(|it| scope(it) && !condition.holds(it));
        match (holds, fails) {
            (false, _) => faults[0] += 1,
            (true, false) => faults[1] += 1,
            (true, true) => {
                let mut kept: Vec<_> = (0..parts.len()).collect();
                for row in (0..parts.len()).rev() {
                    let others: Vec<_> = kept.iter().filter(|it| **it != row).collect();
                    if others.is_empty() || !varies[row] {
                        continue;
                    }
                    let rest = |live: &Answers| {
                        let mut others = others.iter();
                        if all {
                            others.all(|it| parts[**it].holds(live))
                        } else {
                            others.any(|it| parts[**it].holds(live))
                        }
                    };
                    if let (true, Condition::Is(question, choices)) = (all, &parts[row])
                        && choices.len() > 1
                    {
                        for choice in choices {
                            let is = Condition::Is(*question, vec![*choice]);
                            let both = |it: &Answers| scope(it) && rest(it) && is.holds(it);
                            faults[2] += usize::from(!self.ever(both));
                        }
                    }
                    let matters =
                        self.ever(|it| scope(it) && rest(it) == all && parts[row].holds(it) != all);
                    if !matters {
                        faults[2] += 1;
                        kept.retain(|it| *it != row);
                    }
                }
            }
        }
        holds && fails
    }

    /// For each choice of a question, everything that can come after it.
    fn futures(&self, question: QuestionIx) -> BTreeMap<usize, BTreeSet<String>> {
        let mut futures: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
        for path in &self.paths {
            let Some(choice) = path.get(question) else {
                continue;
            };
            let mut others = path.clone();
            others.clear(question);
            let others = codes::encode(&self.pack.flow, &others);
            let future = format!("{others} {:?}", self.told(path));
            futures.entry(choice.row()).or_default().insert(future);
        }
        futures
    }
}

/// How many problems of a kind there are about something.
fn told(problems: &[content::Problem], id: &str, kinds: &[Kind]) -> usize {
    let about = problems
        .iter()
        .filter(|it| it.id == id && kinds.contains(&it.kind));
    about.count()
}

fn agrees(seed: u64) -> Proof {
    let (pack, proof, problems) = content::resolved(&made(seed));
    let walk = Walk::new(&pack);
    let all = problems
        .iter()
        .map(|it| format!("{it}\n"))
        .collect::<String>();
    let mut texts = made(seed);
    texts.remove("strings/en-GB.toml");
    let texts: String = texts.values().map(|it| format!("{it}\n")).collect();
    let note = format!("seed {seed}\n{texts}\n{all}");
    assert_eq!(proof.states, walk.states, "states: {note}");
    assert_eq!(proof.paths, walk.paths.len() as u128, "paths: {note}");
    assert_eq!(proof.outcomes, Some(walk.outcomes()), "outcomes: {note}");
    let flow = &pack.flow;
    for (ix, question) in flow.questions.iter() {
        let unasked = told(&problems, &question.id, &[Kind::UnreachableQuestion]) > 0;
        assert_eq!(
            unasked,
            !walk.asked.contains(&ix),
            "{}: {note}",
            question.id
        );
        let futures: Vec<_> = walk.futures(ix).into_iter().collect();
        for (row, (choice, future)) in futures.iter().enumerate() {
            let same = futures[..row].iter().any(|(_, earlier)| earlier == future);
            let id = format!("{}={}", question.id, question.choices.rows()[*choice].id);
            let idle = told(&problems, &id, &[Kind::IdleChoice]) > 0;
            assert_eq!(idle, same, "{id}: {note}");
        }
    }
    let never = [
        Kind::AlwaysFalse,
        Kind::UnreachableAction,
        Kind::UnreachableNotice,
    ];
    let everywhere = |_: &Answers| true;
    let mut earlier: Vec<(&[SentenceIx], &Condition)> = Vec::new();
    for action in flow.actions.rows() {
        let found = [&never[..], &[Kind::AlwaysTrue], &[Kind::SubsumedCondition]];
        let found = found.map(|kinds| told(&problems, &action.id, kinds));
        let faults = walk.faults(&action.when, &everywhere);
        assert_eq!(found, faults, "{}: {note}", action.id);
        let both = |other: &Condition| walk.ever(|it| other.holds(it) && action.when.holds(it));
        let same = earlier
            .iter()
            .filter(|(sentences, _)| *sentences == action.sentences);
        let overlaps = same.clone().any(|(_, other)| both(other));
        let alone = walk
            .ever(|it| action.when.holds(it) && !same.clone().any(|(_, other)| other.holds(it)));
        let found = [Kind::OverlappingRules, Kind::ShadowedRule];
        let found = found.map(|kind| told(&problems, &action.id, &[kind]));
        let expected = [
            usize::from(overlaps && alone),
            usize::from(overlaps && !alone),
        ];
        assert_eq!(found, expected, "{}: {note}", action.id);
        earlier.push((&action.sentences, &action.when));
    }
    let letter = &pack.letter;
    let offered = |it: &Answers| letter.when.holds(it);
    for passage in letter.passages.rows() {
        let found = [Kind::AlwaysFalse, Kind::AlwaysTrue, Kind::SubsumedCondition];
        let found = found.map(|kind| told(&problems, &passage.id, &[kind]));
        let faults = passage
            .presets
            .iter()
            .map(|it| walk.faults(&it.when, &offered));
        let faults = faults.fold([0; 3], |sum, it| [0, 1, 2].map(|row| sum[row] + it[row]));
        assert_eq!(found, faults, "{}: {note}", passage.id);
    }
    let empty = walk.paths.iter().find(|it| walk.told(it).0.is_empty());
    let empty = empty.map(|it| format!("is empty for {}.", codes::encode(flow, it)));
    let found = problems.iter().find(|it| it.kind == Kind::EmptyOutcome);
    assert_eq!(found.map(|it| &it.reason), empty.as_ref(), "{note}");
    let explained = |it: &&Answers| {
        let reasons = letter.no_letter.rows();
        reasons.iter().any(|reason| reason.when.holds(it))
    };
    let wrong = [false, true].map(|offers| {
        let wrong = walk.paths.iter().filter(|it| offered(it) == offers);
        wrong.into_iter().find(|it| explained(it) == offers)
    });
    for (answers, words) in wrong
        .into_iter()
        .zip(["is not offered for", "is offered for"])
    {
        let expected = answers.map(|it| format!("{words} {},", codes::encode(flow, it)));
        let starts = format!("{words} ");
        let found = problems
            .iter()
            .find(|it| it.reason.starts_with(&starts) && it.kind == Kind::LetterUnexplained);
        let found = found.map(|it| it.reason.clone());
        match (expected, found) {
            (None, found) => assert_eq!(found, None, "{note}"),
            (Some(expected), found) => {
                assert!(
                    found.unwrap_or_default().starts_with(&expected),
                    "{expected} {note}"
                );
            }
        }
    }
    proof
}

#[test]
fn the_proofs_say_what_a_walk_over_every_answer_says() {
    let proofs: Vec<_> = (0..1_500).map(agrees).collect();
    // Packs of many sizes were made, or nothing was compared.
    let paths: BTreeSet<_> = proofs.iter().map(|it| it.paths).collect();
    assert!(paths.len() > 20, "{paths:?}");
}

/// The counts that are printed are those of a walk.
#[test]
fn the_counts_of_the_shipped_pack_are_those_of_a_walk() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../content/recordings");
    let texts = content::read(std::path::Path::new(folder)).unwrap();
    let (pack, proof, _) = content::resolved(&texts);
    let walk = Walk::new(&pack);
    assert_eq!(proof.states, walk.states);
    assert_eq!(proof.paths, walk.paths.len() as u128);
    assert_eq!(proof.outcomes, Some(walk.outcomes()));
    assert!(proof.paths > 1_000, "{proof:?}");
}
