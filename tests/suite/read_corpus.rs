//! Every published file of the corpus gives activities or a sentence, and says what the
//! index says of it. The corpus is not part of the project; without it these tests say so
//! and pass.

use formdrift::read::{self, RawActivity, RawPoint};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Files that hold no activity, and what they are.
const NO_ACTIVITY: &[(&str, &str)] = &[];

/// Files of which we say something else than the index, and why.
const OTHERWISE: &[(&str, &str)] = &[];

fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("FORMDRIFT_CORPUS")
        .map_or_else(|| PathBuf::from("../shared/corpus"), PathBuf::from);
    if folder.join("INDEX.csv").exists() {
        return Some(folder);
    }
    eprintln!("skipped: no corpus at {}", folder.display());
    None
}

#[test]
fn every_file_gives_activities_or_a_sentence() {
    let Some(folder) = folder() else { return };
    let mut refused = Vec::new();
    for row in index(&folder) {
        let bytes = std::fs::read(folder.join(&row["path"])).unwrap();
        match read::read(&bytes) {
            Ok(activities) => assert!(activities.iter().all(|a| !a.points.is_empty())),
            Err(why) => {
                println!("{}: {why}", row["path"]);
                refused.push(row["path"].clone());
            }
        }
    }
    let known: Vec<&str> = NO_ACTIVITY.iter().map(|(name, _)| *name).collect();
    assert_eq!(refused, known);
}

#[test]
fn what_is_read_is_what_the_index_says() {
    let Some(folder) = folder() else { return };
    let mut otherwise = Vec::new();
    for row in index(&folder) {
        let bytes = std::fs::read(folder.join(&row["path"])).unwrap();
        let Ok(activities) = read::read(&bytes) else {
            continue;
        };
        let differences = differences(&activities, &row);
        if !differences.is_empty() {
            println!("{}: {}", row["path"], differences.join("; "));
            otherwise.push(row["path"].clone());
        }
    }
    let known: Vec<&str> = OTHERWISE.iter().map(|(name, _)| *name).collect();
    assert_eq!(otherwise, known);
}

fn differences(activities: &[RawActivity], row: &HashMap<String, String>) -> Vec<String> {
    let points: Vec<&RawPoint> = activities.iter().flat_map(|a| &a.points).collect();
    let mut cadence: Vec<f32> = points.iter().filter_map(|p| p.cadence_raw).collect();
    cadence.retain(|cadence| *cadence > 0.0);
    cadence.sort_by(f32::total_cmp);
    let mut differences = Vec::new();
    let mut compare = |what: &str, ours: bool| {
        if ours != (row[what] == "yes") {
            differences.push(format!("{what}: index {}, ours {ours}", row[what]));
        }
    };
    compare("has_cadence", !cadence.is_empty());
    compare("has_gps", points.iter().any(|p| p.position.is_some()));
    compare(
        "has_hr",
        points
            .iter()
            .any(|p| p.heart_rate_bpm.is_some_and(|rate| rate > 0.0)),
    );
    if let (Ok(index), Some(ours)) = (
        row["cadence_median_raw"].parse::<f32>(),
        cadence.get(cadence.len() / 2),
    ) {
        // The index takes the median of whole strides while moving.
        if (index - ours).abs() > 2.0 {
            differences.push(format!("cadence: index {index}, ours {ours}"));
        }
    }
    let ours = activities[0].format.map_or("", |format| format.name());
    if ours != row["format"] {
        differences.push(format!("format {ours}"));
    }
    let sports = row["sport"].to_lowercase();
    for sport in activities.iter().filter_map(|a| a.sport.as_deref()) {
        // Strava's number for running.
        if !sports.is_empty() && !sports.contains(sport) && !(sports == "9" && sport == "running") {
            differences.push(format!("sport: index {sports}, ours {sport}"));
        }
    }
    differences
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
