//! Removes copies of a recording within one file: some exporters write a track twice, thinned out or with
//! other sensors, and chained files can repeat each other.

use super::{RawActivity, RawPoint};
use std::collections::HashMap;

/// Percentage of the shorter recording's times that must occur in the longer one: a copy that was thinned out
/// keeps its times. Two runners can share times but not places.
const SHARED_PCT: usize = 90;
/// Two positions at one time are the same if they are closer than this, degrees: 11 m of latitude, more than
/// any rounding of coordinates.
const NEAR_DEGREES: f64 = 1e-4;
/// Two distances at one time are the same if they are closer than this, m.
const NEAR_M: f64 = 5.0;
/// Recordings with fewer times than this are not compared.
const FEWEST: usize = 10;

/// Of several activities that record the same run, keeps the one with the most points, at the index of the
/// first.
pub(super) fn keep_one(activities: &mut Vec<RawActivity>) {
    let mut kept: Vec<RawActivity> = Vec::with_capacity(activities.len());
    // Copies begin within the same hour; so no activity is held against every other.
    let mut begun: HashMap<i64, Vec<usize>> = HashMap::new();
    for activity in activities.drain(..) {
        let Some((first, _)) = span(&activity) else {
            kept.push(activity);
            continue;
        };
        let hour = first.div_euclid(3_600_000);
        let twin = (hour - 1..=hour + 1)
            .filter_map(|hour| begun.get(&hour))
            .flat_map(|found| found.iter().rev().take(MOST_COMPARED))
            .copied()
            .find(|at| is_same(&kept[*at], &activity));
        match twin {
            Some(at) if kept[at].points.len() < activity.points.len() => kept[at] = activity,
            Some(_) => {}
            None => {
                begun.entry(hour).or_default().push(kept.len());
                kept.push(activity);
            }
        }
    }
    *activities = kept;
}

/// The most activities of one hour that are looked at.
const MOST_COMPARED: usize = 8;

/// First and last time, ms.
fn span(activity: &RawActivity) -> Option<(i64, i64)> {
    let times = || activity.points.iter().filter_map(|point| point.time_ms);
    times().next().zip(times().next_back())
}

/// True if both record the same run.
fn is_same(a: &RawActivity, b: &RawActivity) -> bool {
    if let (Some(one), Some(other)) = (&a.sport, &b.sport)
        && one != other
    {
        return false;
    }
    let (long, short) = if a.points.len() < b.points.len() {
        (b, a)
    } else {
        (a, b)
    };
    let overlaps = span(long).zip(span(short)).is_some_and(|(long, short)| {
        let common = long.1.min(short.1).saturating_sub(long.0.max(short.0));
        common > 0 && common / 9 >= long.1.saturating_sub(long.0) / 10
    });
    overlaps && moments_agree(&long.points, &short.points)
}

/// True if nearly every moment of `short` is one of `long`, at the same place.
fn moments_agree(long: &[RawPoint], short: &[RawPoint]) -> bool {
    let mut at = 0;
    let (mut timed, mut shared) = (0, 0);
    for point in short {
        let Some(time_ms) = point.time_ms else {
            continue;
        };
        timed += 1;
        while long
            .get(at)
            .is_some_and(|p| p.time_ms.is_none_or(|t| t < time_ms))
        {
            at += 1;
        }
        let twin = long.get(at).filter(|p| p.time_ms == Some(time_ms));
        shared += usize::from(twin.is_some_and(|twin| place_agrees(twin, point)));
    }
    timed >= FEWEST && shared * 100 >= timed * SHARED_PCT
}

/// True unless both points have a position or a distance and these differ.
fn place_agrees(a: &RawPoint, b: &RawPoint) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() <= NEAR_DEGREES;
    match (a.position, b.position, a.distance_m, b.distance_m) {
        (Some(a), Some(b), ..) => near(a.latitude, b.latitude) && near(a.longitude, b.longitude),
        (_, _, Some(a), Some(b)) => (a - b).abs() <= NEAR_M,
        _ => a.heart_rate_bpm.is_none() || a.heart_rate_bpm == b.heart_rate_bpm,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Position;

    /// A run of 20 min to the east, from `latitude`, beginning `from_s` after midnight.
    fn run(latitude: f64, from_s: i64, every_s: usize) -> RawActivity {
        let point = |s: i64| RawPoint {
            time_ms: Some(1_714_521_600_000 + 1000 * (from_s + s)),
            position: Position::new(latitude, 8.0 + 0.00004 * s as f64),
            ..RawPoint::default()
        };
        RawActivity {
            points: (0..1200).step_by(every_s).map(point).collect(),
            ..RawActivity::default()
        }
    }

    fn kept(mut activities: Vec<RawActivity>) -> Vec<usize> {
        keep_one(&mut activities);
        activities.iter().map(|a| a.points.len()).collect()
    }

    #[test]
    fn a_track_and_its_copy_are_one_run_thinned_out_or_renamed() {
        let copy = RawActivity {
            name: Some("Copy".into()),
            ..run(47.0, 3590, 1)
        };
        assert_eq!(kept(vec![run(47.0, 3590, 1), copy]), [1200]);
        assert_eq!(kept(vec![run(47.0, 3590, 5), run(47.0, 3590, 1)]), [1200]);
        // Begins a little later, in the next hour.
        let mut late = run(47.0, 3590, 1);
        late.points.drain(..20);
        assert_eq!(kept(vec![run(47.0, 3590, 1), late]), [1200]);
    }

    #[test]
    fn two_runners_two_runs_and_two_sports_stay_apart() {
        assert_eq!(kept(vec![run(47.0, 0, 1), run(47.001, 0, 1)]), [1200, 1200]);
        assert_eq!(
            kept(vec![run(47.0, 0, 1), run(47.0, 3600, 1)]),
            [1200, 1200]
        );
        let mut half = run(47.0, 0, 1);
        half.points.truncate(600);
        assert_eq!(kept(vec![run(47.0, 0, 1), half]), [1200, 600]);
        let sport = |name: &str| RawActivity {
            sport: Some(name.into()),
            ..run(47.0, 0, 1)
        };
        let both = vec![sport("swimming"), sport("running")];
        assert_eq!(kept(both), [1200, 1200]);
    }
}
