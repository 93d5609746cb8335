//! Every run can be told from every other by `file.path` and `file.run`, and by
//! the same two columns of the index.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use crate::cli::{documents, fixture, formdrift, outcome};

/// A folder with two runs of one name in folders of their own, an archive with two more of
/// that name, and a file of two runs.
fn season() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (folder, from) in [("ann", "short.fit"), ("bob", "no-cadence.fit")] {
        std::fs::create_dir(dir.path().join(folder)).unwrap();
        std::fs::copy(fixture(from), dir.path().join(folder).join("sunday.fit")).unwrap();
    }
    let archive = std::fs::File::create(dir.path().join("export.zip")).unwrap();
    let mut zip = zip::ZipWriter::new(archive);
    for (name, from) in [
        ("2024/sunday.fit", "run-walk.fit"),
        ("2025/sunday.fit", "steady.fit"),
    ] {
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file(name, options).unwrap();
        zip.write_all(&std::fs::read(fixture(from)).unwrap())
            .unwrap();
    }
    zip.finish().unwrap();
    let two = fixture("formats/chained.fit");
    std::fs::copy(two, dir.path().join("chained.fit")).unwrap();
    dir
}

/// `path` and `run` of each document of stdout.
fn places(stdout: &str) -> Vec<(String, u64)> {
    let place = |d: &serde_json::Value| {
        let path = d["file"]["path"].as_str().unwrap().replace('\\', "/");
        (path, d["file"]["run"].as_u64().unwrap())
    };
    documents(stdout).iter().map(place).collect()
}

/// The stdout for these paths in `dir`.
fn told(dir: &Path, arguments: &[&str]) -> String {
    let (code, stdout, stderr) = outcome(formdrift(dir).arg("--json").args(arguments));
    assert_eq!(code, 0, "{stderr}");
    stdout
}

#[test]
fn no_two_lines_name_the_same_run() {
    let dir = season();
    let runs = places(&told(dir.path(), &["."]));
    let names: Vec<(&str, u64)> = runs.iter().map(|(p, n)| (p.as_str(), *n)).collect();
    assert_eq!(
        names,
        [
            ("./ann/sunday.fit", 1),
            ("./bob/sunday.fit", 1),
            ("./chained.fit", 1),
            ("./chained.fit", 2),
            ("./export.zip/2024/sunday.fit", 1),
            ("./export.zip/2025/sunday.fit", 1),
        ]
    );
    // Files named one by one, which have no folder in common that was asked for.
    let named = places(&told(dir.path(), &["ann/sunday.fit", "bob/sunday.fit"]));
    assert_eq!(named[0].0, "ann/sunday.fit");
    assert_eq!(named[1].0, "bob/sunday.fit");
}

#[test]
fn private_lines_hold_no_folder_above_what_was_asked_for() {
    let dir = season();
    let whole = dir.path().display().to_string();
    let open = places(&told(dir.path(), &[&whole]));
    assert!(open.iter().all(|(path, _)| Path::new(path).is_absolute()));
    let runs = places(&told(dir.path(), &["--private", &whole]));
    assert_eq!(runs[0].0, "ann/sunday.fit");
    assert_eq!(runs.iter().collect::<BTreeSet<_>>().len(), runs.len());
}

#[test]
fn rows_of_the_index_have_the_place_that_the_lines_have() {
    let dir = season();
    let both = ["--write", "json", "ann/sunday.fit", "bob/sunday.fit"];
    let lines = places(&told(dir.path(), &both));
    let index = std::fs::read(dir.path().join("formdrift-report/runs.json")).unwrap();
    let index: serde_json::Value = serde_json::from_slice(&index).unwrap();
    let rows: BTreeSet<(String, u64)> = (index["runs"].as_array().unwrap().iter())
        .map(|row| {
            let path = row["path"].as_str().unwrap();
            (path.to_owned(), row["run"].as_u64().unwrap())
        })
        .collect();
    assert_eq!(rows, lines.into_iter().collect());
    let csv = std::fs::read_to_string(dir.path().join("formdrift-report/runs.csv")).unwrap();
    for path in ["ann/sunday.fit", "bob/sunday.fit"] {
        let with = csv.lines().filter(|l| l.contains(&format!(",{path},1,")));
        assert_eq!(with.count(), 1, "{csv}");
    }
}

#[test]
fn a_file_that_moved_is_named_where_it_is_now() {
    let dir = season();
    let arguments = ["--write", "json", "-o", "out", "ann/sunday.fit"];
    told(dir.path(), &arguments);
    std::fs::rename(dir.path().join("ann"), dir.path().join("eve")).unwrap();
    let arguments = ["--write", "json", "-o", "out", "eve/sunday.fit"];
    assert_eq!(places(&told(dir.path(), &arguments))[0].0, "eve/sunday.fit");
}
