//! Cleans the device's own distance: outliers are removed, gaps filled, and a counter that restarts is
//! continued.

use super::limits::{FASTEST_M_PER_S, LONGEST_M};
use super::timeline::Timeline;

/// At most this many distances in a row are outliers; more of them mean that the counter changed.
const LONGEST_SLIP: usize = 10;

/// A distance may step ahead by this much (m) more than the fastest runner covers: receivers correct
/// themselves.
const CORRECTED_M: f64 = 100.0;

/// A step back by no more than this (m) is the rounding of numbers.
const ROUNDING_M: f64 = 0.01;

/// A step back by less (m) is jitter of the receiver.
const JITTER_M: f64 = 10.0;

/// A distance that drops in more than this share of the steps is not counted from the start.
const FALLS: f64 = 0.2;

/// The device's own distance.
pub(super) struct Known {
    /// Metres since the start at every record, never falling.
    pub metres: Vec<f64>,
    /// True where a step is known and not filled in over a gap.
    pub trusted: Vec<bool>,
    /// Values left out because they do not fit the others.
    pub left_out: usize,
    /// True where each value is the distance from the point before.
    pub per_point: bool,
    /// True where it was counted below zero.
    pub negative: bool,
}

/// The device's own distance, if at least `coverage` of the records have it, or if that share of the time lies
/// between records that have it.
pub(super) fn known(timeline: &Timeline, coverage: f64) -> Option<Known> {
    let mut stated = timeline.known(|p| p.distance_m.filter(|d| d.is_finite()));
    let below = stated.iter().filter(|(_, d)| *d < 0.0).count();
    let negative = 2 * below > stated.len();
    if negative {
        for (_, d) in &mut stated {
            *d = -*d;
        }
    }
    let mut possible = stated.clone();
    possible.retain(|(_, d)| (0.0..=LONGEST_M).contains(d));
    if !covers(timeline, &possible, coverage) {
        return None;
    }
    let falls = possible.windows(2).filter(|w| w[1].1 < w[0].1).count();
    let per_point = falls as f64 > FALLS * possible.len() as f64;
    let (kept, out_of_line) = if per_point {
        let mut sum = 0.0;
        let add = |(i, d): &(usize, f64)| {
            sum += d;
            (*i, sum)
        };
        (possible.iter().map(add).collect(), 0)
    } else {
        in_line(timeline, &possible)
    };
    if kept.last()?.1 <= kept.first()?.1 {
        return None;
    }
    let (metres, trusted) = interpolate(timeline, &kept);
    Some(Known {
        metres,
        trusted,
        left_out: stated.len() - possible.len() + out_of_line,
        per_point,
        negative,
    })
}

/// True where enough records have a distance, or enough of the time lies between two that have.
fn covers(timeline: &Timeline, known: &[(usize, f64)], coverage: f64) -> bool {
    if known.len() as f64 >= coverage * timeline.len() as f64 {
        return true;
    }
    let time = &timeline.time_s;
    let between = known
        .windows(2)
        .map(|w| time[w[1].0] - time[w[0].0])
        .filter(|s| *s <= timeline.gap_s);
    let all = time.last().copied().unwrap_or(0.0);
    between.sum::<f64>() >= coverage * all
}

/// Distances that never fall, and the number of outliers removed (jitter not counted). A leap from which the
/// values come back within some records is removed. If a device restarts its counter, the count is continued.
fn in_line(timeline: &Timeline, known: &[(usize, f64)]) -> (Vec<(usize, f64)>, usize) {
    let mut out: Vec<(usize, f64)> = Vec::with_capacity(known.len());
    let mut left_out = 0;
    let mut offset = 0.0;
    let follows = |from: (usize, f64), to: (usize, f64)| {
        let seconds = timeline.time_s[to.0] - timeline.time_s[from.0];
        (-ROUNDING_M..=FASTEST_M_PER_S * seconds + CORRECTED_M).contains(&(to.1 - from.1))
    };
    let mut k = 0;
    while k < known.len() {
        let here = (known[k].0, known[k].1 + offset);
        let last = match out.last() {
            Some(last) if !follows(*last, here) => *last,
            _ => {
                out.push(here);
                k += 1;
                continue;
            }
        };
        // The explanation with fewer outliers holds: wrong values from here on, or wrong ones before.
        let falls = here.1 < last.1;
        let these = (1..=LONGEST_SLIP)
            .take_while(|m| k + m < known.len())
            .find(|m| {
                let back = (known[k + m].0, known[k + m].1 + offset);
                // A leap that stays comes into reach too, but without a leap back.
                let leaps_back = (known[k + m].1 < known[k + m - 1].1) != falls;
                leaps_back && follows(last, back)
            });
        let those = (1..=LONGEST_SLIP)
            .take_while(|m| falls && out.len() > *m)
            .find(|m| follows(out[out.len() - m - 1], here));
        // Where the steps before are leaps too, it is the unit that is another.
        let even_before = out.len() < 2 || follows(out[out.len() - 2], last);
        let at_the_end = even_before && known.len() - k <= LONGEST_SLIP.min(known.len() / 10);
        let at_the_start = out.len() <= LONGEST_SLIP.min(known.len() / 10);
        let far = (here.1 - last.1).abs() > JITTER_M;
        match (these, those) {
            (Some(m), those) if those.is_none_or(|n| m < n) => {
                left_out += if far { m } else { 0 };
                k += m;
            }
            (_, Some(n)) => {
                left_out += if far { n } else { 0 };
                out.truncate(out.len() - n);
            }
            _ if at_the_end => {
                left_out += if far { known.len() - k } else { 0 };
                break;
            }
            _ if at_the_start && starts_anew(timeline, known, k) => {
                left_out += if far { out.len() } else { 0 };
                out.clear();
            }
            _ => {
                // Less than before: the counter started again. More: a leap that stays.
                if here.1 < last.1 {
                    offset += last.1 - here.1;
                }
                out.push((here.0, known[k].1 + offset));
                k += 1;
            }
        }
    }
    (out, left_out)
}

/// True if the distances from `k` on rise evenly: then the ones before are wrong.
fn starts_anew(timeline: &Timeline, known: &[(usize, f64)], k: usize) -> bool {
    let next = known.iter().skip(k).take(LONGEST_SLIP + 1);
    let pairs = next.clone().zip(next.skip(1));
    let mut steps = pairs.map(|(a, b)| {
        let seconds = timeline.time_s[b.0] - timeline.time_s[a.0];
        (0.0..=FASTEST_M_PER_S * seconds + CORRECTED_M).contains(&(b.1 - a.1))
    });
    steps.all(|fits| fits)
}

/// Fills in between known distances, in proportion to time.
fn interpolate(timeline: &Timeline, known: &[(usize, f64)]) -> (Vec<f64>, Vec<bool>) {
    let mut metres = vec![0.0; timeline.len()];
    let mut trusted = vec![true; timeline.len()];
    if let (Some(first), Some(last)) = (known.first(), known.last()) {
        metres[..=first.0].fill(first.1);
        metres[last.0..].fill(last.1);
    }
    for pair in known.windows(2) {
        let ((a, from), (b, to)) = (pair[0], pair[1]);
        let (t0, t1) = (timeline.time_s[a], timeline.time_s[b]);
        for i in a + 1..=b {
            metres[i] = from + (to - from) * (timeline.time_s[i] - t0) / (t1 - t0);
            trusted[i] = b == a + 1 || t1 - t0 <= timeline.gap_s;
        }
    }
    (metres, trusted)
}
