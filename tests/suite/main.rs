//! The integration tests, one binary.
// In a test a panic is how failure is told.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../support/sim/mod.rs"]
mod sim;

mod sim_truth;
