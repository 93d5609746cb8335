//! The table of constants in docs/method.md against the code. The reasons are written by hand;
//! names and values are rewritten from the code with
//! `FORMDRIFT_WRITE_DOCS=1 cargo test --test suite constants`, which keeps the reasons.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const PAGE: &str = "docs/method.md";
const HEAD: &str = "| file | name | value | reason |\n|---|---|---|---|\n";
/// Folders of src/ whose constants decide what a run is called.
const FOLDERS: &[&str] = &["stats", "phases", "detect"];

/// A constant of the code.
struct Constant {
    /// Path below src/.
    file: String,
    name: String,
    value: String,
    /// Its doc comment, on one line.
    about: String,
}

/// Every source file below a folder but tests, in order.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    let mut out = Vec::new();
    for path in entries {
        if path.is_dir() && !path.ends_with("tests") {
            out.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("tests.rs") {
            out.push(path);
        }
    }
    out
}

/// On one line, without the comma that ends a broken list.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    line.replace("[ ", "[").replace(", ]", "]")
}

/// The constants of a file that are numbers or lists of numbers. Lists of variants
/// are left out.
fn constants(file: &str, source: &str) -> Vec<Constant> {
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    let mut out = Vec::new();
    let mut about: Vec<&str> = Vec::new();
    let lines: Vec<&str> = code.lines().collect();
    for (i, line) in lines.iter().enumerate() {
        let line = line.trim();
        if let Some(comment) = line.strip_prefix("///") {
            about.push(comment.trim());
            continue;
        }
        let item = line
            .strip_prefix("pub ")
            .or_else(|| line.strip_prefix("pub(super) "))
            .or_else(|| line.strip_prefix("pub(crate) "))
            .unwrap_or(line);
        let rest = item.strip_prefix("const ").map(|first| {
            let more = lines[i + 1..].iter().copied();
            std::iter::once(first)
                .chain(more)
                .collect::<Vec<&str>>()
                .join("\n")
        });
        if let Some(found) = rest.as_deref().and_then(constant) {
            let (name, value) = found;
            out.push(Constant {
                file: file.to_owned(),
                name,
                value,
                about: one_line(&about.join(" ")),
            });
        }
        about.clear();
    }
    out
}

/// Name and value of the declaration that follows `const `.
fn constant(rest: &str) -> Option<(String, String)> {
    let (name, rest) = rest.split_once(": ")?;
    let (_, rest) = rest.split_once(" = ")?;
    let (value, _) = rest.split_once(";\n").or_else(|| rest.split_once(';'))?;
    let named = name.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    let variants = value.contains("Self::");
    (named && !variants).then(|| (name.to_owned(), one_line(value)))
}

/// The table's rows: file and name, and the reason.
fn reasons(table: &str) -> BTreeMap<(String, String), String> {
    let rows = table.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').splitn(4, " | ").collect();
        let name = |i: usize| cells[i].trim().trim_matches('`').to_owned();
        ((name(0), name(1)), cells[3].trim().to_owned())
    })
    .collect()
}

#[test]
fn every_constant_stands_in_the_method_with_its_value_and_a_reason() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    for folder in FOLDERS {
        for path in sources(&source.join(folder)) {
            let file = path.strip_prefix(&source).unwrap().display().to_string();
            found.extend(constants(&file, &fs::read_to_string(path).unwrap()));
        }
    }
    assert!(found.len() > 100, "constants are found: {}", found.len());
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    let text = fs::read_to_string(&page).unwrap();
    let from = text.find(HEAD).expect("the table's head") + HEAD.len();
    let to = from + text[from..].find("\n\n").expect("the table's end") + 1;
    let reasons = reasons(&text[from..to]);
    let mut table = String::new();
    let mut bare = Vec::new();
    for constant in &found {
        let key = (constant.file.clone(), constant.name.clone());
        let reason = reasons.get(&key).unwrap_or(&constant.about);
        if reason.is_empty() {
            bare.push(format!("{} {}", constant.file, constant.name));
        }
        let Constant {
            file, name, value, ..
        } = constant;
        table.push_str(&format!("| `{file}` | `{name}` | `{value}` | {reason} |\n"));
    }
    assert!(bare.is_empty(), "constants without a reason: {bare:?}");
    if std::env::var_os("FORMDRIFT_WRITE_DOCS").is_some() {
        let new = format!("{}{table}{}", &text[..from], &text[to..]);
        fs::write(page, new).unwrap();
        return;
    }
    for (is, wanted) in text[from..to].lines().zip(table.lines()) {
        assert_eq!(
            is, wanted,
            "{PAGE} is out of date: FORMDRIFT_WRITE_DOCS=1 cargo test --test suite constants"
        );
    }
    assert_eq!(text[from..to].lines().count(), table.lines().count());
}
