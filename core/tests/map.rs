//! The map of the questions says where every answer leads, in words, and can be read.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::{collections::BTreeSet, path::Path};

use guidance_core::{
    content,
    flow::Answers,
    map::{LINE, Map, Place, WIDTH, layout, lines},
    outcomes::{Complete, case},
    pack::Pack,
};

fn shipped() -> Pack {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/recordings");
    let mut pack = content::load_folder(&folder).unwrap().pack;
    pack.map = layout::draw(&pack);
    pack
}

#[test]
fn every_way_has_a_label_and_a_line() {
    let pack = shipped();
    assert!(!pack.map.ways.is_empty());
    for way in &pack.map.ways {
        let label = way.label(&pack);
        assert!(!label.trim().is_empty());
        assert!(!way.choices.is_empty());
        assert!(way.line.starts_with('M'), "{label}");
        assert_ne!(way.words, (0, 0), "{label}");
        // Where the choice alone does not decide, the label says so.
        assert_eq!(way.depends, label.ends_with("\u{a0}*"));
        let sentence = way.sentence(&pack);
        for name in [Place::Question(way.from).name(&pack), way.to.name(&pack)] {
            assert!(sentence.contains(name), "{sentence}");
        }
        assert!(!sentence.contains(['{', '}']), "{sentence}");
    }
}

#[test]
fn every_answer_goes_exactly_one_way_and_the_way_says_so() {
    let pack = shipped();
    let complete = Complete::new(&pack.flow, 20_000).unwrap();
    let mut used = BTreeSet::new();
    for live in &complete.sets {
        let path = Map::path(&pack, live);
        let mut so_far = Answers::default();
        for (answer, step) in live.iter().zip(path.windows(2)) {
            so_far.set(answer.question, answer.choice);
            let says = |way: &guidance_core::map::Way| {
                way.from == answer.question
                    && way.choices.contains(&answer.choice)
                    && way
                        .when
                        .iter()
                        .any(|it| it.holds(&case(&pack.flow, &so_far)))
            };
            let ways: Vec<_> = pack
                .map
                .ways
                .iter()
                .enumerate()
                .filter(|it| says(it.1))
                .collect();
            assert_eq!(ways.len(), 1);
            assert_eq!(ways[0].1.to, step[1]);
            assert!(ways[0].1.is_on(&path));
            used.insert(ways[0].0);
        }
        let on: Vec<_> = pack.map.ways.iter().filter(|it| it.is_on(&path)).collect();
        assert_eq!(on.len(), live.iter().count(), "one way for each answer");
    }
    assert_eq!(used.len(), pack.map.ways.len(), "no way that nobody goes");
}

#[test]
fn boxes_and_labels_do_not_lie_over_each_other() {
    let pack = shipped();
    let mut places = Vec::new();
    let mut place = |(x, y): (u16, u16), words: &str, wide: Option<u16>| {
        let lines = lines(words);
        let longest = lines.iter().map(|it| it.chars().count()).max().unwrap();
        let high = LINE * u16::try_from(lines.len()).unwrap();
        let wide = wide.unwrap_or(u16::try_from(longest * 7).unwrap());
        places.push(((x, y + high / 2), wide, high, words.to_owned()));
    };
    for stop in &pack.map.stops {
        place(stop.words, stop.place.name(&pack), Some(WIDTH));
    }
    for way in &pack.map.ways {
        place(way.words, &way.label(&pack), None);
    }
    for (row, (one, wide, high, words)) in places.iter().enumerate() {
        assert!(
            one.0 >= wide / 2 && one.0 + wide / 2 <= pack.map.size.0,
            "{words}"
        );
        assert!(
            one.1 >= high / 2 && one.1 + high / 2 <= pack.map.size.1,
            "{words}"
        );
        for (other, other_wide, other_high, other_words) in &places[row + 1..] {
            let apart = one.0.abs_diff(other.0) * 2 >= wide + other_wide
                || one.1.abs_diff(other.1) * 2 >= high + other_high;
            assert!(apart, "“{words}” and “{other_words}”");
        }
    }
}

#[test]
fn the_same_pack_has_the_same_map() {
    let one = shipped();
    assert_eq!(one, shipped());
    let mut read = Pack::from_bytes(&one.to_bytes().unwrap()).unwrap();
    for (read, drawn) in read.map.ways.iter_mut().zip(&one.map.ways) {
        assert!(
            read.when.is_empty(),
            "what only reviewers need is not carried"
        );
        read.when.clone_from(&drawn.when);
    }
    assert_eq!(read, one);
}
