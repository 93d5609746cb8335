//! The test of one series: is there an onset, where is it, how large is the change, how certain?

use super::bootstrap::p_value;
use super::posterior::OnsetPosterior;
use super::problem::Problem;
use super::search::{LogEvidence, NuisanceSetting, Search, log_sum};
use super::shape::{Candidate, ChangeShape};
use crate::detect::types::Onset;
use crate::stats::{Base, Column, Estimate, Posterior};
use crate::units::Metres;

/// Onsets are tried this far apart while testing: the statistic is an average over them,
/// and simulated runs see the same grid.
const COARSE_MI: f64 = 0.4;
/// ... and this far apart when the onset is stated.
const FINE_MI: f64 = 0.1;
/// Level of p below which an onset is stated.
pub const SIGNIFICANT: f64 = 0.05;
/// A change complete within so many miles is a knee that a coach would see.
const QUICK_MI: f64 = 2.0;
/// Level of p below which the onset is located on the fine grid: a claim may be possible there.
const LOCATED: f64 = 0.5;
/// Level of the onset's interval.
const CONFIDENCE: f64 = 0.95;
/// Narrowest interval of an onset, windows on either side.
const LEAST_HALF_WIDTH: f64 = 1.0;
/// Odds by which a line from the start must beat an onset somewhere to be preferred: 3 to
/// 1 is the least that is called evidence (Kass & Raftery 1995, doi
/// 10.1080/01621459.1995.10476572).
const LINE_ODDS: f64 = 3.0;
/// An interval that covers this share of all places searched names no onset: given nothing
/// but a flat posterior it would cover 0.95 of them. On tuning runs this gives up 1 in 100
/// onsets; in real ones it is what flips when a mile is cut off the start.
const ANYWHERE: f64 = 0.85;

/// The result of the test.
pub struct OnsetTest {
    /// The search; its grid is the fine one where a claim is possible.
    pub search: Search,
    /// The series with the prior means of the shared columns taken out.
    pub centred: Vec<f64>,
    /// Log marginal likelihoods.
    pub evidence: LogEvidence,
    /// Share of simulated no-onset runs with as large a statistic; `None` where no run was
    /// simulated.
    pub p_value: Option<f64>,
    /// Where the onset is, given that there is one.
    pub posterior: OnsetPosterior,
    window_mi: f64,
}

impl OnsetTest {
    /// Runs the test; `None` if the run is too short to search.
    pub fn run(problem: &Problem, series: &[f64], window_mi: f64, seed: u64) -> Option<Self> {
        Self::with(problem, series, window_mi, |search, centred, evidence| {
            Some(p_value(search, centred, evidence.statistic(), seed))
        })
    }

    /// Locates the onset without testing for one; `None` if the run is too short to search.
    pub fn locate(problem: &Problem, series: &[f64], window_mi: f64) -> Option<Self> {
        Self::with(problem, series, window_mi, |_, _, _| None)
    }

    fn with(
        problem: &Problem,
        series: &[f64],
        window_mi: f64,
        test: impl Fn(&Search, &[f64], &LogEvidence) -> Option<f64>,
    ) -> Option<Self> {
        if problem.range.1 <= problem.range.0 {
            return None;
        }
        let coarse = Search::new(Problem {
            spacing: COARSE_MI.max(window_mi),
            ..problem.clone()
        });
        let centred = coarse.centred(series);
        let evidence = coarse.log_evidence(&centred);
        let p_value = test(&coarse, &centred, &evidence);
        // No verdict hangs on the place of a change that is not there.
        let search = if p_value.is_none_or(|p| p < LOCATED) {
            coarse.spaced(FINE_MI.max(window_mi))
        } else {
            coarse
        };
        let posterior = OnsetPosterior::new(&search, &centred)?;
        Some(Self {
            search,
            centred,
            evidence,
            p_value,
            posterior,
            window_mi,
        })
    }

