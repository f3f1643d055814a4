//! Answer codes of an address: what is kept can be asked and answered, nothing is lost
//! unsaid, and writing and reading them again changes nothing.

use guidance_core::{
    flow::{Answers, codes},
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
pub fn step(pack: &Pack, live: &Answers) {
    let place = pack.flow.replay(live);
    assert_eq!(&place.live, live, "all of them count");
    if let Some(question) = place.next {
        assert!(!pack.flow.questions[question].choices.is_empty());
        assert_eq!(live.get(question), None, "answered already");
        return;
    }
    let outcome = pack.flow.outcome(live);
    let offer = pack.letter.offer(live);
    assert!(
        offer != Offer::None(Vec::new()),
        "no letter, and no reason why"
    );
    let given: Vec<_> = live.iter().collect();
    let reasons = outcome.actions.iter().map(|it| &it.because);
    let reasons = reasons.chain(outcome.silences.iter().map(|it| &it.because));
    let mut reasons = reasons.chain(outcome.signposts.iter().map(|it| &it.because));
    assert!(reasons.all(|it| it.iter().all(|answer| given.contains(answer))));
    let actions = outcome.actions.iter().map(|it| &pack.flow.actions[it.item]);
    assert!(actions.is_sorted_by_key(|it| (it.group, it.strength)));
    outcome.sentences(&pack.flow);
    pack.compose(live, &Input::default());
}
