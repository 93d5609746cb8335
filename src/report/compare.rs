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
use crate::measure::Tally;
use crate::measure::metrics::{CADENCE, PACE, STEP_LENGTH};
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

/// How a quantity is written. Values are rounded to `step` first, so that a difference is that of
/// what is shown.
struct Notation {
    step: f64,
    show: Box<dyn Fn(f64) -> String>,
    differ: Box<dyn Fn(f64) -> String>,
}

impl Notation {
    fn new(
        step: f64,
        show: impl Fn(f64) -> String + 'static,
        differ: impl Fn(f64) -> String + 'static,
    ) -> Self {
        Self {
            step,
            show: Box::new(show),
            differ: Box::new(differ),
        }
    }

    /// Metres, as a distance.
    fn distance(units: DisplayUnits) -> Self {
        let length = units.length();
        let show = move |m| format::distance(Metres(m), units);
        let differ = move |m| signed_in(m / length.0, 1, &units.to_string());
        Self::new(0.1 * length.0, show, differ)
    }

    /// Metres, as a place on the run. The difference is one of the best estimates; whether it goes
    /// beyond the intervals is said in the sentences.
    fn place(units: DisplayUnits) -> Self {
        let length = units.length().0;
        let differ = move |m: f64| {
            let side = if m < 0.0 { "earlier" } else { "later" };
            let apart = format::decimal(m.abs() / length, 1);
            format!("{apart} {units} {side}")
        };
        Self::new(
            0.1 * length,
            move |m| format::place(Metres(m), units),
            differ,
        )
    }

    fn duration() -> Self {
        Self::new(1.0, format::duration, |s| {
            let sign = if s < 0.0 { "-" } else { "+" };
            format!("{sign}{}", format::duration(s.abs()))
        })
    }

    fn pace(units: DisplayUnits) -> Self {
        let each = units.length().kilometres();
        let show = move |pace| format::pace_with_unit(pace, units);
        let differ = move |pace| format!("{} /{units}", signed_time(pace * each));
        Self::new(1.0 / each, show, differ)
    }

    /// A change in percent, of which two differ by points.
    fn change() -> Self {
        let points = |difference| format!("{} points", format::signed(difference, 1));
        Self::new(0.1, format::signed_percent, points)
    }

    /// A number with a unit.
    fn number(decimals: u8, unit: &'static str) -> Self {
        let step = 10_f64.powi(-i32::from(decimals));
        let decimals = usize::from(decimals);
        let show = move |value| format!("{} {unit}", format::decimal(value, decimals));
        Self::new(step, show, move |difference| {
            signed_in(difference, decimals, unit)
        })
    }
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

