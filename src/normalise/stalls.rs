//! Stretches in which the device's distance does not rise although the runner moves: tunnels, whose length is added
//! at their end, and counters that are stuck.

use super::caveats::{Caveat, duration};
use super::steps::Steps;
use super::stretches::{seconds, spread, stretches};
use super::timeline::{Timeline, off_within};
use crate::units::format::count;
use std::ops::Range;

/// Distance that rises by less than this (m/s) holds still.
const STILL_M_PER_S: f64 = 0.1;
/// Shorter stretches (s) are noise of the receiver, or a stop.
const LEAST_S: f64 = 20.0;
/// Without positions a counter is stuck from this long on (s): some count in steps of ten metres,
/// and stated speeds run ahead of them.
const STUCK_WITHOUT_POSITIONS_S: f64 = 90.0;
/// The runner moves if positions or speeds give at least this (m/s).
const MOVES_M_PER_S: f64 = 1.0;
/// The runner runs if running steps are taken for this share of the stretch.
const RUNS: f64 = 0.8;
/// The device counts the way at the end of a stall if the leap there makes up for at least this share of it ...
const CAUGHT_UP: f64 = 0.5;
/// ... within this long (s).
const CAUGHT_UP_WITHIN_S: f64 = 10.0;
/// Speed before and after a stall is taken over this long (s).
const AROUND_S: f64 = 60.0;

/// Fills stalls. Returns for each record whether it was changed (empty if there is no stall).
pub(super) fn mend(
    timeline: &Timeline,
    metres: &mut [f64],
    trusted: &mut [bool],
    along: Option<&[f64]>,
    caveats: &mut Vec<Caveat>,
) -> Vec<bool> {
    let stalls = stretches(timeline, LEAST_S, |i| {
        let step = timeline.step_s(i);
        metres[i] - metres[i - 1] < STILL_M_PER_S * step && step <= timeline.gap_s
    });
    if stalls.is_empty() {
        return Vec::new();
    }
    let steps = Steps::of(timeline);
    let usual_step_m = steps.mean_m(metres);
    let mut bridged = vec![false; timeline.len()];
    let (mut caught_up, mut stuck) = (Vec::new(), Vec::new());
    for stall in stalls {
        let long_s = seconds(timeline, &stall);
        let (begin, end) = (stall.start - 1, stall.end - 1);
        let (from_s, to_s) = (timeline.time_s[begin], timeline.time_s[end]);
        if off_within(&timeline.timer_off, from_s, to_s) > 0.5 * long_s {
            continue;
        }
        let placed = along.map_or(0.0, |a| a[end] - a[begin]);
        let runs = stall.clone().filter(|i| steps.runs(*i));
        let runs = runs.map(|i| timeline.step_s(i)).sum::<f64>() >= RUNS * long_s;
        let stated = stated_m(timeline, &stall);
        let moves = placed.max(stated) >= MOVES_M_PER_S * long_s;
        if !moves && !runs {
            continue;
        }
        if let Some(end) = leap_ends(timeline, metres, &stall) {
            let weights = weights(timeline, along, begin..end + 1);
            spread(metres, begin, &weights);
            let on_the_way = placed >= MOVES_M_PER_S * long_s;
            for i in begin + 1..=end {
                (bridged[i], trusted[i]) = (true, trusted[i] && on_the_way);
            }
            caught_up.push(long_s);
            continue;
        }
        if along.is_none() && long_s < STUCK_WITHOUT_POSITIONS_S {
            continue;
        }
        // A counter that is stuck: the way is that of the positions, else of the speeds, else of
        // the steps. Steps on the spot are none.
        let on_the_spot = along.is_some() && placed < MOVES_M_PER_S * long_s;
        let by_steps = |i: usize| steps.at(i) * usual_step_m.unwrap_or(0.0);
        let mut added = 0.0;
        for i in stall.clone() {
            added += match along {
                Some(a) if placed >= MOVES_M_PER_S * long_s => a[i] - a[i - 1],
                _ if on_the_spot => 0.0,
                _ if stated >= MOVES_M_PER_S * long_s => stated_m(timeline, &(i..i + 1)),
                _ => by_steps(i),
            };
            metres[i] += added;
            (bridged[i], trusted[i]) = (added > 0.0, trusted[i] && along.is_some());
        }
        for m in &mut metres[stall.end..] {
            *m += added;
        }
        if added > 0.0 {
            stuck.push(long_s);
        }
    }
    say(&caught_up, &stuck, along.is_some(), caveats);
    bridged
}

