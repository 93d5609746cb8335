//! One run as the rules see it: measures and verdict, with the few numbers that several
//! rules need.

use super::Said;
use super::comparison::{Comparison, Pair, between};
use crate::detect::{Certainty, Kind, Onset, Pattern, Shape, Verdict};
use crate::measure::{Channel, Measures};
use crate::phases::{Phase, PhaseKind, Phases};
use crate::units::{DisplayUnits, Metres, format};

/// Change of form, percent, from which easing off comes before any correction. Our
/// number: the article speaks of mechanics significantly altered and gives none.
pub const LARGE_CHANGE_PCT: f64 = 5.0;

/// Share of moving time walked, percent, from which answer and advice speak of it: a fifth of a run is
/// more than drinks and crossings.
pub const MUCH_WALKED_PCT: f64 = 20.0;

/// Distance from even contact, points off 50 %, that counts as uneven legs: where the last
/// band of Garmin's own balance gauge begins (52.2 %).
const UNEVEN_POINTS: f64 = 2.2;

/// How much of that must have come in the course of the run, points: many runners are
/// uneven by habit.
const UNEVEN_GROWN_POINTS: f64 = 1.0;

/// A change of steps beside what is usual for the pace.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StepChange {
    /// Percent, positive = longer.
    pub pct: f64,
    /// True for the change at the finish, false for the mean since the onset.
    pub at_finish: bool,
}

impl StepChange {
    /// The change that a report names: the mean since the onset, or the change at the finish
    /// where the mean is less than half of it.
    pub fn named(verdict: &Verdict, compared: Option<&Comparison>) -> Self {
        // Longer steps are fewer ones at that pace.
        let finish = -verdict.form_change_at_finish.map_or(0.0, |e| e.value);
        match compared.map(|c| c.step_beyond_pct) {
            Some(mean) if mean * finish > 0.0 && mean.abs() >= 0.5 * finish.abs() => Self {
                pct: mean,
                at_finish: false,
            },
            _ => Self {
                pct: finish,
                at_finish: true,
            },
        }
    }
}

/// One run as the rules see it.
pub struct Case<'a> {
    /// Splits, windows and totals of the run.
    pub measures: &'a Measures,
    /// What the recording is.
    pub phases: &'a Phases,
    /// What happened, where, and how sure that is.
    pub verdict: &'a Verdict,
    /// Miles or kilometres in the advice.
    pub units: DisplayUnits,
    /// Fresh against late; `None` where speed is no evidence.
    pub comparison: Option<Comparison>,
}

impl<'a> Case<'a> {
    /// Gathers what the rules need.
    pub fn new(
        measures: &'a Measures,
        phases: &'a Phases,
        verdict: &'a Verdict,
        units: DisplayUnits,
    ) -> Self {
        Self {
            measures,
            phases,
            verdict,
            units,
            comparison: Comparison::new(measures, verdict),
        }
    }

    /// The verdict's onset, for the kinds that have one.
    pub fn onset(&self) -> Option<Onset> {
        self.verdict.onset()
    }

    /// Where the steps changed, which in a form breakdown may be later than its onset.
    pub fn steps_changed(&self) -> Option<Onset> {
        self.verdict.later_form_onset().or_else(|| self.onset())
    }

    /// True when the verdict is one of form or pace giving way: an onset or a drift.
    pub fn gave_way(&self) -> bool {
        matches!(
            self.verdict.kind(),
            Kind::FormBreakdown | Kind::PaceFade | Kind::GradualDrift
        )
    }

    /// True when form left the runner's own curve abruptly.
    pub fn form_changed_abruptly(&self) -> bool {
        self.verdict.kind() == Kind::FormBreakdown && self.verdict.shape() == Some(Shape::Abrupt)
    }

    /// Change of steps beside what is usual for the pace, in percent, when it is 5 % and more:
    /// the one at the finish, or the mean since the onset where that is what a report names.
    pub fn large_change(&self) -> Option<StepChange> {
        let finish = -self.verdict.form_change_at_finish?.value;
        let named = StepChange::named(self.verdict, self.comparison.as_ref());
        let at_finish = StepChange {
            pct: finish,
            at_finish: true,
        };
        let of_form = self.verdict.kind() == Kind::FormBreakdown;
        [at_finish, named]
            .into_iter()
            .find(|change| of_form && change.pct.abs() >= LARGE_CHANGE_PCT)
    }

    /// Share of ground contact on the left foot, fresh and late, when the legs turned
    /// uneven in the course of a run that gave way.
    pub fn uneven_legs(&self) -> Option<(f64, f64)> {
        let (from, to) = self.verdict.fresh?;
        let late_from = self.onset().map_or(to, |onset| onset.at);
        let late_to = self.phases.main.1;
        let fresh = between(self.measures, from, to).mean(Channel::ContactBalance)?;
        let late = between(self.measures, late_from, late_to).mean(Channel::ContactBalance)?;
        let off = |share: f64| (share - 50.0).abs();
        (self.gave_way()
            && off(late) >= UNEVEN_POINTS
            && off(late) - off(fresh) >= UNEVEN_GROWN_POINTS)
            .then_some((fresh, late))
    }

    /// [`Comparison::walked_late`] of this run.
    pub fn walked_late(&self) -> Option<Pair> {
        self.comparison?.walked_late()
    }

