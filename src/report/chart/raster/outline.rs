//! Filled outlines, by the area of each pixel that they cover.

use super::strip::{Pixel, Strip, blend};
use ab_glyph_rasterizer::{Rasterizer, point};

/// Fills what of an outline through points in pixels lies in a strip that begins at row `top`.
pub fn fill(points: &[(f32, f32)], strip: &mut Strip, top: i32, ink: Pixel, alpha: f32) {
    let (wide, high) = (strip.wide() as f32, strip.high() as f32);
    let within = |(x, y): (f32, f32)| (x.clamp(0.0, wide), y - top as f32);
    let all = || points.iter().map(|p| within(*p));
    let least = |(a, b): (f32, f32), (x, y): (f32, f32)| (a.min(x), b.min(y));
    let most = |(a, b): (f32, f32), (x, y): (f32, f32)| (a.max(x), b.max(y));
    let (left, upper) = all().fold((wide, high), least);
    let (right, lower) = all().fold((0.0, 0.0), most);
    let (left, upper) = (left.floor(), upper.max(0.0).floor());
    let (columns, rows) = ((right - left).ceil(), (lower.min(high) - upper).ceil());
    if columns < 1.0 || rows < 1.0 {
        return;
    }
    let mut covered = Rasterizer::new(columns as usize, rows as usize);
    let mut corners = all().map(|(x, y)| point(x - left, y - upper));
    let Some(first) = corners.next() else {
        return;
    };
    let last = corners.fold(first, |from, to| {
        covered.draw_line(from, to);
        to
    });
    covered.draw_line(last, first);
    let (left, upper) = (left as i32, upper as i32);
    let mut covers = vec![0.0; columns as usize * rows as usize];
    covered.for_each_pixel(|at, cover| covers[at] = cover.min(1.0) * alpha);
    for (y, covers) in (upper..).zip(covers.chunks_exact(columns as usize)) {
        let (_, pixels) = strip.stretch(y, left, left + columns as i32);
        for (pixel, cover) in pixels.iter_mut().zip(covers).filter(|(_, c)| **c > 0.0) {
            // Most of an area is covered whole.
            *pixel = if *cover < 1.0 {
                blend(*pixel, ink, *cover)
            } else {
                ink
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ink(points: &[(f32, f32)], top: i32, high: usize) -> f64 {
        let mut strip = Strip::new(40, high, [255; 3]);
        fill(points, &mut strip, top, [0; 3], 1.0);
        let rows = strip.rows().flatten().step_by(3);
        rows.map(|b| 1.0 - f64::from(*b) / 255.0).sum()
    }

    #[test]
    fn ink_is_the_area_wherever_the_strips_are_cut() {
        let triangle = [(3.5, 2.0), (37.0, 8.25), (11.0, 29.5)];
        // Half the product across: (33.5, 6.25) and (7.5, 27.5).
        let area = (33.5 * 27.5 - 6.25 * 7.5) / 2.0;
        let whole = ink(&triangle, 0, 32);
        assert!((whole - area).abs() < 0.01 * area, "{whole} {area}");
        let halves = ink(&triangle, 0, 13) + ink(&triangle, 13, 19);
        assert!((whole - halves).abs() < 0.1, "{whole} {halves}");
        assert_eq!(ink(&triangle, 64, 13), 0.0);
    }

    #[test]
    fn an_outline_to_the_edge_stays_in_its_rows() {
        let square = [(30.0, 4.0), (90.0, 4.0), (90.0, 8.0), (30.0, 8.0)];
        assert!((ink(&square, 0, 16) - 40.0).abs() < 0.2);
    }
}
