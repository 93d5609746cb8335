//! No input, however broken, makes reading panic or hang: broken copies of small files, and
//! bytes of any kind.

use crate::mutation;
use formdrift::detect::Kind;
use formdrift::normalise::{CadenceChoice, normalise};
use formdrift::read::{self, FORMATS, Format};
use formdrift::{Options, analyse};
use proptest::prelude::*;
use rayon::prelude::*;

/// Broken inputs for each format.
const INPUTS: u64 = 20_000;
/// Inputs for each format that go through every stage.
const WHOLE_PATH: u64 = 500;
/// Of these, broken copies of a run of 10 miles and more, on which every stage has work to do;
/// the others are of some seconds.
const LONG: u64 = 100;

#[test]
fn broken_files_give_a_value_or_a_sentence() {
    for reader in FORMATS {
        let seeds = mutation::seeds(reader.format);
        let read = (0..INPUTS).into_par_iter().filter(|seed| {
            let bytes = mutation::broken(&seeds, *seed);
            let result = read::read(&bytes);
            for raw in result.iter().flatten() {
                assert!(!raw.points.is_empty(), "seed {seed}");
                let _ = normalise(raw, CadenceChoice::Auto);
            }
            result.is_ok()
        });
        // A few faults leave most files readable; if not, reading gives up too early.
        let share = read.count() as f64 / INPUTS as f64;
        assert!(share > 0.5, "{}: only {share} read", reader.format.name());
    }
}

#[test]
fn broken_files_pass_through_every_stage() {
    for reader in FORMATS {
        let seeds = mutation::seeds(reader.format);
        (LONG..WHOLE_PATH).into_par_iter().for_each(|seed| {
            let bytes = mutation::broken(&seeds, INPUTS + seed);
            let _ = analyse(&bytes, &Options::default());
        });
        let long = [long_run(reader.format)];
        let judged = (0..LONG).into_par_iter().filter(|seed| {
            let bytes = mutation::broken(&long, INPUTS + seed);
            let analysis = analyse(&bytes, &Options::default());
            analysis.is_ok_and(|analysis| analysis.verdict.kind() != Kind::Undecided)
        });
        // A few faults in a long file leave most of it; were it not judged, the stages
        // behind reading would not have been tried.
        let judged = judged.count() as u64;
        assert!(judged > LONG / 3, "{}: {judged}", reader.format.name());
    }
}

/// Runs in the fixtures that are long enough for a verdict.
const LONG_RUNS: &[&str] = &["drift.fit", "run.gpx", "marathon.tcx"];

/// The long run of a format.
fn long_run(format: Format) -> Vec<u8> {
    let ending = format!(".{}", format.name());
    let name = LONG_RUNS.iter().find(|name| name.ends_with(&ending));
    let name = name.unwrap_or_else(|| panic!("LONG_RUNS has none that ends in {ending}"));
    let path = format!("{}/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(path).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_give_a_value_or_a_sentence(bytes: Vec<u8>) {
        if let Err(why) = read::read(&bytes) {
            prop_assert!(!why.what.is_empty() && !why.remedy.is_empty());
        }
    }

    #[test]
    fn any_messages_behind_a_fit_header_give_a_value_or_a_sentence(messages: Vec<u8>) {
        let mut bytes = vec![12, 0x20, 0, 0];
        bytes.extend((messages.len() as u32).to_le_bytes());
        bytes.extend(b".FIT");
        bytes.extend(&messages);
        let _ = read::read(&bytes);
    }

    #[test]
    fn any_text_in_a_gpx_element_gives_a_value_or_a_sentence(text: String) {
        let _ = read::read(format!("<gpx><trk><trkseg><trkpt {text}</gpx>").as_bytes());
    }
}
