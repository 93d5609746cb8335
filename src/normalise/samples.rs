//! Puts clock, distance, cadence and motion together as samples; a pause inside an
//! interval becomes a sample of its own.

use super::clock::{GAP_S, Timeline};
use super::distance::Track;
use super::motion::{Gap, across_gap};
use super::{Motion, Sample};
use crate::units::{BeatsPerMinute, Metres, MetresPerSecond, Seconds, StepsPerMinute};

/// Pauses shorter than this (s) are the rounding of timer events to whole seconds.
const SHORTEST_PAUSE_S: f64 = 2.0;

/// Watches show cadence and form as a mean over the last seconds, so for this long (s) after
/// a stop they still show the standing.
const SETTLES_S: f64 = 5.0;

/// What is known of every record.
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
    for i in 0..c.timeline.len() {
        let mut sample = sample(c, i);
        let gap = if i == 0 { None } else { pause(c, i) };
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
fn pause(c: &Columns<'_>, i: usize) -> Option<Gap> {
    let (begin, end) = (c.timeline.time_s[i - 1], c.timeline.time_s[i]);
    let covered = c.track.metres[i] - c.track.metres[i - 1];
    let seconds = end - begin;
    let paused = off_within(&c.timeline.timer_off, begin, end);
    let motion = c.motion[i];
    if paused >= SHORTEST_PAUSE_S {
        let moving_s = seconds - paused;
        let stands = motion == Motion::Stop || moving_s < 1.0;
        return Some(Gap {
            moving_s: if stands { 0.0 } else { moving_s },
            standing_s: if stands { seconds } else { paused },
            motion: if stands { Motion::Stop } else { motion },
        });
    }
    let speed_after = if i + 1 < c.timeline.len() {
        c.track.speed[i + 1]
    } else {
        None
    };
    (seconds > GAP_S).then(|| across_gap(seconds, covered, [c.track.speed[i - 1], speed_after]))
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

/// Seconds of `begin..end` with the timer off.
fn off_within(off: &[(f64, f64)], begin: f64, end: f64) -> f64 {
    let first = off.partition_point(|(_, to)| *to <= begin);
    off[first..]
        .iter()
        .take_while(|(from, _)| *from < end)
        .map(|(from, to)| to.min(end) - from.max(begin))
        .sum()
}

/// Record `i` as a sample.
fn sample(c: &Columns<'_>, i: usize) -> Sample {
    let p = &c.timeline.points[i];
    let duration = c.timeline.step_s(i);
    // A sensor's value says nothing about a gap before it.
    let held = duration <= GAP_S;
    let finite = |v: f32| v.is_finite().then(|| f64::from(v));
    let trusted = c.track.trusted[i];
    Sample {
        elapsed: Seconds(c.timeline.time_s[i]),
        duration: Seconds(duration),
        distance: Metres(c.track.metres[i]),
        motion: c.motion[i],
        speed: c.track.speed[i].filter(|_| trusted).map(MetresPerSecond),
        cadence: c.cadence[i].filter(|_| held).map(StepsPerMinute),
        heart_rate: c.heart_rate[i].filter(|_| held).map(BeatsPerMinute),
        altitude: p.altitude_m.and_then(finite).map(Metres),
        position: p.position,
        power_w: p.power_w.filter(|w| held && w.is_finite()),
        dynamics: if held { p.dynamics } else { Default::default() },
        pace_trusted: trusted,
    }
}
