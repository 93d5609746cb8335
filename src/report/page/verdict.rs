//! Page one: the answer, how sure it is, what it rests on, and what to do.

use super::Tone;
use super::tables::interval;
use crate::Analysis;
use crate::detect::{Attribution, Finding, Kind};
use crate::measure::Metric;
use crate::measure::metrics::{CADENCE, PACE, STEP_LENGTH};
use crate::report::words;
use crate::units::format as f;
use crate::units::{DisplayUnits, Metres};

/// Under this loss of speed, in percent, there is no slowdown to explain: it is within
/// what a watch's distance is good for.
const LEAST_SLOWDOWN_PCT: f64 = 1.0;

/// The answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// Its colour.
    pub tone: Tone,
    /// Name of the verdict.
    pub label: &'static str,
    /// Pattern and shape, where there are any.
    pub detail: Option<String>,
    /// The verdict in one sentence.
    pub headline: String,
    /// How sure it is.
    pub confidence: String,
    /// Why this verdict and not another, without the explanations in `considered`.
    pub reason: String,
    /// The run as a strip with the onset on it.
    pub meter: Meter,
    /// Cadence, step length and pace, fresh and late.
    pub numbers: Vec<Number>,
    /// What the numbers compare, for their heading.
    pub numbers_title: String,
    /// Where the slowdown came from.
    pub slowdown: Option<Slowdown>,
    /// Explanations other than fatigue.
    pub considered: Vec<Considered>,
    /// The one thing to do.
    pub suggestion: Option<Suggestion>,
}

/// The run from start to finish as a strip. Positions are shares of its length, 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Meter {
    /// Fresh running.
    pub fresh: Option<(f64, f64)>,
    /// The onset and its interval: low, at, high.
    pub onset: Option<(f64, f64, f64)>,
    /// Where the strip is marked, with the label.
    pub ticks: Vec<(f64, String)>,
    /// The same in words.
    pub text: String,
}

/// One measure, fresh and late.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// Its name.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// While fresh; over the whole run when there is nothing to compare.
    pub fresh: String,
    /// Late in the run.
    pub late: Option<String>,
    /// Change with interval.
    pub change: Option<String>,
}

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

/// An explanation and what was found of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Considered {
    /// The explanation.
    pub name: &'static str,
    /// What was found.
    pub finding: &'static str,
    /// Its colour.
    pub tone: Tone,
}

/// The one thing to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// What to do, with the runner's own numbers.
    pub text: String,
    /// What called for it.
    pub trigger: String,
    /// The article's heading.
    pub section: &'static str,
    /// Studies, each with its limits.
    pub evidence: Vec<&'static str>,
}

impl Verdict {
    pub(super) fn new(analysis: &Analysis, units: DisplayUnits) -> Self {
        let v = &analysis.verdict;
        let detail = [v.pattern.map(words::pattern), v.shape.map(words::shape)];
        let detail: Vec<&str> = detail.into_iter().flatten().collect();
        Self {
            tone: tone(v.kind),
            label: label(v.kind),
            detail: (!detail.is_empty()).then(|| detail.join(", ")),
            headline: words::headline(analysis, units),
            confidence: words::confidence(v).to_owned(),
            reason: words::why(analysis, units),
            meter: meter(analysis, units),
            numbers: numbers(analysis, units),
            numbers_title: numbers_title(analysis, units),
            slowdown: v.attribution.map(|a| slowdown(a, v.kind)),
            considered: considered(analysis),
            suggestion: analysis.advice.first().map(|a| Suggestion {
                text: a.text.clone(),
                trigger: a.trigger.clone(),
                section: a.article_section,
                evidence: a.evidence.clone(),
            }),
        }
    }
}

/// Name of the verdict. The headline of one that was not reached says itself that it cannot
/// be told.
const fn label(kind: Kind) -> &'static str {
    match kind {
        Kind::Undecided => "No verdict",
        _ => words::kind(kind),
    }
}

const fn tone(kind: Kind) -> Tone {
    match kind {
        Kind::FormBreakdown | Kind::PaceFade => Tone::Alert,
        Kind::GradualDrift => Tone::Notice,
        Kind::EasedOff | Kind::Steady => Tone::Calm,
        Kind::Undecided => Tone::Unknown,
    }
}

