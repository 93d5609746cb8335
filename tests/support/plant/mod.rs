//! Changes planted in real runs: the truth is then known, and everything else is as rough as
//! recordings are. Distance stays as recorded; a slower runner takes longer for it, so times
//! are stretched and records are added where they would lie far apart.
// The suite and the accuracy harness each use a part of it.
#![allow(dead_code)]

mod track;

use crate::sim::random::Random;
use formdrift::read::{Position, RawActivity, RawPoint};
use formdrift::units::METRES_PER_MILE;
use track::{Piece, Track, move_events};

/// Cadence falls by this share of a loss of ln speed: a typical elasticity (docs/method.md).
const ELASTICITY: f64 = 0.15;
/// Fall of ln heart rate for a fall of ln speed by choice, and the memory of the heart, seconds.
const HEART_PER_SPEED: f64 = 0.75;
const HEART_LAG_S: f64 = 75.0;
/// Effort of a brisk walk against running, as a difference of logs.
const WALKING_EFFORT: f64 = -0.5;
/// Walking cadence, steps per minute, and speed, m/s: mean and sd from break to break.
const WALKING_SPM: (f64, f64) = (116.0, 4.0);
const WALKING_SPEED: (f64, f64) = (1.65, 0.12);
/// A watch smooths cadence over about this long, seconds.
const SMOOTHING_S: f64 = 4.0;
/// How quickly a change is complete.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Ramp {
    /// At once.
    Step,
    /// Over so many miles.
    Miles(f64),
    /// At the finish.
    ToFinish,
}

impl Ramp {
    /// `over 0.5 mi`.
    pub fn words(self) -> String {
        match self {
            Self::Step => "at once".into(),
            Self::Miles(miles) => format!("over {miles} mi"),
            Self::ToFinish => "to the finish".into(),
        }
    }
}

/// A change that begins somewhere and lasts to the finish.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Plant {
    /// Cadence changes by so many percent at the same speed.
    Cadence(f64, Ramp),
    /// So many percent of speed are lost, cadence stays on the runner's curve, and heart rate
    /// is at every place what it was.
    Fade(f64, Ramp),
    /// The same, but heart rate comes down with speed: a choice.
    Choice(f64, Ramp),
    /// Walks of 1-2 minutes in every 4-6; running between them is as it was.
    WalkBreaks,
}

/// A recording with a change.
pub struct Planted {
    /// The recording.
    pub raw: RawActivity,
    /// When the change begins, milliseconds since 1970.
    pub onset_ms: i64,
}

impl Plant {
    /// Plants the change at `at_m` metres from the first record. `spm_per_unit` is 2 where
    /// the file stores strides, else 1. `None` where a record lacks time or distance.
    pub fn apply(
        self,
        raw: &RawActivity,
        at_m: f64,
        spm_per_unit: f64,
        random: &mut Random,
    ) -> Option<Planted> {
        let track = Track::of(raw)?;
        let mut runner = Runner::new(self, &track, at_m, spm_per_unit);
        let mut points = Vec::with_capacity(raw.points.len());
        let mut clock = Vec::with_capacity(raw.points.len());
        let mut now_ms = track.time_ms[0] as f64;
        points.push(raw.points[0]);
        clock.push((track.time_ms[0], now_ms));
        for index in 1..raw.points.len() {
            let piece = track.piece(index);
            let (seconds, changed) = runner.advance(&piece, raw.points[index], random);
            let parts = (seconds / piece.seconds.max(1.0)).round().clamp(1.0, 20.0) as usize;
            for part in 1..parts {
                let share = part as f64 / parts as f64;
                let mut between = between(&raw.points[index - 1], &changed, share);
                between.time_ms = Some((now_ms + 1000.0 * seconds * share) as i64);
                points.push(between);
            }
            now_ms += 1000.0 * seconds;
            clock.push((track.time_ms[index], now_ms));
            points.push(RawPoint {
                time_ms: Some(now_ms as i64),
                ..changed
            });
        }
        let mut planted = RawActivity {
            points,
            ..raw.clone()
        };
        move_events(&mut planted, &clock);
        let begins = track.metres.partition_point(|metres| *metres < at_m);
        let onset_ms = clock.get(begins)?.1 as i64;
        Some(Planted {
            raw: planted,
            onset_ms,
        })
    }
}

/// The runner along the recording.
struct Runner {
    plant: Plant,
    from_m: f64,
    full_m: f64,
    spm_per_unit: f64,
    /// How far ln heart rate is below what it was.
    heart_below: f64,
    /// Walking now, seconds left, seconds spent; speed and cadence of this break.
    walking: bool,
    left_s: f64,
    spent_s: f64,
    walk: (f64, f64),
}

impl Runner {
    fn new(plant: Plant, track: &Track, from_m: f64, spm_per_unit: f64) -> Self {
        let ramp = match plant {
            Plant::Cadence(_, ramp) | Plant::Fade(_, ramp) | Plant::Choice(_, ramp) => ramp,
            Plant::WalkBreaks => Ramp::Step,
        };
        let full_m = match ramp {
            Ramp::Step => from_m,
            Ramp::Miles(miles) => from_m + miles * METRES_PER_MILE,
            Ramp::ToFinish => track.length_m(),
        };
        Self {
            plant,
            from_m,
            full_m,
            spm_per_unit,
            heart_below: 0.0,
            walking: false,
            left_s: 0.0,
            spent_s: 0.0,
            walk: (WALKING_SPEED.0, WALKING_SPM.0),
        }
    }

