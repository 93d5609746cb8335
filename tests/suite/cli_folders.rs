//! Folders that others write to as well: recordings beside a report, edits, damage, links,
//! a second process, and names that not every system can store.

use std::path::Path;

use serde_json::Value;

use crate::cli::{documents, fixture, folder_with, formdrift, names, outcome};

fn text(path: impl AsRef<Path>) -> String {
    std::fs::read_to_string(path).unwrap()
}

/// Exit code, stdout and stderr of the program with these arguments.
fn run(here: &Path, arguments: &[&str]) -> (i32, String, String) {
    outcome(formdrift(here).args(arguments))
}

/// Files of the runs that an index lists, in order.
fn listed(out: &Path) -> Vec<String> {
    let runs: Value = serde_json::from_str(&text(out.join("runs.json"))).unwrap();
    let runs = runs["runs"].as_array().unwrap();
    let file = |run: &Value| run["file"].as_str().unwrap().to_owned();
    let mut files: Vec<String> = runs.iter().map(file).collect();
    files.sort();
    files
}

#[test]
fn recordings_beside_a_report_are_found() {
    let dir = folder_with(&["short.fit", "no-cadence.fit", "run.gpx"]);
    let (here, write) = (dir.path(), "html,gpx");
    let (code, _, stderr) = run(here, &["-o", ".", "--write", write, "run.gpx"]);
    assert_eq!(code, 0, "{stderr}");
    assert!(here.join("track.gpx").is_file() && here.join("report.html").is_file());
    let (code, stdout, stderr) = run(here, &["--json", "."]);
    assert_eq!((code, documents(&stdout).len()), (0, 3), "{stderr}");
    assert!(!stderr.contains("other kinds"), "{stderr}");
}

#[test]
fn a_named_folder_is_that_folder_or_an_error_says_what_is_in_the_way() {
    let dir = folder_with(&["short.fit", "run.gpx"]);
    let here = dir.path();
    for (out, slashed) in [("out", "out/"), ("a/b", "a//./b/.")] {
        let (code, stdout, stderr) = run(here, &["-o", slashed, "--write", "html", "short.fit"]);
        assert_eq!(code, 0, "{stderr}");
        assert!(
            stdout.ends_with(&format!("Report: {out}/report.html\n")),
            "{stdout}"
        );
    }
    // Another run takes the place of a report that nobody edited.
    let before = text(here.join("out/report.html"));
    let (code, ..) = run(here, &["-o", "out", "--write", "html", "run.gpx"]);
    assert_eq!(code, 0);
    let second = text(here.join("out/report.html"));
    assert_ne!(second, before);
    // An edited report is named and kept, and the result is still printed.
    std::fs::write(here.join("out/report.html"), second.clone() + "see page 2").unwrap();
    let (code, stdout, stderr) = run(here, &["-o", "out", "--write", "html", "short.fit"]);
    assert_eq!(code, 1);
    assert!(
        stderr.contains("out/report.html: was edited since"),
        "{stderr}"
    );
    assert!(
        !stdout.contains("Report:") && stdout.contains("mi"),
        "{stdout}"
    );
    assert_eq!(text(here.join("out/report.html")), second + "see page 2");
    // So does a stranger's.
    std::fs::create_dir(here.join("site")).unwrap();
    std::fs::write(here.join("site/report.html"), "mine").unwrap();
    let (code, _, stderr) = run(here, &["-o", "site/", "--write", "html", "short.fit"]);
    assert_eq!(code, 1);
    assert!(
        stderr.contains("site/report.html: is there already and was not written by formdrift"),
        "{stderr}"
    );
    assert_eq!(names(&here.join("site")), ["report.html"]);
    assert_eq!(names(here), ["a", "out", "run.gpx", "short.fit", "site"]);
}

