//! Puts clock, distance, cadence and motion together as samples; a pause inside an
//! interval becomes a sample of its own.

use super::clock::{GAP_S, Timeline};
use super::distance::Track;
use super::{Motion, Sample};
use crate::units::{BeatsPerMinute, Metres, MetresPerSecond, Seconds, StepsPerMinute};

/// Pauses shorter than this (s) are the rounding of timer events to whole seconds.
const SHORTEST_PAUSE_S: f64 = 2.0;

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
    let mut out = Vec::with_capacity(c.timeline.len() + 16);
    for i in 0..c.timeline.len() {
        let sample = sample(c, i);
        let end = c.timeline.time_s[i];
        let begin = if i == 0 {
            end
        } else {
            c.timeline.time_s[i - 1]
        };
        let paused: f64 = off_within(&c.timeline.timer_off, begin, end);
        let moving = end - begin - paused;
        if i == 0 || paused < SHORTEST_PAUSE_S || sample.motion == Motion::Stop {
            out.push(sample);
        } else if moving <= 0.5 {
            out.push(Sample {
                motion: Motion::Stop,
                ..sample
            });
        } else {
            let distance = Metres(c.track.metres[i - 1]);
            out.push(Sample {
                elapsed: Seconds(begin + paused),
                duration: Seconds(paused),
                distance,
                motion: Motion::Stop,
                position: c.timeline.points[i - 1].position,
                altitude: sample.altitude,
                pace_trusted: true,
                ..Sample::default()
            });
            out.push(Sample {
                duration: Seconds(moving),
                ..sample
            });
        }
    }
    out
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
    Sample {
        elapsed: Seconds(c.timeline.time_s[i]),
        duration: Seconds(duration),
        distance: Metres(c.track.metres[i]),
        motion: c.motion[i],
        speed: c.track.speed[i].map(MetresPerSecond),
        cadence: c.cadence[i].filter(|_| held).map(StepsPerMinute),
        heart_rate: c.heart_rate[i].filter(|_| held).map(BeatsPerMinute),
        altitude: p.altitude_m.and_then(finite).map(Metres),
        position: p.position,
        power_w: p.power_w.filter(|_| held),
        dynamics: if held { p.dynamics } else { Default::default() },
        pace_trusted: c.track.trusted[i],
    }
}
