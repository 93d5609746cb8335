//! The clock: records in order of strictly rising time, whatever the file's order was.

use super::caveats::Caveat;
use super::stretches::median;
use super::timeline::{Timeline, seconds};
use super::{NotARun, carry, order};
use crate::read::{RawActivity, RawPoint, TimerEvent};

/// Records further apart than this are a gap: no sensor's value is held across it. Smart
/// recording leaves 1-9 s between records, so 10 s is the first interval it cannot explain.
pub(super) const GAP_S: f64 = 10.0;

/// A recorder that writes less often has gaps from this many of its usual intervals on: what
/// it left out is as steady as smart recording's.
const GAP_INTERVALS: f64 = 3.0;

/// ... but never beyond half a minute, in which a runner stops for a drink and goes on ...
const LONGEST_GAP_S: f64 = 30.0;

/// ... unless the usual interval is longer itself: watches that save power write once a minute,
/// not to the second.
pub(super) const SPARSE_INTERVALS: f64 = 1.5;
/// Recordings with longer gaps than this (s) cannot show form: a stop at a light would be invisible.
const SPARSEST_GAP_S: f64 = 120.0;

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
    let (ordered, clock) = order::in_order(&timed, &raw.timer, caveats);
    if order::contradicts(&timed, &ordered) {
        return Err(NotARun::Unusable(
            "has times that contradict its distances in whatever order they are put, so no mile of it can be named; export it again from the device".into(),
        ));
    }
    let kept = order::without_lone_ends(order::longest_stretch(ordered, caveats), caveats);
    let (Some(first), Some(last)) = (kept.first(), kept.last()) else {
        return Err(NotARun::Unusable("holds no records".into()));
    };
    if timed.len() == 1 {
        return Err(NotARun::Unusable(
            "holds a single record with a time, which is no run; export the whole activity".into(),
        ));
    }
    if first.0 == last.0 {
        return Err(NotARun::Unusable(
            "has the same time in every record, so pace and cadence cannot be computed; export it again with times".into(),
        ));
    }
    let start_ms = first.0;
    let end_s = seconds(last.0, start_ms);
    let time_s: Vec<f64> = kept.iter().map(|(t, _)| seconds(*t, start_ms)).collect();
    let mut timeline = Timeline {
        start_ms,
        gap_s: gap_s(&time_s),
        time_s,
        points: kept.into_iter().map(|(_, p)| p).collect(),
        timer_off: Vec::new(),
        clock,
    };
    timeline.timer_off = timer_off(&raw.timer, &timeline, end_s);
    carry::across_records(&mut timeline);
    Ok(timeline)
}

/// From where on an interval between records is a gap, s.
fn gap_s(time_s: &[f64]) -> f64 {
    let mut steps: Vec<f64> = time_s.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let usual = median(&mut steps).unwrap_or(0.0);
    let sparse = (SPARSE_INTERVALS * usual).min(SPARSEST_GAP_S);
    (GAP_INTERVALS * usual)
        .clamp(GAP_S, LONGEST_GAP_S)
        .max(sparse)
}

