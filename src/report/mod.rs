//! Last stage: the analysis as files. No arithmetic on measurements here, only units and
//! words.

pub mod card;
#[doc(hidden)]
pub mod chart;
pub mod compare;
mod context;
pub mod csv;
pub mod document;
#[doc(hidden)]
pub mod follow_up;
mod gallery;
pub mod gpx;
#[doc(hidden)]
pub mod html;
pub mod index;
pub mod json;
pub mod markdown;
#[doc(hidden)]
pub mod pdf;
pub mod text;
#[doc(hidden)]
pub mod words;

pub use chart::Figure;
pub use context::{Context, Pain};
pub use gallery::Gallery;

use crate::Analysis;
use chart::FIGURES;

/// One file of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artefact {
    /// File name, no folders.
    pub name: String,
    /// Contents of the file, as they are written.
    pub bytes: Vec<u8>,
}

impl<N: Into<String>> From<(N, Vec<u8>)> for Artefact {
    fn from((name, bytes): (N, Vec<u8>)) -> Self {
        let name = name.into();
        Self { name, bytes }
    }
}

/// How a report is dressed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReportOptions {
    /// Name of the file that was read, without folders.
    pub file_name: String,
    /// Where that file was found, an archive's member behind the archive's own path; `None`
    /// for bytes that come from no file.
    pub path: Option<String>,
    /// Which of the file's runs this is, from 1; `None` where nobody counted.
    pub run: Option<usize>,
    /// Units a person reads.
    pub units: crate::units::DisplayUnits,
    /// The runner's name, printed on the report.
    pub athlete: Option<String>,
    /// Title of the report.
    pub title: Option<String>,
    /// What the runner or the coach said about the run.
    pub context: Context,
    /// The index this report belongs to, as seen from it (`../index.html`); `None` for a report
    /// of its own.
    pub index: Option<String>,
    /// What `formdrift.toml` calls the run: the name of its file, or its path within an archive;
    /// `None` for bytes that come from no file.
    pub notes_key: Option<String>,
    /// No coordinates, and the first and last 400 m of the map cut.
    pub private: bool,
}

/// A kind of output.
pub struct Output {
    /// Its name in `--write`.
    pub name: &'static str,
    /// What it is, for help and docs.
    pub about: &'static str,
    /// The function that makes its files, and how many there are.
    pub render: Render,
}

/// How an output comes about.
pub enum Render {
    /// In one go, as the file of this name.
    Whole(&'static str, fn(&Gallery<'_>) -> Rendered),
    /// Figure by figure, a file for each that the run has; the output's name is its ending.
    EachFigure(fn(&Figure, &Gallery<'_>) -> Rendered),
}

/// Contents of a file; `None` where the run or the options rule it out.
pub type Rendered = Result<Option<Vec<u8>>, RenderError>;

/// A file of a report that could not be made. Either is a defect of the program, not of the
/// recording; the other outputs can still be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// A picture could not be painted or encoded.
    #[error("{0}: the picture could not be made; choose other outputs with --write")]
    Picture(String),
    /// The embedded fonts could not be read or cut down to what is used of them.
    #[error("{0}: the embedded fonts could not be read; choose other outputs with --write")]
    Fonts(String),
}

/// A file of an output that can be made apart from all others.
pub struct Piece {
    name: String,
    render: Box<dyn Fn(&Gallery<'_>) -> Rendered + Send + Sync>,
}

impl Output {
    /// Its parts, in the order of its files. The library makes nothing side by side; a
    /// program with threads may.
    pub fn pieces(&self) -> Vec<Piece> {
        match self.render {
            Render::Whole(name, render) => vec![Piece {
                name: name.to_owned(),
                render: Box::new(render),
            }],
            Render::EachFigure(render) => (FIGURES.iter())
                .map(|figure| Piece {
                    name: format!("{}.{}", figure.name, self.name),
                    render: Box::new(move |gallery| render(figure, gallery)),
                })
                .collect(),
        }
    }

    /// Names its files may have, whatever the run.
    pub fn file_names(&self) -> Vec<String> {
        self.pieces().into_iter().map(|piece| piece.name).collect()
    }

    /// All its files.
    ///
    /// # Errors
    /// A file could not be made.
    pub fn files(
        &self,
        analysis: &Analysis,
        options: &ReportOptions,
    ) -> Result<Vec<Artefact>, RenderError> {
        let gallery = Gallery::new(analysis, options);
        let pieces = self.pieces().into_iter();
        pieces
            .filter_map(|piece| piece.file(&gallery).transpose())
            .collect()
    }
}

impl Piece {
    /// Its file, of the run whose figures are in `gallery`; `None` where the run or the options
    /// rule it out.
    ///
    /// # Errors
    /// The file could not be made.
    pub fn file(&self, gallery: &Gallery<'_>) -> Result<Option<Artefact>, RenderError> {
        let contents = (self.render)(gallery)?;
        Ok(contents.map(|bytes| Artefact::from((&self.name, bytes))))
    }
}

/// Every output, in the order they are written.
pub const OUTPUTS: &[Output] = &[
    html::OUTPUT,
    markdown::OUTPUT,
    json::OUTPUT,
    csv::OUTPUT,
    gallery::PNG,
    gallery::SVG,
    card::OUTPUT,
    pdf::OUTPUT,
    gpx::OUTPUT,
];
