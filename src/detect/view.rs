//! One amount of slow noise: what is prepared for it, and one series seen under it.

use super::candidate::{Candidate, Suffix};
use super::search::{Search, Weighed};
use crate::stats::{Base, NoiseShape, Whitener, dot};

/// All that depends on one amount of slow noise.
#[derive(Debug, Clone)]
pub(super) struct Scale {
    pub(super) whitener: Whitener,
    pub(super) base: Base,
    log_prior: f64,
    /// Penalised squared norm of each candidate's column, then of the line from the start.
    norms: Vec<f64>,
    /// Penalised squared norm of each shift's column.
    pub(super) shift_norms: Vec<f64>,
    /// Product of each shift with each candidate, then with the line.
    cross: Vec<Vec<f64>>,
    /// Log-determinant of each candidate (then the line) without a shift, less penalty's.
    log_det: Vec<f64>,
    /// The same beside each shift.
    shift_log_det: Vec<Vec<f64>>,
}

impl Scale {
    /// Prepares `search` for one slow variance of prior weight `weight`.
    pub(super) fn new(search: &Search, slow: f64, weight: f64) -> Self {
        let problem = search.problem();
        let shape = NoiseShape {
            slow_variance: slow,
            ..problem.noise
        };
        let whitener = Whitener::new(shape, &problem.positions, &problem.white);
        let base = Base::new(&problem.columns, &whitener, problem.white_variance);
        // What a column loses to the shared ones: its products with their adjoints.
        let shared: Vec<Suffix> = base
            .orthonormal()
            .iter()
            .map(|q| Suffix::new(&whitener.adjoint(q), &problem.positions))
            .collect();
        let penalty = problem.white_variance / problem.effect_sd.powi(2);
        let norm = |candidate: &Candidate| {
            let column = whitener.whiten_from(candidate.first, &search.column(candidate));
            let lost: f64 = shared
                .iter()
                .map(|s| s.product(candidate, search.finish()).powi(2))
                .sum();
            (dot(&column, &column) - lost).max(0.0) + penalty
        };
        let every = || {
            search
                .candidates()
                .iter()
                .chain(std::iter::once(search.line()))
        };
        let norms: Vec<f64> = every().map(norm).collect();
        let shift_penalty = problem.white_variance / problem.shifts.sd.powi(2);
        let mut shift_norms = Vec::new();
        let mut cross = Vec::new();
        for shift in 0..search.shift_count() {
            let (residual, sum, _) = base.project(&whitener.whiten(&search.shift_column(shift)));
            shift_norms.push(sum + shift_penalty);
            let suffix = Suffix::new(&whitener.adjoint(&residual), &problem.positions);
            let products = every().map(|c| suffix.product(c, search.finish()));
            cross.push(products.collect::<Vec<f64>>());
        }
        let log_det = norms.iter().map(|norm| (norm / penalty).ln()).collect();
        let shift_log_det = shift_norms
            .iter()
            .zip(&cross)
            .map(|(a, cross)| {
                let both = norms.iter().zip(cross);
                both.map(|(norm, c)| (determinant(*a, *norm, *c) / (penalty * shift_penalty)).ln())
                    .collect()
            })
            .collect();
        Self {
            whitener,
            base,
            log_prior: weight.ln(),
            norms,
            shift_norms,
            cross,
            log_det,
            shift_log_det,
        }
    }
}

/// Level shifts carried into the joint search: the posterior of a clear shift covers a
/// few neighbouring windows, and one window more changes nothing that can be seen.
const SHIFTS_CARRIED: usize = 2;

/// One series seen under one amount of slow noise.
pub(super) struct View<'a> {
    search: &'a Search,
    scale: &'a Scale,
    suffix: Suffix<'a>,
    sum: f64,
    pub(super) shift_scores: Vec<f64>,
    carried: Vec<usize>,
    degrees: f64,
    base: f64,
}

impl<'a> View<'a> {
    /// `centred` seen by `search` under `scale`.
    pub(super) fn new(search: &'a Search, scale: &'a Scale, centred: &[f64]) -> Self {
        let (residual, sum, _) = scale.base.project(&scale.whitener.whiten(centred));
        let suffix = Suffix::new(
            &scale.whitener.adjoint(&residual),
            &search.problem().positions,
        );
        let shift_scores: Vec<f64> = search
            .shift_starts()
            .iter()
            .map(|&i| suffix.plain[i])
            .collect();
        // The null model decides which shifts are worth carrying into the search.
        let mut order: Vec<usize> = (0..shift_scores.len()).collect();
        let gain = |m: usize| shift_scores[m].powi(2) / scale.shift_norms[m];
        order.sort_by(|&a, &b| gain(b).total_cmp(&gain(a)));
        order.truncate(SHIFTS_CARRIED);
        let degrees = centred.len().saturating_sub(1).max(1) as f64;
        Self {
            search,
            scale,
            suffix,
            sum,
            shift_scores,
            carried: order,
            degrees,
            base: scale.log_prior - scale.base.half_log_det() - 0.5 * degrees * sum.ln(),
        }
    }

