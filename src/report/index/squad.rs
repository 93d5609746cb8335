//! The squad: a row an athlete, who needs a look first.

use std::collections::BTreeMap;

use super::trend::{said_of, since_last, since_sentence};
use super::{Index, Row, cells};
use crate::report::document::*;
use crate::units::format::{self, ABSENT};
use crate::units::{DisplayUnits, Metres};

/// The runs of one athlete.
pub struct Athlete<'a> {
    /// Their name; `None` for runs of which nobody said whose they are.
    pub name: Option<&'a str>,
    /// In order of time.
    pub runs: Vec<&'a Row>,
}

impl Athlete<'_> {
    /// The name as it is shown.
    pub fn shown(&self) -> &str {
        self.name.unwrap_or("No name given")
    }

    /// Runs in which something gave way.
    pub fn with_onset(&self) -> usize {
        self.runs.iter().filter(|r| r.onset.is_some()).count()
    }
}

/// Runs by athlete, who needs a look first by the latest run; those without a name last.
pub fn athletes(rows: &[Row]) -> Vec<Athlete<'_>> {
    let mut by_name: BTreeMap<Option<&str>, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        by_name.entry(row.athlete.as_deref()).or_default().push(row);
    }
    let mut athletes: Vec<Athlete> = (by_name.into_iter())
        .map(|(name, mut runs)| {
            runs.sort_by(|a, b| a.local_order().cmp(b.local_order()));
            Athlete { name, runs }
        })
        .collect();
    athletes.sort_by(|a, b| {
        let nameless = a.name.is_none().cmp(&b.name.is_none());
        nameless.then_with(|| match (a.runs.last(), b.runs.last()) {
            (Some(a), Some(b)) => a.by_severity(b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        })
    });
    athletes
}

/// Where the page has the trend of the athlete in this place.
pub fn anchor(place: usize) -> String {
    format!("athlete-{}", place + 1)
}

/// The section of the page; `None` for fewer than two athletes.
pub fn section(athletes: &[Athlete], units: DisplayUnits) -> Option<Block> {
    let table = Block::Table(overview(athletes, units, true));
    (athletes.len() > 1).then(|| Block::section("squad", "Squad", vec![table]))
}

/// A row an athlete, by the latest run; on a page it leads to the trend and the latest report.
pub fn overview(athletes: &[Athlete], units: DisplayUnits, on_page: bool) -> Table {
    let all: Vec<(usize, &Athlete, &Row)> = (athletes.iter().enumerate())
        .filter_map(|(place, athlete)| Some((place, athlete, *athlete.runs.last()?)))
        .collect();
    let mut table = Table::new("squad-table", "Athletes, by the latest run").noted(
        "One row per athlete; the one whose latest run calls most for a look stands first. \
         Against last time: whether the onset came earlier or later than in the run before, given \
         only where the two 95 % intervals do not overlap. Pain: during the latest run, after 24 \
         and after 48 hours, from 0 to 10.",
    );
    let name = |(place, athlete, _): &(usize, &Athlete, _)| {
        let anchor = (athlete.name).map(|_| format!("#{}", anchor(*place)));
        cells::name(athlete.shown()).to(anchor.filter(|_| on_page))
    };
    table.add(Column::words("Athlete"), all.iter().map(name));
    let runs = all.iter().map(|(_, a, _)| cells::count(a.runs.len()));
    table.add(Column::numbers("Runs", ""), runs);
    let latest = || all.iter().map(|(.., latest)| *latest);
    table.add(Column::words("Latest"), latest().map(cells::linked_day));
    let mut table = table.sorted_by_next();
    table.add(Column::words("Verdict"), latest().map(cells::verdict));
    let onsets = latest().map(|run| cells::onset(run.onset, units));
    table.add(Column::words("Onset"), onsets);
    let since = |(_, athlete, _): &(_, &Athlete, _)| {
        let since = since_last(&athlete.runs);
        since.map_or(Cell::plain(ABSENT), |since| {
            let (word, order) = since.short();
            Cell::plain(word).by(Some(Order::Size(order.into())))
        })
    };
    table.add(Column::words("Against last time"), all.iter().map(since));
    let pains = latest().map(|run| cells::pain(run.pain()));
    table.add(Column::words("Pain"), pains);
    let onsets = all.iter().map(|(_, a, _)| cells::count(a.with_onset()));
    table.add(Column::numbers("Runs with an onset", ""), onsets);
    table
}

/// Runs of an athlete that are listed: more than a season of long runs.
const MOST_RUNS: usize = 12;

/// `squad.pdf`, the squad to take to the track or to send: a row an athlete, then each athlete's
/// runs, latest first; `None` for fewer than two athletes.
pub fn on_paper(index: &Index, units: DisplayUnits, title: Option<&str>) -> Option<Document> {
    let athletes = athletes(&index.runs);
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
    Some(Document::of_many("squad", title, byline, blocks))
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
    fn who_needs_a_look_comes_first_by_the_latest_run() {
        let of = |athlete: Option<&str>, file: &str, kind| Row {
            athlete: athlete.map(str::to_owned),
            ..row(file, kind, None)
        };
        let mut old = of(Some("Bea"), "1.fit", Kind::FormBreakdown);
        old.start = "2025-01-01T07:00:00Z".into();
        let rows = [
            of(None, "x.fit", Kind::FormBreakdown),
            old,
            of(Some("Bea"), "2.fit", Kind::Steady),
            of(Some("Cem"), "3.fit", Kind::PaceFade),
        ];
        let names: Vec<_> = athletes(&rows).iter().map(|a| a.name).collect();
        assert_eq!(names, [Some("Cem"), Some("Bea"), None]);
        let table = overview(&athletes(&rows), DisplayUnits::Miles, true);
        let first = |row: usize| &table.rows[row][0];
        assert_eq!(
            (first(1).text.as_str(), first(1).link.as_deref()),
            ("Bea", Some("#athlete-2"))
        );
        assert_eq!(
            (first(2).text.as_str(), first(2).link.as_deref()),
            ("No name given", None)
        );
        let one = section(&athletes(&rows[1..3]), DisplayUnits::Miles);
        assert_eq!(one, None, "one athlete is no squad");
    }

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
        let document = on_paper(&index, DisplayUnits::Miles, None).unwrap();
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
