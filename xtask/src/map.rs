//! `cargo xtask map`: the map of the questions as an SVG file. Must not know where the
//! boxes stand: `map` of the core holds that.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use guidance_core::{
    map::{LINE, Place, Way, layout, lines},
    pack::Pack,
};
use maud::{Markup, PreEscaped, html};

use crate::{check, words};

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
    /// The room for the line below that says how to read it.
    const FOOT: u16 = 30;
    let (wide, high) = (map.size.0, map.size.1.saturating_add(FOOT));
    let picture = || {
        html! {
            svg xmlns="http://www.w3.org/2000/svg" lang=(pack.language) width=(wide) height=(high) viewBox={ "0 0 " (wide) " " (high) } role="img" aria-labelledby="map-title map-desc" font-family="Helvetica, Arial, sans-serif" font-size="13" {
                title id="map-title" { (words.heading) }
                desc id="map-desc" { (words.intro) @for way in &map.ways { " " (sentence(pack, way)) "." } }
                rect width=(wide) height=(high) fill="#fff" {}
                text fill="#0b0c0c" { tspan x="8" y=(high - 10) { (words.intro) } }
            marker id="map-arrow" viewBox="0 0 10 10" refX="10" refY="5" markerWidth="9" markerHeight="9" orient="auto" { path d="M0 1L10 5L0 9z" {} }
                g fill="none" stroke="#0b0c0c" {
                    @for way in &map.ways { path d=(way.line) marker-end="url(#map-arrow)" {} }
                    @for stop in &map.stops { path d=(stop.line) stroke-width="2" {} }
                }
                // A white edge, so that a line under words does not cross them.
                g fill="#0b0c0c" stroke="#fff" stroke-width="11" stroke-linejoin="round" paint-order="stroke" text-anchor="middle" {
                    @for way in &map.ways { (label(way.words, &way.label(pack))) }
                    g font-weight="bold" stroke="none" { @for stop in &map.stops { (label(stop.words, stop.place.name(pack))) } }
                }
            }
        }
    };
    (!map.stops.is_empty()).then(picture)
}

/// Where a way leads, and when: with all that earlier answers have to say.
pub fn sentence(pack: &Pack, way: &Way) -> String {
    if !way.depends {
        return way.sentence(pack);
    }
    let names = words::names(&pack.flow);
    let when: Vec<_> = way.when.iter().map(|it| words::text(&names, it)).collect();
    let from = Place::Question(way.from).name(pack);
    let when = when.join("; or else ");
    format!("From “{from}” to “{}” where {when}", way.to.name(pack))
}

fn label((x, y): (u16, u16), words: &str) -> Markup {
    html! {
        text y=(y) { @for line in lines(words) { tspan x=(x) dy=(LINE) { (line) } (PreEscaped(" ")) } }
    }
}
