//! Speed as it really was. A window's speed carries the position sensor's error, and a
//! regression on it is biased towards no effect; the smooth estimate given that error is
//! not (regression calibration: Carroll et al. 2006, Measurement Error in Nonlinear
//! Models, ch. 4).

/// Ratios of process to measurement variance that are tried: from "speed hardly moves"
/// to "nearly every wiggle is real".
const RATIOS: [f64; 7] = [0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0];

/// The smooth part of `series` under a local-level model, with the ratio of its variances
/// chosen by likelihood (Durbin & Koopman 2012, section 2.10).
pub fn smooth(series: &[f64]) -> Vec<f64> {
    let best = RATIOS
        .iter()
        .map(|&ratio| filter(series, ratio))
        .max_by(|a, b| a.log_likelihood.total_cmp(&b.log_likelihood));
    best.map_or_else(Vec::new, |filtered| filtered.smoothed())
}

struct Filtered {
    level: Vec<f64>,
    variance: Vec<f64>,
    ratio: f64,
    log_likelihood: f64,
}

fn filter(series: &[f64], ratio: f64) -> Filtered {
    let n = series.len();
    let mut level = Vec::with_capacity(n);
    let mut variance = Vec::with_capacity(n);
    let (mut log_det, mut squares) = (0.0, 0.0);
    for (i, &value) in series.iter().enumerate() {
        let (before, p) = match i {
            0 => {
                level.push(value);
                variance.push(1.0);
                continue;
            }
            _ => (level[i - 1], variance[i - 1] + ratio),
        };
        let f = p + 1.0;
        let innovation = value - before;
        level.push(before + p / f * innovation);
        variance.push(p / f);
        log_det += f.ln();
        squares += innovation * innovation / f;
    }
    let degrees = n.saturating_sub(1).max(1) as f64;
    Filtered {
        level,
        variance,
        ratio,
        log_likelihood: -0.5 * (log_det + degrees * squares.max(f64::MIN_POSITIVE).ln()),
    }
}

impl Filtered {
    fn smoothed(mut self) -> Vec<f64> {
        for i in (0..self.level.len().saturating_sub(1)).rev() {
            let gain = self.variance[i] / (self.variance[i] + self.ratio);
            self.level[i] += gain * (self.level[i + 1] - self.level[i]);
        }
        self.level
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand_distr::{Distribution, StandardNormal};

    #[test]
    fn regression_on_calibrated_speed_is_not_attenuated() {
        let mut rng = rand_pcg::Pcg64Mcg::seed_from_u64(3);
        let mut normal = || -> f64 { StandardNormal.sample(&mut rng) };
        let (mut level, mut truth, mut seen, mut answer) = (0.0, vec![], vec![], vec![]);
        for _ in 0..4000 {
            level = 0.97 * level + 0.01 * normal();
            truth.push(level);
            seen.push(level + 0.03 * normal());
            answer.push(0.15 * level + 0.005 * normal());
        }
        let slope = |x: &[f64]| {
            let mean = x.iter().sum::<f64>() / x.len() as f64;
            let (mut xy, mut xx) = (0.0, 0.0);
            for (x, y) in x.iter().zip(&answer) {
                xy += (x - mean) * y;
                xx += (x - mean) * (x - mean);
            }
            xy / xx
        };
        let (naive, calibrated) = (slope(&seen), slope(&smooth(&seen)));
        assert!(naive < 0.11, "the raw slope is attenuated: {naive}");
        assert!((calibrated - 0.15).abs() < 0.02, "{calibrated}");
    }
}
