//! The measures fresh against late, and the sums of each mile or kilometre.

use super::track::middle;
use crate::advise::Comparison;
use crate::detect::{Verdict, Witness};
use crate::measure::metrics::{CADENCE, GRADE_ADJUSTED_PACE, PACE, STEP_LENGTH};
use crate::measure::{Measures, Tally};
use crate::units::Metres;

/// Measures made of speed: where that was guessed from cadence, they are cadence once more.
const OF_SPEED: [&str; 5] = [
    STEP_LENGTH.key,
    PACE.key,
    GRADE_ADJUSTED_PACE.key,
    "vertical_ratio_pct",
    "device_step_length_m",
];

/// True for a measure that says something of this run; on a treadmill those made of speed do
/// not.
pub fn is_judged(key: &str, measures: &Measures) -> bool {
    measures.pace_is_evidence || !OF_SPEED.contains(&key)
}

/// The measures fresh against late, with the values and the change of the [`Comparison`] for those
/// that stand there too (the interval keeps its width), so that tiles, tables and charts have one
/// number for one thing. None where no part of the run is held to be fresh, and none made of a
/// speed that is no evidence, so that nothing is compared which the verdict does not compare.
pub fn compared(measures: &Measures, verdict: &Verdict) -> Vec<Witness> {
    let whole = Comparison::new(measures, verdict);
    let as_in_the_whole = |witness: &Witness| {
        let pair = whole.and_then(|c| match witness.metric {
            key if key == CADENCE.key => Some(c.cadence_spm),
            key if key == STEP_LENGTH.key => Some(c.step_length_m),
            key if key == PACE.key => Some(c.pace_s_per_km),
            _ => None,
        });
        pair.map_or(*witness, |pair| {
            let moved = pair.change_pct() - witness.change_pct.value;
            Witness {
                fresh: pair.fresh,
                late: pair.late,
                change_pct: witness.change_pct.map(|pct| pct + moved),
                ..*witness
            }
        })
    };
    (verdict.witnesses.iter())
        .filter(|w| verdict.fresh.is_some() && is_judged(w.metric, measures))
        .map(as_in_the_whole)
        .collect()
}

/// The sums of each length of `unit` (a mile, a kilometre), from the start: those of the windows
/// whose middle lies in it.
pub fn tallies_by_unit(measures: &Measures, unit: Metres) -> Vec<Tally> {
    let mut tallies: Vec<Tally> = Vec::new();
    for window in &measures.windows {
        // Not negative, and fewer than a recording has metres: the cast keeps the value.
        let at = (middle(window) / unit).max(0.0) as usize;
        tallies.resize(tallies.len().max(at + 1), Tally::default());
        tallies[at].merge(&window.tally);
    }
    tallies
}
