//! A recording as a PNG: antialiased lines by tiny-skia, text by exact coverage, encoded
//! for speed.

use super::font;
use super::record::{Align, Label, Mark, Point, Recorder, Shape, UNITS};
use super::style::{self, Ink};
use tiny_skia::{
    Color, FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, PremultipliedColorU8,
    Rect, Stroke, Transform,
};

/// Pixels of the bitmap for one px of layout: sharp on a high-density screen, and 1600
/// pixels wide for the usual layout.
pub const SCALE: f64 = 2.0;

/// Pixels in a recorded unit.
const PIXELS_PER_UNIT: f32 = (SCALE / UNITS) as f32;

/// The recording as the bytes of a PNG file. `None` if its size is no size of a bitmap.
pub fn png(recording: &Recorder) -> Option<Vec<u8>> {
    let wide = (f64::from(recording.size.0) / UNITS * SCALE) as u32;
    let high = (f64::from(recording.size.1) / UNITS * SCALE) as u32;
    let mut pixmap = Pixmap::new(wide, high)?;
    let (r, g, b) = style::PAPER.rgb();
    pixmap.fill(Color::from_rgba8(r, g, b, 255));
    for mark in &recording.marks {
        draw(&mut pixmap, mark);
    }
    encode(&pixmap)
}

/// Draws one mark. Marks without extent draw nothing.
fn draw(pixmap: &mut Pixmap, mark: &Mark) {
    match &mark.shape {
        Shape::Line(points, width) => line(pixmap, points, *width, mark),
        Shape::Area(points) => area(pixmap, points, mark),
        Shape::Disc(center, radius) => {
            if let Some(path) = circle(*center, *radius) {
                fill(pixmap, &path, mark);
            }
        }
        Shape::Ring(center, radius, width) => {
            if let Some(path) = circle(*center, *radius) {
                outline(pixmap, &path, *width, mark);
            }
        }
        Shape::Text(label) => text(pixmap, label, mark),
        Shape::Open(_) | Shape::Close => {}
    }
}

fn pixels(units: i32) -> f32 {
    units as f32 * PIXELS_PER_UNIT
}

fn paint(ink: Ink, alpha: f64) -> Paint<'static> {
    let (r, g, b) = ink.rgb();
    let mut paint = Paint::default();
    paint.set_color_rgba8(r, g, b, (alpha * 255.0).round() as u8);
    paint
}

fn circle((x, y): Point, radius: u32) -> Option<Path> {
    PathBuilder::from_circle(pixels(x), pixels(y), radius as f32 * PIXELS_PER_UNIT)
}

fn path(points: &[Point], close: bool) -> Option<Path> {
    let mut builder = PathBuilder::with_capacity(points.len() + 1, points.len());
    for (k, (x, y)) in points.iter().enumerate() {
        if k == 0 {
            builder.move_to(pixels(*x), pixels(*y));
        } else {
            builder.line_to(pixels(*x), pixels(*y));
        }
    }
    if close {
        builder.close();
    }
    builder.finish()
}

fn fill(pixmap: &mut Pixmap, path: &Path, mark: &Mark) {
    let paint = paint(mark.ink, mark.alpha);
    pixmap.fill_path(path, &paint, FillRule::Winding, Transform::identity(), None);
}

fn outline(pixmap: &mut Pixmap, path: &Path, width: u32, mark: &Mark) {
    let stroke = Stroke {
        width: width as f32 * PIXELS_PER_UNIT,
        line_cap: LineCap::Round,
        line_join: LineJoin::Round,
        ..Stroke::default()
    };
    let paint = paint(mark.ink, mark.alpha);
    pixmap.stroke_path(path, &paint, &stroke, Transform::identity(), None);
}

