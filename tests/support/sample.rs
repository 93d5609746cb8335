//! Made-up analyses, one for each verdict, for tests of what a report shows: those of the
//! integration tests, with their advice and with a track that can be looked for.

#[path = "examples.rs"]
#[allow(dead_code)]
mod examples;

use formdrift::Analysis;
use formdrift::detect::Kind;
use formdrift::measure::{Channel, Tally};
use formdrift::read::Position;
use formdrift::units::DisplayUnits;

/// An analysis of `miles` miles with the verdict `kind`.
pub fn analysis(kind: Kind, miles: f64, heart: bool) -> Analysis {
    let example = examples::example_of(kind, miles);
    let mut analysis = examples::advised(example, DisplayUnits::Miles);
    for (i, sample) in analysis.run.samples.iter_mut().enumerate() {
        sample.position = Some(Position {
            latitude: 51.987_654 + i as f64 * 2e-5,
            longitude: 5.123_456,
        });
    }
    if let Some(advice) = analysis.advice.first_mut() {
        advice.text += " Let cadence come back <at that pace>.";
    }
    if !heart {
        let measures = &mut analysis.measures;
        measures.heart_rate_is_evidence = false;
        analysis.run.heart_rate_is_evidence = false;
        let without = |tally: &mut Tally| {
            tally.channels[Channel::HeartRate as usize] = Default::default();
        };
        without(&mut measures.total);
        let splits = measures.splits.iter_mut().map(|s| &mut s.tally);
        let windows = measures.windows.iter_mut().map(|w| &mut w.tally);
        splits.chain(windows).for_each(without);
    }
    analysis
}
