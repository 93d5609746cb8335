//! The runner: what truly happens, second by second.

use super::noise::NoiseSource;
use super::random::{Random, Wander};
use super::rough::RoughSource;
use super::shape::cost_ratio;
use super::spec::{Break, Heart, RunSpec};
use super::watch::{self, Reading};
use formdrift::normalise::Motion;
use formdrift::units::METRES_PER_MILE;

/// One second of truth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Second {
    /// What the runner did.
    pub motion: Motion,
    /// Distance from the start at its end, metres.
    pub distance_m: f64,
    /// Speed over it, m/s.
    pub speed_m_per_s: f64,
    /// Cadence over it, steps per minute, both feet.
    pub cadence_spm: f64,
    /// Metres above the start.
    pub altitude_m: f64,
    /// Slope as a ratio.
    pub grade: f64,
    /// How far ln cadence is off the curve for fatigue alone.
    pub form: f64,
    /// Heart rate, when a heart is simulated.
    pub heart_rate_bpm: Option<f64>,
}

/// A change of form that truly happened.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FormTruth {
    /// Where it began, miles on the course.
    pub onset_miles: f64,
    /// Change of cadence off the curve at the finish, percent; negative is overstriding.
    pub change_pct: f64,
    /// Complete at once.
    pub abrupt: bool,
}

/// A fade that truly happened.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FadeTruth {
    /// Where it began, miles on the course.
    pub onset_miles: f64,
    /// Loss of speed at the finish, percent.
    pub loss_pct: f64,
    /// Lost within a mile or so.
    pub wall: bool,
}

/// Walking that truly began and stayed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WalkTruth {
    /// Where the first walk began, miles on the course.
    pub onset_miles: f64,
}

/// What a detector ought to find.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Truth {
    /// The change of form, if any.
    pub form: Option<FormTruth>,
    /// The fade of pace, if any.
    pub fade: Option<FadeTruth>,
    /// Walking to the finish, if any.
    pub walking: Option<WalkTruth>,
}

/// A simulated run: the truth and what the watch made of it.
#[derive(Debug, Clone)]
pub struct SimulatedRun {
    /// What it was made from.
    pub spec: RunSpec,
    /// What a detector ought to find.
    pub truth: Truth,
    /// What happened, second by second.
    pub seconds: Vec<Second>,
    /// What the sensors said, second by second.
    pub readings: Vec<Reading>,
}

impl SimulatedRun {
    /// The second in which the runner was `miles` along the course.
    pub fn second_at(&self, miles: f64) -> usize {
        let metres = miles * METRES_PER_MILE;
        let index = self.seconds.partition_point(|s| s.distance_m < metres);
        index.min(self.seconds.len() - 1)
    }

    /// The second of the onset a detector should find: the earliest of form, fade and walking.
    pub fn onset_second(&self) -> Option<usize> {
        let form = self.truth.form.map(|form| form.onset_miles);
        let fade = self.truth.fade.map(|fade| fade.onset_miles);
        let walking = self.truth.walking.map(|walking| walking.onset_miles);
        let onsets = [form, fade, walking].into_iter().flatten();
        onsets
            .min_by(f64::total_cmp)
            .map(|miles| self.second_at(miles))
    }

    /// (ln speed, ln cadence) over true running between two seconds: ln of metres over
    /// seconds and of steps over minutes.
    pub fn log_means(&self, from: usize, to: usize) -> Option<(f64, f64)> {
        let (mut seconds, mut metres, mut steps) = (0.0, 0.0, 0.0);
        for second in self.seconds.get(from..to)? {
            if second.motion == Motion::Run {
                seconds += 1.0;
                metres += second.speed_m_per_s;
                steps += second.cadence_spm / 60.0;
            }
        }
        (seconds > 0.0).then(|| ((metres / seconds).ln(), (steps / seconds * 60.0).ln()))
    }
}

/// Streams of random numbers, one a part of the run.
#[derive(Clone, Copy)]
pub(super) enum Stream {
    Effort = 1,
    Cadence = 2,
    Heart = 3,
    Watch = 4,
    // 5 is which seconds a smart watch records (convert.rs).
    RoughRunner = 6,
    RoughWatch = 7,
}

