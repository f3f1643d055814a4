//! Browser entry only.
fn main() {}
