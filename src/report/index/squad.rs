//! The squad: a row an athlete, who needs a look first.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::html::{label, link, onset, tone};
use super::row::Row;
use super::sortable::{self, By};
use super::trend::{Since, pain_cell, since_last};
use crate::units::DisplayUnits;
use crate::units::format::ABSENT;

const COLUMNS: &[(By, &str)] = &[
    (By::Text, "Athlete"),
    (By::Number, "Runs"),
    (By::Text, "Latest"),
    (By::Number, "Verdict"),
    (By::Number, "Onset"),
    (By::Number, "Against last time"),
    (By::Number, "Pain"),
    (By::Number, "Runs with an onset"),
];
/// Position of the verdict, by which the rows are sorted.
const VERDICT: usize = 3;

/// An athlete's runs.
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

/// The section of the page; nothing for fewer than two athletes.
pub fn section(athletes: &[Athlete], units: DisplayUnits) -> Markup {
    html! {
        @if athletes.len() > 1 {
            section.squad {
                h2 { "Squad" }
                p.legend-text {
                    "A row an athlete, by the latest run, who needs a look first. Against last time: \
                     whether the onset of the latest run came earlier or later than in the run \
                     before, said only where the two 95 % intervals do not meet. Pain: the worst that \
                     was noted of the latest run, 0 to 10."
                }
                (sortable::table("squad", "Athletes, by the latest run", COLUMNS, VERDICT, html! {
                    @for (k, athlete) in athletes.iter().enumerate() { (line(k, athlete, units)) }
                }))
            }
        }
    }
}

fn line(place: usize, athlete: &Athlete, units: DisplayUnits) -> Markup {
    html! {
        @if let Some(last) = athlete.runs.last() {
            tr class=(tone(last)) {
                th scope="row" data-v=(athlete.shown()) {
                    @match athlete.name {
                        Some(name) => a href={ "#" (anchor(place)) } { (name) },
                        None => (athlete.shown()),
                    }
                }
                td.n data-v=(athlete.runs.len()) { (athlete.runs.len()) }
                td.n data-v=(last.local_order()) {
                    @let day = last.day();
                    @match &last.report {
                        Some(report) => a href=(link(report)) { (day) },
                        None => (day),
                    }
                }
                td.verdict-name data-v=(last.severity()) title=(last.headline) {
                    (label(last))
                    @if let Some(certainty) = &last.certainty { small { " " (certainty) } }
                }
                (onset(last.onset, units))
                @let since = since_last(&athlete.runs);
                td.n data-v=[since.as_ref().map(Since::order)] {
                    (since.as_ref().map_or(ABSENT, Since::short))
                }
                (pain_cell(last.pain()))
                td.n data-v=(athlete.with_onset()) { (athlete.with_onset()) }
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
        let page = |rows: &[Row]| section(&athletes(rows), DisplayUnits::Miles).into_string();
        let text = page(&rows);
        assert!(text.contains("<a href=\"#athlete-2\">Bea</a>"), "{text}");
        assert!(text.contains("No name given"));
        assert_eq!(page(&rows[1..3]), "", "one athlete is no squad");
    }
}
