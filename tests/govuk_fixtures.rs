//! Our GOV.UK components against GOV.UK Frontend's own fixtures: the options a
//! macro was given and the HTML it made of them.
//!
//! An option is supported when the conversion below reads it. A fixture with
//! any other option is counted as unsupported, with the option's name; every
//! other fixture must match. `tests/govuk/table.md` records the counts, so
//! that support cannot shrink unseen; `UPDATE_EXPECT=1` writes it anew.

// Helpers of a test fail it by panicking, as the test itself may.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::{env, fs};

use guidance_widget::govuk::*;
use scraper::ElementRef;
use serde_json::{Map, Value};
use yew::html::IntoPropValue;
use yew::prelude::*;

const FIXTURES: &str = "node_modules/govuk-frontend/dist/govuk/components";
const TABLE: &str = "tests/govuk/table.md";

type Convert = fn(&mut Options) -> Html;

const COMPONENTS: [(&str, Convert); 19] = [
    ("back-link", back_link),
    ("button", button),
    ("checkboxes", checkboxes),
    ("date-input", date_input),
    ("details", details),
    ("error-message", |own| {
        let props = error_message(own);
        html! { <ErrorMessage ..props /> }
    }),
    ("error-summary", error_summary),
    ("fieldset", |own| {
        let props = fieldset(own);
        html! { <Fieldset ..props /> }
    }),
    ("hint", |own| {
        let props = hint(own);
        html! { <Hint ..props /> }
    }),
    ("input", input),
    ("inset-text", inset_text),
    ("label", |own| {
        let props = label(own);
        html! { <Label ..props /> }
    }),
    ("notification-banner", notification_banner),
    ("radios", radios),
    ("select", select),
    ("summary-list", summary_list),
    ("tag", tag),
    ("textarea", textarea),
    ("warning-text", warning_text),
];

#[test]
fn components_render_what_govuk_frontend_does() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert!(
        root.join(FIXTURES).is_dir(),
        "{FIXTURES} is missing: run `cargo xtask styles` to install govuk-frontend",
    );
    let mut table = String::from(
        "| component | fixtures | passed | unsupported (options) | failed |\n| --- | ---: | ---: | --- | ---: |\n",
    );
    let mut failures = String::new();
    let mut total = Counts::default();
    for (name, convert) in COMPONENTS {
        let counts = check(root, name, convert, &mut failures);
        counts.write_row(name, &mut table);
        total.add(counts);
    }
    total.write_row("all", &mut table);
    println!("{table}");
    assert!(failures.is_empty(), "{failures}");

    let path = root.join(TABLE);
    if env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, &table).expect("the table can be written");
    }
    let recorded = fs::read_to_string(&path).unwrap_or_default();
    let recorded = recorded.replace("\r\n", "\n");
    assert!(
        table == recorded,
        "{TABLE} records other counts; if the change is meant, run again with UPDATE_EXPECT=1. \
         Recorded:\n{recorded}\nNow:\n{table}",
    );
}

