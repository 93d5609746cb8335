//! The clock: records in order of strictly rising time, whatever the file's order was.

use super::NotARun;
use super::caveats::Caveat;
use crate::read::{RawActivity, RawPoint, TimerEvent};

/// Records further apart than this are a gap: nothing is interpolated across it. Smart
/// recording leaves 1-9 s between records, so 10 s is the first interval it cannot explain.
pub(super) const GAP_S: f64 = 10.0;

/// No single run has a pause this long: what lies beyond it is another activity, or a clock
/// that was not yet set.
const ANOTHER_DAY_S: f64 = 12.0 * 3600.0;

/// Records with a rising clock.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Timeline {
    /// Milliseconds since 1970 of the first record.
    pub start_ms: i64,
    /// Seconds since the first record, strictly rising.
    pub time_s: Vec<f64>,
    /// The records, one for each time.
    pub points: Vec<RawPoint>,
    /// Spans in seconds since the first record with the timer off.
    pub timer_off: Vec<(f64, f64)>,
}

impl Timeline {
    /// Seconds between record `i` and the one before it (0 for the first).
    pub fn step_s(&self, i: usize) -> f64 {
        if i == 0 {
            0.0
        } else {
            self.time_s[i] - self.time_s[i - 1]
        }
    }
    /// Number of records.
    pub fn len(&self) -> usize {
        self.points.len()
    }
}

/// Puts the records of `raw` on a rising clock.
///
/// # Errors
/// When no record has a time, or all have the same.
pub(super) fn timeline(raw: &RawActivity, caveats: &mut Vec<Caveat>) -> Result<Timeline, NotARun> {
    if raw.points.is_empty() {
        return Err(NotARun::Unusable(
            "holds no records, so there is nothing to analyse; export the activity itself, not a course, plan or summary".into(),
        ));
    }
    let timed: Vec<(i64, &RawPoint)> = raw
        .points
        .iter()
        .filter_map(|p| p.time_ms.map(|t| (t, p)))
        .collect();
    if timed.is_empty() {
        return Err(NotARun::Unusable(
            "has no times, so pace and cadence cannot be computed; export the recorded activity, not its route".into(),
        ));
    }
    let untimed = raw.points.len() - timed.len();
    if untimed > 0 {
        caveats.push(Caveat::new(
            "records_without_time",
            format!(
                "{untimed} of {} records have no time and were left out.",
                raw.points.len()
            ),
        ));
    }
    let ordered = in_order(&timed, caveats);
    let kept = longest_stretch(ordered, caveats);
    let (Some(first), Some(last)) = (kept.first(), kept.last()) else {
        return Err(NotARun::Unusable("holds no records".into()));
    };
    if first.0 == last.0 {
        return Err(NotARun::Unusable(
            "has the same time in every record, so pace and cadence cannot be computed; export it again with times".into(),
        ));
    }
    let start_ms = first.0;
    let end_s = seconds(last.0, start_ms);
    Ok(Timeline {
        start_ms,
        time_s: kept.iter().map(|(t, _)| seconds(*t, start_ms)).collect(),
        points: kept.into_iter().map(|(_, p)| p).collect(),
        timer_off: timer_off(&raw.timer, start_ms, end_s),
    })
}

/// Seconds from `start_ms` to `t_ms`.
fn seconds(t_ms: i64, start_ms: i64) -> f64 {
    t_ms.saturating_sub(start_ms) as f64 / 1000.0
}

/// Sorted by time; records of the same time become one.
fn in_order(timed: &[(i64, &RawPoint)], caveats: &mut Vec<Caveat>) -> Vec<(i64, RawPoint)> {
    let backward = timed.windows(2).filter(|w| w[1].0 < w[0].0).count();
    let mut sorted: Vec<(i64, &RawPoint)> = timed.to_vec();
    if backward > 0 {
        sorted.sort_by_key(|(t, _)| *t);
        caveats.push(Caveat::new(
            "clock_backward",
            format!("The clock jumps back {backward} times; records were put in order of time."),
        ));
    }
    let mut out: Vec<(i64, RawPoint)> = Vec::with_capacity(sorted.len());
    let mut duplicates = 0usize;
    for (t, p) in sorted {
        match out.last_mut() {
            Some((last, kept)) if *last == t => {
                duplicates += 1;
                fill(kept, p);
            }
            _ => out.push((t, *p)),
        }
    }
    // One or two come with every lap button; only a habit of it is worth a word.
    if duplicates * 100 > timed.len() {
        caveats.push(Caveat::new(
            "duplicate_times",
            format!(
                "{duplicates} of {} records repeat the time of another and were merged with it.",
                timed.len()
            ),
        ));
    }
    out
}

/// Fills what `kept` lacks from another record of the same moment.
fn fill(kept: &mut RawPoint, other: &RawPoint) {
    macro_rules! or { ($($field:ident).+) => { kept.$($field).+ = kept.$($field).+.or(other.$($field).+); } }
    or!(position);
    or!(altitude_m);
    or!(speed_m_per_s);
    or!(cadence_raw);
    or!(heart_rate_bpm);
    or!(power_w);
    or!(temperature_c);
    or!(dynamics.contact_time_ms);
    or!(dynamics.contact_balance_pct);
    or!(dynamics.oscillation_mm);
    or!(dynamics.vertical_ratio_pct);
    or!(dynamics.step_length_mm);
    or!(dynamics.leg_stiffness_kn_per_m);
    or!(dynamics.form_power_w);
    kept.distance_m = match (kept.distance_m, other.distance_m) {
        (Some(a), Some(b)) => Some(a.max(b)),
        (a, b) => a.or(b),
    };
    kept.segment_start |= other.segment_start;
}

/// The stretch with most records between breaks of half a day.
fn longest_stretch(
    ordered: Vec<(i64, RawPoint)>,
    caveats: &mut Vec<Caveat>,
) -> Vec<(i64, RawPoint)> {
    let mut best = 0..0;
    let mut from = 0;
    for i in 1..=ordered.len() {
        let broken = i == ordered.len() || seconds(ordered[i].0, ordered[i - 1].0) > ANOTHER_DAY_S;
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

/// Spans with the timer off, in seconds, in order, none overlapping.
fn timer_off(events: &[TimerEvent], start_ms: i64, end_s: f64) -> Vec<(f64, f64)> {
    let mut sorted: Vec<TimerEvent> = events.to_vec();
    sorted.sort_by_key(|e| e.time_ms);
    let mut out = Vec::new();
    let mut off_since: Option<f64> = None;
    for event in sorted {
        let at = seconds(event.time_ms, start_ms).clamp(0.0, end_s);
        match (event.running, off_since) {
            (false, None) => off_since = Some(at),
            (true, Some(from)) => {
                if at > from {
                    out.push((from, at));
                }
                off_since = None;
            }
            _ => {}
        }
    }
    // A stop that no start follows is the end button: records after it are the summary's.
    if let Some(from) = off_since.filter(|from| *from < end_s) {
        out.push((from, end_s));
    }
    out
}
