//! Many runs of one runner, on the command line.

use serde_json::Value;

use crate::squad::{ADA, BEN, fit, long_run};
use crate::write::{GpxStyle, gpx_file};

use crate::cli::{fixture, folder_with, formdrift, outcome};

/// Rows of an index.
fn rows(folder: &std::path::Path) -> Vec<Value> {
    let bytes = std::fs::read(folder.join("formdrift-report/runs.json")).unwrap();
    let index: Value = serde_json::from_slice(&bytes).unwrap();
    index["runs"].as_array().unwrap().clone()
}

#[test]
fn the_same_run_from_two_exports_is_one_row() {
    let dir = folder_with(&["marathon.fit", "marathon.fit.gz", "marathon.tcx"]);
    let (code, _, stderr) = outcome(formdrift(dir.path()).args(["--write", "json", "."]));
    assert_eq!(code, 0, "{stderr}");
    assert_eq!(rows(dir.path()).len(), 1);
    assert!(
        stderr.contains("2 duplicate files, counted once"),
        "{stderr}"
    );
}

#[test]
fn a_run_is_never_its_own_history() {
    let dir = folder_with(&["steady.fit"]);
    let alone = outcome(formdrift(dir.path()).args(["--json", "steady.fit"])).1;
    let own = outcome(formdrift(dir.path()).args(["--json", "--history", ".", "steady.fit"]));
    assert_eq!((own.0, own.1), (0, alone));
    assert!(own.2.contains("History: "), "{}", own.2);
}

#[test]
fn a_history_that_is_not_there_is_an_error() {
    let dir = folder_with(&["short.fit"]);
    let (code, _, stderr) =
        outcome(formdrift(dir.path()).args(["--json", "--history", "none", "short.fit"]));
    assert_eq!(code, 1);
    assert!(stderr.starts_with("formdrift: none: "), "{stderr}");
}

#[test]
fn one_runner_s_index_has_the_trend() {
    let dir = folder_with(&["marathon.fit", "steady.fit"]);
    let (code, _, stderr) =
        outcome(formdrift(dir.path()).args(["--one-runner", "--write", "json", "."]));
    assert_eq!(code, 0, "{stderr}");
    let page = std::fs::read_to_string(dir.path().join("formdrift-report/index.html")).unwrap();
    assert!(page.contains("Is the point moving?"));
}

#[test]
fn two_runs_stand_side_by_side() {
    let dir = folder_with(&["marathon.fit", "steady.fit"]);
    let (code, stdout, stderr) = outcome(formdrift(dir.path()).args([
        "--compare",
        "--write",
        "none",
        "marathon.fit",
        "steady.fit",
    ]));
    assert_eq!(code, 0, "{stderr}");
    let line = |start: &str| {
        stdout
            .lines()
            .find(|l| l.starts_with(start))
            .unwrap_or_default()
            .to_owned()
    };
    assert!(
        line("Distance").contains("26.2 mi") && line("Distance").contains("20.0 mi"),
        "{stdout}"
    );
    assert!(line("25-26.2 mi: cadence").ends_with('-'), "{stdout}");
    // What differs is said in words, and no more than the intervals bear.
    assert!(
        stdout.contains("An onset was found in marathon.fit only"),
        "{stdout}"
    );
    assert!(!dir.path().join("formdrift-report").exists());
    let (code, _, stderr) =
        outcome(formdrift(dir.path()).args(["--compare", "marathon.fit", "none.fit"]));
    assert_eq!(code, 1, "{stderr}");
    assert!(fixture("marathon.fit").is_file());
}

#[test]
fn a_comparison_names_runs_by_what_tells_them_apart() {
    let dir = tempfile::tempdir().unwrap();
    let place = |year: &str, name: &str| {
        let folder = dir.path().join("home of a runner").join(year);
        std::fs::create_dir_all(&folder).unwrap();
        let to = folder.join("long.fit");
        std::fs::copy(fixture(name), &to).unwrap();
        to
    };
    let (first, second) = (place("2025", "short.fit"), place("2026", "steady.fit"));
    let (code, _, stderr) = outcome(
        formdrift(dir.path())
            .args(["--compare", "--write", "json"])
            .args([first, second]),
    );
    assert_eq!(code, 0, "{stderr}");
    let page = std::fs::read_to_string(dir.path().join("formdrift-report/compare.html")).unwrap();
    assert!(
        page.contains("<h1>2025/long.fit and 2026/long.fit</h1>"),
        "{page}"
    );
    assert!(!page.contains("home of a runner"));
}

/// The page over the runs of a folder, all said to be one runner's, and what was said on
/// stderr.
fn one_runner(folder: &std::path::Path) -> (String, String) {
    let (code, _, stderr) =
        outcome(formdrift(folder).args(["--one-runner", "--write", "json", "."]));
    assert_eq!(code, 0, "{stderr}");
    let page = folder.join("formdrift-report/index.html");
    (std::fs::read_to_string(page).unwrap(), stderr)
}

#[test]
fn an_onset_that_comes_earlier_is_told_whatever_the_files_are_called() {
    let dir = tempfile::tempdir().unwrap();
    // In order of name the last run comes first, and the third is there as GPX as well.
    for (k, name) in ["f", "e", "d", "c", "b", "a"].iter().enumerate() {
        let at = 17.0 - 2.2 * k as f64;
        let run = long_run(ADA, 21 * k as i64, 20.0, Some((at, 10.0)));
        std::fs::write(dir.path().join(format!("{name}.fit")), fit(&run)).unwrap();
        if k == 2 {
            let gpx = gpx_file(&run, &GpxStyle::default());
            std::fs::write(dir.path().join("phone.gpx"), gpx).unwrap();
        }
    }
    let (page, stderr) = one_runner(dir.path());
    assert_eq!(rows(dir.path()).len(), 6, "{stderr}");
    assert!(
        stderr.contains("1 duplicate file, counted once"),
        "{stderr}"
    );
    assert!(
        page.contains("The onset comes earlier from run to run,")
            && page.contains("(6 runs, 6 with an onset; chance alone would do this"),
        "{page}"
    );
}

