//! The accuracy bench is honest: changes are planted as described, ratings are read as
//! written, and the rule of thumb does what its description says.

use crate::judge::measures_of;
use crate::plant::{Plant, Ramp};
use crate::ratings::{Consensus, ratings};
use crate::rule_of_thumb::rule_of_thumb;
use crate::sim::random::Random;
use crate::sim::shape::Profile;
use crate::sim::{RunSpec, SimulatedRun, Truth, simulate};
use formdrift::measure::{Measures, Tally};
use formdrift::read::RawActivity;

/// 16 miles without noise in effort, read as a FIT file: strides, so 2 spm a unit.
fn smooth_run() -> SimulatedRun {
    let mut spec = RunSpec::plain(4);
    spec.miles = 16.0;
    spec.effort_wander_pct = 0.2;
    simulate(spec, Truth::default())
}

const ONSET_M: f64 = 10.0 * 1609.344;

fn planted(plant: Plant) -> (RawActivity, RawActivity, i64) {
    let raw = smooth_run().raw_fit();
    let planted = plant
        .apply(&raw, ONSET_M, 2.0, &mut Random::new(1, 1))
        .unwrap();
    (raw, planted.raw, planted.onset_ms)
}

/// Sums before mile 10 and after mile 12.
fn before_and_after(measures: &Measures) -> [Tally; 2] {
    let mut sums = [Tally::default(); 2];
    for window in &measures.windows {
        if window.to.miles() < 10.0 {
            sums[0].merge(&window.tally);
        } else if window.from.miles() > 12.0 {
            sums[1].merge(&window.tally);
        }
    }
    sums
}

#[test]
fn a_planted_change_of_cadence_leaves_speed_alone() {
    let (raw, changed, _) = planted(Plant::Cadence(-5.0, Ramp::Miles(1.0)));
    let [old, new] = [raw, changed].map(|raw| before_and_after(&measures_of(&raw).unwrap()));
    let ratio = |of: fn(&Tally) -> Option<f64>| of(&new[1]).unwrap() / of(&old[1]).unwrap();
    assert!((ratio(Tally::cadence_spm) - 0.95).abs() < 0.002);
    assert!((ratio(Tally::speed_m_per_s) - 1.0).abs() < 0.002);
    assert_eq!(old[0], new[0]);
}

#[test]
fn a_planted_fade_takes_time_and_keeps_the_heart_rate() {
    let (raw, changed, onset_ms) = planted(Plant::Fade(10.0, Ramp::Miles(2.0)));
    let beats = |raw: &RawActivity| raw.points.last().unwrap().heart_rate_bpm;
    assert_eq!(beats(&raw), beats(&changed));
    let [old, new] =
        [raw.clone(), changed.clone()].map(|raw| before_and_after(&measures_of(&raw).unwrap()));
    let ratio = |of: fn(&Tally) -> Option<f64>| of(&new[1]).unwrap() / of(&old[1]).unwrap();
    assert!((ratio(Tally::speed_m_per_s) - 0.9).abs() < 0.002);
    // 0.9 to the power of 0.15.
    assert!((ratio(Tally::cadence_spm) - 0.9843).abs() < 0.002);
    let at = |raw: &RawActivity| {
        let first = raw
            .points
            .iter()
            .find(|point| point.time_ms >= Some(onset_ms));
        first.unwrap().distance_m.unwrap()
    };
    // Within three seconds of running.
    assert!((at(&changed) - ONSET_M).abs() < 10.0);
    let length = |raw: &RawActivity| raw.points.last().unwrap().distance_m;
    assert_eq!(length(&raw), length(&changed));
}

#[test]
fn a_planted_choice_takes_the_heart_rate_down() {
    let (raw, changed, _) = planted(Plant::Choice(12.0, Ramp::Step));
    let beats = |raw: &RawActivity| f64::from(raw.points.last().unwrap().heart_rate_bpm.unwrap());
    let fall = (beats(&raw) / beats(&changed)).ln();
    // 0.75 of ln(1 / 0.88), to a beat.
    assert!((fall - 0.0959).abs() < 0.01, "{fall}");
}

#[test]
fn planted_walk_breaks_are_walked_and_running_between_them_is_as_it_was() {
    let (raw, changed, _) = planted(Plant::WalkBreaks);
    let [old, new] = [raw, changed].map(|raw| before_and_after(&measures_of(&raw).unwrap()));
    let walked = new[1].walked_s / new[1].moving_s();
    assert!((0.2..0.45).contains(&walked), "{walked}");
    assert!(old[1].walked_s < 5.0 && new[0].walked_s < 5.0);
    let ratio = new[1].speed_m_per_s().unwrap() / old[1].speed_m_per_s().unwrap();
    assert!((ratio - 1.0).abs() < 0.02, "{ratio}");
}

#[test]
fn ratings_are_read_with_quotes_and_gaps() {
    let text = "file,miles,raters,consensus,kinds,onset_mi,low_mi,high_mi,how,confidence,notes\n\
                a.fit,13.1,2,break,break|break,7.5,6.0,9.0,pace_fade|both,2|1,\"slows, \"\"walks\"\"\"\n\
                b.fit,11.0,3,none,sound|eased|drift,,,,||,3|3|3,even\n";
    let rows = ratings(text).unwrap();
    assert_eq!(rows[0].consensus, Consensus::Break);
    assert_eq!(rows[0].onset.unwrap().high, 9.0);
    assert_eq!(rows[0].notes, "slows, \"walks\"");
    assert_eq!(rows[1].onset, None);
    assert_eq!(rows[1].breaks().filter(|says| *says).count(), 0);
    let why = ratings("file,miles\nc.fit,far\n").unwrap_err();
    assert!(why.contains("line 2"), "{why}");
}

#[test]
fn the_rule_of_thumb_sees_a_fade_and_lets_an_eased_finish_be() {
    let run = |effort_share: f64| {
        let mut spec = RunSpec::plain(4);
        spec.miles = 16.0;
        let spec = spec.with_pace(Profile::ramp(10.0, 11.0, -12.0), effort_share);
        simulate(spec, Truth::default())
    };
    let thumb =
        |run: SimulatedRun| rule_of_thumb(&measures_of(&run.raw_fit()).unwrap().windows).unwrap();
    let fade = thumb(run(0.0));
    assert!(fade.claims && (fade.onset - 10.0).abs() < 0.6, "{fade:?}");
    assert!((fade.loss_pct - 12.8).abs() < 3.0, "{fade:?}");
    assert!(!thumb(run(1.4)).claims);
    assert!(!thumb(smooth_run()).claims);
}
