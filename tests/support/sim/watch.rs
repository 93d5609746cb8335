//! The watch: what sensors make of the truth, second by second.

use super::random::{Random, Wander};
use super::rough::RoughSource;
use super::run::{ROUGH_RUNNER, Second, Stream};
use super::spec::{RunSpec, Watch};
use formdrift::normalise::Motion;
use formdrift::read::{Position, RawDynamics};
use formdrift::units::METRES_PER_MILE;

/// What the sensors say at the end of one second.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reading {
    /// The device's distance, metres.
    pub distance_m: f64,
    /// The device's smoothed speed, m/s.
    pub speed_m_per_s: f64,
    /// Cadence in strides of one leg per minute, in steps of the sensor's resolution.
    pub cadence_strides: f64,
    /// Altitude above sea level, metres.
    pub altitude_m: f64,
    /// Whole beats per minute.
    pub heart_rate_bpm: Option<f64>,
    /// Place, when recorded.
    pub position: Option<Position>,
    /// Running dynamics, empty unless recorded.
    pub dynamics: RawDynamics,
}

/// Where the invented course begins: the open South Pacific, far from any land. Nobody lives
/// there.
const START: Position = Position {
    latitude: -45.5,
    longitude: -130.25,
};
/// Once round, m: a marathon ends near its start.
const COURSE_M: f64 = 44_000.0;
/// Which way it begins, radians from east to the left: so that it lies wider than high.
const FIRST_HEADING: f64 = -1.3;
/// How the course winds about its round, as roads do: bends a round, how far they turn
/// (radians), and where in a bend it begins (radians). None is tighter than 500 m.
const BENDS: &[(f64, f64, f64)] = &[
    (2.0, 0.8, 0.4),
    (5.0, 0.6, 2.0),
    (9.0, 0.35, 4.1),
    (17.0, 0.2, 1.0),
];
/// Metres in a degree of latitude at 45 degrees, WGS 84.
const METRES_PER_DEGREE: f64 = 111_140.0;
/// Smoothing of speed and cadence in the device, seconds.
const DEVICE_SMOOTHING_S: f64 = 4.0;

/// Reads the sensors through the run.
pub fn record(spec: &RunSpec, seconds: &[Second]) -> Vec<Reading> {
    let mut sensors = Sensors::new(spec);
    seconds.iter().map(|second| sensors.read(second)).collect()
}

/// Which way the course goes at a distance, radians from east to the left.
fn heading(distance_m: f64) -> f64 {
    let round = distance_m / COURSE_M * std::f64::consts::TAU;
    let bends = BENDS
        .iter()
        .map(|(n, turn, at)| turn * (n * round + at).sin());
    FIRST_HEADING + round + bends.sum::<f64>()
}

struct Sensors<'a> {
    watch: &'a Watch,
    spec: &'a RunSpec,
    random: Random,
    /// Error along the track, smoothed by the receiver's filter.
    along: Wander,
    along_filtered: f64,
    across: Wander,
    across_filtered: f64,
    altitude: Wander,
    rough: Option<RoughSource>,
    distance_m: f64,
    /// From the start, as the receiver sees it.
    east_m: f64,
    north_m: f64,
    travelled_m: f64,
    speed: f64,
    cadence: f64,
    previous_m: f64,
}

impl<'a> Sensors<'a> {
    fn new(spec: &'a RunSpec) -> Self {
        let watch = &spec.watch;
        let mut random = Random::new(spec.seed, Stream::Watch as u64);
        let along = Wander::new(watch.gps_error_m, watch.gps_memory_s, &mut random);
        let across = Wander::new(watch.gps_error_m, 2.0 * watch.gps_memory_s, &mut random);
        let (sd, memory) = watch.altitude_error;
        let altitude = Wander::new(sd, memory, &mut random);
        Self {
            watch,
            spec,
            random,
            along,
            along_filtered: 0.0,
            across,
            across_filtered: 0.0,
            altitude,
            rough: spec.rough_pace.map(|rough| {
                let sd_pct = rough.sd_pct * (1.0 - ROUGH_RUNNER).sqrt();
                RoughSource::new(sd_pct, spec.seed, Stream::RoughWatch as u64)
            }),
            distance_m: 0.0,
            east_m: 0.0,
            north_m: 0.0,
            travelled_m: 0.0,
            speed: spec.speed_m_per_s,
            cadence: spec.cadence_spm / 2.0,
            previous_m: 0.0,
        }
    }

