//! Changes of form, fades, walk breaks and choices planted in real runs that every rater
//! called sound, and the same runs untouched.

use crate::Args;
use crate::agreement::Rate;
use crate::answer::{Answer, Recording, recordings_in};
use crate::bars::middle;
use crate::plant::{Plant, Ramp};
use crate::rated::{folder, words};
use crate::ratings::{Consensus, ratings_in};
use crate::sim::random::Random;
use formdrift::measure::Channel;
use formdrift::normalise::CadenceSource;
use formdrift::units::METRES_PER_MILE;
use formdrift::{Options, analyse_activity};
use rayon::prelude::*;
use std::path::Path;

/// A change and what finds it.
struct Planting {
    plant: Plant,
    /// The right kind; `None` where a claim would be wrong.
    kind: Option<&'static str>,
    pattern: Option<&'static str>,
}

/// Where changes begin, as a share of the run.
const FROM: (f64, f64) = (0.55, 0.75);
/// Before this many miles nothing is planted, since no onset is searched there; ...
const FIRST_MILE: f64 = 3.2;
/// ... this much is left from the complete change to the finish.
const LEFT_MILES: f64 = 1.0;
/// Where more than this share is walked already, no walk breaks are planted.
const WALKED: f64 = 0.05;

fn plantings() -> Vec<Planting> {
    let mut all = Vec::new();
    let quick = [
        Ramp::Step,
        Ramp::Miles(0.5),
        Ramp::Miles(1.0),
        Ramp::Miles(2.0),
    ];
    for pct in [-5.0, 5.0] {
        let pattern = if pct < 0.0 {
            "overstriding"
        } else {
            "shuffling"
        };
        for ramp in quick.into_iter().chain([Ramp::ToFinish]) {
            let plant = Plant::Cadence(pct, ramp);
            all.push(Planting::of(plant, "form_breakdown", pattern));
        }
    }
    for pct in [10.0, 6.0] {
        for ramp in [
            Ramp::Step,
            Ramp::Miles(1.0),
            Ramp::Miles(2.0),
            Ramp::ToFinish,
        ] {
            all.push(Planting::of(
                Plant::Fade(pct, ramp),
                "pace_fade",
                "stride_shortening",
            ));
        }
    }
    all.push(Planting::of(Plant::WalkBreaks, "pace_fade", "run_walk"));
    for ramp in [Ramp::Step, Ramp::Miles(1.0)] {
        all.push(Planting {
            plant: Plant::Choice(12.0, ramp),
            kind: None,
            pattern: None,
        });
    }
    all
}

impl Planting {
    fn of(plant: Plant, kind: &'static str, pattern: &'static str) -> Self {
        Self {
            plant,
            kind: Some(kind),
            pattern: Some(pattern),
        }
    }

    fn name(&self) -> String {
        match self.plant {
            Plant::Cadence(pct, ramp) => format!("cadence {pct:+} % {}", ramp.words()),
            Plant::Fade(pct, ramp) => format!("{pct} % of speed lost {}", ramp.words()),
            Plant::WalkBreaks => "walk breaks to the finish".into(),
            Plant::Choice(pct, ramp) => format!("{pct} % slower by choice {}", ramp.words()),
        }
    }

    /// Miles from the onset to the complete change.
    fn length(&self) -> f64 {
        match self.plant {
            Plant::Cadence(_, Ramp::Miles(miles)) | Plant::Fade(_, Ramp::Miles(miles)) => miles,
            _ => 0.6,
        }
    }
}

/// A planted run, judged.
struct Outcome {
    file: String,
    answer: Answer,
    /// Where the change begins, miles on the axis of the analysis; `None` in an untouched run.
    onset: Option<f64>,
}

/// A set of runs with what was planted in them.
struct Results {
    untouched: Vec<Outcome>,
    planted: Vec<(Planting, Vec<Outcome>)>,
}

/// Prints the tables, long runs and short runs apart.
pub fn print(args: &Args) {
    println!(
        "\n## Changes planted in real runs\n\nIn runs that all raters called sound, from 55-75 % of the run."
    );
    let sets = [
        ("Long runs", folder(args, "FORMDRIFT_RATED", "rated-runs")),
        ("Short runs", folder(args, "FORMDRIFT_SHORT", "short-runs")),
    ];
    let mut all = Vec::new();
    for (name, folder) in sets {
        // With --dir there is one folder, not two.
        if args.dir.is_some() && name == "Short runs" {
            continue;
        }
        let runs = sound_runs(&folder);
        if runs.is_empty() {
            println!("\n{name}: skipped, no rated runs in {}.", folder.display());
            continue;
        }
        println!("\n### {name}");
        let results = plant_all(&runs);
        print_planted(&results);
        print_sound(&results);
        if args.verbose {
            print_listing(&results);
        }
        all.push(results);
    }
    print_certainty(&all);
}

