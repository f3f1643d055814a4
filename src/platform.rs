//! What the browser does for us: focus, address, clipboard, print, today.
//! The only file that calls the browser for these. Where a browser refuses, the
//! answer says so. Must not know of screens, or of what a session does.

use std::{cell::Cell, rc::Rc};

use gloo::{
    events::{EventListener, EventListenerOptions},
    timers::callback::Timeout,
};
use guidance_core::{
    case::Entry,
    letter::{Block, Letter, Span, date, format::Format},
};
use js_sys::{Array, Function, JSON, JsString, Object, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, ClipboardEvent, Document, Element, HtmlAnchorElement, HtmlDocument,
    HtmlElement, HtmlIFrameElement, HtmlInputElement, Node, ShadowRoot, Url, Window,
};

use crate::session::Spot;

/// The style sheet of a printed letter.
pub const LETTER_STYLES: &str = include_str!("../styles/letter.css");

fn adopt(root: &JsValue, sheet: &JsValue) -> Result<(), JsValue> {
    Reflect::set(root, &"adoptedStyleSheets".into(), &Array::of1(sheet)).map(drop)
}

/// Moves the focus, and with it the view. What already has it gets it anew: else it would
/// not be read out, though it says something else now.
pub fn focus(root: &ShadowRoot, id: &str) {
    if let Some(element) = find(root, id) {
        // It may stand in something that is closed.
        let mut around = element.closest("details");
        while let Ok(Some(details)) = around {
            let _ = details.set_attribute("open", "");
            around = details
                .parent_element()
                .map_or(Ok(None), |it| it.closest("details"));
        }
        // What opens has its stop in the line that opens it.
        let element = match element.query_selector(":scope > summary") {
            Ok(Some(summary)) => summary.unchecked_into(),
            _ => element,
        };
        // An element that cannot take focus leaves it where it is.
        if root.active_element().as_ref() == Some(&*element) {
            let _ = element.blur();
        }
        let _ = element.focus();
    }
}

/// Whether something of the page is being pressed.
pub fn is_pressed() -> bool {
    document().is_some_and(|it| matches!(it.query_selector(":active"), Ok(Some(_))))
}

/// Whether words of the page are selected.
pub fn has_selection() -> bool {
    let selection = web_sys::window().and_then(|it| it.get_selection().ok().flatten());
    selection.is_some_and(|it| it.to_string().length() > 0)
}

/// Closes what the reader has opened. Lines of the letter builder begin anew with it.
pub fn close_details(root: &ShadowRoot) {
    while let Ok(Some(open)) = root.query_selector("details[open]:not(.gw-fold)") {
        if open.remove_attribute("open").is_err() {
            break;
        }
    }
}

/// Takes from what is left, and stays for a moment, the names by which it would be found, and
/// its stops of Tab: from the whole screen, or from its question alone.
pub fn put_out_of_reach(root: &ShadowRoot, whole: bool) {
    let part = if whole { ".gw-screen" } else { ".gw-choices" };
    let named = [part, " :is([id], [name], [for], a, button, summary)"].concat();
    let Ok(left) = root.query_selector_all(&named) else {
        return;
    };
    for row in 0..left.length() {
        let Some(element) = left
            .get(row)
            .and_then(|node| node.dyn_into::<Element>().ok())
        else {
            continue;
        };
        for name in ["id", "name", "for"] {
            let _ = element.remove_attribute(name);
        }
        let _ = element.set_attribute("tabindex", "-1");
    }
}

/// Selects all text of an element.
pub fn select(root: &ShadowRoot, id: &str) {
    let selection = web_sys::window().and_then(|window| window.get_selection().ok().flatten());
    if let (Some(selection), Some(element)) = (selection, find(root, id)) {
        let _ = selection.select_all_children(&element);
    }
}

/// The words of an element.
pub fn text(root: &ShadowRoot, id: &str) -> Option<String> {
    find(root, id)?.text_content()
}

/// Whether there is an element with this id.
pub fn has(root: &ShadowRoot, id: &str) -> bool {
    root.get_element_by_id(id).is_some()
}

fn find(root: &ShadowRoot, id: &str) -> Option<HtmlElement> {
    root.get_element_by_id(id)
        .and_then(|element| element.dyn_into().ok())
}

/// The page's own title, also in a copy of the page that was saved with another.
pub fn title() -> String {
    let Some(document) = document() else {
        return String::new();
    };
    let title = title_of(&document);
    title_element(&document)
        .and_then(|it| it.get_attribute(OWN_TITLE))
        .filter(|own| title.ends_with(own))
        .unwrap_or(title)
}

