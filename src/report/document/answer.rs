//! The first screen: where, what and how sure; the one thing to do; the numbers behind it. And
//! how the run was judged.

use super::slowdown::slowdown;
use super::tree::*;
use crate::Analysis;
use crate::advise::article::NAMED;
use crate::advise::{Case, Comparison, Ladder, Pair};
use crate::derive;
use crate::detect::{Certainty, Consideration, Finding, Kind, LATE_MI, Verdict};
use crate::measure::Metric;
use crate::measure::metrics::{CADENCE, PACE, STEP_LENGTH};
use crate::phases::PhaseKind;
use crate::report::words;
use crate::units::format as f;
use crate::units::{DisplayUnits, Metres};

/// The first screen of a report on one run.
pub fn answer(analysis: &Analysis, units: DisplayUnits) -> Answer {
    let v = &analysis.verdict;
    let case = Case::new(&analysis.measures, &analysis.phases, v, units);
    let compared = case.comparison;
    let (title, tiles) = match &compared {
        Some(compared) => (
            tiles_title(compared, units),
            tiles(compared, v.kind(), units),
        ),
        None => (numbers_title(analysis, units), numbers(analysis, units)),
    };
    let slowdown = compared.map(|compared| slowdown(&compared, v, units));
    let pair = [slowdown, Ladder::new(&case).map(ladder)];
    let pair: Vec<Vec<Block>> = pair.into_iter().flatten().map(|b| vec![b]).collect();
    let numbers = Block::section("numbers", title, vec![Block::Tiles(tiles)]);
    let mut blocks = vec![Block::on_page(vec![numbers])];
    if !pair.is_empty() {
        blocks.push(Block::Columns(pair));
    }
    blocks.push(quality(analysis));
    Answer {
        tone: tone_of(v),
        label: words::happened(v),
        certainty: words::certainty(v),
        headline: words::headline(analysis, units),
        confidence: words::confidence(v),
        action: (analysis.advice.first()).map(|a| (a.action.clone(), a.article_section)),
        meter: meter(analysis, units),
        session: words::session(analysis, units),
        blocks,
    }
}

/// The article's two steps during a run, and where this run stood on them.
fn ladder(ladder: Ladder) -> Block {
    let steps = ladder.steps.map(|step| {
        let when = Text::default().strong(format!("{}.", step.when));
        when.then(format!(" {}", step.what))
    });
    let from = Text::from(format!("From {NAMED}: ")).cite(ladder.section);
    Block::section(
        "ladder",
        "The article's two steps",
        vec![
            Block::List(List::new("steps", Marks::Numbers, steps)),
            Block::conclusion(ladder.stood),
            Block::source(from),
        ],
    )
}

/// What a reader should know about the data.
fn quality(analysis: &Analysis) -> Block {
    let section = |block| Block::section("quality", "Data quality", vec![block]);
    if analysis.caveats.is_empty() {
        let none = Block::paragraph("No fault was found in the recording.");
        return Block::on_page(vec![section(none)]);
    }
    let caveats = analysis.caveats.iter().map(|c| c.text.as_str());
    section(Block::bullets("caveats", caveats))
}

/// How the run was judged, with other explanations: as a list where there is room, else in
/// sentences.
pub fn judged(analysis: &Analysis, units: DisplayUnits) -> Block {
    let v = &analysis.verdict;
    let detail = [v.pattern().map(words::pattern), v.shape().map(words::shape)];
    let detail: Vec<&str> = detail.into_iter().flatten().collect();
    let mut page = Vec::new();
    if !detail.is_empty() {
        let detail = format!("{}.", words::capital(&detail.join(", ")));
        page.push(Block::note(detail));
    }
    page.push(Block::paragraph(words::why(analysis, units)));
    let others = considered(analysis);
    if !others.is_empty() {
        let title = "Other explanations looked at";
        let others = vec![Block::Definitions(others)];
        page.push(Block::section("considered", title, others));
    }
    let reason = Block::paragraph(words::reason(analysis, units));
    Block::Section(Section {
        id: "judged".into(),
        title: words::HOW_JUDGED.to_owned(),
        folded: true,
        blocks: vec![
            Block::on_page(page),
            Block::Only(Medium::Terminal, vec![reason]),
        ],
    })
}

