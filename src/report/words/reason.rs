//! Why this verdict and not another, in a few sentences: what the tests found, why the
//! neighbouring verdicts were not given, and which other explanations were looked at.

use super::{change, explanation, onset, p_value};
use crate::Analysis;
use crate::detect::{
    Consideration, EASED, Explanation, Finding, Kind, Shape, UndecidedBecause, Verdict,
};
use crate::stats::Estimate;
use crate::units::{DisplayUnits, format};

/// Why this verdict and not another, the other explanations included.
pub fn reason(analysis: &Analysis, units: DisplayUnits) -> String {
    let verdict = &analysis.verdict;
    let mut sentences = vec![why(analysis, units)];
    // Where nothing changed there is nothing to explain.
    if !matches!(verdict.kind, Kind::Undecided | Kind::Steady) {
        let mut others = verdict.considered.clone();
        if verdict.kind == Kind::FormBreakdown {
            sentences.extend(slowed_by_choice(&mut others));
        }
        sentences.extend(considered(&others, super::easing_is_unsure(verdict)));
    }
    sentences.join(" ")
}

/// The same without the other explanations, for reports that list those on their own.
pub fn why(analysis: &Analysis, units: DisplayUnits) -> String {
    let verdict = &analysis.verdict;
    let sentences = match verdict.kind {
        Kind::FormBreakdown => form_breakdown(analysis, units),
        Kind::PaceFade => pace_fade(verdict),
        Kind::EasedOff => eased_off(verdict),
        Kind::GradualDrift => gradual_drift(analysis),
        Kind::Steady => steady(analysis),
        Kind::Undecided => undecided(verdict),
    };
    sentences.join(" ")
}

/// Easing off can explain a slower pace, never a change of step at a given pace: beside a
/// form breakdown it is taken out of the list and said in full.
fn slowed_by_choice(considered: &mut Vec<Consideration>) -> Option<String> {
    let chosen = |c: &Consideration| {
        c.explanation == Explanation::EasingOff && c.finding == Finding::Explains
    };
    let found = considered.iter().any(chosen);
    considered.retain(|c| !chosen(c));
    found.then(|| {
        "Heart rate came down with the pace, so the slowing itself may have been a choice; that \
         does not explain steps off the curve at the pace that was run."
            .to_owned()
    })
}

/// The explanations looked at, one sentence for each finding; `unsure` where what explains
/// the change may not.
fn considered(considered: &[Consideration], unsure: bool) -> Vec<String> {
    let naming = |wanted: Finding| -> Vec<&'static str> {
        considered
            .iter()
            .filter(|c| c.finding == wanted && c.explanation != Explanation::Weather)
            .map(|c| explanation(c.explanation))
            .collect()
    };
    let mut sentences = Vec::new();
    for (finding, lead) in [
        (
            Finding::Explains,
            if unsure {
                "What likely explains the change"
            } else {
                "What explains the change"
            },
        ),
        (Finding::RuledOut, "Looked at and ruled out"),
        (Finding::Possible, "May have a part in it"),
        (Finding::CannotTell, "Cannot be told from this file"),
    ] {
        let names = naming(finding);
        if !names.is_empty() {
            sentences.push(format!("{lead}: {}.", names.join("; ")));
        }
    }
    let shift = considered.iter().any(|c| {
        c.explanation == Explanation::LevelShift
            && matches!(c.finding, Finding::Possible | Finding::CannotTell)
    });
    if shift {
        sentences.push("Another shoe or surface would look alike.".to_owned());
    }
    if considered
        .iter()
        .any(|c| c.explanation == Explanation::Weather)
    {
        sentences.push("Heat and wind leave no trace in the file.".to_owned());
    }
    sentences
}

/// A result with interval and p-value: `-4.1 % (-5.0 to -3.2, p = 0.005)`.
fn form_result(estimate: Option<Estimate>, p: Option<f64>) -> Option<String> {
    let estimate = estimate?;
    let change = change(&estimate);
    Some(match (p, change.strip_suffix(')')) {
        (Some(p), Some(open)) => format!("{open}, {})", p_value(p)),
        _ => change,
    })
}

