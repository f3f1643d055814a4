//! The pure half of the guidance widget: what the page says, which questions
//! decide, what to do, and which letter results. No browser, no files (but for
//! `content`, which tools switch on), no clock, no randomness: the same content
//! and the same answers give the same result, down to the byte.
//!
//! In reading order:
//!
//! | module | owns |
//! | --- | --- |
//! | [`table`] | typed rows and the indices that name them |
//! | [`source`] | the released page: headings, numbered sentences, law notes |
//! | [`flow`] | questions, conditions, answers, replay, outcome and its reasons |
//! | [`letter`] | letter template, choices, fields, composing, plain text and HTML |
//! | [`strings`] | every word of the interface |
//! | [`case`] | all that was answered, typed and chosen, as a list that can be kept |
//! | [`record`] | the record of advice |
//! | [`request`] | the request note for another format |
//! | [`map`] | the picture of the questions |
//! | [`pack`] | all of the above as one checked whole |
//! | `carried` | the form in which a pack is carried in bytes |
//! | `content` | the content files → a [`pack::Pack`], or all their problems (feature `authoring`) |
//! | `check` | the proofs over every reachable answer (feature `authoring`) |
//! | `cover` | the fewest conditions that pick some cases out of all (feature `authoring`) |
//! | `outcomes` | every distinct outcome in few rows (feature `authoring`) |
//!
//! `flow` and `letter` know nothing of files; nothing here knows of Yew or the DOM.

mod carried;
pub mod case;
#[cfg(feature = "authoring")]
pub mod check;
#[cfg(feature = "authoring")]
pub mod content;
#[cfg(feature = "authoring")]
pub mod cover;
pub mod flow;
pub mod letter;
pub mod map;
#[cfg(feature = "authoring")]
pub mod outcomes;
pub mod pack;
pub mod record;
pub mod request;
pub mod source;
pub mod strings;
pub mod table;