/// What the macros do not have: focus for scripts, and heading levels for
/// pages that already have an `h1`.
#[test]
fn our_own_options_show() {
    let legend = Legend {
        text: "Which?".into(),
        is_page_heading: true,
        heading_level: Some(2),
        focusable: true,
        ..Default::default()
    };
    let legend_alone = Legend {
        is_page_heading: false,
        ..legend.clone()
    };
    let label = LabelProps {
        text: "Which?".into(),
        r#for: Some("id".into()),
        is_page_heading: true,
        heading_level: Some(3),
        focusable: true,
        ..Default::default()
    };
    let label_alone = LabelProps {
        is_page_heading: false,
        ..label.clone()
    };
    assert_has(
        html! { <Fieldset {legend} /> },
        r#"<h2 tabindex="-1" class="govuk-fieldset__heading">Which?</h2></legend>"#,
    );
    assert_has(
        html! { <Fieldset legend={legend_alone} /> },
        r#"<legend tabindex="-1" class="govuk-fieldset__legend">Which?</legend>"#,
    );
    assert_has(
        html! { <Label ..label /> },
        r#"<h3 tabindex="-1" class="govuk-label-wrapper"><label for="id" class="govuk-label">"#,
    );
    assert_has(
        html! { <Label ..label_alone /> },
        r#"<label for="id" tabindex="-1" class="govuk-label">Which?</label>"#,
    );
    assert_has(
        html! { <ErrorSummary title_heading_level={3} focusable={true} /> },
        r#"data-module="govuk-error-summary" tabindex="-1""#,
    );
    assert_has(
        html! { <ErrorSummary title_heading_level={3} /> },
        r#"<h3 class="govuk-error-summary__title">There is a problem</h3>"#,
    );
    assert_has(
        html! { <NotificationBanner focusable={true} /> },
        r#"data-module="govuk-notification-banner" tabindex="-1""#,
    );
    assert_has(
        html! { <Details text="not shown">{"shown"}</Details> },
        r#"<div class="govuk-details__text">shown</div>"#,
    );
    assert_has(
        html! { <ErrorSummary id="errors" focusable={true} /> },
        r#"role="group" aria-labelledby="errors-title" aria-describedby="errors-body""#,
    );
    assert!(!render(html! { <ErrorSummary id="errors" /> }).contains("alert"));
}

/// What describes a group describes where Tab leads to in it, and nothing else.
#[test]
fn a_stop_of_tab_is_described() {
    let items = || ["a", "b", "c"].map(|it| RadiosItem::new(it, it)).to_vec();
    let legend = Legend {
        text: "Which?".into(),
        ..Default::default()
    };
    let fieldset = || Some(FieldsetProps::new(legend.clone()));
    let hint = || Some(HintProps::new("Help"));
    let described = |html: Html| {
        let html = render(html);
        let page = scraper::Html::parse_fragment(&html);
        let by = scraper::Selector::parse("[aria-describedby]").expect("it is a selector");
        let id = |it: ElementRef| it.value().id().unwrap_or(it.value().name()).to_owned();
        page.select(&by).map(id).collect::<Vec<_>>()
    };
    let radios = |value: Option<&'static str>| {
        html! {
            <Radios name="n" items={items()} value={value.map(AttrValue::Static)}
                fieldset={fieldset()} hint={hint()} describes_stop={true} />
        }
    };
    assert_eq!(described(radios(None)), ["n", "n-3"]);
    assert_eq!(described(radios(Some("b"))), ["n-2"]);
    let boxes = html! {
        <Checkboxes name="n" items={items()} fieldset={fieldset()} hint={hint()} describes_stop={true} />
    };
    assert_eq!(described(boxes), ["n"]);
    let date = html! {
        <DateInput id="d" fieldset={fieldset()} hint={hint()} describes_stop={true} />
    };
    assert_eq!(described(date), ["d-day"]);
}

/// What the macros have, but no fixture shows.
#[test]
fn options_without_a_fixture_show() {
    for (id, href) in [("link", Some("/")), ("button", None)] {
        assert_has(html! { <Button {id} {href} /> }, &format!("id=\"{id}\""));
    }
    assert_has(html! { <Select disabled={true} /> }, "disabled=");
    assert_has(html! { <Textarea disabled={true} /> }, "disabled=");
    for level in 1..=6 {
        let title = format!("<h{level} class=\"govuk-error-summary__title\">");
        assert_has(
            html! { <ErrorSummary title_heading_level={level} /> },
            &title,
        );
    }
    let year = DateInputItem {
        name: Some("year".into()),
        classes: "govuk-input--width-3".into(),
        ..Default::default()
    };
    assert_has(
        html! { <DateInput items={vec![year]} /> },
        r#"class="govuk-input govuk-date-input__input govuk-input--width-3""#,
    );
}

#[derive(Default)]
struct Counts {
    fixtures: usize,
    passed: usize,
    unsupported: usize,
    failed: usize,
    options: BTreeSet<String>,
}

