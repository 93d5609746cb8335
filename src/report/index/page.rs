//! `index.html`: the runs as a document that a coach would open first. Its tables sort by any
//! column; without scripts they stay in the order of the index.

use std::collections::BTreeMap;

use super::cells::{self, kind};
use super::{Index, Row, squad, trend};
use crate::report::document::*;
use crate::report::words;
use crate::units::format;
use crate::units::{DisplayUnits, Metres};

/// The index as a document.
pub fn document(index: &Index, units: DisplayUnits, title: Option<&str>) -> Document {
    let title = title.unwrap_or("Form over many runs").to_owned();
    let byline = byline(&index.runs);
    // Who or what needs a look stands before the list.
    let mut blocks: Vec<Block> = squad::section(&squad::athletes(&index.runs), units)
        .into_iter()
        .collect();
    blocks.extend(trends(index, units));
    let runs = vec![Block::Table(table(&index.runs, units)), Block::note(LEGEND)];
    blocks.push(Block::section("list", "Runs, worst first", runs));
    if !index.left_out.is_empty() {
        let list = Block::bullets("left-out", index.left_out.iter().map(String::as_str));
        blocks.push(Block::section("left-out", "Left out", vec![list]));
    }
    Document::of_many("index of runs", title, byline, blocks)
}

/// A trend for each athlete, or for all runs where they are one runner's.
fn trends(index: &Index, units: DisplayUnits) -> Option<Block> {
    let athletes = squad::athletes(&index.runs);
    if index.one_runner {
        let all: Vec<&Row> = index.runs.iter().collect();
        return trend::section(&all, units, index.seed, (None, "trend".to_owned()));
    }
    let named = athletes
        .iter()
        .enumerate()
        .filter(|(_, a)| a.name.is_some());
    let trend =
        |id, of: &squad::Athlete| trend::section(&of.runs, units, index.seed, (of.name, id));
    match athletes.as_slice() {
        [only] if only.name.is_some() => trend("trend".to_owned(), only),
        [] | [_] => None,
        _ => {
            let folded = named.filter_map(|(place, athlete)| {
                let Block::Section(section) = trend(squad::anchor(place), athlete)? else {
                    return None;
                };
                let runs = format::count(athlete.runs.len(), "run");
                Some(Block::Section(Section {
                    title: format!("{}: {runs}", athlete.shown()),
                    folded: true,
                    ..section
                }))
            });
            let title = "Each athlete over time";
            Some(Block::section("trends", title, folded.collect()))
        }
    }
}

/// How many runs there are of each verdict, and from when to when.
fn byline(runs: &[Row]) -> Vec<String> {
    let mut items = vec![format::count(runs.len(), "run")];
    let days = || runs.iter().map(Row::day).filter(|day| !day.is_empty());
    if let (Some(first), Some(last)) = (days().min(), days().max()) {
        items.push(if first == last {
            first.into()
        } else {
            format!("{first} to {last}")
        });
    }
    // Rows are in order of severity: equal verdicts stand together.
    for group in runs.chunk_by(|a, b| a.verdict == b.verdict) {
        items.push(format!(
            "{} {}",
            group.len(),
            kind(&group[0]).to_lowercase()
        ));
    }
    items
}

/// The index itself: one row per run, the one that most needs a look first.
fn table(runs: &[Row], units: DisplayUnits) -> Table {
    let title = "Runs, worst first";
    // The name of the file is the header of a row, the date stands before it.
    let mut table = Table::new("runs", title).headed_by(1);
    let named: Vec<(&Row, &str)> = runs.iter().zip(names(runs)).collect();
    table.add(Column::words("Date"), runs.iter().map(cells::day));
    let name = |(run, name): &(&Row, &str)| Cell {
        is_path: true,
        ..match run.run {
            2.. => cells::name(&format!("{name} (run {})", run.run)),
            _ => cells::name(name),
        }
        .to(run.report.as_deref().map(cells::link))
    };
    table.add(Column::words("Run"), named.iter().map(name));
    if runs.iter().any(|run| run.athlete.is_some()) {
        let absent = || Cell::plain(format::ABSENT);
        let athlete = |run: &Row| run.athlete.as_deref().map_or_else(absent, cells::name);
        table.add(Column::words("Athlete"), runs.iter().map(athlete));
    }
    let mut table = table.sorted_by_next();
    table.add(Column::words("Verdict"), runs.iter().map(cells::verdict));
    let mut add = |name, cell: &dyn Fn(&Row) -> Cell| {
        table.add(Column::numbers(name, ""), runs.iter().map(cell));
    };
    add("Onset", &|run| cells::onset(run.onset, units));
    add("Change", &cells::said_change);
    add("Decoupling", &|run| {
        cells::value(run.decoupling_pct, format::signed_percent)
    });
    add("Distance", &|run| {
        cells::value(Some(run.distance_m), |m| format::distance(Metres(m), units))
    });
    add("Pace", &|run| {
        cells::value(run.pace_s_per_km, |p| format::pace_with_unit(p, units))
    });
    let caveats = |run: &Row| {
        let of_caveats = cells::count(run.caveats.len()).order;
        Cell::plain(spoken(&run.caveats)).by(of_caveats)
    };
    table.add(Column::words("Caveats"), runs.iter().map(caveats));
    table
}

