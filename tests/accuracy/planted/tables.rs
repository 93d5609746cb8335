//! The tables of planted changes.

use super::{Outcome, Planting, Results};
use crate::agreement::Rate;
use crate::answer::Answer;
use crate::bars::middle;
use crate::plant::{Plant, Ramp};
use crate::rated::words;

fn rate(outcomes: &[Outcome], of: impl Fn(&Outcome) -> bool) -> Rate {
    Rate {
        k: outcomes.iter().filter(|o| of(o)).count(),
        n: outcomes.len(),
    }
}

fn is_right(planting: &Planting, outcome: &Outcome) -> bool {
    outcome.answer.claims() && planting.kind == Some(outcome.answer.kind.as_str())
}

pub(super) fn print_planted(results: &Results) {
    println!(
        "\nFound: claimed as what it is, likely or clear. Onset and interval: of those found.\n\n\
         | planted | found | any claim | called steady | only possible | pattern right | onset off, mi | later by, mi \
         | interval contains | width, mi |\n|---|---|---|---|---|---|---|---|---|---|"
    );
    for (planting, outcomes) in &results.planted {
        if planting.kind.is_some() {
            print_row(&planting.name(), &[(planting, outcomes)]);
        }
    }
    let group = |name: &str, of: fn(&Plant) -> bool| {
        let rows: Vec<(&Planting, &Vec<Outcome>)> = results
            .planted
            .iter()
            .filter(|(p, _)| of(&p.plant))
            .map(|(p, o)| (p, o))
            .collect();
        print_row(name, &rows);
    };
    group(
        "**all of 5 % of cadence** (found >= 80 %, contains >= 90 %)",
        |p| matches!(p, Plant::Cadence(..)),
    );
    group(
        "**10 % of speed within 2 mi** (found >= 85 %)",
        |p| matches!(p, Plant::Fade(pct, ramp) if *pct == 10.0 && *ramp != Ramp::ToFinish),
    );
    group("**walk breaks** (found >= 90 %)", |p| {
        matches!(p, Plant::WalkBreaks)
    });
}

fn print_row(name: &str, rows: &[(&Planting, &Vec<Outcome>)]) {
    let all = || {
        rows.iter()
            .flat_map(|(p, outcomes)| outcomes.iter().map(move |o| (*p, o)))
    };
    let count = |of: &dyn Fn(&Planting, &Outcome) -> bool| all().filter(|(p, o)| of(p, o)).count();
    let n = all().count();
    let whole = |k: usize| format!("{:.0} %", 100.0 * k as f64 / n.max(1) as f64);
    let found = count(&is_right);
    let places: Vec<_> = all()
        .filter(|(p, o)| is_right(p, o))
        .filter_map(|(_, o)| Some((o.answer.onset()?, o.onset?)))
        .collect();
    let contains = places
        .iter()
        .filter(|(place, at)| (place.low..=place.high).contains(at))
        .count();
    let number = |values: Vec<f64>| {
        middle(values.into_iter()).map_or("-".into(), |value| format!("{value:.2}"))
    };
    println!(
        "| {name} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
        Rate { k: found, n }.words(),
        whole(count(&|_, o| o.answer.claims())),
        whole(count(
            &|_, o| o.answer.kind == "steady" && !o.answer.is_only_possible()
        )),
        whole(count(&|_, o| o.answer.is_only_possible())),
        Rate {
            k: count(&|p, o| is_right(p, o) && p.pattern == o.answer.pattern.as_deref()),
            n: found
        }
        .words(),
        number(
            places
                .iter()
                .map(|(place, at)| (place.at - at).abs())
                .collect()
        ),
        number(places.iter().map(|(place, at)| place.at - at).collect()),
        Rate {
            k: contains,
            n: places.len()
        }
        .words(),
        number(
            places
                .iter()
                .map(|(place, _)| place.high - place.low)
                .collect()
        ),
    );
}

/// Runs in which a claim is wrong.
pub(super) fn print_sound(results: &Results) {
    println!(
        "\nNothing breaks down here:\n\n| run | any claim | form_breakdown | pace_fade | eased_off \
         | gradual_drift | steady | undecided |\n|---|---|---|---|---|---|---|---|"
    );
    let row = |name: &str, outcomes: &[Outcome]| {
        print!(
            "| {name} | {} |",
            rate(outcomes, |o| o.answer.claims()).words()
        );
        for kind in [
            "form_breakdown",
            "pace_fade",
            "eased_off",
            "gradual_drift",
            "steady",
            "undecided",
        ] {
            print!(" {} |", rate(outcomes, |o| o.answer.kind == kind).k);
        }
        println!();
    };
    row("untouched", &results.untouched);
    for (planting, outcomes) in &results.planted {
        if planting.kind.is_none() {
            row(&planting.name(), outcomes);
        }
    }
}

