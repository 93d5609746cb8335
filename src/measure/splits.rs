//! Splits of any length, and the device's laps as splits.

use super::changes::{self, Stretch};
use super::terrain::Terrain;
use super::{Split, SplitLength, Window, cut, windows};
use crate::normalise::Run;
use crate::units::Metres;

/// A remainder shorter than this (m) is the rounding of a distance, not a split.
const LEAST_REMAINDER_M: f64 = 1.0;

/// Shortest split (m): shorter lengths are raised to this.
const SHORTEST_M: f64 = 100.0;

/// A last lap shorter than this share of the others, which are alike, is a remainder.
const PARTIAL_LAP: f64 = 0.98;

/// The splits of a run.
pub(super) fn splits(
    run: &Run,
    terrain: Option<&Terrain>,
    length: SplitLength,
    windows: &[Window],
) -> Vec<Split> {
    let Some(finish) = run.samples.last().map(|s| s.distance.value()) else {
        return Vec::new();
    };
    if finish <= 0.0 {
        return Vec::new();
    }
    let (cuts, last_is_partial) = match length {
        SplitLength::Every(length) => {
            let length = if length.value() >= SHORTEST_M {
                length.value()
            } else {
                SHORTEST_M
            };
            let cuts = windows::cuts(finish, length, LEAST_REMAINDER_M);
            let last = last_length(&cuts);
            (cuts, last < length - LEAST_REMAINDER_M)
        }
        SplitLength::Lap => lap_cuts(run, finish),
    };
    let tallies = cut::tallies(run, terrain, &cuts);
    let stretches: Vec<Stretch<'_>> = cuts
        .windows(2)
        .zip(&tallies)
        .map(|(pair, tally)| Stretch::new(pair[0], pair[1], tally, windows))
        .collect();
    let count = stretches.len();
    changes::changes(&stretches)
        .into_iter()
        .enumerate()
        .map(|(i, (from_first, from_previous))| Split {
            index: i + 1,
            from: Metres(cuts[i]),
            to: Metres(cuts[i + 1]),
            partial: i + 1 == count && last_is_partial,
            tally: tallies[i],
            from_first,
            from_previous,
        })
        .collect()
}

fn last_length(cuts: &[f64]) -> f64 {
    match cuts {
        [.., a, b] => b - a,
        _ => 0.0,
    }
}

/// Cuts at the laps; the last is partial when the others are alike and it is shorter.
fn lap_cuts(run: &Run, finish: f64) -> (Vec<f64>, bool) {
    let mut cuts = vec![0.0];
    cuts.extend(
        run.lap_ends
            .iter()
            .map(|m| m.value())
            .filter(|m| *m > 0.0 && *m < finish),
    );
    cuts.push(finish);
    let lengths: Vec<f64> = cuts.windows(2).map(|p| p[1] - p[0]).collect();
    let partial = match lengths.split_last() {
        Some((last, others)) if !others.is_empty() => {
            let least = others.iter().copied().fold(f64::INFINITY, f64::min);
            let most = others.iter().copied().fold(0.0, f64::max);
            least > PARTIAL_LAP * most && *last < PARTIAL_LAP * least
        }
        _ => false,
    };
    (cuts, partial)
}