impl Counts {
    fn add(&mut self, other: Self) {
        self.fixtures += other.fixtures;
        self.passed += other.passed;
        self.unsupported += other.unsupported;
        self.failed += other.failed;
    }

    fn write_row(&self, name: &str, table: &mut String) {
        let Self {
            fixtures,
            passed,
            unsupported,
            failed,
            ..
        } = self;
        let options: Vec<_> = self
            .options
            .iter()
            .map(|option| format!("`{option}`"))
            .collect();
        let options = if options.is_empty() {
            String::new()
        } else {
            format!(" ({})", options.join(", "))
        };
        writeln!(
            table,
            "| {name} | {fixtures} | {passed} | {unsupported}{options} | {failed} |"
        )
        .expect("a string takes any text");
    }
}

/// Renders every fixture of a component; differences go to `failures`.
fn check(root: &Path, name: &str, convert: Convert, failures: &mut String) -> Counts {
    let path = root.join(FIXTURES).join(name).join("fixtures.json");
    let text = fs::read_to_string(&path).expect("a component has fixtures");
    let fixtures: Value = serde_json::from_str(&text).expect("fixtures are JSON");
    let fixtures = fixtures["fixtures"]
        .as_array()
        .expect("fixtures are a list");
    let mut counts = Counts {
        fixtures: fixtures.len(),
        ..Counts::default()
    };
    for fixture in fixtures {
        let unsupported = Unsupported::default();
        let mut options = Options::new(String::new(), &fixture["options"], &unsupported);
        let ours = convert(&mut options);
        drop(options);
        if !unsupported.borrow().is_empty() {
            counts.unsupported += 1;
            counts.options.append(&mut unsupported.borrow_mut());
            continue;
        }
        let ours = normalized(&render(ours));
        let theirs = normalized(fixture["html"].as_str().expect("a fixture has HTML"));
        if ours == theirs {
            counts.passed += 1;
        } else {
            counts.failed += 1;
            let fixture = &fixture["name"];
            write!(
                failures,
                "\n{name}, {fixture}:\n--- GOV.UK Frontend\n{theirs}\n--- ours\n{ours}\n"
            )
            .expect("a string takes any text");
        }
    }
    counts
}

#[track_caller]
fn assert_has(html: Html, expected: &str) {
    let html = render(html);
    assert!(html.contains(expected), "no {expected} in {html}");
}

#[derive(PartialEq, Properties)]
struct PageProps {
    children: Html,
}

#[component]
fn Page(props: &PageProps) -> Html {
    props.children.clone()
}

fn render(children: Html) -> String {
    let page = yew::LocalServerRenderer::<Page>::with_props(PageProps { children });
    let render = pin!(page.hydratable(false).render());
    // Nothing in a component waits for anything, so the first poll is the last.
    match render.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(html) => html,
        Poll::Pending => panic!("a component waits"),
    }
}

// Normalising: one line for each tag and text, attributes sorted, white space
// as the browser shows it.

/// Attributes whose presence is all that counts.
const BOOLEAN: [&str; 4] = ["checked", "disabled", "open", "selected"];

/// Elements that flow with the text around them in GOV.UK Frontend's styles.
/// At the edges of every other element, white space does not show.
const INLINE: [&str; 6] = ["a", "b", "code", "em", "span", "strong"];

/// Those of them that do not, by class.
const BLOCK: [&str; 2] = ["govuk-warning-text__icon", "govuk-warning-text__text"];

/// Elements, by class, that flow with the text around them but hold their own
/// lines of text.
const INLINE_BLOCK: [&str; 4] = [
    "govuk-back-link",
    "govuk-button",
    "govuk-summary-list__actions-list-item",
    "govuk-tag",
];

fn normalized(html: &str) -> String {
    let fragment = scraper::Html::parse_fragment(html);
    let mut lines = Lines::default();
    lines.edge();
    lines.children(fragment.root_element());
    lines.edge();
    lines.shown()
}

/// How white space is written, so that a line of it counts.
const SPACE: char = '\u{b7}';

