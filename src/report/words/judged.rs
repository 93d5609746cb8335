//! How a run was judged: why this verdict and not another, with the tests, their p-values and
//! which other explanations were looked at. Reports fold it under that heading.

use super::{change, explanation, onset, p_value, text_if};
use crate::Analysis;
use crate::detect::{
    Consideration, Explanation, Finding, Kind, Pattern, SIGNIFICANT, UndecidedBecause, Verdict,
};
use crate::stats::Estimate;
use crate::units::format::rough_percent;
use crate::units::{DisplayUnits, format};

/// Heading under which reports fold it.
pub const HOW_JUDGED: &str = "How this was judged";

/// Why this verdict and not another, the other explanations included.
pub fn reason(analysis: &Analysis, units: DisplayUnits) -> String {
    let verdict = &analysis.verdict;
    let mut sentences = vec![why(analysis, units)];
    // Where nothing changed there is nothing to explain.
    if !matches!(verdict.kind(), Kind::Undecided | Kind::Steady) {
        let mut others = verdict.considered.clone();
        if verdict.kind() == Kind::FormBreakdown {
            sentences.extend(slowed_by_choice(&mut others));
        }
        sentences.extend(considered(&others, super::easing_is_unsure(verdict)));
    }
    sentences.join(" ")
}

/// The same without the other explanations, for reports that list those on their own.
pub fn why(analysis: &Analysis, units: DisplayUnits) -> String {
    let verdict = &analysis.verdict;
    let sentences = match verdict.kind() {
        Kind::FormBreakdown => form_breakdown(analysis, units),
        Kind::PaceFade => pace_fade(verdict, units),
        Kind::EasedOff => eased_off(verdict),
        Kind::GradualDrift => gradual_drift(analysis),
        Kind::Steady => steady(analysis),
        Kind::Undecided => undecided(verdict),
    };
    let sentences: Vec<String> = sentences.into_iter().chain(probability(verdict)).collect();
    sentences.join(" ")
}

/// The probability behind the certainty.
fn probability(verdict: &Verdict) -> Option<String> {
    let certainty = verdict.certainty()?.name();
    let probability = format::decimal(verdict.probability()?, 2);
    let level = match certainty {
        "clear" => "clear from 0.95 and p < 0.05 on",
        "likely" => "likely from 0.8 on",
        _ => "possible from 0.5 on",
    };
    Some(match verdict.kind() {
        Kind::Steady => format!("Probability of no breakdown and no fade: {probability}."),
        _ => format!("Probability of this finding: {probability} ({level})."),
    })
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
         does not explain other steps than usual at the pace that was run."
            .to_owned()
    })
}

