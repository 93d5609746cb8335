//! A session: inputs are planned, worked through in parallel, and told of in the order in
//! which they were given.

mod budget;
mod console;
mod deliver;
mod describe;
mod index;
mod input;
mod job;
mod marker;
mod order;
mod past;
mod place;
mod plan;
mod root;
mod session;
mod tally;
mod twins;
mod work;

use formdrift::units::format::count;

use crate::cli::Arguments;
use console::Console;
use input::Inputs;
use job::Job;
use plan::Plan;
use root::Root;
use session::Session;

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
    let mut job = Job::of(args, one, &console);
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
        job.settings["history"] = marker::sha256(earlier.as_bytes()).into();
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
