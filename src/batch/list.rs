//! The list of many runs on the terminal: a line a run, in columns.

use anstyle::Style;
use formdrift::detect::Kind;
use formdrift::read::sanitise::{NAME, PATH, one_line};
use formdrift::report::index::Row;
use formdrift::report::text;
use formdrift::units::format::{self, ABSENT};
use formdrift::units::{DisplayUnits, Metres};

use super::describe::slashed;
use super::plan::Plan;

/// Width of the date, such as `2026-04-12`, in characters.
const DATE: usize = 10;
/// Width of the distance: the longest is `100.0 mi`.
const DISTANCE: usize = 8;
/// Width of the verdict: the longest is `Run-walk finish`.
const VERDICT: usize = 15;
/// Width of how sure that is: the longest is `possible`, as is its header.
const SURE: usize = 8;
/// `at some point before mile 12`
const ONSET: usize = 28;
/// Width of the change, such as `steps 2.9 % shorter by the finish`, mostly less.
const CHANGE: usize = 19;
/// Stands at the end of the line of a file that could not be read to its end.
const DAMAGED: &str = "(damaged file)";
/// Blanks between two columns.
const GAP: usize = 2;
/// Columns of names where they are not known beforehand: those in archives.
const UNKNOWN_NAME: usize = 28;
/// Columns below which a name says nothing.
const SHORTEST_NAME: usize = 12;

/// How the list is laid out.
pub struct List {
    /// Width of the column of names, in characters.
    name: usize,
    /// Longer names are shortened, and the last column is left out where there is no room:
    /// the list is for the eye. Else nothing is cut, for programs that read it.
    terminal: bool,
    sure: bool,
    change: bool,
    colour: bool,
    units: DisplayUnits,
}

impl List {
    /// The layout for these files. `columns` are those of the terminal, `None` where the
    /// list goes elsewhere.
    pub fn new(plan: &Plan, columns: Option<usize>, colour: bool, units: DisplayUnits) -> Self {
        let of_plan = (plan.files.iter()).map(|file| {
            let name = match file.named {
                true => file.path.display().to_string(),
                false => slashed(&file.relative),
            };
            match file.archive {
                true => UNKNOWN_NAME,
                false => name.chars().count(),
            }
        });
        let wanted = of_plan.max().unwrap_or(UNKNOWN_NAME);
        let others = DATE + DISTANCE + VERDICT + ONSET + 4 * GAP;
        let room = columns.map_or(usize::MAX, |columns| {
            columns.saturating_sub(others).max(SHORTEST_NAME)
        });
        let name = wanted.min(room).max(SHORTEST_NAME);
        Self {
            name,
            terminal: columns.is_some(),
            sure: columns.is_none_or(|columns| columns >= others + name + GAP + SURE),
            change: columns
                .is_none_or(|columns| columns >= others + name + 2 * GAP + SURE + CHANGE),
            colour,
            units,
        }
    }

    /// The names of the columns, for a terminal.
    pub fn header(&self) -> Option<String> {
        let change = if self.change { "Change" } else { "" };
        let verdict = ("Verdict", None, "How sure");
        let line = self.columns("Date", "Run", "Distance", verdict, "Onset", change);
        (self.terminal).then(|| self.paint(Style::new().dimmed(), &line))
    }

    /// The line of a run that goes by `name`.
    pub fn line(&self, name: &str, row: &Row) -> String {
        let date = row.day();
        let distance = format::distance(Metres(row.distance_m), self.units);
        let onset = row.onset.map_or(ABSENT.to_owned(), |onset| {
            let (interval, at) = (onset.interval(), Metres(onset.distance_m));
            match interval.is_wide() {
                true => interval.since(at, self.units),
                false => interval.around(at, self.units),
            }
        });
        let change = row.change.as_deref().filter(|_| self.change);
        // What a damaged file says ends where the damage begins: no list leaves that out.
        let damaged = row.caveats.iter().any(|code| code == "damaged_file");
        let end = [change, damaged.then_some(DAMAGED)];
        let end: Vec<&str> = end.into_iter().flatten().collect();
        let sure = row.certainty.as_deref().unwrap_or(ABSENT);
        let verdict = (row.label(), row.kind(), sure);
        let (date, name) = (one_line(date, DATE), one_line(name, PATH));
        let end = end.join("  ");
        let end = one_line(&end, NAME);
        self.columns(&date, &name, &distance, verdict, &onset, &end)
    }

