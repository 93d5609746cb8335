//! A session: inputs are planned, worked through in parallel, and told of in the order in
//! which they were given.

mod console;
mod describe;
mod input;
mod marker;
mod order;
mod place;
mod plan;
mod tally;
mod work;

use std::path::{Path, PathBuf};

use formdrift::report::text::TextStyle;
use serde_json::json;

use crate::cli::Arguments;
use console::Console;
use input::Inputs;
use place::Root;
use plan::Plan;
use tally::Tally;
use work::{Done, Job, Outcome, Trouble, Worked};

/// Where the reports of several runs go.
const SEVERAL: &str = "formdrift-report";

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Everything asked for was done.
    Complete,
    /// Something was not.
    Incomplete,
}

/// Runs a session.
pub fn run(args: &Arguments) -> Ending {
    let mut console = Console::new(args);
    let plan = Plan::of(&args.paths);
    let one = plan.is_one_file(&args.paths);
    let job = job(args, one, &console);
    let mut session = Session {
        args,
        one,
        tally: Tally::default(),
        failed: false,
        reports: Vec::new(),
    };
    for (path, why) in &plan.missing {
        console.error_at(&path.display().to_string(), why);
        session.failed = true;
    }
    if !one {
        console.start_progress(plan.files.len() as u64);
    }
    order::in_order(
        Inputs::new(&plan.files),
        if one {
            1
        } else {
            args.jobs.map_or(0, usize::from)
        },
        |input| work::work(input, &job),
        |worked| {
            session.input_done(&mut console, worked);
            console.advance();
            !console.is_closed()
        },
    );
    console.end_progress();
    session.close(&mut console, &plan)
}

/// What is the same for all inputs.
fn job(args: &Arguments, one: bool, console: &Console) -> Job {
    let root = match (&args.out, one) {
        (None, true) => Root::Beside,
        (Some(folder), true) => Root::Exactly(folder.clone()),
        (out, false) => Root::Under(out.clone().unwrap_or_else(|| PathBuf::from(SEVERAL))),
    };
    let outputs = args.outputs(!one);
    let options = args.options();
    let report = args.report_options();
    let settings = json!({
        "split": format!("{:?}", options.split),
        "units": report.units.abbreviation(),
        "cadence": format!("{:?}", options.cadence),
        "min_effect_pct": options.detect.min_effect.value(),
        "seed": options.detect.seed,
        "athlete": report.athlete,
        "title": report.title,
        "private": report.private,
        "write": outputs,
    });
    Job {
        options,
        report,
        outputs,
        settings,
        root,
        json: args.json,
        text: (one && !args.json).then(|| TextStyle {
            width: console.width(),
            colour: console.colour(),
        }),
        claims: place::Claims::default(),
    }
}

/// What has happened so far.
struct Session<'a> {
    args: &'a Arguments,
    one: bool,
    tally: Tally,
    failed: bool,
    reports: Vec<PathBuf>,
}

impl Session<'_> {
    /// Tells of an input.
    fn input_done(&mut self, console: &mut Console, worked: Worked) {
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
                Outcome::Failed(why) if named => {
                    console.error_at(&place, &why);
                    self.failed = true;
                }
                Outcome::Failed(why) => {
                    console.note(&format!("formdrift: {place}: {why}; left out"));
                    self.tally.unreadable += 1;
                }
            }
        }
    }

    /// Tells of a run.
    fn run_done(&mut self, console: &mut Console, place: &str, named: bool, done: Done) {
        self.tally.runs += 1;
        if !done.written && done.folder.is_some() {
            self.tally.unchanged += 1;
        }
        if named {
            console.note(&format!("{place}: {}", done.read));
        }
        let printed = match (&done.json, &done.text) {
            (Some(line), _) => console.result(line.as_bytes()),
            (None, Some(text)) => console.result(text.as_bytes()),
            (None, None) => {
                let line = describe::one_line(&done.row, self.args.display_units());
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
            if self.one && !self.args.json {
                let state = if done.written {
                    "Report"
                } else {
                    "Report, unchanged"
                };
                let shown = main_file(&folder).display().to_string();
                // A failure to print was told of above.
                let _ = console.result(format!("{state}: {shown}\n").as_bytes());
            }
            self.reports.push(folder);
        }
    }

    /// Sums up.
    fn close(&mut self, console: &mut Console, plan: &Plan) -> Ending {
        if !self.one || self.tally.runs == 0 {
            for line in self.tally.lines(plan) {
                console.note(&line);
            }
        }
        if self.tally.runs == 0 && !self.failed && !console.is_closed() {
            console.error("nothing to analyse: no run was found in what was given");
            self.failed = true;
        }
        if self.args.open
            && let Some(folder) = self.reports.first()
            && let Err(why) = crate::desktop::open(&main_file(folder))
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
