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

mod edits;

use std::{
    alloc::{GlobalAlloc, Layout, System},
    collections::BTreeMap,
    env, fs,
    path::Path,
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
    time::{Duration, Instant},
};

use edits::{damage, mutate};
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
