//! The display list as a PNG file: painted by tiny-skia, written with a palette.

use super::font::{self, OutlineCurve};
use super::list::{Label, Mark, Point, Shape, UNITS, upright};
use super::{Drawing, style};
use png::{BitDepth, ColorType, Compression, Encoder, Filter};
use std::collections::HashMap;
use tiny_skia::{
    Color, FillRule, LineCap, LineJoin, Paint, PathBuilder, Pixmap, Rect, Stroke, Transform,
};

/// Pixels for one px of layout: sharp on a high-density screen, and 1600 pixels wide for the usual
/// layout.
pub const SCALE: f64 = 2.0;

/// Pixels in a unit of the display list.
const PIXELS_PER_UNIT: f32 = (SCALE / UNITS) as f32;

impl Drawing {
    /// As the bytes of a PNG file. `None` if its size is no size of a picture.
    pub fn png(&self) -> Option<Vec<u8>> {
        let pixels = |units: u32| (units as f32 * PIXELS_PER_UNIT) as u32;
        let (width, height) = self.list.size;
        let mut picture = Pixmap::new(pixels(width), pixels(height))?;
        let (r, g, b) = style::PAPER.rgb();
        picture.fill(Color::from_rgba8(r, g, b, 255));
        for mark in &self.list.marks {
            paint(&mut picture, mark);
        }
        encoded(&picture)
    }
}

fn paint(picture: &mut Pixmap, mark: &Mark) {
    let mut color = Paint::default();
    let (r, g, b) = mark.ink.rgb();
    color.set_color_rgba8(r, g, b, (mark.alpha * 255.0).round() as u8);
    let in_units = Transform::from_scale(PIXELS_PER_UNIT, PIXELS_PER_UNIT);
    let mut path = PathBuilder::new();
    match &mark.shape {
        Shape::Lines(lines, width) => {
            for line in lines {
                match sharp_line(line, *width) {
                    Some(sharp) => picture.fill_rect(sharp, &color, Transform::identity(), None),
                    None => trace(&mut path, line),
                }
            }
            let pen = Stroke {
                width: *width as f32,
                line_cap: LineCap::Round,
                line_join: LineJoin::Round,
                ..Stroke::default()
            };
            if let Some(path) = path.finish() {
                picture.stroke_path(&path, &color, &pen, in_units, None);
            }
            return;
        }
        Shape::Area(points) => match upright(points) {
            Some((from, to)) => {
                if let Some(sharp) = sharp_box(from, to) {
                    picture.fill_rect(sharp, &color, Transform::identity(), None);
                }
            }
            None => {
                trace(&mut path, points);
                path.close();
            }
        },
        Shape::Disc((x, y), radius) => path.push_circle(*x as f32, *y as f32, *radius as f32),
        Shape::Text(label) => write(&mut path, label),
        Shape::Open(_) | Shape::Close => {}
    }
    if let Some(path) = path.finish() {
        picture.fill_path(&path, &color, FillRule::Winding, in_units, None);
    }
}

fn trace(path: &mut PathBuilder, points: &[Point]) {
    for (k, &(x, y)) in points.iter().enumerate() {
        if k == 0 {
            path.move_to(x as f32, y as f32);
        } else {
            path.line_to(x as f32, y as f32);
        }
    }
}

/// Adds the outlines of a text. Its baseline stands on a whole pixel, which keeps level strokes
/// sharp.
fn write(path: &mut PathBuilder, label: &Label) {
    let size = label.size * UNITS;
    let back = font::width(&label.text, size, label.bold) * label.share_left();
    let left = label.at.0 as f32 - back as f32;
    let base = whole_pixels(label.at.1) / PIXELS_PER_UNIT;
    font::outlines(&label.text, size, label.bold, |curves, scale, x| {
        let place = |p: &ab_glyph::Point| (left + x + p.x * scale, base - p.y * scale);
        let mut end = None;
        for curve in curves {
            let (from, to) = match curve {
                OutlineCurve::Line(from, to)
                | OutlineCurve::Quad(from, _, to)
                | OutlineCurve::Cubic(from, _, _, to) => (from, to),
            };
            // The curves of a contour join; the next contour begins elsewhere.
            if end.replace(*to) != Some(*from) {
                let (x, y) = place(from);
                path.move_to(x, y);
            }
            let (x, y) = place(to);
            match curve {
                OutlineCurve::Line(..) => path.line_to(x, y),
                OutlineCurve::Quad(_, via, _) => {
                    let (vx, vy) = place(via);
                    path.quad_to(vx, vy, x, y);
                }
                OutlineCurve::Cubic(_, via, then, _) => {
                    let ((vx, vy), (tx, ty)) = (place(via), place(then));
                    path.cubic_to(vx, vy, tx, ty, x, y);
                }
            }
        }
    });
}

