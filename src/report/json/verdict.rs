//! The parts of the document that hold what detection found.

use super::Number;
use crate::Analysis;
use crate::detect::{self, Consideration, Explanation, Finding, UndecidedBecause};
use crate::phases;
use crate::report::{ReportOptions, words};
use crate::stats::Estimate;
use crate::units::METRES_PER_MILE;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Interval {
    value: Number,
    low: Number,
    high: Number,
}

impl From<Estimate> for Interval {
    fn from(e: Estimate) -> Self {
        Self {
            value: Number(e.value),
            low: Number(e.low),
            high: Number(e.high),
        }
    }
}

#[derive(Serialize)]
struct Onset {
    distance_m: Number,
    low_m: Number,
    high_m: Number,
    confidence: Number,
    low_open: bool,
    high_open: bool,
}

impl From<detect::Onset> for Onset {
    fn from(onset: detect::Onset) -> Self {
        Self {
            distance_m: Number(onset.at.0),
            low_m: Number(onset.low.0),
            high_m: Number(onset.high.0),
            confidence: Number(onset.confidence),
            low_open: onset.low_open,
            high_open: onset.high_open,
        }
    }
}

#[derive(Serialize)]
pub(super) struct Verdict {
    kind: &'static str,
    onset: Option<Onset>,
    pattern: Option<&'static str>,
    shape: Option<&'static str>,
    certainty: Option<&'static str>,
    probability: Option<Number>,
    p_value: Option<Number>,
    form_change_at_finish_pct: Option<Interval>,
    smallest_detectable_pct: Option<Number>,
    headline: String,
    reason: String,
    min_effect_pct: Number,
    undecided_because: Option<&'static str>,
    drift_in: Option<&'static str>,
    considered: Vec<Considered>,
    fresh: Option<Stretch>,
    curve: Option<Curve>,
}

