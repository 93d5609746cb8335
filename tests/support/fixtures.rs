//! Writes the files of fixtures/.
fn main() {}
