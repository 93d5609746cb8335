//! Two runs side by side: the same course in two years, before and after a block of
//! training. As text and as a page of its own.

mod differs;

use super::chart::{Width, pair};
use super::document::*;
use super::words::labels;
use super::{Artefact, html, text as terminal, words};
use crate::Analysis;
use crate::derive;
use crate::history::common_speed_m_per_s;
use crate::measure::Metric;
use crate::measure::metrics::{CADENCE, STEP_LENGTH};
use crate::stats::Estimate;
use crate::units::format::{self, ABSENT};
use crate::units::{DisplayUnits, Metres};

/// Name of the page.
pub const FILE_NAME: &str = "compare.html";

pub use super::chart::pair::Side;

/// A line of the comparison: what it is about, its value in each run, and by how much the second
/// differs from the first.
struct Line {
    about: String,
    values: [String; 2],
    difference: String,
}

impl Line {
    /// A line of words, which have no difference.
    fn words(about: &str, of: impl Fn(&Analysis) -> Option<String>, sides: [Side; 2]) -> Self {
        let value = |(_, analysis)| of(analysis).unwrap_or_else(|| ABSENT.to_owned());
        Self {
            about: about.to_owned(),
            values: sides.map(value),
            difference: String::new(),
        }
    }

    /// A line of a quantity: `show` gives its value as text, `differ` a difference of two. Values
    /// are rounded to `step` first, so that the difference is that of what is shown.
    fn numbers(
        about: impl Into<String>,
        of: impl Fn(&Analysis) -> Option<f64>,
        step: f64,
        show: impl Fn(f64) -> String,
        differ: impl Fn(f64) -> String,
        sides: [Side; 2],
    ) -> Self {
        let shown = |value: f64| (value / step).round() * step;
        let values = sides.map(|(_, analysis)| of(analysis).map(shown));
        Self {
            about: about.into(),
            values: values.map(|value| value.map_or_else(|| ABSENT.to_owned(), &show)),
            difference: match values {
                [Some(a), Some(b)] => differ(b - a),
                _ => ABSENT.to_owned(),
            },
        }
    }
}

/// A time with its sign: `+0:42`, `-1:05`.
fn signed_time(seconds: f64) -> String {
    // What rounds to nothing has no sign.
    let sign = match seconds.round() {
        0.0 => "",
        s if s < 0.0 => "-",
        _ => "+",
    };
    format!("{sign}{}", format::minutes_seconds(seconds.abs()))
}

/// A difference between two changes, which are in percent: points.
fn points(difference: f64) -> String {
    format!("{} points", format::signed(difference, 1))
}

/// A number with a sign and its unit.
fn signed_in(difference: f64, decimals: usize, unit: &str) -> String {
    format!("{} {unit}", format::signed(difference, decimals))
}

/// The runs as wholes.
fn wholes(sides: [Side; 2], units: DisplayUnits) -> Vec<Line> {
    let length = units.length().0;
    let total = |a: &Analysis| a.measures.total.distance_m();
    let mut lines = vec![
        Line::words("Date", |a| Some(day(a)), sides),
        Line::numbers(
            "Distance",
            |a| Some(total(a)),
            0.1 * length,
            |m| format::distance(Metres(m), units),
            |m| signed_in(m / length, 1, &units.to_string()),
            sides,
        ),
        Line::numbers(
            "Moving time",
            |a| Some(a.measures.total.moving_s()),
            1.0,
            format::duration,
            |s| {
                let sign = if s < 0.0 { "-" } else { "+" };
                format!("{sign}{}", format::duration(s.abs()))
            },
            sides,
        ),
        pace_line(
            "Pace".to_owned(),
            |a| a.measures.total.pace_s_per_km(),
            units,
            sides,
        ),
        Line::words(
            "Verdict",
            |a| Some(words::happened(&a.verdict).to_owned()),
            sides,
        ),
        Line::words(
            "How sure",
            |a| Some(a.verdict.certainty()?.name().to_owned()),
            sides,
        ),
        onset_line(sides, units),
        Line::words("Change", words::headline_change, sides),
    ];
    let changes: [(&str, Change); 3] = [
        ("Cadence vs usual, at the finish", |a| {
            a.verdict.form_change_at_finish
        }),
        ("Speed lost, at the finish", |a| a.verdict.pace.fade_pct),
        ("Decoupling", |a| {
            let value = a.verdict.heart?.decoupling_pct?;
            Some(Estimate {
                value,
                low: value,
                high: value,
            })
        }),
    ];
    lines.extend(changes.map(|(about, of)| change_line(about, of, sides)));
    lines.extend(fresh_cadence(sides, units));
    lines
}

