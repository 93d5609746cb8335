//! A session: inputs are planned, worked through in parallel, and told of in the order in
//! which they were given.

mod console;
mod describe;
mod index;
mod input;
mod marker;
mod order;
mod past;
mod place;
mod plan;
mod session;
mod tally;
mod twins;
mod work;

use std::path::PathBuf;

use formdrift::report::text::TextStyle;
use formdrift::units::format::count;
use serde_json::json;

use crate::cli::Arguments;
use console::Console;
use input::Inputs;
use place::Root;
use plan::Plan;
use session::Session;
use work::Job;

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
    let mut job = job(args, one, &console);
    let jobs = args.jobs.map_or(0, usize::from);
    let mut session = Session::new(args, one, &job.root);
    session.missing(&console, &plan);
    let past = past::paths(args.history.as_ref(), args.one_runner, &args.paths);
    if !past.is_empty() {
        let history = Plan::of(&past);
        if args.history.is_some() {
            session.missing(&console, &history);
        }
        job.options.earlier = past::earlier(&history, &job.options, jobs, &mut console);
        let found = job.options.earlier.len();
        console.note(&format!("History: {} with a curve", count(found, "run")));
        let earlier = format!("{:?}", job.options.earlier);
        job.settings["history"] = work::sha256(earlier.as_bytes()).into();
    }
    if !one {
        console.start_progress(plan.files.len() as u64);
    }
    if let (Root::Under(out), false) = (&job.root, job.outputs.is_empty())
        && let Err(why) = index::may_write(out)
    {
        console.error(&why);
        return Ending::Incomplete;
    }
    order::in_order(
        Inputs::new(&plan.files),
        jobs,
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
        keep: args.compare,
        claims: place::Claims::default(),
    }
}
