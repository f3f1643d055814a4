//! Reads the report as a reviewer would, from its visible words alone, and puts every
//! outcome together from them.

use std::collections::{BTreeMap, BTreeSet};

use guidance_core::flow::QuestionIx;
use scraper::{ElementRef, Html, Selector};

use super::*;
use crate::check;

fn report() -> (Loaded, String) {
    let folder = check::shipped();
    let loaded = check::load(&folder).unwrap();
    let page = Report::new(&folder, &loaded).unwrap().page().into_string();
    (loaded, page)
}

#[test]
fn every_outcome_can_be_put_together_from_the_page() {
    let (loaded, page) = report();
    let pack = &loaded.pack;
    let reader = Reader::new(pack, &page);
    let complete = Complete::new(&pack.flow, MOST).unwrap();
    let mut found = BTreeSet::new();
    for live in &complete.sets {
        let read = reader.outcome(live);
        assert_eq!(read, items(pack, live), "{}", codes(pack, live));
        found.insert(read);
    }
    let counts = texts(Html::parse_document(&page).root_element(), ".counts td");
    let place = counts
        .iter()
        .position(|it| it == "different outcomes")
        .unwrap();
    assert_eq!(counts[place - 1].replace(',', ""), found.len().to_string());
}

#[test]
fn each_rule_holds_when_the_page_says_so() {
    let (loaded, page) = report();
    let pack = &loaded.pack;
    let document = Html::parse_document(&page);
    let complete = Complete::new(&pack.flow, MOST).unwrap();
    let rules = select(document.root_element(), ".rules tbody tr");
    let actions = pack.flow.actions.len();
    let all = actions + loaded.proof.notices;
    assert_eq!(rules.len(), all);
    for rule in rules {
        let code = text(select(rule, "th")[0]);
        let item = Reader::item(&code);
        let when = When::new(pack, select(rule, "td")[1]);
        for live in &complete.sets {
            let expected = items(pack, live).contains(&item)
                || matches!(item, Item::NoLetter(ix) if pack.letter.no_letter[ix].when.holds(live));
            assert_eq!(
                when.holds(pack, live),
                expected,
                "{code}: {}",
                codes(pack, live)
            );
        }
    }
}

#[test]
fn everything_of_the_pack_is_on_the_page() {
    let (loaded, page) = report();
    let pack = &loaded.pack;
    let document = Html::parse_document(&page);
    let page = text(document.root_element());
    let mut words: Vec<&str> = Vec::new();
    for it in pack.flow.questions.rows() {
        words.extend([&*it.text, &*it.key]);
        words.extend(it.choices.rows().iter().map(|it| &*it.label));
    }
    words.extend(pack.flow.actions.rows().iter().map(|it| &*it.title));
    words.extend(
        pack.flow
            .actions
            .rows()
            .iter()
            .filter_map(|it| it.detail.as_deref()),
    );
    words.extend(pack.flow.silences.rows().iter().map(|it| &*it.text));
    words.extend(pack.flow.signposts.rows().iter().map(|it| &*it.title));
    words.extend(pack.letter.no_letter.rows().iter().map(|it| &*it.reason));
    words.extend(pack.letter.passages.rows().iter().map(|it| &*it.label));
    words.extend(
        pack.source
            .sentences
            .rows()
            .iter()
            .filter(|it| !it.heading)
            .map(|it| &*it.text),
    );
    words.extend(
        pack.source
            .law
            .rows()
            .iter()
            .flat_map(|it| [&*it.text, &*it.since]),
    );
    for it in words {
        assert!(page.contains(&spaced(it)), "the report does not say: {it}");
    }
    for row in select(document.root_element(), "#sentences tbody tr") {
        let [id, used] = [select(row, "th")[0], select(row, "td")[1]];
        assert_ne!(
            text(used),
            "",
            "{} is used nowhere and no reason is told",
            text(id)
        );
    }
    let targets: BTreeSet<_> = select(document.root_element(), "[id]")
        .iter()
        .filter_map(|it| it.attr("id"))
        .collect();
    for link in select(document.root_element(), "a") {
        let to = link.attr("href").unwrap();
        assert!(
            targets.contains(to.trim_start_matches('#')),
            "{to} leads nowhere"
        );
    }
}

#[test]
fn the_page_is_small_enough_to_read() {
    let (_, page) = report();
    let rows = select(Html::parse_document(&page).root_element(), "tr").len();
    assert!(rows < 300, "{rows} rows");
    assert!(page.len() < 250_000, "{} bytes", page.len());
    // The name of a vocabulary is no address that is fetched.
    let page = page.replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
    for outside in ["http", "<script", "src="] {
        assert!(!page.contains(outside), "{outside}");
    }
}

/// What a reviewer has noted down from the page.
struct Reader<'p> {
    pack: &'p Pack,
    rows: Vec<NotedRow>,
    /// Passage by passage: its name, and what each letter does with it.
    letters: Vec<Vec<String>>,
    /// Table → answer → what it adds.
    tables: BTreeMap<String, Vec<(Vec<String>, Items)>>,
}

struct NotedRow {
    when: When,
    items: Items,
    letter: Option<usize>,
    tables: Vec<String>,
}

