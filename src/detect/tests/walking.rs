//! The walking question on runs whose walks are known.

use super::{USUAL, run};
use crate::detect::moving::Moving;
use crate::detect::walking::WalkingAnswer;
use crate::detect::{DetectOptions, detect};
use crate::measure::Measures;
use crate::phases::Phases;

/// A steady run of `windows` tenths of a mile; `walked` gives the share of each window's time
/// that is walked.
fn walked(windows: usize, walked: impl Fn(usize) -> f64) -> Measures {
    let mut measures = run(windows, |_| USUAL);
    for (i, window) in measures.windows.iter_mut().enumerate() {
        let (share, tally) = (walked(i), &mut window.tally);
        tally.walked_s = share * tally.running_s;
        tally.walked_m = share * tally.running_m;
        tally.running_s -= tally.walked_s;
        tally.running_m -= tally.walked_m;
    }
    measures
}

fn answer(measures: &Measures) -> Option<WalkingAnswer> {
    WalkingAnswer::new(&Moving::new(measures, &Phases::whole(measures)))
}

/// One window of five walked from window `from` on.
fn every_fifth(from: usize) -> impl Fn(usize) -> f64 {
    move |i| f64::from(u8::from(i >= from && i % 5 == 0))
}

#[test]
fn walking_that_begins_and_stays_is_found_where_it_begins() {
    for from in [80, 110, 150] {
        let walks = |i| f64::from(u8::from(i >= from && i % 3 == 0));
        let said = answer(&walked(200, walks)).expect("walks");
        let mile = 0.1 * from as f64;
        assert!(said.probability > 0.95, "{from}: {said:?}");
        assert_eq!(said.before, 0.0);
        assert!((said.after - 1.0 / 3.0).abs() < 0.03, "{said:?}");
        let onset = said.onset;
        assert!((onset.at.miles() - mile).abs() < 0.31, "{onset:?}");
        assert!(onset.low < onset.at && onset.at < onset.high);
        assert!(onset.low.miles() <= mile && mile <= onset.high.miles());
        assert!(!onset.low_open && !onset.high_open, "{onset:?}");
        assert_eq!(onset.confidence, 0.95);
    }
}

#[test]
fn more_walking_from_the_same_place_is_surer_and_narrower() {
    let of = |share: f64| {
        let walks = move |i: usize| {
            if i >= 120 && i.is_multiple_of(5) {
                share
            } else {
                0.0
            }
        };
        answer(&walked(200, walks)).expect("walks")
    };
    let width = |said: &WalkingAnswer| said.onset.high.0 - said.onset.low.0;
    let (some, most, all) = (of(0.8), of(0.9), of(1.0));
    assert!(some.probability < most.probability && most.probability < all.probability);
    assert!(width(&all) <= width(&most) && width(&most) <= width(&some));
}

#[test]
fn walking_without_a_beginning_or_without_a_stay_is_none() {
    let probability = |walks: &dyn Fn(usize) -> f64| {
        answer(&walked(200, walks)).map_or(0.0, |said| said.probability)
    };
    assert!(
        probability(&|i| if i.is_multiple_of(20) { 0.6 } else { 0.0 }) < 0.5,
        "aid stations"
    );
    assert_eq!(probability(&every_fifth(0)), 0.0, "a run-walk plan");
    let climb = |i| f64::from(u8::from((100..110).contains(&i)));
    assert_eq!(probability(&climb), 0.0, "one hill walked in the middle");
    let rare = |i| if i >= 120 && i % 5 == 0 { 0.5 } else { 0.0 };
    assert_eq!(probability(&rare), 0.0, "a tenth of the time");
    // Five percent before, 20 % after: the runner walked from the start.
    let more = |i| {
        if i % 5 == 0 {
            if i < 120 { 0.3 } else { 1.0 }
        } else {
            0.0
        }
    };
    assert_eq!(probability(&more), 0.0, "6 % walked before");
    // A kick of half a mile at the end does not end it.
    let kick = |i| {
        if i < 195 {
            0.85 * every_fifth(120)(i)
        } else {
            0.0
        }
    };
    assert!(probability(&kick) > 0.5);
    // Three miles of running at the end do, though a fifth of the time from mile 12 on is walked.
    let ran = |i| f64::from(u8::from((120..170).contains(&i) && i % 3 == 0));
    assert_eq!(probability(&ran), 0.0, "run again to the finish");
}

#[test]
fn walking_is_not_looked_for_without_walks_or_room() {
    assert!(answer(&walked(200, |_| 0.0)).is_none());
    assert!(answer(&walked(44, every_fifth(20))).is_none(), "4.4 mi");
    assert!(answer(&walked(60, every_fifth(30))).is_some(), "6 mi");
}

