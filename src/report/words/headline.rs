//! The verdict in one sentence, as a coach would say it.

use super::{easing_is_unsure, rough_percent};
use crate::Analysis;
use crate::detect::{Kind, Onset, Pattern, Shape, UndecidedBecause, Verdict};
use crate::units::{DisplayUnits, format};

/// The verdict in one sentence.
pub fn headline(analysis: &Analysis, units: DisplayUnits) -> String {
    let verdict = &analysis.verdict;
    match verdict.kind {
        Kind::FormBreakdown => form_breakdown(analysis, units),
        Kind::PaceFade => pace_fade(verdict, units),
        Kind::EasedOff => eased_off(verdict, units),
        Kind::GradualDrift => gradual_drift(analysis),
        Kind::Steady => steady(analysis),
        Kind::Undecided => undecided(verdict, units),
    }
}

/// ` from mile 19.4 (95 % interval 18.6-20.3)`, or nothing when there is no onset.
fn since(onset: Option<&Onset>, preposition: &str, units: DisplayUnits) -> String {
    let Some(onset) = onset else {
        return String::new();
    };
    let around = onset.interval();
    format!(
        " {preposition} {} ({} % interval {})",
        around.place(onset.at, units),
        format::decimal(onset.confidence * 100.0, 0),
        around.text(units)
    )
}

fn form_breakdown(analysis: &Analysis, units: DisplayUnits) -> String {
    let verdict = &analysis.verdict;
    let abrupt = verdict.shape == Some(Shape::Abrupt);
    let (how, preposition, when) = if abrupt {
        (" abruptly", "at", "from there on")
    } else {
        ("", "from", "by the finish")
    };
    let place = since(verdict.onset.as_ref(), preposition, units);
    let change = verdict.form_change_at_finish.map_or(0.0, |e| e.value);
    let size = rough_percent(change);
    if !analysis.measures.pace_is_evidence {
        let way = if change > 0.0 { "up" } else { "down" };
        return format!("Cadence changed{how}{place}: {when} it was {way} by {size}.");
    }
    let steps = match verdict.pattern {
        Some(Pattern::Shuffling) => "shorter",
        _ => "longer",
    };
    format!(
        "Form broke down{how}{place}: {when} steps were {size} {steps} than the pace calls for."
    )
}

fn pace_fade(verdict: &Verdict, units: DisplayUnits) -> String {
    let abrupt = verdict.shape == Some(Shape::Abrupt);
    let (how, preposition, when) = if abrupt {
        ("fell away", "at", "missing from there on")
    } else {
        ("faded", "from", "lost by the finish")
    };
    let size = verdict
        .pace
        .fade_pct
        .map(|e| format!("{} of speed {when}, ", rough_percent(e.value)))
        .unwrap_or_default();
    let cause = match verdict.pattern {
        Some(Pattern::CadenceAndStride) => "as stride and cadence both gave way",
        _ => "as the stride shortened while cadence held",
    };
    let place = since(verdict.onset.as_ref(), preposition, units);
    format!("Pace {how}{place}: {size}{cause}.")
}

fn eased_off(verdict: &Verdict, units: DisplayUnits) -> String {
    let from = verdict
        .pace
        .fade_onset
        .as_ref()
        .map(|onset| format!(" from {}", onset.interval().place(onset.at, units)))
        .unwrap_or_default();
    if easing_is_unsure(verdict) {
        return format!(
            "The slowdown{from} looks like easing off: heart rate came down with the pace, \
             though a fade cannot be ruled out."
        );
    }
    format!(
        "The slowdown{from} was easing off, not a breakdown: \
         heart rate came down in step with the pace."
    )
}

fn gradual_drift(analysis: &Analysis) -> String {
    let verdict = &analysis.verdict;
    if verdict.drift_in_pace {
        let size = verdict
            .pace
            .fade_pct
            .map(|e| format!(": {} of speed lost by the finish", rough_percent(e.value)))
            .unwrap_or_default();
        return format!("Pace drifted down evenly, with no breaking point{size}.");
    }
    let Some(change) = verdict.form_change_at_finish else {
        return "Form drifted evenly, with no breaking point.".to_owned();
    };
    let size = rough_percent(change.value);
    if !analysis.measures.pace_is_evidence {
        let way = if change.value > 0.0 { "up" } else { "down" };
        return format!(
            "Cadence drifted evenly, with no breaking point: by the finish it was {way} by {size}."
        );
    }
    let steps = if change.value > 0.0 {
        "shorter"
    } else {
        "longer"
    };
    format!(
        "Form drifted evenly, with no breaking point: \
         by the finish steps were {size} {steps} than the pace calls for."
    )
}

fn steady(analysis: &Analysis) -> String {
    let what = if analysis.measures.pace_is_evidence {
        "Form"
    } else {
        "Cadence"
    };
    let has = |code: &str| analysis.caveats.iter().any(|c| c.code == code);
    let slowed = if has("late_slowdown") {
        ", though the pace dropped in the last stretch, too briefly to judge"
    } else {
        ""
    };
    let smallest = analysis.verdict.smallest_detectable_pct.map(rough_percent);
    // Where even a large change would have been missed, "held" would claim too much.
    if analysis.verdict.is_too_rough() {
        let missed = smallest.map_or_else(
            || "the recording is too rough to exclude one".to_owned(),
            |smallest| format!("only one of {smallest} or more would most likely have shown"),
        );
        let what = what.to_lowercase();
        return format!("No change of {what} was found{slowed}, but {missed}.");
    }
    // The end of a damaged file need not be the finish.
    let until = if has("damaged_file") {
        "as far as the file goes"
    } else {
        "to the finish"
    };
    match smallest {
        Some(smallest) => format!(
            "{what} held {until}{slowed}: \
             a change of {smallest} or more would most likely have been found."
        ),
        None => format!("{what} held {until}{slowed}."),
    }
}

fn undecided(verdict: &Verdict, units: DisplayUnits) -> String {
    // Five miles is where a search for an onset begins to make sense: docs/method.md.
    let least = crate::units::Metres::from_miles(5.0);
    let why = match verdict.undecided_because {
        Some(UndecidedBecause::TooShort(ran)) => format!(
            "{} of running is too short to find an onset; it takes {} or more",
            format::distance(ran, units),
            format::short_distance(least, units)
        ),
        Some(UndecidedBecause::NoCadence) => "the file holds no cadence; record with a watch or \
             foot pod that counts steps, and export the original file"
            .to_owned(),
        Some(UndecidedBecause::Walking(share)) => format!(
            "{} of the moving time was walking; \
             it takes a run with longer stretches of running",
            rough_percent(share.value())
        ),
        Some(UndecidedBecause::Mountainous(_)) => {
            "hills decide the pace all the way; look at a run on flatter ground".to_owned()
        }
        Some(UndecidedBecause::WorkAndRest) => {
            "hard efforts and recoveries alternate, which hides \
             fatigue; look at a continuous run instead"
                .to_owned()
        }
        Some(UndecidedBecause::Unidentified) | None => {
            "too little usable running for a fit; look at a longer run at an even effort".to_owned()
        }
    };
    format!("Cannot tell: {why}.")
}
