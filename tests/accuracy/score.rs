//! Verdicts by kind of run, and every bar.

use crate::Args;
use crate::bars::{BARS, Bar, Limit, Measure, middle, wilson};
use crate::judge::{Door, Outcome, judge};
use crate::sim::real_shapes::roughened;
use crate::sim::{SCENARIOS, Scenario, SimulatedRun};
use formdrift::detect::Kind;
use rayon::prelude::*;

const KINDS: [Kind; 6] = [
    Kind::FormBreakdown,
    Kind::PaceFade,
    Kind::EasedOff,
    Kind::GradualDrift,
    Kind::Steady,
    Kind::Undecided,
];

/// Runs every scenario and prints all tables.
pub fn print(args: &Args) {
    let results = run_all(args, |_| true, |scenario, seed| scenario.run(seed));
    print_kinds(&results);
    print_bars(&results);
    print_onsets(&results);
    print_time(&results);
}

/// Kinds whose verdict rests on pace, or on cadence given pace.
const OF_PACE: [&str; 8] = [
    "plain",
    "hills",
    "wind",
    "fade_gradual",
    "wall",
    "overstriding",
    "shuffling",
    "abrupt",
];

/// The tables of runs whose pace is as rough as that of real recordings.
pub fn print_rough_pace(args: &Args) {
    println!("\n## With pace as rough as in real recordings");
    let results = run_all(args, |scenario| OF_PACE.contains(&scenario.name), roughened);
    print_kinds(&results);
    print_bars(&results);
    print_onsets(&results);
}

fn run_all(
    args: &Args,
    wanted: fn(&Scenario) -> bool,
    run: fn(&Scenario, u64) -> SimulatedRun,
) -> Vec<(&'static Scenario, Vec<Outcome>)> {
    let asked = |scenario: &&Scenario| args.only.as_ref().is_none_or(|only| scenario.name == only);
    let outcomes = |scenario: &Scenario| {
        (args.seeds..args.seeds + args.runs)
            .into_par_iter()
            .map(|seed| judge(&run(scenario, seed), seed, Door::of_seed(seed)))
            .collect()
    };
    let scenarios = SCENARIOS.iter().filter(|s| wanted(s)).filter(asked);
    scenarios
        .map(|scenario| (scenario, outcomes(scenario)))
        .collect()
}

fn print_kinds(results: &[(&Scenario, Vec<Outcome>)]) {
    println!("\n## Verdicts by kind of run\n\nPercent of runs (95 % Wilson interval).\n");
    print!("| run | n |");
    KINDS.iter().for_each(|kind| print!(" {} |", kind.name()));
    println!("\n|---|---|{}", "---|".repeat(KINDS.len()));
    for (scenario, outcomes) in results {
        print!("| {} | {} |", scenario.name, outcomes.len());
        for kind in KINDS {
            let k = outcomes.iter().filter(|o| o.kind == kind).count();
            print!(" {} |", share(k, outcomes.len()));
        }
        println!();
    }
}

/// `12.5 (9.6-16.1)`.
pub fn share(k: usize, n: usize) -> String {
    let (low, high) = wilson(k, n);
    format!(
        "{:.1} ({low:.1}-{high:.1})",
        100.0 * k as f64 / n.max(1) as f64
    )
}

fn print_bars(results: &[(&Scenario, Vec<Outcome>)]) {
    println!(
        "\n## Bars\n\n| runs | figure | value | n | bar | aim | |\n|---|---|---|---|---|---|---|"
    );
    for bar in BARS {
        for name in bar.scenarios {
            if let Some((_, outcomes)) = results.iter().find(|(s, _)| s.name == *name) {
                print_bar(bar, name, outcomes);
            }
        }
    }
}

fn print_bar(bar: &Bar, name: &str, outcomes: &[Outcome]) {
    let (value, shown, n) = match bar.measure {
        Measure::Share(of) => {
            let counted: Vec<bool> = outcomes.iter().filter_map(of).collect();
            let k = counted.iter().filter(|yes| **yes).count();
            let value = 100.0 * k as f64 / counted.len().max(1) as f64;
            (
                Some(value),
                format!("{} %", share(k, counted.len())),
                counted.len(),
            )
        }
        Measure::Median(of) => {
            let n = outcomes.iter().filter_map(of).count();
            let value = middle(outcomes.iter().filter_map(of));
            (value, value.map_or("-".into(), |v| format!("{v:.2}")), n)
        }
    };
    let mark = match value {
        _ if bar.bar == Limit::None => "",
        Some(value) if n > 0 && bar.aim.holds(value) => "aim",
        Some(value) if n > 0 && bar.bar.holds(value) => "met",
        _ => "**missed**",
    };
    let figure = bar.figure;
    println!(
        "| {name} | {figure} | {shown} | {n} | {} | {} | {mark} |",
        words(bar.bar),
        words(bar.aim)
    );
}

fn words(limit: Limit) -> String {
    match limit {
        Limit::AtMost(most) => format!("<= {most}"),
        Limit::AtLeast(least) => format!(">= {least}"),
        Limit::Within(least, most) => format!("{least}-{most}"),
        Limit::None => "-".into(),
    }
}

/// Bias and spread of the onset, beyond the median error of the bars.
fn print_onsets(results: &[(&Scenario, Vec<Outcome>)]) {
    println!(
        "\n## Onset, stated minus true, miles, given detection\n\n| runs | n | 10 % | median | 90 % | median of the absolute |\n|---|---|---|---|---|---|"
    );
    for (scenario, outcomes) in results {
        let mut errors: Vec<f64> = outcomes
            .iter()
            .filter_map(Outcome::onset_error_miles)
            .collect();
        errors.sort_by(f64::total_cmp);
        if let (Some(centre), Some(size)) = (
            middle(errors.iter().copied()),
            middle(errors.iter().map(|error| error.abs())),
        ) {
            let at = |part: f64| errors[((errors.len() - 1) as f64 * part) as usize];
            println!(
                "| {} | {} | {:.2} | {centre:.2} | {:.2} | {size:.2} |",
                scenario.name,
                errors.len(),
                at(0.1),
                at(0.9)
            );
        }
    }
}

fn print_time(results: &[(&Scenario, Vec<Outcome>)]) {
    let all = || results.iter().flat_map(|(_, outcomes)| outcomes);
    let median = middle(all().map(|o| o.analysis_ms)).unwrap_or(0.0);
    let mut times: Vec<f64> = all().map(|o| o.analysis_ms).collect();
    times.sort_by(f64::total_cmp);
    let late = times.get(times.len() * 95 / 100).copied().unwrap_or(0.0);
    println!(
        "\nAnalysis took {median:.1} ms of processor time in the median, {late:.1} ms in the \
         slowest twentieth."
    );
}
