//! The run's route in legs of one colour.

use super::style::{self, Ink};
use crate::derive::{Route, are_within};
use geo::{Coord, LineString, Simplify};

/// A jump farther than this is a hole in the track, metres.
const HOLE_M: f64 = 300.0;

/// A leg of one colour.
pub struct Leg {
    /// Colour of the stretch.
    pub ink: Ink,
    /// Metres east and north.
    pub points: Vec<(f64, f64)>,
}

/// The colours in order: of the residual, or of distance where there is none.
pub fn ramp(route: &Route) -> Vec<Ink> {
    let steps = match route.residuals {
        Some(_) => style::DIVERGING_STEPS,
        None => style::SEQUENCE_STEPS,
    };
    let middle = |k: u8| (f64::from(k) + 0.5) / f64::from(steps);
    let ink = |k: u8| match route.residuals {
        Some(_) => style::diverging(-(middle(k) * 2.0 - 1.0)),
        None => style::sequence(middle(k)),
    };
    (0..steps).map(ink).collect()
}

/// Legs in order; each begins where the one before ended.
pub fn legs(route: &Route) -> Vec<Leg> {
    let ink = |at_m: f64| match &route.residuals {
        // Slower turnover than the curve's is the warm end of the ramp.
        Some(r) => style::diverging(-r.near(at_m) / r.scale_pct),
        None => style::sequence(at_m / route.length_m),
    };
    let mut legs: Vec<Leg> = Vec::new();
    let mut last: Option<(f64, f64)> = None;
    for station in &route.stations {
        let here = station.place;
        let ink = ink(station.at_m);
        let hole = last.is_some_and(|last| !are_within(last, here, HOLE_M));
        match legs.last_mut() {
            Some(leg) if leg.ink == ink && !hole => leg.points.push(here),
            Some(_) | None => {
                let begin = last.filter(|_| !hole);
                legs.push(Leg {
                    ink,
                    points: begin.into_iter().chain([here]).collect(),
                });
            }
        }
        last = Some(here);
    }
    legs
}

/// Most points that are simplified at once. The work of Ramer, Douglas and Peucker's algorithm
/// grows with the square of its points where a route turns all the time, as on a track.
const AT_ONCE: usize = 256;

/// Fewer points for the same look, by `geo`'s version of Ramer, Douglas and Peucker's algorithm.
pub fn simplified(points: &[(f64, f64)], tolerance_m: f64) -> Vec<(f64, f64)> {
    let mut kept: Vec<(f64, f64)> = points.first().copied().into_iter().collect();
    // Each part begins with the last point of the one before.
    for start in (0..points.len().saturating_sub(1)).step_by(AT_ONCE - 1) {
        let part = &points[start..points.len().min(start + AT_ONCE)];
        let line: LineString<f64> = part.iter().map(|&(x, y)| Coord { x, y }).collect();
        kept.extend(
            line.simplify(tolerance_m)
                .into_iter()
                .skip(1)
                .map(|c| (c.x, c.y)),
        );
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_simplified_route_is_shorter_and_stays_within_the_tolerance() {
        // A spiral of 2,000 points, and a straight line of as many.
        let spiral: Vec<_> = (0..2000)
            .map(|k| {
                let (sin, cos) = (f64::from(k) * 0.03).sin_cos();
                (cos * f64::from(k), sin * f64::from(k))
            })
            .collect();
        let line: Vec<_> = (0..2000).map(|k| (f64::from(k), 0.0)).collect();
        for (points, most) in [(&spiral, 900), (&line, 9)] {
            let kept = simplified(points, 3.0);
            assert!(kept.len() <= most, "{}", kept.len());
            assert_eq!((kept[0], kept.last()), (points[0], points.last()));
            for p in points {
                let off = kept.windows(2).map(|w| distance(*p, w[0], w[1]));
                assert!(off.fold(f64::INFINITY, f64::min) <= 3.0 + 1e-9, "{p:?}");
            }
        }
    }

    /// Distance of a point from the line between two others.
    fn distance(p: (f64, f64), a: (f64, f64), b: (f64, f64)) -> f64 {
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let along = ((p.0 - a.0) * dx + (p.1 - a.1) * dy) / (dx * dx + dy * dy);
        let t = along.clamp(0.0, 1.0);
        (p.0 - a.0 - t * dx).hypot(p.1 - a.1 - t * dy)
    }
}
