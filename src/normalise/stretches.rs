//! Finds unbroken stretches of records that satisfy a condition.

use super::clock::Timeline;
use std::ops::Range;

/// Every stretch of records `i >= 1` in which `is(i)` holds for at least `least_s` seconds;
/// a record stands for the time since the one before it.
pub(super) fn stretches(
    timeline: &Timeline,
    least_s: f64,
    is: impl Fn(usize) -> bool,
) -> Vec<Range<usize>> {
    let n = timeline.len();
    let mut out = Vec::new();
    let mut i = 1;
    while i < n {
        if !is(i) {
            i += 1;
            continue;
        }
        let from = i;
        while i < n && is(i) {
            i += 1;
        }
        if timeline.time_s[i - 1] - timeline.time_s[from - 1] >= least_s {
            out.push(from..i);
        }
    }
    out
}

/// Stretches of at least `least_s` in which a known, positive value does not change at all,
/// gaps left out.
pub(super) fn frozen(
    timeline: &Timeline,
    values: &[Option<f64>],
    least_s: f64,
) -> Vec<Range<usize>> {
    /// A handful of equal values, recorded once a minute, is no accident of a sensor.
    const LEAST_RECORDS: usize = 25;
    let mut found = stretches(timeline, least_s, |i| {
        values[i].is_some_and(|v| v > 0.0)
            && values[i] == values[i - 1]
            && timeline.step_s(i) <= timeline.gap_s
    });
    found.retain(|stretch| stretch.len() >= LEAST_RECORDS);
    found
}

/// Seconds that a stretch stands for.
pub(super) fn seconds(timeline: &Timeline, stretch: &Range<usize>) -> f64 {
    timeline.time_s[stretch.end - 1] - timeline.time_s[stretch.start - 1]
}

/// Seconds of records, none counted for more than a gap, for which `is` holds.
pub(super) fn seconds_where(timeline: &Timeline, is: impl Fn(usize) -> bool) -> f64 {
    (1..timeline.len())
        .filter(|i| is(*i))
        .map(|i| timeline.step_s(i).min(timeline.gap_s))
        .sum()
}

/// Half of the time the value is at most this.
pub(super) fn weighted_median(mut values: Vec<(f64, f64)>) -> Option<f64> {
    let weight = |of: &[(f64, f64)]| of.iter().map(|(_, w)| w).sum::<f64>();
    let half = weight(&values) / 2.0;
    // Halves of what is left in question, as sorting all of it would do for nothing.
    let (mut rest, mut below) = (values.as_mut_slice(), 0.0);
    while rest.len() > 1 {
        let middle = rest.len() / 2;
        rest.select_nth_unstable_by(middle, |a, b| a.0.total_cmp(&b.0));
        let (low, high) = rest.split_at_mut(middle);
        let reached = below + weight(low);
        rest = if reached >= half {
            low
        } else {
            below = reached;
            high
        };
    }
    rest.first().map(|(value, _)| *value)
}
