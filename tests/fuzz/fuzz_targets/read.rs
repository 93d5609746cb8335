//! Any bytes give activities or a sentence, and any activity a run or a reason.
//! Start from the fixtures: `cargo +nightly fuzz run read ../../fixtures/formats`.
#![no_main]

use formdrift::normalise::{CadenceChoice, normalise};
use formdrift::read::{container::Archive, read};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    for raw in read(bytes).iter().flatten() {
        let _ = normalise(raw, CadenceChoice::Auto);
    }
    if let Ok(archive) = Archive::open(std::io::Cursor::new(bytes.to_vec())) {
        assert!(archive.take(100).count() <= 100);
    }
});
