//! Compares speed with distance: a speed in another unit is converted; one that disagrees otherwise is not used.

use super::caveats::{Caveat, percent};
use super::plausible::{SOME_WAY_M, Sources, about, total};
use super::timeline::Timeline;
use crate::read::RawPoint;

/// Units in which exporters write speed though metres a second are asked for: how many of them
/// are one metre a second.
const SPEED_UNITS: &[(f64, &str)] = &[
    (3.6, "kilometres an hour"),
    (2.236_94, "miles an hour"),
    (60.0, "metres a minute"),
    (100.0, "centimetres a second"),
    (1000.0, "millimetres a second"),
];

/// Speed and distance that differ by more than this factor contradict each other.
const SPEED_APART: f64 = 1.6;

/// A speed is impossible beyond this many times the one that a twentieth of the records exceeds: a
/// vehicle on the way home goes ten times as fast as a runner, ...
const IMPOSSIBLE_TIMES: f64 = 4.0;
/// ... though for more than so many records.
const FEW_RECORDS: usize = 10;

/// Removes speeds in up to ten records in a row that are negative, or implausible beside the other records in
/// any unit: written for "unknown", or damaged. A single one can outweigh all others in a sum.
fn leave_out_impossible(timeline: &mut Timeline) {
    let stated = |p: &RawPoint| p.speed_m_per_s.map(f64::from);
    let mut known: Vec<f64> = timeline
        .points
        .iter()
        .filter_map(stated)
        .filter(|v| v.is_finite() && *v > 0.0)
        .collect();
    if known.is_empty() {
        return;
    }
    let high = known.len() * 19 / 20;
    let limit = IMPOSSIBLE_TIMES * *known.select_nth_unstable_by(high, f64::total_cmp).1;
    let impossible = |p: &RawPoint| stated(p).is_some_and(|v| !(0.0..=limit).contains(&v));
    for row in timeline
        .points
        .chunk_by_mut(|a, b| impossible(a) == impossible(b))
    {
        if row.len() <= FEW_RECORDS && impossible(&row[0]) {
            row.iter_mut().for_each(|p| p.speed_m_per_s = None);
        }
    }
}

/// Converts speeds from another unit, and removes speeds that contradict the distance.
pub(super) fn mend_speed(timeline: &mut Timeline, sources: &Sources, caveats: &mut Vec<Caveat>) {
    leave_out_impossible(timeline);
    let along = sources.along.as_ref().map(|a| a.metres.as_slice());
    let device = sources.device.as_ref().map(|d| d.metres.as_slice());
    // Positions cannot be in another unit.
    let Some(reference) = along.filter(|m| total(m) > SOME_WAY_M).or(device) else {
        return;
    };
    let (mut by_speed, mut by_distance) = (0.0, 0.0);
    for (i, p) in timeline.points.iter().enumerate().skip(1) {
        let step = timeline.step_s(i);
        if let Some(v) = p.speed_m_per_s.map(f64::from)
            && v.is_finite()
            && v >= 0.0
            && step <= timeline.gap_s
        {
            by_speed += v * step;
            by_distance += reference[i] - reference[i - 1];
        }
    }
    if by_distance < SOME_WAY_M {
        return;
    }
    let ratio = by_speed / by_distance;
    if (1.0 / SPEED_APART..SPEED_APART).contains(&ratio) {
        return;
    }
    let unit = SPEED_UNITS.iter().find(|(factor, _)| about(ratio, *factor));
    // Without positions it may be the distance that is in another unit.
    let seconds: f64 = timeline.time_s.last().copied().unwrap_or(0.0);
    let runs = |metres: f64| (0.5..7.0).contains(&(metres / seconds));
    if along.is_none() && runs(by_speed) && !runs(by_distance) {
        return;
    }
    match unit {
        Some((factor, name)) => {
            for p in &mut timeline.points {
                p.speed_m_per_s = p.speed_m_per_s.map(|v| (f64::from(v) / factor) as f32);
            }
            caveats.push(Caveat::new(
                "speed_unit",
                format!("Speed is stored in {name} instead of metres a second and was converted."),
            ));
        }
        None => {
            let said = by_speed > 0.0;
            for p in &mut timeline.points {
                p.speed_m_per_s = None;
            }
            // A file that holds nothing but zeros says nothing wrong.
            if said {
                caveats.push(Caveat::new(
                    "speed_disagrees",
                    format!(
                        "The device's speed gives {} of the distance; speed was taken from distance instead.",
                        percent(by_speed, by_distance)
                    ),
                ));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::normalise::testing::{run_of, steady};
    use crate::normalise::{CadenceChoice, normalise};

    #[test]
    fn one_impossible_speed_changes_nothing() {
        let raw = run_of(1800, |s| steady(s, 3.0, 86.0));
        let (sound, said) = normalise(&raw, CadenceChoice::Auto).unwrap();
        for wrong in [42_949_672.95, 4241.797, 65.535, -1.0, f32::INFINITY] {
            for records in [700..701, 700..705] {
                let mut raw = raw.clone();
                for p in &mut raw.points[records] {
                    p.speed_m_per_s = Some(wrong);
                }
                let (run, caveats) = normalise(&raw, CadenceChoice::Auto).unwrap();
                assert_eq!(caveats, said, "{wrong}");
                for (a, b) in run.samples.iter().zip(&sound.samples) {
                    assert_eq!((a.motion, a.distance), (b.motion, b.distance));
                    let apart = |a: f64, b: f64| (a - b).abs();
                    assert!(
                        a.speed
                            .zip(b.speed)
                            .is_some_and(|(a, b)| apart(a.0, b.0) < 0.01),
                        "{wrong}: {a:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_ride_is_no_fault_of_the_speed() {
        let mut raw = run_of(1800, |s| steady(s, 3.0, 86.0));
        for p in &mut raw.points[1700..] {
            p.speed_m_per_s = Some(30.0);
        }
        let mut timeline = crate::normalise::clock::timeline(&raw, &mut Vec::new()).unwrap();
        super::leave_out_impossible(&mut timeline);
        assert!(timeline.points.iter().all(|p| p.speed_m_per_s.is_some()));
    }
}
