//! Every published file of the corpus gives activities or a sentence, with the format, sport,
//! positions, heart rate, distance and cadence that the index gives. The corpus is not part of the project; without it these tests say so
//! and pass.

use formdrift::read::{self, Format, RawActivity};
use geo::{Distance, Haversine, Point};
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("FORMDRIFT_CORPUS")
        .map_or_else(|| PathBuf::from("../shared/corpus"), PathBuf::from);
    if folder.join("INDEX.csv").exists() {
        return Some(folder);
    }
    eprintln!("skipped: no corpus at {}", folder.display());
    None
}

/// Where the index is not what we find, and why we believe ours.
const EXCEPTIONS: &[(&str, &str)] = &[
    (
        "choochoo__2018-02-24-10-04-10.fit: ",
        "a FIT file that was never closed; the index's decoder gave up at its header",
    ),
    (
        "goldencheetah__RowingCIQspeed.FIT: distance",
        "the watch's own distance is 0 throughout; a developer field holds it",
    ),
    (
        "python-fitparse__20170518-191602-1740899583.fit: distance",
        "likewise",
    ),
    ("choochoo__2018-04-15-09-18-20.fit: ", "likewise"),
    ("sports-lib__empty-activities.fit: ", "likewise"),
    (
        "fit-file-faker__tpv_dev_fields_20260222.fit: ",
        "the index's decoder gave up at a developer field's size",
    ),
    (
        "choochoo__multi-sport-with-heartrate.fit: distance",
        "distance starts again with each sport; ours is the sum, 0.03 km from the sessions' own",
    ),
    (
        "muktihari-fit__chained_Activity_activity_poolswim.fit: distance",
        "two files in one, distance starts again; ours is the sum",
    ),
    (
        "muktihari-fit__big_activity.fit: distance",
        "one record 99,998 times over: it covers nothing, whatever its session says",
    ),
    (
        "bipolar__training-sessions-1.all-extensions.gpx: distance",
        "the device's own distance; the index measured along the positions",
    ),
    (
        "bipolar__training-sessions-1.cluetrust.gpx: distance",
        "likewise",
    ),
    (
        "dreeve__activity-multi-track.gpx: sport",
        "a ride and a run in one file; the index names the run",
    ),
    (
        "gpxpy__korita-zbevnica.gpx: ",
        "two of its four tracks are empty or without times, so no recording; one of these names the sport",
    ),
];

#[test]
fn every_file_gives_activities_or_a_sentence() {
    let Some(folder) = folder() else { return };
    for row in index(&folder) {
        let name = &row["path"];
        let bytes = std::fs::read(folder.join(name)).unwrap();
        match read::read(&bytes) {
            Ok(activities) => assert!(activities.iter().all(|a| !a.points.is_empty()), "{name}"),
            Err(why) => {
                assert!(why.to_string().contains("; "), "{name}: {why}");
                assert!(!is_long_run(&row), "{name}: {why}");
            }
        }
    }
}