    /// True where walking had a part in the run that the runner remembers: a fifth of all moving
    /// time, or more of it late than while fresh.
    pub fn walked(&self) -> bool {
        let total = &self.measures.total;
        let share = 100.0 * total.walked_s / total.moving_s().max(f64::MIN_POSITIVE);
        share >= MUCH_WALKED_PCT || self.walked_late().is_some()
    }

    /// True for any of these patterns.
    pub fn pattern_is(&self, any: &[Pattern]) -> bool {
        self.verdict.pattern().is_some_and(|p| any.contains(&p))
    }

    /// Cadence while fresh, and from the onset (else over the last 3 mi) to the end of the main part,
    /// spm: the numbers that stand side by side in a report.
    pub fn cadence_spm(&self) -> Option<Pair> {
        let mut witnesses = self.verdict.witnesses.iter();
        let witness = witnesses.find(|w| w.metric == crate::measure::metrics::CADENCE.key);
        let compared = self.comparison.map(|c| c.cadence_spm);
        compared.or(witness.map(|w| Pair {
            fresh: w.fresh,
            late: w.late,
        }))
    }

    /// The cadence this runner takes when fresh at that pace and grade, spm. Without
    /// evidence on pace: the level of the curve.
    pub fn own_cadence_spm(&self) -> Option<f64> {
        let curve = self.verdict.curve?;
        let Some(compared) = self.comparison else {
            return Some(curve.level_spm);
        };
        let (from, to) = compared.late;
        let (mut rise, mut run) = (0.0, 0.0);
        for window in &self.measures.windows {
            if window.from.0 >= from.0 && window.to.0 <= to.0 {
                rise += window.grade.unwrap_or(0.0) * window.tally.stepped_m;
                run += window.tally.stepped_m;
            }
        }
        let grade = if run > 0.0 { rise / run } else { 0.0 };
        Some(curve.cadence_spm(1000.0 / compared.running_pace_s_per_km.late, grade))
    }

    /// Distance of the whole run.
    pub fn distance(&self) -> Metres {
        Metres(self.measures.total.distance_m())
    }

    /// The cool-down, if there was one.
    pub fn cool_down(&self) -> Option<&Phase> {
        self.phases.of(PhaseKind::CoolDown).next()
    }

    /// An onset with its interval: `mile 19.4 (18.6-20.3)`.
    pub fn around(&self, onset: &Onset) -> String {
        onset.interval().around(onset.at, self.units)
    }

    /// `from mile 19.4 (18.6-20.3)`, `between miles 14 and 19`.
    pub fn since(&self, onset: &Onset) -> String {
        onset.interval().since(onset.at, self.units)
    }

    /// A plain place before the change begins, from which to act in the next run: a unit before
    /// the estimate and not within its interval, or a unit before a wide one. `None` where no
    /// place is known.
    pub fn before(&self, onset: &Onset) -> Option<String> {
        let interval = onset.interval();
        let unit = self.units.length();
        let at = match interval.is_wide() {
            true if onset.low_open => return None,
            true => Metres((onset.low.0 / unit.0).round() * unit.0) - unit,
            false => Metres(((onset.at - unit).min(onset.low).0 / unit.0).floor() * unit.0),
        };
        Some(format!(
            "about {}",
            format::rough_place(at.max(unit), self.units)
        ))
    }

    /// How advice for the next run begins: a change that is only possible is not said to
    /// come again.
    pub fn next_time(&self) -> &'static str {
        match self.verdict.certainty() {
            Some(Certainty::Possible) => "Next time, to be safe",
            _ => "Next time",
        }
    }

    /// `probably `, in front of what is less than clear.
    pub fn hedge(&self) -> &'static str {
        match self.verdict.certainty() {
            Some(Certainty::Possible) => "perhaps ",
            Some(Certainty::Likely) => "probably ",
            _ => "",
        }
    }

    /// What a rule says where it explains a finding and proposes nothing.
    pub fn explained(&self, more: impl Into<String>) -> Said {
        Said {
            trigger: self.what_happened(),
            action: String::new(),
            more: more.into(),
        }
    }

    /// What happened, as the trigger of rules that follow any of it.
    pub fn what_happened(&self) -> String {
        let onset = self.steps_changed();
        let at = onset.map_or(String::new(), |onset| format!(" {}", self.since(&onset)));
        let sure = self.hedge();
        match (self.verdict.kind(), self.verdict.drift_in_pace()) {
            (Kind::FormBreakdown, _) => format!("Form {sure}changed{at}."),
            (Kind::PaceFade, _) if self.pattern_is(&[Pattern::RunWalk]) => {
                format!("Running {sure}gave way to walking{at}.")
            }
            (Kind::PaceFade, _) => format!("Pace {sure}faded{at}."),
            (Kind::GradualDrift, false) => format!("Form {sure}drifted over the whole run."),
            (Kind::GradualDrift, true) => format!("Pace {sure}drifted down over the whole run."),
            (Kind::EasedOff, _) => "The pace came down late, by choice.".to_owned(),
            (Kind::Steady, _) => "No lasting change was found.".to_owned(),
            (Kind::Undecided, _) => "No verdict could be reached.".to_owned(),
        }
    }
}
