//! Distance from positions, where they are all there is.

use super::Caveat;
use super::clock::Timeline;
use crate::read::Position;
use geo::{Distance, Geodesic, Point};

/// No runner is faster (m/s) over one interval of a watch; the 100 m record is 10.4 m/s.
const FASTEST_M_PER_S: f64 = 10.0;

/// Metres along the positions and whether each is trusted.
pub(super) fn distance(
    timeline: &Timeline,
    caveats: &mut Vec<Caveat>,
) -> Option<(Vec<f64>, Vec<bool>)> {
    let mut scale = LocalScale::default();
    let mut sum = 0.0;
    let mut last: Option<(f64, Position)> = None;
    let mut spikes = 0usize;
    let mut metres = Vec::with_capacity(timeline.len());
    let mut trusted = Vec::with_capacity(timeline.len());
    for (t, p) in timeline.time_s.iter().zip(&timeline.points) {
        let mut good = p.position.is_some();
        if let Some(here) = p.position {
            match last {
                Some((since, before)) if !p.segment_start => {
                    let hop = scale.metres(before, here);
                    if hop / (t - since) <= FASTEST_M_PER_S {
                        sum += hop;
                        last = Some((*t, here));
                    } else {
                        good = false;
                        spikes += 1;
                    }
                }
                _ => last = Some((*t, here)),
            }
        }
        metres.push(sum);
        trusted.push(good);
    }
    if spikes > 0 {
        caveats.push(Caveat {
            code: "gps_spikes",
            text: format!(
                "{spikes} positions are further away than anyone runs and were left out."
            ),
        });
    }
    (sum > 0.0).then_some((metres, trusted))
}

/// Geodesic distance over short hops: metres a degree of latitude and longitude, taken
/// from the geodesic on the WGS 84 ellipsoid (Karney 2013, doi 10.1007/s00190-012-0578-z) near by.
#[derive(Debug, Default)]
struct LocalScale {
    /// Latitude, metres a degree north, metres a degree east.
    here: Option<(f64, f64, f64)>,
}

impl LocalScale {
    /// Within this many degrees of latitude the scale is reused: east-west it changes by
    /// less than one part in 2000 up to 70 degrees.
    const REUSE_DEG: f64 = 0.01;

    fn metres(&mut self, a: Position, b: Position) -> f64 {
        let (north_deg, east_deg) = (
            b.latitude - a.latitude,
            (b.longitude - a.longitude + 540.0).rem_euclid(360.0) - 180.0,
        );
        let (_, north, east) = match self.here {
            Some(s) if (s.0 - a.latitude).abs() < Self::REUSE_DEG => s,
            _ => {
                let s = Self::at(a.latitude);
                self.here = Some(s);
                s
            }
        };
        (north_deg * north).hypot(east_deg * east)
    }

    fn at(latitude: f64) -> (f64, f64, f64) {
        const STEP_DEG: f64 = 1e-3;
        let from = Point::new(0.0, latitude);
        let inward = if latitude > 0.0 { -STEP_DEG } else { STEP_DEG };
        let north = Geodesic.distance(from, Point::new(0.0, latitude + inward)) / STEP_DEG;
        let east = Geodesic.distance(from, Point::new(STEP_DEG, latitude)) / STEP_DEG;
        (latitude, north, east)
    }
}
