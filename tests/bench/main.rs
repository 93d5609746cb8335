//! How long each part takes: `cargo bench` for all of it, `cargo bench -- WORD` for the
//! parts whose path holds a word (`reading`, `detecting`, `charts`, `whole`, `length`).
//!
//! What a user waits for is the whole program; docs/performance.md times that from outside.

mod charts;
mod detecting;
mod length;
mod reading;
mod runs;
#[path = "../support/sim/mod.rs"]
mod sim;
mod whole;
#[path = "../support/write/mod.rs"]
mod write;

fn main() {
    divan::main();
}
