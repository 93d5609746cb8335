//! An upper bound of the test's statistic. The bootstrap only needs to know whether the statistic
//! of a simulated run reaches that of the run; the bound takes one logarithm per shape
//! instead of one per candidate and settles nearly all of them.

use super::evidence::Evidence;
use super::search::{Search, log_sum};

/// The bound and the statistic add the same numbers in a different order. Within this margin the
/// statistic itself decides; rounding is a thousand times smaller.
const ROUNDING: f64 = 1e-6;

/// The likelihood of a candidate is the product of a factor that does not depend on the series
/// (prior and determinant) and a factor that grows with its gain. The candidates of one
/// shape together are therefore at most the sum of the first factors times the largest second.
pub(super) struct UpperBound {
    /// Log of the sum of the first factors, by slow variance, then by level shift (none
    /// first), then by shape.
    log_mass: Vec<Vec<Vec<f64>>>,
    gains: Vec<f64>,
}

impl UpperBound {
    /// Prepares the bound for `search`.
    pub(super) fn new(search: &Search) -> Self {
        let (change, shift) = (
            search.problem().effect_penalty(),
            search.problem().shift_penalty(),
        );
        let sides = if search.problem().only_losses {
            2.0_f64
        } else {
            1.0
        };
        let log_mass = search.designs().iter().map(|design| {
            let mass = |ratio: &dyn Fn(usize) -> f64| -> Vec<f64> {
                let of = |shape: &std::ops::Range<usize>| {
                    let prior = |c: usize| search.candidates()[c].log_prior.exp();
                    let of = |c: usize| prior(c) * ratio(c).sqrt().recip();
                    (sides * shape.clone().map(of).sum::<f64>()).ln()
                };
                search.shapes().iter().map(of).collect()
            };
            let alone = mass(&|c| design.norms[c] / change);
            let beside = (0..search.shift_starts().len())
                .map(|m| mass(&|c| design.determinant(m, c) / (change * shift)));
            std::iter::once(alone).chain(beside).collect()
        });
        Self {
            log_mass: log_mass.collect(),
            gains: Vec::new(),
        }
    }

    /// True when the statistic of series `lane` is at least `threshold`.
    pub(super) fn reaches<const L: usize>(
        &mut self,
        evidence: &Evidence<'_, L>,
        lane: usize,
        threshold: f64,
    ) -> bool {
        self.statistic(evidence, lane) >= threshold - ROUNDING
            && evidence.log_evidence(lane).statistic() >= threshold
    }

    /// Upper bound of the statistic of series `lane`.
    pub(super) fn statistic<const L: usize>(
        &mut self,
        evidence: &Evidence<'_, L>,
        lane: usize,
    ) -> f64 {
        let mut onset = Vec::new();
        for (whitened, log_mass) in evidence.by_slow_variance().iter().zip(&self.log_mass) {
            let likelihood = whitened.likelihood(lane);
            for shift in likelihood.shifts() {
                likelihood.gains(shift, &mut self.gains);
                let log_mass = &log_mass[shift.map_or(0, |m| m + 1)];
                for (shape, log_mass) in evidence.search().shapes().iter().zip(log_mass) {
                    let gain = largest(&self.gains[shape.clone()]);
                    onset.push(log_mass + likelihood.log(shift, gain, 0.0));
                }
            }
        }
        log_sum(onset.into_iter()) - evidence.no_onset(lane)
    }
}

/// The largest of values that are not negative; four at a time, which the processor has
/// registers for.
fn largest(values: &[f64]) -> f64 {
    let larger = |a: f64, b: f64| if b > a { b } else { a };
    let (fours, rest) = values.as_chunks::<4>();
    let mut top = [0.0; 4];
    for four in fours {
        top = std::array::from_fn(|i| larger(top[i], four[i]));
    }
    top.iter().chain(rest).copied().fold(0.0, larger)
}