    fn numbers(
        about: impl Into<String>,
        of: impl Fn(&Analysis) -> Option<f64>,
        notation: &Notation,
        sides: [Side; 2],
    ) -> Self {
        let shown = |value: f64| (value / notation.step).round() * notation.step;
        let values = sides.map(|(_, analysis)| of(analysis).map(shown));
        let absent = || ABSENT.to_owned();
        Self {
            about: about.into(),
            values: values.map(|value| value.map_or_else(absent, &notation.show)),
            difference: match values {
                [Some(a), Some(b)] => (notation.differ)(b - a),
                _ => absent(),
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

/// A number with a sign and its unit.
fn signed_in(difference: f64, decimals: usize, unit: &str) -> String {
    format!("{} {unit}", format::signed(difference, decimals))
}

/// The runs as wholes.
fn wholes(sides: [Side; 2], units: DisplayUnits) -> Vec<Line> {
    let words = |about, of: fn(&Analysis) -> Option<String>| Line::words(about, of, sides);
    let total = |about, of: fn(&Tally) -> Option<f64>, notation: Notation| {
        Line::numbers(about, |a| of(&a.measures.total), &notation, sides)
    };
    let mut lines = vec![
        words("Date", |a| Some(day(a))),
        total(
            "Distance",
            |t| Some(t.distance_m()),
            Notation::distance(units),
        ),
        total("Moving time", |t| Some(t.moving_s()), Notation::duration()),
        total("Pace", Tally::pace_s_per_km, Notation::pace(units)),
        words("Verdict", |a| Some(words::happened(&a.verdict).to_owned())),
        words("How sure", |a| {
            Some(a.verdict.certainty()?.name().to_owned())
        }),
        onset_line(sides, units),
        words("Change", words::headline_change),
        change_line(
            "Cadence vs usual, at the finish",
            |a| a.verdict.form_change_at_finish,
            sides,
        ),
        change_line(
            "Speed lost, at the finish",
            |a| a.verdict.pace.fade_pct,
            sides,
        ),
    ];
    let decoupling = |a: &Analysis| a.verdict.heart?.decoupling_pct;
    lines.push(Line::numbers(
        "Decoupling",
        decoupling,
        &Notation::change(),
        sides,
    ));
    lines.extend(fresh_cadence(sides, units));
    lines
}

/// A change of each run with its interval, percent.
fn change_line(about: &str, of: fn(&Analysis) -> Option<Estimate>, sides: [Side; 2]) -> Line {
    let value = |a: &Analysis| Some(of(a)?.value);
    let mut line = Line::numbers(about, value, &Notation::change(), sides);
    for (text, (_, analysis)) in line.values.iter_mut().zip(sides) {
        if let Some(e) = of(analysis).filter(|e| e.low < e.high) {
            *text = words::change(&e);
        }
    }
    line
}

/// Onsets with their intervals.
fn onset_line(sides: [Side; 2], units: DisplayUnits) -> Line {
    let place = |a: &Analysis| Some(a.verdict.onset()?.at.0);
    let mut line = Line::numbers("Onset", place, &Notation::place(units), sides);
    for (text, (_, analysis)) in line.values.iter_mut().zip(sides) {
        if let Some(onset) = &analysis.verdict.onset() {
            *text = words::began(onset.interval(), onset.at, units);
        }
    }
    let [a, b] = sides.map(|(_, analysis)| &analysis.verdict);
    if let (Some(one), Some(other)) = (&a.onset(), &b.onset()) {
        if a.kind() != b.kind() {
            // An onset of form and one of pace are of two things.
            line.difference = "of two kinds".to_owned();
        } else if one.interval().is_wide() || other.interval().is_wide() {
            // Between stretches there is no distance, at most an order.
            let order = (
                differs::lie_apart(other, one),
                differs::lie_apart(one, other),
            );
            line.difference = match order {
                (true, _) => "earlier".to_owned(),
                (_, true) => "later".to_owned(),
                _ => "cannot tell".to_owned(),
            };
        }
    }
    line
}

/// Each runner's curve at one speed, so that the two are comparable: the mean of both.
fn fresh_cadence(sides: [Side; 2], units: DisplayUnits) -> Option<Line> {
    let [first, second] = sides.map(|(_, a)| a.verdict.curve);
    let speeds = [first?, second?].map(|curve| curve.reference_speed_m_per_s);
    let speed = common_speed_m_per_s(speeds)?;
    let pace = format::pace_with_unit(1000.0 / speed, units);
    let about = format!("Cadence when fresh, at {pace}");
    let cadence = |a: &Analysis| Some(a.verdict.curve?.cadence_spm(speed, 0.0));
    Some(Line::numbers(
        about,
        cadence,
        &Notation::number(0, "spm"),
        sides,
    ))
}

/// Day of the start on the runner's clock.
fn day(analysis: &Analysis) -> String {
    analysis.run.start_local().format("%Y-%m-%d").to_string()
}

/// The runs split by split, as far as the longer one goes.
fn splits(sides: [Side; 2], units: DisplayUnits) -> Vec<Line> {
    let parts = [
        ("pace", &PACE, Notation::pace(units)),
        ("cadence", &CADENCE, Notation::number(0, "spm")),
        ("stride", &STEP_LENGTH, Notation::number(2, "m")),
    ];
    let each = sides.map(|(_, a)| &a.measures.splits);
    let mut lines = Vec::new();
    for at in 0..each[0].len().max(each[1].len()) {
        let span = each.iter().find_map(|splits| splits.get(at));
        let span = span.map_or(String::new(), |s| words::stretch(s, units));
        let span = span.trim_end_matches('*');
        for (name, metric, notation) in &parts {
            let of = |a: &Analysis| {
                // The pace stands all the same: it is what the runner saw.
                let judged = derive::is_judged(metric.key, &a.measures) || metric.key == PACE.key;
                let split = a.measures.splits.get(at).filter(|_| judged)?;
                (metric.value)(&split.tally)
            };
            lines.push(Line::numbers(
                format!("{span} {units}: {name}"),
                of,
                notation,
                sides,
            ));
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
    let data = Data::In("splits".into());
    let figure = Figure::new("pair", pair::TITLE, pair::alt(sides, units), data);
    let along = Block::on_page(vec![
        Block::Figure(figure),
        Block::note("Smoothed. An upright line is an onset, shaded is its 95 % interval."),
    ]);
    let differs = differs::sentences(sides, units);
    let title = format!("{} and {}", sides[0].0, sides[1].0);
    let (wholes, splits) = (wholes(sides, units), splits(sides, units));
    let mut blocks = vec![
        Block::on_page(vec![first, second]),
        Block::on_page(vec![said("What differs", &differs)]),
        Block::on_page(to_do.clone().into_iter().collect()),
        Block::Table(table("both", "The runs", sides, &wholes)),
    ];
    if pair::drawing(sides, units, Width::Narrow).is_some() {
        blocks.push(Block::section("along", "Along the run", vec![along]));
    }
    let differs = std::iter::once(Block::paragraph(differs));
    blocks.extend([
        Block::Table(table("splits", "Split by split", sides, &splits)),
        Block::Only(Medium::Terminal, differs.chain(to_do).collect()),
    ]);
    let byline = sides.map(|(name, run)| format!("{name}: {}", date(run)));
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

fn table(id: &str, title: &str, sides: [Side; 2], lines: &[Line]) -> Table {
    let mut table = Table::new(id, title);
    let mut add = |name: &str, unit: String, cell: &dyn Fn(&Line) -> String| {
        let cells = lines.iter().map(cell).map(Cell::plain);
        let column = Column::words(name);
        table.add(Column { unit, ..column }, cells);
    };
    add("What", String::new(), &|line| line.about.clone());
    for (at, (name, analysis)) in sides.into_iter().enumerate() {
        add(name, day(analysis), &|line| line.values[at].clone());
    }
    let unit = "second minus first".to_owned();
    add("Difference", unit, &|line| line.difference.clone());
    table
}

/// The comparison for a terminal, as wide as it is.
pub fn text(sides: [Side; 2], units: DisplayUnits) -> String {
    terminal::plain(&document(named(sides), units))
}

/// The comparison as a page.
pub fn page(sides: [Side; 2], units: DisplayUnits) -> Artefact {
    let sides = named(sides);
    let draw = |_: &str, width| pair::drawing(sides, units, width);
    let page = html::of_many(&document(sides, units), &draw);
    Artefact::from((FILE_NAME, page.into_bytes()))
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
