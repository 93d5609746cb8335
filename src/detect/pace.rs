//! Did speed fall more than terrain explains? ln speed = level + what this runner gives to
//! the ground + warm-up + kick + loss + noise.

use super::answer::Answer;
use super::calibrate::ground;
use super::candidate::Width;
use super::form::{column, fit_noise};
use super::search::{Problem, Shifts};
use super::series::Series;
use crate::measure::grade::relative_cost;
use crate::stats::NoiseShape;

/// Share of the cost of a grade (Minetti 2002) that shows in ln speed. A runner at an even
/// effort would give all of it; real ones give half to all.
const COST_SHARE: (f64, f64) = (0.6, 0.4);
/// The same of what smoothing takes out of the grade, which is mostly the altimeter's error:
/// in 17 of 18 real runs speed adjusted by the whole cost of the grade as recorded is rougher
/// than speed as it was.
const ROUGH_SHARE: (f64, f64) = (0.3, 0.3);
/// Beside that, runners give back less on descents than they lose on climbs. Per unit of
/// grade.
const GRADE_SD: f64 = 0.6;
/// The first minutes are run 0-6 % slower or faster than what follows.
const WARM_UP_SD: f64 = 0.03;
/// Its time constant, minutes.
const WARM_UP_MIN: f64 = 5.0;
/// The last mile may be a kick.
const KICK_SD: f64 = 0.03;
/// Correlation length of the slow part of pacing, miles.
const SLOW_LENGTH: f64 = 0.8;
/// Slow variance as a share of the short part's, with prior weights: pacing wanders more
/// than cadence does.
const SLOW: [(f64, f64); 4] = [(0.05, 0.3), (0.25, 0.35), (1.0, 0.28), (4.0, 0.07)];
/// Fades of marathons lose 4-25 %.
const EFFECT_SD: f64 = 0.10;

/// Asks whether pace fell and from where. `None` when the run allows no onset at all.
pub fn ask(series: &Series, seed: u64) -> Option<Answer> {
    Answer::ask(&problem(series), &series.ln_speed, series.window_mi, seed)
}

/// The pace question, prepared for search.
fn problem(series: &Series) -> Problem {
    let finish = series.finish_mi;
    let per_window = |f: &dyn Fn(usize) -> f64| (0..series.len()).map(f).collect::<Vec<f64>>();
    let ground = ground(&series.grade);
    let cost = |i: usize| relative_cost(ground[i]).ln();
    let rough_cost = |i: usize| series.ln_flat_speed[i] - series.ln_speed[i] - cost(i);
    let columns = vec![
        column(vec![1.0; series.len()], 1.1, f64::INFINITY),
        column(per_window(&|i| -cost(i)), COST_SHARE.0, COST_SHARE.1),
        column(
            per_window(&|i| -rough_cost(i)),
            ROUGH_SHARE.0,
            ROUGH_SHARE.1,
        ),
        column(per_window(&|i| ground[i].abs()), 0.0, GRADE_SD),
        column(
            per_window(&|i| (-series.moving_min[i] / WARM_UP_MIN).exp()),
            0.0,
            WARM_UP_SD,
        ),
        column(
            per_window(&|i| f64::from(u8::from(series.at_mi[i] > finish - 1.0))),
            0.0,
            KICK_SD,
        ),
    ];
    let mut problem = Problem {
        positions: series.at_mi.clone(),
        white: series.white.clone(),
        columns,
        shifts: Shifts {
            at: Vec::new(),
            sd: 1.0,
            probability: 0.0,
        },
        widths: vec![
            (Width::ToFinish, 0.45),
            (Width::Over(6.0), 0.05),
            (Width::Over(3.0), 0.1),
            (Width::Over(1.0), 0.2),
            (Width::Over(0.5), 0.1),
            (Width::Step, 0.1),
        ],
        favoured: Vec::new(),
        range: (3.0_f64.max(0.2 * finish), finish - 1.5),
        steps_from: 0.0,
        spacing: 0.3,
        effect_sd: EFFECT_SD,
        noise: NoiseShape {
            medium_variance: 0.0,
            medium_length: 0.2,
            slow_variance: 0.0,
            slow_length: SLOW_LENGTH,
        },
        slow: Vec::new(),
        white_variance: 4e-4,
    };
    fit_noise(&mut problem, &series.ln_speed, &SLOW);
    problem
}
