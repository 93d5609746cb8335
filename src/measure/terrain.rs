//! The ground: altitude smoothed over distance, its grade, what the grade costs, and
//! metres climbed.

use super::grade;
use crate::normalise::{Motion, Run};

/// Spacing of the grid of altitudes, m: finer than any grade a watch can resolve.
const STEP_M: f64 = 10.0;

/// Half the span of the smoothing, a triangle, m. Watches store altitude in steps of
/// 0.2-1 m: over 100 m that is a grade within half a percent, and windows of a tenth of a
/// mile lose nothing that they could show. In 18 real runs it takes 1-2 % of false cost
/// out of grade-adjusted pace on flat courses.
const HALF_SPAN_M: f64 = 100.0;

/// Climbs and descents smaller than this (m) are noise of the sensor: a barometer varies by a metre or two with wind
/// and weather.
const HYSTERESIS_M: f64 = 3.0;

/// Altitude is known over the run when this share of the records has it.
const COVERAGE: f64 = 0.8;

/// Smoothed ground along the run.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Terrain {
    altitude_m: Vec<f64>,
    /// Flat-equivalent metres from the start to each grid point.
    flat_equivalent_m: Vec<f64>,
    /// Metres climbed, and descended, from the start to each grid point.
    ascent_m: Vec<f64>,
    descent_m: Vec<f64>,
}

impl Terrain {
    /// The ground under a run; `None` without altitude.
    pub(super) fn of(run: &Run) -> Option<Self> {
        let finish = run.samples.last()?.distance.value();
        let raw = on_grid(run, finish)?;
        let altitude_m = smooth(&raw, (HALF_SPAN_M / STEP_M) as usize);
        let mut flat_equivalent_m = vec![0.0];
        let mut total = 0.0;
        for pair in altitude_m.windows(2) {
            total += STEP_M * grade::relative_cost((pair[1] - pair[0]) / STEP_M);
            flat_equivalent_m.push(total);
        }
        let (ascent_m, descent_m) = climbs(&altitude_m);
        Some(Self {
            altitude_m,
            flat_equivalent_m,
            ascent_m,
            descent_m,
        })
    }

    /// Smoothed altitude at a distance, m.
    pub(super) fn altitude_m(&self, at_m: f64) -> f64 {
        at(&self.altitude_m, at_m)
    }
    /// Mean grade between two distances; `None` where they are the same.
    pub(super) fn grade(&self, from_m: f64, to_m: f64) -> Option<f64> {
        (to_m > from_m).then(|| (self.altitude_m(to_m) - self.altitude_m(from_m)) / (to_m - from_m))
    }
    /// Metres on the flat that cost as much as the ground between two distances.
    pub(super) fn flat_equivalent_m(&self, from_m: f64, to_m: f64) -> f64 {
        at(&self.flat_equivalent_m, to_m) - at(&self.flat_equivalent_m, from_m)
    }
    /// Metres climbed and descended between two distances.
    pub(super) fn climbed_m(&self, from_m: f64, to_m: f64) -> (f64, f64) {
        (
            at(&self.ascent_m, to_m) - at(&self.ascent_m, from_m),
            at(&self.descent_m, to_m) - at(&self.descent_m, from_m),
        )
    }
}

/// Value at a distance, between grid points in proportion.
fn at(grid: &[f64], at_m: f64) -> f64 {
    let place = (at_m / STEP_M).max(0.0);
    let i = (place as usize).min(grid.len().saturating_sub(1));
    let j = (i + 1).min(grid.len().saturating_sub(1));
    match (grid.get(i), grid.get(j)) {
        (Some(a), Some(b)) => a + (b - a) * (place - i as f64).clamp(0.0, 1.0),
        _ => 0.0,
    }
}

/// Mean altitude of the records at each grid point, gaps bridged in a straight line.
fn on_grid(run: &Run, finish: f64) -> Option<Vec<f64>> {
    let n = (finish / STEP_M).ceil() as usize + 1;
    let mut sums = vec![(0.0, 0u32); n];
    let mut known = 0usize;
    // A runner who stands does not climb: the drift of a barometer during a stop is subtracted.
    let mut drift = 0.0;
    let mut last: Option<f64> = None;
    for s in &run.samples {
        let Some(altitude) = s.altitude.map(|a| a.value()) else {
            continue;
        };
        known += 1;
        if s.motion == Motion::Stop {
            drift += last.map_or(0.0, |last| altitude - last);
        } else {
            let i = ((s.distance.value() / STEP_M).round() as usize).min(n - 1);
            sums[i].0 += altitude - drift;
            sums[i].1 += 1;
        }
        last = Some(altitude);
    }
    if (known as f64) < COVERAGE * run.samples.len() as f64 {
        return None;
    }
    let cells: Vec<(usize, f64)> = sums
        .iter()
        .enumerate()
        .filter(|(_, (_, count))| *count > 0)
        .map(|(i, (sum, count))| (i, sum / f64::from(*count)))
        .collect();
    let (first, last) = (cells.first()?, cells.last()?);
    let mut out = vec![0.0; n];
    out[..=first.0].fill(first.1);
    out[last.0..].fill(last.1);
    for pair in cells.windows(2) {
        let ((a, from), (b, to)) = (pair[0], pair[1]);
        for (k, value) in out.iter_mut().enumerate().take(b + 1).skip(a + 1) {
            *value = from + (to - from) * (k - a) as f64 / (b - a) as f64;
        }
    }
    Some(out)
}

