//! Stage six: the analysis as files. No arithmetic on measurements here, only units and
//! words.

pub mod chart;
pub mod compare;
pub mod csv;
pub mod gpx;
pub mod html;
pub mod index;
pub mod json;
pub mod markdown;
pub mod page;
pub mod pdf;
pub mod text;
pub mod words;

use crate::Analysis;

/// One file of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artefact {
    /// File name, no folders.
    pub name: String,
    /// Contents.
    pub bytes: Vec<u8>,
}

/// How a report is dressed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReportOptions {
    /// Name of the file that was read, without folders.
    pub file_name: String,
    /// Units a person reads.
    pub units: crate::units::DisplayUnits,
    /// The runner's name, printed on the report.
    pub athlete: Option<String>,
    /// Title of the report.
    pub title: Option<String>,
    /// No coordinates, and the first and last 400 m of the map cut.
    pub private: bool,
}

/// A kind of output.
pub struct Output {
    /// Its name in `--write`.
    pub name: &'static str,
    /// What it is, for help and docs.
    pub about: &'static str,
    /// Produces its files.
    pub render: fn(&Analysis, &ReportOptions) -> Vec<Artefact>,
}

/// Every output, in the order they are written.
pub const OUTPUTS: &[Output] = &[
    html::OUTPUT,
    markdown::OUTPUT,
    json::OUTPUT,
    csv::OUTPUT,
    chart::PNG,
    chart::SVG,
    pdf::OUTPUT,
    gpx::OUTPUT,
];
