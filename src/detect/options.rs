//! What may be set about detection.

use crate::units::Percent;

/// What is believed of a runner's habitual curve before seeing the run: means and standard
/// deviations of two normal distributions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HabitPrior {
    /// d ln cadence / d ln speed.
    pub elasticity: (f64, f64),
    /// d ln cadence / d grade (grade as a ratio).
    pub grade_effect: (f64, f64),
}

impl Default for HabitPrior {
    /// Any runner. Elasticity N(0.15, 0.06), from studies and 49 fitted runs (van Oeveren
    /// 2017, doi 10.1371/journal.pone.0184273). Grade: +0.6 % cadence per +1 % (Padulo
    /// 2013, doi 10.1371/journal.pone.0069006); its spread allows for none and for twice
    /// as much.
    fn default() -> Self {
        Self {
            elasticity: (0.15, 0.06),
            grade_effect: (0.6, 0.4),
        }
    }
}

/// What the user may set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DetectOptions {
    /// Smallest change of form that is reported.
    pub min_effect: Percent,
    /// Seed of the simulations.
    pub seed: u64,
    /// The runner's curve as earlier runs show it, else any runner's.
    pub habit: HabitPrior,
}

impl Default for DetectOptions {
    fn default() -> Self {
        Self {
            min_effect: Percent(2.0),
            seed: 1,
            habit: HabitPrior::default(),
        }
    }
}