impl Verdict {
    pub(super) fn new(analysis: &Analysis, options: &ReportOptions) -> Self {
        let verdict = &analysis.verdict;
        Self {
            kind: verdict.kind.name(),
            onset: verdict.onset.map(Onset::from),
            pattern: verdict.pattern.map(detect::Pattern::name),
            shape: verdict.shape.map(detect::Shape::name),
            certainty: verdict.certainty.map(detect::Certainty::name),
            probability: verdict.probability.map(Number),
            p_value: verdict.p_value.map(Number),
            form_change_at_finish_pct: verdict.form_change_at_finish.map(Interval::from),
            smallest_detectable_pct: verdict.smallest_detectable_pct.map(Number),
            headline: words::headline(analysis, options.units),
            reason: words::reason(analysis, options.units),
            min_effect_pct: Number(verdict.min_effect.value()),
            undecided_because: verdict.undecided_because.map(undecided_because),
            drift_in: (verdict.kind == detect::Kind::GradualDrift).then_some(
                if verdict.drift_in_pace {
                    "pace"
                } else {
                    "form"
                },
            ),
            considered: verdict.considered.iter().map(Considered::from).collect(),
            fresh: verdict.fresh.map(|(from, to)| Stretch {
                from_m: Number(from.0),
                to_m: Number(to.0),
            }),
            curve: verdict.curve.as_ref().map(Curve::from),
        }
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

#[derive(Serialize)]
struct Considered {
    explanation: &'static str,
    finding: &'static str,
}

impl From<&Consideration> for Considered {
    fn from(of: &Consideration) -> Self {
        Self {
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
}

#[derive(Serialize)]
struct Stretch {
    from_m: Number,
    to_m: Number,
}

#[derive(Serialize)]
struct Curve {
    level_spm: Number,
    reference_speed_m_per_s: Number,
    elasticity: Number,
    elasticity_sd: Number,
    grade_effect: Number,
}

impl From<&detect::HabitualCurve> for Curve {
    fn from(curve: &detect::HabitualCurve) -> Self {
        Self {
            level_spm: Number(curve.level_spm),
            reference_speed_m_per_s: Number(curve.reference_speed_m_per_s),
            elasticity: Number(curve.elasticity),
            elasticity_sd: Number(curve.elasticity_sd),
            grade_effect: Number(curve.grade_effect),
        }
    }
}

#[derive(Serialize)]
pub(super) struct Attribution {
    slowdown_pct: Number,
    from_walking_pct: Number,
    from_step_length_pct: Number,
    from_cadence_pct: Number,
    step_length_expected_pct: Number,
    step_length_beyond_pct: Number,
    from_m: Number,
    to_m: Number,
}

impl From<&detect::Attribution> for Attribution {
    fn from(of: &detect::Attribution) -> Self {
        Self {
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
}

/// `fade_pct` is a bare number in the schema; its interval stands beside it.
#[derive(Serialize)]
pub(super) struct Pace {
    fade_onset: Option<Onset>,
    fade_pct: Option<Number>,
    p_value: Option<Number>,
    fade_low_pct: Option<Number>,
    fade_high_pct: Option<Number>,
    probability: Option<Number>,
    chosen_probability: Option<Number>,
    evidence: Option<LossEvidence>,
}

/// What the probabilities of the pace question rest on.
#[derive(Serialize)]
struct LossEvidence {
    log_bayes_factor: Number,
    line_advantage: Number,
    loss_log_pct: Number,
    loss_sd_log_pct: Number,
    kept: Number,
    left_m: Number,
    below_start_log_pct: Option<Number>,
    gained_log_pct: Option<Number>,
    sudden_probability: Number,
    moving_h: Number,
    walked_before_pct: Number,
    walked_after_pct: Number,
    heart_fall: Option<Number>,
    heart_fall_sd: Option<Number>,
}

impl From<&detect::LossEvidence> for LossEvidence {
    fn from(of: &detect::LossEvidence) -> Self {
        Self {
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
}

impl From<&detect::PaceFinding> for Pace {
    fn from(pace: &detect::PaceFinding) -> Self {
        Self {
            fade_onset: pace.fade_onset.map(Onset::from),
            fade_pct: pace.fade_pct.map(|e| Number(e.value)),
            p_value: pace.p_value.map(Number),
            fade_low_pct: pace.fade_pct.map(|e| Number(e.low)),
            fade_high_pct: pace.fade_pct.map(|e| Number(e.high)),
            probability: pace.probability.map(Number),
            chosen_probability: pace.chosen.map(Number),
            evidence: pace.evidence.as_ref().map(LossEvidence::from),
        }
    }
}

#[derive(Serialize)]
pub(super) struct Form {
    onset: Option<Onset>,
    change_pct: Option<Interval>,
    probability: Option<Number>,
    evidence: Option<FormEvidence>,
}

/// What the probability of the form question rests on.
#[derive(Serialize)]
struct FormEvidence {
    log_bayes_factor: Number,
    change_log_pct: Number,
    change_sd_log_pct: Number,
    moving_h: Number,
    conditions_hold: bool,
}

impl From<&detect::FormEvidence> for FormEvidence {
    fn from(of: &detect::FormEvidence) -> Self {
        Self {
            log_bayes_factor: Number(of.log_bayes_factor),
            change_log_pct: Number(100.0 * of.change),
            change_sd_log_pct: Number(100.0 * of.change_sd),
            moving_h: Number(of.hours),
            conditions_hold: of.margins.hold(),
        }
    }
}

impl From<&detect::FormFinding> for Form {
    fn from(form: &detect::FormFinding) -> Self {
        Self {
            onset: form.onset.map(Onset::from),
            change_pct: form.change_pct.map(Interval::from),
            probability: form.probability.map(Number),
            evidence: form.evidence.as_ref().map(FormEvidence::from),
        }
    }
}

#[derive(Serialize)]
pub(super) struct Walking {
    onset: Option<Onset>,
    share_before_pct: Number,
    share_after_pct: Number,
    probability: Number,
}

impl From<&detect::WalkingFinding> for Walking {
    fn from(walking: &detect::WalkingFinding) -> Self {
        Self {
            onset: walking.onset.map(Onset::from),
            share_before_pct: Number(walking.share_before_pct),
            share_after_pct: Number(walking.share_after_pct),
            probability: Number(walking.probability),
        }
    }
}

#[derive(Serialize)]
pub(super) struct Phase {
    kind: &'static str,
    from_m: Number,
    to_m: Number,
    from_s: Number,
    to_s: Number,
}

impl From<&phases::Phase> for Phase {
    fn from(phase: &phases::Phase) -> Self {
        Self {
            kind: phase.kind.name(),
            from_m: Number(phase.from.0),
            to_m: Number(phase.to.0),
            from_s: Number(phase.from_s.0),
            to_s: Number(phase.to_s.0),
        }
    }
}

#[derive(Serialize)]
pub(super) struct Heart {
    decoupling_pct: Option<Number>,
    decoupling_onset_m: Option<Number>,
    eased_ratio: Option<Interval>,
}

impl From<&detect::HeartFinding> for Heart {
    fn from(heart: &detect::HeartFinding) -> Self {
        Self {
            decoupling_pct: heart.decoupling_pct.map(Number),
            decoupling_onset_m: heart.decoupling_onset.map(|at| Number(at.0)),
            eased_ratio: heart.eased_ratio.map(Interval::from),
        }
    }
}

#[derive(Serialize)]
pub(super) struct Witness {
    metric: &'static str,
    fresh: Number,
    late: Number,
    change_pct: Interval,
}

impl From<&detect::Witness> for Witness {
    fn from(witness: &detect::Witness) -> Self {
        Self {
            metric: witness.metric,
            fresh: Number(witness.fresh),
            late: Number(witness.late),
            change_pct: witness.change_pct.into(),
        }
    }
}
