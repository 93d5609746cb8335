//! What several outputs of one run share, the document and the figures, and the outputs that are
//! figures in files of their own.

use super::chart::{Drawing, FIGURES, Figure, Width};
use super::document::{self, Document};
use super::{Output, Render, RenderError, ReportOptions};
use crate::Analysis;
use std::sync::OnceLock;

/// The report of a run and its figures that stand alone. Each is made when it is first asked for,
/// and once for all files that it is in.
pub struct Gallery<'a> {
    /// The run that is reported.
    pub analysis: &'a Analysis,
    /// How it is reported.
    pub options: &'a ReportOptions,
    drawn: [OnceLock<Option<Drawing>>; FIGURES.len()],
    document: OnceLock<Document>,
}

impl<'a> Gallery<'a> {
    /// None is drawn yet.
    pub fn new(analysis: &'a Analysis, options: &'a ReportOptions) -> Self {
        Self {
            analysis,
            options,
            drawn: Default::default(),
            document: OnceLock::new(),
        }
    }

    /// The report, built when it is first asked for, for all outputs that render it.
    pub fn document(&self) -> &Document {
        let build = || document::report(self.analysis, self.options);
        self.document.get_or_init(build)
    }

    fn drawing(&self, figure: &Figure) -> Option<&Drawing> {
        let at = FIGURES.iter().position(|f| f.name == figure.name)?;
        let draw = || figure.drawing(self.analysis, self.options, Width::Wide);
        self.drawn[at].get_or_init(draw).as_ref()
    }
}

/// Charts as pictures, among the outputs.
pub const PNG: Output = Output {
    name: "png",
    about: "charts as pictures, 1600 pixels wide",
    render: Render::EachFigure(|figure, gallery| {
        let Some(drawing) = gallery.drawing(figure) else {
            return Ok(None);
        };
        let failed = || RenderError::Picture(format!("{}.png", figure.name));
        drawing.png().ok_or_else(failed).map(Some)
    }),
};

/// Charts as drawings, among the outputs.
pub const SVG: Output = Output {
    name: "svg",
    about: "charts as drawings that stay sharp at any size",
    render: Render::EachFigure(|figure, gallery| {
        let drawing = gallery.drawing(figure);
        let text = drawing.map(|d| figure.svg_of(d, gallery.analysis, gallery.options));
        Ok(text.map(String::into_bytes))
    }),
};
