//! The runner's day and hour in everything that shows them.

use crate::cli::{documents, fixture, formdrift, outcome};
use std::path::Path;

/// Writes the 10-mile fixture of a GPX, begun at this moment of UTC and with times as `zone` writes them.
fn run_at(here: &Path, name: &str, hour: u32, zone: &str) {
    let text = std::fs::read_to_string(fixture("run.gpx")).unwrap();
    let first = text
        .split("<time>")
        .nth(1)
        .unwrap()
        .get(..11)
        .unwrap()
        .to_owned();
    // The fixture begins at 7:00 and ends before 10:00.
    let mut moved = text.replace(&first, "2024-05-04T");
    for from in (7..10).rev() {
        moved = moved.replace(
            &format!("2024-05-04T{from:02}:"),
            &format!("2024-05-04T{:02}:", from + hour - 7),
        );
    }
    let moved = moved.replace("Z</time>", &format!("{zone}</time>"));
    assert!(moved.contains(&format!("2024-05-04T{hour:02}:00:00")));
    std::fs::write(here.join(name), moved).unwrap();
}

fn document(here: &Path, arguments: &[&str]) -> serde_json::Value {
    let (code, stdout, stderr) = outcome(formdrift(here).arg("--json").args(arguments));
    assert_eq!(code, 0, "{stderr}");
    documents(&stdout).remove(0)
}

#[test]
fn an_offset_in_the_times_is_the_runners_clock_everywhere() {
    let dir = tempfile::tempdir().unwrap();
    // Late in the evening in Newfoundland: the next day in UTC.
    run_at(dir.path(), "a.gpx", 20, "-03:30");
    let run = &document(dir.path(), &["a.gpx"])["run"];
    assert_eq!(run["start"], "2024-05-04T23:30:00Z");
    assert_eq!(run["start_local"], "2024-05-04T20:00:00-03:30");
    assert_eq!(
        (&run["time_zone_source"], &run["time_zone"]),
        (&"file".into(), &().into())
    );
    run_at(dir.path(), "b.gpx", 21, "-03:30");
    let (code, stdout, stderr) =
        outcome(formdrift(dir.path()).args(["--write", "html,md", "-o", "out", "."]));
    assert_eq!(code, 0, "{stderr}");
    assert!(
        stdout.contains("2024-05-04") && !stdout.contains("2024-05-05"),
        "{stdout}"
    );
    for file in [
        "index.html",
        "a.gpx-form/report.md",
        "a.gpx-form/report.html",
        "b.gpx-form/report.html",
    ] {
        let text = std::fs::read_to_string(dir.path().join("out").join(file)).unwrap();
        let shown = text.contains("4 May 2024") || text.contains("2024-05-04");
        assert!(shown, "{file} does not show the day");
        assert!(
            !text.contains("5 May 2024") && !text.contains("2024-05-05"),
            "{file} shows UTC's day"
        );
    }
    let page = std::fs::read_to_string(dir.path().join("out/a.gpx-form/report.html")).unwrap();
    assert!(
        page.contains("4 May 2024, 20:00 (UTC-03:30)"),
        "no local start in the page"
    );
    let rows = std::fs::read_to_string(dir.path().join("out/runs.csv"));
    let rows = rows
        .or_else(|_| std::fs::read_to_string(dir.path().join("out/runs.json")))
        .unwrap();
    assert!(rows.contains("2024-05-04T20:00:00-03:30"), "{rows}");
}

#[test]
fn the_place_decides_where_the_file_says_nothing_and_the_user_above_all() {
    let dir = tempfile::tempdir().unwrap();
    let text = |latitude: f64, longitude: f64| {
        let points: String = (0..40)
            .map(|s| {
                let latitude = latitude + f64::from(s) * 0.000_027;
                format!(
                    "<trkpt lat='{latitude:.6}' lon='{longitude}'>\
                     <time>2024-05-04T20:00:{s:02}Z</time></trkpt>"
                )
            })
            .collect();
        format!("<gpx><trk><type>running</type><trkseg>{points}</trkseg></trk></gpx>")
    };
    for (place, local, zone) in [
        (
            (-33.86, 151.21),
            "2024-05-05T06:00:00+10:00",
            "Australia/Sydney",
        ),
        ((12.97, 77.59), "2024-05-05T01:30:00+05:30", "Asia/Kolkata"),
        ((48.86, 2.35), "2024-05-04T22:00:00+02:00", "Europe/Paris"),
    ] {
        std::fs::write(dir.path().join("a.gpx"), text(place.0, place.1)).unwrap();
        let run = &document(dir.path(), &["a.gpx"])["run"];
        assert_eq!(
            (&run["start_local"], &run["time_zone"]),
            (&local.into(), &zone.into())
        );
        assert_eq!(run["time_zone_source"], "position");
    }
    for (zone, local) in [
        ("America/St_Johns", "2024-05-04T17:30:00-02:30"),
        ("-11", "2024-05-04T09:00:00-11:00"),
    ] {
        let run = &document(dir.path(), &["--time-zone", zone, "a.gpx"])["run"];
        assert_eq!(run["start_local"], local);
        assert_eq!(run["time_zone_source"], "option");
    }
    let (code, _, stderr) = outcome(formdrift(dir.path()).args(["--time-zone", "Zurich", "a.gpx"]));
    assert!(code == 2 && stderr.contains("Europe/Zurich"), "{stderr}");
}

#[test]
fn what_the_runner_told_the_watch_comes_through() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::copy(fixture("formats/local-time.fit"), dir.path().join("a.fit")).unwrap();
    let run = &document(dir.path(), &["a.fit"])["run"];
    assert_eq!(run["perceived_exertion"], 7.0);
    assert_eq!(run["feel_pct"], 75.0);
    assert!(
        run["start_local"].as_str().unwrap().ends_with("+05:45"),
        "{run}"
    );
    let (_, _, stderr) = outcome(formdrift(dir.path()).args(["--write", "md", "a.fit"]));
    let report = std::fs::read_to_string(dir.path().join("a-form/report.md")).unwrap_or(stderr);
    assert!(
        report.contains("7 of 10") && report.contains("strong"),
        "{report}"
    );
}