fn say(caught_up: &[f64], stuck: &[f64], placed: bool, caveats: &mut Vec<Caveat>) {
    if !caught_up.is_empty() {
        caveats.push(Caveat::new("distance_stalls", format!(
            "Distance does not rise for {} in {} and catches up at the end, as in tunnels; it was spread over the stretch, and pace there is in doubt.",
            duration(caught_up.iter().sum()),
            count(caught_up.len(), "stretch").replace("stretchs", "stretches"),
        )));
    }
    if !stuck.is_empty() {
        caveats.push(Caveat::new(
            "distance_stuck",
            format!(
                "The device's distance is stuck for {} while the runner goes on; it was filled in from {}.",
                duration(stuck.iter().sum()),
                if placed { "the positions" } else { "speed or steps" },
            ),
        ));
    }
}

/// Metres that the stated speeds of a stretch give.
fn stated_m(timeline: &Timeline, stretch: &Range<usize>) -> f64 {
    let step = |i: usize| {
        let v = timeline.points[i].speed_m_per_s.map_or(0.0, f64::from);
        v.clamp(0.0, super::limits::FASTEST_M_PER_S) * timeline.step_s(i)
    };
    stretch.clone().map(step).sum()
}

/// The record at which distance has caught up after a stall; `None` if it continues without a leap.
fn leap_ends(timeline: &Timeline, metres: &[f64], stall: &Range<usize>) -> Option<usize> {
    let (begin, end) = (stall.start - 1, stall.end - 1);
    let time = &timeline.time_s;
    let speed = speed_around(timeline, metres, stall)?;
    let lost = speed * (time[end] - time[begin]);
    let mut leap = 0.0;
    let mut at = None;
    for i in stall.end..timeline.len() {
        if time[i] - time[end] > CAUGHT_UP_WITHIN_S.max(timeline.step_s(stall.end)) {
            break;
        }
        let beyond = metres[i] - metres[i - 1] - speed * timeline.step_s(i);
        if beyond > 0.5 * speed * timeline.step_s(i) {
            leap += beyond;
            at = Some(i);
        }
    }
    at.filter(|_| (CAUGHT_UP..1.0 / CAUGHT_UP).contains(&(leap / lost)))
}

/// Speed in the minutes before and after a stall, the leap at its end left out.
fn speed_around(timeline: &Timeline, metres: &[f64], stall: &Range<usize>) -> Option<f64> {
    let time = &timeline.time_s;
    let (begin, end) = (stall.start - 1, stall.end - 1);
    let from = time.partition_point(|t| *t < time[begin] - AROUND_S);
    let first = time.partition_point(|t| *t <= time[end] + CAUGHT_UP_WITHIN_S);
    let to = time.partition_point(|t| *t <= time[end] + AROUND_S).max(1) - 1;
    let before = (from < begin).then(|| (metres[begin] - metres[from], time[begin] - time[from]));
    let after = (first < to).then(|| (metres[to] - metres[first], time[to] - time[first]));
    let (metres, seconds) = [before, after]
        .into_iter()
        .flatten()
        .fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    (seconds > 0.0 && metres > 0.0).then(|| metres / seconds)
}

/// Weights by which the way across a stall is spread: along the positions, else even in time.
fn weights(timeline: &Timeline, along: Option<&[f64]>, range: Range<usize>) -> Vec<f64> {
    let steps = range.start + 1..range.end;
    let placed: Vec<f64> = along.map_or_else(Vec::new, |a| {
        steps.clone().map(|i| a[i] - a[i - 1]).collect()
    });
    let even = placed.iter().sum::<f64>() <= 0.0
        || placed.iter().filter(|m| **m <= 0.0).count() * 5 > placed.len();
    if even {
        steps.map(|i| timeline.step_s(i)).collect()
    } else {
        placed
    }
}
