//! Answer codes of an address: what is kept can be asked and answered, nothing is lost
//! unsaid, and writing and reading them again changes nothing.

use guidance_core::{
    flow::{ActionIx, Answers, codes},
    letter::{Input, Offer},
    pack::Pack,
};

use crate::PACKS;

/// Codes as they stand behind the `#` of an address.
pub fn answers(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for pack in PACKS.iter() {
        let decoded = codes::decode(&pack.flow, text.split('&'));
        let kept = codes::encode(&pack.flow, &decoded.answers);
        let again = codes::decode(&pack.flow, kept.split('&'));
        assert_eq!(again.answers, decoded.answers, "{kept}");
        assert_eq!(again.dropped, [], "{kept}");
        for code in text.split('&').filter(|it| !it.is_empty()) {
            let is_kept = kept.split('&').any(|it| it == code);
            let is_told = decoded.dropped.iter().any(|it| it.code == code);
            assert!(is_kept || is_told, "{code} is lost");
        }
        for code in kept.split('&').filter(|it| !it.is_empty()) {
            assert!(text.split('&').any(|it| it == code), "{code} was not given");
        }
        step(pack, &decoded.answers);
    }
}

/// What the widget does with answers that it took.
pub fn step(pack: &Pack, given: &Answers) {
    let place = pack.flow.advance(given);
    assert_eq!(&place.given(), given, "all of them count");
    if let Some(question) = place.next {
        assert!(!pack.flow.questions[question].choices.is_empty());
        assert_eq!(given.get(question), None, "answered already");
        return;
    }
    let live = &place.live;
    let outcome = pack.flow.outcome(live);
    let offer = pack.letter.offer(live);
    assert!(
        offer != Offer::None(Vec::new()),
        "no letter, and no reason why"
    );
    let counted: Vec<_> = live.iter().collect();
    let reasons = outcome.actions.iter().map(|it| &it.because);
    let reasons = reasons.chain(outcome.silences.iter().map(|it| &it.because));
    let mut reasons = reasons.chain(outcome.signposts.iter().map(|it| &it.because));
    assert!(reasons.all(|it| it.iter().all(|answer| counted.contains(answer))));
    // The firmest of a group first, but for what stands at once after another action.
    let applies: Vec<_> = outcome.actions.iter().map(|it| it.item).collect();
    let row = |it: &ActionIx| &pack.flow.actions[*it];
    let follows = |it: &ActionIx| row(it).after.filter(|before| applies.contains(before));
    let first = applies.iter().filter(|it| follows(it).is_none()).map(row);
    assert!(first.is_sorted_by_key(|it| (it.group, it.strength)));
    for (before, it) in applies.iter().zip(applies.iter().skip(1)) {
        let after = follows(it);
        assert!(after.is_none() || after == Some(*before) || after == follows(before));
    }
    outcome.sentences(&pack.flow);
    pack.compose(live, &Input::default());
}
