//! Ratings by eye of real runs: one row of `ratings.csv` a run.
// The suite and the accuracy harness each use a part of it.
#![allow(dead_code)]

use std::path::Path;

/// What the raters of a run say together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consensus {
    /// All say that running broke down from some mile on and that it lasted.
    Break,
    /// Nobody says so.
    NoBreak,
    /// Some say so.
    Split,
    /// Half of them or more say that the run cannot be judged.
    Unsuitable,
}

impl Consensus {
    /// As the file spells it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Break => "break",
            Self::NoBreak => "none",
            Self::Split => "split",
            Self::Unsuitable => "unsuitable",
        }
    }

    fn named(name: &str) -> Option<Self> {
        [Self::Break, Self::NoBreak, Self::Split, Self::Unsuitable]
            .into_iter()
            .find(|consensus| consensus.name() == name)
    }
}

/// One rated run.
#[derive(Debug, Clone, PartialEq)]
pub struct Rating {
    /// File name.
    pub file: String,
    /// Length, miles.
    pub miles: f64,
    /// The raters together.
    pub consensus: Consensus,
    /// Each rater's word: break, sound, eased, drift or unsuitable.
    pub words: Vec<String>,
    /// Onset, miles: median of the raters, and the range that any of them thought possible.
    /// `None` where nobody saw a break.
    pub onset: Option<RatedOnset>,
    /// What the raters wrote.
    pub notes: String,
}

/// Where the raters see the onset, miles.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RatedOnset {
    /// Median of the raters.
    pub at: f64,
    /// Lowest place that any of them thought possible.
    pub low: f64,
    /// Highest place that any of them thought possible.
    pub high: f64,
}

impl Rating {
    /// Whether each rater says *break*.
    pub fn breaks(&self) -> impl Iterator<Item = bool> + '_ {
        self.words.iter().map(|word| word == "break")
    }
}

/// Reads `ratings.csv` of a folder; empty if there is none. Rows that cannot be understood
/// are an error that names the line.
pub fn ratings_in(folder: &Path) -> Result<Vec<Rating>, String> {
    let path = folder.join("ratings.csv");
    match std::fs::read_to_string(&path) {
        Ok(text) => ratings(&text).map_err(|why| format!("{}: {why}", path.display())),
        Err(_) => Ok(Vec::new()),
    }
}

/// Reads the text of a `ratings.csv`.
pub fn ratings(text: &str) -> Result<Vec<Rating>, String> {
    let mut lines = text.lines();
    let header = fields(lines.next().unwrap_or_default());
    let mut rows = Vec::new();
    for (index, line) in lines.enumerate() {
        let row = fields(line);
        let cell = |name: &str| {
            let at = header.iter().position(|column| column == name)?;
            row.get(at).map(String::as_str)
        };
        let number = |name: &str| cell(name)?.parse::<f64>().ok();
        let rating = || {
            Some(Rating {
                file: cell("file")?.to_owned(),
                miles: number("miles")?,
                consensus: Consensus::named(cell("consensus")?)?,
                words: cell("kinds")?.split('|').map(str::to_owned).collect(),
                onset: number("onset_mi").map(|at| RatedOnset {
                    at,
                    low: number("low_mi").unwrap_or(at),
                    high: number("high_mi").unwrap_or(at),
                }),
                notes: cell("notes").unwrap_or_default().to_owned(),
            })
        };
        let line_number = index + 2;
        rows.push(rating().ok_or_else(|| format!("line {line_number} is not understood: {line}"))?);
    }
    Ok(rows)
}

/// The fields of a line of CSV; quotes may enclose commas, and a doubled quote is one.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        match (character, fields.last_mut()) {
            ('"', Some(field)) if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                field.push('"');
            }
            ('"', _) => quoted = !quoted,
            (',', _) if !quoted => fields.push(String::new()),
            (_, Some(field)) => field.push(character),
            (_, None) => {}
        }
    }
    fields
}
