//! What the terminal says: the list of runs, one line a run, and help where an argument is
//! not what was meant.

use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::sync::mpsc;
use std::time::Duration;

use crate::cli::{fixture, folder_with, formdrift, outcome};

#[test]
fn the_list_of_runs_stands_in_columns() {
    let dir = folder_with(&["short.fit", "no-cadence.fit", "steady.fit"]);
    let args = ["--write", "none", "--color", "always", "."];
    let (_, coloured, _) = outcome(formdrift(dir.path()).args(args));
    let (_, plain, _) = outcome(formdrift(dir.path()).args(["--write", "none", "."]));
    assert!(coloured.contains('\u{1b}') && !plain.contains('\u{1b}'));
    let lines: Vec<&str> = plain.lines().collect();
    assert_eq!(lines.len(), 3, "{plain}");
    let column = |line: &str, word: &str| line.find(word).unwrap();
    let verdicts = ["Cannot tell", "Cannot tell", "Steady"];
    let at: Vec<usize> = (lines.iter().zip(verdicts))
        .map(|(line, word)| column(line, word))
        .collect();
    assert!(at.iter().all(|a| *a == at[0]), "{plain}");
    assert!(lines[0].starts_with("2026-"), "{plain}");
}

#[test]
fn brief_is_one_line_for_each_run() {
    let dir = folder_with(&["short.fit", "run.gpx"]);
    let (code, one, stderr) = outcome(formdrift(dir.path()).args(["--brief", "short.fit"]));
    assert_eq!((code, one.lines().count()), (0, 1), "{one}");
    assert!(
        one.contains("short.fit") && one.contains("Cannot tell"),
        "{one}"
    );
    assert!(
        stderr.contains("Report: short-form/report.html"),
        "{stderr}"
    );
    let (code, two, stderr) = outcome(formdrift(dir.path()).args(["--brief", "."]));
    assert_eq!((code, two.lines().count()), (0, 2), "{two}");
    assert!(stderr.contains("Index: "), "{stderr}");
}

/// A line for each run and nothing beside it: nothing of how a file was read.
#[test]
fn brief_is_silent_beside_its_lines() {
    let dir = folder_with(&["short.fit", "run.gpx"]);
    let write = ["--write", "none", "short.fit"];
    let (_, long, stderr) = outcome(formdrift(dir.path()).args(write));
    assert!(long.lines().count() > 5, "{long}");
    assert!(stderr.contains("points"), "{stderr}");
    let (code, one, stderr) = outcome(formdrift(dir.path()).arg("--brief").args(write));
    assert_eq!((code, one.lines().count(), stderr.as_str()), (0, 1, ""));
}

