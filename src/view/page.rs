//! The guidance page itself: as a screen, with the sentences that apply marked,
//! and as the static page that stands in the host page before and without any
//! script. Must not know of questions.

use guidance_core::{
    pack::Pack,
    source::{Block, BlockKind, Fragment, Link, Run, SentenceIx},
    strings::fill,
};
use yew::prelude::*;

use super::{View, body, heading, map, sentence};
use crate::session::{Msg, id};

/// The page view.
pub fn screen(view: &View) -> Html {
    let words = &view.words.page;
    let marked = view.session.sentences();
    let follow = view.emit.reform(|to: SentenceIx| Msg::PageOpened(Some(to)));
    let page = Page {
        pack: view.pack,
        marked: &marked,
        // The screen's own heading comes first.
        level: view.session.config.heading_level + 1,
        changed: &view.session.config.changed,
        follow: Some(&follow),
        opened_at: view.session.reading.flatten(),
    };
    html! {
        <>
            { view.title(&words.heading, None) }
            if !marked.is_empty() {
                <p class="govuk-body"><mark class="gw-applies">{ &words.applies_count }</mark></p>
            }
            { map::map(view) }
            <div class="gw-page">{ page.render() }</div>
        </>
    }
}

/// The page for reading without the widget: `level` is that of its first heading
/// below the page title, which the host page has.
pub fn static_page(pack: &Pack, level: u8) -> Html {
    let page = Page {
        pack,
        marked: &[],
        level,
        changed: &[],
        follow: None,
        opened_at: None,
    };
    html! { <div class="guidance">{ page.render() }</div> }
}

/// Where the first link in these sentences leads.
pub fn address(view: &View, sentences: &[SentenceIx]) -> Html {
    let runs = view
        .pack
        .source
        .blocks
        .iter()
        .flat_map(|block| &block.fragments);
    let link = runs
        .filter(|fragment| sentences.contains(&fragment.sentence))
        .flat_map(|fragment| &fragment.runs)
        .map(|run| &run.link)
        .find(|link| **link != Link::None);
    match link {
        Some(Link::Address(to)) => html! { <a class="govuk-link" href={to.clone()}>{ to }</a> },
        _ => {
            html! { <span class="gw-missing">{ ["(", &*view.words.common.link_missing, ")"].concat() }</span> }
        }
    }
}

struct Page<'a> {
    pack: &'a Pack,
    marked: &'a [SentenceIx],
    level: u8,
    /// The sentences that the live page has no longer.
    changed: &'a [SentenceIx],
    /// Goes to a heading of the page; without it, the browser does.
    follow: Option<&'a Callback<SentenceIx>>,
    /// The sentence that the page was opened at.
    opened_at: Option<SentenceIx>,
}

