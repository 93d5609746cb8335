//! Puts records in order of time: drops single times that do not fit, corrects a clock that was set during the
//! recording, sorts the rest, and merges records of the same time.

use super::caveats::Caveat;
use super::clock_set::{ANOTHER_DAY_MS, ClockPart, LONGEST_STRAY, set_clock};
use super::limits::FASTEST_M_PER_S;
use super::local_scale::metres_between;
use super::timeline::seconds;
use crate::read::{RawPoint, SENSORS, TimerEvent};
use crate::units::format::count;

/// Records closer in time than this (ms) are merged. A step takes 300 ms and watches record one to ten times a
/// second. Closer records add no information, and could fill a few seconds with thousands of records.
const NEAREST_MS: i64 = 100;

/// If more than one step in this many goes back, the clock jitters or the file has another order: records are
/// sorted, and none is removed.
const RARELY: usize = 100;

/// A single first or last record this far (s) from the rest is a wrong time.
const ALONE_S: f64 = 600.0;
/// ... in recordings of more than this many records.
const LEAST_FOR_ENDS: usize = 60;

/// Sorted by time; records of the same moment become one. With them what was added to the clock
/// where it was set while recording (nothing where it was not).
pub(super) fn in_order(
    timed: &[(i64, &RawPoint)],
    timer: &[TimerEvent],
    caveats: &mut Vec<Caveat>,
) -> (Vec<(i64, RawPoint)>, Vec<ClockPart>) {
    let mut sorted: Vec<(i64, &RawPoint)> = timed.to_vec();
    let mut clock = Vec::new();
    let backward = steps_back(&sorted);
    if backward * RARELY <= timed.len() {
        if backward > 0 {
            drop_strays(&mut sorted);
        }
        clock = set_clock(&mut sorted, timer, caveats);
    }
    let strays = timed.len() - sorted.len();
    if strays > 0 {
        caveats.push(Caveat::new(
            "clock_jump",
            format!(
                "The time{} of {} of {} do{} not fit the records around and were left out.",
                if strays == 1 { "" } else { "s" },
                strays,
                count(timed.len(), "record"),
                if strays == 1 { "es" } else { "" },
            ),
        ));
    }
    let backward = steps_back(&sorted);
    if backward > 0 {
        sorted.sort_by_key(|(t, _)| *t);
        caveats.push(Caveat::new(
            "clock_backward",
            format!(
                "The clock jumps back {}; records were put in order of time.",
                count(backward, "time")
            ),
        ));
    }
    (merged(&sorted, caveats), clock)
}

fn steps_back(timed: &[(i64, &RawPoint)]) -> usize {
    timed.windows(2).filter(|w| w[1].0 < w[0].0).count()
}

/// True where the clock goes back so often that records were sorted, and in that order the run leaps
/// to and fro: times and places contradict each other, and no order is right.
pub(super) fn contradicts(timed: &[(i64, &RawPoint)], sorted: &[(i64, RawPoint)]) -> bool {
    /// A step back of the distance by more than this (m) ...
    const BACK_M: f64 = 20.0;
    /// ... or a leap by more than this, beyond what the fastest runner covers, ...
    const LEAP_M: f64 = 100.0;
    /// ... in more than this share of the steps.
    const OFTEN: f64 = 0.1;
    if steps_back(timed) * RARELY <= timed.len() {
        return false;
    }
    let leaps = sorted.windows(2).filter(|w| {
        let reach = FASTEST_M_PER_S * seconds(w[1].0, w[0].0) + LEAP_M;
        let (a, b) = (&w[0].1, &w[1].1);
        match (a.distance_m, b.distance_m, a.position, b.position) {
            (Some(a), Some(b), ..) => !(-BACK_M..=reach).contains(&(b - a)),
            (_, _, Some(a), Some(b)) => metres_between(a, b) > reach,
            _ => false,
        }
    });
    leaps.count() as f64 > OFTEN * sorted.len() as f64
}

/// Records of one moment as one, what one lacks filled in from the others.
fn merged(sorted: &[(i64, &RawPoint)], caveats: &mut Vec<Caveat>) -> Vec<(i64, RawPoint)> {
    let mut out: Vec<(i64, RawPoint)> = Vec::with_capacity(sorted.len());
    let mut duplicates = 0usize;
    for (t, p) in sorted {
        match out.last_mut() {
            Some((last, kept)) if t.saturating_sub(*last) < NEAREST_MS => {
                duplicates += 1;
                fill(kept, **p);
            }
            _ => out.push((*t, **p)),
        }
    }
    // One or two come with every lap button; only a habit of it is worth a word.
    if duplicates * 100 > sorted.len() {
        caveats.push(Caveat::new(
            "duplicate_times",
            format!(
                "{duplicates} of {} records repeat the moment of another and were merged with it.",
                sorted.len()
            ),
        ));
    }
    out
}

