//! P-values on sound runs whose noise is of families the detector does not fit.

use crate::Args;
use crate::judge::{Door, Outcome, judge, measures_of};
use crate::real::real_runs;
use crate::roughness::residuals;
use crate::score::share;
use crate::sim::spec::NoiseShape;
use crate::sim::{Scenario, SimulatedRun, Truth, draw, simulate};
use rayon::prelude::*;
use std::sync::Arc;

/// Prints the table: for the everyday runs 2.5 runs for each of the other tables (1,000 for
/// 400), since a rate of 1 % needs them.
pub fn print(args: &Args) {
    println!(
        "\n## Calibration of the p-values\n\nSound runs, before any floor on the size of a \
              change: percent of runs (95 % Wilson interval).\n\n| noise | runs | n | form p < 0.05 | form p < 0.01 \
              | pace p < 0.05 | pace p < 0.01 |\n|---|---|---|---|---|---|---|"
    );
    let mut shapes = vec![
        ("Gaussian", NoiseShape::Gaussian),
        ("Student t, 4 df", NoiseShape::HeavyTails),
    ];
    let pool = residual_pool();
    if pool.is_empty() {
        println!("| resampled real residuals | skipped: no real runs here | | | | | |");
    } else {
        shapes.push((
            "resampled real residuals",
            NoiseShape::Resampled(Arc::new(pool)),
        ));
    }
    for (name, shape) in shapes {
        for (runs, scenario, shifts) in [
            ("everyday, no level shift", "plain", false),
            ("everyday", "plain", true),
            ("settling", "settling", true),
            ("trees", "trees", true),
            ("late hill", "late_hill", true),
        ] {
            row(name, &shape, runs, scenario, shifts, args);
        }
    }
}

fn row(noise: &str, shape: &NoiseShape, runs: &str, scenario: &str, shifts: bool, args: &Args) {
    let Some(scenario) = Scenario::named(scenario) else {
        return;
    };
    let everyday = scenario.name == "plain";
    let count = if everyday {
        args.runs * 5 / 2
    } else {
        args.runs
    };
    let outcomes: Vec<Outcome> = (args.seeds..args.seeds + count)
        .into_par_iter()
        .map(|seed| {
            judge(
                &sound_run(scenario, seed, shape, shifts),
                seed,
                Door::of_seed(seed),
            )
        })
        .collect();
    let cell = |of: fn(&Outcome) -> Option<f64>, level: f64| {
        let known: Vec<f64> = outcomes.iter().filter_map(of).collect();
        share(known.iter().filter(|p| **p < level).count(), known.len())
    };
    let known = outcomes.iter().filter(|o| o.p_value.is_some()).count();
    println!(
        "| {noise} | {runs} | {known} | {} | {} | {} | {} |",
        cell(|o| o.p_value, 0.05),
        cell(|o| o.p_value, 0.01),
        cell(|o| o.pace_p_value, 0.05),
        cell(|o| o.pace_p_value, 0.01),
    );
}

fn sound_run(scenario: &Scenario, seed: u64, shape: &NoiseShape, shifts: bool) -> SimulatedRun {
    let (mut spec, _) = draw(scenario, seed);
    spec.noise.shape = shape.clone();
    if !shifts {
        spec.off_curve.clear();
    }
    simulate(spec, Truth::default())
}

/// Residuals of the first 60 % of each real run (before fatigue), gaps closed.
fn residual_pool() -> Vec<Vec<f64>> {
    let fresh = |series: Vec<Option<f64>>| -> Vec<f64> {
        let keep = series.len() * 6 / 10;
        series.into_iter().take(keep).flatten().collect()
    };
    real_runs()
        .iter()
        .filter_map(|(_, raw)| Some(fresh(residuals(&measures_of(raw)?.windows)?.0)))
        .filter(|series| series.len() >= 60)
        .collect()
}
