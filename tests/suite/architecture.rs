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
    "derive",
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

/// The paths that a file imports, as module names from the top of the crate; `here` is the file's
/// own module.
fn imports(code: &str, here: &[String]) -> Vec<Vec<String>> {
    let mut out = Vec::new();
    for (at, _) in code.match_indices("use ") {
        let starts = code[..at].rsplit('\n').next().unwrap_or_default().trim();
        if !(starts.is_empty() || starts.starts_with("pub")) {
            continue;
        }
        let statement = code[at + 4..].split(';').next().unwrap_or_default();
        leaves(statement, &[], &mut out);
    }
    let absolute = out.into_iter().filter_map(|path| {
        let ups = path.iter().take_while(|name| *name == "super").count();
        match path.first()?.as_str() {
            "crate" | "formdrift" => Some(path[1..].to_vec()),
            "self" => Some([here, &path[1..]].concat()),
            "super" => Some([here.get(..here.len().checked_sub(ups)?)?, &path[ups..]].concat()),
            _ => Some([here, &path[..]].concat()),
        }
    });
    absolute.collect()
}

/// Every path of an import with groups: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn leaves(statement: &str, before: &[String], out: &mut Vec<Vec<String>>) {
    let (head, group) = match statement.split_once('{') {
        Some((head, rest)) => (head, rest.rsplit_once('}').map(|(group, _)| group)),
        None => (statement, None),
    };
    let names = head.split("::").map(str::trim).filter(|n| !n.is_empty());
    let mut path = before.to_vec();
    path.extend(names.map(str::to_owned));
    let Some(group) = group else {
        return out.push(path);
    };
    let (mut depth, mut from) = (0, 0);
    for (at, c) in group.char_indices().chain([(group.len(), ',')]) {
        depth += i32::from(c == '{') - i32::from(c == '}');
        if c == ',' && depth == 0 {
            let part = &group[from..at];
            from = (at + 1).min(group.len());
            if !part.trim().is_empty() {
                leaves(part, &path, out);
            }
        }
    }
}

#[test]
fn files_of_a_folder_do_not_import_one_another_in_circles() {
    let module = |path: &Path| -> Vec<String> {
        let path = path.strip_prefix("src").unwrap().with_extension("");
        let names = path.iter().map(|name| name.to_str().unwrap().to_owned());
        let mut names: Vec<String> = names.collect();
        if ["mod", "lib", "main"].contains(&names[names.len() - 1].as_str()) {
            names.pop();
        }
        names
    };
    // Tests, the wheel and the browser page stand outside.
    let outside = ["tests", "python", "web"];
    let files: Vec<(Vec<String>, String)> = (sources("src").into_iter())
        .map(|(path, text)| (module(&path), code(&text)))
        .filter(|(names, _)| !names.iter().any(|name| outside.contains(&name.as_str())))
        .collect();
    let mut folders: BTreeSet<&[String]> = BTreeSet::new();
    for (names, _) in &files {
        folders.extend((0..names.len()).map(|depth| &names[..depth]));
    }
    for folder in folders {
        // A file stands for the folder of its name.
        let child =
            |names: &[String]| -> Option<String> { names.strip_prefix(folder)?.first().cloned() };
        let children: BTreeSet<String> =
            files.iter().filter_map(|(names, _)| child(names)).collect();
        let mut uses: BTreeSet<(String, String)> = BTreeSet::new();
        for (names, code) in &files {
            let Some(own) = child(names) else { continue };
            let used = imports(code, names)
                .into_iter()
                .filter_map(|path| child(&path));
            let others = used.filter(|other| *other != own && children.contains(other));
            uses.extend(others.map(|other| (own.clone(), other)));
        }
        // What uses nothing that is left can be read first: take it out until nothing is left.
        let mut left = children.clone();
        loop {
            let waits = |name: &String| {
                uses.iter()
                    .any(|(of, other)| of == name && left.contains(other))
            };
            let (circle, free): (BTreeSet<_>, BTreeSet<_>) = left.iter().cloned().partition(waits);
            left = circle;
            if free.is_empty() {
                break;
            }
        }
        assert!(
            left.is_empty(),
            "src/{}: a circle in {left:?}",
            folder.join("/")
        );
    }
}