/// A loss of pace: the same without the sign, since the words say which way it went.
fn loss_result(estimate: Option<Estimate>, p: Option<f64>) -> Option<String> {
    Some(form_result(estimate, p)?.replace('+', ""))
}

/// What the form test compares. Where pace is no evidence it is cadence as it stands.
const fn compared(analysis: &Analysis) -> &'static str {
    if analysis.measures.pace_is_evidence {
        "At the same speed and grade, cadence"
    } else {
        "Cadence"
    }
}

/// Said instead of anything about pace, where pace is no evidence.
const NO_PACE: &str = "Speed in this file says nothing about pace, so cadence alone is judged.";

fn form_breakdown(analysis: &Analysis, units: DisplayUnits) -> Vec<String> {
    let verdict = &analysis.verdict;
    let mut said = Vec::new();
    if let Some(result) = form_result(verdict.form_change_at_finish, verdict.p_value) {
        said.push(format!(
            "{} at the finish was {result} against fresh running: beyond the {} that counts, and \
             it stayed there.",
            compared(analysis),
            super::rough_percent(verdict.min_effect.value())
        ));
    }
    match (&verdict.pace.fade_onset, verdict.pace.fade_pct) {
        _ if !analysis.measures.pace_is_evidence => said.push(NO_PACE.to_owned()),
        (Some(fade), Some(lost)) => said.push(format!(
            "Pace faded too, from {}, with {} of speed lost by the finish, but a slower pace \
             accounts for only part of the change, so it is called a change of form.",
            onset(fade, units),
            format::percent(lost.value)
        )),
        _ => said.push("No sustained loss of pace was found that could account for it.".to_owned()),
    }
    said
}

/// What heart rate says about easing off, when it can be asked.
fn heart_rate_says(verdict: &Verdict) -> Option<String> {
    let ratio = verdict.heart?.eased_ratio?;
    if ratio.value <= 0.0 && ratio.high < EASED {
        return Some(
            "Heart rate did not come down with the pace, as it does when a runner eases off."
                .to_owned(),
        );
    }
    let percent = |share: f64| format::decimal(share * 100.0, 0);
    let unsure = if ratio.low <= EASED && EASED <= ratio.high {
        " The interval reaches across that line, so both readings stay possible."
    } else {
        ""
    };
    Some(format!(
        "Heart rate falls when a runner eases off: {} % of the fall that this slowdown calls for \
         was seen (90 % interval {} to {} %), and from {} % on it counts as easing off.{unsure}",
        percent(ratio.value),
        percent(ratio.low),
        percent(ratio.high),
        percent(EASED)
    ))
}

fn pace_fade(verdict: &Verdict) -> Vec<String> {
    let mut said = Vec::new();
    if let Some(result) = loss_result(verdict.pace.fade_pct, verdict.pace.p_value) {
        let when = match verdict.shape {
            Some(Shape::Abrupt) => "from there on",
            _ => "at the finish",
        };
        said.push(format!(
            "Against fresh running, grade-adjusted speed was lower by {result} {when}, and did \
             not return to its level."
        ));
        said.extend(
            verdict
                .pace
                .fade_pct
                .and_then(|lost| beside_splits(lost.value)),
        );
    }
    if let Some(result) = form_result(verdict.form_change_at_finish, verdict.p_value) {
        said.push(format!(
            "For that slower pace cadence was where this runner's own curve puts it, or not \
             clearly off it: {result}. So the pace gave way, not the form at a given pace."
        ));
    }
    said.push(heart_rate_says(verdict).unwrap_or_else(|| {
        "Heart rate cannot say here whether the runner chose to slow down; the loss lasted long \
         enough to count."
            .to_owned()
    }));
    if followed(verdict) && verdict.pace.walks {
        said.push(
            "Heart rate came down with the pace, but walks came up as well, and whoever has to \
             walk has not chosen an easier pace: it counts as a fade."
                .to_owned(),
        );
    }
    said
}

/// How the loss of a fade and the figures of the splits go together: one is of speed, at one
/// place and without hills, the others are of time and means.
fn beside_splits(lost_pct: f64) -> Option<String> {
    let left = 1.0 - lost_pct / 100.0;
    (left > 0.0 && lost_pct > 0.0).then(|| {
        format!(
            "Splits show it as time, and as the mean of each split with its hills: {} less speed \
             is {} more time.",
            super::rough_percent(lost_pct),
            super::rough_percent(100.0 * (1.0 / left - 1.0))
        )
    })
}

