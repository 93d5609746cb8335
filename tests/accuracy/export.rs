//! Simulated runs as CSV, for tools that are not ours (side_by_side.py).

use crate::Args;
use crate::judge::{Door, measures_of};
use crate::sim::{SCENARIOS, Scenario, SimulatedRun};
use formdrift::measure::Channel;
use formdrift::units::METRES_PER_MILE;
use std::fmt::Write;
use std::path::Path;

/// Writes one file a run and `truth.csv`, and says how many.
pub fn print(args: &Args) {
    match write_all(args, &args.export) {
        Ok(count) => println!("{count} runs written to {}", args.export.display()),
        Err(error) => eprintln!("{}: {error}", args.export.display()),
    }
}

fn write_all(args: &Args, folder: &Path) -> std::io::Result<usize> {
    std::fs::create_dir_all(folder)?;
    let mut truth = String::from("run,scenario,form_pct,fade_pct,onset_mi\n");
    let mut count = 0;
    let wanted = |scenario: &&Scenario| args.only.as_ref().is_none_or(|only| scenario.name == only);
    for scenario in SCENARIOS.iter().filter(wanted) {
        for seed in args.seeds..args.seeds + args.runs {
            let run = scenario.run(seed);
            let name = format!("{}-{seed}", scenario.name);
            let Some(table) = windows(&run) else { continue };
            std::fs::write(folder.join(format!("{name}.csv")), table)?;
            let number = |value: Option<f64>| value.map_or(String::new(), |v| format!("{v:.3}"));
            let _ = writeln!(
                truth,
                "{name},{},{},{},{}",
                scenario.name,
                number(run.truth.form.map(|form| form.change_pct)),
                number(run.truth.fade.map(|fade| fade.loss_pct)),
                number(
                    run.onset_second()
                        .map(|at| run.readings[at].distance_m / METRES_PER_MILE)
                ),
            );
            count += 1;
        }
    }
    std::fs::write(folder.join("truth.csv"), truth)?;
    Ok(count)
}

/// Means over a tenth of a mile of running: what a careful analyst would feed those tools.
fn windows(run: &SimulatedRun) -> Option<String> {
    let measures = measures_of(&Door::Fit.raw(run)?)?;
    let mut table = String::from("mile,moving_s,cadence_spm,speed_m_per_s,heart_rate_bpm\n");
    for window in &measures.windows {
        let tally = &window.tally;
        let (Some(cadence), Some(speed)) = (tally.cadence_spm(), tally.speed_m_per_s()) else {
            continue;
        };
        let heart = tally.mean(Channel::HeartRate);
        let heart = heart.map_or(String::new(), |rate| format!("{rate:.2}"));
        let mile = (window.from.miles() + window.to.miles()) / 2.0;
        let _ = writeln!(
            table,
            "{mile:.3},{:.1},{cadence:.3},{speed:.4},{heart}",
            window.moving_mid_s
        );
    }
    Some(table)
}
