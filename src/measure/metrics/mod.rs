//! Everything that is reported of a stretch of running, one metric a file.

mod cadence;
mod cadence_spread;
mod contact_balance;
mod contact_time;
mod device_step_length;
mod form_power;
mod grade_adjusted_pace;
mod heart_rate;
mod leg_stiffness;
mod oscillation;
mod pace;
mod power;
mod step_length;
mod vertical_ratio;

pub use cadence::CADENCE;
pub use grade_adjusted_pace::GRADE_ADJUSTED_PACE;
pub use heart_rate::HEART_RATE;
pub use pace::PACE;
pub use step_length::STEP_LENGTH;

use super::Tally;

/// Something measured on a stretch of running.
#[derive(Debug, Clone, Copy)]
pub struct Metric {
    /// Its key in the result; the unit stands in it.
    pub key: &'static str,
    /// Its name as a runner knows it.
    pub name: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// What it is, one sentence.
    pub about: &'static str,
    /// Its value over a stretch; `None` where it cannot be measured.
    pub value: fn(&Tally) -> Option<f64>,
}

/// Every metric, in the order reports show them.
pub const METRICS: &[Metric] = &[
    cadence::CADENCE,
    step_length::STEP_LENGTH,
    pace::PACE,
    grade_adjusted_pace::GRADE_ADJUSTED_PACE,
    heart_rate::HEART_RATE,
    contact_time::CONTACT_TIME,
    contact_balance::CONTACT_BALANCE,
    oscillation::OSCILLATION,
    vertical_ratio::VERTICAL_RATIO,
    device_step_length::DEVICE_STEP_LENGTH,
    power::POWER,
    form_power::FORM_POWER,
    leg_stiffness::LEG_STIFFNESS,
    cadence_spread::CADENCE_SPREAD,
];
