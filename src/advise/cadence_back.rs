//! Steps longer than the pace calls for: cadence back to the runner's own curve, with the
//! runner's own numbers.

use super::{Case, Rule, Said, article, evidence};
use crate::detect::{Kind, Pattern};
use crate::units::format;

/// See the module.
pub const RULE: Rule = Rule {
    name: "cadence_back",
    fires: "form broke down by overstriding, gradually and by less than 5 %, on even legs",
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

/// The band to aim for, whole steps per minute: from the runner's own curve to 5 % above
/// what they took late, and never more than 10 % above it.
fn target_spm(late: f64, own: f64) -> (f64, f64) {
    let ceiling = (late * CEILING).floor();
    let low = own.round().min(ceiling);
    // At least a step wide, so that there is something to aim between.
    let high = (late * BAND_TOP).round().max(low + 1.0).min(ceiling);
    (low, high)
}

fn judge(case: &Case) -> Option<Said> {
    let onset = case.onset()?;
    let applies =
        case.verdict.kind == Kind::FormBreakdown && case.pattern_is(&[Pattern::Overstriding]);
    if !applies || case.mechanics_altered() {
        return None;
    }
    let change = case.verdict.form_change_at_finish?;
    let (late, own) = (case.late_cadence_spm()?, case.own_cadence_spm()?);
    let (low, high) = target_spm(late, own);
    let at_pace = case
        .late_pace_s_per_km()
        .map(|pace| format!(" at {}", format::pace_with_unit(pace, case.units)))
        .unwrap_or_default();
    Some(Said {
        trigger: format!(
            "From {} cadence fell below this runner's own curve, by {} at the finish.",
            case.around(&onset),
            format::percent(change.value.abs())
        ),
        text: format!(
            "{} next time, while any discomfort is mild, bring your cadence back: over the last {} \
             you took {}{at_pace}; fresh you take {} there, so aim for {low:.0}-{high:.0}. Let the \
             stride get shorter for it{}, and keep a slight forward lean of the trunk (general \
             advice: a watch cannot see lean). If discomfort grows, turns sharp or changes your \
             stride, ease off or end the run early instead.",
            case.from_about(&onset),
            format::short_distance(case.late_length(), case.units),
            format::cadence(late),
            format::decimal(own, 0),
            shorter_step(case, late, low),
        ),
    })
}

/// `, about 1.06 m instead of 1.09 m`, where pace is known and the difference shows.
fn shorter_step(case: &Case, late: f64, target: f64) -> String {
    let from = case
        .late_step_length_m()
        .map(|step| (step, step * late / target));
    match from {
        Some((now, then)) if case.measures.pace_is_evidence && now - then >= 0.01 => format!(
            ", about {} instead of {}",
            format::step_length(then),
            format::step_length(now)
        ),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::target_spm;

    #[test]
    fn the_band_starts_at_the_runners_own_and_stays_within_ten_percent() {
        assert_eq!(target_spm(171.0, 176.0), (176.0, 180.0));
        // A curve far above what was taken is cut at 10 %.
        assert_eq!(target_spm(160.0, 190.0), (176.0, 176.0));
        for late in 140..200 {
            for own in 140..220 {
                let (low, high) = target_spm(f64::from(late), f64::from(own));
                assert!(
                    low <= high && high <= f64::from(late) * 1.10,
                    "{late} {own}"
                );
            }
        }
    }
}
