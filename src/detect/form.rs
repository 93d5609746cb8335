//! Did the runner leave their habitual curve? ln cadence = level + b ln(speed) + c grade +
//! settling + change of form + noise; docs/method.md derives it.

use super::changepoint::{ChangeShape, LevelShifts, Problem};
use super::measurement_error::calibrate;
use super::options::HabitPrior;
use super::windows::Series;
use crate::stats::{Column, Noise, SLOW_BESIDE_ONSET, Segment, SlowPart};
use std::slice;

/// Cadence above its level at the start: falls 1-2 % while settling, or not at all.
const SETTLING: (f64, f64) = (0.005, 0.012);
/// Time constant of settling, minutes: nine tenths are over after 25.
const SETTLING_MIN: f64 = 11.0;
/// Level shifts of 1-3 % in the first third are common in sound runs.
const SHIFT_SD: f64 = 0.015;
const SHIFT_PROBABILITY: f64 = 0.3;
/// Miles before the finish in which no onset is searched.
const LAST_MI: f64 = 1.0;
/// Slow part of the noise: sound running wanders with time constants up to 3 mi.
const SLOW: SlowPart = SlowPart {
    length: 2.2,
    shares: &[
        (0.01, 0.22),
        (0.055, 0.3),
        (0.14, 0.29),
        (0.38, 0.15),
        (0.95, 0.04),
    ],
    tried: SLOW_BESIDE_ONSET,
};
/// First guess at the white variance of ln cadence: 1 % of a window.
const WHITE_VARIANCE: f64 = 1e-4;
/// Changes of form found in runs are 3-8 %.
const EFFECT_SD: f64 = 0.06;

/// A shared column of the form model whose coefficient is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormColumn {
    /// 1 everywhere: ln cadence (spm) at the mean speed.
    Level,
    /// ln speed: its coefficient is the elasticity.
    Speed,
    /// Grade as a ratio.
    Grade,
    /// The first minutes' share of settling: 1 at the start, falling to 0.
    Settling,
}

impl FormColumn {
    /// Position among the columns of [`FormModel`].
    pub fn index(self) -> usize {
        match self {
            Self::Level => 0,
            Self::Speed => 1,
            Self::Grade => 2,
            Self::Settling => 3,
        }
    }
}

/// The model of form, prepared for the change-point search.
pub struct FormModel {
    /// Calibrated ln speed, less `reference`.
    pub speed: Vec<f64>,
    /// Mean calibrated ln speed.
    pub reference: f64,
    /// The change-point search's input: columns, priors, noise.
    pub problem: Problem,
}

impl FormModel {
    /// Prepares the model; `pace` is false where speed is no evidence, `habit` is
    /// what is believed of the curve beforehand.
    pub fn new(series: &Series, pace: bool, habit: &HabitPrior) -> Self {
        let calibrated = calibrate(&series.ln_speed, &series.grade);
        let reference = series.mean(&calibrated.ln_speed, |_| true).unwrap_or(0.0);
        let speed: Vec<f64> = calibrated
            .ln_speed
            .iter()
            .map(|s| if pace { s - reference } else { 0.0 })
            .collect();
        let columns = vec![
            column(vec![1.0; series.len()], 5.15, f64::INFINITY),
            column(speed.clone(), habit.elasticity.0, habit.elasticity.1),
            column(calibrated.grade, habit.grade_effect.0, habit.grade_effect.1),
            column(
                series.moving_min.iter().map(|&t| settling(t)).collect(),
                SETTLING.0,
                SETTLING.1,
            ),
        ];
        let whole = Segment {
            positions: series.at_mi.clone(),
            white: series.white.clone(),
            columns,
            values: series.ln_cadence.clone(),
        };
        let noise = Noise::fit(slice::from_ref(&whole), SLOW, WHITE_VARIANCE);
        let finish = series.finish_mi;
        let third = finish / 3.0;
        let shift_from = 1.0_f64.min(third);
        let count = ((third + 0.4 - shift_from) / 0.4).floor().max(0.0) as usize;
        let at = (0..count).map(|i| shift_from + 0.4 * i as f64).collect();
        let problem = Problem {
            noise,
            positions: whole.positions,
            white: whole.white,
            columns: whole.columns,
            shifts: LevelShifts {
                at,
                sd: SHIFT_SD,
                probability: SHIFT_PROBABILITY,
            },
            widths: vec![
                (ChangeShape::ToFinish, 0.35),
                (ChangeShape::Over(6.0), 0.05),
                (ChangeShape::Over(3.0), 0.1),
                (ChangeShape::Over(2.0), 0.1),
                (ChangeShape::Over(1.0), 0.1),
                (ChangeShape::Over(0.5), 0.1),
                (ChangeShape::Step, 0.2),
            ],
            favoured: Vec::new(),
            range: (3.0_f64.max(0.2 * finish), finish - LAST_MI),
            steps_from: third,
            spacing: 0.3,
            effect_sd: EFFECT_SD,
            only_losses: false,
        };
        Self {
            speed,
            reference,
            problem,
        }
    }
}

/// Share of settling that is left after these minutes of moving.
pub fn settling(minutes: f64) -> f64 {
    (-minutes / SETTLING_MIN).exp()
}

/// A column with its coefficient's prior.
pub fn column(values: Vec<f64>, mean: f64, sd: f64) -> Column {
    Column { values, mean, sd }
}
