//! Statistics that know nothing of running: estimates, noise models, linear models.

mod estimate;
mod linear;
mod noise;
pub mod wander;

pub use estimate::Estimate;
pub(crate) use linear::dot;
pub use linear::{Base, Column, Posterior};
pub use noise::{NoiseShape, Row, Whitener};
