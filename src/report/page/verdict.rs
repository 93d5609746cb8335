//! Page one: where, what and how sure; the one thing to do; the numbers behind it.

use super::Tone;
use super::slowdown::{Slowdown, slowdown};
use super::tables::interval;
use crate::Analysis;
use crate::advise::{Case, Comparison, Ladder, Pair};
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
    /// How sure it is, in one word.
    pub certainty: Option<&'static str>,
    /// Pattern and shape, where there are any.
    pub detail: Option<String>,
    /// The verdict in one sentence.
    pub headline: String,
    /// How sure it is, in a sentence.
    pub confidence: &'static str,
    /// The one thing to do.
    pub suggestion: Option<Suggestion>,
    /// The run as a strip with the onset on it.
    pub meter: Meter,
    /// The parts of the session, where it has more than one.
    pub session: Option<String>,
    /// Cadence, step length, pace and walking, fresh and late.
    pub numbers: Vec<Number>,
    /// What the numbers compare, for their heading.
    pub numbers_title: String,
    /// Where the slowdown came from.
    pub slowdown: Option<Slowdown>,
    /// The article's two steps, for a run with an onset.
    pub ladder: Option<Ladder>,
    /// How this was judged, without the explanations in `considered`.
    pub reason: String,
    /// Explanations other than fatigue.
    pub considered: Vec<Considered>,
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
    /// What to do, in one sentence with a number of the runner's own.
    pub action: String,
    /// The article's heading.
    pub section: &'static str,
}

impl Verdict {
    pub(super) fn new(analysis: &Analysis, units: DisplayUnits) -> Self {
        let v = &analysis.verdict;
        let detail = [v.pattern.map(words::pattern), v.shape.map(words::shape)];
        let detail: Vec<&str> = detail.into_iter().flatten().collect();
        let case = Case::new(&analysis.measures, &analysis.phases, v, units);
        let compared = case.comparison;
        Self {
            tone: tone(v.kind),
            label: label(v),
            // A recording that shows too little is not said to show it clearly.
            certainty: words::certainty(v).filter(|_| v.kind != Kind::Steady || !v.is_too_rough()),
            detail: (!detail.is_empty()).then(|| detail.join(", ")),
            headline: words::headline(analysis, units),
            confidence: words::confidence(v),
            suggestion: analysis.advice.first().map(|a| Suggestion {
                action: a.action.clone(),
                section: a.article_section,
            }),
            meter: meter(analysis, units),
            session: words::session(analysis, units),
            numbers: compared.map_or_else(
                || numbers(analysis, units),
                |compared| tiles(&compared, v.kind, units),
            ),
            numbers_title: compared.map_or_else(
                || numbers_title(analysis, units),
                |compared| tiles_title(&compared, units),
            ),
            slowdown: compared.map(|compared| slowdown(&compared, v.kind, units)),
            ladder: Ladder::new(&case),
            reason: words::why(analysis, units),
            considered: considered(analysis),
        }
    }
}

/// Name of the verdict. The headline of one that was not reached says itself that it cannot
/// be told.
fn label(verdict: &crate::detect::Verdict) -> &'static str {
    match verdict.kind {
        Kind::Undecided => "No verdict",
        _ => words::happened(verdict),
    }
}

/// Fresh and late side by side: cadence times stride length is the running pace, and walking
/// stands beside it.
fn tiles(c: &Comparison, kind: Kind, units: DisplayUnits) -> Vec<Number> {
    let tile = |name: &str, metric: &Metric, pair: Pair| Number {
        name: name.to_owned(),
        unit: words::metric_unit(metric, units),
        fresh: words::metric(metric, pair.fresh, units),
        late: Some(words::metric(metric, pair.late, units)),
        change: Some(signed_rough(pair.change_pct())),
    };
    let walked = c.has_walking();
    let pace = if walked { "Running pace" } else { "Pace" };
    let mut step = tile("Stride length", &STEP_LENGTH, c.step_length_m);
    if kind == Kind::FormBreakdown {
        let usual = c.step_length_m.late / (1.0 + c.step_beyond_pct / 100.0);
        let change = signed_rough(c.step_length_m.change_pct());
        let usual = f::step_length(usual);
        step.change = Some(format!("{change}; usual for that pace {usual}"));
    }
    let mut all = vec![
        tile("Cadence", &CADENCE, c.cadence_spm),
        step,
        tile(pace, &PACE, c.running_pace_s_per_km),
    ];
    if walked {
        let with = [c.pace_s_per_km.fresh, c.pace_s_per_km.late].map(|p| f::pace(p, units));
        all.push(Number {
            name: "Walking".to_owned(),
            unit: "% of time".to_owned(),
            fresh: whole_percent(c.walked_pct.fresh),
            late: Some(whole_percent(c.walked_pct.late)),
            change: Some(format!(
                "pace with walking {} to {}/{units}, {}",
                with[0],
                with[1],
                signed_rough(c.slower_pct())
            )),
        });
    }
    all
}

/// A change with its sign, rounded as in a sentence.
fn signed_rough(percent: f64) -> String {
    let sign = if percent < 0.0 { "-" } else { "+" };
    match f::rough_percent(percent) {
        none if none == "0 %" => none,
        size => format!("{sign}{size}"),
    }
}

/// A share without its unit, rounded as in a sentence.
fn whole_percent(share: f64) -> String {
    f::rough_percent(share).trim_end_matches(" %").to_owned()
}

fn tiles_title(c: &Comparison, units: DisplayUnits) -> String {
    let stretch = |(from, to): (Metres, Metres)| {
        let to = f::decimal(f::length(to, units), 1);
        format!("{} to {to}", f::place(from, units))
    };
    format!(
        "Fresh ({}) and late ({})",
        stretch(c.fresh),
        stretch(c.late)
    )
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
    // Marks closer to the finish than this share would touch its label on a phone.
    let room = 0.86;
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
