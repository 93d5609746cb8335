//! Positions: which can be true, and the distance along them.
//!
//! Positions are not smoothed: in eleven published files with both, the sum of the hops is
//! within 2.4 % of the device's own distance (median 0.4 %), and a mean over three records
//! already cuts 1-2 % off corners where records are 3 s apart and more.

use super::caveats::{Caveat, count};
use super::clock::Timeline;
use super::distance::FASTEST_M_PER_S;
use crate::read::Position;
use geo::{Distance, Geodesic, Point};

/// Positions nearer to 0, 0 than this (degrees) are a device without a fix: no one runs in the
/// Gulf of Guinea.
const NULL_ISLAND_DEG: f64 = 1e-3;

/// Positions that cannot be reached for this long (s) are believed: the runner was carried, or
/// the positions before were wrong.
const BELIEVED_AFTER_S: f64 = 30.0;

/// A leap away and a leap back no further apart than this (s) are one fault of the receiver.
const LONGEST_EXCURSION_S: f64 = 600.0;

/// Positions at either end of a recording, at most so many, that the rest cannot be reached from
/// are wrong.
const FEW: usize = 10;

/// Position faults further out than this (m) are worth a word even where distance comes from
/// elsewhere: they would show on the map.
const FAR_M: f64 = 100.0;

/// Positions repeated for no longer than this (s) are filled in on the way to the next.
const REPEATED_S: f64 = 30.0;

/// A position repeated for longer and then left for one so near by (m/s over the wait) is that of
/// someone who stood.
const STOOD_M_PER_S: f64 = 1.0;

/// Where this share of the records has a position, one without has lost it.
const IN_EVERY_RECORD: f64 = 0.8;

/// A stretch without record longer than this (s) was not recorded: the way across it is unknown,
/// and may not have been run.
pub(super) const UNRECORDED_S: f64 = 300.0;

/// ... in recordings whose mean interval is far shorter.
const UNRECORDED_INTERVALS: f64 = 20.0;

/// Slower than this over ten seconds is a fix that drifts while the runner stands, m/s.
const DRIFT_M_PER_S: f64 = 0.5;
const DRIFT_HALF_SPAN_S: f64 = 5.0;

/// No car or train that people take home is faster (m/s), 250 km/h.
pub(super) const FASTEST_RIDE_M_PER_S: f64 = 70.0;
/// So many fast steps in a row are a ride and not a leap of the receiver.
const RIDE_STEPS: usize = 4;

/// What was wrong with the positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Faults {
    /// Positions left out.
    pub left_out: usize,
    /// Of these, far away or at 0, 0.
    pub far: usize,
    /// True where every position is 0, 0: the device had no satellites.
    pub nowhere: bool,
}

impl Faults {
    /// Says how many positions were left out; near ones only where distance hangs on them.
    pub fn say(&self, distance_hangs_on_them: bool, caveats: &mut Vec<Caveat>) {
        let told = if distance_hangs_on_them {
            self.left_out
        } else {
            self.far
        };
        if told > 0 && !self.nowhere {
            caveats.push(Caveat::new(
                "gps_spikes",
                format!(
                    "{} further away than anyone runs {} left out.",
                    count(told, "position"),
                    if told == 1 { "was" } else { "were" }
                ),
            ));
        }
    }
}

/// Takes positions out of the records that cannot be true, and puts those that a device repeats
/// while it waits for the next on the way there.
pub(super) fn clean(timeline: &mut Timeline) -> Faults {
    let mut faults = Faults::default();
    let mut placed = 0usize;
    for p in &mut timeline.points {
        let Some(at) = p.position else { continue };
        placed += 1;
        if at.latitude.abs() < NULL_ISLAND_DEG && at.longitude.abs() < NULL_ISLAND_DEG {
            p.position = None;
            faults.left_out += 1;
            faults.far += 1;
        }
    }
    faults.nowhere = placed > 0 && faults.left_out == placed;
    spread_repeated(timeline);
    leave_out_spikes(timeline, &mut faults);
    faults
}

