//! Combines clock, distance, cadence and motion into samples. A pause within an interval between records becomes
//! a sample of its own.

use super::cadence_faults::PLAUSIBLE_SPM;
use super::caveats::{Caveat, percent};
use super::motion::{Gap, across_gap};
use super::timeline::{Timeline, off_within};
use super::track::Track;
use super::{Motion, Sample, sensors};
use crate::units::{BeatsPerMinute, Metres, MetresPerSecond, Seconds, StepsPerMinute};

/// Pauses shorter than this (s) are the rounding of timer events to whole seconds.
const SHORTEST_PAUSE_S: f64 = 2.0;

/// A runner who moves faster than this (m/s) with the timer off is still running.
const RUNNING_ON_M_PER_S: f64 = 2.0;

/// Watches show cadence and form as a mean over the last seconds, so for this long (s) after a stop the values are
/// still affected by it.
const SETTLES_S: f64 = 5.0;

/// Gaps that hold more than this share of the moving time give a caveat.
const GAPS_WORTH_A_WORD: f64 = 0.05;

/// Records further apart than this (s) hide a stop at a light.
const COARSE_S: f64 = 30.0;

/// Adds caveats if much of the moving time lies in gaps, if records are far apart, and if the way across a gap is
/// left out.
pub(super) fn say_gaps(
    samples: &[Sample],
    timeline: &Timeline,
    track: &Track,
    caveats: &mut Vec<Caveat>,
) {
    let gap_s = timeline.gap_s;
    if gap_s > COARSE_S * super::clock::SPARSE_INTERVALS {
        caveats.push(Caveat::new("coarse_recording", format!(
            "There is a record only every {:.0} seconds: stops and walks shorter than that do not show, and an onset is no nearer than some hundred metres.",
            gap_s / super::clock::SPARSE_INTERVALS
        )));
    }
    for (i, metres) in &track.unrecorded {
        let seconds = timeline.time_s[i + 1] - timeline.time_s[*i];
        caveats.push(Caveat::new("unrecorded_gap", format!(
            "Nothing was recorded for {}, while the position moved on by {:.1} km; that is not part of this run.",
            super::caveats::duration(seconds),
            metres / 1000.0
        )));
    }
    let seconds = |of: &dyn Fn(&Sample) -> bool| -> f64 {
        let moving = samples.iter().filter(|s| s.motion != Motion::Stop && of(s));
        moving.map(|s| s.duration.value()).sum()
    };
    let all = seconds(&|_| true);
    let gaps = seconds(&|s| s.duration.value() > gap_s);
    if gaps > GAPS_WORTH_A_WORD * all {
        caveats.push(Caveat::new("recording_gaps", format!(
            "{} of the moving time lies in gaps of more than {gap_s:.0} seconds between records; cadence there is unknown.",
            percent(gaps, all)
        )));
    }
}

/// The columns of every record, as the steps before decided them.
pub(super) struct Columns<'a> {
    pub timeline: &'a Timeline,
    pub track: &'a Track,
    pub cadence: &'a [Option<f64>],
    pub heart_rate: &'a [Option<f64>],
    pub motion: &'a [Motion],
}

/// The samples of a run.
pub(super) fn samples(c: &Columns<'_>) -> Vec<Sample> {
    let mut out: Vec<Sample> = Vec::with_capacity(c.timeline.len() + 16);
    let mut moving_since_stop = f64::INFINITY;
    let off = timer_off(c);
    for i in 0..c.timeline.len() {
        let mut sample = sample(c, i);
        let gap = if i == 0 { None } else { pause(c, &off, i) };
        if let Some(gap) = gap {
            sample.motion = gap.motion;
            if gap.standing_s > 0.0 && gap.moving_s > 0.0 {
                out.push(standing(c, i, gap.standing_s, &sample));
                sample.duration = Seconds(gap.moving_s);
                moving_since_stop = 0.0;
            }
        }
        if sample.motion == Motion::Stop {
            moving_since_stop = 0.0;
        } else {
            if moving_since_stop < SETTLES_S {
                sample.cadence = None;
                sample.dynamics = Default::default();
            }
            moving_since_stop += sample.duration.value();
        }
        out.push(sample);
    }
    out
}

/// The pause inside the interval before record `i`: by the timer, else by a gap.
fn pause(c: &Columns<'_>, off: &[(f64, f64)], i: usize) -> Option<Gap> {
    let (begin, end) = (c.timeline.time_s[i - 1], c.timeline.time_s[i]);
    let covered = c.track.metres[i] - c.track.metres[i - 1];
    let seconds = end - begin;
    let paused = off_within(off, begin, end);
    let motion = c.motion[i];
    if paused >= SHORTEST_PAUSE_S || paused > 0.9 * seconds {
        let moving_s = seconds - paused;
        let stands = motion == Motion::Stop || moving_s < 1.0;
        return Some(Gap {
            moving_s: if stands { 0.0 } else { moving_s },
            standing_s: if stands { seconds } else { paused },
            motion: if stands { Motion::Stop } else { motion },
        });
    }
    let speed_after = c.track.speed.get(i + 1).copied().flatten();
    (seconds > c.timeline.gap_s)
        .then(|| across_gap(seconds, covered, [c.track.speed[i - 1], speed_after]))
}