    /// True when the test finds a change.
    pub fn significant(&self) -> bool {
        self.p_value.is_some_and(|p| p < SIGNIFICANT)
    }

    /// True when a line from the start is the better account of the change, or as good a one
    /// as an onset that may be anywhere.
    pub fn is_line(&self) -> bool {
        self.no_line() < 0.0
    }

    /// By how much the change is no line: the lesser of what the onset's evidence is above a line's
    /// that counts, in units of e^2 to 1, and of the places that its interval leaves out beyond
    /// those that must be, in fifths of all.
    pub fn no_line(&self) -> f64 {
        let (first, last) = self.search.problem().range;
        let (low, high) = self.posterior.shortest(CONFIDENCE);
        let covered = (high.min(last) - low.max(first)) / (last - first);
        let ahead = self.evidence.onset - self.evidence.line + LINE_ODDS.ln();
        (ahead / 2.0).min((ANYWHERE - covered) / 0.2)
    }

    /// Where the onset may be, miles with probabilities; nowhere when no onset is claimed.
    pub fn places(&self) -> Vec<(f64, f64)> {
        let claimed = self.significant() && !self.is_line();
        let places = self.posterior.places.iter().copied();
        // What is left out would not move any place's share by a thousandth.
        places
            .filter(|&(_, probability)| claimed && probability > 1e-6)
            .collect()
    }

    /// The likeliest onset and shape.
    pub fn best(&self) -> Candidate {
        self.search.candidates()[self.posterior.best.candidate]
    }

    /// Probability that the change is complete within `miles`.
    pub fn probability_within(&self, miles: f64) -> f64 {
        self.posterior
            .widths
            .iter()
            .filter(|(width, _)| match width {
                ChangeShape::Step => true,
                ChangeShape::Over(w) => *w <= miles,
                ChangeShape::ToFinish => false,
            })
            .map(|&(_, p)| p)
            .sum()
    }

    /// The onset with its interval. A step smears over the window it falls in: no
    /// interval is narrower than that on either side.
    pub fn onset(&self) -> Onset {
        let (first, last) = self.search.problem().range;
        let at = self.at().clamp(first, last);
        let (low, high) = self.posterior.shortest(CONFIDENCE);
        let least = LEAST_HALF_WIDTH * self.window_mi;
        let (low, high) = (low.min(at - least), high.max(at + least));
        let near = 1.5 * self.search.problem().spacing;
        Onset {
            at: Metres::from_miles(at),
            low: Metres::from_miles(low.max(first)),
            high: Metres::from_miles(high.min(last)),
            confidence: CONFIDENCE,
            low_open: low <= first + near,
            high_open: high >= last - near,
        }
    }

    /// The onset: that of the likeliest change where it is quick, which is where a coach would
    /// point and not the middle of a skewed posterior; the middle of the posterior where the
    /// change grows over miles and no window stands out.
    pub fn at(&self) -> f64 {
        match self.best().width {
            ChangeShape::Step => self.best().onset,
            ChangeShape::Over(miles) if miles <= QUICK_MI => self.best().onset,
            ChangeShape::Over(_) | ChangeShape::ToFinish => self.posterior.quantile(0.5),
        }
    }

    /// Slow variance and level shift of the model that is claimed: one with an onset,
    /// a line from the start, or neither.
    fn setting(&self) -> (usize, Option<usize>) {
        if !self.significant() {
            likeliest(&self.search.weigh_none(&self.centred))
        } else if self.is_line() {
            likeliest(&self.search.weigh_line(&self.centred))
        } else {
            (self.posterior.best.slow, self.posterior.best.shift)
        }
    }

    /// Where the claimed model has a level shift, miles.
    pub fn shift_mi(&self) -> Option<f64> {
        let (_, shift) = self.setting();
        shift.map(|m| self.search.problem().shifts.at[m])
    }

