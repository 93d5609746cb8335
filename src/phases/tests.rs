//! Each rule on made runs: a run in which it holds, and its neighbours in which it must not.

use super::{Phase, PhaseKind, Phases, phases};
use crate::measure::{SplitLength, measure};
use crate::normalise::testing::run_from;
use crate::normalise::{Motion, Run, Sample};
use crate::units::{BeatsPerMinute, Metres, Seconds, StepsPerMinute};

/// What a made runner does at a place.
#[derive(Debug, Clone, Copy)]
struct Doing {
    /// Speed over that of steady running.
    pace: f64,
    /// ln heart rate beside that of steady running; `None` without heart rate.
    heart: Option<f64>,
    motion: Motion,
}

const STEADY: Doing = Doing {
    pace: 1.0,
    heart: Some(0.0),
    motion: Motion::Run,
};
/// A brisk walk.
const WALK: Doing = Doing {
    pace: 0.5,
    heart: Some(-0.2),
    motion: Motion::Walk,
};

/// Running at a share of steady speed with the heart at this much beside its level.
fn at(pace: f64, heart: f64) -> Doing {
    Doing {
        pace,
        heart: Some(heart),
        ..STEADY
    }
}

/// A flat run of `miles`, a sample a second; `doing` gets the miles run so far.
fn run(miles: f64, doing: impl Fn(f64) -> Doing) -> Run {
    let mut samples = vec![Sample::default()];
    let (mut metres, mut second) = (0.0, 0.0);
    while metres < Metres::from_miles(miles).0 {
        let mile = Metres(metres).miles();
        let does = doing(mile);
        // Real speed is never even: a hundredth up and down over a few hundred metres.
        let tremble = 1.0 + 0.01 * (37.0 * mile).sin();
        let speed = 3.1 * does.pace * tremble;
        // A watch that stands drifts.
        metres += if does.motion == Motion::Stop {
            0.1
        } else {
            speed
        };
        second += 1.0;
        samples.push(Sample {
            elapsed: Seconds(second),
            duration: Seconds(1.0),
            distance: Metres(metres),
            motion: does.motion,
            cadence: (does.motion == Motion::Run).then_some(StepsPerMinute(176.0)),
            heart_rate: does.heart.map(|h| BeatsPerMinute(150.0 * h.exp())),
            altitude: Some(Metres(100.0)),
            pace_trusted: true,
            ..Sample::default()
        });
    }
    let heart_rate_is_evidence = samples.iter().any(|s| s.heart_rate.is_some());
    Run {
        heart_rate_is_evidence,
        ..run_from(samples)
    }
}

fn cut(run: &Run) -> Phases {
    phases(run, &measure(run, SplitLength::default()))
}

/// The phases of a flat run of `miles`.
fn of(miles: f64, doing: impl Fn(f64) -> Doing) -> Phases {
    cut(&run(miles, doing))
}

/// The parts of the session: kind, first and last mile.
fn parts(phases: &Phases) -> Vec<(PhaseKind, f64, f64)> {
    let beside = [PhaseKind::Walk, PhaseKind::Stand];
    let parts = phases.list.iter().filter(|p| !beside.contains(&p.kind));
    parts
        .map(|p| (p.kind, p.from.miles(), p.to.miles()))
        .collect()
}

fn kinds(phases: &Phases) -> Vec<PhaseKind> {
    parts(phases).into_iter().map(|part| part.0).collect()
}

/// A part's first and last mile lie within two windows of what was run.
fn lies(phases: &Phases, kind: PhaseKind, from: f64, to: f64) {
    let phase: Vec<&Phase> = phases.of(kind).collect();
    assert_eq!(phase.len(), 1, "{kind:?} once in {:?}", parts(phases));
    let (is_from, is_to) = (phase[0].from.miles(), phase[0].to.miles());
    assert!(
        (is_from - from).abs() < 0.21 && (is_to - to).abs() < 0.21,
        "{kind:?} from {is_from} to {is_to}, run from {from} to {to}"
    );
}

#[test]
fn a_steady_run_is_all_main_part() {
    for miles in [1.0, 6.0, 20.0] {
        let phases = of(miles, |_| STEADY);
        assert_eq!(kinds(&phases), [PhaseKind::Main], "{miles}");
        assert_eq!(phases.main.0.miles(), 0.0);
        assert!((phases.main.1.miles() - miles).abs() < 0.01);
    }
    let rough = of(15.0, |mile| at(1.0 + 0.06 * (61.0 * mile).sin(), 0.0));
    assert_eq!(kinds(&rough), [PhaseKind::Main]);
    assert_eq!(kinds(&of(0.01, |_| STEADY)), [PhaseKind::Main]);
}

