//! Where reports go, what is replaced, what is never touched, and that a session cut short
//! is taken up again.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::time::SystemTime;

use serde_json::Value;

use crate::cli::{fixture, folder_with, formdrift, names, outcome};

/// Every file below a folder with the time it was written.
fn times(folder: &Path) -> BTreeMap<String, SystemTime> {
    let mut times = BTreeMap::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let written = path.metadata().unwrap().modified().unwrap();
                times.insert(path.display().to_string(), written);
            }
        }
    }
    times
}

#[test]
fn one_run_has_its_report_beside_it() {
    let dir = folder_with(&["short.fit"]);
    let elsewhere = tempfile::tempdir().unwrap();
    let (code, stdout, stderr) =
        outcome(formdrift(elsewhere.path()).arg(dir.path().join("short.fit")));
    assert_eq!(code, 0, "{stderr}");
    let report = dir.path().join("short-form");
    assert!(
        stdout.contains(&report.join("report.html").display().to_string()),
        "{stdout}"
    );
    let written = names(&report);
    for name in [
        ".formdrift.json",
        "report.html",
        "report.md",
        "splits.csv",
        "summary.json",
    ] {
        assert!(written.iter().any(|n| n == name), "{name} in {written:?}");
    }
    for ending in [".png", ".svg"] {
        assert!(
            written.iter().any(|n| n.ends_with(ending)),
            "{ending} in {written:?}"
        );
    }
    assert!(names(elsewhere.path()).is_empty());
    let marker: Value =
        serde_json::from_slice(&std::fs::read(report.join(".formdrift.json")).unwrap()).unwrap();
    assert_eq!(marker["complete"], true);
    assert_eq!(marker["input"]["sha256"].as_str().unwrap().len(), 64);
}

#[test]
fn out_names_the_folder_and_write_what_is_in_it() {
    let dir = folder_with(&["short.fit"]);
    let (code, ..) =
        outcome(formdrift(dir.path()).args(["-o", "a/b", "--write", "json,csv", "short.fit"]));
    assert_eq!(code, 0);
    assert_eq!(
        names(&dir.path().join("a/b")),
        [".formdrift.json", "splits.csv", "summary.json"]
    );
    let (code, ..) =
        outcome(formdrift(dir.path()).args(["--write", "none", "-o", "c", "short.fit"]));
    assert!(code == 0 && !dir.path().join("c").exists());
    let (code, stdout, _) =
        outcome(formdrift(dir.path()).args(["--json", "--write", "json", "-o", "d", "short.fit"]));
    assert!(code == 0 && dir.path().join("d/summary.json").exists());
    // What is printed and what is written are one document.
    let printed: Value = serde_json::from_str(&stdout).unwrap();
    let text = std::fs::read(dir.path().join("d/summary.json")).unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&text).unwrap(), printed);
}

#[test]
fn an_unchanged_report_is_left_and_a_changed_setting_replaces_it() {
    let dir = folder_with(&["short.fit"]);
    let run = |extra: &[&str]| {
        let mut command = formdrift(dir.path());
        outcome(
            command
                .args(["--write", "json,csv", "short.fit"])
                .args(extra),
        )
    };
    run(&[]);
    let before = times(dir.path());
    let (_, stdout, _) = run(&[]);
    assert!(stdout.contains("unchanged"), "{stdout}");
    assert_eq!(times(dir.path()), before);
    run(&["--units", "km"]);
    assert_ne!(times(dir.path()), before);
    assert_eq!(names(dir.path()), ["short-form", "short.fit"]);
}

#[test]
fn another_run_of_the_same_name_gets_a_folder_of_its_own() {
    let dir = folder_with(&["short.fit"]);
    outcome(formdrift(dir.path()).args(["--write", "json", "short.fit"]));
    let first = std::fs::read(dir.path().join("short-form/summary.json")).unwrap();
    std::fs::copy(fixture("run.gpx"), dir.path().join("short.fit")).unwrap();
    outcome(formdrift(dir.path()).args(["--write", "json", "short.fit"]));
    assert_eq!(
        names(dir.path()),
        ["short-form", "short-form-2", "short.fit"]
    );
    assert_eq!(
        std::fs::read(dir.path().join("short-form/summary.json")).unwrap(),
        first
    );
}

#[test]
fn a_folder_that_is_not_ours_is_never_written_to() {
    let dir = folder_with(&["short.fit"]);
    std::fs::create_dir(dir.path().join("short-form")).unwrap();
    std::fs::write(dir.path().join("short-form/report.html"), "mine").unwrap();
    outcome(formdrift(dir.path()).args(["--write", "html", "short.fit"]));
    assert_eq!(names(&dir.path().join("short-form")), ["report.html"]);
    let kept = std::fs::read_to_string(dir.path().join("short-form/report.html")).unwrap();
    assert_eq!(kept, "mine");
    assert!(dir.path().join("short-form-2/report.html").exists());
    // Nor is a page that stands where the index would go.
    let (code, _, stderr) = outcome(formdrift(dir.path()).args(["-o", "short-form", "."]));
    assert_eq!(code, 0, "there is no index.html yet: {stderr}");
    std::fs::create_dir(dir.path().join("site")).unwrap();
    std::fs::write(dir.path().join("site/index.html"), "mine").unwrap();
    let (code, _, stderr) = outcome(formdrift(dir.path()).args(["-o", "site", "."]));
    assert!(code == 1 && stderr.contains("index.html"), "{stderr}");
    assert_eq!(names(&dir.path().join("site")), ["index.html"]);
}

