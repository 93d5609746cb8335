//! A folder of folders, one an athlete: a row an athlete, who needs a look first.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::html::{label, link, onset, tone};
use super::row::Row;
use super::sortable::{self, By};
use crate::units::DisplayUnits;

const COLUMNS: &[(By, &str)] = &[
    (By::Text, "Folder"),
    (By::Number, "Runs"),
    (By::Text, "Latest"),
    (By::Number, "Verdict"),
    (By::Number, "Onset"),
    (By::Number, "Runs with a breakdown or fade"),
];

/// An athlete's runs.
struct Athlete<'a> {
    name: &'a str,
    /// In order of time.
    runs: Vec<&'a Row>,
}

/// The first folder of each run's path, where every run lies in one and there are several.
fn athletes(rows: &[Row]) -> Option<Vec<Athlete<'_>>> {
    let mut folders: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        let (folder, _) = row.file.split_once('/')?;
        folders.entry(folder).or_default().push(row);
    }
    if folders.len() < 2 {
        return None;
    }
    let mut athletes: Vec<Athlete> = (folders.into_iter())
        .map(|(name, mut runs)| {
            runs.sort_by(|a, b| a.local_order().cmp(b.local_order()));
            Athlete { name, runs }
        })
        .collect();
    athletes.sort_by(|a, b| match (a.runs.last(), b.runs.last()) {
        (Some(a), Some(b)) => a.by_severity(b),
        (a, b) => a.is_some().cmp(&b.is_some()),
    });
    Some(athletes)
}

/// The section of the page; nothing where the runs are not in folders of their own.
pub fn section(rows: &[Row], units: DisplayUnits) -> Markup {
    html! {
        @if let Some(athletes) = athletes(rows) {
            section.squad {
                h2 { "By folder" }
                p.legend-text {
                    "A row a folder, by its latest run, who needs a look first. Where each folder \
                     is an athlete this is the squad."
                }
                (sortable::table("folders", "Folders, by the latest run", COLUMNS, html! {
                    @for athlete in &athletes { (line(athlete, units)) }
                }))
            }
        }
    }
}

fn line(athlete: &Athlete, units: DisplayUnits) -> Markup {
    let broken = athlete.runs.iter().filter(|r| r.onset.is_some()).count();
    html! {
        @if let Some(last) = athlete.runs.last() {
            tr class=(tone(last)) {
                th scope="row" data-v=(athlete.name) { (athlete.name) }
                td.n data-v=(athlete.runs.len()) { (athlete.runs.len()) }
                td.n data-v=(last.local_order()) {
                    @let day = last.day();
                    @match &last.report {
                        Some(report) => a href=(link(report)) { (day) },
                        None => (day),
                    }
                }
                td.verdict-name data-v=(last.severity()) title=(last.headline) { (label(last)) }
                (onset(last.onset, units))
                td.n data-v=(broken) { (broken) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::row::tests::row;
    use super::*;
    use crate::detect::Kind;

    #[test]
    fn who_needs_a_look_comes_first_by_the_latest_run() {
        let mut old = row("bea/1.fit", Kind::FormBreakdown, Some(-6.0));
        old.start = "2025-01-01T07:00:00Z".into();
        let rows = [
            old,
            row("bea/2.fit", Kind::Steady, None),
            row("cem/1.fit", Kind::PaceFade, None),
        ];
        let names: Vec<_> = athletes(&rows).unwrap().iter().map(|a| a.name).collect();
        assert_eq!(names, ["cem", "bea"]);
        assert!(athletes(&rows[..2]).is_none());
        assert!(athletes(&[row("x.fit", Kind::Steady, None), rows[2].clone()]).is_none());
    }
}
