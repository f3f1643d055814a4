//! GOV.UK components
