//! Prints the tables of docs/accuracy.md.
fn main() {}
