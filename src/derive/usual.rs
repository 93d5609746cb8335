//! Cadence and step length as they are usual for this runner at a window's speed and grade.

use super::track::{CADENCE, Points, STEP_LENGTH, Signal, middle};
use crate::detect::Verdict;
use crate::measure::{Measures, WINDOW, Window};

/// How far a window's cadence is off what the verdict's model gives for it, percent; `None`
/// for windows the model does not use.
pub fn form_residual_pct(measures: &Measures, verdict: &Verdict, window: &Window) -> Option<f64> {
    let series = &verdict.series;
    let here = middle(window).0;
    // Of very long runs the model takes several windows at once.
    let together = measures.windows.len().div_ceil(series.at_m.len().max(1));
    let reach = WINDOW.0 * together as f64 * 0.5;
    let next = series.at_m.partition_point(|at| *at < here);
    let apart = |k: &usize| (series.at_m[*k] - here).abs();
    (next.saturating_sub(1)..series.at_m.len().min(next + 1))
        .min_by(|a, b| apart(a).total_cmp(&apart(b)))
        .filter(|k| apart(k) <= reach)
        .and_then(|k| series.residual_pct.get(k).copied())
}

/// Usual cadence along the run, smoothed, steps per minute: what the verdict's model gives for
/// each window (the curve at its speed and grade, settling in, and lasting shifts that are no
/// change of form). Cadence leaves it by the residual that verdict and splits go by.
pub fn usual_cadence(measures: &Measures, verdict: &Verdict) -> Option<Points> {
    usual(measures, verdict, CADENCE.least, |cadence, _| cadence)
}

/// Step length at the usual cadence and the speed that was run, along the run, smoothed, metres.
pub fn usual_step_length(measures: &Measures, verdict: &Verdict) -> Option<Points> {
    usual(measures, verdict, STEP_LENGTH.least, |cadence, speed| {
        speed * 60.0 / cadence
    })
}

/// `pick` takes the usual cadence (spm) and the speed (m/s) of a window.
fn usual(
    measures: &Measures,
    verdict: &Verdict,
    least: f64,
    pick: impl Fn(f64, f64) -> f64,
) -> Option<Points> {
    verdict.curve?;
    let value = |w: &Window| {
        let speed = w.tally.speed_m_per_s()?;
        let off = form_residual_pct(measures, verdict, w)?;
        let cadence = w.tally.cadence_spm()? * (-off / 100.0).exp();
        (!w.pace_doubtful).then(|| pick(cadence, speed))
    };
    let signal = Signal {
        value: &value,
        least,
    };
    signal.track(measures).map(|track| track.smooth)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::{FormSeries, Kind};
    use crate::report::document::sample;

    #[test]
    fn the_residual_of_a_window_is_the_models_at_that_place() {
        let mut analysis = sample::analysis(Kind::Steady, 12.0, false);
        let windows = analysis.measures.windows.clone();
        let middle = |w: &Window| (w.from.0 + w.to.0) * 0.5;
        // A model that does not use every window.
        let used: Vec<usize> = (0..windows.len()).filter(|k| k % 7 != 3).collect();
        let series = &mut analysis.verdict.series;
        series.at_m = used.iter().map(|k| middle(&windows[*k])).collect();
        series.residual_pct = used.iter().map(|k| *k as f64).collect();
        for (k, window) in windows.iter().enumerate() {
            let found = form_residual_pct(&analysis.measures, &analysis.verdict, window);
            if k % 7 == 3 {
                assert!(found.is_none_or(|r| (r - k as f64).abs() <= 1.0), "{k}");
            } else {
                assert_eq!(found, Some(k as f64));
            }
        }
        analysis.verdict.series = FormSeries::default();
        let found = form_residual_pct(&analysis.measures, &analysis.verdict, &windows[5]);
        assert_eq!(found, None);
    }
}
