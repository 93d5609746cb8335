//! Single values far from their neighbours: damage, or a fault of the sensor.

use super::stretches::median;
use super::timeline::Timeline;

/// A value is an outlier if it is off by this many times the median of the file's values. Normally
/// distributed values exceed 7 times the median once in 400,000.
const TIMES_USUAL: f64 = 12.0;

/// The neighbours agree if they differ by less than this share of how far the value between them is off. At a
/// step of the series the share is 2.
const BESIDE_AGREE: f64 = 0.5;

/// Records of `known` (record and value, in order of time) whose value is further from the straight line between its neighbours than `least(line)` and than
/// [`TIMES_USUAL`] allows, while the neighbours agree.
pub(super) fn lone(
    timeline: &Timeline,
    known: &[(usize, f64)],
    least: impl Fn(f64) -> f64,
) -> Vec<usize> {
    let off = |w: &[(usize, f64)]| {
        let [(before, a), (i, v), (behind, b)] = w else {
            return None;
        };
        let time = |i: &usize| timeline.time_s[*i];
        let span = time(behind) - time(before);
        let held = (time(i) - time(before)).max(time(behind) - time(i)) <= timeline.gap_s;
        let line = a + (b - a) * (time(i) - time(before)) / span;
        held.then_some((*i, (v - line).abs(), line, (b - a).abs()))
    };
    let mut found: Vec<_> = known.windows(3).filter_map(off).collect();
    let mut sizes: Vec<f64> = found.iter().map(|(_, off, ..)| *off).collect();
    let usual = median(&mut sizes).unwrap_or(0.0);
    found.retain(|(_, off, line, apart)| {
        *off > least(*line).max(TIMES_USUAL * usual) && *apart <= BESIDE_AGREE * off
    });
    found.into_iter().map(|(i, ..)| i).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::clock;
    use crate::normalise::testing::{run_of, steady};

    #[test]
    fn one_value_is_alone_a_step_and_two_values_are_not() {
        let found = |value: fn(usize) -> f64| -> Vec<usize> {
            let raw = run_of(600, |s| steady(s, 3.0, 86.0));
            let timeline = clock::timeline(&raw, &mut Vec::new()).unwrap();
            let known: Vec<_> = (0..timeline.len()).map(|i| (i, value(i))).collect();
            lone(&timeline, &known, |_| 10.0)
        };
        let nothing: [usize; 0] = [];
        assert_eq!(found(|i| if i == 300 { 31.0 } else { 1.0 }), [300]);
        assert_eq!(found(|i| if i == 300 { 10.5 } else { 1.0 }), nothing);
        assert_eq!(found(|i| if i >= 300 { 31.0 } else { 1.0 }), nothing);
        assert_eq!(found(|i| if i / 2 == 150 { 31.0 } else { 1.0 }), nothing);
        // A value that trembles by 20 m is off by 20 m everywhere.
        assert_eq!(found(|i| 20.0 * (i as f64 * 2.3).sin()), nothing);
    }
}
