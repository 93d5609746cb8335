//! Positions that are wrong, and those that only look so.

use super::*;
use crate::normalise::testing::{assert_near, run_of};
use crate::normalise::{along, clock};
use crate::read::{RawActivity, RawPoint};

fn place(latitude: f64, longitude: f64) -> Position {
    Position {
        latitude,
        longitude,
    }
}

/// A run of so many seconds to the north at 3 m/s, with `bend` applied to each position.
fn north(seconds: usize, bend: impl Fn(f64, &mut Position)) -> RawActivity {
    run_of(seconds, |s| {
        let mut at = place(47.0 + s * 3.0 / 111_176.0, 8.0);
        bend(s, &mut at);
        RawPoint {
            position: Some(at),
            ..RawPoint::default()
        }
    })
}

/// Metres along the cleaned positions of [`north`], which steps are trusted, and the caveats.
fn along(seconds: usize, bend: impl Fn(f64, &mut Position)) -> (Vec<f64>, Vec<bool>, Vec<Caveat>) {
    let raw = north(seconds, bend);
    let mut caveats = Vec::new();
    let mut timeline = clock::timeline(&raw, &mut caveats).unwrap();
    clean(&mut timeline).say(true, &mut caveats);
    let along = along::distance(&timeline).unwrap();
    (along.metres, along.trusted, caveats)
}

#[test]
fn a_straight_line_has_its_length() {
    let (metres, _, caveats) = along(1000, |_, _| {});
    assert_near(metres[1000], 3000.0, 3.0);
    assert_eq!(caveats, []);
}

#[test]
fn a_spike_adds_nothing_and_is_doubted() {
    let (metres, trusted, caveats) = along(1000, |s, at| {
        if (500.0..503.0).contains(&s) {
            at.longitude += 0.01;
        }
    });
    assert_near(metres[1000], 3000.0, 3.0);
    assert!(!trusted[501] && trusted[499] && trusted[504]);
    assert!(caveats[0].text.starts_with("3 positions"), "{caveats:?}");
}

#[test]
fn drifting_while_standing_adds_nothing() {
    // Stands from second 300 to 600 while the fix wanders on a circle of 3 m in 60 s.
    let (metres, _, _) = along(900, |s, at| {
        let ran = s.min(300.0) + (s - 600.0).max(0.0);
        *at = place(47.0 + ran * 3.0 / 111_176.0, 8.0);
        if (300.0..600.0).contains(&s) {
            at.latitude += 3.0 / 111_176.0 * ((s - 300.0) / 9.5).sin();
            at.longitude += 3.0 / 76_000.0 * (((s - 300.0) / 9.5).cos() - 1.0);
        }
    });
    assert_near(metres[900], 1800.0, 20.0);
}

#[test]
fn positions_at_null_island_and_the_ends_are_left_out() {
    for wrong in [
        vec![500.0],
        vec![0.0],
        vec![1000.0],
        vec![0.0, 1.0, 2.0],
        vec![999.0, 1000.0],
    ] {
        let (metres, _, caveats) = along(1000, |s, at| {
            if wrong.contains(&s) {
                *at = place(0.0, 0.0);
            }
        });
        assert_near(metres[1000], 3000.0, 10.0);
        assert_eq!(caveats.len(), 1, "{wrong:?}");
        let (metres, _, caveats) = along(1000, |s, at| {
            if wrong.contains(&s) {
                at.latitude += 0.3;
            }
        });
        assert_near(metres[1000], 3000.0, 10.0);
        let number = wrong.len().to_string();
        assert!(caveats[0].text.starts_with(&number), "{caveats:?}");
    }
}

#[test]
fn a_minute_elsewhere_is_left_out_whole() {
    let (metres, trusted, caveats) = along(1000, |s, at| {
        if (500.0..590.0).contains(&s) {
            at.longitude += 0.05;
        }
    });
    assert_near(metres[1000], 3000.0, 3.0);
    assert!(
        !trusted[550] && caveats[0].text.starts_with("90 positions"),
        "{caveats:?}"
    );
}

#[test]
fn a_position_repeated_until_the_next_is_on_the_way_there() {
    for every_s in [8.0, 12.0, 20.0] {
        let (metres, trusted, caveats) = along(1000, |s, at| {
            let held = (s / every_s).floor() * every_s;
            *at = place(47.0 + held * 3.0 / 111_176.0, 8.0);
        });
        let end = (1000.0 / every_s).floor() * every_s * 3.0;
        assert_near(metres[1000], end, 3.0);
        assert_near(metres[500], 1500.0, 2.0);
        assert!(trusted[505]);
        assert_eq!(caveats, []);
    }
}

#[test]
fn a_ride_is_followed() {
    // 14 m/s, which no runner does, from second 600 on: no spike, and it does not come back.
    let (_, _, caveats) = along(1000, |s, at| {
        let metres = 3.0 * s.min(600.0) + 14.0 * (s - 600.0).max(0.0);
        *at = place(47.0 + metres / 111_176.0, 8.0);
    });
    assert_eq!(caveats, []);
}

#[test]
fn one_position_beside_the_way_is_left_out_and_a_turning_point_is_not() {
    // A record every six seconds, as watches write that record when they see fit.
    let sparse = |bend: &dyn Fn(f64, &mut Position)| {
        let mut raw = north(1200, bend);
        raw.points = raw.points.into_iter().step_by(6).collect();
        let mut timeline = clock::timeline(&raw, &mut Vec::new()).unwrap();
        let faults = clean(&mut timeline);
        let along = along::distance(&timeline).unwrap();
        (faults.left_out, along.metres.last().copied().unwrap())
    };
    let (left_out, metres) = sparse(&|s, at| {
        if s == 600.0 {
            at.longitude += 25.0 / 76_000.0;
        }
    });
    assert_eq!(left_out, 1);
    assert_near(metres, 3600.0, 3.0);
    let (left_out, metres) = sparse(&|s, at| {
        at.latitude = 47.0 + 3.0 * (600.0 - (s - 600.0).abs()) / 111_176.0;
    });
    assert_eq!(left_out, 0);
    assert_near(metres, 3600.0, 3.0);
}