#[test]
fn where_nothing_can_be_written_that_is_said_and_the_exit_code_is_1() {
    let dir = folder_with(&["short.fit"]);
    std::fs::write(dir.path().join("file"), "").unwrap();
    let (code, stdout, stderr) = outcome(formdrift(dir.path()).args(["-o", "file/x", "short.fit"]));
    assert_eq!(code, 1);
    assert!(stderr.contains("file/x: cannot be written"), "{stderr}");
    assert!(
        !stdout.contains("Report:") && stdout.contains("mi"),
        "the result is printed: {stdout}"
    );
}

#[test]
fn a_folder_of_runs_gets_a_report_each_and_an_index() {
    let dir = folder_with(&["short.fit", "run.gpx"]);
    std::fs::create_dir(dir.path().join("old")).unwrap();
    std::fs::copy(fixture("no-cadence.fit"), dir.path().join("old/a run.fit")).unwrap();
    let (code, stdout, stderr) = outcome(formdrift(dir.path()).arg("."));
    assert_eq!(code, 0, "{stderr}");
    assert!(
        stdout.ends_with("Index: formdrift-report/index.html\n"),
        "{stdout}"
    );
    let out = dir.path().join("formdrift-report");
    for name in ["short.fit-form", "run.gpx-form", "old/a run.fit-form"] {
        assert!(out.join(name).join("report.html").is_file(), "{name}");
    }
    let page = std::fs::read_to_string(out.join("index.html")).unwrap();
    assert!(page.contains("href=\"old/a%20run.fit-form/report.html\""));
    let runs: Value =
        serde_json::from_slice(&std::fs::read(out.join("runs.json")).unwrap()).unwrap();
    assert_eq!(runs["runs"].as_array().unwrap().len(), 3);
    let csv = std::fs::read_to_string(out.join("runs.csv")).unwrap();
    assert_eq!(csv.lines().count(), 4);
    // Reports are never read as input, and nothing changed is done again.
    let before = times(&out.join("old"));
    let (code, again, stderr) = outcome(formdrift(dir.path()).arg("."));
    assert_eq!((code, again), (0, stdout), "{stderr}");
    assert!(
        stderr.contains("3 runs, 3 unchanged since last time"),
        "{stderr}"
    );
    assert_eq!(times(&out.join("old")), before);
}

#[test]
fn a_session_cut_short_is_taken_up_where_it_stopped() {
    let dir = folder_with(&["short.fit", "run.gpx"]);
    let whole = || outcome(formdrift(dir.path()).args(["--write", "json", "."])).1;
    let stdout = whole();
    let out = dir.path().join("formdrift-report");
    let index = std::fs::read(out.join("runs.json")).unwrap();
    let kept = times(&out.join("run.gpx-form"));
    // As a kill would leave it: a report begun, no index.
    let marker = out.join("short.fit-form/.formdrift.json");
    let begun = std::fs::read_to_string(&marker)
        .unwrap()
        .replace("\"complete\": true", "\"complete\": false");
    std::fs::write(&marker, begun).unwrap();
    std::fs::remove_file(out.join("short.fit-form/summary.json")).unwrap();
    std::fs::write(out.join("short.fit-form/.formdrift-0a1B2c3D4e5F.tmp"), "{").unwrap();
    std::fs::remove_file(out.join("runs.json")).unwrap();
    assert_eq!(whole(), stdout);
    assert_eq!(std::fs::read(out.join("runs.json")).unwrap(), index);
    assert_eq!(
        times(&out.join("run.gpx-form")),
        kept,
        "what was done is not done again"
    );
    assert_eq!(
        names(&out.join("short.fit-form")),
        [".formdrift.json", "summary.json"]
    );
}

#[test]
fn json_of_unchanged_reports_is_the_same_as_before() {
    let dir = folder_with(&["short.fit", "run.gpx"]);
    let once = || outcome(formdrift(dir.path()).args(["--json", "--write", "json", "."])).1;
    let first = once();
    assert_eq!(first.lines().count(), 2);
    assert_eq!(once(), first);
}

#[test]
fn runs_of_an_archive_are_analysed_and_its_paths_stay_inside() {
    let dir = tempfile::tempdir().unwrap();
    let archive = dir.path().join("export.zip");
    let mut zip = zip::ZipWriter::new(std::fs::File::create(&archive).unwrap());
    let options = zip::write::SimpleFileOptions::default();
    for (name, from) in [
        ("activities/1.fit", "short.fit"),
        ("../../2.gpx", "run.gpx"),
    ] {
        zip.start_file(name, options).unwrap();
        zip.write_all(&std::fs::read(fixture(from)).unwrap())
            .unwrap();
    }
    zip.start_file("activities.csv", options).unwrap();
    zip.write_all(b"id,name\n").unwrap();
    zip.finish().unwrap();
    let (code, stdout, stderr) = outcome(formdrift(dir.path()).arg("export.zip"));
    assert_eq!(code, 0, "{stderr}");
    assert_eq!(stdout.lines().count(), 3, "{stdout}");
    let out = dir.path().join("formdrift-report");
    assert!(out.join("activities/1.fit-form/report.html").is_file());
    assert!(out.join("2.gpx-form/report.html").is_file());
    assert_eq!(names(dir.path()), ["export.zip", "formdrift-report"]);
}
