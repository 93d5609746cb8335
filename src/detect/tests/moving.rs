//! Moving speed, window by window.

use super::{Doing, USUAL, run};
use crate::detect::moving::Moving;
use crate::measure::Measures;
use crate::phases::Phases;
use crate::units::Metres;

/// Speed with small differences from window to window.
fn trembling(mile: f64) -> Doing {
    Doing {
        speed_m_per_s: 3.1 * (1.0 + 0.01 * (37.0 * mile).sin()),
        ..USUAL
    }
}

fn whole(measures: &Measures) -> Moving {
    Moving::new(measures, &Phases::whole(measures))
}

#[test]
fn walks_slow_moving_speed_and_stops_do_not() {
    let mut measures = run(100, |_| USUAL);
    measures.windows[40].tally.stopped_s = 60.0;
    // Half of the window's distance walked at half the speed.
    let tally = &mut measures.windows[60].tally;
    tally.walked_m = 0.5 * tally.running_m;
    tally.walked_s = tally.running_s;
    (tally.running_m, tally.running_s) = (tally.walked_m, 0.5 * tally.running_s);
    let moving = whole(&measures);
    assert_eq!(moving.len(), 100);
    assert!((moving.ln_speed[40] - 3.1_f64.ln()).abs() < 1e-12, "a stop");
    assert!(
        (moving.ln_speed[60] - (3.1_f64 / 1.5).ln()).abs() < 1e-12,
        "a walk"
    );
    // Two thirds of that window's time, of three windows with 3.5 times the time of one.
    let share = moving.walked_share(|mi| (5.9..6.2).contains(&mi));
    assert!((share - 1.0 / 3.5).abs() < 1e-9, "{share}");
    assert_eq!(moving.walked_share(|mi| mi < 5.0), 0.0);
    let running = moving.running();
    assert_eq!(running.len(), 99);
    assert!(running.at_mi.iter().all(|mi| (mi - 6.05).abs() > 1e-6));
    assert_eq!(running.finish_mi, moving.finish_mi);
    for of in [
        &running.ln_speed,
        &running.grade,
        &running.ln_cost,
        &running.white,
    ] {
        assert_eq!(of.len(), 99);
    }
}

#[test]
fn a_window_cut_short_by_a_stop_has_no_speed() {
    let mut measures = run(60, |_| USUAL);
    measures.windows[20].tally.running_s = 7.0;
    let moving = whole(&measures);
    assert_eq!(moving.len(), 59);
    assert!(moving.at_mi.iter().all(|mi| (mi - 2.05).abs() > 1e-6));
}

#[test]
fn only_the_main_part_counts_and_ends_where_it_ends() {
    let measures = run(100, |_| USUAL);
    let phases = Phases {
        main: (Metres::from_miles(1.5), Metres::from_miles(8.0)),
        ..Phases::default()
    };
    let moving = Moving::new(&measures, &phases);
    assert_eq!(moving.len(), 65);
    assert!((moving.at_mi[0] - 1.55).abs() < 1e-9 && (moving.at_mi[64] - 7.95).abs() < 1e-9);
    assert!((moving.finish_mi - 8.0).abs() < 1e-9);
    // The clock is that of the run.
    assert!(moving.moving_min[0] > 12.0);
}

#[test]
fn a_walk_of_two_minutes_weighs_little_and_a_doubtful_distance_less() {
    let slow = |mile: f64| (5.0..5.1).contains(&mile);
    let mut measures = run(150, |mile| Doing {
        speed_m_per_s: if slow(mile) {
            1.5
        } else {
            trembling(mile).speed_m_per_s
        },
        ..USUAL
    });
    measures.windows[100].pace_doubtful = true;
    let moving = whole(&measures);
    let most = moving.white.iter().copied().fold(0.0, f64::max);
    assert_eq!(moving.white[50], most);
    assert!(most > 100.0, "{most}");
    let usual = moving.white.iter().filter(|&&w| w == 1.0).count();
    assert!(usual > 120, "{usual} of 150 count in full");
    assert!(moving.white[100] >= 4.0, "{}", moving.white[100]);
    // A level that stays is no outlier.
    let fade = run(150, |mile| Doing {
        speed_m_per_s: trembling(mile).speed_m_per_s * if mile > 10.0 { 0.85 } else { 1.0 },
        ..USUAL
    });
    let moving = whole(&fade);
    assert!(moving.white[115..].iter().all(|&w| w < 2.0));
}

#[test]
fn the_ground_is_known_smoothed_and_as_recorded() {
    let mut measures = run(100, trembling);
    for (i, window) in measures.windows.iter_mut().enumerate() {
        // A climb of 4 % over three miles, with an altimeter's error of 1 % a window.
        let climb = if (30..60).contains(&i) { 0.04 } else { 0.0 };
        let error = if i % 2 == 0 { 0.01 } else { -0.01 };
        window.grade = Some(climb + error);
        let cost = crate::measure::grade::relative_cost(climb + error);
        window.tally.flat_equivalent_m = cost * window.tally.running_m;
    }
    let moving = whole(&measures);
    let near = |at: usize, grade: f64| (moving.grade[at] - grade).abs() < 0.006;
    assert!(
        near(15, 0.0) && near(45, 0.04) && near(80, 0.0),
        "{:?}",
        moving.grade
    );
    let cost = |grade: f64| crate::measure::grade::relative_cost(grade).ln();
    for (i, window) in measures.windows.iter().enumerate() {
        assert!((moving.ln_cost[i] - cost(moving.grade[i])).abs() < 1e-12);
        let recorded = moving.ln_cost[i] + moving.ln_rough_cost[i];
        let grade = window.grade.expect("set above");
        assert!((recorded - cost(grade)).abs() < 1e-9, "{i}: {recorded}");
    }
}

#[test]
fn rough_cost_is_what_the_smoothed_grade_leaves_of_the_cost_as_measured() {
    let mut measures = run(60, trembling);
    for window in &mut measures.windows {
        // Flat as smoothed, 3 % dearer as recorded.
        window.tally.flat_equivalent_m = 1.03 * window.tally.running_m;
    }
    let moving = whole(&measures);
    let (rough, cost) = (&moving.ln_rough_cost, &moving.ln_cost);
    assert!(cost.iter().all(|cost| cost.abs() < 1e-12), "{cost:?}");
    assert!(
        rough
            .iter()
            .all(|rough| (rough - 1.03_f64.ln()).abs() < 1e-12)
    );
}
