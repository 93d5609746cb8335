//! Values on their way between Python and the program.

use std::path::PathBuf;

use formdrift::batch::embedded;
use formdrift::batch::{Done, Outcome, Worked};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;

/// Options by their names on the command line, a switch without a value.
pub type Options = Vec<(String, Option<String>)>;

/// See [`embedded::Source`]: a path, or a name and bytes.
#[derive(FromPyObject)]
pub enum Source {
    /// A file, an archive or a folder.
    #[pyo3(transparent)]
    Path(PathBuf),
    /// The bytes of one, with their name.
    Bytes(String, PyBackedBytes),
}

impl From<Source> for embedded::Source {
    fn from(source: Source) -> Self {
        match source {
            Source::Path(path) => Self::Path(path),
            Source::Bytes(name, bytes) => Self::Bytes(name, bytes.as_ref().into()),
        }
    }
}

/// What came of one recording; a dictionary in Python.
#[derive(IntoPyObject)]
pub struct Recording {
    /// What messages call it.
    shown: String,
    /// Number of the source it is from, from 0.
    source: usize,
    /// Where it is, or its archive is; empty for bytes.
    path: PathBuf,
    /// Its name in that archive.
    entry: Option<String>,
    /// SHA-256 of its bytes, hexadecimal; empty where they could not be read.
    sha256: String,
    /// The runs that the recording holds, most often one.
    runs: Vec<Run>,
    /// Why it gives none, or what else is in it: kind ([`kind`]) and sentence of each.
    refusals: Vec<(&'static str, String)>,
}

/// One run; a dictionary in Python.
#[derive(IntoPyObject)]
pub struct Run {
    /// Which of the recording's runs, from 1.
    number: usize,
    /// Its document of the schema `formdrift/1`.
    json: String,
    /// Its row of an index, `runs` of the schema `formdrift-runs/1`.
    row: String,
    /// What the command prints of it.
    text: String,
    /// Units of display, `mi` or `km`.
    units: String,
}

impl From<Done> for Run {
    fn from(done: Done) -> Self {
        let line = done.json.unwrap_or_default();
        Self {
            number: done.row.run,
            // Plain strings and numbers always serialise.
            row: serde_json::to_string(&done.row).unwrap_or_default(),
            json: line.trim_end().to_owned(),
            text: done.text.unwrap_or_default(),
            units: done.units.abbreviation().to_string(),
        }
    }
}

impl From<Worked> for Recording {
    fn from(worked: Worked) -> Self {
        let (mut runs, mut refusals) = (Vec::new(), Vec::new());
        for outcome in worked.outcomes {
            match outcome {
                Outcome::Run(done) => runs.push(Run::from(*done)),
                refusal => refusals.extend(kind(refusal)),
            }
        }
        Self {
            shown: worked.shown,
            source: worked.source,
            path: worked.path,
            entry: worked.entry,
            sha256: worked.sha256,
            runs,
            refusals,
        }
    }
}

/// The kind of a refusal and its sentence, which continues the recording's name.
fn kind(refusal: Outcome) -> Option<(&'static str, String)> {
    match refusal {
        Outcome::Run(_) => None,
        Outcome::OtherSport(sport) => Some((
            "not_a_run",
            format!("is {sport}, not a run; formdrift looks at runs only"),
        )),
        Outcome::OtherKind => Some((
            "not_a_run",
            "is no recorded activity; leave it out".to_owned(),
        )),
        Outcome::NotUsable(why) => Some(("not_a_run", why)),
        Outcome::Failed(why) if why == formdrift::batch::DEFECT => Some(("defect", why)),
        Outcome::Failed(why) => Some(("unreadable", why)),
    }
}
