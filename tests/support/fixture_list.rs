//! The files of fixtures/, each with what it shows. To add one: a line in [`FIXTURES`].

use crate::sim::shape::{Profile, Terrain};
use crate::sim::spec::{Break, RunSpec};
use crate::sim::{SimulatedRun, Truth, random::Random, simulate};
use crate::write::{FitStyle, GpxStyle, TcxStyle, fit_file, gpx_file, tcx_file};
use formdrift::read::RawActivity;
use std::io::Write;

/// A file of fixtures/.
pub struct Fixture {
    /// Its name.
    pub name: &'static str,
    /// What it shows, and what is true of it.
    pub shows: &'static str,
    /// Writes it.
    pub make: fn() -> Vec<u8>,
}

/// Every fixture.
pub const FIXTURES: &[Fixture] = &[
    Fixture {
        name: "marathon.fit",
        shows: "Marathon, 1 Hz, heart rate and running dynamics. Overstriding from mile 17.8, \
                cadence 6 % off the curve at the finish while speed sinks by 8 %.",
        make: || fit(&marathon(1).raw_fit()),
    },
    Fixture {
        name: "marathon.fit.gz",
        shows: "The same file, gzipped.",
        make: || gzip(&fit(&marathon(1).raw_fit())),
    },
    Fixture {
        name: "marathon.gpx",
        shows: "The same run as GPX: a point every 3 s, positions only, no distance or speed.",
        make: || gpx_file(&marathon(3).raw_gpx(), &GpxStyle::default()),
    },
    Fixture {
        name: "marathon.tcx",
        shows: "The same run as TCX: a point every 6 s, blanks before the XML declaration.",
        make: || {
            let style = TcxStyle {
                before: "          ",
                ..TcxStyle::default()
            };
            tcx_file(&marathon(6).raw_fit(), &style)
        },
    },
    Fixture {
        name: "steady.fit",
        shows: "20 miles, 1 Hz, heart rate, two short stops with auto-pause. Nothing breaks down.",
        make: || fit(&steady().raw_fit()),
    },
    Fixture {
        name: "fade.fit",
        shows: "Marathon with heart rate. Speed fades along the habitual curve from mile 16.5, \
                15 % down at the finish; form stays on the curve.",
        make: || fit(&fade().raw_fit()),
    },
    Fixture {
        name: "shuffle.fit",
        shows: "21 miles. From mile 13 steps grow shorter and quicker than the pace calls for, \
                6 % at the finish.",
        make: || fit(&shuffle().raw_fit()),
    },
    Fixture {
        name: "eased.fit",
        shows: "14 miles, the last 2.5 jogged 18 % slower, heart rate down with speed.",
        make: || fit(&eased().raw_fit()),
    },
    Fixture {
        name: "drift.fit",
        shows: "18 miles, slower by a steady 11 % from start to finish, without a breaking point.",
        make: || fit(&drift().raw_fit()),
    },
    Fixture {
        name: "run.gpx",
        shows: "12 miles as GPX without heart rate, a point every 4 s. Nothing breaks down.",
        make: || {
            gpx_file(
                &plain_run(12.0, 41, 4).without_heart_run().raw_gpx(),
                &GpxStyle::default(),
            )
        },
    },
    Fixture {
        name: "short.fit",
        shows: "2 km: too short to judge, undecided.",
        make: || fit(&plain_run(2000.0 / 1609.344, 42, 1).run().raw_fit()),
    },
    Fixture {
        name: "no-cadence.fit",
        shows: "10 miles without cadence: pace is reported, form undecided.",
        make: || fit(&without_cadence()),
    },
    Fixture {
        name: "run-walk.fit",
        shows: "9 miles, half of the time walked: undecided.",
        make: || fit(&run_walk().raw_fit()),
    },
    Fixture {
        name: "ultra.fit",
        shows: "50 hilly miles with walked climbs and aid stations, a record every 5 s; running \
                speed fades by 12 % from mile 27.",
        make: || fit(&ultra().raw_fit()),
    },
];