/// Runs that every rater called sound.
pub fn sound_runs(folder: &Path) -> Vec<Recording> {
    let ratings = ratings_in(folder).unwrap_or_default();
    let sound = |path: &Path| {
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        ratings.iter().any(|rating| {
            rating.file == file
                && rating.consensus == Consensus::NoBreak
                && rating.words.iter().all(|word| word == "sound")
        })
    };
    let paths = recordings_in(folder);
    let paths = paths.into_par_iter().filter(|path| sound(path));
    paths
        .filter_map(|path| Recording::read(&path).ok())
        .collect()
}

fn plant_all(runs: &[Recording]) -> Results {
    let untouched = runs.iter().map(|run| Outcome {
        file: run.file.clone(),
        answer: run.answer.clone(),
        onset: None,
    });
    let plantings = plantings();
    let jobs: Vec<(usize, &Recording)> = (0..plantings.len())
        .flat_map(|index| runs.iter().map(move |run| (index, run)))
        .collect();
    let outcomes: Vec<(usize, Option<Outcome>)> = jobs
        .into_par_iter()
        .map(|(index, run)| (index, plant(&plantings[index], run)))
        .collect();
    let mut planted: Vec<(Planting, Vec<Outcome>)> = plantings
        .into_iter()
        .map(|planting| (planting, Vec::new()))
        .collect();
    for (index, outcome) in outcomes {
        planted[index].1.extend(outcome);
    }
    Results {
        untouched: untouched.collect(),
        planted,
    }
}

/// Plants and judges. `None` where the run has no room for the change.
fn plant(planting: &Planting, run: &Recording) -> Option<Outcome> {
    let total = &run.analysis.measures.total;
    // Without a heart rate nothing tells a choice from a fade.
    if matches!(planting.plant, Plant::Choice(..)) && total.mean(Channel::HeartRate).is_none() {
        return None;
    }
    if planting.plant == Plant::WalkBreaks && total.walked_s > WALKED * total.moving_s() {
        return None;
    }
    // The name enters the seed: a run gets the same change whatever else is in the folder.
    let name = planting.name();
    let seed = run.file.bytes().chain(name.bytes());
    let seed = seed.fold(0, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3)
    });
    let mut random = Random::new(seed, 0);
    let miles = total.distance_m() / METRES_PER_MILE;
    let last = miles - planting.length() - LEFT_MILES;
    let at = (random.between(FROM.0, FROM.1) * miles).clamp(FIRST_MILE, last.max(FIRST_MILE));
    if at > last {
        return None;
    }
    let spm_per_unit = match run.analysis.run.cadence_unit.source {
        CadenceSource::Strides => 2.0,
        CadenceSource::Steps | CadenceSource::None => 1.0,
    };
    let planted =
        planting
            .plant
            .apply(&run.raw, at * METRES_PER_MILE, spm_per_unit, &mut random)?;
    let analysis = analyse_activity(&planted.raw, &Options::default()).ok()?;
    let start = analysis.run.start.timestamp_millis();
    let elapsed_s = (planted.onset_ms - start) as f64 / 1000.0;
    let samples = &analysis.run.samples;
    let index = samples.partition_point(|sample| sample.elapsed.value() < elapsed_s);
    Some(Outcome {
        file: run.file.clone(),
        answer: Answer::of(&analysis)?,
        onset: Some(samples.get(index)?.distance.miles()),
    })
}

fn rate(outcomes: &[Outcome], of: impl Fn(&Outcome) -> bool) -> Rate {
    Rate {
        k: outcomes.iter().filter(|o| of(o)).count(),
        n: outcomes.len(),
    }
}

fn is_right(planting: &Planting, outcome: &Outcome) -> bool {
    outcome.answer.claims() && planting.kind == Some(outcome.answer.kind.as_str())
}

fn print_planted(results: &Results) {
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
fn print_sound(results: &Results) {
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
fn print_certainty(all: &[Results]) {
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
fn print_listing(results: &Results) {
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
