//! What is told of a session while it goes on, and what is left of it at the end.

use std::path::{Path, PathBuf};

use formdrift::Analysis;
use formdrift::report::compare;
use formdrift::report::index::{Index, Row};

use super::console::Console;
use super::deliver::{Done, Trouble};
use super::plan::Plan;
use super::root::Root;
use super::tally::Tally;
use super::twins::{Seen, Trait};
use super::work::{Outcome, Worked};
use super::{Ending, describe, index};
use crate::cli::Arguments;

/// What has happened so far.
pub struct Session<'a> {
    args: &'a Arguments,
    one: bool,
    index: bool,
    root: &'a Root,
    tally: Tally,
    failed: bool,
    first_report: Option<PathBuf>,
    rows: Vec<Row>,
    seen: Seen,
    kept: Vec<(String, Box<Analysis>)>,
}

impl<'a> Session<'a> {
    /// Nothing has happened.
    pub fn new(args: &'a Arguments, one: bool, root: &'a Root) -> Self {
        Self {
            args,
            one,
            index: !one && !args.outputs(true).is_empty(),
            root,
            tally: Tally::default(),
            failed: false,
            first_report: None,
            rows: Vec::new(),
            seen: Seen::default(),
            kept: Vec::new(),
        }
    }

    /// Tells of what was asked for and is not there.
    pub fn missing(&mut self, console: &Console, plan: &Plan) {
        for (path, why) in &plan.missing {
            console.error_at(&path.display().to_string(), why);
            self.failed = true;
        }
    }

    /// Tells of an input.
    pub fn input_done(&mut self, console: &mut Console, worked: Worked) {
        let (place, named) = (worked.shown, worked.named);
        for outcome in worked.outcomes {
            match outcome {
                Outcome::Run(done) => self.run_done(console, &place, named, *done),
                Outcome::OtherSport(sport) if named => {
                    console.error_at(
                        &place,
                        &format!("is {sport}, not a run; formdrift looks at runs only"),
                    );
                    self.failed = true;
                }
                Outcome::OtherSport(sport) => self.tally.other_sport(&sport),
                Outcome::OtherKind => self.tally.other_kinds += 1,
                Outcome::Failed(why) if named => {
                    console.error_at(&place, &why);
                    self.failed = true;
                }
                Outcome::Failed(why) => {
                    console.note_of(&format!("formdrift: {place}"), &format!("{why}; left out"));
                    self.tally.unreadable += 1;
                }
            }
        }
    }

    /// Tells of a run.
    fn run_done(&mut self, console: &mut Console, place: &str, named: bool, mut done: Done) {
        self.tally.runs += 1;
        if !done.written && done.folder.is_some() {
            self.tally.unchanged += 1;
        }
        if named {
            console.note_of(place, &done.read);
        }
        let printed = match (&done.json, &done.text) {
            (Some(line), _) => console.result(line.as_bytes()),
            (None, Some(text)) => console.result(text.as_bytes()),
            (None, None) => {
                // A file that was named goes by the name it was given.
                let name = if named { place } else { &done.row.file };
                let line = describe::one_line(name, &done.row, self.args.display_units());
                console.result(format!("{line}\n").as_bytes())
            }
        };
        if let Err(why) = printed {
            console.error(&format!("the result cannot be printed ({why})"));
            self.failed = true;
        }
        match &done.trouble {
            Some(Trouble::Moved(sentence)) => console.error(sentence),
            Some(Trouble::Lost(sentence)) => {
                console.error(sentence);
                self.failed = true;
            }
            None => {}
        }
        if let Some(folder) = done.folder {
            let report = main_file(&folder);
            if self.one && !self.args.json {
                let state = if done.written {
                    "Report"
                } else {
                    "Report, unchanged"
                };
                // A failure to print was told of above.
                let _ = console.result(format!("{state}: {}\n", report.display()).as_bytes());
            }
            done.row.report = self.seen_from_index(&report);
            self.first_report.get_or_insert(report);
        }
        if let Some(analysis) = done.analysis {
            self.kept.push((place.to_owned(), analysis));
        }
        // Without an index nothing is kept of a run, so that memory does not grow.
        if self.index {
            self.add_row(done.row);
        }
    }

