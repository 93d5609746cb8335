//! The parts of the document that hold what detection found.

use super::Number;
use crate::Analysis;
use crate::detect::Certainty;
use crate::detect::{
    Attribution, Consideration, Explanation, Finding, FormEvidence, FormFinding, HabitualCurve,
    HeartFinding, Kind, LossEvidence, Onset, PaceFinding, Pattern, Shape, UndecidedBecause,
    WalkingFinding, Witness,
};
use crate::phases::Phase;
use crate::report::{ReportOptions, words};
use crate::stats::Estimate;
use crate::units::METRES_PER_MILE;
use serde::Serialize;

/// A value with the ends of its interval.
pub(super) fn interval(e: Estimate) -> impl Serialize {
    object! { value: Number(e.value), low: Number(e.low), high: Number(e.high) }
}

fn onset(of: Onset) -> impl Serialize {
    object! {
        distance_m: Number(of.at.0),
        low_m: Number(of.low.0),
        high_m: Number(of.high.0),
        confidence: Number(of.confidence),
        low_open: of.low_open,
        high_open: of.high_open,
    }
}

pub(super) fn verdict(analysis: &Analysis, options: &ReportOptions) -> impl Serialize {
    let verdict = &analysis.verdict;
    let drift_in = match verdict.drift_in_pace() {
        true => "pace",
        false => "form",
    };
    object! {
        kind: verdict.kind().name(),
        onset: verdict.onset().map(onset),
        pattern: verdict.pattern().map(Pattern::name),
        shape: verdict.shape().map(Shape::name),
        certainty: verdict.certainty().map(Certainty::name),
        probability: verdict.probability().map(Number),
        p_value: verdict.p_value.map(Number),
        form_change_at_finish_pct: verdict.form_change_at_finish.map(interval),
        smallest_detectable_pct: verdict.smallest_detectable_pct.map(Number),
        headline: words::headline(analysis, options.units),
        reason: words::reason(analysis, options.units),
        min_effect_pct: Number(verdict.min_effect.value()),
        undecided_because: verdict.undecided_because().map(undecided_because),
        drift_in: (verdict.kind() == Kind::GradualDrift).then_some(drift_in),
        considered: verdict.considered.iter().map(considered).collect::<Vec<_>>(),
        fresh: verdict.fresh.map(|(from, to)| {
            object! { from_m: Number(from.0), to_m: Number(to.0) }
        }),
        curve: verdict.curve.as_ref().map(curve),
    }
}

const fn undecided_because(why: UndecidedBecause) -> &'static str {
    match why {
        UndecidedBecause::TooShort(_) => "too_short",
        UndecidedBecause::NoCadence => "no_cadence",
        UndecidedBecause::Walking(_) => "walking",
        UndecidedBecause::Mountainous(_) => "mountainous",
        UndecidedBecause::WorkAndRest => "work_and_rest",
        UndecidedBecause::Unidentified => "unidentified",
    }
}

fn considered(of: &Consideration) -> impl Serialize {
    object! {
        explanation: match of.explanation {
            Explanation::Hill => "hill",
            Explanation::Stop => "stop",
            Explanation::GpsDoubt => "gps_doubt",
            Explanation::EasingOff => "easing_off",
            Explanation::WarmUp => "warm_up",
            Explanation::LevelShift => "level_shift",
            Explanation::Treadmill => "treadmill",
            Explanation::Weather => "weather",
        },
        finding: match of.finding {
            Finding::RuledOut => "ruled_out",
            Finding::Possible => "possible",
            Finding::Explains => "explains",
            Finding::CannotTell => "cannot_tell",
        },
    }
}

fn curve(of: &HabitualCurve) -> impl Serialize {
    object! {
        level_spm: Number(of.level_spm),
        reference_speed_m_per_s: Number(of.reference_speed_m_per_s),
        elasticity: Number(of.elasticity),
        elasticity_sd: Number(of.elasticity_sd),
        grade_effect: Number(of.grade_effect),
    }
}

