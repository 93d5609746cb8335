//! Cadence noise as rough as that of real runs: a fast, a middling and a slow part, so that
//! means over a tenth of a mile are correlated like real ones (docs/accuracy.md prints both).

use super::random::{Random, Wander};
use super::spec::{CadenceNoise, NoiseShape};

/// Second-by-second deviation of ln cadence.
pub struct NoiseSource {
    slow: Wander,
    middling: Wander,
    fast: Wander,
    heavy: bool,
    scale: f64,
    scale_left: f64,
    /// For resampled noise: the joined series and where in it the run is.
    series: Option<Vec<f64>>,
    travelled: f64,
}

/// Parts of the variance of tenth-of-a-mile means and their memories in tenths of a mile,
/// set so that the autocorrelation left after fitting the curve is 0.5, 0.24 and 0.1 at 1, 3
/// and 10 tenths.
const SLOW: (f64, f64) = (0.40, 16.0);
const MIDDLING: (f64, f64) = (0.44, 0.8);
const FAST: (f64, f64) = (0.16, 0.12);

/// Variance of the mean of a first-order process over `1 / memory` time constants, as a share
/// of its point variance.
fn kept_by_averaging(memory: f64) -> f64 {
    let x = 1.0 / memory;
    2.0 / (x * x) * (x - 1.0 + (-x).exp())
}

impl NoiseSource {
    /// Noise for one run of `windows` tenths of a mile.
    pub fn new(spec: &CadenceNoise, windows: usize, random: &mut Random) -> Self {
        let mut part = |(share, memory): (f64, f64)| {
            let sd = spec.sd_pct / 100.0 * (share / kept_by_averaging(memory)).sqrt();
            Wander::new(sd, memory, random)
        };
        let (slow, middling, fast) = (part(SLOW), part(MIDDLING), part(FAST));
        let series = match &spec.shape {
            NoiseShape::Resampled(pool) => Some(join_blocks(pool, windows + 2, random)),
            _ => None,
        };
        Self {
            slow,
            middling,
            fast,
            heavy: matches!(spec.shape, NoiseShape::HeavyTails),
            scale: 1.0,
            scale_left: 0.0,
            series,
            travelled: 0.0,
        }
    }

    /// The deviation after moving on by `step` tenths of a mile.
    pub fn next(&mut self, step: f64, random: &mut Random) -> f64 {
        self.travelled += step;
        let fast = self.fast.step(step, 1.0, random);
        if let Some(series) = &self.series {
            let index = (self.travelled as usize).min(series.len() - 2);
            let part = (self.travelled - index as f64).min(1.0);
            return fast + (series[index] * (1.0 - part) + series[index + 1] * part) / 100.0;
        }
        if self.heavy {
            // One scale for a tenth of a mile: drawn every second it would average out.
            self.scale_left -= step;
            if self.scale_left <= 0.0 {
                self.scale = random.heavy_scale();
                self.scale_left = 1.0;
            }
        }
        self.slow.step(step, self.scale, random)
            + self.middling.step(step, self.scale, random)
            + fast
    }
}

/// Blocks of 4 to 10 miles of the pool, each perhaps reversed or mirrored, joined to `length`.
fn join_blocks(pool: &[Vec<f64>], length: usize, random: &mut Random) -> Vec<f64> {
    let mut joined = Vec::with_capacity(length + 100);
    while joined.len() < length {
        let from = &pool[random.index(pool.len())];
        let size = (40 + random.index(61)).min(from.len());
        let start = random.index(from.len() - size + 1);
        let sign = random.sign();
        let block = from[start..start + size].iter().map(|value| sign * value);
        if random.chance(0.5) {
            joined.extend(block.rev());
        } else {
            joined.extend(block);
        }
    }
    joined
}