    pub(super) fn shifts(&self) -> impl Iterator<Item = Option<usize>> + '_ {
        std::iter::once(None).chain(self.carried.iter().copied().map(Some))
    }

    fn shift_log_prior(&self, shift: Option<usize>) -> f64 {
        let shifts = &self.search.problem().shifts;
        match shift {
            _ if shifts.at.is_empty() => 0.0,
            None => (1.0 - shifts.probability).ln(),
            Some(_) => (shifts.probability / shifts.at.len() as f64).ln(),
        }
    }

    /// Log marginal likelihood for a gain in the sum of squares and a log-determinant.
    fn log(&self, shift: Option<usize>, gain: f64, log_det: f64) -> f64 {
        let share = (gain / self.sum).min(1.0 - 1e-12);
        self.base + self.shift_log_prior(shift)
            - 0.5 * (log_det + self.degrees * log_of_rest(share))
    }

    pub(super) fn without(&self, shift: Option<usize>) -> f64 {
        let Some(m) = shift else {
            return self.log(None, 0.0, 0.0);
        };
        let norm = self.scale.shift_norms[m];
        let shifts = &self.search.problem().shifts;
        let penalty = self.search.problem().white_variance / shifts.sd.powi(2);
        self.log(
            shift,
            self.shift_scores[m].powi(2) / norm,
            (norm / penalty).ln(),
        )
    }

    pub(super) fn with_line(&self, shift: Option<usize>) -> f64 {
        let line = self.search.line();
        let index = self.search.candidates().len();
        let score = self.suffix.product(line, self.search.finish());
        self.log(
            shift,
            self.gain(shift, score, index),
            self.log_det(shift, index),
        )
    }

    /// Product of a candidate's column with the whitened residual.
    pub(super) fn score(&self, candidate: usize) -> f64 {
        let chosen = &self.search.candidates()[candidate];
        self.suffix.product(chosen, self.search.finish())
    }

    /// Log marginal likelihood with a candidate of that score.
    pub(super) fn log_with(&self, candidate: usize, score: f64, shift: Option<usize>) -> f64 {
        self.log(
            shift,
            self.gain(shift, score, candidate),
            self.log_det(shift, candidate),
        ) + self.search.candidates()[candidate].log_prior
    }

    pub(super) fn with(&self, scale: usize, candidate: usize, shift: Option<usize>) -> Weighed {
        let score = self.score(candidate);
        let norm = self.scale.norms[candidate];
        let (change, spread) = match shift {
            None => (score / norm, 1.0 / norm),
            Some(m) => {
                let (e, a) = (self.shift_scores[m], self.scale.shift_norms[m]);
                let cross = self.scale.cross[m][candidate];
                let det = determinant(a, norm, cross);
                ((a * score - cross * e) / det, a / det)
            }
        };
        let left = (self.sum - self.gain(shift, score, candidate)).max(0.0);
        Weighed {
            candidate,
            scale,
            shift,
            log_weight: self.log_with(candidate, score, shift),
            change,
            variance: left / self.degrees * spread,
        }
    }

    fn log_det(&self, shift: Option<usize>, index: usize) -> f64 {
        match shift {
            None => self.scale.log_det[index],
            Some(m) => self.scale.shift_log_det[m][index],
        }
    }

    /// What a column (and a shift beside it) takes off the sum of squares.
    fn gain(&self, shift: Option<usize>, score: f64, index: usize) -> f64 {
        let norm = self.scale.norms[index];
        match shift {
            None => score * score / norm,
            Some(m) => {
                let (e, a) = (self.shift_scores[m], self.scale.shift_norms[m]);
                let cross = self.scale.cross[m][index];
                (norm * e * e - 2.0 * cross * e * score + a * score * score)
                    / determinant(a, norm, cross)
            }
        }
    }
}

/// Determinant of the two-by-two matrix of a shift and a candidate.
fn determinant(a: f64, norm: f64, cross: f64) -> f64 {
    (a * norm - cross * cross).max(1e-12 * a * norm)
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
