//! Sums over windows and splits, against sums over every sample by the definition: a sample counts in a
//! stretch by the share of its distance that lies there.

use super::super::*;
use crate::normalise::Sample;
use crate::normalise::testing::{assert_near, run_from};
use crate::units::{BeatsPerMinute, Seconds, StepsPerMinute};

/// A value between 0 and 1 that looks random, from a number.
fn noise(k: usize) -> f64 {
    (k as f64 * 12.9898).sin().mul_add(43_758.545, 1e5).fract()
}

/// A run of three hours with walks, stops with and without drift, sensors that come and go and a stretch
/// whose speed is in doubt. Altitude is `altitude(metres)`.
fn made(altitude: impl Fn(f64) -> Option<f64>) -> Run {
    let mut samples = vec![Sample {
        altitude: altitude(0.0).map(Metres),
        ..Sample::default()
    }];
    let (mut elapsed, mut metres) = (0.0, 0.0);
    for k in 1..5400 {
        let (motion, speed) = match k % 900 {
            200..240 => (Motion::Walk, 1.4),
            500..520 => (Motion::Stop, 0.0),
            700..710 => (Motion::Stop, 0.1),
            // Standing at the finish.
            _ if k >= 5390 => (Motion::Stop, 0.0),
            _ => (Motion::Run, 2.6 + noise(k)),
        };
        let duration = 1.0 + (k % 3) as f64;
        elapsed += duration;
        metres += speed * duration;
        let sensor = |shift: usize, value: f64| match noise(k + shift) {
            chance if chance < 0.1 => None,
            chance if chance < 0.2 => Some(0.0),
            chance => Some(value + chance),
        };
        let small = |shift, value| sensor(shift, value).map(|v| v as f32);
        samples.push(Sample {
            elapsed: Seconds(elapsed),
            duration: Seconds(duration),
            distance: Metres(metres),
            motion,
            cadence: (noise(k + 1) > 0.1).then_some(StepsPerMinute(170.0 + 9.0 * noise(k + 2))),
            heart_rate: sensor(3, 150.0).map(BeatsPerMinute),
            altitude: altitude(metres).map(Metres),
            power_w: small(4, 280.0),
            dynamics: crate::read::RawDynamics {
                contact_time_ms: small(5, 230.0),
                contact_balance_pct: small(6, 49.0),
                oscillation_mm: small(7, 80.0),
                vertical_ratio_pct: small(8, 7.0),
                step_length_mm: small(9, 1000.0),
                leg_stiffness_kn_per_m: small(10, 9.0),
                form_power_w: small(11, 60.0),
            },
            pace_trusted: !(1000..1120).contains(&k),
            ..Sample::default()
        });
    }
    run_from(samples)
}

/// Every number of a tally, in one order.
fn numbers(t: &Tally) -> Vec<f64> {
    let mut all = vec![
        t.running_s,
        t.running_m,
        t.walked_s,
        t.walked_m,
        t.stopped_s,
        t.stopped_m,
        t.stepped_s,
        t.stepped_m,
        t.steps,
        t.flat_equivalent_m,
        t.ascent_m,
        t.descent_m,
        f64::from(u8::from(t.has_altitude)),
        t.cadence_squared_s,
    ];
    all.extend(t.channels.iter().map(tally::Weighted::weight_s));
    all.extend(t.channels.iter().map(|c| c.mean().unwrap_or(0.0)));
    all
}

/// Share of the step between two distances that lies between `from` and `to`; a step without length
/// counts where it happened, at a cut in the stretch behind it.
fn share(step: (f64, f64), from: f64, to: f64, is_last: bool) -> f64 {
    if step.1 > step.0 {
        (step.1.min(to) - step.0.max(from)).max(0.0) / (step.1 - step.0)
    } else {
        f64::from(u8::from(step.0 >= from && (step.0 < to || is_last)))
    }
}

