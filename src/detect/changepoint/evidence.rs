//! Series seen side by side under one amount of slow noise.

use super::design::{DesignUnderNoise, determinant};
use super::search::{Search, WeightedChange};
use super::shape::SuffixSums;
use crate::stats::Row;

/// Level shifts carried into the joint search: the posterior of a clear shift covers a
/// few neighbouring windows, and one window more changes nothing that can be seen.
const SHIFTS_CARRIED: usize = 2;

/// `L` series seen under one amount of slow noise. Its room is used again for the next.
pub(super) struct WhitenedSeries<'a, const L: usize> {
    search: &'a Search,
    scale: &'a DesignUnderNoise,
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
    /// Prepares `search` to be seen under `scale`.
    pub(super) fn new(search: &'a Search, scale: &'a DesignUnderNoise) -> Self {
        Self {
            search,
            scale,
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

    /// Sees centred series.
    pub(super) fn see(&mut self, centred: &[Row<L>]) {
        let ground = &self.scale.ground;
        let problem = self.search.problem();
        self.residual.clear();
        self.residual.extend_from_slice(centred);
        ground.whitener.whiten_rows(&mut self.residual);
        (self.sum, _) = ground.base.project_rows(&mut self.residual);
        ground.whitener.adjoint_rows(&mut self.residual);
        self.suffix.fill(&self.residual, &problem.positions);
        self.degrees = centred.len().saturating_sub(1).max(1) as f64;
        let fixed = ground.log_prior - ground.base.half_log_det();
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

    /// The null model decides which shifts are worth carrying into the search.
    fn carry(&mut self) {
        for (lane, carried) in self.carried.iter_mut().enumerate() {
            let gain =
                |m: usize| self.shift_scores[m][lane].powi(2) / self.scale.ground.shift_norms[m];
            carried.clear();
            for _ in 0..SHIFTS_CARRIED {
                let left = (0..self.shift_scores.len()).filter(|m| !carried.contains(m));
                // The first of equals.
                let best = left.rev().max_by(|&a, &b| gain(a).total_cmp(&gain(b)));
                carried.extend(best);
            }
        }
    }

    /// One of the series.
    pub(super) fn lane(&self, lane: usize) -> MarginalLikelihood<'_, L> {
        MarginalLikelihood { view: self, lane }
    }
}

/// One series seen under one amount of slow noise.
#[derive(Clone, Copy)]
pub(super) struct MarginalLikelihood<'a, const L: usize> {
    view: &'a WhitenedSeries<'a, L>,
    lane: usize,
}

