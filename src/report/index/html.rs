//! `index.html`: the runs as a page a coach would open first. It stands alone, and its
//! table sorts by any column; without scripts it stays in the order of the index.

use std::collections::BTreeMap;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::Index;
use super::row::{OnsetCell, Row, Value};
use super::sortable::{self, By};
use super::{squad, trend};
use crate::detect::{Kind, Pattern};
use crate::report::{standalone, words};
use crate::units::format;
use crate::units::{DisplayUnits, Metres};

const OWN_STYLE: &str = include_str!("index.css");
const SCRIPT: &str = include_str!("sort.js");

/// Opens the trend of the athlete that a link in the squad points to.
const UNFOLD: &str = include_str!("unfold.js");

/// The page.
pub fn page(index: &Index, units: DisplayUnits, title: Option<&str>) -> Markup {
    let title = title.unwrap_or("Form over many runs");
    html! {
        (DOCTYPE)
        html lang="en" {
            (standalone::head(title, None, &[OWN_STYLE]))
            body.index {
                header.masthead {
                    p.brand { "formdrift" span { " index of runs" } }
                    h1 { (title) }
                    ul.byline { @for item in byline(&index.runs) { li { (item) } } }
                }
                main {
                    // Who or what needs a look stands before the list.
                    (squad::section(&index.athletes(), units))
                    (trends(index, units))
                    h2 { "Runs, worst first" }
                    (table(&index.runs, units))
                    (legend())
                    @if !index.left_out.is_empty() {
                        h2 { "Left out" }
                        ul.left-out { @for line in &index.left_out { li { (line) } } }
                    }
                }
                script { (PreEscaped(SCRIPT)) }
                script { (PreEscaped(UNFOLD)) }
            }
        }
    }
}

/// A trend for each athlete, or for all runs where they are one runner's.
fn trends(index: &Index, units: DisplayUnits) -> Markup {
    let all = || index.runs.iter().collect::<Vec<_>>();
    let athletes = index.athletes();
    html! {
        @if index.one_runner {
            (trend::section(&all(), units, index.seed, None))
        } @else if let [only] = athletes.as_slice() {
            @if only.name.is_some() { (trend::section(&only.runs, units, index.seed, only.name)) }
        } @else if athletes.len() > 1 {
            section.trends {
                h2 { "Each athlete over time" }
                @for (k, athlete) in athletes.iter().enumerate() {
                    @if athlete.name.is_some() {
                        details id=(squad::anchor(k)) {
                            summary { h3 { (athlete.shown()) } " " (format::count(athlete.runs.len(), "run")) }
                            (trend::section(&athlete.runs, units, index.seed, athlete.name))
                        }
                    }
                }
            }
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

/// The kind of verdict as a title.
pub(super) fn kind(row: &Row) -> &str {
    match row.kind() {
        Some(kind) => words::kind(kind),
        None => &row.verdict,
    }
}

/// What happened as a title: the kind, or walking where that is what happened.
pub(super) fn label(row: &Row) -> &str {
    match (row.kind(), row.pattern.as_deref()) {
        (Some(Kind::PaceFade), Some(pattern)) if pattern == Pattern::RunWalk.name() => {
            words::RUN_WALK
        }
        _ => kind(row),
    }
}

/// Class of a verdict's colour.
pub(super) fn tone(row: &Row) -> &'static str {
    match row.kind() {
        Some(Kind::FormBreakdown | Kind::PaceFade) => "tone-alert",
        Some(Kind::GradualDrift) => "tone-notice",
        Some(Kind::Steady | Kind::EasedOff) => "tone-calm",
        Some(Kind::Undecided) | None => "tone-unknown",
    }
}

const COLUMNS: &[(By, &str)] = &[
    (By::Text, "Date"),
    (By::Text, "Run"),
    (By::Number, "Verdict"),
    (By::Number, "Onset"),
    (By::Number, "Form at the finish"),
    (By::Number, "Speed lost"),
    (By::Number, "Decoupling"),
    (By::Number, "Distance"),
    (By::Number, "Pace"),
    (By::Number, "Caveats"),
];

/// A row a run.
fn table(runs: &[Row], units: DisplayUnits) -> Markup {
    let names = names(runs);
    let named = runs.iter().any(|run| run.athlete.is_some());
    let mut columns = COLUMNS.to_vec();
    if named {
        columns.insert(2, (By::Text, "Athlete"));
    }
    let sorted = columns.iter().position(|(_, name)| *name == "Verdict");
    let rows = html! {
        @for (row, name) in runs.iter().zip(names) { (line(row, name, named, units)) }
    };
    sortable::table(
        "runs",
        "Runs, worst first",
        &columns,
        sorted.unwrap_or(0),
        rows,
    )
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

fn line(row: &Row, name: &str, named: bool, units: DisplayUnits) -> Markup {
    html! {
        tr class=(tone(row)) {
            td.n data-v=(row.local_order()) { (row.day()) }
            th scope="row" data-v=(name) {
                @match &row.report {
                    Some(report) => a href=(link(report)) { (breakable(name)) },
                    None => (breakable(name)),
                }
                @if row.run > 1 { " (run " (row.run) ")" }
            }
            @if named {
                td data-v=[row.athlete.as_deref()] {
                    (row.athlete.as_deref().unwrap_or(format::ABSENT))
                }
            }
            td.verdict-name data-v=(row.severity()) title=(row.headline) {
                (label(row))
                @if let Some(certainty) = &row.certainty { small { " " (certainty) } }
            }
            (onset(row.onset, units))
            (change(row.form_change_pct))
            (change(row.fade_pct))
            td.n data-v=[row.decoupling_pct] {
                (row.decoupling_pct.map_or(format::ABSENT.into(), percent))
            }
            td.n data-v=(row.distance_m) { (format::distance(Metres(row.distance_m), units)) }
            td.n data-v=[row.pace_s_per_km] {
                (row.pace_s_per_km.map_or(format::ABSENT.into(), |p| format::pace_with_unit(p, units)))
            }
            td data-v=(row.caveats.len()) { (spoken(&row.caveats)) }
        }
    }
}

/// A cell with a change and its interval.
pub(super) fn change(value: Option<Value>) -> Markup {
    html! {
        td.n data-v=[value.map(|v| v.value)] {
            @match value {
                Some(v) => {
                    (percent(v.value))
                    @let ends = [v.low, v.high].map(|end| words::typeset(&format::signed(end, 1)));
                    small { " " (ends[0]) " to " (ends[1]) }
                },
                None => (format::ABSENT),
            }
        }
    }
}

/// A signed percentage, set as a printer would.
pub(super) fn percent(value: f64) -> String {
    words::typeset(&format::signed_percent(value))
}

/// A cell with an onset and, below it, its interval.
pub(super) fn onset(onset: Option<OnsetCell>, units: DisplayUnits) -> Markup {
    html! {
        td.n data-v=[onset.map(|o| o.distance_m)] {
            @match onset {
                Some(o) => (placed(&o, units)),
                None => (format::ABSENT),
            }
        }
    }
}

/// An onset and, below it, its interval.
pub(super) fn placed(onset: &OnsetCell, units: DisplayUnits) -> Markup {
    let interval = onset.interval();
    let at = Metres(onset.distance_m);
    html! {
        @if interval.is_wide() {
            (interval.since(at, units))
        } @else {
            (interval.place(at, units))
            small { " (" (words::typeset(&interval.text(units))) ")" }
        }
    }
}

/// A path that a narrow column may break, between its parts and never within an ending.
pub(super) fn breakable(path: &str) -> Markup {
    let (stem, ending) = path.split_at(ending(path));
    let parts: Vec<&str> = stem.split_inclusive(['/', '-', '_', ' ']).collect();
    html! {
        @for (k, part) in parts.iter().enumerate() {
            @if k > 0 { wbr; }
            (part)
        }
        @if !ending.is_empty() { span.ending { (ending) } }
    }
}

/// Where a file's ending begins, that of a compressed file before `.gz` included.
fn ending(path: &str) -> usize {
    let name = path.rfind('/').map_or(0, |at| at + 1);
    let last = |to: usize| path[name..to].rfind('.').map(|at| name + at);
    match last(path.len()) {
        Some(at) if path[at..].eq_ignore_ascii_case(".gz") => last(at).unwrap_or(at),
        Some(at) => at,
        None => path.len(),
    }
}

/// Codes of caveats as words.
fn spoken(codes: &[String]) -> String {
    if codes.is_empty() {
        return format::ABSENT.into();
    }
    let words: Vec<String> = codes.iter().map(|c| spoken_code(c)).collect();
    words.join(", ")
}

/// A code of a caveat as words; the one that would be jargon in other words.
fn spoken_code(code: &str) -> String {
    match code {
        "level_shift" => "cadence stepped up or down".to_owned(),
        _ => code.replace('_', " "),
    }
}

/// A relative path as a link: what has a meaning in a URL is escaped.
pub(super) fn link(path: &str) -> String {
    let mut link = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
                link.push(char::from(byte));
            }
            _ => link.push_str(&format!("%{byte:02X}")),
        }
    }
    link
}