/// Gives the page a title, and keeps its own beside it, if it is another.
pub fn set_title(title: &str, own: &str) {
    let Some(document) = document() else {
        return;
    };
    set_title_of(&document, title);
    if let Some(element) = title_element(&document) {
        let _ = if title == own {
            element.remove_attribute(OWN_TITLE)
        } else {
            element.set_attribute(OWN_TITLE, own)
        };
    }
}

const OWN_TITLE: &str = "data-guidance-own";

fn title_element(document: &Document) -> Option<Element> {
    document.query_selector("head > title").ok().flatten()
}

/// A page can have put something else in its title's place, which fails or is no text.
fn title_of(document: &Document) -> String {
    Reflect::get(document, &"title".into())
        .ok()
        .and_then(|title| title.as_string())
        .unwrap_or_default()
}

fn set_title_of(document: &Document, title: &str) {
    let _ = Reflect::set(document, &"title".into(), &title.into());
}

/// Today where the user is.
pub fn today() -> date::Typed {
    let now = js_sys::Date::new_0();
    date::Typed::from_numbers(now.get_full_year(), now.get_month() + 1, now.get_date())
}

/// The time where the user is, as a file's name can hold it: 2026-11-30-154207.
pub fn time() -> String {
    let now = js_sys::Date::new_0();
    let here = now.get_time() - now.get_timezone_offset() * 60_000.0;
    let here = js_sys::Date::new(&here.into()).to_iso_string();
    let here = String::from(here).replace('T', "-").replace(':', "");
    here.get(..17).unwrap_or_default().to_owned()
}

/// Says on the console that something broke. Never give it anything typed.
pub fn complain(message: &str) {
    web_sys::console::error_1(&message.into());
}

// Address

/// The widget's part of what the page keeps with each entry of its history.
const PLACE: &str = "guidance";

/// The answer codes in the address, and the screen where it was noted with them. None
/// where the address leads elsewhere: to a place of the host page, such as `#content`,
/// or, for an entry of its own, wherever the page likes.
pub fn codes() -> Option<(String, Option<String>)> {
    let window = web_sys::window()?;
    if let Some((screen, codes)) = noted(&window).as_ref().and_then(|it| it.split_once('#')) {
        return Some((codes.to_owned(), Some(screen.to_owned())));
    }
    let hash = window.location().hash().ok()?;
    if is_route(&hash) {
        return None;
    }
    // As mail programs and other pages pass an address on: encoded as a whole, even
    // twice, or with the marks of HTML.
    let mut codes = hash.strip_prefix('#')?.to_owned();
    while !codes.contains('=') {
        let decoded = String::from(js_sys::decode_uri_component(&codes).ok()?);
        if decoded == codes {
            return None;
        }
        codes = decoded;
    }
    Some((codes.replace("&amp;", "&"), None))
}

fn noted(window: &Window) -> Option<String> {
    let state = window.history().ok()?.state().ok()?;
    Reflect::get(&state, &PLACE.into()).ok()?.as_string()
}

/// Pages in one document have their own addresses there.
fn is_route(hash: &str) -> bool {
    hash.starts_with("#/") || hash.starts_with("#!")
}

/// Puts answer codes into the address, with the screen beside them; where the page needs
/// the address for itself, beside what the page keeps with it. `before` is where the
/// user was. A page that may not touch its address goes on without.
pub fn show_address(before: &Spot, now: &Spot) {
    let _ = try_show_address(before, now);
}

fn try_show_address(before: &Spot, now: &Spot) -> Result<(), JsValue> {
    let window = web_sys::window().ok_or("no window")?;
    let (history, location) = (window.history()?, window.location());
    let with = |spot: &Spot| {
        let state = Object::assign(&Object::new(), history.state()?.unchecked_ref());
        let place = [&*spot.screen, "#", &*spot.codes].concat();
        Reflect::set(&state, &PLACE.into(), &place.into())?;
        Ok::<JsValue, JsValue>(state.into())
    };
    if noted(&window).is_none() {
        history.replace_state(&with(before)?, "")?;
    }
    let href = location.href()?;
    let page = href.split('#').next().unwrap_or_default();
    let address = if is_route(&location.hash()?) {
        href
    } else if now.codes.is_empty() {
        page.to_owned()
    } else {
        [page, "#", &*now.codes].concat()
    };
    // What is answered on a screen that stays is no place of its own to go back to.
    if before.screen == now.screen {
        history.replace_state_with_url(&with(now)?, "", Some(&address))
    } else {
        history.push_state_with_url(&with(now)?, "", Some(&address))
    }
}

