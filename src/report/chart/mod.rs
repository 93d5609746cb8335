//! Charts. Each figure is one file and one line in [`FIGURES`]. It is drawn into a display list
//! ([`list::DisplayList`]), with plotters for coordinates and series; PNG, SVG and PDF files are
//! views of that list.
//!
//! # Within a page
//! Put [`style::css`] into the page once and `svg` with [`Setting::Inline`] where the
//! chart goes. The root element has class `fd`; colours come from CSS variables
//! `--fd-paper`, `--fd-ink`, `--fd-cadence`... (see the palette in [`style`]), which the
//! style sheet sets for light and for dark. The SVG has a `viewBox` and no size: it fills
//! its container. [`Drawing::panels`] says where each plot area lies in the view box and
//! which values stand at its edges, so that a script maps the pointer to distance:
//! `value = x.0 + (pointer - plot.left) / (plot.right - plot.left) * (x.1 - x.0)`.
//! Series are in groups of class `series`.
//!
//! What a page of many runs draws ([`season`], [`pair`]) takes other things than one analysis
//! and is not in the list.
//!
//! Each figure has a wide and a narrow size; the narrow one has the same type size in
//! fewer px, for a phone.

mod alt_text;
mod axis;
pub mod bands;
mod canvas;
pub mod drift;
mod dynamics;
pub mod font;
pub mod frame;
mod heart;
pub mod list;
mod marks;
pub mod pair;
mod panel;
mod plane;
mod png;
mod route;
mod route_lines;
pub mod season;
mod series;
mod splits;
mod stack;
pub mod style;
mod svg;
mod track_map;

pub use canvas::{Canvas, PanelGeometry, Rect, TextStyle};
pub use svg::Setting;

use crate::Analysis;
use crate::report::ReportOptions;
use list::DisplayList;

/// A kind of chart.
pub struct Figure {
    /// Name of its files and of its place in the page.
    pub name: &'static str,
    /// Title as it is printed on it.
    pub title: &'static str,
    /// Size in px of layout; a PNG has `png::SCALE` times as many pixels.
    pub size: fn(&Analysis, Width) -> (u32, u32),
    /// True when the run has what the chart shows.
    pub applies: fn(&Analysis) -> bool,
    /// What the chart shows, in words and numbers.
    pub alt: fn(&Analysis, &ReportOptions) -> String,
    draw: fn(&Canvas, &Analysis, &ReportOptions),
}

/// Every figure, in the order of a report.
pub const FIGURES: &[Figure] = &[
    drift::FIGURE,
    splits::FIGURE,
    plane::FIGURE,
    heart::FIGURE,
    dynamics::FIGURE,
    route::FIGURE,
];

/// Which of a figure's sizes is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Width {
    /// For paper, pictures and wide screens.
    #[default]
    Wide,
    /// For a phone, and for half the width of paper.
    Narrow,
}

/// A figure of one run, drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// The shapes, from back to front.
    pub list: DisplayList,
    /// Its panels, for a page that maps the pointer to values.
    pub panels: Vec<PanelGeometry>,
}

impl Drawing {
    /// What was drawn on a canvas.
    pub fn of(canvas: Canvas) -> Self {
        let (list, panels) = canvas.finish();
        Self { list, panels }
    }

    /// As an SVG element whose `id` is unique in its page, with title and description.
    pub fn svg(&self, id: &str, title: &str, alt: &str, setting: Setting) -> String {
        svg::svg(&self.list, id, title, alt, setting)
    }

    /// As the bytes of a PNG file.
    pub fn png(&self) -> Option<Vec<u8>> {
        png::png(&self.list)
    }
}

impl Figure {
    /// Draws it, to stand alone or within a report; `None` when the run lacks what it shows.
    pub fn drawing(
        &self,
        analysis: &Analysis,
        options: &ReportOptions,
        width: Width,
        setting: Setting,
    ) -> Option<Drawing> {
        self.drawing_within(analysis, options, (width, u32::MAX), setting)
    }

    /// The same, at most so many px of layout high.
    pub fn drawing_within(
        &self,
        analysis: &Analysis,
        options: &ReportOptions,
        (width, most): (Width, u32),
        setting: Setting,
    ) -> Option<Drawing> {
        if !(self.applies)(analysis) {
            return None;
        }
        let (wide, high) = (self.size)(analysis, width);
        let canvas = Canvas::new((wide, high.min(most)), setting);
        (self.draw)(&canvas, analysis, options);
        Some(Drawing::of(canvas))
    }

    /// A drawing of it as an SVG element.
    pub fn svg_of(
        &self,
        drawing: &Drawing,
        analysis: &Analysis,
        options: &ReportOptions,
        setting: Setting,
    ) -> String {
        self.svg_with(drawing, &(self.alt)(analysis, options), setting)
    }

    /// The same with what it shows in words, for several drawings of it.
    pub fn svg_with(&self, drawing: &Drawing, alt: &str, setting: Setting) -> String {
        let id = match setting {
            Setting::Alone => self.name.to_owned(),
            // A page may hold a figure in both its widths.
            Setting::Inline => format!("{}-{}", self.name, drawing.list.size.0),
        };
        svg::svg(&drawing.list, &id, self.title, alt, setting)
    }
}

/// Draws the figures of a run by name, for a report in which they are at most `most` px high.
pub fn drawer<'a>(
    analysis: &'a Analysis,
    options: &'a ReportOptions,
    most: u32,
) -> impl Fn(&str, Width) -> Option<Drawing> + 'a {
    move |name, width| {
        let figure = FIGURES.iter().find(|figure| figure.name == name)?;
        figure.drawing_within(analysis, options, (width, most), Setting::Inline)
    }
}

/// A figure as a PNG file; `None` when the run lacks what it shows.
pub fn png(figure: &Figure, analysis: &Analysis, options: &ReportOptions) -> Option<Vec<u8>> {
    figure
        .drawing(analysis, options, Width::Wide, Setting::Alone)?
        .png()
}

/// A figure as an SVG file; `None` when the run lacks what it shows.
pub fn svg(figure: &Figure, analysis: &Analysis, options: &ReportOptions) -> Option<String> {
    let drawing = figure.drawing(analysis, options, Width::Wide, Setting::Alone)?;
    Some(figure.svg_of(&drawing, analysis, options, Setting::Alone))
}
