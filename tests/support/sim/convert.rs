//! What the watch would have written, in the library's own types.

use super::random::Random;
use super::run::SimulatedRun;
use chrono::{DateTime, Utc};
use formdrift::normalise::{CadenceSource, CadenceUnit, DistanceSource, Motion, Run, Sample};
use formdrift::read::{Format, RawActivity, RawLap, RawPoint, RawTotals, TimerEvent};
use formdrift::units::{
    BeatsPerMinute, METRES_PER_MILE, Metres, MetresPerSecond, Seconds, StepsPerMinute,
};

/// Start of every simulated run: 2026-04-12T07:00:00Z.
pub const START_MS: i64 = 1_775_977_200_000;

/// Moves a recording in time.
pub fn postpone(raw: &mut RawActivity, by_ms: i64) {
    let laps = raw.laps.iter_mut();
    let times = raw.points.iter_mut().map(|point| &mut point.time_ms);
    let times = times.chain(laps.flat_map(|lap| [&mut lap.start_ms, &mut lap.end_ms]));
    for time in times.flatten() {
        *time += by_ms;
    }
    for event in &mut raw.timer {
        event.time_ms += by_ms;
    }
}

impl SimulatedRun {
    /// Indices of the seconds that are written, in order.
    pub fn recorded(&self) -> Vec<usize> {
        let watch = &self.spec.watch;
        let mut random = Random::new(self.spec.seed, 5);
        let mut kept = Vec::with_capacity(self.seconds.len());
        let mut next = 0;
        for (index, second) in self.seconds.iter().enumerate() {
            if watch.auto_pause && second.motion == Motion::Stop {
                next = index + 1;
                continue;
            }
            let last = index + 1 == self.seconds.len();
            if index >= next || last {
                kept.push(index);
                let irregular = watch.smart_recording.then(|| 1 + random.index(8));
                next = index + irregular.unwrap_or(watch.record_every_s);
            }
        }
        kept
    }

    /// Timer starts and stops: the two ends, and the auto-pauses.
    fn timer(&self) -> Vec<TimerEvent> {
        let at = |index: usize| START_MS + 1000 * index as i64;
        let mut events = vec![TimerEvent {
            time_ms: at(0),
            running: true,
        }];
        if self.spec.watch.auto_pause {
            for (index, pair) in self.seconds.windows(2).enumerate() {
                let (stood, stands) = (pair[0].motion, pair[1].motion);
                if (stood == Motion::Stop) != (stands == Motion::Stop) {
                    let running = stood == Motion::Stop;
                    events.push(TimerEvent {
                        time_ms: at(index + 1),
                        running,
                    });
                }
            }
        }
        events.push(TimerEvent {
            time_ms: at(self.seconds.len() - 1),
            running: false,
        });
        events
    }

    /// As a FIT file reads.
    pub fn raw_fit(&self) -> RawActivity {
        let mut raw = self.raw(Format::Fit);
        raw.device = Some("Simulated Watch".into());
        raw.timer = self.timer();
        raw.laps = auto_laps(&raw.points);
        let elapsed = self.seconds.len() as f64 - 1.0;
        raw.totals = RawTotals {
            distance_m: raw.points.last().and_then(|point| point.distance_m),
            timer_s: Some(elapsed - self.paused_s()),
            elapsed_s: Some(elapsed),
        };
        raw
    }

    /// As a GPX file with Garmin's track point extension reads: no distance, no speed, no
    /// timer, cadence in whole strides.
    pub fn raw_gpx(&self) -> RawActivity {
        let mut raw = self.raw(Format::Gpx);
        raw.device = Some("formdrift simulator".into());
        for point in &mut raw.points {
            point.distance_m = None;
            point.speed_m_per_s = None;
            point.dynamics = Default::default();
            point.cadence_raw = point.cadence_raw.map(f32::round);
        }
        if let Some(first) = raw.points.first_mut() {
            first.segment_start = true;
        }
        raw
    }

    fn raw(&self, format: Format) -> RawActivity {
        let points = self.recorded().into_iter().map(|index| self.point(index));
        RawActivity {
            format: Some(format),
            sport: Some("running".into()),
            points: points.collect(),
            ..RawActivity::default()
        }
    }

    fn paused_s(&self) -> f64 {
        let standing = self.seconds.iter().filter(|s| s.motion == Motion::Stop);
        if self.spec.watch.auto_pause {
            standing.count() as f64
        } else {
            0.0
        }
    }

    fn point(&self, index: usize) -> RawPoint {
        let reading = &self.readings[index];
        RawPoint {
            time_ms: Some(START_MS + 1000 * index as i64),
            position: reading.position,
            altitude_m: Some(reading.altitude_m as f32),
            // A FIT file's steps: 0.01 m and 0.001 m/s.
            distance_m: Some((reading.distance_m * 100.0).round() / 100.0),
            speed_m_per_s: Some(((reading.speed_m_per_s * 1000.0).round() / 1000.0) as f32),
            cadence_raw: Some(reading.cadence_strides as f32),
            heart_rate_bpm: reading.heart_rate_bpm.map(|rate| rate as f32),
            dynamics: reading.dynamics,
            ..RawPoint::default()
        }
    }

    /// Straight to a normalised run with motion as it truly was: for tests of later stages
    /// alone. The accuracy harness goes through `normalise`.
    pub fn to_run(&self) -> Run {
        let mut last = 0;
        let samples = self.recorded().into_iter().map(|index| {
            let (second, reading) = (&self.seconds[index], &self.readings[index]);
            let duration = (index - last) as f64;
            last = index;
            let running = second.motion != Motion::Stop;
            Sample {
                elapsed: Seconds(index as f64),
                duration: Seconds(duration),
                distance: Metres(reading.distance_m),
                motion: second.motion,
                speed: Some(MetresPerSecond(reading.speed_m_per_s)),
                cadence: running.then_some(StepsPerMinute(2.0 * reading.cadence_strides)),
                heart_rate: reading.heart_rate_bpm.map(BeatsPerMinute),
                altitude: Some(Metres(reading.altitude_m)),
                position: reading.position,
                power_w: None,
                dynamics: reading.dynamics,
                pace_trusted: true,
            }
        });
        Run {
            format: Format::Fit,
            device: Some("Simulated Watch".into()),
            sport: Some("running".into()),
            start: DateTime::<Utc>::from_timestamp_millis(START_MS).unwrap_or_default(),
            local_time: Default::default(),
            perceived_exertion: None,
            feel_pct: None,
            samples: samples.collect(),
            lap_ends: Vec::new(),
            cadence_unit: CadenceUnit {
                source: CadenceSource::Strides,
                how: "simulated".into(),
            },
            distance_source: DistanceSource::Device,
            pace_is_evidence: true,
            heart_rate_is_evidence: self.spec.heart.is_some(),
            carried: Vec::new(),
        }
    }
}

/// A lap a mile, as watches make them, and the rest.
fn auto_laps(points: &[RawPoint]) -> Vec<RawLap> {
    let mut laps = Vec::new();
    let Some(mut first) = points.first() else {
        return laps;
    };
    for (index, point) in points.iter().enumerate() {
        let covered = |p: &RawPoint| p.distance_m.unwrap_or(0.0);
        let whole = covered(point) >= (laps.len() + 1) as f64 * METRES_PER_MILE;
        if whole || index + 1 == points.len() {
            laps.push(RawLap {
                start_ms: first.time_ms,
                end_ms: point.time_ms,
                distance_m: Some(covered(point) - covered(first)),
                timer_s: None,
            });
            first = point;
        }
    }
    laps
}
