//! Clocks that were set during the recording: by a late satellite fix, for summer time, or for another time zone.
//! If the run continues across the step, its parts are shifted onto one clock.

use super::caveats::Caveat;
use super::local_scale::metres_between;
use crate::read::{RawPoint, TimerEvent};
use crate::units::format::count;
use std::ops::RangeInclusive;

/// At most this many records in a row have a wrong time; more of them are a clock that was set,
/// or a block that was written twice.
pub(super) const LONGEST_STRAY: usize = 10;

/// A clock before 2005-01-01 was never set: devices start in 1970, 1980, 1989 or 2000.
const UNSET_BEFORE_MS: i64 = 1_104_537_600_000;

const HOUR_MS: i64 = 3_600_000;

/// No single run pauses for longer (ms): beyond it, another activity begins or the clock was set.
pub(super) const ANOTHER_DAY_MS: i64 = 12 * HOUR_MS;

/// Records further on than this (m) do not continue the run where it was: more than a runner
/// covers in the longest usual interval between records.
const NEAR_M: f64 = 100.0;

/// A stretch of the file's clock with its correction.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ClockPart {
    /// Times as the file has them, ms.
    stored_ms: RangeInclusive<i64>,
    /// Correction added to these times, ms.
    added_ms: i64,
}

/// A time of the file (a lap's, a timer's) on the repaired clock.
pub(super) fn repaired_ms(clock: &[ClockPart], stored_ms: i64) -> i64 {
    let distance = |part: &ClockPart| {
        let (from, to) = (*part.stored_ms.start(), *part.stored_ms.end());
        from.saturating_sub(stored_ms)
            .max(stored_ms.saturating_sub(to))
            .max(0)
    };
    let part = clock.iter().min_by_key(|part| distance(part));
    stored_ms.saturating_add(part.map_or(0, |part| part.added_ms))
}

/// Corrects a clock that was set while the run continued. Returns the parts with their corrections.
pub(super) fn set_clock(
    timed: &mut Vec<(i64, &RawPoint)>,
    timer: &[TimerEvent],
    caveats: &mut Vec<Caveat>,
) -> Vec<ClockPart> {
    let step = |w: &[(i64, &RawPoint)]| w[1].0.saturating_sub(w[0].0);
    let odd = |step: i64| !(0..HOUR_MS / 2).contains(&step);
    if !timed.windows(2).any(|w| odd(step(w))) {
        return Vec::new();
    }
    let usual = usual_ms(timed);
    // Where a new part begins, and the step of the clock there.
    let mut begins: Vec<(usize, i64)> = Vec::new();
    for (k, w) in timed.windows(2).enumerate() {
        let step = step(w);
        if odd(step) && was_set(timed, timer, k + 1, step, usual) {
            begins.push((k + 1, step));
        }
    }
    // Some records at either end are not worth a clock of their own: their times are wrong.
    if let Some((last, _)) = begins.last().copied()
        && is_stray_end(timed.len() - last, timed.len())
    {
        timed.truncate(last);
        begins.pop();
    }
    if let Some((first, _)) = begins.first().copied()
        && is_stray_end(first, timed.len())
    {
        timed.drain(..first);
        begins.remove(0);
        for (i, _) in &mut begins {
            *i -= first;
        }
    }
    if begins.is_empty() {
        return Vec::new();
    }
    let mut parts: Vec<(usize, i64)> = vec![(0, 0)];
    let mut added = 0;
    for (i, step) in &begins {
        // An hour of summer time, or of another zone, is put back to the second.
        let hours = (step - usual + HOUR_MS / 2).div_euclid(HOUR_MS) * HOUR_MS;
        let left = step - hours;
        added -= if (1..=3 * usual).contains(&left) {
            hours
        } else {
            step - usual
        };
        parts.push((*i, added));
    }
    // A clock that satellites set is right from then on; otherwise it was right at the start.
    let by_satellites = timed[0].0 < UNSET_BEFORE_MS && added < 0;
    if by_satellites {
        for part in &mut parts {
            part.1 -= added;
        }
    }
    caveats.push(told(&begins, by_satellites));
    let ends = parts.iter().skip(1).map(|(i, _)| *i).chain([timed.len()]);
    let ends: Vec<usize> = ends.collect();
    let mut clock = Vec::with_capacity(parts.len());
    for ((from, added_ms), to) in parts.into_iter().zip(ends) {
        let part = &mut timed[from..to];
        if let (Some(first), Some(last)) = (part.first(), part.last()) {
            clock.push(ClockPart {
                stored_ms: first.0..=last.0,
                added_ms,
            });
        }
        for (t, _) in part {
            *t = t.saturating_add(added_ms);
        }
    }
    clock
}

/// True if a part of `len` records is small enough to be single wrong times.
fn is_stray_end(len: usize, all: usize) -> bool {
    len <= LONGEST_STRAY && len * 10 <= all
}

/// Adds the caveat that the clock was set.
fn told(begins: &[(usize, i64)], by_satellites: bool) -> Caveat {
    let times = count(begins.len(), "time");
    if by_satellites {
        return Caveat::new(
            "clock_set",
            format!(
                "The clock was set {times} while recording, as when satellites are found late; the times before were set to match, since the run goes on."
            ),
        );
    }
    let (code, way) = match begins.iter().any(|(_, step)| *step < 0) {
        true => ("clock_backward", "jumps back"),
        false => ("clock_set", "jumps ahead"),
    };
    Caveat::new(
        code,
        format!(
            "The clock {way} {times} while the run goes on; the time from there on was set to match."
        ),
    )
}

/// The usual interval between records, ms.
fn usual_ms(timed: &[(i64, &RawPoint)]) -> i64 {
    let mut steps: Vec<i64> = timed
        .windows(2)
        .map(|w| w[1].0.saturating_sub(w[0].0))
        .filter(|step| *step > 0)
        .collect();
    let middle = steps.len() / 2;
    if steps.is_empty() {
        return 1000;
    }
    *steps.select_nth_unstable(middle).1
}

/// True where the clock, not the runner, makes the step of `step` ms before record `i`.
fn was_set(
    timed: &[(i64, &RawPoint)],
    timer: &[TimerEvent],
    i: usize,
    step: i64,
    usual: i64,
) -> bool {
    let (before, after) = (timed[i - 1].1, timed[i].1);
    if !goes_on(before, after) {
        return false;
    }
    if step < 0 {
        return !written_before(timed, i);
    }
    let paused = timer
        .iter()
        .any(|e| !e.running && (e.time_ms - timed[i - 1].0).abs() <= 5 * usual + 5000);
    // A pause looks the same but for the timer; a whole number of hours is no accident.
    let whole_hours = (1..=2 * usual + 2000).contains(&step.rem_euclid(HOUR_MS));
    !paused && (step > ANOTHER_DAY_MS || whole_hours)
}

/// True when a record is a little further on than the one before it in the file, by distance or
/// else by position.
fn goes_on(before: &RawPoint, after: &RawPoint) -> bool {
    if let (Some(a), Some(b)) = (before.distance_m, after.distance_m) {
        return (0.0..NEAR_M).contains(&(b - a));
    }
    match (before.position, after.position) {
        (Some(a), Some(b)) => metres_between(a, b) < NEAR_M,
        _ => false,
    }
}

/// True where the moment of record `i` was recorded before with the same content: a block that
/// was written twice.
fn written_before(timed: &[(i64, &RawPoint)], i: usize) -> bool {
    let (now, point) = timed[i];
    timed[..i]
        .iter()
        .rev()
        .any(|(t, p)| *t == now && p.position == point.position && p.distance_m == point.distance_m)
}
