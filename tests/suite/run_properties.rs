//! What holds for any recording: a run or a sentence, a rising clock, splits that sum to the
//! whole, changes that multiply to one; and nothing hangs on when or how often it recorded.

use crate::sim::Scenario;
use formdrift::measure::{Measures, SplitLength, Tally, measure};
use formdrift::normalise::{CadenceChoice, Motion, normalise};
use formdrift::read::{Format, Position, RawActivity, RawDynamics, RawPoint, TimerEvent};
use formdrift::units::Metres;
use proptest::prelude::*;

/// Numbers a damaged file may hold.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        20 => -10.0..500.0f64,
        1 => Just(f64::NAN),
        1 => Just(f64::INFINITY),
        1 => Just(1e30),
        1 => Just(0.0),
    ]
}

/// A field that is mostly there, with an odd value now and then.
fn field() -> impl Strategy<Value = Option<f64>> {
    prop_oneof![6 => Just(None), 1 => number().prop_map(Some)]
}

/// Wanted changes of one record: seconds since the last, odd values of its fields.
type Step = (i64, [Option<f64>; 6], bool, bool);

fn step() -> impl Strategy<Value = Step> {
    let seconds = prop_oneof![
        30 => 1i64..3,
        3 => 0i64..40,
        1 => -5000i64..5000,
        1 => Just(i64::MAX / 4000),
    ];
    let odd = [field(), field(), field(), field(), field(), field()];
    (
        seconds,
        odd,
        prop::bool::weighted(0.02),
        prop::bool::weighted(0.9),
    )
}

/// A run at 3 m/s with odd values strewn in.
fn activity(steps: Vec<Step>, timer: Vec<(i64, bool)>, distance: bool, speed: bool) -> RawActivity {
    const START_MS: i64 = 1_577_865_600_000;
    let mut t = 0i64;
    let points =
        steps
            .into_iter()
            .enumerate()
            .map(|(k, (seconds, odd, segment_start, has_time))| {
                t = t.saturating_add(seconds);
                let metres = 3.0 * k as f64;
                RawPoint {
                    time_ms: has_time.then(|| START_MS.saturating_add(t.saturating_mul(1000))),
                    position: Position::new(47.0 + metres / 111_176.0, odd[0].unwrap_or(8.0)),
                    altitude_m: Some(odd[1].unwrap_or(100.0) as f32),
                    distance_m: distance.then(|| odd[2].unwrap_or(metres)),
                    speed_m_per_s: speed.then(|| odd[3].unwrap_or(3.0) as f32),
                    cadence_raw: Some(odd[4].unwrap_or(86.0 + (k % 3) as f64) as f32),
                    heart_rate_bpm: Some(odd[5].unwrap_or(150.0) as f32),
                    dynamics: RawDynamics {
                        contact_time_ms: odd[5].map(|v| v as f32),
                        ..RawDynamics::default()
                    },
                    segment_start,
                    ..RawPoint::default()
                }
            });
    RawActivity {
        format: Some(Format::Fit),
        points: points.collect(),
        timer: timer
            .into_iter()
            .map(|(s, running)| TimerEvent {
                time_ms: START_MS + 1000 * s,
                running,
            })
            .collect(),
        ..RawActivity::default()
    }
}

