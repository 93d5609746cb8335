//! What the documentation names is there: paths, modules, lists, and the dependencies with
//! their reasons.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use formdrift::read::FORMATS;
use formdrift::report::{OUTPUTS, Render};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

/// Every page of the documentation, by its path.
fn pages() -> Vec<PathBuf> {
    let docs = std::fs::read_dir(root().join("docs")).unwrap();
    let mut pages: Vec<PathBuf> = docs
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "md"))
        .collect();
    pages.push(root().join("README.md"));
    pages
}

/// What stands between backticks on a page, blocks of code aside.
fn quoted(page: &str) -> Vec<&str> {
    let prose = page.split("```").step_by(2);
    prose
        .flat_map(|part| part.split('`').skip(1).step_by(2))
        .collect()
}

#[test]
fn paths_are_there() {
    for page in pages() {
        let words = text(&page);
        let words = words.split(|c: char| !(c.is_alphanumeric() || "/._-".contains(c)));
        for word in words {
            let path = word.trim_end_matches(['.', '/']);
            let ours = ["src/", "tests/", "docs/", "fixtures/"]
                .iter()
                .any(|f| path.starts_with(f));
            // What a command writes beside a fixture, and what the reader is to write.
            if !ours || path.contains("-form") || path.contains("NAME") {
                continue;
            }
            assert!(root().join(path).exists(), "{}: {path}", page.display());
        }
    }
}

#[test]
fn links_between_pages_lead_somewhere() {
    for page in pages() {
        for link in text(&page).split("](").skip(1) {
            let link = link.split([')', '#']).next().unwrap();
            if link.is_empty() || link.contains("://") {
                continue;
            }
            let to = page.parent().unwrap().join(link);
            assert!(to.exists(), "{}: {link}", page.display());
        }
    }
}

/// Where what the pages name is written.
const CODE: [&str; 3] = ["src", "tests/support", "tests/suite"];

/// The source of a module such as `cli::config`.
fn module(path: &[&str]) -> Option<String> {
    CODE.iter().find_map(|folder| {
        let stem = root().join(folder).join(path.join("/"));
        let files = [stem.with_extension("rs"), stem.join("mod.rs")];
        files
            .iter()
            .find_map(|file| std::fs::read_to_string(file).ok())
    })
}

#[test]
fn modules_and_what_is_in_them_are_there() {
    let source = everything();
    let mut seen = 0;
    for page in ["docs/architecture.md", "docs/contributing.md"] {
        let page_text = text(page);
        for name in quoted(&page_text)
            .into_iter()
            .filter(|name| name.contains("::"))
        {
            let path: Vec<&str> = name.split("::").collect();
            let (item, parents) = path.split_last().unwrap();
            // What belongs to a type, such as a variant, stands wherever the type does.
            let of_a_type = format!("enum {} ", parents[0]);
            let found = module(&path).is_some()
                || module(parents).is_some_and(|source| source.contains(item))
                || source.contains(&of_a_type) && source.contains(item);
            assert!(found, "{page}: {name}");
            seen += 1;
        }
    }
    assert!(seen > 10, "{seen}");
}

/// All of the code.
fn everything() -> String {
    let mut open: Vec<PathBuf> = CODE.iter().map(|folder| root().join(folder)).collect();
    let mut all = String::new();
    while let Some(next) = open.pop() {
        if next.is_dir() {
            let entries = std::fs::read_dir(next).unwrap();
            open.extend(entries.map(|entry| entry.unwrap().path()));
        } else {
            all.push_str(&std::fs::read_to_string(next).unwrap());
        }
    }
    all
}

#[test]
fn lists_and_types_are_there() {
    let source = everything();
    let declared: BTreeSet<&str> = source
        .lines()
        .filter_map(|line| {
            let line = line.trim_start().trim_start_matches("pub ");
            let (kind, rest) = line.split_once(' ')?;
            ["const", "struct", "enum"].contains(&kind).then_some(rest)
        })
        .filter_map(|rest| {
            rest.split(|c: char| !(c.is_alphanumeric() || c == '_'))
                .next()
        })
        .collect();
    for page in ["docs/architecture.md", "docs/contributing.md"] {
        let page_text = text(page);
        for name in quoted(&page_text) {
            let name = name.trim_start_matches("Vec<").trim_end_matches('>');
            let ours = name.starts_with(char::is_uppercase)
                && name.chars().all(|c| c.is_alphanumeric() || c == '_')
                && !["NAME", "None"].contains(&name)
                && !name.starts_with("FORMDRIFT_");
            assert!(!ours || declared.contains(name), "{page}: {name}");
        }
    }
}

#[test]
fn every_format_and_every_output_is_on_its_page() {
    let (readme, formats, outputs) = ("README.md", "docs/formats.md", "docs/outputs.md");
    for reader in FORMATS {
        let ending = format!("`.{}`", reader.format.name());
        for page in [readme, formats] {
            assert!(
                text(page).contains(&ending),
                "{page} says nothing of {ending}"
            );
        }
    }
    for output in OUTPUTS {
        let named = match output.render {
            Render::Whole(file, _) => file.to_owned(),
            Render::EachFigure(_) => format!("`.{}`", output.name),
        };
        assert!(
            text(outputs).contains(&named),
            "{outputs} says nothing of {named}"
        );
    }
}

/// Names in a table of Cargo.toml.
fn dependencies(table: &str) -> BTreeSet<String> {
    let manifest: toml::Table = text("Cargo.toml").parse().unwrap();
    let names = manifest[table].as_table().unwrap().keys();
    names.map(String::clone).collect()
}

#[test]
fn every_dependency_has_its_reason() {
    let page = text("docs/contributing.md");
    let (_, section) = page.split_once("\n## Dependencies\n").unwrap();
    let rows = section.lines().skip_while(|line| !line.starts_with("|---"));
    let named: BTreeSet<String> = rows
        .skip(1)
        .take_while(|line| line.starts_with("| "))
        .flat_map(|row| row.split('|').nth(1).unwrap().split(','))
        .map(|name| name.trim().to_owned())
        .collect();
    assert_eq!(named, dependencies("dependencies"));

    let (_, rest) = section
        .split_once("For tests and benchmarks only: ")
        .unwrap();
    let (sentence, _) = rest.split_once("\n\n").unwrap();
    let words = sentence.split(|c: char| !(c.is_alphanumeric() || "_-".contains(c)));
    let words: BTreeSet<&str> = words.collect();
    for name in dependencies("dev-dependencies") {
        assert!(
            words.contains(name.as_str()),
            "docs/contributing.md says nothing of {name}"
        );
    }
}