/// How many claims of each certainty are true where half of the runs break down. Planted
/// changes and runs without one are weighted to be equally many.
pub(super) fn print_certainty(all: &[Results]) {
    println!(
        "\n### Certainty\n\nShare of claims that are true (right kind) where half of the runs have a change. \
         Stated: mean probability.\n\n| claim | on changed runs | of these right | on sound runs | true, % | stated, % |\n|---|---|---|---|---|---|"
    );
    let changed: Vec<(&Planting, &Outcome)> = all
        .iter()
        .flat_map(|results| &results.planted)
        .filter(|(planting, _)| planting.kind.is_some())
        .flat_map(|(planting, outcomes)| outcomes.iter().map(move |o| (planting, o)))
        .collect();
    let sound: Vec<&Outcome> = all
        .iter()
        .flat_map(|results| {
            let choices = results
                .planted
                .iter()
                .filter(|(planting, _)| planting.kind.is_none());
            results
                .untouched
                .iter()
                .chain(choices.flat_map(|(_, outcomes)| outcomes))
        })
        .collect();
    let row = |name: &str, of: &dyn Fn(&Answer) -> bool| {
        let breakdown =
            |answer: &Answer| ["form_breakdown", "pace_fade"].contains(&answer.kind.as_str());
        let counts = |answer: &Answer| breakdown(answer) && of(answer);
        let of_changed: Vec<_> = changed.iter().filter(|(_, o)| counts(&o.answer)).collect();
        let of_sound: Vec<_> = sound.iter().filter(|o| counts(&o.answer)).collect();
        let right = of_changed
            .iter()
            .filter(|(p, o)| p.kind == Some(o.answer.kind.as_str()))
            .count();
        let weight = |k: usize, n: usize| k as f64 / n.max(1) as f64;
        let claims = weight(of_changed.len(), changed.len()) + weight(of_sound.len(), sound.len());
        let answers = of_changed
            .iter()
            .map(|(_, o)| &o.answer)
            .chain(of_sound.iter().map(|o| &o.answer));
        let stated: Vec<f64> = answers.filter_map(|answer| answer.probability).collect();
        let mean = stated.iter().sum::<f64>() / stated.len() as f64;
        println!(
            "| {name} | {} of {} | {right} | {} of {} | {} | {} |",
            of_changed.len(),
            changed.len(),
            of_sound.len(),
            sound.len(),
            if claims > 0.0 {
                format!("{:.0}", 100.0 * weight(right, changed.len()) / claims)
            } else {
                "-".into()
            },
            if stated.is_empty() {
                "-".into()
            } else {
                format!("{:.0}", 100.0 * mean)
            },
        );
    };
    for certainty in ["clear", "likely", "possible"] {
        row(certainty, &|answer| {
            answer.certainty.as_deref() == Some(certainty)
        });
    }
    row("without a certainty", &|answer| answer.certainty.is_none());
    for (low, high) in [
        (0.0, 0.5),
        (0.5, 0.65),
        (0.65, 0.8),
        (0.8, 0.9),
        (0.9, 0.95),
        (0.95, 1.01),
    ] {
        let name = format!("probability {low:.2}-{:.2}", f64::min(high, 1.0));
        row(&name, &|answer| {
            answer.probability.is_some_and(|p| (low..high).contains(&p))
        });
    }
}

/// Misses and false claims, one a line.
pub(super) fn print_listing(results: &Results) {
    println!("\nMisses:\n");
    for (planting, outcomes) in &results.planted {
        for outcome in outcomes {
            let wrong = match planting.kind {
                Some(_) => !is_right(planting, outcome),
                None => outcome.answer.claims(),
            };
            if wrong {
                let at = outcome.onset.unwrap_or(0.0);
                println!(
                    "{} at {at:.1} | {} | {}",
                    planting.name(),
                    outcome.file,
                    words(&outcome.answer)
                );
            }
        }
    }
    for outcome in results.untouched.iter().filter(|o| o.answer.claims()) {
        println!("untouched | {} | {}", outcome.file, words(&outcome.answer));
    }
}
