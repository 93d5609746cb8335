//! Every published file of the corpus gives activities or a sentence. The corpus is not
//! part of the project; without it these tests say so and pass.

use formdrift::read::{self, RawActivity};
use std::path::PathBuf;

fn corpus() -> Option<Vec<(String, Vec<u8>)>> {
    let folder = std::env::var_os("FORMDRIFT_CORPUS")
        .map_or_else(|| PathBuf::from("../shared/corpus"), PathBuf::from);
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: no corpus at {}", folder.display());
        return None;
    };
    let mut files: Vec<(String, Vec<u8>)> = entries
        .flatten()
        .filter(|entry| entry.path().extension().is_some_and(|e| e != "csv"))
        .map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, std::fs::read(entry.path()).unwrap())
        })
        .collect();
    files.sort();
    Some(files)
}

#[test]
fn every_file_gives_activities_or_a_sentence() {
    for (name, bytes) in corpus().unwrap_or_default() {
        match read::read(&bytes) {
            Ok(activities) => assert!(activities.iter().all(has_points), "{name}"),
            Err(why) => assert!(why.to_string().contains("; "), "{name}: {why}"),
        }
    }
}

fn has_points(activity: &RawActivity) -> bool {
    !activity.points.is_empty()
}
