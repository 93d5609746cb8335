//! From the answers to the two questions to one of six verdicts, in the order of their
//! definitions (docs/method.md).

use super::answer::{Answer, Fit};
use super::candidate::Width;
use super::form::SPEED;
use super::series::Series;
use super::types::{Kind, Pattern, Shape};
use crate::stats::Estimate;
use crate::units::METRES_PER_MILE;

/// Loss of ln speed that makes a fade: 4 %.
pub const LEAST_LOSS: f64 = 0.04;
/// Standard errors by which a loss must exceed it: a loss of 4 % is then four times as
/// likely as less (the normal's quantile of 0.8). The least that is called evidence is
/// three (Kass & Raftery 1995, doi 10.1080/01621459.1995.10476572); at that, a head wind
/// that costs 3-4 % passes for a fade in one run of twenty.
const LIKELY_SDS: f64 = 0.842;
/// Late running without an onset is judged over this many miles.
pub const LATE_MI: f64 = 3.0;
/// Easing off: the heart follows speed by at least this share of what it usually does.
pub const EASED: f64 = 0.75;
/// A loss shorter than this may be a cool-down, miles: without heart rate it is no fade, and
/// it says nothing of where form gave.
pub const LEAST_FADE_MI: f64 = 2.0;
/// A form change is abrupt when complete within 0.3 mi; the nearest shape is the step.
const ABRUPT_FORM_MI: f64 = 0.3;
/// A fade is abrupt when complete within this many miles.
const ABRUPT_PACE_MI: f64 = 2.0;
/// Fall of cadence below which all of a fade is the stride's: 2 %.
const CADENCE_HELD: f64 = 0.02;
/// Standard deviations at the ends of a 90 % interval.
const NINETY: f64 = 1.645;

/// What the form question says, ready to be judged.
pub struct FormView<'a> {
    /// The answer.
    pub answer: &'a Answer,
    /// The model with its likeliest change.
    pub fit: &'a Fit,
    /// Change of ln cadence at the finish, over all onsets and shapes.
    pub change: Estimate,
    /// Residual of each window.
    pub residual: &'a [f64],
}

impl FormView<'_> {
    /// Every condition of a form breakdown; `least` is the smallest change worth a claim.
    pub fn breaks_down(&self, series: &Series, least: f64) -> bool {
        self.answer.significant()
            && !self.answer.is_line()
            && self.change.value.abs() >= least
            && self.same_sign_over_elasticity()
            && self.sustained(series, least)
    }

    /// A slow trend from the start.
    pub fn drifts(&self, least: f64) -> bool {
        self.answer.significant() && self.answer.is_line() && self.change.value.abs() >= least
    }

    fn same_sign_over_elasticity(&self) -> bool {
        let low = self.fit.change_at(SPEED, -NINETY);
        let high = self.fit.change_at(SPEED, NINETY);
        low * high > 0.0 && low * self.change.value > 0.0
    }

    /// The mean after the onset is beyond what the smallest change of this shape would
    /// leave there (half of it for a ramp to the finish, all of it for a step), or short of
    /// that by no more than the standard error of the change.
    fn sustained(&self, series: &Series, least: f64) -> bool {
        let best = self.answer.best();
        let column = self.answer.search.column(&best);
        let after = |i: usize| series.at_mi[i] > best.onset;
        let (Some(mean), Some(share)) = (
            series.mean(self.residual, after),
            series.mean(&column, after),
        ) else {
            return false;
        };
        mean * self.change.value.signum() >= (least - self.fit.change_sd()) * share
    }

    /// Steps longer or shorter than the pace calls for.
    pub fn pattern(&self) -> Pattern {
        if self.change.value < 0.0 {
            Pattern::Overstriding
        } else {
            Pattern::Shuffling
        }
    }

    /// At once or over miles.
    pub fn shape(&self) -> Shape {
        shape(self.answer, ABRUPT_FORM_MI)
    }
}

/// What the pace question says, ready to be judged.
pub struct PaceView<'a> {
    /// The answer.
    pub answer: &'a Answer,
    /// Change of ln speed at the finish (negative = slower), over all onsets and shapes.
    pub change: Estimate,
    /// ln grade-adjusted speed less terrain, warm-up and kick.
    pub residual: &'a [f64],
}