/// The tally of a stretch of a flat run, by the definition.
fn by_definition(run: &Run, from: f64, to: f64, is_last: bool) -> Vec<f64> {
    let mut t = Tally::default();
    let mut sums = [(0.0, 0.0); Channel::COUNT];
    for pair in run.samples.windows(2) {
        let s = &pair[1];
        let step = (pair[0].distance.0, s.distance.0);
        let share = share(step, from, to, is_last);
        let (seconds, metres) = (share * s.duration.0, share * (step.1 - step.0));
        match s.motion {
            Motion::Walk => (t.walked_s, t.walked_m) = (t.walked_s + seconds, t.walked_m + metres),
            Motion::Stop => {
                (t.stopped_s, t.stopped_m) = (t.stopped_s + seconds, t.stopped_m + metres);
            }
            Motion::Run => {
                (t.running_s, t.running_m) = (t.running_s + seconds, t.running_m + metres);
                if let (Some(cadence), true) = (s.cadence, s.pace_trusted) {
                    (t.stepped_s, t.stepped_m) = (t.stepped_s + seconds, t.stepped_m + metres);
                    t.steps += cadence.0 * seconds / 60.0;
                    t.cadence_squared_s += cadence.0.powi(2) * seconds;
                }
                let d = &s.dynamics;
                let values = [
                    s.heart_rate.map(|b| b.0),
                    s.power_w.map(f64::from),
                    d.contact_time_ms.map(f64::from),
                    d.contact_balance_pct.map(f64::from),
                    d.oscillation_mm.map(f64::from),
                    d.vertical_ratio_pct.map(f64::from),
                    d.step_length_mm.map(|mm| f64::from(mm) / 1000.0),
                    d.leg_stiffness_kn_per_m.map(f64::from),
                    d.form_power_w.map(f64::from),
                ];
                for (sum, value) in sums.iter_mut().zip(values) {
                    // A sensor's 0 means that it measured nothing.
                    if let Some(value) = value.filter(|v| *v > 0.0) {
                        *sum = (sum.0 + value * seconds, sum.1 + seconds);
                    }
                }
            }
        }
    }
    t.flat_equivalent_m = t.running_m;
    let mut all = numbers(&t);
    let channels = all.len() - 2 * Channel::COUNT;
    for (k, (sum, weight)) in sums.into_iter().enumerate() {
        all[channels + k] = weight;
        all[channels + Channel::COUNT + k] = if weight > 0.0 { sum / weight } else { 0.0 };
    }
    all
}

fn assert_close(got: &[f64], want: &[f64], of: &str) {
    assert_eq!(got.len(), want.len());
    for (k, (got, want)) in got.iter().zip(want).enumerate() {
        let bound = 1e-7 * (1.0 + want.abs());
        let close = (got - want).abs() < bound;
        assert!(close, "{of}, number {k}: {got}, not {want}");
    }
}

#[test]
fn windows_and_splits_hold_the_samples_that_lie_in_them() {
    let run = made(|_| None);
    let finish = run.samples.last().unwrap().distance.0;
    for split in [
        SplitLength::default(),
        SplitLength::Every(Metres(1000.0)),
        // A cut where the runner stands.
        SplitLength::Every(Metres(run.samples[505].distance.0)),
    ] {
        let m = measure(&run, split);
        let splits = m.splits.iter().map(|s| (s.from, s.to, &s.tally));
        let windows = m.windows.iter().map(|w| (w.from, w.to, &w.tally));
        for (from, to, tally) in splits.chain(windows) {
            let want = by_definition(&run, from.0, to.0, to.0 == finish);
            assert_close(
                &numbers(tally),
                &want,
                &format!("{} m to {} m", from.0, to.0),
            );
        }
        let whole = by_definition(&run, 0.0, finish, true);
        assert_close(&numbers(&m.total), &whole, "the whole run");
    }
}

