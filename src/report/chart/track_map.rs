//! The run's track as metres east and north of its start, in legs of one colour.

use super::style::{self, Ink};
use crate::Analysis;
use geo::{Coord, LineString, Simplify};

/// Metres cut from both ends of the map with `--private`.
pub const HOME_M: f64 = 400.0;
/// Metres in a degree of latitude, mean over the WGS 84 ellipsoid: enough for a picture.
const METRES_PER_DEGREE: f64 = 111_195.0;
/// Points closer than this add nothing, metres.
const LEAST_STEP_M: f64 = 8.0;
/// A jump farther than this is a hole in the track, metres.
const HOLE_M: f64 = 300.0;
/// The ramp ends at this residual or at what the run reaches, percent, ...
const LEAST_SCALE_PCT: f64 = 3.0;
/// ... but not farther, lest one odd mile makes all others grey.
const MOST_SCALE_PCT: f64 = 8.0;
/// Residuals are averaged over this much to each side, metres: as the eye wants it.
const SMOOTH_M: f64 = 400.0;

/// A leg of one colour.
pub struct Leg {
    /// Colour of the stretch.
    pub ink: Ink,
    /// Metres east and north.
    pub points: Vec<(f64, f64)>,
}

/// The track in metres, without the Earth's curvature.
pub struct Route {
    /// Legs in order; each begins where the one before ended.
    pub legs: Vec<Leg>,
    /// Extent from west to east, metres.
    pub east: (f64, f64),
    /// Extent from south to north, metres.
    pub north: (f64, f64),
    /// Residual at the ends of the ramp, percent; `None` when colour is distance.
    pub scale_pct: Option<f64>,
    /// Length of the run, metres.
    pub length_m: f64,
    /// Distance along the run, metres east and metres north of the start.
    stations: Vec<(f64, f64, f64)>,
}

impl Route {
    /// The colours in order.
    pub fn ramp(&self) -> Vec<Ink> {
        match self.scale_pct {
            Some(_) => {
                let steps = style::DIVERGING_STEPS;
                let middle = |k: u8| (f64::from(k) + 0.5) / f64::from(steps) * 2.0 - 1.0;
                (0..steps).map(|k| style::diverging(-middle(k))).collect()
            }
            None => {
                let steps = style::SEQUENCE_STEPS;
                let middle = |k: u8| (f64::from(k) + 0.5) / f64::from(steps);
                (0..steps).map(|k| style::sequence(middle(k))).collect()
            }
        }
    }
    /// Metres east and north of every point, in order.
    pub fn stations(&self) -> impl Iterator<Item = (f64, f64)> {
        self.stations.iter().map(|s| (s.1, s.2))
    }
    /// Where a distance is, unless it was cut or has no position.
    pub fn place(&self, at_m: f64) -> Option<(f64, f64)> {
        let after = self.stations.partition_point(|s| s.0 < at_m);
        let near = [after.checked_sub(1), Some(after)];
        let found = near
            .into_iter()
            .flatten()
            .filter_map(|k| self.stations.get(k))
            .min_by(|a, b| (a.0 - at_m).abs().total_cmp(&(b.0 - at_m).abs()))?;
        ((found.0 - at_m).abs() < 100.0).then_some((found.1, found.2))
    }
}

/// Fewer stations than this are no track to look at.
const LEAST_STATIONS: usize = 20;

/// True where [`shape`] has something to show.
pub fn has_track(analysis: &Analysis, private: bool) -> bool {
    stations(analysis, private)
        .nth(LEAST_STATIONS - 1)
        .is_some()
}