/// Share of the variance of rough pace that is the runner's; the rest is the receiver's. About
/// half, since noise pulls elasticities fitted to real runs down to half of the known ones.
pub(super) const ROUGH_RUNNER: f64 = 0.5;
/// Share of the runner's rough pace that is effort: the rest is ground, corners and traffic.
const ROUGH_EFFORT: f64 = 0.5;

/// Runs the run.
pub fn simulate(spec: RunSpec, truth: Truth) -> SimulatedRun {
    let mut runner = Runner::new(&spec);
    let mut seconds = Vec::with_capacity((spec.miles * 600.0) as usize);
    while runner.distance_m < spec.miles * METRES_PER_MILE {
        seconds.push(runner.second());
    }
    let readings = watch::record(&spec, &seconds);
    SimulatedRun {
        spec,
        truth,
        seconds,
        readings,
    }
}

struct Runner<'a> {
    spec: &'a RunSpec,
    effort: Random,
    cadence: Random,
    slow_effort: Wander,
    quick_effort: Wander,
    rough: Option<RoughSource>,
    noise: NoiseSource,
    heart: Option<HeartState>,
    breaks: Vec<Break>,
    in_break: Option<(f64, bool)>,
    distance_m: f64,
    elapsed_s: f64,
    speed_m_per_s: f64,
}

impl<'a> Runner<'a> {
    fn new(spec: &'a RunSpec) -> Self {
        let mut effort = Random::new(spec.seed, Stream::Effort as u64);
        let mut cadence = Random::new(spec.seed, Stream::Cadence as u64);
        let slow_effort = Wander::new(
            spec.effort_wander_pct / 100.0,
            spec.effort_memory_miles,
            &mut effort,
        );
        // Second-to-second variation of speed: corners, other runners; memory 15 s.
        let quick_effort = Wander::new(0.015, 15.0, &mut effort);
        let windows = (spec.miles * 10.0).ceil() as usize;
        let noise = NoiseSource::new(&spec.noise, windows, &mut cadence);
        let mut breaks = spec.breaks.clone();
        breaks.sort_by(|a, b| b.at_mile.total_cmp(&a.at_mile));
        Self {
            heart: spec.heart.map(|heart| HeartState::new(heart, spec)),
            spec,
            effort,
            cadence,
            slow_effort,
            quick_effort,
            rough: spec.rough_pace.map(|rough| {
                RoughSource::new(
                    rough.sd_pct * ROUGH_RUNNER.sqrt(),
                    spec.seed,
                    Stream::RoughRunner as u64,
                )
            }),
            noise,
            breaks,
            in_break: None,
            distance_m: 0.0,
            elapsed_s: 0.0,
            speed_m_per_s: spec.speed_m_per_s,
        }
    }

    fn second(&mut self) -> Second {
        self.elapsed_s += 1.0;
        let miles = self.distance_m / METRES_PER_MILE;
        let motion = self.motion(miles);
        let grade = self.spec.terrain.grade(self.distance_m);
        let (planned, effort) = self.plan(miles, grade);
        let (speed, cadence, effort) = match motion {
            Motion::Run => (planned, self.run_cadence(miles, grade, planned), effort),
            // Walking costs about half of running.
            Motion::Walk => {
                let walking = self.spec.walking;
                let cadence = walking.cadence_spm * (1.0 + 0.01 * self.cadence.normal());
                (walking.speed_m_per_s, cadence, -0.6)
            }
            Motion::Stop => (self.ride_speed(miles), 0.0, -0.9),
        };
        // Nobody starts or stops within a second: speed follows over 2 s.
        self.speed_m_per_s += (speed - self.speed_m_per_s) * 0.4;
        if motion == Motion::Stop && self.speed_m_per_s < 0.3 {
            self.speed_m_per_s = 0.0;
        }
        let settled = (self.speed_m_per_s - speed).abs() < 0.5 || motion != Motion::Run;
        self.distance_m += self.speed_m_per_s;
        let progress = miles / self.spec.miles;
        Second {
            motion,
            distance_m: self.distance_m,
            speed_m_per_s: self.speed_m_per_s,
            cadence_spm: if settled { cadence } else { cadence * 0.97 },
            altitude_m: self.spec.terrain.altitude_m(self.distance_m),
            grade,
            form: self.form(miles),
            heart_rate_bpm: self
                .heart
                .as_mut()
                .map(|heart| heart.next(effort, progress)),
        }
    }

