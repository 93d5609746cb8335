//! Running gave way to walking: easing earlier, and walk breaks by plan instead of by force.

use super::{Case, Rule, Said, article, evidence};
use crate::detect::{Onset, Pattern};
use crate::units::format;

pub const RULE: Rule = Rule {
    name: "walk_by_plan",
    fires: "running gave way to walking, first or after form or pace, or a tenth of the late part and twice \
            the share while fresh was walked",
    article_section: article::DURING,
    evidence: &[evidence::VINCENT_2017],
    judge,
};

fn judge(case: &Case) -> Option<Said> {
    let onset = case.onset()?;
    let walking = case.verdict.walking.and_then(|walking| walking.onset);
    let is_run_walk = case.pattern_is(&[Pattern::RunWalk]);
    let early = early(case, &onset);
    let action = format!(
        "{}, start easier and plan short walk breaks {early}.",
        case.next_time()
    );
    if walking.is_none() && !is_run_walk {
        let walked = case.walked_late()?;
        let [fresh, late] = [walked.fresh, walked.late].map(format::rough_percent);
        return Some(Said {
            trigger: format!(
                "{late} of moving time late in the run was walking ({fresh} while fresh)."
            ),
            action,
            more: PLANNED_COSTS_LESS.to_owned(),
        });
    }
    let stayed = walking.unwrap_or(onset);
    let share = case.verdict.walking.map_or(String::new(), |walking| {
        let share = format::rough_percent(walking.share_after_pct);
        format!(" ({share} of moving time from there)")
    });
    Some(Said {
        trigger: format!(
            "Walking {}came in {} and stayed{share}.",
            case.hedge(),
            case.since(&stayed)
        ),
        action,
        more: match is_run_walk {
            true => format!("{PLANNED_COSTS_LESS} There is no stride or cadence to correct."),
            false => PLANNED_COSTS_LESS.to_owned(),
        },
    })
}

const PLANNED_COSTS_LESS: &str = "A minute's walk that you plan while you still feel good costs little and \
     spares your legs; one that is forced on you late costs more and spares less. Walking when \
     running hurts, or when your stride goes, is what the article means by easing off, so that \
     part was right. An easier start, strength work and long runs that grow in small steps push \
     the point further out.";

/// `well before mile 13`: the lower end of where it began, or `early on` where none is known.
pub(super) fn early(case: &Case, onset: &Onset) -> String {
    let low = onset.low.min(onset.at - case.units.length());
    match onset.low_open && onset.interval().is_wide() {
        true => "early on".to_owned(),
        false => format!("well before {}", format::rough_place(low, case.units)),
    }
}
