//! Ids → indices: the files of a pack become a [`Pack`], in which no reference can
//! be broken. A broken one is told and left out. Must not know of the proofs.

use std::collections::{BTreeMap, BTreeSet};

use toml::{Spanned, Table as TomlTable, Value as Toml};

use super::{
    Problem, ProblemKind as Kind,
    files::{self, DefaultRows, FieldKindWord, Files, When, line_at},
    markdown,
};
use crate::{
    flow::{
        Action, Choice, ChoiceIx, Condition, Flow, Group, GroupIx, Question, QuestionIx, Signpost,
        Silence,
    },
    letter::{
        Field, FieldIx, FieldKind, NoLetter, Part, Passage, PassageIx, Piece, Preset, Span, State,
        Template, Variant, VariantIx,
    },
    pack::Pack,
    source::{Block, BlockKind, Fragment, LawNote, LawNoteIx, Link, Sentence, SentenceIx, Source},
    table::{Ix, Table},
};

/// Where things stand in the files, for problems found later.
#[derive(Default)]
pub struct Places {
    lines: BTreeMap<(&'static str, String), usize>,
    /// Sentences that something cites.
    pub cited: BTreeSet<SentenceIx>,
    /// Sentences listed as unused.
    pub unused: BTreeSet<SentenceIx>,
    /// The named cases.
    pub cases: Vec<(String, Condition)>,
}

impl Places {
    /// The line of an id in a file.
    pub fn line(&self, file: &'static str, id: &str) -> Option<usize> {
        self.lines.get(&(file, id.to_owned())).copied()
    }
}

/// Resolves every id.
pub fn resolve(files: Files, problems: &mut Vec<Problem>) -> (Pack, Places) {
    let Files {
        source,
        pack,
        flow,
        actions,
        letter,
        law,
        strings,
        texts,
    } = files;
    let mut resolver = Resolver {
        problems,
        texts,
        places: Places::default(),
        sentences: BTreeMap::new(),
        questions: BTreeMap::new(),
        cases: flow.case,
        open_cases: Vec::new(),
        used_cases: BTreeSet::new(),
    };
    let source = resolver.source(&source, &pack, law);
    let questions = resolver.questions(flow.question);
    let flow = resolver.actions(questions, actions);
    let letter = resolver.letter(letter, &source);
    resolver.finish_cases();
    let places = resolver.places;
    (
        Pack {
            id: pack.id,
            language: pack.language,
            source,
            flow,
            letter,
            strings,
        },
        places,
    )
}

struct Resolver<'p> {
    problems: &'p mut Vec<Problem>,
    texts: BTreeMap<String, String>,
    places: Places,
    sentences: BTreeMap<String, SentenceIx>,
    /// The questions read so far, with the ids of their choices.
    questions: BTreeMap<String, (QuestionIx, Vec<String>)>,
    cases: BTreeMap<String, Spanned<TomlTable>>,
    /// The cases that are being read, outermost first: a second time is a circle.
    open_cases: Vec<String>,
    used_cases: BTreeSet<String>,
}

/// What a problem is about.
#[derive(Clone)]
struct At {
    file: &'static str,
    line: Option<usize>,
    id: String,
}

/// Keys of a condition that are not questions.
const RESERVED: [&str; 4] = ["all", "any", "not", "case"];

