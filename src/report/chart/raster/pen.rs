//! Lines and dots by distance: a pixel is covered as far as its middle lies within the line.
//! The parts of a line are laid over each other in a mask and then painted at once, so that
//! bends and overlaps of a translucent line are no darker than the rest of it. For the short
//! steps of a curve that takes a fraction of what filling the outline of its stroke takes.

use super::PIXELS_PER_UNIT;
use super::strip::{Pixel, Strip, blend};
use crate::report::chart::record::Point;

/// A line with round bends and ends, or a dot, which is a line without length.
pub struct Pen {
    /// Straight parts, pixels.
    parts: Vec<Part>,
    /// Half its width, pixels.
    half: f32,
    /// What is left of its colour: less than 1 if it is thinner than a pixel.
    strength: f32,
}

struct Part {
    from: (f32, f32),
    along: (f32, f32),
}

/// Pixels looked at together, which the processor does side by side.
const BLOCK: usize = 8;

/// Coverage of the pixels of a strip, 0 to 1, and which of them it has.
pub struct Mask {
    /// Pixels in a row: whole blocks.
    wide: usize,
    cover: Vec<f32>,
    rows: (usize, usize),
    columns: (usize, usize),
}

impl Pen {
    /// Lines of one width, in recorded units.
    pub fn lines<'a>(lines: impl IntoIterator<Item = &'a [Point]>, width: u32) -> Self {
        let mut parts = Vec::new();
        for line in lines {
            parts.extend(line.windows(2).map(|pair| Part::new(pair[0], pair[1])));
        }
        Self::new(parts, width as f32 * PIXELS_PER_UNIT)
    }

    /// A dot, in recorded units.
    pub fn dot(center: Point, radius: u32) -> Self {
        let part = Part::new(center, center);
        Self::new(vec![part], 2.0 * radius as f32 * PIXELS_PER_UNIT)
    }

    /// A circle's outline, in recorded units.
    pub fn ring((x, y): Point, radius: u32, width: u32) -> Self {
        /// So many that no corner is seen on a circle as large as a chart.
        const CORNERS: u16 = 128;
        let corner = |k: u16| {
            let angle = f64::from(k) / f64::from(CORNERS) * std::f64::consts::TAU;
            let (up, across) = angle.sin_cos();
            let at = |middle: i32, off: f64| middle + (f64::from(radius) * off).round() as i32;
            (at(x, across), at(y, up))
        };
        let corners: Vec<Point> = (0..=CORNERS).map(corner).collect();
        Self::lines([corners.as_slice()], width)
    }

    fn new(parts: Vec<Part>, width: f32) -> Self {
        Self {
            parts,
            half: 0.5 * width.max(1.0),
            strength: width.min(1.0),
        }
    }

    /// First and last row that it touches.
    pub fn rows(&self) -> (f32, f32) {
        let ends = |part: &Part| [part.from.1, part.from.1 + part.along.1];
        let all = || self.parts.iter().flat_map(ends);
        let reach = self.half + 1.0;
        (
            all().fold(f32::INFINITY, f32::min) - reach,
            all().fold(f32::NEG_INFINITY, f32::max) + reach,
        )
    }

    /// Paints what of it lies in a strip that begins at row `top`.
    pub fn paint(&self, strip: &mut Strip, top: i32, mask: &mut Mask, ink: Pixel, alpha: f32) {
        for part in &self.parts {
            part.cover(self.half, top as f32, mask);
        }
        mask.lay(strip, ink, alpha * self.strength);
    }
}

impl Part {
    fn new(from: Point, to: Point) -> Self {
        let pixels = |units: i32| units as f32 * PIXELS_PER_UNIT;
        Self {
            from: (pixels(from.0), pixels(from.1)),
            along: (pixels(to.0 - from.0), pixels(to.1 - from.1)),
        }
    }

    /// Covers the pixels of a strip that begins at row `top`.
    fn cover(&self, half: f32, top: f32, mask: &mut Mask) {
        let reach = half + 0.5;
        let (x, y) = (self.from.0, self.from.1 - top);
        let (dx, dy) = self.along;
        let squared = dx * dx + dy * dy;
        let per_length = if squared > 0.0 { 1.0 / squared } else { 0.0 };
        let rows = mask.rows_of(y.min(y + dy) - reach, y.max(y + dy) + reach);
        let (left, right) = (x.min(x + dx) - reach, x.max(x + dx) + reach);
        for row in rows {
            // From its beginning to the middle of this row's pixels.
            let down = row as f32 + 0.5 - y;
            // Where the row crosses the line, and how far to both sides the line reaches.
            let (mut from, mut to) = (left, right);
            if dy.abs() > 0.1 {
                let (at, side) = (x + down * dx / dy, reach * squared.sqrt() / dy.abs());
                (from, to) = (left.max(at - side - reach), right.min(at + side + reach));
            }
            let Some((first, pixels)) = mask.pixels_of(row, from, to) else {
                continue;
            };
            let mut begin = first as f32 + 0.5 - x;
            for block in pixels {
                for (k, pixel) in (0_u8..).zip(block) {
                    let across = begin + f32::from(k);
                    let t = ((across * dx + down * dy) * per_length).clamp(0.0, 1.0);
                    let (off_x, off_y) = (across - t * dx, down - t * dy);
                    let distance = (off_x * off_x + off_y * off_y).sqrt();
                    let cover = (reach - distance).min(1.0);
                    *pixel = if cover > *pixel { cover } else { *pixel };
                }
                begin += BLOCK as f32;
            }
        }
    }
}

