//! What detection says: the verdict and all that it rests on.

use super::certainty::{Certainty, FormEvidence, LossEvidence};
use crate::normalise::Caveat;
use crate::stats::Estimate;
use crate::units::format::Interval;
use crate::units::{Metres, Percent};
use serde::{Deserialize, Serialize};

/// What happened to the runner's form. Definitions: docs/method.md.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A sustained departure from the runner's own habitual curve.
    FormBreakdown,
    /// A sustained loss of speed that terrain and choice do not explain.
    PaceFade,
    /// A slow trend from the start, no knee.
    GradualDrift,
    /// The question cannot be answered from this file.
    Undecided,
    /// Slower because the effort came down.
    EasedOff,
    /// No lasting change of form or pace was found.
    Steady,
}

impl Kind {
    /// All six, worst first: the one that needs a look first stands in front.
    pub const ALL: [Self; 6] = [
        Self::FormBreakdown,
        Self::PaceFade,
        Self::GradualDrift,
        Self::Undecided,
        Self::EasedOff,
        Self::Steady,
    ];

    /// The result's name for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::FormBreakdown => "form_breakdown",
            Self::PaceFade => "pace_fade",
            Self::GradualDrift => "gradual_drift",
            Self::Undecided => "undecided",
            Self::EasedOff => "eased_off",
            Self::Steady => "steady",
        }
    }
}

/// In which way it broke down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pattern {
    /// Steps longer and slower than the pace calls for.
    Overstriding,
    /// Steps shorter and quicker than the pace calls for.
    Shuffling,
    /// Speed lost by shorter steps while cadence holds.
    StrideShortening,
    /// Speed lost by both.
    CadenceAndStride,
    /// Running gave way to walking.
    RunWalk,
}

impl Pattern {
    /// The result's name for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Overstriding => "overstriding",
            Self::Shuffling => "shuffling",
            Self::StrideShortening => "stride_shortening",
            Self::CadenceAndStride => "cadence_and_stride",
            Self::RunWalk => "run_walk",
        }
    }
}

/// How fast the change came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// It grew over miles, longer than an abrupt change takes.
    Gradual,
    /// Complete within 0.3 mi (form) or 2 mi (pace).
    Abrupt,
}

impl Shape {
    /// The result's name for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gradual => "gradual",
            Self::Abrupt => "abrupt",
        }
    }
}

/// Where a change began, with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Onset {
    /// Best estimate, distance from the start.
    pub at: Metres,
    /// Lower end of the interval, distance from the start.
    pub low: Metres,
    /// Upper end of the interval.
    pub high: Metres,
    /// Level of the interval.
    pub confidence: f64,
    /// True where `low` is only the edge of the search.
    pub low_open: bool,
    /// True where `high` is only the edge of the search.
    pub high_open: bool,
}

impl Onset {
    /// Its interval, for formatting.
    pub const fn interval(&self) -> Interval {
        Interval {
            low: self.low,
            high: self.high,
            low_open: self.low_open,
            high_open: self.high_open,
        }
    }
}

/// The runner's own curve: ln cadence = level + elasticity * ln(speed / reference_speed)
/// + grade_effect * grade.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct HabitualCurve {
    /// Cadence at the reference speed on the flat, spm.
    pub level_spm: f64,
    /// Speed at which `level_spm` holds: the mean of fresh running, m/s.
    pub reference_speed_m_per_s: f64,
    /// d ln cadence / d ln speed.
    pub elasticity: f64,
    /// Standard deviation of `elasticity`.
    pub elasticity_sd: f64,
    /// d ln cadence / d grade (grade as a ratio).
    pub grade_effect: f64,
}

impl HabitualCurve {
    /// The cadence this runner, fresh, takes at a speed (m/s) and grade (ratio), spm.
    pub fn cadence_spm(&self, speed_m_per_s: f64, grade: f64) -> f64 {
        self.level_spm
            * (speed_m_per_s / self.reference_speed_m_per_s).powf(self.elasticity)
            * (self.grade_effect * grade).exp()
    }
}

