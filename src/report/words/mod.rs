//! What a report says in sentences: the headline, the reason for it, and names for
//! everything else. Every output takes its words from here, so that the terminal, the
//! page and the JSON cannot disagree.

mod headline;
mod metrics;
mod names;
mod reason;
mod typeset;

pub use headline::headline;
pub use metrics::{is_judged, metric, metric_by_key, metric_unit, metric_with_unit, stretch};
pub use names::apart;
pub use reason::{reason, why};
pub use typeset::typeset;

use crate::Analysis;
use crate::detect::{EASED, Explanation, Finding, Kind, Onset, Pattern, Shape, Verdict, Witness};
use crate::stats::Estimate;
use crate::units::DisplayUnits;
use crate::units::format;

/// Name of a verdict as a title.
pub const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::FormBreakdown => "Form breakdown",
        Kind::PaceFade => "Pace fade",
        Kind::GradualDrift => "Gradual drift",
        Kind::Undecided => "Cannot tell",
        Kind::EasedOff => "Eased off",
        Kind::Steady => "Steady",
    }
}

/// Name of a pattern with what it means.
pub const fn pattern(pattern: Pattern) -> &'static str {
    match pattern {
        Pattern::Overstriding => "overstriding: steps longer and slower than the pace calls for",
        Pattern::Shuffling => "shuffling: steps shorter and quicker than the pace calls for",
        Pattern::StrideShortening => "stride shortening: shorter steps while cadence holds",
        Pattern::CadenceAndStride => "cadence and stride: shorter steps and fewer of them",
        Pattern::RunWalk => "run-walk: running gave way to walking",
    }
}

/// How fast the change came.
pub const fn shape(shape: Shape) -> &'static str {
    match shape {
        Shape::Gradual => "gradual",
        Shape::Abrupt => "abrupt",
    }
}

/// An explanation as a noun phrase.
pub const fn explanation(explanation: Explanation) -> &'static str {
    match explanation {
        Explanation::Hill => "a hill at that point",
        Explanation::Stop => "a stop or walk break just before",
        Explanation::GpsDoubt => "GPS or speed errors",
        Explanation::EasingOff => "easing off by choice",
        Explanation::WarmUp => "settling in over the first half hour",
        Explanation::LevelShift => "a change of shoe, surface or sensor at that point",
        Explanation::Treadmill => "speed computed from cadence (treadmill or foot pod)",
        Explanation::Weather => "heat or wind",
    }
}

/// What was found of an explanation of this verdict.
pub fn finding(finding: Finding, verdict: &Verdict) -> &'static str {
    match finding {
        // A chosen pace is no reason for other steps at that pace.
        Finding::Explains if verdict.kind == Kind::FormBreakdown => "explains the pace only",
        Finding::Explains if easing_is_unsure(verdict) => "likely explains it",
        Finding::RuledOut => "ruled out",
        Finding::Possible => "may have a part",
        Finding::Explains => "explains the change",
        Finding::CannotTell => "cannot be told",
    }
}

/// An onset with its interval: `mile 19.4 (18.6-20.3)`.
pub fn onset(onset: &Onset, units: DisplayUnits) -> String {
    onset.interval().around(onset.at, units)
}

/// The measures fresh against late; none where no part of the run is held to be fresh, and
/// none made of a speed that is no evidence, so that nothing is compared which the verdict
/// does not compare.
pub fn compared(analysis: &Analysis) -> Vec<&Witness> {
    let fresh = analysis.verdict.fresh.is_some();
    (analysis.verdict.witnesses.iter())
        .filter(|w| fresh && is_judged(w.metric, &analysis.measures))
        .collect()
}

/// A change with its interval: `-4.1 % (-5.0 to -3.2)`.
pub fn change(estimate: &Estimate) -> String {
    format!(
        "{} ({} to {})",
        format::signed_percent(estimate.value),
        format::signed(estimate.low, 1),
        format::signed(estimate.high, 1)
    )
}

