//! Many long runs, for measuring what a season or a store of runs costs.

use crate::sim::SCENARIOS;
use crate::sim::convert::postpone;
use crate::write::{FitStyle, fit_file};
use std::io;
use std::path::Path;

/// Seed of the first run; nothing else is drawn from here on.
const FIRST_SEED: u64 = 9_000_000;
/// One run a day, so that none is taken for another's twin.
const DAY_MS: i64 = 86_400_000;

/// Writes runs of 13 to 27 miles as FIT files named after their day and scenario.
pub fn write(count: u32, folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    for day in 0..count {
        let scenario = &SCENARIOS[day as usize % SCENARIOS.len()];
        let mut raw = scenario.run(FIRST_SEED + u64::from(day)).raw_fit();
        postpone(&mut raw, i64::from(day) * DAY_MS);
        let name = format!("{day:05}-{}.fit", scenario.name);
        std::fs::write(folder.join(name), fit_file(&raw, &FitStyle::default()))?;
    }
    Ok(())
}
