//! The lines of a chart as a line of blocks each, with the chart's mark below.

use super::{STRONG, TextStyle};
use crate::report::document::Figure;
use crate::units::format::decimal;

/// The eight heights a character cell offers.
const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Height of the line as a share of the level: a run that varies less than this looks as
/// flat as it is.
const LEAST_SPAN: f64 = 0.08;

/// Most characters in a line; more only repeat themselves.
const LONGEST: usize = 60;

/// Characters for the name in front of a line.
const LABELS: usize = 10;

/// Characters for lowest and highest value behind it: ` 1.03 to 1.05 m`.
const NUMBERS: usize = 15;

/// The lines of a chart, with its mark below them; empty without lines.
pub fn render(figure: &Figure, style: TextStyle) -> String {
    let room = style.columns().saturating_sub(LABELS + NUMBERS);
    let windows = figure.traces.iter().map(|trace| trace.values.len()).max();
    let cells = LONGEST.min(windows.unwrap_or(0)).min(room);
    let mut text = String::new();
    for trace in &figure.traces {
        let values = binned(&trace.values, cells);
        let known = || values.iter().copied().flatten();
        // Single cells of the first and the last minutes would be read as fresh and late.
        let ends = (known().reduce(f64::min)).zip(known().reduce(f64::max));
        if let Some((low, high)) = ends {
            let [low, high] = [low, high].map(|value| decimal(value, trace.decimals));
            let (name, line) = (trace.name, line(&values));
            text += &format!("{name:<LABELS$}{line} {low} to {high} {}\n", trace.unit);
        }
    }
    if let (Some((at, label)), false) = (&figure.mark, text.is_empty()) {
        text += &mark(*at, label, cells, style);
    }
    text
}

/// Means over equal parts of the values.
fn binned(values: &[Option<f64>], cells: usize) -> Vec<Option<f64>> {
    let mut bins = vec![(0.0, 0_u32); cells];
    for (i, value) in values.iter().enumerate() {
        // By count, not by distance: each character has a window, the short last one too.
        if let (Some(bin), Some(value)) = (bins.get_mut(i * cells / values.len()), value) {
            *bin = (bin.0 + value, bin.1 + 1);
        }
    }
    let mean = |(sum, count): &(f64, u32)| (*count > 0).then(|| sum / f64::from(*count));
    bins.iter().map(mean).collect()
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
fn mark(at: f64, says: &str, cells: usize, style: TextStyle) -> String {
    let cell = (at * cells as f64) as usize;
    let column = LABELS + cell.min(cells.saturating_sub(1));
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
