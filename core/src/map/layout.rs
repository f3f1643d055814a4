//! Draws the map: which ways there are, proved over every complete set of answers, and
//! where boxes, lines and labels stand. The places are dagre's. Must not know of
//! browsers.

use std::collections::{BTreeMap, BTreeSet};

use dagre::{
    EdgeLabel, LayoutOptions, NodeLabel, Point,
    graph::{Graph, GraphOptions},
    layout::types::LabelPos,
};

use super::{LINE, Map, Place, Stop, WIDTH, Way, height, lines};
use crate::{
    cover::{Cases, OneOf, Together},
    flow::{Answers, ChoiceIx, Condition, Flow, QuestionIx},
    outcomes::{Complete, case, mentions},
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
            mentions(&later.when, &mut about);
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
                when: cover.iter().any(earlier).then(|| condition(flow, &cover)),
                line: String::new(),
                label: (0, 0),
            });
        }
    }
    ways
}

/// The choice of a value: 0 is "not asked".
fn choice(value: usize) -> ChoiceIx {
    ChoiceIx::new(value.saturating_sub(1))
}

fn condition(flow: &Flow, cover: &[Together]) -> Condition {
    let one = |it: &OneOf| {
        let question = QuestionIx::new(it.variable);
        let negative = it.values.contains(&0);
        let all = 1..=flow.questions[question].choices.len();
        let named = all
            .filter(|value| it.values.contains(value) != negative)
            .map(choice);
        let is = Condition::Is(question, named.collect());
        if negative {
            Condition::Not(Box::new(is))
        } else {
            is
        }
    };
    let together = |it: &Together| {
        let mut parts: Vec<_> = it.0.iter().map(one).collect();
        match (parts.pop(), parts.is_empty()) {
            (Some(only), true) => only,
            (last, _) => Condition::All(parts.into_iter().chain(last).collect()),
        }
    };
    let mut all: Vec<_> = cover.iter().map(together).collect();
    match (all.pop(), all.is_empty()) {
        (Some(only), true) => only,
        (last, _) => Condition::Any(all.into_iter().chain(last).collect()),
    }
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
            height: height(lines(place.name(pack)).len()).into(),
            ..Default::default()
        };
        graph.set_node(name(*place), Some(node));
    }
    for (number, way) in ways.iter().enumerate() {
        let words = lines(&way.label(pack, number));
        let longest = words
            .iter()
            .map(|it| it.chars().count())
            .max()
            .unwrap_or_default();
        let edge = EdgeLabel {
            width: f64::from(u16::try_from(longest * 7 + 8).unwrap_or(WIDTH)),
            height: f64::from(LINE) * f64::from(u16::try_from(words.len()).unwrap_or(1)),
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
    let mut map = Map::default();
    for place in places {
        let Some(node) = graph.node(&name(place)) else {
            continue;
        };
        let at = (
            pixels(node.x.unwrap_or_default()),
            pixels(node.y.unwrap_or_default()),
        );
        reach(
            &mut map.size,
            node.x.unwrap_or_default() + node.width / 2.0,
            node.y.unwrap_or_default() + node.height / 2.0,
        );
        map.stops.push(Stop { place, at });
    }
    for way in &mut ways {
        let (from, to) = (name(Place::Question(way.from)), name(way.to));
        if let Some(edge) = graph.edge(&from, &to, None) {
            let (x, y) = (edge.x.unwrap_or_default(), edge.y.unwrap_or_default());
            way.label = (pixels(x), pixels(y));
            way.line = line(&edge.points);
            reach(&mut map.size, x + edge.width / 2.0, y);
            for point in &edge.points {
                reach(&mut map.size, point.x, point.y);
            }
        }
    }
    map.ways = ways;
    map
}

/// A picture that holds a point, with a margin.
fn reach(size: &mut (u16, u16), x: f64, y: f64) {
    size.0 = size.0.max(pixels(x + 8.0));
    size.1 = size.1.max(pixels(y + 8.0));
}

fn pixels(length: f64) -> u16 {
    // As large as it may be, no picture is larger.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "held between the bounds of u16"
    )]
    let pixels = length.round().clamp(0.0, f64::from(u16::MAX)) as u16;
    pixels
}

/// A line through the points with an arrow at its end.
fn line(points: &[Point]) -> String {
    let mut line = String::new();
    for (at, point) in points.iter().enumerate() {
        line.push(if at == 0 { 'M' } else { 'L' });
        line.push_str(&format!("{} {}", pixels(point.x), pixels(point.y)));
    }
    if let [.., before, end] = points {
        let (x, y) = (end.x - before.x, end.y - before.y);
        let length = x.hypot(y).max(1.0);
        let (x, y) = (x / length * 7.0, y / length * 7.0);
        let side = |turn: f64| {
            format!(
                "{} {}",
                pixels(end.x - x - y * turn),
                pixels(end.y - y + x * turn)
            )
        };
        line.push_str(&format!(
            "M{}L{} {}L{}",
            side(0.6),
            pixels(end.x),
            pixels(end.y),
            side(-0.6)
        ));
    }
    line
}