impl Resolver<'_> {
    fn problem(&mut self, kind: Kind, at: &At, reason: impl Into<String>) {
        let At { file, line, id } = at.clone();
        self.problems.push(Problem {
            kind,
            file: file.into(),
            line,
            id,
            reason: reason.into(),
        });
    }

    fn line<T>(&self, file: &str, spanned: &Spanned<T>) -> Option<usize> {
        self.texts
            .get(file)
            .map(|text| line_at(text, spanned.span().start))
    }

    /// Takes an id in, unless it stands twice or cannot be an id.
    fn id(
        &mut self,
        file: &'static str,
        id: &Spanned<String>,
        scope: &str,
        seen: &mut BTreeSet<String>,
    ) -> At {
        let name = id.get_ref();
        let at = At {
            file,
            line: self.line(file, id),
            id: format!("{scope}{name}"),
        };
        if !seen.insert(name.clone()) {
            self.problem(
                Kind::DuplicateId,
                &at,
                "stands twice. Give each its own id.",
            );
        }
        let plain =
            |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        if name.is_empty() || !name.chars().all(plain) || RESERVED.contains(&name.as_str()) {
            self.problem(
                Kind::BadId,
                &at,
                "is not an id. Use small letters, digits and hyphens, and not “all”, “any”, “not” or “case”.",
            );
        }
        self.place(&at);
        at
    }

    /// Notes where something stands.
    fn place(&mut self, at: &At) {
        if let Some(line) = at.line {
            self.places.lines.insert((at.file, at.id.clone()), line);
        }
    }

    /// Sentence numbers → indices, noted as cited.
    fn cite(&mut self, at: &At, ids: &[Spanned<String>]) -> Vec<SentenceIx> {
        if ids.is_empty() {
            self.problem(
                Kind::Uncited,
                at,
                "cites no sentence. Add the numbers of the sentences it rests on.",
            );
        }
        let found: Vec<_> = ids.iter().filter_map(|id| self.sentence(at, id)).collect();
        self.places.cited.extend(&found);
        found
    }

    fn sentence(&mut self, at: &At, id: &Spanned<String>) -> Option<SentenceIx> {
        let found = self.sentences.get(id.get_ref()).copied();
        if found.is_none() {
            let at = At {
                line: self.line(at.file, id).or(at.line),
                ..at.clone()
            };
            let reason = format!(
                "cites “{}”, which is not a number in source.md.",
                id.get_ref()
            );
            self.problem(Kind::DanglingReference, &at, reason);
        }
        found
    }

    // The page

    fn source(&mut self, text: &str, pack: &files::PackFile, law: files::LawFile) -> Source {
        let markdown::Page {
            blocks: raw,
            numbers,
            faults,
        } = markdown::read(text);
        for (id, line) in numbers {
            self.place(&At {
                file: "source.md",
                line: Some(line),
                id,
            });
        }
        for markdown::Fault { line, id, reason } in faults {
            self.problem(
                Kind::SourceMarkup,
                &At {
                    file: "source.md",
                    line: Some(line),
                    id,
                },
                reason,
            );
        }
        let mut sentences: Vec<Sentence> = Vec::new();
        for block in &raw {
            for (id, runs) in &block.fragments {
                let words: String = runs.iter().map(|run| run.text.as_str()).collect();
                let ix = *self.sentences.entry(id.clone()).or_insert_with(|| {
                    let heading = block.kind != BlockKind::Paragraph;
                    sentences.push(Sentence {
                        id: id.clone(),
                        text: String::new(),
                        heading,
                        law: Vec::new(),
                    });
                    SentenceIx::new(sentences.len() - 1)
                });
                if let Some(sentence) = sentences.get_mut(ix.row()) {
                    if !sentence.text.is_empty() {
                        sentence.text.push(' ');
                    }
                    sentence.text.push_str(words.trim());
                }
            }
        }
        let links = self.links(&pack.link);
        let blocks = raw.into_iter().map(|block| Block {
            kind: block.kind,
            fragments: block
                .fragments
                .into_iter()
                .filter_map(|(id, runs)| {
                    let sentence = self.sentences.get(&id).copied()?;
                    let runs = runs.into_iter().map(|mut run| {
                        run.link = match run.link {
                            Link::None => Link::None,
                            released => links.get(&sentence).cloned().unwrap_or(match released {
                                Link::Address(to) if to != "#" => Link::Address(to),
                                _ => Link::NotInReleasedPage,
                            }),
                        };
                        run
                    });
                    Some(Fragment {
                        sentence,
                        runs: runs.collect(),
                    })
                })
                .collect(),
        });
        let blocks = blocks.collect();
        for row in &pack.unused {
            let at = At {
                file: "pack.toml",
                line: self.line("pack.toml", &row.sentence),
                id: row.sentence.get_ref().clone(),
            };
            self.place(&at);
            if row.reason.trim().is_empty() {
                self.problem(
                    Kind::Uncited,
                    &at,
                    "is listed as unused without a reason. Give one.",
                );
            }
            let found = self.sentence(&at, &row.sentence);
            self.places.unused.extend(found);
        }
        let mut seen = BTreeSet::new();
        let mut notes = Vec::new();
        for row in law.note {
            let at = self.id("law.toml", &row.id, "", &mut seen);
            let ix = LawNoteIx::new(notes.len());
            if row.sentences.is_empty() {
                self.problem(
                    Kind::Uncited,
                    &at,
                    "is about no sentence, so nobody would see it. Add the numbers of the sentences.",
                );
            }
            // A note is about a sentence; it does not make use of it.
            for id in &row.sentences {
                if let Some(sentence) = self
                    .sentence(&at, id)
                    .and_then(|it| sentences.get_mut(it.row()))
                {
                    sentence.law.push(ix);
                }
            }
            notes.push(LawNote {
                id: row.id.into_inner(),
                text: row.text,
                since: row.since,
                sources: row.sources,
                confidence: row.confidence,
                blocking: row.blocking,
            });
        }
        Source {
            blocks,
            sentences: sentences.into(),
            law: notes.into(),
            law_checked: law.checked,
        }
    }

    fn links(&mut self, rows: &[files::LinkRow]) -> BTreeMap<SentenceIx, Link> {
        let mut links = BTreeMap::new();
        for row in rows {
            let at = At {
                file: "pack.toml",
                line: self.line("pack.toml", &row.r#in),
                id: row.r#in.get_ref().clone(),
            };
            let Some(sentence) = self.sentence(&at, &row.r#in) else {
                continue;
            };
            let link = match row.to.strip_prefix('#') {
                _ if row.to.is_empty() => Link::NotInReleasedPage,
                None => Link::Address(row.to.clone()),
                Some(heading) => match self.sentences.get(heading) {
                    Some(heading) => Link::Heading(*heading),
                    None => {
                        self.problem(
                            Kind::DanglingReference,
                            &at,
                            format!("leads to “#{heading}”, which is not a number in source.md."),
                        );
                        Link::NotInReleasedPage
                    }
                },
            };
            links.insert(sentence, link);
        }
        links
    }

    // Conditions

    fn when(&mut self, at: &At, when: &When) -> Condition {
        match when {
            None => Condition::ALWAYS,
            Some(table) => {
                let at = At {
                    line: self.line(at.file, table).or(at.line),
                    ..at.clone()
                };
                self.condition(&at, table.get_ref())
            }
        }
    }

    fn condition(&mut self, at: &At, table: &TomlTable) -> Condition {
        let mut parts: Vec<_> = table
            .iter()
            .map(|(key, value)| self.part(at, key, value))
            .collect();
        match (parts.pop(), parts.is_empty()) {
            (Some(only), true) => only,
            (Some(last), false) => {
                parts.push(last);
                Condition::All(parts)
            }
            (None, _) => {
                let reason =
                    "has an empty condition. Leave it out, or say which answers it is for.";
                self.problem(Kind::Unreadable, at, reason);
                broken()
            }
        }
    }

    fn part(&mut self, at: &At, key: &str, value: &Toml) -> Condition {
        let wrong = |resolver: &mut Self, expected: &str| {
            resolver.problem(
                Kind::Unreadable,
                at,
                format!("“{key}” in a condition needs {expected}."),
            );
            broken()
        };
        match (key, value) {
            ("all" | "any", Toml::Array(items))
                if items.iter().all(Toml::is_table) && !items.is_empty() =>
            {
                let parts = items
                    .iter()
                    .filter_map(Toml::as_table)
                    .map(|table| self.condition(at, table))
                    .collect();
                if key == "all" {
                    Condition::All(parts)
                } else {
                    Condition::Any(parts)
                }
            }
            ("all" | "any", _) => wrong(self, "a list of conditions"),
            ("not", Toml::Table(table)) => Condition::Not(Box::new(self.condition(at, table))),
            ("not", _) => wrong(self, "one condition"),
            ("case", Toml::String(name)) => self.case(at, name),
            ("case", _) => wrong(self, "the name of a case"),
            (question, Toml::String(choice)) => self.is(at, question, &[choice.as_str()]),
            (question, Toml::Array(items))
                if items.iter().all(Toml::is_str) && !items.is_empty() =>
            {
                let choices: Vec<_> = items.iter().filter_map(Toml::as_str).collect();
                self.is(at, question, &choices)
            }
            _ => wrong(self, "a choice or a list of choices"),
        }
    }

    fn is(&mut self, at: &At, question: &str, ids: &[&str]) -> Condition {
        let Some((ix, choices)) = self.questions.get(question).cloned() else {
            let reason = format!("looks at “{question}”, which is not a question in flow.toml.");
            self.problem(Kind::DanglingReference, at, reason);
            return broken();
        };
        let mut found = Vec::new();
        for id in ids {
            match choices.iter().position(|choice| choice == id) {
                Some(row) => found.push(ChoiceIx::new(row)),
                None => {
                    let known = choices.join(", ");
                    let reason = format!(
                        "looks at “{question} = {id}”. The choices of {question} are: {known}."
                    );
                    self.problem(Kind::DanglingReference, at, reason);
                }
            }
        }
        if found.is_empty() {
            broken()
        } else {
            Condition::Is(ix, found)
        }
    }

    /// The meaning of a case. What is wrong inside is told once, as the case's own
    /// problem, however many conditions use it.
    fn case(&mut self, at: &At, name: &str) -> Condition {
        let Some(table) = self.cases.get(name).cloned() else {
            let known: Vec<_> = self.cases.keys().map(String::as_str).collect();
            let reason = format!(
                "names the case “{name}”, which is not in flow.toml. The cases are: {}.",
                known.join(", ")
            );
            self.problem(Kind::DanglingReference, at, reason);
            return broken();
        };
        self.used_cases.insert(name.to_owned());
        if let Some(start) = self.open_cases.iter().position(|open| open == name) {
            let circle: Vec<_> = self
                .open_cases
                .iter()
                .skip(start)
                .map(String::as_str)
                .collect();
            let reason = format!(
                "goes round in a circle: {} → {name}. Take one of them out.",
                circle.join(" → ")
            );
            self.problem(Kind::CircularCase, at, reason);
            return broken();
        }
        if let Some((_, known)) = self.places.cases.iter().find(|(known, _)| known == name) {
            return known.clone();
        }
        let at = At {
            file: "flow.toml",
            line: self.line("flow.toml", &table),
            id: format!("case {name}"),
        };
        self.place(&at);
        self.open_cases.push(name.to_owned());
        let condition = self.condition(&at, table.get_ref());
        self.open_cases.pop();
        self.places.cases.push((name.to_owned(), condition.clone()));
        condition
    }

    /// Cases that nothing used until now.
    fn finish_cases(&mut self) {
        let used = self.used_cases.clone();
        for (name, table) in self.cases.clone() {
            if !used.contains(&name) {
                let at = At {
                    file: "flow.toml",
                    line: self.line("flow.toml", &table),
                    id: format!("case {name}"),
                };
                let reason = "is used nowhere. Use it or delete it.";
                self.problem(Kind::UnusedCase, &at, reason);
                self.case(&at, &name);
            }
        }
    }

    // Questions and what follows

    fn questions(&mut self, rows: Vec<files::QuestionRow>) -> Table<QuestionIx, Question> {
        let mut seen = BTreeSet::new();
        // Every id is known before any condition is read: a look ahead is told as
        // such, not as unknown.
        for (row, question) in rows.iter().enumerate() {
            let at = self.id("flow.toml", &question.id, "", &mut seen);
            let mut choices = BTreeSet::new();
            for choice in &question.choice {
                self.id(
                    "flow.toml",
                    &choice.id,
                    &format!("{}=", at.id),
                    &mut choices,
                );
            }
            let choices = question
                .choice
                .iter()
                .map(|choice| choice.id.get_ref().clone())
                .collect();
            self.questions
                .entry(question.id.get_ref().clone())
                .or_insert_with(|| (QuestionIx::new(row), choices));
        }
        let mut questions: Vec<Question> = Vec::new();
        for (row, question) in rows.into_iter().enumerate() {
            let at = At {
                file: "flow.toml",
                line: self.line("flow.toml", &question.id),
                id: question.id.get_ref().clone(),
            };
            let mut when = self.when(&at, &question.when);
            if let Some(later) = latest(&when)
                && later.row() >= row
            {
                let name = self
                    .questions
                    .iter()
                    .find(|(_, (ix, _))| *ix == later)
                    .map_or("", |(id, _)| id.as_str());
                let reason =
                    format!("looks at “{name}”, which is asked later. Move one of the questions.");
                self.problem(Kind::ForwardReference, &at, reason);
                when = Condition::ALWAYS;
            }
            questions.push(Question {
                sentences: self.cite(&at, &question.sentences),
                id: at.id,
                text: question.text,
                key: question.key,
                hint: question.hint,
                when,
                choices: question
                    .choice
                    .into_iter()
                    .map(|choice| Choice {
                        id: choice.id.into_inner(),
                        label: choice.label,
                        hint: choice.hint,
                    })
                    .collect::<Vec<_>>()
                    .into(),
            });
        }
        questions.into()
    }

    fn actions(
        &mut self,
        questions: Table<QuestionIx, Question>,
        file: files::ActionsFile,
    ) -> Flow {
        const FILE: &str = "actions.toml";
        let mut seen = BTreeSet::new();
        let mut groups = Vec::new();
        for row in file.group {
            self.id(FILE, &row.id, "group ", &mut seen);
            groups.push(Group {
                id: row.id.into_inner(),
                title: row.title,
            });
        }
        let mut seen = BTreeSet::new();
        let mut actions = Vec::new();
        for row in file.action {
            let at = self.id(FILE, &row.id, "", &mut seen);
            let group = groups
                .iter()
                .position(|group| group.id == *row.group.get_ref());
            if group.is_none() {
                let at = At {
                    line: self.line(FILE, &row.group),
                    ..at.clone()
                };
                let known: Vec<_> = groups.iter().map(|group| group.id.as_str()).collect();
                let reason = format!(
                    "is in the group “{}”. The groups are: {}.",
                    row.group.get_ref(),
                    known.join(", ")
                );
                self.problem(Kind::DanglingReference, &at, reason);
            }
            actions.push(Action {
                when: self.when(&at, &row.when),
                sentences: self.cite(&at, &row.sentences),
                id: at.id,
                title: row.title,
                detail: row.detail,
                strength: row.strength,
                group: GroupIx::new(group.unwrap_or(0)),
            });
        }
        let mut seen = BTreeSet::new();
        let mut silences = Vec::new();
        for row in file.silence {
            let at = self.id(FILE, &row.id, "silence ", &mut seen);
            silences.push(Silence {
                when: self.when(&at, &row.when),
                sentences: self.cite(&at, &row.sentences),
                id: row.id.into_inner(),
                text: row.text,
            });
        }
        let mut seen = BTreeSet::new();
        let mut signposts = Vec::new();
        for row in file.signpost {
            let at = self.id(FILE, &row.id, "signpost ", &mut seen);
            signposts.push(Signpost {
                when: self.when(&at, &row.when),
                sentences: self.cite(&at, &row.sentences),
                id: row.id.into_inner(),
                title: row.title,
            });
        }
        Flow {
            questions,
            groups: groups.into(),
            actions: actions.into(),
            silences: silences.into(),
            signposts: signposts.into(),
        }
    }

    // The letter

    fn letter(&mut self, file: files::LetterFile, source: &Source) -> Template {
        const FILE: &str = "letter.toml";
        // The letter as a whole stands where its condition does.
        let line = match &file.when {
            Some(when) => self.line(FILE, when),
            None => self.line(FILE, &file.opening),
        };
        let letter = At {
            file: FILE,
            line,
            id: "letter".into(),
        };
        self.place(&letter);
        let when = self.when(&letter, &file.when);
        let mut seen = BTreeSet::new();
        let mut no_letter = Vec::new();
        for row in file.no_letter {
            let at = self.id(FILE, &row.id, "no-letter ", &mut seen);
            no_letter.push(NoLetter {
                when: self.when(&at, &row.when),
                sentences: self.cite(&at, &row.sentences),
                id: row.id.into_inner(),
                reason: row.reason,
            });
        }
        // Passages and fields share one name space: both stand in braces.
        let mut seen = BTreeSet::new();
        let mut names = Names::default();
        let mut fields = Vec::new();
        for row in file.field {
            let at = self.id(FILE, &row.id, "", &mut seen);
            names
                .fields
                .insert(row.id.get_ref().clone(), FieldIx::new(fields.len()));
            let kind = match (row.kind, row.lines) {
                (FieldKindWord::Line, None) => FieldKind::Line,
                (FieldKindWord::Paragraph, None) => FieldKind::Paragraph,
                (FieldKindWord::Date, None) => FieldKind::Date,
                (FieldKindWord::Lines, Some((least, most))) if least <= most => {
                    FieldKind::Lines(least, most)
                }
                (FieldKindWord::Lines, _) => {
                    self.problem(Kind::LetterShape, &at, "needs `lines = [least, most]`.");
                    FieldKind::Lines(0, u8::MAX)
                }
                (_, Some(_)) => {
                    self.problem(
                        Kind::LetterShape,
                        &at,
                        "has `lines`, which only kind = \"lines\" can have.",
                    );
                    FieldKind::Line
                }
            };
            if row.required != row.missing.is_some() {
                let reason =
                    "needs either `missing`, the error when it is empty, or `required = false`.";
                self.problem(Kind::LetterShape, &at, reason);
            }
            fields.push(Field {
                id: row.id.into_inner(),
                label: row.label,
                hint: row.hint,
                kind,
                about_recipient: row.about.is_some(),
                missing: row.missing,
            });
        }
        let rows: Vec<(usize, files::PassageRow)> = file
            .paragraph
            .into_iter()
            .enumerate()
            .flat_map(|(paragraph, row)| {
                row.passage
                    .into_iter()
                    .map(move |passage| (paragraph, passage))
            })
            .collect();
        for (row, (_, passage)) in rows.iter().enumerate() {
            self.id(FILE, &passage.id, "", &mut seen);
            names.passages.insert(
                passage.id.get_ref().clone(),
                (PassageIx::new(row), passage.inside),
            );
        }
        let mut paragraphs: Vec<Vec<PassageIx>> = Vec::new();
        let mut passages: Vec<Passage> = Vec::new();
        let mut last = None;
        for (row, (paragraph, passage)) in rows.into_iter().enumerate() {
            if !passage.inside {
                if last != Some(paragraph) {
                    paragraphs.push(Vec::new());
                    last = Some(paragraph);
                }
                if let Some(passages) = paragraphs.last_mut() {
                    passages.push(PassageIx::new(row));
                }
            }
            passages.push(self.passage(passage, &mut names));
        }
        // Each passage that stands inside gets its outer one, which must come first.
        let mut placed = BTreeSet::new();
        for (inner, outer, variant) in std::mem::take(&mut names.inside) {
            placed.insert(inner);
            let name = names.passage_name(inner);
            let at = At {
                file: FILE,
                line: self.places.line(FILE, &name),
                id: name,
            };
            match passages.get_mut(inner.row()) {
                Some(passage) if passage.inside.is_none() && outer < inner => {
                    passage.inside = Some((outer, variant))
                }
                _ => self.problem(
                    Kind::LetterShape,
                    &at,
                    "must stand in one text only, and after the passage with that text.",
                ),
            }
        }
        for (name, (ix, inside)) in &names.passages {
            if *inside && !placed.contains(ix) {
                let at = At {
                    file: FILE,
                    line: self.places.line(FILE, name),
                    id: name.clone(),
                };
                self.problem(
                    Kind::LetterShape,
                    &at,
                    format!("has `inside = true`, but no text contains {{{name}}}."),
                );
            }
        }
        let passages: Table<PassageIx, Passage> = passages.into();
        self.wording(source, &passages, &fields);
        let mut parts = Vec::new();
        for row in file.part {
            let at = At {
                file: FILE,
                line: self.line(FILE, &row.role),
                id: format!("part {}", row.role.get_ref()),
            };
            let lines = row.text.map(|text| {
                text.lines()
                    .map(|line| self.pieces(&at, line, &mut names, None))
                    .collect()
            });
            parts.push(Part {
                role: row.role.into_inner(),
                lines,
            });
        }
        if parts.iter().filter(|part| part.lines.is_none()).count() != 1 {
            self.problem(
                Kind::LetterShape,
                &letter,
                "needs exactly one [[part]] without text: the place of the paragraphs.",
            );
        }
        for (name, ix) in &names.fields {
            if !names.used_fields.contains(ix) {
                let at = At {
                    file: FILE,
                    line: self.places.line(FILE, name),
                    id: name.clone(),
                };
                self.problem(
                    Kind::LetterShape,
                    &at,
                    "is a field that no text uses. Use it or delete it.",
                );
            }
        }
        let opening = names
            .passages
            .get(file.opening.get_ref())
            .map(|(ix, _)| *ix);
        if opening.is_none() {
            let at = At {
                file: FILE,
                line: self.line(FILE, &file.opening),
                id: "opening".into(),
            };
            self.problem(
                Kind::DanglingReference,
                &at,
                format!(
                    "names “{}”, which is not a passage.",
                    file.opening.get_ref()
                ),
            );
        }
        Template {
            when,
            no_letter: no_letter.into(),
            opening: opening.unwrap_or(PassageIx::new(0)),
            parts,
            paragraphs,
            passages,
            fields: fields.into(),
        }
    }

    fn passage(&mut self, row: files::PassageRow, names: &mut Names) -> Passage {
        const FILE: &str = "letter.toml";
        let at = At {
            file: FILE,
            line: self.line(FILE, &row.id),
            id: row.id.get_ref().clone(),
        };
        let ix = names
            .passages
            .get(&at.id)
            .map_or(PassageIx::new(0), |(ix, _)| *ix);
        let mut variants = Vec::new();
        let fixed = !row.optional && row.text.is_some();
        match (row.text, row.option.is_empty()) {
            (Some(text), true) => variants.push(Variant {
                id: at.id.clone(),
                label: row.label.clone(),
                pieces: self.pieces(&at, &text, names, Some((ix, VariantIx::new(0)))),
                sentences: self.cite(&at, &row.sentences),
                changed: row.changed,
            }),
            (None, false) => {
                if row.option.len() == 1 {
                    let reason = "has one option only. Write it as `text`, or add another option.";
                    self.problem(Kind::LetterShape, &at, reason);
                }
                let mut seen = BTreeSet::new();
                for (variant, option) in row.option.into_iter().enumerate() {
                    let at = self.id(FILE, &option.id, &format!("{}=", at.id), &mut seen);
                    variants.push(Variant {
                        pieces: self.pieces(
                            &at,
                            &option.text,
                            names,
                            Some((ix, VariantIx::new(variant))),
                        ),
                        sentences: self.cite(&at, &option.sentences),
                        id: option.id.into_inner(),
                        label: option.label,
                        changed: option.changed,
                    });
                }
            }
            _ => self.problem(
                Kind::LetterShape,
                &at,
                "needs either `text` or two or more options.",
            ),
        }
        let variants: Table<VariantIx, Variant> = variants.into();
        let (presets, mut otherwise) = match row.default {
            None => (Vec::new(), State::Undecided),
            Some(DefaultRows::Always(choose)) => (
                Vec::new(),
                self.state(&at, &choose, &variants, row.optional),
            ),
            Some(DefaultRows::Presets(rows)) => {
                let preset = |preset: files::PresetRow| {
                    let at = At {
                        line: self.line(FILE, &preset.choose),
                        ..at.clone()
                    };
                    Preset {
                        when: self.when(&at, &preset.when),
                        state: self.state(&at, preset.choose.get_ref(), &variants, row.optional),
                        reason: preset.reason,
                    }
                };
                let presets = rows.into_iter().map(preset).collect();
                (presets, State::Undecided)
            }
        };
        if fixed && !variants.is_empty() {
            if !presets.is_empty() {
                self.problem(
                    Kind::LetterShape,
                    &at,
                    "is neither optional nor has options, so it can have no defaults.",
                );
            }
            otherwise = State::In(VariantIx::new(0));
        }
        Passage {
            id: at.id,
            label: row.label,
            inside: None,
            optional: row.optional,
            variants,
            presets,
            otherwise,
            undecided: row.undecided,
        }
    }

    /// "in", "out" or the id of an option.
    fn state(
        &mut self,
        at: &At,
        word: &str,
        variants: &Table<VariantIx, Variant>,
        optional: bool,
    ) -> State {
        match (word, variants.find(|variant| variant.id == word)) {
            ("in", _) if variants.len() == 1 => State::In(VariantIx::new(0)),
            ("out", _) if optional => State::Out,
            (_, Some(variant)) => State::In(variant),
            _ => {
                let reason = format!(
                    "chooses “{word}”, which is neither one of its options, nor “in” or “out” of an optional passage."
                );
                self.problem(Kind::DanglingReference, at, reason);
                State::Undecided
            }
        }
    }

    /// Words, **bold** words, {fields} and {passages}.
    fn pieces(
        &mut self,
        at: &At,
        text: &str,
        names: &mut Names,
        owner: Option<(PassageIx, VariantIx)>,
    ) -> Vec<Piece> {
        let mut pieces = Vec::new();
        if text.matches("**").count() % 2 == 1 {
            let reason =
                "has a “**” without a second one. Put one before and one after the bold words.";
            self.problem(Kind::LeftoverMarker, at, reason);
        }
        for (row, part) in text.split("**").enumerate() {
            let bold = row % 2 == 1;
            let mut rest = part;
            let words = |pieces: &mut Vec<Piece>, words: &str, resolver: &mut Self| {
                let marker = words.contains(['*', '[', ']'])
                    || words.to_lowercase().contains("delete as appropriate");
                if marker {
                    let reason = format!(
                        "contains a marker of the released page: “{words}”. Take it out, or the letter would carry it."
                    );
                    resolver.problem(Kind::LeftoverMarker, at, reason);
                }
                if !words.is_empty() {
                    pieces.push(Piece::Text(Span {
                        text: words.to_owned(),
                        bold,
                    }));
                }
            };
            while let Some((before, after)) = rest.split_once('{') {
                words(&mut pieces, before, self);
                let (name, tail) = after.split_once('}').unwrap_or((after, ""));
                rest = tail;
                match (names.passages.get(name), names.fields.get(name), owner) {
                    (Some((inner, true)), _, Some((outer, variant))) => {
                        names.inside.push((*inner, outer, variant));
                        pieces.push(Piece::Passage(*inner));
                    }
                    (None, Some(field), _) => {
                        names.used_fields.insert(*field);
                        pieces.push(Piece::Field(*field));
                    }
                    _ => {
                        let reason = format!(
                            "contains {{{name}}}, which is neither a field nor a passage with `inside = true`."
                        );
                        self.problem(Kind::DanglingReference, at, reason);
                    }
                }
            }
            words(&mut pieces, rest, self);
        }
        pieces
    }

    /// A text that differs from its sentences must say how.
    fn wording(&mut self, source: &Source, passages: &Table<PassageIx, Passage>, fields: &[Field]) {
        for (ix, passage) in passages.iter() {
            for (_, variant) in passage
                .variants
                .iter()
                .filter(|(_, variant)| variant.changed.is_none())
            {
                let sentences = variant
                    .sentences
                    .iter()
                    .map(|it| source.sentences[*it].text.as_str());
                let released = plain(&sentences.collect::<Vec<_>>().join(" "));
                let with = plain(&words(ix, &variant.pieces, passages, fields, true));
                let without = plain(&words(ix, &variant.pieces, passages, fields, false));
                // A word that stands inside a sentence is a part of it.
                let part = passage.inside.is_some() && released.contains(&with);
                if released != with && released != without && !part {
                    let id = if passage.variants.len() == 1 {
                        passage.id.clone()
                    } else {
                        format!("{}={}", passage.id, variant.id)
                    };
                    let at = At {
                        file: "letter.toml",
                        line: self.places.line("letter.toml", &id),
                        id,
                    };
                    let reason = format!(
                        "differs from its sentences. Add `changed` and say how, or use the released words: “{released}”."
                    );
                    self.problem(Kind::UndeclaredWording, &at, reason);
                }
            }
        }
    }
}

