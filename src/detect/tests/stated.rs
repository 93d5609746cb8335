//! What a verdict states beside its kind: the curve, the series, what is fresh, and the evidence.

use super::{Doing, USUAL, made, ramp, run};
use crate::detect::types::{HabitualCurve, Kind, Verdict};
use crate::detect::{DetectOptions, detect};
use crate::measure::Measures;
use crate::phases::Phases;

fn verdict(measures: &Measures) -> Verdict {
    let phases = Phases::whole(measures);
    detect(measures, &phases, &DetectOptions::default())
}

#[test]
fn a_curve_gives_the_cadence_of_its_formula() {
    let curve = HabitualCurve {
        level_spm: 180.0,
        reference_speed_m_per_s: 3.0,
        elasticity: 0.2,
        elasticity_sd: 0.05,
        grade_effect: 1.5,
    };
    assert!((curve.cadence_spm(3.0, 0.0) - 180.0).abs() < 1e-12);
    let want = (180.0_f64.ln() + 0.2 * 1.2_f64.ln() + 1.5 * 0.05).exp();
    assert!((curve.cadence_spm(3.6, 0.05) - want).abs() < 1e-9);
}

#[test]
fn the_curve_is_that_of_the_made_runner() {
    let said = verdict(&made(23, |_| (0.0, 0.0, 0.0)));
    let curve = said.curve.expect("enough running");
    // The made runner's elasticity is 0.15, of speed as it is and not as it was measured.
    assert!((curve.elasticity - 0.15).abs() < 0.06, "{curve:?}");
    assert!((curve.elasticity_sd - 0.04).abs() < 0.03, "{curve:?}");
    assert!((curve.level_spm / 176.0 - 1.0).abs() < 0.01, "{curve:?}");
    let speed = curve.reference_speed_m_per_s;
    assert!((speed / 3.1 - 1.0).abs() < 0.02, "{curve:?}");
}

#[test]
fn evidence_is_counted_over_the_moving_time() {
    let said = verdict(&made(23, |_| (0.0, 0.0, 0.0)));
    let hours = said.form.evidence.expect("tested").hours;
    let want = 20.0 * 1609.344 / 3.1 / 3600.0;
    assert!((hours / want - 1.0).abs() < 0.02, "{hours} {want}");
}

#[test]
fn without_an_onset_three_fifths_of_the_run_are_fresh() {
    let said = verdict(&made(23, |_| (0.0, 0.0, 0.0)));
    let (from, to) = said.fresh.expect("long enough");
    assert!((to.miles() - 12.0).abs() < 1e-9, "{to:?}");
    // Ten minutes of warm-up at 3.1 m/s are left out, to the window.
    let warm_mi = 600.0 * 3.1 / 1609.344;
    assert!((from.miles() - warm_mi).abs() < 0.11, "{from:?}");
}

#[test]
fn the_series_are_the_fit_window_by_window() {
    let measures = made(11, |mile| (-0.06 * ramp(mile, 11.0), 0.0, 0.0));
    let said = verdict(&measures);
    assert_eq!(said.kind(), Kind::FormBreakdown);
    let series = &said.series;
    assert_eq!(series.at_m.len(), 200);
    assert!((series.at_m[0] - 80.4672).abs() < 1e-6);
    assert!((series.at_m[199] - 20.0 * 1609.344 + 80.4672).abs() < 1e-6);
    let onset = said.onset().expect("a breakdown has one");
    let fitted = &series.fitted_pct;
    let first = series.at_m.iter().position(|at| *at > onset.at.0 + 400.0);
    let first = first.expect("before the finish");
    assert!(fitted[..20].iter().all(|f| *f == 0.0), "{fitted:?}");
    assert!(fitted[first..].windows(2).all(|pair| pair[1] < pair[0]));
    assert!((fitted[199] + 6.0).abs() < 2.0, "{}", fitted[199]);
    // The fit follows what is left beside the curve.
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (late, fit) = (mean(&series.residual_pct[150..]), mean(&fitted[150..]));
    assert!((late - fit).abs() < 0.5, "{late} {fit}");
    // Speeds are percent of fresh running's.
    let fresh = said.fresh.expect("long enough");
    let kept = |k: &usize| (fresh.0.0..fresh.1.0).contains(&series.at_m[*k]);
    let fresh: Vec<f64> = (0..200).filter(kept).map(|k| series.speed_pct[k]).collect();
    assert!((mean(&fresh) - 100.0).abs() < 0.1, "{}", mean(&fresh));
}

