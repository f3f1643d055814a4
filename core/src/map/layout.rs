//! Draws the map: which ways there are, proved over every complete set of answers, and
//! where boxes, lines and labels stand. The places are dagre's. Must not know of
//! browsers.

use std::collections::{BTreeMap, BTreeSet};

use dagre::{
    EdgeLabel, LayoutOptions, NodeLabel,
    graph::{Graph, GraphOptions},
    layout::types::LabelPos,
};

use super::{LINE, Map, Place, Stop, WIDTH, Way, lines};
use crate::{
    cover::{Cases, Together},
    flow::{Answers, ChoiceIx, QuestionIx},
    outcomes::{Complete, case},
    pack::Pack,
    table::Ix,
};

/// The most questions that a picture has. One of more cannot be looked at.
const MOST: usize = 60;
/// The most complete sets of answers that are walked for a picture.
const MOST_SETS: usize = 50_000;

/// Draws the map of a pack. Empty where the flow is too large.
pub fn draw(pack: &Pack) -> Map {
    let known = pack.flow.questions.len() <= MOST;
    let complete = known
        .then(|| Complete::new(&pack.flow, MOST_SETS))
        .flatten();
    complete.map_or_else(Map::default, |complete| placed(pack, ways(pack, &complete)))
}

/// What leads from where to where, and when.
fn ways(pack: &Pack, complete: &Complete) -> Vec<Way> {
    let flow = &pack.flow;
    // For each question, the answers so far with its own → what comes next.
    let mut steps: BTreeMap<QuestionIx, BTreeMap<Vec<usize>, Place>> = BTreeMap::new();
    for live in &complete.sets {
        let path = Map::path(pack, live);
        let mut so_far = Answers::default();
        for (answer, next) in live.iter().zip(path.iter().skip(1)) {
            so_far.set(answer.question, answer.choice);
            let steps = steps.entry(answer.question).or_default();
            steps.insert(case(flow, &so_far), *next);
        }
    }
    let sizes: Vec<_> = flow
        .questions
        .rows()
        .iter()
        .map(|it| it.choices.len() + 1)
        .collect();
    let mut ways = Vec::new();
    for (from, steps) in &steps {
        let cases = Cases::new(sizes.clone(), steps.keys().cloned());
        let mut about = BTreeSet::from([from.row()]);
        for (_, later) in flow.questions.iter().filter(|(it, _)| it > from) {
            about.extend(later.when.questions().into_iter().map(QuestionIx::row));
        }
        let about: Vec<_> = about.into_iter().collect();
        for to in steps.values().copied().collect::<BTreeSet<_>>() {
            let picked: Vec<_> = steps.values().map(|it| *it == to).collect();
            let cover = cases.cover(&picked, &about);
            let here = steps.iter().filter(|(_, it)| **it == to);
            let here: BTreeSet<_> = here.filter_map(|(case, _)| case.get(from.row())).collect();
            let earlier = |it: &Together| it.0.iter().any(|it| it.variable != from.row());
            ways.push(Way {
                from: *from,
                to,
                choices: here.into_iter().map(|it| choice(*it)).collect(),
                depends: cover.iter().any(earlier),
                when: cover,
                line: String::new(),
                words: (0, 0),
            });
        }
    }
    ways
}

/// The choice of a value: 0 is "not asked".
fn choice(value: usize) -> ChoiceIx {
    ChoiceIx::new(value.saturating_sub(1))
}

