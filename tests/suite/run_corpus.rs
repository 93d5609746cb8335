//! Distance and cadence of every published run of 5 km and more, against the index that
//! stands beside the files. Neither folder is part of the project; without them these tests
//! say so and pass.

use formdrift::measure::{self, SplitLength};
use formdrift::normalise::{self, CadenceChoice, Run};
use formdrift::read;
use std::path::PathBuf;

/// Distance may differ from the index by this share.
const DISTANCE: f64 = 0.02;
/// Median running cadence may differ by this share.
const CADENCE: f64 = 0.05;
/// A stored median from here on counts steps.
const STEPS_FROM: f64 = 120.0;

/// Files where the index is not what we find, and why we believe ours.
const EXCEPTIONS: &[(&str, &str)] = &[
    (
        "run-02-runner-a.fit",
        "58 % of it is walked; the index's median of all records is the walk's",
    ),
    (
        "run-06-runner-a.fit",
        "38 % of it is walked; the index's median of all records lies between walk and run",
    ),
    (
        "fit2gpx__FR-235-hiking-optical-HR-5573615933.fit",
        "a hike of 4.3 km/h without a sport's name, refused by its values",
    ),
    (
        "muktihari-fit__WithGearChangeData.fit",
        "a ride without a session: gears, 23 km/h, refused by its values",
    ),
];

/// One line of an index: file, sport, kilometres, median stored cadence.
struct Listed {
    file: String,
    sport: String,
    km: f64,
    cadence: f64,
}

fn folder(variable: &str, usual: &str) -> PathBuf {
    std::env::var_os(variable).map_or_else(|| PathBuf::from(usual), PathBuf::from)
}

/// The index of a folder, by the names of its columns.
fn index(folder: &std::path::Path, columns: [&str; 4]) -> Vec<Listed> {
    let Ok(text) = std::fs::read_to_string(folder.join("INDEX.csv")) else {
        eprintln!("skipped: no runs at {}", folder.display());
        return Vec::new();
    };
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    let place = |name: &str| head.iter().position(|h| *h == name);
    let [file, sport, km, cadence] = columns.map(place);
    lines
        .filter_map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            let cell = |at: Option<usize>| at.and_then(|i| cells.get(i)).copied();
            Some(Listed {
                file: cell(file)?.to_string(),
                sport: cell(sport).unwrap_or("running").to_lowercase(),
                km: cell(km)?.parse().ok()?,
                cadence: cell(cadence)?.parse().ok()?,
            })
        })
        .collect()
}

/// The longest run of a file.
fn longest_run(bytes: &[u8]) -> Result<(Run, Vec<normalise::Caveat>), String> {
    let mut best: Result<(Run, Vec<normalise::Caveat>), String> = Err("holds nothing".into());
    for raw in read::read(bytes).map_err(|e| e.to_string())? {
        match normalise::normalise(&raw, CadenceChoice::Auto) {
            Ok(found) => {
                let metres = |run: &Run| run.samples.last().map_or(0.0, |s| s.distance.value());
                if best
                    .as_ref()
                    .is_ok_and(|b| metres(&b.0) >= metres(&found.0))
                {
                    continue;
                }
                best = Ok(found);
            }
            Err(why) if best.is_err() => best = Err(why.to_string()),
            Err(_) => {}
        }
    }
    best
}

fn median_cadence(run: &Run) -> Option<f64> {
    let mut spm: Vec<f64> = run
        .samples
        .iter()
        .filter(|s| s.motion == normalise::Motion::Run)
        .filter_map(|s| s.cadence.map(|c| c.value()))
        .collect();
    spm.sort_by(f64::total_cmp);
    spm.get(spm.len() / 2).copied()
}

/// What is wrong with a listed file, if anything.
fn fault(folder: &std::path::Path, listed: &Listed) -> Option<String> {
    let bytes = std::fs::read(folder.join(&listed.file)).ok()?;
    let (run, caveats) = match longest_run(&bytes) {
        Ok(found) => found,
        Err(why) => return Some(why),
    };
    let measures = measure::measure(&run, SplitLength::default());
    let km = measures.total.distance_m() / 1000.0;
    let expected = listed.cadence
        * if listed.cadence >= STEPS_FROM {
            1.0
        } else {
            2.0
        };
    let spm = median_cadence(&run).unwrap_or(0.0);
    let codes: Vec<&str> = caveats.iter().map(|c| c.code).collect();
    println!(
        "{:50} {km:7.2} of {:7.2} km, {spm:5.1} of {expected:5.1} spm, walked {:4.1} %, stopped {:5.0} s, {:?} {codes:?}",
        listed.file,
        listed.km,
        100.0 * measures.total.walked_s / measures.total.moving_s(),
        measures.total.stopped_s,
        run.distance_source,
    );
    if (km / listed.km - 1.0).abs() > DISTANCE {
        return Some(format!("{km:.2} km instead of {:.2}", listed.km));
    }
    ((spm / expected - 1.0).abs() > CADENCE)
        .then(|| format!("{spm:.0} spm instead of {expected:.0}"))
}

fn check(folder: &std::path::Path, columns: [&str; 4]) {
    let mut faults = Vec::new();
    for listed in index(folder, columns) {
        let excused = EXCEPTIONS.iter().any(|(file, _)| *file == listed.file);
        if listed.km < 5.0 || listed.cadence <= 0.0 || !is_run(&listed.sport) || excused {
            continue;
        }
        if let Some(fault) = fault(folder, &listed) {
            faults.push(format!("{}: {fault}", listed.file));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// One sport, and that running, or unnamed.
fn is_run(sport: &str) -> bool {
    matches!(sport, "running" | "run" | "9" | "" | "generic" | "other")
}

#[test]
fn real_long_runs_have_their_distance_and_cadence() {
    check(
        &folder("FORMDRIFT_REAL_RUNS", "../shared/real-runs"),
        ["file", "sport", "distance_km", "median_cadence_per_leg"],
    );
}

#[test]
fn published_runs_have_their_distance_and_cadence() {
    check(
        &folder("FORMDRIFT_CORPUS", "../shared/corpus"),
        ["path", "sport", "distance_km", "cadence_median_raw"],
    );
}
