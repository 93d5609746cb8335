//! Records in order of time: doubled ones and those on top of each other become one, a clock
//! that is set back goes on.

use super::caveats::Caveat;
use crate::read::RawPoint;

/// Records nearer than this (ms) become one. A step takes 300 ms and watches record one to ten
/// times a second; what is nearer says nothing more, and would let a few seconds hold
/// thousands of records.
const NEAREST_MS: i64 = 100;

/// Sorted by time; records of the same moment become one.
pub(super) fn in_order(
    timed: &[(i64, &RawPoint)],
    caveats: &mut Vec<Caveat>,
) -> Vec<(i64, RawPoint)> {
    let backward = timed.windows(2).filter(|w| w[1].0 < w[0].0).count();
    let mut sorted: Vec<(i64, &RawPoint)> = timed.to_vec();
    if backward > 0 {
        // A clock that is set back now and then is put right; one that trembles is sorted.
        let set_back = if backward * 100 <= timed.len() {
            set_forward(&mut sorted)
        } else {
            0
        };
        sorted.sort_by_key(|(t, _)| *t);
        let how = if set_back == backward {
            "the time from there on was set forward, since the run goes on"
        } else {
            "records were put in order of time"
        };
        caveats.push(Caveat::new(
            "clock_backward",
            format!(
                "The clock jumps back {backward} time{}; {how}.",
                if backward == 1 { "" } else { "s" }
            ),
        ));
    }
    let mut out: Vec<(i64, RawPoint)> = Vec::with_capacity(sorted.len());
    let mut duplicates = 0usize;
    for (t, p) in sorted {
        match out.last_mut() {
            Some((last, kept)) if t.saturating_sub(*last) < NEAREST_MS => {
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
                "{duplicates} of {} records repeat the moment of another and were merged with it.",
                timed.len()
            ),
        ));
    }
    out
}

/// Sets the clock forward where it jumps back while the run goes on; how often.
fn set_forward(timed: &mut [(i64, &RawPoint)]) -> usize {
    let mut offset = 0;
    let mut times = 0;
    for i in 1..timed.len() {
        let (before, last) = timed[i - 1];
        let (t, p) = timed[i];
        let now = t.saturating_add(offset);
        if now < before && goes_on(last, p) {
            times += 1;
            // The usual second between records.
            offset += before - now + 1000;
        }
        timed[i].0 = t.saturating_add(offset);
    }
    times
}

/// True when a record is a little further on than the one before it in the file, and so not
/// an earlier part of the run written again.
fn goes_on(before: &RawPoint, after: &RawPoint) -> bool {
    /// More than a runner covers within a gap in recording that is not one.
    const NEAR_M: f64 = 100.0;
    match (before.distance_m, after.distance_m) {
        (Some(a), Some(b)) => (0.0..NEAR_M).contains(&(b - a)),
        _ => false,
    }
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