#[derive(Default)]
struct Lines {
    lines: Vec<String>,
    depth: usize,
    /// The last text on the current line as the browser shows it.
    last_text: Option<usize>,
    /// Whether white space would not show here: at an edge or after a space.
    after_space: bool,
}

impl Lines {
    fn shown(self) -> String {
        let lines = self.lines.into_iter();
        lines
            .filter(|line| !line.trim().is_empty())
            .collect::<Vec<_>>()
            .join("\n")
    }

    fn push(&mut self, line: &str) {
        self.lines.push(format!("{:1$}{line}", "", self.depth * 2));
    }

    /// An edge where white space does not show: drops what was pushed before it.
    fn edge(&mut self) {
        if let Some(text) = self.last_text.take() {
            let line = &mut self.lines[text];
            line.truncate(line.trim_end_matches(SPACE).len());
        }
        self.after_space = true;
    }

    fn text(&mut self, text: &str) {
        let mut shown = String::new();
        for char in text.chars() {
            let is_space = char.is_ascii_whitespace();
            if !is_space {
                shown.push(char);
            } else if !self.after_space {
                shown.push(SPACE);
            }
            self.after_space = is_space;
        }
        if !shown.is_empty() {
            self.last_text = Some(self.lines.len());
            self.push(&shown);
        }
    }

    fn children(&mut self, parent: ElementRef) {
        self.depth += 1;
        for child in parent.children() {
            if let Some(element) = ElementRef::wrap(child) {
                self.element(element);
            } else if let Some(text) = child.value().as_text() {
                self.text(text);
            }
        }
        self.depth -= 1;
    }

    fn element(&mut self, element: ElementRef) {
        let name = element.value().name();
        let mut attributes: Vec<String> = element
            .value()
            .attrs()
            .map(|(name, value)| {
                let words: Vec<_> = value.split_ascii_whitespace().collect();
                match name {
                    _ if BOOLEAN.contains(&name) => name.to_owned(),
                    "class" => format!("class={:?}", words.join(" ")),
                    _ => format!("{name}={value:?}"),
                }
            })
            .collect();
        attributes.sort();
        attributes.insert(0, name.to_owned());
        let open = format!("<{}>", attributes.join(" "));
        let close = format!("</{name}>");
        let has_any = |classes: &[&str]| {
            element
                .value()
                .classes()
                .any(|class| classes.contains(&class))
        };
        if name == "textarea" {
            // What is typed, to the letter.
            self.edge();
            self.push(&open);
            self.push(&format!("{:?}", element.text().collect::<String>()));
            self.edge();
        } else if has_any(&INLINE_BLOCK) {
            self.push(&open);
            self.last_text = None;
            self.after_space = true;
            self.children(element);
            self.edge();
            self.push(&close);
            self.after_space = false;
        } else if INLINE.contains(&name) && !has_any(&BLOCK) {
            self.push(&open);
            self.children(element);
            self.push(&close);
        } else {
            self.edge();
            self.push(&open);
            self.children(element);
            self.edge();
            self.push(&close);
        }
    }
}

// Converting: the macro's options to our properties.

type Unsupported = Rc<RefCell<BTreeSet<String>>>;

/// An object among the options. Whatever is not read by the time it goes out
/// of scope is unsupported.
struct Options {
    path: String,
    fields: Map<String, Value>,
    unsupported: Unsupported,
}

impl Drop for Options {
    fn drop(&mut self) {
        let left = self.fields.keys().map(|key| join(&self.path, key));
        self.unsupported.borrow_mut().extend(left);
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}

fn is_falsy(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Number(number) => number.as_f64() == Some(0.0),
        _ => false,
    }
}

impl Options {
    fn new(path: String, value: &Value, unsupported: &Unsupported) -> Self {
        let fields = value.as_object().cloned().unwrap_or_else(|| {
            unsupported
                .borrow_mut()
                .insert(format!("{path} that is {value}"));
            Map::new()
        });
        Self {
            path,
            fields,
            unsupported: Rc::clone(unsupported),
        }
    }

