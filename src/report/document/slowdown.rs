//! Where the time that was lost went: to walking, to shorter steps, to fewer of them.

use super::tree::{Block, Paint, Span, Strip};
use crate::advise::{Comparison, LEAST_SLOWER_PCT};
use crate::detect::{Kind, Verdict};
use crate::units::DisplayUnits;
use crate::units::format as f;

/// Where a slowdown came from.
pub fn slowdown(c: &Comparison, verdict: &Verdict, units: DisplayUnits) -> Block {
    let slower = c.slower_pct();
    let kind = verdict.kind;
    let section = |blocks| Block::section("slowdown", "Where the slowdown came from", blocks);
    // Walking breaks beside faster running: the verdict speaks of a loss that the mean hides.
    let is_offset = kind == Kind::PaceFade && c.from_walking_pct >= LEAST_SLOWER_PCT;
    let nothing = if is_offset && slower < LEAST_SLOWER_PCT {
        Some(format!(
            "Walking cost {}, but the running between was faster: over the whole late part pace \
             was \
             no slower than fresh.",
            f::rough_percent(c.from_walking_pct)
        ))
    } else if slower <= -LEAST_SLOWER_PCT {
        Some(format!(
            "There is no slowdown to explain: the late part was faster, by {} of time per {}.",
            f::rough_percent(slower),
            f::noun(units)
        ))
    } else if slower < LEAST_SLOWER_PCT {
        Some(
            "There is no slowdown to explain: pace late in the run was that of the fresh part."
                .to_owned(),
        )
    } else if kind == Kind::Steady {
        // Parts of what was not told from chance would be parts of chance.
        Some(format!(
            "Pace late in the run was {} slower, no more than this run's own ups and downs explain.",
            f::rough_percent(slower)
        ))
    } else {
        None
    };
    if let Some(nothing) = nothing {
        return Block::on_page(vec![section(vec![Block::paragraph(nothing)])]);
    }
    // The headline's size of a change of form is another one, which both then say.
    let in_metres = match kind {
        Kind::FormBreakdown | Kind::GradualDrift if !verdict.drift_in_pace => {
            " (steps here in metres, not against what is usual at that pace)"
        }
        _ => "",
    };
    let [fresh, late] = [c.pace_s_per_km.fresh, c.pace_s_per_km.late];
    let (fresh, late) = (f::pace(fresh, units), f::pace_with_unit(late, units));
    let included = match c.has_walking() {
        true => "hills and walking",
        false => "hills",
    };
    let note = step_note(c.step_expected_pct, c.step_beyond_pct);
    section(vec![
        Block::paragraph(format!(
            "Pace slowed by {} from fresh ({fresh}) to late ({late}), {included} included{in_metres}:",
            f::rough_percent(slower)
        )),
        Block::Strip(parts(c)),
        Block::on_page(vec![Block::note(note)]),
    ])
}

/// The parts of a slowdown beside each other, in percent of time per mile; one that made the
/// runner faster stands first, and pale.
fn parts(c: &Comparison) -> Strip {
    let parts = [
        (
            Paint::Walking,
            "walking",
            "walking less",
            c.from_walking_pct,
        ),
        (
            Paint::StepLength,
            "shorter steps",
            "longer steps",
            c.from_step_length_pct,
        ),
        (
            Paint::Cadence,
            "lower cadence",
            "higher cadence",
            c.from_cadence_pct,
        ),
    ];
    // A runner who did not walk reads nothing about walking.
    let shown = |part: &&(Paint, &str, &str, f64)| part.0 != Paint::Walking || part.3.abs() >= 0.05;
    let mut parts: Vec<_> = parts.iter().filter(shown).collect();
    let legend: Vec<(Paint, String)> = (parts.iter())
        .map(|(paint, slower, faster, percent)| {
            let size = f::rough_percent(*percent);
            // What rounds to nothing is not called a gain.
            let text = match *percent > -0.05 {
                true => format!("{size} from {slower}"),
                false => format!("{faster} saved {size}"),
            };
            (*paint, text)
        })
        .collect();
    let whole: f64 = parts.iter().map(|part| part.3.abs()).sum();
    parts.sort_by_key(|part| part.3 >= 0.0);
    let mut at = 0.0;
    let spans = parts.iter().map(|(paint, .., percent)| {
        let from = at;
        at += percent.abs() / whole.max(f64::MIN_POSITIVE);
        Span {
            from,
            to: at,
            paint: *paint,
            pale: *percent < 0.0,
        }
    });
    let spans = spans.collect();
    let said: Vec<&str> = legend.iter().map(|(_, text)| text.as_str()).collect();
    Strip {
        id: "stack",
        alt: format!("{}.", said.join(", ")),
        spans,
        ticks: Vec::new(),
        legend,
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
        format!("on average they were {} than that", size(beyond_pct))
    };
    format!("At that running pace your fresh steps would be {usual}; {were}.")
}