/// Moving average applied twice: a triangle of `half` cells to each side.
fn smooth(values: &[f64], half: usize) -> Vec<f64> {
    box_mean(&box_mean(values, half / 2), half / 2)
}

/// Mean over up to `half` cells to each side, fewer (but as many on both) near the ends.
fn box_mean(values: &[f64], half: usize) -> Vec<f64> {
    let mut sums = Vec::with_capacity(values.len() + 1);
    sums.push(0.0);
    let mut total = 0.0;
    for v in values {
        total += v;
        sums.push(total);
    }
    (0..values.len())
        .map(|i| {
            let h = half.min(i).min(values.len() - 1 - i);
            (sums[i + h + 1] - sums[i - h]) / (2 * h + 1) as f64
        })
        .collect()
}

/// Metres climbed and descended up to each grid point, reversals under the hysteresis
/// left out.
fn climbs(altitude: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let mut turns = vec![0usize];
    let (mut low, mut high) = (0usize, 0usize);
    let mut rising: Option<bool> = None;
    for (i, a) in altitude.iter().enumerate() {
        if *a < altitude[low] {
            low = i;
        }
        if *a > altitude[high] {
            high = i;
        }
        if rising != Some(true) && a - altitude[low] >= HYSTERESIS_M {
            turns.push(low);
            (rising, high) = (Some(true), i);
        } else if rising != Some(false) && altitude[high] - a >= HYSTERESIS_M {
            turns.push(high);
            (rising, low) = (Some(false), i);
        }
    }
    turns.push(match rising {
        Some(true) => high,
        Some(false) => low,
        None => 0,
    });
    let mut up = vec![0.0; altitude.len()];
    let mut down = vec![0.0; altitude.len()];
    for pair in turns.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let climbing = altitude[b] > altitude[a];
        let mut reached = altitude[a];
        for i in a + 1..=b {
            let before = reached;
            reached = if climbing {
                reached.max(altitude[i])
            } else {
                reached.min(altitude[i])
            };
            if climbing {
                up[i] = reached - before;
            } else {
                down[i] = before - reached;
            }
        }
    }
    let cumulate = |steps: Vec<f64>| {
        let mut total = 0.0;
        steps
            .into_iter()
            .map(|s| {
                total += s;
                total
            })
            .collect()
    };
    (cumulate(up), cumulate(down))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::Sample;
    use crate::normalise::testing::run_from;
    use crate::units::Metres;

    /// Two hills of 20 m on a course of 4 km, with a wobble of a metre.
    fn hills() -> Vec<f64> {
        (0..=400)
            .map(|i| {
                let x = f64::from(i) * STEP_M;
                10.0 * (1.0 - (x / 2000.0 * std::f64::consts::TAU).cos()) + 0.5 * (x / 15.0).sin()
            })
            .collect()
    }

    #[test]
    fn climbs_are_the_hills_and_not_the_wobble() {
        let (up, down) = climbs(&hills());
        assert!((up[400] - 40.0).abs() < 3.0, "{}", up[400]);
        assert!((down[400] - 40.0).abs() < 3.0, "{}", down[400]);
        assert!((up[100] - 20.0).abs() < 2.0 && (up[200] - up[100]).abs() < 1.5);
    }

    #[test]
    fn a_flat_course_climbs_nothing() {
        let (up, down) = climbs(&vec![100.0; 50]);
        assert_eq!((up[49], down[49]), (0.0, 0.0));
    }

    #[test]
    fn smoothing_keeps_a_slope_and_halves_noise() {
        let slope: Vec<f64> = (0..100).map(|i| 0.05 * f64::from(i) * STEP_M).collect();
        for (a, b) in smooth(&slope, 10).iter().zip(&slope) {
            assert!((a - b).abs() < 1e-9);
        }
        let noisy: Vec<f64> = (0..100)
            .map(|i| if i % 2 == 0 { 1.0 } else { -1.0 })
            .collect();
        assert!(smooth(&noisy, 10)[20..80].iter().all(|v| v.abs() < 0.1));
    }

    #[test]
    fn a_dip_smaller_than_the_hysteresis_is_no_descent() {
        // Up to 10 m with a dip of 2 m, then down to 4 m by way of a rise of 2 m.
        let (up, down) = climbs(&[0.0, 5.0, 3.0, 10.0, 8.0, 10.0, 4.0]);
        assert_eq!(up, [0.0, 5.0, 5.0, 10.0, 10.0, 10.0, 10.0]);
        assert_eq!(down, [0.0, 0.0, 0.0, 0.0, 2.0, 2.0, 6.0]);
        let (up, down) = climbs(&[9.0, 4.0, 6.5, 1.0, 4.0, 3.0]);
        assert_eq!(up, [0.0, 0.0, 0.0, 0.0, 3.0, 3.0]);
        assert_eq!(down, [0.0, 5.0, 5.0, 8.0, 8.0, 8.0]);
        // Two metres to and fro are no ground at all.
        let (up, down) = climbs(&[5.0, 7.0, 5.0, 7.0, 5.0]);
        assert_eq!((up, down), (vec![0.0; 5], vec![0.0; 5]));
    }

    #[test]
    fn a_moving_mean_takes_as_many_cells_on_either_side() {
        let values = [0.0, 3.0, 0.0, 0.0, 9.0, 0.0];
        let third = [0.0, 1.0, 1.0, 3.0, 3.0, 0.0];
        assert_eq!(box_mean(&values, 1), third);
        let fifth = [0.0, 1.0, 2.4, 2.4, 3.0, 0.0];
        assert_eq!(box_mean(&values, 2), fifth);
        assert_eq!(smooth(&values, 2), box_mean(&third, 1));
        assert!(box_mean(&[], 3).is_empty());
    }

    #[test]
    fn between_grid_points_altitude_is_in_proportion_and_beyond_them_it_holds() {
        let grid = [100.0, 110.0, 140.0];
        for (metres, altitude) in [
            (-5.0, 100.0),
            (0.0, 100.0),
            (2.0, 102.0),
            (STEP_M, 110.0),
            (1.5 * STEP_M, 125.0),
            (2.0 * STEP_M, 140.0),
            (9.0 * STEP_M, 140.0),
        ] {
            assert_eq!(at(&grid, metres), altitude, "{metres} m");
        }
        assert_eq!(at(&[], 10.0), 0.0);
    }

    /// A sample at a distance and an altitude.
    fn sample(metres: f64, altitude: Option<f64>, motion: Motion) -> Sample {
        Sample {
            distance: Metres(metres),
            altitude: altitude.map(Metres),
            motion,
            ..Sample::default()
        }
    }

    #[test]
    fn gaps_in_altitude_are_bridged_in_a_straight_line() {
        let run = run_from(vec![
            sample(18.0, Some(100.0), Motion::Run),
            sample(22.0, Some(104.0), Motion::Run),
            sample(50.0, Some(108.0), Motion::Run),
            sample(61.0, Some(105.0), Motion::Run),
            sample(80.0, None, Motion::Run),
        ]);
        let grid = on_grid(&run, 80.0).expect("four records in five have altitude");
        // The two records about 20 m give their mean; before the first and behind the last it holds.
        assert_eq!(
            grid,
            [
                102.0, 102.0, 102.0, 104.0, 106.0, 108.0, 105.0, 105.0, 105.0
            ]
        );
        let mut fewer = run;
        fewer.samples[3].altitude = None;
        assert_eq!(on_grid(&fewer, 80.0), None, "three in five");
    }

    #[test]
    fn a_barometer_that_drifts_while_the_runner_stands_climbs_nothing() {
        let run = run_from(vec![
            sample(0.0, Some(100.0), Motion::Run),
            sample(10.0, Some(101.0), Motion::Run),
            sample(10.0, Some(103.0), Motion::Stop),
            sample(10.0, Some(106.0), Motion::Stop),
            sample(20.0, Some(107.0), Motion::Run),
            sample(30.0, Some(109.0), Motion::Walk),
        ]);
        let grid = on_grid(&run, 30.0).expect("all have altitude");
        assert_eq!(grid, [100.0, 101.0, 102.0, 104.0]);
    }

    #[test]
    fn a_grade_needs_a_distance() {
        let ground = Terrain {
            altitude_m: vec![100.0, 101.0, 103.0],
            flat_equivalent_m: vec![0.0, 12.0, 30.0],
            ascent_m: vec![0.0, 1.0, 3.0],
            descent_m: vec![0.0, 0.5, 0.5],
        };
        assert!((ground.grade(5.0, 20.0).unwrap() - 2.5 / 15.0).abs() < 1e-12);
        assert_eq!(ground.grade(5.0, 5.0), None);
        assert_eq!(ground.flat_equivalent_m(5.0, 15.0), 15.0);
        assert_eq!(ground.climbed_m(5.0, 20.0), (2.5, 0.25));
    }
}
