//! Glyphs as bitmaps, each made once on a thread: most of the text of charts is digits of one
//! size.

use crate::report::chart::font::{self, GlyphId};
use std::cell::RefCell;
use std::collections::HashMap;

/// Bitmaps kept; the charts of a run need about 600 of 300 bytes.
const MOST: usize = 4096;

thread_local! {
    static MADE: RefCell<Glyphs> = RefCell::default();
}

/// Hands out the bitmaps that this thread has made so far: what is drawn with them does not
/// depend on which those are.
pub fn with<T>(paint: impl FnOnce(&mut Glyphs) -> T) -> T {
    MADE.with_borrow_mut(|glyphs| {
        if glyphs.0.len() > MOST {
            glyphs.0.clear();
        }
        paint(glyphs)
    })
}

/// Places within a pixel at which a glyph may begin. An eighth of a pixel off, which is the
/// most that rounding to quarters does, cannot be seen.
const PLACES: f64 = 4.0;

/// Bitmaps by glyph, size in hundredths of a pixel, weight and place within a pixel.
#[derive(Default)]
pub struct Glyphs(HashMap<(GlyphId, u32, bool, u8), Bitmap>);

/// Coverage of a glyph, 0 to 255.
struct Bitmap {
    left: i32,
    top: i32,
    wide: usize,
    cover: Vec<u8>,
}

impl Glyphs {
    /// Sets a line of text that begins at `x`, at `size` px: calls `lay` for each row of each
    /// glyph with its first column, its place below the baseline and the coverage of its
    /// pixels.
    pub fn set(
        &mut self,
        text: &str,
        size: f64,
        bold: bool,
        x: f64,
        mut lay: impl FnMut(i32, i32, &[u8]),
    ) {
        for placed in font::placed(text, size, bold) {
            let at = ((x + placed.at) * PLACES).round() / PLACES;
            let place = ((at - at.floor()) * PLACES) as u8;
            let key = (placed.glyph, (size * 100.0) as u32, bold, place);
            let bitmap = self.0.entry(key).or_insert_with(|| {
                let shift = f32::from(place) / PLACES as f32;
                Bitmap::of(placed.glyph, size, bold, shift)
            });
            let left = at.floor() as i32 + bitmap.left;
            let rows = bitmap.cover.chunks_exact(bitmap.wide.max(1));
            for (row, covers) in (bitmap.top..).zip(rows) {
                lay(left, row, covers);
            }
        }
    }
}

impl Bitmap {
    fn of(glyph: GlyphId, size: f64, bold: bool, shift: f32) -> Self {
        let mut dots = Vec::new();
        font::cover(glyph, size, bold, shift, |x, y, cover| {
            // Cutting off after adding a half rounds what is not negative.
            let cover = (cover * 255.0 + 0.5) as u8;
            if cover > 0 {
                dots.push((x, y, cover));
            }
        });
        let span = |of: fn(&(i32, i32, u8)) -> i32| {
            let low = dots.iter().map(of).min().unwrap_or(0);
            let high = dots.iter().map(of).max().unwrap_or(-1);
            (low, (high - low + 1) as usize)
        };
        let ((left, wide), (top, high)) = (span(|d| d.0), span(|d| d.1));
        let mut cover = vec![0; wide * high];
        for (x, y, c) in &dots {
            // Within the spans, so neither difference is negative.
            cover[(y - top) as usize * wide + (x - left) as usize] = *c;
        }
        Self {
            left,
            top,
            wide,
            cover,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ink(glyphs: &mut Glyphs, text: &str, x: f64) -> (f64, i32, i32) {
        let (mut sum, mut left, mut right) = (0.0, i32::MAX, i32::MIN);
        glyphs.set(text, 24.0, false, x, |px, _, covers| {
            sum += covers.iter().map(|c| f64::from(*c)).sum::<f64>() / 255.0;
            left = left.min(px);
            right = right.max(px + covers.len() as i32 - 1);
        });
        (sum, left, right)
    }

    #[test]
    fn text_moves_with_its_place_and_keeps_its_ink() {
        let mut glyphs = Glyphs::default();
        let here = ink(&mut glyphs, "mile 17", 10.0);
        let there = ink(&mut glyphs, "mile 17", 31.25);
        assert!(
            (here.0 - there.0).abs() < 0.02 * here.0,
            "{here:?} {there:?}"
        );
        assert!((20..=22).contains(&(there.1 - here.1)));
        assert!((20..=22).contains(&(there.2 - here.2)));
        assert!(ink(&mut glyphs, " ", 0.0).0 == 0.0);
    }

    #[test]
    fn a_glyph_is_made_once_for_a_place() {
        let mut glyphs = Glyphs::default();
        ink(&mut glyphs, "0", 5.0);
        ink(&mut glyphs, "0", 105.01);
        assert_eq!(glyphs.0.len(), 1);
        ink(&mut glyphs, "0", 105.5);
        assert_eq!(glyphs.0.len(), 2);
    }
}