/// Result of the test of form.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct FormFinding {
    /// Where form left the curve, if it probably did.
    pub onset: Option<Onset>,
    /// Departure of cadence from the curve at the finish, percent.
    pub change_pct: Option<Estimate>,
    /// Probability that cadence left the curve by the smallest change that is reported.
    pub probability: Option<f64>,
    /// What the probability rests on.
    pub evidence: Option<FormEvidence>,
}

/// Result of the test of pace.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct PaceFinding {
    /// Where speed was lost, if it probably was, by fading or by choice.
    pub fade_onset: Option<Onset>,
    /// Loss of moving speed at the finish with the ground taken out, percent, positive = slower.
    pub fade_pct: Option<Estimate>,
    /// Of the search in moving speed; see docs/method.md.
    pub p_value: Option<f64>,
    /// Probability of a fade: lost for good, neither explained by the ground nor chosen.
    pub probability: Option<f64>,
    /// Probability of a slowdown by choice.
    pub chosen: Option<f64>,
    /// True when walks came up from the fade's onset on: no choice of an easier pace.
    pub walks: bool,
    /// What the probabilities rest on.
    pub evidence: Option<LossEvidence>,
}

/// Result of the search for walking.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WalkingFinding {
    /// Where walking began and stayed, if it probably did.
    pub onset: Option<Onset>,
    /// Share of moving time walked before the likeliest onset, percent.
    pub share_before_pct: f64,
    /// Share of moving time walked from it to the end of the main part, percent.
    pub share_after_pct: f64,
    /// Probability that walking rose from under 5 % to 15 % and more, and stayed.
    pub probability: f64,
}

/// Heart rate against speed.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct HeartFinding {
    /// 100 (EF1 - EF2) / EF1 over halves of moving time after the first 10 min.
    pub decoupling_pct: Option<f64>,
    /// Where the heart-rate to speed ratio first stays 2.5 % above its level of km 5-10
    /// (Smyth 2022, doi 10.1007/s40279-022-01680-5).
    pub decoupling_onset: Option<Metres>,
    /// Fall of ln heart rate over what the loss of speed calls for, with its 90 % interval.
    pub eased_ratio: Option<Estimate>,
}

/// Where a slowdown came from, in 100 x log units, positive = slower.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Attribution {
    /// Loss of moving speed: the sum of the three parts.
    pub slowdown_pct: f64,
    /// Part of the loss that walking took.
    pub from_walking_pct: f64,
    /// Part from shorter steps.
    pub from_step_length_pct: f64,
    /// Part from fewer steps a minute.
    pub from_cadence_pct: f64,
    /// Change of step length that the pace calls for (negative = shorter).
    pub step_length_expected_pct: f64,
    /// Change of step length beyond it.
    pub step_length_beyond_pct: f64,
    /// Where late running begins, distance from the start.
    pub from: Metres,
    /// Where it ends: the end of the main part.
    pub to: Metres,
}

/// Fresh against late for one metric.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Witness {
    /// Key of the metric in the list of metrics.
    pub metric: &'static str,
    /// Mean over fresh running.
    pub fresh: f64,
    /// Mean from the onset (else over the last 3 mi) to the finish.
    pub late: f64,
    /// Relative change in percent with its 95 % interval.
    pub change_pct: Estimate,
}

/// An explanation looked at, and what was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Consideration {
    /// What was looked at.
    pub explanation: Explanation,
    /// What the data say of it.
    pub finding: Finding,
}

/// Explanations other than fatigue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Explanation {
    /// A climb or descent at the onset.
    Hill,
    /// A stop or walk break just before the onset.
    Stop,
    /// Positions or speed in doubt around the onset.
    GpsDoubt,
    /// The runner chose to slow down.
    EasingOff,
    /// The first half hour settling.
    WarmUp,
    /// Shoe, surface or sensor: a lasting step of cadence.
    LevelShift,
    /// Belt or pod speed computed from cadence.
    Treadmill,
    /// Heat and wind: a watch does not see them.
    Weather,
}

