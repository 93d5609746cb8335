//! Drawing in px on a display list: text, lines, boxes.

use super::Drawing;
use super::font;
use super::list::{Align, DisplayList, Height, Point, Shape, UNITS, units};
use super::style::{self, Ink};
use super::svg::Setting;
use crate::report::words::typeset;
use plotters::coord::{CoordTranslate, Shift};
use plotters::drawing::DrawingArea;
use plotters::element::DashedPathElement;
use plotters::style::ShapeStyle;
use std::cell::RefCell;
use std::rc::Rc;

/// A rectangle in px of layout.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    /// Left edge, px from the left of the drawing.
    pub left: f64,
    /// Upper edge, px from the top of the drawing.
    pub top: f64,
    /// Right edge, px from the left of the drawing.
    pub right: f64,
    /// Lower edge, px from the top of the drawing.
    pub bottom: f64,
}

impl Rect {
    /// The rectangle between four edges, px.
    pub const fn new(left: f64, top: f64, right: f64, bottom: f64) -> Self {
        Self {
            left,
            top,
            right,
            bottom,
        }
    }
    /// Distance of the right edge from the left, px.
    pub fn width(&self) -> f64 {
        self.right - self.left
    }
    /// Distance of the lower edge from the upper, px.
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }
}

/// Where a panel lies and what its axes say, for a page that maps the pointer to values.
#[derive(Debug, Clone, PartialEq)]
pub struct PanelGeometry {
    /// What it shows, e.g. `cadence`.
    pub name: &'static str,
    /// The plot area in px of layout (the SVG's view box).
    pub plot: Rect,
    /// Values at the left and at the right edge.
    pub x: (f64, f64),
    /// Values at the upper and at the lower edge, so that the direction is in the pair.
    pub y: (f64, f64),
}

/// How a label is set.
#[derive(Clone, Copy)]
pub struct TextStyle {
    /// Type size, px of layout.
    pub size: f64,
    /// True for bold type, false for regular.
    pub bold: bool,
    /// Colour from the palette.
    pub ink: Ink,
    /// Which point along the text its position names.
    pub align: Align,
    /// Which height of the text its position names.
    pub height: Height,
}

impl TextStyle {
    /// Regular text of this size and colour, its position the left end of its baseline.
    pub const fn new(size: f64, ink: Ink) -> Self {
        Self {
            size,
            bold: false,
            ink,
            align: Align::Start,
            height: Height::Baseline,
        }
    }
    /// Labels on axes and marks.
    pub const fn label() -> Self {
        Self::new(style::LABEL, style::MUTED)
    }
    /// Quieter labels: how to read what stands beside them.
    pub const fn note() -> Self {
        Self::new(style::LABEL - 1.0, style::MUTED)
    }
    /// The heading of a panel.
    pub const fn heading(ink: Ink) -> Self {
        Self::new(style::HEADING, ink).bold()
    }
    /// The same style in bold.
    pub const fn bold(mut self) -> Self {
        self.bold = true;
        self
    }
    /// Positioned by another point of the text.
    pub const fn at(mut self, align: Align, height: Height) -> Self {
        (self.align, self.height) = (align, height);
        self
    }
    /// Room that `text` may need in this type, px, in this font or in a wider one.
    pub fn room(&self, text: &str) -> f64 {
        font::width(&typeset(text), self.size, self.bold) * font::WIDER
    }
}

fn point((x, y): (f64, f64)) -> Point {
    (units(x), units(y))
}

/// A line width in px as units: at least one.
fn line_units(px: f64) -> u32 {
    // Line widths are small and positive.
    units(px).max(1) as u32
}

/// A line of plotters, its width in px.
pub(super) fn stroke(ink: Ink, alpha: f64, width: f64) -> ShapeStyle {
    ShapeStyle {
        color: ink.carried(alpha),
        filled: false,
        stroke_width: line_units(width),
    }
}

