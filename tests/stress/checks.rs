//! What is wrong with the files that a session left.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;
use sha2::{Digest, Sha256};

/// Every file below a folder with its bytes.
pub fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else {
                let bytes = std::fs::read(&path).unwrap_or_default();
                let below = path.strip_prefix(folder).unwrap_or(&path).to_path_buf();
                all.insert(below, bytes);
            }
        }
    }
    all
}

/// What is wrong with a report: files that do not match its marker, or that it does not list.
/// A report that is marked as not complete is no fault while it has a marker.
pub fn faults_of(folder: &Path, must_be_complete: bool) -> Vec<String> {
    let shown = folder.display();
    let Ok(text) = std::fs::read(folder.join(".formdrift.json")) else {
        let strays = contents(folder);
        if must_be_complete || strays.keys().any(|f| !is_temporary(f)) {
            return vec![format!("{shown}: no marker, and {:?}", strays.keys())];
        }
        return Vec::new();
    };
    let Ok(marker) = serde_json::from_slice::<Value>(&text) else {
        return vec![format!("{shown}: torn marker")];
    };
    if marker["complete"] != true {
        return if must_be_complete {
            vec![format!("{shown}: not complete")]
        } else {
            Vec::new()
        };
    }
    let mut faults = Vec::new();
    let mut listed = vec![PathBuf::from(".formdrift.json")];
    for file in marker["files"].as_array().into_iter().flatten() {
        let name = file["name"].as_str().unwrap_or_default();
        listed.push(name.into());
        let bytes = std::fs::read(folder.join(name)).unwrap_or_default();
        let hash: String = Sha256::digest(&bytes)
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect();
        if file["sha256"] != hash.as_str() {
            faults.push(format!("{shown}/{name}: not as the marker says"));
        }
    }
    if must_be_complete {
        let strays = contents(folder).into_keys().filter(|f| !listed.contains(f));
        faults.extend(strays.map(|f| format!("{shown}/{}: left behind", f.display())));
    }
    faults
}

pub fn is_temporary(file: &Path) -> bool {
    file.extension().is_some_and(|e| e == "tmp")
}

/// Folders of reports below `out`.
pub fn reports(out: &Path, many: bool) -> Vec<PathBuf> {
    if !many {
        return if out.exists() {
            vec![out.to_path_buf()]
        } else {
            Vec::new()
        };
    }
    let entries = std::fs::read_dir(out).into_iter().flatten().flatten();
    entries.map(|e| e.path()).filter(|p| p.is_dir()).collect()
}

/// What is wrong with an index that should list this many runs.
pub fn index_faults(out: &Path, runs: usize) -> Vec<String> {
    let text = std::fs::read(out.join("runs.json")).unwrap_or_default();
    let index: Value = serde_json::from_slice(&text).unwrap_or_default();
    let listed = index["runs"].as_array().map_or(0, Vec::len);
    let mut faults = Vec::new();
    if listed != runs {
        faults.push(format!("{}: {listed} of {runs} runs listed", out.display()));
    }
    let left = contents(out).into_keys().filter(|f| is_temporary(f));
    faults.extend(left.map(|f| format!("{}: left behind", f.display())));
    faults
}
