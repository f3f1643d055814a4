//! widget
pub mod govuk;
