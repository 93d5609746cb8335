//! Distance and speed: the device's own distance first, then its speed, then positions.

use super::caveats::{Caveat, percent};
use super::clock::{GAP_S, Timeline};
use super::{DistanceSource, NotARun, catch_up, positions};

/// A source is used when it is known for this share of the records.
const COVERAGE: f64 = 0.8;

/// Half the span over which speed is taken from distance where the device gives none, s.
/// Watches show a speed smoothed over about as long.
const SPEED_HALF_SPAN_S: f64 = 5.0;

/// No distance runner is faster (m/s): the mean speed of the 400 m world record (43.03 s).
pub(super) const FASTEST_M_PER_S: f64 = 9.3;

/// Positions missing for more than this share of the time are worth a word.
const DROPOUTS_WORTH_A_WORD: f64 = 0.05;

/// Jumps of distance that make up more than this share of it are worth a word.
const JUMPS_WORTH_A_WORD: f64 = 0.002;

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
/// When the file has no distance, speed or positions, or they do not move.
pub(super) fn track(timeline: &Timeline, caveats: &mut Vec<Caveat>) -> Result<Track, NotARun> {
    let (source, mut metres, mut trusted) = source(timeline, caveats)?;
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
    if source == DistanceSource::Device {
        catch_up::retime(timeline, &mut metres);
    }
    doubt(timeline, &metres, &mut trusted, caveats);
    let speed = speed(timeline, &metres);
    Ok(Track {
        source,
        metres,
        speed,
        trusted,
    })
}

/// The best source that the file has.
fn source(
    timeline: &Timeline,
    caveats: &mut Vec<Caveat>,
) -> Result<(DistanceSource, Vec<f64>, Vec<bool>), NotARun> {
    if let Some((metres, trusted)) = from_device(timeline) {
        return Ok((DistanceSource::Device, metres, trusted));
    }
    if let Some(metres) = from_speed(timeline) {
        caveats.push(Caveat::new(
            "distance_from_speed",
            "The file has no distance; it was integrated from the device's speed.",
        ));
        let trusted = vec![true; metres.len()];
        return Ok((DistanceSource::Speed, metres, trusted));
    }
    if let Some((metres, trusted)) = positions::distance(timeline, caveats) {
        caveats.push(Caveat::new(
            "distance_from_positions",
            "The file has no distance of the device's own; it was measured along the positions, which can be some percent off.",
        ));
        return Ok((DistanceSource::Positions, metres, trusted));
    }
    let has_positions = timeline.points.iter().any(|p| p.position.is_some());
    Err(NotARun::Unusable(if has_positions {
        "covers no distance, so there is no run to analyse".into()
    } else {
        "has no distance, speed or positions, so pace and step length cannot be computed; export it with GPS or foot-pod data".into()
    }))
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
fn from_speed(timeline: &Timeline) -> Option<Vec<f64>> {
    let stated = |i: usize| timeline.points[i].speed_m_per_s.map(f64::from);
    let known = (0..timeline.len()).filter(|i| stated(*i).is_some()).count();
    if (known as f64) < COVERAGE * timeline.len() as f64 {
        return None;
    }
    let mut sum = 0.0;
    let metres: Vec<f64> = (0..timeline.len())
        .map(|i| {
            let v = stated(i).filter(|v| (0.0..=FASTEST_M_PER_S).contains(v));
            sum += v.unwrap_or(0.0) * timeline.step_s(i).min(GAP_S);
            sum
        })
        .collect();
    (sum > 0.0).then_some(metres)
}

/// Distrusts distance that rises faster than anyone runs, and distance without positions in
/// a file that has them.
fn doubt(timeline: &Timeline, metres: &[f64], trusted: &mut [bool], caveats: &mut Vec<Caveat>) {
    let n = timeline.len();
    let mut beyond = 0.0;
    for i in 1..n {
        let excess = metres[i] - metres[i - 1] - FASTEST_M_PER_S * timeline.step_s(i);
        if excess > 0.0 {
            trusted[i] = false;
            beyond += excess;
        }
    }
    let total = metres[n - 1];
    if beyond > JUMPS_WORTH_A_WORD * total {
        caveats.push(Caveat::new("gps_spikes", format!(
            "Jumps faster than anyone runs make up {} of the distance; pace and step length leave them out.",
            percent(beyond, total)
        )));
    }
    let placed = timeline
        .points
        .iter()
        .filter(|p| p.position.is_some())
        .count();
    if 2 * placed < n {
        return;
    }
    let lost =
        super::stretches::stretches(timeline, GAP_S, |i| timeline.points[i].position.is_none());
    let seconds: f64 = lost
        .iter()
        .map(|s| super::stretches::seconds(timeline, s))
        .sum();
    for stretch in lost {
        trusted[stretch].fill(false);
    }
    let all = timeline.time_s[n - 1];
    if seconds > DROPOUTS_WORTH_A_WORD * all {
        caveats.push(Caveat::new(
            "gps_dropouts",
            format!(
                "Positions are missing for {} of the time; pace and step length leave that out.",
                percent(seconds, all)
            ),
        ));
    }
}

/// The device's speed, else the slope of distance around each record.
fn speed(timeline: &Timeline, metres: &[f64]) -> Vec<Option<f64>> {
    let time = &timeline.time_s;
    let (mut a, mut b) = (0, 0);
    (0..timeline.len())
        .map(|i| {
            while time[i] - time[a] > SPEED_HALF_SPAN_S {
                a += 1;
            }
            b = b.max(i);
            while b + 1 < time.len() && time[b + 1] - time[i] <= SPEED_HALF_SPAN_S {
                b += 1;
            }
            // With records further apart than the span: the interval before, unless that
            // is a gap.
            let alone = a == i && (b == i || timeline.step_s(i) <= GAP_S);
            let from = if alone { i.saturating_sub(1) } else { a };
            let span = time[b] - time[from];
            timeline.points[i]
                .speed_m_per_s
                .map(f64::from)
                .filter(|v| v.is_finite() && *v >= 0.0)
                .or_else(|| (span > 0.0).then(|| (metres[b] - metres[from]) / span))
        })
        .collect()
}
