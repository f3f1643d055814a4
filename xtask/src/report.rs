//! `cargo xtask check --report`: one page for a reviewer to read and sign. Owns how what
//! was proved is put to a person. Must not know how it is found out: `outcomes` of the
//! core does that.
//!
//! The page is complete: from its tables alone every outcome can be put together again.
//! A test reads the page, does so for every complete set of answers, and compares.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use guidance_core::{
    content::{self, Loaded},
    cover::Together,
    flow::{Answers, Condition},
    letter::{Passage, PassageIx, Piece, Template, VariantIx},
    map::layout,
    outcomes::{Added, Complete, Item, Items, Outcomes, Row, items},
    pack::Pack,
    source::{BlockKind, LawNoteIx, SentenceIx},
    table::Ix,
};
use maud::{DOCTYPE, Markup, html};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::{
    map,
    words::{self, Name, Says},
};

/// How many complete sets of answers are listed at most.
const MOST: usize = 1_000_000;

const STYLE: &str = include_str!("report.css");

/// Writes the report of a pack.
pub fn write(folder: &Path, loaded: &Loaded, file: &Path) -> Result<()> {
    let page = Report::new(folder, loaded)?.page().into_string();
    fs::write(file, page).with_context(|| format!("cannot write {}", file.display()))
}

struct Report<'a> {
    pack: &'a Pack,
    counts: Vec<(usize, &'static str)>,
    names: Vec<Name>,
    complete: Complete,
    outcomes: Outcomes,
    /// The letters, but for what is added to them, in the order of the rows.
    letters: Vec<Items>,
    files: Vec<File>,
    /// Sentences that nothing cites, each with the reason.
    unused: Vec<Unused>,
}

/// A file of the pack, by its name in the pack's folder.
struct File {
    name: String,
    sha256: String,
}

/// What `pack.toml` says of a sentence that is not used.
#[derive(Deserialize)]
struct Unused {
    sentence: String,
    reason: String,
}

#[derive(Deserialize)]
struct PackFile {
    #[serde(default)]
    unused: Vec<Unused>,
}

impl<'a> Report<'a> {
    fn new(folder: &Path, loaded: &'a Loaded) -> Result<Self> {
        let pack = &loaded.pack;
        let Some(complete) = Complete::new(&pack.flow, MOST) else {
            bail!(
                "this pack has more than a million complete sets of answers, too many to list. `cargo xtask check` without --report still proves it."
            );
        };
        let outcomes = Outcomes::new(pack, &complete);
        // Nobody signs what does not hold.
        for live in &complete.sets {
            if outcomes.of(&pack.flow, live) != Some(items(pack, live)) {
                bail!(
                    "the tables do not say what the flow says. This is a fault of the report: please tell whoever looks after it."
                );
            }
        }
        let mut letters: Vec<Items> = Vec::new();
        for row in &outcomes.rows {
            let letter = letter_of(&row.items);
            if !letter.is_empty() && !letters.contains(&letter) {
                letters.push(letter);
            }
        }
        let (files, unused) = read_files(folder)?;
        let proof = &loaded.proof;
        let counts = vec![
            (proof.questions, "questions, each asked for some answers"),
            (proof.choices, "choices, each of which can be made"),
            (
                complete.sets.len(),
                "complete sets of answers. None is a dead end, none has an empty outcome, and each has a letter or a reason for none",
            ),
            (outcomes.count, "different outcomes"),
            (
                outcomes.rows.len(),
                "rows in which all of them are told, with the small tables before them",
            ),
            (pack.flow.actions.len(), "actions, each reached"),
            (
                proof.notices,
                "silences, other guidance and reasons for no letter, each reached",
            ),
            (proof.passages, "wordings in the letter, each reached"),
            (proof.cited, "sentences of the page that something rests on"),
            (
                proof.unused,
                "sentences that are not used, each with the reason",
            ),
            (pack.source.law.len(), "notes about law that has moved"),
        ];
        Ok(Self {
            pack,
            counts,
            names: words::names(&pack.flow),
            complete,
            outcomes,
            letters,
            files,
            unused,
        })
    }

