//! The method in brief, with this run's own numbers where it has them.

use crate::Analysis;
use crate::units::DisplayUnits;
use crate::units::format as f;

/// A paragraph each.
pub fn method(analysis: &Analysis, units: DisplayUnits) -> Vec<String> {
    let mut said = vec![
        "The recording is understood first: running, walking and standing; warm-up, main part, \
         repetitions and cool-down. The main part is judged by three questions: did cadence leave \
         what this runner takes at that pace and grade, was pace lost for good, and did running \
         give way to walking? Slowing with the cadence that is usual for the slower pace is \
         pacing; other steps than usual at the same pace are a change of form."
            .to_owned(),
        "Each question looks for an onset over the whole run. How often a sound run as noisy as \
         this one would look like it is found by putting simulated runs through the same search; \
         the interval says where else the onset could be. Seconds around stops and walks are no \
         evidence of form."
            .to_owned(),
    ];
    // Where pace is no evidence the slope of the curve is not this runner's.
    let curve = analysis.verdict.curve.as_ref();
    if let Some(curve) = curve.filter(|_| analysis.measures.pace_is_evidence) {
        said.push(format!(
            "Fresh, this runner takes {} at {} on the flat; running 10 % faster goes with {} more \
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
