//! The cadence to aim for in the next run, the same rule for every finding: what the runner took
//! while fresh, which is the number beside the late one in every report. It was taken at the pace of the
//! miles to which the advice applies, before anything has changed.

use super::{Case, Pair};
use crate::detect::{Kind, Pattern};
use crate::units::format;

/// The studied range of a higher cadence ends 10 % above what was taken (Heiderscheit 2011).
const CEILING: f64 = 1.10;

/// Cadence to aim for, with the reason for that number.
pub(super) struct Target {
    /// Whole steps per minute.
    pub spm: f64,
    /// What was taken late, steps per minute.
    pub late: f64,
    why: Why,
}

/// Why the target is this number.
#[derive(Debug, PartialEq)]
enum Why {
    /// It is what the runner took while fresh.
    Fresh,
    /// It is what the runner takes when fresh at the late pace.
    UsualAtThatPace,
    /// It is as much more than was taken as studies have tried.
    Ceiling,
}

impl Target {
    /// The target of this run. `None` without a cadence to compare.
    pub fn new(case: &Case) -> Option<Self> {
        let Pair { fresh, late } = case.cadence_spm()?;
        let overstrides =
            case.verdict.kind() == Kind::FormBreakdown && case.pattern_is(&[Pattern::Overstriding]);
        // Steps too few for a faster pace than the fresh one: the fresh cadence would be too few too.
        let usual = case
            .own_cadence_spm()
            .filter(|_| overstrides && fresh.round() <= late.round());
        let (spm, why) = choose(fresh, late, usual);
        Some(Self { spm, late, why })
    }

    /// `your fresh 176 spm`, or with another name for the unit.
    pub fn named(&self, unit: &str) -> String {
        let spm = format::decimal(self.spm, 0);
        match self.why {
            Why::Fresh => format!("your fresh {spm} {unit}"),
            Why::UsualAtThatPace => format!("{spm} {unit}, usual for you at that pace"),
            Why::Ceiling => format!("{spm} {unit}"),
        }
    }

    /// `176 spm at 8:40/mi instead of the 171 you drifted to; steps of about 1.06 m
    /// instead of 1.09 m`: pace and steps only where they were measured. The pace is the one that
    /// the target belongs to.
    pub fn in_words(&self, case: &Case) -> String {
        let drifted = format!(
            "instead of the {} you drifted to",
            format::decimal(self.late, 0)
        );
        let Some(compared) = case.comparison else {
            return format!("{} {drifted}", format::cadence(self.spm));
        };
        let pace = match self.why {
            Why::Fresh => compared.running_pace_s_per_km.fresh,
            Why::UsualAtThatPace | Why::Ceiling => compared.running_pace_s_per_km.late,
        };
        let (then, now) = (60_000.0 / (pace * self.spm), compared.step_length_m.late);
        let steps = match now - then >= 0.01 {
            true => format!(
                "; steps of about {} instead of {}",
                format::step_length(then),
                format::step_length(now)
            ),
            false => String::new(),
        };
        let pace = format::pace_with_unit(pace, case.units);
        format!("{} at {pace} {drifted}{steps}", format::cadence(self.spm))
    }
}

/// The target from what was taken while fresh and late; `usual` is the cadence that is usual at
/// the late pace, where that counts instead of the fresh one. Steps per minute.
fn choose(fresh: f64, late: f64, usual: Option<f64>) -> (f64, Why) {
    let ceiling = (late * CEILING).floor();
    let (spm, why) = match usual {
        // At least a step above what was taken, so that there is something to change.
        Some(usual) => (usual.round().max(late.round() + 1.0), Why::UsualAtThatPace),
        None => (fresh.round(), Why::Fresh),
    };
    match spm > ceiling {
        true => (ceiling, Why::Ceiling),
        false => (spm, why),
    }
}

#[cfg(test)]
mod tests {
    use super::{Why, choose};

    #[test]
    fn the_target_is_the_fresh_cadence_and_at_most_ten_percent_more_than_was_taken() {
        assert_eq!(choose(176.2, 171.0, None), (176.0, Why::Fresh));
        // Quicker steps than while fresh go back to those as well.
        assert_eq!(choose(176.2, 179.0, None), (176.0, Why::Fresh));
        assert_eq!(choose(190.0, 160.0, None), (176.0, Why::Ceiling));
        // A faster pace asks for more than the fresh cadence.
        let usual = |spm: f64| choose(174.0, 174.2, Some(spm));
        assert_eq!(usual(178.0), (178.0, Why::UsualAtThatPace));
        assert_eq!(usual(174.0), (175.0, Why::UsualAtThatPace));
    }
}