/// An upright or level line becomes a box on whole pixels, so that a thin one is sharp.
fn line(pixmap: &mut Pixmap, points: &[Point], width: u32, mark: &Mark) {
    if let [(x0, y0), (x1, y1)] = *points
        && (x0 == x1 || y0 == y1)
    {
        let thick = (width as f32 * PIXELS_PER_UNIT).round().max(1.0);
        let (left, right) = (pixels(x0.min(x1)).round(), pixels(x0.max(x1)).round());
        let (top, bottom) = (pixels(y0.min(y1)).round(), pixels(y0.max(y1)).round());
        let back = (thick / 2.0).floor();
        let sharp = if x0 == x1 {
            Rect::from_ltrb(left - back, top, left - back + thick, bottom.max(top + 1.0))
        } else {
            Rect::from_ltrb(left, top - back, right.max(left + 1.0), top - back + thick)
        };
        if let Some(sharp) = sharp {
            let mut paint = paint(mark.ink, mark.alpha);
            paint.anti_alias = false;
            pixmap.fill_rect(sharp, &paint, Transform::identity(), None);
        }
    } else if let Some(path) = path(points, false) {
        outline(pixmap, &path, width, mark);
    }
}

/// Boxes take the short way; other outlines are filled as paths.
fn area(pixmap: &mut Pixmap, points: &[Point], mark: &Mark) {
    if let [(x0, y0), (x1, y1), (x2, y2), (x3, y3)] = *points
        && (y0 == y1 && x1 == x2 && y2 == y3 && x3 == x0)
    {
        let (left, right) = (pixels(x0.min(x1)), pixels(x0.max(x1)));
        let (top, bottom) = (pixels(y0.min(y2)), pixels(y0.max(y2)));
        let sharp = Rect::from_ltrb(
            left.round(),
            top.round(),
            right.round().max(left.round() + 1.0),
            bottom.round().max(top.round() + 1.0),
        );
        if let Some(sharp) = sharp {
            let paint = paint(mark.ink, mark.alpha);
            pixmap.fill_rect(sharp, &paint, Transform::identity(), None);
        }
    } else if let Some(path) = path(points, true) {
        fill(pixmap, &path, mark);
    }
}

/// Text, blended by coverage. Text that reads upwards is drawn level and turned pixel by
/// pixel: a quarter turn keeps pixels whole.
fn text(pixmap: &mut Pixmap, label: &Label, mark: &Mark) {
    let size = label.size * SCALE;
    let long = font::width(&label.text, size, label.bold);
    let back = match label.align {
        Align::Start => 0.0,
        Align::Middle => long / 2.0,
        Align::End => long,
    };
    let (x, y) = (f64::from(pixels(label.at.0)), f64::from(pixels(label.at.1)));
    let (wide, high) = (pixmap.width() as i32, pixmap.height() as i32);
    let ink = mark.ink.rgb();
    let alpha = mark.alpha as f32;
    let all = pixmap.pixels_mut();
    let mut dot = |px: i32, py: i32, cover: f32| {
        if (0..wide).contains(&px) && (0..high).contains(&py) {
            // Both are in range, so the product is an index.
            let at = (py * wide + px) as usize;
            all[at] = blend(all[at], ink, cover * alpha);
        }
    };
    if label.upwards {
        let (turn_x, turn_y) = (x.round() as i32, y.round() as i32);
        font::cover(&label.text, size, label.bold, (-back, 0.0), |dx, dy, c| {
            dot(turn_x + dy, turn_y - dx - 1, c);
        });
    } else {
        // The baseline stands on a whole pixel, which keeps horizontal stems sharp.
        let start = (x - back, y.round());
        font::cover(&label.text, size, label.bold, start, dot);
    }
}

/// `over` laid onto an opaque pixel.
fn blend(under: PremultipliedColorU8, over: (u8, u8, u8), alpha: f32) -> PremultipliedColorU8 {
    let mix = |a: u8, b: u8| (f32::from(a) + (f32::from(b) - f32::from(a)) * alpha).round() as u8;
    PremultipliedColorU8::from_rgba(
        mix(under.red(), over.0),
        mix(under.green(), over.1),
        mix(under.blue(), over.2),
        255,
    )
    .unwrap_or(under)
}

/// RGB without alpha (the paper is opaque), compressed the fast way: charts are mostly
/// flat, so that costs little size.
fn encode(pixmap: &Pixmap) -> Option<Vec<u8>> {
    let mut rgb = Vec::with_capacity(pixmap.pixels().len() * 3);
    for pixel in pixmap.pixels() {
        rgb.extend_from_slice(&[pixel.red(), pixel.green(), pixel.blue()]);
    }
    let mut bytes = Vec::with_capacity(1 << 17);
    let mut encoder = png::Encoder::new(&mut bytes, pixmap.width(), pixmap.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fastest);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&rgb).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}