    /// Sets the two runs side by side.
    fn compare(&mut self, console: &mut Console, written: bool) {
        let [(a, first), (b, second)] = self.kept.as_slice() else {
            if !self.failed {
                console.error("--compare needs exactly one run in each of the two paths");
            }
            self.failed = true;
            return;
        };
        let sides = [(a.as_str(), &**first), (b.as_str(), &**second)];
        let units = self.args.display_units();
        if !self.args.json {
            // A failure to print was told of with the runs.
            let _ = console.result(compare::text(sides, units).as_bytes());
        }
        if let (Root::Under(out), true) = (self.root, written) {
            let page = compare::page(sides, units);
            let shown = out.join(&page.name).display().to_string();
            match index::write_beside(out, &page) {
                Ok(()) if self.args.json => {}
                Ok(()) => drop(console.result(format!("Comparison: {shown}\n").as_bytes())),
                Err(why) => {
                    console.error_at(&shown, &format!("cannot be written ({why})"));
                    self.failed = true;
                }
            }
        }
    }

    /// Keeps a run's row for the index, unless the run is there already.
    fn add_row(&mut self, row: Row) {
        let run = Trait {
            start_s: row.started().map_or(0, |t| t.timestamp()),
            distance_m: row.distance_m,
            moving_s: row.moving_s,
            cadence_spm: row.cadence_spm,
        };
        if self.seen.is_new(run) {
            self.rows.push(row);
        } else {
            self.tally.twins += 1;
        }
    }

    /// A report's place as seen from the index; none where it lies elsewhere.
    fn seen_from_index(&self, report: &Path) -> Option<String> {
        let Root::Under(out) = self.root else {
            return None;
        };
        Some(describe::slashed(report.strip_prefix(out).ok()?))
    }

    /// Why nothing was analysed.
    fn nothing(&self) -> String {
        if self.tally == Tally::default() {
            let formats = formdrift::read::named("or");
            format!(
                "nothing to analyse: no {formats} file was found in what was given; give the \
                 file that the watch exported"
            )
        } else {
            "nothing to analyse: no run was found in what was given".to_owned()
        }
    }

    /// Sums up, and writes the index.
    pub fn close(mut self, console: &mut Console, plan: &Plan) -> Ending {
        console.count_repeated();
        let mut open = self.first_report.take();
        let left_out = self.tally.left_out(plan);
        if self.args.one_runner && self.rows.iter().any(Row::is_of_two_runners) {
            console.note(&format!("formdrift: {}", Row::TWO_RUNNERS));
        }
        if !self.one {
            console.note(&self.tally.done());
            if !left_out.is_empty() {
                console.note(&format!("Left out: {}", left_out.join(", ")));
            }
        }
        if self.tally.runs == 0 && !self.failed && !console.is_closed() {
            console.error(&self.nothing());
            self.failed = true;
        }
        if self.args.compare {
            self.compare(console, open.is_some());
        }
        if let (Root::Under(out), true) = (self.root, open.is_some()) {
            let mut index = Index::new(std::mem::take(&mut self.rows), left_out);
            index.one_runner = self.args.one_runner.then_some(self.args.seed);
            let (units, title) = (self.args.display_units(), self.args.title.as_deref());
            let page = out.join(Index::FILES[0]);
            match index::write(out, &index, units, title) {
                Ok(()) if self.args.json => {}
                // Whoever closed the pipe does not want to hear of it.
                Ok(()) => drop(console.result(format!("Index: {}\n", page.display()).as_bytes())),
                Err(why) => {
                    console.error_at(
                        &page.display().to_string(),
                        &format!("cannot be written ({why})"),
                    );
                    self.failed = true;
                }
            }
            open = Some(page);
        }
        if let (true, Some(page)) = (self.args.open, open)
            && let Err(why) = crate::desktop::open(&page)
        {
            console.note(&format!(
                "formdrift: the report could not be opened ({why})"
            ));
        }
        if self.failed {
            Ending::Incomplete
        } else {
            Ending::Complete
        }
    }
}

/// What to open of a report: the page, else the folder.
fn main_file(folder: &Path) -> PathBuf {
    ["report.html", "index.html", "report.pdf", "report.md"]
        .iter()
        .map(|name| folder.join(name))
        .find(|file| file.is_file())
        .unwrap_or_else(|| folder.to_path_buf())
}
