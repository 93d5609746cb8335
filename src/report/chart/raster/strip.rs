//! The rows that are painted at a time: opaque pixels of three bytes, as the file holds them.

/// Red, green and blue.
pub type Pixel = [u8; 3];

/// Some rows of the picture, from the left edge to the right.
pub struct Strip {
    wide: usize,
    pixels: Vec<Pixel>,
}

/// A box on whole pixels: left, upper, right and lower edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PixelBox {
    /// Left edge.
    pub left: i32,
    /// Upper edge.
    pub top: i32,
    /// Right edge.
    pub right: i32,
    /// Lower edge.
    pub bottom: i32,
}

impl Strip {
    /// A strip of one colour.
    pub fn new(wide: usize, high: usize, paper: Pixel) -> Self {
        Self {
            wide,
            pixels: vec![paper; wide * high],
        }
    }

    /// Pixels in a row.
    pub const fn wide(&self) -> usize {
        self.wide
    }

    /// Rows.
    pub const fn high(&self) -> usize {
        self.pixels.len() / self.wide
    }

    /// Makes it one colour again.
    pub fn clear(&mut self, paper: Pixel) {
        let all = PixelBox {
            left: 0,
            top: 0,
            right: self.wide as i32,
            bottom: self.high() as i32,
        };
        self.fill(all, paper, 1.0);
    }

    /// Its rows as bytes.
    pub fn rows(&self) -> impl Iterator<Item = &[u8]> {
        self.pixels.chunks_exact(self.wide).map(<[_]>::as_flattened)
    }

    /// The pixels of a row between two columns, as far as they are within the strip, and the
    /// column of the first.
    pub fn stretch(&mut self, row: i32, left: i32, right: i32) -> (i32, &mut [Pixel]) {
        let wide = self.wide as i32;
        let inside = (0..self.high() as i32).contains(&row);
        let (left, right) = (left.clamp(0, wide), right.clamp(0, wide));
        if !inside || left >= right {
            return (left, &mut []);
        }
        let at = row as usize * self.wide;
        (
            left,
            &mut self.pixels[at + left as usize..at + right as usize],
        )
    }

    /// Fills a box.
    pub fn fill(&mut self, area: PixelBox, ink: Pixel, alpha: f32) {
        let (top, bottom) = (area.top.max(0), area.bottom.min(self.high() as i32));
        if alpha >= 1.0 {
            return self.cover(
                PixelBox {
                    top,
                    bottom,
                    ..area
                },
                ink,
            );
        }
        for row in top..bottom {
            // Most of what lies under a shade is one colour.
            let (mut under, mut mixed) = (ink, ink);
            for pixel in self.stretch(row, area.left, area.right).1 {
                if *pixel != under {
                    (under, mixed) = (*pixel, blend(*pixel, ink, alpha));
                }
                *pixel = mixed;
            }
        }
    }

    /// Covers a box whose rows are within the strip: its first row, copied to the others.
    fn cover(&mut self, area: PixelBox, ink: Pixel) {
        let (first, pixels) = self.stretch(area.top, area.left, area.right);
        pixels.fill(ink);
        let (first, long) = (first as usize, pixels.len());
        for row in area.top + 1..area.bottom {
            let to = row as usize * self.wide + first;
            let from = area.top as usize * self.wide + first;
            self.pixels.copy_within(from..from + long, to);
        }
    }
}

/// `over` laid onto a pixel.
pub fn blend(under: Pixel, over: Pixel, alpha: f32) -> Pixel {
    // In 256ths, and rounded.
    let part = (alpha * 256.0 + 0.5) as i32;
    std::array::from_fn(|k| {
        let (a, b) = (i32::from(under[k]), i32::from(over[k]));
        (a + (((b - a) * part + 128) >> 8)) as u8
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAPER: Pixel = [255; 3];

    #[test]
    fn a_box_is_cut_to_the_strip() {
        let mut strip = Strip::new(8, 4, PAPER);
        let area = |left, top, right, bottom| PixelBox {
            left,
            top,
            right,
            bottom,
        };
        strip.fill(area(-3, 2, 3, 9), [0; 3], 1.0);
        strip.fill(area(6, -2, 90, 1), [0; 3], 0.5);
        strip.fill(area(5, 0, 5, 4), [0; 3], 1.0);
        let black = |row: &[u8]| -> Vec<u8> { row.iter().step_by(3).copied().collect() };
        let rows: Vec<_> = strip.rows().map(black).collect();
        assert_eq!(rows[0], [255, 255, 255, 255, 255, 255, 128, 128]);
        assert_eq!(rows[1], [255; 8]);
        assert_eq!(rows[2], [0, 0, 0, 255, 255, 255, 255, 255]);
        assert_eq!(rows[3], rows[2]);
    }

    #[test]
    fn all_or_nothing_blends_to_one_of_the_two() {
        assert_eq!(blend([1, 2, 3], [200, 100, 0], 1.0), [200, 100, 0]);
        assert_eq!(blend([1, 2, 3], [200, 100, 0], 0.0), [1, 2, 3]);
    }
}
