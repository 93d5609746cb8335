//! Real runs: verdicts, invariance and planted changes.

use crate::Args;
use formdrift::read::{RawActivity, read};
use std::path::PathBuf;

/// Real runs, when the folder is there: FORMDRIFT_REAL_RUNS, or ../shared/real-runs.
pub fn real_runs() -> Vec<(String, RawActivity)> {
    folder("FORMDRIFT_REAL_RUNS", "../shared/real-runs")
}

fn folder(variable: &str, default: &str) -> Vec<(String, RawActivity)> {
    let path = std::env::var_os(variable).map_or(default.into(), PathBuf::from);
    let entries = std::fs::read_dir(path).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    paths.sort();
    let activities = paths.into_iter().filter_map(|path| {
        let bytes = std::fs::read(&path).ok()?;
        let name = path.file_stem()?.to_string_lossy().into_owned();
        let longest = read(&bytes)
            .ok()?
            .into_iter()
            .max_by_key(|raw| raw.points.len())?;
        Some((name, longest))
    });
    activities.collect()
}

/// Prints the tables.
pub fn print(_args: &Args) {}
