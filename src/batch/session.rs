//! Prints the result of each run as it is done, and the summary and index at the end.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use formdrift::Analysis;
use formdrift::report::compare;
use formdrift::report::index::{Index, Row};
use formdrift::units::format::count;

use super::console::Console;
use super::deliver::{Done, Trouble, kept_aside};
use super::list::List;
use super::plan::Plan;
use super::replace::Refusal;
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
    list: List,
    /// The names of the columns, until they are printed.
    header: Option<String>,
    tally: Tally,
    failed: bool,
    first_report: Option<PathBuf>,
    rows: Vec<Row>,
    seen: Seen,
    /// Folders of this session's reports.
    folders: HashSet<PathBuf>,
    kept: Vec<(String, Box<Analysis>)>,
}

impl<'a> Session<'a> {
    /// Starts with all counters at zero; `one` is true for a single run.
    pub fn new(args: &'a Arguments, one: bool, root: &'a Root, list: List) -> Self {
        let header = list.header().filter(|_| !args.brief);
        Self {
            list,
            header,
            args,
            one,
            index: !one && !args.outputs(true).is_empty(),
            root,
            tally: Tally::default(),
            failed: false,
            first_report: None,
            rows: Vec::new(),
            seen: Seen::default(),
            folders: HashSet::new(),
            kept: Vec::new(),
        }
    }

    /// Tells of what was asked for and is not there.
    pub fn missing(&mut self, console: &Console, plan: &Plan) {
        for (path, why) in &plan.missing {
            console.error_at(&describe::shown(path), why);
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
                Outcome::NotUsable(why) | Outcome::Failed(why) if named => {
                    console.error_at(&place, &why);
                    self.failed = true;
                }
                Outcome::NotUsable(why) => {
                    console.note_of(&format!("formdrift: {place}"), &format!("{why}; left out"));
                    self.tally.not_usable += 1;
                }
                Outcome::Failed(why) => {
                    console.error_of(&place, &format!("{why}; left out"));
                    self.tally.unreadable += 1;
                    self.failed = true;
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
        // A line a run is a line a run.
        if named && !self.args.brief {
            console.note_of(place, &done.read);
        }
        let printed = match (&done.json, &done.text) {
            (Some(line), _) => console.result(line.as_bytes()),
            (None, Some(text)) => console.result(text.as_bytes()),
            (None, None) => {
                // A file that was named goes by the name it was given.
                let name = if named { place } else { &done.row.file };
                let line = self.list.line(name, &done.row);
                let header = self.header.take().map(|line| line + "\n");
                let text = format!("{}{line}\n", header.unwrap_or_default());
                console.result(text.as_bytes())
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
        for sentence in &done.kept {
            console.remark(sentence);
        }
        if let Some(folder) = done.folder {
            let report = main_file(&folder);
            if self.one {
                let state = if done.written {
                    "Report"
                } else {
                    "Report, unchanged"
                };
                self.say_where(console, state, &report);
            }
            done.row.report = seen_from(self.root, &report);
            if self.index {
                self.folders.insert(folder);
            }
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
        if first == second {
            console.error(&format!(
                "{a} and {b} are the same recording, so there is nothing to compare; give two \
                 different runs"
            ));
            self.failed = true;
            return;
        }
        let sides = [(a.as_str(), &**first), (b.as_str(), &**second)];
        let units = self.args.display_units();
        if !self.args.json {
            // A failure to print was already reported with the runs.
            let _ = console.result(compare::text(sides, units).as_bytes());
        }
        if let (Root::Under(out), true) = (self.root, written) {
            let page = compare::page(sides, units);
            let shown = out.join(&page.name);
            let done = index::write(out, || Ok(vec![page]));
            self.beside(console, "Comparison", &shown, done);
        }
    }

    /// Says where a page is: with the result, or where that is a line a run for other
    /// programs, beside it.
    fn say_where(&self, console: &mut Console, what: &str, page: &Path) {
        let line = format!("{what}: {}", describe::shown(page));
        if self.args.brief && !self.args.json {
            console.note(&line);
        } else if !self.args.json {
            // A failure to print was reported with the runs; whoever closed the pipe does
            // not want to hear of it.
            let _ = console.result(format!("{line}\n").as_bytes());
        }
    }

    /// Tells of a page beside the reports.
    fn beside(&mut self, console: &mut Console, what: &str, page: &Path, done: WrittenBeside) {
        match done {
            Ok(kept) => {
                let folder = page.parent().unwrap_or(page);
                for (name, aside) in kept {
                    let sentence = kept_aside(folder, &name, &aside);
                    console.remark(sentence);
                }
                self.say_where(console, what, page);
            }
            Err(refusal) => {
                console.error(&refusal.about(page));
                self.failed = true;
            }
        }
    }

    /// Writes the index of every report in its folder.
    fn write_index(&mut self, console: &mut Console, out: &Path, left_out: Vec<String>) {
        let mut rows = std::mem::take(&mut self.rows);
        let (args, folders, seen) = (self.args, &self.folders, &mut self.seen);
        let done = index::write(out, || {
            for earlier in index::reports_below(out, folders) {
                let mut row = earlier.row;
                row.report = seen_from(self.root, &main_file(&earlier.folder));
                if seen.is_new(Trait::of(&row)) {
                    rows.push(row);
                }
            }
            let mut index = Index::new(rows, left_out);
            index.one_runner = args.one_runner;
            index.seed = args.seed;
            index.render(args.display_units(), args.title.as_deref())
        });
        self.beside(console, "Index", &out.join(Index::FILES[0]), done);
    }

    /// Keeps a run's row for the index, unless the run is there already.
    fn add_row(&mut self, row: Row) {
        if self.seen.is_new(Trait::of(&row)) {
            self.rows.push(row);
        } else {
            self.tally.twins += 1;
        }
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
        if self.tally.unreadable > 0 {
            let files = count(self.tally.unreadable, "file");
            console.error(&format!("{files} could not be read"));
        }
        if self.tally.runs == 0 && !self.failed && !console.is_closed() {
            console.error(&self.nothing());
            self.failed = true;
        }
        if self.args.compare {
            self.compare(console, open.is_some());
        }
        if let (Root::Under(out), true) = (self.root, open.is_some()) {
            let page = out.join(Index::FILES[0]);
            self.write_index(console, out, left_out);
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

/// What came of writing beside the reports: see [`index::write`].
type WrittenBeside = Result<Vec<(String, String)>, Refusal>;

/// A report's place as seen from the index; none where it lies elsewhere.
fn seen_from(root: &Root, report: &Path) -> Option<String> {
    let Root::Under(out) = root else {
        return None;
    };
    Some(describe::slashed(report.strip_prefix(out).ok()?))
}

/// What to open of a report: the page, else the folder.
fn main_file(folder: &Path) -> PathBuf {
    ["report.html", "index.html", "report.pdf", "report.md"]
        .iter()
        .map(|name| folder.join(name))
        .find(|file| file.is_file())
        .unwrap_or_else(|| folder.to_path_buf())
}
