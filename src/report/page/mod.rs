//! What a one-run report says, in order, before it is dressed: the web page and the PDF
//! are two dresses of one [`Page`], so that they cannot disagree. Only words and display
//! units are made here, nothing is computed from measurements.

mod facts;
mod method;
mod metrics;
mod tables;
mod typeset;
mod verdict;

#[cfg(test)]
pub mod sample;

use super::ReportOptions;
use crate::Analysis;

pub use tables::{Cell, Column, Table};
pub use typeset::typeset;
pub use verdict::{Considered, Meter, Number, Part, Slowdown, Suggestion, Verdict};

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
    /// What the article says to this run.
    pub advice: Vec<AdviceItem>,
    /// What a reader should know about the data, one sentence each.
    pub caveats: Vec<String>,
    /// What was read from the file, as name and value.
    pub facts: Vec<(&'static str, String)>,
    /// Page three: splits, changes, witnesses; those with rows.
    pub tables: Vec<Table>,
    /// Questions no watch can answer, from the article's table of fatigue against injury.
    pub questions: Vec<Question>,
    /// The method, a paragraph each.
    pub method: Vec<String>,
    /// Last line: which program wrote this.
    pub colophon: String,
}

/// A piece of advice.
#[derive(Debug, Clone, PartialEq)]
pub struct AdviceItem {
    /// What to do.
    pub text: String,
    /// What in this run called for it.
    pub trigger: String,
    /// The article's heading it comes from.
    pub section: &'static str,
    /// Studies, each with its limits.
    pub evidence: Vec<&'static str>,
}

/// A question to the runner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// The question.
    pub ask: &'static str,
    /// An answer that points to ordinary fatigue.
    pub fatigue: &'static str,
    /// An answer that asks for care.
    pub care: &'static str,
}

/// The article's table of fatigue against injury, as questions. They inform; they do not
/// diagnose.
pub const QUESTIONS: &[Question] = &[
    Question {
        ask: "How did it come on?",
        fatigue: "Slowly, as the miles added up",
        care: "Suddenly, or growing past 3-4 out of 10",
    },
    Question {
        ask: "What does it feel like?",
        fatigue: "Dull, heavy, tight, generally sore",
        care: "Sharper, more defined, in one place",
    },
    Question {
        ask: "Did it change how you ran?",
        fatigue: "No change you could feel",
        care: "A changed stride, favouring one leg, a limp",
    },
    Question {
        ask: "What did running on do?",
        fatigue: "Grew with distance and tiredness",
        care: "Made it clearly worse",
    },
    Question {
        ask: "How is it 24-48 hours later?",
        fatigue: "Much better",
        care: "Still there after 48 hours, or coming and going",
    },
    Question {
        ask: "And on the next runs?",
        fatigue: "Gone with rest and less load",
        care: "Back, or earlier in the run than last time",
    },
];

impl Page {
    /// Puts an analysis into words.
    pub fn new(analysis: &Analysis, options: &ReportOptions) -> Self {
        let units = options.units;
        Self {
            title: facts::title(analysis, options),
            byline: facts::byline(analysis, options),
            verdict: Verdict::new(analysis, units),
            advice: analysis
                .advice
                .iter()
                .map(|a| AdviceItem {
                    text: a.text.clone(),
                    trigger: a.trigger.clone(),
                    section: a.article_section,
                    evidence: a.evidence.clone(),
                })
                .collect(),
            caveats: analysis.caveats.iter().map(|c| c.text.clone()).collect(),
            facts: facts::facts(analysis, options),
            tables: tables::all(analysis, units),
            questions: QUESTIONS.to_vec(),
            method: method::method(analysis),
            colophon: format!(
                "formdrift {}. Informs a runner and a coach; it does not diagnose.",
                env!("CARGO_PKG_VERSION")
            ),
        }
    }
}