    fn page(&self) -> Markup {
        let title = format!("Proof report: {}", self.title());
        let sections = [
            ("counts", "What was proved", self.counts()),
            ("reading", "How to read this report", self.reading()),
            ("questions", "The questions", self.questions()),
            ("map", "The map of the questions", self.map()),
            ("actions", "What staff are told to do", self.actions()),
            ("silences", "Where the page is silent", self.silences()),
            ("signposts", "Other guidance", self.signposts()),
            ("letters", "The letters", self.letters()),
            ("outcomes", "Every outcome", self.outcomes()),
            ("sentences", "Every sentence of the page", self.sentences()),
            ("law", "Law notes", self.law()),
            ("sign", "Sign-off", self.sign()),
        ];
        html! {
            (DOCTYPE)
            html lang=(self.pack.language) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (title) }
                    style { (maud::PreEscaped(STYLE)) }
                }
                body {
                    header { h1 { (title) } }
                    nav aria-label="Contents" {
                        ol { @for (id, title, _) in &sections { li { a href={ "#" (id) } { (title) } } } }
                    }
                    main {
                        @for (id, title, content) in &sections {
                            section id=(id) { h2 { (title) } (content) }
                        }
                    }
                }
            }
        }
    }

    /// The page's own title.
    fn title(&self) -> &str {
        let source = &self.pack.source;
        let title = source
            .blocks
            .iter()
            .find(|it| it.kind == BlockKind::Heading(1));
        let sentence = title
            .and_then(|it| it.fragments.first())
            .map(|it| it.sentence);
        sentence.map_or(&self.pack.id, |it| &source.sentences[it].text)
    }

    fn counts(&self) -> Markup {
        html! {
            p { "Every complete set of answers was walked. What was found:" }
            table.counts {
                caption.hidden { "Counts" }
                thead { tr { th scope="col" { "Number" } th scope="col" { "Of what" } } }
                tbody { @for (count, what) in &self.counts {
                    tr { td.number { (thousands(*count)) } td { (what) } }
                } }
            }
            p { "The report is about these files, and about nothing else. Whoever has a file can compare its SHA-256." }
            table {
                caption.hidden { "Files" }
                thead { tr { th scope="col" { "File" } th scope="col" { "SHA-256" } } }
                tbody { @for file in &self.files { tr { td { (file.name) } td { code { (file.sha256) } } } } }
            }
        }
    }

    fn reading(&self) -> Markup {
        html! {
            ul {
                li { "Conditions stand as lists. " b { "Any one" } " point of a list is enough; everything said in one point must hold together." }
                li { "“: A or B” means that the question was asked and answered so. “: not A” holds for every other answer, and also where the question is not asked. “: asked” holds for every answer." }
                li { "Conditions here are shorter than in the files, where that is the same for every complete set of answers. That it is the same was checked for each of the " (thousands(self.complete.sets.len())) " sets." }
                li { "Actions are numbered A1, A2, …; silences S1, …; other guidance O1, …; reasons for no letter N1, …; sentences of the page as in source.md." }
                li { "What is proved is that these rules lead to these outcomes. Whether a rule says what its sentence says is for the reader to judge: rule and sentence stand side by side below." }
            }
        }
    }

    fn questions(&self) -> Markup {
        let flow = &self.pack.flow;
        html! {
            div.scroll tabindex="0" role="region" aria-label="Questions" {
                table {
                    caption.hidden { "Questions in the order of asking" }
                    thead { tr { th scope="col" { "Question" } th scope="col" { "Choices" } th scope="col" { "Asked when" } th scope="col" { "Matters because of" } } }
                    tbody { @for row in flow.questions.rows() { tr {
                        th scope="row" { (row.text) @if let Some(hint) = &row.hint { span.hint { (hint) } } span.key { "In short: " b { (row.key) } } }
                        td { ul.plain { @for choice in row.choices.rows() { li { (choice.label) @if let Some(hint) = &choice.hint { span.hint { (hint) } } } } } }
                        td { (self.when(&row.when)) }
                        td { (self.numbers(&row.sentences)) }
                    } } }
                }
            }
        }
    }

    fn map(&self) -> Markup {
        let mut pack = self.pack.clone();
        pack.map = layout::draw(&pack);
        html! {
            @match map::svg(&pack) {
                Some(svg) => {
                    p { (pack.strings.map.intro) }
                    div.scroll tabindex="0" role="region" aria-label="Map of the questions" { (svg) }
                    ol { @for way in &pack.map.ways { li { (map::sentence(&pack, way)) } } }
                }
                None => p { "The pack asks too many questions for a map that can be read." },
            }
        }
    }

    fn actions(&self) -> Markup {
        let Pack { flow, strings, .. } = self.pack;
        let rows = flow.actions.iter().map(|(ix, row)| {
            let what = html! {
                b.strength { (strings.strength.of(row.strength)) ": " } span.title { (row.title) }
                @if let Some(detail) = &row.detail { span.hint { (detail) } }
                span.hint { "Shown under “" (flow.groups[row.group].title) "”" }
            };
            (code('A', ix), what, &row.when, &row.sentences)
        });
        self.rules("Actions", rows)
    }

    fn silences(&self) -> Markup {
        let rows = self.pack.flow.silences.iter();
        let rows = rows.map(|(ix, row)| {
            let what = html! { span.title { (row.text) } };
            (code('S', ix), what, &row.when, &row.sentences)
        });
        html! {
            p { "To each the screen adds: " (self.pack.strings.outcome.silences_ask) }
            (self.rules("Silences", rows))
        }
    }

    fn signposts(&self) -> Markup {
        let rows = self.pack.flow.signposts.iter();
        let rows = rows.map(|(ix, row)| {
            let what = html! { span.title { (row.title) } };
            (code('O', ix), what, &row.when, &row.sentences)
        });
        self.rules("Other guidance", rows)
    }

    /// Rules, each with when it applies and the sentences that it rests on.
    fn rules<'r>(
        &self,
        label: &str,
        rows: impl Iterator<Item = (String, Markup, &'r Condition, &'r Vec<SentenceIx>)>,
    ) -> Markup {
        html! {
            div.scroll tabindex="0" role="region" aria-label=(label) {
                table.rules {
                    caption.hidden { (label) }
                    thead { tr { th scope="col" { "No." } th scope="col" { "What is shown" } th scope="col" { "When" } th scope="col" { "Because the page says" } } }
                    tbody { @for (code, what, when, sentences) in rows { tr id=(code) {
                        th scope="row" { (code) }
                        td { (what) }
                        td { (self.when(when)) }
                        td { (self.quotes(sentences)) }
                    } } }
                }
            }
        }
    }

    fn letters(&self) -> Markup {
        let letter = &self.pack.letter;
        let no_letter = letter.no_letter.iter().map(|(ix, row)| {
            let what = html! { span.title { (row.reason) } };
            (code('N', ix), what, &row.when, &row.sentences)
        });
        html! {
            h3 { "When a letter is offered" }
            (self.when(&letter.when))
            h3 { "Which letters there are" }
            p { "The answers choose each passage. The user can change that, is told what the answers suggest, and cannot finish a letter while something is not decided. Which answers lead to which letter is told under “Every outcome”." }
            div.scroll tabindex="0" role="region" aria-label="Letters and their passages" {
                table #letter-table {
                    caption.hidden { "Letters and their passages" }
                    thead { tr { th scope="col" { "Passage" } @for number in 1..=self.letters.len() { th scope="col" { "Letter " (number) } } } }
                    tbody { @for (ix, passage) in letter.passages.iter() { tr {
                        th scope="row" { (passage.label) }
                        @for items in &self.letters { td { (self.state(ix, passage, items)) } }
                    } } }
                }
            }
            h3 { "The wordings" }
            div.scroll tabindex="0" role="region" aria-label="Wordings" {
                table {
                    caption.hidden { "Wordings of the letter" }
                    thead { tr { th scope="col" { "Passage" } th scope="col" { "Words" } th scope="col" { "From the page" } } }
                    tbody { @for (_, passage) in letter.passages.iter() { @for (_, wording) in passage.variants.iter() { tr {
                        th scope="row" { (passage.label) @if passage.variants.len() > 1 { ": " (wording.label) } }
                        td {
                            (wording_words(letter, &wording.pieces))
                            @if let Some(changed) = &wording.changed { span.hint { "Differs from the page: " (changed) } }
                        }
                        td { (self.quotes(&wording.sentences)) }
                    } } } }
                }
            }
            h3 { "Why no letter is offered" }
            (self.rules("Reasons for no letter", no_letter))
        }
    }

    /// What a letter does with a passage.
    fn state(&self, ix: PassageIx, passage: &Passage, letter: &Items) -> Markup {
        let name = |variant: VariantIx| {
            if passage.variants.len() > 1 {
                passage.variants[variant].label.as_str()
            } else {
                "In"
            }
        };
        let here = letter.iter().find_map(|it| match it {
            Item::Wording(of, variant) if *of == ix => Some(name(*variant)),
            Item::Undecided(of) if *of == ix => Some("Not decided: the user is asked"),
            _ => None,
        });
        let tables = self
            .outcomes
            .rows
            .iter()
            .filter(|row| letter_of(&row.items) == *letter);
        let tables: BTreeSet<usize> = tables.flat_map(|row| &row.added).copied().collect();
        let adds = |at: &usize| {
            let added = self.outcomes.added.get(*at);
            let mut items = added
                .into_iter()
                .flat_map(|it| &it.items)
                .flat_map(|(_, items)| items);
            items.any(|it| passage_of(*it) == Some(ix))
        };
        let tables: Vec<_> = tables.into_iter().filter(adds).collect();
        html! {
            @match here {
                Some(state) => (state),
                None if tables.is_empty() => "Out",
                None => { "As in " @for (n, at) in tables.iter().enumerate() { @if n > 0 { ", " } a href={ "#table-" (at + 1) } { "table " (at + 1) } } },
            }
        }
    }

    fn outcomes(&self) -> Markup {
        html! {
            h3 { "What some answers add" }
            p { "These questions only add: what an answer brings is the same whatever else was answered, wherever a row below names the table. All other answers stand in the rows." }
            @for (at, added) in self.outcomes.added.iter().enumerate() { (self.added(at, added)) }
            h3 { "The rows" }
            p { "Each row holds for the answers on its left. To find an outcome, take its row and add from each table that the row names. That gives " b { (thousands(self.outcomes.count)) } " different outcomes for " (thousands(self.complete.sets.len())) " complete sets of answers." }
            div.scroll tabindex="0" role="region" aria-label="Outcomes" {
                table #rows {
                    caption.hidden { "Outcomes" }
                    thead { tr { th scope="col" { "Row" } th scope="col" { "Answers" } th scope="col" { "What to do" } th scope="col" { "Silent on, points to" } th scope="col" { "Letter" } th scope="col" { "Add from" } } }
                    tbody { @for (at, row) in self.outcomes.rows.iter().enumerate() { (self.row(at, row)) } }
                }
            }
        }
    }

    fn added(&self, at: usize, added: &Added) -> Markup {
        let questions = added.questions.iter();
        let keys: Vec<_> = questions
            .map(|it| self.pack.flow.questions[*it].key.as_str())
            .collect();
        html! {
            table.added id={ "table-" (at + 1) } {
                caption { "Table " (at + 1) ": " (keys.join(", ")) }
                thead { tr { th scope="col" { "Answer" } th scope="col" { "Adds" } } }
                tbody { @for (ways, items) in alike(added) { tr {
                    th scope="row" {
                        @if let [answers] = *ways { (self.answers(answers)) } @else { @for (n, answers) in ways.iter().enumerate() {
                            @if n > 0 { " or " }
                            span.way { (self.answers(answers)) }
                        } }
                    }
                    td { @if items.is_empty() { "Nothing" } @else { ul.plain {
                        (self.actions_of(items))
                        @let others: Vec<_> = items.iter().filter_map(other_code).collect();
                        @if !others.is_empty() { li.others { (links(&others)) } }
                        @for item in items { @if let Some(passage) = passage_of(*item) { li.passage {
                            "In the letter: " span.name { (self.pack.letter.passages[passage].label) } ": "
                            span.state { @match item {
                                Item::Undecided(_) => "Not decided: the user is asked",
                                Item::Wording(of, variant) if self.pack.letter.passages[*of].variants.len() > 1 => (self.pack.letter.passages[*of].variants[*variant].label),
                                _ => "In",
                            } }
                        } } }
                    } } }
                } } }
            }
        }
    }

    fn row(&self, at: usize, row: &Row) -> Markup {
        let others: Vec<_> = row.items.iter().filter_map(other_code).collect();
        let none: Vec<_> = row
            .items
            .iter()
            .filter_map(|it| match it {
                Item::NoLetter(ix) => Some(code('N', *ix)),
                _ => None,
            })
            .collect();
        let letter = letter_of(&row.items);
        let letter = self.letters.iter().position(|it| *it == letter);
        html! {
            tr {
                th scope="row" { (at + 1) }
                td { (self.conditions(&row.when)) span.hint { (sets(row.sets)) } }
                td { @if row.items.iter().any(|it| matches!(it, Item::Action(_))) { ul.plain { (self.actions_of(&row.items)) } } @else { "Nothing" } }
                td { @if others.is_empty() { "Nothing" } @else { (links(&others)) } }
                td { @match letter {
                    Some(number) => { a href="#letter-table" { "Letter " (number + 1) } },
                    None => { "None: " (links(&none)) },
                } }
                td { @if row.added.is_empty() { "Nothing" } @else { @for (n, at) in row.added.iter().enumerate() { @if n > 0 { ", " } a href={ "#table-" (at + 1) } { "table " (at + 1) } } } }
            }
        }
    }

    /// The actions in the order of the screen.
    fn actions_of(&self, items: &Items) -> Markup {
        let Pack { flow, strings, .. } = self.pack;
        let mut actions: Vec<_> = items
            .iter()
            .filter_map(|it| match it {
                Item::Action(ix) => {
                    Some((flow.actions[*ix].group, flow.actions[*ix].strength, *ix))
                }
                _ => None,
            })
            .collect();
        actions.sort();
        html! { @for (_, strength, ix) in actions {
            li { (link(&code('A', ix))) " " b { (strings.strength.of(strength)) ":" } " " (flow.actions[ix].title) }
        } }
    }

    fn answers(&self, answers: &Answers) -> Markup {
        let flow = &self.pack.flow;
        html! { @for (n, it) in answers.iter().enumerate() {
            @if n > 0 { "; " }
            span.answer { (flow.questions[it.question].key) ": " b { (flow.label(it)) } }
        } }
    }

    fn sentences(&self) -> Markup {
        let source = &self.pack.source;
        let rows = source.sentences.iter().filter(|(_, it)| !it.heading);
        html! {
            div.scroll tabindex="0" role="region" aria-label="Sentences" {
                table {
                    caption.hidden { "Sentences and where they are used" }
                    thead { tr { th scope="col" { "No." } th scope="col" { "Sentence, as released" } th scope="col" { "Used in" } th scope="col" { "Law" } } }
                    tbody { @for (ix, sentence) in rows { tr id={ "s-" (sentence.id) } {
                        th scope="row" { (sentence.id) }
                        td { (sentence.text) }
                        td { (self.uses(ix)) }
                        td { @if sentence.law.is_empty() { "No note" } @else { @for note in &sentence.law { (self.law_link(*note)) } } }
                    } } }
                }
            }
        }
    }

    /// Everything that rests on a sentence.
    fn uses(&self, sentence: SentenceIx) -> Markup {
        let Pack {
            flow,
            letter,
            source,
            ..
        } = self.pack;
        let cites = |sentences: &Vec<SentenceIx>| sentences.contains(&sentence);
        let questions: Vec<_> = flow
            .questions
            .rows()
            .iter()
            .filter(|it| cites(&it.sentences))
            .collect();
        let mut codes = Vec::new();
        codes.extend(
            flow.actions
                .iter()
                .filter(|(_, it)| cites(&it.sentences))
                .map(|(ix, _)| code('A', ix)),
        );
        codes.extend(
            flow.silences
                .iter()
                .filter(|(_, it)| cites(&it.sentences))
                .map(|(ix, _)| code('S', ix)),
        );
        codes.extend(
            flow.signposts
                .iter()
                .filter(|(_, it)| cites(&it.sentences))
                .map(|(ix, _)| code('O', ix)),
        );
        codes.extend(
            letter
                .no_letter
                .iter()
                .filter(|(_, it)| cites(&it.sentences))
                .map(|(ix, _)| code('N', ix)),
        );
        let wordings = letter.passages.rows().iter();
        let wordings =
            wordings.flat_map(|it| it.variants.rows().iter().map(move |wording| (it, wording)));
        let wordings: Vec<_> = wordings.filter(|(_, it)| cites(&it.sentences)).collect();
        let unused = self
            .unused
            .iter()
            .find(|it| it.sentence == source.sentences[sentence].id);
        html! { ul.plain {
            @for it in questions { li { "Question: " (it.key) } }
            @if !codes.is_empty() { li { (links(&codes)) } }
            @for (passage, wording) in wordings { li { "Letter: " (passage.label) @if passage.variants.len() > 1 { ": " (wording.label) } } }
            @if let Some(unused) = unused { li { b { "Not used. " } (unused.reason) } }
        } }
    }

    fn law(&self) -> Markup {
        let source = &self.pack.source;
        html! {
            p { "The page is shown as released. These notes say what has moved since. Last read on " (source.law_checked) ". They are not legal advice." }
            div.scroll tabindex="0" role="region" aria-label="Law notes" {
                table {
                    caption.hidden { "Law notes" }
                    thead { tr { th scope="col" { "No." } th scope="col" { "What has moved" } th scope="col" { "Since" } th scope="col" { "Where to check" } th scope="col" { "Confidence" } th scope="col" { "About" } th scope="col" { "Marks a letter DRAFT" } } }
                    tbody { @for (ix, note) in source.law.iter() { tr id=(code('W', ix)) {
                        th scope="row" { (code('W', ix)) }
                        td { (note.text) }
                        td { (note.since) }
                        td.address { (note.sources.join(", ")) }
                        td { (note.confidence) }
                        td { (self.numbers(&source.sentences.iter().filter(|(_, it)| it.law.contains(&ix)).map(|(it, _)| it).collect::<Vec<_>>())) }
                        td { @if note.blocking { "Yes" } @else { "No" } }
                    } } }
                }
            }
        }
    }

    fn sign(&self) -> Markup {
        let asked = [
            "Each rule says no more than its sentence.",
            "Each strength is the sentence’s own.",
            "Each letter may be sent for the answers that lead to it.",
            "Each silence is one.",
            "The law notes are right and complete.",
        ];
        html! {
            p { "By signing I say that I have read the report about the files named under “What was proved”, and of each point whether it holds." }
            table.sign {
                caption.hidden { "Points to confirm" }
                thead { tr { th scope="col" { "Point" } th scope="col" { "Yes, no, or what is to change" } } }
                tbody { @for point in asked { tr { th scope="row" { (point) } td { } } } }
            }
            dl.sign {
                @for what in ["Name", "Role", "Organisation", "Date", "Signature"] { div { dt { (what) } dd { } } }
            }
        }
    }

    fn when(&self, condition: &Condition) -> Markup {
        self.conditions(&self.complete.when(condition))
    }

    fn conditions(&self, any: &[Together]) -> Markup {
        if any.iter().any(|it| it.0.is_empty()) {
            return html! { "Always" };
        }
        html! { ul.when { @for together in any { li {
            @for (n, (key, says)) in words::says(&self.names, together).into_iter().enumerate() {
                @if n > 0 { span.and { " and " } }
                span.says { span.key { (key) } ": "
                    @match says {
                        Says::OneOf(labels) => { (labels_or(&labels)) },
                        Says::NoneOf(labels) => { "not " (labels_or(&labels)) },
                        Says::Asked => "asked",
                        Says::NotAsked => "not asked",
                    }
                }
            }
        } } } }
    }

    fn numbers(&self, sentences: &[SentenceIx]) -> Markup {
        let ids = sentences
            .iter()
            .map(|it| &self.pack.source.sentences[*it].id);
        html! { @for (n, id) in ids.enumerate() { @if n > 0 { ", " } a href={ "#s-" (id) } { (id) } } }
    }

    fn quotes(&self, sentences: &[SentenceIx]) -> Markup {
        let sentences = sentences.iter().map(|it| &self.pack.source.sentences[*it]);
        html! { @for it in sentences { p.quote { a href={ "#s-" (it.id) } { (it.id) } " " (it.text)
            @for note in &it.law { " " (self.law_link(*note)) }
        } } }
    }

    fn law_link(&self, note: LawNoteIx) -> Markup {
        let code = code('W', note);
        html! { a.law href={ "#" (code) } { "Law: " (code) } " " }
    }
}

