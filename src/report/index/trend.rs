//! The point of breakdown from run to run, as a chart, a table and one honest sentence.

use maud::{Markup, PreEscaped, html};

use super::html::{change, kind, percent, placed};
use super::row::Row;
use super::sortable::{self, By};
use crate::detect::Kind;
use crate::history::{self, Direction, Mark, SEARCH_ENDS_BEFORE_FINISH, Trend};
use crate::report::chart::Width;
use crate::report::chart::season::{SeasonRun, season};
use crate::report::words;
use crate::units::format;
use crate::units::{DisplayUnits, Metres};

/// A run that says something of the onset, in order of time.
struct Point<'a> {
    row: &'a Row,
    mark: Mark,
}

/// Runs with an onset, and runs in which one was looked for and not found. Where the
/// verdict is "cannot tell" or a drift without a knee there is nothing to place.
fn points(rows: &[Row]) -> Vec<Point<'_>> {
    let mut points: Vec<Point> = (rows.iter())
        .filter_map(|row| {
            let (low_m, high_m) = match (row.onset, row.kind()?) {
                (Some(onset), _) => (onset.low_m, onset.high_m),
                // What would have come after easing off was never asked of the runner.
                (None, Kind::EasedOff) if row.eased_from_m.is_some() => {
                    (row.eased_from_m?, f64::INFINITY)
                }
                (None, Kind::Steady | Kind::EasedOff) => (
                    row.distance_m - SEARCH_ENDS_BEFORE_FINISH.value(),
                    f64::INFINITY,
                ),
                _ => return None,
            };
            let start_s = row.local_start_s()?;
            let mark = Mark {
                start_s,
                low_m,
                high_m,
            };
            Some(Point { row, mark })
        })
        .collect();
    points.sort_by_key(|p| p.mark.start_s);
    points
}

/// The section of the page; nothing where no run says anything.
pub fn section(rows: &[Row], units: DisplayUnits, seed: u64) -> Markup {
    let points = points(rows);
    let marks: Vec<Mark> = points.iter().map(|p| p.mark).collect();
    let speeds: Vec<f64> = (points.iter())
        .filter_map(|p| p.row.curve.map(|c| c.reference_speed_m_per_s))
        .collect();
    let speed = (!speeds.is_empty()).then(|| speeds.iter().sum::<f64>() / speeds.len() as f64);
    let said = sentence(&history::trend(&marks, seed));
    html! {
        @if rows.iter().any(Row::is_of_two_runners) {
            section.trend {
                h2 { "Is the point moving?" }
                p { (words::capital(Row::TWO_RUNNERS)) "." }
            }
        } @else if !points.is_empty() {
            section.trend {
                h2 { "Is the point moving?" }
                p { (said) }
                @if let Some(left) = not_placed(rows) { p.legend-text { (left) } }
                (chart(&points, units, speed, &said))
                (table(&points, units, speed))
            }
        }
    }
}

/// Runs that say nothing of the onset, by verdict; `None` where there are none.
fn not_placed(rows: &[Row]) -> Option<String> {
    let says_nothing = |row: &&Row| {
        row.onset.is_none() && !matches!(row.kind(), Some(Kind::Steady | Kind::EasedOff))
    };
    let silent: Vec<&Row> = rows.iter().filter(says_nothing).collect();
    // Rows are in order of severity: equal verdicts stand together.
    let groups: Vec<String> = silent
        .chunk_by(|a, b| a.verdict == b.verdict)
        .map(|group| format!("{} {}", group.len(), kind(group[0]).to_lowercase()))
        .collect();
    (!groups.is_empty()).then(|| {
        format!(
            "Not among them: {}, since such a run has no point to place.",
            format::list(&groups, "and")
        )
    })
}

/// What the series says, and on what.
fn sentence(trend: &Trend) -> String {
    let of = format!(
        "{}, {} with an onset",
        format::count(trend.runs, "run"),
        match trend.with_onset {
            0 => "none".to_owned(),
            some => some.to_string(),
        }
    );
    if trend.with_onset == 0 {
        return format!("{of}: there is no point to move.");
    }
    let Some(p) = trend.p_value else {
        return format!(
            "{of}: too few runs, or intervals too wide, to say whether the onset moves. A run \
             without one counts as later than where it was looked for."
        );
    };
    let p = words::p_value(p);
    match trend.direction {
        Direction::Earlier => format!(
            "The onset appears earlier in subsequent runs ({of}; {p}), which the article names \
             as a sign of overload."
        ),
        Direction::Later => {
            format!("The onset comes later, or no more, from run to run ({of}; {p}).")
        }
        // One onset among runs without any can hardly move.
        Direction::CannotTell if trend.with_onset == 1 => {
            format!("{of}: a single onset does not tell whether the point moves.")
        }
        Direction::CannotTell => format!(
            "No sign that the onset moves earlier or later from run to run ({of}; the intervals \
             do not overlap in {} of runs; {p}).",
            format::count(trend.certain_pairs, "pair")
        ),
    }
}

