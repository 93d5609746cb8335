//! Finds unbroken stretches of records that satisfy a condition.

use super::timeline::Timeline;
use std::ops::Range;

/// Every stretch of records `i >= 1` in which `is(i)` holds for at least `least_s` seconds;
/// a record stands for the time since the one before it.
pub(super) fn stretches(
    timeline: &Timeline,
    least_s: f64,
    is: impl Fn(usize) -> bool,
) -> Vec<Range<usize>> {
    let records: Vec<usize> = (1..timeline.len()).collect();
    records
        .chunk_by(|a, b| is(*a) == is(*b))
        .filter(|part| is(part[0]))
        .map(|part| part[0]..part[0] + part.len())
        .filter(|stretch| seconds(timeline, stretch) >= least_s)
        .collect()
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

/// Masks the values of stretches. Returns the length of these together, seconds.
pub(super) fn mask(
    timeline: &Timeline,
    values: &mut [Option<f64>],
    stretches: &[Range<usize>],
) -> f64 {
    for stretch in stretches {
        values[stretch.clone()].fill(None);
    }
    stretches.iter().map(|s| seconds(timeline, s)).sum()
}

/// Seconds that a stretch stands for.
pub(super) fn seconds(timeline: &Timeline, stretch: &Range<usize>) -> f64 {
    timeline.time_s[stretch.end - 1] - timeline.time_s[stretch.start - 1]
}

/// Seconds of records, none counted for more than a gap, for which `is` holds.
pub(super) fn seconds_where(timeline: &Timeline, is: impl Fn(usize) -> bool) -> f64 {
    (1..timeline.len())
        .filter(|i| is(*i))
        .map(|i| timeline.weight_s(i))
        .sum()
}

/// Spreads the metres from record `begin` on over the records behind it, in proportion to their weights.
pub(super) fn spread(metres: &mut [f64], begin: usize, weights: &[f64]) {
    let Some((_, before_last)) = weights.split_last() else {
        return;
    };
    let (from, to) = (metres[begin], metres[begin + weights.len()]);
    let all: f64 = weights.iter().sum();
    let mut sum = 0.0;
    for (metres, weight) in metres[begin + 1..].iter_mut().zip(before_last) {
        sum += weight;
        *metres = from + (to - from) * sum / all;
    }
}

/// For each of some rising times, the first and the last index within `half_span_s` of it.
pub(super) fn around(
    times: impl Fn(usize) -> f64,
    count: usize,
    half_span_s: f64,
) -> impl Iterator<Item = (usize, usize)> {
    let (mut first, mut last) = (0, 0);
    (0..count).map(move |i| {
        while times(i) - times(first) > half_span_s {
            first += 1;
        }
        last = last.max(i);
        while last + 1 < count && times(last + 1) - times(i) <= half_span_s {
            last += 1;
        }
        (first, last)
    })
}

/// The middle value, the upper one of two; `None` without values. Reorders them.
pub(super) fn median(values: &mut [f64]) -> Option<f64> {
    let middle = values.len() / 2;
    (!values.is_empty()).then(|| *values.select_nth_unstable_by(middle, f64::total_cmp).1)
}

/// The median over time of a value of records: half of the time it is at most this. `None` where
/// no record has the value.
pub(super) fn median_over_time(
    timeline: &Timeline,
    value: impl Fn(usize) -> Option<f64>,
) -> Option<f64> {
    let known = |i| Some((value(i)?, timeline.weight_s(i)));
    weighted_median((1..timeline.len()).filter_map(known).collect())
}

/// The median of values with weights.
fn weighted_median(mut values: Vec<(f64, f64)>) -> Option<f64> {
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