#[test]
fn a_warm_up_is_the_slower_running_at_the_start() {
    let start = |miles: f64, pace: f64| {
        of(12.0, move |mile| {
            if mile < miles {
                at(pace, -0.08)
            } else {
                STEADY
            }
        })
    };
    let phases = start(1.5, 0.86);
    assert_eq!(kinds(&phases), [PhaseKind::WarmUp, PhaseKind::Main]);
    lies(&phases, PhaseKind::WarmUp, 0.0, 1.5);
    lies(&phases, PhaseKind::Main, 1.5, 12.0);
    assert_eq!(phases.main.0, phases.list[1].from);
    assert_eq!(
        kinds(&start(1.5, 0.95)),
        [PhaseKind::Main],
        "an everyday start"
    );
    assert_eq!(
        kinds(&start(6.0, 0.86)),
        [PhaseKind::Main],
        "half of the run"
    );
    assert_eq!(kinds(&start(1.5, 1.14)), [PhaseKind::Main], "a fast start");
}

#[test]
fn a_kick_is_faster_over_the_last_mile_or_less_and_part_of_the_main_part() {
    let finish = |miles: f64, pace: f64| {
        of(10.0, move |mile| {
            if mile > 10.0 - miles {
                at(pace, 0.03)
            } else {
                STEADY
            }
        })
    };
    let phases = finish(0.6, 1.09);
    assert_eq!(kinds(&phases), [PhaseKind::Main, PhaseKind::Kick]);
    lies(&phases, PhaseKind::Kick, 9.4, 10.0);
    assert!((phases.main.1.miles() - 10.0).abs() < 0.01, "{phases:?}");
    assert_eq!(kinds(&finish(0.6, 1.04)), [PhaseKind::Main]);
    assert_eq!(kinds(&finish(0.1, 1.2)), [PhaseKind::Main], "one window");
    assert_eq!(
        kinds(&finish(4.0, 1.09)),
        [PhaseKind::Main],
        "a fast finish"
    );
}

#[test]
fn a_cool_down_is_slow_up_to_the_finish_with_a_heart_that_follows() {
    let last = |miles: f64, pace: f64, heart: f64| {
        of(14.0, move |mile| {
            if mile > 14.0 - miles {
                at(pace, heart)
            } else {
                STEADY
            }
        })
    };
    // The heart falls by three quarters of the loss of ln speed.
    let phases = last(2.0, 0.82, 0.75 * 0.82_f64.ln());
    assert_eq!(kinds(&phases), [PhaseKind::Main, PhaseKind::CoolDown]);
    lies(&phases, PhaseKind::Main, 0.0, 12.0);
    lies(&phases, PhaseKind::CoolDown, 12.0, 14.0);
    assert_eq!(phases.main.1, phases.list[1].from);
    assert_eq!(kinds(&last(2.0, 0.82, -0.03)), [PhaseKind::Main], "a fade");
    assert_eq!(
        kinds(&last(2.0, 0.93, -0.08)),
        [PhaseKind::Main],
        "7 % slower"
    );
    assert_eq!(
        kinds(&last(2.0, 0.93, -0.2)),
        [PhaseKind::Main],
        "7 % slower, whatever the heart does"
    );
    assert_eq!(
        kinds(&last(5.0, 0.82, 0.75 * 0.82_f64.ln())),
        [PhaseKind::Main],
        "longer than a cool-down: the pace question's"
    );
    // Slow with a fast stretch in it.
    let mixed = of(14.0, |mile| match mile {
        m if m < 12.0 => STEADY,
        m if m % 0.5 < 0.15 => at(1.0, -0.1),
        _ => at(0.82, -0.15),
    });
    assert_eq!(kinds(&mixed), [PhaseKind::Main], "a fade with surges");
}

#[test]
fn without_heart_rate_only_a_short_cool_down_is_one() {
    let last = |miles: f64| {
        of(14.0, move |mile| Doing {
            pace: if mile > 14.0 - miles { 0.82 } else { 1.0 },
            heart: None,
            ..STEADY
        })
    };
    let phases = last(0.8);
    assert_eq!(kinds(&phases), [PhaseKind::Main, PhaseKind::CoolDown]);
    lies(&phases, PhaseKind::CoolDown, 13.2, 14.0);
    assert_eq!(kinds(&last(2.0)), [PhaseKind::Main]);
    // Heart rate that is no evidence is none.
    let mut locked = run(
        14.0,
        |mile| if mile > 12.0 { at(0.82, -0.15) } else { STEADY },
    );
    assert_eq!(kinds(&cut(&locked)), [PhaseKind::Main, PhaseKind::CoolDown]);
    locked.heart_rate_is_evidence = false;
    assert_eq!(kinds(&cut(&locked)), [PhaseKind::Main]);
}

