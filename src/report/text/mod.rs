//! The document on a terminal: the blocks that it has room for, as lines. Nothing here depends
//! on the terminal itself: the caller says how wide it is and whether colour is wanted.

mod spark;
mod table;

use super::ReportOptions;
use super::document::{self, *};
use super::words::{self, labels::TO_DO};
use crate::Analysis;
use crate::detect::Kind;
use anstyle::{AnsiColor, Style};

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

/// A width at which no line is broken, for text that goes on to other programs.
const UNBOUNDED: usize = usize::MAX;

impl TextStyle {
    fn columns(self) -> usize {
        self.width.max(NARROWEST)
    }

    fn text_columns(self) -> usize {
        match self.columns() {
            UNBOUNDED => UNBOUNDED,
            columns => columns.min(WIDEST_TEXT),
        }
    }

    /// `text` in a style, when colour is wanted.
    fn paint(self, style: Style, text: &str) -> String {
        if self.colour && !text.is_empty() {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }

    /// Lines of text in one style.
    fn lines(self, style: Style, text: &str) -> String {
        (wrapped(text, self.text_columns()).iter())
            .map(|line| self.paint(style, line) + "\n")
            .collect()
    }

    /// A paragraph that begins with `lead` in a style of its own.
    fn led(self, lead: &str, style: Style, text: &str) -> String {
        let text = format!("{lead} {text}");
        let lines = wrapped(text.trim(), self.text_columns());
        let line = |(at, line): (usize, &String)| match line.strip_prefix(lead) {
            Some(rest) if at == 0 => format!("{}{rest}\n", self.paint(style, lead)),
            _ => format!("{line}\n"),
        };
        lines.iter().enumerate().map(line).collect()
    }
}

const PLAIN: Style = Style::new();
const STRONG: Style = Style::new().bold();
const QUIET: Style = Style::new().dimmed();

/// Colour of a verdict. The words beside it always say the same.
pub const fn tone(kind: Kind) -> Style {
    dress(document::tone(kind))
}

const fn dress(tone: Tone) -> Style {
    let colour = match tone {
        Tone::Alert => AnsiColor::Red,
        Tone::Notice => AnsiColor::Yellow,
        Tone::Calm => AnsiColor::Green,
        Tone::Unknown => return STRONG,
    };
    Style::new()
        .fg_color(Some(anstyle::Color::Ansi(colour)))
        .bold()
}

/// The result of one run, ending in a line end: the answer and the splits first, which together
/// fit a screen of 24 lines, how it was judged last.
pub fn render(analysis: &Analysis, options: &ReportOptions, style: &TextStyle) -> String {
    let document = document::report(analysis, options);
    let title = style.lines(STRONG, &document::summary(analysis, options));
    let mut groups = vec![title];
    let is_tables = |b: &&Block| matches!(b, Block::Section(s) if s.id == "tables");
    let (tables, rest): (Vec<&Block>, Vec<&Block>) = document.blocks.iter().partition(is_tables);
    groups.extend(document.answer().map(|a| answer(*style, a)));
    add(*style, tables, &mut groups);
    for block in rest {
        match block {
            Block::Answer(answer) => add(*style, &answer.blocks, &mut groups),
            other => add(*style, [other], &mut groups),
        }
    }
    groups.join("\n")
}

/// A document without its title, as wide as it is and without colour.
pub fn plain(document: &Document) -> String {
    let style = TextStyle {
        colour: false,
        width: UNBOUNDED,
    };
    let mut groups = Vec::new();
    add(style, &document.blocks, &mut groups);
    groups.join("\n")
}

/// Adds blocks to groups of lines with a blank line between them. A section without
/// sections of its own is a group under its heading; what lies deeper than that is rare.
fn add<'a>(
    style: TextStyle,
    blocks: impl IntoIterator<Item = &'a Block>,
    groups: &mut Vec<String>,
) {
    for block in blocks {
        match block {
            Block::Section(section) => {
                let mut inner = Vec::new();
                add(style, &section.blocks, &mut inner);
                let is_text = |b: &&Block| {
                    matches!(b, Block::Paragraph(v, _) if *v != Voice::Note)
                        || matches!(b, Block::List(_) | Block::Definitions(_))
                };
                let mut shown = section.blocks.iter().flat_map(for_terminal);
                if shown.any(|b| is_text(&b)) {
                    let heading = style.lines(STRONG, &section.title);
                    groups.push(heading + &inner.concat());
                } else {
                    groups.extend(inner);
                }
            }
            Block::Answer(answer) => {
                groups.push(self::answer(style, answer));
                add(style, &answer.blocks, groups);
            }
            Block::Columns(columns) => columns.iter().for_each(|c| add(style, c, groups)),
            Block::Only(Medium::Terminal, blocks) => add(style, blocks, groups),
            Block::Only(Medium::Page, _) => {}
            other => {
                let lines = lines(style, other);
                let joins = matches!(other, Block::Paragraph(Voice::Note, _));
                match groups.last_mut().filter(|_| joins) {
                    // A note belongs to what stands above it.
                    Some(above) => above.push_str(&lines),
                    None if lines.is_empty() => {}
                    None => groups.push(lines),
                }
            }
        }
    }
}

