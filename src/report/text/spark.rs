//! Cadence and stride length over the run as a line of blocks each, with the onset marked
//! below.

use super::{STRONG, TextStyle};
use crate::Analysis;
use crate::measure::metrics::{self, Metric};
use crate::measure::{Tally, Window};
use crate::report::words;
use crate::units::{DisplayUnits, Metres};

/// The eight heights a character cell offers.
const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Height of the line as a share of the level: a run that varies less than this looks as
/// flat as it is.
const LEAST_SPAN: f64 = 0.08;

/// Most characters in a line; more only repeat themselves.
const LONGEST: usize = 60;

/// Characters for the name in front of a line.
const LABELS: usize = 10;

/// Characters for first and last value behind it: ` 1.05 to 1.03 m`.
const NUMBERS: usize = 15;

/// The lines; `None` without cadence.
pub fn render(analysis: &Analysis, units: DisplayUnits, style: TextStyle) -> Option<String> {
    analysis.measures.total.cadence_spm()?;
    let windows = &analysis.measures.windows;
    let finish = windows.last()?.to;
    let cells = LONGEST
        .min(windows.len())
        .min(style.columns().saturating_sub(LABELS + NUMBERS));
    let mut shown: Vec<&Metric> = vec![&metrics::CADENCE];
    if analysis.measures.pace_is_evidence {
        shown.push(&metrics::STEP_LENGTH);
    }
    let mut text = String::new();
    for metric in shown {
        let values = binned(windows, cells, metric);
        let (Some(first), Some(last)) = (
            values.iter().flatten().next(),
            values.iter().rev().flatten().next(),
        ) else {
            continue;
        };
        let name = metric.name.split(' ').next().unwrap_or(metric.name);
        text.push_str(&format!(
            "{name:<LABELS$}{} {} to {}\n",
            line(&values),
            words::metric(metric, *first, units),
            words::metric_with_unit(metric, *last, units),
        ));
    }
    text.push_str(&mark(analysis, units, finish, cells, style));
    Some(text)
}

/// The metric over equal parts of the distance.
fn binned(windows: &[Window], cells: usize, metric: &Metric) -> Vec<Option<f64>> {
    let mut tallies = vec![Tally::default(); cells];
    for (i, window) in windows.iter().enumerate() {
        // By count, not by distance: each character has a window, the short last one too.
        if let Some(tally) = tallies.get_mut(i * cells / windows.len()) {
            tally.merge(&window.tally);
        }
    }
    tallies.iter().map(metric.value).collect()
}

/// Values as blocks; a blank where nothing was measured.
fn line(values: &[Option<f64>]) -> String {
    let known = || values.iter().flatten().copied();
    let low = known().fold(f64::INFINITY, f64::min);
    let high = known().fold(f64::NEG_INFINITY, f64::max);
    let middle = (low + high) / 2.0;
    let span = (high - low).max(middle.abs() * LEAST_SPAN);
    values
        .iter()
        .map(|value| match value {
            Some(value) if span > 0.0 => {
                let height = (value - (middle - span / 2.0)) / span;
                let step = (height * BLOCKS.len() as f64) as usize;
                BLOCKS[step.min(BLOCKS.len() - 1)]
            }
            Some(_) => BLOCKS[BLOCKS.len() / 2],
            None => ' ',
        })
        .collect()
}

/// `^ onset: mile 19.4 (18.6-20.3)` under its place; the words go left of the mark where
/// they would not fit on its right, and below it where they fit on neither side.
fn mark(
    analysis: &Analysis,
    units: DisplayUnits,
    finish: Metres,
    cells: usize,
    style: TextStyle,
) -> String {
    let Some(onset) = analysis.verdict.onset else {
        return String::new();
    };
    let cell = ((onset.at / finish).clamp(0.0, 1.0) * cells as f64) as usize;
    let column = LABELS + cell.min(cells.saturating_sub(1));
    let says = format!("onset: {}", words::onset(&onset, units));
    let arrow = style.paint(STRONG, "^");
    let room = column.saturating_sub(1);
    if column + 2 + says.chars().count() <= style.columns() {
        format!("{:column$}{arrow} {says}\n", "")
    } else if says.chars().count() <= room {
        format!("{says:>room$} {arrow}\n")
    } else {
        format!("{:column$}{arrow}\n{says}\n", "")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_wobble_stays_flat_and_gaps_stay_blank() {
        let flat = line(&[Some(175.0), Some(176.0), None, Some(175.5)]);
        let heights: Vec<char> = flat.chars().collect();
        assert_eq!(heights[2], ' ');
        let levels = |c: char| BLOCKS.iter().position(|b| *b == c).unwrap();
        assert!(levels(heights[0]).abs_diff(levels(heights[1])) <= 1);
    }

    #[test]
    fn a_fall_goes_down() {
        assert_eq!(line(&[Some(180.0), Some(170.0), Some(160.0)]), "█▅▁");
    }
}
