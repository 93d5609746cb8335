//! What five earlier runs of the same runner change: every run judged with and without them.

use crate::Args;
use crate::judge::{Door, Outcome, judge, judge_with};
use crate::score::share;
use crate::sim::random::Random;
use crate::sim::{RunSpec, Scenario, SimulatedRun, draw, simulate};
use chrono::DateTime;
use formdrift::detect::{DetectOptions, Kind};
use formdrift::history::{Earlier, Said, before};
use formdrift::units::METRES_PER_MILE;
use rayon::prelude::*;

/// Earlier runs of each runner.
const EARLIER: u64 = 5;
/// Sd of ln cadence at one speed from day to day: about 1 % (docs/method.md).
const DAY_TO_DAY: f64 = 0.01;
/// Sd of a runner's elasticity from run to run.
const ELASTICITY_MOVES: f64 = 0.01;
/// Kinds of run, the hard cases first: a fade leaves cadence high for its pace unless the
/// curve is known, and a shuffle that also slows looks like a fade.
const KINDS: [&str; 6] = [
    "fade_gradual",
    "wall",
    "shuffling",
    "overstriding",
    "positive_split",
    "plain",
];

/// Prints the table.
pub fn print(args: &Args) {
    println!(
        "\n## With and without earlier runs\n\nThe same runs judged alone and after {EARLIER} \
         earlier runs of the runner. Percent of runs (95 % Wilson interval).\n\n| run | n | \
         form_breakdown alone | with | pace_fade alone | with |\n|---|---|---|---|---|---|"
    );
    for scenario in KINDS.iter().filter_map(|name| Scenario::named(name)) {
        let pairs: Vec<(Outcome, Outcome)> = (args.seeds..args.seeds + args.runs)
            .into_par_iter()
            .map(|seed| both(scenario, seed))
            .collect();
        let called = |of: &dyn Fn(&(Outcome, Outcome)) -> Kind, kind: Kind| {
            share(pairs.iter().filter(|p| of(p) == kind).count(), pairs.len())
        };
        println!(
            "| {} | {} | {} | {} | {} | {} |",
            scenario.name,
            pairs.len(),
            called(&|p| p.0.kind, Kind::FormBreakdown),
            called(&|p| p.1.kind, Kind::FormBreakdown),
            called(&|p| p.0.kind, Kind::PaceFade),
            called(&|p| p.1.kind, Kind::PaceFade),
        );
    }
}

fn both(scenario: &Scenario, seed: u64) -> (Outcome, Outcome) {
    let (spec, truth) = draw(scenario, seed);
    let earlier: Vec<Earlier> = (0..EARLIER)
        .filter_map(|index| earlier(&spec, seed, index))
        .collect();
    let run = simulate(spec, truth);
    let door = Door::of_seed(seed);
    let alone = judge(&run, seed, door);
    let mut options = DetectOptions::default();
    let start = DateTime::from_timestamp(2_000_000_000, 0).unwrap_or_default();
    if let Said::Curve(curve) = before(&earlier, start, run.spec.miles * METRES_PER_MILE) {
        options.habit.elasticity = (curve.elasticity, curve.elasticity_sd);
    }
    let with = judge_with(&run, seed, door, &options);
    (alone, with)
}

/// One earlier run of the runner of `spec`: an everyday run of its own length, pace and
/// ground on the runner's curve, judged as any other.
fn earlier(spec: &RunSpec, seed: u64, index: u64) -> Option<Earlier> {
    let own_seed = seed.wrapping_mul(0x9E37_79B9).wrapping_add(index);
    let (mut own, truth) = draw(Scenario::named("plain")?, own_seed);
    let mut random = Random::new(own_seed, 77);
    let faster = random.normal_within(0.0, 0.05, -0.1, 0.1);
    own.speed_m_per_s = spec.speed_m_per_s * (1.0 + faster);
    own.elasticity = (spec.elasticity + ELASTICITY_MOVES * random.normal()).max(0.0);
    own.grade_effect = spec.grade_effect;
    let level = DAY_TO_DAY * random.normal() + spec.elasticity * faster;
    own.cadence_spm = spec.cadence_spm * level.exp();
    let run: SimulatedRun = simulate(own, truth);
    let outcome = judge(&run, own_seed, Door::of_seed(own_seed));
    Some(Earlier {
        start: DateTime::from_timestamp(1_700_000_000 + 604_800 * index as i64, 0)?,
        distance_m: run.spec.miles * METRES_PER_MILE,
        curve: outcome.curve?,
    })
}