    fn read(&mut self, second: &Second) -> Reading {
        let standing = second.motion == Motion::Stop && second.speed_m_per_s == 0.0;
        self.travel(second, standing);
        let altitude = second.altitude_m + self.altitude.step(1.0, 1.0, &mut self.random);
        Reading {
            distance_m: self.distance_m,
            speed_m_per_s: self.speed,
            cadence_strides: self.strides(second, standing),
            // A sensor's step of 0.2 m.
            altitude_m: ((20.0 + altitude) * 5.0).round() / 5.0,
            heart_rate_bpm: second.heart_rate_bpm.map(|rate| rate.round()),
            position: self.watch.positions.then(|| self.position()),
            dynamics: self.dynamics(second),
        }
    }

    /// Distance and speed: the true way, under- or over-read, with the receiver's error.
    fn travel(&mut self, second: &Second, standing: bool) {
        let true_step = second.distance_m - self.previous_m;
        let miles = self.previous_m / METRES_PER_MILE;
        self.previous_m = second.distance_m;
        let trees: f64 = self
            .watch
            .trees
            .iter()
            .filter(|(from, to, _)| (*from..*to).contains(&miles))
            .map(|(_, _, pct)| pct / 100.0)
            .sum();
        let rough = self.rough.as_mut();
        let rough = rough.map_or(0.0, |rough| rough.next(true_step / METRES_PER_MILE));
        let scale = (1.0 + self.watch.distance_error_pct / 100.0 - trees) * rough.exp();
        let before = self.along_filtered;
        let along = self.along.step(1.0, 1.0, &mut self.random);
        self.along_filtered += (along - self.along_filtered) / DEVICE_SMOOTHING_S;
        let across = self.across.step(1.0, 1.0, &mut self.random);
        self.across_filtered += (across - self.across_filtered) / (4.0 * DEVICE_SMOOTHING_S);
        self.travelled_m += true_step * scale;
        // A device that knows it stands (no steps) adds no distance.
        let jitter = if standing {
            0.0
        } else {
            self.along_filtered - before
        };
        let step = (true_step * scale + jitter).max(0.0);
        self.distance_m += step;
        let (north, east) = heading(self.distance_m).sin_cos();
        self.east_m += step * east;
        self.north_m += step * north;
        let doppler = step * (1.0 + 0.01 * self.random.normal());
        self.speed += (doppler - self.speed) / DEVICE_SMOOTHING_S;
        if standing && self.speed < 0.2 {
            self.speed = 0.0;
        }
    }

    fn strides(&mut self, second: &Second, standing: bool) -> f64 {
        let stride_rate = second.cadence_spm / 2.0;
        self.cadence += (stride_rate - self.cadence) / DEVICE_SMOOTHING_S;
        if standing || self.cadence < 20.0 {
            return 0.0;
        }
        let step = self.watch.cadence_step_strides;
        (self.cadence / step).round() * step
    }

    fn position(&self) -> Position {
        // To the right of the way the course goes.
        let (sin, cos) = heading(self.distance_m).sin_cos();
        let east = self.east_m + self.across_filtered * sin;
        let north = self.north_m - self.across_filtered * cos;
        Position {
            latitude: START.latitude + north / METRES_PER_DEGREE,
            longitude: START.longitude
                + east / METRES_PER_DEGREE / START.latitude.to_radians().cos(),
        }
    }

    /// Contact time and oscillation by speed, and longer and flatter as form goes (contact
    /// time rises most: Chan-Roper et al. 2012, J Sports Sci Med 11:77).
    fn dynamics(&mut self, second: &Second) -> RawDynamics {
        if !self.watch.dynamics || second.motion != Motion::Run {
            return RawDynamics::default();
        }
        let pace = second.speed_m_per_s.max(1.0) / self.spec.speed_m_per_s;
        let tired = -second.form;
        let contact = 245.0 * pace.powf(-0.6) * (1.0 + 1.6 * tired + 0.012 * self.random.normal());
        let oscillation = 88.0 * (1.0 - 0.8 * tired + 0.02 * self.random.normal());
        let step_mm = second.speed_m_per_s / second.cadence_spm * 60_000.0;
        RawDynamics {
            contact_time_ms: Some(contact.round() as f32),
            contact_balance_pct: Some((50.2 + 0.4 * self.random.normal()) as f32),
            oscillation_mm: Some(oscillation.round() as f32),
            vertical_ratio_pct: Some((oscillation / step_mm * 100.0) as f32),
            step_length_mm: Some(step_mm.round() as f32),
            ..RawDynamics::default()
        }
    }
}