#[test]
fn walking_home_is_a_cool_down_and_a_finish_in_walks_is_not() {
    let home = of(10.0, |mile| if mile > 9.2 { WALK } else { STEADY });
    assert_eq!(kinds(&home), [PhaseKind::Main, PhaseKind::CoolDown]);
    lies(&home, PhaseKind::CoolDown, 9.2, 10.0);
    let long = of(12.0, |mile| if mile > 9.5 { WALK } else { STEADY });
    assert_eq!(
        kinds(&long),
        [PhaseKind::Main],
        "two miles and a half walked"
    );
    // Walk breaks from mile 6 on; the last mile is walked too.
    let breaks = of(10.0, |mile| {
        if mile > 9.2 || (mile > 6.0 && mile % 0.5 < 0.15) {
            WALK
        } else {
            STEADY
        }
    });
    assert_eq!(kinds(&breaks), [PhaseKind::Main], "{:?}", parts(&breaks));
    // Running and walking in turn over the last two miles.
    let turns = of(12.0, |mile| {
        if mile > 10.0 && mile % 0.5 < 0.2 {
            WALK
        } else {
            STEADY
        }
    });
    assert_eq!(kinds(&turns), [PhaseKind::Main], "{:?}", parts(&turns));
    // Slow running with walks in it, two fifths of the time.
    let slower = of(12.0, |mile| match mile {
        m if m < 10.5 => STEADY,
        m if m % 0.5 < 0.13 => WALK,
        _ => at(0.85, -0.2),
    });
    assert_eq!(kinds(&slower), [PhaseKind::Main], "{:?}", parts(&slower));
    // Walk breaks all along, then slow running with a heart that is low.
    let tired = of(14.0, |mile| match mile {
        m if m > 12.0 => at(0.82, -0.15),
        m if m > 3.0 && m % 1.0 < 0.1 => WALK,
        _ => STEADY,
    });
    assert_eq!(kinds(&tired), [PhaseKind::Main], "{:?}", parts(&tired));
}

/// Easy running, then six repetitions of half a mile with jogs of 0.4 mi, then easy running.
fn session(mile: f64) -> Doing {
    let work = (2.0..7.0).contains(&mile);
    match (mile - 2.0) % 0.9 {
        into if work && into < 0.5 => at(1.3, 0.1),
        _ if work => at(0.9, 0.0),
        _ => at(0.93, -0.05),
    }
}

#[test]
fn repetitions_are_found_between_warm_up_and_cool_down() {
    let phases = of(9.0, session);
    assert!(phases.is_repetitions());
    assert_eq!(
        kinds(&phases),
        [
            PhaseKind::WarmUp,
            PhaseKind::Repetitions,
            PhaseKind::CoolDown
        ]
    );
    lies(&phases, PhaseKind::Repetitions, 2.0, 7.0);
    assert_eq!(phases.main, (phases.list[1].from, phases.list[1].to));
    let bare = of(9.0, |mile| {
        at(if mile % 0.9 < 0.5 { 1.3 } else { 0.9 }, 0.0)
    });
    assert!(bare.is_repetitions(), "from the first step to the last");
    let long = of(18.0, |mile| {
        at(if mile % 2.0 < 1.2 { 1.3 } else { 0.9 }, 0.0)
    });
    assert!(long.is_repetitions(), "repetitions of more than a mile");
}

#[test]
fn repetitions_are_neither_a_wall_nor_strides_nor_rough_running() {
    let found = |miles, doing: fn(f64) -> Doing| of(miles, doing).is_repetitions();
    let wall = |mile: f64| {
        let slow = mile > 13.0 && mile % 1.5 < 1.0;
        at(if slow { 0.8 } else { 1.1 }, 0.0)
    };
    assert!(!found(20.0, wall), "a wall with recoveries");
    // Seven fast stretches of 0.2 mi in the last 2.1 of 10 mi: a seventh of the run.
    let strides = |mile: f64| {
        let fast = mile > 7.9 && (mile - 7.9) % 0.3 < 0.2;
        at(if fast { 1.35 } else { 1.0 }, 0.0)
    };
    assert!(!found(10.0, strides), "strides at the end");
    let few = |mile: f64| {
        at(
            if (1.0..2.0).contains(&(mile % 3.0)) {
                1.3
            } else {
                1.0
            },
            0.0,
        )
    };
    assert!(!found(9.0, few), "three fast miles");
    let close = |mile: f64| at(if mile % 0.9 < 0.5 { 1.08 } else { 0.97 }, 0.0);
    assert!(!found(9.0, close), "a tenth apart is a rolling course");
    // Up and down evenly between 30 % slower and 30 % faster: every speed, not two.
    let trail = |mile: f64| at(0.7 + 1.2 * (mile % 1.0 - 0.5).abs(), 0.0);
    assert!(!found(12.0, trail), "a trail");
}

