//! The runs of one runner over time as a chart: where the onset lay, how far form went, decoupling,
//! and cadence at one pace.

use super::Row;
use super::cells::worst;
use super::trend::{Point, common_speed, points};
use crate::derive::robust_range;
use crate::report::chart::axis::{Axis, Tick};
use crate::report::chart::frame::{self, EDGE, LINE, Sign};
use crate::report::chart::panel::Panel;
use crate::report::chart::style::{self, Ink};
use crate::report::chart::{Canvas, Drawing, Rect, Setting, TextStyle, Width};
use crate::stats::Estimate;
use crate::units::{DisplayUnits, Metres, format};
use chrono::{DateTime, Datelike, Months, NaiveDate};

/// Heights of the first panel and of the others, px.
const FIRST: f64 = 190.0;
const OTHER: f64 = 96.0;
/// Room above a panel for its heading, px.
const HEAD: f64 = 34.0;
/// Smallest spans of the axes: less would make noise look like change.
const LEAST_PCT: f64 = 4.0;
const LEAST_SPM: f64 = 6.0;
/// Room at either end of the time axis, as a share of it.
const AIR: f64 = 0.06;
/// Length of a day, seconds.
const DAY_S: f64 = 86_400.0;

/// A panel below the first: heading, colour, and the values of the runs.
struct SeasonQuantity {
    heading: String,
    ink: Ink,
    least: f64,
    change: bool,
    /// Fewest runs with a value for a panel of its own.
    fewest: usize,
    /// Ends of its axis, where these do not follow the values.
    whole: Option<(f64, f64)>,
    /// Starts of the runs, seconds since 1970, each with its value.
    values: Vec<(f64, Estimate)>,
}

/// A value without an interval.
fn alone(value: impl Into<f64>) -> Estimate {
    Estimate::symmetric(value.into(), 0.0)
}

/// The panels that these runs have values for.
fn rows(runs: &[Point], units: DisplayUnits) -> Vec<SeasonQuantity> {
    let speed = common_speed(runs);
    let at = speed.map_or(String::new(), |v| {
        format!(" at {}", format::pace_with_unit(1000.0 / v, units))
    });
    let values = |of: &dyn Fn(&Point) -> Option<Estimate>| {
        let known = |run: &Point| Some((run.mark.start_s as f64, of(run)?));
        runs.iter().filter_map(known).collect::<Vec<_>>()
    };
    let plain = SeasonQuantity {
        heading: format!("Cadence when fresh{at}, spm"),
        ink: style::EXTRA,
        least: LEAST_SPM,
        change: false,
        fewest: 2,
        whole: None,
        values: values(&|run| run.cadence_spm(speed).map(alone)),
    };
    let change = |heading: &str, ink, values| SeasonQuantity {
        heading: heading.to_owned(),
        ink,
        least: LEAST_PCT,
        change: true,
        values,
        ..plain
    };
    let pain = values(&|run| run.row.pain().and_then(worst).map(alone));
    let form = values(&|run| run.row.form_change_pct);
    let heart = values(&|run| run.row.decoupling_pct.map(alone));
    let of_form = "Cadence at the finish, % from usual for the pace";
    let of_heart = "Decoupling of pace and heart rate, %";
    [
        // Below the onset, so that the two are seen together.
        SeasonQuantity {
            heading: "Worst pain noted, 0 to 10".into(),
            ink: style::PACE,
            fewest: 1,
            whole: Some((0.0, 10.0)),
            values: pain,
            ..plain
        },
        change(of_form, style::CADENCE, form),
        change(of_heart, style::HEART, heart),
        plain,
    ]
    .into_iter()
    .filter(|row| row.values.len() >= row.fewest)
    .collect()
}

/// The trend chart: onset, form and pain of one runner's runs by date.
pub fn drawing(rows: &[&Row], units: DisplayUnits, width: Width) -> Drawing {
    let runs = points(rows);
    let rows = self::rows(&runs, units);
    // The legend may need two lines; the time axis has its foot.
    let high = 2.0 * LINE + FIRST + HEAD + rows.len() as f64 * (OTHER + HEAD) + 2.0 * LINE;
    let canvas = Canvas::new((width.px(), high as u32), Setting::Inline);
    draw(&canvas, &runs, &rows, units);
    canvas.finish()
}

