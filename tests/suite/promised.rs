//! What the program itself prints and writes, for every fixture there is, against the
//! published schemas.

use serde_json::Value;

use crate::cli::{documents, fixture, formdrift, outcome};
use crate::schema::Schema;

#[test]
fn every_document_of_the_program_keeps_its_schema() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    let mut command = formdrift(dir.path());
    command
        .args(["--json", "--write", "json", "--out"])
        .arg(&out)
        .arg(fixture(""));
    let (code, stdout, stderr) = outcome(&mut command);
    // Two fixtures have times that nobody can read.
    assert_eq!(code, 1, "{stderr}");
    assert!(
        stderr.ends_with("formdrift: 2 files could not be read\n"),
        "{stderr}"
    );
    let printed = documents(&stdout);
    let schema = Schema::published("docs/schema.json");
    for document in &printed {
        let faults = schema.faults(document);
        assert!(faults.is_empty(), "{}: {faults:#?}", document["file"]);
    }
    let bytes = std::fs::read(out.join("runs.json")).unwrap();
    let index: Value = serde_json::from_slice(&bytes).unwrap();
    let faults = Schema::published("docs/schema-runs.json").faults(&index);
    assert!(faults.is_empty(), "{faults:#?}");
    // Several fixtures are one run in different formats, which the index counts once.
    let rows = index["runs"].as_array().unwrap();
    assert!(rows.len() >= 10 && rows.len() < printed.len());
    for row in rows {
        let report = out.join(row["report"].as_str().unwrap());
        let bytes = std::fs::read(report.join("summary.json")).unwrap();
        let document: Value = serde_json::from_slice(&bytes).unwrap();
        assert!(printed.contains(&document), "{}", row["file"]);
    }
}