fn meter(analysis: &Analysis, units: DisplayUnits) -> Meter {
    let total = analysis.measures.total.distance_m().max(1.0);
    let share = |at: Metres| (at.0 / total).clamp(0.0, 1.0);
    let v = &analysis.verdict;
    let whole = f::short_distance(Metres(total), units);
    let text = v.onset.as_ref().map_or_else(
        || format!("No onset is marked on these {whole}."),
        |o| {
            format!(
                "Onset at {} of {whole}, {} % interval {}.",
                o.interval().place(o.at, units),
                f::decimal(o.confidence * 100.0, 0),
                o.interval().text(units)
            )
        },
    );
    Meter {
        fresh: v.fresh.map(|(from, to)| (share(from), share(to))),
        onset: v.onset.map(|o| (share(o.low), share(o.at), share(o.high))),
        ticks: ticks(Metres(total), units),
        text,
    }
}

/// Marks at round distances, six at most, and the finish.
fn ticks(total: Metres, units: DisplayUnits) -> Vec<(f64, String)> {
    let whole = f::length(total, units);
    let step = [1.0, 2.0, 5.0, 10.0, 20.0, 25.0, 50.0, 100.0]
        .into_iter()
        .find(|s| whole / s <= 6.0)
        .unwrap_or(200.0);
    // Marks closer to the finish than this share would touch its label.
    let room = 0.92;
    let mut marks: Vec<_> = (0..)
        .map(|i| f64::from(i) * step)
        .take_while(|at| at / whole < room)
        .map(|at| (at / whole, f::decimal(at, 0)))
        .collect();
    marks.push((1.0, f::short_distance(total, units)));
    marks
}

/// The three measures of a verdict.
const THREE: [&Metric; 3] = [&CADENCE, &STEP_LENGTH, &PACE];

fn numbers(analysis: &Analysis, units: DisplayUnits) -> Vec<Number> {
    let total = &analysis.measures.total;
    let judged = |metric: &Metric| words::is_judged(metric.key, &analysis.measures);
    THREE
        .iter()
        // The pace stands all the same: it is what the runner saw.
        .filter(|metric| judged(metric) || metric.key == PACE.key)
        .map(|metric| {
            let compared = words::compared(analysis);
            let witness = compared.iter().find(|w| w.metric == metric.key);
            let show = |v: f64| words::metric(metric, v, units);
            let fresh = witness.map(|w| w.fresh).or_else(|| (metric.value)(total));
            Number {
                name: if judged(metric) {
                    metric.name.to_owned()
                } else {
                    format!("{}, not judged", metric.name)
                },
                // A dash has no unit.
                unit: fresh.map_or_else(String::new, |_| words::metric_unit(metric, units)),
                fresh: fresh.map_or_else(|| "\u{2013}".to_owned(), show),
                late: witness.map(|w| show(w.late)),
                change: witness.map(|w| {
                    let e = w.change_pct;
                    format!("{} ({})", f::signed_percent(e.value), interval(e))
                }),
            }
        })
        .collect()
}

fn numbers_title(analysis: &Analysis, units: DisplayUnits) -> String {
    let compared = words::compared(analysis)
        .iter()
        .any(|w| THREE.iter().any(|metric| metric.key == w.metric));
    match (compared, analysis.verdict.onset.is_some()) {
        (true, true) => "Fresh, and from the onset to the finish".into(),
        (true, false) => {
            // The late window of a run without an onset: docs/method.md.
            let late = f::short_distance(Metres::from_miles(3.0), units);
            format!("Fresh, and over the last {late}")
        }
        (false, _) => "Over the whole run".into(),
    }
}

fn slowdown(a: Attribution, kind: Kind) -> Slowdown {
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
        text: format!("Mean speed lost from fresh to late: {}", f::percent(lost)),
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

fn considered(analysis: &Analysis) -> Vec<Considered> {
    analysis
        .verdict
        .considered
        .iter()
        .map(|c| Considered {
            name: words::explanation(c.explanation),
            finding: words::finding(c.finding),
            tone: match c.finding {
                Finding::RuledOut => Tone::Calm,
                Finding::Possible => Tone::Notice,
                Finding::Explains => Tone::Alert,
                Finding::CannotTell => Tone::Unknown,
            },
        })
        .collect()
}
