//! A recording as a PNG: lines by distance, areas by tiny-skia, text by exact coverage,
//! encoded for speed. It is painted and encoded strip by strip, so that what is worked on stays in
//! the processor's cache and a large picture takes no more memory than a small one.

mod brush;
mod glyphs;
mod pen;

use super::font;
use super::record::{Align, Label, Recorder, UNITS};
use super::style;
use brush::{Brush, What, brushes, pixels};
use fdeflate::Compressor;
use glyphs::Glyphs;
use pen::Mask;
use tiny_skia::{Color, FillRule, Paint, Pixmap, PremultipliedColorU8, Rect, Transform};

/// Pixels of the bitmap for one px of layout: sharp on a high-density screen, and 1600
/// pixels wide for the usual layout.
pub const SCALE: f64 = 2.0;

/// Pixels in a recorded unit.
const PIXELS_PER_UNIT: f32 = (SCALE / UNITS) as f32;

/// Rows painted at a time. At 1600 pixels a strip is 800 kB, which second-level caches
/// hold; thinner strips would cut more lines in two.
const STRIP: u32 = 128;

/// The recording as the bytes of a PNG file. `None` if its size is no size of a bitmap.
pub fn png(recording: &Recorder) -> Option<Vec<u8>> {
    let wide = (f64::from(recording.size.0) / UNITS * SCALE) as u32;
    let high = (f64::from(recording.size.1) / UNITS * SCALE) as u32;
    let mut strip = Pixmap::new(wide, STRIP.min(high))?;
    let (r, g, b) = style::PAPER.rgb();
    let paper = Color::from_rgba8(r, g, b, 255);
    let brushes = brushes(&recording.marks);
    let mut glyphs = Glyphs::default();
    let mut mask = Mask::new(strip.width(), strip.height());

    // A filter byte, then red, green and blue: the paper is opaque.
    let mut filtered = vec![FILTER_UP; 1 + wide as usize * 3];
    let mut above = vec![0; wide as usize * 4];
    let mut packed = Compressor::new(Vec::with_capacity(1 << 17)).ok()?;
    for top in (0..high).step_by(STRIP as usize) {
        strip.fill(paper);
        for brush in &brushes {
            brush.paint(&mut strip, top as i32, &mut glyphs, &mut mask);
        }
        let mut before = above.as_slice();
        let rows = strip.data().chunks_exact(wide as usize * 4);
        for row in rows.take((high - top) as usize) {
            filter_up(row, before, &mut filtered[1..]);
            packed.write_data(&filtered).ok()?;
            before = row;
        }
        above = before.to_vec();
    }
    wrapped(wide, high, &packed.finish().ok()?)
}

/// Number of PNG's filter that takes the row above away.
const FILTER_UP: u8 = 2;

/// A row of RGBA as RGB, less the row above it.
fn filter_up(row: &[u8], above: &[u8], filtered: &mut [u8]) {
    /// Pixels looked at together: most are as those above them.
    const BLOCK: usize = 16;
    let (blocks, rest) = row.as_chunks::<{ BLOCK * 4 }>();
    let (blocks_above, rest_above) = above.as_chunks::<{ BLOCK * 4 }>();
    let (filtered, rest_filtered) = filtered.as_chunks_mut::<{ BLOCK * 3 }>();
    for ((row, above), to) in blocks.iter().zip(blocks_above).zip(filtered) {
        if row == above {
            *to = [0; BLOCK * 3];
        } else {
            difference(row, above, to);
        }
    }
    difference(rest, rest_above, rest_filtered);
}

/// Pixels of RGBA as RGB, less those above them.
fn difference(row: &[u8], above: &[u8], to: &mut [u8]) {
    let pixels = row.as_chunks::<4>().0.iter().zip(above.as_chunks::<4>().0);
    for ((row, above), to) in pixels.zip(to.as_chunks_mut::<3>().0) {
        *to = std::array::from_fn(|k| row[k].wrapping_sub(above[k]));
    }
}

