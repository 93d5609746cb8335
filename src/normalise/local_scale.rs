//! Short distances between positions, in metres on a locally flat Earth.

use crate::read::Position;
use geo::{Distance, Geodesic, Point};

/// A way on the ground in metres.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Vector {
    /// Northward component, metres; negative to the south.
    pub north: f64,
    /// Eastward component, metres; negative to the west.
    pub east: f64,
}

impl Vector {
    /// Euclidean length of the vector, metres.
    pub fn length(self) -> f64 {
        (self.north * self.north + self.east * self.east).sqrt()
    }
    /// Metres from here to another place.
    pub fn to(self, other: Self) -> f64 {
        Self {
            north: other.north - self.north,
            east: other.east - self.east,
        }
        .length()
    }
}

/// Geodesic distance over short hops: metres a degree of latitude and longitude near by,
/// from the geodesic on the WGS 84 ellipsoid (Karney 2013, doi 10.1007/s00190-012-0578-z),
/// which is too slow to solve for each of 15,000 hops.
#[derive(Debug, Default)]
pub(super) struct LocalScale {
    /// Latitude, metres a degree north, metres a degree east.
    here: Option<(f64, f64, f64)>,
}

impl LocalScale {
    /// Within this many degrees of latitude the scale is reused: east-west it changes by
    /// less than one part in 2000 up to 70 degrees.
    const REUSE_DEG: f64 = 0.01;

    /// The way from one place to another near by.
    pub fn vector(&mut self, a: Position, b: Position) -> Vector {
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
}