#[test]
fn an_onset_at_the_edge_of_the_search_has_an_open_end() {
    // Of 20 mi the search leaves out the first fifth and the last mile and a half.
    let early = answer(&walked(200, every_fifth(35))).expect("walks");
    assert!(early.onset.low_open && !early.onset.high_open, "{early:?}");
    let late = answer(&walked(200, |i| f64::from(u8::from(i >= 186)))).expect("walks");
    assert!(late.onset.high_open && !late.onset.low_open, "{late:?}");
}

#[test]
fn the_posterior_is_that_of_beta_binomial_shares_with_one_change() {
    use statrs::function::gamma::ln_gamma;
    let share = |i: usize| f64::from(u8::from(i >= 120 && i % 6 == 1));
    let said = answer(&walked(200, share)).expect("walks");
    // Observations of 100 s: walked and run in a window.
    let window_s = 160.9344 / 3.1;
    let log_beta = |a: f64, b: f64| ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b);
    let evidence = |windows: std::ops::Range<usize>, (a, b): (f64, f64)| {
        let all = windows.len() as f64 * window_s / 100.0;
        let walked = windows.map(share).sum::<f64>() * window_s / 100.0;
        (log_beta(a + walked, b + all - walked) - log_beta(a, b)).exp()
    };
    let (usual, has_to) = ((0.5, 15.0), (1.0, 2.0));
    let none = evidence(0..200, usual);
    // Onsets from a fifth of the run to 1.5 mi before the finish.
    let places = 40..=185;
    let weights: Vec<f64> = places
        .clone()
        .map(|at| evidence(0..at, usual) * evidence(at..200, has_to) / none)
        .collect();
    let odds = 0.2 * weights.iter().sum::<f64>() / weights.len() as f64;
    let expected = odds / (1.0 + odds);
    assert!(
        (said.probability - expected).abs() < 1e-9,
        "{said:?} {expected}"
    );
    assert!((0.3..0.97).contains(&expected), "an open case: {expected}");
    let share_of = |from: f64, to: f64| {
        let inside = places.clone().zip(&weights);
        let inside = inside.filter(|(at, _)| {
            let mile = 0.1 * *at as f64;
            mile > from - 0.01 && mile < to + 0.01
        });
        inside.map(|(_, w)| w).sum::<f64>() / weights.iter().sum::<f64>()
    };
    let (low, high) = (said.onset.low.miles(), said.onset.high.miles());
    let held = share_of(low, high);
    assert!((0.95..0.99).contains(&held), "{held}");
    let narrower = share_of(low + 0.1, high).max(share_of(low, high - 0.1));
    assert!(narrower < 0.95, "the shortest such stretch: {narrower}");
}

#[test]
fn an_interval_reaches_a_place_to_either_side_of_its_onset() {
    let mut measures = walked(200, |i| f64::from(u8::from(i >= 120)));
    for window in &mut measures.windows {
        // So slow that a single window leaves no doubt: all probability is in one place.
        window.tally.walked_s *= 40.0;
        window.tally.running_s *= 40.0;
    }
    let onset = answer(&measures).expect("walks").onset;
    let (low, at, high) = (onset.low.miles(), onset.at.miles(), onset.high.miles());
    assert!((at - 12.0).abs() < 0.11, "{onset:?}");
    assert!((at - low - 0.1).abs() < 1e-9, "{onset:?}");
    assert!((high - at - 0.1).abs() < 1e-9, "{onset:?}");
}

#[test]
fn walking_takes_its_part_of_the_whole_slowdown() {
    // Two windows of three walked from mile 12 on, at half the speed; what is run between them, in
    // windows beside walks, is 8 % faster.
    let late = |i: usize| i >= 120;
    let mut measures = walked(200, |i| f64::from(u8::from(late(i) && i % 3 != 0)));
    for (i, window) in measures.windows.iter_mut().enumerate() {
        window.tally.walked_s *= 2.0;
        if late(i) {
            window.tally.running_s /= 1.08;
        }
    }
    let options = DetectOptions::default();
    let said = detect(&measures, &Phases::whole(&measures), &options);
    let parts = said.attribution.expect("paces are evidence");
    let onset = said.onset().expect("a run-walk finish").at.miles();
    let moving = |from: f64, to: f64| {
        let kept = measures.windows.iter().filter(|w| {
            let middle = 0.5 * (w.from.miles() + w.to.miles());
            (from..to).contains(&middle) && w.moving_mid_s > 600.0
        });
        let (metres, seconds) = kept.fold((0.0, 0.0), |(metres, seconds), w| {
            let of = &w.tally;
            (metres + of.running_m + of.walked_m, seconds + of.moving_s())
        });
        metres / seconds
    };
    let slower = 100.0 * (moving(0.0, onset) / moving(onset, 30.0)).ln();
    assert!(
        (parts.slowdown_pct - slower).abs() < 0.5,
        "{parts:?} {slower}"
    );
    let sum = parts.from_walking_pct + parts.from_step_length_pct + parts.from_cadence_pct;
    assert!((sum - parts.slowdown_pct).abs() < 1e-9);
    assert!(
        parts.from_walking_pct > parts.slowdown_pct,
        "running was faster: {parts:?}"
    );
}