/// Finds the places.
fn placed(pack: &Pack, mut ways: Vec<Way>) -> Map {
    let mut graph = Graph::with_options(GraphOptions {
        directed: true,
        multigraph: true,
        compound: false,
    });
    let mut places: BTreeSet<Place> = ways.iter().map(|it| it.to).collect();
    places.extend(ways.iter().map(|it| Place::Question(it.from)));
    let name = |place: Place| match place {
        Place::Question(question) => format!("q{}", question.row()),
        Place::Letter => "letter".to_owned(),
        Place::NoLetter => "no-letter".to_owned(),
    };
    for place in &places {
        let node = NodeLabel {
            width: WIDTH.into(),
            height: high(&lines(place.name(pack))) + 14.0,
            ..Default::default()
        };
        graph.set_node(name(*place), Some(node));
    }
    for way in &ways {
        let words = lines(&way.label(pack));
        let longest = words
            .iter()
            .map(|it| it.chars().count())
            .max()
            .unwrap_or_default();
        let edge = EdgeLabel {
            width: f64::from(u16::try_from(longest * 7 + 8).unwrap_or(WIDTH)),
            height: high(&words),
            labelpos: LabelPos::Center,
            ..Default::default()
        };
        let (from, to) = (name(Place::Question(way.from)), name(way.to));
        graph.set_edge(from, to, Some(edge), None);
    }
    let options = LayoutOptions {
        nodesep: 24.0,
        edgesep: 24.0,
        ranksep: 44.0,
        marginx: 8.0,
        marginy: 8.0,
        ..Default::default()
    };
    dagre::layout(&mut graph, Some(options));
    // The first question stands on the left, where a narrow window begins to look.
    let middles = places.iter().filter_map(|it| graph.node(&name(*it))?.x);
    let right = middles.fold(0.0, f64::max) + f64::from(WIDTH) / 2.0 + 8.0;
    let first = graph.node(&name(Place::Question(QuestionIx::new(0))));
    let mirrored = first.and_then(|it| it.x).is_some_and(|x| x > right / 2.0);
    let edges = ways.iter().filter_map(|it| {
        let edge = graph.edge(&name(Place::Question(it.from)), &name(it.to), None)?;
        Some(edge.x.unwrap_or_default() + edge.width / 2.0 + 8.0)
    });
    let right = edges.fold(right, f64::max);
    let across = |x: f64| if mirrored { right - x } else { x };
    let mut map = Map::default();
    for place in places {
        let Some(node) = graph.node(&name(place)) else {
            continue;
        };
        let (x, y) = (
            across(node.x.unwrap_or_default()),
            node.y.unwrap_or_default(),
        );
        let corner = (tens(x - node.width / 2.0), pixels(y - node.height / 2.0));
        reach(&mut map.size, x + node.width / 2.0, y + node.height / 2.0);
        let cut = if matches!(place, Place::Question(_)) {
            0
        } else {
            14
        };
        map.stops.push(Stop {
            place,
            line: outline(corner, (node.width, node.height), cut),
            words: (corner.0 + WIDTH / 2, corner.1 + 3),
        });
    }
    for way in &mut ways {
        let (from, to) = (name(Place::Question(way.from)), name(way.to));
        if let Some(edge) = graph.edge(&from, &to, None) {
            let (x, y) = (
                across(edge.x.unwrap_or_default()),
                edge.y.unwrap_or_default(),
            );
            way.words = (tens(x), pixels(y - edge.height / 2.0 - 2.0));
            let points: Vec<_> = edge.points.iter().map(|it| (across(it.x), it.y)).collect();
            way.line = line(&points);
            reach(&mut map.size, x + edge.width / 2.0, y);
            for (x, y) in points {
                reach(&mut map.size, x, y);
            }
        }
    }
    map.ways = ways;
    map
}

/// The height of words.
fn high(lines: &[String]) -> f64 {
    f64::from(LINE) * f64::from(u16::try_from(lines.len()).unwrap_or(u16::MAX))
}

/// A box, its corners cut off by so much: an end does not look like a question. All
/// but its place is relative, so that boxes of one size are the same text.
fn outline((left, top): (u16, u16), (wide, high): (f64, f64), cut: u16) -> String {
    let (across, down) = (pixels(wide) - 2 * cut, pixels(high) - 2 * cut);
    format!(
        "M{} {top}h{across}l{cut} {cut}v{down}l-{cut} {cut}h-{across}l-{cut}-{cut}v-{down}z",
        left + cut
    )
}

/// A picture that holds a point, with a margin.
fn reach(size: &mut (u16, u16), x: f64, y: f64) {
    size.0 = size.0.max(pixels(x + 8.0));
    size.1 = size.1.max(pixels(y + 8.0));
}

fn pixels(length: f64) -> u16 {
    // No picture is larger: there is room to add to it.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "held between the bounds of u16"
    )]
    let pixels = length.round().clamp(0.0, 32_000.0) as u16;
    pixels
}

/// In steps of ten: what differs less is not seen, and the text is shorter.
fn tens(length: f64) -> u16 {
    pixels(length / 10.0) * 10
}

/// A line through the points, without those that lie on it anyway.
fn line(points: &[(f64, f64)]) -> String {
    let mut kept: Vec<(u16, u16)> = Vec::new();
    for (x, y) in points {
        let next = (tens(*x), pixels(*y));
        if let [.., before, last] = kept[..]
            && before.0 == last.0
            && last.0 == next.0
        {
            kept.pop();
        }
        kept.push(next);
    }
    let point = |(x, y): &(u16, u16)| format!("{x} {y}");
    let points: Vec<_> = kept.iter().map(point).collect();
    format!("M{}", points.join("L"))
}
