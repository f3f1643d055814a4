//! Owns what may reach a claimant: every letter that the shipped pack can make, whatever
//! is chosen and whatever is typed, in every output.
//!
//! | module | owns |
//! | --- | --- |
//! | [`shipped`] | the shipped pack, and every letter that it can make |
//! | [`choices`] | what a letter says and when it is finished, over every choice |
//! | [`typed`] | what becomes of the words that a user types |
//! | [`hostile`] | the words that break documents |
//! | [`readers`] | each output read back as plain text |
//! | [`alike`] | whether every output holds the same letter |
//! | [`outputs`] | that every output holds the same letter, hostile or not |
//! | [`word`] | what is in the Word file |
//! | [`office`] | the programs that read it: a word processor and a validator |
//! | [`opened`] | what these programs make of it |
//! | [`golden`] | letters in full, for a person to read |
//!
//! The programs are LibreOffice Writer, `pdftotext` and `openxml-audit`, which
//! `cargo xtask test` installs or asks for; `GUIDANCE_WITHOUT_OFFICE=1` leaves them out.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on fails"
)]

mod alike;
mod choices;
mod golden;

mod hostile;
mod office;
mod opened;
mod outputs;
mod readers;
mod shipped;
mod typed;
mod word;