/// True where heart rate alone would say that the runner eased off.
fn followed(verdict: &Verdict) -> bool {
    let ratio = verdict.heart.and_then(|heart| heart.eased_ratio);
    ratio.is_some_and(|ratio| ratio.value >= EASED)
}

fn eased_off(verdict: &Verdict) -> Vec<String> {
    let mut said = Vec::new();
    if let Some(result) = loss_result(verdict.pace.fade_pct, verdict.pace.p_value) {
        said.push(format!(
            "Against fresh running, grade-adjusted speed was lower by {result} at the finish."
        ));
    }
    said.extend(heart_rate_says(verdict));
    said
}

fn gradual_drift(analysis: &Analysis) -> Vec<String> {
    let verdict = &analysis.verdict;
    let measured = if verdict.drift_in_pace {
        loss_result(verdict.pace.fade_pct, verdict.pace.p_value)
            .map(|r| format!("Grade-adjusted speed fell by {r} from start to finish."))
    } else {
        form_result(verdict.form_change_at_finish, verdict.p_value).map(|r| {
            let what = compared(analysis);
            format!("{what} changed by {r} from start to finish.")
        })
    };
    measured
        .into_iter()
        .chain(Some(
            "A straight line from the start fits as well as any onset, so no breaking point is \
             claimed."
                .to_owned(),
        ))
        .collect()
}

fn steady(analysis: &Analysis) -> Vec<String> {
    let verdict = &analysis.verdict;
    let mut said = Vec::new();
    if let Some(result) = form_result(verdict.form_change_at_finish, verdict.p_value) {
        said.push(format!(
            "{} at the finish was {result} against fresh running: no sustained change of form.",
            compared(analysis)
        ));
    }
    // As a change, like that of cadence beside it: a loss below zero is hard to read.
    let speed = verdict.pace.fade_pct.map(|lost| lost.map(|pct| -pct));
    let speed = form_result(speed, verdict.pace.p_value);
    // A loss that the test finds and the verdict still does not call a fade: say why.
    let passing = verdict.pace.p_value.is_some_and(|p| p < 0.05)
        && verdict.pace.fade_pct.is_some_and(|lost| lost.low > 0.0);
    if !analysis.measures.pace_is_evidence {
        said.push(NO_PACE.to_owned());
    } else if let Some(result) = speed {
        said.push(format!(
            "Grade-adjusted speed at the finish was {result} against fresh running: {}.",
            if passing {
                "some was lost on the way, but it did not stay lost, so this is no fade"
            } else {
                "no sustained fade"
            }
        ));
    }
    if let Some(smallest) = verdict.smallest_detectable_pct {
        said.push(format!(
            "On a run as noisy as this one, a change growing to {} over the last third is found \
             four times in five.",
            super::rough_percent(smallest)
        ));
    }
    said
}

fn undecided(verdict: &Verdict) -> Vec<String> {
    let why = match verdict.undecided_because {
        Some(UndecidedBecause::TooShort(_)) => {
            "A curve for fresh running and a stretch to compare it with do not both fit into so \
             short a run."
        }
        Some(UndecidedBecause::NoCadence) => {
            "Form is judged by cadence at a given speed; pace alone cannot tell a change of form \
             from a change of effort."
        }
        Some(UndecidedBecause::Walking(_)) => {
            "Walking has its own cadence and stride length, so the running that is left is too \
             broken up to compare its beginning with its end."
        }
        Some(UndecidedBecause::Mountainous(_)) => {
            "On ground this steep, speed and stride follow the hills, and a loss of a few percent \
             does not show."
        }
        Some(UndecidedBecause::WorkAndRest) => {
            "With speed going up and down by design, a late change of form cannot be told from \
             the structure of the session."
        }
        Some(UndecidedBecause::Unidentified) | None => {
            "Speed, grade and cadence together do not pin down how this runner steps when fresh."
        }
    };
    vec![
        why.to_owned(),
        "Splits and charts show what was measured; no verdict is drawn from them.".to_owned(),
    ]
}
