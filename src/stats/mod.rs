//! Statistics that know nothing of running: estimates, noise models, linear models.

mod estimate;
mod fitted_noise;
mod linear;
mod noise;

pub use estimate::Estimate;
pub use fitted_noise::{Noise, SLOW_BESIDE_ONSET, Segment, SlowPart};
pub(crate) use linear::dot;
pub use linear::{Base, Column, Posterior};
pub use noise::{NoiseShape, Row, Whitener};
