//! True speed and grade, estimated from recorded ones (measurement error). A window's speed carries the position sensor's
//! error and its grade the altimeter's; a regression on either is biased towards no effect,
//! and since runners slow on climbs, a noisy grade lets speed stand in for it. The
//! expectation of both given all that was recorded has neither fault (regression
//! calibration: Carroll et al. 2006, Measurement Error in Nonlinear Models, ch. 4).
//!
//! grade = walk + white error; ln speed = slope * grade + walk + white error, both walks
//! random (local-level models: Durbin & Koopman 2012, Time Series Analysis by State Space
//! Methods, ch. 2 and 4).

pub use super::kalman::Calibrated;
use super::kalman::SpeedAndGrade;
use crate::stats::dot;

/// Ratios of process to measurement variance that are tried: from "hardly moves" to
/// "nearly every wiggle is real".
const RATIOS: [f64; 7] = [0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0];
/// Change of ln speed per unit of grade, before seeing the run. The cost of transport rises
/// by 5.4 % per 1 % near the flat (Minetti 2002, doi 10.1152/japplphysiol.01177.2001);
/// runners give in to half of that, to all, or to none.
const SLOPE: (f64, f64) = (-3.0, 2.0);
/// Smallest error variance of grade: 0.0001 %, far below any altimeter's. A course without
/// altitudes has none.
const LEAST_ERROR: f64 = 1e-12;

/// Estimates true speed and grade jointly (regression calibration).
pub fn calibrate(ln_speed: &[f64], grade: &[f64]) -> Calibrated {
    let ground = LocalLevel::fit(grade, None);
    let smoothed = ground.smoothed(grade);
    let pace = LocalLevel::fit(ln_speed, Some(&smoothed));
    let error = ground.error.max(LEAST_ERROR);
    SpeedAndGrade {
        slope: pace.slope,
        error: [error, pace.error],
        process: [ground.ratio * error, pace.ratio * pace.error],
    }
    .smooth(grade, ln_speed)
}

/// True grade estimated from recorded grade alone, for a model of speed: a grade that speed
/// helped to estimate would explain too much of it.
pub fn true_grade(grade: &[f64]) -> Vec<f64> {
    LocalLevel::fit(grade, None).smoothed(grade)
}

/// Local-level model: a random walk observed with white error, plus a multiple of a known series.
struct LocalLevel {
    /// Process variance over error variance.
    ratio: f64,
    /// Variance of the white error of each observation.
    error: f64,
    /// Multiple of the known series; 0 without one.
    slope: f64,
}

impl LocalLevel {
    /// The likeliest of the [`RATIOS`], the rest concentrated out.
    fn fit(series: &[f64], known: Option<&[f64]>) -> Self {
        let mut best = (
            f64::NEG_INFINITY,
            Self {
                ratio: RATIOS[0],
                error: 0.0,
                slope: 0.0,
            },
        );
        for ratio in RATIOS {
            let (innovations, log_det) = innovations(series, ratio);
            let degrees = innovations.len().max(1) as f64;
            let squares = dot(&innovations, &innovations);
            let (slope, left) = known.map_or((0.0, squares), |known| {
                let (known, _) = self::innovations(known, ratio);
                let penalty = squares / degrees / SLOPE.1.powi(2);
                let norm = dot(&known, &known) + penalty;
                let slope = (dot(&known, &innovations) + penalty * SLOPE.0) / norm.max(1e-300);
                let rest = innovations.iter().zip(&known).map(|(i, k)| i - slope * k);
                (slope, rest.map(|r| r * r).sum())
            });
            let log = -0.5 * (log_det + degrees * left.max(f64::MIN_POSITIVE).ln());
            if log > best.0 {
                let error = left / degrees;
                best = (
                    log,
                    Self {
                        ratio,
                        error,
                        slope,
                    },
                );
            }
        }
        best.1
    }

    /// The walk under `series`.
    fn smoothed(&self, series: &[f64]) -> Vec<f64> {
        let Some(mut filter) = Filter::from(series, self.ratio) else {
            return Vec::new();
        };
        let mut level = Vec::with_capacity(series.len());
        let mut gains = Vec::with_capacity(series.len());
        for &value in series {
            filter.update(value);
            level.push(filter.level);
            gains.push(filter.variance / (filter.variance + self.ratio));
        }
        for i in (0..level.len() - 1).rev() {
            level[i] += gains[i] * (level[i + 1] - level[i]);
        }
        level
    }
}

/// Kalman filter of a local-level model; variances in units of the error variance.
struct Filter {
    level: f64,
    variance: f64,
    ratio: f64,
}

impl Filter {
    /// Begins at the first value of `series`, as unsure as its error makes it.
    fn from(series: &[f64], ratio: f64) -> Option<Self> {
        series.first().map(|&level| Self {
            level,
            variance: 1.0,
            ratio,
        })
    }

