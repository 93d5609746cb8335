//! The search for an onset: every place, every shape and every plausible amount of slow
//! noise is tried, and the answers are weighed by their marginal likelihood.
//!
//! A candidate is a column that is 0 before its onset and 1 once the change is complete.
//! Its product with a whitened residual needs only suffix sums, so one scan of all
//! candidates costs time linear in the number of windows.

use crate::stats::{Base, Column, NoiseShape, Whitener, dot};

/// How a change unfolds after its onset.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Width {
    /// At once.
    Step,
    /// Evenly over this many miles, then it stays.
    Over(f64),
    /// Evenly up to the finish.
    ToFinish,
}

/// One onset and shape.
#[derive(Debug, Clone, Copy)]
pub struct Candidate {
    /// Miles from the start.
    pub onset: f64,
    /// How it unfolds.
    pub width: Width,
    log_prior: f64,
    /// First window after the onset, and after the change is complete.
    first: usize,
    complete: usize,
}

/// A level shift that is no onset: shoe, surface, sensor.
#[derive(Debug, Clone)]
pub struct Shifts {
    /// Where shifts are looked for, miles.
    pub at: Vec<f64>,
    /// Prior standard deviation of their size.
    pub sd: f64,
    /// Prior probability that a run has one.
    pub probability: f64,
}

impl Candidate {
    /// An onset and shape outside any search, for its column.
    pub fn new(onset: f64, width: Width) -> Self {
        Self {
            onset,
            width,
            log_prior: 0.0,
            first: 0,
            complete: 0,
        }
    }
}

/// What is searched.
#[derive(Debug, Clone)]
pub struct Problem {
    /// Middle of each window, miles, rising.
    pub positions: Vec<f64>,
    /// Relative variance of each window's white noise.
    pub white: Vec<f64>,
    /// Columns that every model has.
    pub columns: Vec<Column>,
    /// Level shifts that the no-onset model may use.
    pub shifts: Shifts,
    /// Shapes with their prior weights.
    pub widths: Vec<(Width, f64)>,
    /// First and last onset, miles.
    pub range: (f64, f64),
    /// First onset of a step, miles.
    pub steps_from: f64,
    /// Distance between neighbouring onsets, miles.
    pub spacing: f64,
    /// Prior standard deviation of the change.
    pub effect_sd: f64,
    /// Medium part of the noise, with `slow_variance` left at 0.
    pub noise: NoiseShape,
    /// Slow variances to weigh, with their prior weights.
    pub slow: Vec<(f64, f64)>,
    /// Variance of the white part: the scale of the priors.
    pub white_variance: f64,
}

/// All that depends on one amount of slow noise.
#[derive(Debug, Clone)]
struct Scale {
    whitener: Whitener,
    base: Base,
    log_prior: f64,
    /// Penalised squared norm of each candidate's column, then of the line from the start.
    norms: Vec<f64>,
    /// Penalised squared norm of each shift's column.
    shift_norms: Vec<f64>,
    /// Product of each shift with each candidate, then with the line.
    cross: Vec<Vec<f64>>,
    /// Log-determinant of each candidate (then the line) without a shift, less penalty's.
    log_det: Vec<f64>,
    /// The same beside each shift.
    shift_log_det: Vec<Vec<f64>>,
}

/// A search prepared once for a run and used for it and for every simulated one.
#[derive(Debug, Clone)]
pub struct Search {
    problem: Problem,
    candidates: Vec<Candidate>,
    line: Candidate,
    /// First window after each shift.
    shift_first: Vec<usize>,
    scales: Vec<Scale>,
}

/// Log marginal likelihoods, up to a common constant.
#[derive(Debug, Clone, Copy)]
pub struct Scan {
    /// No onset.
    pub none: f64,
    /// A line from the start.
    pub line: f64,
    /// An onset, averaged over places and shapes.
    pub onset: f64,
}

impl Scan {
    /// The test's statistic: how much better a change explains the run than none.
    pub fn statistic(&self) -> f64 {
        self.onset - self.none
    }
}

