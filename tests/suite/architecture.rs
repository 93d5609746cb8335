//! The shape of the source: stages import from their left only; formats and markup stay where
//! they belong.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Stages from left to right.
const STAGES: &[&str] = &[
    "read",
    "normalise",
    "measure",
    "phases",
    "detect",
    "advise",
    "history",
    "report",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Source files below a folder, with their text.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut open = vec![root().join(folder)];
    let mut files = Vec::new();
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                files.push((path.strip_prefix(root()).unwrap().to_path_buf(), text));
            }
        }
    }
    assert!(!files.is_empty(), "{folder} holds no source");
    files
}

/// The part of a file that is neither tests nor comments.
fn code(text: &str) -> String {
    let tested = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = tested.lines();
    let code = lines.filter(|line| !line.trim_start().starts_with("//"));
    code.collect::<Vec<_>>().join("\n")
}

/// The stage a file of src/ belongs to.
fn stage(path: &Path) -> Option<usize> {
    let part = path.iter().nth(1)?.to_str()?;
    STAGES
        .iter()
        .position(|s| *s == part.trim_end_matches(".rs"))
}

/// The modules of the crate that code uses: the first names after every `crate::`, those of a
/// group (`use crate::{a::B, c};`) one by one.
fn used(code: &str) -> BTreeSet<String> {
    let name = |text: &str| -> String {
        let word = text.trim_start().chars();
        word.take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect()
    };
    let mut out = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if !rest.starts_with('{') {
            out.insert(name(rest));
            continue;
        }
        // A name stands at the start of the group and after each of its own commas.
        let mut depth = 0;
        for (i, c) in rest.char_indices() {
            depth += i32::from(c == '{') - i32::from(c == '}');
            if depth == 0 {
                break;
            }
            if depth == 1 && (c == '{' || c == ',') {
                out.insert(name(&rest[i + 1..]));
            }
        }
    }
    out
}

#[test]
fn grouped_imports_are_seen() {
    let code = "use crate::{advise::{self, Advice}, detect::Kind,\n    units};\nfn f() { crate::read::read(); }";
    let names: Vec<String> = used(code).into_iter().filter(|n| !n.is_empty()).collect();
    assert_eq!(names, ["advise", "detect", "read", "units"]);
}

#[test]
fn every_stage_is_a_module_and_every_module_has_its_place() {
    let beside = ["stats", "units", "lib", "main", "cli", "batch", "desktop"];
    for (path, _) in sources("src") {
        let part = path.iter().nth(1).unwrap().to_str().unwrap();
        let name = part.trim_end_matches(".rs");
        let known = STAGES.contains(&name) || beside.contains(&name);
        assert!(known, "{name} is neither a stage nor beside them");
    }
    for stage in STAGES {
        assert!(!sources(&format!("src/{stage}")).is_empty());
    }
}

#[test]
fn a_stage_imports_from_the_stages_to_its_left_only() {
    for (path, text) in sources("src") {
        let stage = stage(&path);
        let statistics = path.starts_with("src/stats");
        let used = used(&code(&text));
        for (at, other) in STAGES.iter().enumerate() {
            let forbidden = statistics || stage.is_some_and(|own| at > own);
            assert!(
                !(forbidden && used.contains(*other)),
                "{} uses {other}",
                path.display()
            );
        }
    }
}

#[test]
fn formats_are_read_in_read_and_written_in_report() {
    for (path, text) in sources("src") {
        let code = code(&text);
        let may = |place: &str| path.starts_with(place);
        for name in ["fitparser::", "quick_xml::", "zip::"] {
            assert!(
                may("src/read") || !code.contains(&format!("use {name}")),
                "{} uses {name}",
                path.display()
            );
        }
        for name in ["maud::", "plotters::"] {
            assert!(
                may("src/report") || !code.contains(&format!("use {name}")),
                "{} uses {name}",
                path.display()
            );
        }
    }
}

#[test]
fn the_library_touches_no_file_clock_terminal_or_thread() {
    for (path, text) in sources("src") {
        let program = ["src/main.rs", "src/cli", "src/desktop.rs", "src/batch"];
        if program.iter().any(|p| path.starts_with(p)) {
            continue;
        }
        for name in [
            "std::fs",
            "std::env::var",
            "std::net",
            "std::thread",
            "SystemTime::now",
            "Instant::now",
            "println!",
            "rayon::",
        ] {
            assert!(
                !code(&text).contains(name),
                "{} uses {name}",
                path.display()
            );
        }
    }
}

#[test]
fn nothing_stops_the_program_outside_tests() {
    for (path, text) in sources("src") {
        if path.file_stem().is_some_and(|s| s == "tests") {
            continue;
        }
        for name in [
            ".unwrap()",
            "panic!(",
            "todo!(",
            "unimplemented!(",
            "unsafe ",
        ] {
            let found = code(&text)
                .lines()
                .find(|line| line.contains(name))
                .map(str::to_owned);
            assert!(found.is_none(), "{}: {found:?}", path.display());
        }
    }
}