/// With a capital at its beginning.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// `1, 3`: numbers of a list.
pub fn numbers(all: &[usize]) -> String {
    let all: Vec<String> = all.iter().map(usize::to_string).collect();
    all.join(", ")
}

/// A p-value as it is quoted: `p = 0.03`, with a third decimal where the second would round
/// it to the level of the test, or `p < 0.001` for less.
pub fn p_value(p: f64) -> String {
    if p < 0.001 {
        "p < 0.001".to_owned()
    } else if p < 0.01 || (0.045..0.055).contains(&p) {
        format!("p = {}", format::decimal(p, 3))
    } else {
        format!("p = {}", format::decimal(p, 2))
    }
}

/// Two standard errors of a simulated p-value (docs/method.md: 0.007) below the test's level
/// of 0.05: from here on another recording of the same run may fall on the other side.
const NEAR_THE_LIMIT: f64 = 0.036;

/// How sure the verdict is, in words. The levels are those of the test behind the
/// verdict, 0.01 and 0.05, and the interval of the change has a say.
pub fn confidence(verdict: &Verdict) -> &'static str {
    let (form, pace) = (
        (verdict.p_value, verdict.form_change_at_finish),
        (verdict.pace.p_value, verdict.pace.fade_pct),
    );
    let (p, change) = match verdict.kind {
        Kind::FormBreakdown => form,
        Kind::GradualDrift if !verdict.drift_in_pace => form,
        Kind::PaceFade | Kind::EasedOff | Kind::GradualDrift => pace,
        Kind::Undecided => return "no claim is made either way",
        Kind::Steady => return steady_confidence(verdict),
    };
    match p {
        // A change whose interval includes zero is not sure, whatever the test says.
        _ if change.is_some_and(|c| c.low <= 0.0 && 0.0 <= c.high) => "weak evidence",
        Some(p) if p < NEAR_THE_LIMIT && cause_is_unsure(verdict) => {
            "the slowdown is clear, its cause is not"
        }
        Some(p) if p < 0.01 => "strong evidence",
        Some(p) if p < NEAR_THE_LIMIT => "moderate evidence",
        Some(p) if p < 0.05 => "weak evidence, near the limit of what counts",
        _ => "weak evidence",
    }
}

/// True where a slowdown that looks like easing off may still be a fade.
fn easing_is_unsure(verdict: &Verdict) -> bool {
    let ratio = verdict.heart.and_then(|heart| heart.eased_ratio);
    ratio.is_some_and(|ratio| ratio.low < EASED)
}

/// True where a slowdown may be either. Who comes to walk did not choose an easier pace.
fn cause_is_unsure(verdict: &Verdict) -> bool {
    let ratio = verdict.heart.and_then(|heart| heart.eased_ratio);
    match verdict.kind {
        Kind::EasedOff => easing_is_unsure(verdict),
        Kind::PaceFade => !verdict.pace.walks && ratio.is_none_or(|ratio| ratio.high >= EASED),
        _ => false,
    }
}

/// A steady verdict is as sure as the smallest change it could have found is small.
fn steady_confidence(verdict: &Verdict) -> &'static str {
    // Changes of form found in runs are 3-8 % (docs/method.md).
    match verdict.smallest_detectable_pct {
        _ if verdict.is_too_rough() => "the data are too rough to exclude a change",
        Some(smallest) if smallest <= 3.0 => "a change worth mentioning would have shown",
        _ => "a large change would have shown",
    }
}

/// A percentage for a headline: whole from 3 % up, where a tenth means nothing to a
/// runner, a tenth below, where it does.
pub(crate) fn rough_percent(value: f64) -> String {
    let size = value.abs();
    let text = format::decimal(size, usize::from(size < 2.95));
    format!("{} %", text.strip_suffix(".0").unwrap_or(&text))
}
