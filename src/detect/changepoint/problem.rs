//! What a search is given: the windows, the columns of every model, the priors and the noise.

use super::shape::{APART_MI, Candidate, ChangeShape, QUICK_MI, SAME_PLACE};
use crate::stats::{Column, Noise};

/// A level shift that is no onset: shoe, surface, sensor.
#[derive(Debug, Clone)]
pub struct LevelShifts {
    /// Where shifts are looked for, miles.
    pub at: Vec<f64>,
    /// Prior standard deviation of their size.
    pub sd: f64,
    /// Prior probability that a run has one.
    pub probability: f64,
}

impl LevelShifts {
    /// Log prior of one of them, or of none.
    pub(super) fn log_prior(&self, shift: Option<usize>) -> f64 {
        match shift {
            _ if self.at.is_empty() => 0.0,
            None => (1.0 - self.probability).ln(),
            Some(_) => (self.probability / self.at.len() as f64).ln(),
        }
    }
}

/// A series without its values: what a search for an onset needs to be prepared.
#[derive(Debug, Clone)]
pub struct Problem {
    /// Middle of each window, miles, rising.
    pub positions: Vec<f64>,
    /// Relative variance of each window's white noise.
    pub white: Vec<f64>,
    /// Columns that every model has.
    pub columns: Vec<Column>,
    /// Level shifts that the no-onset model may use.
    pub shifts: LevelShifts,
    /// Shapes with their prior weights.
    pub widths: Vec<(ChangeShape, f64)>,
    /// Places (miles) that something else speaks for, with their probabilities; empty where
    /// nothing does.
    pub favoured: Vec<(f64, f64)>,
    /// First and last onset, miles.
    pub range: (f64, f64),
    /// First onset of a step, miles.
    pub steps_from: f64,
    /// Distance between neighbouring onsets, miles.
    pub spacing: f64,
    /// Prior standard deviation of the change.
    pub effect_sd: f64,
    /// Whether changes of both signs are searched, or only losses (negative changes).
    pub only_losses: bool,
    /// The noise without a change.
    pub noise: Noise,
}

impl Problem {
    /// Where the run ends, miles.
    pub(super) fn finish(&self) -> f64 {
        self.positions.last().copied().unwrap_or(0.0)
    }

    /// What the prior of a change adds to its column's squared norm.
    pub(super) fn effect_penalty(&self) -> f64 {
        self.noise.white_variance / self.effect_sd.powi(2)
    }

    /// What the prior of a level shift adds to its column's squared norm.
    pub(super) fn shift_penalty(&self) -> f64 {
        self.noise.white_variance / self.shifts.sd.powi(2)
    }
}

/// Every onset and shape of a problem.
pub(super) fn candidates(problem: &Problem) -> Vec<Candidate> {
    let (from, to) = problem.range;
    let count = ((to - from) / problem.spacing).floor().max(0.0) as usize + 1;
    let finish = problem.finish();
    let mut out = Vec::new();
    for &(width, weight) in &problem.widths {
        let start = out.len();
        for step in 0..count {
            let onset = from + step as f64 * problem.spacing;
            // A quick change in the first third is a level shift, never an onset.
            let quick = match width {
                ChangeShape::Step => true,
                ChangeShape::Over(miles) => miles <= QUICK_MI,
                ChangeShape::ToFinish => false,
            };
            if quick && onset < problem.steps_from {
                continue;
            }
            let end = match width {
                ChangeShape::Step => onset,
                ChangeShape::Over(w) => onset + w,
                ChangeShape::ToFinish => finish,
            };
            // A ramp that is cut off by the finish is the ramp to the finish.
            if matches!(width, ChangeShape::Over(_)) && end > finish {
                continue;
            }
            out.push(Candidate {
                onset,
                width,
                log_prior: weight.ln(),
                first: problem.positions.partition_point(|&s| s <= onset),
                complete: problem.positions.partition_point(|&s| s <= end),
            });
        }
        share_out(&mut out[start..], &problem.favoured);
    }
    out
}

/// Shares a shape's prior weight among its onsets: evenly, or [`SAME_PLACE`] of it by what
/// speaks for each place and the rest evenly.
fn share_out(shape: &mut [Candidate], favoured: &[(f64, f64)]) {
    let even = 1.0 / shape.len().max(1) as f64;
    let near = |onset: f64| -> f64 {
        let at = |&(place, probability): &(f64, f64)| {
            probability * (-0.5 * ((onset - place) / APART_MI).powi(2)).exp()
        };
        favoured.iter().map(at).sum()
    };
    let near: Vec<f64> = shape.iter().map(|c| near(c.onset)).collect();
    let all: f64 = near.iter().sum();
    for (candidate, near) in shape.iter_mut().zip(near) {
        let share = if all > 0.0 {
            (1.0 - SAME_PLACE) * even + SAME_PLACE * near / all
        } else {
            even
        };
        candidate.log_prior += share.ln();
    }
}