/// Puts positions that were repeated until a leap to the next on the way between the two.
fn spread_repeated(timeline: &mut Timeline) {
    let mut scale = LocalScale::default();
    // First record of a row with one position, and the last.
    let mut row: Option<(usize, usize, Position)> = None;
    for i in 0..timeline.len() {
        let Some(here) = timeline.points[i].position else {
            continue;
        };
        match row {
            Some((first, _, at)) if at == here => row = Some((first, i, at)),
            Some((first, last, at)) if last > first => {
                let hop = scale.vector(at, here).length();
                let time = &timeline.time_s;
                let (waited, since) = (time[i] - time[first], time[i] - time[last]);
                let stood = waited > REPEATED_S && hop < STOOD_M_PER_S * waited;
                if hop > FASTEST_M_PER_S * since && hop <= FASTEST_M_PER_S * waited && !stood {
                    put_between(timeline, first, i, (at, here));
                }
                row = Some((i, i, here));
            }
            _ => row = Some((i, i, here)),
        }
    }
}

/// Puts the records between `first` and `next` on the straight way; none where it is long.
fn put_between(
    timeline: &mut Timeline,
    first: usize,
    next: usize,
    (from, to): (Position, Position),
) {
    let (begin, end) = (timeline.time_s[first], timeline.time_s[next]);
    for k in first + 1..next {
        let share = (timeline.time_s[k] - begin) / (end - begin);
        // Across the date line half of the way lies on the other side of the map.
        let near = end - begin <= REPEATED_S && (to.longitude - from.longitude).abs() < 180.0;
        timeline.points[k].position = near.then(|| Position {
            latitude: from.latitude + (to.latitude - from.latitude) * share,
            longitude: from.longitude + (to.longitude - from.longitude) * share,
        });
    }
}

/// Leaves out positions that no runner reaches and that the run comes back from.
fn leave_out_spikes(timeline: &mut Timeline, faults: &mut Faults) {
    let fixes: Vec<usize> = (0..timeline.len())
        .filter(|i| timeline.points[*i].position.is_some())
        .collect();
    let mut hops = Hops {
        timeline,
        scale: LocalScale::default(),
    };
    let mut wrong: Vec<(usize, usize)> = Vec::new();
    let mut good: Vec<usize> = Vec::with_capacity(fixes.len());
    let mut k = 0;
    while k < fixes.len() {
        let i = fixes[k];
        let Some(&j) = good.last() else {
            good.push(i);
            k += 1;
            continue;
        };
        if hops.beyond_m(j, i) <= 0.0 {
            good.push(i);
            k += 1;
            continue;
        }
        // In a vehicle no hop is a runner's: none of them is a fault.
        let on_foot_before = good.len() < 2 || hops.beyond_m(good[good.len() - 2], j) <= 0.0;
        let on_foot_after = fixes
            .get(k + 1)
            .is_none_or(|next| hops.beyond_m(i, *next) <= 0.0);
        let few_before = good.len() <= FEW && hops.seconds(good[0], j) <= BELIEVED_AFTER_S;
        let few_after =
            fixes.len() - k <= FEW && hops.seconds(i, fixes[fixes.len() - 1]) <= BELIEVED_AFTER_S;
        if let Some(q) = hops.back(j, &fixes, k) {
            wrong.extend(fixes[k..q].iter().map(|i| (*i, j)));
            k = q;
        } else if few_after && on_foot_before {
            wrong.extend(fixes[k..].iter().map(|i| (*i, j)));
            break;
        } else {
            if few_before && on_foot_after {
                wrong.extend(good.drain(..).map(|before| (before, i)));
            }
            good.push(i);
            k += 1;
        }
    }
    let far: Vec<usize> = wrong
        .iter()
        .filter(|(i, j)| hops.beyond_m((*i).min(*j), (*i).max(*j)) > FAR_M)
        .map(|(i, _)| *i)
        .collect();
    faults.left_out += wrong.len();
    faults.far += far.len();
    for (i, _) in wrong {
        timeline.points[i].position = None;
    }
}

/// Hops between records that have positions.
struct Hops<'a> {
    timeline: &'a Timeline,
    scale: LocalScale,
}

impl Hops<'_> {
    fn seconds(&self, from: usize, to: usize) -> f64 {
        self.timeline.time_s[to] - self.timeline.time_s[from]
    }

    /// Metres from one record to a later one beyond what the fastest runner covers.
    fn beyond_m(&mut self, from: usize, to: usize) -> f64 {
        let points = &self.timeline.points;
        let (Some(a), Some(b)) = (points[from].position, points[to].position) else {
            return 0.0;
        };
        self.scale.vector(a, b).length() - FASTEST_M_PER_S * self.seconds(from, to)
    }

    /// Where, after the leap from `j` to fix `k`, the run is back in reach: soon, or later by
    /// another leap.
    fn back(&mut self, j: usize, fixes: &[usize], k: usize) -> Option<usize> {
        for q in k + 1..fixes.len() {
            let away = self.seconds(j, fixes[q]);
            if away > LONGEST_EXCURSION_S {
                return None;
            }
            if self.beyond_m(j, fixes[q]) <= 0.0 {
                let leaps = self.beyond_m(fixes[q - 1], fixes[q]) > 0.0;
                return (away <= BELIEVED_AFTER_S || leaps).then_some(q);
            }
        }
        None
    }
}