#[test]
fn grouped_imports_are_seen() {
    let code = "use crate::{advise::{self, Advice}, detect::Kind,\n    units};\nfn f() { crate::read::read(); }";
    let names: Vec<String> = used(code).into_iter().filter(|n| !n.is_empty()).collect();
    assert_eq!(names, ["advise", "detect", "read", "units"]);
    let here = ["a".to_owned(), "b".to_owned()];
    let code = "use super::{c, d::{self, E}};\npub use crate::x::Y;\n";
    let paths: Vec<String> = (imports(code, &here).iter())
        .map(|path| path.join("::"))
        .collect();
    assert_eq!(paths, ["a::c", "a::d::self", "a::d::E", "x::Y"]);
}

#[test]
fn every_stage_is_a_module_and_every_module_has_its_place() {
    let beside = [
        "stats", "units", "lib", "main", "program", "cli", "batch", "desktop", "python", "web",
    ];
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

/// Names in Cargo.toml of the crates that only the feature `cli` brings.
fn crates_of_the_program() -> Vec<String> {
    let features = &manifest()["features"];
    let cli = features["cli"].as_array().unwrap().iter();
    cli.map(|entry| entry.as_str().unwrap().replace("dep:", ""))
        .collect()
}

fn manifest() -> toml::Table {
    let text = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    text.parse().unwrap()
}

#[test]
fn the_library_touches_no_file_clock_terminal_or_thread() {
    let crates = crates_of_the_program();
    assert!(crates.contains(&"rayon".to_owned()), "{crates:?}");
    let of_crates = crates.iter().map(|name| name.replace('-', "_") + "::");
    let forbidden: Vec<String> = [
        "std::fs",
        "std::env::var",
        "std::net",
        "std::process",
        "std::thread",
        "SystemTime",
        "Instant::now",
        "Utc::now",
        "Local::now",
        "io::stdin",
        "io::stdout",
        "io::stderr",
        "print!",
        "println!",
        "dbg!",
    ]
    .map(str::to_owned)
    .into_iter()
    .chain(of_crates)
    .collect();
    for (path, text) in sources("src") {
        // The wheel and the page are packages of their own.
        let program = [
            "src/main.rs",
            "src/program.rs",
            "src/cli",
            "src/desktop.rs",
            "src/batch",
            "src/python",
            "src/web",
        ];
        if program.iter().any(|p| path.starts_with(p)) {
            continue;
        }
        let code = code(&text);
        for name in &forbidden {
            // Not a longer name that ends like it.
            let found = code.match_indices(name.as_str()).any(|(at, _)| {
                let before = code[..at].chars().next_back();
                !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
            });
            assert!(!found, "{} uses {name}", path.display());
        }
    }
}

#[test]
fn the_library_needs_no_crate_of_the_program_even_indirectly() {
    let manifest = manifest();
    let of_the_program = crates_of_the_program();
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let lock: toml::Table = lock.parse().unwrap();
    let mut open: Vec<String> = Vec::new();
    for (name, wanted) in manifest["dependencies"].as_table().unwrap() {
        let optional = wanted
            .get("optional")
            .is_some_and(|o| o.as_bool() == Some(true));
        // Else it would come with the library, or with neither.
        assert_eq!(optional, of_the_program.contains(name), "{name}");
        if !optional {
            open.push(name.clone());
        }
    }
    let mut reached = BTreeSet::new();
    while let Some(name) = open.pop() {
        // Two versions of a crate are taken together.
        for package in lock["package"].as_array().unwrap() {
            let wanted = package.get("dependencies").and_then(|d| d.as_array());
            if package["name"].as_str() == Some(name.as_str())
                && let Some(wanted) = wanted
            {
                let first = |d: &toml::Value| d.as_str()?.split(' ').next().map(str::to_owned);
                open.extend(
                    wanted
                        .iter()
                        .filter_map(first)
                        .filter(|d| !reached.contains(d)),
                );
            }
        }
        reached.insert(name);
    }
    assert!(
        reached.contains("miniz_oxide"),
        "the lock file was not followed"
    );
    for name in &of_the_program {
        assert!(!reached.contains(name), "the library reaches {name}");
    }
}

#[test]
fn nothing_stops_the_program_outside_tests() {
    for (path, text) in sources("src") {
        if path.with_extension("").iter().any(|part| part == "tests") {
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
