//! One guidance's whole content, checked. Must not know how it was written or
//! where it is shown.

use serde::{Deserialize, Serialize};

use crate::{
    carried,
    flow::{Answers, Flow},
    letter::{Draft, Input, Template},
    map::Map,
    source::Source,
    strings::Strings,
};

/// Everything the widget knows about one guidance page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pack {
    /// Its name.
    pub id: String,
    /// The language of its words, as a BCP 47 tag.
    pub language: String,
    /// The page and the law notes.
    pub source: Source,
    /// Questions, actions, silences, signposts.
    pub flow: Flow,
    /// The letter.
    pub letter: Template,
    /// The picture of the questions, where it was drawn.
    pub map: Map,
    /// The interface.
    #[serde(with = "crate::strings::list")]
    pub strings: Strings,
}

impl Pack {
    /// Reads what [`Pack::to_bytes`] wrote; gives none of bytes that are damaged.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        carried::from_bytes(bytes)
    }

    /// The compact form that is carried in the module.
    ///
    /// # Errors
    /// None in practice: memory is all it needs.
    pub fn to_bytes(&self) -> Result<Vec<u8>, postcard::Error> {
        carried::to_bytes(self)
    }

    /// Composes the letter for these answers.
    pub fn compose(&self, live: &Answers, input: &Input) -> Draft {
        self.letter
            .compose(&self.source, &self.strings.letter, live, input)
    }
}
