//! What a grade costs: Minetti et al. 2002, doi 10.1152/japplphysiol.01177.2001.

/// Grades beyond this were not measured; the polynomial is held there.
const MEASURED_TO: f64 = 0.45;

/// Metabolic cost of running at a grade (rise over run), J/kg/m.
pub fn cost_of_running(grade: f64) -> f64 {
    let i = grade.clamp(-MEASURED_TO, MEASURED_TO);
    3.6 + i * (19.5 + i * (46.3 + i * (-43.3 + i * (-30.4 + i * 155.4))))
}

/// Cost at a grade over the cost on the flat: metres on the flat that cost as much as one.
pub fn relative_cost(grade: f64) -> f64 {
    cost_of_running(grade) / cost_of_running(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_minettis() {
        for (grade, ratio) in [
            (-0.10, 0.5977),
            (-0.05, 0.7628),
            (0.0, 1.0),
            (0.01, 1.0554),
            (0.05, 1.3014),
            (0.10, 1.6578),
        ] {
            assert!((relative_cost(grade) - ratio).abs() < 5e-5, "{grade}");
        }
    }

    #[test]
    fn cost_is_held_beyond_the_measured_grades() {
        assert_eq!(cost_of_running(0.45), cost_of_running(2.0));
    }
}
