//! What a simulated run is made of.

use super::shape::{Profile, Terrain};
use std::sync::Arc;

/// Everything that makes a run. `RunSpec::plain(seed)` is a sound flat run; the scenarios
/// and the builder methods add to it.
#[derive(Debug, Clone)]
pub struct RunSpec {
    /// Seed of every random process of the run.
    pub seed: u64,
    /// Length of the course, miles.
    pub miles: f64,
    /// Speed on the flat, fresh, m/s.
    pub speed_m_per_s: f64,
    /// Cadence at that speed, fresh, steps per minute.
    pub cadence_spm: f64,
    /// d ln cadence / d ln speed.
    pub elasticity: f64,
    /// d ln cadence / d grade.
    pub grade_effect: f64,
    /// How rough cadence is.
    pub noise: CadenceNoise,
    /// Cadence above its level at the start, percent, ...
    pub settling_pct: f64,
    /// ... gone after about this many minutes.
    pub settling_min: f64,
    /// Sd of the slow wander of effort, percent of speed.
    pub effort_wander_pct: f64,
    /// Its memory, miles.
    pub effort_memory_miles: f64,
    /// Changes of speed along the habitual curve.
    pub pace: Vec<PaceChange>,
    /// Changes of cadence off the habitual curve, percent; fatigue, shoe and surface alike.
    pub off_curve: Vec<Profile>,
    /// The ground.
    pub terrain: Terrain,
    /// Pace as rough as that of real recordings; `None` leaves it as smooth as effort is.
    pub rough_pace: Option<RoughPace>,
    /// Stops and walks.
    pub breaks: Vec<Break>,
    /// How the runner walks.
    pub walking: Walking,
    /// The recorder was not stopped, and the runner was driven home.
    pub ride: Option<Ride>,
    /// Heart, when a sensor is worn.
    pub heart: Option<Heart>,
    /// The watch.
    pub watch: Watch,
}

/// A change of speed along the course.
#[derive(Debug, Clone, PartialEq)]
pub struct PaceChange {
    /// Speed against the plan, percent.
    pub profile: Profile,
    /// Share of the change that the heart follows: 1 where effort changes with speed (easing
    /// off, a kick), 0 where speed changes at the same effort (wind).
    pub effort_share: f64,
}

/// Roughness of cadence about the curve.
#[derive(Debug, Clone)]
pub struct CadenceNoise {
    /// Sd of means over a tenth of a mile, percent.
    pub sd_pct: f64,
    /// Of which kind.
    pub shape: NoiseShape,
}

/// Kinds of noise. The second and third are not of the family any detector here fits.
#[derive(Debug, Clone)]
pub enum NoiseShape {
    /// Gaussian: a fast, a middling and a slow part.
    Gaussian,
    /// As Gaussian, with innovations of a Student t with 4 degrees of freedom.
    HeavyTails,
    /// Residuals of real runs, one value a tenth of a mile, in percent, cut into long blocks
    /// and joined anew.
    Resampled(Arc<Vec<Vec<f64>>>),
}

/// A stop or a walk.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Break {
    /// Where it begins, miles.
    pub at_mile: f64,
    /// How long, seconds.
    pub seconds: f64,
    /// Walking, or else standing.
    pub walk: bool,
}

/// A manner of walking.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Walking {
    /// m/s.
    pub speed_m_per_s: f64,
    /// Steps per minute.
    pub cadence_spm: f64,
}

/// A stretch in a vehicle, from a place on the course to its end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ride {
    /// Where the run ends, miles; the rest of the course is driven.
    pub at_mile: f64,
    /// m/s.
    pub speed_m_per_s: f64,
}

/// Roughness of pace beyond the wander of effort: traffic, corners, ground, other runners, and
/// the receiver.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RoughPace {
    /// Sd of ln speed over a tenth of a mile, percent.
    pub sd_pct: f64,
}

/// A heart and its sensor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Heart {
    /// Beats per minute at the planned effort after warming up.
    pub rate_bpm: f64,
    /// d ln rate / d ln effort.
    pub beta: f64,
    /// Time constant of its answer, seconds.
    pub lag_s: f64,
    /// Upward drift over the run, percent.
    pub drift_pct: f64,
    /// Sd of slow wander, percent.
    pub wander_pct: f64,
}

/// A watch and its settings.
#[derive(Debug, Clone, PartialEq)]
pub struct Watch {
    /// Step in which cadence is stored, strides (one leg) per minute.
    pub cadence_step_strides: f64,
    /// One record now and then (1-8 s) in place of one a second.
    pub smart_recording: bool,
    /// Seconds from one record to the next, without smart recording.
    pub record_every_s: usize,
    /// Records stop while standing still, with timer events.
    pub auto_pause: bool,
    /// Sd of the along-track error, metres.
    pub gps_error_m: f64,
    /// Its memory, seconds.
    pub gps_memory_s: f64,
    /// Constant error of distance, percent.
    pub distance_error_pct: f64,
    /// Stretches where distance is under-read: miles from, to, percent.
    pub trees: Vec<(f64, f64, f64)>,
    /// Sd of altitude's slow error, metres, and its memory, seconds.
    pub altitude_error: (f64, f64),
    /// Running dynamics are recorded.
    pub dynamics: bool,
    /// Positions are recorded.
    pub positions: bool,
}

impl RunSpec {
    /// A sound marathon on the flat, 1 Hz, with heart rate.
    pub fn plain(seed: u64) -> Self {
        Self {
            seed,
            miles: 26.2,
            speed_m_per_s: 3.1,
            cadence_spm: 172.0,
            elasticity: 0.14,
            grade_effect: 0.6,
            noise: CadenceNoise {
                sd_pct: 0.9,
                shape: NoiseShape::Gaussian,
            },
            settling_pct: 0.0,
            settling_min: 25.0,
            effort_wander_pct: 1.2,
            effort_memory_miles: 0.6,
            pace: Vec::new(),
            off_curve: Vec::new(),
            terrain: Terrain::default(),
            rough_pace: None,
            breaks: Vec::new(),
            // A brisk walk.
            walking: Walking {
                speed_m_per_s: 1.7,
                cadence_spm: 118.0,
            },
            ride: None,
            heart: Some(Heart {
                rate_bpm: 152.0,
                beta: 0.75,
                lag_s: 75.0,
                drift_pct: 5.0,
                wander_pct: 1.0,
            }),
            watch: Watch {
                cadence_step_strides: 1.0,
                smart_recording: false,
                record_every_s: 1,
                auto_pause: false,
                gps_error_m: 1.8,
                gps_memory_s: 40.0,
                distance_error_pct: 0.0,
                trees: Vec::new(),
                altitude_error: (1.0, 600.0),
                dynamics: false,
                positions: true,
            },
        }
    }

    /// Adds a change of speed along the curve.
    pub fn with_pace(mut self, profile: Profile, effort_share: f64) -> Self {
        self.pace.push(PaceChange {
            profile,
            effort_share,
        });
        self
    }

    /// Adds a change of cadence off the curve.
    pub fn with_off_curve(mut self, profile: Profile) -> Self {
        self.off_curve.push(profile);
        self
    }

    /// Takes the heart-rate sensor off.
    pub fn without_heart(mut self) -> Self {
        self.heart = None;
        self
    }
}
