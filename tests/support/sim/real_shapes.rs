//! Runs built as real ones are, each with the right answer: the sessions, endings and
//! recordings that the scenarios of scenario.rs leave out.

use super::breakdowns::*;
use super::random::Random;
use super::run::{SimulatedRun, Truth, simulate};
use super::scenario::{Group, Scenario, draw};
use super::sessions::*;
use super::spec::RunSpec;

/// What a detector ought to answer, at certainty *likely* or better.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Right {
    /// This kind, with one of these patterns.
    Claim(&'static str, &'static [&'static str]),
    /// A breakdown or fade is not claimed.
    NoClaim,
    /// This kind.
    Kind(&'static str),
    /// Anything but *steady*: something happened, whether or not it can be named.
    NotSteady,
}

/// A kind of run with its right answer.
pub struct RealShape {
    /// How it is drawn.
    pub scenario: Scenario,
    /// What to answer.
    pub right: Right,
    /// Least share of right answers, percent.
    pub least_pct: f64,
    /// Least share of intervals that contain the onset, percent of claims; 0 for no onset.
    pub contains_pct: f64,
    /// Most that the median onset may be off, miles.
    pub onset_off_mi: f64,
}

/// Stream of random numbers that draws how rough a run is.
const ROUGHEN: u64 = 8;

type Build = fn(&mut RunSpec, &mut Random) -> Truth;

const fn shape(
    name: &'static str,
    about: &'static str,
    build: Build,
    right: Right,
    least_pct: f64,
) -> RealShape {
    RealShape {
        scenario: Scenario {
            name,
            group: Group::Sound,
            about,
            build,
        },
        right,
        least_pct,
        contains_pct: 0.0,
        onset_off_mi: f64::INFINITY,
    }
}

impl RealShape {
    const fn with_onset(mut self, contains_pct: f64, onset_off_mi: f64) -> Self {
        self.contains_pct = contains_pct;
        self.onset_off_mi = onset_off_mi;
        self
    }

    /// Draws and simulates the run of a seed; where asked, with pace as rough as in real
    /// recordings.
    pub fn run(&self, seed: u64, rough: bool) -> SimulatedRun {
        if rough {
            roughened(&self.scenario, seed)
        } else {
            self.scenario.run(seed)
        }
    }

    /// The shape of a name.
    pub fn named(name: &str) -> Option<&'static Self> {
        REAL_SHAPES.iter().find(|shape| shape.scenario.name == name)
    }
}

/// Draws and simulates the run of a seed with pace as rough as in real recordings.
pub fn roughened(scenario: &Scenario, seed: u64) -> SimulatedRun {
    let (mut spec, truth) = draw(scenario, seed);
    if spec.rough_pace.is_none() {
        let mut random = Random::new(spec.seed, ROUGHEN);
        roughen(&mut spec, &mut random);
    }
    simulate(spec, truth)
}

use Right::{Claim, Kind, NoClaim, NotSteady};

const RUN_WALK: Right = Claim("pace_fade", &["run_walk"]);
const FADE: Right = Claim("pace_fade", &["stride_shortening", "cadence_and_stride"]);
const FORM: Right = Claim("form_breakdown", &["overstriding", "shuffling"]);

/// Every shape. Shares are those that method and bars of docs/accuracy.md ask for: sound runs
/// left alone 97 %, walk breaks found 90 %, fades of 10 % within 2 mi 85 %, 5 % of cadence 80 %.
pub const REAL_SHAPES: &[RealShape] = &[
    shape(
        "run_walk_finish",
        "walk breaks from some mile on, running between them as before",
        run_walk_finish,
        RUN_WALK,
        90.0,
    )
    .with_onset(90.0, 0.5),
    shape(
        "brisk_walks",
        "the same, walking at 130 spm and 1.9 m/s",
        brisk_walks,
        RUN_WALK,
        90.0,
    )
    .with_onset(90.0, 0.5),
    shape(
        "walks_home",
        "walks everything for the last 3 mi and more",
        walks_home,
        RUN_WALK,
        90.0,
    )
    .with_onset(90.0, 0.3),
    shape(
        "fade_then_walks",
        "8-15 % lost, walk breaks 2-3 mi later",
        fade_then_walks,
        Claim(
            "pace_fade",
            &["stride_shortening", "cadence_and_stride", "run_walk"],
        ),
        90.0,
    )
    .with_onset(80.0, 1.0),
    shape(
        "walker",
        "run and walk from the first mile on",
        walker,
        NoClaim,
        97.0,
    ),
    shape(
        "held_cadence",
        "8-16 % of speed lost while cadence holds",
        held_cadence,
        Claim("pace_fade", &["stride_shortening"]),
        85.0,
    )
    .with_onset(90.0, 1.0),
    shape(
        "moderate_fade",
        "5-8 % of speed lost within 2 mi at a steady heart rate",
        moderate_fade,
        FADE,
        70.0,
    )
    .with_onset(90.0, 1.0),
    shape(
        "knee",
        "8-14 % of speed lost over 0.5, 1 or 2 mi",
        knee,
        FADE,
        85.0,
    )
    .with_onset(90.0, 0.6),
    shape(
        "fast_middle_fade",
        "faster in the middle, then under the first miles' pace",
        fast_middle_fade,
        FADE,
        80.0,
    )
    .with_onset(85.0, 0.8),
    shape(
        "repetitions",
        "repetitions between warm-up and cool-down",
        repetitions,
        Kind("undecided"),
        90.0,
    ),
    shape(
        "sprint_finish",
        "the last half mile 8-20 % faster",
        sprint_finish,
        NoClaim,
        97.0,
    ),
    shape(
        "last_mile_climb",
        "a climb to the finish",
        last_mile_climb,
        NoClaim,
        97.0,
    ),
    shape(
        "walked_cool_down",
        "eased for 1-2 mi with a minute of walking",
        walked_cool_down,
        NoClaim,
        97.0,
    ),
    shape(
        "long_easing",
        "eased for 2-5 mi, heart rate in step",
        long_easing,
        Kind("eased_off"),
        80.0,
    ),
    shape(
        "early_rise",
        "cadence up by 2-4 % in the first third, then back",
        early_rise,
        NoClaim,
        95.0,
    ),
    shape(
        "tempo_block",
        "a tempo block, then the early pace again",
        tempo_block,
        NoClaim,
        95.0,
    ),
    shape(
        "tempo_then_jog",
        "tempo, then a jog with the heart rate down in step",
        tempo_then_jog,
        NoClaim,
        92.0,
    ),
    shape(
        "fast_start",
        "the first 1-2 mi 4-8 % too fast",
        fast_start,
        NoClaim,
        95.0,
    ),
    shape(
        "drove_home",
        "a ride of 2-6 mi behind the run",
        drove_home,
        NoClaim,
        97.0,
    ),
    shape(
        "rough",
        "nothing happens; pace as rough as in real recordings",
        rough,
        NoClaim,
        97.0,
    ),
    shape(
        "rough_fade",
        "10-16 % lost within 2 mi on such pace",
        rough_fade,
        FADE,
        80.0,
    )
    .with_onset(90.0, 0.8),
    shape(
        "roughest_fade",
        "11-14 % lost on the roughest pace",
        roughest_fade,
        NotSteady,
        90.0,
    ),
    shape(
        "cadence_half_mile",
        "cadence 4-7 % off the curve over 0.5 mi",
        |s, r| cadence_ramp(s, r, 0.5),
        FORM,
        85.0,
    )
    .with_onset(90.0, 0.4),
    shape(
        "cadence_one_mile",
        "the same over 1 mi",
        |s, r| cadence_ramp(s, r, 1.0),
        FORM,
        85.0,
    )
    .with_onset(90.0, 0.5),
    shape(
        "cadence_two_miles",
        "the same over 2 mi",
        |s, r| cadence_ramp(s, r, 2.0),
        FORM,
        85.0,
    )
    .with_onset(90.0, 0.6),
    shape(
        "late_cadence",
        "the same 1.2-1.7 mi before the finish",
        late_cadence,
        FORM,
        50.0,
    )
    .with_onset(90.0, 0.5),
];
