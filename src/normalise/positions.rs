//! Distance from positions, where they are all there is.
//!
//! Positions are not smoothed: in eleven published files with both, the sum of the hops is
//! within 2.4 % of the device's own distance (median 0.4 %), and a mean over three records
//! already cuts 1-2 % off corners where records are 3 s apart and more.

use super::caveats::Caveat;
use super::clock::Timeline;
use super::distance::FASTEST_M_PER_S;
use crate::read::Position;
use geo::{Distance, Geodesic, Point};

/// A position this many seconds from the last good one is believed wherever it is: the
/// runner was carried, or the clock was off.
const BELIEVED_AFTER_S: f64 = 30.0;

/// Slower than this over ten seconds is a fix that drifts while the runner stands, m/s.
const DRIFT_M_PER_S: f64 = 0.5;
const DRIFT_HALF_SPAN_S: f64 = 5.0;

/// Metres along the positions and whether each step is trusted.
pub(super) fn distance(
    timeline: &Timeline,
    caveats: &mut Vec<Caveat>,
) -> Option<(Vec<f64>, Vec<bool>)> {
    let fixes = good_fixes(timeline, caveats);
    let plane = on_plane(timeline, &fixes);
    let mut metres = vec![0.0; timeline.len()];
    let mut trusted = vec![false; timeline.len()];
    let mut sum = 0.0;
    let mut last = 0;
    for (k, &i) in fixes.iter().enumerate() {
        if k > 0 {
            let (j, elapsed) = (
                fixes[k - 1],
                timeline.time_s[i] - timeline.time_s[fixes[k - 1]],
            );
            let off = timeline.points[i].segment_start && elapsed > timeline.gap_s;
            let step = plane[k - 1].to(plane[k]);
            if !off && !drifts(timeline, &fixes, &plane, k) && step <= FASTEST_M_PER_S * elapsed {
                sum += step;
            }
            // Records without a good position between two that have one.
            for between in j + 1..i {
                let share = (timeline.time_s[between] - timeline.time_s[j]) / elapsed;
                metres[between] = metres[j] + (sum - metres[j]) * share;
            }
            trusted[i] = j + 1 == i && step <= FASTEST_M_PER_S * elapsed;
        }
        metres[i] = sum;
        last = i;
    }
    metres[last..].fill(sum);
    (sum > 0.0).then_some((metres, trusted))
}

/// Indices of records whose position is possible, given the last good one.
fn good_fixes(timeline: &Timeline, caveats: &mut Vec<Caveat>) -> Vec<usize> {
    let mut scale = LocalScale::default();
    let mut out: Vec<usize> = Vec::with_capacity(timeline.len());
    let mut spikes = 0usize;
    for (i, p) in timeline.points.iter().enumerate() {
        let Some(here) = p.position else { continue };
        let possible = match out.last().map(|j| (*j, timeline.points[*j].position)) {
            Some((j, Some(before))) => {
                let elapsed = timeline.time_s[i] - timeline.time_s[j];
                let hop = scale.vector(before, here);
                elapsed > BELIEVED_AFTER_S || hop.length() <= FASTEST_M_PER_S * elapsed
            }
            _ => true,
        };
        if possible {
            out.push(i);
        } else {
            spikes += 1;
        }
    }
    if spikes > 0 {
        caveats.push(Caveat::new(
            "gps_spikes",
            format!(
                "{spikes} position{} further away than anyone runs {} left out.",
                if spikes == 1 { "" } else { "s" },
                if spikes == 1 { "was" } else { "were" }
            ),
        ));
    }
    out
}

/// True when positions around fix `k` stay in one place.
fn drifts(timeline: &Timeline, fixes: &[usize], plane: &[Vector], k: usize) -> bool {
    let at = timeline.time_s[fixes[k]];
    let near = |j: &usize| (timeline.time_s[fixes[*j]] - at).abs() <= DRIFT_HALF_SPAN_S;
    let a = (0..k).rev().take_while(near).last().unwrap_or(k - 1);
    let b = (k..fixes.len()).take_while(near).last().unwrap_or(k);
    let span = timeline.time_s[fixes[b]] - timeline.time_s[fixes[a]];
    plane[a].to(plane[b]) < DRIFT_M_PER_S * span
}

/// Good fixes as metres from the first, each step at the local scale.
fn on_plane(timeline: &Timeline, fixes: &[usize]) -> Vec<Vector> {
    let mut scale = LocalScale::default();
    let mut at = Vector::default();
    let mut before: Option<Position> = None;
    fixes
        .iter()
        .filter_map(|i| timeline.points[*i].position)
        .map(|here| {
            if let Some(before) = before {
                let step = scale.vector(before, here);
                at = Vector {
                    north: at.north + step.north,
                    east: at.east + step.east,
                };
            }
            before = Some(here);
            at
        })
        .collect()
}

/// A way on the ground in metres.
#[derive(Debug, Clone, Copy, Default)]
struct Vector {
    north: f64,
    east: f64,
}

