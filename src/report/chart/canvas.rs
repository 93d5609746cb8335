//! Drawing in px on a recording: text, boxes, and panels with their own axes.

use super::axis::Axis;
use super::font;
use super::record::{Mark, Recorder, Shape, UNITS};
use super::style::{self, Ink};
use plotters::coord::Shift;
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::RangedCoordf64;
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
    /// Width of `text` in this type, px.
    pub fn width(&self, text: &str) -> f64 {
        font::width(text, self.size, self.bold)
    }
}

/// px to recorded units.
fn units(px: f64) -> i32 {
    (px * UNITS).round() as i32
}

/// A filled style.
fn filled(ink: Ink, alpha: f64) -> ShapeStyle {
    ShapeStyle {
        color: ink.with_alpha(alpha),
        filled: true,
        stroke_width: 0,
    }
}

/// A line's style, width in px.
fn stroke(ink: Ink, alpha: f64, width: f64) -> ShapeStyle {
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
}

impl Canvas {
    /// An empty drawing of this size in px.
    pub fn new((width, height): (u32, u32)) -> Self {
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

    /// Writes text.
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
        self.root.draw_text(text, &written, (units(x), units(y)))
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

    /// A panel: a plot area with its axes, and its place noted for the page's script.
    pub fn panel(&self, name: &'static str, plot: Rect, x: &Axis, y: &Axis) -> Panel<'_> {
        self.panels.borrow_mut().push(PanelGeometry {
            name,
            plot,
            x: (x.from, x.to),
            y: (y.to, y.from),
        });
        let pixels = (
            units(plot.left)..units(plot.right),
            units(plot.bottom)..units(plot.top),
        );
        let spec =
            Cartesian2d::<RangedCoordf64, RangedCoordf64>::new(x.from..x.to, y.from..y.to, pixels);
        Panel {
            canvas: self,
            area: self.root.apply_coord_spec(spec),
            plot,
            x: x.clone(),
            y: y.clone(),
        }
    }
}

fn color(ink: Ink, alpha: f64) -> RGBAColor {
    ink.with_alpha(alpha)
}

/// A plot area with its axes.
pub struct Panel<'a> {
    canvas: &'a Canvas,
    area: DrawingArea<Recorder, Cartesian2d<RangedCoordf64, RangedCoordf64>>,
    /// In px.
    pub plot: Rect,
    /// The axis across.
    pub x: Axis,
    /// The axis along.
    pub y: Axis,
}

impl Panel<'_> {
    /// Where a value of x is, px.
    pub fn px(&self, x: f64) -> f64 {
        self.plot.left + self.x.share(x) * self.plot.width()
    }
    /// Where a value of y is, px.
    pub fn py(&self, y: f64) -> f64 {
        self.plot.bottom - self.y.share(y) * self.plot.height()
    }

    /// Grid lines and tick labels of the axis along, left of the plot.
    pub fn y_axis(&self) -> Drawn {
        let label = Type::new(style::LABEL, style::MUTED).at(HPos::Right, VPos::Center);
        for tick in &self.y.ticks {
            let y = self.py(tick.at);
            let ends = [(self.plot.left, y), (self.plot.right, y)];
            self.canvas
                .line(&ends, style::GRID, 1.0, style::HAIR * 2.0)?;
            self.canvas
                .text(&tick.label, (self.plot.left - 6.0, y), label)?;
        }
        Ok(())
    }

    /// Ticks and labels of the axis across, below the plot.
    pub fn x_axis(&self) -> Drawn {
        let label = Type::new(style::LABEL, style::MUTED).at(HPos::Center, VPos::Top);
        let bottom = self.plot.bottom;
        let ends = [(self.plot.left, bottom), (self.plot.right, bottom)];
        self.canvas.line(&ends, style::AXIS, 1.0, 1.0)?;
        for tick in &self.x.ticks {
            let x = self.px(tick.at);
            let mark = [(x, bottom), (x, bottom + 4.0)];
            self.canvas.line(&mark, style::AXIS, 1.0, 1.0)?;
            self.canvas.text(&tick.label, (x, bottom + 8.0), label)?;
        }
        Ok(())
    }

    /// A line through `(x, y)`; it is interrupted where y is `None` or off the axis.
    pub fn series(&self, points: &[(f64, Option<f64>)], ink: Ink, alpha: f64, width: f64) -> Drawn {
        for stretch in self.stretches(points) {
            self.area
                .draw(&PathElement::new(stretch, stroke(ink, alpha, width)))?;
        }
        Ok(())
    }

    /// As [`Panel::series`], dashed.
    pub fn dashed(&self, points: &[(f64, Option<f64>)], ink: Ink, width: f64) -> Drawn {
        let (on, off) = (style::DASH.0 * UNITS as i32, style::DASH.1 * UNITS as i32);
        let style = stroke(ink, 1.0, width);
        for stretch in self.stretches(points) {
            let dashed = DashedPathElement::new(stretch.iter().copied(), on, off, style);
            self.area.draw(&dashed)?;
        }
        Ok(())
    }

    /// The stretches of a series that can be drawn.
    pub fn stretches(&self, points: &[(f64, Option<f64>)]) -> Vec<Vec<(f64, f64)>> {
        let inside = |&(x, y): &(f64, Option<f64>)| {
            let y = y.filter(|y| self.y.holds(*y) && self.x.holds(x))?;
            Some((x, y))
        };
        points
            .split(|p| inside(p).is_none())
            .map(|s| s.iter().filter_map(inside).collect::<Vec<_>>())
            .filter(|s| s.len() > 1)
            .collect()
    }

    /// The area between a series and the lower edge.
    pub fn under(&self, points: &[(f64, Option<f64>)], ink: Ink, alpha: f64) -> Drawn {
        for stretch in self.stretches(points) {
            let (first, last) = (stretch[0].0, stretch[stretch.len() - 1].0);
            let floor = self.y.from;
            let mut outline = stretch;
            outline.push((last, floor));
            outline.push((first, floor));
            self.area.draw(&Polygon::new(outline, filled(ink, alpha)))?;
        }
        Ok(())
    }

    /// Shades a stretch of x over the panel's height.
    pub fn shade(&self, from: f64, to: f64, ink: Ink, alpha: f64) -> Drawn {
        let left = self.px(from.max(self.x.from));
        let right = self.px(to.min(self.x.to));
        self.canvas.fill(
            Rect::new(left, self.plot.top, right, self.plot.bottom),
            ink,
            alpha,
        )
    }

    /// A dot at `(x, y)`, radius in px.
    pub fn dot(&self, x: f64, y: f64, radius: f64, ink: Ink, alpha: f64) -> Drawn {
        self.area
            .draw(&Circle::new((x, y), units(radius), filled(ink, alpha)))
    }
}
