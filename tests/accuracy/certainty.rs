//! How sure the program says it is, beside how often it is right.

use crate::Args;
use crate::answer::Answer;
use crate::judge::Door;
use crate::shape_score::try_shape;
use crate::sim::real_shapes::{REAL_SHAPES, Right, roughened};
use crate::sim::scenario::Group;
use crate::sim::{SCENARIOS, Scenario};
use formdrift::{Options, analyse_activity};
use rayon::prelude::*;

/// An answer beside the truth.
pub struct Case<'a> {
    /// What is said.
    pub answer: &'a Answer,
    /// The kind that is right; `None` where nothing breaks down.
    pub right_kind: Option<&'static str>,
}

/// Kinds that claim a breakdown.
const BREAKDOWNS: [&str; 2] = ["form_breakdown", "pace_fade"];
/// Bounds of the classes of stated probability.
const BOUNDS: [f64; 7] = [0.0, 0.5, 0.65, 0.8, 0.9, 0.95, 1.01];

/// Prints what share of claims is true where half of the runs break down: runs that do and
/// runs that do not are weighted to be equally many.
pub fn print_calibration(cases: &[Case]) {
    println!(
        "\n### Certainty\n\nShare of claims that are true (right kind) where half of the runs break \
         down. Stated: mean probability. Bar: true and stated within 5 points.\n\n\
         | claim | on runs that break down | of these right | on others | true, % | stated, % |\n\
         |---|---|---|---|---|---|"
    );
    for certainty in ["clear", "likely", "possible"] {
        print_class(certainty, cases, |a| {
            a.certainty.as_deref() == Some(certainty)
        });
    }
    print_class("without a certainty", cases, |a| a.certainty.is_none());
    for pair in BOUNDS.windows(2) {
        let (low, high) = (pair[0], pair[1]);
        let name = format!("probability {low:.2}-{:.2}", f64::min(high, 1.0));
        print_class(&name, cases, |a| {
            a.probability.is_some_and(|p| (low..high).contains(&p))
        });
    }
}

fn print_class(name: &str, cases: &[Case], of: impl Fn(&Answer) -> bool) {
    let (broken, sound): (Vec<&Case>, Vec<&Case>) =
        cases.iter().partition(|case| case.right_kind.is_some());
    let claims = |of_cases: &[&Case]| -> Vec<Answer> {
        let claimed = of_cases
            .iter()
            .filter(|case| BREAKDOWNS.contains(&case.answer.kind.as_str()) && of(case.answer));
        claimed.map(|case| case.answer.clone()).collect()
    };
    let (of_broken, of_sound) = (claims(&broken), claims(&sound));
    let right = broken
        .iter()
        .filter(|case| of(case.answer) && case.right_kind == Some(case.answer.kind.as_str()))
        .count();
    let share = |k: usize, all: &[&Case]| k as f64 / all.len().max(1) as f64;
    let claimed = share(of_broken.len(), &broken) + share(of_sound.len(), &sound);
    // Stated probabilities get the same weights as the claims.
    let stated = |claims: &[Answer], all: &[&Case]| {
        let sum: f64 = claims.iter().filter_map(|a| a.probability).sum();
        let known = claims.iter().filter(|a| a.probability.is_some()).count();
        (sum / all.len().max(1) as f64, share(known, all))
    };
    let (one, other) = (stated(&of_broken, &broken), stated(&of_sound, &sound));
    let pct = |sum: f64, weight: f64| {
        if weight > 0.0 {
            format!("{:.0}", 100.0 * sum / weight)
        } else {
            "-".into()
        }
    };
    println!(
        "| {name} | {} of {} | {right} | {} of {} | {} | {} |",
        of_broken.len(),
        broken.len(),
        of_sound.len(),
        sound.len(),
        pct(share(right, &broken), claimed),
        pct(one.0 + other.0, one.1 + other.1),
    );
}

/// Prints the table for simulated runs of every kind, half of them on rough pace. Left out
/// is easing off without a heart rate, which no recording can tell from a fade.
pub fn print(args: &Args) {
    println!("\n## Certainty on simulated runs");
    let seeds = args.seeds..args.seeds + args.runs.div_ceil(2);
    let mut answers: Vec<(Option<&'static str>, Answer)> = Vec::new();
    for rough in [false, true] {
        for shape in REAL_SHAPES {
            let right = match shape.right {
                Right::Claim(kind, _) => Some(kind),
                Right::NotSteady => Some("pace_fade"),
                Right::NoClaim | Right::Kind(_) => None,
            };
            let outcomes = try_shape(shape, seeds.clone(), rough);
            answers.extend(outcomes.into_iter().map(|outcome| (right, outcome.answer)));
        }
        for scenario in SCENARIOS.iter().filter(|s| s.name != "cool_down_no_hr") {
            let right = match scenario.group {
                Group::Form => Some("form_breakdown"),
                Group::Fade => Some("pace_fade"),
                Group::Sound | Group::CoolDown => None,
            };
            let jobs = seeds.clone().into_par_iter();
            let judged: Vec<Answer> = jobs.map(|seed| answer(scenario, seed, rough)).collect();
            answers.extend(judged.into_iter().map(|answer| (right, answer)));
        }
    }
    let cases = answers.iter().map(|(right_kind, answer)| Case {
        answer,
        right_kind: *right_kind,
    });
    print_calibration(&cases.collect::<Vec<_>>());
}

fn answer(scenario: &Scenario, seed: u64, rough: bool) -> Answer {
    let run = if rough {
        roughened(scenario, seed)
    } else {
        scenario.run(seed)
    };
    let raw = Door::of_seed(seed).raw(&run);
    let analysis = raw.and_then(|raw| analyse_activity(&raw, &Options::default()).ok());
    analysis.and_then(|a| Answer::of(&a)).unwrap_or_default()
}