impl Vector {
    fn length(self) -> f64 {
        self.north.hypot(self.east)
    }
    fn to(self, other: Self) -> f64 {
        (other.north - self.north).hypot(other.east - self.east)
    }
}

/// Geodesic distance over short hops: metres a degree of latitude and longitude near by,
/// from the geodesic on the WGS 84 ellipsoid (Karney 2013, doi 10.1007/s00190-012-0578-z),
/// which is too slow to solve for each of 15,000 hops.
#[derive(Debug, Default)]
struct LocalScale {
    /// Latitude, metres a degree north, metres a degree east.
    here: Option<(f64, f64, f64)>,
}

impl LocalScale {
    /// Within this many degrees of latitude the scale is reused: east-west it changes by
    /// less than one part in 2000 up to 70 degrees.
    const REUSE_DEG: f64 = 0.01;

    fn vector(&mut self, a: Position, b: Position) -> Vector {
        let north_deg = b.latitude - a.latitude;
        let east_deg = (b.longitude - a.longitude + 540.0).rem_euclid(360.0) - 180.0;
        let (_, north, east) = match self.here {
            Some(s) if (s.0 - a.latitude).abs() < Self::REUSE_DEG => s,
            _ => *self.here.insert(Self::at(a.latitude)),
        };
        Vector {
            north: north_deg * north,
            east: east_deg * east,
        }
    }

    fn at(latitude: f64) -> (f64, f64, f64) {
        const STEP_DEG: f64 = 1e-3;
        let latitude = latitude.clamp(-89.0, 89.0);
        let from = Point::new(0.0, latitude);
        let inward = if latitude > 0.0 { -STEP_DEG } else { STEP_DEG };
        let north = Geodesic.distance(from, Point::new(0.0, latitude + inward)) / STEP_DEG;
        let east = Geodesic.distance(from, Point::new(STEP_DEG, latitude)) / STEP_DEG;
        (latitude, north, east)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::clock;
    use crate::normalise::testing::run_of;
    use crate::read::RawPoint;

    fn place(latitude: f64, longitude: f64) -> Position {
        Position {
            latitude,
            longitude,
        }
    }

    #[test]
    fn short_hops_agree_with_the_geodesic() {
        for latitude in [-60.0, -33.0, 0.0, 10.0, 47.0, 69.0] {
            let mut scale = LocalScale::default();
            scale.vector(place(latitude, 179.999), place(latitude, 179.999));
            let (a, b) = (
                place(latitude + 0.009, 179.9995),
                place(latitude + 0.0093, -179.9999),
            );
            let exact = Geodesic.distance(
                Point::new(a.longitude, a.latitude),
                Point::new(b.longitude, b.latitude),
            );
            let ours = scale.vector(a, b).length();
            assert!(
                (ours / exact - 1.0).abs() < 1e-3,
                "{latitude}: {ours} {exact}"
            );
        }
    }

    /// Seconds run north at 3 m/s, `metres` of them, with `bend` applied to each position.
    fn along(
        seconds: usize,
        bend: impl Fn(f64, &mut Position),
    ) -> (Vec<f64>, Vec<bool>, Vec<Caveat>) {
        let raw = run_of(seconds, |s| {
            let mut at = place(47.0 + s * 3.0 / 111_176.0, 8.0);
            bend(s, &mut at);
            RawPoint {
                position: Some(at),
                ..RawPoint::default()
            }
        });
        let mut caveats = Vec::new();
        let timeline = clock::timeline(&raw, &mut caveats).unwrap();
        let (metres, trusted) = distance(&timeline, &mut caveats).unwrap();
        (metres, trusted, caveats)
    }

    #[test]
    fn a_straight_line_has_its_length() {
        let (metres, _, caveats) = along(1000, |_, _| {});
        assert!((metres[1000] - 3000.0).abs() < 3.0, "{}", metres[1000]);
        assert_eq!(caveats, []);
    }

    #[test]
    fn a_spike_adds_nothing_and_is_doubted() {
        let (metres, trusted, caveats) = along(1000, |s, at| {
            if (500.0..503.0).contains(&s) {
                at.longitude += 0.01;
            }
        });
        assert!((metres[1000] - 3000.0).abs() < 3.0, "{}", metres[1000]);
        assert!(!trusted[501] && trusted[499] && trusted[504]);
        assert!(
            caveats[0].text.starts_with("3 positions"),
            "{}",
            caveats[0].text
        );
    }

    #[test]
    fn drifting_while_standing_adds_nothing() {
        // Stands from second 300 to 600 while the fix wanders on a circle of 3 m in 60 s.
        let (metres, _, _) = along(900, |s, at| {
            let ran = s.min(300.0) + (s - 600.0).max(0.0);
            *at = place(47.0 + ran * 3.0 / 111_176.0, 8.0);
            if (300.0..600.0).contains(&s) {
                at.latitude += 3.0 / 111_176.0 * ((s - 300.0) / 9.5).sin();
                at.longitude += 3.0 / 76_000.0 * (((s - 300.0) / 9.5).cos() - 1.0);
            }
        });
        assert!((metres[900] - 1800.0).abs() < 20.0, "{}", metres[900]);
    }
}