fn whole_pixels(units: i32) -> f32 {
    (units as f32 * PIXELS_PER_UNIT).round()
}

/// An upright or level line as a box on whole pixels, so that a thin one is sharp.
fn sharp_line(points: &[Point], width: u32) -> Option<Rect> {
    let [(x0, y0), (x1, y1)] = *points else {
        return None;
    };
    let thick = (width as f32 * PIXELS_PER_UNIT).round().max(1.0);
    let beside = |middle: i32| whole_pixels(middle) - (thick / 2.0).floor();
    let (left, top) = (whole_pixels(x0.min(x1)), whole_pixels(y0.min(y1)));
    let wide = whole_pixels(x0.max(x1)) - left;
    let high = whole_pixels(y0.max(y1)) - top;
    if x0 == x1 {
        Rect::from_xywh(beside(x0), top, thick, high.max(1.0))
    } else if y0 == y1 {
        Rect::from_xywh(left, beside(y0), wide.max(1.0), thick)
    } else {
        None
    }
}

/// An upright rectangle on whole pixels.
fn sharp_box(from: Point, to: Point) -> Option<Rect> {
    let (left, top) = (whole_pixels(from.0), whole_pixels(from.1));
    let (wide, high) = (whole_pixels(to.0) - left, whole_pixels(to.1) - top);
    Rect::from_xywh(left, top, wide.max(1.0), high.max(1.0))
}

/// Entries in the palette of a PNG file.
const MOST_COLOURS: usize = 256;

/// Red, green, blue and opacity of a pixel.
type Rgba = [u8; 4];

/// A palette for the colours of a picture, and each pixel as an entry of it. The most frequent
/// colours are kept as they are; rarer ones, blends at edges, take the nearest that is kept.
fn indexed(picture: &Pixmap) -> (Vec<u8>, Vec<u8>) {
    let (pixels, _) = picture.data().as_chunks();
    let mut counts: HashMap<Rgba, usize> = HashMap::new();
    for run in pixels.chunk_by(PartialEq::eq) {
        *counts.entry(run[0]).or_default() += run.len();
    }
    let mut colours: Vec<_> = counts.into_iter().collect();
    // The colour decides between equal counts: the order of a map must not be seen in a file.
    colours.sort_by_key(|(colour, count)| (std::cmp::Reverse(*count), *colour));
    let (kept, rare) = colours.split_at(colours.len().min(MOST_COLOURS));
    let mut entries: HashMap<Rgba, u8> =
        (0..=u8::MAX).zip(kept).map(|(k, (c, _))| (*c, k)).collect();
    for (colour, _) in rare {
        let nearest = (0..=u8::MAX)
            .zip(kept)
            .min_by_key(|(_, (c, _))| apart(*c, *colour));
        entries.insert(*colour, nearest.map_or(0, |(k, _)| k));
    }
    let mut rows = Vec::with_capacity(pixels.len());
    for run in pixels.chunk_by(PartialEq::eq) {
        rows.resize(rows.len() + run.len(), entries[&run[0]]);
    }
    let palette = kept.iter().flat_map(|([r, g, b, _], _)| [*r, *g, *b]);
    (palette.collect(), rows)
}

/// Squared distance of two colours.
fn apart(a: Rgba, b: Rgba) -> u32 {
    let square = |(a, b): (&u8, u8)| u32::from(a.abs_diff(b)).pow(2);
    a.iter().zip(b).map(square).sum()
}

fn encoded(picture: &Pixmap) -> Option<Vec<u8>> {
    let (palette, rows) = indexed(picture);
    let mut bytes = Vec::with_capacity(1 << 17);
    let mut encoder = Encoder::new(&mut bytes, picture.width(), picture.height());
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_palette(palette);
    encoder.set_compression(Compression::Balanced);
    // Entries of a palette are names, not amounts: differences of neighbours say nothing.
    encoder.set_filter(Filter::NoFilter);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&rows).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}
