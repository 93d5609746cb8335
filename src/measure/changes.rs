//! Relative changes between splits, with intervals that include how a runner's cadence and pace wander on even ground.
//! Hills affect the change but do not widen its interval.

use super::{Changes, Tally, Window};
use crate::stats::Estimate;
use crate::stats::wander::{Segment, Shape, Wander};
use crate::units::Metres;
use statrs::distribution::{ContinuousCDF, StudentsT};

/// Splits shorter than this are not compared with others.
const COMPARED_FROM: Metres = Metres::from_miles(0.25);

/// Autocorrelation of windows of a tenth of a mile. With a fifth of white noise it is 0.5 at a lag of one window and
/// 0.25 at three, as measured on 49 real long runs, and 0.13 at ten, where 0.1 was measured. The slow part of two miles
/// makes a mean of five miles less certain than its spread suggests. The share of white noise is fitted to each run.
const ALIKE: Shape<'static> = Shape {
    parts: &[(0.60, 1.3), (0.22, 20.0)],
};

/// Shortest running in a window that is compared, s.
const LEAST_WINDOW_S: f64 = 15.0;

/// A quantity of running whose logarithm is compared.
type Quantity = fn(&Tally) -> Option<f64>;

/// Seconds per metre of running with known cadence: with cadence and step length it
/// multiplies to one, exactly. Without cadence, of all running.
fn pace(t: &Tally) -> Option<f64> {
    if t.stepped_m > 0.0 && t.steps > 0.0 {
        Some(t.stepped_s / t.stepped_m)
    } else {
        t.speed_m_per_s().map(|v| 1.0 / v)
    }
}

/// Logarithm of the cost of the ground relative to the flat; 0 where altitude is not known.
fn ground(t: &Tally) -> f64 {
    if t.has_altitude && t.running_m > 0.0 && t.flat_equivalent_m > 0.0 {
        (t.flat_equivalent_m / t.running_m).ln()
    } else {
        0.0
    }
}

/// A split and the windows whose middle lies in it.
#[derive(Debug, Clone)]
pub(super) struct Stretch<'a> {
    from_m: f64,
    to_m: f64,
    tally: &'a Tally,
    first: usize,
    windows: &'a [Window],
}

impl<'a> Stretch<'a> {
    /// The split between two distances.
    pub(super) fn new(from_m: f64, to_m: f64, tally: &'a Tally, windows: &'a [Window]) -> Self {
        let before = |m: f64| windows.partition_point(|w| w.from.value() + w.to.value() < 2.0 * m);
        let (first, end) = (before(from_m), before(to_m));
        Self {
            from_m,
            to_m,
            tally,
            first,
            windows: &windows[first..end],
        }
    }

    /// Logarithms of a quantity over the windows that have enough running, and of what the
    /// ground costs there.
    fn segment(&self, of: Quantity) -> (Segment, Vec<f64>) {
        let (mut out, mut grounds) = (Segment::default(), Vec::new());
        for (k, window) in self.windows.iter().enumerate() {
            let t = &window.tally;
            if let Some(value) = of(t).filter(|_| t.running_s >= LEAST_WINDOW_S) {
                out.at.push(self.first + k);
                out.values.push(value.ln());
                grounds.push(ground(t));
            }
        }
        (out, grounds)
    }
}

/// Removes the effect of the ground from each segment, with one slope for the run fitted by least squares within the
/// splits: runners differ in how much a hill slows them. Otherwise hills would count as wandering.
fn level_out(segments: &mut [(Segment, Vec<f64>)]) {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len().max(1) as f64;
    let (mut products, mut squares) = (0.0, 0.0);
    for (segment, grounds) in segments.iter() {
        let (level, cost) = (mean(&segment.values), mean(grounds));
        for (value, ground) in segment.values.iter().zip(grounds) {
            products += (value - level) * (ground - cost);
            squares += (ground - cost).powi(2);
        }
    }
    if squares > 0.0 {
        for (segment, grounds) in segments {
            for (value, ground) in segment.values.iter_mut().zip(grounds) {
                *value -= products / squares * *ground;
            }
        }
    }
}

/// One quantity over all splits of a run.
struct Series {
    of: Quantity,
    segments: Vec<Segment>,
    wander: Option<Wander>,
    /// Two-sided 95 % point.
    t95: f64,
}

impl Series {
    fn new(of: Quantity, stretches: &[Stretch<'_>]) -> Self {
        let mut beside: Vec<_> = stretches.iter().map(|s| s.segment(of)).collect();
        level_out(&mut beside);
        let segments: Vec<Segment> = beside.into_iter().map(|(segment, _)| segment).collect();
        let wander = Wander::fit(&segments, ALIKE);
        let t95 = wander
            .as_ref()
            .and_then(|w| StudentsT::new(0.0, 1.0, w.degrees).ok())
            .map_or(f64::INFINITY, |t| t.inverse_cdf(0.975));
        Self {
            of,
            segments,
            wander,
            t95,
        }
    }

    /// Change from split `a` to split `b`, percent.
    fn change(&self, stretches: &[Stretch<'_>], a: usize, b: usize) -> Option<Estimate> {
        let difference = ((self.of)(stretches[b].tally)? / (self.of)(stretches[a].tally)?).ln();
        let wander = self.wander.as_ref()?;
        let (places_a, places_b) = (&self.segments[a].at, &self.segments[b].at);
        if places_a.is_empty() || places_b.is_empty() {
            return None;
        }
        let error = self.t95
            * wander
                .variance_of_difference(places_a, places_b)
                .max(0.0)
                .sqrt();
        let pct = |ln: f64| 100.0 * ln.exp_m1();
        Some(Estimate {
            value: pct(difference),
            low: pct(difference - error),
            high: pct(difference + error),
        })
        .filter(|e| e.value.is_finite() && e.low.is_finite() && e.high.is_finite())
    }
}

/// Changes of every split from the first and from the one before it; nothing in the first,
/// and where either is too short.
pub(super) fn changes(stretches: &[Stretch<'_>]) -> Vec<(Changes, Changes)> {
    let [pace, cadence, step_length] = [pace, Tally::cadence_spm, Tally::step_length_m]
        .map(|of: Quantity| Series::new(of, stretches));
    let between = |a: usize, b: usize| {
        let long_enough =
            |i: usize| stretches[i].to_m - stretches[i].from_m >= COMPARED_FROM.value();
        if a == b || !long_enough(a) || !long_enough(b) {
            return Changes::default();
        }
        Changes {
            pace_pct: pace.change(stretches, a, b),
            cadence_pct: cadence.change(stretches, a, b),
            step_length_pct: step_length.change(stretches, a, b),
        }
    };
    (0..stretches.len())
        .map(|i| (between(0, i), between(i.saturating_sub(1), i)))
        .collect()
}
