//! The point of breakdown from run to run, as a chart, a table and one honest sentence.

use chrono::DateTime;
use maud::{Markup, html};

use super::html::{change, label, onset};
use super::row::Row;
use crate::detect::Kind;
use crate::history::{self, Direction, Mark, SEARCH_ENDS_BEFORE_FINISH, Trend};
use crate::report::words;
use crate::units::format;
use crate::units::{DisplayUnits, Metres};

/// Size of the drawing, in its own units; the page scales it.
const WIDTH: f64 = 900.0;
const HEIGHT: f64 = 300.0;
/// Room for the labels on the left, and above and below the panel.
const LEFT: f64 = 64.0;
const MARGIN: f64 = 28.0;

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
                (None, Kind::Steady | Kind::EasedOff) => (
                    row.distance_m - SEARCH_ENDS_BEFORE_FINISH.value(),
                    f64::INFINITY,
                ),
                _ => return None,
            };
            let start_s = row.started()?.timestamp();
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
    html! {
        @if !points.is_empty() {
            section.trend {
                h2 { "Is the point moving?" }
                p { (sentence(&history::trend(&marks, seed))) }
                (chart(&points, units))
                (table(&points, units, speed))
            }
        }
    }
}

/// What the series says, and on what.
fn sentence(trend: &Trend) -> String {
    let of = format!(
        "{}, {} with an onset",
        format::count(trend.runs, "run"),
        trend.with_onset
    );
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
        Direction::CannotTell => format!(
            "No sign that the onset is moving ({of}; {} whose order is certain; {p}).",
            format::count(trend.certain_pairs, "pair")
        ),
    }
}

/// Time across, distance up, an interval a run; an open triangle is a run without onset,
/// at the end of what was searched.
fn chart(points: &[Point], units: DisplayUnits) -> Markup {
    let longest = points.iter().map(|p| p.row.distance_m).fold(1.0, f64::max);
    let first = points.first().map_or(0, |p| p.mark.start_s) as f64;
    let span = (points.last().map_or(0, |p| p.mark.start_s) as f64 - first).max(1.0);
    let x = |m: &Mark| LEFT + 20.0 + (m.start_s as f64 - first) / span * (WIDTH - LEFT - 40.0);
    let y = |metres: f64| HEIGHT - MARGIN - metres / longest * (HEIGHT - 2.0 * MARGIN);
    let step = if longest / units.length().value() > 20.0 {
        5.0
    } else {
        2.0
    };
    let ticks = (0..50)
        .map(|i| f64::from(i) * step)
        .take_while(|t| t * units.length().value() <= longest);
    let day = |s: i64| {
        DateTime::from_timestamp(s, 0).map_or(String::new(), |t| t.format("%Y-%m-%d").to_string())
    };
    html! {
        svg viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img" aria-label="Onset of each run against its date, with intervals" {
            @for tick in ticks {
                @let at = y(tick * units.length().value());
                line.grid x1=(LEFT) x2=(WIDTH) y1=(at) y2=(at) {}
                text x=(LEFT - 8.0) y=(at + 4.0) text-anchor="end" { (format::decimal(tick, 0)) }
            }
            text x="0" y="14" { (format::noun(units)) }
            @for p in points {
                @let at = x(&p.mark);
                g {
                    title { (p.row.start.get(..10).unwrap_or_default()) ", " (p.row.file) ": " (label(p.row)) }
                    @if let Some(onset) = p.row.onset {
                        line.interval x1=(at) x2=(at) y1=(y(onset.low_m)) y2=(y(onset.high_m)) {}
                        circle.onset cx=(at) cy=(y(onset.distance_m)) r="5" {}
                    } @else {
                        @let top = y(p.mark.low_m);
                        path.none d={ "M" (at - 6.0) " " (top) " h12 l-6 -10 z" } {}
                    }
                }
            }
            @if let (Some(a), Some(b)) = (points.first(), points.last()) {
                text x=(LEFT + 20.0) y=(HEIGHT - 6.0) { (day(a.mark.start_s)) }
                @if points.len() > 1 {
                    text x=(WIDTH - 20.0) y=(HEIGHT - 6.0) text-anchor="end" { (day(b.mark.start_s)) }
                }
            }
        }
    }
}

fn table(points: &[Point], units: DisplayUnits, speed: Option<f64>) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label="Table of the trend" {
            table {
                thead { tr {
                    th scope="col" data-kind="text" { "Date" }
                    th scope="col" data-kind="number" { "Onset" }
                    th scope="col" data-kind="number" { "Form at the finish" }
                    th scope="col" data-kind="number" { "Decoupling" }
                    th scope="col" data-kind="number" {
                        "Cadence"
                        @if let Some(speed) = speed { " at " (format::pace_with_unit(1000.0 / speed, units)) }
                    }
                } }
                tbody { @for p in points {
                    @let cadence = p.row.curve.zip(speed).map(|(c, v)| c.cadence_spm(v));
                    tr {
                        th scope="row" data-v=(p.row.start) { (p.row.start.get(..10).unwrap_or_default()) }
                        td.n data-v=(p.mark.low_m) {
                            @match p.row.onset {
                                Some(o) => (onset(&o, units)),
                                None => { "none up to " (format::place(Metres(p.mark.low_m), units)) },
                            }
                        }
                        (change(p.row.form_change_pct))
                        td.n data-v=[p.row.decoupling_pct] {
                            (p.row.decoupling_pct.map_or(format::ABSENT.into(), format::signed_percent))
                        }
                        td.n data-v=[cadence] { (cadence.map_or(format::ABSENT.into(), format::cadence)) }
                    }
                } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::row::OnsetCell;
    use super::super::row::tests::row;
    use super::*;

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
        assert_eq!(text.matches("class=\"onset\"").count(), 1, "{text}");
        assert_eq!(text.matches("class=\"none\"").count(), 1);
        assert!(
            text.contains("2 runs, 1 with an onset: too few runs"),
            "{text}"
        );
        assert!(text.contains("none up to mile 24.7"), "{text}");
    }
}
