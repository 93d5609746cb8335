//! Stage five: did form or pace break down, where, and how sure is that? The method and
//! its sources stand in docs/method.md.

mod account;
mod answer;
mod calibrate;
mod candidate;
mod certainty;
mod considered;
pub mod form;
mod heart;
mod joint;
mod moving;
mod noise_fit;
mod null;
mod options;
mod pace;
mod panel;
mod posterior;
mod scale;
mod search;
mod series;
mod shift;
mod significance;
#[cfg(test)]
mod tests;
mod types;
mod undecided;
mod verdict;
mod view;
mod walking;

pub use certainty::{Certainty, FormEvidence, LossEvidence};
pub use considered::EASED;
pub use heart::HeartFall;
pub use options::{DetectOptions, HabitPrior};
pub use types::*;

use crate::measure::Measures;
use crate::phases::Phases;
use pace::PaceAnswer;
use series::Series;
use verdict::Answers;
use walking::WalkingAnswer;

/// Judges a run. Repeatable to the bit for the same measures, phases and options.
pub fn detect(measures: &Measures, phases: &Phases, options: &DetectOptions) -> Verdict {
    let series = Series::new(measures, phases);
    if let Some(why) = undecided::why(measures, phases) {
        return verdict::undecided(measures, &series, options, why);
    }
    let pace = measures
        .pace_is_evidence
        .then(|| PaceAnswer::new(measures, phases, &series, options.seed.wrapping_add(1)))
        .flatten();
    let form = shift::ask_form(measures, &series, options, pace.as_ref());
    if form.is_none() && pace.is_none() {
        let why = UndecidedBecause::Unidentified;
        return verdict::undecided(measures, &series, options, why);
    }
    let walking = pace
        .as_ref()
        .and_then(|pace| WalkingAnswer::new(&pace.moving));
    let answers = Answers {
        form,
        pace,
        walking,
    };
    verdict::verdict(measures, phases, &series, options, &answers)
}

/// Experiment.
#[doc(hidden)]
pub fn probe(measures: &Measures, phases: &Phases, options: &DetectOptions) -> Vec<(String, f64)> {
    let series = Series::new(measures, phases);
    let mut out = Vec::new();
    let Some(pace) = PaceAnswer::new(measures, phases, &series, 2) else {
        return out;
    };
    let e = pace.evidence;
    let a = &pace.total;
    for (k, v) in [
        ("T", e.log_bayes_factor),
        ("line", e.line_advantage),
        ("L", e.loss),
        ("Lsd", e.loss_sd),
        ("kept", e.kept),
        ("left", e.left_mi),
        ("below", e.below_start),
        ("hours", e.hours),
        ("wb", e.walked_before),
        ("wa", e.walked_after),
        ("E", e.heart.map_or(f64::NAN, |e| e.ratio)),
        ("p", a.p_value.unwrap_or(9.0)),
        ("fade", pace.loss.fade),
        ("chosen", pace.loss.chosen),
        ("best", a.best().onset),
        ("fin", pace.moving.finish_mi),
        ("from", phases.main.0.miles()),
        ("named", pace.onset().at.miles()),
        ("named_lo", pace.onset().low.miles()),
        ("named_hi", pace.onset().high.miles()),
    ] {
        out.push((k.to_owned(), v));
    }
    if let Some(w) = WalkingAnswer::new(&pace.moving) {
        for (k, v) in [
            ("w_at", w.onset.at.miles()),
            ("w_b", w.before),
            ("w_a", w.after),
            ("w_p", w.probability),
        ] {
            out.push((k.to_owned(), v));
        }
    }
    if let Some(f) = shift::ask_form(measures, &series, options, Some(&pace)) {
        let c = f.answer.posterior.change;
        for (k, v) in [
            ("fT", f.answer.scan.statistic()),
            ("fline", f.answer.scan.line - f.answer.scan.onset),
            ("fisline", f64::from(u8::from(f.answer.is_line()))),
            ("fp", f.answer.p_value.unwrap_or(9.0)),
            ("fd", c.value),
            ("fsd", (c.high - c.low) / 3.92),
            ("fbest", f.answer.best().onset),
        ] {
            out.push((k.to_owned(), v));
        }
        let o = f.answer.best().onset;
        let st = account::Stretches {
            fresh_to: o,
            late_from: o,
        };
        out.push((
            "f_cad".into(),
            st.change(&series, &series.ln_cadence).unwrap_or(f64::NAN),
        ));
        out.push((
            "f_spd".into(),
            st.change(&series, &series.ln_speed).unwrap_or(f64::NAN),
        ));
    }
    out
}
