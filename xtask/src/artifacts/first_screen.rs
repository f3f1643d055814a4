//! The first screen as data, which `src/element/first.js` draws: for each element
//! `[name, attributes, ...children]`, for text the text. Must not know what the screen
//! shows.

use anyhow::{Result, bail};
use scraper::{ElementRef, Html};
use serde_json::{Map, Value, json};

/// `html` is one element.
pub fn data(html: &str) -> Result<Value> {
    let page = Html::parse_fragment(html);
    let mut parts = page.root_element().children();
    match (parts.next().and_then(ElementRef::wrap), parts.next()) {
        (Some(screen), None) => Ok(element(screen)),
        _ => bail!("the first screen is not one element, as src/view.rs made it: {html}"),
    }
}

fn element(place: ElementRef) -> Value {
    let attributes = place.value().attrs();
    let attributes: Map<_, _> = attributes
        .map(|(name, text)| (name.to_owned(), text.into()))
        .collect();
    let children = place.children().filter_map(|child| {
        let text = child.value().as_text().map(|text| json!(&**text));
        text.or_else(|| ElementRef::wrap(child).map(element))
    });
    [json!(place.value().name()), json!(attributes)]
        .into_iter()
        .chain(children)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_attributes_and_text_are_kept() {
        let made = data(r#"<p class="a b">One <b>two</b> &amp; three</p>"#).unwrap();
        let wanted = json!(["p", { "class": "a b" }, "One ", ["b", {}, "two"], " & three"]);
        assert_eq!(made, wanted);
        assert!(data("<p>one</p><p>two</p>").is_err());
        assert!(data("words").is_err());
    }
}
