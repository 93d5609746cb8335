//! What comes with the program keeps to deny.toml: licences, one version of a crate, sources. These are the
//! checks of `cargo deny check licenses bans sources` for the rules that the file uses, from what
//! `cargo tree` says, so that they need nothing but Rust and take a second.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// Where crates may come from.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// A package that users get.
struct Package {
    name: String,
    version: String,
    /// SPDX expression.
    licence: String,
}

fn file(name: &str) -> toml::Table {
    let path = format!("{}/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap().parse().unwrap()
}

/// Everything in the workspace and all that it needs, on any system, but not for tests only. `None` where
/// crates of other systems have not been fetched (`cargo fetch`); on CI they have been.
fn shipped() -> Option<Vec<Package>> {
    let arguments = "tree --workspace --locked --offline --target all --edges normal,build \
                     --prefix none --no-dedupe --format {p}|{l}";
    let done = Command::new(env!("CARGO"))
        .args(arguments.split_whitespace())
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    if !done.status.success() {
        let why = String::from_utf8_lossy(&done.stderr);
        assert!(std::env::var_os("CI").is_none(), "{why}");
        eprintln!("skipped: cargo fetch has not been run ({why})");
        return None;
    }
    let text = String::from_utf8(done.stdout).unwrap();
    let lines: BTreeSet<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    // `ryu v1.0.23|Apache-2.0 OR BSL-1.0`, with `(proc-macro)` or a path behind the version of some.
    let package = |line: &&str| {
        let (package, licence) = line.split_once('|').unwrap();
        let mut words = package.split(' ');
        Package {
            name: words.next().unwrap().to_owned(),
            version: words.next().unwrap().trim_start_matches('v').to_owned(),
            licence: licence.to_owned(),
        }
    };
    let packages: Vec<Package> = lines.iter().map(package).collect();
    assert!(packages.len() > 100, "{}", packages.len());
    Some(packages)
}

fn words(list: &toml::Value) -> Vec<String> {
    let list = list.as_array().unwrap().iter();
    list.map(|word| word.as_str().unwrap().to_owned()).collect()
}

/// True if an SPDX expression is met by the licences allowed; `/` is an older way of writing OR.
fn is_met(expression: &str, allowed: &[String]) -> bool {
    let spaced = expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace('/', " OR ");
    let mut tokens: Vec<&str> = spaced.split_whitespace().rev().collect();
    let met = any(&mut tokens, allowed);
    met && tokens.is_empty()
}

fn any(tokens: &mut Vec<&str>, allowed: &[String]) -> bool {
    let mut met = all(tokens, allowed);
    while tokens.pop_if(|token| *token == "OR").is_some() {
        met |= all(tokens, allowed);
    }
    met
}

fn all(tokens: &mut Vec<&str>, allowed: &[String]) -> bool {
    let mut met = one(tokens, allowed);
    while tokens.pop_if(|token| *token == "AND").is_some() {
        met &= one(tokens, allowed);
    }
    met
}

fn one(tokens: &mut Vec<&str>, allowed: &[String]) -> bool {
    match tokens.pop() {
        Some("(") => {
            let met = any(tokens, allowed);
            met && tokens.pop() == Some(")")
        }
        Some(licence) => {
            let mut licence = licence.to_owned();
            if tokens.pop_if(|token| *token == "WITH").is_some() {
                licence = format!("{licence} WITH {}", tokens.pop().unwrap_or_default());
            }
            allowed.contains(&licence)
        }
        None => false,
    }
}

#[test]
fn an_expression_of_licences_is_met_as_spdx_says() {
    let allowed = ["MIT", "ISC"].map(str::to_owned);
    for met in [
        "MIT",
        "GPL-3.0 OR MIT",
        "MIT/Apache-2.0",
        "(GPL-3.0 OR MIT) AND ISC",
        "GPL-3.0 AND ISC OR MIT",
    ] {
        assert!(is_met(met, &allowed), "{met}");
    }
    for not in [
        "",
        "GPL-3.0",
        "MIT AND GPL-3.0",
        "MIT WITH some-exception",
        "(MIT OR ISC) AND GPL-3.0",
        "MIT ISC",
        "(MIT",
    ] {
        assert!(!is_met(not, &allowed), "{not}");
    }
}

#[test]
fn every_licence_is_allowed() {
    let Some(packages) = shipped() else { return };
    let rules = &file("deny.toml")["licenses"];
    let exceptions = rules["exceptions"].as_array().unwrap();
    for package in &packages {
        let mut allowed = words(&rules["allow"]);
        let own = exceptions
            .iter()
            .filter(|e| e["crate"].as_str() == Some(&package.name));
        allowed.extend(own.flat_map(|exception| words(&exception["allow"])));
        assert!(
            is_met(&package.licence, &allowed),
            "{} is under {:?}",
            package.name,
            package.licence
        );
    }
}

#[test]
fn no_crate_comes_in_two_versions_but_those_named() {
    let Some(packages) = shipped() else { return };
    let rules = &file("deny.toml")["bans"];
    assert_eq!(rules["multiple-versions"].as_str(), Some("deny"));
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for package in &packages {
        let all = versions.entry(&package.name).or_default();
        all.insert(&package.version);
    }
    for skipped in rules["skip"].as_array().unwrap() {
        let skipped = skipped["crate"].as_str().unwrap();
        let (name, version) = skipped.split_once('@').unwrap_or((skipped, ""));
        let all = versions.entry(name).or_default();
        assert!(all.len() > 1, "{name} no longer needs to be skipped");
        // `1` stands for every version 1.
        all.retain(|v| !version.is_empty() && !format!("{v}.").starts_with(&format!("{version}.")));
    }
    versions.retain(|_, all| all.len() > 1);
    assert!(versions.is_empty(), "{versions:?}");
}

#[test]
fn every_crate_comes_from_the_registry_in_a_stated_version() {
    for package in file("Cargo.lock")["package"].as_array().unwrap() {
        // Those of this repository have none.
        let source = package
            .get("source")
            .map_or(REGISTRY, |s| s.as_str().unwrap());
        assert_eq!(source, REGISTRY, "{:?}", package["name"]);
    }
    for manifest in ["Cargo.toml", "src/python/Cargo.toml"] {
        for (name, wanted) in file(manifest)["dependencies"].as_table().unwrap() {
            let version = wanted.as_str().or_else(|| wanted.get("version")?.as_str());
            let here = wanted.get("path").is_some();
            assert!(here || version.is_some_and(|v| v != "*"), "{name}");
        }
    }
}
