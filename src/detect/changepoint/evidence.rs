//! Marginal likelihoods of series with no onset, with a line from the start, and with each
//! candidate change, for every slow variance and every level shift in question.
//!
//! Simulated runs are handled `L` at a time, one per lane, so that the processor's vector
//! registers are used.

use super::design::{DesignUnderNoise, determinant};
use super::search::{LogEvidence, NuisanceSetting, Search, WeightedChange, log_sum};
use super::shape::SuffixSums;
use crate::stats::Row;

/// Level shifts carried into the joint search: the posterior of a clear shift covers a
/// few neighbouring windows, and one window more makes no visible difference.
const SHIFTS_CARRIED: usize = 2;

/// `L` series, whitened for every slow variance.
pub(super) struct Evidence<'a, const L: usize> {
    search: &'a Search,
    by_slow_variance: Vec<WhitenedSeries<'a, L>>,
}

impl<'a, const L: usize> Evidence<'a, L> {
    /// Prepares room for `L` series.
    pub(super) fn new(search: &'a Search) -> Self {
        let by_slow_variance = search
            .designs()
            .iter()
            .map(|s| WhitenedSeries::new(search, s));
        Self {
            search,
            by_slow_variance: by_slow_variance.collect(),
        }
    }

    /// The search that the series belong to.
    pub(super) fn search(&self) -> &'a Search {
        self.search
    }

    /// Replaces the series. They are centred: the prior means of the shared columns are taken out.
    pub(super) fn set_series(&mut self, centred: &[Row<L>]) {
        self.by_slow_variance
            .iter_mut()
            .for_each(|whitened| whitened.set_series(centred));
    }

    /// The series whitened for each slow variance, in the order of [`Problem::slow`](super::Problem::slow).
    pub(super) fn by_slow_variance(&self) -> &[WhitenedSeries<'a, L>] {
        &self.by_slow_variance
    }

    /// Log marginal likelihoods of series `lane`.
    pub(super) fn log_evidence(&self, lane: usize) -> LogEvidence {
        let (mut none, mut line, mut onset) = (Vec::new(), Vec::new(), Vec::new());
        for whitened in &self.by_slow_variance {
            let likelihood = whitened.likelihood(lane);
            for shift in likelihood.shifts() {
                none.push(likelihood.no_onset(shift));
                line.push(likelihood.line(shift));
            }
            for candidate in 0..self.search.candidates().len() {
                onset.extend(
                    likelihood
                        .shifts()
                        .map(|shift| likelihood.onset(candidate, shift)),
                );
            }
        }
        LogEvidence {
            none: log_sum(none.into_iter()),
            line: log_sum(line.into_iter()),
            onset: log_sum(onset.into_iter()),
        }
    }

    /// Log marginal likelihood of series `lane` without an onset.
    pub(super) fn no_onset(&self, lane: usize) -> f64 {
        let of = |whitened: &WhitenedSeries<'a, L>| {
            let likelihood = whitened.likelihood(lane);
            likelihood
                .shifts()
                .map(|shift| likelihood.no_onset(shift))
                .collect::<Vec<_>>()
        };
        let terms: Vec<f64> = self.by_slow_variance.iter().flat_map(of).collect();
        log_sum(terms.into_iter())
    }
}

/// `L` series whitened for one slow variance. Buffers are reused by the next series.
pub(super) struct WhitenedSeries<'a, const L: usize> {
    search: &'a Search,
    design: &'a DesignUnderNoise,
    residual: Vec<Row<L>>,
    suffix: SuffixSums<L>,
    sum: Row<L>,
    /// Products with each candidate's column, then with the line's.
    scores: [Vec<f64>; L],
    shift_scores: Vec<Row<L>>,
    carried: [Vec<usize>; L],
    degrees: f64,
    base: Row<L>,
}

