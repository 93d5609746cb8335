//! Settings: flags over the environment over the file.

use crate::cli::{documents, folder_with, formdrift, outcome};

#[test]
fn flags_win_over_the_environment_and_that_over_the_file() {
    let dir = folder_with(&["run.gpx"]);
    let file = dir.path().join("settings.toml");
    std::fs::write(&file, "split = \"1mi\"\nathlete = \"Ada\"\n").unwrap();
    let splits = |extra: &[&str], env: Option<&str>| {
        let mut command = formdrift(dir.path());
        command
            .env("FORMDRIFT_CONFIG", &file)
            .args(["--json", "run.gpx"])
            .args(extra);
        if let Some(split) = env {
            command.env("FORMDRIFT_SPLIT", split);
        }
        documents(&outcome(&mut command).1)[0]["splits"]
            .as_array()
            .unwrap()
            .len()
    };
    // A little over 12 miles: the remainder is a split of its own.
    assert_eq!(splits(&[], None), 13);
    assert_eq!(splits(&[], Some("6mi")), 3);
    assert_eq!(splits(&["--split", "4mi"], Some("6mi")), 4);
    let mut command = formdrift(dir.path());
    let (code, shown, _) = outcome(command.env("FORMDRIFT_CONFIG", &file).arg("--config"));
    assert_eq!(code, 0);
    assert!(
        shown.contains("split = \"1mi\"") && shown.contains("settings.toml"),
        "{shown}"
    );
    std::fs::write(&file, "splot = 1\n").unwrap();
    let mut command = formdrift(dir.path());
    let (code, _, why) = outcome(command.env("FORMDRIFT_CONFIG", &file).arg("run.gpx"));
    assert!(
        code == 2 && why.contains("line 1") && why.contains("splot"),
        "{why}"
    );
}