fn legend() -> Markup {
    html! {
        p.legend-text {
            "Worst first: by verdict, then by the size of the change. Onset is where it began, with \
             its 95 % interval, or a stretch where no one place can be named. Beside a verdict \
             stands how sure it is: clear, likely or possible. Form at the finish is cadence \
             against what is usual for the runner at that pace and grade: below 0 steps are longer \
             and slower, above 0 shorter and quicker. Speed lost is by the finish, without hills; \
             decoupling compares heart rate and speed between the halves. A line is a link to the run's own report where one was \
             written."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::row::tests::row;
    use super::*;

    #[test]
    fn names_cannot_break_the_page() {
        let evil = row("<script>alert(1)</script>.fit", Kind::Steady, None);
        let index = Index::new(vec![evil], vec!["1 <b>".into()]);
        let text = page(&index, DisplayUnits::Miles, None).into_string();
        assert!(!text.contains("<script>alert"));
        assert!(
            text.contains("href=\"%3Cscript%3Ealert%281%29%3C/script%3E.fit-form/report.html\"")
        );
    }

    #[test]
    fn a_long_name_breaks_between_its_parts_and_never_in_its_ending() {
        assert_eq!(
            breakable("2026/sunday-run.fit").into_string(),
            r#"2026/<wbr>sunday-<wbr>run<span class="ending">.fit</span>"#
        );
        for (path, cut) in [
            ("a.b/run", 7),
            ("x.fit.gz", 1),
            ("long.cut.fit", 8),
            ("", 0),
        ] {
            assert_eq!(ending(path), cut, "{path}");
        }
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
        let text = page(&index, DisplayUnits::Miles, None).into_string();
        assert!(
            !text.contains("http://") && !text.contains("https://"),
            "{text}"
        );
    }
}