impl<'a, const L: usize> WhitenedSeries<'a, L> {
    /// Prepares room for `L` series under the noise of `design`.
    pub(super) fn new(search: &'a Search, design: &'a DesignUnderNoise) -> Self {
        Self {
            search,
            design,
            residual: Vec::new(),
            suffix: SuffixSums::default(),
            sum: [0.0; L],
            scores: std::array::from_fn(|_| Vec::new()),
            shift_scores: Vec::new(),
            carried: std::array::from_fn(|_| Vec::new()),
            degrees: 1.0,
            base: [0.0; L],
        }
    }

    /// Replaces the series. They are centred: the prior means of the shared columns are taken out.
    pub(super) fn set_series(&mut self, centred: &[Row<L>]) {
        let shared_design = &self.design.shared_design;
        let problem = self.search.problem();
        self.residual.clear();
        self.residual.extend_from_slice(centred);
        shared_design.whitener.whiten_rows(&mut self.residual);
        (self.sum, _) = shared_design.base.project_rows(&mut self.residual);
        shared_design.whitener.adjoint_rows(&mut self.residual);
        self.suffix.fill(&self.residual, &problem.positions);
        self.degrees = centred.len().saturating_sub(1).max(1) as f64;
        let fixed = shared_design.log_prior - shared_design.base.half_log_det();
        self.base = self.sum.map(|sum| fixed - 0.5 * self.degrees * sum.ln());
        self.scores.iter_mut().for_each(Vec::clear);
        for candidate in self.search.candidates_and_line() {
            let products = self.suffix.product(candidate, problem.finish());
            for (scores, product) in self.scores.iter_mut().zip(products) {
                scores.push(product);
            }
        }
        let starts = self.search.shift_starts().iter();
        self.shift_scores.clear();
        self.shift_scores
            .extend(starts.map(|&i| self.suffix.plain[i]));
        self.carry();
    }

    /// Picks the level shifts that the search carries: those that explain most without an onset.
    fn carry(&mut self) {
        for (lane, carried) in self.carried.iter_mut().enumerate() {
            let gain = |m: usize| {
                self.shift_scores[m][lane].powi(2) / self.design.shared_design.shift_norms[m]
            };
            carried.clear();
            for _ in 0..SHIFTS_CARRIED {
                let left = (0..self.shift_scores.len()).filter(|m| !carried.contains(m));
                // The first of equals.
                let best = left.rev().max_by(|&a, &b| gain(a).total_cmp(&gain(b)));
                carried.extend(best);
            }
        }
    }

    /// Marginal likelihoods of series `lane`.
    pub(super) fn likelihood(&self, lane: usize) -> MarginalLikelihood<'_, L> {
        MarginalLikelihood {
            whitened: self,
            lane,
        }
    }
}

/// Marginal likelihoods of one series for one slow variance.
#[derive(Clone, Copy)]
pub(super) struct MarginalLikelihood<'a, const L: usize> {
    whitened: &'a WhitenedSeries<'a, L>,
    lane: usize,
}

