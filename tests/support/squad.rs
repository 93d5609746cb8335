//! A squad's season with a known truth: runs of three athletes over half a year, for a look
//! at the index, the trend and the squad. `cargo run --example fixtures -- --squad DIR`.

use crate::sim::convert::postpone;
use crate::sim::shape::{Profile, Terrain};
use crate::sim::spec::RunSpec;
use crate::sim::{Truth, random::Random, simulate};
use crate::write::{FitStyle, GpxStyle, fit_file, gpx_file};
use formdrift::read::RawActivity;

/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;

/// An athlete: how they run when fresh.
#[derive(Clone, Copy)]
pub struct Athlete {
    /// Name of their folder.
    pub name: &'static str,
    /// Cadence on the flat, spm.
    pub cadence_spm: f64,
    /// d ln cadence / d ln speed.
    pub elasticity: f64,
    /// Speed on the flat, m/s.
    pub speed_m_per_s: f64,
}

/// Her form breaks down earlier from run to run.
pub const ADA: Athlete = Athlete {
    name: "ada",
    cadence_spm: 176.0,
    elasticity: 0.16,
    speed_m_per_s: 3.1,
};
/// Nothing breaks down.
pub const BEN: Athlete = Athlete {
    name: "ben",
    cadence_spm: 164.0,
    elasticity: 0.12,
    speed_m_per_s: 3.4,
};
/// His form broke down in winter, later each time, and no more in spring.
pub const CEM: Athlete = Athlete {
    name: "cem",
    cadence_spm: 183.0,
    elasticity: 0.2,
    speed_m_per_s: 2.8,
};

/// A long run of an athlete, this many days after the first day of the season: with an
/// onset at a mile, from where form leaves the curve by `-pct` at the finish, or without.
pub fn long_run(athlete: Athlete, day: i64, miles: f64, onset: Option<(f64, f64)>) -> RawActivity {
    // A seed for every run of every athlete.
    let seed = day as u64 * 1000 + athlete.cadence_spm as u64;
    let mut spec = RunSpec::plain(seed);
    spec.miles = miles;
    spec.cadence_spm = athlete.cadence_spm;
    spec.elasticity = athlete.elasticity;
    spec.speed_m_per_s = athlete.speed_m_per_s;
    spec.noise.sd_pct = 0.8;
    spec.terrain = Terrain::rolling(0.006, &mut Random::new(seed, 9));
    spec.watch.record_every_s = 5;
    spec.watch.cadence_step_strides = 0.5;
    if let Some((at, pct)) = onset {
        spec = spec
            .with_off_curve(Profile::ramp(at, miles, -pct))
            .with_pace(Profile::ramp(at, miles, -pct), 0.2);
    }
    let mut raw = simulate(spec, Truth::default()).raw_fit();
    postpone(&mut raw, day * DAY_MS);
    raw
}

/// A run as a FIT file.
pub fn fit(raw: &RawActivity) -> Vec<u8> {
    fit_file(raw, &FitStyle::default())
}

/// Every file: its path and its bytes. Names are not in order of time, and one of Ada's
/// runs is there twice, as FIT and as GPX.
pub fn files() -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    // A long run every third week; the last one's name comes first.
    for k in 0..9_u8 {
        let (week, letter) = (21 * i64::from(k), char::from(b'i' - k));
        let late = f64::from(k);
        let runs = [
            long_run(ADA, week, 22.0, (k > 0).then_some((18.5 - 1.3 * late, 6.0))),
            long_run(BEN, week + 1, 20.0, None),
            long_run(
                CEM,
                week + 2,
                20.0,
                (k < 6).then_some((8.0 + 1.6 * late, 6.0)),
            ),
        ];
        for (athlete, raw) in [ADA, BEN, CEM].into_iter().zip(&runs) {
            all.push((format!("{}/long-{letter}.fit", athlete.name), fit(raw)));
        }
        if k == 4 {
            let gpx = gpx_file(&runs[0], &GpxStyle::default());
            all.push(("ada/phone-export.gpx".to_owned(), gpx));
        }
    }
    all
}

/// Writes every file into a folder.
#[allow(dead_code)] // The suite takes single runs.
pub fn write(folder: &std::path::Path) -> std::io::Result<()> {
    for (path, bytes) in files() {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        println!("{:>8} bytes  {}", bytes.len(), path.display());
        std::fs::write(path, bytes)?;
    }
    Ok(())
}
