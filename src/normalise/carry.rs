//! Carries values to neighbouring records. Some exporters write one sensor per record, or positions and sensors
//! in turn, or heart rate every five seconds. A value that a record lacks is then found in the next one.

use super::stretches::median;
use super::timeline::Timeline;
use crate::read::SENSORS;

/// A field that this share of the records has is not written in turn with others: where it is
/// missing, the sensor was silent, or the position lost.
pub(super) const IN_EVERY_RECORD: f64 = 0.8;
/// Fields stored less often than this (s) say nothing about the seconds between.
const SPARSEST_S: f64 = 10.0;
/// A value is carried at least this far (s), ...
const LEAST_S: f64 = 2.0;
/// ... else over this many of the field's usual intervals: one of them may be late.
const INTERVALS: f64 = 1.5;
/// Fewer values than this are no series.
const LEAST_VALUES: usize = 10;

/// Fills in sensors and altitude where they are written in turn with other records.
pub(super) fn across_records(timeline: &mut Timeline) {
    for field in SENSORS {
        let values: Vec<Option<f32>> = timeline.points.iter_mut().map(|p| *field(p)).collect();
        if let Some(reach_s) = reach_s(timeline, &values) {
            for (to, from) in sources(timeline, &values, reach_s) {
                *field(&mut timeline.points[to]) = values[from];
            }
        }
    }
}

/// How far a field's value is carried (s); `None` for a field that every record has, or none.
fn reach_s(timeline: &Timeline, values: &[Option<f32>]) -> Option<f64> {
    let held = values.iter().flatten().count();
    if held < LEAST_VALUES || held as f64 >= IN_EVERY_RECORD * values.len() as f64 {
        return None;
    }
    let times = timeline.time_s.iter().zip(values);
    let times: Vec<f64> = times.filter_map(|(t, value)| value.map(|_| *t)).collect();
    let mut steps: Vec<f64> = times.windows(2).map(|w| w[1] - w[0]).collect();
    let usual = median(&mut steps)?;
    (usual <= SPARSEST_S).then(|| (INTERVALS * usual).max(LEAST_S))
}

/// For each record that lacks the field, the nearest record in reach that has it.
fn sources(timeline: &Timeline, values: &[Option<f32>], reach_s: f64) -> Vec<(usize, usize)> {
    let n = values.len();
    let mut next: Vec<usize> = vec![n; n];
    for i in (0..n).rev() {
        next[i] = match values[i] {
            Some(_) => i,
            None => next.get(i + 1).copied().unwrap_or(n),
        };
    }
    let mut out = Vec::new();
    let mut last: Option<usize> = None;
    for (i, next) in next.into_iter().enumerate() {
        if next == i {
            last = Some(i);
            continue;
        }
        let at = timeline.time_s[i];
        let back = last.map(|j| (at - timeline.time_s[j], j));
        let ahead = (next < n).then(|| (timeline.time_s[next] - at, next));
        let nearest = [back, ahead]
            .into_iter()
            .flatten()
            .min_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((_, from)) = nearest.filter(|(away, _)| *away <= reach_s) {
            out.push((i, from));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::normalise::testing::{run_of, steady};
    use crate::normalise::{CadenceChoice, normalise};
    use crate::read::RawPoint;

    #[test]
    fn one_sensor_a_record_keeps_every_sensor() {
        // Distance, heart rate and cadence in records of their own, a third of a second apart.
        for every_s in [1, 4] {
            let mut raw = run_of(1200, |s| steady(s, 3.0, 86.0));
            let whole = raw.points.clone();
            raw.points = whole
                .iter()
                .step_by(every_s)
                .flat_map(|p| {
                    let at = |ms: i64| RawPoint {
                        time_ms: p.time_ms.map(|t| t + ms),
                        ..RawPoint::default()
                    };
                    [
                        RawPoint {
                            distance_m: p.distance_m,
                            ..at(0)
                        },
                        RawPoint {
                            heart_rate_bpm: p.heart_rate_bpm,
                            ..at(330)
                        },
                        RawPoint {
                            cadence_raw: p.cadence_raw,
                            altitude_m: p.altitude_m,
                            ..at(660)
                        },
                    ]
                })
                .collect();
            let (run, _) = normalise(&raw, CadenceChoice::Auto).unwrap();
            let known = |f: &dyn Fn(&crate::normalise::Sample) -> bool| {
                run.samples.iter().filter(|s| f(s)).count() as f64 / run.samples.len() as f64
            };
            assert!(known(&|s| s.cadence.is_some()) > 0.99);
            assert!(known(&|s| s.heart_rate.is_some()) > 0.99);
            assert!(known(&|s| s.altitude.is_some()) > 0.99);
            let last = run.samples.last().unwrap();
            assert!((last.distance.value() - 3600.0).abs() < 5.0);
            assert!(run.heart_rate_is_evidence);
        }
    }

    #[test]
    fn a_heart_rate_every_five_seconds_is_evidence() {
        let mut raw = run_of(1200, |s| steady(s, 3.0, 86.0));
        for (i, p) in raw.points.iter_mut().enumerate() {
            p.heart_rate_bpm = p.heart_rate_bpm.filter(|_| i % 5 == 0);
        }
        let (run, caveats) = normalise(&raw, CadenceChoice::Auto).unwrap();
        assert!(run.heart_rate_is_evidence, "{caveats:?}");
    }

    #[test]
    fn a_silent_sensor_stays_silent() {
        let mut raw = run_of(1200, |s| steady(s, 3.0, 86.0));
        for p in &mut raw.points[600..640] {
            p.cadence_raw = None;
        }
        let (run, _) = normalise(&raw, CadenceChoice::Auto).unwrap();
        assert!(run.samples[602..638].iter().all(|s| s.cadence.is_none()));
    }
}