impl Page<'_> {
    fn render(&self) -> Html {
        let source = &self.pack.source;
        let words = &self.pack.strings.page;
        let mut html = Vec::new();
        let mut contents = Vec::new();
        for block in &source.blocks {
            if let BlockKind::Contents(_) = block.kind {
                contents.push(html! { <li>{ self.fragments(block) }</li> });
                continue;
            }
            if !contents.is_empty() {
                let list = std::mem::take(&mut contents);
                html.push(html! { <ul class="govuk-list">{ for list }</ul> });
            }
            html.push(self.block(block));
            // Below the end of a sentence, not in its middle.
            for fragment in block
                .fragments
                .iter()
                .filter(|it| self.ends(block, it.sentence))
            {
                let sentence = &source.sentences[fragment.sentence];
                if self.changed.contains(&fragment.sentence) {
                    let about = &self.pack.strings.common.changed_about;
                    let about = fill(about, &[("sentence", &sentence.opening_words())]);
                    html.push(html! { <p class="gw-changed"><strong>{ about }</strong></p> });
                }
                for note in &sentence.law {
                    html.push(sentence::law(
                        &self.pack.strings.common,
                        &source.law[*note],
                        Some(sentence),
                    ));
                }
            }
        }
        html! {
            <>
                { for html }
                { heading(self.level, "govuk-heading-m", &words.law_heading, None, None) }
                { body(&words.law_intro) }
                { body(&fill(&words.law_checked, &[("date", &source.law_checked)])) }
            </>
        }
    }

    fn block(&self, block: &Block) -> Html {
        let content = self.fragments(block);
        match block.kind {
            BlockKind::Paragraph | BlockKind::Contents(_) => {
                html! { <p class="govuk-body">{ content }</p> }
            }
            // The host page, or the screen, has the title.
            BlockKind::Heading(1) => {
                html! { <p class="govuk-body gw-page__title"><strong>{ content }</strong></p> }
            }
            BlockKind::Heading(depth) => {
                let tag = ["h2", "h3", "h4", "h5", "h6"];
                let row = usize::from(self.level + depth).saturating_sub(4);
                let tag = tag.get(row).copied().unwrap_or("h6");
                let class = if depth == 2 {
                    "govuk-heading-m"
                } else {
                    "govuk-heading-s"
                };
                html! { <@{tag} {class}>{ content }</@> }
            }
        }
    }

    fn fragments(&self, block: &Block) -> Html {
        html! { <>{ for block.fragments.iter().map(|it| self.fragment(block, it)) }</> }
    }

    fn fragment(&self, block: &Block, fragment: &Fragment) -> Html {
        let sentence = &self.pack.source.sentences[fragment.sentence];
        let id = self
            .begins(block, fragment.sentence)
            .then(|| match self.follow {
                Some(_) => id::sentence(&sentence.id),
                None => [&*self.pack.id, "-", &*sentence.id].concat(),
            });
        // Headings are not bold inside: they are headings.
        let plain = sentence.heading;
        let words = html! { <>{ for fragment.runs.iter().map(|run| self.run(fragment.sentence, run, plain)) }</> };
        let words = if self.marked.contains(&fragment.sentence) {
            html! {
                <mark class="gw-applies">
                    <span class="govuk-visually-hidden">{ [&*self.pack.strings.page.applies, ": "].concat() }</span>
                    { words }
                </mark>
            }
        } else {
            words
        };
        let opened = self.opened_at == Some(fragment.sentence);
        html! {
            <span {id} class={classes!("gw-sentence", opened.then_some("gw-sentence--opened"))}
                tabindex={self.follow.map(|_| "-1")}>{ words }</span>
        }
    }

    /// The blocks in which a sentence stands: one, unless the page breaks it.
    fn blocks_of(&self, sentence: SentenceIx) -> impl DoubleEndedIterator<Item = &Block> {
        let holds = move |block: &&Block| block.fragments.iter().any(|it| it.sentence == sentence);
        self.pack.source.blocks.iter().filter(holds)
    }

    fn begins(&self, block: &Block, sentence: SentenceIx) -> bool {
        self.blocks_of(sentence)
            .next()
            .is_some_and(|first| std::ptr::eq(first, block))
    }

    fn ends(&self, block: &Block, sentence: SentenceIx) -> bool {
        self.blocks_of(sentence)
            .next_back()
            .is_some_and(|last| std::ptr::eq(last, block))
    }

    fn run(&self, sentence: SentenceIx, run: &Run, plain: bool) -> Html {
        let text = html! { <>{ &run.text }</> };
        let text = if run.emphasis {
            html! { <em>{ text }</em> }
        } else {
            text
        };
        let text = if run.strong && !plain {
            html! { <strong>{ text }</strong> }
        } else {
            text
        };
        match &run.link {
            Link::None => text,
            Link::Address(to) => html! { <a class="govuk-link" href={to.clone()}>{ text }</a> },
            Link::Heading(to) => {
                let number = &self.pack.source.sentences[*to].id;
                let to = *to;
                let onclick = self.follow.map(|follow| {
                    follow.reform(move |event: MouseEvent| {
                        event.prevent_default();
                        to
                    })
                });
                html! { <a class="govuk-link" href={["#", &*self.pack.id, "-", number].concat()} {onclick}>{ text }</a> }
            }
            // Told once for each link: its last run.
            Link::NotInReleasedPage => {
                let missing = &self.pack.strings.common.link_missing;
                html! {
                    <>
                        { text }
                        if self.is_last_of_link(sentence, run) {
                            <span class="gw-missing">{ [" (", missing, ")"].concat() }</span>
                        }
                    </>
                }
            }
        }
    }

    /// Whether a link ends with this run: "[here]" is several runs.
    fn is_last_of_link(&self, sentence: SentenceIx, run: &Run) -> bool {
        let mut fragments = self
            .pack
            .source
            .blocks
            .iter()
            .rev()
            .flat_map(|it| it.fragments.iter().rev());
        let of_sentence = fragments.find(|it| it.sentence == sentence);
        let mut runs = of_sentence.iter().flat_map(|it| it.runs.iter().rev());
        runs.find(|it| it.link == Link::NotInReleasedPage)
            .is_some_and(|last| std::ptr::eq(last, run))
    }
}