/// Calls back when the browser goes back or forward, or the codes are edited.
pub fn on_address_change(
    mut changed: impl FnMut(String, Option<String>) + 'static,
) -> EventListener {
    EventListener::new(&web_sys::window().unwrap_throw(), "popstate", move |_| {
        if let Some((codes, screen)) = codes() {
            changed(codes, screen);
        }
    })
}

/// A place of the page that the address names: its id, and its words where it stands in
/// the element.
pub fn target(root: &ShadowRoot) -> Option<(String, String)> {
    let hash = web_sys::window()?.location().hash().ok()?;
    let id = String::from(js_sys::decode_uri_component(hash.strip_prefix('#')?).ok()?);
    let named = root.host().query_selector(&["[id=\"", &id, "\"]"].concat());
    let words = |node: &Node| node.text_content().filter(|words| !words.trim().is_empty());
    let words = named
        .ok()
        .flatten()
        .and_then(|it| words(&it).or_else(|| words(&it.parent_node()?)));
    Some((id, words.unwrap_or_default()))
}

/// Calls back when a link leads to a place of the page, also to the one that the address
/// names already: there the browser need do no more, where `followed` says so.
pub fn on_link(followed: impl Fn() -> bool + Clone + 'static) -> [EventListener; 2] {
    let window = web_sys::window().unwrap_throw();
    let again = followed.clone();
    let may_prevent = EventListenerOptions::enable_prevent_default();
    [
        EventListener::new(&window, "hashchange", move |_| {
            followed();
        }),
        EventListener::new_with_options(&window, "click", may_prevent, move |event| {
            let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
            let link = target.and_then(|it| it.closest("a").ok()?);
            let leads = link.and_then(|it| it.get_attribute("href"));
            let here = web_sys::window().and_then(|it| it.location().hash().ok());
            // Firefox would take the focus away, going there itself.
            if leads.is_some() && leads == here && again() {
                event.prevent_default();
            }
        }),
    ]
}

/// Has the browser ask, in its own words, before the page is left, until this is dropped.
pub fn ask_before_leaving() -> EventListener {
    EventListener::new(
        &web_sys::window().unwrap_throw(),
        "beforeunload",
        // All browsers take this, also those that do not ask for a prevented default.
        |event| drop(Reflect::set(event, &"returnValue".into(), &true.into())),
    )
}

// Clipboard

/// Copies plain text, and rich text with it. Works on plain http, from files and in
/// frames without permission, where `navigator.clipboard` does not.
pub fn copy(text: &str, html: Option<&str>) -> bool {
    let Some(document) = document() else {
        return false;
    };
    let copied = Rc::new(Cell::new(false));
    let (plain, rich, done) = (text.to_owned(), html.map(str::to_owned), copied.clone());
    // Before the page's own listeners, which must neither change nor see it.
    let options = EventListenerOptions::run_in_capture_phase();
    let options = EventListenerOptions {
        passive: false,
        ..options
    };
    let listener = EventListener::new_with_options(&document, "copy", options, move |event| {
        let Some(clipboard) = event
            .dyn_ref::<ClipboardEvent>()
            .and_then(ClipboardEvent::clipboard_data)
        else {
            return;
        };
        event.prevent_default();
        event.stop_immediate_propagation();
        let set = clipboard
            .set_data("text/plain", &plain)
            .and_then(|()| match &rich {
                Some(rich) => clipboard.set_data("text/html", rich),
                None => Ok(()),
            });
        done.set(set.is_ok());
    });
    let asked = document
        .dyn_ref::<HtmlDocument>()
        .is_some_and(|document| document.exec_command("copy").unwrap_or(false));
    drop(listener);
    asked && copied.get()
}

/// Copies the same the newer way, which needs the user's leave.
pub async fn copy_later(text: &str, html: Option<&str>) -> bool {
    try_copy_later(text, html).await.is_ok()
}