    /// A string or number, if it is not what JavaScript takes for false.
    fn string(&mut self, key: &str) -> Option<AttrValue> {
        if self.fields.get(key).is_some_and(is_falsy) {
            self.fields.remove(key);
        }
        self.any_string(key)
    }

    /// A value as the template prints it, even if it is what JavaScript takes
    /// for false.
    fn any_string(&mut self, key: &str) -> Option<AttrValue> {
        let text = match self.fields.get(key)? {
            Value::String(text) => text.clone(),
            value @ (Value::Number(_) | Value::Bool(_)) => value.to_string(),
            _ => return None,
        };
        self.fields.remove(key);
        Some(text.into())
    }

    fn text(&mut self, text: &str, html: &str) -> Html {
        let text = self.string(text);
        match self.string(html) {
            Some(html) => Html::from_html_unchecked(html),
            None => text.into_prop_value(),
        }
    }

    fn choice(&mut self, key: &str) -> Option<bool> {
        let choice = self.fields.get(key)?.as_bool()?;
        self.fields.remove(key);
        Some(choice)
    }

    fn flag(&mut self, key: &str) -> bool {
        self.choice(key).unwrap_or_default()
    }

    fn level(&mut self, key: &str) -> Option<u8> {
        self.string(key)?.parse().ok()
    }

    fn classes(&mut self) -> Classes {
        self.string("classes")
            .map(Classes::from)
            .unwrap_or_default()
    }

    fn attributes(&mut self) -> Attributes {
        let Some(Value::Object(attributes)) = self.fields.get("attributes") else {
            return Attributes::new();
        };
        let attribute = |(name, value): (&String, &Value)| {
            let value = match value {
                Value::String(text) => text.clone(),
                Value::Object(_) | Value::Array(_) => return None,
                other => other.to_string(),
            };
            Some((name.clone().into(), value.into()))
        };
        let Some(attributes) = attributes.iter().map(attribute).collect() else {
            return Attributes::new();
        };
        self.fields.remove("attributes");
        attributes
    }

    fn nested<T>(&mut self, key: &str, convert: fn(&mut Options) -> T) -> Option<T> {
        let value = self.fields.get(key).filter(|value| value.is_object())?;
        let mut options = Options::new(join(&self.path, key), value, &self.unsupported);
        self.fields.remove(key);
        Some(convert(&mut options))
    }

    fn list<T>(&mut self, key: &str, convert: fn(&mut Options) -> T) -> Vec<T> {
        let Some(Value::Array(values)) = self.fields.remove(key) else {
            return Vec::new();
        };
        let path = format!("{}[]", join(&self.path, key));
        let options = |value| Options::new(path.clone(), value, &self.unsupported);
        values
            .iter()
            .map(|value| convert(&mut options(value)))
            .collect()
    }

    /// A list whose empty places leave no trace: a caller leaves them out.
    fn sparse_list<T>(&mut self, key: &str, convert: fn(&mut Options) -> T) -> Vec<T> {
        if let Some(Value::Array(values)) = self.fields.get_mut(key) {
            values.retain(|value| !is_falsy(value));
        }
        self.list(key, convert)
    }
}

fn back_link(own: &mut Options) -> Html {
    let props = BackLinkProps {
        text: own.text("text", "html"),
        href: own.string("href"),
        classes: own.classes(),
        attributes: own.attributes(),
        ..Default::default()
    };
    html! { <BackLink ..props /> }
}

fn button(own: &mut Options) -> Html {
    let props = ButtonProps {
        text: own.text("text", "html"),
        href: own.string("href"),
        r#type: own.string("type"),
        name: own.string("name"),
        value: own.string("value"),
        id: own.string("id"),
        disabled: own.flag("disabled"),
        is_start_button: own.flag("isStartButton"),
        classes: own.classes(),
        attributes: own.attributes(),
        ..Default::default()
    };
    html! { <Button ..props /> }
}