/// Spans with the timer off, in seconds, in order, none overlapping.
fn timer_off(events: &[TimerEvent], timeline: &Timeline, end_s: f64) -> Vec<(f64, f64)> {
    let at = |e: &TimerEvent| timeline.at_s(e.time_ms);
    let mut sorted: Vec<TimerEvent> = events.to_vec();
    sorted.sort_by(|a, b| at(a).total_cmp(&at(b)));
    let mut out = Vec::new();
    let mut off_since: Option<f64> = None;
    for event in sorted {
        let at = at(&event).clamp(0.0, end_s);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::testing::{START_MS, run_of, steady};

    fn clocked(raw: &RawActivity) -> (Timeline, Vec<&'static str>) {
        let mut caveats = Vec::new();
        let timeline = timeline(raw, &mut caveats).unwrap();
        (timeline, caveats.iter().map(|c| c.code).collect())
    }

    fn plain() -> RawActivity {
        run_of(600, |s| steady(s, 3.0, 88.0))
    }

    #[test]
    fn a_sound_clock_is_left_alone() {
        let (timeline, codes) = clocked(&plain());
        assert_eq!((timeline.len(), timeline.time_s[600]), (601, 600.0));
        assert!(codes.is_empty());
    }

    #[test]
    fn doubled_records_become_one_and_fill_each_other() {
        let mut raw = plain();
        let mut extra = raw.points.clone();
        for (kept, twin) in raw.points.iter_mut().zip(&mut extra) {
            kept.heart_rate_bpm = None;
            twin.distance_m = None;
        }
        raw.points = raw
            .points
            .iter()
            .zip(&extra)
            .flat_map(|(a, b)| [*a, *b])
            .collect();
        let (timeline, codes) = clocked(&raw);
        assert_eq!((timeline.len(), codes), (601, vec!["duplicate_times"]));
        assert!(
            timeline
                .points
                .iter()
                .all(|p| p.heart_rate_bpm.is_some() && p.distance_m.is_some())
        );
    }

    #[test]
    fn a_block_written_twice_counts_once() {
        let mut raw = plain();
        let block = raw.points[300..400].to_vec();
        raw.points.splice(400..400, block);
        let (timeline, codes) = clocked(&raw);
        assert_eq!((timeline.len(), timeline.time_s[600]), (601, 600.0));
        assert_eq!(codes, ["clock_backward", "duplicate_times"]);
    }

    #[test]
    fn a_clock_set_back_by_an_hour_goes_on() {
        let mut raw = plain();
        for p in &mut raw.points[400..] {
            p.time_ms = p.time_ms.map(|t| t - 3_600_000);
        }
        let (timeline, codes) = clocked(&raw);
        assert_eq!((timeline.len(), timeline.time_s[600]), (601, 600.0));
        assert_eq!(codes, ["clock_backward"]);
    }

    #[test]
    fn a_record_of_another_year_is_left_out() {
        let mut raw = plain();
        raw.points[0].time_ms = Some(631_065_600_000);
        let (timeline, codes) = clocked(&raw);
        assert_eq!((timeline.len(), timeline.start_ms), (600, START_MS + 1000));
        assert_eq!(codes, ["clock_jump"]);
    }

    #[test]
    fn no_times_and_equal_times_are_said() {
        for (time_ms, word) in [(None, "no times"), (Some(START_MS), "same time")] {
            let mut raw = plain();
            for p in &mut raw.points {
                p.time_ms = time_ms;
            }
            let why = timeline(&raw, &mut Vec::new()).unwrap_err().to_string();
            assert!(why.contains(word), "{why}");
        }
    }

    #[test]
    fn timer_events_give_pauses() {
        let event = |s: i64, running: bool| TimerEvent {
            time_ms: START_MS + 1000 * s,
            running,
        };
        let events = [
            event(0, true),
            event(100, false),
            event(160, true),
            event(170, true),
            event(590, false),
        ];
        let mut raw = plain();
        raw.timer = events.to_vec();
        assert_eq!(clocked(&raw).0.timer_off, [(100.0, 160.0), (590.0, 600.0)]);
    }

    #[test]
    fn a_sparse_recording_has_longer_gaps() {
        let gap_of_every = |seconds: usize| {
            let mut raw = plain();
            raw.points = raw.points.into_iter().step_by(seconds).collect();
            clocked(&raw).0.gap_s
        };
        let gaps = [1, 3, 7, 30].map(&gap_of_every);
        assert_eq!(gaps, [10.0, 10.0, 21.0, 45.0]);
        assert_eq!(gap_of_every(60), 90.0);
    }

    #[test]
    fn times_in_no_order_at_all_are_refused() {
        let mut raw = plain();
        for (i, p) in raw.points.iter_mut().enumerate() {
            // Every record at the moment of another.
            p.time_ms = Some(START_MS + 1000 * (i as i64 * 7919 % 601));
        }
        let why = timeline(&raw, &mut Vec::new()).unwrap_err().to_string();
        assert!(why.contains("contradict its distances"), "{why}");
        // The same records in another order are the same run.
        let mut raw = plain();
        raw.points
            .sort_by_key(|p| p.time_ms.map(|t| (t - START_MS) / 1000 * 7919 % 601));
        assert_eq!(clocked(&raw).0.len(), 601);
    }
}
