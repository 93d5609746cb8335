//! The tables of planted changes.

use super::{Outcome, Planting, Results};
use crate::agreement::Rate;
use crate::bars::middle;
use crate::certainty::{Case, print_calibration};
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
        "5 % of cadence within 2 mi",
        |p| matches!(p, Plant::Cadence(_, ramp) if *ramp != Ramp::ToFinish),
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

/// How sure claims are against how often they are true.
pub(super) fn print_certainty(all: &[Results]) {
    let planted = all.iter().flat_map(|results| &results.planted);
    let planted = planted.flat_map(|(planting, outcomes)| {
        outcomes.iter().map(|outcome| Case {
            answer: &outcome.answer,
            right_kind: planting.kind,
        })
    });
    let untouched = all.iter().flat_map(|results| &results.untouched);
    let untouched = untouched.map(|outcome| Case {
        answer: &outcome.answer,
        right_kind: None,
    });
    print_calibration(&planted.chain(untouched).collect::<Vec<_>>());
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
