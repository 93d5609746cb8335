//! `formdrift._native`: what the Python package needs of the program, as plain values. The classes
//! that users see are written in Python (`../formdrift/`).

mod session;
mod values;

use std::ffi::OsString;
use std::path::PathBuf;

use formdrift::batch::embedded::{self, OneRun, Settings, Written};
use pyo3::create_exception;
use pyo3::exceptions::PyException;
use pyo3::prelude::*;

use session::Session;
use values::{Options, Recording, Source};

create_exception!(
    _native,
    BadOption,
    PyException,
    "An option or its value is not known; the sentence says which."
);
create_exception!(
    _native,
    Refused,
    PyException,
    "Something could not be done; the sentence says what and why."
);

/// The native half of formdrift.
#[pymodule]
mod _native {
    #[pymodule_export]
    use super::{BadOption, Refused, Session, analyse, report, run, sha256};
    use pyo3::prelude::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        // A defect becomes an exception with one sentence; the trace is for developers.
        if std::env::var_os("RUST_BACKTRACE").is_none() {
            std::panic::set_hook(Box::new(|_| {}));
        }
        module.add("VERSION", env!("CARGO_PKG_VERSION"))
    }
}

/// Runs the command line and gives its exit code.
#[pyfunction]
fn run(py: Python<'_>, arguments: Vec<OsString>) -> u8 {
    py.detach(|| formdrift::program::run(arguments))
}

/// Settings from options, or [`BadOption`].
fn settings(options: &Options, history: Vec<PathBuf>) -> PyResult<Settings> {
    Settings::parse(options, history).map_err(BadOption::new_err)
}

/// Analyses every recording of one source on the calling thread, without the GIL.
#[pyfunction]
fn analyse(
    py: Python<'_>,
    source: Source,
    options: Options,
    history: Vec<PathBuf>,
) -> PyResult<Vec<Recording>> {
    let settings = settings(&options, history)?;
    let sources = vec![source.into()];
    let mut recordings = Vec::new();
    py.detach(|| {
        embedded::each(sources, &settings, 1, |worked| {
            recordings.push(Recording::from(worked));
            true
        })
    })
    .map_err(Refused::new_err)?;
    Ok(recordings)
}

/// Writes the report of one run; gives its folder and the names of its files.
#[pyfunction]
fn report(
    py: Python<'_>,
    source: Source,
    entry: Option<String>,
    run: usize,
    sha256: String,
    options: Options,
    history: Vec<PathBuf>,
) -> PyResult<(PathBuf, Vec<String>)> {
    let settings = settings(&options, history)?;
    let one = OneRun {
        source: source.into(),
        entry,
        run,
        sha256,
    };
    let Written { folder, names } = py
        .detach(|| embedded::report(one, &settings))
        .map_err(Refused::new_err)?;
    Ok((folder, names))
}

/// SHA-256 of these bytes as 64 hexadecimal digits.
#[pyfunction]
fn sha256(bytes: &[u8]) -> String {
    embedded::sha256(bytes)
}
