//! Where the speed that was lost went: how much by shorter steps, how much by fewer.

use crate::detect::{Attribution, Kind};
use crate::units::format as f;

/// Under this loss of speed, in percent, there is no slowdown to explain: it is within
/// what a watch's distance is good for.
const LEAST_SLOWDOWN_PCT: f64 = 1.0;

/// Where a slowdown came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Slowdown {
    /// What was lost, in words.
    pub text: String,
    /// Its parts, for the bar; none when too little was lost.
    pub parts: Vec<Part>,
    /// How much of the step's change the pace calls for.
    pub note: Option<String>,
}

/// A part of a slowdown.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Class of its colour: `step` or `cadence`.
    pub series: &'static str,
    /// What it is, with its size.
    pub text: String,
    /// Percent of speed lost by it; negative where it made the runner faster.
    pub percent: f64,
}

/// The account of a slowdown under a verdict.
pub(super) fn slowdown(a: Attribution, kind: Kind) -> Slowdown {
    let lost = a.slowdown_pct;
    let nothing = |text: String| Slowdown {
        text,
        parts: Vec::new(),
        note: None,
    };
    if lost <= -LEAST_SLOWDOWN_PCT {
        return nothing(format!(
            "There is no slowdown to explain: the late part was {} faster.",
            f::percent(-lost)
        ));
    }
    if lost < LEAST_SLOWDOWN_PCT {
        return nothing(
            "There is no slowdown to explain: speed late in the run is that of the fresh part."
                .to_owned(),
        );
    }
    // Parts of what was not told from chance would be parts of chance.
    if kind == Kind::Steady {
        return nothing(format!(
            "There is no slowdown to explain: speed late in the run was {} lower, no more than \
             it varies on such a run.",
            f::percent(lost)
        ));
    }
    let names = [
        ("step", "shorter steps", "longer steps"),
        ("cadence", "lower cadence", "higher cadence"),
    ];
    let parts = names
        .into_iter()
        .zip([a.from_step_length_pct, a.from_cadence_pct]);
    Slowdown {
        text: format!(
            "Mean speed lost from fresh to late, hills included: {}",
            f::percent(lost)
        ),
        parts: parts
            .map(|((series, slower, faster), percent)| Part {
                series,
                // What rounds to nothing is not called a gain.
                text: if percent > -0.05 {
                    format!("{} from {slower}", f::percent(percent))
                } else {
                    format!("{} won back by {faster}", f::percent(-percent))
                },
                percent,
            })
            .collect(),
        note: Some(step_note(
            a.step_length_expected_pct,
            a.step_length_beyond_pct,
        )),
    }
}

/// How the steps compare with those that the slower pace calls for.
fn step_note(expected_pct: f64, beyond_pct: f64) -> String {
    // Less is nothing at the precision that is shown.
    const NOTHING: f64 = 0.05;
    let size = |pct: f64| {
        let way = if pct < 0.0 { "shorter" } else { "longer" };
        format!("{} {way}", f::percent(pct.abs()))
    };
    let called_for = if expected_pct.abs() < NOTHING {
        "the steps of fresh running".to_owned()
    } else {
        format!("steps {}", size(expected_pct))
    };
    let were = if beyond_pct.abs() < NOTHING {
        "and so they were".to_owned()
    } else {
        format!("they were {} than that", size(beyond_pct))
    };
    format!("For the slower pace your own curve calls for {called_for}; {were}.")
}