fn labels_or(labels: &[&str]) -> Markup {
    html! { @for (n, label) in labels.iter().enumerate() { @if n > 0 { " or " } b { (label) } } }
}

/// The number of a row in a reviewer's hands.
fn code(letter: char, ix: impl Ix) -> String {
    format!("{letter}{}", ix.row() + 1)
}

/// The answers that add the same, together.
fn alike(added: &Added) -> Vec<(Vec<&Answers>, &Items)> {
    let mut all: Vec<(Vec<&Answers>, &Items)> = Vec::new();
    for (answers, items) in &added.items {
        match all.iter_mut().find(|(_, known)| *known == items) {
            Some((ways, _)) => ways.push(answers),
            None => all.push((vec![answers], items)),
        }
    }
    all
}

fn other_code(item: &Item) -> Option<String> {
    match item {
        Item::Silence(ix) => Some(code('S', *ix)),
        Item::Signpost(ix) => Some(code('O', *ix)),
        _ => None,
    }
}

fn link(code: &str) -> Markup {
    html! { a href={ "#" (code) } { (code) } }
}

fn links(codes: &[String]) -> Markup {
    html! { @for (n, code) in codes.iter().enumerate() { @if n > 0 { ", " } (link(code)) } }
}

fn passage_of(item: Item) -> Option<PassageIx> {
    match item {
        Item::Wording(passage, _) | Item::Undecided(passage) => Some(passage),
        _ => None,
    }
}

