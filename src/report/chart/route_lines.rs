//! The lines of a route on paper: out and back lie beside each other, laps lie once.

use super::canvas::Rect;

/// The route is drawn this far to the right of the way it was run, px: out and back then lie
/// beside each other, where one would hide the other.
const ASIDE: f64 = 2.6;

/// A line moved to the right of its own direction by [`ASIDE`].
pub fn aside(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    (0..points.len())
        .map(|k| {
            let before = points[k.saturating_sub(1)];
            let after = points[(k + 1).min(points.len() - 1)];
            let (x, y) = (after.0 - before.0, after.1 - before.1);
            let long = x.hypot(y);
            if long < 1e-9 {
                return points[k];
            }
            // On paper y grows downwards, so the right of (x, y) is (-y, x).
            let (here, to) = (points[k], ASIDE / long);
            (here.0 - y * to, here.1 + x * to)
        })
        .collect()
}

/// A line without what lies on an earlier part of it: a day of laps is drawn once, whatever
/// their number.
pub fn uncovered(points: &[(f64, f64)], plot: Rect) -> Vec<Vec<(f64, f64)>> {
    // One cell for each px of the plot and of the room around it that a line set aside may reach.
    let (left, top) = (plot.left - 2.0 * ASIDE, plot.top - 2.0 * ASIDE);
    let across = (plot.width() + 4.0 * ASIDE) as usize + 1;
    let mut covered = vec![false; across * ((plot.height() + 4.0 * ASIDE) as usize + 1)];
    let mut lines: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut follows = false;
    for pair in points.windows(2) {
        let [from, to] = [pair[0], pair[1]];
        let steps = (to.0 - from.0).hypot(to.1 - from.1).ceil().max(1.0);
        let mut is_new = false;
        for k in 0..=steps as usize {
            let t = k as f64 / steps;
            let (x, y) = (from.0 + t * (to.0 - from.0), from.1 + t * (to.1 - from.1));
            let cell = (y - top) as usize * across + (x - left) as usize;
            if let Some(cell) = covered.get_mut(cell) {
                is_new |= !std::mem::replace(cell, true);
            }
        }
        match lines.last_mut() {
            Some(line) if is_new && follows => line.push(to),
            _ if is_new => lines.push(vec![from, to]),
            _ => {}
        }
        follows = is_new;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn laps_are_drawn_once_and_ways_there_and_back_twice() {
        let plot = Rect::new(0.0, 0.0, 300.0, 300.0);
        let lap = |k: i32| {
            let (sin, cos) = (f64::from(k) / 60.0 * std::f64::consts::TAU).sin_cos();
            (150.0 + 100.0 * cos, 150.0 + 100.0 * sin)
        };
        let once = uncovered(&(0..=60).map(lap).collect::<Vec<_>>(), plot);
        let often = uncovered(&(0..=60 * 50).map(lap).collect::<Vec<_>>(), plot);
        assert_eq!(often, once);
        assert_eq!(once.concat().len(), 61);
        let there = [(10.0, 50.0), (200.0, 50.0), (250.0, 50.0)];
        let back = there.map(|(x, y)| (x, y + 2.0 * ASIDE));
        let both: Vec<_> = there.into_iter().chain(back.into_iter().rev()).collect();
        assert_eq!(uncovered(&both, plot), [both]);
    }
}
