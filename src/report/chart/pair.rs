//! Two runs on one axis: cadence, step length and pace of both along the distance, and
//! where each broke down. Not among the figures of a run; the comparison draws it.

use super::axis::Axis;
use super::canvas::{Canvas, Rect, TextStyle};
use super::frame::{self, EDGE, LINE, Sign};
use super::panel::Panel;
use super::series;
use super::stack::Quantity;
use super::style::{self, Ink};
use super::svg::Setting;
use super::{Drawing, Width, drift};
use crate::Analysis;
use crate::derive::Track;
use crate::report::words;
use crate::units::{DisplayUnits, format};

/// A run and what it is called.
pub type Side<'a> = (&'a str, &'a Analysis);

/// The first run's colour and the second's, which is dashed as well.
const INKS: [Ink; 2] = [style::CADENCE, style::STEP];
/// Height of a panel and the room above it, px.
const HIGH: f64 = 130.0;
const HEAD: f64 = 34.0;
/// One tick for about this much height, px.
const PER_TICK: f64 = 24.0;
/// Longest name in the legend, characters.
const LONGEST_NAME: usize = 40;

/// The quantities that both runs have: as the first has it, and along the second.
fn rows(sides: [Side; 2], units: DisplayUnits) -> Vec<(Quantity, Track)> {
    let [first, mut second] = sides.map(|(_, run)| drift::quantities(&run.measures, units));
    let both = |quantity: Quantity| {
        let at = second
            .iter()
            .position(|other| other.name == quantity.name)?;
        Some((quantity, second.swap_remove(at).track))
    };
    first.into_iter().filter_map(both).collect()
}

/// What the figure is called.
pub const TITLE: &str = "Cadence, stride length and pace of both runs";

/// What the figure shows, in words.
pub fn alt(sides: [Side; 2], units: DisplayUnits) -> String {
    let alt = sides.map(|(name, run)| format!("{name}: {}", words::headline(run, units)));
    alt.join(" ")
}

/// The figure; `None` where the runs have nothing in common.
pub fn drawing(sides: [Side; 2], units: DisplayUnits, width: Width) -> Option<Drawing> {
    let rows = rows(sides, units);
    if rows.is_empty() {
        return None;
    }
    // Two names may each need a line of the legend.
    let high = 2.0 * LINE + rows.len() as f64 * (HIGH + HEAD) + 2.0 * LINE + EDGE;
    let canvas = Canvas::new((width.px(), high as u32), Setting::Inline);
    draw(&canvas, sides, &rows, units);
    Some(canvas.finish())
}

fn draw(canvas: &Canvas, sides: [Side; 2], rows: &[(Quantity, Track)], units: DisplayUnits) {
    let name = |k: usize| sides[k].0.chars().take(LONGEST_NAME).collect::<String>();
    let legend = [
        (Sign::Line(INKS[0]), name(0)),
        (Sign::Dashed(INKS[1]), name(1)),
    ];
    let mut top = frame::legend(canvas, 2.0, &legend);
    let lengths = sides.map(|(_, run)| series::length(&run.measures, units));
    let x = Axis::distance(lengths[0].max(lengths[1]), frame::most_x_ticks(canvas));
    let (left, right) = (frame::left(canvas), canvas.width - EDGE);
    for (k, (first, second)) in rows.iter().enumerate() {
        let plot = Rect::new(left, top + HEAD, right, top + HEAD + HIGH);
        let [a, b] = [first.track.range, second.range];
        let most = ((plot.height() / PER_TICK) as usize).max(2);
        let y = (first.axis)(a.0.min(b.0), a.1.max(b.1), most);
        let panel = Panel::new(canvas, first.name, plot, &x, &y);
        panel.y_axis();
        for ((_, run), ink) in sides.into_iter().zip(INKS) {
            if let Some(onset) = run.verdict.onset() {
                let [low, at, high] =
                    [onset.low, onset.at, onset.high].map(|m| format::length(m, units));
                panel.shade(low, high, ink, style::BAND);
                panel.upright(at, ink);
            }
        }
        canvas.group("series", || {
            panel.series(&first.track.smooth, INKS[0], 1.0, style::STRONG);
            panel.dashed(&second.smooth, INKS[1], style::STRONG)
        });
        let bold = TextStyle::heading(style::INK);
        canvas.text(&first.heading, (EDGE, plot.top - 9.0), bold);
        if k + 1 == rows.len() {
            panel.x_axis();
        }
        top = plot.bottom;
    }
    frame::across(canvas, units)
}
