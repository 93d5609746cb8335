//! The charts of one run: what each shows in words, and the numbers behind it.

use super::tree::{Block, Cell, Column, Data, Figure, Table, Trace};
use crate::Analysis;
use crate::derive;
use crate::measure::Metric;
use crate::measure::metrics::{CADENCE, HEART_RATE, PACE, STEP_LENGTH};
use crate::report::chart::FIGURES;
use crate::report::{ReportOptions, words};
use crate::units::DisplayUnits;
use crate::units::format as f;

/// The charts that the run has.
pub fn figures(analysis: &Analysis, options: &ReportOptions) -> Vec<Block> {
    let figures = FIGURES.iter().filter(|figure| (figure.applies)(analysis));
    let block = |figure: &crate::report::chart::Figure| {
        let alt = (figure.alt)(analysis, options);
        let data = data(figure.name, analysis, options.units);
        let mut block = Figure::new(figure.name, figure.title, alt, data);
        if figure.name == FIGURES[0].name {
            block.traces = traces(analysis);
            block.mark = mark(analysis, options.units);
        }
        Block::Figure(block)
    };
    figures.map(block).collect()
}

/// The numbers behind a chart. Charts of splits show what the tables of splits say.
fn data(figure: &str, analysis: &Analysis, units: DisplayUnits) -> Data {
    let judged = |metric: &&Metric| derive::is_judged(metric.key, &analysis.measures);
    let metrics: Vec<&Metric> = match figure {
        "drift" => {
            let three = [&CADENCE, &STEP_LENGTH, &PACE];
            three.into_iter().filter(judged).collect()
        }
        "heart" => vec![&HEART_RATE, &PACE],
        "dynamics" => derive::dynamics(&analysis.measures, &analysis.verdict).collect(),
        "splits" => return Data::In("from-first".into()),
        _ => return Data::In("splits".into()),
    };
    Data::Own(by_unit(analysis, units, figure, &metrics))
}

/// Metrics mile by mile, or kilometre by kilometre: means of the windows of each.
fn by_unit(analysis: &Analysis, units: DisplayUnits, figure: &str, metrics: &[&Metric]) -> Table {
    let tallies = derive::tallies_by_unit(&analysis.measures, units.length());
    let noun = f::noun(units);
    let title = format!("The numbers, {noun} by {noun}");
    let mut table = Table::new(format!("{figure}-data"), title);
    let places = (1..=tallies.len()).map(|at| Cell::plain(at.to_string()));
    table.add(Column::numbers(words::capital(noun), ""), places);
    for metric in metrics {
        let column = Column::numbers(metric.name, words::metric_unit(metric, units));
        let show = |value| words::metric(metric, value, units);
        let values = tallies.iter().map(metric.value);
        table.add(column, values.map(|value| Cell::measured(value, show)));
    }
    table
}

/// Cadence and stride length window by window.
fn traces(analysis: &Analysis) -> Vec<Trace> {
    let measures = &analysis.measures;
    if measures.total.cadence_spm().is_none() {
        return Vec::new();
    }
    let trace = |(name, metric, decimals): (&'static str, &Metric, usize)| Trace {
        name,
        unit: metric.unit.to_owned(),
        decimals,
        values: (measures.windows.iter())
            .map(|window| (metric.value)(&window.tally))
            .collect(),
    };
    [("Cadence", &CADENCE, 0), ("Stride", &STEP_LENGTH, 2)]
        .into_iter()
        .filter(|(_, metric, _)| derive::is_judged(metric.key, measures))
        .map(trace)
        .collect()
}

/// The onset on the lines.
fn mark(analysis: &Analysis, units: DisplayUnits) -> Option<(f64, String)> {
    let onset = analysis.verdict.onset()?;
    let finish = analysis.measures.windows.last()?.to;
    let label = format!("onset: {}", words::onset(&onset, units));
    Some(((onset.at / finish).clamp(0.0, 1.0), label))
}
