//! `squad.pdf`: the squad on paper, to take to the track or to send. A row an athlete, then each
//! athlete's runs, latest first.

use super::squad::{Athlete, overview};
use super::trend::{said_of, since_last, since_sentence};
use super::{Index, Row, cells};
use crate::report::document::*;
use crate::units::format;
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
        vec![Block::Table(overview(&athletes, units, false))],
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
        summary: format!("{title}: {}", byline.join(", ")),
        ..Document::of_many("squad", title, byline, blocks)
    })
}

/// The trend in a sentence, and the runs.
fn of_athlete(athlete: &Athlete, seed: u64, units: DisplayUnits) -> Vec<Block> {
    let mut blocks = Vec::new();
    if let Some(since) = since_last(&athlete.runs) {
        blocks.push(Block::conclusion(since_sentence(&since, units)));
    }
    // A single run has no trend.
    if let (true, Some(said)) = (athlete.runs.len() > 1, said_of(&athlete.runs, seed)) {
        blocks.push(Block::paragraph(said));
    }
    let title = match athlete.runs.len() {
        n if n > MOST_RUNS => format!("The latest {MOST_RUNS} of {n} runs"),
        _ => "Runs, the latest first".into(),
    };
    let mut table = Table::new("runs", title);
    let mut add = |column, cell: &dyn Fn(&Row) -> Cell| {
        let shown = athlete.runs.iter().rev().take(MOST_RUNS);
        table.add(column, shown.map(|row| cell(row)));
    };
    add(Column::words("Date"), &cells::day);
    add(Column::numbers("Distance", ""), &|row| {
        Cell::plain(format::distance(Metres(row.distance_m), units))
    });
    add(Column::words("Verdict"), &cells::verdict);
    add(Column::words("Onset"), &|row| {
        cells::onset(row.onset, units)
    });
    add(Column::words("Change"), &cells::said_change);
    add(Column::words("Pain"), &|row| cells::pain(row.pain()));
    blocks.push(Block::Table(table));
    blocks
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
            files.unwrap().into_iter().map(|file| file.name).collect()
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
        assert_eq!(
            (first[0][1].text.as_str(), first[0][7].text.as_str()),
            ("1", "0")
        );
    }
}