    /// The claimed model with `column` as its change (or with none).
    pub fn fit(&self, column: Option<Vec<f64>>) -> Fit {
        let has_change = column.is_some();
        let problem = self.search.problem();
        let (slow, shift) = self.setting();
        let mut columns = problem.columns.clone();
        let shared = columns.len();
        if let Some(values) = column {
            columns.push(Column {
                values,
                mean: 0.0,
                sd: problem.effect_sd,
            });
        }
        if let Some(shift) = shift {
            columns.push(Column {
                values: self.search.shift_column(shift),
                mean: 0.0,
                sd: problem.shifts.sd,
            });
        }
        let whitener = self.search.whitener(slow);
        let base = Base::new(&columns, whitener, problem.noise.white_variance);
        let whitened = whitener.whiten(&self.centred);
        let (_, sum, _) = base.project(&whitened);
        let variance = sum / self.centred.len().saturating_sub(1).max(1) as f64;
        let mut posterior = base.posterior(&whitened, variance);
        for (mean, column) in posterior.mean.iter_mut().zip(&columns) {
            *mean += column.mean;
        }
        Fit {
            columns,
            posterior,
            shared,
            has_change,
        }
    }
}

/// The likeliest of settings, among those with a level shift if one is likelier than none.
fn likeliest(settings: &[NuisanceSetting]) -> (usize, Option<usize>) {
    let log = |shifted: bool| {
        let kept = settings
            .iter()
            .filter(move |s| s.shift.is_some() == shifted);
        log_sum(kept.map(|s| s.log_weight))
    };
    let shifted = log(true) > log(false);
    let kept = settings.iter().filter(|s| s.shift.is_some() == shifted);
    kept.max_by(|a, b| a.log_weight.total_cmp(&b.log_weight))
        .map_or((0, None), |s| (s.slow, s.shift))
}

/// The claimed model with its coefficients, fitted under the likeliest noise.
pub struct Fit {
    columns: Vec<Column>,
    posterior: Posterior,
    shared: usize,
    has_change: bool,
}

impl Fit {
    /// Posterior mean of a shared column's coefficient.
    pub fn coefficient(&self, column: usize) -> f64 {
        self.posterior.mean[column]
    }

    /// Posterior standard deviation of a column's coefficient.
    pub fn sd(&self, column: usize) -> f64 {
        self.posterior.covariance[column][column].max(0.0).sqrt()
    }

    /// The change, which stands right after the shared columns, with its 95 % interval.
    pub fn change(&self) -> Estimate {
        debug_assert!(self.has_change);
        Estimate::symmetric(self.coefficient(self.shared), 1.96 * self.sd(self.shared))
    }

    /// Posterior standard deviation of the change.
    pub fn change_sd(&self) -> f64 {
        self.sd(self.shared)
    }

    /// The change if the coefficient of `column` lay `sds` standard deviations off.
    pub fn change_at(&self, column: usize, sds: f64) -> f64 {
        let variance = self.posterior.covariance[column][column].max(f64::MIN_POSITIVE);
        let slope = self.posterior.covariance[column][self.shared] / variance;
        self.coefficient(self.shared) + slope * sds * variance.sqrt()
    }

    /// `series` less every part of the model but the change.
    pub fn residual(&self, series: &[f64]) -> Vec<f64> {
        self.without(series, |index| !(self.has_change && index == self.shared))
    }

    /// `series` less the shared columns: the change and a level shift stay in it.
    pub fn departure(&self, series: &[f64]) -> Vec<f64> {
        self.without(series, |index| index < self.shared)
    }

    fn without(&self, series: &[f64], of: impl Fn(usize) -> bool) -> Vec<f64> {
        let mut out = series.to_vec();
        for (index, column) in self.columns.iter().enumerate().filter(|&(i, _)| of(i)) {
            for (x, c) in out.iter_mut().zip(&column.values) {
                *x -= self.coefficient(index) * c;
            }
        }
        out
    }
}