fn checkboxes(own: &mut Options) -> Html {
    let values = match own.fields.remove("values") {
        Some(Value::Array(values)) => values.iter().filter_map(Value::as_str).map(text).collect(),
        _ => Vec::new(),
    };
    let props = CheckboxesProps {
        name: own.string("name").unwrap_or_default(),
        id_prefix: own.string("idPrefix"),
        described_by: own.string("describedBy"),
        fieldset: own.nested("fieldset", fieldset),
        hint: own.nested("hint", hint),
        error_message: own.nested("errorMessage", error_message),
        form_group: own.nested("formGroup", wrapper).unwrap_or_default(),
        items: own.list("items", choice),
        values,
        classes: own.classes(),
        attributes: own.attributes(),
        ..Default::default()
    };
    html! { <Checkboxes ..props /> }
}

/// An item of radios or checkboxes.
fn choice(own: &mut Options) -> CheckboxesItem {
    CheckboxesItem {
        text: own.text("text", "html"),
        value: own.any_string("value").unwrap_or_default(),
        divider: own.string("divider"),
        id: own.string("id"),
        name: own.string("name"),
        checked: own.choice("checked"),
        disabled: own.flag("disabled"),
        behaviour: own.string("behaviour"),
        hint: own.nested("hint", hint),
        label: own.nested("label", label).unwrap_or_default(),
        conditional: own
            .nested("conditional", |own| own.text("", "html"))
            .unwrap_or_default(),
        attributes: own.attributes(),
    }
}

fn date_input(own: &mut Options) -> Html {
    let values = match own.fields.remove("values") {
        Some(Value::Object(values)) => values
            .into_iter()
            .map(|(name, value)| {
                (
                    name.into(),
                    value
                        .as_str()
                        .map_or_else(|| value.to_string(), str::to_owned)
                        .into(),
                )
            })
            .collect(),
        _ => Vec::new(),
    };
    let mut props = DateInputProps {
        id: own.string("id").unwrap_or_default(),
        name_prefix: own.string("namePrefix"),
        day: own.nested("day", date_input_item),
        month: own.nested("month", date_input_item),
        year: own.nested("year", date_input_item),
        items: own.sparse_list("items", date_input_item),
        values,
        fieldset: own.nested("fieldset", fieldset),
        hint: own.nested("hint", hint),
        error_message: own.nested("errorMessage", error_message),
        form_group: own.nested("formGroup", wrapper).unwrap_or_default(),
        classes: own.classes(),
        attributes: own.attributes(),
        ..Default::default()
    };
    // The macro leaves out a usual part that is `false`; ours takes a list of
    // the others.
    let absent = |name: &&str| own.choice(name) != Some(false);
    let parts: Vec<&str> = ["day", "month", "year"]
        .into_iter()
        .filter(absent)
        .collect();
    if parts.len() < 3 {
        let item = |name| DateInputItem {
            name: Some(text(name)),
            ..Default::default()
        };
        props.items = parts.into_iter().map(item).collect();
    }
    html! { <DateInput ..props /> }
}

fn date_input_item(own: &mut Options) -> DateInputItem {
    DateInputItem {
        name: own.string("name"),
        label: own.string("label"),
        id: own.string("id"),
        value: own.any_string("value"),
        error: own.choice("error"),
        inputmode: own.string("inputmode"),
        autocomplete: own.string("autocomplete"),
        pattern: own.string("pattern"),
        classes: own.classes(),
        attributes: own.attributes(),
    }
}

fn details(own: &mut Options) -> Html {
    let props = DetailsProps {
        summary_text: own.text("summaryText", "summaryHtml"),
        text: own.text("text", "html"),
        id: own.string("id"),
        open: own.flag("open"),
        classes: own.classes(),
        attributes: own.attributes(),
        ..Default::default()
    };
    html! { <Details ..props /> }
}

fn error_message(own: &mut Options) -> ErrorMessageProps {
    let no_prefix = own.choice("visuallyHiddenText") == Some(false);
    ErrorMessageProps {
        text: own.text("text", "html"),
        visually_hidden_text: if no_prefix {
            Some(text(""))
        } else {
            own.any_string("visuallyHiddenText")
        },
        id: own.string("id"),
        classes: own.classes(),
        attributes: own.attributes(),
    }
}