/// The letter in an outcome; nothing where none is offered.
fn letter_of(items: &Items) -> Items {
    let of_letter = |it: &&Item| **it == Item::Letter || passage_of(**it).is_some();
    items.iter().filter(of_letter).copied().collect()
}

/// A wording with what is filled in, and what stands inside, by name.
fn wording_words(letter: &Template, pieces: &[Piece]) -> Markup {
    html! { @for piece in pieces { @match piece {
        Piece::Text(span) if span.bold => b { (span.text) },
        Piece::Text(span) => (span.text),
        Piece::Field(field) => i { "(" (letter.fields[*field].label) ")" },
        Piece::Passage(inner) => i { "(" (letter.passages[*inner].label) ") " },
    } } }
}

fn sets(count: usize) -> String {
    let noun = if count == 1 {
        "complete set"
    } else {
        "complete sets"
    };
    format!("{} {noun} of answers", thousands(count))
}

fn thousands(count: usize) -> String {
    let digits = count.to_string();
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().collect();
    let groups = groups.into_iter().map(|it| String::from_utf8_lossy(it));
    groups.collect::<Vec<_>>().join(",")
}

/// Each file of the pack with its SHA-256, and which sentences are not used.
fn read_files(folder: &Path) -> Result<(Vec<File>, Vec<Unused>)> {
    // The pack was loaded from them, so that they can be read is known.
    let texts = content::read(folder).unwrap_or_default();
    let pack = texts.get("pack.toml").map_or("", String::as_str);
    let pack: PackFile = toml::from_str(pack).context("cannot read pack.toml")?;
    let file = |(name, text): (String, String)| {
        let sum = Sha256::digest(text.as_bytes());
        let sha256 = sum.iter().map(|byte| format!("{byte:02x}")).collect();
        File { name, sha256 }
    };
    Ok((texts.into_iter().map(file).collect(), pack.unused))
}

#[cfg(test)]
mod tests;
