//! The released page as data: blocks in page order, numbered sentences, and the
//! notes about law that has moved. Must not know of questions or letters.

use serde::{Deserialize, Serialize};

use crate::table::{Table, index};

index! {
    /// A numbered sentence, or a numbered heading.
    SentenceIx,
    /// A note about law that has moved.
    LawNoteIx,
}

/// The page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// Headings and paragraphs in page order.
    pub blocks: Vec<Block>,
    /// Every numbered sentence and heading in page order.
    pub sentences: Table<SentenceIx, Sentence>,
    /// What has moved since the page was written.
    pub law: Table<LawNoteIx, LawNote>,
    /// When the law was last read, in words: "23 November 2026".
    pub law_checked: String,
}

/// A heading or a paragraph.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// What kind of block it is.
    pub kind: BlockKind,
    /// Its sentences. One that began in the block before has its second
    /// fragment here: the page is shown as it was released.
    pub fragments: Vec<Fragment>,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BlockKind {
    /// A heading; 1 is the page title.
    Heading(u8),
    /// An entry of the page's own contents list: a heading that is only a link.
    Contents(u8),
    /// A paragraph.
    Paragraph,
}

/// The part of a sentence that stands in one block.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fragment {
    /// The sentence.
    pub sentence: SentenceIx,
    /// Its words with their markup.
    pub runs: Vec<Run>,
}

/// Words with one markup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// The words.
    pub text: String,
    /// Bold.
    pub strong: bool,
    /// Italic.
    pub emphasis: bool,
    /// Whether it is a link, and where to.
    pub link: Link,
}

/// Where a run of the page leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Link {
    /// It is not a link.
    None,
    /// A link whose address the released page does not have.
    NotInReleasedPage,
    /// A heading of the page.
    Heading(SentenceIx),
    /// An address that the content owner supplied.
    Address(String),
}

/// A sentence or heading of the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sentence {
    /// Its number, such as `G6`.
    pub id: String,
    /// Its words without markup.
    pub text: String,
    /// Whether it is a heading. Headings need not be cited.
    pub heading: bool,
    /// Notes about law that has moved under it.
    pub law: Vec<LawNoteIx>,
}

/// What has moved since the page was written, and where to check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LawNote {
    /// Its name.
    pub id: String,
    /// What changed, in one or two sentences.
    pub text: String,
    /// Since when, in words.
    pub since: String,
    /// Where that can be checked.
    pub sources: Vec<String>,
    /// How sure the content owner is.
    pub confidence: String,
    /// Whether a letter with such a sentence needs a decision.
    pub blocking: bool,
}

impl Source {
    /// The sentences that a page no longer has word for word; `live` are its words.
    /// Blanks, and how a page writes quotation marks and hyphens, make no difference.
    pub fn changed(&self, live: &str) -> Vec<SentenceIx> {
        let live = plain(live);
        self.sentences
            .iter()
            .filter(|(_, sentence)| !live.contains(&plain(&sentence.text)))
            .map(|(ix, _)| ix)
            .collect()
    }

    /// The sentence with which these words of a page begin: the longest, and of a heading
    /// and its entry in the contents the heading.
    pub fn beginning(&self, words: &str) -> Option<SentenceIx> {
        let words = plain(words);
        self.sentences
            .iter()
            .map(|(ix, sentence)| (ix, plain(&sentence.text)))
            .filter(|(_, text)| words.starts_with(text))
            .max_by_key(|(_, text)| text.len())
            .map(|(ix, _)| ix)
    }
}

/// Words without what differs from one web page to another though nobody changed them.
fn plain(words: &str) -> String {
    words
        .chars()
        .filter(|letter| {
            !letter.is_whitespace()
                && !matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}')
        })
        .map(|letter| match letter {
            '‘' | '’' => '\'',
            '“' | '”' => '"',
            '\u{2010}'..='\u{2015}' => '-',
            _ => letter,
        })
        .collect()
}

impl Sentence {
    /// Its first words, to tell it from others: the whole of a short one.
    pub fn opening_words(&self) -> String {
        let mut words = self.text.split_whitespace();
        let mut opening = words.by_ref().take(7).collect::<Vec<_>>().join(" ");
        if words.next().is_some() {
            opening.push_str(" …");
        }
        opening
    }
}