#[test]
fn a_fade_is_none_of_these() {
    // Over the last six miles to 18 % slower, the heart steady, or falling by 5 %.
    for heart in [0.0, -0.05] {
        let fade = of(20.0, |mile| {
            let share = ((mile - 14.0) / 6.0).max(0.0);
            at(1.0 - 0.18 * share, heart * share)
        });
        assert_eq!(kinds(&fade), [PhaseKind::Main], "{heart}");
    }
    // A wall in the last two miles at a heart rate that falls by a third of a choice's fall.
    let wall = of(
        20.0,
        |mile| if mile > 18.0 { at(0.8, -0.055) } else { STEADY },
    );
    assert_eq!(kinds(&wall), [PhaseKind::Main]);
}

#[test]
fn where_speed_is_no_evidence_it_makes_no_session() {
    let mut belt = run(9.0, session);
    belt.pace_is_evidence = false;
    assert_eq!(kinds(&cut(&belt)), [PhaseKind::Main]);
}

#[test]
fn walks_and_stands_have_their_places_and_times() {
    let walk_s = 100.0..160.0;
    let stand_s = 400.0..430.0;
    // Two walks with five seconds of running between them are one, with thirty they are two.
    let close = [600.0..620.0, 625.0..650.0];
    let apart = [900.0..920.0, 950.0..970.0];
    let seconds = std::cell::Cell::new(0.0);
    let phases = of(3.0, |_| {
        let now = seconds.get();
        seconds.set(now + 1.0);
        let walks = [&walk_s, &close[0], &close[1], &apart[0], &apart[1]];
        if walks.iter().any(|walk| walk.contains(&now)) {
            WALK
        } else if stand_s.contains(&now) {
            Doing {
                motion: Motion::Stop,
                ..STEADY
            }
        } else {
            STEADY
        }
    });
    let times = |kind| -> Vec<(f64, f64)> {
        let found = phases.of(kind);
        found.map(|p| (p.from_s.0, p.to_s.0)).collect()
    };
    assert_eq!(
        times(PhaseKind::Walk),
        [
            (100.0, 160.0),
            (600.0, 650.0),
            (900.0, 920.0),
            (950.0, 970.0)
        ]
    );
    assert_eq!(times(PhaseKind::Stand), [(400.0, 430.0)]);
    let stand = phases.of(PhaseKind::Stand).next().expect("one");
    assert_eq!(stand.from, stand.to);
    let walk = phases.of(PhaseKind::Walk).next().expect("the first");
    assert!((walk.from.0 - 310.0).abs() < 4.0, "{walk:?}");
    assert!(
        (walk.to.0 - walk.from.0 - 60.0 * 1.55).abs() < 2.0,
        "{walk:?}"
    );
    assert!(stand.from.0 > walk.to.0);
    // Their place in the list: behind the parts of the session.
    assert_eq!(phases.list[0].kind, PhaseKind::Main);
}

#[test]
fn parts_follow_each_other_and_cover_the_run_in_distance_and_time() {
    let race = of(14.0, |mile| match mile {
        m if m < 1.5 => at(0.86, -0.1),
        m if m > 12.0 => at(0.8, -0.2),
        m if m > 11.5 => at(1.1, 0.05),
        _ => STEADY,
    });
    assert_eq!(
        kinds(&race),
        [
            PhaseKind::WarmUp,
            PhaseKind::Main,
            PhaseKind::Kick,
            PhaseKind::CoolDown
        ]
    );
    for phases in [of(9.0, session), race] {
        assert!(parts(&phases).len() > 2, "{:?}", parts(&phases));
        for pair in phases.list.windows(2) {
            assert_eq!((pair[0].to, pair[0].to_s), (pair[1].from, pair[1].from_s));
            assert!(pair[0].from_s.0 < pair[0].to_s.0);
        }
        assert_eq!((phases.list[0].from.0, phases.list[0].from_s.0), (0.0, 0.0));
    }
}
