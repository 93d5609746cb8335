//! What a one-run report says, in order, before it is dressed: the web page and the PDF
//! are two dresses of one [`Page`], so that they cannot disagree. Only words and display
//! units are made here, nothing is computed from measurements.

mod facts;
mod method;
mod slowdown;
mod tables;
mod verdict;

#[cfg(test)]
pub mod sample;

use super::ReportOptions;
use crate::Analysis;
use crate::advise::{Advice, SIGNS, Sign};

pub use super::words::typeset;
pub use slowdown::{Part, Slowdown};
pub use tables::{Cell, Column, Table};
pub use verdict::{Considered, Meter, Number, Suggestion, Verdict};

/// How a verdict or a finding is coloured; the words beside it always say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something broke down.
    Alert,
    /// Something changed.
    Notice,
    /// All is well.
    Calm,
    /// It cannot be said.
    Unknown,
}

impl Tone {
    /// Its name in style sheets.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Alert => "alert",
            Self::Notice => "notice",
            Self::Calm => "calm",
            Self::Unknown => "unknown",
        }
    }
}

/// A one-run report.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The report's title.
    pub title: String,
    /// Runner, date, distance, time and device, as far as they are known.
    pub byline: Vec<String>,
    /// Page one: the answer.
    pub verdict: Verdict,
    /// What the article says to this run, the most important first. The rules whose words are
    /// [`Page::signs`] and [`Verdict::ladder`] are not repeated here.
    pub advice: Vec<AdviceItem>,
    /// What called for most of the advice.
    pub called_for: Option<String>,
    /// Studies that the advice rests on, each once, with its limits: `AdviceItem::sources`
    /// counts in this list.
    pub sources: Vec<&'static str>,
    /// What a reader should know about the data, one sentence each.
    pub caveats: Vec<String>,
    /// What was read from the file, as name and value.
    pub facts: Vec<(&'static str, String)>,
    /// Page three: splits, changes, witnesses; those with rows.
    pub tables: Vec<Table>,
    /// Signs no watch can see, from the article's table of fatigue against injury.
    pub signs: &'static [Sign],
    /// The method, a paragraph each.
    pub method: Vec<String>,
    /// Last line: which program wrote this.
    pub colophon: String,
}

/// A piece of advice.
#[derive(Debug, Clone, PartialEq)]
pub struct AdviceItem {
    /// The one thing to do, in one sentence; empty for a piece that explains.
    pub action: String,
    /// What there is to say beyond it.
    pub text: String,
    /// What in this run called for it, unless that is [`Page::called_for`].
    pub trigger: Option<String>,
    /// The article's heading it comes from.
    pub section: &'static str,
    /// Numbers of its studies in [`Page::sources`], from 1.
    pub sources: Vec<usize>,
}

/// Said of the data where there is no caveat.
pub const NO_FAULT: &str = "No fault was found in the recording.";
/// Rules that say [`Page::signs`] and [`Verdict::ladder`] in prose, for outputs without them.
const SHOWN_ELSEWHERE: [&str; 2] = ["fatigue_or_injury", "ladder"];
/// The section that holds what the article says, in every output.
pub const ADVICE_SECTION: &str = crate::advise::article::REPORT_SECTION;
/// Heading of the one thing to do, on the first screen of every output.
pub const TO_DO: &str = "What to do";
/// Heading of the article's two steps, in every output.
pub const LADDER_SECTION: &str = "The article's two steps";
/// Heading of the article's section that the signs are from.
pub const SIGNS_SECTION: &str = crate::advise::article::DIFFERENCE;

impl Page {
    /// Puts an analysis into words.
    pub fn new(analysis: &Analysis, options: &ReportOptions) -> Self {
        let units = options.units;
        let pieces: Vec<&Advice> = analysis
            .advice
            .iter()
            .filter(|a| !SHOWN_ELSEWHERE.contains(&a.rule))
            .collect();
        let sources = sources(&pieces);
        let called_for = called_for(&pieces);
        Self {
            title: facts::title(analysis, options),
            byline: facts::byline(analysis, options),
            verdict: Verdict::new(analysis, units),
            advice: pieces
                .iter()
                .map(|a| AdviceItem {
                    action: a.action.clone(),
                    text: a.more().to_owned(),
                    trigger: Some(a.trigger.clone()).filter(|t| called_for.as_ref() != Some(t)),
                    section: a.article_section,
                    sources: a
                        .evidence
                        .iter()
                        .filter_map(|e| place(&sources, e))
                        .collect(),
                })
                .collect(),
            called_for,
            caveats: analysis.caveats.iter().map(|c| c.text.clone()).collect(),
            facts: facts::facts(analysis, options),
            tables: tables::all(analysis, units),
            signs: SIGNS,
            sources,
            method: method::method(analysis, units),
            colophon: format!(
                "formdrift {}. It informs a runner and a coach; it does not diagnose.",
                env!("CARGO_PKG_VERSION")
            ),
        }
    }
}

/// Every study once, in the order in which the advice comes to it.
fn sources(advice: &[&Advice]) -> Vec<&'static str> {
    let mut all: Vec<&'static str> = Vec::new();
    for study in advice.iter().flat_map(|a| &a.evidence) {
        if !all.contains(study) {
            all.push(study);
        }
    }
    all
}

/// Number of a study, from 1.
fn place(sources: &[&str], study: &str) -> Option<usize> {
    Some(sources.iter().position(|s| *s == study)? + 1)
}

/// The trigger that several pieces share, to be said once above them.
fn called_for(advice: &[&Advice]) -> Option<String> {
    let shared = |a: &&&Advice| advice.iter().filter(|b| b.trigger == a.trigger).count() > 1;
    advice.iter().find(shared).map(|a| a.trigger.clone())
}