fn error_summary(own: &mut Options) -> Html {
    let props = ErrorSummaryProps {
        title_text: own.text("titleText", "titleHtml"),
        description_text: own.text("descriptionText", "descriptionHtml"),
        error_list: own.list("errorList", |own| ErrorSummaryItem {
            text: own.text("text", "html"),
            href: own.string("href"),
            attributes: own.attributes(),
        }),
        classes: own.classes(),
        attributes: own.attributes(),
        ..Default::default()
    };
    html! { <ErrorSummary ..props /> }
}

fn fieldset(own: &mut Options) -> FieldsetProps {
    FieldsetProps {
        legend: own.nested("legend", |own| Legend {
            text: own.text("text", "html"),
            is_page_heading: own.flag("isPageHeading"),
            classes: own.classes(),
            ..Default::default()
        }),
        described_by: own.string("describedBy"),
        role: own.string("role"),
        classes: own.classes(),
        attributes: own.attributes(),
        children: own.text("", "html"),
    }
}

fn hint(own: &mut Options) -> HintProps {
    HintProps {
        text: own.text("text", "html"),
        id: own.string("id"),
        classes: own.classes(),
        attributes: own.attributes(),
    }
}

fn input(own: &mut Options) -> Html {
    let props = InputProps {
        name: own.string("name").unwrap_or_default(),
        id: own.string("id"),
        r#type: own.string("type"),
        inputmode: own.string("inputmode"),
        value: own.any_string("value"),
        disabled: own.flag("disabled"),
        described_by: own.string("describedBy"),
        autocomplete: own.string("autocomplete"),
        autocapitalize: own.string("autocapitalize"),
        pattern: own.string("pattern"),
        spellcheck: own.choice("spellcheck"),
        label: own.nested("label", label).unwrap_or_default(),
        hint: own.nested("hint", hint),
        error_message: own.nested("errorMessage", error_message),
        prefix: own.nested("prefix", affix),
        suffix: own.nested("suffix", affix),
        form_group: own.nested("formGroup", wrapper).unwrap_or_default(),
        input_wrapper: own.nested("inputWrapper", wrapper).unwrap_or_default(),
        classes: own.classes(),
        attributes: own.attributes(),
        ..Default::default()
    };
    html! { <Input ..props /> }
}

fn affix(own: &mut Options) -> Affix {
    Affix {
        text: own.text("text", "html"),
        classes: own.classes(),
        attributes: own.attributes(),
    }
}

fn inset_text(own: &mut Options) -> Html {
    let props = InsetTextProps {
        text: own.text("text", "html"),
        id: own.string("id"),
        classes: own.classes(),
        attributes: own.attributes(),
        ..Default::default()
    };
    html! { <InsetText ..props /> }
}

fn label(own: &mut Options) -> LabelProps {
    LabelProps {
        text: own.text("text", "html"),
        r#for: own.string("for"),
        is_page_heading: own.flag("isPageHeading"),
        classes: own.classes(),
        attributes: own.attributes(),
        ..Default::default()
    }
}

fn notification_banner(own: &mut Options) -> Html {
    let props = NotificationBannerProps {
        text: own.text("text", ""),
        children: own.text("", "html"),
        r#type: own.string("type"),
        title_text: own.text("titleText", "titleHtml"),
        title_heading_level: own.level("titleHeadingLevel"),
        title_id: own.string("titleId"),
        role: own.string("role"),
        classes: own.classes(),
        attributes: own.attributes(),
        ..Default::default()
    };
    html! { <NotificationBanner ..props /> }
}

fn radios(own: &mut Options) -> Html {
    let props = RadiosProps {
        name: own.string("name").unwrap_or_default(),
        id_prefix: own.string("idPrefix"),
        fieldset: own.nested("fieldset", fieldset),
        hint: own.nested("hint", hint),
        error_message: own.nested("errorMessage", error_message),
        form_group: own.nested("formGroup", wrapper).unwrap_or_default(),
        items: own.list("items", choice),
        value: own.string("value"),
        classes: own.classes(),
        attributes: own.attributes(),
        ..Default::default()
    };
    html! { <Radios ..props /> }
}