/// Metres along the positions and whether each step is trusted.
pub(super) fn distance(timeline: &Timeline) -> Option<Along> {
    let fixes: Vec<usize> = (0..timeline.len())
        .filter(|i| timeline.points[*i].position.is_some())
        .collect();
    let in_turn = (fixes.len() as f64) < IN_EVERY_RECORD * timeline.len() as f64;
    let plane = on_plane(timeline, &fixes);
    let mean_s = timeline.time_s.last().copied().unwrap_or(0.0) / timeline.len() as f64;
    let unrecorded_s = UNRECORDED_S.max(UNRECORDED_INTERVALS * mean_s);
    let mut metres = vec![0.0; timeline.len()];
    let mut trusted = vec![false; timeline.len()];
    let mut unrecorded = Vec::new();
    let mut sum = 0.0;
    let mut last = 0;
    for (k, &i) in fixes.iter().enumerate() {
        if k > 0 {
            let (j, elapsed) = (
                fixes[k - 1],
                timeline.time_s[i] - timeline.time_s[fixes[k - 1]],
            );
            let step = plane[k - 1].to(plane[k]);
            let possible = step <= FASTEST_M_PER_S * elapsed;
            let off = timeline.points[i].segment_start && elapsed > timeline.gap_s;
            let silent = j + 1 == i && elapsed > unrecorded_s;
            if silent && !off && step > FAR_M {
                unrecorded.push((j, step));
            } else if !off
                && (rides(timeline, &fixes, &plane, k)
                    || possible && !drifts(timeline, &fixes, &plane, k))
            {
                sum += step;
            }
            // Records without a good position between two that have one.
            for between in j + 1..i {
                let share = (timeline.time_s[between] - timeline.time_s[j]) / elapsed;
                metres[between] = metres[j] + (sum - metres[j]) * share;
                trusted[between] = in_turn && elapsed <= timeline.gap_s && possible;
            }
            trusted[i] = possible && (j + 1 == i || in_turn && elapsed <= timeline.gap_s);
        }
        metres[i] = sum;
        last = i;
    }
    metres[last..].fill(sum);
    let known_s = fixes.last().map_or(0.0, |i| timeline.time_s[*i])
        - fixes.first().map_or(0.0, |i| timeline.time_s[*i]);
    (sum > 0.0).then_some(Along {
        metres,
        trusted,
        unrecorded,
        known_s,
    })
}

/// The way along the positions.
pub(super) struct Along {
    /// Metres since the start at every record.
    pub metres: Vec<f64>,
    /// False where a step is in doubt.
    pub trusted: Vec<bool>,
    /// Where nothing was recorded for minutes: the record before, and metres to the next, which
    /// are in no distance.
    pub unrecorded: Vec<(usize, f64)>,
    /// Seconds from the first to the last position.
    pub known_s: f64,
}

/// True when positions around fix `k` stay in one place.
fn drifts(timeline: &Timeline, fixes: &[usize], plane: &[Vector], k: usize) -> bool {
    let at = timeline.time_s[fixes[k]];
    let near = |j: &usize| (timeline.time_s[fixes[*j]] - at).abs() <= DRIFT_HALF_SPAN_S;
    let a = (0..k).rev().take_while(near).last().unwrap_or(k - 1);
    let b = (k..fixes.len()).take_while(near).last().unwrap_or(k);
    let span = timeline.time_s[fixes[b]] - timeline.time_s[fixes[a]];
    plane[a].to(plane[b]) < DRIFT_M_PER_S * span
}

/// True when the step to fix `k` and those around it are all faster than a runner, and none
/// faster than a vehicle: the runner is carried.
fn rides(timeline: &Timeline, fixes: &[usize], plane: &[Vector], k: usize) -> bool {
    let fast = |k: usize| {
        let seconds = timeline.time_s[fixes[k]] - timeline.time_s[fixes[k - 1]];
        let speed = plane[k - 1].to(plane[k]) / seconds;
        (FASTEST_M_PER_S..FASTEST_RIDE_M_PER_S).contains(&speed)
    };
    let before = k.saturating_sub(RIDE_STEPS).max(1)..k;
    let after = k + 1..(k + 1 + RIDE_STEPS).min(fixes.len());
    fast(k)
        && [before, after]
            .into_iter()
            .any(|mut around| around.len() == RIDE_STEPS && around.all(fast))
}

