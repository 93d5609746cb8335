//! The result on a terminal: split table, a line each for cadence and stride length with
//! the onset under them, the verdict, one suggestion. Nothing here depends on the
//! terminal itself: the caller says how wide it is and whether colour is wanted.

mod spark;
mod table;
mod wrap;

use super::{ReportOptions, words};
use crate::Analysis;
use crate::detect::Kind;
use crate::units::{Metres, format};
use anstyle::{AnsiColor, Style};
pub use wrap::wrapped;

/// How text is dressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextStyle {
    /// Colours and weights by escape sequences.
    pub colour: bool,
    /// Columns to stay within; narrower than [`NARROWEST`] counts as that.
    pub width: usize,
}

/// Columns below which no table can be shown.
pub const NARROWEST: usize = 40;

/// Longer lines are tiring to read, however wide the window is.
const WIDEST_TEXT: usize = 96;

impl TextStyle {
    fn columns(self) -> usize {
        self.width.max(NARROWEST)
    }

    fn text_columns(self) -> usize {
        self.columns().min(WIDEST_TEXT)
    }

    /// `text` in a style, when colour is wanted.
    fn paint(self, style: Style, text: &str) -> String {
        if self.colour && !text.is_empty() {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }
}

const STRONG: Style = Style::new().bold();
const QUIET: Style = Style::new().dimmed();

/// Colour of a verdict. The words beside it always say the same.
pub const fn tone(kind: Kind) -> Style {
    let colour = match kind {
        Kind::FormBreakdown | Kind::PaceFade => AnsiColor::Red,
        Kind::GradualDrift => AnsiColor::Yellow,
        Kind::Steady | Kind::EasedOff => AnsiColor::Green,
        Kind::Undecided => return STRONG,
    };
    Style::new()
        .fg_color(Some(anstyle::Color::Ansi(colour)))
        .bold()
}

/// The result of one run, ending in a line end.
pub fn render(analysis: &Analysis, options: &ReportOptions, style: &TextStyle) -> String {
    let style = *style;
    let mut blocks = vec![title(analysis, options, style)];
    if let Some(table) = table::render(analysis, options.units, style) {
        blocks.push(table);
    }
    if let Some(lines) = spark::render(analysis, options.units, style) {
        blocks.push(lines);
    }
    blocks.push(verdict(analysis, options, style));
    if let Some(first) = analysis.advice.first() {
        blocks.push(labelled("What to do", &first.text, style));
    }
    if !analysis.caveats.is_empty() {
        let notes: Vec<String> = analysis
            .caveats
            .iter()
            .map(|caveat| labelled("Note", &caveat.text, style))
            .collect();
        blocks.push(notes.concat());
    }
    blocks.join("\n")
}

/// `Sunday long run, 12 October 2026: 26.2 mi in 3:42:10 (8:29/mi)`.
fn title(analysis: &Analysis, options: &ReportOptions, style: TextStyle) -> String {
    let total = &analysis.measures.total;
    let name = options
        .title
        .as_deref()
        .or(Some(options.file_name.as_str()))
        .filter(|name| !name.is_empty());
    let date = analysis.run.start_local().format("%-d %B %Y").to_string();
    let who = [name, options.athlete.as_deref(), Some(date.as_str())];
    let who: Vec<&str> = who.into_iter().flatten().collect();
    let pace = total
        .pace_s_per_km()
        .map(|pace| format!(" ({})", format::pace_with_unit(pace, options.units)))
        .unwrap_or_default();
    let what = format!(
        "{} in {}{pace}",
        format::distance(Metres(total.distance_m()), options.units),
        format::duration(total.moving_s()),
    );
    let line = format!("{}: {what}", who.join(", "));
    let mut text = String::new();
    for line in wrapped(&line, style.text_columns()) {
        text.push_str(&style.paint(STRONG, &line));
        text.push('\n');
    }
    text
}

fn verdict(analysis: &Analysis, options: &ReportOptions, style: TextStyle) -> String {
    let verdict = &analysis.verdict;
    let mut text = String::new();
    // "Cannot tell" is how its headline begins already.
    if verdict.kind != Kind::Undecided {
        let says = format!("({})", words::confidence(verdict));
        let label = words::kind(verdict.kind);
        text.push_str(&lines_with(label, tone(verdict.kind), &says, style));
    }
    for line in wrapped(
        &words::headline(analysis, options.units),
        style.text_columns(),
    ) {
        text.push_str(&style.paint(STRONG, &line));
        text.push('\n');
    }
    for line in wrapped(
        &words::reason(analysis, options.units),
        style.text_columns(),
    ) {
        text.push_str(&line);
        text.push('\n');
    }
    text
}

/// A paragraph with its label in front: `Note: ...`.
fn labelled(label: &str, text: &str, style: TextStyle) -> String {
    lines_with(&format!("{label}:"), QUIET, text, style)
}

/// A paragraph that begins with `lead` in a style of its own.
fn lines_with(lead: &str, dress: Style, text: &str, style: TextStyle) -> String {
    let lines = wrapped(&format!("{lead} {text}"), style.text_columns());
    let mut out = String::new();
    for (i, line) in lines.iter().enumerate() {
        match line.strip_prefix(lead) {
            Some(rest) if i == 0 => {
                out.push_str(&style.paint(dress, lead));
                out.push_str(rest);
            }
            _ => out.push_str(line),
        }
        out.push('\n');
    }
    out
}