fn select(own: &mut Options) -> Html {
    let props = SelectProps {
        name: own.string("name").unwrap_or_default(),
        id: own.string("id"),
        items: own.sparse_list("items", |own| SelectItem {
            text: own.string("text").unwrap_or_default(),
            value: own.any_string("value"),
            selected: own.choice("selected"),
            disabled: own.flag("disabled"),
            attributes: own.attributes(),
        }),
        value: own.string("value"),
        disabled: own.flag("disabled"),
        described_by: own.string("describedBy"),
        label: own.nested("label", label).unwrap_or_default(),
        hint: own.nested("hint", hint),
        error_message: own.nested("errorMessage", error_message),
        form_group: own.nested("formGroup", wrapper).unwrap_or_default(),
        classes: own.classes(),
        attributes: own.attributes(),
        ..Default::default()
    };
    html! { <Select ..props /> }
}

fn summary_list(own: &mut Options) -> Html {
    fn cell(own: &mut Options) -> SummaryListCell {
        SummaryListCell {
            text: own.text("text", "html"),
            classes: own.classes(),
        }
    }
    fn actions(own: &mut Options) -> SummaryListActions {
        SummaryListActions {
            items: own.list("items", |own| SummaryListAction {
                text: own.text("text", "html"),
                visually_hidden_text: own.string("visuallyHiddenText"),
                href: own.string("href").unwrap_or_default(),
                classes: own.classes(),
                attributes: own.attributes(),
                ..Default::default()
            }),
            classes: own.classes(),
        }
    }
    let props = SummaryListProps {
        rows: own.sparse_list("rows", |own| SummaryListRow {
            key: own.nested("key", cell).unwrap_or_default(),
            value: own.nested("value", cell).unwrap_or_default(),
            actions: own.nested("actions", actions),
            classes: own.classes(),
        }),
        card: own.nested("card", |own| SummaryCard {
            title: own.nested("title", |own| SummaryCardTitle {
                text: own.text("text", "html"),
                heading_level: own.level("headingLevel"),
                classes: own.classes(),
            }),
            actions: own.nested("actions", actions),
            classes: own.classes(),
            attributes: own.attributes(),
        }),
        classes: own.classes(),
        attributes: own.attributes(),
    };
    html! { <SummaryList ..props /> }
}

fn tag(own: &mut Options) -> Html {
    let props = TagProps {
        text: own.text("text", "html"),
        classes: own.classes(),
        attributes: own.attributes(),
    };
    html! { <Tag ..props /> }
}

fn textarea(own: &mut Options) -> Html {
    let props = TextareaProps {
        name: own.string("name").unwrap_or_default(),
        id: own.string("id"),
        rows: own.string("rows"),
        value: own.string("value"),
        disabled: own.flag("disabled"),
        described_by: own.string("describedBy"),
        autocomplete: own.string("autocomplete"),
        spellcheck: own.choice("spellcheck"),
        label: own.nested("label", label).unwrap_or_default(),
        hint: own.nested("hint", hint),
        error_message: own.nested("errorMessage", error_message),
        form_group: own.nested("formGroup", wrapper).unwrap_or_default(),
        classes: own.classes(),
        attributes: own.attributes(),
        ..Default::default()
    };
    html! { <Textarea ..props /> }
}

fn warning_text(own: &mut Options) -> Html {
    let props = WarningTextProps {
        text: own.text("text", "html"),
        icon_fallback_text: own.string("iconFallbackText"),
        classes: own.classes(),
        attributes: own.attributes(),
    };
    html! { <WarningText ..props /> }
}

fn wrapper(own: &mut Options) -> Wrapper {
    Wrapper {
        classes: own.classes(),
        attributes: own.attributes(),
    }
}

fn text(text: &str) -> AttrValue {
    text.to_owned().into()
}
