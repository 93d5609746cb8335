//! Two runs side by side: the same course in two years, before and after a block of
//! training. As text and as a page of its own.

mod differs;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::chart::{Width, pair::pair};
use super::{Artefact, standalone, words};
use crate::Analysis;
use crate::measure::metrics::{CADENCE, PACE, STEP_LENGTH};
use crate::measure::{Metric, Tally};
use crate::units::DisplayUnits;
use crate::units::format::{self, ABSENT};

/// Name of the page.
pub const FILE_NAME: &str = "compare.html";

const OWN_STYLE: &str = include_str!("index/index.css");

pub use super::chart::pair::Side;

/// A line of the comparison: what it is about, and its value in each run.
struct Line {
    about: String,
    values: [String; 2],
}

impl Line {
    fn new(about: impl Into<String>, of: impl Fn(&Analysis) -> String, sides: [Side; 2]) -> Self {
        Self {
            about: about.into(),
            values: sides.map(|(_, analysis)| of(analysis)),
        }
    }
}

/// The runs as wholes.
fn wholes(sides: [Side; 2], units: DisplayUnits) -> Vec<Line> {
    let or_absent = |text: Option<String>| text.unwrap_or_else(|| ABSENT.to_owned());
    // Each runner's curve at one speed, so that the two are comparable: the mean of both.
    let speeds: Vec<f64> = (sides.iter())
        .filter_map(|(_, a)| a.verdict.curve.map(|c| c.reference_speed_m_per_s))
        .collect();
    let mut lines = vec![
        Line::new(
            "Date",
            |a| a.run.start_local().format("%Y-%m-%d").to_string(),
            sides,
        ),
        Line::new(
            "Distance",
            |a| format::distance(crate::units::Metres(a.measures.total.distance_m()), units),
            sides,
        ),
        Line::new(
            "Moving time",
            |a| format::duration(a.measures.total.moving_s()),
            sides,
        ),
        Line::new("Pace", |a| pace(&a.measures.total, units), sides),
        Line::new("Verdict", |a| words::kind(a.verdict.kind).to_owned(), sides),
        Line::new(
            "Onset",
            |a| or_absent(a.verdict.onset.map(|o| words::onset(&o, units))),
            sides,
        ),
        Line::new(
            "Form at the finish",
            |a| or_absent(a.verdict.form_change_at_finish.map(|e| words::change(&e))),
            sides,
        ),
        Line::new(
            "Speed lost",
            |a| or_absent(a.verdict.pace.fade_pct.map(|e| words::change(&e))),
            sides,
        ),
        Line::new(
            "Decoupling",
            |a| {
                let heart = a.verdict.heart.and_then(|h| h.decoupling_pct);
                or_absent(heart.map(format::signed_percent))
            },
            sides,
        ),
    ];
    if speeds.len() == sides.len() {
        let speed = speeds.iter().sum::<f64>() / speeds.len() as f64;
        let at = format::pace_with_unit(1000.0 / speed, units);
        lines.push(Line::new(
            format!("Cadence when fresh, at {at}"),
            |a| {
                or_absent(
                    a.verdict
                        .curve
                        .map(|c| format::cadence(c.cadence_spm(speed, 0.0))),
                )
            },
            sides,
        ));
    }
    lines
}

/// What is compared of a split: its name, its metric and its value.
type Part = (
    &'static str,
    &'static Metric,
    fn(&Tally, DisplayUnits) -> String,
);

const PARTS: &[Part] = &[
    ("pace", &PACE, pace),
    ("cadence", &CADENCE, |t, _| {
        t.cadence_spm().map_or(ABSENT.to_owned(), format::cadence)
    }),
    ("stride", &STEP_LENGTH, |t, _| {
        t.step_length_m()
            .map_or(ABSENT.to_owned(), format::step_length)
    }),
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
        for (name, metric, value) in PARTS {
            let of = |a: &Analysis| {
                let split = a.measures.splits.get(at);
                // The pace stands all the same: it is what the runner saw.
                let shown = metric.key == PACE.key || words::is_judged(metric.key, &a.measures);
                let split = split.filter(|_| shown);
                split.map_or(ABSENT.to_owned(), |s| value(&s.tally, units))
            };
            lines.push(Line::new(format!("{span}: {name}"), of, sides));
        }
    }
    lines
}

fn pace(tally: &Tally, units: DisplayUnits) -> String {
    let pace = tally.pace_s_per_km();
    pace.map_or(ABSENT.to_owned(), |p| format::pace_with_unit(p, units))
}

/// The runs under the shortest ends of their paths that differ.
fn named([(a, first), (b, second)]: [Side<'_>; 2]) -> [Side<'_>; 2] {
    match words::apart(&[a, b]).as_slice() {
        [a, b] => [(*a, first), (*b, second)],
        _ => [(a, first), (b, second)],
    }
}

/// The comparison for a terminal.
pub fn text(sides: [Side; 2], units: DisplayUnits) -> String {
    let sides = named(sides);
    let names = Line {
        about: String::new(),
        values: sides.map(|(name, _)| name.to_owned()),
    };
    let lines: Vec<Line> = std::iter::once(names)
        .chain(wholes(sides, units))
        .chain(splits(sides, units))
        .collect();
    let width = |of: fn(&Line) -> &str| {
        lines
            .iter()
            .map(|l| of(l).chars().count())
            .max()
            .unwrap_or(0)
    };
    let (about, first) = (width(|l| &l.about), width(|l| &l.values[0]));
    (lines.iter())
        .map(|l| {
            let [a, b] = &l.values;
            format!("{:about$}  {a:first$}  {b}\n", l.about)
        })
        .chain([format!("\n{}\n", differs::sentences(sides, units))])
        .collect()
}

/// The comparison as a page.
pub fn page(sides: [Side; 2], units: DisplayUnits) -> Artefact {
    let sides = named(sides);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            (standalone::head("Two runs side by side", None, &[OWN_STYLE]))
            body.index {
                header.masthead {
                    p.brand { "formdrift" span { " two runs side by side" } }
                    h1 { (sides[0].0) " and " (sides[1].0) }
                }
                main {
                    @for (name, analysis) in sides {
                        p.legend-text { strong { (name) } ": " (words::typeset(&words::headline(analysis, units))) }
                    }
                    p.legend-text { strong { "What differs" } ": " (words::typeset(&differs::sentences(sides, units))) }
                    (table("The runs", sides, &wholes(sides, units)))
                    @let drawn = [Width::Wide, Width::Narrow].map(|w| pair(sides, units, w));
                    @if let [Some(wide), Some(narrow)] = drawn {
                        h2 { "Along the run" }
                        div.wide { (PreEscaped(wide)) }
                        div.narrow { (PreEscaped(narrow)) }
                        p.legend-text { "Smoothed. An upright line is an onset, shaded is its 95 % interval." }
                    }
                    (table("Split by split", sides, &splits(sides, units)))
                }
            }
        }
    };
    Artefact {
        name: FILE_NAME.to_owned(),
        bytes: standalone::sealed(page).into_bytes(),
    }
}

fn table(title: &str, sides: [Side; 2], lines: &[Line]) -> Markup {
    html! {
        h2 { (title) }
        div.scroll.sides tabindex="0" role="region" aria-label=(title) {
            table {
                thead { tr { th {} @for (name, _) in sides { th scope="col" { (name) } } } }
                tbody { @for line in lines {
                    tr {
                        th scope="row" { (words::typeset(&line.about)) }
                        @for value in &line.values { td.n { (words::typeset(value)) } }
                    }
                } }
            }
        }
    }
}