/// Good fixes as metres from the first, each step at the local scale.
fn on_plane(timeline: &Timeline, fixes: &[usize]) -> Vec<Vector> {
    let mut scale = LocalScale::default();
    let mut at = Vector::default();
    let mut before: Option<Position> = None;
    fixes
        .iter()
        .filter_map(|i| timeline.points[*i].position)
        .map(|here| {
            if let Some(before) = before {
                let step = scale.vector(before, here);
                at = Vector {
                    north: at.north + step.north,
                    east: at.east + step.east,
                };
            }
            before = Some(here);
            at
        })
        .collect()
}

/// A way on the ground in metres.
#[derive(Debug, Clone, Copy, Default)]
struct Vector {
    north: f64,
    east: f64,
}

impl Vector {
    fn length(self) -> f64 {
        self.north.hypot(self.east)
    }
    fn to(self, other: Self) -> f64 {
        (other.north - self.north).hypot(other.east - self.east)
    }
}

/// Geodesic distance over short hops: metres a degree of latitude and longitude near by,
/// from the geodesic on the WGS 84 ellipsoid (Karney 2013, doi 10.1007/s00190-012-0578-z),
/// which is too slow to solve for each of 15,000 hops.
#[derive(Debug, Default)]
struct LocalScale {
    /// Latitude, metres a degree north, metres a degree east.
    here: Option<(f64, f64, f64)>,
}

impl LocalScale {
    /// Within this many degrees of latitude the scale is reused: east-west it changes by
    /// less than one part in 2000 up to 70 degrees.
    const REUSE_DEG: f64 = 0.01;

    fn vector(&mut self, a: Position, b: Position) -> Vector {
        let north_deg = b.latitude - a.latitude;
        let east_deg = (b.longitude - a.longitude + 540.0).rem_euclid(360.0) - 180.0;
        let (_, north, east) = match self.here {
            Some(s) if (s.0 - a.latitude).abs() < Self::REUSE_DEG => s,
            _ => *self.here.insert(Self::at(a.latitude)),
        };
        Vector {
            north: north_deg * north,
            east: east_deg * east,
        }
    }

