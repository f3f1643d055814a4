//! The map of the questions, with the way that the answers went. Must not know where
//! its boxes stand: the pack holds that.

use guidance_core::map::{LINE, Map, Place, WIDTH, height, lines};
use yew::prelude::*;

use super::{View, disclosure};

/// The map and, for those who do not see it, the same as a list. Closed at first.
pub fn map(view: &View) -> Html {
    let pack = view.pack;
    let words = &view.words.map;
    if pack.map.stops.is_empty() {
        return Html::default();
    }
    let path = Map::path(pack, view.session.live());
    let (wide, high) = pack.map.size;
    let ways = pack.map.ways.iter();
    let lines_of = ways.clone().map(|way| {
        let taken = way.is_on(&path).then_some("gw-map__taken");
        html! { <path class={classes!(taken)} d={way.line.clone()} /> }
    });
    let labels = ways
        .clone()
        .enumerate()
        .map(|(number, way)| text(way.label, &lines(&way.label(pack, number)), "gw-map__label"));
    let stops = pack.map.stops.iter().map(|stop| {
        let words = lines(stop.place.name(pack));
        let (x, y) = stop.at;
        let high = height(words.len());
        let taken = path.contains(&stop.place).then_some("gw-map__taken");
        let end = !matches!(stop.place, Place::Question(_));
        html! {
            <>
                <rect class={classes!(taken)} x={x.saturating_sub(WIDTH / 2).to_string()} y={y.saturating_sub(high / 2).to_string()}
                    width={WIDTH.to_string()} height={high.to_string()} rx={end.then_some("16")} />
                { text(stop.at, &words, "gw-map__name") }
            </>
        }
    });
    let list = ways.map(|way| {
        let sentence = way.sentence(pack);
        if way.is_on(&path) {
            html! { <li><strong>{ sentence }</strong></li> }
        } else {
            html! { <li>{ sentence }</li> }
        }
    });
    let content = html! {
        <>
            <p class="govuk-body">{ &words.intro }</p>
            if path.len() > 1 {
                <p class="govuk-body">{ &words.yours }</p>
            }
            <div class="gw-map" tabindex="0" role="region" aria-label={words.heading.clone()}>
                <svg width={wide.to_string()} height={high.to_string()} role="img" aria-label={words.heading.clone()}>
                    { for lines_of }
                    { for labels }
                    { for stops }
                </svg>
            </div>
            <ol class="govuk-list govuk-list--number">{ for list }</ol>
        </>
    };
    disclosure((&*words.heading).into(), "", content)
}

/// Words around a place.
fn text((x, y): (u16, u16), lines: &[String], class: &'static str) -> Html {
    let rest = u16::try_from(lines.len()).unwrap_or(1).saturating_sub(1);
    let mut y = (y + 5).saturating_sub(LINE / 2 * rest);
    let line = |line: &String| {
        let at = y;
        y += LINE;
        html! { <tspan x={x.to_string()} y={at.to_string()}>{ line }</tspan> }
    };
    let lines: Vec<_> = lines.iter().map(line).collect();
    html! { <text {class}>{ for lines }</text> }
}
