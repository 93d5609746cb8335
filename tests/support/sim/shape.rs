//! Changes along the course as straight lines between knots, and hills.

use super::random::Random;
use formdrift::units::METRES_PER_MILE;

/// A quantity in percent along the course: straight between knots (miles, percent), level
/// before the first and after the last.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Profile(pub Vec<(f64, f64)>);

impl Profile {
    /// A straight change from 0 at `from` to `pct` at `to`, kept from there on.
    pub fn ramp(from: f64, to: f64, pct: f64) -> Self {
        Self(vec![(from, 0.0), (to, pct)])
    }

    /// A change that is complete within 20 m.
    pub fn step(at: f64, pct: f64) -> Self {
        Self::ramp(at, at + 0.0125, pct)
    }

    /// The change as a difference of logs at `miles` from the start.
    pub fn log_at(&self, miles: f64) -> f64 {
        (1.0 + self.pct_at(miles) / 100.0).ln()
    }

    fn pct_at(&self, miles: f64) -> f64 {
        let Some(next) = self.0.iter().position(|knot| knot.0 > miles) else {
            return self.0.last().map_or(0.0, |knot| knot.1);
        };
        if next == 0 {
            return self.0[0].1;
        }
        let ((x0, y0), (x1, y1)) = (self.0[next - 1], self.0[next]);
        y0 + (y1 - y0) * (miles - x0) / (x1 - x0)
    }
}

/// Altitude along the course as a sum of waves and single hills.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Terrain {
    /// Wave length in metres, amplitude in metres, phase in radians.
    pub waves: Vec<(f64, f64, f64)>,
    /// Straight climbs and descents: (mile, metres above the start) knots.
    pub knots: Vec<(f64, f64)>,
}

impl Terrain {
    /// Rolling ground; `steepness` is the sd of grade as a ratio (0.01 is gently rolling).
    pub fn rolling(steepness: f64, random: &mut Random) -> Self {
        let count = 5;
        let waves = (0..count).map(|_| {
            let length = random.between(600.0, 6000.0);
            // sd of the slope of A sin(2 pi x / length) is A 2 pi / (length sqrt 2).
            let amplitude =
                steepness * length / std::f64::consts::TAU * (2.0 / f64::from(count)).sqrt();
            (
                length,
                amplitude,
                random.between(0.0, std::f64::consts::TAU),
            )
        });
        Self {
            waves: waves.collect(),
            knots: Vec::new(),
        }
    }

    /// Adds a straight climb of `metres` between two mile marks.
    pub fn climb(mut self, from: f64, to: f64, metres: f64) -> Self {
        let base = self.knots.last().map_or(0.0, |knot| knot.1);
        self.knots.push((from, base));
        self.knots.push((to, base + metres));
        self
    }

    /// Metres above the start at a distance in metres.
    pub fn altitude_m(&self, at_m: f64) -> f64 {
        let wave = |x: f64| -> f64 {
            self.waves
                .iter()
                .map(|(length, amplitude, phase)| {
                    amplitude * (std::f64::consts::TAU * x / length + phase).sin()
                })
                .sum()
        };
        wave(at_m) - wave(0.0) + Profile(self.knots.clone()).pct_at(at_m / METRES_PER_MILE)
    }

    /// Grade as a ratio, over 40 m about the place.
    pub fn grade(&self, at_m: f64) -> f64 {
        (self.altitude_m(at_m + 20.0) - self.altitude_m(at_m - 20.0)) / 40.0
    }
}

/// Energy cost of running on a grade over that on the flat (Minetti et al. 2002, doi
/// 10.1152/japplphysiol.01177.2001). Written here again, so that the tests do not take the
/// library's word for it.
pub fn cost_ratio(grade: f64) -> f64 {
    let i = grade.clamp(-0.3, 0.3);
    ((((155.4 * i - 30.4) * i - 43.3) * i + 46.3) * i + 19.5) * i / 3.6 + 1.0
}
