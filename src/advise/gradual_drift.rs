//! A trend from the start without a breaking point.

use super::target::Target;
use super::{Case, Rule, Said, article, evidence};
use crate::detect::Kind;
use crate::units::format;

pub const RULE: Rule = Rule {
    name: "gradual_drift",
    fires: "form or pace drifted from the start, with no breaking point",
    article_section: article::WHY,
    evidence: &[evidence::HUNTER_2007],
    judge,
};

fn judge(case: &Case) -> Option<Said> {
    if case.verdict.kind() != Kind::GradualDrift {
        return None;
    }
    let walks = case.walked_late().is_some();
    let walk = if walks {
        " and plan short walk breaks"
    } else {
        ""
    };
    if case.verdict.drift_in_pace() {
        let first = case.measures.splits.first();
        let slower_than = first
            .and_then(|split| split.tally.pace_s_per_km())
            .map(|pace| {
                format!(
                    " than the {} of your first {}",
                    format::pace_with_unit(pace, case.units),
                    format::short_distance(
                        first.map_or(case.distance(), |split| split.to - split.from),
                        case.units
                    )
                )
            })
            .unwrap_or_default();
        return Some(Said {
            trigger: case.what_happened(),
            action: format!("{}, start slower{slower_than}{walk}.", case.next_time()),
            more: "Fatigue built up bit by bit, without crossing a threshold. An even loss of \
                   pace from the start usually means that the start was a little too fast; see \
                   whether you hold your pace to the end from a slower one."
                .to_owned(),
        });
    }
    let change = case.verdict.form_change_at_finish?;
    let target = Target::new(case)?;
    let steps = target.named("steps a minute");
    let instead = format!(
        ", not the {} you drifted to",
        format::decimal(target.late, 0)
    );
    let (direction, action, remedy) = if change.value < 0.0 {
        (
            "fewer and longer",
            match walks {
                true => format!(
                    "check your cadence every 15 to 20 minutes, bring it back to {steps}{walk}"
                ),
                false => format!(
                    "check your cadence every 15 to 20 minutes and bring it back to {steps}"
                ),
            },
            "A rhythm is easier to keep than to find again.",
        )
    } else {
        (
            "shorter and quicker",
            match walks {
                true => format!(
                    "start a little slower, plan short walk breaks and settle at {steps}{instead}"
                ),
                false => format!("start a little slower and settle at {steps}{instead}"),
            },
            "There is no need to hurry: let the stride be as long as it wants to be.",
        )
    };
    Some(Said {
        trigger: format!(
            "At the same pace steps {}became {direction} over the whole run, by {} at the finish.",
            case.hedge(),
            format::rough_percent(change.value)
        ),
        action: format!("{}, {action}.", case.next_time()),
        more: format!(
            "Fatigue built up bit by bit, without crossing a threshold; some drift is normal. \
             {remedy}"
        ),
    })
}