pub(super) fn attribution(of: &Attribution) -> impl Serialize {
    object! {
        slowdown_pct: Number(of.slowdown_pct),
        from_walking_pct: Number(of.from_walking_pct),
        from_step_length_pct: Number(of.from_step_length_pct),
        from_cadence_pct: Number(of.from_cadence_pct),
        step_length_expected_pct: Number(of.step_length_expected_pct),
        step_length_beyond_pct: Number(of.step_length_beyond_pct),
        from_m: Number(of.from.0),
        to_m: Number(of.to.0),
    }
}

/// `fade_pct` is a bare number in the schema; its interval stands beside it.
pub(super) fn pace(of: &PaceFinding) -> impl Serialize {
    object! {
        fade_onset: of.fade_onset.map(onset),
        fade_pct: of.fade_pct.map(|e| Number(e.value)),
        p_value: of.p_value.map(Number),
        fade_low_pct: of.fade_pct.map(|e| Number(e.low)),
        fade_high_pct: of.fade_pct.map(|e| Number(e.high)),
        probability: of.probability.map(Number),
        chosen_probability: of.chosen.map(Number),
        evidence: of.evidence.as_ref().map(loss_evidence),
    }
}

/// What the probabilities of the pace question rest on.
fn loss_evidence(of: &LossEvidence) -> impl Serialize {
    object! {
        log_bayes_factor: Number(of.log_bayes_factor),
        line_advantage: Number(of.line_advantage.max(-1000.0)),
        loss_log_pct: Number(100.0 * of.loss),
        loss_sd_log_pct: Number(100.0 * of.loss_sd),
        kept: Number(of.kept),
        left_m: Number(of.left_mi * METRES_PER_MILE),
        below_start_log_pct: of.below_start.map(|below| Number(100.0 * below)),
        gained_log_pct: of.gained.map(|gained| Number(100.0 * gained)),
        sudden_probability: Number(of.sudden),
        moving_h: Number(of.hours),
        walked_before_pct: Number(100.0 * of.walked_before),
        walked_after_pct: Number(100.0 * of.walked_after),
        heart_fall: of.heart.map(|fall| Number(fall.ratio)),
        heart_fall_sd: of.heart.map(|fall| Number(fall.sd)),
    }
}

pub(super) fn form(of: &FormFinding) -> impl Serialize {
    object! {
        onset: of.onset.map(onset),
        change_pct: of.change_pct.map(interval),
        probability: of.probability.map(Number),
        evidence: of.evidence.as_ref().map(form_evidence),
    }
}

/// What the probability of the form question rests on.
fn form_evidence(of: &FormEvidence) -> impl Serialize {
    object! {
        log_bayes_factor: Number(of.log_bayes_factor),
        change_log_pct: Number(100.0 * of.change),
        change_sd_log_pct: Number(100.0 * of.change_sd),
        moving_h: Number(of.hours),
        conditions_hold: of.margins.hold(),
    }
}

pub(super) fn walking(of: &WalkingFinding) -> impl Serialize {
    object! {
        onset: of.onset.map(onset),
        share_before_pct: Number(of.share_before_pct),
        share_after_pct: Number(of.share_after_pct),
        probability: Number(of.probability),
    }
}

pub(super) fn phase(of: &Phase) -> impl Serialize {
    object! {
        kind: of.kind.name(),
        from_m: Number(of.from.0),
        to_m: Number(of.to.0),
        from_s: Number(of.from_s.0),
        to_s: Number(of.to_s.0),
    }
}

pub(super) fn heart(of: &HeartFinding) -> impl Serialize {
    object! {
        decoupling_pct: of.decoupling_pct.map(Number),
        decoupling_onset_m: of.decoupling_onset.map(|at| Number(at.0)),
        eased_ratio: of.eased_ratio.map(interval),
    }
}

pub(super) fn witness(of: &Witness) -> impl Serialize {
    object! {
        metric: of.metric,
        fresh: Number(of.fresh),
        late: Number(of.late),
        change_pct: interval(of.change_pct),
    }
}
