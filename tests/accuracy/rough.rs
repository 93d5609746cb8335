//! The roughness of simulated runs beside that of real ones.

use crate::Args;
use crate::bars::middle;
use crate::judge::{Door, measures_of};
use crate::planted::sound_runs;
use crate::rated::folder;
use crate::real::real_runs;
use crate::roughness::{Roughness, roughness};
use crate::sim::real_shapes::RealShape;
use crate::sim::spec::NoiseShape;
use crate::sim::{SCENARIOS, Scenario};
use formdrift::measure::Measures;
use rayon::prelude::*;

/// Prints the table.
pub fn print(args: &Args) {
    println!(
        "\n## Roughness of cadence about a fitted curve\n\nMedian (5-95 % of runs); least \
              squares on windows of a tenth of a mile.\n\n| runs | n | sd 0.1 mi, % | sd 1 mi, % | r 0.1 mi | r 0.3 mi \
              | r 1 mi | b fitted | speed: sd 0.1 mi, % | sd 1 mi, % | r 0.1 mi | r 1 mi |\n|---|---|---|---|---|---|---|---|---|---|---|---|"
    );
    println!(
        "| 49 other long runs, measured before | 49 | 0.9 (0.6-1.7) | 0.6 (0.25-1.0) | 0.5 | 0.24 | 0.1 | (0.0-0.20) | | | | |"
    );
    let measured: Vec<Measures> = real_runs()
        .iter()
        .filter_map(|(_, raw)| measures_of(raw))
        .collect();
    let real = |share: f64| -> Vec<Roughness> {
        let part = |m: &Measures| (m.windows.len() as f64 * share) as usize;
        measured
            .iter()
            .filter_map(|m| roughness(&m.windows[..part(m)]))
            .collect()
    };
    row("real runs here", &real(1.0));
    row("their first 60 %, before most fatigue", &real(0.6));
    row("rated runs that all raters called sound", &sound(args));
    if let Some(plain) = SCENARIOS.first() {
        row(
            "simulated, plain",
            &simulated(plain, args, NoiseShape::Gaussian),
        );
        row(
            "the same, heavy tails",
            &simulated(plain, args, NoiseShape::HeavyTails),
        );
    }
    if let Some(rough) = RealShape::named("rough") {
        row(
            "simulated, rough pace",
            &simulated(&rough.scenario, args, NoiseShape::Gaussian),
        );
    }
}

/// Rated runs, long and short, that every rater called sound.
fn sound(args: &Args) -> Vec<Roughness> {
    let long = sound_runs(&folder(args, "FORMDRIFT_RATED", "rated-runs"));
    let short = sound_runs(&folder(args, "FORMDRIFT_SHORT", "short-runs"));
    let runs = long.iter().chain(&short);
    runs.filter_map(|run| roughness(&run.analysis.measures.windows))
        .collect()
}

fn simulated(scenario: &Scenario, args: &Args, shape: NoiseShape) -> Vec<Roughness> {
    (args.seeds..args.seeds + args.runs.min(400))
        .into_par_iter()
        .filter_map(|seed| {
            let run = scenario.run_with(seed, shape.clone());
            roughness(&measures_of(&Door::Fit.raw(&run)?)?.windows)
        })
        .collect()
}

fn row(name: &str, runs: &[Roughness]) {
    let cell = |of: fn(&Roughness) -> f64| {
        let mut values: Vec<f64> = runs.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        let at = |part: f64| values.get((values.len() as f64 * part) as usize).copied();
        let (low, high) = (at(0.05).unwrap_or(f64::NAN), at(0.95).unwrap_or(f64::NAN));
        let centre = middle(values.iter().copied()).unwrap_or(f64::NAN);
        format!("{centre:.2} ({low:.2}-{high:.2})")
    };
    if runs.is_empty() {
        println!("| {name} | 0 | skipped: not here | | | | | | | | | |");
        return;
    }
    println!(
        "| {name} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
        runs.len(),
        cell(|r| r.tenth_pct),
        cell(|r| r.mile_pct),
        cell(|r| r.correlation[0]),
        cell(|r| r.correlation[1]),
        cell(|r| r.correlation[2]),
        cell(|r| r.elasticity),
        cell(|r| r.speed_pct[0]),
        cell(|r| r.speed_pct[1]),
        cell(|r| r.speed_correlation[0]),
        cell(|r| r.speed_correlation[1]),
    );
}
