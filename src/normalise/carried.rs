//! Rides in a vehicle with the watch left on: fast movement without steps. Rides before, within or after the run
//! are cut out. So are the parts that the user trims.

use super::cadence::SURELY_RUNNING_M_PER_S;
use super::caveats::{Caveat, duration};
use super::limits::FASTEST_M_PER_S;
use super::steps::RUNNING_SPM;
use super::stretches::{median_over_time, seconds, seconds_where, stretches};
use super::timeline::Timeline;
use super::track::Track;
use super::{Carried, Mark, NotARun, Part};
use crate::units::{Metres, Seconds};
use std::ops::Range;

/// A ride is faster than this (m/s): a slow cyclist, or a bus in town ...
const RIDE_M_PER_S: f64 = 5.0;
/// ... and faster than this many times the runner's own usual speed, so that a fast runner whose
/// sensor is silent is none ...
const RIDE_TIMES_USUAL: f64 = 1.5;
/// ... for this long (s).
const RIDE_S: f64 = 20.0;
/// Without a cadence sensor it takes longer than anyone can sprint, at a speed that no one runs.
const RIDE_WITHOUT_SENSOR_S: f64 = 40.0;
/// Fewer steps a minute than this are none: a bumpy road makes a few.
const NO_STEPS_SPM: f64 = 60.0;
/// Rides with less running than this (s) between are one: a red light, a change of bus.
const BETWEEN_S: f64 = 60.0;
/// ... but not further apart than this (s).
const APART_S: f64 = 1200.0;
/// At either end of the recording less running than this (s) beyond a ride is none.
const END_S: f64 = 60.0;
/// Cadence tells who runs when it is known for this share of the running.
const TELLS: f64 = 0.5;
/// A recording that is mostly ridden is no run.
const MOSTLY: f64 = 0.8;

/// Finds rides and cuts them out.
///
/// # Errors
/// When next to nothing is left.
pub(super) fn cut_rides(
    timeline: &mut Timeline,
    track: &mut Track,
    steps: &[Option<f64>],
    caveats: &mut Vec<Caveat>,
) -> Result<Vec<Carried>, NotARun> {
    let rides = rides(timeline, track, steps);
    if rides.is_empty() {
        return Ok(Vec::new());
    }
    let moving = seconds_where(timeline, |i| track.speed[i].is_some_and(|v| v > 0.5));
    let ridden: f64 = rides.iter().map(|r| seconds(timeline, r)).sum();
    if ridden > MOSTLY * moving {
        return Err(NotARun::OtherSport("by its speed a ride".into()));
    }
    let metres = |r: &Range<usize>| track.metres[r.end - 1] - track.metres[r.start - 1];
    let all_m: f64 = rides.iter().map(metres).sum();
    caveats.push(Caveat::new(
        "carried",
        format!(
            "{:.1} km in {} without steps, faster than this run, are a vehicle and were left out.",
            all_m / 1000.0,
            duration(ridden)
        ),
    ));
    let last = timeline.len();
    let before = rides.first().filter(|ride| ride.start == 1);
    let begin_s = before.map_or(0.0, |ride| timeline.time_s[ride.end - 1]);
    let mut carried = Vec::new();
    let mut cut_m = 0.0;
    for ride in &rides {
        let (begin, end) = (ride.start - 1, ride.end - 1);
        carried.push(Carried {
            from: Seconds(timeline.time_s[begin] - begin_s),
            to: Seconds(timeline.time_s[end] - begin_s),
            metres: Metres(metres(ride)),
            at: Metres(track.metres[begin] - cut_m),
        });
        cut_m += metres(ride);
    }
    // From the end, so that places before stay as they are.
    for ride in rides.iter().rev() {
        if ride.end == last {
            keep(timeline, track, 0..ride.start)?;
        } else if ride.start == 1 {
            keep(timeline, track, ride.end - 1..timeline.len())?;
        } else {
            cut_within(timeline, track, ride);
        }
    }
    Ok(carried)
}

/// Records that were ridden to, as stretches of the recording.
fn rides(timeline: &Timeline, track: &Track, steps: &[Option<f64>]) -> Vec<Range<usize>> {
    let n = timeline.len();
    let speed = |i: usize| track.speed[i].unwrap_or(0.0);
    if !(0..n).any(|i| speed(i) > RIDE_M_PER_S) {
        return Vec::new();
    }
    let runs = |i: usize| steps[i].is_some_and(|c| c >= RUNNING_SPM);
    let like_a_run = |i: usize| (SURELY_RUNNING_M_PER_S..RIDE_M_PER_S).contains(&speed(i));
    let known = seconds_where(timeline, |i| like_a_run(i) && runs(i));
    let tells = known > 0.0 && known >= TELLS * seconds_where(timeline, like_a_run);
    let moves = |i: usize| if tells { runs(i) } else { speed(i) > 1.0 };
    let usual = median_over_time(timeline, |i| moves(i).then(|| speed(i))).unwrap_or(0.0);
    let (limit, least_s) = if tells {
        (RIDE_M_PER_S.max(RIDE_TIMES_USUAL * usual), RIDE_S)
    } else {
        (FASTEST_M_PER_S, RIDE_WITHOUT_SENSOR_S)
    };
    let no_steps = |i: usize| steps[i].is_none_or(|c| c < NO_STEPS_SPM);
    let cores = stretches(timeline, least_s, |i| {
        speed(i) > limit && (!tells || no_steps(i)) && timeline.step_s(i) <= timeline.gap_s
    });
    let on_foot = |i: usize| {
        if tells {
            runs(i)
        } else {
            (1.5..RIDE_M_PER_S).contains(&speed(i))
        }
    };
    let mut out: Vec<Range<usize>> = Vec::new();
    for core in cores {
        let still_rides = |i: usize| {
            let slower = if tells {
                speed(i) > 0.5 && no_steps(i)
            } else {
                speed(i) > RIDE_M_PER_S
            };
            slower && timeline.step_s(i) <= APART_S
        };
        let mut from = core.start;
        while from > 1 && still_rides(from - 1) {
            from -= 1;
        }
        let mut to = core.end;
        while to < n && still_rides(to) {
            to += 1;
        }
        match out.last_mut() {
            Some(last)
                if last.end >= from
                    || timeline.time_s[from - 1] - timeline.time_s[last.end - 1] < APART_S
                        && on_foot_s(timeline, last.end..from, &on_foot) < BETWEEN_S =>
            {
                last.end = to;
            }
            _ => out.push(from..to),
        }
    }
    if let Some(first) = out.first_mut()
        && on_foot_s(timeline, 1..first.start, &on_foot) < END_S
    {
        first.start = 1;
    }
    if let Some(last) = out.last_mut()
        && on_foot_s(timeline, last.end..n, &on_foot) < END_S
    {
        last.end = n;
    }
    out
}

