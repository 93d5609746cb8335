//! Text from files and from the user, in every output: nothing that a terminal obeys, that turns
//! the direction of a line, or that XML forbids.

use crate::cli::{fixture, formdrift, outcome};

/// What must come through nowhere: a control sequence, a C1 one, a null, an override of direction,
/// and a noncharacter.
const NASTY: &str = "\u{1b}[2J\u{9b}31m\u{7}\u{202E}\u{FFFE}";

fn is_bad(c: char) -> bool {
    c.is_control() && c != '\n' || matches!(c, '\u{202E}' | '\u{FFFE}')
}

#[test]
fn no_output_holds_what_a_file_or_a_name_hides_in_its_text() {
    let dir = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(fixture("run.gpx")).unwrap();
    let creator = text
        .split("creator=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let text = text
        .replace(
            &format!("creator=\"{creator}\""),
            &format!("creator=\"Watch{NASTY}\""),
        )
        .replace("<type>running", &format!("<type>running {NASTY}"));
    let text = text.replacen(
        "<trkseg>",
        &format!("<name>Long {NASTY}{}</name><trkseg>", "x".repeat(9000)),
        1,
    );
    // A file system may refuse such a name; then a plain one is enough.
    let nasty_name = "a\u{1b}[31m\u{202E}.gpx";
    let name = match std::fs::write(dir.path().join(nasty_name), &text) {
        Ok(()) => nasty_name,
        Err(_) => "a.gpx",
    };
    std::fs::write(dir.path().join(name), &text).unwrap();
    let title = "Title \u{1b}[5m\u{FFFE}";
    let every = "html,md,json,csv,png,svg,pdf,gpx";
    let (code, stdout, stderr) = outcome(formdrift(dir.path()).args([
        "--color",
        "never",
        "--write",
        every,
        "--title",
        title,
        "--athlete",
        title,
        "-o",
        "out",
        name,
    ]));
    assert_eq!(code, 0, "{stderr}");
    for (stream, text) in [("stdout", &stdout), ("stderr", &stderr)] {
        assert!(!text.chars().any(is_bad), "{stream}: {text:?}");
    }
    let mut files = 0;
    for entry in std::fs::read_dir(dir.path().join("out")).unwrap() {
        let path = entry.unwrap().path();
        let Ok(text) = String::from_utf8(std::fs::read(&path).unwrap()) else {
            continue;
        };
        files += 1;
        let bad = text.chars().find(|c| is_bad(*c));
        assert!(bad.is_none(), "{}: {bad:?}", path.display());
        let is_xml = path.extension().is_some_and(|e| e == "svg" || e == "gpx");
        if is_xml {
            let mut reader = quick_xml::Reader::from_str(&text);
            loop {
                match reader.read_event() {
                    Ok(quick_xml::events::Event::Eof) => break,
                    Ok(_) => {}
                    Err(why) => panic!("{}: {why}", path.display()),
                }
            }
        }
    }
    assert!(files >= 8, "{files}");
    // The report beside the file has the file's name.
    let (code, stdout, stderr) = outcome(formdrift(dir.path()).args(["--write", "md", name]));
    assert_eq!(code, 0, "{stderr}");
    assert!(
        !stdout.chars().chain(stderr.chars()).any(is_bad),
        "{stdout}{stderr}"
    );
    let (_, json, _) = outcome(formdrift(dir.path()).args(["--json", name]));
    assert!(
        !json.contains("\\u001b") && !json.contains("\\u009b"),
        "{json}"
    );
}

#[test]
fn a_path_that_is_not_there_is_shown_without_what_it_hides() {
    let dir = tempfile::tempdir().unwrap();
    let (code, _, stderr) = outcome(formdrift(dir.path()).arg("no\u{1b}[31m\u{202E}ne.fit"));
    assert!(code == 1 && stderr.contains("no such file"), "{stderr}");
    assert!(!stderr.chars().any(is_bad), "{stderr:?}");
}

#[test]
fn errors_show_no_control_sequence_and_stay_short() {
    let dir = tempfile::tempdir().unwrap();
    let root = format!("<{NASTY}{}/>", "y".repeat(5000));
    std::fs::write(dir.path().join("root.gpx"), root).unwrap();
    let (code, _, stderr) = outcome(formdrift(dir.path()).arg("root.gpx"));
    assert_eq!(code, 1);
    assert!(!stderr.chars().any(is_bad), "{stderr:?}");
    assert!(stderr.len() < 800, "{}", stderr.len());
}
