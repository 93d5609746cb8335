//! Removes positions that cannot be true (0, 0 and leaps of the receiver), and spreads positions that a device
//! repeated while it waited for the next fix along the way to it.

use super::caveats::{self, Caveat};
use super::limits::FASTEST_M_PER_S;
use super::local_scale::LocalScale;
use super::stretches::median;
use super::timeline::Timeline;
use crate::read::Position;

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

/// Position faults larger than this (m) give a caveat even if distance comes from another source, because they
/// would show on the map.
pub(super) const FAR_M: f64 = 100.0;

/// Positions repeated for no longer than this (s) are filled in on the way to the next.
const REPEATED_S: f64 = 30.0;

/// A position repeated for longer and then left for one so near by (m/s over the wait) is that of
/// someone who stood.
const STOOD_M_PER_S: f64 = 1.0;

/// A single position is beside the way where going there and back takes so much (m) longer than
/// passing by ...
const DETOUR_M: f64 = 15.0;
/// ... and either leg is so many times faster than the legs around usually are. At the point where a runner turns
/// back neither is.
const DETOUR_TIMES: f64 = 1.35;
/// Legs around, to either side, that say how fast the run is there.
const LEGS_AROUND: usize = 6;

/// More detours than in this share of the records are how this receiver works.
const DETOURS_RARE: f64 = 0.005;

/// Counts of faults among the positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Faults {
    /// Number of positions left out.
    pub left_out: usize,
    /// Of these, far away or at 0, 0.
    pub far: usize,
    /// True where every position is 0, 0: the device had no satellites.
    pub nowhere: bool,
}

impl Faults {
    /// Adds a caveat with the number of positions removed; near ones count only if distance depends on them.
    pub fn say(&self, distance_hangs_on_them: bool, caveats: &mut Vec<Caveat>) {
        let told = match distance_hangs_on_them {
            true => self.left_out,
            false => self.far,
        };
        if told > 0 && !self.nowhere {
            caveats.push(Caveat::new(
                "gps_spikes",
                caveats::left_out(told, "position", "off the runner's way"),
            ));
        }
    }
}

/// Removes positions that cannot be true, and spreads repeated positions along the way to the next fix.
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
    leave_out_detours(timeline, &mut faults);
    faults
}

/// Leaves out single positions beside the way that a runner might have reached.
fn leave_out_detours(timeline: &mut Timeline, faults: &mut Faults) {
    let mut scale = LocalScale::default();
    let fixes = timeline.known(|p| p.position);
    let legs: Vec<(f64, f64)> = fixes
        .windows(2)
        .map(|w| {
            let seconds = timeline.time_s[w[1].0] - timeline.time_s[w[0].0];
            (scale.vector(w[0].1, w[1].1).length(), seconds)
        })
        .collect();
    let speed = |(metres, seconds): (f64, f64)| metres / seconds;
    let mut wrong = Vec::new();
    for k in 1..legs.len() {
        let (to, back) = (legs[k - 1], legs[k]);
        let detour = to.0 + back.0 > DETOUR_M && to.1.max(back.1) <= timeline.gap_s;
        if !detour {
            continue;
        }
        let past = scale.vector(fixes[k - 1].1, fixes[k + 1].1).length();
        if to.0 + back.0 - past <= DETOUR_M {
            continue;
        }
        let around = k.saturating_sub(1 + LEGS_AROUND)..(k + 1 + LEGS_AROUND).min(legs.len());
        let mut speeds: Vec<f64> = legs[around].iter().map(|leg| speed(*leg)).collect();
        let usual = median(&mut speeds).unwrap_or(f64::INFINITY);
        if speed(to).min(speed(back)) > DETOUR_TIMES * usual {
            wrong.push(fixes[k].0);
        }
    }
    // A receiver that trembles does so everywhere: then its positions are taken as they are.
    if wrong.len() as f64 > DETOURS_RARE * fixes.len() as f64 {
        return;
    }
    faults.left_out += wrong.len();
    for i in wrong {
        timeline.points[i].position = None;
    }
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
        timeline.points[k].position = near.then_some(Position {
            latitude: from.latitude + (to.latitude - from.latitude) * share,
            longitude: from.longitude + (to.longitude - from.longitude) * share,
        });
    }
}

/// Leaves out positions that no runner reaches and that the run comes back from.
fn leave_out_spikes(timeline: &mut Timeline, faults: &mut Faults) {
    let fixes = timeline.known(|p| p.position);
    let fixes: Vec<usize> = fixes.into_iter().map(|(i, _)| i).collect();
    let mut hops = Hops {
        timeline,
        scale: LocalScale::default(),
    };
    let mut wrong: Vec<(usize, usize)> = Vec::new();
    let mut good: Vec<usize> = Vec::with_capacity(fixes.len());
    let mut k = 0;
    while k < fixes.len() {
        let i = fixes[k];
        let j = match good.last() {
            Some(last) if hops.beyond_m(*last, i) > 0.0 => *last,
            _ => {
                good.push(i);
                k += 1;
                continue;
            }
        };
        // In a vehicle no hop is a runner's: none of them is a fault.
        let on_foot_before = good.len() < 2 || hops.beyond_m(good[good.len() - 2], j) <= 0.0;
        let on_foot_after = fixes
            .get(k + 1)
            .is_none_or(|next| hops.beyond_m(i, *next) <= 0.0);
        let few_before = good.len() <= FEW && hops.seconds(good[0], j) <= BELIEVED_AFTER_S;
        let few_after =
            fixes.len() - k <= FEW && hops.seconds(i, fixes[fixes.len() - 1]) <= BELIEVED_AFTER_S;
        let back = on_foot_before.then(|| hops.back(j, &fixes, k)).flatten();
        if let Some(q) = back {
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

#[cfg(test)]
mod tests;
