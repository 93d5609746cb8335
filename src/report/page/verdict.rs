//! Page one: the answer, how sure it is, what it rests on, and what to do.

use super::Tone;
use super::slowdown::{Slowdown, slowdown};
use super::tables::interval;
use crate::Analysis;
use crate::detect::{Finding, Kind};
use crate::measure::Metric;
use crate::measure::metrics::{CADENCE, PACE, STEP_LENGTH};
use crate::report::words;
use crate::units::format as f;
use crate::units::{DisplayUnits, Metres};

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
    let verdict = &analysis.verdict;
    match (compared, verdict.onset, verdict.pace.fade_onset) {
        (true, Some(_), _) => "Fresh, and from the onset to the finish".into(),
        (true, None, Some(_)) => "Fresh, and from the slowdown to the finish".into(),
        (true, None, None) => {
            // The late window of a run without an onset: docs/method.md.
            let late = f::short_distance(Metres::from_miles(3.0), units);
            format!("Fresh, and over the last {late}")
        }
        (false, ..) => "Over the whole run".into(),
    }
}

fn considered(analysis: &Analysis) -> Vec<Considered> {
    analysis
        .verdict
        .considered
        .iter()
        .map(|c| Considered {
            name: words::explanation(c.explanation),
            finding: words::finding(c.finding, &analysis.verdict),
            tone: match c.finding {
                // What was chosen is no alarm.
                Finding::Explains => Tone::Notice,
                Finding::RuledOut => Tone::Calm,
                Finding::Possible => Tone::Notice,
                Finding::CannotTell => Tone::Unknown,
            },
        })
        .collect()
}