fn on_foot_s(timeline: &Timeline, of: Range<usize>, on_foot: &impl Fn(usize) -> bool) -> f64 {
    of.filter(|i| on_foot(*i))
        .map(|i| timeline.weight_s(i))
        .sum()
}

/// Makes a ride within the run a stop without distance: its records but the last go.
fn cut_within(timeline: &mut Timeline, track: &mut Track, ride: &Range<usize>) {
    let (begin, end) = (ride.start - 1, ride.end - 1);
    let covered = track.metres[end] - track.metres[begin];
    for m in &mut track.metres[end..] {
        *m -= covered;
    }
    timeline
        .timer_off
        .push((timeline.time_s[begin], timeline.time_s[end]));
    timeline.timer_off.sort_by(|a, b| a.0.total_cmp(&b.0));
    // Spans within the ride are part of it.
    let mut spans: Vec<(f64, f64)> = Vec::with_capacity(timeline.timer_off.len());
    for span in timeline.timer_off.drain(..) {
        match spans.last_mut() {
            Some(last) if span.0 < last.1 => last.1 = last.1.max(span.1),
            _ => spans.push(span),
        }
    }
    timeline.timer_off = spans;
    remove(timeline, track, ride.start..end);
}

/// Removes records; clock and distance of the others stay as they are.
fn remove(timeline: &mut Timeline, track: &mut Track, gone: Range<usize>) {
    timeline.time_s.drain(gone.clone());
    timeline.points.drain(gone.clone());
    track.metres.drain(gone.clone());
    track.speed.drain(gone.clone());
    track.trusted.drain(gone.clone());
    track.unrecorded.retain(|(i, _)| !gone.contains(i));
    for (i, _) in &mut track.unrecorded {
        if *i >= gone.end {
            *i -= gone.len();
        }
    }
}

/// Keeps a part of the records; clock and distance begin anew.
///
/// # Errors
/// When nothing is left.
fn keep(timeline: &mut Timeline, track: &mut Track, part: Range<usize>) -> Result<(), NotARun> {
    if part.len() < 2 {
        return Err(NotARun::Unusable(
            "has no running left once rides and trimmed parts are cut out; check --from and --to"
                .into(),
        ));
    }
    if part == (0..timeline.len()) {
        return Ok(());
    }
    remove(timeline, track, part.end..timeline.len());
    remove(timeline, track, 0..part.start);
    // A gap at the end leads to no record of this part.
    track.unrecorded.retain(|(i, _)| i + 1 < timeline.len());
    let (begin_s, begin_m) = (timeline.time_s[0], track.metres[0]);
    for t in &mut timeline.time_s {
        *t -= begin_s;
    }
    for m in &mut track.metres {
        *m -= begin_m;
    }
    timeline.start_ms = timeline
        .start_ms
        .saturating_add((begin_s * 1000.0).round() as i64);
    let end_s = timeline.time_s.last().copied().unwrap_or(0.0);
    timeline.timer_off = timeline
        .timer_off
        .iter()
        .map(|(from, to)| ((from - begin_s).max(0.0), (to - begin_s).min(end_s)))
        .filter(|(from, to)| to > from)
        .collect();
    Ok(())
}

/// Keeps the part of the run that the user asks for.
///
/// # Errors
/// When it holds nothing.
pub(super) fn trim(timeline: &mut Timeline, track: &mut Track, part: &Part) -> Result<(), NotARun> {
    let first_at = |mark: &Mark| match mark {
        Mark::Distance(m) => track.metres.partition_point(|at| *at < m.value()),
        Mark::Time(s) => timeline.time_s.partition_point(|at| *at < s.value()),
    };
    let behind = |mark: &Mark| match mark {
        Mark::Distance(m) => track.metres.partition_point(|at| *at <= m.value()),
        Mark::Time(s) => timeline.time_s.partition_point(|at| *at <= s.value()),
    };
    let from = part.from.as_ref().map_or(0, first_at);
    let to = part.to.as_ref().map_or(timeline.len(), behind);
    let left = track.metres.get(to.max(1) - 1).copied().unwrap_or(0.0)
        - track.metres.get(from).copied().unwrap_or(f64::INFINITY);
    if from + 1 >= to || left <= 0.0 {
        return Err(NotARun::Unusable(
            "has no records between --from and --to; choose a part within the run".into(),
        ));
    }
    keep(timeline, track, from..to)
}
