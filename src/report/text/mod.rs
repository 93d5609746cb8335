//! The result on a terminal: the verdict and one thing to do, the split table, a line each for
//! cadence and stride length with the onset under them, the article's two steps, and how it was
//! judged. Nothing here depends on the terminal itself: the caller says how wide it is and
//! whether colour is wanted.

mod spark;
mod table;
mod wrap;

use super::page::{LADDER_SECTION, Page, TO_DO};
use super::{ReportOptions, words};
use crate::Analysis;
use crate::advise::article::NAMED;
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

/// The result of one run, ending in a line end: the answer first, how it was judged last.
pub fn render(analysis: &Analysis, options: &ReportOptions, style: &TextStyle) -> String {
    let style = *style;
    let page = Page::new(analysis, options);
    let mut blocks = vec![
        title(analysis, options, style),
        verdict(&page, analysis, style),
    ];
    blocks.extend(table::render(analysis, options.units, style));
    blocks.extend(spark::render(analysis, options.units, style));
    blocks.extend(ladder(&page, style));
    if !page.caveats.is_empty() {
        let notes: Vec<String> = (page.caveats.iter())
            .map(|caveat| labelled("Note", caveat, style))
            .collect();
        blocks.push(notes.concat());
    }
    let judged = words::reason(analysis, options.units);
    blocks.push(labelled(words::HOW_JUDGED, &judged, style));
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

/// Where, what, how sure, and the one thing to do.
fn verdict(page: &Page, analysis: &Analysis, style: TextStyle) -> String {
    let verdict = &page.verdict;
    let mut text = String::new();
    let dress = tone(analysis.verdict.kind);
    text.push_str(&lines_with(
        verdict.label,
        dress,
        &format!("({})", lower(verdict.confidence)),
        style,
    ));
    for line in wrapped(&verdict.headline, style.text_columns()) {
        text.push_str(&style.paint(STRONG, &line));
        text.push('\n');
    }
    if let Some(todo) = &verdict.suggestion {
        text.push_str(&lines_with(
            &format!("{TO_DO}:"),
            STRONG,
            &todo.action,
            style,
        ));
    }
    if let Some(slowdown) = &verdict.slowdown {
        let parts: Vec<&str> = slowdown.parts.iter().map(|p| p.text.as_str()).collect();
        if !parts.is_empty() {
            let said = format!("{} {}.", slowdown.text, parts.join(", "));
            text.push_str(&lines_with("", QUIET, &said, style));
        }
    }
    text
}

/// `Clear: such findings are rarely wrong.` within brackets.
fn lower(sentence: &str) -> String {
    let mut letters = sentence.trim_end_matches('.').chars();
    let first = letters.next().map(char::to_lowercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// The article's two steps.
fn ladder(page: &Page, style: TextStyle) -> Option<String> {
    let ladder = page.verdict.ladder.as_ref()?;
    let mut text = String::new();
    let from = format!("(from {NAMED}: {})", ladder.section);
    text.push_str(&lines_with(LADDER_SECTION, STRONG, &from, style));
    for (i, step) in ladder.steps.iter().enumerate() {
        let lead = format!("{}. {}.", i + 1, step.when);
        text.push_str(&lines_with(&lead, STRONG, &step.what, style));
    }
    text.push_str(&lines_with("", STRONG, &ladder.stood, style));
    Some(text)
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
