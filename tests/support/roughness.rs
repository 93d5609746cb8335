//! How rough a run's cadence is about a fitted curve: the figures by which simulated and
//! real runs are compared. An ordinary least-squares fit of its own, not the detector's.
// The suite and the accuracy harness each use a part of it.
#![allow(dead_code)]

use formdrift::measure::Window;
use nalgebra::{DMatrix, DVector};

/// Roughness of one run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Roughness {
    /// Sd of residuals over a tenth of a mile, percent.
    pub tenth_pct: f64,
    /// Sd of residuals over a mile, percent.
    pub mile_pct: f64,
    /// Autocorrelation at 0.1, 0.3 and 1 mile.
    pub correlation: [f64; 3],
    /// Elasticity as this fit sees it (noise in speed pulls it down).
    pub elasticity: f64,
    /// Sd of ln speed over a tenth of a mile and over a mile, percent, about a line along the
    /// run and the run's own answer to grades.
    pub speed_pct: [f64; 2],
    /// Its autocorrelation at 0.1 and 1 mile.
    pub speed_correlation: [f64; 2],
}

/// Residuals of ln cadence in percent, one a tenth of a mile; `None` where the runner did not
/// run nine tenths of the window's moving time. With them the fitted elasticity.
pub fn residuals(windows: &[Window]) -> Option<(Vec<Option<f64>>, f64)> {
    let rows: Vec<Option<[f64; 5]>> = windows.iter().map(row).collect();
    let (series, solution) = rest(&rows)?;
    Some((series, solution[1]))
}

/// What least squares of the last entry of each row on the others leaves, percent, and the
/// coefficients.
fn rest<const N: usize>(rows: &[Option<[f64; N]>]) -> Option<(Vec<Option<f64>>, Vec<f64>)> {
    let used: Vec<&[f64; N]> = rows.iter().flatten().collect();
    if used.len() < 50 {
        return None;
    }
    let design = DMatrix::from_fn(used.len(), N - 1, |i, j| used[i][j]);
    let target = DVector::from_fn(used.len(), |i, _| used[i][N - 1]);
    // Singular columns (a flat course) get no weight.
    let solution = design.svd(true, true).solve(&target, 1e-9).ok()?;
    let residual = |row: &[f64; N]| {
        let fitted: f64 = (0..N - 1).map(|j| solution[j] * row[j]).sum();
        100.0 * (row[N - 1] - fitted)
    };
    let series = rows.iter().map(|row| row.as_ref().map(residual)).collect();
    Some((series, solution.iter().copied().collect()))
}

/// Constant, ln speed, grade, settling; ln cadence.
fn row(window: &Window) -> Option<[f64; 5]> {
    let tally = &window.tally;
    if tally.stepped_s < 0.9 * tally.moving_s() || tally.stepped_s < 20.0 {
        return None;
    }
    let (speed, cadence) = (tally.speed_m_per_s()?, tally.cadence_spm()?);
    // The settling of the first half hour as a decay over 10 minutes.
    let settling = (-window.moving_mid_s / 600.0).exp();
    Some([
        1.0,
        speed.ln(),
        window.grade.unwrap_or(0.0),
        settling,
        cadence.ln(),
    ])
}

/// Measures the roughness of a run.
pub fn roughness(windows: &[Window]) -> Option<Roughness> {
    let (series, elasticity) = residuals(windows)?;
    let used: Vec<f64> = series.iter().flatten().copied().collect();
    let miles: Vec<f64> = series.chunks(10).filter_map(mean).collect();
    let paces: Vec<Option<[f64; 5]>> = windows.iter().map(pace_row).collect();
    let (speeds, _) = rest(&paces)?;
    let every: Vec<f64> = speeds.iter().flatten().copied().collect();
    let speed_miles: Vec<f64> = speeds.chunks(10).filter_map(mean).collect();
    Some(Roughness {
        tenth_pct: sd(&used),
        mile_pct: sd(&miles),
        correlation: [1, 3, 10].map(|lag| correlation(&series, lag)),
        elasticity,
        speed_pct: [sd(&every), sd(&speed_miles)],
        speed_correlation: [1, 10].map(|lag| correlation(&speeds, lag)),
    })
}

/// Constant, place, grade, its size; ln speed.
fn pace_row(window: &Window) -> Option<[f64; 5]> {
    row(window)?;
    let grade = window.grade.unwrap_or(0.0);
    let speed = window.tally.speed_m_per_s()?;
    Some([1.0, window.from.miles(), grade, grade.abs(), speed.ln()])
}

fn mean(values: &[Option<f64>]) -> Option<f64> {
    let known: Vec<f64> = values.iter().flatten().copied().collect();
    (known.len() >= 6).then(|| known.iter().sum::<f64>() / known.len() as f64)
}

fn sd(values: &[f64]) -> f64 {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let squares: f64 = values.iter().map(|v| (v - mean).powi(2)).sum();
    (squares / (values.len() as f64 - 1.0)).sqrt()
}

fn correlation(series: &[Option<f64>], lag: usize) -> f64 {
    let pairs = series.iter().zip(series.iter().skip(lag));
    let products: Vec<f64> = pairs
        .filter_map(|(a, b)| Some(a.as_ref()? * b.as_ref()?))
        .collect();
    let used: Vec<f64> = series.iter().flatten().map(|v| v * v).collect();
    let covariance = products.iter().sum::<f64>() / products.len() as f64;
    covariance / (used.iter().sum::<f64>() / used.len() as f64)
}
