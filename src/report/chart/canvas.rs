//! Drawing in px on a recording: text, lines, boxes.

use super::font;
use super::record::{Mark, Recorder, Shape, UNITS};
use super::style::{self, Ink};
use super::svg::Setting;
use crate::report::words::typeset;
use plotters::coord::{CoordTranslate, Shift};
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::element::{Circle, DashedPathElement, PathElement, Polygon, Rectangle};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontFamily, FontStyle, FontTransform, RGBAColor, ShapeStyle, TextStyle};
use std::cell::RefCell;
use std::convert::Infallible;
use std::rc::Rc;

/// Result of drawing: a recording does not fail, but plotters' functions may say so.
pub type Drawn = Result<(), Fault>;
/// What plotters' drawing functions may fail with.
pub type Fault = DrawingAreaErrorKind<Infallible>;

/// A rectangle in px of layout.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
}

impl Rect {
    /// From its edges.
    pub const fn new(left: f64, top: f64, right: f64, bottom: f64) -> Self {
        Self {
            left,
            top,
            right,
            bottom,
        }
    }
    /// Its width.
    pub fn width(&self) -> f64 {
        self.right - self.left
    }
    /// Its height.
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

/// Type of a label.
#[derive(Clone, Copy)]
pub struct Type {
    /// Size in px.
    pub size: f64,
    /// Bold or regular.
    pub bold: bool,
    /// Colour.
    pub ink: Ink,
    /// Which point its position names, across and along.
    pub anchor: (HPos, VPos),
    /// Reads upwards.
    pub upwards: bool,
}

impl Type {
    /// Regular text of this size and colour, its position the left end of its baseline.
    pub const fn new(size: f64, ink: Ink) -> Self {
        Self {
            size,
            bold: false,
            ink,
            anchor: (HPos::Left, VPos::Bottom),
            upwards: false,
        }
    }
    /// In bold.
    pub const fn bold(mut self) -> Self {
        self.bold = true;
        self
    }
    /// With another anchor.
    pub const fn at(mut self, across: HPos, along: VPos) -> Self {
        self.anchor = (across, along);
        self
    }
    /// Room that `text` may need in this type, px, in this font or in a wider one.
    pub fn room(&self, text: &str) -> f64 {
        font::width(&typeset(text), self.size, self.bold) * font::WIDER
    }
}

/// px to recorded units.
pub(super) fn units(px: f64) -> i32 {
    (px * UNITS).round() as i32
}

/// A filled style.
pub(super) fn filled(ink: Ink, alpha: f64) -> ShapeStyle {
    ShapeStyle {
        color: ink.with_alpha(alpha),
        filled: true,
        stroke_width: 0,
    }
}

/// A line's style, width in px.
pub(super) fn stroke(ink: Ink, alpha: f64, width: f64) -> ShapeStyle {
    ShapeStyle {
        color: ink.with_alpha(alpha),
        filled: false,
        // Line widths are small and positive.
        stroke_width: units(width).max(1) as u32,
    }
}

/// The whole drawing.
pub struct Canvas {
    recorder: Rc<RefCell<Recorder>>,
    root: DrawingArea<Recorder, Shift>,
    panels: RefCell<Vec<PanelGeometry>>,
    /// Size in px.
    pub width: f64,
    /// Size in px.
    pub height: f64,
    /// Whether it stands alone or within a report.
    pub setting: Setting,
}

impl Canvas {
    /// An empty drawing of this size in px.
    pub fn new((width, height): (u32, u32), setting: Setting) -> Self {
        let recorder = Rc::new(RefCell::new(Recorder {
            size: (width * UNITS as u32, height * UNITS as u32),
            marks: Vec::new(),
        }));
        Self {
            root: DrawingArea::from(&recorder),
            recorder,
            panels: RefCell::default(),
            width: f64::from(width),
            height: f64::from(height),
            setting,
        }
    }

    /// The recording and its panels.
    pub fn finish(self) -> (Recorder, Vec<PanelGeometry>) {
        (self.recorder.take(), self.panels.take())
    }

    /// True on a drawing as narrow as a phone.
    pub fn is_narrow(&self) -> bool {
        self.width < 600.0
    }

    /// What `draw` draws becomes a group of this class.
    pub fn group(&self, class: &'static str, draw: impl FnOnce() -> Drawn) -> Drawn {
        self.mark(Shape::Open(class));
        let done = draw();
        self.mark(Shape::Close);
        done
    }

    fn mark(&self, shape: Shape) {
        self.recorder.borrow_mut().marks.push(Mark {
            shape,
            ink: style::INK,
            alpha: 1.0,
        });
    }

    /// Writes text, its numbers set as a printer would.
    pub fn text(&self, text: &str, (x, y): (f64, f64), t: Type) -> Drawn {
        let weight = if t.bold {
            FontStyle::Bold
        } else {
            FontStyle::Normal
        };
        let mut written =
            TextStyle::from((FontFamily::SansSerif, t.size * UNITS, weight)).pos(Pos {
                h_pos: t.anchor.0,
                v_pos: t.anchor.1,
            });
        written.color = plotters::style::Color::to_backend_color(&color(t.ink, 1.0));
        if t.upwards {
            written = written.transform(FontTransform::Rotate270);
        }
        self.root
            .draw_text(&typeset(text), &written, (units(x), units(y)))
    }

    /// A line through points in px.
    pub fn line(&self, points: &[(f64, f64)], ink: Ink, alpha: f64, width: f64) -> Drawn {
        let points: Vec<_> = points.iter().map(|p| (units(p.0), units(p.1))).collect();
        self.root
            .draw(&PathElement::new(points, stroke(ink, alpha, width)))
    }

    /// A dashed line through points in px.
    pub fn dashes(&self, points: &[(f64, f64)], ink: Ink, width: f64, dash: (i32, i32)) -> Drawn {
        let points: Vec<_> = points.iter().map(|p| (units(p.0), units(p.1))).collect();
        let (on, off) = (dash.0 * UNITS as i32, dash.1 * UNITS as i32);
        let style = stroke(ink, 1.0, width);
        self.root.draw(&DashedPathElement::new(
            points.iter().copied(),
            on,
            off,
            style,
        ))
    }

    /// A filled rectangle.
    pub fn fill(&self, r: Rect, ink: Ink, alpha: f64) -> Drawn {
        let corners = [
            (units(r.left), units(r.top)),
            (units(r.right), units(r.bottom)),
        ];
        self.root.draw(&Rectangle::new(corners, filled(ink, alpha)))
    }

    /// A filled outline through points in px.
    pub fn area(&self, points: &[(f64, f64)], ink: Ink, alpha: f64) -> Drawn {
        let points: Vec<_> = points.iter().map(|p| (units(p.0), units(p.1))).collect();
        self.root.draw(&Polygon::new(points, filled(ink, alpha)))
    }

    /// A dot.
    pub fn dot(&self, (x, y): (f64, f64), radius: f64, ink: Ink, alpha: f64) -> Drawn {
        self.root.draw(&Circle::new(
            (units(x), units(y)),
            units(radius),
            filled(ink, alpha),
        ))
    }

    /// A plot area on this drawing; its place is noted for the page's script.
    pub(super) fn plot_area<C: CoordTranslate>(
        &self,
        geometry: PanelGeometry,
        coordinates: C,
    ) -> DrawingArea<Recorder, C> {
        self.panels.borrow_mut().push(geometry);
        self.root.apply_coord_spec(coordinates)
    }
}

fn color(ink: Ink, alpha: f64) -> RGBAColor {
    ink.with_alpha(alpha)
}