/// A change of a run with its interval, percent.
type Change = fn(&Analysis) -> Option<Estimate>;

fn change_line(about: &str, of: Change, sides: [Side; 2]) -> Line {
    let mut line = Line::numbers(
        about,
        |a| of(a).map(|e| e.value),
        0.1,
        format::signed_percent,
        points,
        sides,
    );
    // An interval where the run gives one.
    for (text, (_, analysis)) in line.values.iter_mut().zip(sides) {
        if let Some(e) = of(analysis).filter(|e| e.low < e.high) {
            *text = words::change(&e);
        }
    }
    line
}

fn pace_line(
    about: String,
    of: impl Fn(&Analysis) -> Option<f64>,
    units: DisplayUnits,
    sides: [Side; 2],
) -> Line {
    let each = units.length().kilometres();
    Line::numbers(
        about,
        of,
        1.0 / each,
        |p| format::pace_with_unit(p, units),
        |p| format!("{} /{units}", signed_time(p * each)),
        sides,
    )
}

/// Onsets with their intervals. The difference is one of the best estimates; whether it goes beyond
/// the intervals is said in the sentences.
fn onset_line(sides: [Side; 2], units: DisplayUnits) -> Line {
    let mut line = Line::numbers(
        "Onset",
        |a| a.verdict.onset().map(|o| o.at.0),
        0.1 * units.length().0,
        |m| format::place(Metres(m), units),
        |m| {
            let unit = units.to_string();
            let apart = format::decimal(m.abs() / units.length().0, 1);
            let side = if m < 0.0 { "earlier" } else { "later" };
            format!("{apart} {unit} {side}")
        },
        sides,
    );
    for (text, (_, analysis)) in line.values.iter_mut().zip(sides) {
        if let Some(onset) = &analysis.verdict.onset() {
            *text = match onset.interval().is_wide() {
                true => onset.interval().since(onset.at, units),
                false => words::onset(onset, units),
            };
        }
    }
    // An onset of form and one of pace are of two things.
    let [a, b] = sides.map(|(_, analysis)| &analysis.verdict);
    if a.onset().is_some() && b.onset().is_some() && a.kind() != b.kind() {
        line.difference = "of two kinds".to_owned();
    } else if let (Some(a), Some(b)) = (&a.onset(), &b.onset())
        && (a.interval().is_wide() || b.interval().is_wide())
    {
        // Between stretches there is no distance, at most an order.
        line.difference = match (differs::lie_apart(b, a), differs::lie_apart(a, b)) {
            (true, _) => "earlier",
            (_, true) => "later",
            _ => "cannot tell",
        }
        .to_owned();
    }
    line
}

/// Each runner's curve at one speed, so that the two are comparable: the mean of both.
fn fresh_cadence(sides: [Side; 2], units: DisplayUnits) -> Option<Line> {
    let curves = sides.map(|(_, a)| a.verdict.curve);
    let [Some(first), Some(second)] = curves else {
        return None;
    };
    let speeds = [first, second].map(|curve| curve.reference_speed_m_per_s);
    let speed = common_speed_m_per_s(speeds)?;
    let at = format::pace_with_unit(1000.0 / speed, units);
    Some(Line::numbers(
        format!("Cadence when fresh, at {at}"),
        |a| a.verdict.curve.map(|c| c.cadence_spm(speed, 0.0)),
        1.0,
        format::cadence,
        |spm| signed_in(spm, 0, "spm"),
        sides,
    ))
}

/// Heading of the column of differences.
const DIFFERENCE: &str = "Difference";

/// `12 April 2026`, on the runner's clock.
fn long_day(analysis: &Analysis) -> String {
    analysis.run.start_local().format("%-d %B %Y").to_string()
}

/// Day of the start on the runner's clock.
fn day(analysis: &Analysis) -> String {
    analysis.run.start_local().format("%Y-%m-%d").to_string()
}

