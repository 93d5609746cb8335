//! Archives of every kind through the program: what is in them, what is wrong with them, and what a
//! hostile one costs.

use crate::cli::{documents, fixture, folder_with, formdrift, outcome};
use std::io::{Cursor, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        (writer.start_file(*name, SimpleFileOptions::default())).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn tarred(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        writer.append_data(&mut header, name, *bytes).unwrap();
    }
    writer.into_inner().unwrap()
}

fn short() -> Vec<u8> {
    std::fs::read(fixture("short.fit")).unwrap()
}

/// Path and distance of every run in `file`.
fn runs(here: &Path, file: &str) -> Vec<(String, f64)> {
    let (code, stdout, stderr) = outcome(formdrift(here).args(["--json", file]));
    assert_eq!(code, 0, "{file}: {stderr}");
    let runs = documents(&stdout);
    let path = |run: &serde_json::Value| run["file"]["path"].as_str().unwrap().to_owned();
    runs.iter()
        .map(|run| (path(run), run["run"]["distance_m"].as_f64().unwrap()))
        .collect()
}

#[test]
fn a_run_is_the_same_in_every_container() {
    let dir = folder_with(&["short.fit"]);
    let run = short();
    let metres = runs(dir.path(), "short.fit")[0].1;
    // A name longer than the 100 bytes of a plain header.
    let long = format!("Takeout/{}/run.fit", "Fit".repeat(60));
    let members: &[(&str, &[u8])] = &[
        ("Takeout/archive_browser.html", b"<html></html>"),
        (&long, &run),
        ("Takeout/again.fit.gz", &gzipped(&run)),
    ];
    let tar = tarred(members);
    for (name, bytes, count) in [
        ("twice.fit.gz", gzipped(&gzipped(&run)), 1),
        ("a.tar", tar.clone(), 2),
        ("a.tgz", gzipped(&tar), 2),
        ("a.tar.gz", gzipped(&tar), 2),
        ("a.zip", zipped(members), 2),
        ("tar-in.zip", zipped(&[("in.tar", &tar)]), 2),
        ("tgz-in.zip", zipped(&[("in.tgz", &gzipped(&tar))]), 2),
        ("zip-in.tar", tarred(&[("in.zip", &zipped(members))]), 2),
        ("misnamed.dat", gzipped(&tar), 2),
    ] {
        std::fs::write(dir.path().join(name), bytes).unwrap();
        let found = runs(dir.path(), name);
        assert_eq!(found.len(), count, "{name}: {found:?}");
        assert!(found.iter().all(|run| run.1 == metres), "{name}: {found:?}");
    }
    // A folder finds each by its name.
    let (_, stdout, _) = outcome(formdrift(dir.path()).args(["--json", "."]));
    assert_eq!(documents(&stdout).len(), 2 + 8 * 2 - 2);
}

#[test]
fn standard_input_is_read_whatever_it_holds() {
    let dir = tempfile::tempdir().unwrap();
    let tar = tarred(&[("x/run.fit", &short())]);
    for (bytes, path) in [
        (short(), "-"),
        (gzipped(&short()), "-"),
        (gzipped(&tar), "-/x/run.fit"),
        (zipped(&[("run.fit", &short())]), "-/run.fit"),
    ] {
        let mut command = formdrift(dir.path());
        let output = command
            .args(["--json", "-"])
            .write_stdin(bytes)
            .output()
            .unwrap();
        let runs = documents(&String::from_utf8(output.stdout).unwrap());
        assert_eq!(runs[0]["file"]["path"], path);
    }
    let mut command = formdrift(dir.path());
    let (code, stdout, _) = outcome(command.args(["--write", "md", "-"]).write_stdin(short()));
    assert!(code == 0 && stdout.contains("stdin-form"), "{stdout}");
    assert!(dir.path().join("stdin-form/report.md").is_file());
    let mut command = formdrift(dir.path());
    let (code, _, stderr) = outcome(command.arg("-").write_stdin("no run"));
    assert!(code == 1 && stderr.contains("plain text"), "{stderr}");
}

/// Codes and texts of the caveats of the one run in `file`.
fn caveats(here: &Path, file: &str) -> String {
    let (code, stdout, stderr) = outcome(formdrift(here).args(["--json", file]));
    assert_eq!(code, 0, "{file}: {stderr}");
    documents(&stdout)[0]["caveats"].to_string()
}

