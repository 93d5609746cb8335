//! What reaches the user: results on stdout, everything else on stderr. A reader that has
//! gone away ends the session quietly.

use std::collections::HashMap;
use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use formdrift::units::format;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use crate::cli::{Arguments, When};
use formdrift::read::sanitise;
use formdrift::report::text::wrapped;

/// Width of text where the terminal does not say (a pipe, a file): two columns side by
/// side in a mail still fit.
pub const DEFAULT_WIDTH: usize = 80;

/// Writes results to stdout, and progress, notes and errors to stderr.
pub struct Console {
    quiet: bool,
    color: When,
    bar: Option<ProgressBar>,
    closed: bool,
    /// How often each sentence was said of a file.
    said: HashMap<String, usize>,
}

/// Number of files for which one sentence is printed; further files are only counted.
const PRINTED: usize = 3;
/// Number of different sentences remembered; real inputs give far fewer.
const REMEMBERED: usize = 1000;

impl Console {
    /// Takes verbosity and colour from the arguments.
    pub fn new(args: &Arguments) -> Self {
        Self {
            quiet: args.quiet,
            color: args.color,
            bar: None,
            closed: false,
            said: HashMap::new(),
        }
    }

    /// Shows a progress bar with rate and time left, on a terminal only.
    pub fn start_progress(&mut self, inputs: u64) {
        if self.quiet || !io::stderr().is_terminal() {
            return;
        }
        let bar = ProgressBar::with_draw_target(Some(inputs), ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} files{pace}") {
            bar.set_style(style.with_key(
                "pace",
                |state: &ProgressState, to: &mut dyn fmt::Write| {
                    let left = state.len().unwrap_or(0).saturating_sub(state.pos());
                    // Nothing better can be done with a line that cannot be written.
                    let _ = to.write_str(&pace(state.pos(), left, state.elapsed()));
                },
            ));
        }
        self.bar = Some(bar);
    }

    /// One more input is done.
    pub fn advance(&self) {
        if let Some(bar) = &self.bar {
            bar.inc(1);
        }
    }

    /// Takes the bar away.
    pub fn end_progress(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
    }

    /// Prints part of the result. After the reader has closed the pipe nothing more is
    /// printed; any other failure is the caller's to report.
    pub fn result(&mut self, text: &[u8]) -> io::Result<()> {
        if self.closed {
            return Ok(());
        }
        let write = || {
            let mut out = io::stdout().lock();
            out.write_all(text)?;
            out.flush()
        };
        let done = match &self.bar {
            Some(bar) => bar.suspend(write),
            None => write(),
        };
        match done {
            Err(e) if e.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(())
            }
            other => other,
        }
    }

    /// True once nobody reads the result any more.
    pub const fn is_closed(&self) -> bool {
        self.closed
    }

    /// Prints a note to stderr, unless `--quiet` was given.
    pub fn note(&self, text: &str) {
        if self.quiet {
            return;
        }
        // A terminal left to itself breaks lines within words.
        match console::Term::stderr().size_checked() {
            Some((_, columns)) if io::stderr().is_terminal() => {
                self.line(&wrapped(text, columns.into()).join("\n"));
            }
            _ => self.line(text),
        }
    }

    /// Prints a note that does not belong to the result, unless `--quiet` was given.
    pub fn remark(&self, sentence: impl fmt::Display) {
        self.note(&format!("formdrift: {sentence}"));
    }

    /// Says the same of many files only of the first few; [`Console::count_repeated`] says of how
    /// many more.
    pub fn note_of(&mut self, place: &str, sentence: &str) {
        if self.is_to_be_said(sentence) {
            self.note(&format!("{place}: {sentence}"));
        }
    }

    /// The same for what went wrong with a file.
    pub fn error_of(&mut self, place: &str, sentence: &str) {
        if self.is_to_be_said(sentence) {
            self.error_at(place, sentence);
        }
    }

    /// Counts a sentence; true for the first few times.
    fn is_to_be_said(&mut self, sentence: &str) -> bool {
        if self.said.len() >= REMEMBERED && !self.said.contains_key(sentence) {
            return true;
        }
        let times = self.said.entry(sentence.to_owned()).or_default();
        *times += 1;
        *times <= PRINTED
    }

    /// Prints how many more files have the same note as the first few.
    pub fn count_repeated(&mut self) {
        let mut more: Vec<(String, usize)> = (self.said.drain())
            .filter(|(_, times)| *times > PRINTED)
            .collect();
        more.sort();
        for (sentence, times) in more {
            self.note(&format!(
                "formdrift: {} more like that: {sentence}",
                times - PRINTED
            ));
        }
    }

    /// Tells what went wrong.
    pub fn error(&self, text: &str) {
        self.line(&format!("formdrift: {text}"));
    }

    /// Tells what went wrong with a file.
    pub fn error_at(&self, place: &str, sentence: &str) {
        self.error(&format!("{place}: {sentence}"));
    }

    /// A line on stderr; where nobody reads that either, there is nobody to tell.
    fn line(&self, text: &str) {
        // Paths come from the user and from folders, and may hold anything.
        let lines = text
            .lines()
            .map(|line| sanitise::one_line(line, usize::MAX));
        let text = lines.collect::<Vec<_>>().join("\n");
        let write = || {
            let _ = writeln!(io::stderr().lock(), "{text}");
        };
        match &self.bar {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }

    /// True when the result may be coloured.
    pub fn colour(&self) -> bool {
        match self.color {
            When::Always => true,
            When::Never => false,
            When::Auto => {
                // https://no-color.org: set and not empty.
                std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
                    && std::env::var_os("TERM").is_none_or(|v| v != "dumb")
                    && io::stdout().is_terminal()
            }
        }
    }

    /// Columns that text of the result may fill.
    pub fn width(&self) -> usize {
        self.columns().unwrap_or(DEFAULT_WIDTH)
    }

    /// Columns of the terminal that shows the result; `None` where it goes elsewhere.
    pub fn columns(&self) -> Option<usize> {
        let shown = console::Term::stdout();
        let size = || shown.size_checked().map(|(_, columns)| columns.into());
        shown.is_term().then(|| size().unwrap_or(DEFAULT_WIDTH))
    }
}

/// Rate and time left from the whole session so far: `, 12 files/s, 2:05 left`. Nothing
/// before both can be told from the first few files.
fn pace(done: u64, left: u64, elapsed: Duration) -> String {
    const FIRST_FILES: u64 = 3;
    const FIRST_SECONDS: f64 = 1.0;
    let seconds = elapsed.as_secs_f64();
    if done < FIRST_FILES || seconds < FIRST_SECONDS {
        return String::new();
    }
    let each = seconds / done as f64;
    let rate = if each > 1.0 {
        format!("{} s a file", format::decimal(each, 1))
    } else {
        format!("{} files/s", format::decimal(1.0 / each, 0))
    };
    format!(", {rate}, {} left", format::duration(each * left as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_told_once_it_is_known() {
        let pace = |done, left, s| pace(done, left, Duration::from_secs_f64(s));
        assert_eq!(pace(2, 98, 5.0), "");
        assert_eq!(pace(50, 50, 0.4), "");
        assert_eq!(pace(100, 1200, 10.0), ", 10 files/s, 2:00 left");
        assert_eq!(pace(4, 10, 14.0), ", 3.5 s a file, 0:35 left");
    }
}
