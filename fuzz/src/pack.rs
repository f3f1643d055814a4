//! Packs that a page names: each is told about or can be used, from the first question
//! to a letter.

use std::{path::Path, sync::LazyLock};

use fastrand::Rng;
use guidance_core::{
    content::{self, packed},
    flow::{Answers, ChoiceIx, codes},
    letter::format::Format,
    pack::Pack,
    record::record,
    table::Ix,
};

use crate::{alike::differences, answers::step, edits, letter::filled};

/// The words of the interface, for packs without: they are long, and the same in all.
static WORDS: LazyLock<String> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/recordings");
    content::read(&folder).unwrap().remove(NAME).unwrap()
});
const NAME: &str = "strings/en-GB.toml";

/// A packed text.
pub fn pack(bytes: &[u8]) {
    let json = String::from_utf8_lossy(bytes);
    let loaded = packed::unpack(&json).and_then(|mut texts| {
        if !texts.keys().any(|it| it.starts_with("strings/")) {
            texts.insert(NAME.into(), WORDS.clone());
        }
        content::load(&texts)
    });
    let read = match loaded {
        Err(problems) => {
            assert!(!problems.is_empty(), "refused without a reason");
            for problem in problems {
                assert!(!problem.to_string().is_empty());
            }
            return;
        }
        Ok(loaded) => loaded.pack,
    };
    let carried = Pack::from_bytes(&read.to_bytes().unwrap()).unwrap();
    assert_eq!(carried, read, "the widget gets another pack");
    // One way through, another for each pack.
    let mut ways = bytes.iter().rev();
    let mut answers = Answers::default();
    let mut place = read.flow.replay(&answers);
    while let Some(question) = place.next {
        let choices = read.flow.questions[question].choices.len();
        let way = usize::from(*ways.next().unwrap_or(&0));
        answers.set(question, ChoiceIx::new(way % choices));
        place = read.flow.replay(&answers);
        step(&read, &place.live);
    }
    let code = codes::encode(&read.flow, &place.live);
    let decoded = codes::decode(&read.flow, code.split('&'));
    assert_eq!((decoded.answers, decoded.dropped.len()), (answers, 0));
    let input = filled(&read);
    record(&read, &place, &input, "today");
    if let Ok(letter) = read.compose(&place.live, &input).finish() {
        differences(&letter, Format::default(), &read.language).unwrap();
    }
}

/// The packed text edited as somebody might who does not know how packs are written; or
/// none, for an edit of bytes.
pub fn edited(json: &[u8], seed: u32) -> Option<Vec<u8>> {
    let mut random = Rng::with_seed(seed.into());
    if random.u8(..) < 25 {
        return None;
    }
    let mut texts = packed::unpack(str::from_utf8(json).ok()?).ok()?;
    for _ in 0..random.usize(1..4) {
        edits::mutate(&mut texts, &mut random);
    }
    let json = packed::pack(&texts).ok()?;
    let json = if random.u8(..) < 8 {
        edits::damage(json, &mut random)
    } else {
        json
    };
    Some(json.into_bytes())
}