fn draw(canvas: &Canvas, runs: &[Point], rows: &[SeasonQuantity], units: DisplayUnits) {
    let Some(x) = time_axis(runs, if canvas.is_narrow() { 4 } else { 8 }) else {
        return;
    };
    let legend = [
        (
            Sign::Interval(style::ONSET),
            "onset, 95 % interval".to_owned(),
        ),
        (Sign::Pin(style::FRESH), "none up to here".to_owned()),
        (Sign::Line(style::GROUND), "finish".to_owned()),
    ];
    let mut top = frame::legend(canvas, 2.0, &legend) + HEAD;
    let (left, right) = (frame::left(canvas), canvas.width - EDGE);
    let plot = Rect::new(left, top, right, top + FIRST);
    let longest = runs.iter().map(|r| r.row.distance_m).fold(0.0, f64::max);
    let longest = format::length(Metres(longest), units).max(1.0);
    let panel = Panel::new(
        canvas,
        "onset",
        plot,
        &x,
        &Axis::distance(longest * 1.06, 7),
    );
    panel.y_axis();
    canvas.group("series", || onsets(&panel, runs, units));
    let name = format!("Onset, {} from the start", format::plural_noun(units));
    heading(&panel, &name, style::ONSET);
    if rows.is_empty() {
        panel.x_axis();
    }
    top += FIRST;
    for (k, row) in rows.iter().enumerate() {
        let plot = Rect::new(left, top + HEAD, right, top + HEAD + OTHER);
        let panel = Panel::new(canvas, "value", plot, &x, &axis(row));
        panel.y_axis();
        if row.change && panel.y.holds(0.0) {
            panel.level(0.0, style::AXIS);
        }
        canvas.group("series", || values(&panel, row));
        heading(&panel, &row.heading, row.ink);
        if k + 1 == rows.len() {
            panel.x_axis();
        }
        top = plot.bottom;
    }
}

fn heading(panel: &Panel<'_>, text: &str, ink: Ink) {
    let bold = TextStyle::heading(ink);
    panel.canvas.text(text, (EDGE, panel.plot.top - 9.0), bold)
}

fn onsets(panel: &Panel<'_>, runs: &[Point], units: DisplayUnits) {
    let py = |m: f64| panel.py(format::length(Metres(m), units));
    for run in runs {
        let (at, end) = (panel.px(run.mark.start_s as f64), py(run.row.distance_m));
        let finish = [(at - 7.0, end), (at + 7.0, end)];
        panel.canvas.line(&finish, style::GROUND, 1.0, 2.2);
        match run.row.onset {
            Some(onset) => {
                let px = [onset.distance_m, onset.low_m, onset.high_m].map(py);
                whisker(panel.canvas, at, px, style::ONSET)
            }
            None => {
                let top = py(run.mark.low_m.max(0.0));
                frame::pin(panel.canvas, at, top, panel.plot.bottom, style::FRESH);
            }
        }
    }
}

/// A dot with its interval: px of the value, the lower and the upper end.
fn whisker(canvas: &Canvas, x: f64, [at, low, high]: [f64; 3], ink: Ink) {
    if (low - high).abs() > 1.0 {
        canvas.fill(Rect::new(x - 4.0, high, x + 4.0, low), ink, 0.25);
    }
    canvas.dot((x, at), 5.0, style::PAPER, 1.0);
    canvas.dot((x, at), 4.0, ink, 1.0)
}

/// The axis of a quantity, wide enough for all its values and their intervals.
fn axis(row: &SeasonQuantity) -> Axis {
    let ends = row
        .values
        .iter()
        .flat_map(|(_, e)| [e.value, e.low, e.high]);
    let zero = row.change.then_some(0.0);
    let range = || robust_range(ends.chain(zero), row.least).unwrap_or((0.0, 1.0));
    let (low, high) = row.whole.unwrap_or_else(range);
    match row.change {
        true => Axis::change(low, high, 4),
        false => Axis::number(low, high, 4),
    }
}

