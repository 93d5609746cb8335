//! Distance and speed: the device's own distance first, then its speed, then positions.

use super::clock::{GAP_S, Timeline};
use super::{Caveat, DistanceSource, NotARun, positions};

/// A source is used when it is known for this share of the records.
const COVERAGE: f64 = 0.8;

/// Half the span over which speed is taken from distance where the device gives none, s.
/// Watches show a speed smoothed over about as long.
const SPEED_HALF_SPAN_S: f64 = 5.0;

/// Distance and speed of every record.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Track {
    /// Where distance came from.
    pub source: DistanceSource,
    /// Metres since the start, never falling.
    pub metres: Vec<f64>,
    /// Smoothed speed, m/s.
    pub speed: Vec<Option<f64>>,
    /// False where distance is in doubt.
    pub trusted: Vec<bool>,
}

/// Finds the distance.
///
/// # Errors
/// When the file has no distance, speed or positions.
pub(super) fn track(timeline: &Timeline, caveats: &mut Vec<Caveat>) -> Result<Track, NotARun> {
    let (source, mut metres, trusted) = if let Some((m, t)) = from_device(timeline) {
        (DistanceSource::Device, m, t)
    } else if let Some((m, t)) = from_speed(timeline) {
        (DistanceSource::Speed, m, t)
    } else if let Some((m, t)) = positions::distance(timeline, caveats) {
        (DistanceSource::Positions, m, t)
    } else {
        return Err(NotARun::Unusable(
            "has no distance, speed or positions, so pace and step length cannot be computed; export it with GPS or foot-pod data".into(),
        ));
    };
    let start = metres.first().copied().unwrap_or(0.0);
    let mut last = 0.0f64;
    for m in &mut metres {
        last = (*m - start).max(last);
        *m = last;
    }
    if last <= 0.0 {
        return Err(NotARun::Unusable(
            "covers no distance, so there is no run to analyse".into(),
        ));
    }
    let speed = speed(timeline, &metres);
    Ok(Track {
        source,
        metres,
        speed,
        trusted,
    })
}

/// The device's own distance.
fn from_device(timeline: &Timeline) -> Option<(Vec<f64>, Vec<bool>)> {
    let known: Vec<(usize, f64)> = timeline
        .points
        .iter()
        .enumerate()
        .filter_map(|(i, p)| p.distance_m.filter(|d| d.is_finite()).map(|d| (i, d)))
        .collect();
    let enough = known.len() as f64 >= COVERAGE * timeline.len() as f64;
    let rises = known.last()?.1 > known.first()?.1;
    (enough && rises).then(|| interpolate(timeline, &known))
}

/// Fills in between known distances, in proportion to time.
fn interpolate(timeline: &Timeline, known: &[(usize, f64)]) -> (Vec<f64>, Vec<bool>) {
    let mut metres = vec![0.0; timeline.len()];
    let mut trusted = vec![true; timeline.len()];
    if let (Some(first), Some(last)) = (known.first(), known.last()) {
        metres[..=first.0].fill(first.1);
        metres[last.0..].fill(last.1);
    }
    for pair in known.windows(2) {
        let ((a, from), (b, to)) = (pair[0], pair[1]);
        let (t0, t1) = (timeline.time_s[a], timeline.time_s[b]);
        for i in a + 1..=b {
            metres[i] = from + (to - from) * (timeline.time_s[i] - t0) / (t1 - t0);
            trusted[i] = b == a + 1 || t1 - t0 <= GAP_S;
        }
    }
    (metres, trusted)
}

/// The device's speed, integrated over at most [`GAP_S`] a record.
fn from_speed(timeline: &Timeline) -> Option<(Vec<f64>, Vec<bool>)> {
    let known = timeline
        .points
        .iter()
        .filter(|p| p.speed_m_per_s.is_some())
        .count();
    if (known as f64) < COVERAGE * timeline.len() as f64 {
        return None;
    }
    let mut sum = 0.0;
    let metres: Vec<f64> = (0..timeline.len())
        .map(|i| {
            let v = timeline.points[i].speed_m_per_s.map_or(0.0, f64::from);
            if v.is_finite() && v > 0.0 {
                sum += v * timeline.step_s(i).min(GAP_S);
            }
            sum
        })
        .collect();
    (sum > 0.0).then(|| (metres, vec![true; timeline.len()]))
}

/// The device's speed, else the slope of distance around each record.
fn speed(timeline: &Timeline, metres: &[f64]) -> Vec<Option<f64>> {
    let time = &timeline.time_s;
    let (mut a, mut b) = (0, 0);
    (0..timeline.len())
        .map(|i| {
            let stated = timeline.points[i].speed_m_per_s.map(f64::from);
            while time[i] - time[a] > SPEED_HALF_SPAN_S {
                a += 1;
            }
            b = b.max(i);
            while b + 1 < time.len() && time[b + 1] - time[i] <= SPEED_HALF_SPAN_S {
                b += 1;
            }
            // With records further apart than the span, the interval itself.
            let from = if a == i { i.saturating_sub(1) } else { a };
            let span = time[b] - time[from];
            stated
                .filter(|v| v.is_finite() && *v >= 0.0)
                .or_else(|| (span > 0.0).then(|| (metres[b] - metres[from]) / span))
        })
        .collect()
}
