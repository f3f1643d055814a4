//! Conditions in few words, and outcomes in few rows, say exactly what they shorten.

use guidance_core::{
    content,
    cover::Cases,
    outcomes::{Complete, Outcomes, case, items},
};

#[test]
fn a_cover_picks_what_is_picked_and_nothing_else() {
    let mut random = fastrand::Rng::with_seed(5);
    for _ in 0..2_000 {
        let sizes: Vec<_> = (0..random.usize(1..5))
            .map(|_| random.usize(1..5))
            .collect();
        let some = |random: &mut fastrand::Rng| -> Vec<usize> {
            sizes.iter().map(|size| random.usize(0..*size)).collect()
        };
        let mut all: Vec<_> = (0..random.usize(1..40))
            .map(|_| some(&mut random))
            .collect();
        all.sort();
        all.dedup();
        let picked: Vec<_> = all.iter().map(|_| random.bool()).collect();
        let cases = Cases::new(sizes.clone(), all.clone());
        let cover = cases.cover(&picked, &[]);
        for (case, picked) in all.iter().zip(&picked) {
            assert_eq!(cover.iter().any(|it| it.holds(case)), *picked);
        }
        // None can be left out.
        for left_out in 0..cover.len() {
            let others = cover.iter().enumerate().filter(|(at, _)| *at != left_out);
            let others: Vec<_> = others.map(|(_, it)| it).collect();
            let lost = |(case, picked): (&Vec<usize>, &bool)| {
                *picked && !others.iter().any(|it| it.holds(case))
            };
            assert!(all.iter().zip(&picked).any(lost));
        }
    }
}

#[test]
fn the_rows_say_every_outcome_of_the_shipped_pack() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/recordings");
    let pack = content::load_folder(&folder).unwrap().pack;
    let complete = Complete::new(&pack.flow, 20_000).unwrap();
    let outcomes = Outcomes::new(&pack, &complete);
    for live in &complete.sets {
        assert_eq!(outcomes.of(&pack.flow, live), Some(items(&pack, live)));
        let case = case(&pack.flow, live);
        let rows = outcomes.rows.iter();
        let rows = rows.filter(|row| row.when.iter().any(|it| it.holds(&case)));
        assert_eq!(
            rows.count(),
            1,
            "one row, not more, for each set of answers"
        );
    }
    assert_eq!(
        outcomes.rows.iter().map(|it| it.sets).sum::<usize>(),
        complete.sets.len()
    );
    // Few enough to be read: what they shorten is thirty times as much.
    assert!(outcomes.rows.len() * 30 < outcomes.count);
}
