//! Distance and speed: the device's own distance first, then its speed, then positions; each is
//! checked against the others and against the steps (`plausible.rs`).

use super::caveats::{Caveat, percent};
use super::clock::GAP_S;
use super::limits::{FASTEST_M_PER_S, LONGEST_M};
use super::plausible::{self, Sources};
use super::positions;
use super::stretches::{around, seconds, stretches};
use super::timeline::Timeline;
use super::track::Track;
use super::{DistanceSource, NotARun, along, catch_up, device_distance, speed_unit, stalls};

/// A source is used when it is known for this share of the time.
const COVERAGE: f64 = 0.8;

/// Half the span over which speed is taken from distance where the device gives none, s.
/// Watches show a speed smoothed over about as long.
const SPEED_HALF_SPAN_S: f64 = 5.0;

/// A device that says it stands (m/s) ...
const SAYS_STANDING_M_PER_S: f64 = 0.5;
/// ... while distance goes on like this (m/s) ...
const GOES_ON_M_PER_S: f64 = 2.0;
/// ... for this long (s) is not believed: after a stop, speed and the slope of distance over ten
/// seconds are apart for less.
const SAYS_STANDING_S: f64 = 10.0;

/// Positions missing for more than this share of the time give a caveat.
const DROPOUTS_WORTH_A_WORD: f64 = 0.05;

/// Jumps that make up more than this share of the distance give a caveat.
const JUMPS_WORTH_A_WORD: f64 = 0.002;

/// Chooses and cleans the distance. Implausible positions and speeds of `timeline` are removed or corrected.
///
/// # Errors
/// When the file has no distance, speed or positions, or they do not move.
pub(super) fn track(timeline: &mut Timeline, caveats: &mut Vec<Caveat>) -> Result<Track, NotARun> {
    let faults = positions::clean(timeline);
    let mut sources = Sources {
        along: along::distance(timeline),
        device: device_distance::known(timeline, COVERAGE),
        speed: None,
    };
    speed_unit::mend_speed(timeline, &sources, caveats);
    sources.speed = from_speed(timeline);
    let (mut track, along) = plausible::choose(timeline, sources, caveats)?;
    track.faults = faults;
    faults.say(track.source == DistanceSource::Positions, caveats);
    let metres = &mut track.metres;
    let start = metres.first().copied().unwrap_or(0.0);
    let mut last = 0.0f64;
    for m in metres.iter_mut() {
        last = (*m - start).max(last);
        *m = last;
    }
    if last <= 0.0 {
        return Err(NotARun::Unusable(
            "covers no distance, so there is no run to analyse".into(),
        ));
    }
    if last > LONGEST_M {
        return Err(NotARun::Unusable(format!(
            "covers {:.0} km, which no run does: its distances are damaged; export it again",
            last / 1000.0
        )));
    }
    let mut bridged = Vec::new();
    if track.source == DistanceSource::Device {
        let trusted = &mut track.trusted;
        bridged = stalls::mend(timeline, metres, trusted, along.as_deref(), caveats);
        catch_up::retime(timeline, metres);
    }
    track.speed = speed(timeline, metres, &bridged);
    Ok(track)
}

/// The device's speed, integrated over at most a gap a record.
fn from_speed(timeline: &Timeline) -> Option<Vec<f64>> {
    let stated = |i: usize| timeline.points[i].speed_m_per_s.map(f64::from);
    let known = (0..timeline.len()).filter(|i| stated(*i).is_some()).count();
    if (known as f64) < COVERAGE * timeline.len() as f64 {
        return None;
    }
    let mut sum = 0.0;
    let metres: Vec<f64> = (0..timeline.len())
        .map(|i| {
            let v = stated(i).filter(|v| (0.0..=along::FASTEST_RIDE_M_PER_S).contains(v));
            sum += v.unwrap_or(0.0) * timeline.weight_s(i);
            sum
        })
        .collect();
    (sum > 0.0).then_some(metres)
}

/// Marks distance as doubtful if it rises faster than anyone runs, or if positions are missing in a file that
/// has them.
pub(super) fn doubt(timeline: &Timeline, track: &mut Track, caveats: &mut Vec<Caveat>) {
    let n = timeline.len();
    let (metres, trusted) = (&track.metres, &mut track.trusted);
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
            "GPS glitches (jumps faster than anyone runs) make up {} of the distance; pace and stride length leave them out.",
            percent(beyond, total)
        )));
    }
    if 2 * timeline.known(|p| p.position).len() < n {
        return;
    }
    let lost = stretches(timeline, GAP_S, |i| timeline.points[i].position.is_none());
    let seconds: f64 = lost.iter().map(|s| seconds(timeline, s)).sum();
    for stretch in lost {
        trusted[stretch].fill(false);
    }
    let all = timeline.time_s[n - 1];
    if seconds > DROPOUTS_WORTH_A_WORD * all {
        caveats.push(Caveat::new(
            "gps_dropouts",
            format!(
                "Positions are missing for {} of the time; pace and stride length leave that out.",
                percent(seconds, all)
            ),
        ));
    }
}