impl PaceView<'_> {
    /// The test finds a sustained loss with an onset, large enough for a fade.
    pub fn fades(&self, series: &Series) -> bool {
        self.lost() && !self.answer.is_line() && self.sustained(series)
    }

    /// A slow trend from the start.
    pub fn drifts(&self) -> bool {
        self.answer.significant() && self.answer.is_line() && -self.change.value >= LEAST_LOSS
    }

    /// Probably 4 % and more at the finish, where every shape is at its largest: the last
    /// miles' mean would add their wander of pace and nothing else.
    fn lost(&self) -> bool {
        let sd = (self.change.high - self.change.low) / (2.0 * 1.96);
        self.answer.significant() && -self.change.value >= LEAST_LOSS + LIKELY_SDS * sd
    }

    fn loss_since(&self, series: &Series, from: f64) -> f64 {
        let onset = self.answer.best().onset;
        let before = series.mean(self.residual, |i| {
            series.at_mi[i] < onset && series.moving_min[i] > 10.0
        });
        let after = series.mean(self.residual, |i| series.at_mi[i] > from);
        before.zip(after).map_or(0.0, |(b, a)| b - a)
    }

    fn sustained(&self, series: &Series) -> bool {
        let best = self.answer.best();
        let column = self.answer.search.column(&best);
        let share = series
            .mean(&column, |i| series.at_mi[i] > best.onset)
            .unwrap_or(1.0);
        self.loss_since(series, best.onset) >= LEAST_LOSS * share.min(0.75)
    }

    /// Miles from the onset to the finish.
    pub fn lasted_mi(&self, series: &Series) -> f64 {
        series.finish_mi - self.answer.onset().at.0 / METRES_PER_MILE
    }

    /// At once or over miles.
    pub fn shape(&self) -> Shape {
        shape(self.answer, ABRUPT_PACE_MI)
    }
}

fn shape(answer: &Answer, abrupt_mi: f64) -> Shape {
    if answer.probability_within(abrupt_mi) > 0.5 {
        Shape::Abrupt
    } else {
        Shape::Gradual
    }
}

/// What speaks for and against a slowdown by choice.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slowdown {
    /// See [`super::heart::eased_ratio`].
    pub eased: Option<Estimate>,
    /// See [`super::walks::came_up`].
    pub walks: bool,
}

impl Slowdown {
    /// The heart came down with speed and the runner ran on.
    pub fn was_chosen(&self) -> bool {
        !self.walks && self.eased.is_some_and(|ratio| ratio.value >= EASED)
    }
}

/// A verdict's kind with what must be said beside it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Decision {
    /// Which of the six.
    pub kind: Kind,
    /// True when gradual drift is in pace, false when in form.
    pub drift_in_pace: bool,
    /// A fade whose cause no heart rate can tell.
    pub cause_unknown: bool,
    /// A short late slowdown without heart rate.
    pub late_slowdown: bool,
}

/// Decides.
pub fn decide(
    form: &FormView,
    pace: Option<&PaceView>,
    slowdown: Slowdown,
    series: &Series,
    least_form: f64,
) -> Decision {
    let mut out = Decision {
        kind: Kind::Steady,
        drift_in_pace: false,
        cause_unknown: false,
        late_slowdown: false,
    };
    if form.breaks_down(series, least_form) {
        out.kind = Kind::FormBreakdown;
        return out;
    }
    if let Some(pace) = pace.filter(|p| p.fades(series)) {
        match slowdown.eased {
            Some(_) if slowdown.was_chosen() => out.kind = Kind::EasedOff,
            Some(_) => out.kind = Kind::PaceFade,
            None if pace.lasted_mi(series) >= LEAST_FADE_MI => {
                out.kind = Kind::PaceFade;
                out.cause_unknown = true;
            }
            None => out.late_slowdown = true,
        }
        if out.kind != Kind::Steady {
            return out;
        }
    }
    if form.drifts(least_form) {
        out.kind = Kind::GradualDrift;
    } else if pace.is_some_and(PaceView::drifts) {
        out.kind = Kind::GradualDrift;
        out.drift_in_pace = true;
    }
    out
}

/// Pattern of a fade: the stride alone, or cadence with it.
pub fn fade_pattern(cadence_change: f64) -> Pattern {
    if cadence_change > -CADENCE_HELD {
        Pattern::StrideShortening
    } else {
        Pattern::CadenceAndStride
    }
}

/// True when the likeliest change is a step.
pub fn is_step(answer: &Answer) -> bool {
    answer.best().width == Width::Step && answer.probability_within(0.0) > 0.5
}
