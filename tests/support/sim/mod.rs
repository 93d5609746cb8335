//! A simulator of runs whose truth is known: what the runner did, second by second, and what
//! a watch makes of it. It shares no code with the library but its data types.
// Tests, fixtures and the accuracy harness each use a part of it.
#![allow(dead_code, unused_imports)]

mod breakdowns;
pub mod convert;
mod events;
pub mod noise;
pub mod random;
pub mod real_shapes;
mod rough;
pub mod run;
pub mod scenario;
mod sessions;
pub mod shape;
pub mod spec;
pub mod watch;

pub use run::{Second, SimulatedRun, Truth, simulate};
pub use scenario::{SCENARIOS, Scenario, draw};
pub use spec::RunSpec;