    /// Share of the change that is reached at a place.
    fn part(&self, metres: f64) -> f64 {
        if metres < self.from_m {
            return 0.0;
        }
        let length = self.full_m - self.from_m;
        if length <= 0.0 {
            1.0
        } else {
            ((metres - self.from_m) / length).min(1.0)
        }
    }

    /// How long the piece takes now, and the record at its end.
    fn advance(
        &mut self,
        piece: &Piece,
        mut point: RawPoint,
        random: &mut Random,
    ) -> (f64, RawPoint) {
        let Some(speed) = piece.speed else {
            return (piece.seconds, point);
        };
        let part = self.part(piece.to_m);
        if part == 0.0 {
            return (piece.seconds, point);
        }
        match self.plant {
            Plant::Cadence(pct, _) => {
                scale_cadence(&mut point, 1.0 + pct / 100.0 * part);
                (piece.seconds, point)
            }
            Plant::Fade(pct, _) => {
                let loss = -(1.0 - pct / 100.0 * part).ln();
                slow_down(&mut point, loss);
                (piece.seconds * loss.exp(), point)
            }
            Plant::Choice(pct, _) => {
                let loss = -(1.0 - pct / 100.0 * part).ln();
                slow_down(&mut point, loss);
                let seconds = piece.seconds * loss.exp();
                self.beat(&mut point, seconds, HEART_PER_SPEED * loss);
                (seconds, point)
            }
            Plant::WalkBreaks => self.run_or_walk(piece.seconds, speed, point, random),
        }
    }

    /// Moves heart rate towards so much below (difference of logs) what it was.
    fn beat(&mut self, point: &mut RawPoint, seconds: f64, below: f64) {
        let reached = 1.0 - (-seconds / HEART_LAG_S).exp();
        self.heart_below += (below - self.heart_below) * reached;
        let factor = (-self.heart_below).exp() as f32;
        point.heart_rate_bpm = point.heart_rate_bpm.map(|rate| (rate * factor).round());
    }

    fn run_or_walk(
        &mut self,
        seconds: f64,
        speed: f64,
        mut point: RawPoint,
        random: &mut Random,
    ) -> (f64, RawPoint) {
        if self.left_s <= 0.0 {
            self.walking = !self.walking;
            self.spent_s = 0.0;
            // Walks of 1-2 minutes in cycles of 4-6: the runs between are 2.5-4.5 minutes.
            self.left_s = if self.walking {
                random.between(60.0, 120.0)
            } else {
                random.between(150.0, 270.0)
            };
            let draw =
                |mean_sd: (f64, f64), random: &mut Random| mean_sd.0 + mean_sd.1 * random.normal();
            self.walk = (draw(WALKING_SPEED, random), draw(WALKING_SPM, random));
        }
        let (walking_speed, walking_spm) = self.walk;
        // Nobody walks faster than they ran here.
        let seconds = if self.walking {
            seconds * (speed / walking_speed).max(1.0)
        } else {
            seconds
        };
        self.left_s -= seconds;
        self.spent_s += seconds;
        let settled = (self.spent_s / SMOOTHING_S).min(1.0);
        let below = if self.walking {
            -HEART_PER_SPEED * WALKING_EFFORT
        } else {
            0.0
        };
        self.beat(&mut point, seconds, below);
        if self.walking {
            let walking = (walking_spm / self.spm_per_unit) as f32;
            let mix = |running: f32| running + (walking - running) * settled as f32;
            point.cadence_raw = point.cadence_raw.map(mix);
            point.speed_m_per_s = point.speed_m_per_s.map(|_| walking_speed as f32);
            point.dynamics = Default::default();
        }
        (seconds, point)
    }
}

/// Another cadence at the same speed.
fn scale_cadence(point: &mut RawPoint, factor: f64) {
    let factor = factor as f32;
    point.cadence_raw = point.cadence_raw.map(|cadence| cadence * factor);
    point.dynamics.step_length_mm = point.dynamics.step_length_mm.map(|mm| mm / factor);
}

/// A loss of ln speed along the runner's curve.
fn slow_down(point: &mut RawPoint, loss: f64) {
    let cadence = (-ELASTICITY * loss).exp() as f32;
    let step = (-(1.0 - ELASTICITY) * loss).exp() as f32;
    point.cadence_raw = point.cadence_raw.map(|value| value * cadence);
    point.dynamics.step_length_mm = point.dynamics.step_length_mm.map(|mm| mm * step);
    point.speed_m_per_s = point
        .speed_m_per_s
        .map(|speed| speed * (-loss).exp() as f32);
}

/// A record between two: place on the line between them, everything else as at the later.
fn between(from: &RawPoint, to: &RawPoint, share: f64) -> RawPoint {
    let line = |a: f64, b: f64| a + (b - a) * share;
    let place = |a: Position, b: Position| {
        Position::new(line(a.latitude, b.latitude), line(a.longitude, b.longitude))
    };
    RawPoint {
        distance_m: from.distance_m.zip(to.distance_m).map(|(a, b)| line(a, b)),
        altitude_m: from
            .altitude_m
            .zip(to.altitude_m)
            .map(|(a, b)| line(a.into(), b.into()) as f32),
        position: from
            .position
            .zip(to.position)
            .and_then(|(a, b)| place(a, b)),
        segment_start: false,
        ..*to
    }
}
