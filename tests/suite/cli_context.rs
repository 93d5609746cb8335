//! `formdrift.toml` beside the runs, and what of it reaches JSON and index.

use serde_json::Value;

use crate::cli::{documents, folder_with, formdrift, outcome};
use crate::schema::Schema;

/// The example of docs/context.md.
fn documented() -> String {
    let page = std::fs::read_to_string("docs/context.md").unwrap();
    page.split("```toml")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap()
        .to_owned()
}

#[test]
fn the_documented_file_is_understood_and_reaches_the_json() {
    let dir = folder_with(&["short.fit"]);
    let here = dir.path();
    let name = "2026-04-12-marathon.fit";
    std::fs::rename(here.join("short.fit"), here.join(name)).unwrap();
    let text = documented();
    let zip = "\n[runs.\"export.zip";
    std::fs::write(here.join("formdrift.toml"), text.split(zip).next().unwrap()).unwrap();
    let (code, stdout, stderr) = outcome(formdrift(here).args(["--json", name]));
    assert_eq!(code, 0, "{stderr}");
    assert!(!stderr.contains("formdrift.toml"), "{stderr}");
    let run = &documents(&stdout)[0];
    assert_eq!(run["athlete"], "Ada Runner");
    let context = &run["context"];
    assert_eq!(context["note"], "Boston, head wind from mile 16");
    assert_eq!(context["rpe"], 9);
    assert_eq!(context["pain"]["after_24_h"], 5);
    assert_eq!(context["target_pace_s_per_km"], 323.113);
    let faults = Schema::published("docs/schema.json").faults(run);
    assert!(faults.is_empty(), "{faults:#?}");
    // Without the file both are null, which the schema knows too.
    std::fs::remove_file(here.join("formdrift.toml")).unwrap();
    let run = &documents(&outcome(formdrift(here).args(["--json", name])).1)[0];
    assert!(run["athlete"].is_null() && run["context"].is_null());
}

