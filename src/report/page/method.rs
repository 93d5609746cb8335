//! The method in brief, with this run's own numbers where it has them.

use crate::Analysis;
use crate::units::DisplayUnits;
use crate::units::format as f;

/// A paragraph each.
pub fn method(analysis: &Analysis, units: DisplayUnits) -> Vec<String> {
    let mut said = vec![
        "Speed is cadence times stride length. Fresh, a runner takes a given cadence at a given \
         speed and grade: the habitual curve, fitted on the fresh part of this run. Slowing along \
         the curve is pacing; leaving it is a change of form."
            .to_owned(),
        "An onset is searched for over the whole run. How often a sound run as noisy as this one \
         would look like it is found by putting simulated runs through the same search; the \
         interval says where else the onset could be. Stops, walks and the first ten minutes \
         do not enter."
            .to_owned(),
    ];
    // Where pace is no evidence the slope of the curve is not this runner's.
    let curve = analysis.verdict.curve.as_ref();
    if let Some(curve) = curve.filter(|_| analysis.measures.pace_is_evidence) {
        said.push(format!(
            "This run's curve: {} at {} on the flat; running 10 % faster goes with {} more \
             cadence (give or take {}).",
            f::cadence(curve.level_spm),
            f::pace_with_unit(1000.0 / curve.reference_speed_m_per_s, units),
            f::percent(10.0 * curve.elasticity),
            f::percent(10.0 * curve.elasticity_sd),
        ));
    }
    said.push(
        "What a watch cannot see: pain, lean, foot strike, shoes, surface, heat and wind. The \
         advice follows the article on running pain after 20 miles; the studies it names are \
         listed with their limits."
            .to_owned(),
    );
    said
}