/// The device's speed, else the slope of distance around each record; that slope too where the
/// device says that the runner stands and distance goes on, and where a stall was `bridged`.
fn speed(timeline: &Timeline, metres: &[f64], bridged: &[bool]) -> Vec<Option<f64>> {
    let time = &timeline.time_s;
    let slopes: Vec<Option<f64>> = around(|i| time[i], time.len(), SPEED_HALF_SPAN_S)
        .enumerate()
        .map(|(i, (a, b))| {
            // With records further apart than the span: the interval before, unless that
            // is a gap.
            let alone = a == i && (b == i || timeline.step_s(i) <= timeline.gap_s);
            let from = if alone { i.saturating_sub(1) } else { a };
            let span = time[b] - time[from];
            (span > 0.0).then(|| (metres[b] - metres[from]) / span)
        })
        .collect();
    let stated = |i: usize| {
        let v = timeline.points[i].speed_m_per_s.map(f64::from);
        v.filter(|v| (0.0..=along::FASTEST_RIDE_M_PER_S).contains(v))
    };
    let mut speed: Vec<Option<f64>> = (0..timeline.len())
        .map(|i| {
            let bridged = bridged.get(i).is_some_and(|b| *b);
            stated(i).filter(|_| !bridged).or(slopes[i])
        })
        .collect();
    for stretch in stretches(timeline, SAYS_STANDING_S, |i| {
        stated(i).is_some_and(|v| v < SAYS_STANDING_M_PER_S)
            && slopes[i].is_some_and(|v| v > GOES_ON_M_PER_S)
            && timeline.step_s(i) <= timeline.gap_s
    }) {
        speed[stretch.clone()].copy_from_slice(&slopes[stretch]);
    }
    speed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::clock;
    use crate::normalise::testing::{assert_near, run_of, steady};
    use crate::read::{Position, RawPoint};

    /// Where a runner is who goes north at 3 m/s.
    fn north(s: f64) -> Option<Position> {
        Position::new(47.0 + 3.0 * s / 111_176.0, 8.0)
    }

    fn tracked(point: impl Fn(f64) -> RawPoint) -> (Track, Vec<&'static str>) {
        let mut caveats = Vec::new();
        let mut timeline = clock::timeline(&run_of(1200, point), &mut caveats).unwrap();
        let mut track = track(&mut timeline, &mut caveats).unwrap();
        doubt(&timeline, &mut track, &mut caveats);
        (track, caveats.iter().map(|c| c.code).collect())
    }

    #[test]
    fn the_sources_stand_in_order() {
        let all = |s: f64| RawPoint {
            position: north(s),
            ..steady(s, 3.0, 88.0)
        };
        let (track, codes) = tracked(all);
        assert_eq!((track.source, codes.len()), (DistanceSource::Device, 0));
        let (track, codes) = tracked(|s| RawPoint {
            distance_m: None,
            ..all(s)
        });
        assert_eq!(track.source, DistanceSource::Speed);
        assert_eq!(codes, ["distance_from_speed"]);
        assert_near(track.metres[1200], 3600.0, 1.0);
        let (track, codes) = tracked(|s| RawPoint {
            distance_m: None,
            speed_m_per_s: None,
            ..all(s)
        });
        assert_eq!(track.source, DistanceSource::Positions);
        assert_eq!(codes, ["distance_from_positions"]);
        assert_near(track.metres[1200], 3600.0, 4.0);
        assert_near(track.speed[600].unwrap(), 3.0, 0.01);
    }

    #[test]
    fn a_single_wrong_distance_is_left_out() {
        for wrong in [0.0, 1e9] {
            let (track, _) = tracked(|s| RawPoint {
                distance_m: Some(if s == 500.0 { wrong } else { 3.0 * s }),
                ..steady(s, 3.0, 88.0)
            });
            assert_near(track.metres[500], 1500.0, 0.1);
            assert_eq!(track.metres[1200], 3600.0);
        }
    }

    #[test]
    fn a_distance_that_starts_again_is_counted_on() {
        let (track, _) = tracked(|s| RawPoint {
            distance_m: Some(3.0 * if s > 600.0 { s - 601.0 } else { s }),
            ..steady(s, 3.0, 88.0)
        });
        assert_near(track.metres[1200], 3597.0, 0.1);
    }

    #[test]
    fn a_jump_while_running_is_doubted_and_said() {
        let (track, codes) = tracked(|s| RawPoint {
            distance_m: Some(3.0 * s + if s >= 500.0 { 150.0 } else { 0.0 }),
            ..steady(s, 3.0, 88.0)
        });
        assert!(!track.trusted[500] && track.trusted[499] && track.trusted[501]);
        assert_eq!(codes, ["gps_spikes"]);
    }

    #[test]
    fn positions_lost_for_minutes_are_doubted_and_said() {
        let (track, codes) = tracked(|s| RawPoint {
            position: north(s).filter(|_| !(300.0..420.0).contains(&s)),
            ..steady(s, 3.0, 88.0)
        });
        assert!(!track.trusted[350] && track.trusted[200]);
        assert_eq!(codes, ["gps_dropouts"]);
    }

    #[test]
    fn a_distance_beyond_any_run_is_refused() {
        let raw = run_of(1200, |s| RawPoint {
            distance_m: Some(1e6 * s),
            ..RawPoint::default()
        });
        let mut timeline = clock::timeline(&raw, &mut Vec::new()).unwrap();
        let why = track(&mut timeline, &mut Vec::new()).unwrap_err();
        let why = why.to_string();
        assert!(why.contains("its distances are damaged"), "{why}");
    }
}