/// What was found of an explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// The data speak against it.
    RuledOut,
    /// It may have a part in the change.
    Possible,
    /// It explains the change.
    Explains,
    /// This file cannot tell.
    CannotTell,
}

/// Why a run is undecided.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum UndecidedBecause {
    /// Under 5 miles of running: how many metres there were.
    TooShort(Metres),
    /// The file has no cadence to judge form by.
    NoCadence,
    /// More than 40 % of moving time walked: the share in percent.
    Walking(Percent),
    /// Hills decide the pace: spread of grade over tenths of a mile, percent.
    Mountainous(Percent),
    /// Hard efforts and recoveries alternate.
    WorkAndRest,
    /// Not enough usable running for a fit.
    Unidentified,
}

/// The per-window view of the fit, for charts and splits.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FormSeries {
    /// Distance at the middle of each used window, metres.
    pub at_m: Vec<f64>,
    /// Form residual, percent off the habitual curve.
    pub residual_pct: Vec<f64>,
    /// The fitted departure from the curve, percent.
    pub fitted_pct: Vec<f64>,
    /// Calibrated speed, as percent of fresh.
    pub speed_pct: Vec<f64>,
}

/// A change that began somewhere and stayed: where and how.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LastingChange {
    /// Where it began: the earliest onset among the tests that found a change, or the best known of those that
    /// cannot be told from it.
    pub onset: Onset,
    /// In which way form or pace gave way.
    pub pattern: Pattern,
    /// How fast the change came; `None` where only walking was tested.
    pub shape: Option<Shape>,
}

/// How sure a verdict is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Confidence {
    /// The probability in a word, and whether the test agrees.
    pub certainty: Certainty,
    /// Probability that the kind is true, 0 to 1.
    pub probability: f64,
}

/// What an even change from the start was found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DriftIn {
    /// Cadence beside what is usual for the pace.
    Form,
    /// Speed, the ground taken out.
    Pace,
}

/// What happened to the run: its kind, and the change, reason or certainty that goes with it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Outcome {
    /// Cadence left the habitual curve for good: [`Kind::FormBreakdown`].
    FormBreakdown(LastingChange, Confidence),
    /// Speed was lost for good: [`Kind::PaceFade`].
    PaceFade(LastingChange, Confidence),
    /// An even change from the start, without an onset: [`Kind::GradualDrift`].
    GradualDrift(DriftIn, Confidence),
    /// This recording cannot answer, for the reason given: [`Kind::Undecided`].
    Undecided(UndecidedBecause),
    /// The runner slowed down by choice: [`Kind::EasedOff`].
    EasedOff(Confidence),
    /// No lasting change was found: [`Kind::Steady`].
    Steady(Confidence),
}

impl Outcome {
    /// Which of the six.
    pub fn kind(&self) -> Kind {
        match self {
            Self::FormBreakdown(..) => Kind::FormBreakdown,
            Self::PaceFade(..) => Kind::PaceFade,
            Self::GradualDrift(..) => Kind::GradualDrift,
            Self::Undecided(_) => Kind::Undecided,
            Self::EasedOff(_) => Kind::EasedOff,
            Self::Steady(_) => Kind::Steady,
        }
    }

    /// The change of a form breakdown or a pace fade; `None` for the other kinds.
    pub fn lasting_change(&self) -> Option<&LastingChange> {
        match self {
            Self::FormBreakdown(found, _) | Self::PaceFade(found, _) => Some(found),
            _ => None,
        }
    }

    /// How sure it is; `None` where nothing was decided.
    pub fn confidence(&self) -> Option<&Confidence> {
        match self {
            Self::FormBreakdown(_, sure)
            | Self::PaceFade(_, sure)
            | Self::GradualDrift(_, sure)
            | Self::EasedOff(sure)
            | Self::Steady(sure) => Some(sure),
            Self::Undecided(_) => None,
        }
    }
}