/// One combination's weight in the posterior.
#[derive(Debug, Clone, Copy)]
pub struct Weighed {
    /// Index of the candidate.
    pub candidate: usize,
    /// Index of the slow variance.
    pub scale: usize,
    /// Index of the level shift, if one is in the model.
    pub shift: Option<usize>,
    /// Log weight, not normalised.
    pub log_weight: f64,
    /// Posterior mean of the change.
    pub change: f64,
    /// Posterior variance of the change.
    pub variance: f64,
}

impl Search {
    /// Prepares a search.
    pub fn new(problem: Problem) -> Self {
        let candidates = candidates(&problem);
        let start = problem.positions.first().copied().unwrap_or(0.0);
        let line = Candidate {
            onset: start,
            width: Width::ToFinish,
            log_prior: 0.0,
            first: 0,
            complete: problem.positions.len(),
        };
        let shift_first = problem
            .shifts
            .at
            .iter()
            .map(|&at| problem.positions.partition_point(|&s| s <= at))
            .collect();
        let mut search = Self {
            problem,
            candidates,
            line,
            shift_first,
            scales: Vec::new(),
        };
        search.scales = search
            .problem
            .slow
            .iter()
            .map(|&(slow, weight)| search.scale(slow, weight))
            .collect();
        search
    }

    /// What is searched.
    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// The onsets and shapes.
    pub fn candidates(&self) -> &[Candidate] {
        &self.candidates
    }

    /// The column of a candidate.
    pub fn column(&self, candidate: &Candidate) -> Vec<f64> {
        let finish = self.problem.positions.last().copied().unwrap_or(0.0);
        self.problem
            .positions
            .iter()
            .map(|&s| match candidate.width {
                Width::Step => f64::from(u8::from(s > candidate.onset)),
                Width::Over(width) => ((s - candidate.onset) / width).clamp(0.0, 1.0),
                Width::ToFinish => {
                    ((s - candidate.onset) / (finish - candidate.onset).max(1e-9)).clamp(0.0, 1.0)
                }
            })
            .collect()
    }

    /// The column of a level shift.
    pub fn shift_column(&self, shift: usize) -> Vec<f64> {
        let first = self.shift_first[shift];
        (0..self.problem.positions.len())
            .map(|i| f64::from(u8::from(i >= first)))
            .collect()
    }

    /// The whitener of a slow variance.
    pub fn whitener(&self, scale: usize) -> &Whitener {
        &self.scales[scale].whitener
    }

    /// Series with the prior means of the shared columns taken out.
    pub fn centred(&self, series: &[f64]) -> Vec<f64> {
        let mut out = series.to_vec();
        for column in &self.problem.columns {
            for (x, c) in out.iter_mut().zip(&column.values) {
                *x -= column.mean * c;
            }
        }
        out
    }

    /// Log marginal likelihoods of a centred series.
    pub fn scan(&self, centred: &[f64]) -> Scan {
        let mut none = LogSum::default();
        let mut line = LogSum::default();
        let mut onset = LogSum::default();
        for scale in &self.scales {
            let view = self.view(scale, centred);
            for shift in view.shifts() {
                none.add(view.without(shift));
                line.add(view.with_line(shift));
                for candidate in 0..self.candidates.len() {
                    onset.add(view.log_with(candidate, shift));
                }
            }
        }
        Scan {
            none: none.value(),
            line: line.value(),
            onset: onset.value(),
        }
    }

    /// Every combination with its weight, for a centred series.
    pub fn weigh(&self, centred: &[f64]) -> Vec<Weighed> {
        let mut out = Vec::new();
        for (index, scale) in self.scales.iter().enumerate() {
            let view = self.view(scale, centred);
            for shift in view.shifts() {
                out.extend(
                    (0..self.candidates.len()).map(|candidate| view.with(index, candidate, shift)),
                );
            }
        }
        out
    }

    /// Weights of (scale, shift) in the no-onset model, for a centred series.
    pub fn weigh_none(&self, centred: &[f64]) -> Vec<(usize, Option<usize>, f64)> {
        let mut out = Vec::new();
        for (index, scale) in self.scales.iter().enumerate() {
            let view = self.view(scale, centred);
            out.extend(
                view.shifts()
                    .map(|shift| (index, shift, view.without(shift))),
            );
        }
        out
    }