/// Removes records whose time does not lie between those of their neighbours, as after a wrong digit of a time. A step
/// back has two explanations (the records after it are too early, or those before it too late); the one with fewer
/// wrong records is taken.
fn drop_strays(timed: &mut Vec<(i64, &RawPoint)>) {
    let mut out: Vec<(i64, &RawPoint)> = Vec::with_capacity(timed.len());
    let mut i = 0;
    while i < timed.len() {
        let (now, last) = (timed[i].0, out.last().map(|(t, _)| *t));
        if last.is_none_or(|last| now >= last) {
            out.push(timed[i]);
            i += 1;
            continue;
        }
        let last = last.unwrap_or(now);
        let too_early = (1..=LONGEST_STRAY)
            .take_while(|k| timed[i..].len() >= *k)
            .find(|k| timed.get(i + k).is_none_or(|(t, _)| *t >= last));
        // What is left of the records before once those that are too late are gone.
        let too_late = (1..=LONGEST_STRAY)
            .take_while(|m| out.len() >= *m)
            .find(|m| out.len() == *m || out[out.len() - m - 1].0 <= now);
        match (too_early, too_late) {
            (Some(k), Some(m)) if m < k || (m == k && late_fits(&out, timed, i, m)) => {
                out.truncate(out.len() - m);
            }
            (Some(k), _) => i += k,
            (None, Some(m)) => out.truncate(out.len() - m),
            (None, None) => {
                out.push(timed[i]);
                i += 1;
            }
        }
    }
    *timed = out;
}

/// True where leaving out the `m` records before leaves a more even clock than leaving out as
/// many from record `i` on.
fn late_fits(kept: &[(i64, &RawPoint)], timed: &[(i64, &RawPoint)], i: usize, m: usize) -> bool {
    let gap = |a: Option<i64>, b: Option<i64>| match (a, b) {
        (Some(a), Some(b)) => b.saturating_sub(a),
        // At either end nothing contradicts a time.
        _ => i64::MAX,
    };
    let before = |back: usize| kept.len().checked_sub(back).map(|at| kept[at].0);
    let after = |on: usize| timed.get(i + on).map(|(t, _)| *t);
    // Without the late: from the record before them to record i. Without the early: from the
    // last one kept to the record behind them.
    let without_late = gap(before(m + 1), after(0));
    let without_early = gap(before(1), after(m));
    // What stays of the wrong ones makes an uneven step too.
    without_late.max(gap(after(0), after(m))) < without_early.max(gap(before(m + 1), before(1)))
}

/// Without a single record at either end that lies far from the rest and yet no further on than
/// one record is from the next: its time is wrong.
pub(super) fn without_lone_ends(
    mut kept: Vec<(i64, RawPoint)>,
    caveats: &mut Vec<Caveat>,
) -> Vec<(i64, RawPoint)> {
    /// More than the usual interval covers, m.
    const NEAR_M: f64 = 60.0;
    let alone = |a: &(i64, RawPoint), b: &(i64, RawPoint)| {
        let near = match (a.1.distance_m, b.1.distance_m) {
            (Some(from), Some(to)) => (to - from).abs() < NEAR_M,
            _ => true,
        };
        near && seconds(b.0, a.0) > ALONE_S
    };
    let all = kept.len();
    if let [.., a, b] = kept.as_slice()
        && all > LEAST_FOR_ENDS
        && alone(a, b)
    {
        kept.pop();
    }
    if let [a, b, ..] = kept.as_slice()
        && all > LEAST_FOR_ENDS
        && alone(a, b)
    {
        kept.remove(0);
    }
    if kept.len() < all {
        caveats.push(Caveat::new(
            "clock_jump",
            "The first or last record lies alone, more than ten minutes from the rest, and was left out.",
        ));
    }
    kept
}

/// The stretch with most records between breaks of half a day.
pub(super) fn longest_stretch(
    ordered: Vec<(i64, RawPoint)>,
    caveats: &mut Vec<Caveat>,
) -> Vec<(i64, RawPoint)> {
    let mut best = 0..0;
    let mut from = 0;
    for i in 1..=ordered.len() {
        let broken =
            i == ordered.len() || ordered[i].0.saturating_sub(ordered[i - 1].0) > ANOTHER_DAY_MS;
        if broken {
            if i - from > best.len() {
                best = from..i;
            }
            from = i;
        }
    }
    if best.len() == ordered.len() {
        return ordered;
    }
    caveats.push(Caveat::new(
        "clock_jump",
        format!(
            "{} of {} records lie more than 12 hours from the rest and were left out.",
            ordered.len() - best.len(),
            ordered.len()
        ),
    ));
    ordered[best].to_vec()
}

/// Fills what `kept` lacks from another record of the same moment.
fn fill(kept: &mut RawPoint, mut other: RawPoint) {
    for field in SENSORS {
        let own = field(kept);
        *own = own.or(*field(&mut other));
    }
    kept.position = kept.position.or(other.position);
    kept.temperature_c = kept.temperature_c.or(other.temperature_c);
    kept.distance_m = match (kept.distance_m, other.distance_m) {
        (Some(a), Some(b)) => Some(a.max(b)),
        (a, b) => a.or(b),
    };
    kept.segment_start |= other.segment_start;
}
