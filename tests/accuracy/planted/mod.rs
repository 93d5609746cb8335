//! Changes of form, fades, walk breaks and choices planted in real runs that every rater
//! called sound, and the same runs untouched.

mod tables;

use crate::Args;
use crate::answer::{Answer, Recording, recordings_in};
use crate::plant::{Plant, Ramp};
use crate::rated::folder;
use crate::ratings::{Consensus, ratings_in};
use crate::sim::random::Random;
use formdrift::measure::Channel;
use formdrift::normalise::CadenceSource;
use formdrift::units::METRES_PER_MILE;
use formdrift::{Options, analyse_activity};
use rayon::prelude::*;
use std::path::Path;
use tables::{print_certainty, print_listing, print_planted, print_sound};

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
