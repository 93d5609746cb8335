//! Sums over stretches of the distance axis; a sample that straddles a cut is shared in
//! proportion to distance.

use super::tally::{Channel, Tally};
use super::terrain::Terrain;
use crate::normalise::{Motion, Run, Sample};

/// One tally for each stretch between neighbouring `cuts` (metres, rising, first 0, last
/// the finish).
pub(super) fn tallies(run: &Run, terrain: Option<&Terrain>, cuts: &[f64]) -> Vec<Tally> {
    let count = cuts.len().saturating_sub(1);
    let mut out = vec![Tally::default(); count];
    let mut k = 0usize;
    for pair in run.samples.windows(2) {
        let (from, to) = (pair[0].distance.value(), pair[1].distance.value());
        let s = &pair[1];
        if to <= from {
            while k + 1 < count && from >= cuts[k + 1] {
                k += 1;
            }
            if let Some(tally) = out.get_mut(k) {
                add(tally, s, terrain, (from, from), s.duration.value());
            }
            continue;
        }
        let mut begin = from;
        while begin < to && k < count {
            let end = if k + 1 == count {
                to
            } else {
                to.min(cuts[k + 1])
            };
            if end > begin {
                let share = (end - begin) / (to - from);
                add(
                    &mut out[k],
                    s,
                    terrain,
                    (begin, end),
                    s.duration.value() * share,
                );
                begin = end;
            }
            if begin < to {
                k += 1;
            }
        }
    }
    out
}

/// Adds the part of a sample between two distances that lasted `seconds`.
fn add(
    tally: &mut Tally,
    s: &Sample,
    terrain: Option<&Terrain>,
    (from, to): (f64, f64),
    seconds: f64,
) {
    let metres = to - from;
    if let Some(ground) = terrain {
        let (up, down) = ground.climbed_m(from, to);
        tally.ascent_m += up;
        tally.descent_m += down;
        tally.has_altitude = true;
    }
    match s.motion {
        Motion::Stop => {
            tally.stopped_s += seconds;
            tally.stopped_m += metres;
        }
        Motion::Walk => {
            tally.walked_s += seconds;
            tally.walked_m += metres;
        }
        Motion::Run => {
            tally.running_s += seconds;
            tally.running_m += metres;
            tally.flat_equivalent_m += terrain.map_or(metres, |g| g.flat_equivalent_m(from, to));
            add_form(tally, s, metres, seconds);
        }
    }
}

/// Adds cadence and sensor channels of running.
fn add_form(tally: &mut Tally, s: &Sample, metres: f64, seconds: f64) {
    // Where distance is in doubt, neither cadence nor step length counts: both always rest on the same seconds.
    if let Some(cadence) = s.cadence.filter(|_| s.pace_trusted) {
        let spm = cadence.value();
        tally.stepped_s += seconds;
        tally.stepped_m += metres;
        tally.steps += spm / 60.0 * seconds;
        tally.cadence_squared_s += spm * spm * seconds;
    }
    let mut add = |channel: Channel, value: Option<f64>| {
        // Sensors write 0 for "not measured".
        if let Some(value) = value.filter(|v| v.is_finite() && *v > 0.0) {
            tally.channels[channel as usize].add(value, seconds);
        }
    };
    let (d, wide) = (&s.dynamics, |value: Option<f32>| value.map(f64::from));
    add(Channel::HeartRate, s.heart_rate.map(|b| b.value()));
    add(Channel::Power, wide(s.power_w));
    add(Channel::ContactTime, wide(d.contact_time_ms));
    add(Channel::ContactBalance, wide(d.contact_balance_pct));
    add(Channel::Oscillation, wide(d.oscillation_mm));
    add(Channel::VerticalRatio, wide(d.vertical_ratio_pct));
    let step_length_m = wide(d.step_length_mm).map(|mm| mm / 1000.0);
    add(Channel::DeviceStepLength, step_length_m);
    add(Channel::LegStiffness, wide(d.leg_stiffness_kn_per_m));
    add(Channel::FormPower, wide(d.form_power_w));
}
