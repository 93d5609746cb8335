//! The runner's curve from several runs: a small hierarchical model. Each run's elasticity
//! is the runner's own plus a spread from run to run; each run's fit of it has an error. And
//! each run's level at its own speed lies on the runner's curve but for the day: where runs
//! were of different speeds, their levels show the slope between them.

use super::Said;
use crate::detect::{HabitPrior, HabitualCurve};

/// What earlier runs of the same runner say of the next one's habitual curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PersonalCurve {
    /// Expected elasticity, d ln cadence / d ln speed.
    pub elasticity: f64,
    /// Standard deviation of the next run's elasticity around it.
    pub elasticity_sd: f64,
    /// Number of earlier runs pooled.
    pub runs: usize,
}

/// Fewest runs from which a spread between runs can be told at all.
const FEWEST: usize = 2;
/// Smallest spread of elasticity from run to run that is believed: shoes, surface and
/// freshness move it, and few runs easily agree by chance.
const SMALLEST_SPREAD: f64 = 0.015;
/// Sd of ln cadence at one speed from day to day, before seeing the runs, and how many runs
/// that guess is worth: about 1 %, as in the long runs of two of three runners looked at; the
/// third, on trails and roads, moved by 2 %.
const DAY_TO_DAY: (f64, f64) = (0.01, 4.0);
/// A gap of this size in ln cadence at one speed between two groups of runs is two people, or
/// a change of how cadence is counted. Natural log units.
const GAP: f64 = 0.05;
/// A run is held to be another runner's only where it lies beyond so many standard deviations of
/// this runner's days, too: somebody whose cadence moves a lot from day to day (trails) is allowed
/// more than [`GAP`]. Three is passed by chance in one run of 370.
const BEYOND_SD: f64 = 3.0;

/// The runner's curve from those that earlier runs show while fresh.
///
/// With x_i a run's own estimate of the elasticity (its fit freed of the common prior),
/// v_i its variance and t2 the variance between runs after DerSimonian and Laird (1986,
/// doi 10.1016/0197-2456(86)90046-2), the mean weighs each run by 1 / (v_i + t2), the slope
/// between the runs' levels by its own precision and the common prior by its own. The next
/// run's elasticity lies around that mean with the mean's own variance plus t2.
pub fn pool(runs: &[HabitualCurve]) -> Said {
    if runs.len() < FEWEST {
        return Said::Nothing;
    }
    if let Some(apart) = two_groups(runs) {
        return Said::TwoRunners(100.0 * apart.exp_m1());
    }
    let own: Vec<(f64, f64)> = runs.iter().filter_map(own_estimate).collect();
    let (mean, sd) = HabitPrior::default().elasticity;
    let spread = between_runs(&own).max(SMALLEST_SPREAD * SMALLEST_SPREAD);
    let within = own.iter().map(|&(slope, error)| (slope, error + spread));
    let all = within.chain(slope_between(runs)).chain([(mean, sd * sd)]);
    let (mut precision, mut weighted) = (0.0, 0.0);
    for (slope, variance) in all {
        precision += 1.0 / variance;
        weighted += slope / variance;
    }
    Said::Curve(PersonalCurve {
        elasticity: weighted / precision,
        elasticity_sd: (1.0 / precision + spread).sqrt(),
        runs: runs.len(),
    })
}

/// A run's own estimate of the elasticity and its variance, freed of the prior that every
/// fit has in it; `None` where the run adds nothing to the prior.
fn own_estimate(run: &HabitualCurve) -> Option<(f64, f64)> {
    let (prior, sd) = HabitPrior::default().elasticity;
    let fit = run.elasticity_sd.powi(-2);
    let before = sd.powi(-2);
    let own = fit - before;
    // A fit hardly narrower than the prior is noise once the prior is taken out.
    (own > 0.05 * before).then(|| ((run.elasticity * fit - prior * before) / own, 1.0 / own))
}

/// The slope of ln level against ln speed between runs, with its variance; `None` for fewer
/// than three, whose line would leave nothing to judge the days by.
fn slope_between(runs: &[HabitualCurve]) -> Option<(f64, f64)> {
    let points: Vec<(f64, f64)> = (runs.iter())
        .map(|r| (r.reference_speed_m_per_s.ln(), r.level_spm.ln()))
        .collect();
    let n = points.len() as f64;
    let (x, y) = points
        .iter()
        .fold((0.0, 0.0), |sum, p| (sum.0 + p.0 / n, sum.1 + p.1 / n));
    let spread: f64 = points.iter().map(|p| (p.0 - x).powi(2)).sum();
    let slope = points.iter().map(|p| (p.0 - x) * (p.1 - y)).sum::<f64>() / spread;
    let left: f64 = points
        .iter()
        .map(|p| (p.1 - y - slope * (p.0 - x)).powi(2))
        .sum();
    let (day, worth) = DAY_TO_DAY;
    let variance = (worth * day * day + left) / (worth + n - 2.0);
    (points.len() > 2 && spread > 0.0).then(|| (slope, variance / spread))
}

/// Variance between runs (DerSimonian and Laird), 0 where they agree within their errors.
fn between_runs(own: &[(f64, f64)]) -> f64 {
    let sum = |power: i32| own.iter().map(|(_, v)| v.powi(-power)).sum::<f64>();
    let (first, second) = (sum(1), sum(2));
    let scale = first - second / first;
    if own.len() < 2 || scale <= 0.0 {
        return 0.0;
    }
    let mean = own.iter().map(|(x, v)| x / v).sum::<f64>() / first;
    let q: f64 = own.iter().map(|(x, v)| (x - mean).powi(2) / v).sum();
    ((q - (own.len() - 1) as f64) / scale).max(0.0)
}