/// Spans with the timer off in which the runner does not run. (If the start of the timer was lost, the runner runs
/// on.)
fn timer_off(c: &Columns<'_>) -> Vec<(f64, f64)> {
    let at = |t: f64| {
        c.timeline
            .time_s
            .partition_point(|s| *s < t)
            .min(c.timeline.len() - 1)
    };
    let spans = c.timeline.timer_off.iter().copied();
    spans
        .filter(|(from, to)| {
            let covered = c.track.metres[at(*to)] - c.track.metres[at(*from)];
            to - from >= SHORTEST_PAUSE_S && covered < RUNNING_ON_M_PER_S * (to - from)
        })
        .collect()
}

/// A sample of standing before record `i`, where the record before it was.
fn standing(c: &Columns<'_>, i: usize, seconds: f64, after: &Sample) -> Sample {
    Sample {
        elapsed: Seconds(c.timeline.time_s[i - 1] + seconds),
        duration: Seconds(seconds),
        distance: Metres(c.track.metres[i - 1]),
        motion: Motion::Stop,
        position: c.timeline.points[i - 1].position,
        altitude: after.altitude,
        pace_trusted: true,
        ..Sample::default()
    }
}

/// Record `i` as a sample.
fn sample(c: &Columns<'_>, i: usize) -> Sample {
    let p = &c.timeline.points[i];
    let duration = c.timeline.step_s(i);
    // A sensor's value says nothing about a gap before it.
    let held = duration <= c.timeline.gap_s;
    let trusted = c.track.trusted[i];
    Sample {
        elapsed: Seconds(c.timeline.time_s[i]),
        duration: Seconds(duration),
        distance: Metres(c.track.metres[i]),
        motion: c.motion[i],
        speed: c.track.speed[i].filter(|_| trusted).map(MetresPerSecond),
        cadence: c.cadence[i]
            .filter(|spm| held && (c.motion[i] != Motion::Run || PLAUSIBLE_SPM.contains(spm)))
            .map(StepsPerMinute),
        heart_rate: c.heart_rate[i].filter(|_| held).map(BeatsPerMinute),
        altitude: p.altitude_m.map(|a| Metres(f64::from(a))),
        position: p.position,
        power_w: sensors::power_w(p).filter(|_| held),
        dynamics: if held {
            sensors::dynamics(p)
        } else {
            Default::default()
        },
        pace_trusted: trusted,
    }
}

#[cfg(test)]
mod tests {
    use crate::normalise::testing::{START_MS, assert_near, run_of, steady};
    use crate::normalise::{CadenceChoice, Motion, Run, normalise};
    use crate::read::{RawActivity, RawPoint, TimerEvent};

    fn run(raw: &RawActivity) -> Run {
        normalise(raw, CadenceChoice::Auto).unwrap().0
    }

    fn stopped_s(run: &Run) -> f64 {
        let stops = run.samples.iter().filter(|s| s.motion == Motion::Stop);
        stops.map(|s| s.duration.value()).sum()
    }

    #[test]
    fn a_recording_every_quarter_minute_keeps_its_cadence() {
        let mut raw = run_of(1800, |s| steady(s, 3.0, 85.0));
        raw.points = raw.points.into_iter().step_by(15).collect();
        let run = run(&raw);
        let known = run.samples.iter().filter(|s| s.cadence.is_some()).count();
        assert!(
            known + 2 >= run.samples.len(),
            "{known} of {}",
            run.samples.len()
        );
        assert_eq!(stopped_s(&run), 0.0);
    }

    fn off(from_s: i64, to_s: i64) -> Vec<TimerEvent> {
        let event = |s: i64, running: bool| TimerEvent {
            time_ms: START_MS + 1000 * s,
            running,
        };
        vec![event(from_s, false), event(to_s, true)]
    }

    /// 20 min with a pause of 60 s at second 600, recorded or not.
    fn paused(recorded: bool) -> RawActivity {
        let mut raw = run_of(1200, |s| {
            let standing = (600.0..660.0).contains(&s);
            RawPoint {
                distance_m: Some(3.0 * (s.min(600.0) + (s - 660.0).max(0.0))),
                speed_m_per_s: Some(if standing { 0.0 } else { 3.0 }),
                ..steady(s, 3.0, if standing { 0.0 } else { 88.0 })
            }
        });
        if !recorded {
            raw.points.drain(601..660);
        }
        raw
    }

    #[test]
    fn a_pause_is_a_stop_however_it_is_recorded() {
        for recorded in [true, false] {
            for events in [vec![], off(600, 660)] {
                let mut raw = paused(recorded);
                raw.timer = events;
                let run = run(&raw);
                assert_near(stopped_s(&run), 60.0, 1.5);
                let last = run.samples.last().unwrap();
                assert_eq!(last.elapsed.value(), 1200.0);
            }
        }
    }

    #[test]
    fn form_settles_after_a_stop() {
        let run = run(&paused(true));
        let after = |s: f64| run.samples.iter().find(|x| x.elapsed.value() == s).unwrap();
        assert_eq!(after(662.0).cadence, None);
        assert!(after(670.0).cadence.is_some());
    }

    #[test]
    fn a_lost_start_of_the_timer_is_no_pause() {
        let mut raw = run_of(1200, |s| steady(s, 3.0, 88.0));
        raw.timer = off(300, 1300);
        raw.timer.pop();
        assert_eq!(stopped_s(&run(&raw)), 0.0);
    }
}