/// The answer for one run.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// Which of the six kinds, with what each carries.
    pub outcome: Outcome,
    /// Of the form test, whatever the kind.
    pub p_value: Option<f64>,
    /// Smallest change of form that would be reported here, percent.
    pub min_effect: Percent,
    /// Form residual at the finish against fresh, percent.
    pub form_change_at_finish: Option<Estimate>,
    /// A ramp from two thirds of the run found with 80 % power, percent at the finish.
    pub smallest_detectable_pct: Option<f64>,
    /// Result of the test of form.
    pub form: FormFinding,
    /// Result of the test of pace.
    pub pace: PaceFinding,
    /// Result of the search for walking; `None` where the runner did not walk.
    pub walking: Option<WalkingFinding>,
    /// Heart rate against speed.
    pub heart: Option<HeartFinding>,
    /// Where the slowdown came from.
    pub attribution: Option<Attribution>,
    /// Cadence against speed and grade while fresh; `None` where too little running was left.
    pub curve: Option<HabitualCurve>,
    /// Fresh running, distance from and to.
    pub fresh: Option<(Metres, Metres)>,
    /// Per-window view of the fit.
    pub series: FormSeries,
    /// Mean form residual of each split in percent, in the order of `Measures::splits`;
    /// `None` where no window of the fit lies within it.
    pub split_residual_pct: Vec<Option<f64>>,
    /// Every metric fresh against late.
    pub witnesses: Vec<Witness>,
    /// Explanations other than fatigue that were looked at, with what was found.
    pub considered: Vec<Consideration>,
    /// What a reader should know about the verdict.
    pub caveats: Vec<Caveat>,
}

/// Largest change of form late in long runs that studies find at matched speed, percent
/// (docs/method.md): a test that would miss more than that says little.
const LARGEST_FOUND_PCT: f64 = 5.0;

impl Verdict {
    /// Which of the six.
    pub fn kind(&self) -> Kind {
        self.outcome.kind()
    }

    /// Where form or pace gave way; `None` for the other kinds.
    pub fn onset(&self) -> Option<Onset> {
        self.outcome.lasting_change().map(|found| found.onset)
    }

    /// Where form left the curve in a form breakdown, if that is later than its onset: pace or walking
    /// gave way first.
    pub fn later_form_onset(&self) -> Option<Onset> {
        let onset = self.onset()?;
        let of_form = self.form.onset?;
        (self.kind() == Kind::FormBreakdown && of_form.at.0 > onset.at.0).then_some(of_form)
    }

    /// In which way form or pace gave way; `None` for the other kinds.
    pub fn pattern(&self) -> Option<Pattern> {
        self.outcome.lasting_change().map(|found| found.pattern)
    }

    /// How fast form or pace gave way; `None` for the other kinds.
    pub fn shape(&self) -> Option<Shape> {
        self.outcome.lasting_change().and_then(|found| found.shape)
    }

    /// How sure the kind is; `None` for an undecided run.
    pub fn certainty(&self) -> Option<Certainty> {
        self.outcome.confidence().map(|sure| sure.certainty)
    }

    /// Probability of the kind, 0 to 1; `None` for an undecided run.
    pub fn probability(&self) -> Option<f64> {
        self.outcome.confidence().map(|sure| sure.probability)
    }

    /// Why nothing can be said; `None` for the other kinds.
    pub fn undecided_because(&self) -> Option<UndecidedBecause> {
        match self.outcome {
            Outcome::Undecided(why) => Some(why),
            _ => None,
        }
    }

    /// True when gradual drift is in pace.
    pub fn drift_in_pace(&self) -> bool {
        matches!(self.outcome, Outcome::GradualDrift(DriftIn::Pace, _))
    }

    /// True when not even a large change of form would have shown in this recording.
    pub fn is_too_rough(&self) -> bool {
        self.smallest_detectable_pct
            .is_none_or(|smallest| smallest > LARGEST_FOUND_PCT)
    }
}
