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
//! What a comparison draws ([`pair`]) takes two analyses and is not in the list; the chart of an
//! index, of rows, stands with the index.
//!
//! Each figure has a wide and a narrow size; the narrow one has the same type size in
//! fewer px, for a phone.

pub(super) mod axis;
mod canvas;
pub mod drift;
mod dynamics;
pub mod font;
pub mod frame;
mod heart;
pub mod list;
mod marks;
pub mod pair;
pub(super) mod panel;
mod plane;
mod png;
mod route;
mod series;
mod splits;
mod stack;
pub mod style;
mod svg;

pub use canvas::{Canvas, PanelGeometry, Rect, TextStyle};
pub use svg::Setting;

use crate::Analysis;
use crate::report::ReportOptions;
use crate::units::DisplayUnits;
use axis::Axis;
use list::DisplayList;

/// A kind of chart.
pub struct Figure {
    /// Name of its files and of its place in the page.
    pub name: &'static str,
    /// Title as it is printed on it.
    pub title: &'static str,
    /// Heights of the wide and the narrow drawing in px of layout; a PNG has `png::SCALE` times as
    /// many pixels.
    pub heights: fn(&Analysis) -> [u32; 2],
    /// True when the run has what the chart shows.
    pub applies: fn(&Analysis) -> bool,
    /// What the chart shows, in words and numbers.
    pub alt: fn(&Analysis, &ReportOptions) -> String,
    draw: fn(&Sketch),
}

/// A figure that is being drawn: onto what, of which run, and how that is reported.
pub struct Sketch<'a> {
    /// What it is drawn onto.
    pub canvas: &'a Canvas,
    /// The run it shows.
    pub analysis: &'a Analysis,
    /// Units and privacy among them.
    pub options: &'a ReportOptions,
}

impl Sketch<'_> {
    fn units(&self) -> DisplayUnits {
        self.options.units
    }

    /// Length of the run in display units.
    fn length(&self) -> f64 {
        series::length(&self.analysis.measures, self.units())
    }

    /// The axis of distance from the start to the finish.
    fn distance_axis(&self) -> Axis {
        Axis::distance(self.length(), frame::most_x_ticks(self.canvas))
    }
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// For paper, pictures and wide screens.
    Wide,
    /// For a phone, and for half the width of paper.
    Narrow,
}

impl Width {
    /// Width of the drawing in px of layout.
    pub const fn px(self) -> u32 {
        match self {
            Self::Wide => 800,
            Self::Narrow => 420,
        }
    }
}

/// A figure of one run, drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// The shapes, from back to front.
    pub list: DisplayList,
    /// Its panels, for a page that maps the pointer to values.
    pub panels: Vec<PanelGeometry>,
}

impl Figure {
    /// Draws it to stand alone; `None` when the run lacks what it shows.
    pub fn drawing(
        &self,
        analysis: &Analysis,
        options: &ReportOptions,
        width: Width,
    ) -> Option<Drawing> {
        self.drawn(analysis, options, (width, u32::MAX), Setting::Alone)
    }

    /// Draws it at most so many px of layout high.
    fn drawn(
        &self,
        analysis: &Analysis,
        options: &ReportOptions,
        (width, most): (Width, u32),
        setting: Setting,
    ) -> Option<Drawing> {
        if !(self.applies)(analysis) {
            return None;
        }
        let height = (self.heights)(analysis)[width as usize];
        let canvas = Canvas::new((width.px(), height.min(most)), setting);
        (self.draw)(&Sketch {
            canvas: &canvas,
            analysis,
            options,
        });
        Some(canvas.finish())
    }

    /// A drawing of it as an SVG file.
    pub fn svg_of(
        &self,
        drawing: &Drawing,
        analysis: &Analysis,
        options: &ReportOptions,
    ) -> String {
        let alt = (self.alt)(analysis, options);
        drawing.svg(self.name, self.title, &alt, Setting::Alone)
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
        figure.drawn(analysis, options, (width, most), Setting::Inline)
    }
}
