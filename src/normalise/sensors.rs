//! Removes sensor values outside the range of human running: written for "unknown", or damaged.

use crate::read::{RawDynamics, RawPoint};
use std::ops::RangeInclusive;

/// Power, W: the best of sprinters push 2,500 W for a second. FIT writes 65535 for "unknown".
const POWER_W: RangeInclusive<f32> = 1.0..=2500.0;
/// Ground contact, ms: sprinters touch the ground for 80 ms, walkers for 700.
const CONTACT_TIME_MS: RangeInclusive<f32> = 50.0..=1500.0;
/// Share of it on the left foot, %: someone who limps badly is at 60. FIT writes 327.67 for
/// "unknown".
const CONTACT_BALANCE_PCT: RangeInclusive<f32> = 20.0..=80.0;
/// Vertical oscillation, mm: runners rise 40-140 mm.
const OSCILLATION_MM: RangeInclusive<f32> = 5.0..=400.0;
/// Oscillation over step length, %: 4-15 in runners.
const VERTICAL_RATIO_PCT: RangeInclusive<f32> = 0.5..=60.0;
/// Step length, mm: from a shuffle to a sprint.
const STEP_LENGTH_MM: RangeInclusive<f32> = 100.0..=3000.0;
/// Leg spring stiffness, kN/m: 5-20 in runners.
const LEG_STIFFNESS_KN_PER_M: RangeInclusive<f32> = 1.0..=100.0;
/// Form power, W: 40-120 in runners.
const FORM_POWER_W: RangeInclusive<f32> = 1.0..=500.0;

/// The dynamics of a record, impossible values left out.
pub(super) fn dynamics(p: &RawPoint) -> RawDynamics {
    let within =
        |value: Option<f32>, range: &RangeInclusive<f32>| value.filter(|v| range.contains(v));
    let d = &p.dynamics;
    RawDynamics {
        contact_time_ms: within(d.contact_time_ms, &CONTACT_TIME_MS),
        contact_balance_pct: within(d.contact_balance_pct, &CONTACT_BALANCE_PCT),
        oscillation_mm: within(d.oscillation_mm, &OSCILLATION_MM),
        vertical_ratio_pct: within(d.vertical_ratio_pct, &VERTICAL_RATIO_PCT),
        step_length_mm: within(d.step_length_mm, &STEP_LENGTH_MM),
        leg_stiffness_kn_per_m: within(d.leg_stiffness_kn_per_m, &LEG_STIFFNESS_KN_PER_M),
        form_power_w: within(d.form_power_w, &FORM_POWER_W),
    }
}

/// The power of a record, impossible values left out.
pub(super) fn power_w(p: &RawPoint) -> Option<f32> {
    p.power_w.filter(|w| POWER_W.contains(w))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_runner_gives_is_left_out() {
        let wild = RawPoint {
            power_w: Some(65535.0),
            dynamics: RawDynamics {
                contact_time_ms: Some(6553.5),
                contact_balance_pct: Some(327.67),
                oscillation_mm: Some(f32::NAN),
                vertical_ratio_pct: Some(655.0),
                step_length_mm: Some(0.0),
                leg_stiffness_kn_per_m: Some(-1.0),
                form_power_w: Some(0.0),
            },
            ..RawPoint::default()
        };
        assert_eq!(
            (power_w(&wild), dynamics(&wild)),
            (None, RawDynamics::default())
        );
        let sound = RawDynamics {
            contact_time_ms: Some(240.0),
            contact_balance_pct: Some(50.5),
            oscillation_mm: Some(85.0),
            vertical_ratio_pct: Some(8.1),
            step_length_mm: Some(1050.0),
            leg_stiffness_kn_per_m: Some(9.5),
            form_power_w: Some(70.0),
        };
        let point = RawPoint {
            power_w: Some(250.0),
            dynamics: sound,
            ..RawPoint::default()
        };
        assert_eq!((power_w(&point), dynamics(&point)), (Some(250.0), sound));
    }
}
