//! The command line: exit codes, what goes to which stream, and one sentence for each way
//! a file can be wrong.

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;

/// The program, away from the user's configuration.
pub fn formdrift(here: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_formdrift"));
    command.current_dir(here).env("FORMDRIFT_CONFIG", "");
    for name in ["SPLIT", "UNITS", "ATHLETE", "OUT", "WRITE"] {
        command.env_remove(format!("FORMDRIFT_{name}"));
    }
    command
}

/// A file of fixtures/.
pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(name)
}

/// A folder with copies of these fixtures.
pub fn folder_with(names: &[&str]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for name in names {
        std::fs::copy(fixture(name), dir.path().join(name)).unwrap();
    }
    dir
}

/// Names in a folder, in order.
pub fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Exit code, stdout and stderr.
pub fn outcome(command: &mut Command) -> (i32, String, String) {
    let output = command.output().unwrap();
    (
        output.status.code().unwrap(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

/// What stdout holds as JSON, a document a line.
pub fn documents(stdout: &str) -> Vec<Value> {
    stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn each_way_a_file_can_be_wrong_gets_one_sentence_and_exit_code_1() {
    let dir = folder_with(&["short.fit", "run.gpx"]);
    let here = dir.path();
    let fit = std::fs::read(here.join("short.fit")).unwrap();
    let gpx = std::fs::read_to_string(here.join("run.gpx")).unwrap();
    std::fs::write(here.join("empty.fit"), b"").unwrap();
    std::fs::write(here.join("text.fit"), "I went for a run today.\n").unwrap();
    std::fs::write(here.join("head.fit"), &fit[..14]).unwrap();
    std::fs::write(
        here.join("timeless.gpx"),
        without(&gpx, "<time>", "</time>"),
    )
    .unwrap();
    std::fs::write(here.join("ride.gpx"), gpx.replace("running", "cycling")).unwrap();
    let wrong = [
        "missing.fit",
        "empty.fit",
        "text.fit",
        "head.fit",
        "timeless.gpx",
        "ride.gpx",
    ];
    for name in wrong {
        let (code, stdout, stderr) = outcome(formdrift(here).arg(name));
        assert_eq!((code, stdout.as_str()), (1, ""), "{name}: {stderr}");
        let lines: Vec<&str> = stderr.lines().collect();
        assert_eq!(lines.len(), 1, "{name}: {stderr}");
        assert!(
            lines[0].starts_with(&format!("formdrift: {name}: ")),
            "{stderr}"
        );
        assert!(!stderr.contains("panicked"), "{stderr}");
    }
    // The others are done all the same, in order.
    let mut all = formdrift(here);
    let (code, stdout, stderr) = outcome(all.arg("--json").args(wrong).arg("short.fit"));
    assert_eq!((code, documents(&stdout).len()), (1, 1), "{stderr}");
    assert_eq!(
        stderr
            .lines()
            .filter(|l| l.starts_with("formdrift: "))
            .count(),
        wrong.len()
    );
}

/// `text` without every stretch from `from` to `to`.
fn without(text: &str, from: &str, to: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(from) {
        kept.push_str(&rest[..start]);
        rest = &rest[start..];
        rest = rest.find(to).map_or("", |end| &rest[end + to.len()..]);
    }
    kept + rest
}

#[test]
fn what_can_be_saved_of_a_damaged_file_is_analysed() {
    let dir = folder_with(&["short.fit", "run.gpx"]);
    for name in ["short.fit", "run.gpx"] {
        let bytes = std::fs::read(dir.path().join(name)).unwrap();
        let cut = format!("cut-{name}");
        std::fs::write(dir.path().join(&cut), &bytes[..bytes.len() * 3 / 5]).unwrap();
        let (code, stdout, stderr) = outcome(formdrift(dir.path()).args(["--json", &cut]));
        assert_eq!(code, 0, "{stderr}");
        let run = &documents(&stdout)[0];
        assert!(
            !run["caveats"].as_array().unwrap().is_empty(),
            "{name}: damage is said"
        );
    }
}

#[test]
fn what_cannot_be_judged_is_undecided_with_its_reason_and_exit_code_0() {
    let dir = folder_with(&["short.fit", "no-cadence.fit", "run-walk.fit"]);
    for name in ["short.fit", "no-cadence.fit", "run-walk.fit"] {
        let (code, stdout, stderr) = outcome(formdrift(dir.path()).args(["--json", name]));
        assert_eq!(code, 0, "{stderr}");
        let run = &documents(&stdout)[0];
        assert_eq!(run["verdict"]["kind"], "undecided", "{name}");
        assert!(run["verdict"]["onset"].is_null());
        assert!(
            run["verdict"]["reason"].as_str().unwrap().len() > 20,
            "{name}"
        );
    }
}

#[test]
fn json_on_stdout_is_nothing_but_json_in_the_order_of_the_arguments() {
    let dir = folder_with(&["run.gpx", "short.fit", "no-cadence.fit"]);
    let names = ["short.fit", "run.gpx", "no-cadence.fit"];
    let (code, stdout, _) = outcome(formdrift(dir.path()).arg("--json").args(names));
    assert_eq!(code, 0);
    let runs = documents(&stdout);
    let files: Vec<&str> = runs
        .iter()
        .map(|r| r["file"]["name"].as_str().unwrap())
        .collect();
    assert_eq!(files, names);
    // Folders go bytewise, whatever the number of threads.
    for jobs in ["1", "3"] {
        let (_, stdout, _) = outcome(formdrift(dir.path()).args(["--json", "--jobs", jobs, "."]));
        let runs = documents(&stdout);
        let files: Vec<&str> = runs
            .iter()
            .map(|r| r["file"]["name"].as_str().unwrap())
            .collect();
        assert_eq!(files, ["no-cadence.fit", "run.gpx", "short.fit"]);
    }
    // Nothing was written.
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 3);
}

#[test]
fn the_same_bytes_give_the_same_document() {
    let dir = folder_with(&["run.gpx"]);
    let once = || outcome(formdrift(dir.path()).args(["--json", "run.gpx"])).1;
    assert_eq!(once(), once());
}

#[test]
fn quiet_leaves_stderr_to_errors() {
    let dir = folder_with(&["short.fit"]);
    let (code, stdout, stderr) = outcome(formdrift(dir.path()).args(["--quiet", "short.fit"]));
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert!(stdout.contains("Report: "), "{stdout}");
    let (_, _, stderr) = outcome(formdrift(dir.path()).arg("short.fit"));
    assert!(
        stderr.contains("points, distance from the device, cadence of one leg, doubled"),
        "{stderr}"
    );
}

#[test]
fn colour_is_for_terminals_or_on_demand() {
    let dir = folder_with(&["short.fit"]);
    let with = |arguments: &[&str]| {
        let mut command = formdrift(dir.path());
        outcome(
            command
                .args(["--write", "none", "short.fit"])
                .args(arguments),
        )
        .1
    };
    assert!(!with(&[]).contains('\u{1b}'));
    assert!(with(&["--color", "always"]).contains('\u{1b}'));
    assert!(!with(&["--color", "never"]).contains('\u{1b}'));
}

#[test]
fn wrong_arguments_exit_with_2() {
    let dir = folder_with(&["short.fit"]);
    for arguments in [
        vec![],
        vec!["--split", "5 leagues", "short.fit"],
        vec!["--split", "0mi", "short.fit"],
        vec!["--write", "doc", "short.fit"],
        vec!["--write", "html,none", "short.fit"],
        vec!["--min-effect", "-1", "short.fit"],
        vec!["--units", "furlongs", "short.fit"],
        vec!["--jobs", "0", "short.fit"],
        vec!["--compare", "short.fit"],
        vec!["--frobnicate", "short.fit"],
    ] {
        let (code, stdout, stderr) = outcome(formdrift(dir.path()).args(&arguments));
        assert_eq!((code, stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(!stderr.is_empty());
    }
}

#[test]
fn an_empty_folder_is_nothing_to_analyse() {
    let dir = tempfile::tempdir().unwrap();
    let (code, stdout, stderr) = outcome(formdrift(dir.path()).arg("."));
    assert_eq!((code, stdout.as_str()), (1, ""));
    assert!(stderr.contains("nothing to analyse"), "{stderr}");
}

#[test]
fn in_a_folder_other_sports_are_counted_and_broken_files_are_an_error_with_their_number() {
    let dir = folder_with(&["short.fit", "run.gpx"]);
    let gpx = std::fs::read_to_string(dir.path().join("run.gpx")).unwrap();
    std::fs::write(
        dir.path().join("ride.gpx"),
        gpx.replace("running", "cycling"),
    )
    .unwrap();
    std::fs::write(dir.path().join("broken.fit"), "no").unwrap();
    std::fs::write(dir.path().join("notes.txt"), "no").unwrap();
    let (code, stdout, stderr) = outcome(formdrift(dir.path()).arg("."));
    assert_eq!(code, 1, "{stderr}");
    assert!(
        stderr.contains("formdrift: 1 file could not be read\n"),
        "{stderr}"
    );
    assert_eq!(stdout.lines().count(), 3, "{stdout}");
    let left_out = stderr
        .lines()
        .find(|l| l.starts_with("Left out: "))
        .unwrap();
    for part in [
        "(ride 1)",
        "1 file that could not be read",
        "1 file of other kinds",
    ] {
        assert!(left_out.contains(part), "{left_out}");
    }
    // Without the broken file all was done.
    std::fs::remove_file(dir.path().join("broken.fit")).unwrap();
    let (code, _, stderr) = outcome(formdrift(dir.path()).arg("."));
    assert_eq!(code, 0, "{stderr}");
}

#[test]
fn a_closed_pipe_ends_quietly() {
    use std::io::Read;
    use std::process::{Command as Plain, Stdio};
    let dir = folder_with(&["short.fit", "run.gpx", "no-cadence.fit"]);
    let mut child = Plain::new(env!("CARGO_BIN_EXE_formdrift"))
        .current_dir(dir.path())
        .env("FORMDRIFT_CONFIG", "")
        .args(["--json", "--quiet", "."])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut told = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut told)
        .unwrap();
    assert_eq!(told, "");
    assert!(child.wait().unwrap().success());
}

#[test]
fn completions_and_the_manual_come_from_the_same_definitions() {
    let dir = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let (code, stdout, _) = outcome(formdrift(dir.path()).args(["--completions", shell]));
        assert_eq!(code, 0);
        assert!(stdout.contains("min-effect"), "{shell}");
    }
    let (code, stdout, _) = outcome(formdrift(dir.path()).arg("--man"));
    assert!(
        code == 0 && stdout.contains(".TH") && stdout.contains("\\-\\-history"),
        "{stdout}"
    );
}

#[test]
fn short_help_fits_a_screen_and_long_help_has_examples() {
    let dir = tempfile::tempdir().unwrap();
    let (_, short, _) = outcome(formdrift(dir.path()).arg("-h"));
    assert!(short.lines().count() <= 40, "{}", short.lines().count());
    let (_, long, _) = outcome(formdrift(dir.path()).arg("--help"));
    assert!(
        long.contains("formdrift export.zip") && long.contains("Exit code"),
        "{long}"
    );
}
