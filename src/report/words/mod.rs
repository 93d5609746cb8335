//! What a report says in sentences: the headline, the reason for it, and names for
//! everything else. Every output takes its words from here, so that the terminal, the
//! page and the JSON cannot disagree.

mod headline;
mod judged;
pub mod labels;
mod metrics;
mod session;
mod sure;
mod typeset;

pub use headline::{change as headline_change, headline, may_be_chosen};
pub use judged::{HOW_JUDGED, reason, why};
pub use metrics::{metric, metric_by_key, metric_unit, metric_with_unit, stretch};
pub use session::{pauses, phase, session};
pub use sure::{certainty, confidence};
pub use typeset::{in_lines, typeset};

use crate::Analysis;
use crate::detect::{Certainty, Explanation, Finding, Kind, Onset, Pattern, Shape, Verdict};
use crate::stats::Estimate;
use crate::units::format::{self, Interval};
use crate::units::{DisplayUnits, Metres};
use std::collections::BTreeSet;

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
        Pattern::Overstriding => "overstriding: longer and slower steps than usual for the pace",
        Pattern::Shuffling => "shuffling: shorter and quicker steps than usual for the pace",
        Pattern::StrideShortening => "stride shortening: shorter steps while cadence holds",
        Pattern::CadenceAndStride => "cadence and stride: shorter steps and fewer of them",
        Pattern::RunWalk => "run-walk: running gave way to walking",
    }
}

/// Name of a fade in which running gave way to walking.
pub const RUN_WALK: &str = "Run-walk finish";

/// Name of a run without a finding in which even a large change could have been missed.
pub const NONE_FOUND: &str = "No change found";

/// Name of what happened: that of the verdict, or of walking where that is what happened. A finding
/// that is only possible is named so.
pub fn happened(verdict: &Verdict) -> &'static str {
    let is_possible = verdict.certainty() == Some(Certainty::Possible);
    match (verdict.kind(), verdict.pattern()) {
        (Kind::PaceFade, Some(Pattern::RunWalk)) if is_possible => "Possible run-walk finish",
        (Kind::PaceFade, Some(Pattern::RunWalk)) => RUN_WALK,
        (Kind::FormBreakdown, _) if is_possible => "Possible form breakdown",
        (Kind::PaceFade, _) if is_possible => "Possible pace fade",
        (Kind::GradualDrift, _) if is_possible => "Possible gradual drift",
        // Nothing was found, and little would have been.
        (Kind::Steady, _) if verdict.is_too_rough() => NONE_FOUND,
        (kind, _) => self::kind(kind),
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
        Finding::Explains if verdict.kind() == Kind::FormBreakdown => "explains the pace only",
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

/// Where something began: `mile 19.4 (18.6-20.3)`, or `between miles 14 and 19` where no one place
/// can be named.
pub fn began(interval: Interval, at: Metres, units: DisplayUnits) -> String {
    match interval.is_wide() {
        true => interval.since(at, units),
        false => interval.around(at, units),
    }
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

/// The text where the condition holds, else nothing.
pub const fn text_if(condition: bool, text: &'static str) -> &'static str {
    if condition { text } else { "" }
}

/// Each of them once, in the order of their first places.
pub fn each_once<T: PartialEq>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut once = Vec::new();
    for one in all {
        if !once.contains(&one) {
            once.push(one);
        }
    }
    once
}

/// With a capital at its beginning.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
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

/// True where a slowdown that is called easing off may still be a fade.
fn easing_is_unsure(verdict: &Verdict) -> bool {
    verdict.certainty() != Some(Certainty::Clear)
}

/// True where the analysis has the caveat of this code.
fn has_caveat(analysis: &Analysis, code: &str) -> bool {
    analysis.caveats.iter().any(|caveat| caveat.code == code)
}

/// True where cadence took another level for good and the verdict set that aside.
pub fn has_shift(analysis: &Analysis) -> bool {
    has_caveat(analysis, "level_shift")
}

/// The paths by their shortest ends that all differ: a page to send says nothing of where a
/// runner keeps files. Whole where nothing less tells them apart.
pub fn apart<'a>(paths: &[&'a str]) -> Vec<&'a str> {
    let tails = |parts: usize| paths.iter().map(move |path| tail(path, parts));
    let most = paths.iter().map(|p| p.split(['/', '\\']).count()).max();
    let distinct = |parts: &usize| tails(*parts).collect::<BTreeSet<_>>().len() == paths.len();
    let parts = (1..=most.unwrap_or(1)).find(distinct);
    tails(parts.or(most).unwrap_or(1)).collect()
}

/// The last parts of a path.
fn tail(path: &str, parts: usize) -> &str {
    let cut = path.rmatch_indices(['/', '\\']).nth(parts - 1);
    cut.map_or(path, |(at, _)| &path[at + 1..])
}

#[cfg(test)]
mod tests {
    use super::{apart, each_once};

    #[test]
    fn repetitions_are_left_out() {
        let codes = ["gps_spikes", "no_cadence", "gps_spikes"];
        assert_eq!(each_once(codes.into_iter()), ["gps_spikes", "no_cadence"]);
    }

    #[test]
    fn files_go_by_the_shortest_ends_that_differ() {
        assert_eq!(
            apart(&["/home/a/x.fit", "/home/a/y.fit"]),
            ["x.fit", "y.fit"]
        );
        assert_eq!(
            apart(&["/home/2025/x.fit", "/home/2026/x.fit", "z/x.fit"]),
            ["2025/x.fit", "2026/x.fit", "z/x.fit"]
        );
        assert_eq!(apart(&["c:\\a\\x.fit", "d:\\a\\x.fit"])[0], "c:\\a\\x.fit");
        assert_eq!(apart(&["x.fit", "x.fit"]), ["x.fit", "x.fit"]);
        assert_eq!(apart(&[]), [""; 0]);
    }
}