/// Fresh and late side by side: cadence times stride length is the running pace, and walking
/// stands beside it.
fn tiles(c: &Comparison, kind: Kind, units: DisplayUnits) -> Vec<Tile> {
    let tile = |name: &str, metric: &Metric, pair: Pair| Tile {
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
        let change = signed_rough(c.step_length_m.change_pct());
        let usual = f::step_length(c.usual_step_length_m());
        step.change = Some(format!("{change} in metres; usual at that pace {usual}"));
    }
    let mut all = vec![
        tile("Cadence", &CADENCE, c.cadence_spm),
        step,
        tile(pace, &PACE, c.running_pace_s_per_km),
    ];
    if walked {
        let both = [c.pace_s_per_km.fresh, c.pace_s_per_km.late];
        let [fresh, late] = both.map(|pace| f::pace(pace, units));
        let slower = signed_rough(c.slower_pct());
        all.push(Tile {
            name: "Walking".to_owned(),
            unit: "% of time".to_owned(),
            fresh: whole_percent(c.walked_pct.fresh),
            late: Some(whole_percent(c.walked_pct.late)),
            change: Some(format!(
                "pace with walking {fresh} to {late}/{units}, {slower}"
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
    let [fresh, late] = [c.fresh, c.late].map(|part| f::stretch(part, units));
    format!("Fresh ({fresh}) and late ({late})")
}

/// Tone of the verdict of a run: a recording in which little would have shown calms nobody, and a
/// finding that is only possible is no alarm.
pub fn tone_of(verdict: &Verdict) -> Tone {
    match tone(verdict.kind()) {
        Tone::Calm if verdict.is_too_rough() => Tone::Unknown,
        Tone::Alert if verdict.certainty() == Some(Certainty::Possible) => Tone::Notice,
        tone => tone,
    }
}

/// Tone of a kind of verdict: alarm for a breakdown, calm for a steady run. Easing off is neither: only the
/// runner knows whether it was meant.
pub const fn tone(kind: Kind) -> Tone {
    match kind {
        Kind::FormBreakdown | Kind::PaceFade => Tone::Alert,
        Kind::GradualDrift => Tone::Notice,
        Kind::Steady => Tone::Calm,
        Kind::EasedOff | Kind::Undecided => Tone::Unknown,
    }
}

/// A part of the meter: from, to, what it stands for, and its name in the legend.
type Part = (Metres, Metres, Paint, String);

/// The run from start to finish, with its fresh part and the onset, or where the runner eased
/// off. Of a run that held, all of the main part.
fn meter(analysis: &Analysis, units: DisplayUnits) -> Strip {
    let v = &analysis.verdict;
    let finish = Metres(analysis.measures.total.distance_m().max(1.0));
    let whole = f::short_distance(finish, units);
    let eased = v.pace.fade_onset.filter(|_| v.kind() == Kind::EasedOff);
    let place = (v.onset().map(|o| (o, "Onset", "began")))
        .or_else(|| eased.map(|o| (o, "Eased off", "eased off")));
    let held =
        v.kind() == Kind::Steady && !v.is_too_rough() && v.certainty() != Some(Certainty::Possible);
    let from = |at: Metres, paint, to, what: &str| -> Part {
        (
            at,
            to,
            paint,
            format!("{what} from {}", f::place(at, units)),
        )
    };
    let (alt, mut fresh, band, onset) = match place {
        Some((o, what, name)) => {
            let at = o.interval().place(o.at, units);
            let confidence = f::decimal(o.confidence * 100.0, 0);
            let interval = o.interval().text(units);
            // What may lie beyond the onset is not called fresh for sure; the fresh side of the
            // comparison goes on to the onset.
            let sure = (v.fresh.filter(|_| !o.low_open)).map(|(from, to)| (from, to.min(o.low)));
            let sure = sure.filter(|(from, to)| from.0 < to.0);
            let fresh =
                sure.map(|(from, to)| (from, to, Paint::Fresh, "fresh for sure".to_owned()));
            let low = if o.low_open { Metres(0.0) } else { o.low };
            let high = if o.high_open { finish } else { o.high };
            (
                format!("{what} at {at} of {whole}, {confidence} % interval {interval}."),
                fresh,
                Some((low, high, Paint::Interval, "or anywhere here".to_owned())),
                Some((o.at, o.at, Paint::Onset, format!("{name} about {at}"))),
            )
        }
        None => {
            let mut cool = analysis.phases.of(PhaseKind::CoolDown);
            let cool = cool.next().filter(|_| v.kind() == Kind::EasedOff);
            let cool = cool.map(|c| from(c.from, Paint::Onset, c.from, "cool-down"));
            (
                format!("No onset is marked on these {whole}."),
                None,
                None,
                cool,
            )
        }
    };
    if held {
        let (from, to) = analysis.phases.main;
        fresh = Some((from, to, Paint::Fresh, "form held".to_owned()));
    }
    // Walking that set in later than the slowdown is what the runner remembers.
    let walking =
        (v.walking.and_then(|w| w.onset)).filter(|w| v.onset().is_some_and(|o| w.at.0 > o.at.0));
    let walking = walking.map(|w| from(w.at, Paint::Walking, finish, "walking"));
    let share = |at: Metres| (at / finish).clamp(0.0, 1.0);
    let span = |part: &Part| Span {
        from: share(part.0),
        to: share(part.1),
        paint: part.2,
        pale: false,
    };
    // The onset is drawn over its interval, which is drawn over the rest.
    let drawn = [&fresh, &walking, &band, &onset].into_iter().flatten();
    Strip {
        id: "meter",
        alt,
        spans: drawn.map(span).collect(),
        ticks: ticks(finish, units),
        legend: ([fresh, onset, band, walking].into_iter().flatten())
            .map(|(_, _, paint, name)| (paint, name))
            .collect(),
    }
}

/// Marks closer to the finish than this share would touch its label on a phone: half of `10` and
/// `11.9 mi` take a fifth of its strip.
pub const ROOM_ON_PHONE: f64 = 0.8;

/// The same on the full width of a page, where the two labels take a twelfth of the strip and need a gap.
const ROOM: f64 = 0.91;

/// Marks at round distances, six at most, and the finish.
fn ticks(total: Metres, units: DisplayUnits) -> Vec<(f64, String)> {
    let whole = f::length(total, units);
    let step = [1.0, 2.0, 5.0, 10.0, 20.0, 25.0, 50.0, 100.0]
        .into_iter()
        .find(|s| whole / s <= 6.0)
        .unwrap_or(200.0);
    let mut marks: Vec<_> = (0..)
        .map(|i| f64::from(i) * step)
        .take_while(|at| at / whole < ROOM)
        .map(|at| (at / whole, f::decimal(at, 0)))
        .collect();
    marks.push((1.0, f::short_distance(total, units)));
    marks
}

/// The three measures of a verdict.
const THREE: [&Metric; 3] = [&CADENCE, &STEP_LENGTH, &PACE];

/// The three measures, fresh and late where two stretches are compared, else over the whole run.
fn numbers(analysis: &Analysis, units: DisplayUnits) -> Vec<Tile> {
    let measures = &analysis.measures;
    let compared = derive::compared(measures, &analysis.verdict);
    let tile = |metric: &&Metric| {
        let judged = derive::is_judged(metric.key, measures);
        let witness = compared.iter().find(|w| w.metric == metric.key);
        let show = |v: f64| words::metric(metric, v, units);
        let fresh = witness.map(|w| w.fresh);
        let fresh = fresh.or_else(|| (metric.value)(&measures.total));
        let tile = Tile {
            name: format!("{}{}", metric.name, words::text_if(!judged, ", not judged")),
            // A dash has no unit.
            unit: fresh.map_or_else(String::new, |_| words::metric_unit(metric, units)),
            fresh: fresh.map_or_else(|| "\u{2013}".to_owned(), show),
            late: witness.map(|w| show(w.late)),
            change: witness.map(|w| words::change(&w.change_pct)),
        };
        // The pace stands all the same: it is what the runner saw.
        (judged || metric.key == PACE.key).then_some(tile)
    };
    THREE.iter().filter_map(tile).collect()
}

fn numbers_title(analysis: &Analysis, units: DisplayUnits) -> String {
    let compared = derive::compared(&analysis.measures, &analysis.verdict)
        .iter()
        .any(|w| THREE.iter().any(|metric| metric.key == w.metric));
    let verdict = &analysis.verdict;
    match (compared, verdict.onset(), verdict.pace.fade_onset) {
        (true, Some(_), _) => "Fresh, and from the onset to the finish".into(),
        (true, None, Some(_)) => "Fresh, and from the slowdown to the finish".into(),
        (true, None, None) => {
            let late = f::short_distance(Metres::from_miles(LATE_MI), units);
            format!("Fresh, and over the last {late}")
        }
        (false, ..) => "Over the whole run".into(),
    }
}

fn considered(analysis: &Analysis) -> Vec<Definition> {
    let verdict = &analysis.verdict;
    let definition = |c: &Consideration| Definition {
        term: words::capital(words::explanation(c.explanation)),
        text: words::finding(c.finding, verdict).to_owned(),
        tone: Some(match c.finding {
            // What was chosen is no alarm.
            Finding::Explains | Finding::Possible => Tone::Notice,
            Finding::RuledOut => Tone::Calm,
            Finding::CannotTell => Tone::Unknown,
        }),
    };
    verdict.considered.iter().map(definition).collect()
}
