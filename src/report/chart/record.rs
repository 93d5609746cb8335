//! A plotters backend that records. A figure is drawn once, and its marks are then painted
//! as often as wanted: as pixels, as SVG, onto a page of a PDF.

use super::font;
use super::style::Ink;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle, FontTransform,
};
use std::convert::Infallible;

/// Units of the recorded coordinates in one px of layout. Plotters counts whole units; ten
/// to the px keep curves smooth when they are drawn at twice the size.
pub const UNITS: f64 = 10.0;

/// A point in recorded units, from the upper left corner.
pub type Point = (i32, i32);

/// Which point of a label its position names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Its start.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// A line of text.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// The text.
    pub text: String,
    /// Where its baseline is, at the point `align` names.
    pub at: Point,
    /// Type size in px.
    pub size: f64,
    /// Bold or regular.
    pub bold: bool,
    /// See [`Align`].
    pub align: Align,
    /// True when it reads upwards, turned a quarter to the left.
    pub upwards: bool,
}

/// What is drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// An open line and its width in units.
    Line(Vec<Point>, u32),
    /// A filled outline.
    Area(Vec<Point>),
    /// A filled circle: centre and radius in units.
    Disc(Point, u32),
    /// A circle's outline: centre, radius and width in units.
    Ring(Point, u32, u32),
    /// Text.
    Text(Label),
    /// What follows, up to the matching [`Shape::Close`], is of this kind: a class name.
    Open(&'static str),
    /// End of a group.
    Close,
}

/// A shape and its colour.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// What.
    pub shape: Shape,
    /// In which colour.
    pub ink: Ink,
    /// How opaque, 0 to 1.
    pub alpha: f64,
}

/// The recording.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Recorder {
    /// Size in units.
    pub size: (u32, u32),
    /// Marks in the order of drawing.
    pub marks: Vec<Mark>,
}

type Done = Result<(), DrawingErrorKind<Infallible>>;

impl Recorder {
    fn push(&mut self, shape: Shape, color: BackendColor) -> Done {
        if color.alpha > 0.0 {
            self.marks.push(Mark {
                shape,
                ink: Ink::from_rgb(color.rgb),
                alpha: color.alpha,
            });
        }
        Ok(())
    }
}

impl DrawingBackend for Recorder {
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
        self.push(Shape::Area(corners), color)
    }
    fn draw_line<S: BackendStyle>(&mut self, a: BackendCoord, b: BackendCoord, s: &S) -> Done {
        self.push(Shape::Line(vec![a, b], s.stroke_width()), s.color())
    }
    fn draw_rect<S: BackendStyle>(
        &mut self,
        (x0, y0): BackendCoord,
        (x1, y1): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Done {
        let mut corners = vec![(x0, y0), (x1, y0), (x1, y1), (x0, y1)];
        if fill {
            return self.push(Shape::Area(corners), style.color());
        }
        corners.push((x0, y0));
        self.push(Shape::Line(corners, style.stroke_width()), style.color())
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
        self.push(Shape::Line(points, style.stroke_width()), style.color())
    }
    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Done {
        let shape = if fill {
            Shape::Disc(center, radius)
        } else {
            Shape::Ring(center, radius, style.stroke_width())
        };
        self.push(shape, style.color())
    }
    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Done {
        self.push(Shape::Area(corners.into_iter().collect()), style.color())
    }
    fn draw_text<T: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &T,
        (x, y): BackendCoord,
    ) -> Done {
        let upwards = matches!(style.transform(), FontTransform::Rotate270);
        let cap = style.size() * font::CAP_HEIGHT;
        let drop = match style.anchor().v_pos {
            VPos::Top => cap,
            VPos::Center => cap / 2.0,
            VPos::Bottom => 0.0,
        }
        .round() as i32;
        let label = Label {
            text: text.to_owned(),
            at: if upwards {
                (x + drop, y)
            } else {
                (x, y + drop)
            },
            size: style.size() / UNITS,
            bold: matches!(style.style(), FontStyle::Bold),
            align: match style.anchor().h_pos {
                HPos::Left => Align::Start,
                HPos::Center => Align::Middle,
                HPos::Right => Align::End,
            },
            upwards,
        };
        self.push(Shape::Text(label), style.color())
    }
    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let bold = matches!(style.style(), FontStyle::Bold);
        let wide = font::width(text, style.size(), bold);
        let high = style.size() * (font::CAP_HEIGHT + font::DESCENT);
        Ok((wide.ceil() as u32, high.ceil() as u32))
    }
}
