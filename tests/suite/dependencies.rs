//! What comes with the program keeps to deny.toml: licences, one version of a crate, sources. These are the
//! checks of `cargo deny check licenses bans sources` for the rules that the file uses, from what
//! `cargo metadata` says, so that they need nothing but Rust and take no time.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// The packages that users get, and what deny.toml says of them.
struct Tree {
    rules: toml::Table,
    packages: Vec<Value>,
}

/// Where crates may come from.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

impl Tree {
    /// `None` where the crates of other systems have not been fetched (`cargo fetch`), which offline
    /// nothing can be done about; on CI they have been.
    fn read() -> Option<Self> {
        let root = env!("CARGO_MANIFEST_DIR");
        let done = Command::new(env!("CARGO"))
            .args(["metadata", "--format-version", "1", "--locked", "--offline"])
            .current_dir(root)
            .output()
            .unwrap();
        if !done.status.success() {
            let why = String::from_utf8_lossy(&done.stderr);
            assert!(std::env::var_os("CI").is_none(), "{why}");
            eprintln!("skipped: cargo fetch has not been run ({why})");
            return None;
        }
        let metadata: Value = serde_json::from_slice(&done.stdout).unwrap();
        let shipped = shipped(&metadata);
        let packages = metadata["packages"].as_array().unwrap();
        let text = std::fs::read_to_string(format!("{root}/deny.toml")).unwrap();
        let packages: Vec<Value> = (packages.iter())
            .filter(|package| shipped.contains(text_of(package, "id")))
            .cloned()
            .collect();
        assert!(packages.len() > 100, "{}", packages.len());
        Some(Self {
            rules: text.parse().unwrap(),
            packages,
        })
    }

    /// A list of strings in deny.toml.
    fn strings(&self, table: &str, key: &str) -> Vec<String> {
        words(&self.rules[table][key])
    }
}

fn text_of<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

fn words(list: &toml::Value) -> Vec<String> {
    let list = list.as_array().unwrap().iter();
    list.map(|word| word.as_str().unwrap().to_owned()).collect()
}

/// Ids of the workspace's packages and of all that they need, on any system, but not for tests only.
fn shipped(metadata: &Value) -> BTreeSet<String> {
    let nodes = metadata["resolve"]["nodes"].as_array().unwrap();
    let nodes: BTreeMap<&str, &Value> = nodes.iter().map(|n| (text_of(n, "id"), n)).collect();
    let members = metadata["workspace_members"].as_array().unwrap();
    let mut open: Vec<&str> = members.iter().filter_map(Value::as_str).collect();
    let mut reached = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !reached.insert(id.to_owned()) {
            continue;
        }
        for needed in nodes[id]["deps"].as_array().unwrap() {
            let kinds = needed["dep_kinds"].as_array().unwrap();
            if kinds.iter().any(|kind| kind["kind"] != "dev") {
                open.push(text_of(needed, "pkg"));
            }
        }
    }
    reached
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
    let Some(tree) = Tree::read() else { return };
    let allowed = tree.strings("licenses", "allow");
    let exceptions = tree.rules["licenses"]["exceptions"].as_array().unwrap();
    for package in &tree.packages {
        let name = text_of(package, "name");
        let mut allowed = allowed.clone();
        let own = exceptions.iter().filter(|e| e["crate"].as_str() == Some(name));
        allowed.extend(own.flat_map(|exception| words(&exception["allow"])));
        let licence = text_of(package, "license");
        assert!(is_met(licence, &allowed), "{name} is under {licence:?}");
    }
}

#[test]
fn no_crate_comes_in_two_versions_but_those_named() {
    let Some(tree) = Tree::read() else { return };
    assert_eq!(tree.rules["bans"]["multiple-versions"].as_str(), Some("deny"));
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for package in &tree.packages {
        let all = versions.entry(text_of(package, "name")).or_default();
        all.insert(text_of(package, "version"));
    }
    for skipped in tree.rules["bans"]["skip"].as_array().unwrap() {
        let skipped = skipped["crate"].as_str().unwrap();
        let (name, version) = skipped.split_once('@').unwrap_or((skipped, ""));
        let all = versions.get_mut(name).unwrap_or_else(|| panic!("no {name} any more"));
        assert!(all.len() > 1, "{name} comes in one version: it need not be skipped");
        // `1` stands for every version 1.
        let begins = |v: &str| version.is_empty() || v.starts_with(&format!("{version}."));
        all.retain(|v| *v != version && !begins(v));
    }
    versions.retain(|_, all| all.len() > 1);
    assert!(versions.is_empty(), "{versions:?}");
}

#[test]
fn every_crate_comes_from_the_registry_in_a_stated_version() {
    let Some(tree) = Tree::read() else { return };
    for package in &tree.packages {
        let own = package["source"].is_null();
        let known = own || text_of(package, "source") == REGISTRY;
        assert!(known, "{} comes from {}", package["name"], package["source"]);
        for needed in package["dependencies"].as_array().unwrap() {
            let here = !needed["path"].is_null();
            assert!(
                !own || here || needed["req"] != "*",
                "{} takes any version of {}",
                package["name"],
                needed["name"]
            );
        }
    }
}