async fn try_copy_later(text: &str, html: Option<&str>) -> Result<(), JsValue> {
    let window = web_sys::window().ok_or("no window")?;
    // Neither of the two is there on plain http.
    let clipboard = Reflect::get(&window.navigator(), &"clipboard".into())?;
    let clipboard: web_sys::Clipboard = clipboard.dyn_into()?;
    let item: Function = Reflect::get(&window, &"ClipboardItem".into())?.dyn_into()?;
    let kinds = Object::new();
    let rich = html.map(|html| ("text/html", html));
    for (kind, words) in [("text/plain", text)].into_iter().chain(rich) {
        let part = blob(kind, &words.into())?;
        Reflect::set(&kinds, &kind.into(), &part)?;
    }
    let item = Reflect::construct(&item, &Array::of1(&kinds))?;
    JsFuture::from(clipboard.write(&Array::of1(&item))).await?;
    Ok(())
}

// Print

/// A letter with what its print needs.
pub struct Print<'a> {
    pub letter: &'a Letter,
    pub format: Format,
    pub title: &'a str,
    pub language: &'a str,
}

/// Prints the letter and nothing else of the page, from a document of its own: a
/// frame in the shadow root. Tells whether the browser began to print.
pub fn print(root: &ShadowRoot, print: &Print) -> bool {
    try_print(root, print).unwrap_or(false)
}

fn try_print(root: &ShadowRoot, print: &Print) -> Result<bool, JsValue> {
    let host = document().ok_or("no document")?;
    let frame: HtmlIFrameElement = host.create_element("iframe")?.dyn_into()?;
    frame.set_class_name("gw-print");
    frame.set_attribute("aria-hidden", "true")?;
    frame.set_tab_index(-1);
    root.append_child(&frame)?;
    let printed = fill_and_print(&frame, &host, print);
    if printed.is_err() {
        take_out(&frame);
    }
    printed
}

fn fill_and_print(
    frame: &HtmlIFrameElement,
    host: &Document,
    print: &Print,
) -> Result<bool, JsValue> {
    let window = frame.content_window().ok_or("the frame has no window")?;
    // Null where the page may not reach into its own frame: a sandbox.
    let document = frame
        .content_document()
        .ok_or("the frame's document is out of reach")?;
    set_title_of(&document, print.title);
    let page = document.document_element().ok_or("the frame is empty")?;
    page.set_attribute("lang", print.language)?;
    // Set one by one: a strict policy forbids the attribute as a whole.
    let style = page.unchecked_into::<HtmlElement>().style();
    for (name, value) in print.format.properties() {
        style.set_property(name, &value)?;
    }
    adopt_letter_styles(&window, &document)?;
    document
        .body()
        .ok_or("the frame is empty")?
        .append_child(&letter_element(&document, print.letter)?.into())?;

    let begun = Rc::new(Cell::new(false));
    // WebKit tells the page's window, not the frame's.
    let windows = [Some(window.clone()), web_sys::window()];
    let before = windows.iter().flatten().map(|it| {
        let begins = begun.clone();
        EventListener::once(it, "beforeprint", move |_| begins.set(true))
    });
    let before: Vec<_> = before.collect();
    // The browser names the print after the top page. Its own title is put back as
    // soon as the print is over.
    let named = top_document().unwrap_or_else(|| host.clone());
    let title_before = title_of(&named);
    set_title_of(&named, print.title);
    let [ended, waits] = [false, false].map(|it| Rc::new(Cell::new(it)));
    let after = windows.iter().flatten().map(|it| {
        let (ends, waited_for, over) = (ended.clone(), waits.clone(), frame.clone());
        EventListener::once(it, "afterprint", move |_| {
            ends.set(true);
            if waited_for.get() {
                take_out(&over);
            }
        })
    });
    let after: Vec<_> = after.collect();
    let asked = window.print();
    set_title_of(&named, &title_before);
    drop(before);
    waits.set(begun.get() && !ended.get());
    if waits.get() {
        // The dialogue is still open; the frame goes when it closes.
        after.into_iter().for_each(EventListener::forget);
    } else {
        // In this order: Chromium, until version 114, takes no listener off a window whose
        // frame is gone, if the page is a file.
        drop(after);
        take_out(frame);
    }
    asked?;
    Ok(begun.get())
}

/// The document of the top page, unless it is another origin's.
fn top_document() -> Option<Document> {
    let top = web_sys::window()?.top().ok()??;
    let document = Reflect::get(&top, &"document".into()).ok()?;
    // Another window's documents are of another class.
    document.is_object().then(|| document.unchecked_into())
}