/// The track of a run; `None` without positions. `private` cuts both ends.
pub fn shape(analysis: &Analysis, private: bool) -> Option<Route> {
    let length_m = analysis.measures.total.distance_m();
    let stations: Vec<_> = stations(analysis, private).collect();
    if stations.len() < LEAST_STATIONS {
        return None;
    }
    let residuals = Residuals::of(analysis);
    let ink = |at_m: f64| match &residuals {
        // Slower turnover than the curve's is the warm end of the ramp.
        Some(r) => style::diverging(-r.near(at_m) / r.scale_pct),
        None => style::sequence(at_m / length_m),
    };
    let mut legs: Vec<Leg> = Vec::new();
    let mut last: Option<(f64, f64)> = None;
    for &(at_m, east, north) in &stations {
        let here = (east, north);
        let ink = ink(at_m);
        let hole = last.is_some_and(|last| !is_within(last, here, HOLE_M));
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
    let span = |of: fn(&(f64, f64, f64)) -> f64| {
        let all = stations.iter().map(of);
        let low = all.clone().fold(f64::INFINITY, f64::min);
        (low, all.fold(f64::NEG_INFINITY, f64::max))
    };
    Some(Route {
        legs,
        east: span(|s| s.1),
        north: span(|s| s.2),
        scale_pct: residuals.map(|r| r.scale_pct),
        length_m,
        stations,
    })
}

/// Distance and place (metres east and north of the start) of the samples worth drawing.
fn stations(analysis: &Analysis, private: bool) -> impl Iterator<Item = (f64, f64, f64)> {
    let cut = if private { HOME_M } else { 0.0 };
    let shown = cut..=analysis.measures.total.distance_m() - cut;
    let samples = &analysis.run.samples;
    let origin = samples.iter().find_map(|s| s.position);
    // One degree of longitude shrinks with latitude; over one run that is constant enough.
    let shrink = origin.map_or(1.0, |o| o.latitude.to_radians().cos());
    let mut last: Option<(f64, f64)> = None;
    samples.iter().filter_map(move |sample| {
        let (origin, position) = origin.zip(sample.position)?;
        let at = sample.distance.0;
        if !sample.pace_trusted || !shown.contains(&at) {
            return None;
        }
        // Across the date line the difference is near 360 degrees.
        let turn = (position.longitude - origin.longitude + 540.0).rem_euclid(360.0) - 180.0;
        let east = turn * METRES_PER_DEGREE * shrink;
        let north = (position.latitude - origin.latitude) * METRES_PER_DEGREE;
        if last.is_some_and(|last| is_within(last, (east, north), LEAST_STEP_M)) {
            return None;
        }
        last = Some((east, north));
        Some((at, east, north))
    })
}

/// True where two places are less than `apart_m` from each other.
fn is_within(a: (f64, f64), b: (f64, f64), apart_m: f64) -> bool {
    (a.0 - b.0).powi(2) + (a.1 - b.1).powi(2) < apart_m * apart_m
}

/// The form residual along the run.
struct Residuals<'a> {
    at_m: &'a [f64],
    sums: Vec<f64>,
    scale_pct: f64,
}

impl<'a> Residuals<'a> {
    fn of(analysis: &'a Analysis) -> Option<Self> {
        let series = &analysis.verdict.series;
        if series.at_m.len() < 5 || series.at_m.len() != series.residual_pct.len() {
            return None;
        }
        let mut sums = vec![0.0];
        let mut sum = 0.0;
        for r in &series.residual_pct {
            sum += r;
            sums.push(sum);
        }
        let mut all = Self {
            at_m: &series.at_m,
            sums,
            scale_pct: LEAST_SCALE_PCT,
        };
        let reached = series.at_m.iter().map(|at| all.near(*at).abs());
        let reached = reached.fold(LEAST_SCALE_PCT, f64::max);
        all.scale_pct = reached.min(MOST_SCALE_PCT).ceil();
        Some(all)
    }
    /// Mean residual around a place, percent.
    fn near(&self, at_m: f64) -> f64 {
        let low = self.at_m.partition_point(|a| *a < at_m - SMOOTH_M);
        let high = self.at_m.partition_point(|a| *a <= at_m + SMOOTH_M);
        if high > low {
            (self.sums[high] - self.sums[low]) / (high - low) as f64
        } else {
            0.0
        }
    }
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