#[test]
fn a_damaged_report_is_made_again_and_an_edited_one_is_kept() {
    let dir = folder_with(&["short.fit"]);
    let here = dir.path();
    let args = ["--write", "html,json,md", "short.fit"];
    run(here, &args);
    let form = here.join("short-form");
    let whole = text(form.join("report.html"));
    for damage in [String::new(), whole[..5000].to_owned()] {
        std::fs::write(form.join("report.html"), damage).unwrap();
        let (code, stdout, stderr) = run(here, &args);
        assert!(code == 0 && !stdout.contains("unchanged"), "{stdout}");
        assert!(!stderr.contains("edited"), "{stderr}");
        assert_eq!(text(form.join("report.html")), whole);
    }
    std::fs::remove_file(form.join("report.html")).unwrap();
    run(here, &args);
    assert_eq!(text(form.join("report.html")), whole);
    assert_eq!(
        names(&form),
        [
            ".formdrift.json",
            "report.html",
            "report.md",
            "summary.json"
        ]
    );
    std::fs::write(form.join("report.md"), "what I think").unwrap();
    let (code, _, stderr) = run(here, &args);
    assert_eq!(code, 0);
    assert!(
        stderr.contains(
            "report.md: was edited since formdrift wrote it; it is kept as report.edited.md"
        ),
        "{stderr}"
    );
    assert_eq!(text(form.join("report.edited.md")), "what I think");
    let (_, stdout, _) = run(here, &args);
    assert!(stdout.contains("unchanged"), "{stdout}");
}

#[test]
fn no_line_of_json_is_ever_broken() {
    let dir = folder_with(&["short.fit", "run.gpx"]);
    let here = dir.path();
    let args = ["--json", "--write", "json", "."];
    let (_, first, _) = run(here, &args);
    let form = here.join("formdrift-report/short.fit-form");
    let (summary, marker) = (form.join("summary.json"), form.join(".formdrift.json"));
    let garbled = "{\"trunc";
    std::fs::write(&summary, garbled).unwrap();
    assert_eq!(run(here, &args).1, first);
    assert_eq!(text(form.join("summary.edited.json")), garbled);
    // Nor where the marker says that this is what was written.
    let hash = |text: &str| {
        use sha2::Digest;
        let digest = sha2::Sha256::digest(text.as_bytes());
        digest
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect::<String>()
    };
    let mut forged: Value = serde_json::from_str(&text(&marker)).unwrap();
    forged["files"] = serde_json::json!([
        {"name": "summary.json", "bytes": garbled.len(), "sha256": hash(garbled)}
    ]);
    std::fs::write(&marker, forged.to_string()).unwrap();
    std::fs::write(&summary, garbled).unwrap();
    assert_eq!(run(here, &args).1, first);
    // Nor is a line of the list, by what a marker keeps of it.
    run(here, &["--write", "csv", "."]);
    let mut forged: Value = serde_json::from_str(&text(&marker)).unwrap();
    forged["row"]["headline"] = "two\nlines \u{1b}[31m".into();
    std::fs::write(&marker, forged.to_string()).unwrap();
    let (_, stdout, _) = run(here, &["--write", "csv", "."]);
    assert_eq!(stdout.lines().count(), 3, "{stdout}");
    assert!(!stdout.contains('\u{1b}'), "{stdout}");
}

#[test]
fn the_index_lists_every_report_in_its_folder() {
    let dir = tempfile::tempdir().unwrap();
    let here = dir.path();
    for (folder, file) in [
        ("a", "short.fit"),
        ("b", "run.gpx"),
        ("c", "no-cadence.fit"),
    ] {
        std::fs::create_dir(here.join(folder)).unwrap();
        std::fs::copy(fixture(file), here.join(folder).join(file)).unwrap();
    }
    let out = here.join("out");
    run(here, &["--write", "json", "-o", "out", "a"]);
    assert_eq!(listed(&out), ["short.fit"]);
    run(here, &["--write", "json", "-o", "out", "b"]);
    assert_eq!(listed(&out), ["run.gpx", "short.fit"]);
    run(here, &["--write", "json", "-o", "out/deep", "c"]);
    run(here, &["--write", "json", "-o", "out", "a"]);
    assert_eq!(listed(&out), ["no-cadence.fit", "run.gpx", "short.fit"]);
    let runs = text(out.join("runs.json"));
    assert!(runs.contains("\"deep/no-cadence.fit-form"), "{runs}");
    // A report that is gone is not listed, nor is one that is not whole.
    std::fs::remove_dir_all(out.join("deep")).unwrap();
    let marker = out.join("run.gpx-form/.formdrift.json");
    let begun = text(&marker).replace("\"complete\": true", "\"complete\": false");
    std::fs::write(&marker, begun).unwrap();
    run(here, &["--write", "json", "-o", "out", "a"]);
    assert_eq!(listed(&out), ["short.fit"]);
}

