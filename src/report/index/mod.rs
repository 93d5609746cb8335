//! Many runs in one index: a row a run, worst first, as a page, a table and JSON.

mod cells;
mod page;
mod row;
mod season;
mod squad;
mod table;
mod trend;

pub use row::{OnsetCell, Row};
pub use table::COLUMNS;

use serde::Serialize;

use super::chart::{Drawing, Width};
use super::{Artefact, RenderError, html, pdf};
use crate::units::DisplayUnits;

/// Name of the layout of `runs.json`.
pub const SCHEMA: &str = "formdrift-runs/1";

/// Everything an index shows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Index {
    /// Layout of this document.
    schema: &'static str,
    /// Version of the program.
    version: &'static str,
    /// A row a run, worst first.
    pub runs: Vec<Row>,
    /// What was left out, and why, a sentence each.
    pub left_out: Vec<String>,
    /// Set where all runs were said to be one person's.
    #[serde(skip)]
    pub one_runner: bool,
    /// Seed of the test of the trend.
    #[serde(skip)]
    pub seed: u64,
}

impl Index {
    /// An index of these rows, in any order.
    pub fn new(mut runs: Vec<Row>, left_out: Vec<String>) -> Self {
        runs.sort_by(Row::by_severity);
        Self {
            schema: SCHEMA,
            version: env!("CARGO_PKG_VERSION"),
            runs,
            left_out,
            one_runner: false,
            seed: 1,
        }
    }

    /// The page, with the trend of each athlete drawn.
    fn page(&self, units: DisplayUnits, title: Option<&str>) -> String {
        let athletes = squad::athletes(&self.runs);
        let all: Vec<&Row> = self.runs.iter().collect();
        let draw = |name: &str, width: Width| -> Option<Drawing> {
            let mut places = athletes.iter().enumerate();
            let athlete = places.find(|(place, _)| squad::anchor(*place) == name);
            let runs = match (athlete, athletes.as_slice()) {
                (Some((_, athlete)), _) => &athlete.runs,
                (None, [only]) if !self.one_runner => &only.runs,
                _ => &all,
            };
            Some(season::drawing(runs, units, width))
        };
        html::of_many(&page::document(self, units, title), &draw)
    }

    /// Names of the files of an index.
    pub const FILES: [&'static str; 4] = ["index.html", "runs.csv", "runs.json", "squad.pdf"];

    /// The files, in the order of [`Self::FILES`]; the last one where there are several athletes.
    ///
    /// # Errors
    /// The fonts of the PDF, which are in the program, could not be read.
    pub fn render(
        &self,
        units: DisplayUnits,
        title: Option<&str>,
    ) -> Result<Vec<Artefact>, RenderError> {
        let json = serde_json::to_string_pretty(self).unwrap_or_default() + "\n";
        let page = self.page(units, title);
        let sheet = squad::on_paper(self, units, title)
            .map(|document| pdf::render(&document, &|_, _| None, Self::FILES[3]))
            .transpose()?;
        let bytes = [page, table::csv(&self.runs), json].map(String::into_bytes);
        let files = Self::FILES.into_iter().zip(bytes.into_iter().chain(sheet));
        Ok(files.map(Artefact::from).collect())
    }
}
