//! `card.png`: the run on one picture to share: the mile, how sure it is, and one chart.

use super::chart::list::{Align, Height};
use super::chart::{Canvas, Drawing, Rect, Setting, Sketch, TextStyle, drift, frame, style};
use super::document;
use super::{Output, Render, RenderError, ReportOptions, words};
use crate::Analysis;
use crate::detect::{Certainty, Kind};
use crate::units::format;

/// The picture to share, among the outputs.
pub const OUTPUT: Output = Output {
    name: "card",
    about: "card.png: one picture to share, 1080 x 1350 pixels",
    render: Render::Whole("card.png", |g| {
        let failed = || RenderError::Picture("card.png".to_owned());
        drawing(g.analysis, g.options)
            .png()
            .ok_or_else(failed)
            .map(Some)
    }),
};

/// Size in px of layout, half the pixels of the file: 4 to 5, the tallest that photo feeds show
/// whole.
const SIZE: (u32, u32) = (540, 675);
/// Room at the edges, px.
const EDGE: f64 = 34.0;
/// Type size of the answer, px; smaller where it would not fit.
const ANSWER: f64 = 68.0;
/// Least height of the chart with its heading and its axis, px; ...
const CHART: f64 = 200.0;
/// ... and the most, where the words leave room.
const TALL_CHART: f64 = 330.0;
/// Room between the words and the chart, px.
const GAP: f64 = 26.0;

/// The card as a drawing.
pub fn drawing(analysis: &Analysis, options: &ReportOptions) -> Drawing {
    let verdict = &analysis.verdict;
    let label = words::happened(verdict);
    let canvas = Canvas::new(SIZE, Setting::Alone);
    let mut card = Card {
        canvas: &canvas,
        y: EDGE,
    };
    let regular = |size| TextStyle::new(size, style::MUTED);
    let bold = |size, ink| TextStyle::new(size, ink).bold();
    let title = document::title(analysis, options);
    card.paragraph(&title, bold(20.0, style::INK));
    let byline = document::byline(analysis, options).join(", ");
    card.paragraph(&byline, regular(13.0));
    card.y += 16.0;
    let ink = document::tone_of(verdict).ink();
    let units = options.units;
    if let Some(onset) = &verdict.onset() {
        // The name of a finding that is only possible says so already.
        let is_possible = verdict.certainty() == Some(Certainty::Possible);
        let sure = words::certainty(verdict).filter(|_| !is_possible);
        let sure = sure.map_or(String::new(), |sure| format!(", {sure}"));
        card.paragraph(&format!("{label}{sure}"), bold(20.0, ink));
        let (interval, at) = (onset.interval(), onset.at);
        let (answer, around) = if interval.is_wide() {
            let around = format!("best estimate: {}", interval.around(at, units));
            (interval.since(at, units), around)
        } else {
            let around = format!("{} {}", format::noun(units), interval.text(units));
            (
                interval.place(at, units),
                format!("95 % interval: {around}"),
            )
        };
        card.answer(&words::capital(&answer), ink);
        card.paragraph(&around, regular(17.0));
    } else {
        card.answer(label, ink);
    }
    card.y += 10.0;
    let headline = words::headline(analysis, units);
    card.paragraph(&headline, TextStyle::new(16.0, style::INK));
    let quantity = match verdict.kind() {
        Kind::PaceFade | Kind::EasedOff | Kind::GradualDrift => "pace",
        Kind::FormBreakdown | Kind::Steady | Kind::Undecided => "cadence",
    };
    let bottom = canvas.height - EDGE - 16.0;
    if let Some(advice) = analysis.advice.first() {
        card.y += 8.0;
        card.paragraph_above(
            bottom - CHART - 10.0,
            &advice.action,
            bold(16.0, style::INK),
        );
    }
    let top = (card.y + GAP).clamp(bottom - TALL_CHART, bottom - CHART);
    let area = Rect::new(EDGE, top, canvas.width - EDGE, bottom);
    let sketch = Sketch {
        canvas: &canvas,
        analysis,
        options,
    };
    drift::panel(&sketch, quantity, area);
    let signature = regular(13.0).at(Align::End, Height::Baseline);
    let corner = (canvas.width - EDGE, canvas.height - EDGE + 8.0);
    canvas.text("formdrift", corner, signature);
    canvas.finish()
}

/// A card that fills from the top.
struct Card<'a> {
    canvas: &'a Canvas,
    /// Where the next line begins, px.
    y: f64,
}

impl Card<'_> {
    /// Writes text over as many lines as it takes.
    fn paragraph(&mut self, text: &str, of: TextStyle) {
        let room = self.canvas.width - 2.0 * EDGE;
        for line in frame::wrap(&words::typeset(text), room, of) {
            self.canvas
                .text(&line, (EDGE, self.y), of.at(Align::Start, Height::Top));
            self.y += of.size * 1.38;
        }
    }

    /// Writes text where it ends above `bottom`, and leaves it out where it does not.
    fn paragraph_above(&mut self, bottom: f64, text: &str, of: TextStyle) {
        let room = self.canvas.width - 2.0 * EDGE;
        let lines = frame::wrap(&words::typeset(text), room, of).len();
        // Fewer lines than a card has px: the cast keeps the value.
        if self.y + of.size * 1.38 * lines as f64 <= bottom {
            self.paragraph(text, of);
        }
    }

    /// Writes the answer as large as the card is wide.
    fn answer(&mut self, text: &str, ink: style::Ink) {
        let full = TextStyle::new(ANSWER, ink).bold();
        let share = (self.canvas.width - 2.0 * EDGE) / full.room(text);
        let size = ANSWER * share.min(1.0);
        let bold = TextStyle::new(size.floor(), ink).bold();
        self.canvas
            .text(text, (EDGE, self.y), bold.at(Align::Start, Height::Top));
        self.y += bold.size;
    }
}