impl Mask {
    /// An empty mask for a strip.
    pub fn new(wide: usize, high: usize) -> Self {
        let wide = wide.next_multiple_of(BLOCK);
        Self {
            wide,
            cover: vec![0.0; wide * high],
            rows: (usize::MAX, 0),
            columns: (usize::MAX, 0),
        }
    }

    /// The rows of the strip between two heights.
    fn rows_of(&mut self, from: f32, to: f32) -> std::ops::Range<usize> {
        let high = self.cover.len() / self.wide.max(1);
        // Conversion to whole numbers cuts off and ends at 0.
        let rows = (from as u32 as usize).min(high)..((to + 1.0) as u32 as usize).min(high);
        if !rows.is_empty() {
            self.rows = (self.rows.0.min(rows.start), self.rows.1.max(rows.end));
        }
        rows
    }

    /// The blocks of a row that hold the pixels between two places, and the column of the
    /// first.
    fn pixels_of(
        &mut self,
        row: usize,
        from: f32,
        to: f32,
    ) -> Option<(usize, &mut [[f32; BLOCK]])> {
        let first = (from as u32 as usize).min(self.wide) / BLOCK * BLOCK;
        let end = ((to + 1.0) as u32 as usize).min(self.wide);
        let end = end.next_multiple_of(BLOCK);
        let pixels = self.cover[row * self.wide..][..self.wide].get_mut(first..end)?;
        self.columns = (self.columns.0.min(first), self.columns.1.max(end));
        Some((first, pixels.as_chunks_mut().0))
    }

    /// Paints what is covered and uncovers it.
    fn lay(&mut self, strip: &mut Strip, ink: Pixel, alpha: f32) {
        let (left, right) = self.columns;
        for row in self.rows.0..self.rows.1 {
            let at = row * self.wide;
            let Some(cover) = self.cover.get_mut(at + left..at + right) else {
                continue;
            };
            let (_, pixels) = strip.stretch(row as i32, left as i32, right as i32);
            // The last block may reach over the strip's edge.
            let pixels = pixels.chunks_mut(BLOCK);
            for (block, pixels) in cover.as_chunks_mut::<BLOCK>().0.iter_mut().zip(pixels) {
                // Most of those around a line are not covered. Bits are compared side by side.
                if block.iter().fold(0, |any, c| any | c.to_bits()) == 0 {
                    continue;
                }
                for (cover, pixel) in block.iter().zip(pixels) {
                    if *cover > 0.0 {
                        *pixel = blend(*pixel, ink, *cover * alpha);
                    }
                }
                *block = [0.0; BLOCK];
            }
        }
        self.rows = (usize::MAX, 0);
        self.columns = (usize::MAX, 0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::chart::record::UNITS;

    /// Pixels that a pen inks on white, as shares of black.
    fn inked(pen: &Pen, alpha: f32) -> Vec<f64> {
        let mut strip = Strip::new(80, 60, [255; 3]);
        let mut mask = Mask::new(80, 60);
        pen.paint(&mut strip, 0, &mut mask, [0; 3], alpha);
        assert!(
            mask.cover.iter().all(|c| *c == 0.0),
            "the mask is empty again"
        );
        shares(&strip)
    }

    fn shares(strip: &Strip) -> Vec<f64> {
        let reds = strip.rows().flatten().step_by(3);
        reds.map(|red| 1.0 - f64::from(*red) / 255.0).collect()
    }

    fn units(pixels: f64) -> i32 {
        (pixels / super::super::SCALE * UNITS) as i32
    }

    #[test]
    fn ink_is_the_area_of_the_line() {
        let line = [(10.0, 10.0), (60.0, 40.0), (70.0, 12.0)].map(|(x, y)| (units(x), units(y)));
        let ink: f64 = inked(&Pen::lines([line.as_slice()], units(4.0) as u32), 1.0)
            .iter()
            .sum();
        // Two bars, and a disc for the round ends.
        let area = 4.0 * (2500.0_f64 + 900.0).sqrt() + 4.0 * (100.0_f64 + 784.0).sqrt() + 12.6;
        assert!((ink / area - 1.0).abs() < 0.03, "{ink} {area}");
        let dot: f64 = inked(
            &Pen::dot((units(30.0), units(30.0)), units(8.0) as u32),
            1.0,
        )
        .iter()
        .sum();
        assert!(
            (dot / (64.0 * std::f64::consts::PI) - 1.0).abs() < 0.02,
            "{dot}"
        );
    }

    #[test]
    fn a_line_that_crosses_itself_is_no_darker_there() {
        let there = [(10.0, 10.0), (60.0, 50.0), (10.0, 50.0), (60.0, 10.0)];
        let points = there.map(|(x, y)| (units(x), units(y)));
        let inks = inked(&Pen::lines([points.as_slice()], units(3.0) as u32), 0.5);
        let darkest = inks.iter().copied().fold(0.0, f64::max);
        assert!((darkest - 0.5).abs() < 0.01, "{darkest}");
    }

    #[test]
    fn strips_together_are_the_whole() {
        let line = [(10.0, 10.0), (60.0, 50.0)].map(|(x, y)| (units(x), units(y)));
        let pen = Pen::lines([line.as_slice()], units(5.0) as u32);
        let whole = inked(&pen, 1.0);
        let mut below = Strip::new(80, 30, [255; 3]);
        pen.paint(&mut below, 30, &mut Mask::new(80, 30), [0; 3], 1.0);
        for (one, two) in whole[80 * 30..].iter().zip(shares(&below)) {
            assert!((one - two).abs() < 1e-9);
        }
        let (first, last) = pen.rows();
        assert!(first > 5.0 && first < 8.0 && last > 53.0 && last < 56.0);
    }
}
