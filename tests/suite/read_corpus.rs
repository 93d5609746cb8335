//! Every published file of the corpus gives activities or a sentence, and runs the cadence
//! that the index gives. The corpus is not part of the project; without it these tests say so
//! and pass.

use formdrift::read;
use std::collections::HashMap;
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
