//! Removes altitudes that cannot be true: zeros for "unknown", the -500 m of an empty FIT field, and leaps away
//! and back.

use super::caveats::{self, Caveat};
use super::lone::lone;
use super::timeline::Timeline;

/// Altitudes where people run: from the shore of the Dead Sea to the highest summit, m. FIT
/// stores -500 m as 0, which devices also write for "unknown".
const ON_EARTH_M: std::ops::RangeInclusive<f64> = -499.9..=9000.0;

/// A leap is a change by more than this (m), beyond the tremble of satellites, ...
const LEAP_M: f64 = 20.0;
/// ... and by more than a runner falls or climbs, m/s: the steepest descents are run at 2 m/s.
const STEEPEST_M_PER_S: f64 = 3.0;

/// A single altitude that differs this much (m) from its neighbours is wrong: even at one record in ten seconds, the
/// longest interval that is no gap, no runner climbs and descends by more.
const ALONE_M: f64 = 10.0;

/// To and from the very value 0, which devices write for "unknown", less is a leap (m) ...
const LEAP_TO_ZERO_M: f64 = 5.0;
/// ... and the ground is that of most runs, m/s.
const STEEP_M_PER_S: f64 = 0.5;

/// A leap from which the altitude comes back within this long (s) is one fault.
const LONGEST_EXCURSION_S: f64 = 60.0;

/// A value that does not change at all is a fault up to this share of the records, however long.
const LARGEST_SHARE: f64 = 0.3;

/// If leaps remain in more than this share of the records, altitude is not used. A receiver that corrects itself
/// does so a few times a run.
const HOPELESS: f64 = 0.005;

/// Removes altitudes that cannot be true from the records.
pub(super) fn clean(timeline: &mut Timeline, caveats: &mut Vec<Caveat>) {
    let mut left_out = 0usize;
    for p in &mut timeline.points {
        let before = p.altitude_m;
        p.altitude_m = before.filter(|a| ON_EARTH_M.contains(&f64::from(*a)));
        left_out += usize::from(before.is_some() && p.altitude_m.is_none());
    }
    let altitudes = timeline.known(|p| p.altitude_m.map(f64::from));
    for i in lone(timeline, &altitudes, |_| ALONE_M) {
        timeline.points[i].altitude_m = None;
        left_out += 1;
    }
    let known = timeline.known(|p| p.altitude_m.map(f64::from));
    let (wrong, leaps_left) = leaps(timeline, &known);
    if leaps_left as f64 > HOPELESS * known.len() as f64 {
        for p in &mut timeline.points {
            p.altitude_m = None;
        }
        caveats.push(Caveat::new(
            "altitude_outliers",
            "The altitude leaps to and fro and was not used.",
        ));
        return;
    }
    for i in wrong {
        timeline.points[i].altitude_m = None;
        left_out += 1;
    }
    if left_out > 0 {
        caveats.push(Caveat::new(
            "altitude_outliers",
            caveats::left_out(left_out, "altitude", "that cannot be true"),
        ));
    }
}

