//! The README's commands are run as they stand there.

use std::path::Path;

use crate::cli::{fixture, formdrift, outcome};

/// Lines of the README's shell snippets.
fn commands() -> Vec<String> {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let text = std::fs::read_to_string(readme).unwrap();
    let mut commands = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        match line {
            "```sh" => inside = true,
            "```" => inside = false,
            line if inside => commands.push(line.to_owned()),
            _ => {}
        }
    }
    commands
}

#[test]
fn every_command_of_the_readme_works() {
    let dir = tempfile::tempdir().unwrap();
    let here = dir.path();
    for folder in ["runs", "fixtures"] {
        std::fs::create_dir(here.join(folder)).unwrap();
    }
    for (from, to) in [
        ("marathon.fit", "marathon.fit"),
        ("marathon.fit", "fixtures/marathon.fit"),
        ("run.gpx", "run.gpx"),
        ("marathon.fit", "marathon-2025.fit"),
        ("steady.fit", "marathon-2026.fit"),
        ("short.fit", "runs/short.fit"),
        ("run.gpx", "runs/run.gpx"),
    ] {
        std::fs::copy(fixture(from), here.join(to)).unwrap();
    }
    let commands = commands();
    assert!(commands.len() >= 10, "{commands:?}");
    for line in &commands {
        let words: Vec<&str> = line.split(' ').collect();
        let arguments = match words.as_slice() {
            ["cargo", "run", "--release", "--", rest @ ..] | ["formdrift", rest @ ..] => rest,
            // What builds and tests is what runs this.
            ["cargo", "test" | "install", ..] => continue,
            // tests/python/check.sh does.
            ["pip", "install", ..] => continue,
            _ => panic!("unknown command in the README: {line}"),
        };
        let (code, _, stderr) = outcome(formdrift(here).args(arguments));
        assert_eq!(code, 0, "{line}: {stderr}");
    }
    for file in ["report.html", "report.md", "summary.json", "splits.csv"] {
        assert!(
            here.join("fixtures/marathon-form").join(file).is_file(),
            "{file}"
        );
    }
    assert!(here.join("report/report.html").is_file());
    assert!(here.join("formdrift-report/compare.html").is_file());
}

#[test]
fn every_file_the_readme_links_to_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("README.md")).unwrap();
    let links = text
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next());
    for link in links {
        assert!(root.join(link).is_file(), "{link}");
    }
}