/// Compressed rows as a PNG file.
fn wrapped(wide: u32, high: u32, packed: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(packed.len() + 64);
    let mut encoder = png::Encoder::new(&mut bytes, wide, high);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().ok()?;
    writer.write_chunk(png::chunk::IDAT, packed).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}

impl Brush<'_> {
    /// Paints what of it lies in a strip that begins at row `top`.
    fn paint(&self, strip: &mut Pixmap, top: i32, glyphs: &mut Glyphs, mask: &mut Mask) {
        if self.rows.1 <= top || self.rows.0 >= top + strip.height() as i32 {
            return;
        }
        let (r, g, b) = self.ink.rgb();
        let mut paint = Paint::default();
        paint.set_color_rgba8(r, g, b, (self.alpha * 255.0).round() as u8);
        let up = Transform::from_translate(0.0, -(top as f32));
        match &self.what {
            What::Box(sharp) => {
                paint.anti_alias = false;
                let moved = Rect::from_xywh(
                    sharp.x(),
                    sharp.y() - top as f32,
                    sharp.width(),
                    sharp.height(),
                );
                if let Some(moved) = moved {
                    strip.fill_rect(moved, &paint, Transform::identity(), None);
                }
            }
            What::Outline(path) => strip.fill_path(path, &paint, FillRule::Winding, up, None),
            What::Ring(path, stroke) => strip.stroke_path(path, &paint, stroke, up, None),
            What::Line(pen) => pen.paint(strip, top, mask, (r, g, b), self.alpha as f32),
            What::Text(label) => self.write(label, strip, top, glyphs),
        }
    }

    /// Text, blended by coverage. Text that reads upwards is set level and turned pixel by
    /// pixel: a quarter turn keeps pixels whole.
    fn write(&self, label: &Label, strip: &mut Pixmap, top: i32, glyphs: &mut Glyphs) {
        let size = label.size * SCALE;
        let long = font::width(&label.text, size, label.bold);
        let back = match label.align {
            Align::Start => 0.0,
            Align::Middle => long / 2.0,
            Align::End => long,
        };
        let (x, y) = (f64::from(pixels(label.at.0)), f64::from(pixels(label.at.1)));
        // The baseline stands on a whole pixel, which keeps horizontal stems sharp.
        let (turn_x, turn_y) = (x.round() as i32, y.round() as i32 - top);
        let (wide, high) = (strip.width() as i32, strip.height() as i32);
        let (ink, alpha) = (self.ink.rgb(), self.alpha as f32);
        let all = strip.pixels_mut();
        let mut dot = |px: i32, py: i32, cover: u8| {
            if (0..wide).contains(&px) && (0..high).contains(&py) {
                // Both are in range, so the product is an index.
                let at = (py * wide + px) as usize;
                all[at] = blend(all[at], ink, f32::from(cover) / 255.0 * alpha);
            }
        };
        if label.upwards {
            glyphs.set(&label.text, size, label.bold, -back, |dx, dy, c| {
                dot(turn_x + dy, turn_y - dx - 1, c);
            });
        } else {
            glyphs.set(&label.text, size, label.bold, x - back, |px, dy, c| {
                dot(px, turn_y + dy, c);
            });
        }
    }
}

/// `over` laid onto an opaque pixel.
fn blend(under: PremultipliedColorU8, over: (u8, u8, u8), alpha: f32) -> PremultipliedColorU8 {
    // In 256ths, and rounded.
    let part = (alpha * 256.0 + 0.5) as i32;
    let mix = |a: u8, b: u8| {
        let (a, b) = (i32::from(a), i32::from(b));
        (a + (((b - a) * part + 128) >> 8)) as u8
    };
    let mixed = PremultipliedColorU8::from_rgba(
        mix(under.red(), over.0),
        mix(under.green(), over.1),
        mix(under.blue(), over.2),
        255,
    );
    mixed.unwrap_or(under)
}
