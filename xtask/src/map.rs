//! `cargo xtask map`: the map of the questions as an SVG file. Must not know where the
//! boxes stand: `map` of the core holds that.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use guidance_core::{
    map::{LINE, WIDTH, height, layout, lines},
    pack::Pack,
};
use maud::{Markup, PreEscaped, html};

use crate::check;

/// Writes the map of the pack in a folder.
pub fn map(folder: &Path, file: &Path) -> Result<()> {
    let mut pack = check::load(folder)?.pack;
    pack.map = layout::draw(&pack);
    let Some(svg) = svg(&pack) else {
        bail!(
            "this pack asks too many questions for a map that anybody could read. `cargo xtask check --report` tells all of it in tables."
        );
    };
    fs::write(file, svg.into_string())
        .with_context(|| format!("cannot write {}", file.display()))?;
    println!("The map is {}.", file.display());
    Ok(())
}

/// The picture. Its description is the map as a list, for those who do not see it.
pub fn svg(pack: &Pack) -> Option<Markup> {
    let map = &pack.map;
    let words = &pack.strings.map;
    let (wide, high) = map.size;
    (!map.stops.is_empty()).then(|| html! {
        svg xmlns="http://www.w3.org/2000/svg" lang=(pack.language) width=(wide) height=(high) viewBox={ "0 0 " (wide) " " (high) } role="img" aria-labelledby="map-title map-desc" font-family="Helvetica, Arial, sans-serif" font-size="14" {
            title id="map-title" { (words.heading) }
            desc id="map-desc" { @for (number, way) in map.ways.iter().enumerate() { (number + 1) ". " (way.sentence(pack)) " " } }
            rect width=(wide) height=(high) fill="#fff" {}
            g fill="none" stroke="#505a5f" stroke-width="1.5" { @for way in &map.ways { path d=(way.line) {} } }
            @for (number, way) in map.ways.iter().enumerate() { (label(way.label, &lines(&way.label(pack, number)))) }
            @for stop in &map.stops { (node(stop.at, &lines(stop.place.name(pack)), !matches!(stop.place, guidance_core::map::Place::Question(_)))) }
        }
    })
}

/// Words beside a line, on white, so that a line under them does not cross them.
fn label((x, y): (u16, u16), lines: &[String]) -> Markup {
    let longest = lines
        .iter()
        .map(|it| it.chars().count())
        .max()
        .unwrap_or_default();
    let wide = u16::try_from(longest * 6).unwrap_or(WIDTH);
    let high = height(lines.len()) - 14;
    html! {
        rect x=(x.saturating_sub(wide / 2)) y=(y.saturating_sub(high / 2)) width=(wide) height=(high) fill="#fff" {}
        (words((x, y), lines, "13"))
    }
}

fn node((x, y): (u16, u16), lines: &[String], end: bool) -> Markup {
    let high = height(lines.len());
    html! {
        rect x=(x.saturating_sub(WIDTH / 2)) y=(y.saturating_sub(high / 2)) width=(WIDTH) height=(high) rx=(if end { "16" } else { "0" }) fill=(if end { "#f3f2f1" } else { "#fff" }) stroke="#0b0c0c" stroke-width="2" {}
        g font-weight="bold" { (words((x, y), lines, "14")) }
    }
}

fn words((x, y): (u16, u16), lines: &[String], size: &str) -> Markup {
    let count = u16::try_from(lines.len()).unwrap_or(1);
    let first = (y + 5).saturating_sub((count - 1) * LINE / 2);
    html! {
        text font-size=(size) text-anchor="middle" fill="#0b0c0c" {
            @for (line, at) in lines.iter().zip(0u16..) { tspan x=(x) y=(first + at * LINE) { (line) } (PreEscaped(" ")) }
        }
    }
}
