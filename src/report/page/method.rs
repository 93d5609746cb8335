//! The method in brief, with this run's own numbers where it has them.

use crate::Analysis;
use crate::units::format as f;

/// A paragraph each.
pub fn method(analysis: &Analysis) -> Vec<String> {
    let mut said = vec![
        "Speed is cadence times step length. Fresh, a runner takes a given cadence at a given \
         speed and grade: the habitual curve, fitted on the fresh part of this run. Slowing along \
         the curve is pacing; leaving it is a change of form."
            .to_owned(),
        "An onset is searched for over the whole run. How often a sound run as noisy as this one \
         would look like it is found by putting simulated runs through the same search; the \
         interval says where else the onset could be. Stops, walks and the first ten minutes \
         do not enter."
            .to_owned(),
    ];
    if let Some(curve) = &analysis.verdict.curve {
        said.push(format!(
            "This run's curve: {} at {} m/s on the flat; 10 % more speed goes with {} more \
             cadence (plus or minus {}).",
            f::cadence(curve.level_spm),
            f::decimal(curve.reference_speed_m_per_s, 2),
            f::percent(10.0 * curve.elasticity),
            f::percent(10.0 * curve.elasticity_sd),
        ));
    }
    said.push(
        "What a watch cannot see: pain, lean, foot strike, shoes, surface, heat and wind. The \
         advice follows the article on running pain after 20 miles; evidence stands beside each \
         piece."
            .to_owned(),
    );
    said
}
