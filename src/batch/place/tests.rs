use super::*;
use formdrift::report::Artefact;
use serde_json::Value;

fn source(sha256: &str) -> Source {
    Source {
        name: "run.fit".into(),
        sha256: sha256.into(),
        run: 1,
        of: 1,
    }
}

fn artefact(name: &str, text: &str) -> Artefact {
    Artefact {
        name: name.into(),
        bytes: text.as_bytes().to_vec(),
    }
}

/// Writes these files as the report of an input.
fn write(place: &Place, sha256: &str, files: &[Artefact]) -> Result<Delivered, Refusal> {
    let report = Report {
        source: &source(sha256),
        settings: &Value::Null,
        artefacts: files,
        row: Value::Null,
    };
    place.write(&report, &Claims::default())
}

/// The place found for an input by its name.
fn found(base: &Path, sha256: &str) -> Place {
    Place::find(base, 1, &source(sha256), &Claims::default())
}

/// The place that the user named.
fn named(folder: &Path, sha256: &str) -> Place {
    Place::exactly(folder, &source(sha256), &Claims::default())
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn in_the_way(outcome: Result<Delivered, Refusal>) -> (PathBuf, &'static str) {
    match outcome {
        Err(Refusal::InTheWay(path, what)) => (path, what),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_same_input_comes_back_to_its_folder_and_another_gets_the_next() {
    let dir = tempfile::tempdir().unwrap();
    let base = dir.path().join("run-form");
    for (sha, expected) in [
        ("aa", "run-form"),
        ("bb", "run-form-2"),
        ("aa", "run-form"),
        ("bb", "run-form-2"),
    ] {
        let place = found(&base, sha);
        assert_eq!(place.folder.file_name().unwrap(), expected);
        write(&place, sha, &[artefact("a.md", sha)]).unwrap();
    }
}

#[test]
fn a_strangers_folder_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let base = dir.path().join("run-form");
    std::fs::create_dir(&base).unwrap();
    std::fs::write(base.join("report.html"), "mine").unwrap();
    assert_eq!(found(&base, "aa").folder, dir.path().join("run-form-2"));
}

#[test]
fn a_named_folder_is_written_to_or_what_is_in_the_way_is_named() {
    let new = [artefact("report.html", "page"), artefact("drift.png", "p")];
    for (theirs, content, blocked) in [
        ("report.html", "mine", true),
        ("drift.png", "", true),
        (marker::NAME, "{}", true),
        (marker::NAME, "", false),
        ("notes.md", "mine", false),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(theirs);
        std::fs::write(&path, content).unwrap();
        let outcome = write(&named(dir.path(), "aa"), "aa", &new);
        if blocked {
            assert_eq!(in_the_way(outcome), (path.clone(), replace::NOT_OURS));
            assert_eq!(std::fs::read_to_string(path).unwrap(), content);
            assert_eq!(names(dir.path()), [theirs]);
        } else {
            assert_eq!(outcome.unwrap(), Delivered::New(vec![]), "{theirs}");
        }
    }
}

#[test]
fn a_named_folder_passes_to_another_run_unless_somebody_edited_it() {
    let dir = tempfile::tempdir().unwrap();
    let both = [artefact("a.md", "one"), artefact("b.md", "one")];
    write(&named(dir.path(), "aa"), "aa", &both).unwrap();
    write(&named(dir.path(), "bb"), "bb", &[artefact("a.md", "two")]).unwrap();
    assert_eq!(names(dir.path()), [marker::NAME, "a.md"]);
    std::fs::write(dir.path().join("a.md"), "two, I think").unwrap();
    let outcome = write(&named(dir.path(), "aa"), "aa", &both);
    assert_eq!(
        in_the_way(outcome),
        (dir.path().join("a.md"), replace::EDITED)
    );
    assert_eq!(names(dir.path()), [marker::NAME, "a.md"]);
}

#[test]
fn two_inputs_of_one_session_never_share_a_folder() {
    let dir = tempfile::tempdir().unwrap();
    let (base, claims) = (dir.path().join("run-form"), Claims::default());
    let one = Place::find(&base, 1, &source("aa"), &claims);
    let two = Place::find(&base, 1, &source("aa"), &claims);
    assert_ne!(one.folder, two.folder);
}

#[test]
fn a_folder_that_another_process_took_meanwhile_is_left_to_it() {
    let dir = tempfile::tempdir().unwrap();
    let base = dir.path().join("run-form");
    let (one, two) = (found(&base, "aa"), found(&base, "bb"));
    assert_eq!(one.folder, two.folder);
    write(&one, "aa", &[artefact("a.md", "1")]).unwrap();
    let other = write(&two, "bb", &[artefact("a.md", "2")]).unwrap();
    assert_eq!(other, Delivered::Taken);
    // The same run with the same settings is there already.
    let same = write(&one, "aa", &[artefact("a.md", "1")]).unwrap();
    assert_eq!(same, Delivered::Unchanged);
}

#[test]
fn files_of_the_earlier_report_go_and_others_stay() {
    let dir = tempfile::tempdir().unwrap();
    let base = dir.path().join("run-form");
    let both = [artefact("a.md", "1"), artefact("b.md", "1")];
    write(&found(&base, "aa"), "aa", &both).unwrap();
    std::fs::write(base.join("notes.txt"), "mine").unwrap();
    std::fs::write(base.join("a.md"), "").unwrap();
    write(&found(&base, "aa"), "aa", &both[..1]).unwrap();
    assert_eq!(names(&base), [marker::NAME, "a.md", "notes.txt"]);
}

#[test]
fn edits_are_moved_aside_and_what_was_cut_short_is_not() {
    let dir = tempfile::tempdir().unwrap();
    let base = dir.path().join("run-form");
    let both = [artefact("a.md", "12345"), artefact("b.md", "12345")];
    write(&found(&base, "aa"), "aa", &both).unwrap();
    std::fs::write(base.join("a.md"), "123").unwrap();
    std::fs::write(base.join("b.md"), "mine").unwrap();
    let kept = write(&found(&base, "aa"), "aa", &both).unwrap();
    let moved = ("b.md".to_owned(), "b.edited.md".to_owned());
    assert_eq!(kept, Delivered::New(vec![moved]));
    let text = |name: &str| std::fs::read_to_string(base.join(name)).unwrap();
    assert_eq!([text("a.md"), text("b.md")], ["12345", "12345"]);
    assert_eq!(text("b.edited.md"), "mine");
    std::fs::write(base.join("b.md"), "again").unwrap();
    write(&found(&base, "aa"), "aa", &both).unwrap();
    assert_eq!(text("b.edited-2.md"), "again");
    assert_eq!(text("b.edited.md"), "mine");
}

#[test]
fn a_marker_cannot_have_a_strangers_file_deleted() {
    let dir = tempfile::tempdir().unwrap();
    let base = dir.path().join("run-form");
    write(&found(&base, "aa"), "aa", &[artefact("a.md", "1")]).unwrap();
    for name in ["thesis.doc", "thesis.md"] {
        std::fs::write(base.join(name), "years of work").unwrap();
    }
    std::fs::write(dir.path().join("outside.md"), "x").unwrap();
    let mut forged = Marker::read(&base).unwrap();
    let (thesis, outside) = (b"years of work", b"x");
    forged.files.push(files::Written::of("thesis.doc", thesis));
    forged
        .files
        .push(files::Written::of("../outside.md", outside));
    forged.files.push(files::Written::of("thesis.md", outside));
    std::fs::write(base.join(marker::NAME), forged.text()).unwrap();
    write(&found(&base, "aa"), "aa", &[artefact("a.md", "1")]).unwrap();
    for name in ["thesis.doc", "thesis.edited.md"] {
        assert_eq!(std::fs::read(base.join(name)).unwrap(), b"years of work");
    }
    assert!(dir.path().join("outside.md").exists());
}

#[test]
fn a_report_that_was_cut_short_or_changed_is_not_current() {
    let dir = tempfile::tempdir().unwrap();
    let place = found(&dir.path().join("x"), "aa");
    write(&place, "aa", &[artefact("a.md", "1")]).unwrap();
    let mut marker = Marker::read(&place.folder).unwrap();
    let current = |marker: &Marker, settings: &Value| {
        marker.is_current(&place.folder, &source("aa"), settings)
    };
    assert!(current(&marker, &Value::Null));
    assert!(!current(&marker, &Value::Bool(true)));
    marker.complete = false;
    assert!(!current(&marker, &Value::Null));
    marker.complete = true;
    std::fs::write(place.folder.join("a.md"), "2").unwrap();
    assert!(!current(&marker, &Value::Null));
}

#[test]
fn what_a_killed_process_left_is_cleared() {
    let dir = tempfile::tempdir().unwrap();
    let base = dir.path().join("run-form");
    std::fs::create_dir(&base).unwrap();
    std::fs::write(base.join(".formdrift-0123456789ab.tmp"), "half").unwrap();
    let place = found(&base, "aa");
    assert_eq!(place.folder, base);
    write(&place, "aa", &[artefact("a.md", "1")]).unwrap();
    assert_eq!(names(&base), [marker::NAME, "a.md"]);
    // A name that this program does not make stays.
    std::fs::write(base.join(".formdrift-0123.tmp"), "mine").unwrap();
    std::fs::write(base.join(".formdrift-0123456789ab.tmp"), "half").unwrap();
    place.tidy();
    assert_eq!(names(&base), [".formdrift-0123.tmp", marker::NAME, "a.md"]);
}

#[cfg(unix)]
#[test]
fn no_link_is_written_through() {
    use std::os::unix::fs::symlink;
    let dir = tempfile::tempdir().unwrap();
    let (base, victim) = (dir.path().join("run-form"), dir.path().join("victim"));
    std::fs::write(&victim, "precious").unwrap();
    // A link in the place of a report's file is moved aside, its target untouched.
    write(&found(&base, "aa"), "aa", &[artefact("a.md", "1")]).unwrap();
    std::fs::remove_file(base.join("a.md")).unwrap();
    symlink(&victim, base.join("a.md")).unwrap();
    write(&found(&base, "aa"), "aa", &[artefact("a.md", "1")]).unwrap();
    assert!(is_link(&base.join("a.edited.md")) && !is_link(&base.join("a.md")));
    assert_eq!(std::fs::read_to_string(&victim).unwrap(), "precious");
    // A folder that is a link is not the report's.
    let elsewhere = dir.path().join("elsewhere");
    std::fs::create_dir(&elsewhere).unwrap();
    symlink(&elsewhere, dir.path().join("x-form")).unwrap();
    let place = found(&dir.path().join("x-form"), "aa");
    assert_eq!(place.folder, dir.path().join("x-form-2"));
    // Nor is a link on the way from the folder of reports.
    let out = dir.path().join("out");
    std::fs::create_dir(&out).unwrap();
    symlink(&elsewhere, out.join("2026")).unwrap();
    let link = link_between(&out, &out.join("2026/a/x-form"));
    assert_eq!(link, Some(out.join("2026")));
}

#[test]
fn folders_of_reports_that_could_not_be_written_are_removed_again() {
    let dir = tempfile::tempdir().unwrap();
    let claims = Claims::default();
    let source = source("aa");
    let report = |artefacts| Report {
        source: &source,
        settings: &Value::Null,
        artefacts,
        row: Value::Null,
    };
    // A name with a folder that is not there cannot be written.
    let bad = [artefact("a/b.md", "1")];
    let base = dir.path().join("out/2026/x-form");
    for name in ["x-form", "y-form"] {
        let place = Place::find(&base.with_file_name(name), 1, &source, &claims);
        assert!(matches!(
            place.write(&report(&bad), &claims),
            Err(Refusal::Io(_))
        ));
    }
    claims.remove_empty();
    assert!(!dir.path().join("out").exists());
}