    /// Takes in the next value; returns the innovation and its variance.
    fn update(&mut self, value: f64) -> (f64, f64) {
        let predicted = self.variance + self.ratio;
        let total = predicted + 1.0;
        let innovation = value - self.level;
        self.variance = predicted / total;
        self.level += self.variance * innovation;
        (innovation, total)
    }
}

/// One-step errors of prediction, each over its standard deviation in units of the error's,
/// and the log of the product of their variances.
fn innovations(series: &[f64], ratio: f64) -> (Vec<f64>, f64) {
    let Some(mut filter) = Filter::from(series, ratio) else {
        return (Vec::new(), 0.0);
    };
    let mut log_det = 0.0;
    let out = series[1..].iter().map(|&value| {
        let (innovation, total) = filter.update(value);
        log_det += f64::ln(total);
        innovation / total.sqrt()
    });
    (out.collect(), log_det)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand_distr::{Distribution, StandardNormal};

    /// Coefficients of two series in a third, by least squares.
    fn regress(x: &[f64], z: &[f64], y: &[f64]) -> (f64, f64) {
        let centred = |v: &[f64]| {
            let mean = v.iter().sum::<f64>() / v.len() as f64;
            v.iter().map(|v| v - mean).collect::<Vec<f64>>()
        };
        let (x, z, y) = (centred(x), centred(z), centred(y));
        let (xx, xz, zz) = (dot(&x, &x), dot(&x, &z), dot(&z, &z));
        let (xy, zy) = (dot(&x, &y), dot(&z, &y));
        let determinant = (xx * zz - xz * xz).max(1e-300);
        (
            (zz * xy - xz * zy) / determinant,
            (xx * zy - xz * xy) / determinant,
        )
    }

    /// A rolling course on which the runner slows on climbs, seen through sensors; cadence
    /// follows speed by 0.15 and grade by 0.6.
    struct Course {
        ln_speed: Vec<f64>,
        grade: Vec<f64>,
        cadence: Vec<f64>,
    }

    fn course(grade_sd: f64, grade_error: f64, speed_error: f64) -> Course {
        let mut rng = rand_pcg::Pcg64Mcg::seed_from_u64(3);
        let mut normal = || -> f64 { StandardNormal.sample(&mut rng) };
        let (mut ground, mut wander) = (0.0, 0.0);
        let mut out = Course {
            ln_speed: vec![],
            grade: vec![],
            cadence: vec![],
        };
        for _ in 0..6000 {
            ground = 0.9 * ground + grade_sd * 0.19_f64.sqrt() * normal();
            wander = 0.9 * wander + 0.015 * 0.19_f64.sqrt() * normal();
            let speed = 1.15 - 3.5 * ground + wander;
            out.grade.push(ground + grade_error * normal());
            out.ln_speed.push(speed + speed_error * normal());
            out.cadence
                .push(0.15 * speed + 0.6 * ground + 0.004 * normal());
        }
        out
    }

    #[test]
    fn regression_on_calibrated_series_is_not_biased() {
        let seen = course(0.007, 0.005, 0.012);
        let (naive, _) = regress(&seen.ln_speed, &seen.grade, &seen.cadence);
        assert!(naive < 0.05, "the raw series are biased: {naive}");
        let clear = calibrate(&seen.ln_speed, &seen.grade);
        let (speed, grade) = regress(&clear.ln_speed, &clear.grade, &seen.cadence);
        assert!((speed - 0.15).abs() < 0.02, "{speed}");
        assert!((grade - 0.6).abs() < 0.1, "{grade}");
    }

    #[test]
    fn smoothing_each_alone_would_not_do() {
        let seen = course(0.007, 0.005, 0.012);
        let alone = |series: &[f64]| LocalLevel::fit(series, None).smoothed(series);
        let (speed, _) = regress(&alone(&seen.ln_speed), &alone(&seen.grade), &seen.cadence);
        assert!(speed < 0.12, "{speed}");
    }

    #[test]
    fn without_altitudes_speed_is_calibrated_alone() {
        let seen = course(0.0, 0.0, 0.02);
        let clear = calibrate(&seen.ln_speed, &seen.grade);
        assert!(clear.grade.iter().all(|g| g.abs() < 1e-7));
        let time: Vec<f64> = (0..6000).map(f64::from).collect();
        let (raw, _) = regress(&seen.ln_speed, &time, &seen.cadence);
        let (speed, _) = regress(&clear.ln_speed, &time, &seen.cadence);
        assert!(raw < 0.08, "the raw slope is attenuated: {raw}");
        assert!((speed - 0.15).abs() < 0.02, "{speed}");
    }

    #[test]
    fn nothing_and_one_window_are_no_trouble() {
        assert!(calibrate(&[], &[]).ln_speed.is_empty());
        let one = calibrate(&[1.1], &[0.01]);
        assert!((one.ln_speed[0] - 1.1).abs() < 1e-12 && (one.grade[0] - 0.01).abs() < 1e-12);
    }
}
