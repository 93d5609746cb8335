//! Units of measurement as newtypes, converted once where a file is read and once where a
//! number is shown. Everything between carries SI units (cadence in steps per minute).

pub mod format;

use std::fmt;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub};

/// Metres in the international mile.
pub const METRES_PER_MILE: f64 = 1609.344;

macro_rules! unit {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
        pub struct $name(pub f64);

        impl $name {
            /// The bare number, in this type's unit.
            pub const fn value(self) -> f64 {
                self.0
            }
            /// The larger of two quantities.
            pub const fn max(self, other: Self) -> Self {
                Self(self.0.max(other.0))
            }
            /// The smaller of two quantities.
            pub const fn min(self, other: Self) -> Self {
                Self(self.0.min(other.0))
            }
        }
        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }
        impl Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }
        impl Neg for $name {
            type Output = Self;
            fn neg(self) -> Self {
                Self(-self.0)
            }
        }
        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                self.0 += other.0;
            }
        }
        impl Mul<f64> for $name {
            type Output = Self;
            fn mul(self, by: f64) -> Self {
                Self(self.0 * by)
            }
        }
        impl Div<f64> for $name {
            type Output = Self;
            fn div(self, by: f64) -> Self {
                Self(self.0 / by)
            }
        }
        /// Two quantities of one unit give a bare ratio.
        impl Div for $name {
            type Output = f64;
            fn div(self, by: Self) -> f64 {
                self.0 / by.0
            }
        }
    };
}

unit!(
    /// A distance or height in metres.
    Metres
);
unit!(
    /// A duration in seconds.
    Seconds
);
unit!(
    /// A speed in metres per second.
    MetresPerSecond
);
unit!(
    /// Cadence: steps per minute, both feet counted.
    StepsPerMinute
);
unit!(
    /// Heart beats per minute.
    BeatsPerMinute
);
unit!(
    /// Slope as rise over horizontal distance: 0.05 climbs 5 m in 100 m.
    Grade
);
unit!(
    /// Parts of a hundred.
    Percent
);

impl Metres {
    /// A distance given in miles.
    pub const fn from_miles(miles: f64) -> Self {
        Self(miles * METRES_PER_MILE)
    }
    /// This distance in miles.
    pub const fn miles(self) -> f64 {
        self.0 / METRES_PER_MILE
    }
    /// This distance in kilometres.
    pub const fn kilometres(self) -> f64 {
        self.0 / 1000.0
    }
}

impl Seconds {
    /// This duration in minutes.
    pub const fn minutes(self) -> f64 {
        self.0 / 60.0
    }
}

impl Div<Seconds> for Metres {
    type Output = MetresPerSecond;
    fn div(self, by: Seconds) -> MetresPerSecond {
        MetresPerSecond(self.0 / by.0)
    }
}

/// Which units a person reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DisplayUnits {
    /// Miles, feet of climbing, minutes per mile.
    #[default]
    Miles,
    /// Kilometres, metres of climbing, minutes per kilometre.
    Kilometres,
}

impl DisplayUnits {
    /// Length of the unit in which distances are shown.
    pub const fn length(self) -> Metres {
        match self {
            Self::Miles => Metres(METRES_PER_MILE),
            Self::Kilometres => Metres(1000.0),
        }
    }
    /// Its usual abbreviation, `mi` or `km`.
    pub const fn abbreviation(self) -> &'static str {
        match self {
            Self::Miles => "mi",
            Self::Kilometres => "km",
        }
    }
}

impl fmt::Display for DisplayUnits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.abbreviation())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mile_is_the_international_one() {
        assert_eq!(Metres::from_miles(5.0), Metres(8046.72));
        assert!((Metres(42195.0).miles() - 26.2188).abs() < 1e-4);
    }

    #[test]
    fn distance_over_time_is_speed() {
        assert_eq!(Metres(100.0) / Seconds(20.0), MetresPerSecond(5.0));
    }
}