    fn at(latitude: f64) -> (f64, f64, f64) {
        const STEP_DEG: f64 = 1e-3;
        let latitude = latitude.clamp(-89.0, 89.0);
        let from = Point::new(0.0, latitude);
        let inward = if latitude > 0.0 { -STEP_DEG } else { STEP_DEG };
        let north = Geodesic.distance(from, Point::new(0.0, latitude + inward)) / STEP_DEG;
        let east = Geodesic.distance(from, Point::new(STEP_DEG, latitude)) / STEP_DEG;
        (latitude, north, east)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::clock;
    use crate::normalise::testing::run_of;
    use crate::read::RawPoint;

    fn place(latitude: f64, longitude: f64) -> Position {
        Position {
            latitude,
            longitude,
        }
    }

    #[test]
    fn short_hops_agree_with_the_geodesic() {
        for latitude in [-60.0, -33.0, 0.0, 10.0, 47.0, 69.0] {
            let mut scale = LocalScale::default();
            scale.vector(place(latitude, 179.999), place(latitude, 179.999));
            let (a, b) = (
                place(latitude + 0.009, 179.9995),
                place(latitude + 0.0093, -179.9999),
            );
            let exact = Geodesic.distance(
                Point::new(a.longitude, a.latitude),
                Point::new(b.longitude, b.latitude),
            );
            let ours = scale.vector(a, b).length();
            assert!(
                (ours / exact - 1.0).abs() < 1e-3,
                "{latitude}: {ours} {exact}"
            );
        }
    }

    /// Seconds run north at 3 m/s, `metres` of them, with `bend` applied to each position.
    fn along(
        seconds: usize,
        bend: impl Fn(f64, &mut Position),
    ) -> (Vec<f64>, Vec<bool>, Vec<Caveat>) {
        let raw = run_of(seconds, |s| {
            let mut at = place(47.0 + s * 3.0 / 111_176.0, 8.0);
            bend(s, &mut at);
            RawPoint {
                position: Some(at),
                ..RawPoint::default()
            }
        });
        let mut caveats = Vec::new();
        let mut timeline = clock::timeline(&raw, &mut caveats).unwrap();
        clean(&mut timeline).say(true, &mut caveats);
        let along = distance(&timeline).unwrap();
        (along.metres, along.trusted, caveats)
    }

    #[test]
    fn a_straight_line_has_its_length() {
        let (metres, _, caveats) = along(1000, |_, _| {});
        assert!((metres[1000] - 3000.0).abs() < 3.0, "{}", metres[1000]);
        assert_eq!(caveats, []);
    }

    #[test]
    fn a_spike_adds_nothing_and_is_doubted() {
        let (metres, trusted, caveats) = along(1000, |s, at| {
            if (500.0..503.0).contains(&s) {
                at.longitude += 0.01;
            }
        });
        assert!((metres[1000] - 3000.0).abs() < 3.0, "{}", metres[1000]);
        assert!(!trusted[501] && trusted[499] && trusted[504]);
        assert!(
            caveats[0].text.starts_with("3 positions"),
            "{}",
            caveats[0].text
        );
    }

    #[test]
    fn drifting_while_standing_adds_nothing() {
        // Stands from second 300 to 600 while the fix wanders on a circle of 3 m in 60 s.
        let (metres, _, _) = along(900, |s, at| {
            let ran = s.min(300.0) + (s - 600.0).max(0.0);
            *at = place(47.0 + ran * 3.0 / 111_176.0, 8.0);
            if (300.0..600.0).contains(&s) {
                at.latitude += 3.0 / 111_176.0 * ((s - 300.0) / 9.5).sin();
                at.longitude += 3.0 / 76_000.0 * (((s - 300.0) / 9.5).cos() - 1.0);
            }
        });
        assert!((metres[900] - 1800.0).abs() < 20.0, "{}", metres[900]);
    }

    #[test]
    fn positions_at_null_island_and_the_ends_are_left_out() {
        for wrong in [
            vec![500.0],
            vec![0.0],
            vec![1000.0],
            vec![0.0, 1.0, 2.0],
            vec![999.0, 1000.0],
        ] {
            let (metres, _, caveats) = along(1000, |s, at| {
                if wrong.contains(&s) {
                    *at = place(0.0, 0.0);
                }
            });
            assert!((metres[1000] - 3000.0).abs() < 10.0, "{}", metres[1000]);
            assert_eq!(caveats.len(), 1, "{wrong:?}");
            let (metres, _, caveats) = along(1000, |s, at| {
                if wrong.contains(&s) {
                    at.latitude += 0.3;
                }
            });
            assert!(
                (metres[1000] - 3000.0).abs() < 10.0,
                "{wrong:?} {}",
                metres[1000]
            );
            assert!(
                caveats[0].text.starts_with(&wrong.len().to_string()),
                "{caveats:?}"
            );
        }
    }

    #[test]
    fn a_minute_elsewhere_is_left_out_whole() {
        let (metres, trusted, caveats) = along(1000, |s, at| {
            if (500.0..590.0).contains(&s) {
                at.longitude += 0.05;
            }
        });
        assert!((metres[1000] - 3000.0).abs() < 3.0, "{}", metres[1000]);
        assert!(
            !trusted[550] && caveats[0].text.starts_with("90 positions"),
            "{caveats:?}"
        );
    }

    #[test]
    fn a_position_repeated_until_the_next_is_on_the_way_there() {
        for every_s in [8.0, 12.0, 20.0] {
            let (metres, trusted, caveats) = along(1000, |s, at| {
                let held = (s / every_s).floor() * every_s;
                *at = place(47.0 + held * 3.0 / 111_176.0, 8.0);
            });
            let end = (1000.0 / every_s).floor() * every_s * 3.0;
            assert!((metres[1000] - end).abs() < 3.0, "{}", metres[1000]);
            assert!((metres[500] - 1500.0).abs() < 2.0, "{}", metres[500]);
            assert!(trusted[505]);
            assert_eq!(caveats, []);
        }
    }

    #[test]
    fn a_ride_is_followed() {
        // 14 m/s, which no runner does, from second 600 on: no spike, and it does not come back.
        let (_, _, caveats) = along(1000, |s, at| {
            let metres = 3.0 * s.min(600.0) + 14.0 * (s - 600.0).max(0.0);
            *at = place(47.0 + metres / 111_176.0, 8.0);
        });
        assert_eq!(caveats, []);
    }
}
