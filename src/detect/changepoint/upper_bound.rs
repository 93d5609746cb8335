//! Series seen side by side under every amount of slow noise, and whether their statistic
//! reaches what a run's does. For a simulated run only that is asked, and an upper bound
//! which takes one logarithm a shape, not one a candidate, nearly always answers it.

use super::evidence::WhitenedSeries;
use super::search::{LogEvidence, Search, log_sum};
use crate::stats::Row;

/// Bound and scan add up the same numbers in another order: within this the bound does not
/// decide. Their rounding is a thousand times smaller.
const ROUNDING: f64 = 1e-6;

/// `L` series seen under every amount of slow noise.
pub(super) struct Evidence<'a, const L: usize> {
    search: &'a Search,
    views: Vec<WhitenedSeries<'a, L>>,
}

impl<'a, const L: usize> Evidence<'a, L> {
    /// A panel that has seen nothing yet.
    pub(super) fn new(search: &'a Search) -> Self {
        let views = search
            .scales()
            .iter()
            .map(|s| WhitenedSeries::new(search, s));
        Self {
            search,
            views: views.collect(),
        }
    }

    /// Sees centred series.
    pub(super) fn see(&mut self, centred: &[Row<L>]) {
        self.views.iter_mut().for_each(|view| view.see(centred));
    }

    /// The series under each amount of slow noise.
    pub(super) fn views(&self) -> &[WhitenedSeries<'a, L>] {
        &self.views
    }

    /// Log marginal likelihoods of series `lane`.
    pub(super) fn scan(&self, lane: usize) -> LogEvidence {
        let (mut none, mut line, mut onset) = (Vec::new(), Vec::new(), Vec::new());
        for view in &self.views {
            let seen = view.lane(lane);
            for shift in seen.shifts() {
                none.push(seen.without(shift));
                line.push(seen.with_line(shift));
            }
            for candidate in 0..self.search.candidates().len() {
                onset.extend(seen.shifts().map(|shift| seen.log_with(candidate, shift)));
            }
        }
        LogEvidence {
            none: log_sum(none.into_iter()),
            line: log_sum(line.into_iter()),
            onset: log_sum(onset.into_iter()),
        }
    }

    fn none(&self, lane: usize) -> f64 {
        let of = |view: &WhitenedSeries<'a, L>| {
            let seen = view.lane(lane);
            seen.shifts()
                .map(|shift| seen.without(shift))
                .collect::<Vec<_>>()
        };
        let terms: Vec<f64> = self.views.iter().flat_map(of).collect();
        log_sum(terms.into_iter())
    }
}

/// An upper bound of the statistic. The likelihood of a candidate is a product of what is
/// known before any series is seen (prior and determinant) and of what rises with its gain:
/// a shape's candidates together are at most the sum of the first times the largest second.
pub(super) struct UpperBound {
    /// Log of that sum for each amount of slow noise; without a shift, then beside each; for
    /// each shape.
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
        let log_mass = search.scales().iter().map(|scale| {
            let mass = |ratio: &dyn Fn(usize) -> f64| -> Vec<f64> {
                let of = |shape: &std::ops::Range<usize>| {
                    let prior = |c: usize| search.candidates()[c].log_prior.exp();
                    let of = |c: usize| prior(c) * ratio(c).sqrt().recip();
                    (sides * shape.clone().map(of).sum::<f64>()).ln()
                };
                search.shapes().iter().map(of).collect()
            };
            let alone = mass(&|c| scale.norms[c] / change);
            let beside = (0..search.shift_starts().len())
                .map(|m| mass(&|c| scale.determinant(m, c) / (change * shift)));
            std::iter::once(alone).chain(beside).collect()
        });
        Self {
            log_mass: log_mass.collect(),
            gains: Vec::new(),
        }
    }

    /// True when the statistic of series `lane` of `panel` is at least `threshold`.
    pub(super) fn reaches<const L: usize>(
        &mut self,
        panel: &Evidence<'_, L>,
        lane: usize,
        threshold: f64,
    ) -> bool {
        self.statistic(panel, lane) >= threshold - ROUNDING
            && panel.scan(lane).statistic() >= threshold
    }

    /// No statistic of series `lane` of `panel` is larger.
    pub(super) fn statistic<const L: usize>(
        &mut self,
        panel: &Evidence<'_, L>,
        lane: usize,
    ) -> f64 {
        let mut onset = Vec::new();
        for (view, log_mass) in panel.views.iter().zip(&self.log_mass) {
            let seen = view.lane(lane);
            for shift in seen.shifts() {
                seen.gains(shift, &mut self.gains);
                let log_mass = &log_mass[shift.map_or(0, |m| m + 1)];
                for (shape, log_mass) in panel.search.shapes().iter().zip(log_mass) {
                    let gain = largest(&self.gains[shape.clone()]);
                    onset.push(log_mass + seen.log(shift, gain, 0.0));
                }
            }
        }
        log_sum(onset.into_iter()) - panel.none(lane)
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
