//! One call of the program: inputs are processed in parallel and reported in input order.

mod budget;
mod console;
mod context;
mod deliver;
mod describe;
pub mod embedded;
mod files;
mod index;
mod input;
mod job;
mod list;
mod lock;
mod marker;
mod names;
mod order;
mod past;
mod place;
mod plan;
mod replace;
mod root;
mod session;
mod tally;
mod twins;
mod watch;
mod work;

use std::path::PathBuf;

use formdrift::report::gpx;
use formdrift::units::format::count;

use crate::cli::Arguments;
use console::Console;
use context::Library;
pub use deliver::Done;
use input::Inputs;
use job::Job;
use list::List;
use plan::Plan;
use root::Root;
use session::Session;
pub use work::{DEFECT, Outcome, Worked};

/// How a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Everything asked for was done.
    Complete,
    /// At least one input or report failed; each failure was printed.
    Incomplete,
}

/// Note printed when `--write gpx` and `--private` are combined.
const NO_TRACK: &str = "track.gpx is not written with --private, because a track is nothing but \
    coordinates; leave out --private to write it";

/// Processes all inputs; with `--watch` again and again, as files arrive.
pub fn run(args: &Arguments) -> Ending {
    let mut console = Console::new(args);
    match &args.watch {
        Some(folder) => watch::watch(args, folder, &mut console),
        None => {
            let plan = Plan::of(&args.paths);
            let one = plan.is_one_file(&args.paths);
            session(args, &plan, &args.paths, one, &mut console)
        }
    }
}

/// Runs one session with the inputs of `plan`, which were found at `paths`.
fn session(
    args: &Arguments,
    plan: &Plan,
    paths: &[PathBuf],
    one: bool,
    console: &mut Console,
) -> Ending {
    let mut job = Job::of(args, one, console);
    let (pool, fewer_threads) = order::pool(args.jobs.map_or(0, usize::from));
    let pool = pool.as_ref();
    if let Some(sentence) = fewer_threads {
        console.remark(sentence);
    }
    if args.private && job.outputs.contains(&gpx::OUTPUT.name) {
        console.remark(NO_TRACK);
    }
    let list = List::new(
        plan,
        console.columns(),
        console.colour(),
        args.display_units(),
    );
    let mut session = Session::new(args, one, &job.root, list);
    session.missing(console, plan);
    let library = Library::of(plan, plan.of_athletes && !args.one_runner);
    for (path, why) in &library.faults {
        console.error_at(&describe::shown(path), why);
    }
    if !library.faults.is_empty() {
        // A report without its notes would take the place of one with them.
        return Ending::Incomplete;
    }
    for sentence in library.misnamed() {
        console.remark(sentence);
    }
    let past = past::paths(args.history.as_ref(), args.one_runner, paths);
    if !past.is_empty() {
        let history = Plan::of(&past);
        if args.history.is_some() {
            session.missing(console, &history);
        }
        let earlier = past::earlier(&history, &job.options, args.private, pool, console);
        let with_curve = earlier.iter().filter(|run| run.curve.is_some()).count();
        let found = count(earlier.len(), "earlier run");
        console.note(&format!(
            "History: {found}, {with_curve} of use (with pace and cadence to learn from)"
        ));
        job.options.earlier = earlier;
        job.settings[job::HISTORY] = job::digest(&job.options.earlier);
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
        Inputs::new(&plan.files, &library),
        pool,
        |input| work::work(input, &job),
        |worked| {
            session.input_done(console, worked);
            console.advance();
            !console.is_closed()
        },
    );
    console.end_progress();
    job.claims.remove_empty();
    session.close(console, plan)
}
