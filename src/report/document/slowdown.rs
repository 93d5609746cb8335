//! Where the time that was lost went: to walking, to shorter steps, to fewer of them.

use super::tree::{Block, Paint, Span, Strip};
use crate::advise::{Comparison, LEAST_SLOWER_PCT};
use crate::detect::{Kind, Verdict};
use crate::units::DisplayUnits;
use crate::units::format as f;

/// From here on the late part was faster, percent of time.
const FASTER_PCT: f64 = -LEAST_SLOWER_PCT;

/// Where a slowdown came from.
pub fn slowdown(c: &Comparison, verdict: &Verdict, units: DisplayUnits) -> Block {
    let slower = c.slower_pct();
    let kind = verdict.kind();
    let section = |blocks| Block::section("slowdown", "Where the slowdown came from", blocks);
    // Walking breaks beside faster running: the verdict speaks of a loss that the mean hides.
    let is_offset = kind == Kind::PaceFade && c.from_walking_pct >= LEAST_SLOWER_PCT;
    let size = f::rough_percent(slower);
    let nothing = match slower {
        ..LEAST_SLOWER_PCT if is_offset => Some(format!(
            "Walking cost {}, but the running between was faster: over the whole late part pace \
             was no slower than fresh.",
            f::rough_percent(c.from_walking_pct)
        )),
        ..=FASTER_PCT => Some(format!(
            "There is no slowdown to explain: the late part was faster, by {size} of time per {}.",
            f::noun(units)
        )),
        ..LEAST_SLOWER_PCT => Some(
            "There is no slowdown to explain: pace late in the run was that of the fresh part."
                .to_owned(),
        ),
        // Parts of what was not told from chance would be parts of chance.
        _ if kind == Kind::Steady => Some(format!(
            "Pace late in the run was {size} slower, no more than this run's own ups and downs explain."
        )),
        _ => None,
    };
    if let Some(nothing) = nothing {
        return Block::on_page(vec![section(vec![Block::paragraph(nothing)])]);
    }
    // The headline's size of a change of form is another one, which both then say.
    let in_metres = match kind {
        Kind::FormBreakdown | Kind::GradualDrift if !verdict.drift_in_pace() => {
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
            "Pace slowed by {size} from fresh ({fresh}) to late ({late}), {included} included{in_metres}:"
        )),
        Block::Strip(parts(c)),
        Block::on_page(vec![Block::note(note)]),
    ])
}

/// What a part of a slowdown is called where it cost time, and where it saved some.
const fn called(part: Paint) -> [&'static str; 2] {
    match part {
        Paint::StepLength => ["shorter steps", "longer steps"],
        Paint::Cadence => ["lower cadence", "higher cadence"],
        _ => ["walking", "walking less"],
    }
}

/// The parts of a slowdown beside each other, in percent of time per mile; one that made the
/// runner faster stands first, and pale.
fn parts(c: &Comparison) -> Strip {
    let parts = [
        (Paint::Walking, c.from_walking_pct),
        (Paint::StepLength, c.from_step_length_pct),
        (Paint::Cadence, c.from_cadence_pct),
    ];
    // A runner who did not walk reads nothing about walking.
    let shown = |part: &(Paint, f64)| part.0 != Paint::Walking || part.1.abs() >= 0.05;
    let mut parts: Vec<_> = parts.into_iter().filter(shown).collect();
    let legend: Vec<(Paint, String)> = (parts.iter())
        .map(|(paint, percent)| {
            let size = f::rough_percent(*percent);
            let [slower, faster] = called(*paint);
            // What rounds to nothing is not called a gain.
            let text = match *percent > -0.05 {
                true => format!("{size} from {slower}"),
                false => format!("{faster} saved {size}"),
            };
            (*paint, text)
        })
        .collect();
    let whole: f64 = parts.iter().map(|part| part.1.abs()).sum();
    parts.sort_by_key(|part| part.1 >= 0.0);
    let mut at = 0.0;
    let spans = parts.iter().map(|(paint, percent)| {
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