/// A style sheet belongs to the window whose constructor made it.
fn adopt_letter_styles(window: &Window, document: &Document) -> Result<(), JsValue> {
    let constructor: Function = Reflect::get(window, &"CSSStyleSheet".into())?.dyn_into()?;
    let sheet = Reflect::construct(&constructor, &Array::new())?;
    let replace: Function = Reflect::get(&sheet, &"replaceSync".into())?.dyn_into()?;
    replace.call1(&sheet, &LETTER_STYLES.into())?;
    adopt(document, &sheet)
}

fn letter_element(document: &Document, letter: &Letter) -> Result<Element, JsValue> {
    let main = document.create_element("main")?;
    main.set_class_name("letter");
    let (text, end) = letter.blocks_and_end();
    append_blocks(document, &main, text)?;
    let last = document.create_element("div")?;
    last.set_class_name("end");
    append_blocks(document, &last, end)?;
    main.append_child(&last)?;
    Ok(main)
}

fn append_blocks(document: &Document, to: &Element, blocks: &[Block<Span>]) -> Result<(), JsValue> {
    for block in blocks {
        let paragraph = document.create_element("p")?;
        paragraph.set_class_name(&block.role);
        for (row, line) in block.lines.iter().enumerate() {
            if row > 0 {
                paragraph.append_child(&document.create_element("br")?.into())?;
            }
            for span in line {
                let part = document.create_element(if span.bold { "strong" } else { "span" })?;
                part.set_text_content(Some(&span.text));
                paragraph.append_child(&part)?;
            }
        }
        to.append_child(&paragraph)?;
    }
    Ok(())
}

// Files

/// Gives a file to the browser to save. Whether a sandbox then drops it cannot be
/// seen from here.
pub fn save(root: &ShadowRoot, name: &str, kind: &str, bytes: &[u8]) -> bool {
    try_save(root, name, kind, bytes).is_ok()
}

fn try_save(root: &ShadowRoot, name: &str, kind: &str, bytes: &[u8]) -> Result<(), JsValue> {
    let blob = blob(kind, &js_sys::Uint8Array::from(bytes))?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let document = document().ok_or("no document")?;
    let link: HtmlAnchorElement = document.create_element("a")?.dyn_into()?;
    link.set_href(&address);
    link.set_download(name);
    link.set_hidden(true);
    root.append_child(&link)?;
    link.click();
    take_out(&link);
    // The browser reads the file after this task; a minute is ample.
    Timeout::new(60_000, move || {
        let _ = Url::revoke_object_url(&address);
    })
    .forget();
    Ok(())
}

/// More is no case: nobody types so much.
const MOST_BYTES: f64 = 1_000_000.0;

/// A case as the text of a file.
pub fn to_json(entries: &[Entry]) -> Option<String> {
    let entry = |it: &Entry| it.iter().map(|it| JsString::from(&**it)).collect::<Array>();
    let all = entries.iter().map(entry).collect::<Array>();
    JSON::stringify(&all).ok().map(String::from)
}

/// Lets the user choose a file, and gives what stands in it, if it is a list as cases are.
pub fn open(opened: impl Fn(Option<Vec<Entry>>) + 'static) {
    let input = document().and_then(|it| it.create_element("input").ok());
    let Some(input) = input.and_then(|it| it.dyn_into::<HtmlInputElement>().ok()) else {
        return;
    };
    input.set_type("file");
    input.set_accept(".json");
    let chosen = input.clone();
    EventListener::once(&input, "change", move |_| {
        let file = chosen.files().and_then(|it| it.get(0));
        yew::platform::spawn_local(async move {
            opened(match file {
                Some(file) if file.size() <= MOST_BYTES => entries(&file).await,
                _ => None,
            });
        });
    })
    .forget();
    input.click();
}

async fn entries(file: &web_sys::File) -> Option<Vec<Entry>> {
    let text = JsFuture::from(file.text()).await.ok()?.as_string()?;
    let all: Array = JSON::parse(&text).ok()?.dyn_into().ok()?;
    let entry = |it: JsValue| {
        let parts: Array = it.dyn_into().ok()?;
        let part = |row| parts.get(row).as_string();
        Some([part(0)?, part(1)?, part(2)?])
    };
    all.iter().map(entry).collect()
}

fn blob(kind: &str, content: &JsValue) -> Result<Blob, JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    Blob::new_with_str_sequence_and_options(&Array::of1(content), &options)
}

/// Not `remove`: old libraries put their own in its place, which fails for what is out
/// already.
fn take_out(node: &Node) {
    if let Some(parent) = node.parent_node() {
        let _ = parent.remove_child(node);
    }
}

fn document() -> Option<Document> {
    web_sys::window()?.document()
}