#[test]
fn a_mistake_is_answered_with_what_to_write() {
    let dir = folder_with(&["short.fit"]);
    for (arguments, helpful) in [
        (vec!["--jobs", "0", "short.fit"], "from 1 to 1024"),
        (vec!["--jobs", "-2", "short.fit"], "from 1 to 1024"),
        (vec!["--split", "-5mi", "short.fit"], "above 0, such as 5mi"),
        (vec!["--split", "0km", "short.fit"], "above 0, such as 5mi"),
        (
            vec!["--compare", "short.fit", "./short.fit"],
            "./short.fit is the same file as short.fit",
        ),
    ] {
        let (code, stdout, stderr) = outcome(formdrift(dir.path()).args(&arguments));
        assert_eq!((code, stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(stderr.contains(helpful), "{arguments:?}: {stderr}");
    }
    std::fs::copy(dir.path().join("short.fit"), dir.path().join("copy.fit")).unwrap();
    let args = ["--compare", "--write", "none", "short.fit", "copy.fit"];
    let (code, _, stderr) = outcome(formdrift(dir.path()).args(args));
    assert_eq!(code, 1);
    assert!(stderr.contains("are the same recording"), "{stderr}");
}

#[test]
fn the_word_help_gives_help_unless_it_is_a_file() {
    let dir = folder_with(&["short.fit"]);
    let (code, stdout, stderr) = outcome(formdrift(dir.path()).arg("help"));
    assert!(
        code == 0 && stdout.contains("Exit code"),
        "{stdout}{stderr}"
    );
    std::fs::copy(dir.path().join("short.fit"), dir.path().join("help")).unwrap();
    let (code, stdout, _) = outcome(formdrift(dir.path()).args(["--brief", "help"]));
    assert!(code == 0 && stdout.starts_with("2026-"), "{stdout}");
}

#[test]
fn settings_are_shown_as_a_file_would_hold_them() {
    let dir = tempfile::tempdir().unwrap();
    let shown = |arguments: &[&str]| {
        let mut command = formdrift(dir.path());
        outcome(command.arg("--config").args(arguments)).1
    };
    let all = shown(&[
        "--split",
        "5km",
        "--athlete",
        "Zo\u{eb} \"Z\" \\",
        "-o",
        "a b",
    ]);
    for line in [
        "split = \"5km\"  # command line",
        "units = \"km\"  # as in split",
        "athlete = \"Zo\u{eb} \\\"Z\\\" \\\\\"  # command line",
        "out = \"a b\"  # command line",
        "write = [\"html\",\"md\",\"json\",\"csv\",\"png\",\"svg\"]  # default for one run",
    ] {
        assert!(all.lines().any(|l| l == line), "{line} is not in\n{all}");
    }
    assert!(shown(&["--split", "0.1mi"]).contains("split = \"0.1mi\""));
    // What is shown is a settings file that is understood, and gives the same settings.
    let file = dir.path().join("settings.toml");
    std::fs::write(&file, &all).unwrap();
    let mut command = formdrift(dir.path());
    let again = outcome(command.env("FORMDRIFT_CONFIG", &file).arg("--config")).1;
    let bare = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|l| !l.starts_with('#'));
        lines
            .map(|l| l.split("  #").next().unwrap().to_owned())
            .collect()
    };
    assert_eq!(bare(&again), bare(&all));
}

/// The program with these arguments, and its lines on stdout as they come.
fn started(
    here: &std::path::Path,
    arguments: &[&str],
) -> (std::process::Child, mpsc::Receiver<String>) {
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_formdrift"))
        .current_dir(here)
        .env("FORMDRIFT_CONFIG", "")
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let stdout = BufReader::new(child.stdout.take().unwrap());
    let (sender, lines) = mpsc::channel();
    std::thread::spawn(move || {
        for line in stdout.lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    (child, lines)
}

#[test]
fn watch_reports_on_what_is_there_and_on_what_arrives() {
    let dir = folder_with(&["short.fit"]);
    let here = dir.path();
    let args = ["--watch", ".", "--brief", "--write", "json"];
    let (mut child, lines) = started(here, &args);
    // Long enough for the slowest machine; a line ends the wait.
    let next = || lines.recv_timeout(Duration::from_secs(60)).unwrap();
    assert!(next().contains("short.fit"));
    std::fs::create_dir(here.join("new")).unwrap();
    std::fs::copy(fixture("run.gpx"), here.join("new/run.gpx")).unwrap();
    std::fs::write(here.join("new/notes.txt"), "no run").unwrap();
    assert!(next().contains("new/run.gpx"));
    // The index follows the line, so the next file is the sign that it was written.
    std::fs::copy(fixture("no-cadence.fit"), here.join("b.fit")).unwrap();
    assert!(next().contains("b.fit"));
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(lines.recv().is_err(), "no run is reported twice");
    let runs = std::fs::read_to_string(here.join("formdrift-report/runs.json")).unwrap();
    assert!(
        runs.contains("short.fit") && runs.contains("new/run.gpx"),
        "{runs}"
    );
    let (code, _, stderr) = outcome(formdrift(here).args(["--watch", "nowhere"]));
    assert!(
        code == 1 && stderr.contains("nowhere: cannot be watched (there is no such"),
        "{stderr}"
    );
}
