//! Short distances between positions, in metres on a locally flat Earth.

use crate::read::Position;

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

/// Geodesic distance over short hops: metres per degree of latitude and longitude near by, from the two
/// radii of curvature of the WGS 84 ellipsoid. Solving the geodesic is too slow for each of 15,000 hops, and over
/// a short hop it loses seven digits to cancellation, which differ between mathematical libraries.
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

    /// Latitude, and metres per degree there: meridional radius of curvature northwards, radius of the
    /// parallel eastwards (NIMA TR8350.2, WGS 84, section 4: a, f; radii as in Torge, Geodesy, 4.1.3).
    fn at(latitude: f64) -> (f64, f64, f64) {
        const EQUATORIAL_RADIUS_M: f64 = 6_378_137.0;
        const FLATTENING: f64 = 1.0 / 298.257_223_563;
        const ECCENTRICITY_2: f64 = FLATTENING * (2.0 - FLATTENING);
        let latitude = latitude.clamp(-89.0, 89.0);
        let (sin, cos) = latitude.to_radians().sin_cos();
        let w = 1.0 - ECCENTRICITY_2 * sin * sin;
        let across = EQUATORIAL_RADIUS_M / w.sqrt();
        let along = across * (1.0 - ECCENTRICITY_2) / w;
        (latitude, along.to_radians(), (across * cos).to_radians())
    }
}

/// Metres between two places near each other.
pub(super) fn metres_between(a: Position, b: Position) -> f64 {
    LocalScale::default().vector(a, b).length()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::testing::assert_near;
    use geo::{Distance, Geodesic, Point};

    fn place(latitude: f64, longitude: f64) -> Position {
        Position {
            latitude,
            longitude,
        }
    }

    #[test]
    fn a_degree_is_as_long_as_on_the_geodesic() {
        const STEP_DEG: f64 = 1e-3;
        for latitude in [-88.0, -60.0, -33.0, 0.0, 10.0, 47.0, 69.0] {
            let (_, north, east) = LocalScale::at(latitude);
            let (south, here) = (latitude - STEP_DEG / 2.0, Point::new(0.0, latitude));
            let hop = Geodesic.distance(Point::new(0.0, south), Point::new(0.0, south + STEP_DEG));
            assert!((north * STEP_DEG / hop - 1.0).abs() < 1e-9, "{latitude}");
            let hop = Geodesic.distance(here, Point::new(STEP_DEG, latitude));
            assert!((east * STEP_DEG / hop - 1.0).abs() < 1e-9, "{latitude}");
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
            assert_near(ours / exact, 1.0, 1e-3);
        }
    }
}