#[test]
fn format_sport_positions_heart_rate_and_distance_are_what_the_index_says() {
    let Some(folder) = folder() else { return };
    let mut faults = Vec::new();
    let mut compared = 0;
    for row in index(&folder) {
        let name = row["path"].as_str();
        let bytes = std::fs::read(folder.join(name)).unwrap();
        let Ok(activities) = read::read(&bytes) else {
            continue;
        };
        compared += 1;
        let said = faults_of(&row, &activities).into_iter();
        faults.extend(said.map(|fault| format!("{name}: {fault}")));
    }
    for (known, why) in EXCEPTIONS {
        let before = faults.len();
        faults.retain(|fault| !fault.starts_with(known));
        assert!(
            faults.len() < before,
            "no exception any more: {known} ({why})"
        );
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(compared >= 100, "{compared} compared");
}

/// Where what was read is not what the index says.
fn faults_of(row: &HashMap<String, String>, activities: &[RawActivity]) -> Vec<String> {
    let points = || activities.iter().flat_map(|activity| &activity.points);
    let mut faults = Vec::new();
    let mut same = |what: &str, ours: String, index: &str| {
        if ours != index {
            faults.push(format!("{what} is {ours}, not {index}"));
        }
    };
    let yes = |is: bool| if is { "yes" } else { "no" }.to_owned();
    let format = activities[0].format.map_or("none", Format::name);
    same("format", format.to_owned(), &row["format"]);
    same(
        "has_gps",
        yes(points().any(|p| p.position.is_some())),
        &row["has_gps"],
    );
    let beats = points().any(|p| p.heart_rate_bpm.is_some_and(|rate| rate > 0.0));
    same("has_hr", yes(beats), &row["has_hr"]);
    let ours: BTreeSet<&str> = activities
        .iter()
        .filter_map(|a| a.sport.as_deref())
        .collect();
    let index = row["sport"].to_lowercase();
    let theirs: BTreeSet<&str> = index
        .split('+')
        .filter(|sport| !sport.is_empty())
        // Strava's number for running.
        .map(|sport| if sport == "9" { "running" } else { sport })
        .collect();
    same("sport", format!("{ours:?}"), &format!("{theirs:?}"));
    let ours: Option<f64> = activities.iter().map(covered_km).sum();
    if let (Ok(index), Some(ours)) = (row["distance_km"].parse::<f64>(), ours)
        && (ours - index).abs() > (0.02 * index).max(0.01)
    {
        faults.push(format!("distance is {ours:.3} km, not {index:.3}"));
    }
    faults
}

/// Kilometres of the device's own distance, else along the positions; none where the file
/// has neither.
fn covered_km(activity: &RawActivity) -> Option<f64> {
    let points = &activity.points;
    let stored: Vec<f64> = points.iter().filter_map(|p| p.distance_m).collect();
    if 2 * stored.len() > points.len() {
        let most = stored.iter().copied().reduce(f64::max)?;
        return Some((most - stored[0]) / 1000.0);
    }
    let places: Vec<(Point, bool)> = points
        .iter()
        .filter_map(|p| p.position.map(|at| (at, p.segment_start)))
        .map(|(at, start)| (Point::new(at.longitude, at.latitude), start))
        .collect();
    let hops = places.windows(2).filter(|pair| !pair[1].1);
    let metres = hops.map(|pair| Haversine.distance(pair[0].0, pair[1].0));
    (places.len() > 1).then(|| metres.sum::<f64>() / 1000.0)
}

#[test]
fn cadence_of_every_run_of_5_km_is_what_the_index_says() {
    let Some(folder) = folder() else { return };
    for row in index(&folder).iter().filter(|row| is_long_run(row)) {
        let name = &row["path"];
        let bytes = std::fs::read(folder.join(name)).unwrap();
        let activities = read::read(&bytes).unwrap();
        let points = activities.iter().flat_map(|activity| &activity.points);
        let mut cadence: Vec<f32> = points.filter_map(|point| point.cadence_raw).collect();
        cadence.retain(|cadence| *cadence > 0.0);
        cadence.sort_by(f32::total_cmp);
        let ours = cadence.get(cadence.len() / 2).copied();
        match row["cadence_median_raw"].parse::<f32>() {
            // The index takes the median of whole strides while moving.
            Ok(index) => assert!((ours.unwrap() - index).abs() <= 2.0, "{name}: {ours:?}"),
            Err(_) => assert_eq!(ours, None, "{name}"),
        }
    }
}

/// True for a single run of 5 km and more.
fn is_long_run(row: &HashMap<String, String>) -> bool {
    let sport = row["sport"].to_lowercase();
    let far = row["distance_km"].parse::<f64>().is_ok_and(|km| km >= 5.0);
    far && (sport == "running" || sport == "9")
}

/// Rows of the index by column name.
fn index(folder: &Path) -> Vec<HashMap<String, String>> {
    let text = std::fs::read_to_string(folder.join("INDEX.csv")).unwrap();
    let mut lines = text.lines().map(cells);
    let names = lines.next().unwrap();
    let row = |cells: Vec<String>| names.iter().cloned().zip(cells).collect();
    lines.map(row).collect()
}

/// Cells of a CSV line; quoted ones may hold commas.
fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut cell) = (Vec::new(), String::new());
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    cells.push(cell);
    cells
}
