//! The test of form, with nuisance level shifts removed: a shoe, a surface or a sensor moves
//! cadence by a percent or two and leaves it there, and that is not fatigue.

use super::changepoint::{ChangeShape, OnsetTest};
use super::form::{FormModel, column};
use super::options::DetectOptions;
use super::pace::PaceAnswer;
use super::windows::Series;
use crate::measure::{Channel, Measures};
use crate::units::METRES_PER_MILE;

/// Windows needed to fit a curve, noise and an onset: 2 mi of them.
const LEAST_WINDOWS: usize = 20;
/// Nothing speaks for an onset of form this near the finish, miles: a slowdown there may be a
/// cool-down.
const LEAST_FADE_MI: f64 = 2.0;
/// A later step smaller than this needs a second witness.
const ALONE: f64 = 0.025;
/// Miles on either side of a step in which witnesses are compared.
const SIDE_MI: f64 = 2.0;
/// Changes of a witness across a step that count as one, as shares.
const WITNESS: [(Channel, f64); 2] = [(Channel::ContactTime, 0.02), (Channel::Oscillation, 0.02)];
/// The same for speed and for heart rate over speed, as differences of logs.
const WITNESS_LOG: f64 = 0.02;

/// The result of the test of form.
pub struct FormAnswer {
    /// The model that was tested.
    pub model: FormModel,
    /// Result of the test, after level shifts were taken out.
    pub test: OnsetTest,
    /// Level shifts that were taken out, miles.
    pub shifts_mi: Vec<f64>,
}

/// Tests whether form changed; onsets of pace are favoured places. A small late step that no other
/// metric confirms is treated as a level shift: it becomes a shared column and the test is repeated.
pub fn test_form(
    measures: &Measures,
    series: &Series,
    options: &DetectOptions,
    pace: Option<&PaceAnswer>,
) -> Option<FormAnswer> {
    // Two miles of windows to fit a curve, noise and an onset.
    if series.len() < LEAST_WINDOWS {
        return None;
    }
    let mut model = FormModel::new(series, measures.pace_is_evidence, &options.habit);
    model.problem.favoured = pace.map_or_else(Vec::new, |pace| pace.total.places());
    let last = series.finish_mi - LEAST_FADE_MI;
    model.problem.favoured.retain(|&(place, _)| place <= last);
    let run = |model: &FormModel| {
        OnsetTest::run(
            &model.problem,
            &series.ln_cadence,
            series.window_mi,
            options.seed,
        )
    };
    let mut test = run(&model)?;
    let mut shifts_mi = Vec::new();
    let at = test.best().onset;
    let witnessed = has_witness(measures, series, at);
    let small = test.posterior.change.value.abs() < ALONE;
    if test.significant() && is_step(&test) && small && !witnessed {
        shifts_mi.push(at);
        let step = test.search.column(&test.best());
        let sd = model.problem.shifts.sd;
        model.problem.columns.push(column(step, 0.0, sd));
        without_steps(&mut model.problem.widths);
        test = run(&model)?;
    }
    shifts_mi.extend(test.shift_mi());
    Some(FormAnswer {
        model,
        test,
        shifts_mi,
    })
}

/// Takes the step out of the shapes; the others share its prior weight.
fn without_steps(widths: &mut Vec<(ChangeShape, f64)>) {
    widths.retain(|&(width, _)| width != ChangeShape::Step);
    let total: f64 = widths.iter().map(|(_, weight)| weight).sum();
    for (_, weight) in widths {
        *weight /= total;
    }
}

/// True when the likeliest change is a step.
fn is_step(test: &OnsetTest) -> bool {
    test.best().width == ChangeShape::Step && test.probability_within(0.0) > 0.5
}

fn has_witness(measures: &Measures, series: &Series, at: f64) -> bool {
    let step = |values: &[Option<f64>]| -> Option<f64> {
        let side = |from: f64, to: f64| {
            let kept: Vec<f64> = (0..series.len())
                .filter(|&i| (from..to).contains(&series.at_mi[i]))
                .filter_map(|i| values[i])
                .collect();
            (kept.len() >= 5).then(|| super::attribution::typical(&kept))
        };
        Some(side(at, at + SIDE_MI)? - side(at - SIDE_MI, at)?)
    };
    let speed: Vec<Option<f64>> = series.ln_flat_speed.iter().map(|&v| Some(v)).collect();
    let cost: Vec<Option<f64>> = series
        .ln_heart
        .iter()
        .zip(&series.ln_flat_speed)
        .map(|(h, v)| h.map(|h| h - v))
        .collect();
    let moved = |change: Option<f64>, least: f64| change.is_some_and(|c| c.abs() >= least);
    moved(step(&speed), WITNESS_LOG)
        || moved(step(&cost), WITNESS_LOG)
        || WITNESS.iter().any(|&(channel, least)| {
            let logs: Vec<Option<f64>> = series
                .at_mi
                .iter()
                .map(|&mi| {
                    let at_m = mi * METRES_PER_MILE;
                    let index = measures.windows.partition_point(|w| w.to.0 < at_m);
                    measures
                        .windows
                        .get(index)
                        .and_then(|w| w.tally.mean(channel))
                        .filter(|&v| v > 0.0)
                        .map(f64::ln)
                })
                .collect();
            moved(step(&logs), least)
        })
}