fn total(measures: &Measures) -> Tally {
    let mut sum = Tally::default();
    for split in &measures.splits {
        sum.merge(&split.tally);
    }
    sum
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * (1.0 + a.abs().max(b.abs()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_recording_gives_a_run_or_a_sentence(
        steps in prop::collection::vec(step(), 0..1500),
        timer in prop::collection::vec((0i64..3000, any::<bool>()), 0..6),
        (distance, speed) in (any::<bool>(), any::<bool>()),
        length in prop_oneof![Just(8046.72), Just(1609.344), Just(400.0), Just(0.0), Just(f64::NAN)],
        laps in any::<bool>(),
    ) {
        let raw = activity(steps, timer, distance, speed);
        let (run, caveats) = match normalise(&raw, CadenceChoice::Auto) {
            Ok(found) => found,
            Err(why) => {
                prop_assert!(why.to_string().len() > 10);
                return Ok(());
            }
        };
        prop_assert!(caveats.iter().all(|c| c.text.ends_with('.')));
        for pair in run.samples.windows(2) {
            prop_assert!(pair[1].elapsed > pair[0].elapsed);
            prop_assert!(pair[1].distance >= pair[0].distance);
            prop_assert!(close(pair[1].duration.value(), (pair[1].elapsed - pair[0].elapsed).value()));
        }
        for s in run.samples.iter().filter(|s| s.motion == Motion::Run) {
            prop_assert!(s.cadence.is_none_or(|c| (100.0..=280.0).contains(&c.value())));
        }
        let last = run.samples.last().expect("a run has samples");
        let split = if laps { SplitLength::Lap } else { SplitLength::Every(Metres(length)) };
        let measures = measure(&run, split);
        let sum = total(&measures);
        prop_assert!(close(sum.elapsed_s(), last.elapsed.value()), "{} {}", sum.elapsed_s(), last.elapsed.value());
        prop_assert!(close(sum.distance_m(), last.distance.value()));
        let mut windows = Tally::default();
        let mut end = Metres(0.0);
        for w in &measures.windows {
            prop_assert!(w.from == end && w.to > w.from);
            end = w.to;
            windows.merge(&w.tally);
        }
        prop_assert!(close(windows.elapsed_s(), sum.elapsed_s()));
        prop_assert!(close(windows.steps, sum.steps) && close(windows.ascent_m, sum.ascent_m));
    }
}

/// Every scenario's name that this file needs.
fn simulated(name: &str, seed: u64) -> RawActivity {
    Scenario::named(name)
        .expect("a scenario")
        .run(seed)
        .raw_fit()
}

fn measured(raw: &RawActivity) -> Measures {
    let (run, _) = normalise(raw, CadenceChoice::Auto).expect("a run");
    measure(&run, SplitLength::default())
}

#[test]
fn changes_multiply_to_one() {
    let measures = measured(&simulated("overstriding", 5));
    for split in &measures.splits[1..] {
        for c in [split.from_first, split.from_previous] {
            let all = [c.pace_pct, c.cadence_pct, c.step_length_pct];
            if split.to - split.from < Metres::from_miles(0.25) {
                assert_eq!(all, [None; 3]);
                continue;
            }
            let product: f64 = all
                .iter()
                .map(|e| 1.0 + e.expect("measured").value / 100.0)
                .product();
            assert!((product - 1.0).abs() < 1e-12, "{product}");
            for e in all.into_iter().flatten() {
                assert!(
                    e.low < e.value && e.value < e.high && (split.partial || e.high - e.low < 20.0),
                    "{e:?}"
                );
            }
        }
    }
}

#[test]
fn a_run_at_another_time_is_the_same_run() {
    let raw = simulated("overstriding", 7);
    let mut later = raw.clone();
    const SHIFT_MS: i64 = 86_400_000 * 365 + 1000;
    for p in &mut later.points {
        p.time_ms = p.time_ms.map(|t| t + SHIFT_MS);
    }
    for e in &mut later.timer {
        e.time_ms += SHIFT_MS;
    }
    assert_eq!(measured(&raw), measured(&later));
}

#[test]
fn half_of_the_records_tell_the_same() {
    for name in ["overstriding", "plain"] {
        // One recorded every second: half of a smart recording is mostly gaps.
        let raw = (0..50)
            .map(|seed| simulated(name, seed))
            .find(|raw| raw.points.len() > 4000)
            .expect("a dense recording");
        let mut sparse = raw.clone();
        sparse.points = raw.points.iter().copied().step_by(2).collect();
        let (all, half) = (measured(&raw), measured(&sparse));
        assert_eq!(all.splits.len(), half.splits.len());
        for (a, b) in all.splits.iter().zip(&half.splits) {
            // A remainder of a few records has no half.
            if a.to - a.from < Metres::from_miles(1.0) {
                continue;
            }
            let at = (a.from.miles(), a.to.miles());
            let pairs = [
                (a.tally.cadence_spm(), b.tally.cadence_spm(), 0.003),
                (a.tally.step_length_m(), b.tally.step_length_m(), 0.005),
                (a.tally.pace_s_per_km(), b.tally.pace_s_per_km(), 0.005),
                (
                    a.tally.grade_adjusted_pace_s_per_km(),
                    b.tally.grade_adjusted_pace_s_per_km(),
                    0.01,
                ),
            ];
            for (a, b, tolerance) in pairs {
                let (Some(a), Some(b)) = (a, b) else {
                    panic!("not measured")
                };
                assert!((a / b - 1.0).abs() < tolerance, "{name} {at:?}: {a} {b}");
            }
        }
    }
}