/// What stands in braces in letter texts.
#[derive(Default)]
struct Names {
    fields: BTreeMap<String, FieldIx>,
    used_fields: BTreeSet<FieldIx>,
    /// Whether the passage stands inside another.
    passages: BTreeMap<String, (PassageIx, bool)>,
    /// Inner passage, outer passage, and the wording in which it stands.
    inside: Vec<(PassageIx, PassageIx, VariantIx)>,
}

impl Names {
    fn passage_name(&self, ix: PassageIx) -> String {
        self.passages
            .iter()
            .find(|(_, (it, _))| *it == ix)
            .map_or_else(String::new, |(name, _)| name.clone())
    }
}

/// The words of a text, with or without the passages inside it.
fn words(
    owner: PassageIx,
    pieces: &[Piece],
    passages: &Table<PassageIx, Passage>,
    fields: &[Field],
    inner: bool,
) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Text(span) => span.text.clone(),
        Piece::Field(field) => fields
            .get(field.row())
            .map_or_else(String::new, |field| field.label.clone()),
        // Not one that is wrongly inside itself: it would have no end.
        Piece::Passage(passage) if inner && *passage > owner => {
            let first = passages[*passage].variants.rows().first();
            first.map_or_else(String::new, |it| {
                words(*passage, &it.pieces, passages, fields, inner)
            })
        }
        Piece::Passage(_) => String::new(),
    };
    pieces.iter().map(piece).collect()
}

/// Words alone: without the released page's markers and with single spaces.
fn plain(text: &str) -> String {
    text.replace(['*', '[', ']'], "")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// The last question that a condition looks at.
fn latest(condition: &Condition) -> Option<QuestionIx> {
    match condition {
        Condition::Is(question, _) => Some(*question),
        Condition::All(parts) | Condition::Any(parts) => parts.iter().filter_map(latest).max(),
        Condition::Not(part) => latest(part),
    }
}

/// In the place of a condition that could not be read: it holds, so that what
/// depends on it can be looked at, and the proofs can tell it from one that is meant.
fn broken() -> Condition {
    Condition::All(vec![Condition::ALWAYS])
}
