//! One run as the rules see it: measures and verdict, with the few numbers that several
//! rules need.

use crate::detect::{Kind, Onset, Pattern, Shape, Verdict};
use crate::measure::{Channel, Measures, Tally, WINDOW};
use crate::stats::Estimate;
use crate::units::format;
use crate::units::{DisplayUnits, Metres};

/// How much of the run's end shows what fatigue did: long enough for a steady mean, short
/// enough that a change that grows is not averaged away.
const LATE: Metres = Metres::from_miles(3.0);

/// Change of form, percent, from which easing off comes before any correction. Our
/// number: the article speaks of mechanics significantly altered and gives none.
const LARGE_CHANGE_PCT: f64 = 5.0;

/// Distance from even contact, points off 50 %, that counts as uneven legs: where the last
/// band of Garmin's own balance gauge begins (52.2 %).
const UNEVEN_POINTS: f64 = 2.2;

/// How much of that must have come in the course of the run, points: many runners are
/// uneven by habit.
const UNEVEN_GROWN_POINTS: f64 = 1.0;

/// One run as the rules see it.
pub struct Case<'a> {
    /// What was measured.
    pub measures: &'a Measures,
    /// What was found.
    pub verdict: &'a Verdict,
    /// Units of display.
    pub units: DisplayUnits,
    late: Tally,
    late_grade: f64,
}

impl<'a> Case<'a> {
    /// Gathers what the rules need.
    pub fn new(measures: &'a Measures, verdict: &'a Verdict, units: DisplayUnits) -> Self {
        let finish = measures.windows.last().map_or(Metres(0.0), |w| w.to);
        let onset = verdict.onset.map_or(Metres(0.0), |o| o.at);
        let from = (finish - LATE).max(onset);
        let mut late = Tally::default();
        let (mut rise, mut run) = (0.0, 0.0);
        // Windows do not end where the run does: one that lies mostly within counts.
        let mostly = from - WINDOW / 2.0;
        for window in measures.windows.iter().filter(|w| w.from >= mostly) {
            late.merge(&window.tally);
            if let Some(grade) = window.grade {
                rise += grade * window.tally.stepped_m;
                run += window.tally.stepped_m;
            }
        }
        Self {
            measures,
            verdict,
            units,
            late,
            late_grade: if run > 0.0 { rise / run } else { 0.0 },
        }
    }

    /// The verdict's onset, for the kinds that have one.
    pub fn onset(&self) -> Option<Onset> {
        self.verdict.onset
    }

    /// True when the verdict is one of form or pace giving way: an onset or a drift.
    pub fn gave_way(&self) -> bool {
        matches!(
            self.verdict.kind,
            Kind::FormBreakdown | Kind::PaceFade | Kind::GradualDrift
        )
    }

    /// True for a change of form that the article would not answer with small corrections:
    /// abrupt, 5 % and more, or legs that turned uneven.
    pub fn mechanics_altered(&self) -> bool {
        self.abrupt() || self.large_change().is_some() || self.uneven_legs().is_some()
    }

    /// True when what gave way did so abruptly.
    pub fn abrupt(&self) -> bool {
        self.gave_way() && self.verdict.shape == Some(Shape::Abrupt)
    }

    /// The change of form, when it is 5 % and more.
    pub fn large_change(&self) -> Option<Estimate> {
        self.verdict.form_change_at_finish.filter(|change| {
            self.verdict.kind == Kind::FormBreakdown && change.value.abs() >= LARGE_CHANGE_PCT
        })
    }

    /// Share of ground contact on the left foot, fresh and late, when the legs turned
    /// uneven in the course of a run that gave way.
    pub fn uneven_legs(&self) -> Option<(f64, f64)> {
        let (from, to) = self.verdict.fresh?;
        let mut fresh = Tally::default();
        for window in &self.measures.windows {
            if window.from >= from && window.to <= to {
                fresh.merge(&window.tally);
            }
        }
        let fresh = fresh.mean(Channel::ContactBalance)?;
        let late = self.late.mean(Channel::ContactBalance)?;
        let off = |share: f64| (share - 50.0).abs();
        (self.gave_way()
            && off(late) >= UNEVEN_POINTS
            && off(late) - off(fresh) >= UNEVEN_GROWN_POINTS)
            .then_some((fresh, late))
    }

    /// True for any of these patterns.
    pub fn pattern_is(&self, any: &[Pattern]) -> bool {
        self.verdict.pattern.is_some_and(|p| any.contains(&p))
    }

    /// Cadence over the last three miles (from the onset, if that is later), spm.
    pub fn late_cadence_spm(&self) -> Option<f64> {
        self.late.cadence_spm()
    }

    /// Step length over the same stretch, m.
    pub fn late_step_length_m(&self) -> Option<f64> {
        self.late.step_length_m()
    }

    /// Running pace over the same stretch, s/km; `None` where pace is no evidence.
    pub fn late_pace_s_per_km(&self) -> Option<f64> {
        let speed = self.late.speed_m_per_s()?;
        self.measures.pace_is_evidence.then(|| 1000.0 / speed)
    }

    /// The cadence this runner takes when fresh at that pace and grade, spm. Without
    /// evidence on pace: the level of the curve.
    pub fn own_cadence_spm(&self) -> Option<f64> {
        let curve = self.verdict.curve?;
        if !self.measures.pace_is_evidence {
            return Some(curve.level_spm);
        }
        Some(curve.cadence_spm(self.late.speed_m_per_s()?, self.late_grade))
    }

    /// Length of the stretch behind the late numbers.
    pub fn late_length(&self) -> Metres {
        Metres(self.late.distance_m())
    }

    /// Distance of the whole run.
    pub fn distance(&self) -> Metres {
        Metres(self.measures.total.distance_m())
    }

    /// An onset with its interval: `mile 19.4 (18.6-20.3)`.
    pub fn around(&self, onset: &Onset) -> String {
        onset.interval().around(onset.at, self.units)
    }

    /// Where to begin next time: `From about mile 19`.
    pub fn from_about(&self, onset: &Onset) -> String {
        format!("From about {}", format::rough_place(onset.at, self.units))
    }

    /// What happened, as the trigger of rules that follow any of it.
    pub fn what_happened(&self) -> String {
        let at = self
            .onset()
            .map(|o| format!(" from {}", self.around(&o)))
            .unwrap_or_default();
        match (self.verdict.kind, self.verdict.drift_in_pace) {
            (Kind::FormBreakdown, _) => format!("Form changed{at}."),
            (Kind::PaceFade, _) => format!("Pace faded{at}."),
            (Kind::GradualDrift, false) => "Form drifted over the whole run.".to_owned(),
            (Kind::GradualDrift, true) => "Pace drifted down over the whole run.".to_owned(),
            (Kind::EasedOff, _) => "The pace came down late, with the effort.".to_owned(),
            (Kind::Steady, _) => "Form held to the finish.".to_owned(),
            (Kind::Undecided, _) => "No verdict could be reached.".to_owned(),
        }
    }
}
