//! The map of the questions, with the way that the answers went. Must not know where
//! its boxes stand: the pack holds that.

use guidance_core::map::{LINE, Map, lines};
use yew::prelude::*;

use super::{View, body, disclosure};

/// The map and, for those who do not see it, the same as a list. Closed at first.
pub fn map(view: &View) -> Html {
    let pack = view.pack;
    let words = &view.words.map;
    let Map { size, stops, ways } = &pack.map;
    if stops.is_empty() {
        return Html::default();
    }
    let path = Map::path(pack, view.session.live());
    let mut lines = Vec::new();
    let mut labels = Vec::new();
    let mut list = Vec::new();
    for way in ways {
        lines.push(line(&way.line, way.is_on(&path)));
        labels.push(label(way.words, &way.label(pack), None));
        let mut sentence = way.sentence(pack);
        if way.is_on(&path) {
            sentence = [&*view.words.page.applies, ": ", &sentence].concat();
        }
        list.push(html! { <li>{ sentence }</li> });
    }
    for stop in stops {
        lines.push(line(&stop.line, path.contains(&stop.place)));
        labels.push(label(
            stop.words,
            stop.place.name(pack),
            Some("gw-map__stop"),
        ));
    }
    let content = html! {
        <>
            { body(&[&*words.intro, " ", &words.yours].concat()) }
            <div class="gw-map" tabindex="0" role="region" aria-label={words.heading.clone()}>
                <svg width={size.0.to_string()} height={size.1.to_string()} role="img" aria-label={words.heading.clone()}>
                    { for lines }
                    { for labels }
                </svg>
            </div>
            <ul class="govuk-list govuk-list--bullet">{ for list }</ul>
        </>
    };
    disclosure((&*words.heading).into(), "", content)
}

fn line(line: &str, is_on: bool) -> Html {
    html! { <path class={is_on.then_some("gw-map__on")} d={line.to_owned()} /> }
}

/// Words below a place.
fn label((x, y): (u16, u16), words: &str, class: Option<&'static str>) -> Html {
    let line = |line| html! { <tspan x={x.to_string()} dy={LINE.to_string()}>{ line }</tspan> };
    html! { <text {class} y={y.to_string()}>{ for lines(words).into_iter().map(line) }</text> }
}