fn values(panel: &Panel<'_>, row: &SeasonQuantity) {
    let inside = |v: f64| panel.py(v).clamp(panel.plot.top, panel.plot.bottom);
    for (at, e) in row.values.iter().filter(|(_, e)| panel.y.holds(e.value)) {
        let px = [e.value, e.low, e.high].map(inside);
        whisker(panel.canvas, panel.px(*at), px, row.ink);
    }
}

/// Time from the first run to the last, in seconds since 1970, with a tick a month or, over
/// a few weeks, at the first and the last run.
fn time_axis(runs: &[Point], most: usize) -> Option<Axis> {
    // They are in order of time.
    let [first, last] = [runs.first()?, runs.last()?].map(|run| run.mark.start_s as f64);
    let air = ((last - first) * AIR).max(DAY_S);
    let mut ticks = months(first, last, most);
    if ticks.len() < 2 {
        let day = |at: f64| {
            Some(Tick {
                at,
                label: date(at)?.format("%-d %b %Y").to_string(),
            })
        };
        ticks = [first, last].into_iter().filter_map(day).collect();
        ticks.dedup_by(|a, b| a.label == b.label);
    }
    Some(Axis {
        from: first - air,
        to: last + air,
        ticks,
    })
}

fn date(at_s: f64) -> Option<NaiveDate> {
    Some(DateTime::from_timestamp(at_s as i64, 0)?.date_naive())
}

/// The first of each month between, or of every second, third..., with its year once.
fn months(first: f64, last: f64, most: usize) -> Vec<Tick> {
    let Some(start) = date(first).and_then(|d| d.with_day(1)) else {
        return Vec::new();
    };
    let all: Vec<(NaiveDate, f64)> = (1..1200)
        .map_while(|k| start.checked_add_months(Months::new(k)))
        .filter_map(|day| Some((day, day.and_hms_opt(0, 0, 0)?.and_utc().timestamp() as f64)))
        .take_while(|(_, at)| *at <= last)
        .collect();
    let each = all.len().div_ceil(most.max(1)).max(1);
    let mut year = None;
    all.into_iter()
        .step_by(each)
        .map(|(day, at)| {
            let new = year.replace(day.year()) != Some(day.year());
            let label = day.format(if new { "%b %Y" } else { "%b" }).to_string();
            Tick { at, label }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::row::tests::{onset, row};
    use super::*;
    use crate::detect::{HabitualCurve, Kind};

    fn run(day: i64, kind: Kind) -> Row {
        let start = DateTime::from_timestamp(1_760_000_000 + day * 86_400, 0);
        Row {
            start: start.unwrap().to_rfc3339(),
            onset: onset(18_500.0, 21_500.0).filter(|_| kind == Kind::FormBreakdown),
            curve: Some(HabitualCurve {
                level_spm: 172.0,
                reference_speed_m_per_s: 3.0,
                elasticity: 0.4,
                elasticity_sd: 0.1,
                grade_effect: 0.0,
            }),
            ..row("a.fit", kind, Some(-4.0))
        }
    }

    #[test]
    fn ticks_are_months_or_the_two_ends() {
        let labels = |days: &[i64], most| {
            let rows: Vec<_> = days.iter().map(|d| run(*d, Kind::Steady)).collect();
            let rows: Vec<&Row> = rows.iter().collect();
            let axis = time_axis(&points(&rows), most).unwrap();
            axis.ticks
                .iter()
                .map(|t| t.label.clone())
                .collect::<Vec<_>>()
        };
        // 2025-10-09 and on.
        assert_eq!(labels(&[0, 100], 8), ["Nov 2025", "Dec", "Jan 2026"]);
        assert_eq!(labels(&[10, 0], 8), ["9 Oct 2025", "19 Oct 2025"]);
        assert!(labels(&[0, 900], 4).len() <= 4);
    }

    #[test]
    fn what_no_run_has_gets_no_panel() {
        let runs = [run(0, Kind::FormBreakdown), run(30, Kind::Steady)];
        for width in [Width::Wide, Width::Narrow] {
            let drawn = drawing(&[&runs[0], &runs[1]], DisplayUnits::Miles, width);
            assert_eq!(drawn.panels.len(), 3, "onset, form, cadence");
        }
    }
}