#[test]
fn a_wrong_checksum_is_said() {
    let dir = folder_with(&["short.fit"]);
    let flipped_behind = |mut bytes: Vec<u8>, mark: &[u8], by: usize| {
        let at = bytes.windows(mark.len()).position(|w| w == mark).unwrap();
        bytes[at + by] ^= 1;
        bytes
    };
    let gz = gzipped(&short());
    let mut wrong = gz.clone();
    let at = wrong.len() - 8;
    wrong[at] ^= 1;
    // In the list at the end of a zip the checksum stands 16 bytes behind the mark of an entry.
    let zip = flipped_behind(zipped(&[("run.fit", &short())]), b"PK\x01\x02", 16);
    let small: &[u8] = b"<gpx><trk><trkseg>\
        <trkpt lat='47' lon='8'><time>2024-05-01T08:00:00Z</time></trkpt>\
        <trkpt lat='47.001' lon='8'><time>2024-05-01T08:00:40Z</time></trkpt></trkseg></trk></gpx>";
    let small = flipped_behind(zipped(&[("run.gpx", small)]), b"PK\x01\x02", 16);
    for (name, bytes) in [("run.fit.gz", wrong), ("a.zip", zip), ("small.zip", small)] {
        std::fs::write(dir.path().join(name), bytes).unwrap();
        let text = caveats(dir.path(), name);
        assert!(text.contains("checksum"), "{name}: {text}");
    }
    std::fs::write(dir.path().join("sound.fit.gz"), gz).unwrap();
    assert!(!caveats(dir.path(), "sound.fit.gz").contains("checksum"));
}

#[test]
fn a_tar_cut_short_gives_what_came_before() {
    let dir = tempfile::tempdir().unwrap();
    let tar = tarred(&[("a.fit", &short()), ("b.fit", &short())]);
    std::fs::write(dir.path().join("a.tar"), &tar[..tar.len() * 2 / 3]).unwrap();
    let (code, stdout, stderr) = outcome(formdrift(dir.path()).args(["--json", "a.tar"]));
    let runs = documents(&stdout);
    assert_eq!((code, runs.len()), (0, 2), "{stderr}");
    let second = runs[1]["caveats"].to_string();
    assert!(second.contains("cut off"), "{second}");
}

#[test]
fn entries_that_share_bytes_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let mut bytes = zipped(&[("a.fit", &short()), ("b.fit", &short())]);
    // The list's second entry is made to point to the first one's bytes (offset 42 of its record).
    let marks: Vec<usize> = (0..bytes.len() - 4)
        .filter(|at| &bytes[*at..at + 4] == b"PK\x01\x02")
        .collect();
    bytes[marks[1] + 42..marks[1] + 46].fill(0);
    std::fs::write(dir.path().join("a.zip"), bytes).unwrap();
    let (code, _, stderr) = outcome(formdrift(dir.path()).args(["--json", "a.zip"]));
    assert!(code == 1 && stderr.contains("overlap"), "{stderr}");
}

#[test]
fn a_bomb_ends_early_and_in_few_lines() {
    let dir = tempfile::tempdir().unwrap();
    // 4 MB of blanks each, in archives in archives: 16 GB.
    let run = [b"<gpx>".to_vec(), vec![b' '; 4 << 20]].concat();
    let mut bomb = zipped(&[("run.gpx", &run)]);
    for _ in 0..3 {
        let files: Vec<String> = (0..16).map(|n| format!("{n}.zip")).collect();
        let files: Vec<(&str, &[u8])> = files.iter().map(|n| (n.as_str(), &*bomb)).collect();
        bomb = zipped(&files);
    }
    assert!(bomb.len() < 40_000, "{}", bomb.len());
    std::fs::write(dir.path().join("bomb.zip"), &bomb).unwrap();
    let (code, _, stderr) = outcome(formdrift(dir.path()).args(["--json", "bomb.zip"]));
    assert_eq!(code, 1);
    assert!(
        stderr.contains("expands to more than any archive"),
        "{stderr}"
    );
    let lines = stderr.lines().count();
    assert!(lines < 10, "{lines} lines: {stderr}");
    assert!(stderr.contains("more like that"), "{stderr}");
}
