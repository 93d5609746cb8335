//! Units of speed and length that a file can state next to a value.

use crate::units::{METRES_PER_FOOT, METRES_PER_MILE};

/// Factor from a named unit of speed, such as `km/h`, to m/s; `None` if the name is not known.
pub(super) fn metres_per_second(unit: &str) -> Option<f64> {
    Some(match unit.trim().to_ascii_lowercase().as_str() {
        "m/s" | "mps" | "ms-1" | "meters/second" | "meters per second" => 1.0,
        "km/h" | "kmh" | "kph" | "kmph" | "km/hr" | "kmhr" | "kilometers/hour" => 1.0 / 3.6,
        "mph" | "mi/h" | "miles/hour" => METRES_PER_MILE / 3600.0,
        // The nautical mile, by definition 1852 m.
        "kn" | "kt" | "kts" | "knots" => 1852.0 / 3600.0,
        _ => return None,
    })
}

/// Factor from a named unit of length to metres; `None` if the name is not known.
pub(super) fn metres(unit: &str) -> Option<f64> {
    Some(match unit.trim().to_ascii_lowercase().as_str() {
        "m" | "meter" | "meters" | "metre" | "metres" => 1.0,
        "km" | "kilometer" | "kilometers" | "kilometre" | "kilometres" => 1000.0,
        "mi" | "mile" | "miles" => METRES_PER_MILE,
        "ft" | "feet" | "foot" => METRES_PER_FOOT,
        "cm" | "centimeters" => 0.01,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_known_in_their_usual_spellings() {
        let tenths = metres_per_second("km/h").map(|f| (f * 36.0).round());
        assert_eq!(tenths, Some(10.0));
        assert_eq!(metres_per_second(" KPH "), metres_per_second("km/h"));
        assert_eq!(metres_per_second("m/s"), Some(1.0));
        assert_eq!(metres_per_second("furlongs/fortnight"), None);
        let known = ["km", "mi", "?"].map(metres);
        assert_eq!(known, [Some(1000.0), Some(1609.344), None]);
    }
}
