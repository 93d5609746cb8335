//! `squad.pdf`: the squad on paper, to take to the track or to send. A row an athlete, then each
//! athlete's runs, latest first.

use super::Index;
use super::html::label;
use super::row::{Row, Value};
use super::squad::Athlete;
use super::trend::{Since, said_of, since_last, since_sentence};
use crate::report::document::*;
use crate::units::format::{self, ABSENT};
use crate::units::{DisplayUnits, Metres};

/// Runs of an athlete that are listed: more than a season of long runs.
const MOST_RUNS: usize = 12;

/// The squad as a document; `None` for fewer than two athletes.
pub fn squad(index: &Index, units: DisplayUnits, title: Option<&str>) -> Option<Document> {
    let athletes = index.athletes();
    if athletes.len() < 2 {
        return None;
    }
    let mut blocks = vec![Block::section(
        "squad",
        "Who needs a look first",
        vec![Block::Table(overview(&athletes, units))],
    )];
    blocks.extend(athletes.iter().map(|athlete| {
        let name = athlete.shown().to_owned();
        Block::section("athlete", name, of_athlete(athlete, index.seed, units))
    }));
    let title = title.unwrap_or("The squad").to_owned();
    let byline = vec![
        format::count(athletes.len(), "athlete"),
        format::count(index.runs.len(), "run"),
    ];
    Some(Document {
        kind: "squad",
        summary: format!("{title}: {}", byline.join(", ")),
        description: title.clone(),
        title,
        byline,
        tone: Tone::Unknown,
        blocks,
        colophon: format!(
            "formdrift {}. It informs runners and coaches; it does not diagnose.",
            env!("CARGO_PKG_VERSION")
        ),
        back: None,
    })
}

/// A row an athlete, by the latest run.
fn overview(athletes: &[Athlete], units: DisplayUnits) -> Table {
    let row = |athlete: &Athlete| {
        let last = athlete.runs.last()?;
        let since = since_last(&athlete.runs);
        Some(vec![
            Cell::plain(athlete.shown()),
            Cell::plain(last.day()),
            verdict(last),
            onset(last, units),
            Cell::plain(since.as_ref().map_or(ABSENT, Since::short)),
            pain(last),
            Cell::plain(format!(
                "{} of {}",
                athlete.with_onset(),
                athlete.runs.len()
            )),
        ])
    };
    Table {
        id: "squad",
        title: "By the latest run".into(),
        notes: vec![(
            None,
            "Against last time: whether the onset came earlier or later than in the run before, said \
             only where the two 95 % intervals do not meet. Pain: during the run, after 24 and \
             after 48 hours, 0 to 10."
                .into(),
        )],
        columns: vec![
            Column::words("Athlete"),
            Column::words("Latest"),
            Column::words("Verdict"),
            Column::words("Onset"),
            Column::words("Against last time"),
            Column::words("Pain"),
            Column::numbers("Runs with an onset", ""),
        ],
        rows: athletes.iter().filter_map(row).collect(),
    }
}

/// The trend in a sentence, and the runs.
fn of_athlete(athlete: &Athlete, seed: u64, units: DisplayUnits) -> Vec<Block> {
    let mut blocks = Vec::new();
    if let Some(since) = since_last(&athlete.runs) {
        let text = since_sentence(&since, units);
        blocks.push(Block::Paragraph(Voice::Conclusion, text.into()));
    }
    if let Some(said) = said_of(&athlete.runs, seed) {
        blocks.push(Block::Paragraph(Voice::Body, said.into()));
    }
    let shown = athlete.runs.iter().rev().take(MOST_RUNS);
    let row = |row: &&Row| {
        vec![
            Cell::plain(row.day()),
            Cell::plain(format::distance(Metres(row.distance_m), units)),
            verdict(row),
            onset(row, units),
            change(row.form_change_pct),
            change(row.fade_pct),
            pain(row),
        ]
    };
    blocks.push(Block::Table(Table {
        id: "runs",
        title: match athlete.runs.len() {
            n if n > MOST_RUNS => format!("The latest {MOST_RUNS} of {n} runs"),
            _ => "Runs, the latest first".into(),
        },
        notes: Vec::new(),
        columns: vec![
            Column::words("Date"),
            Column::numbers("Distance", ""),
            Column::words("Verdict"),
            Column::words("Onset"),
            Column::numbers("Form at the finish", ""),
            Column::numbers("Speed lost", ""),
            Column::words("Pain"),
        ],
        rows: shown.map(row).collect(),
    }));
    blocks
}

fn verdict(row: &Row) -> Cell {
    Cell {
        text: label(row).to_owned(),
        detail: row.certainty.clone(),
        ..Cell::default()
    }
}

fn onset(row: &Row, units: DisplayUnits) -> Cell {
    let Some(onset) = row.onset else {
        return Cell::plain(ABSENT);
    };
    let (interval, at) = (onset.interval(), Metres(onset.distance_m));
    if interval.is_wide() {
        return Cell::plain(interval.since(at, units));
    }
    Cell {
        text: interval.place(at, units),
        detail: Some(interval.text(units)),
        ..Cell::default()
    }
}

fn change(value: Option<Value>) -> Cell {
    value.map_or_else(
        || Cell::plain(ABSENT),
        |v| Cell {
            text: format::signed_percent(v.value),
            detail: Some(format!(
                "{} to {}",
                format::signed(v.low, 1),
                format::signed(v.high, 1)
            )),
            ..Cell::default()
        },
    )
}

fn pain(row: &Row) -> Cell {
    let Some(pain) = row.pain() else {
        return Cell::plain(ABSENT);
    };
    let rating = |value: Option<u8>| value.map_or(ABSENT.to_owned(), |v| v.to_string());
    Cell {
        text: [pain.during, pain.after_24_h, pain.after_48_h]
            .map(rating)
            .join(", "),
        detail: pain.location.clone(),
        ..Cell::default()
    }
}

#[cfg(test)]
mod tests {
    use super::super::row::tests::row;
    use super::*;
    use crate::detect::Kind;

    #[test]
    fn a_squad_has_a_sheet_and_a_single_runner_has_none() {
        let of = |athlete: &str, file: &str, kind| Row {
            athlete: Some(athlete.to_owned()),
            ..row(file, kind, Some(-3.0))
        };
        let rows = vec![
            of("Ann", "1.fit", Kind::FormBreakdown),
            of("Bob", "2.fit", Kind::Steady),
        ];
        let names = |rows: Vec<Row>| -> Vec<String> {
            let files = Index::new(rows, Vec::new()).render(DisplayUnits::Miles, None);
            files.into_iter().map(|file| file.name).collect()
        };
        assert_eq!(names(rows[..1].to_vec()), Index::FILES[..3]);
        assert_eq!(names(rows.clone()), Index::FILES);
        let index = Index::new(rows, Vec::new());
        let document = squad(&index, DisplayUnits::Miles, None).unwrap();
        let first = &document.tables()[0].rows;
        assert_eq!(
            (first[0][0].text.as_str(), first[1][0].text.as_str()),
            ("Ann", "Bob")
        );
        assert_eq!(first[0][6].text, "0 of 1");
    }
}
