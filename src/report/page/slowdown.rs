//! Where the time that was lost went: to walking, to shorter steps, to fewer of them.

use crate::advise::Comparison;
use crate::detect::Kind;
use crate::units::DisplayUnits;
use crate::units::format as f;

/// Under this change of pace, in percent, there is no slowdown to explain: it is within
/// what a watch's distance is good for.
const LEAST_SLOWDOWN_PCT: f64 = 1.0;

/// Where a slowdown came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Slowdown {
    /// What was lost, in words.
    pub text: String,
    /// Its parts, for the bar; none when too little was lost.
    pub parts: Vec<Part>,
    /// How the steps compare with those that are usual for the pace.
    pub note: Option<String>,
}

/// A part of a slowdown.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Class of its colour: `walking`, `step` or `cadence`.
    pub series: &'static str,
    /// What it is, with its size.
    pub text: String,
    /// Percent of time per mile lost by it; negative where it made the runner faster.
    pub percent: f64,
}

/// The account of a slowdown under a verdict.
pub(super) fn slowdown(c: &Comparison, kind: Kind, units: DisplayUnits) -> Slowdown {
    let slower = c.slower_pct();
    let nothing = |text: String| Slowdown {
        text,
        parts: Vec::new(),
        note: None,
    };
    if slower <= -LEAST_SLOWDOWN_PCT {
        return nothing(format!(
            "There is no slowdown to explain: the late part was faster, by {} of time per {}.",
            f::rough_percent(slower),
            f::noun(units)
        ));
    }
    if slower < LEAST_SLOWDOWN_PCT {
        return nothing(
            "There is no slowdown to explain: pace late in the run is that of the fresh part."
                .to_owned(),
        );
    }
    // Parts of what was not told from chance would be parts of chance.
    if kind == Kind::Steady {
        return nothing(format!(
            "Pace late in the run was {} slower, which is no lasting loss here.",
            f::rough_percent(slower)
        ));
    }
    let names = [
        ("walking", "walking", "less walking"),
        ("step", "shorter steps", "longer steps"),
        ("cadence", "lower cadence", "higher cadence"),
    ];
    let sizes = [
        c.from_walking_pct,
        c.from_step_length_pct,
        c.from_cadence_pct,
    ];
    let parts = names.into_iter().zip(sizes);
    Slowdown {
        text: format!(
            "Pace slowed by {} from fresh to late, hills and walking included:",
            f::rough_percent(slower)
        ),
        parts: parts
            // A runner who did not walk reads nothing about walking.
            .filter(|((series, ..), percent)| *series != "walking" || percent.abs() >= 0.05)
            .map(|((series, slower, faster), percent)| Part {
                series,
                // What rounds to nothing is not called a gain.
                text: if percent > -0.05 {
                    format!("{} from {slower}", f::rough_percent(percent))
                } else {
                    format!("{} won back by {faster}", f::rough_percent(percent))
                },
                percent,
            })
            .collect(),
        note: Some(step_note(c.step_expected_pct, c.step_beyond_pct)),
    }
}

/// How the steps compare with those that are usual for the running pace.
fn step_note(expected_pct: f64, beyond_pct: f64) -> String {
    // Less is nothing at the precision that is shown.
    const NOTHING: f64 = 0.05;
    let size = |pct: f64| {
        let way = if pct < 0.0 { "shorter" } else { "longer" };
        format!("{} {way}", f::percent(pct.abs()))
    };
    let usual = if expected_pct.abs() < NOTHING {
        "as long as at the start".to_owned()
    } else {
        size(expected_pct)
    };
    let were = if beyond_pct.abs() < NOTHING {
        "and so they were".to_owned()
    } else {
        format!("they were {} than that", size(beyond_pct))
    };
    format!("At that running pace your fresh steps would be {usual}; {were}.")
}