/// fixtures/README.md.
pub fn readme() -> String {
    let mut text = String::from(
        "# Fixtures\n\nEvery file here is made by the run simulator (tests/support/sim) and the \
         small writers beside it\n(tests/support/write): no recording of a real person is among \
         them. The course is an invented\nround of 44 km in the open South Pacific. To \
         write them anew:\n\n    cargo run --example fixtures\n\nA test checks that this gives \
         the same bytes. The list stands in tests/support/fixture_list.rs.\n\n\
         | file | what it shows, and what is true of it |\n|---|---|\n",
    );
    for fixture in FIXTURES {
        text.push_str(&format!("| {} | {} |\n", fixture.name, fixture.shows));
    }
    text.push_str(
        "\nformats/ holds one file for each oddity met in real files, all of one run of 40 s \
         (tests/support/oddities):\n\n| file | what is odd about it, and what is read |\n|---|---|\n",
    );
    for oddity in crate::oddities::all() {
        text.push_str(&format!("| {} | {} |\n", oddity.name, oddity.shows));
    }
    text
}

fn fit(raw: &RawActivity) -> Vec<u8> {
    fit_file(raw, &FitStyle::default())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    // No file name, no time: the same bytes always.
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder
        .write_all(bytes)
        .and_then(|()| encoder.finish())
        .unwrap_or_default()
}

impl RunSpec {
    fn run(self) -> SimulatedRun {
        simulate(self, Truth::default())
    }

    fn without_heart_run(self) -> SimulatedRun {
        self.without_heart().run()
    }
}

/// A sound run on rolling ground.
fn plain_run(miles: f64, seed: u64, every_s: usize) -> RunSpec {
    let mut spec = RunSpec::plain(seed);
    spec.miles = miles;
    spec.noise.sd_pct = 0.8;
    spec.settling_pct = 1.0;
    spec.terrain = Terrain::rolling(0.008, &mut Random::new(seed, 9));
    spec.watch.record_every_s = every_s;
    spec.watch.cadence_step_strides = 0.5;
    spec
}

fn aid_stations(spec: &mut RunSpec, apart: f64, seconds: f64, walk: bool) {
    let count = (spec.miles / apart) as usize;
    spec.breaks.extend((1..=count).map(|n| Break {
        at_mile: apart * n as f64 - 0.2,
        seconds,
        walk,
    }));
}

fn marathon(every_s: usize) -> SimulatedRun {
    let mut spec = plain_run(26.22, 7, every_s);
    spec.cadence_spm = 176.0;
    spec.watch.dynamics = every_s == 1;
    aid_stations(&mut spec, 6.0, 15.0, false);
    spec.with_off_curve(Profile::ramp(17.8, 26.22, -6.0))
        .with_pace(Profile::ramp(17.8, 26.22, -8.0), 0.2)
        .run()
}

fn steady() -> SimulatedRun {
    let mut spec = plain_run(20.0, 12, 1);
    spec.watch.auto_pause = true;
    aid_stations(&mut spec, 7.0, 40.0, false);
    spec.run()
}

fn fade() -> SimulatedRun {
    plain_run(26.22, 13, 1)
        .with_pace(Profile::ramp(16.5, 26.22, -15.0), 0.15)
        .run()
}

fn shuffle() -> SimulatedRun {
    plain_run(21.0, 14, 2)
        .with_off_curve(Profile::ramp(13.0, 21.0, 6.0))
        .with_pace(Profile::ramp(13.0, 21.0, -9.0), 0.2)
        .run()
}

fn eased() -> SimulatedRun {
    plain_run(14.0, 15, 1)
        .with_pace(Profile::ramp(11.5, 11.65, -18.0), 1.0)
        .run()
}

fn drift() -> SimulatedRun {
    plain_run(18.0, 16, 2)
        .with_pace(Profile::ramp(0.0, 18.0, -11.0), 0.3)
        .run()
}

fn without_cadence() -> RawActivity {
    let mut raw = plain_run(10.0, 17, 2).run().raw_fit();
    for point in &mut raw.points {
        point.cadence_raw = None;
    }
    raw
}

fn run_walk() -> SimulatedRun {
    let mut spec = plain_run(9.0, 18, 2);
    aid_stations(&mut spec, 0.35, 150.0, true);
    spec.run()
}

fn ultra() -> SimulatedRun {
    let mut spec = plain_run(50.0, 19, 5);
    spec.speed_m_per_s = 2.65;
    spec.cadence_spm = 166.0;
    spec.terrain = Terrain::rolling(0.025, &mut Random::new(19, 9));
    aid_stations(&mut spec, 2.5, 210.0, true);
    aid_stations(&mut spec, 9.9, 240.0, false);
    spec.with_pace(Profile::ramp(27.0, 50.0, -12.0), 0.2).run()
}
