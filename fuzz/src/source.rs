//! The words of the host's page: a sentence that stands there is not told as changed,
//! whatever stands before and after it.

use crate::PACKS;

/// A page's words: those that are typed, with one sentence of the guidance in the middle.
pub fn source(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let middle = text.char_indices().nth(text.chars().count() / 2);
    let (before, after) = text.split_at(middle.map_or(0, |(at, _)| at));
    for pack in PACKS.iter() {
        let alone = pack.source.changed(&text);
        let sentences = pack.source.sentences.iter();
        // Another one for each input, or every input would take as long as all.
        let nth = bytes.len() % sentences.len();
        let (ix, sentence) = pack.source.sentences.iter().nth(nth).unwrap();
        let page = [before, &sentence.text, after].concat();
        let changed = pack.source.changed(&page);
        assert!(!changed.contains(&ix), "{}", sentence.text);
        assert!(alone.is_sorted(), "not in page order");
    }
}