/// Records whose altitude is a leap away from the others, and how many leaps there are between
/// those that are left.
fn leaps(timeline: &Timeline, known: &[(usize, f64)]) -> (Vec<usize>, usize) {
    let time = |k: usize| timeline.time_s[known[k].0];
    let leaps = |a: usize, b: usize| {
        let (from, to) = (known[a].1, known[b].1);
        let (leap_m, steepest) = if from == 0.0 || to == 0.0 {
            (LEAP_TO_ZERO_M, STEEP_M_PER_S)
        } else {
            (LEAP_M, STEEPEST_M_PER_S)
        };
        (to - from).abs() > leap_m + steepest * (time(b) - time(a))
    };
    let most = (LARGEST_SHARE * known.len() as f64) as usize;
    let mut wrong = Vec::new();
    let mut good: Vec<usize> = Vec::with_capacity(known.len());
    let mut k = 0;
    while k < known.len() {
        let last = match good.last() {
            Some(last) if leaps(*last, k) => *last,
            _ => {
                good.push(k);
                k += 1;
                continue;
            }
        };
        // How many records have the very value that was leapt to, and the one leapt from.
        let same = known[k..]
            .iter()
            .take_while(|(_, a)| *a == known[k].1)
            .count();
        let all_same_before = good.iter().all(|g| known[*g].1 == known[last].1);
        let back = (k + 1..known.len())
            .take_while(|q| time(*q) - time(last) <= LONGEST_EXCURSION_S)
            .find(|q| leaps(q - 1, *q) && !leaps(last, *q))
            // A value held for long, from which the altitude leaps again.
            .or_else(|| {
                let q = k + same;
                let leaps_back = q < known.len() && same <= most && leaps(q - 1, q);
                leaps_back.then_some(q)
            });
        if let Some(q) = back {
            wrong.extend(known[k..q].iter().map(|(i, _)| *i));
            // After a long hold the altitude may be another: believed as it is.
            if leaps(last, q) {
                good.push(q);
                k = q + 1;
            } else {
                k = q;
            }
        } else if all_same_before && good.len() <= most {
            // Zeros until the first fix.
            wrong.extend(good.drain(..).map(|g| known[g].0));
            good.push(k);
            k += 1;
        } else if k + same == known.len() && same <= most {
            wrong.extend(known[k..].iter().map(|(i, _)| *i));
            break;
        } else {
            good.push(k);
            k += 1;
        }
    }
    let left = good.windows(2).filter(|w| leaps(w[0], w[1])).count();
    (wrong, left)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::clock;
    use crate::normalise::testing::{run_of, steady};

    /// A hill of 40 m at 430 m above the sea, changed second by second.
    fn cleaned(wrong: impl Fn(f64, f32) -> f32) -> (Vec<Option<f32>>, Vec<Caveat>) {
        let raw = run_of(1800, |s| {
            let mut p = steady(s, 3.0, 86.0);
            let hill = 430.0 + 20.0 * (s / 300.0).sin() as f32;
            p.altitude_m = Some(wrong(s, hill));
            p
        });
        let mut caveats = Vec::new();
        let mut timeline = clock::timeline(&raw, &mut caveats).unwrap();
        clean(&mut timeline, &mut caveats);
        let left = timeline.points.iter().map(|p| p.altitude_m).collect();
        (left, caveats)
    }

    #[test]
    fn a_sound_hill_is_left_alone() {
        let (left, caveats) = cleaned(|_, hill| hill);
        assert!(left.iter().all(Option::is_some));
        assert_eq!(caveats, []);
    }

    #[test]
    fn what_cannot_be_true_is_left_out_and_counted() {
        type Wrong = fn(f64) -> Option<f32>;
        let cases: [(Wrong, usize); 7] = [
            (|s| (s % 420.0 == 7.0).then_some(0.0), 5),
            (|s| (s < 90.0).then_some(0.0), 90),
            (|s| (s == 900.0).then_some(-500.0), 1),
            (|s| ((600.0..606.0).contains(&s)).then_some(-500.0), 6),
            (|s| ((600.0..800.0).contains(&s)).then_some(0.0), 200),
            (|s| (s >= 1780.0).then_some(0.0), 21),
            (|s| (s == 0.0 || s == 1800.0).then_some(2430.0), 2),
        ];
        for (k, (wrong, n)) in cases.into_iter().enumerate() {
            let (left, caveats) = cleaned(|s, hill| wrong(s).unwrap_or(hill));
            let missing = left.iter().filter(|a| a.is_none()).count();
            assert_eq!(missing, n, "case {k}");
            assert!(
                left.iter().flatten().all(|a| (400.0..460.0).contains(a)),
                "case {k}"
            );
            assert!(caveats[0].text.starts_with(&n.to_string()), "{caveats:?}");
        }
    }

    #[test]
    fn an_altitude_that_leaps_to_and_fro_is_not_used() {
        let (left, caveats) =
            cleaned(|s, hill| hill + (1000.0 * (s / 70.0).floor() % 7000.0) as f32);
        assert!(left.iter().all(Option::is_none));
        assert!(caveats[0].text.contains("not used"), "{caveats:?}");
    }
}