    /// Speed of the vehicle, and 0 outside it.
    fn ride_speed(&self, miles: f64) -> f64 {
        let ride = self.spec.ride.filter(|ride| ride.at_mile <= miles);
        // A light every half mile: 20 seconds at a walking pace in 80 of driving.
        let slow = (self.elapsed_s % 80.0) < 20.0;
        ride.map_or(0.0, |ride| if slow { 2.0 } else { ride.speed_m_per_s })
    }

    fn motion(&mut self, miles: f64) -> Motion {
        if self.spec.ride.is_some_and(|ride| ride.at_mile <= miles) {
            return Motion::Stop;
        }
        if self.in_break.is_none() && self.breaks.last().is_some_and(|b| b.at_mile <= miles) {
            self.in_break = self.breaks.pop().map(|b| (b.seconds, b.walk));
        }
        let Some((left, walk)) = self.in_break else {
            return Motion::Run;
        };
        self.in_break = (left > 1.0).then_some((left - 1.0, walk));
        if walk { Motion::Walk } else { Motion::Stop }
    }

    /// Speed on this grade, and ln effort against the plan.
    fn plan(&mut self, miles: f64, grade: f64) -> (f64, f64) {
        let step = self.speed_m_per_s.max(1.0) / METRES_PER_MILE;
        let wander = self.slow_effort.step(step, 1.0, &mut self.effort)
            + self.quick_effort.step(1.0, 1.0, &mut self.effort);
        let rough = self.rough.as_mut().map_or(0.0, |rough| rough.next(step));
        let mut log_speed = wander + rough;
        let mut log_effort = wander + ROUGH_EFFORT * rough;
        for change in &self.spec.pace {
            let change_of_log = change.profile.log_at(miles);
            log_speed += change_of_log;
            log_effort += change_of_log * change.effort_share;
        }
        // Runners slow on climbs by most of what equal effort asks, and take back about half
        // of it on descents.
        let cost = cost_ratio(grade).ln();
        let given = if cost > 0.0 { 0.8 } else { 0.5 } * cost;
        (
            self.spec.speed_m_per_s * (log_speed - given).exp(),
            log_effort + cost - given,
        )
    }

    fn form(&self, miles: f64) -> f64 {
        self.spec.off_curve.iter().map(|p| p.log_at(miles)).sum()
    }

    fn run_cadence(&mut self, miles: f64, grade: f64, speed: f64) -> f64 {
        let spec = self.spec;
        let step = speed / (METRES_PER_MILE / 10.0);
        let noise = self.noise.next(step, &mut self.cadence);
        // 1 - exp(-2.5) of the settling is over after `settling_min`.
        let settling =
            spec.settling_pct / 100.0 * (-2.5 * self.elapsed_s / (60.0 * spec.settling_min)).exp();
        let log = spec.elasticity * (speed / spec.speed_m_per_s).ln()
            + spec.grade_effect * grade
            + settling
            + self.form(miles)
            + noise;
        // Step-to-step variation of half a percent, gone in any mean.
        spec.cadence_spm * (log + 0.005 * self.cadence.normal()).exp()
    }
}

struct HeartState {
    heart: Heart,
    log_rate: f64,
    wander: Wander,
    random: Random,
}

impl HeartState {
    fn new(heart: Heart, spec: &RunSpec) -> Self {
        let mut random = Random::new(spec.seed, Stream::Heart as u64);
        // Wanders over 8 minutes: attention, drink, sun and shade.
        let wander = Wander::new(heart.wander_pct / 100.0, 480.0, &mut random);
        Self {
            // At the start line, three quarters of the running rate.
            log_rate: (0.75 * heart.rate_bpm).ln(),
            heart,
            wander,
            random,
        }
    }

    fn next(&mut self, log_effort: f64, progress: f64) -> f64 {
        let heart = self.heart;
        let target = heart.rate_bpm.ln()
            + heart.beta * log_effort
            + (1.0 + heart.drift_pct / 100.0).ln() * progress;
        self.log_rate += (target - self.log_rate) / heart.lag_s;
        let wander = self.wander.step(1.0, 1.0, &mut self.random);
        (self.log_rate + wander).exp() + 0.4 * self.random.normal()
    }
}
