//! Splits of any length, and the device's laps as splits.

use super::changes::{self, SplitWindows};
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

/// The splits of a run with its finish (m) beyond 0.
pub(super) fn splits(
    run: &Run,
    finish: f64,
    terrain: Option<&Terrain>,
    length: SplitLength,
    windows: &[Window],
) -> Vec<Split> {
    let cuts = match length {
        SplitLength::Every(length) => windows::cuts(finish, raised(length), LEAST_REMAINDER_M),
        SplitLength::Lap => {
            let laps = run.lap_ends.iter().map(|m| m.value());
            let within = laps.filter(|m| *m > 0.0 && *m < finish);
            [0.0].into_iter().chain(within).chain([finish]).collect()
        }
    };
    let last_is_partial = last_is_partial(&cuts, length);
    let tallies = cut::tallies(run, terrain, &cuts);
    let stretches: Vec<SplitWindows<'_>> = cuts
        .windows(2)
        .zip(&tallies)
        .map(|(pair, tally)| SplitWindows::new(pair[0], pair[1], tally, windows))
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

/// The length of splits, m: never below [`SHORTEST_M`], nor no number.
fn raised(length: Metres) -> f64 {
    length.value().max(SHORTEST_M)
}

/// True if the last split is a remainder: shorter than asked for, or than the other laps where these
/// are alike.
fn last_is_partial(cuts: &[f64], length: SplitLength) -> bool {
    let lengths: Vec<f64> = cuts.windows(2).map(|p| p[1] - p[0]).collect();
    let Some((last, others)) = lengths.split_last() else {
        return false;
    };
    match length {
        SplitLength::Every(length) => *last < raised(length) - LEAST_REMAINDER_M,
        SplitLength::Lap => {
            let least = others.iter().copied().fold(f64::INFINITY, f64::min);
            let most = others.iter().copied().fold(0.0, f64::max);
            !others.is_empty() && least > PARTIAL_LAP * most && *last < PARTIAL_LAP * least
        }
    }
}