/// The runs over time, in a wide and a narrow drawing.
fn chart(points: &[Point], units: DisplayUnits, speed: Option<f64>, said: &str) -> Markup {
    let runs: Vec<SeasonRun> = points
        .iter()
        .map(|p| SeasonRun {
            start_s: p.mark.start_s,
            distance_m: p.row.distance_m,
            onset_m: p.row.onset.map(|o| (o.distance_m, o.low_m, o.high_m)),
            none_up_to_m: p.mark.low_m,
            form_pct: p.row.form_change_pct.map(|v| (v.value, v.low, v.high)),
            decoupling_pct: p.row.decoupling_pct,
            cadence_spm: p.row.curve.zip(speed).map(|(c, v)| c.cadence_spm(v)),
        })
        .collect();
    let pace = speed.map(|v| format::pace_with_unit(1000.0 / v, units));
    let drawn = |width| season(&runs, pace.as_deref(), units, width, said).unwrap_or_default();
    html! {
        div.wide { (PreEscaped(drawn(Width::Wide))) }
        div.narrow { (PreEscaped(drawn(Width::Narrow))) }
    }
}

fn table(points: &[Point], units: DisplayUnits, speed: Option<f64>) -> Markup {
    let cadence = speed.map_or("Cadence".to_owned(), |v| {
        format!("Cadence at {}", format::pace_with_unit(1000.0 / v, units))
    });
    let columns = [
        (By::Text, "Date"),
        (By::Number, "Onset"),
        (By::Number, "Form at the finish"),
        (By::Number, "Decoupling"),
        (By::Number, &cadence),
    ];
    let rows = html! { @for point in points { (line(point, units, speed)) } };
    sortable::table("trend", "Onset from run to run", &columns, rows)
}

fn line(p: &Point, units: DisplayUnits, speed: Option<f64>) -> Markup {
    let cadence = p.row.curve.zip(speed).map(|(c, v)| c.cadence_spm(v));
    html! {
        tr {
            th scope="row" data-v=(p.row.local_order()) { (p.row.day()) }
            td.n data-v=(p.mark.low_m) {
                @match p.row.onset {
                    Some(o) => (placed(&o, units)),
                    None => { "none up to " (format::place(Metres(p.mark.low_m), units)) },
                }
            }
            (change(p.row.form_change_pct))
            td.n data-v=[p.row.decoupling_pct] {
                (p.row.decoupling_pct.map_or(format::ABSENT.into(), percent))
            }
            td.n data-v=[cadence] { (cadence.map_or(format::ABSENT.into(), format::cadence)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::row::OnsetCell;
    use super::super::row::tests::row;
    use super::*;

    #[test]
    fn after_easing_off_nothing_is_known_of_the_onset() {
        let mut eased = row("a.fit", Kind::EasedOff, None);
        eased.eased_from_m = Some(16_000.0);
        assert_eq!(points(&[eased])[0].mark.low_m, 16_000.0);
    }

    #[test]
    fn a_run_without_onset_is_on_the_chart_and_one_that_cannot_tell_is_not() {
        let mut broke = row("a.fit", Kind::PaceFade, None);
        broke.onset = Some(OnsetCell {
            distance_m: 30_000.0,
            low_m: 29_000.0,
            high_m: 31_000.0,
            low_open: false,
            high_open: false,
        });
        let rows = [
            broke,
            row("b.fit", Kind::Steady, None),
            row("c.fit", Kind::Undecided, None),
        ];
        let text = section(&rows, DisplayUnits::Miles, 1).into_string();
        // An onset is a dot on paper; a run without one is a pin with a filled head. Each
        // stands in both drawings.
        assert_eq!(
            text.matches("circle class=\"f-onset\"").count(),
            2,
            "{text}"
        );
        assert_eq!(
            text.matches("path class=\"f-fresh\"").count(),
            4,
            "legend and run"
        );
        assert!(
            text.contains("2 runs, 1 with an onset: too few runs"),
            "{text}"
        );
        assert!(text.contains("Not among them: 1 cannot tell,"), "{text}");
        assert!(text.contains("none up to mile 24.7"), "{text}");
    }
}