impl<'p> Reader<'p> {
    fn new(pack: &'p Pack, page: &str) -> Self {
        let document = Html::parse_document(page);
        let root = document.root_element();
        let letters = select(root, "#letter-table tbody tr").into_iter();
        let letters = letters.map(|it| texts(it, "th, td")).collect();
        let mut reader = Self {
            pack,
            rows: Vec::new(),
            letters,
            tables: BTreeMap::new(),
        };
        for table in select(root, ".added") {
            let caption = text(select(table, "caption")[0]);
            let name = caption.split(':').next().unwrap().to_lowercase();
            let rows = select(table, "tbody tr").into_iter().flat_map(|row| {
                let adds = select(row, "td")[0];
                let mut items = Self::items(adds);
                for passage in select(adds, ".passage") {
                    let [name, state] = [".name", ".state"].map(|it| text(select(passage, it)[0]));
                    items.extend(reader.passage(&name, &state));
                }
                let mut ways = select(row, ".way");
                if ways.is_empty() {
                    ways.push(row);
                }
                let ways = ways.into_iter();
                let ways: Vec<_> = ways
                    .map(|it| (texts(it, ".answer"), items.clone()))
                    .collect();
                ways
            });
            reader.tables.insert(name, rows.collect());
        }
        for row in select(root, "#rows tbody tr") {
            let cells = select(row, "td");
            reader.rows.push(NotedRow {
                when: When::new(pack, cells[0]),
                items: cells[1..4].iter().flat_map(|it| Self::items(*it)).collect(),
                letter: text(cells[3])
                    .strip_prefix("Letter ")
                    .map(|it| it.parse().unwrap()),
                tables: texts(cells[4], "a"),
            });
        }
        reader
    }

    fn outcome(&self, live: &Answers) -> Items {
        let mut rows = self.rows.iter().filter(|it| it.when.holds(self.pack, live));
        let row = rows.next().expect("a row for these answers");
        assert!(
            rows.next().is_none(),
            "two rows for {}",
            codes(self.pack, live)
        );
        let mut items = row.items.clone();
        if let Some(number) = row.letter {
            items.insert(Item::Letter);
            for passage in &self.letters {
                items.extend(self.passage(&passage[0], &passage[number]));
            }
        }
        let flow = &self.pack.flow;
        let given = live
            .iter()
            .map(|it| format!("{}: {}", flow.questions[it.question].key, flow.label(it)));
        let given: Vec<_> = given.collect();
        for table in &row.tables {
            let table = &self.tables[table];
            let question = |answer: &String| answer.split(": ").next().unwrap().to_owned();
            let questions: BTreeSet<_> = table.iter().flat_map(|it| &it.0).map(question).collect();
            let mut given = given.clone();
            given.retain(|it| questions.contains(&question(it)));
            let found: Vec<_> = table.iter().filter(|it| it.0 == given).collect();
            assert_eq!(found.len(), 1, "{given:?}: {}", codes(self.pack, live));
            items.extend(&found[0].1);
        }
        items
    }

    fn passage(&self, name: &str, state: &str) -> Option<Item> {
        let passages = &self.pack.letter.passages;
        let ix = passages.find(|it| it.label == name).unwrap();
        let variants = &passages[ix].variants;
        match state {
            "Out" => None,
            "In" => Some(Item::Wording(ix, VariantIx::new(0))),
            "Not decided: the user is asked" => Some(Item::Undecided(ix)),
            other if other.starts_with("As in table") => None,
            label => Some(Item::Wording(
                ix,
                variants.find(|it| it.label == label).unwrap(),
            )),
        }
    }

    /// The actions, silences and the like that a cell names.
    fn items(cell: ElementRef) -> Items {
        let codes = texts(cell, "a").into_iter();
        codes
            .filter(|it| !it.starts_with("Letter"))
            .map(|it| Self::item(&it))
            .collect()
    }

    fn item(code: &str) -> Item {
        let row = code[1..].parse::<usize>().unwrap() - 1;
        match &code[..1] {
            "A" => Item::Action(Ix::new(row)),
            "S" => Item::Silence(Ix::new(row)),
            "O" => Item::Signpost(Ix::new(row)),
            "N" => Item::NoLetter(Ix::new(row)),
            other => panic!("{other}"),
        }
    }
}

/// A list of conditions, noted down from its words.
struct When(Vec<Vec<Said>>);

/// A question, what is said of it, and the answers that are named.
struct Said(QuestionIx, String, Vec<String>);

impl When {
    fn new(pack: &Pack, cell: ElementRef) -> Self {
        let points = select(cell, ".when > li");
        if points.is_empty() {
            assert_eq!(text(cell), "Always");
            return Self(vec![Vec::new()]);
        }
        let says = |says: ElementRef| {
            let key = text(select(says, ".key")[0]);
            let question = pack.flow.questions.find(|it| it.key == key).unwrap();
            Said(
                question,
                text(says)[key.len() + 2..].to_owned(),
                texts(says, "b"),
            )
        };
        let point = |point| select(point, ".says").into_iter().map(says).collect();
        Self(points.into_iter().map(point).collect())
    }

    fn holds(&self, pack: &Pack, live: &Answers) -> bool {
        let said = |Said(question, words, labels): &Said| {
            let label = |choice| &pack.flow.questions[*question].choices[choice].label;
            let answer = live.get(*question).map(label);
            match words.as_str() {
                "asked" => answer.is_some(),
                "not asked" => answer.is_none(),
                words if words.starts_with("not ") => answer.is_none_or(|it| !labels.contains(it)),
                _ => answer.is_some_and(|it| labels.contains(it)),
            }
        };
        self.0.iter().any(|point| point.iter().all(said))
    }
}

fn codes(pack: &Pack, live: &Answers) -> String {
    guidance_core::flow::codes::encode(&pack.flow, live)
}

fn select<'a>(within: ElementRef<'a>, selector: &str) -> Vec<ElementRef<'a>> {
    within.select(&Selector::parse(selector).unwrap()).collect()
}

fn texts(within: ElementRef, selector: &str) -> Vec<String> {
    select(within, selector).into_iter().map(text).collect()
}

fn text(element: ElementRef) -> String {
    spaced(&element.text().collect::<String>())
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