/// The gap between two groups of runs in ln cadence at one speed, where there is one and
/// each group holds two runs or more.
fn two_groups(runs: &[HabitualCurve]) -> Option<f64> {
    let speeds = runs.iter().map(|r| r.reference_speed_m_per_s);
    let at = speeds.sum::<f64>() / runs.len() as f64;
    let mut levels: Vec<f64> = (runs.iter()).map(|r| r.cadence_spm(at, 0.0).ln()).collect();
    levels.sort_by(f64::total_cmp);
    (1..levels.len())
        .filter(|i| *i >= 2 && levels.len() - i >= 2)
        .map(|i| levels[i] - levels[i - 1])
        .filter(|gap| *gap >= GAP)
        .max_by(f64::total_cmp)
}

/// How far the fresh cadence of a run is from that of `runs` at its own speed, in percent, where
/// the difference is larger than one runner's days explain: [`GAP`] and more, and more than
/// [`BEYOND_SD`] standard deviations of a further day. `None` otherwise, and for fewer runs than
/// [`FEWEST`].
pub fn apart_from(runs: &[HabitualCurve], curve: &HabitualCurve) -> Option<f64> {
    if runs.len() < FEWEST {
        return None;
    }
    let n = runs.len() as f64;
    let speed = curve.reference_speed_m_per_s;
    let levels = runs.iter().map(|r| r.cadence_spm(speed, 0.0).ln());
    let mean = levels.clone().sum::<f64>() / n;
    let left: f64 = levels.map(|level| (level - mean).powi(2)).sum();
    let (day, worth) = DAY_TO_DAY;
    let variance = (worth * day * day + left) / (worth + n - 1.0);
    let further_day = (variance * (1.0 + 1.0 / n)).sqrt();
    let apart = curve.level_spm.ln() - mean;
    (apart.abs() >= GAP && apart.abs() > BEYOND_SD * further_day).then(|| 100.0 * apart.exp_m1())
}

#[cfg(test)]
mod tests {
    use super::super::tests::curve;
    use super::*;

    fn pooled(runs: &[HabitualCurve]) -> PersonalCurve {
        match pool(runs) {
            Said::Curve(curve) => curve,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn more_runs_say_more_and_the_prior_counts_once() {
        let few = vec![curve(174.0, 0.08); 2];
        let many = vec![curve(174.0, 0.08); 12];
        let (few, many) = (pooled(&few), pooled(&many));
        assert!(
            many.elasticity_sd < few.elasticity_sd
                && few.elasticity_sd < HabitPrior::default().elasticity.1
        );
        // Each fit of 0.08 +- 0.03 was drawn towards 0.15: freed of that it says 0.0567.
        let own = own_estimate(&curve(174.0, 0.08)).unwrap();
        assert!((own.0 - 0.0567).abs() < 1e-3, "{own:?}");
        assert!(many.elasticity < few.elasticity && many.elasticity > 0.0567);
    }

    #[test]
    fn runs_that_disagree_leave_the_next_one_uncertain() {
        let agree = vec![curve(174.0, 0.12); 6];
        let differ = [curve(174.0, 0.04), curve(174.0, 0.2)].repeat(3);
        assert!(pooled(&differ).elasticity_sd > 2.0 * pooled(&agree).elasticity_sd);
    }

    #[test]
    fn two_runners_are_found_and_not_averaged() {
        let days = |levels: [f64; 6]| levels.map(|level| curve(level, 0.1));
        let mixed = days([165.0, 165.0, 165.0, 182.0, 182.0, 182.0]);
        assert!(matches!(pool(&mixed), Said::TwoRunners(pct) if (pct - 10.3).abs() < 0.1));
        let one = days([172.0, 173.0, 174.0, 175.0, 176.0, 177.0]);
        assert!(matches!(pool(&one), Said::Curve(_)));
    }

    #[test]
    fn a_run_of_somebody_else_is_told_from_an_unusual_day() {
        let runs = [172.0, 173.0, 174.0]
            .map(|level| curve(level, 0.1))
            .repeat(2);
        let of = |level: f64| apart_from(&runs, &curve(level, 0.1));
        assert_eq!((of(173.0), of(178.0), of(168.0)), (None, None, None));
        let (high, low) = (of(184.0).unwrap(), of(162.0).unwrap());
        assert!(
            (high - 6.4).abs() < 0.2 && (low + 6.4).abs() < 0.2,
            "{high} {low}"
        );
        // The same cadence at another speed is on this runner's curve.
        let mut faster = curve(173.0 * 1.3_f64.powf(0.1), 0.1);
        faster.reference_speed_m_per_s *= 1.3;
        assert_eq!(apart_from(&runs, &faster), None);
        // Days that differ a lot allow more, and one run alone says nothing.
        let uneven = [curve(168.0, 0.1), curve(180.0, 0.1)].repeat(3);
        assert_eq!(apart_from(&uneven, &curve(184.0, 0.1)), None);
        assert_eq!(apart_from(&runs[..1], &curve(190.0, 0.1)), None);
    }
}