    /// Mean and noise scale of the no-onset model fitted to a centred series.
    pub fn fitted_null(
        &self,
        scale: usize,
        shift: Option<usize>,
        centred: &[f64],
    ) -> (Vec<f64>, f64) {
        let scale = &self.scales[scale];
        let mut mean = vec![0.0; centred.len()];
        if let Some(m) = shift {
            let view = self.view(scale, centred);
            let size = view.shift_scores[m] / scale.shift_norms[m];
            mean[self.shift_first[m]..]
                .iter_mut()
                .for_each(|x| *x = size);
        }
        let unshifted: Vec<f64> = centred.iter().zip(&mean).map(|(x, m)| x - m).collect();
        let (_, sum, scores) = scale.base.project(&scale.whitener.whiten(&unshifted));
        let coefficients = scale.base.coefficients(&scores);
        for (column, coefficient) in self.problem.columns.iter().zip(coefficients) {
            for (m, c) in mean.iter_mut().zip(&column.values) {
                *m += coefficient * c;
            }
        }
        (mean, (sum / centred.len().max(1) as f64).sqrt())
    }

    fn scale(&self, slow: f64, weight: f64) -> Scale {
        let problem = &self.problem;
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
            let column = whitener.whiten_from(candidate.first, &self.column(candidate));
            let lost: f64 = shared
                .iter()
                .map(|s| s.product(candidate, self.finish()).powi(2))
                .sum();
            (dot(&column, &column) - lost).max(0.0) + penalty
        };
        let every = || self.candidates.iter().chain(std::iter::once(&self.line));
        let norms: Vec<f64> = every().map(norm).collect();
        let shift_penalty = problem.white_variance / problem.shifts.sd.powi(2);
        let mut shift_norms = Vec::new();
        let mut cross = Vec::new();
        for shift in 0..self.shift_first.len() {
            let (residual, sum, _) = base.project(&whitener.whiten(&self.shift_column(shift)));
            shift_norms.push(sum + shift_penalty);
            let suffix = Suffix::new(&whitener.adjoint(&residual), &problem.positions);
            let products = every().map(|c| suffix.product(c, self.finish()));
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
        Scale {
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

    fn finish(&self) -> f64 {
        self.problem.positions.last().copied().unwrap_or(0.0)
    }

    fn view<'a>(&'a self, scale: &'a Scale, centred: &[f64]) -> View<'a> {
        let (residual, sum, _) = scale.base.project(&scale.whitener.whiten(centred));
        let suffix = Suffix::new(&scale.whitener.adjoint(&residual), &self.problem.positions);
        let shift_scores: Vec<f64> = self.shift_first.iter().map(|&i| suffix.plain[i]).collect();
        // The null model decides which shifts are worth carrying into the search.
        let mut order: Vec<usize> = (0..shift_scores.len()).collect();
        let gain = |m: usize| shift_scores[m].powi(2) / scale.shift_norms[m];
        order.sort_by(|&a, &b| gain(b).total_cmp(&gain(a)));
        order.truncate(SHIFTS_CARRIED);
        let degrees = centred.len().saturating_sub(1).max(1) as f64;
        View {
            search: self,
            scale,
            suffix,
            sum,
            shift_scores,
            carried: order,
            degrees,
            base: scale.log_prior - scale.base.half_log_det() - 0.5 * degrees * sum.ln(),
        }
    }
}

/// Level shifts carried into the joint search: the posterior of a clear shift covers a
/// few neighbouring windows, and one window more changes nothing that can be seen.
const SHIFTS_CARRIED: usize = 2;

/// One series seen under one amount of slow noise.
struct View<'a> {
    search: &'a Search,
    scale: &'a Scale,
    suffix: Suffix<'a>,
    sum: f64,
    shift_scores: Vec<f64>,
    carried: Vec<usize>,
    degrees: f64,
    base: f64,
}

impl View<'_> {
    fn shifts(&self) -> impl Iterator<Item = Option<usize>> + '_ {
        std::iter::once(None).chain(self.carried.iter().copied().map(Some))
    }

    fn shift_log_prior(&self, shift: Option<usize>) -> f64 {
        let shifts = &self.search.problem.shifts;
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

    fn without(&self, shift: Option<usize>) -> f64 {
        let Some(m) = shift else {
            return self.log(None, 0.0, 0.0);
        };
        let norm = self.scale.shift_norms[m];
        let shifts = &self.search.problem.shifts;
        let penalty = self.search.problem.white_variance / shifts.sd.powi(2);
        self.log(
            shift,
            self.shift_scores[m].powi(2) / norm,
            (norm / penalty).ln(),
        )
    }

    fn with_line(&self, shift: Option<usize>) -> f64 {
        let line = &self.search.line;
        let index = self.search.candidates.len();
        let score = self.suffix.product(line, self.search.finish());
        self.log(
            shift,
            self.gain(shift, score, index),
            self.log_det(shift, index),
        )
    }

    fn log_with(&self, candidate: usize, shift: Option<usize>) -> f64 {
        let chosen = &self.search.candidates[candidate];
        let score = self.suffix.product(chosen, self.search.finish());
        self.log(
            shift,
            self.gain(shift, score, candidate),
            self.log_det(shift, candidate),
        ) + chosen.log_prior
    }

    fn with(&self, scale: usize, candidate: usize, shift: Option<usize>) -> Weighed {
        let chosen = &self.search.candidates[candidate];
        let score = self.suffix.product(chosen, self.search.finish());
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
            log_weight: self.log_with(candidate, shift),
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

/// Suffix sums of a vector, plain and times position: the product with any candidate's
/// column follows from two or four of them.
struct Suffix<'a> {
    positions: &'a [f64],
    plain: Vec<f64>,
    weighted: Vec<f64>,
}

impl<'a> Suffix<'a> {
    fn new(values: &[f64], positions: &'a [f64]) -> Self {
        let n = values.len();
        let mut plain = vec![0.0; n + 1];
        let mut weighted = vec![0.0; n + 1];
        for i in (0..n).rev() {
            plain[i] = plain[i + 1] + values[i];
            weighted[i] = weighted[i + 1] + values[i] * positions[i];
        }
        Self {
            positions,
            plain,
            weighted,
        }
    }

    fn product(&self, candidate: &Candidate, finish: f64) -> f64 {
        debug_assert_eq!(self.positions.len() + 1, self.plain.len());
        let hinge = |from: usize, at: f64| self.weighted[from] - at * self.plain[from];
        match candidate.width {
            Width::Step => self.plain[candidate.first],
            Width::Over(width) => {
                (hinge(candidate.first, candidate.onset)
                    - hinge(candidate.complete, candidate.onset + width))
                    / width
            }
            Width::ToFinish => {
                hinge(candidate.first, candidate.onset) / (finish - candidate.onset).max(1e-9)
            }
        }
    }
}

/// Log of a sum of exponentials, built up without overflow.
#[derive(Default)]
struct LogSum {
    terms: Vec<f64>,
}

impl LogSum {
    fn add(&mut self, log: f64) {
        self.terms.push(log);
    }
    fn value(&self) -> f64 {
        log_sum(self.terms.iter().copied())
    }
}

/// Log of the sum of the exponentials of `terms`.
pub fn log_sum(terms: impl Iterator<Item = f64> + Clone) -> f64 {
    let top = terms.clone().fold(f64::NEG_INFINITY, f64::max);
    if top == f64::NEG_INFINITY {
        return top;
    }
    // Terms e^-30 below the top one cannot change the sum in double precision by 1e-9.
    top + terms
        .map(|t| if t > top - 30.0 { (t - top).exp() } else { 0.0 })
        .sum::<f64>()
        .ln()
}

fn candidates(problem: &Problem) -> Vec<Candidate> {
    let (from, to) = problem.range;
    let count = ((to - from) / problem.spacing).floor().max(0.0) as usize + 1;
    let finish = problem.positions.last().copied().unwrap_or(0.0);
    let mut out = Vec::new();
    for &(width, weight) in &problem.widths {
        let start = out.len();
        for step in 0..count {
            let onset = from + step as f64 * problem.spacing;
            // A step in the first third is a level shift, never an onset.
            if width == Width::Step && onset < problem.steps_from {
                continue;
            }
            let end = match width {
                Width::Step => onset,
                Width::Over(w) => onset + w,
                Width::ToFinish => finish,
            };
            // A ramp that is cut off by the finish is the ramp to the finish.
            if matches!(width, Width::Over(_)) && end > finish {
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
        let share = ((out.len() - start).max(1) as f64).ln();
        out[start..].iter_mut().for_each(|c| c.log_prior -= share);
    }
    out
}