#[test]
fn the_command_line_wins_over_the_nearer_file_and_that_over_the_settings() {
    let dir = folder_with(&["short.fit"]);
    let here = dir.path();
    let settings = here.join("settings.toml");
    std::fs::write(&settings, "athlete = \"Coach\"\nunits = \"mi\"\n").unwrap();
    let file = "athlete = \"Ann\"\nunits = \"km\"\n[runs.\"short.fit\"]\nnote = \"hot\"\n";
    let run = |arguments: &[&str]| {
        let mut command = formdrift(here);
        command.env("FORMDRIFT_CONFIG", &settings);
        let out = outcome(command.args(["--json", "short.fit"]).args(arguments)).1;
        let run = documents(&out).remove(0);
        let headline = run["verdict"]["headline"].as_str().unwrap().to_owned();
        let note = run["context"]["note"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        (
            run["athlete"].as_str().unwrap().to_owned(),
            headline.contains(" km "),
            note,
        )
    };
    assert_eq!(run(&[]), ("Coach".into(), false, String::new()));
    std::fs::write(here.join("formdrift.toml"), file).unwrap();
    assert_eq!(run(&[]), ("Ann".into(), true, "hot".into()));
    let said = ["--athlete", "Bea", "--units", "mi", "--note", "cold"];
    assert_eq!(run(&said), ("Bea".into(), false, "cold".into()));
}

#[test]
fn a_squad_has_its_names_in_the_index_and_a_change_makes_a_report_again() {
    let dir = folder_with(&[]);
    let here = dir.path();
    for (name, fixture) in [("ann", "short.fit"), ("bob", "run.gpx")] {
        std::fs::create_dir(here.join(name)).unwrap();
        std::fs::copy(crate::cli::fixture(fixture), here.join(name).join(fixture)).unwrap();
        let text = format!("athlete = \"{name}\"\n");
        std::fs::write(here.join(name).join("formdrift.toml"), text).unwrap();
    }
    let args = ["--write", "json", "."];
    let (code, _, stderr) = outcome(formdrift(here).args(args));
    assert_eq!(code, 0, "{stderr}");
    let out = here.join("formdrift-report");
    let index = std::fs::read(out.join("runs.json")).unwrap();
    let index: Value = serde_json::from_slice(&index).unwrap();
    let mut athletes: Vec<&str> = (index["runs"].as_array().unwrap().iter())
        .map(|run| run["athlete"].as_str().unwrap())
        .collect();
    athletes.sort_unstable();
    assert_eq!(athletes, ["ann", "bob"]);
    let csv = std::fs::read_to_string(out.join("runs.csv")).unwrap();
    assert!(csv.starts_with("file,path,run,athlete,"), "{csv}");
    // Only what a change concerns is made again.
    let text = "athlete = \"ann\"\n[runs.\"short.fit\"]\nshoes = \"new\"\n";
    std::fs::write(here.join("ann/formdrift.toml"), text).unwrap();
    let (_, _, stderr) = outcome(formdrift(here).args(args));
    assert!(stderr.contains("2 runs, 1 unchanged"), "{stderr}");
}

#[test]
fn a_mistake_stops_with_its_line_before_anything_is_written() {
    let dir = folder_with(&["short.fit"]);
    let here = dir.path();
    let text = "athlete = \"Ann\"\n[runs.\"short.fit\"]\npain = 4\n";
    std::fs::write(here.join("formdrift.toml"), text).unwrap();
    let (code, stdout, stderr) = outcome(formdrift(here).arg("short.fit"));
    assert_eq!((code, stdout.as_str()), (1, ""), "{stderr}");
    assert!(
        stderr.starts_with("formdrift: ./formdrift.toml: line 3: "),
        "{stderr}"
    );
    assert!(!here.join("short-form").exists());
    // A name without a recording is reported, and the rest is processed.
    std::fs::write(
        here.join("formdrift.toml"),
        "[runs.\"shrot.fit\"]\nrpe = 3\n",
    )
    .unwrap();
    let (code, _, stderr) = outcome(formdrift(here).args(["--json", "short.fit"]));
    assert_eq!(code, 0);
    assert!(stderr.contains("there is no shrot.fit here"), "{stderr}");
}

/// A tree of one run in each of these folders.
fn tree(runs: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = folder_with(&[]);
    for (folder, name) in runs {
        let folder = dir.path().join("runs").join(folder);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::copy(crate::cli::fixture(name), folder.join(name)).unwrap();
    }
    dir
}

/// File and athlete of each row of the index beside the reports.
fn athletes(here: &std::path::Path) -> Vec<(String, Option<String>)> {
    let index = std::fs::read(here.join("formdrift-report/runs.json")).unwrap();
    let index: Value = serde_json::from_slice(&index).unwrap();
    let mut all: Vec<_> = (index["runs"].as_array().unwrap().iter())
        .map(|run| {
            let text = |key: &str| run[key].as_str().map(str::to_owned);
            (text("file").unwrap(), text("athlete"))
        })
        .collect();
    all.sort();
    all
}

#[test]
fn a_folder_names_its_athlete_and_each_report_leads_back_to_the_index() {
    let dir = tree(&[("Ann Stone", "short.fit"), ("bob", "run.gpx")]);
    let here = dir.path();
    let (code, _, stderr) = outcome(formdrift(here).args(["--write", "html,json", "runs"]));
    assert_eq!(code, 0, "{stderr}");
    let named = |file: &str, name: &str| (file.to_owned(), Some(name.to_owned()));
    let expected = [
        named("Ann Stone/short.fit", "Ann Stone"),
        named("bob/run.gpx", "bob"),
    ];
    assert_eq!(athletes(here), expected);
    let out = here.join("formdrift-report");
    let page = std::fs::read_to_string(out.join("index.html")).unwrap();
    assert!(
        page.contains(">Squad</h2>") && page.contains("id=\"athlete-1\""),
        "{page}"
    );
    let report = out.join("Ann Stone/short.fit-form");
    let summary = std::fs::read_to_string(report.join("summary.json")).unwrap();
    assert!(summary.contains("\"athlete\": \"Ann Stone\""), "{summary}");
    let page = std::fs::read_to_string(report.join("report.html")).unwrap();
    assert!(page.contains("href=\"../../index.html\""), "the way back");
    assert!(page.contains("<li>Ann Stone</li>"));
    // A name that was given wins, and folders of years name nobody.
    outcome(formdrift(here).args(["--write", "json", "--athlete", "Cem", "runs"]));
    assert!(
        athletes(here)
            .iter()
            .all(|(_, name)| name.as_deref() == Some("Cem"))
    );
    let years = tree(&[("2025", "short.fit"), ("2026", "run.gpx")]);
    outcome(formdrift(years.path()).args(["--write", "json", "runs"]));
    assert!(
        athletes(years.path())
            .iter()
            .all(|(_, name)| name.is_none())
    );
}

#[test]
fn what_was_noted_reaches_page_index_and_answer() {
    let dir = folder_with(&["short.fit", "run.gpx"]);
    let here = dir.path();
    let text = "athlete = \"Ann\"\narticle_url = \"https://example.org/article\"\n\
        [runs.\"short.fit\"]\ncomment = \"Start <slower>.\"\nshoes = \"blue\"\n\
        pain = { during = 3, after_24_h = 2, after_48_h = 0, location = \"left knee\" }\n";
    std::fs::write(here.join("formdrift.toml"), text).unwrap();
    let (code, _, stderr) = outcome(formdrift(here).args(["--write", "html,json,md,pdf", "."]));
    assert_eq!(code, 0, "{stderr}");
    let report = here.join("formdrift-report/short.fit-form");
    let summary = std::fs::read(report.join("summary.json")).unwrap();
    let summary: Value = serde_json::from_slice(&summary).unwrap();
    assert_eq!(summary["follow_up"]["side"], "fits_fatigue");
    let faults = Schema::published("docs/schema.json").faults(&summary);
    assert!(faults.is_empty(), "{faults:#?}");
    for name in ["report.html", "report.md"] {
        let page = std::fs::read_to_string(report.join(name)).unwrap();
        for part in [
            "3 of 10 during the run",
            "all but gone within two days",
            "https://example.org/article",
            "blue",
        ] {
            assert!(page.contains(part), "{name}: {part}\n{page}");
        }
    }
    let page = std::fs::read_to_string(report.join("report.html")).unwrap();
    assert!(page.contains("data-key=\"short.fit\"") && page.contains("Start &lt;slower&gt;."));
    let index = std::fs::read(here.join("formdrift-report/runs.json")).unwrap();
    let index: Value = serde_json::from_slice(&index).unwrap();
    let faults = Schema::published("docs/schema-runs.json").faults(&index);
    assert!(faults.is_empty(), "{faults:#?}");
    let csv = std::fs::read_to_string(here.join("formdrift-report/runs.csv")).unwrap();
    assert!(csv.contains(",left knee,"), "{csv}");
    // The settings file may hold the address too.
    std::fs::remove_file(here.join("formdrift.toml")).unwrap();
    let settings = here.join("settings.toml");
    std::fs::write(&settings, "article_url = \"https://example.org/two\"\n").unwrap();
    let mut command = formdrift(here);
    command.env("FORMDRIFT_CONFIG", &settings);
    let (code, shown, stderr) = outcome(command.arg("--config"));
    assert_eq!(code, 0, "{stderr}");
    assert!(
        shown.contains("article_url = \"https://example.org/two\"  # configuration file"),
        "{shown}"
    );
}
