//! A case that was saved by anything: what fits is used, everything else is told, and what was
//! used is saved and opened again as it is.

use guidance_core::case::{Case, Entry};

use crate::{PACKS, answers};

/// One thing of a case on each line, its three parts with tabs between, and a carriage return
/// where a part has a new line; what says of which content the case is stands in front of
/// them already.
pub fn case(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let entries: Vec<Entry> = text.lines().map(entry).collect();
    for pack in PACKS.iter() {
        let mut all = Case::default().entries(pack);
        all.truncate(1);
        all.extend(entries.iter().cloned());
        let opened = Case::read(pack, &all).expect("it says that it is a case of this content");
        let saved = opened.case.entries(pack);
        let again = Case::read(pack, &saved).expect("it was saved as a case");
        assert_eq!(again.case, opened.case);
        assert_eq!((again.dropped, again.misfits), (Vec::new(), Vec::new()));
        let is_said_later = |[kind, name, _]: &Entry| {
            let later = |it: &&Entry| it[0] == *kind && it[1] == *name;
            entries.iter().filter(later).count() > 1
        };
        for it in &entries {
            let [kind, name, text] = it;
            let is_told = if kind == "answer" {
                let code = [&**name, text].join("=");
                opened.dropped.iter().any(|it| it.code == code)
            } else {
                let misfit = [&**kind, name].join(" ");
                opened.misfits.contains(&misfit)
            };
            let is_used = saved.iter().any(|[a, b, _]| (a, b) == (kind, name));
            assert!(is_told || is_used || is_said_later(it), "{it:?} is lost");
        }
        answers::step(pack, &opened.case.answers);
        let place = pack.flow.advance(&opened.case.answers);
        if place.next.is_none() {
            pack.compose(&place.live, &opened.case.input);
        }
    }
}

fn entry(line: &str) -> Entry {
    let mut parts = line.splitn(3, '\t');
    [(); 3].map(|()| parts.next().unwrap_or_default().replace('\r', "\n"))
}
