//! Relative changes between splits, with intervals that include how a runner's cadence and pace wander on even ground.
//! Hills affect the change but do not widen its interval.

use super::{Changes, Tally, Window};
use crate::stats::{Estimate, Noise, Segment, SlowPart};
use crate::units::{METRES_PER_MILE, Metres};

/// Splits shorter than this are not compared with others.
const COMPARED_FROM: Metres = Metres::from_miles(0.25);

/// The slow part of the noise of stretches that are compared, before the run is seen. It makes a mean over five miles
/// less certain than its spread suggests. 49 real long runs show a memory of two miles and 0.28 of the short-range
/// variance on average; the shares reach from a tenth of that to twice as much. Beside
/// the line of a stretch they hardly differ, so that one is enough while the short-range part is fitted.
const SLOW: SlowPart = SlowPart {
    length: 2.0,
    shares: &[(0.03, 1.0 / 3.0), (0.15, 1.0 / 3.0), (0.6, 1.0 / 3.0)],
    tried: &[0.15],
};

/// The noise of segments that are compared, each with a line of its own.
pub fn noise_of(lines: &[Segment]) -> Noise {
    Noise::fit(lines, SLOW, 1.0).given(lines)
}

/// Shortest running in a window that is compared, s.
const LEAST_WINDOW_S: f64 = 15.0;

/// Fewest windows of a split that say how noisy a run is: two go into its level and slope.
const LEAST_POINTS: usize = 4;

/// A quantity of running whose logarithm is compared.
type Quantity = fn(&Tally) -> Option<f64>;

/// Seconds per metre of running with known cadence: with cadence and step length it
/// multiplies to one, exactly. Without cadence, of all running.
fn pace(t: &Tally) -> Option<f64> {
    if t.stepped_m > 0.0 {
        Some(t.stepped_s / t.stepped_m)
    } else {
        t.speed_m_per_s().map(|v| 1.0 / v)
    }
}

/// Logarithm of the cost of the ground relative to the flat; 0 where altitude is not known, since every metre then
/// counts as flat.
fn ground(t: &Tally) -> f64 {
    if t.running_m > 0.0 && t.flat_equivalent_m > 0.0 {
        (t.flat_equivalent_m / t.running_m).ln()
    } else {
        0.0
    }
}

/// A split and the windows whose middle lies in it.
#[derive(Debug, Clone)]
pub(super) struct SplitWindows<'a> {
    from_m: f64,
    to_m: f64,
    tally: &'a Tally,
    windows: &'a [Window],
}

impl<'a> SplitWindows<'a> {
    /// The split between two distances.
    pub(super) fn new(from_m: f64, to_m: f64, tally: &'a Tally, windows: &'a [Window]) -> Self {
        let before = |m: f64| windows.partition_point(|w| w.from.value() + w.to.value() < 2.0 * m);
        Self {
            from_m,
            to_m,
            tally,
            windows: &windows[before(from_m)..before(to_m)],
        }
    }

    fn is_long_enough(&self) -> bool {
        self.to_m - self.from_m >= COMPARED_FROM.value()
    }

    /// The windows that have enough running and the quantity.
    fn points(&self, of: Quantity) -> Vec<Point> {
        let kept = self.windows.iter();
        let kept = kept.filter(|w| w.tally.running_s >= LEAST_WINDOW_S);
        kept.filter_map(|w| {
            Some(Point {
                at_mi: 0.5 * (w.from.value() + w.to.value()) / METRES_PER_MILE,
                ln_value: of(&w.tally)?.ln(),
                ln_ground: ground(&w.tally),
            })
        })
        .collect()
    }
}

/// A window of a split.
#[derive(Debug, Clone, Copy)]
struct Point {
    /// Middle of the window, miles.
    at_mi: f64,
    /// ln of the quantity.
    ln_value: f64,
    /// ln of what the ground costs.
    ln_ground: f64,
}

/// Removes the effect of the ground from each split, with one slope for the run fitted by least squares within the
/// splits: runners differ in how much a hill slows them. Otherwise hills would count as noise.
fn level_out(splits: &mut [Vec<Point>]) {
    let (mut products, mut squares) = (0.0, 0.0);
    for points in splits.iter() {
        let mean =
            |of: fn(&Point) -> f64| points.iter().map(of).sum::<f64>() / points.len().max(1) as f64;
        let (level, cost) = (mean(|p| p.ln_value), mean(|p| p.ln_ground));
        for point in points {
            products += (point.ln_value - level) * (point.ln_ground - cost);
            squares += (point.ln_ground - cost).powi(2);
        }
    }
    if squares > 0.0 {
        for point in splits.iter_mut().flatten() {
            point.ln_value -= products / squares * point.ln_ground;
        }
    }
}

/// One quantity over all splits of a run.
struct Series {
    of: Quantity,
    splits: Vec<Vec<Point>>,
    noise: Option<Noise>,
}

impl Series {
    fn new(of: Quantity, stretches: &[SplitWindows<'_>]) -> Self {
        let mut splits: Vec<_> = stretches.iter().map(|s| s.points(of)).collect();
        level_out(&mut splits);
        // Each split has a level and a slope of its own, which are no noise.
        let lines: Vec<_> = splits
            .iter()
            .filter(|points| points.len() >= LEAST_POINTS)
            .map(|points| {
                let (at, values) = points.iter().map(|p| (p.at_mi, p.ln_value)).unzip();
                Segment::with_line(at, values)
            })
            .collect();
        let noise = (!lines.is_empty()).then(|| noise_of(&lines));
        Self { of, splits, noise }
    }

    /// Change from split `a` to a later split `b`, percent.
    fn change(&self, stretches: &[SplitWindows<'_>], a: usize, b: usize) -> Option<Estimate> {
        let difference = ((self.of)(stretches[b].tally)? / (self.of)(stretches[a].tally)?).ln();
        let noise = self.noise.as_ref()?;
        let (early, late) = (&self.splits[a], &self.splits[b]);
        if early.is_empty() || late.is_empty() {
            return None;
        }
        let each = |points: &[Point], weight: f64| {
            let weight = weight / points.len() as f64;
            points.iter().map(move |p| (p.at_mi, weight)).collect()
        };
        let weights: [Vec<(f64, f64)>; 2] = [each(early, -1.0), each(late, 1.0)];
        let error = noise.half_width_95(&weights.concat());
        let pct = |ln: f64| 100.0 * ln.exp_m1();
        Some(Estimate::symmetric(difference, error).map(pct))
            .filter(|e| e.value.is_finite() && e.low.is_finite() && e.high.is_finite())
    }
}

/// Changes of every split from the first and from the one before it; nothing in the first,
/// and where either is too short.
pub(super) fn changes(stretches: &[SplitWindows<'_>]) -> Vec<(Changes, Changes)> {
    let [pace, cadence, step_length] = [pace, Tally::cadence_spm, Tally::step_length_m]
        .map(|of: Quantity| Series::new(of, stretches));
    let between = |a: usize, b: usize| {
        if a == b || !stretches[a].is_long_enough() || !stretches[b].is_long_enough() {
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