impl<'a, const L: usize> MarginalLikelihood<'a, L> {
    /// The level shifts in question: none first, then those carried into the search.
    pub(super) fn shifts(self) -> impl Iterator<Item = Option<usize>> + 'a {
        let carried = self.whitened.carried[self.lane].iter().copied();
        std::iter::once(None).chain(carried.map(Some))
    }

    /// Product of a shift's column with the whitened residual.
    pub(super) fn shift_score(self, shift: usize) -> f64 {
        self.whitened.shift_scores[shift][self.lane]
    }

    /// Log marginal likelihood for a gain in the sum of squares and a log-determinant.
    pub(super) fn log(self, shift: Option<usize>, gain: f64, log_det: f64) -> f64 {
        let share = (gain / self.whitened.sum[self.lane]).min(1.0 - 1e-12);
        self.whitened.base[self.lane] + self.whitened.search.problem().shifts.log_prior(shift)
            - 0.5 * (log_det + self.whitened.degrees * log_of_rest(share))
    }

    /// Log marginal likelihood without an onset.
    pub(super) fn no_onset(self, shift: Option<usize>) -> f64 {
        let Some(m) = shift else {
            return self.log(None, 0.0, 0.0);
        };
        let norm = self.whitened.design.shared_design.shift_norms[m];
        let penalty = self.whitened.search.problem().shift_penalty();
        self.log(
            shift,
            self.shift_score(m).powi(2) / norm,
            (norm / penalty).ln(),
        )
    }

    /// Log marginal likelihood with the line from the start.
    pub(super) fn line(self, shift: Option<usize>) -> f64 {
        let index = self.whitened.search.candidates().len();
        if self.whitened.search.problem().only_losses && self.score(index) >= 0.0 {
            return f64::NEG_INFINITY;
        }
        self.log(shift, self.gain(shift, index), self.log_det(shift, index))
    }

    /// Log marginal likelihood with a candidate.
    pub(super) fn onset(self, candidate: usize, shift: Option<usize>) -> f64 {
        let search = self.whitened.search;
        let log_prior = search.candidates()[candidate].log_prior;
        let (gain, log_det) = (self.gain(shift, candidate), self.log_det(shift, candidate));
        match search.problem().only_losses {
            true if self.score(candidate) >= 0.0 => f64::NEG_INFINITY,
            // Half of a normal prior holds all of the probability.
            true => self.log(shift, gain, log_det) + log_prior + std::f64::consts::LN_2,
            false => self.log(shift, gain, log_det) + log_prior,
        }
    }

    /// Posterior weight of a candidate, and mean and variance of its change.
    pub(super) fn weighted_change(
        self,
        slow: usize,
        candidate: usize,
        shift: Option<usize>,
    ) -> WeightedChange {
        let (design, score) = (self.whitened.design, self.score(candidate));
        let norm = design.norms[candidate];
        let (change, spread) = match shift {
            None => (score / norm, 1.0 / norm),
            Some(m) => {
                let (e, a) = (self.shift_score(m), design.shared_design.shift_norms[m]);
                let cross = design.cross[m][candidate];
                let det = determinant(a, norm, cross);
                ((a * score - cross * e) / det, a / det)
            }
        };
        let left = (self.whitened.sum[self.lane] - self.gain(shift, candidate)).max(0.0);
        WeightedChange {
            candidate,
            slow,
            shift,
            log_weight: self.onset(candidate, shift),
            change,
            variance: left / self.whitened.degrees * spread,
        }
    }

    fn score(self, candidate: usize) -> f64 {
        self.whitened.scores[self.lane][candidate]
    }

    fn log_det(self, shift: Option<usize>, index: usize) -> f64 {
        let design = self.whitened.design;
        match shift {
            None => design.log_det[index],
            Some(m) => {
                let problem = self.whitened.search.problem();
                let penalties = problem.effect_penalty() * problem.shift_penalty();
                (design.determinant(m, index) / penalties).ln()
            }
        }
    }

    /// Reduction of the residual sum of squares by a column (and a level shift beside it).
    fn gain(self, shift: Option<usize>, index: usize) -> f64 {
        let (design, score) = (self.whitened.design, self.score(index));
        match shift {
            None => alone(design.norms[index], score),
            Some(m) => self
                .beside(m)
                .gain(design.norms[index], design.cross[m][index], score),
        }
    }

    /// [`gain`](Self::gain) of every candidate, and of the line after them.
    pub(super) fn gains(self, shift: Option<usize>, out: &mut Vec<f64>) {
        let design = self.whitened.design;
        let columns = design.norms.iter().zip(&self.whitened.scores[self.lane]);
        out.clear();
        match shift {
            None if self.whitened.search.problem().only_losses => {
                let loss = |(&norm, &score): (&f64, &f64)| alone(norm, score.min(0.0));
                out.extend(columns.map(loss));
            }
            None => out.extend(columns.map(|(&norm, &score)| alone(norm, score))),
            Some(m) => {
                let shift = self.beside(m);
                let columns = columns.zip(&design.cross[m]);
                out.extend(columns.map(|((&norm, &score), &cross)| shift.gain(norm, cross, score)));
            }
        }
    }

    fn beside(self, shift: usize) -> Beside {
        Beside {
            score: self.shift_score(shift),
            norm: self.whitened.design.shared_design.shift_norms[shift],
        }
    }
}