#[test]
fn speeds_of_the_series_are_shares_of_fresh_running() {
    let said = verdict(&made(14, |mile| (0.0, -0.18 * ramp(mile, 11.0), 0.0)));
    let series = &said.series;
    let mean = |from: f64, to: f64| {
        let kept = (0..200).filter(|k| (from..to).contains(&(series.at_m[*k] / 1609.344)));
        let kept: Vec<f64> = kept.map(|k| series.speed_pct[k]).collect();
        kept.iter().sum::<f64>() / kept.len() as f64
    };
    assert!((mean(2.0, 10.0) - 100.0).abs() < 1.0, "{}", mean(2.0, 10.0));
    // A loss of 0.17 in the middle of the last mile but a half.
    let late = mean(19.0, 20.0);
    assert!((late - 100.0 * (-0.17_f64).exp()).abs() < 2.0, "{late}");
}

#[test]
fn an_even_slowdown_from_the_start_is_drift_in_pace() {
    let said = verdict(&made(24, |mile| (0.0, -0.11 * mile / 20.0, 0.0)));
    assert_eq!(said.kind(), Kind::GradualDrift, "{:?}", said.pace);
    assert!(said.drift_in_pace() && said.onset().is_none());
}

#[test]
fn a_loss_that_came_back_is_not_kept() {
    let kept = |until: f64| {
        let loss = move |mile: f64| f64::from(u8::from((11.0..until).contains(&mile)));
        let said = verdict(&made(25, |mile| (0.0, -0.15 * loss(mile), 0.0)));
        said.pace.evidence.expect("tested").kept
    };
    assert!((kept(20.0) - 1.0).abs() < 0.15, "{}", kept(20.0));
    // A kick of a third of a mile is no recovery, four miles are.
    assert!((kept(19.75) - 1.0).abs() < 0.15, "{}", kept(19.75));
    assert!(kept(16.0) < 0.3, "{}", kept(16.0));
}

#[test]
fn a_change_that_some_windows_take_back_is_not_sustained() {
    // Cadence falls by 3 % from mile 12 on, but every so many windows are higher by a share.
    let conditions = |every: usize, higher: f64| {
        let mut normal = super::normals(51);
        let mut count = 0;
        let measures = run(200, |mile| {
            count += 1;
            let after = f64::from(u8::from(mile > 12.0));
            let form = if count % every == 0 { higher } else { -0.03 };
            Doing {
                cadence_spm: USUAL.cadence_spm * (form * after + 0.002 * normal()).exp(),
                speed_m_per_s: USUAL.speed_m_per_s * (0.004 * normal()).exp(),
                ..USUAL
            }
        });
        let evidence = verdict(&measures).form.evidence.expect("tested");
        // The fit gives outliers little weight: the change itself is as large in each.
        assert!((evidence.change + 0.029).abs() < 0.001, "{evidence:?}");
        evidence.margins.sustained >= 0.0
    };
    assert!(conditions(6, 0.03));
    assert!(!conditions(6, 0.05));
    assert!(!conditions(7, 0.06));
}

#[test]
fn a_fade_is_weighed_against_fades_as_large_as_real_ones() {
    // The wider the losses that are held possible, the less one of 5 % speaks for any: a prior of
    // no width at all would let the change-point search find nothing (Lindley's paradox).
    let factors = [3, 5, 7, 11, 13].map(|seed| {
        let loss = |mile: f64| 0.05 * f64::from(u8::from(mile > 12.0));
        let said = verdict(&made(seed, |mile| (0.0, -loss(mile), 0.0)));
        said.pace.evidence.expect("tested").log_bayes_factor
    });
    let mean = factors.iter().sum::<f64>() / 5.0;
    // 20.5; if losses of any size were held possible, 11.
    assert!(mean > 16.0, "{factors:?}");
}