#[test]
fn the_middle_of_a_window_has_the_time_at_which_it_was_passed() {
    let run = made(|_| None);
    for window in measure(&run, SplitLength::default()).windows {
        let middle = 0.5 * (window.from.0 + window.to.0);
        let (mut elapsed, mut moving) = (0.0, 0.0);
        for pair in run.samples.windows(2) {
            let (from, s) = (pair[0].distance.0, &pair[1]);
            let reached = if s.distance.0 > from {
                ((middle - from) / (s.distance.0 - from)).clamp(0.0, 1.0)
            } else {
                f64::from(u8::from(from < middle))
            };
            elapsed += reached * s.duration.0;
            if s.motion != Motion::Stop {
                moving += reached * s.duration.0;
            }
        }
        let got = [window.elapsed_mid_s, window.moving_mid_s];
        assert_close(&got, &[elapsed, moving], "time");
    }
}

#[test]
fn a_window_is_doubtful_where_a_tenth_of_its_running_is() {
    let mut run = made(|_| None);
    // A few seconds of doubt more, which are no tenth of their window, and a walk whose speed is in doubt.
    for k in (2000..2002).chain(3800..3840) {
        run.samples[k].pace_trusted = false;
    }
    assert_eq!(run.samples[2900 + 920].motion, Motion::Walk);
    let windows = measure(&run, SplitLength::default()).windows;
    let mut doubtful = 0;
    for window in &windows {
        let inside = run.samples.iter().filter(|s| {
            s.distance > window.from && s.distance <= window.to && s.motion == Motion::Run
        });
        let seconds: f64 = inside
            .filter(|s| !s.pace_trusted)
            .map(|s| s.duration.0)
            .sum();
        let is_doubtful = seconds > 0.1 * window.tally.running_s;
        assert_eq!(window.pace_doubtful, is_doubtful, "{} m", window.from.0);
        doubtful += usize::from(is_doubtful);
    }
    assert!((2..20).contains(&doubtful), "{doubtful}");
}

#[test]
fn a_steady_grade_is_measured_and_costs_what_minetti_measured() {
    let climb = made(|m| Some(50.0 + 0.05 * m));
    let m = measure(&climb, SplitLength::default());
    let finish = climb.samples.last().unwrap().distance.0;
    let t = &m.total;
    assert_near(t.ascent_m / (0.05 * finish), 1.0, 1e-3);
    assert_eq!(t.descent_m, 0.0);
    let cost = t.flat_equivalent_m / t.running_m;
    assert!((cost / 1.3014 - 1.0).abs() < 1e-3, "{cost}");
    let pace = t.running_s / (t.running_m * cost) * 1000.0;
    let got = t.flat_pace_s_per_km().unwrap();
    assert!((got / pace - 1.0).abs() < 1e-9);
    for w in &m.windows[2..m.windows.len() - 2] {
        let middle = 0.5 * (w.from.0 + w.to.0);
        // Where the watch drifts while the runner stands, the ground does not rise.
        assert_near(w.grade.unwrap(), 0.05, 1e-3);
        assert!((w.altitude_m.unwrap() - 50.0 - 0.05 * middle).abs() < 2.0);
        let cost = w.tally.flat_equivalent_m / w.tally.running_m;
        assert!((cost / 1.3014 - 1.0).abs() < 5e-3, "{cost}");
    }
    let descent = measure(&made(|m| Some(900.0 - 0.05 * m)), SplitLength::default()).total;
    assert!((descent.descent_m / (0.05 * finish) - 1.0).abs() < 1e-3);
    assert_eq!(descent.ascent_m, 0.0);
    let cost = descent.flat_equivalent_m / descent.running_m;
    assert!((cost / 0.7628 - 1.0).abs() < 1e-3, "{cost}");
}

#[test]
fn one_tally_added_to_another_is_the_tally_of_both() {
    let run = made(|m| Some(50.0 + 0.05 * m));
    let m = measure(&run, SplitLength::Every(Metres(2000.0)));
    let mut both = m.splits[0].tally;
    both.merge(&m.splits[1].tally);
    let whole = measure(&run, SplitLength::Every(Metres(4000.0))).splits[0].tally;
    assert_close(&numbers(&both), &numbers(&whole), "two splits");
    assert!(whole.walked_m > 0.0 && whole.stopped_s > 0.0 && whole.ascent_m > 0.0);
    let mut known = Tally::default();
    known.merge(&m.splits[0].tally);
    assert!(known.has_altitude);
    known.merge(&Tally::default());
    assert!(known.has_altitude);
}