/// The explanations looked at, one sentence for each finding; `unsure` where what explains
/// the change may not.
fn considered(considered: &[Consideration], unsure: bool) -> Vec<String> {
    let explains = match unsure {
        true => "What likely explains the change",
        false => "What explains the change",
    };
    let mut sentences = Vec::new();
    for (finding, lead) in [
        (Finding::Explains, explains),
        (Finding::RuledOut, "Looked at and ruled out"),
        (Finding::Possible, "May have a part in it"),
        (Finding::CannotTell, "Cannot be told from this file"),
    ] {
        let found = considered.iter().filter(|c| c.finding == finding);
        let found = found.filter(|c| c.explanation != Explanation::Weather);
        let names: Vec<&str> = found.map(|c| explanation(c.explanation)).collect();
        if !names.is_empty() {
            sentences.push(format!("{lead}: {}.", names.join("; ")));
        }
    }
    let is_open = |c: &Consideration| matches!(c.finding, Finding::Possible | Finding::CannotTell);
    let of = |explanation| {
        considered
            .iter()
            .filter(move |c| c.explanation == explanation)
    };
    if of(Explanation::LevelShift).any(is_open) {
        sentences.push("Another shoe or surface would look alike.".to_owned());
    }
    if of(Explanation::Weather).next().is_some() {
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

/// Replaces all sentences about pace if pace is no evidence.
const NO_PACE: &str = "Speed in this file says nothing about pace, so cadence alone is judged.";

fn form_breakdown(analysis: &Analysis, units: DisplayUnits) -> Vec<String> {
    let verdict = &analysis.verdict;
    let mut said = Vec::new();
    if let Some(result) = form_result(verdict.form_change_at_finish, verdict.p_value) {
        let from = verdict.later_form_onset().map_or(String::new(), |of_form| {
            format!(" from {} on", onset(&of_form, units))
        });
        said.push(format!(
            "{} at the finish was {result} against fresh running: beyond the {} that counts{from}, and \
             it stayed there.",
            compared(analysis),
            rough_percent(verdict.min_effect.value())
        ));
    }
    match (&verdict.pace.fade_onset, verdict.pace.fade_pct) {
        _ if !analysis.measures.pace_is_evidence => said.push(NO_PACE.to_owned()),
        (Some(fade), Some(lost)) => said.push(format!(
            "Pace was lost {}, from {}, {} of speed by the finish without hills; a slower pace \
             accounts for only part of the change of steps, so it is called a change of form.",
            match verdict.later_form_onset() {
                Some(_) => "before that",
                None => "too",
            },
            onset(fade, units),
            format::percent(lost.value)
        )),
        _ => said.push("No lasting loss of pace was found that could account for it.".to_owned()),
    }
    said.extend(walking(verdict, units));
    said
}

/// The walking question, where there is something to say.
fn walking(verdict: &Verdict, units: DisplayUnits) -> Option<String> {
    let walking = verdict.walking?;
    let began = walking.onset?;
    Some(format!(
        "Walking: {} of moving time before {}, {} from there to the end of the main part \
         (probability that it began there and stayed: {}).",
        rough_percent(walking.share_before_pct),
        onset(&began, units),
        rough_percent(walking.share_after_pct),
        format::decimal(walking.probability, 2)
    ))
}

/// Heart rate fell by so much of what the loss of pace calls for: 1 is as much as the pace.
const AS_MUCH: f64 = 0.8;
const HARDLY: f64 = 0.35;

/// What heart rate says about easing off, when it can be asked.
fn heart_rate_says(verdict: &Verdict) -> Option<String> {
    let ratio = verdict.heart?.eased_ratio?;
    let how = match ratio.value {
        v if v >= AS_MUCH => "fell about as much as the pace did, as when a runner eases off",
        v if v >= HARDLY => "fell, but by less than the pace did",
        v if v > 0.0 => "hardly fell while the pace did, as when a runner fades",
        _ => "did not fall with the pace, as it does when a runner eases off",
    };
    let [fall, low, high] = [ratio.value, ratio.low, ratio.high].map(|x| format::decimal(x, 1));
    let is_open = verdict.pace.chosen.is_some_and(|p| (0.2..0.8).contains(&p));
    let open = text_if(is_open, ", so a fade and a choice both stay possible");
    let chosen = verdict.pace.chosen.map_or_else(String::new, |chosen| {
        format!("; probability of a choice: {}", format::decimal(chosen, 2))
    });
    Some(format!(
        "Heart rate {how} (fall over that of the pace: {fall}, 90 % interval {low} to \
         {high}{chosen}){open}."
    ))
}

fn pace_fade(verdict: &Verdict, units: DisplayUnits) -> Vec<String> {
    let mut said = Vec::new();
    if let Some(result) = loss_result(verdict.pace.fade_pct, verdict.pace.p_value) {
        said.push(format!(
            "With hills taken out, speed at the finish was lower than fresh by {result}, walking \
             included. The slowdown named above is the mean from the change to the end of the main \
             part, hills included, as time per {}.",
            format::noun(units)
        ));
    }
    said.extend(walking(verdict, units));
    if let Some(result) = form_result(verdict.form_change_at_finish, verdict.p_value)
        && verdict.pattern() != Some(Pattern::RunWalk)
    {
        said.push(format!(
            "Cadence beside what is usual for that pace: {result}. That is not a change of form \
             of its own, so the pace gave way, not the steps at a given pace."
        ));
    }
    said.push(heart_rate_says(verdict).unwrap_or_else(|| {
        "Heart rate cannot say here whether the runner chose to slow down; the loss lasted long \
         enough to count."
            .to_owned()
    }));
    if verdict.pace.walks {
        said.push(
            "Walks came up as well, and whoever has to walk has not chosen an easier pace."
                .to_owned(),
        );
    }
    said
}

fn eased_off(verdict: &Verdict) -> Vec<String> {
    let mut said = Vec::new();
    if verdict.pace.fade_onset.is_none() {
        said.push(
            "The end of the run was slower in the way of a cool-down; the main part before it is \
             what was judged."
                .to_owned(),
        );
    }
    if let Some(result) = loss_result(verdict.pace.fade_pct, verdict.pace.p_value) {
        let (place, so) = match verdict.pace.fade_onset {
            Some(_) => ("the finish", ""),
            None => ("the end of the main part", ": no lasting loss"),
        };
        said.push(format!(
            "With hills taken out, speed at {place} was lower than fresh by {result}{so}."
        ));
    }
    said.extend(heart_rate_says(verdict));
    said
}

fn gradual_drift(analysis: &Analysis) -> Vec<String> {
    let verdict = &analysis.verdict;
    let measured = if verdict.drift_in_pace() {
        loss_result(verdict.pace.fade_pct, verdict.pace.p_value)
            .map(|r| format!("With hills taken out, speed fell by {r} from start to finish."))
    } else {
        form_result(verdict.form_change_at_finish, verdict.p_value).map(|r| {
            let what = compared(analysis);
            format!("{what} changed by {r} from start to finish.")
        })
    };
    measured
        .into_iter()
        .chain(Some(
            "A straight line from the start fits as well as any one place, so none is named."
                .to_owned(),
        ))
        .collect()
}

fn steady(analysis: &Analysis) -> Vec<String> {
    let verdict = &analysis.verdict;
    let passes = |p: Option<f64>| p.is_some_and(|p| p < SIGNIFICANT);
    let mut said = Vec::new();
    let least = verdict.min_effect.value();
    if let Some(result) = form_result(verdict.form_change_at_finish, verdict.p_value) {
        let size = verdict.form_change_at_finish.map_or(0.0, |e| e.value.abs());
        let so = match (passes(verdict.p_value), size >= least) {
            (true, true) => {
                "more than chance, but it did not last or the recording itself does not show it, so \
                 it is no claim"
            }
            (true, false) => "more than chance, but smaller than what counts",
            (false, true) => "large enough to count, but not told from chance",
            (false, false) => "no lasting change of form",
        };
        said.push(format!(
            "{} at the finish was {result} against fresh running: {so}.",
            compared(analysis)
        ));
    }
    // As a change, like that of cadence beside it: a loss below zero is hard to read.
    let speed = verdict.pace.fade_pct.map(|lost| lost.map(|pct| -pct));
    let speed = form_result(speed, verdict.pace.p_value);
    if !analysis.measures.pace_is_evidence {
        said.push(NO_PACE.to_owned());
    } else if let (Some(result), Some(lost)) = (speed, verdict.pace.fade_pct) {
        let so = match (passes(verdict.pace.p_value), lost.value >= 4.0) {
            (true, true) => "some was lost on the way, but it did not stay lost, so it is no fade",
            (true, false) => "more than chance, but less than the 4 % that counts as a fade",
            (false, true) => {
                "large enough to count, but not told from this run's own ups and downs"
            }
            (false, false) => "no lasting loss",
        };
        said.push(format!(
            "With hills taken out, speed at the finish was {result} against fresh running: {so}."
        ));
    }
    if let Some(smallest) = verdict.smallest_detectable_pct {
        said.push(format!(
            "On a run as noisy as this one, a change of form growing to {} over the last third is \
             found four times in five.",
            rough_percent(smallest)
        ));
    }
    said
}

fn undecided(verdict: &Verdict) -> Vec<String> {
    let why = match verdict.undecided_because() {
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
             the plan of the session."
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