#[test]
fn runs_of_two_people_are_found_and_said() {
    let dir = tempfile::tempdir().unwrap();
    for (k, athlete) in [ADA, BEN, ADA, BEN, ADA, BEN].into_iter().enumerate() {
        let run = long_run(athlete, 7 * k as i64, 8.0, None);
        std::fs::write(dir.path().join(format!("{k}.fit")), fit(&run)).unwrap();
    }
    let (page, _) = one_runner(dir.path());
    assert!(page.contains("These runs look like two people's"), "{page}");
    assert!(!page.contains("with an onset"), "no trend over two people");
}

/// A long run every third day, the last one `miles` long, and the athlete of that.
fn month(last: crate::squad::Athlete, miles: f64) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let earlier = dir.path().join("earlier");
    std::fs::create_dir(&earlier).unwrap();
    for day in [0, 12, 18, 24, 30] {
        let run = long_run(ADA, day, 8.0, None);
        std::fs::write(earlier.join(format!("day-{day:02}.fit")), fit(&run)).unwrap();
    }
    let run = long_run(last, 36, miles, None);
    std::fs::write(dir.path().join("last.fit"), fit(&run)).unwrap();
    dir
}

fn last_of(dir: &std::path::Path) -> Value {
    let args = ["--json", "--history", "earlier", "last.fit"];
    let (code, stdout, stderr) = outcome(formdrift(dir).args(args));
    assert_eq!(code, 0, "{stderr}");
    assert!(
        stderr.contains("History: 5 earlier runs, 5 of use"),
        "{stderr}"
    );
    let run = crate::cli::documents(&stdout).remove(0);
    let faults = crate::schema::Schema::published("docs/schema.json").faults(&run);
    assert!(faults.is_empty(), "{faults:#?}");
    run
}

#[test]
fn a_history_is_listed_and_a_jump_in_distance_is_named() {
    let dir = month(ADA, 10.0);
    let run = last_of(dir.path());
    let history = &run["history"];
    assert_eq!(
        (&history["run_count"], &history["used"]),
        (&5.into(), &"curve".into())
    );
    let paths: Vec<&str> = (history["runs"].as_array().unwrap().iter())
        .map(|run| run["path"].as_str().unwrap())
        .collect();
    assert_eq!(
        paths[0], "earlier/day-30.fit",
        "the latest first: {paths:?}"
    );
    let longest = &history["longest_30_days"];
    assert_eq!(
        (&longest["run_count"], &longest["spike"]),
        (&4.into(), &true.into())
    );
    let beyond = longest["beyond_pct"].as_f64().unwrap();
    assert!((beyond - 25.0).abs() < 1.0, "{beyond}");
    // A run of the usual length is no jump.
    let usual = last_of(month(ADA, 8.2).path());
    assert_eq!(usual["history"]["longest_30_days"]["spike"], false);
}

#[test]
fn a_history_of_somebody_else_is_said_and_not_used() {
    let dir = month(BEN, 8.0);
    let run = last_of(dir.path());
    assert_eq!(
        run["history"]["used"], "another_runner",
        "{}",
        run["history"]
    );
    let codes: Vec<&str> = (run["caveats"].as_array().unwrap().iter())
        .map(|caveat| caveat["code"].as_str().unwrap())
        .collect();
    assert!(codes.contains(&"another_runner"), "{codes:?}");
    // Judged as without them.
    let alone = outcome(formdrift(dir.path()).args(["--json", "last.fit"])).1;
    let alone = crate::cli::documents(&alone).remove(0);
    assert_eq!(alone["verdict"], run["verdict"]);
}

#[test]
fn an_onset_that_stays_is_hardly_ever_found_earlier_than_last_time() {
    use formdrift::history::{Mark, came_earlier};
    // Runs of one runner with one and the same true onset, through the whole analysis.
    let marks: Vec<Mark> = (0..20)
        .filter_map(|day| {
            let run = long_run(ADA, day, 18.0, Some((11.0, 7.0)));
            let analysis = formdrift::analyse_activity(&run, &formdrift::Options::default());
            let onset = analysis.unwrap().verdict.onset()?;
            Some(Mark {
                start_s: day,
                low_m: if onset.low_open { 0.0 } else { onset.low.0 },
                high_m: if onset.high_open {
                    f64::INFINITY
                } else {
                    onset.high.0
                },
            })
        })
        .collect();
    assert!(marks.len() > 15, "{}", marks.len());
    let ordered = marks
        .iter()
        .flat_map(|this| marks.iter().map(move |last| (this, last)));
    let claims = ordered
        .filter(|(this, last)| came_earlier(this, last))
        .count();
    let share = claims as f64 / (marks.len() * (marks.len() - 1)) as f64;
    assert!(share <= 0.05, "{claims} of {} runs", marks.len());
}

#[test]
fn a_past_run_is_as_long_as_its_whole_distance() {
    use formdrift::history::PastRun;
    let mut analysis = crate::examples::example(formdrift::detect::Kind::Steady);
    let total = &mut analysis.measures.total;
    (total.walked_m, total.stopped_m) = (2000.0, 30.0);
    let length = total.running_m + 2030.0;
    let run = PastRun::of(&analysis, "a.fit".to_owned());
    assert!((run.distance_m - length).abs() < 1e-9, "{run:?}");
    assert_eq!(run.start, analysis.run.start);
    assert_eq!(run.curve, analysis.verdict.curve);
}
