//! Kinds of runs with a known truth, drawn over the plausible range of runners, courses,
//! noise and watches. The ranges are those that docs/accuracy.md states.

use super::events::*;
use super::random::Random;
use super::run::{SimulatedRun, Truth, simulate};
use super::shape::Terrain;
use super::spec::{Heart, NoiseShape, RunSpec};

/// What a scenario is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Nothing breaks down.
    Sound,
    /// The runner slows by choice at the end.
    CoolDown,
    /// Speed fades along the habitual curve.
    Fade,
    /// Form changes.
    Form,
}

/// A kind of run.
pub struct Scenario {
    /// Its name, snake case.
    pub name: &'static str,
    /// What it is about.
    pub group: Group,
    /// What sets it apart, one clause.
    pub about: &'static str,
    pub(super) build: fn(&mut RunSpec, &mut Random) -> Truth,
}

/// Every kind of run, in the order of the tables.
pub const SCENARIOS: &[Scenario] = &[
    sound("plain", "everyday variation only", |_, _| Truth::default()),
    sound(
        "level_shift",
        "cadence level moves in the first third, sd 1.5 %",
        level_shift,
    ),
    sound(
        "settling",
        "cadence settles by 1-2 % over 20-30 min",
        settling,
    ),
    sound("hills", "hilly course", hills),
    sound(
        "late_hill",
        "a climb of 30-80 m in the last third",
        late_hill,
    ),
    sound("trees", "GPS under-reads 3-6 % for a mile or more", trees),
    sound("stops", "aid stations walked or stood at", stops),
    sound("kick", "the last mile 3-8 % faster", kick),
    sound(
        "negative_split",
        "2-6 % faster from start to finish",
        negative_split,
    ),
    sound("wind", "speed falls 2-4 % at the same effort", wind),
    sound(
        "positive_split",
        "even slowing of 3-10 % from the start",
        positive_split,
    ),
    Scenario {
        name: "cool_down_hr",
        group: Group::CoolDown,
        about: "last 1-2 miles eased by 10-20 %, heart rate falls in step",
        build: cool_down_hr,
    },
    Scenario {
        name: "cool_down_no_hr",
        group: Group::CoolDown,
        about: "the same without heart rate",
        build: cool_down_no_hr,
    },
    Scenario {
        name: "fade_gradual",
        group: Group::Fade,
        about: "speed sinks 4-20 % to the finish over 3 miles or more",
        build: fade_gradual,
    },
    Scenario {
        name: "wall",
        group: Group::Fade,
        about: "4-20 % lost within a mile or so, with partial recoveries",
        build: wall,
    },
    form(
        "overstriding",
        "cadence sinks 3-8 % below the curve, gradually",
        |s, r| ramp(s, r, -1.0),
    ),
    form(
        "shuffling",
        "cadence rises 3-8 % above the curve, gradually",
        |s, r| ramp(s, r, 1.0),
    ),
    form(
        "abrupt",
        "cadence leaves the curve by 3-8 % at once",
        abrupt,
    ),
];

type Build = fn(&mut RunSpec, &mut Random) -> Truth;

const fn sound(name: &'static str, about: &'static str, build: Build) -> Scenario {
    Scenario {
        name,
        group: Group::Sound,
        about,
        build,
    }
}

const fn form(name: &'static str, about: &'static str, build: Build) -> Scenario {
    Scenario {
        name,
        group: Group::Form,
        about,
        build,
    }
}

impl Scenario {
    /// The scenario of a name.
    pub fn named(name: &str) -> Option<&'static Self> {
        SCENARIOS.iter().find(|scenario| scenario.name == name)
    }

    /// Draws and simulates the run of a seed.
    pub fn run(&self, seed: u64) -> SimulatedRun {
        self.run_with(seed, NoiseShape::Gaussian)
    }

    /// The same with another kind of cadence noise.
    pub fn run_with(&self, seed: u64, noise: NoiseShape) -> SimulatedRun {
        let (mut spec, truth) = draw(self, seed);
        spec.noise.shape = noise;
        simulate(spec, truth)
    }
}

/// Draws the run of a seed: an everyday runner, then what sets the scenario apart.
pub fn draw(scenario: &Scenario, seed: u64) -> (RunSpec, Truth) {
    // The scenario's name enters the seed: seed 7 of two scenarios is two runners.
    let salt = scenario.name.bytes().fold(seed, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3)
    });
    let mut random = Random::new(salt, 0);
    let mut spec = everyday(salt, &mut random);
    let truth = (scenario.build)(&mut spec, &mut random);
    (spec, truth)
}

fn everyday(seed: u64, random: &mut Random) -> RunSpec {
    let mut spec = RunSpec::plain(seed);
    spec.miles = random.between(13.1, 26.9);
    spec.speed_m_per_s = random.between(2.5, 4.0);
    spec.cadence_spm =
        172.0 + 8.0 * (spec.speed_m_per_s - 3.2) + random.normal_within(0.0, 6.0, -14.0, 14.0);
    // Elasticity and its plausible range: docs/method.md.
    spec.elasticity = random.normal_within(0.14, 0.06, 0.03, 0.30);
    spec.grade_effect = random.normal_within(0.6, 0.25, 0.0, 1.2);
    spec.noise.sd_pct = (0.95 * (0.28 * random.normal()).exp()).clamp(0.6, 1.7);
    if random.chance(0.3) {
        level_shift(&mut spec, random);
    }
    spec.settling_min = random.between(20.0, 30.0);
    spec.settling_pct = if random.chance(0.5) {
        random.between(0.3, 1.5)
    } else {
        0.0
    };
    spec.effort_wander_pct = random.between(0.8, 2.4);
    spec.effort_memory_miles = random.between(0.3, 1.2);
    spec.terrain = Terrain::rolling(random.between(0.002, 0.015), random);
    if random.chance(0.4) {
        add_breaks(&mut spec, random, 0.15);
    }
    if random.chance(0.15) {
        trees(&mut spec, random);
    }
    let heart = Heart {
        rate_bpm: random.between(138.0, 168.0),
        beta: random.normal_within(0.75, 0.2, 0.35, 1.15),
        lag_s: random.between(60.0, 90.0),
        drift_pct: random.between(3.0, 8.0),
        wander_pct: random.between(0.5, 1.3),
    };
    spec.heart = random.chance(0.7).then_some(heart);
    let watch = &mut spec.watch;
    watch.cadence_step_strides = [1.0, 1.0, 0.5, 1.0 / 128.0][random.index(4)];
    watch.smart_recording = random.chance(0.15);
    watch.auto_pause = random.chance(0.4);
    watch.gps_error_m = random.between(1.0, 2.5);
    watch.gps_memory_s = random.between(25.0, 60.0);
    watch.distance_error_pct = random.between(-0.6, 0.9);
    watch.altitude_error = if random.chance(0.8) {
        (1.0, 900.0)
    } else {
        (2.5, 200.0)
    };
    spec
}
