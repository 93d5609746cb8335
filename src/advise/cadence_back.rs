//! Steps longer than usual for the pace: cadence back to the runner's own, with the runner's
//! own numbers. Advice for the miles before the stride has changed: how far this run went
//! beyond them is said by the article's two steps ([`super::ladder`]).

use super::{Case, Rule, Said, article, evidence};
use crate::detect::{Kind, Pattern};
use crate::units::format;

pub const RULE: Rule = Rule {
    name: "cadence_back",
    fires: "form broke down by overstriding: fewer and longer steps than usual for the pace",
    article_section: article::DURING,
    evidence: &[
        evidence::HEIDERSCHEIT_2011,
        evidence::ANDERSON_2022,
        evidence::WILLSON_2014,
        evidence::TENG_2014,
        evidence::NO_TRIAL,
    ],
    judge,
};

/// The studied range of higher cadence is 5-10 % (Heiderscheit 2011): the target band goes
/// up to its lower end and never beyond its upper.
const BAND_TOP: f64 = 1.05;
/// Never more than this above what the runner took.
const CEILING: f64 = 1.10;

/// The band to aim for, whole steps per minute: from what the runner takes when fresh at that
/// pace to 5 % above what they took late, and never more than 10 % above it.
fn target_spm(late: f64, own: f64) -> (f64, f64) {
    let ceiling = (late * CEILING).floor();
    // At least a step above what was taken, so that there is something to change.
    let low = own.round().max(late.round() + 1.0).min(ceiling);
    let high = (late * BAND_TOP).round().max(low + 1.0).min(ceiling);
    (low, high)
}

/// The target of a run that this rule is about, with the cadence taken late.
pub(super) fn target(case: &Case) -> Option<Target> {
    let (late, own) = (case.late_cadence_spm()?, case.own_cadence_spm()?);
    let (low, high) = target_spm(late, own);
    Some(Target { late, low, high })
}

/// Cadence to aim for, whole steps per minute.
pub(super) struct Target {
    /// What was taken late.
    pub late: f64,
    /// Lower end: what the runner takes when fresh at that pace.
    pub low: f64,
    /// Upper end of the target, steps per minute.
    pub high: f64,
}

impl Target {
    /// `176-180 spm at 8:40/mi instead of the 171 you drifted to; steps of about 1.06 m
    /// instead of 1.09 m`: pace and step only where they were measured.
    pub fn in_words(&self, case: &Case) -> String {
        let pace = case
            .late_pace_s_per_km()
            .map(|pace| format!(" at {}", format::pace_with_unit(pace, case.units)))
            .unwrap_or_default();
        let band = match self.low < self.high {
            true => format!("{:.0}-{:.0} spm", self.low, self.high),
            false => format!("{:.0} spm", self.low),
        };
        let steps = case.late_step_length_m().map(|now| {
            let then = now * self.late / self.low;
            (now, then)
        });
        let steps = match steps {
            Some((now, then)) if now - then >= 0.01 => format!(
                "; steps of about {} instead of {}",
                format::step_length(then),
                format::step_length(now)
            ),
            _ => String::new(),
        };
        format!(
            "{band}{pace} instead of the {} you drifted to{steps}",
            format::decimal(self.late, 0)
        )
    }
}

fn judge(case: &Case) -> Option<Said> {
    let onset = case.onset()?;
    let applies =
        case.verdict.kind == Kind::FormBreakdown && case.pattern_is(&[Pattern::Overstriding]);
    if !applies {
        return None;
    }
    let target = target(case)?;
    let from = case
        .before(&onset)
        .map(|place| format!(" from {place}"))
        .unwrap_or_default();
    let was = match case.comparison {
        Some(_) => "fewer and longer than usual for the pace",
        None => "fewer a minute than usual",
    };
    Some(Said {
        trigger: format!("Steps {}became {was} {}.", case.hedge(), case.since(&onset)),
        action: format!(
            "{}, aim for {:.0} steps a minute{from}.",
            case.next_time(),
            target.low
        ),
        more: format!(
            "That is {}. Let your stride shorten to match, and keep a slight forward lean of the \
             trunk (general advice: a watch cannot see lean). All this as long as any \
             discomfort is mild: if it grows, turns sharp or changes your stride, ease off or end \
             the run early instead.",
            target.in_words(case)
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::target_spm;

    #[test]
    fn the_band_starts_at_the_runners_own_and_stays_within_ten_percent() {
        assert_eq!(target_spm(171.0, 176.0), (176.0, 180.0));
        // A curve far above what was taken is cut at 10 %.
        assert_eq!(target_spm(160.0, 190.0), (176.0, 176.0));
        // A curve no higher than what was taken still leaves a step to gain.
        assert_eq!(target_spm(174.2, 174.0).0, 175.0);
        for late in 140..200 {
            for own in 140..220 {
                let (low, high) = target_spm(f64::from(late), f64::from(own));
                assert!(
                    low <= high && low > f64::from(late) && high <= f64::from(late) * 1.10,
                    "{late} {own}"
                );
            }
        }
    }
}
