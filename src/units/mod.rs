//! Units of measurement as newtypes, converted once where a file is read and once where a
//! number is shown. Everything between carries SI units (cadence in steps per minute).

pub mod format;

use std::fmt;
use std::ops::{Add, Div, Mul, Sub};

/// Metres in the international mile.
pub const METRES_PER_MILE: f64 = 1609.344;
/// Metres in the international foot.
pub const METRES_PER_FOOT: f64 = 0.3048;

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
        impl Mul<f64> for $name {
            type Output = Self;
            fn mul(self, by: f64) -> Self {
                Self(self.0 * by)
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
    fn quantities_of_one_unit_add_compare_and_divide() {
        let (a, b) = (Metres(1500.0), Metres(500.0));
        assert_eq!(a.kilometres(), 1.5);
        assert_eq!((a + b, a - b), (Metres(2000.0), Metres(1000.0)));
        assert_eq!((a.max(b), a.min(b)), (a, b));
        assert_eq!((b.max(a), b.min(a)), (a, b));
        assert_eq!((b * 3.0, a / b), (a, 3.0));
    }

    #[test]
    fn each_display_unit_has_its_length_and_name() {
        let units = [DisplayUnits::Miles, DisplayUnits::Kilometres];
        assert_eq!(units.map(|u| u.length().0), [1609.344, 1000.0]);
        assert_eq!(units.map(|u| u.to_string()), ["mi", "km"]);
    }
}
