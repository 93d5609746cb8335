//! What five earlier runs of the same runner change: every run judged with and without them.

use crate::Args;
use crate::bars::middle;
use crate::judge::{Door, Outcome, judge, judge_with};
use crate::score::share;
use crate::sim::random::Random;
use crate::sim::{RunSpec, Scenario, SimulatedRun, Truth, draw, simulate};
use chrono::DateTime;
use formdrift::detect::{DetectOptions, Kind};
use formdrift::history::{History, PastRun, Said};
use formdrift::units::METRES_PER_MILE;
use rayon::prelude::*;

/// Earlier runs of each runner.
const EARLIER: u64 = 5;
/// Sd of ln cadence at one speed from day to day: about 1 % (docs/method.md).
const DAY_TO_DAY: f64 = 0.01;
/// Sd of ln speed from run to run: 0.09, 0.11 and 0.15 in the long runs of three real runners.
const SPEED_MOVES: f64 = 0.09;
/// Sd of a runner's elasticity from run to run.
const ELASTICITY_MOVES: f64 = 0.01;
/// A kind of run that is hard to judge without knowing the runner's curve.
struct Hard {
    about: &'static str,
    scenario: &'static str,
    is: fn(&Truth) -> bool,
    right: Kind,
    /// What it is taken for when the curve is not known.
    wrong: Kind,
}

/// On the curve a fade takes cadence down by b L, so the spread of b hides a change of form
/// under a large loss, and makes one out of it.
const HARD: &[Hard] = &[
    Hard {
        about: "gradual fades of 10 % and more",
        scenario: "fade_gradual",
        is: lost_a_tenth,
        right: Kind::PaceFade,
        wrong: Kind::FormBreakdown,
    },
    Hard {
        about: "walls of 10 % and more",
        scenario: "wall",
        is: lost_a_tenth,
        right: Kind::PaceFade,
        wrong: Kind::FormBreakdown,
    },
    Hard {
        about: "shuffling while pace fades",
        scenario: "shuffling",
        is: |truth| truth.fade.is_some(),
        right: Kind::FormBreakdown,
        wrong: Kind::PaceFade,
    },
    Hard {
        about: "overstriding while pace fades",
        scenario: "overstriding",
        is: |truth| truth.fade.is_some(),
        right: Kind::FormBreakdown,
        wrong: Kind::PaceFade,
    },
    Hard {
        about: "everyday runs",
        scenario: "plain",
        is: |_| true,
        right: Kind::Steady,
        wrong: Kind::FormBreakdown,
    },
];

fn lost_a_tenth(truth: &Truth) -> bool {
    truth.fade.is_some_and(|fade| fade.loss_pct >= 10.0)
}

/// Prints the table.
pub fn print(args: &Args) {
    println!(
        "\n## With and without earlier runs\n\nThe same runs judged alone and after {EARLIER} \
         earlier runs of the runner. Mistaken: a fade called form_breakdown, a change of form \
         called pace_fade, an everyday run called form_breakdown. Change: of form at the finish, \
         points; its median error, the median width of its 95 % interval and how often that \
         holds the truth.\n\n| run | n | right, %: alone | with | mistaken, %: alone | with | \
         error: alone | with | width: alone | with | holds, %: alone | with \
         |\n|---|---|---|---|---|---|---|---|---|---|---|---|"
    );
    for hard in HARD {
        let Some(scenario) = Scenario::named(hard.scenario) else {
            continue;
        };
        let seeds: Vec<u64> = (args.seeds..)
            .filter(|&seed| (hard.is)(&draw(scenario, seed).1))
            .take(usize::try_from(args.runs).unwrap_or(usize::MAX))
            .collect();
        let pairs: Vec<[Outcome; 2]> = seeds
            .into_par_iter()
            .map(|seed| both(scenario, seed))
            .collect();
        let called = |which: usize, kind: Kind| {
            let count = pairs.iter().filter(|pair| pair[which].kind == kind);
            share(count.count(), pairs.len())
        };
        let changes: [Vec<Change>; 2] =
            [0, 1].map(|which| pairs.iter().filter_map(|p| Change::of(&p[which])).collect());
        let typical = |which: usize, of: fn(&Change) -> f64| {
            middle(changes[which].iter().map(of)).unwrap_or(f64::NAN)
        };
        let held = |which: usize| {
            let count = changes[which].iter().filter(|change| change.held);
            share(count.count(), changes[which].len())
        };
        println!(
            "| {} | {} | {} | {} | {} | {} | {:.2} | {:.2} | {:.2} | {:.2} | {} | {} |",
            hard.about,
            pairs.len(),
            called(0, hard.right),
            called(1, hard.right),
            called(0, hard.wrong),
            called(1, hard.wrong),
            typical(0, |change| change.error),
            typical(1, |change| change.error),
            typical(0, |change| change.width),
            typical(1, |change| change.width),
            held(0),
            held(1),
        );
    }
}

/// The stated change of form beside the true one, points.
struct Change {
    error: f64,
    width: f64,
    held: bool,
}

impl Change {
    fn of(outcome: &Outcome) -> Option<Self> {
        let stated = outcome.change_pct?;
        let truth = outcome.truth.form.map_or(0.0, |form| form.change_pct);
        Some(Self {
            error: (stated.value - truth).abs(),
            width: stated.high - stated.low,
            held: (stated.low..=stated.high).contains(&truth),
        })
    }
}

fn both(scenario: &Scenario, seed: u64) -> [Outcome; 2] {
    let (spec, truth) = draw(scenario, seed);
    let earlier: Vec<PastRun> = (0..EARLIER)
        .filter_map(|index| earlier(&spec, seed, index))
        .collect();
    let run = simulate(spec, truth);
    let door = Door::of_seed(seed);
    let alone = judge(&run, seed, door);
    let mut options = DetectOptions::default();
    let start = DateTime::from_timestamp(2_000_000_000, 0).unwrap_or_default();
    let history = History::before(&earlier, start, run.spec.miles * METRES_PER_MILE);
    if let Some(Said::Curve(curve)) = history.map(|history| history.said) {
        options.habit.elasticity = (curve.elasticity, curve.elasticity_sd);
    }
    let with = judge_with(&run, seed, door, &options);
    [alone, with]
}

/// One earlier run of the runner of `spec`: an everyday run of its own length, pace and
/// ground on the runner's curve, judged as any other.
fn earlier(spec: &RunSpec, seed: u64, index: u64) -> Option<PastRun> {
    let own_seed = seed.wrapping_mul(0x9E37_79B9).wrapping_add(index);
    let (mut own, truth) = draw(Scenario::named("plain")?, own_seed);
    let mut random = Random::new(own_seed, 77);
    let faster = random.normal_within(0.0, SPEED_MOVES, -0.2, 0.2);
    own.speed_m_per_s = spec.speed_m_per_s * faster.exp();
    own.elasticity = (spec.elasticity + ELASTICITY_MOVES * random.normal()).max(0.0);
    own.grade_effect = spec.grade_effect;
    let level = DAY_TO_DAY * random.normal() + spec.elasticity * faster;
    own.cadence_spm = spec.cadence_spm * level.exp();
    let run: SimulatedRun = simulate(own, truth);
    let outcome = judge(&run, own_seed, Door::of_seed(own_seed));
    Some(PastRun {
        name: String::new(),
        start: DateTime::from_timestamp(1_700_000_000 + 604_800 * index as i64, 0)?,
        distance_m: run.spec.miles * METRES_PER_MILE,
        curve: Some(outcome.curve?),
    })
}