fn lines(style: TextStyle, block: &Block) -> String {
    match block {
        Block::Paragraph(voice, text) => {
            let look = match voice {
                Voice::Body | Voice::Conclusion => PLAIN,
                Voice::Note | Voice::Source => QUIET,
            };
            style.lines(look, &text.words())
        }
        Block::List(list) => {
            let item =
                |(at, item): (usize, &Item)| style.led(&list.mark(at), STRONG, &item.text.words());
            list.items.iter().enumerate().map(item).collect()
        }
        Block::Definitions(all) => (all.iter())
            .map(|d| style.led(&format!("{}:", d.term), QUIET, &d.text))
            .collect(),
        Block::Link(link) => {
            let text = format!("{}{}: {}", link.before, link.name, link.address);
            style.lines(QUIET, &text)
        }
        Block::Strip(strip) => style.lines(PLAIN, &strip.alt),
        Block::Table(of) => table::render(&of.for_medium(Medium::Terminal), style),
        Block::Figure(figure) => spark::render(figure, style),
        _ => String::new(),
    }
}

/// Where, what, how sure, and the one thing to do.
fn answer(style: TextStyle, answer: &Answer) -> String {
    let sure = format!("({})", lower(answer.confidence));
    let mut text = style.led(answer.label, dress(answer.tone), &sure);
    text += &style.lines(STRONG, &answer.headline);
    if let Some((action, _)) = &answer.action {
        text += &style.led(&format!("{TO_DO}:"), STRONG, action);
    }
    text
}

/// What of a block a terminal shows.
fn for_terminal(block: &Block) -> Vec<&Block> {
    match block {
        Block::Only(Medium::Terminal, blocks) => blocks.iter().collect(),
        Block::Only(Medium::Page, _) => Vec::new(),
        other => vec![other],
    }
}

/// `Clear: such findings are rarely wrong.` within brackets.
fn lower(sentence: &str) -> String {
    let mut letters = sentence.trim_end_matches('.').chars();
    let first = letters.next().map(char::to_lowercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// Breaks `text` at blanks into lines of at most `columns` characters; a longer word
/// stands on a line of its own.
pub fn wrapped(text: &str, columns: usize) -> Vec<String> {
    words::in_lines(text.split_whitespace(), |line| {
        line.chars().count() <= columns
    })
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn lines_break_at_blanks_and_lose_no_word() {
        let text = "From about mile 19 next time, bring your cadence back.";
        let lines = wrapped(text, 20);
        assert!(lines.iter().all(|l| l.chars().count() <= 20), "{lines:?}");
        assert_eq!(lines.join(" "), text);
        assert_eq!(
            wrapped("averyveryverylongword x", 5),
            ["averyveryverylongword", "x"]
        );
    }
}