/// What is compared of a split beside its pace: its name, its metric, its decimals and its unit.
type Part = (&'static str, &'static Metric, usize, &'static str);

const PARTS: &[Part] = &[
    ("cadence", &CADENCE, 0, "spm"),
    ("stride", &STEP_LENGTH, 2, "m"),
];

/// The runs split by split, as far as the longer one goes.
fn splits(sides: [Side; 2], units: DisplayUnits) -> Vec<Line> {
    let longest = sides
        .iter()
        .map(|(_, a)| a.measures.splits.len())
        .max()
        .unwrap_or(0);
    let mut lines = Vec::new();
    for at in 0..longest {
        let spans = sides.iter().find_map(|(_, a)| a.measures.splits.get(at));
        let span = spans.map_or(String::new(), |s| {
            let ends = [s.from, s.to].map(|m| format::decimal(format::length(m, units), 1));
            let [from, to] = ends.map(|e| e.trim_end_matches(".0").to_owned());
            format!("{from}-{to} {units}")
        });
        let split = |a: &Analysis| a.measures.splits.get(at).map(|s| s.tally);
        // The pace stands all the same: it is what the runner saw.
        lines.push(pace_line(
            format!("{span}: pace"),
            |a| split(a)?.pace_s_per_km(),
            units,
            sides,
        ));
        for (name, metric, decimals, unit) in PARTS {
            let of = |a: &Analysis| {
                let shown = derive::is_judged(metric.key, &a.measures);
                (metric.value)(&split(a).filter(|_| shown)?)
            };
            let show = |value: f64| format!("{} {unit}", format::decimal(value, *decimals));
            let differ = |value: f64| signed_in(value, *decimals, unit);
            let step = 10_f64.powi(-i32::try_from(*decimals).unwrap_or(0));
            let about = format!("{span}: {name}");
            lines.push(Line::numbers(about, of, step, show, differ, sides));
        }
    }
    lines
}

/// The runs under the shortest ends of their paths that differ.
fn named([(a, first), (b, second)]: [Side<'_>; 2]) -> [Side<'_>; 2] {
    match words::apart(&[a, b]).as_slice() {
        [a, b] => [(*a, first), (*b, second)],
        _ => [(a, first), (b, second)],
    }
}

/// The comparison as a document.
fn document(sides: [Side; 2], units: DisplayUnits) -> Document {
    let said = |lead: &str, text: &str| {
        let text = Text::default().strong(lead).then(format!(": {text}"));
        Block::paragraph(text)
    };
    let [first, second] = sides.map(|(name, run)| said(name, &words::headline(run, units)));
    let to_do = to_do(sides).map(|(lead, action)| said(&lead, &action));
    let figure = Block::Figure(Figure {
        name: FIGURE.to_owned(),
        title: pair::TITLE.to_owned(),
        alt: pair::alt(sides, units),
        data: Data::In("splits".into()),
        traces: Vec::new(),
        mark: None,
    });
    let along = Block::on_page(vec![
        figure,
        Block::note("Smoothed. An upright line is an onset, shaded is its 95 % interval."),
    ]);
    let differs = differs::sentences(sides, units);
    let title = format!("{} and {}", sides[0].0, sides[1].0);
    let mut blocks = vec![
        Block::on_page(vec![first, second]),
        Block::on_page(vec![said("What differs", &differs)]),
        Block::on_page(to_do.clone().into_iter().collect()),
        Block::Table(table("both", "The runs", sides, wholes(sides, units))),
    ];
    if pair::drawing(sides, units, Width::Narrow).is_some() {
        blocks.push(Block::section("along", "Along the run", vec![along]));
    }
    blocks.extend([
        Block::Table(table(
            "splits",
            "Split by split",
            sides,
            splits(sides, units),
        )),
        Block::Only(
            Medium::Terminal,
            std::iter::once(Block::paragraph(differs))
                .chain(to_do)
                .collect(),
        ),
    ]);
    let byline = sides.map(|(name, run)| format!("{name}: {}", long_day(run)));
    Document::of_many("two runs side by side", title, byline.to_vec(), blocks)
}

/// The one thing to do: that of the later run, which is where the runner stands now.
fn to_do(sides: [Side; 2]) -> Option<(String, String)> {
    let later = match sides[0].1.run.start > sides[1].1.run.start {
        true => sides[0],
        false => sides[1],
    };
    let advice = later.1.advice.first()?;
    let lead = format!("{}, from {}", labels::TO_DO, later.0);
    Some((lead, advice.action.clone()))
}

/// Name of the chart of both runs.
const FIGURE: &str = "pair";

fn table(id: &str, title: &str, sides: [Side; 2], lines: Vec<Line>) -> Table {
    let run = |(name, analysis): Side| Column {
        unit: day(analysis),
        ..Column::words(name)
    };
    let [first, second] = sides.map(run);
    let difference = Column {
        unit: "second minus first".to_owned(),
        ..Column::words(DIFFERENCE)
    };
    let row = |line: Line| {
        let [first, second] = line.values;
        [line.about, first, second, line.difference]
            .map(Cell::plain)
            .to_vec()
    };
    let columns = vec![Column::words("What"), first, second, difference];
    Table::new(id, title, columns, lines.into_iter().map(row).collect())
}

/// The comparison for a terminal, as wide as it is.
pub fn text(sides: [Side; 2], units: DisplayUnits) -> String {
    terminal::plain(&document(named(sides), units))
}

/// The comparison as a page.
pub fn page(sides: [Side; 2], units: DisplayUnits) -> Artefact {
    let sides = named(sides);
    let draw = |_: &str, width| pair::drawing(sides, units, width);
    Artefact {
        name: FILE_NAME.to_owned(),
        bytes: html::of_many(&document(sides, units), &draw).into_bytes(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::{Kind, Outcome};
    use crate::report::document::sample;

    #[test]
    fn differences_are_those_of_the_second_run() {
        let first = sample::analysis(Kind::FormBreakdown, 26.2, true);
        let mut second = sample::analysis(Kind::FormBreakdown, 20.0, true);
        if let Outcome::FormBreakdown(change, _) = &mut second.verdict.outcome {
            change.onset.at = change.onset.at - Metres::from_miles(2.5);
        }
        let sides: [Side; 2] = [("a.fit", &first), ("b.fit", &second)];
        let lines = wholes(sides, DisplayUnits::Miles);
        let of = |about: &str| {
            let line = lines.iter().find(|line| line.about == about);
            line.map(|line| line.difference.as_str())
        };
        assert_eq!(of("Distance"), Some("-6.2 mi"));
        assert_eq!(of("Onset"), Some("2.5 mi earlier"));
        assert_eq!(of("Cadence vs usual, at the finish"), Some("0.0 points"));
        assert_eq!(of("Verdict"), Some(""));
        let kinds = sample::analysis(Kind::PaceFade, 20.0, true);
        let lines = wholes([("a.fit", &first), ("b.fit", &kinds)], DisplayUnits::Miles);
        let onset = lines.iter().find(|line| line.about == "Onset");
        assert!(onset.is_some_and(|line| line.difference == "of two kinds"));
    }

    #[test]
    fn what_to_do_is_that_of_the_later_run_in_either_order() {
        let run = |kind, action: &str, day: i64| {
            let mut run = sample::analysis(kind, 20.0, true);
            run.run.start += chrono::TimeDelta::days(day);
            run.advice = vec![crate::advise::Advice {
                rule: "steady",
                action: action.to_owned(),
                text: action.to_owned(),
                trigger: String::new(),
                article_section: crate::advise::article::BOTTOM_LINE,
                evidence: Vec::new(),
            }];
            run
        };
        let earlier = run(Kind::FormBreakdown, "Aim for 176.", 0);
        let later = run(Kind::Steady, "Keep this rhythm.", 7);
        let [a, b]: [Side; 2] = [("a.fit", &earlier), ("b.fit", &later)];
        let wanted = "What to do, from b.fit: Keep this rhythm.";
        for sides in [[a, b], [b, a]] {
            let said = text(sides, DisplayUnits::Miles);
            assert!(said.contains(wanted), "{said}");
            assert!(!said.contains("Aim for 176."), "{said}");
            let page = String::from_utf8(page(sides, DisplayUnits::Miles).bytes);
            assert!(page.is_ok_and(|page| page.contains("Keep this rhythm.")));
        }
        // A run without advice asks for nothing.
        let mut silent = later.clone();
        silent.advice.clear();
        let said = text([a, ("b.fit", &silent)], DisplayUnits::Miles);
        assert!(!said.contains("What to do"), "{said}");
    }

    #[test]
    fn differences_of_time_have_a_sign_and_nothing_has_none() {
        assert_eq!(signed_time(42.0), "+0:42");
        assert_eq!(signed_time(-65.4), "-1:05");
        assert_eq!(signed_time(-0.2), "0:00");
    }
}
