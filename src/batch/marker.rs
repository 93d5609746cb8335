//! The marker in each report folder: what it was made from and how, and every file that
//! belongs to it with its size and hash, so that a later session can tell its own work from
//! a stranger's files and a whole report from a damaged one.

use std::collections::HashSet;
use std::path::Path;

use formdrift::report::{Artefact, OUTPUTS, Output};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::files::{self, Written};

/// Name of the marker.
pub const NAME: &str = ".formdrift.json";
/// Version of its layout.
const SCHEMA: &str = "formdrift-folder/2";
/// A marker is a few kilobytes; a file of that name beyond this is not ours.
pub const MAX_BYTES: u64 = 1 << 20;

/// What a report folder says about itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Marker {
    /// Layout of this file.
    pub schema: String,
    /// Version of the program that wrote the folder.
    pub version: String,
    /// False while files are being written: a report cut short is written again.
    pub complete: bool,
    /// The recording: its name, its SHA-256, and which of its runs.
    pub input: Source,
    /// The settings it was analysed with.
    pub options: Value,
    /// Files that belong to the report; nothing else in the folder is ever touched.
    pub files: Vec<Written>,
    /// While `complete` is false: files of the report that is being replaced, some of
    /// which may still stand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaced: Vec<Written>,
    /// The run's line in an index of many.
    #[serde(default)]
    pub row: Value,
}

/// The recording behind a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its name, without folders.
    pub name: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    /// Which of the file's runs, from 1.
    pub run: usize,
    /// How many runs the file holds.
    pub of: usize,
}

/// A report ready to be written.
pub struct Report<'a> {
    /// The recording and which of its runs this is, for the marker.
    pub source: &'a Source,
    /// The settings of the analysis.
    pub settings: &'a Value,
    /// Files to write, each with its name and content.
    pub artefacts: &'a [Artefact],
    /// Its line in an index.
    pub row: Value,
}

impl Source {
    /// True for the same run of the same bytes, whatever the file is called now.
    pub fn is(&self, other: &Self) -> bool {
        self.sha256 == other.sha256 && self.run == other.run
    }
}

impl Marker {
    /// The marker of a report with these files, or while they are being written in place of others.
    pub fn new(report: &Report, files: Vec<Written>, replaced: Option<&[Written]>) -> Self {
        Self {
            schema: SCHEMA.into(),
            version: env!("CARGO_PKG_VERSION").into(),
            complete: replaced.is_none(),
            input: report.source.clone(),
            options: report.settings.clone(),
            files,
            replaced: replaced.unwrap_or_default().to_vec(),
            row: report.row.clone(),
        }
    }

    /// Reads a folder's marker; `None` where there is none of this layout.
    pub fn read(folder: &Path) -> Option<Self> {
        let bytes = files::small(&folder.join(NAME), MAX_BYTES)?;
        let marker: Self = serde_json::from_slice(&bytes).ok()?;
        (marker.schema == SCHEMA).then_some(marker)
    }

    /// The text of the file.
    pub fn text(&self) -> Vec<u8> {
        // Plain structs of strings and numbers always serialise.
        let mut text = serde_json::to_vec_pretty(self).unwrap_or_default();
        text.push(b'\n');
        text
    }

    /// Every file that this program wrote into the folder and that may stand there. A name
    /// that no output could have is not among them, whatever the marker says: anyone may
    /// have written it.
    pub fn known(&self) -> Vec<Written> {
        let listed = self.files.iter().chain(&self.replaced);
        let endings: HashSet<String> = output_names().filter_map(|n| ending(&n)).collect();
        let ours = |file: &&Written| ending(&file.name).is_some_and(|e| endings.contains(&e));
        listed.filter(ours).cloned().collect()
    }

    /// True when the folder already holds what would be written: same bytes, same
    /// settings, same program, every file as it was written.
    pub fn is_current(&self, folder: &Path, input: &Source, options: &Value) -> bool {
        self.complete
            && self.version == env!("CARGO_PKG_VERSION")
            && self.input.is(input)
            && self.options == *options
            && self.files.iter().all(|file| file.stands_in(folder))
    }
}

/// Names in a folder that its marker lists as files of a report: they are not read as
/// input. A marker of any version counts, but a name only if an output of this program
/// has it: nobody can hide a recording by writing a marker.
pub fn listed(folder: &Path) -> Option<HashSet<String>> {
    let bytes = files::small(&folder.join(NAME), MAX_BYTES)?;
    let marker: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    let names = ["files", "replaced"]
        .into_iter()
        .filter_map(|key| marker[key].as_array())
        .flatten()
        .filter_map(|file| file.as_str().or_else(|| file["name"].as_str()));
    let ours: HashSet<String> = output_names().collect();
    Some(
        names
            .filter(|name| ours.contains(*name))
            .map(str::to_owned)
            .collect(),
    )
}

/// Names that files of a report may have.
fn output_names() -> impl Iterator<Item = String> {
    OUTPUTS.iter().flat_map(Output::file_names)
}

/// What stands behind the last dot of a name without folders.
fn ending(name: &str) -> Option<String> {
    let ending = name.rsplit_once('.')?.1;
    files::is_plain(name).then(|| ending.to_owned())
}