/// Reduction of the residual sum of squares by a column alone.
fn alone(norm: f64, score: f64) -> f64 {
    score * score / norm
}

/// A level shift in the model beside a column.
#[derive(Clone, Copy)]
struct Beside {
    score: f64,
    norm: f64,
}

impl Beside {
    /// Reduction of the residual sum of squares by a column and the shift together.
    fn gain(self, norm: f64, cross: f64, score: f64) -> f64 {
        let (e, a) = (self.score, self.norm);
        (norm * e * e - 2.0 * cross * e * score + a * score * score) / determinant(a, norm, cross)
    }
}

/// ln(1 - x). Most candidates explain next to nothing, and there four terms of the series
/// are exact to 1e-9 and save most of a scan's logarithms.
fn log_of_rest(x: f64) -> f64 {
    if x < 0.01 {
        -x * (1.0 + x * (0.5 + x * (1.0 / 3.0 + x * 0.25)))
    } else {
        (-x).ln_1p()
    }
}

impl Search {
    /// Marginal likelihoods of a centred series.
    fn evidence(&self, centred: &[f64]) -> Evidence<'_, 1> {
        let mut evidence = Evidence::new(self);
        evidence.set_series(centred.as_chunks().0);
        evidence
    }

    /// Log marginal likelihoods of a centred series.
    pub fn log_evidence(&self, centred: &[f64]) -> LogEvidence {
        self.evidence(centred).log_evidence(0)
    }

    /// Every combination with its weight, for a centred series.
    pub fn weigh(&self, centred: &[f64]) -> Vec<WeightedChange> {
        let mut out = Vec::new();
        for (slow, whitened) in self.evidence(centred).by_slow_variance().iter().enumerate() {
            let likelihood = whitened.likelihood(0);
            for shift in likelihood.shifts() {
                out.extend(
                    (0..self.candidates().len())
                        .map(|c| likelihood.weighted_change(slow, c, shift)),
                );
            }
        }
        out
    }

    /// Weights of slow variance and level shift in the no-onset model, for a centred series.
    pub fn weigh_none(&self, centred: &[f64]) -> Vec<NuisanceSetting> {
        self.weigh_settings(centred, |likelihood, shift| likelihood.no_onset(shift))
    }

    /// The same in the model of a line from the start.
    pub fn weigh_line(&self, centred: &[f64]) -> Vec<NuisanceSetting> {
        self.weigh_settings(centred, |likelihood, shift| likelihood.line(shift))
    }

    fn weigh_settings(
        &self,
        centred: &[f64],
        weight: fn(MarginalLikelihood<'_, 1>, Option<usize>) -> f64,
    ) -> Vec<NuisanceSetting> {
        let mut out = Vec::new();
        for (slow, whitened) in self.evidence(centred).by_slow_variance().iter().enumerate() {
            let likelihood = whitened.likelihood(0);
            out.extend(likelihood.shifts().map(|shift| NuisanceSetting {
                slow,
                shift,
                log_weight: weight(likelihood, shift),
            }));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::log_of_rest;

    #[test]
    fn the_short_series_is_the_logarithm() {
        for i in 0..=1000 {
            // Across the change from series to logarithm at 0.01, and up to nearly 1.
            let x = (f64::from(i) / 1000.0).powi(3) * 0.999_999;
            let exact = (-x).ln_1p();
            assert!((log_of_rest(x) - exact).abs() < 1e-10, "{x}");
        }
        assert_eq!(log_of_rest(0.0), 0.0);
        let (below, above) = (log_of_rest(0.01 - 1e-12), log_of_rest(0.01));
        assert!(
            (below - above).abs() < 1e-9,
            "no jump where the formula changes"
        );
    }
}
