//! A recording as a PNG: lines by distance, areas and text by exact coverage, encoded for
//! speed. It is painted and encoded strip by strip, so that what is worked on stays in
//! the processor's cache and a large picture takes no more memory than a small one.

mod brush;
mod glyphs;
mod outline;
mod pen;
mod strip;

use super::font;
use super::record::{Align, Label, Recorder, UNITS};
use super::style;
use brush::{Brush, What, brushes, pixels};
use fdeflate::Compressor;
use glyphs::Glyphs;
use pen::Mask;
use strip::{Pixel, Strip, blend};

/// Pixels of the bitmap for one px of layout: sharp on a high-density screen, and 1600
/// pixels wide for the usual layout.
pub const SCALE: f64 = 2.0;

/// Pixels in a recorded unit.
const PIXELS_PER_UNIT: f32 = (SCALE / UNITS) as f32;

/// Rows painted at a time. At 1600 pixels a strip is 600 kB, which second-level caches
/// hold; thinner strips would cut more lines in two.
const STRIP: usize = 128;

/// The recording as the bytes of a PNG file. `None` if its size is no size of a bitmap.
pub fn png(recording: &Recorder) -> Option<Vec<u8>> {
    let wide = (f64::from(recording.size.0) / UNITS * SCALE) as usize;
    let high = (f64::from(recording.size.1) / UNITS * SCALE) as usize;
    if wide == 0 || high == 0 {
        return None;
    }
    let paper = rgb(style::PAPER);
    let mut strip = Strip::new(wide, STRIP.min(high), paper);
    let mut mask = Mask::new(strip.wide(), strip.high());
    let brushes = brushes(&recording.marks);

    // A filter byte, then red, green and blue: the paper is opaque.
    let mut filtered = vec![FILTER_UP; 1 + wide * 3];
    let mut above = vec![0; wide * 3];
    let mut packed = Compressor::new(Vec::with_capacity(1 << 17)).ok()?;
    for top in (0..high).step_by(STRIP) {
        if top > 0 {
            strip.clear(paper);
        }
        glyphs::with(|glyphs| {
            for brush in &brushes {
                brush.paint(&mut strip, top as i32, glyphs, &mut mask);
            }
        });
        let mut before = above.as_slice();
        for row in strip.rows().take(high - top) {
            filter_up(row, before, &mut filtered[1..]);
            packed.write_data(&filtered).ok()?;
            before = row;
        }
        above = before.to_vec();
    }
    wrapped(wide as u32, high as u32, &packed.finish().ok()?)
}

/// Number of PNG's filter that takes the row above away.
const FILTER_UP: u8 = 2;

/// A row less the row above it.
fn filter_up(row: &[u8], above: &[u8], filtered: &mut [u8]) {
    for ((to, row), above) in filtered.iter_mut().zip(row).zip(above) {
        *to = row.wrapping_sub(*above);
    }
}

fn rgb(ink: style::Ink) -> Pixel {
    let (r, g, b) = ink.rgb();
    [r, g, b]
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
    fn paint(&self, strip: &mut Strip, top: i32, glyphs: &mut Glyphs, mask: &mut Mask) {
        if self.rows.1 <= top || self.rows.0 >= top + strip.high() as i32 {
            return;
        }
        let (ink, alpha) = (rgb(self.ink), self.alpha as f32);
        match &self.what {
            What::Box(area) => {
                let mut moved = *area;
                moved.top -= top;
                moved.bottom -= top;
                strip.fill(moved, ink, alpha);
            }
            What::Outline(points) => outline::fill(points, strip, top, ink, alpha),
            What::Line(pen) => pen.paint(strip, top, mask, ink, alpha),
            What::Text(label) => self.write(label, strip, top, glyphs),
        }
    }

    /// Text, blended by coverage. Text that reads upwards is set level and turned pixel by
    /// pixel: a quarter turn keeps pixels whole.
    fn write(&self, label: &Label, strip: &mut Strip, top: i32, glyphs: &mut Glyphs) {
        let size = label.size * SCALE;
        let back = match label.align {
            Align::Start => 0.0,
            Align::Middle => font::width(&label.text, size, label.bold) / 2.0,
            Align::End => font::width(&label.text, size, label.bold),
        };
        let (x, y) = (f64::from(pixels(label.at.0)), f64::from(pixels(label.at.1)));
        // The baseline stands on a whole pixel, which keeps horizontal stems sharp.
        let (turn_x, turn_y) = (x.round() as i32, y.round() as i32 - top);
        let (ink, alpha) = (rgb(self.ink), self.alpha as f32);
        let lay = |pixel: &mut Pixel, cover: u8| {
            if cover > 0 {
                *pixel = blend(*pixel, ink, f32::from(cover) / 255.0 * alpha);
            }
        };
        let start = if label.upwards { -back } else { x - back };
        glyphs.set(&label.text, size, label.bold, start, |left, row, covers| {
            if label.upwards {
                for (column, cover) in (left..).zip(covers) {
                    let (_, pixels) =
                        strip.stretch(turn_y - column - 1, turn_x + row, turn_x + row + 1);
                    pixels.iter_mut().for_each(|pixel| lay(pixel, *cover));
                }
            } else {
                let right = left + covers.len() as i32;
                let (first, pixels) = strip.stretch(turn_y + row, left, right);
                let covers = covers.iter().skip((first - left) as usize);
                pixels
                    .iter_mut()
                    .zip(covers)
                    .for_each(|(pixel, cover)| lay(pixel, *cover));
            }
        });
    }
}