/// What each run is called: its file, and where two files have one name, the ends of the
/// paths they were given by that tell them apart.
fn names(runs: &[Row]) -> Vec<&str> {
    let mut alike: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (k, row) in runs.iter().enumerate() {
        alike.entry((&row.file, row.run)).or_default().push(k);
    }
    let mut names: Vec<&str> = runs.iter().map(|row| row.file.as_str()).collect();
    for group in alike.into_values().filter(|group| group.len() > 1) {
        let path = |k: &usize| runs[*k].path.as_deref().unwrap_or(&runs[*k].file);
        let paths: Vec<&str> = group.iter().map(path).collect();
        for (k, name) in group.into_iter().zip(words::apart(&paths)) {
            names[k] = name;
        }
    }
    names
}

/// Codes of caveats as words.
fn spoken(codes: &[String]) -> String {
    if codes.is_empty() {
        return format::ABSENT.into();
    }
    let words: Vec<String> = codes.iter().map(|c| spoken_code(c)).collect();
    words.join(", ")
}

/// A code of a caveat as words; those that would be jargon in other words.
fn spoken_code(code: &str) -> String {
    match code {
        "level_shift" => "cadence stepped up or down".to_owned(),
        "distance_is_a_ruler" => "distance runs straight on".to_owned(),
        "sport_by_values" => "sport not in the file".to_owned(),
        "heart_rate_cadence_lock" => "heart rate follows cadence".to_owned(),
        "clock_backward" => "clock ran backward".to_owned(),
        "gps_spikes" => "GPS spikes".to_owned(),
        "gps_dropouts" => "GPS dropouts".to_owned(),
        _ => code.replace('_', " "),
    }
}

/// How the list of runs is read.
const LEGEND: &str = "Worst first: by verdict, then by the size of the change. Beside a verdict stands \
    how sure it is: clear, likely or possible. Onset is where it began, with its 95 % interval, or \
    a stretch where no one place can be named. Change is from there on, against fresh: steps \
    longer or shorter than usual for the pace, or a slower pace. Decoupling compares heart rate and \
    speed between the halves of the run. Each line links to the run's own report where one was \
    written.";

#[cfg(test)]
mod tests {
    use super::super::row::tests::row;
    use super::*;
    use crate::detect::Kind;

    fn page(index: &Index) -> String {
        let page = index.render(DisplayUnits::Miles, None).unwrap().remove(0);
        String::from_utf8(page.bytes).unwrap()
    }

    #[test]
    fn names_cannot_break_the_page() {
        let evil = row("<script>alert(1)</script>.fit", Kind::Steady, None);
        let index = Index::new(vec![evil], vec!["1 <b>".into()]);
        let text = page(&index);
        assert!(!text.contains("<script>alert"));
        assert!(
            text.contains("href=\"%3Cscript%3Ealert%281%29%3C/script%3E.fit-form/report.html\"")
        );
    }

    #[test]
    fn files_of_one_name_are_told_apart() {
        let mut rows = ["ann/x.fit", "bob/x.fit", "y.fit"].map(|path| Row {
            path: Some(format!("/home/{path}")),
            ..row("x.fit", Kind::Steady, None)
        });
        rows[2].file = "y.fit".into();
        assert_eq!(names(&rows), ["ann/x.fit", "bob/x.fit", "y.fit"]);
    }

    #[test]
    fn the_page_asks_nothing_of_any_server() {
        let index = Index::new(vec![row("a.fit", Kind::PaceFade, Some(1.0))], Vec::new());
        let text = page(&index);
        assert!(
            !text.contains("http://") && !text.contains("https://"),
            "{text}"
        );
    }
}
