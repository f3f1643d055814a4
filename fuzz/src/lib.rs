//! What must hold whatever comes from outside, as functions from bytes: a fuzzer looks
//! for the bytes that break one, by a panic, a hang or too much memory. `cargo xtask
//! fuzz` runs it, and keeps what it finds. The tests here run what was found before
//! (`fuzz/found/`) and some bytes that nobody chose, with no fuzzer at all. Must not know how
//! bytes are found.
//!
//! | function | from outside comes |
//! | --- | --- |
//! | [`pack`] | a pack that a page names |
//! | [`answers`] | answer codes in an address |
//! | [`case`] | a file that somebody opens as a case |
//! | [`letter`] | everything that is chosen and typed for a letter |
//! | [`source`] | the words of the host's page |

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is what a fuzzer looks for"
)]

#[path = "../../core/tests/letter/alike.rs"]
mod alike;
mod answers;
mod case;
#[path = "../../core/tests/mutated/edits.rs"]
mod edits;
mod letter;
mod pack;
#[path = "../../core/tests/letter/readers.rs"]
mod readers;
mod source;

use std::{path::Path, sync::LazyLock};

use guidance_core::{content, pack::Pack};

pub use answers::answers;
pub use case::case;
pub use letter::letter;
pub use pack::{edited, pack};
pub use source::source;

/// The packs that the repository has: the one that is built in, and one like no other.
static PACKS: LazyLock<[Pack; 2]> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folders = ["content/recordings", "tests/packs/parking"];
    folders.map(|it| content::load_folder(&root.join(it)).unwrap().pack)
});

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    type Target = (&'static str, fn(&[u8]));
    const TARGETS: [Target; 5] = [
        ("answers", crate::answers),
        ("case", crate::case),
        ("letter", crate::letter),
        ("pack", crate::pack),
        ("source", crate::source),
    ];

    /// Words of the dictionary in any order, with any byte between them: the same each time.
    fn nobody_s_choice(rng: &mut fastrand::Rng, words: &[&str]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for _ in 0..rng.usize(1..200) {
            bytes.extend(rng.choice(words).unwrap().bytes());
            let between = [b'&', b'=', b'\n', b'"', rng.u8(..)];
            bytes.push(rng.choice(between).unwrap());
        }
        bytes
    }

    #[test]
    fn bytes_that_nobody_chose_break_nothing() {
        let words = include_str!("../words.dict");
        let words: Vec<_> = words.lines().map(|line| line.trim_matches('"')).collect();
        for ((name, target), times) in TARGETS.into_iter().zip([10_000, 3_000, 150, 150, 1_500]) {
            let mut rng = fastrand::Rng::with_seed(7);
            for time in 0..times {
                println!("{name}, the {time}th of the seed 7");
                target(&nobody_s_choice(&mut rng, &words));
            }
        }
    }

    /// Runs everything in a folder; gives how much there was.
    fn run(target: fn(&[u8]), folder: &Path) -> usize {
        let files = fs::read_dir(folder).into_iter().flatten();
        let files = files.map(|it| it.unwrap().path());
        let files: Vec<_> = files.filter(|it| it.extension().is_none()).collect();
        for file in &files {
            // Shown where the test fails.
            println!("{}", file.display());
            target(&fs::read(file).unwrap());
        }
        files.len()
    }

    #[test]
    fn nothing_that_was_found_before_breaks_anything() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let words = fs::read(root.join("words.dict")).unwrap();
        for (name, target) in TARGETS {
            target(b"");
            target(&words);
            run(target, &root.join("found").join(name));
        }
    }
}
