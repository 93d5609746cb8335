//! Sessions of programs that formdrift is part of give what the command line gives, as values.

use crate::cli::{fixture, formdrift, outcome};
use formdrift::batch::embedded::{self, OneRun, Settings, Source};
use formdrift::batch::{Outcome, Worked};
use std::path::Path;

fn settings(options: &[(&str, &str)]) -> Settings {
    let options: Vec<_> = (options.iter())
        .map(|(name, value)| ((*name).to_owned(), Some((*value).to_owned())))
        .collect();
    Settings::parse(&options, Vec::new()).unwrap()
}

fn session(sources: Vec<Source>, settings: &Settings, jobs: usize) -> Vec<Worked> {
    let mut all = Vec::new();
    let done = embedded::each(sources, settings, jobs, |worked| {
        all.push(worked);
        true
    });
    assert_eq!(done, Ok(()));
    all
}

fn json(worked: &Worked) -> Vec<&str> {
    let lines = worked.outcomes.iter().filter_map(|outcome| match outcome {
        Outcome::Run(done) => done.json.as_deref(),
        _ => None,
    });
    lines.collect()
}

#[test]
fn every_source_has_its_result_in_its_turn() {
    let bytes = std::fs::read(fixture("short.fit")).unwrap();
    let sources = vec![
        Source::Path(fixture("run.gpx")),
        Source::Path("nowhere.fit".into()),
        Source::Bytes("mine.fit".into(), bytes.into()),
        Source::Bytes("notes.txt".into(), b"I went for a run."[..].into()),
        Source::Path(fixture("fade.fit")),
    ];
    let options = [("split", "5km"), ("athlete", "--Ada")];
    for jobs in [1, 2] {
        let all = session(sources.clone(), &settings(&options), jobs);
        let numbers: Vec<usize> = all.iter().map(|worked| worked.source).collect();
        assert_eq!(numbers, [0, 1, 2, 3, 4]);
        for (at, name) in [(0, "run.gpx"), (4, "fade.fit")] {
            let (_, stdout, _) = outcome(
                formdrift(Path::new("."))
                    .args(["--json", "--split", "5km", "--athlete=--Ada"])
                    .arg(fixture(name)),
            );
            assert_eq!(json(&all[at]).concat(), stdout);
        }
        let failed = |at: usize| match all[at].outcomes.as_slice() {
            [Outcome::Failed(why)] => why.clone(),
            other => panic!("{other:?}"),
        };
        assert!(failed(1).contains("no such file"), "{}", failed(1));
        assert!(failed(3).contains("plain text"), "{}", failed(3));
        let own: serde_json::Value = serde_json::from_str(json(&all[2])[0]).unwrap();
        assert_eq!(own["file"]["name"], "mine.fit");
        assert!(own["file"]["path"].is_null(), "bytes have no path");
    }
}

#[test]
fn a_session_ends_when_nobody_wants_more() {
    let sources = vec![Source::Path(fixture("short.fit")); 50];
    let mut told = 0;
    let done = embedded::each(sources, &settings(&[]), 2, |_| {
        told += 1;
        told < 3
    });
    assert_eq!((done, told), (Ok(()), 3));
}

#[test]
fn a_wrong_option_is_one_sentence() {
    let of = |name: &str, value: &str| {
        let options = [(name.to_owned(), Some(value.to_owned()))];
        Settings::parse(&options, Vec::new()).unwrap_err()
    };
    for (why, part) in [
        (of("split", "5 parsec"), "5 parsec"),
        (of("min-effect", "99"), "up to 50"),
        (of("write", "pfd"), "pfd"),
        (of("colour", "red"), "colour"),
    ] {
        assert!(why.contains(part) && !why.contains('\n'), "{why}");
        assert!(!why.starts_with("error"), "{why}");
    }
}

#[test]
fn a_report_is_of_the_run_that_was_analysed_or_none() {
    let dir = tempfile::tempdir().unwrap();
    let run = dir.path().join("run.fit");
    std::fs::copy(fixture("fade.fit"), &run).unwrap();
    let worked = session(vec![Source::Path(run.clone())], &settings(&[]), 1);
    let one = |number: usize| OneRun {
        source: Source::Path(run.clone()),
        entry: None,
        run: number,
        sha256: worked[0].sha256.clone(),
    };
    let out = dir.path().join("report");
    let settings = settings(&[("out", out.to_str().unwrap()), ("write", "csv,html")]);
    let written = embedded::report(one(1), &settings).unwrap();
    assert_eq!(written.folder, out);
    assert_eq!(written.names, ["report.html", "splits.csv"]);
    let why = embedded::report(one(2), &settings).unwrap_err();
    assert!(why.contains("no longer holds this run"), "{why}");
    std::fs::copy(fixture("steady.fit"), &run).unwrap();
    let why = embedded::report(one(1), &settings).unwrap_err();
    assert!(why.contains("has changed"), "{why}");
}
