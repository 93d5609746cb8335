//! The marker in each report folder: what it was made from and how, so that a second run
//! can tell its own work from a stranger's files.

use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Name of the marker.
pub const NAME: &str = ".formdrift.json";
/// Version of its layout.
const SCHEMA: &str = "formdrift-folder/1";
/// A marker is a few kilobytes; a file of that name beyond this is not ours.
const MAX_BYTES: u64 = 1 << 20;

/// What a report folder says about itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Marker {
    /// Layout of this file.
    pub schema: String,
    /// Version of the program that wrote the folder.
    pub version: String,
    /// False while files are being written: a report cut short is written anew.
    pub complete: bool,
    /// What was analysed.
    pub input: Source,
    /// The settings it was analysed with.
    pub options: Value,
    /// Files that belong to the report; nothing else in the folder is ever touched.
    pub files: Vec<String>,
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

impl Source {
    /// True for the same run of the same bytes, whatever the file is called now.
    pub fn is(&self, other: &Self) -> bool {
        self.sha256 == other.sha256 && self.run == other.run
    }
}

impl Marker {
    /// A marker for a report about to be written.
    pub fn new(input: Source, options: Value, files: Vec<String>, row: Value) -> Self {
        Self {
            schema: SCHEMA.into(),
            version: env!("CARGO_PKG_VERSION").into(),
            complete: false,
            input,
            options,
            files,
            row,
        }
    }

    /// Reads a folder's marker; `None` where there is none that this program wrote.
    pub fn read(folder: &Path) -> Option<Self> {
        let path = folder.join(NAME);
        if std::fs::metadata(&path).ok()?.len() > MAX_BYTES {
            return None;
        }
        let marker: Self = serde_json::from_slice(&std::fs::read(path).ok()?).ok()?;
        (marker.schema == SCHEMA).then_some(marker)
    }

    /// Writes it into its folder.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        let mut text = serde_json::to_vec_pretty(self)?;
        text.push(b'\n');
        write_whole(folder, NAME, &text)
    }

    /// True when the folder already holds what would be written: same bytes, same
    /// settings, same program, every file there.
    pub fn is_current(&self, folder: &Path, input: &Source, options: &Value) -> bool {
        self.complete
            && self.version == env!("CARGO_PKG_VERSION")
            && self.input.is(input)
            && self.options == *options
            && self.files.iter().all(|name| folder.join(name).is_file())
    }
}

/// True for a folder that holds a report: it is never read as input.
pub fn is_marked(folder: &Path) -> bool {
    folder.join(NAME).is_file()
}

/// Writes a file under another name first, so that it is there whole or not at all.
pub fn write_whole(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let unfinished = folder.join(format!(".{name}.unfinished"));
    std::fs::write(&unfinished, bytes)?;
    let done = std::fs::rename(&unfinished, folder.join(name));
    if done.is_err() {
        // The error of the renaming is the one that matters.
        let _ = std::fs::remove_file(&unfinished);
    }
    done
}

/// SHA-256 of bytes, in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect()
}