/// A drawing in progress.
pub struct Canvas {
    list: Rc<RefCell<DisplayList>>,
    root: DrawingArea<DisplayList, Shift>,
    panels: RefCell<Vec<PanelGeometry>>,
    /// Width of the drawing, px.
    pub width: f64,
    /// Height of the drawing, px.
    pub height: f64,
    /// Whether the drawing stands alone or within a report.
    pub setting: Setting,
}

impl Canvas {
    /// An empty drawing of this size in px.
    pub fn new((width, height): (u32, u32), setting: Setting) -> Self {
        let list = Rc::new(RefCell::new(DisplayList {
            size: (width * UNITS as u32, height * UNITS as u32),
            marks: Vec::new(),
        }));
        Self {
            root: DrawingArea::from(&list),
            list,
            panels: RefCell::default(),
            width: f64::from(width),
            height: f64::from(height),
            setting,
        }
    }

    /// The drawing, once every shape is on it.
    pub fn finish(self) -> Drawing {
        Drawing {
            list: self.list.take(),
            panels: self.panels.take(),
        }
    }

    /// True on a drawing as narrow as a phone.
    pub fn is_narrow(&self) -> bool {
        self.width < 600.0
    }

    fn push(&self, shape: Shape, ink: Ink, alpha: f64) {
        self.list.borrow_mut().push(shape, ink, alpha);
    }

    /// What `draw` draws becomes a group of this class.
    pub fn group(&self, class: &'static str, draw: impl FnOnce()) {
        self.push(Shape::Open(class), style::INK, 1.0);
        draw();
        self.push(Shape::Close, style::INK, 1.0);
    }

    /// Writes text, its numbers set as a printer would.
    pub fn text(&self, text: &str, (x, y): (f64, f64), t: TextStyle) {
        let label = super::list::Label {
            text: typeset(text),
            at: point((x, y + t.height.above_baseline(t.size))),
            size: t.size,
            bold: t.bold,
            align: t.align,
        };
        self.push(Shape::Text(label), t.ink, 1.0);
    }

    /// A line through points in px.
    pub fn line(&self, points: &[(f64, f64)], ink: Ink, alpha: f64, width: f64) {
        let points = points.iter().copied().map(point).collect();
        self.push(Shape::Lines(vec![points], line_units(width)), ink, alpha);
    }

    /// A dashed line through points in px.
    pub fn dashes(&self, points: &[(f64, f64)], ink: Ink, width: f64, dash: style::Dash) {
        let points: Vec<Point> = points.iter().copied().map(point).collect();
        let (on, off) = (units(dash.on), units(dash.off));
        let dashed = DashedPathElement::new(points, on, off, stroke(ink, 1.0, width));
        drawn(self.root.draw(&dashed));
    }

    /// Fills a rectangle, `alpha` being its opacity from 0 to 1.
    pub fn fill(&self, r: Rect, ink: Ink, alpha: f64) {
        let corners = [
            (r.left, r.top),
            (r.right, r.top),
            (r.right, r.bottom),
            (r.left, r.bottom),
        ];
        self.area(&corners, ink, alpha);
    }

    /// A filled outline through points in px.
    pub fn area(&self, points: &[(f64, f64)], ink: Ink, alpha: f64) {
        let points = points.iter().copied().map(point).collect();
        self.push(Shape::Area(points), ink, alpha);
    }

    /// Fills a disc, its radius in px, `alpha` its opacity from 0 to 1.
    pub fn dot(&self, at: (f64, f64), radius: f64, ink: Ink, alpha: f64) {
        self.push(Shape::Disc(point(at), line_units(radius)), ink, alpha);
    }

    /// A plot area on this drawing; its place is noted for the page's script.
    pub(super) fn plot_area<C: CoordTranslate>(
        &self,
        geometry: PanelGeometry,
        coordinates: C,
    ) -> DrawingArea<DisplayList, C> {
        self.panels.borrow_mut().push(geometry);
        self.root.apply_coord_spec(coordinates)
    }
}

/// Plotters' drawing may fail, a display list cannot: its error type has no values.
pub(super) fn drawn<E: std::fmt::Debug>(result: Result<(), E>) {
    debug_assert!(result.is_ok(), "{result:?}");
}