impl<'a, const L: usize> MarginalLikelihood<'a, L> {
    /// No level shift, then those worth a look.
    pub(super) fn shifts(self) -> impl Iterator<Item = Option<usize>> + 'a {
        let carried = self.view.carried[self.lane].iter().copied();
        std::iter::once(None).chain(carried.map(Some))
    }

    /// Product of a shift's column with the whitened residual.
    pub(super) fn shift_score(self, shift: usize) -> f64 {
        self.view.shift_scores[shift][self.lane]
    }

    /// Log marginal likelihood for a gain in the sum of squares and a log-determinant.
    pub(super) fn log(self, shift: Option<usize>, gain: f64, log_det: f64) -> f64 {
        let share = (gain / self.view.sum[self.lane]).min(1.0 - 1e-12);
        self.view.base[self.lane] + self.view.search.problem().shifts.log_prior(shift)
            - 0.5 * (log_det + self.view.degrees * log_of_rest(share))
    }

    /// Log marginal likelihood without an onset.
    pub(super) fn without(self, shift: Option<usize>) -> f64 {
        let Some(m) = shift else {
            return self.log(None, 0.0, 0.0);
        };
        let norm = self.view.scale.ground.shift_norms[m];
        let penalty = self.view.search.problem().shift_penalty();
        self.log(
            shift,
            self.shift_score(m).powi(2) / norm,
            (norm / penalty).ln(),
        )
    }

    /// Log marginal likelihood with the line from the start.
    pub(super) fn with_line(self, shift: Option<usize>) -> f64 {
        let index = self.view.search.candidates().len();
        if self.view.search.problem().only_losses && self.score(index) >= 0.0 {
            return f64::NEG_INFINITY;
        }
        self.log(shift, self.gain(shift, index), self.log_det(shift, index))
    }

    /// Log marginal likelihood with a candidate.
    pub(super) fn log_with(self, candidate: usize, shift: Option<usize>) -> f64 {
        let search = self.view.search;
        let log_prior = search.candidates()[candidate].log_prior;
        let (gain, log_det) = (self.gain(shift, candidate), self.log_det(shift, candidate));
        match search.problem().only_losses {
            true if self.score(candidate) >= 0.0 => f64::NEG_INFINITY,
            // Half of a normal prior holds all of the probability.
            true => self.log(shift, gain, log_det) + log_prior + std::f64::consts::LN_2,
            false => self.log(shift, gain, log_det) + log_prior,
        }
    }

    /// A candidate's weight and its change.
    pub(super) fn with(
        self,
        scale: usize,
        candidate: usize,
        shift: Option<usize>,
    ) -> WeightedChange {
        let (prepared, score) = (self.view.scale, self.score(candidate));
        let norm = prepared.norms[candidate];
        let (change, spread) = match shift {
            None => (score / norm, 1.0 / norm),
            Some(m) => {
                let (e, a) = (self.shift_score(m), prepared.ground.shift_norms[m]);
                let cross = prepared.cross[m][candidate];
                let det = determinant(a, norm, cross);
                ((a * score - cross * e) / det, a / det)
            }
        };
        let left = (self.view.sum[self.lane] - self.gain(shift, candidate)).max(0.0);
        WeightedChange {
            candidate,
            scale,
            shift,
            log_weight: self.log_with(candidate, shift),
            change,
            variance: left / self.view.degrees * spread,
        }
    }

    fn score(self, candidate: usize) -> f64 {
        self.view.scores[self.lane][candidate]
    }

    fn log_det(self, shift: Option<usize>, index: usize) -> f64 {
        let scale = self.view.scale;
        match shift {
            None => scale.log_det[index],
            Some(m) => {
                let problem = self.view.search.problem();
                let penalties = problem.effect_penalty() * problem.shift_penalty();
                (scale.determinant(m, index) / penalties).ln()
            }
        }
    }

    /// What a column (and a shift beside it) takes off the sum of squares.
    fn gain(self, shift: Option<usize>, index: usize) -> f64 {
        let (scale, score) = (self.view.scale, self.score(index));
        match shift {
            None => alone(scale.norms[index], score),
            Some(m) => self
                .beside(m)
                .gain(scale.norms[index], scale.cross[m][index], score),
        }
    }

    /// [`gain`](Self::gain) of every candidate, and of the line after them.
    pub(super) fn gains(self, shift: Option<usize>, out: &mut Vec<f64>) {
        let scale = self.view.scale;
        let columns = scale.norms.iter().zip(&self.view.scores[self.lane]);
        out.clear();
        match shift {
            None if self.view.search.problem().only_losses => {
                let loss = |(&norm, &score): (&f64, &f64)| alone(norm, score.min(0.0));
                out.extend(columns.map(loss));
            }
            None => out.extend(columns.map(|(&norm, &score)| alone(norm, score))),
            Some(m) => {
                let shift = self.beside(m);
                let columns = columns.zip(&scale.cross[m]);
                out.extend(columns.map(|((&norm, &score), &cross)| shift.gain(norm, cross, score)));
            }
        }
    }

    fn beside(self, shift: usize) -> Beside {
        Beside {
            score: self.shift_score(shift),
            norm: self.view.scale.ground.shift_norms[shift],
        }
    }
}

/// What a column takes off the sum of squares on its own.
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
    /// What a column and the shift take off the sum of squares together.
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