#[test]
fn means_of_a_tally_follow_from_its_sums() {
    let t = Tally {
        running_s: 300.0,
        running_m: 900.0,
        walked_s: 60.0,
        walked_m: 90.0,
        stopped_s: 40.0,
        stopped_m: 10.0,
        stepped_s: 200.0,
        stepped_m: 640.0,
        steps: 600.0,
        // 176 spm for 100 s and 184 spm for 100 s.
        cadence_squared_s: 100.0 * (176.0_f64.powi(2) + 184.0_f64.powi(2)),
        ..Tally::default()
    };
    assert_eq!(t.moving_s(), 360.0);
    assert_eq!(t.elapsed_s(), 400.0);
    assert_eq!(t.distance_m(), 1000.0);
    assert_eq!(t.pace_s_per_km(), Some(360.0));
    assert_eq!(t.speed_m_per_s(), Some(3.0));
    assert_eq!(t.cadence_spm(), Some(180.0));
    assert!((t.step_length_m().unwrap() - 640.0 / 600.0).abs() < 1e-12);
    assert_eq!(t.grade_adjusted_pace_s_per_km(), None);
    assert!((t.cadence_spread_spm().unwrap() - 4.0).abs() < 1e-6);
    let none = Tally::default();
    let means = [
        none.pace_s_per_km(),
        none.speed_m_per_s(),
        none.cadence_spm(),
        none.step_length_m(),
        none.mean(Channel::Power),
        none.cadence_spread_spm(),
    ];
    assert_eq!(means, [None; 6], "what was not measured is absent");
    let only = |set: fn(&mut Tally)| {
        let mut tally = none;
        set(&mut tally);
        tally
    };
    let (seconds, metres) = (only(|t| t.running_s = 1.0), only(|t| t.running_m = 1.0));
    let steps = only(|t| t.steps = 1.0);
    let halves = [
        seconds.speed_m_per_s(),
        metres.speed_m_per_s(),
        seconds.pace_s_per_km(),
        metres.pace_s_per_km(),
        only(|t| t.stepped_s = 1.0).cadence_spm(),
        steps.cadence_spm(),
        only(|t| t.stepped_m = 1.0).step_length_m(),
        steps.step_length_m(),
        only(|t| (t.has_altitude, t.running_s) = (true, 1.0)).grade_adjusted_pace_s_per_km(),
        only(|t| (t.flat_equivalent_m, t.running_s) = (1.0, 1.0)).grade_adjusted_pace_s_per_km(),
    ];
    assert_eq!(halves, [None; 10], "a quotient needs both of its sums");
}

#[test]
fn a_pace_on_the_flat_is_given_only_where_hills_change_it_little() {
    let of = |flat_equivalent_m| Tally {
        has_altitude: true,
        running_s: 300.0,
        running_m: 1000.0,
        flat_equivalent_m,
        ..Tally::default()
    };
    let given = |metres| of(metres).grade_adjusted_pace_s_per_km();
    assert!((given(1090.0).expect("little") - 300.0 / 1.09).abs() < 1e-9);
    assert!((given(915.0).expect("little") - 300.0 / 0.915).abs() < 1e-9);
    // 6:01/mi beside 8:03: so much is the model's, or the altimeter's.
    assert_eq!([given(1340.0), given(1110.0), given(900.0)], [None; 3]);
    assert!(of(1340.0).flat_pace_s_per_km().is_some());
    // The ground is that of the running alone, however far was walked.
    let walked = Tally {
        walked_m: 500.0,
        walked_s: 400.0,
        ..of(1090.0)
    };
    assert_eq!(walked.grade_adjusted_pace_s_per_km(), given(1090.0));
    let unknown = Tally {
        has_altitude: false,
        ..of(1000.0)
    };
    assert_eq!(unknown.flat_pace_s_per_km(), None);
}
