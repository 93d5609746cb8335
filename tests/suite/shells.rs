//! Help, completions and the manual page: made from one list of options, and of use where
//! they are read. What needs a shell that is not installed says so and is passed over.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::cli::{formdrift, outcome};

/// Shells with completions.
const SHELLS: [&str; 5] = ["bash", "zsh", "fish", "powershell", "elvish"];
/// Lines of a screen that short help has to fit, and its columns.
const SCREEN: (usize, usize) = (40, 80);

/// What the program prints for these arguments.
fn printed(arguments: &[&str]) -> String {
    let dir = tempfile::tempdir().unwrap();
    let (code, stdout, stderr) = outcome(formdrift(dir.path()).args(arguments));
    assert_eq!((code, stderr.as_str()), (0, ""), "{arguments:?}");
    stdout
}

/// Long options that help names.
fn options() -> Vec<String> {
    let help = printed(&["--help"]);
    let all: Vec<String> = help
        .lines()
        .map(str::trim_start)
        .filter(|line| line.starts_with('-'))
        .filter_map(|line| line.split("--").nth(1))
        .map(|rest| rest.split([' ', ',']).next().unwrap_or_default().to_owned())
        .collect();
    assert!(all.len() > 15, "{all:?}");
    all
}

/// What a program prints, given this as its input; none where it is not installed.
fn ask(program: &str, arguments: &[&str], input: &Path) -> Option<String> {
    let done = Command::new(program)
        .args(arguments)
        .arg(input)
        .env("MANWIDTH", "80")
        .stdin(Stdio::null())
        .output();
    let Ok(done) = done else {
        eprintln!("skipped: {program} is not installed");
        return None;
    };
    let stderr = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{program}: {stderr}");
    Some(String::from_utf8(done.stdout).unwrap())
}

#[test]
fn short_help_fits_a_screen() {
    let help = printed(&["-h"]);
    assert!(help.lines().count() <= SCREEN.0, "{help}");
    let widest = help.lines().max_by_key(|line| line.chars().count());
    assert!(widest.unwrap().chars().count() <= SCREEN.1, "{widest:?}");
    for heading in ["Output:", "Analysis:", "Several runs:", "Program:"] {
        assert!(help.contains(heading), "{heading}");
    }
}

#[test]
fn completions_and_manual_know_every_option() {
    let options = options();
    let manual = printed(&["--man"]).replace("\\-", "-");
    let scripts = SHELLS.map(|shell| (shell, printed(&["--completions", shell])));
    for option in &options {
        assert!(manual.contains(&format!("--{option}")), "{option}");
        for (shell, script) in &scripts {
            assert!(script.contains(option.as_str()), "{shell}: {option}");
        }
    }
}

#[test]
fn bash_completes() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("ask.bash");
    let ask_it = r#"
complete_it() {
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
    _formdrift formdrift "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
    echo "${COMPREPLY[@]}"
}
complete -p formdrift >/dev/null || exit 1
complete_it formdrift --un
complete_it formdrift --units ''
complete_it formdrift --write h
complete_it formdrift --quiet --color al
"#;
    std::fs::write(&file, printed(&["--completions", "bash"]) + ask_it).unwrap();
    if let Some(said) = ask("bash", &["--norc"], &file) {
        let said: Vec<&str> = said.lines().collect();
        assert_eq!(said, ["--units", "mi km", "html", "always"]);
    }
}

#[test]
fn the_manual_page_can_be_read() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("formdrift.1");
    std::fs::write(&file, printed(&["--man"])).unwrap();
    let Some(page) = ask("man", &["-l"], &file) else {
        return;
    };
    for part in [
        "NAME",
        "--split <LEN>",
        "formdrift export.zip",
        "FORMDRIFT_SPLIT",
        "config.toml",
        "EXIT STATUS",
    ] {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
}
