//! Owns what the loader does with packs that nobody meant to write: it gives a pack or
//! problems, never panics, and needs bounded time and memory.
//!
//! Each round edits a sound pack a few times at random: bytes, lines, words, numbers
//! and nesting. `GUIDANCE_ROUNDS=1000000 cargo test --release -p guidance-core --test
//! mutated` is the long run; `GUIDANCE_SEED` repeats one, and a failure says at which
//! round.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    unsafe_code,
    reason = "a test that cannot go on fails, and an allocator that counts is unsafe"
)]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    collections::BTreeMap,
    env, fs,
    path::Path,
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
    time::{Duration, Instant},
};

use fastrand::Rng;
use guidance_core::content::{self, Texts, packed};

/// Counts what is held, and the most that was.
struct Counting;
static HELD: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

// SAFETY: the system's allocator does the work; this only counts.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let held = HELD.fetch_add(layout.size(), Relaxed) + layout.size();
        MOST.fetch_max(held, Relaxed);
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Relaxed);
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// What one pack may need. Machines differ: the time is what would be a hang anywhere.
const MOST_MEMORY: usize = 200_000_000;
const MOST_TIME: Duration = Duration::from_secs(10);

fn number(name: &str, otherwise: u64) -> u64 {
    env::var(name).map_or(otherwise, |text| text.parse().unwrap())
}

/// Sound packs to begin with: a small one most of the time, and the shipped one.
fn sound() -> [Texts; 2] {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shipped = content::read(&root.join("../content/recordings")).unwrap();
    let mut small = content::read(&root.join("tests/broken/base")).unwrap();
    small.insert(
        "strings/en-GB.toml".into(),
        shipped["strings/en-GB.toml"].clone(),
    );
    [small, shipped]
}

#[test]
fn a_pack_that_nobody_meant_to_write_is_told_about() {
    let rounds = number("GUIDANCE_ROUNDS", 1_000);
    let seed = number("GUIDANCE_SEED", fastrand::u64(..));
    println!("{rounds} rounds from GUIDANCE_SEED={seed}");
    let bases = sound();
    let (mut loaded, mut kinds) = (0_u64, BTreeMap::<&str, u64>::new());
    let (mut slowest, mut largest) = (Duration::ZERO, 0);
    for round in 0..rounds {
        // So that one round can be repeated without those before it.
        let mut random = Rng::with_seed(seed.wrapping_add(round));
        let mut texts = bases[usize::from(random.u8(..) < 10)].clone();
        for _ in 0..random.usize(1..4) {
            mutate(&mut texts, &mut random);
        }
        let json = packed::pack(&texts).unwrap();
        let json = if random.u8(..) < 8 {
            damage(json, &mut random)
        } else {
            json
        };
        MOST.store(HELD.load(Relaxed), Relaxed);
        let (before, start) = (HELD.load(Relaxed), Instant::now());
        let result = std::panic::catch_unwind(|| {
            packed::unpack(&json)
                .and_then(|texts| content::load(&texts))
                .map(|loaded| loaded.pack.to_bytes().unwrap().len())
        });
        let (time, memory) = (start.elapsed(), MOST.load(Relaxed) - before);
        slowest = slowest.max(time);
        largest = largest.max(memory);
        let repeat = format!(
            "GUIDANCE_ROUNDS=1 GUIDANCE_SEED={}",
            seed.wrapping_add(round)
        );
        if time > MOST_TIME || memory > MOST_MEMORY || result.is_err() {
            let file = env::temp_dir().join("guidance-mutated.json");
            fs::write(&file, &json).unwrap();
            panic!(
                "{repeat}: {time:?}, {memory} bytes; the pack is in {}",
                file.display()
            );
        }
        match result.unwrap() {
            Ok(_) => loaded += 1,
            Err(problems) => {
                assert!(!problems.is_empty(), "{repeat}: refused without a reason");
                for problem in problems {
                    *kinds.entry(problem.kind.name()).or_default() += 1;
                }
            }
        }
    }
    println!(
        "{rounds} packs: {loaded} sound, the others with {kinds:?}; at most {slowest:?} and {} KB",
        largest / 1000
    );
    // One round alone is a repetition.
    assert!(
        rounds < 1000 || (loaded > 0 && loaded < rounds),
        "the edits decide nothing"
    );
}

/// One edit of one file.
fn mutate(texts: &mut Texts, random: &mut Rng) {
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
fn damage(json: String, random: &mut Rng) -> String {
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
