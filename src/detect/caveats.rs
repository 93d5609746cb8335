//! What a reader should know about the verdict.

use super::decide::Decision;
use super::series::Series;
use super::shift::FormAnswer;
use crate::normalise::Caveat;

/// The verdict's caveats; `has_heart` is true where heart rate counts as evidence.
pub fn caveats(
    form: &FormAnswer,
    decision: &Decision,
    series: &Series,
    has_heart: bool,
) -> Vec<Caveat> {
    let mut out = Vec::new();
    let heart = if has_heart {
        "What there is of heart rate cannot tell"
    } else {
        "Without heart rate nobody can tell"
    };
    for at in &form.shifts_mi {
        let share = 100.0 * at / series.finish_mi;
        out.push(Caveat {
            code: "level_shift",
            text: format!(
                "Cadence moved to another level {share:.0} % of the way in and stayed there, as a \
                 change of shoe, surface or sensor would do; it was not counted as a change of form."
            ),
        });
    }
    if decision.cause_unknown {
        out.push(Caveat {
            code: "cause_unknown",
            text: format!("{heart} whether the runner faded or chose to slow down."),
        });
    }
    if decision.late_slowdown {
        out.push(Caveat {
            code: "late_slowdown",
            text: format!(
                "The pace came down shortly before the finish. {heart} whether that was a \
                 cool-down, so it was not counted as a fade."
            ),
        });
    }
    out
}