#[test]
fn a_track_that_private_forbids_is_explained() {
    let dir = folder_with(&["run.gpx"]);
    let args = ["--private", "--write", "gpx,json", "run.gpx"];
    let (code, _, stderr) = run(dir.path(), &args);
    assert_eq!(code, 0);
    assert!(
        stderr.contains("track.gpx is not written with --private"),
        "{stderr}"
    );
    let written = names(&dir.path().join("run-form"));
    assert_eq!(written, [".formdrift.json", "summary.json"]);
}

#[test]
fn long_and_reserved_names_get_reports_that_every_system_can_store() {
    let dir = tempfile::tempdir().unwrap();
    let here = dir.path();
    let long = format!("{}.fit", "n".repeat(251));
    let names_of_runs = [long.as_str(), "nul.fit"];
    let fixtures = ["short.fit", "no-cadence.fit"];
    for (name, from) in names_of_runs.iter().zip(fixtures) {
        std::fs::copy(fixture(from), here.join(name)).unwrap();
    }
    let (code, stdout, stderr) = run(here, &["--write", "html", "."]);
    assert_eq!(code, 0, "{stderr}");
    let written = names(&here.join("formdrift-report"));
    assert!(written.contains(&"_nul.fit-form".into()), "{written:?}");
    let reports = |name: &&String| name.ends_with("-form") && name.len() < 240;
    assert_eq!(written.iter().filter(reports).count(), 2, "{written:?}");
    assert!(stdout.contains(&long), "the run keeps its name: {stdout}");
    let (code, _, stderr) = run(here, &["--write", "html", &long]);
    assert_eq!(code, 0, "{stderr}");
}

#[test]
fn two_processes_leave_one_whole_report() {
    let dir = folder_with(&["short.fit", "run.gpx"]);
    let here = dir.path();
    let mut children = Vec::new();
    for (units, file) in [("mi", "short.fit"), ("km", "short.fit"), ("mi", "run.gpx")] {
        let child = std::process::Command::new(env!("CARGO_BIN_EXE_formdrift"))
            .current_dir(here)
            .env("FORMDRIFT_CONFIG", "")
            .args([
                "-q",
                "-o",
                "out",
                "--units",
                units,
                "--write",
                "html,md,json",
                file,
            ])
            .stdout(std::process::Stdio::null())
            .spawn();
        children.push(child.unwrap());
    }
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let out = here.join("out");
    assert_eq!(
        names(&out),
        [
            ".formdrift.json",
            "report.html",
            "report.md",
            "summary.json"
        ]
    );
    let marker: Value = serde_json::from_str(&text(out.join(".formdrift.json"))).unwrap();
    assert_eq!(marker["complete"], true);
    let summary: Value = serde_json::from_str(&text(out.join("summary.json"))).unwrap();
    assert_eq!(summary["file"]["name"], marker["input"]["name"]);
    for file in marker["files"].as_array().unwrap() {
        let path = out.join(file["name"].as_str().unwrap());
        assert_eq!(
            path.metadata().unwrap().len(),
            file["bytes"].as_u64().unwrap()
        );
    }
}

/// `prlimit` can refuse a user threads, but not root.
#[cfg(target_os = "linux")]
#[test]
fn missing_threads_are_said_and_the_work_is_done() {
    let dir = folder_with(&["short.fit", "run.gpx"]);
    let whole = run(dir.path(), &["--json", "."]).1;
    let mut command = std::process::Command::new("setpriv");
    command
        .args(["--reuid", "65534", "--regid", "65534", "--clear-groups"])
        .args(["prlimit", "--nproc=1", env!("CARGO_BIN_EXE_formdrift")])
        .args(["--json", "."])
        .current_dir(dir.path())
        .env("FORMDRIFT_CONFIG", "");
    use std::os::unix::fs::PermissionsExt;
    let readable = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(dir.path(), readable).unwrap();
    let Ok(done) = command.output() else {
        eprintln!("skipped: setpriv is not installed");
        return;
    };
    let stderr = String::from_utf8(done.stderr).unwrap();
    if !done.status.success() && !stderr.contains("formdrift:") {
        eprintln!("skipped: no other user can be had here: {stderr}");
        return;
    }
    assert!(stderr.contains("no thread could be started"), "{stderr}");
    assert!(!stderr.contains("defect"), "{stderr}");
    assert_eq!(String::from_utf8(done.stdout).unwrap(), whole);
}