    fn columns(
        &self,
        date: &str,
        name: &str,
        distance: &str,
        (verdict, kind, sure): (&str, Option<Kind>, &str),
        onset: &str,
        change: &str,
    ) -> String {
        let name = match self.terminal {
            true => shortened(name, self.name),
            false => name.to_owned(),
        };
        let width = self.name;
        let verdict = format!("{:VERDICT$}", one_line(verdict, NAME));
        let verdict = match kind {
            Some(kind) => self.paint(text::tone(kind), &verdict),
            None => verdict,
        };
        let sure = match self.sure {
            true => format!("  {:SURE$}", one_line(sure, NAME)),
            false => String::new(),
        };
        let line = format!(
            "{date:DATE$}  {name:width$}  {distance:>DISTANCE$}  {verdict}{sure}  {onset:ONSET$}  {change}"
        );
        line.trim_end().to_owned()
    }

    /// `text` in a style, when colour is wanted.
    fn paint(&self, style: Style, text: &str) -> String {
        if self.colour {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }
}

/// A name of at most `width` characters: its beginning and, more of it, its end, which tells
/// files in one folder apart.
fn shortened(name: &str, width: usize) -> String {
    let letters: Vec<char> = name.chars().collect();
    if letters.len() <= width {
        return name.to_owned();
    }
    let kept = width.saturating_sub(1);
    let (first, last) = (kept / 3, kept - kept / 3);
    let mut short: String = letters[..first].iter().collect();
    short.push('\u{2026}');
    short.extend(&letters[letters.len() - last..]);
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(file: &str, verdict: &str) -> Row {
        let text = format!(
            r#"{{"file": "{file}", "run": 1, "report": null, "start": "2026-04-12T07:00:00Z",
            "distance_m": 42195.0, "moving_s": 13871.0, "pace_s_per_km": 328.7, "cadence_spm": 174.0,
            "verdict": "{verdict}", "pattern": null, "onset": {{"distance_m": 31000.0,
            "low_m": 30000.0, "high_m": 32500.0, "low_open": false, "high_open": false}},
            "form_change_pct": {{"value": -4.13, "low": -5.0, "high": -3.2}}, "fade_pct": null,
            "change": "steps 4.2 % longer", "certainty": "likely",
            "decoupling_pct": null, "curve": null, "caveats": [], "headline": "A headline."}}"#
        );
        serde_json::from_str(&text).unwrap()
    }

    fn list(columns: Option<usize>, colour: bool) -> List {
        let mut list = List::new(&Plan::default(), columns, colour, DisplayUnits::Miles);
        list.name = list.name.min(20);
        list
    }

    #[test]
    fn columns_stand_below_each_other() {
        let list = list(Some(130), false);
        assert_eq!(
            list.header().unwrap(),
            "Date        Run                   Distance  Verdict          How sure  Onset                         Change"
        );
        assert_eq!(
            list.line("marathon.fit", &row("marathon.fit", "form_breakdown")),
            "2026-04-12  marathon.fit           26.2 mi  Form breakdown   likely    mile 19.3 (18.6-20.2)         steps 4.2 % longer"
        );
        assert_eq!(
            list.line("a-long-name-of-a-run.fit", &row("x", "steady")),
            "2026-04-12  a-long\u{2026}-of-a-run.fit   26.2 mi  Steady           likely    mile 19.3 (18.6-20.2)         steps 4.2 % longer"
        );
    }

    #[test]
    fn damage_is_named_however_narrow_the_list() {
        let mut cut = row("x", "steady");
        cut.caveats = vec!["damaged_file".into()];
        for columns in [None, Some(80), Some(120)] {
            let line = list(columns, false).line("x", &cut);
            assert!(line.ends_with("(damaged file)"), "{line}");
        }
    }

    #[test]
    fn a_narrow_terminal_has_fewer_columns_and_a_pipe_every_letter() {
        let narrow = list(Some(80), false);
        let line = narrow.line("a-very-long-name.fit", &row("x", "form_breakdown"));
        let width = line.chars().count();
        assert!(width <= 82 && !line.contains("likely"), "{line}");
        let piped = list(None, false);
        assert_eq!(piped.header(), None);
        let name = "n".repeat(60);
        assert!(piped.line(&name, &row("x", "steady")).contains(&name));
    }

    #[test]
    fn a_verdict_has_its_colour_and_the_same_width() {
        let kind = row("x", "form_breakdown");
        let (plain, coloured) = (list(Some(100), false), list(Some(100), true));
        let bare = console::strip_ansi_codes(&coloured.line("x", &kind)).into_owned();
        assert_eq!(bare, plain.line("x", &kind));
        assert!(coloured.line("x", &kind).contains("\u{1b}["));
    }
}
