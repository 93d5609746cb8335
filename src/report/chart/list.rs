//! The display list: the shapes of a figure in drawing order. A figure is drawn once into it;
//! SVG (`svg.rs`), PNG (`png.rs`) and PDF (`pdf/chart.rs`) are three views of it.
//! Plotters draws series into it through the [`DrawingBackend`] below.

use super::font;
use super::style::Ink;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, DrawingBackend, DrawingErrorKind,
};
use std::convert::Infallible;

/// Units of the list's coordinates in one px of layout. Plotters counts whole units; ten to
/// the px keep curves smooth when they are drawn at twice the size.
pub const UNITS: f64 = 10.0;

/// px to units of the display list.
pub(super) fn units(px: f64) -> i32 {
    (px * UNITS).round() as i32
}

/// A point in units, from the upper left corner.
pub type Point = (i32, i32);

/// Which point of a label its position names, along the line of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// The start of the text.
    Start,
    /// The middle of the text.
    Middle,
    /// The end of the text.
    End,
}

/// Which height of a label its position names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Height {
    /// The top of its capitals.
    Top,
    /// The middle of its capitals.
    Centre,
    /// The baseline of the text.
    Baseline,
}

impl Height {
    /// From this height down to the baseline of type of `size`, in the unit of `size`.
    pub fn above_baseline(self, size: f64) -> f64 {
        let cap = size * font::CAP_HEIGHT;
        match self {
            Self::Top => cap,
            Self::Centre => cap / 2.0,
            Self::Baseline => 0.0,
        }
    }
}

/// A line of text.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// The text as it is drawn.
    pub text: String,
    /// Where its baseline is, at the point `align` names.
    pub at: Point,
    /// Type size in px.
    pub size: f64,
    /// True for bold type, false for regular.
    pub bold: bool,
    /// Which point of the text `at` is.
    pub align: Align,
}

impl Label {
    /// How far left of `at` the text begins, as a share of its width.
    pub fn share_left(&self) -> f64 {
        match self.align {
            Align::Start => 0.0,
            Align::Middle => 0.5,
            Align::End => 1.0,
        }
    }
}

/// The geometry of a mark, in units of the list.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Open lines of one look, and their width in units.
    Lines(Vec<Vec<Point>>, u32),
    /// The inside of an outline.
    Area(Vec<Point>),
    /// A filled circle: centre and radius in units.
    Disc(Point, u32),
    /// A line of text.
    Text(Label),
    /// The marks up to the matching [`Shape::Close`] belong together; an SVG makes them a
    /// group of this class.
    Open(&'static str),
    /// End of a group.
    Close,
}

/// A shape and its colour.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// The geometry of the mark.
    pub shape: Shape,
    /// Colour from the palette.
    pub ink: Ink,
    /// Opacity, 0 to 1.
    pub alpha: f64,
}

/// A figure as shapes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DisplayList {
    /// Width and height in units.
    pub size: (u32, u32),
    /// Marks in drawing order.
    pub marks: Vec<Mark>,
}

impl DisplayList {
    /// Adds a shape. Opaque lines that follow others of their look join those, so that a dashed
    /// curve is one mark. Translucent lines stay apart: where two cross, both must show.
    pub fn push(&mut self, shape: Shape, ink: Ink, alpha: f64) {
        if let Shape::Lines(lines, width) = &shape
            && let Some(Mark {
                shape: Shape::Lines(before, same),
                ink: same_ink,
                alpha: opaque,
            }) = self.marks.last_mut()
            && (*same, *same_ink, *opaque, alpha) == (*width, ink, 1.0, 1.0)
        {
            before.extend_from_slice(lines);
        } else {
            self.marks.push(Mark { shape, ink, alpha });
        }
    }
}

/// The corners of an upright rectangle, or `None` for any other outline: upper left, lower right.
pub fn upright(outline: &[Point]) -> Option<(Point, Point)> {
    let [(x0, y0), (x1, y1), (x2, y2), (x3, y3)] = *outline else {
        return None;
    };
    (y0 == y1 && x1 == x2 && y2 == y3 && x3 == x0)
        .then(|| ((x0.min(x1), y0.min(y2)), (x0.max(x1), y0.max(y2))))
}

type Done = Result<(), DrawingErrorKind<Infallible>>;

impl DisplayList {
    fn add(&mut self, shape: Shape, color: BackendColor) -> Done {
        // An area series has a transparent border.
        if color.alpha > 0.0 {
            self.push(shape, Ink::carried_by(color), color.alpha);
        }
        Ok(())
    }
}

impl DrawingBackend for DisplayList {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }
    fn ensure_prepared(&mut self) -> Done {
        Ok(())
    }
    fn present(&mut self) -> Done {
        Ok(())
    }
    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Done {
        let corners = vec![(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)];
        self.add(Shape::Area(corners), color)
    }
    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Done {
        let mut points: Vec<Point> = path.into_iter().collect();
        points.dedup();
        if points.len() < 2 {
            return Ok(());
        }
        self.add(
            Shape::Lines(vec![points], style.stroke_width()),
            style.color(),
        )
    }
    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Done {
        self.add(Shape::Area(corners.into_iter().collect()), style.color())
    }
}
