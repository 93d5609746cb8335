//! One document model: builders turn an analysis into a tree ([`tree`]), renderers turn the tree
//! into a web page, Markdown, a PDF or text for a terminal. Words and order of sections are
//! decided here alone; a renderer knows the kinds of blocks and nothing of running.

mod answer;
mod facts;
mod figures;
mod notes;
mod report;
mod slowdown;
mod tables;
pub mod tree;

#[cfg(test)]
#[path = "../../../tests/support/sample.rs"]
pub mod sample;

pub use answer::{ROOM_ON_PHONE, tone, tone_of};
pub use facts::{byline, date, summary, title};
pub use notes::spike_sentences;
pub use report::report;
pub use tree::*;
