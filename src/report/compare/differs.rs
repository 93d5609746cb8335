//! What the intervals of two runs tell apart, in words. Two 95 % intervals that do not meet
//! are stronger evidence than 95 %, so the sentences err on the side of "not told apart".

use super::Side;
use crate::detect::{Kind, Onset};
use crate::report::words;
use crate::stats::Estimate;
use crate::units::{DisplayUnits, format};

/// Something both runs have, each with its interval.
struct Compared {
    about: &'static str,
    values: [String; 2],
    apart: bool,
}

/// What differs and what does not, in sentences.
pub fn sentences(sides: [Side; 2], units: DisplayUnits) -> String {
    let names = sides.map(|(name, _)| name);
    if let Some((name, _)) = (sides.iter()).find(|(_, a)| a.verdict.kind() == Kind::Undecided) {
        return format!("{name} has no verdict, so nothing of form or pace is set against it.");
    }
    let all = compared(sides, units);
    let (differ, alike): (Vec<Compared>, Vec<Compared>) = all.into_iter().partition(|c| c.apart);
    let mut said = Vec::new();
    if !differ.is_empty() {
        let each = |Compared { about, values, .. }: &Compared| {
            let [a, b] = values;
            format!("{about} ({a} in {}, {b} in {})", names[0], names[1])
        };
        let each: Vec<String> = differ.iter().map(each).collect();
        said.push(format!("The two clearly differ in {}.", each.join("; ")));
    }
    if !alike.is_empty() {
        let each: Vec<&str> = alike.iter().map(|c| c.about).collect();
        let them = format::list(&each, "and");
        said.push(match differ.is_empty() {
            true => format!("No difference goes beyond the intervals: {them} may be alike."),
            false => format!("Not told apart: {them}."),
        });
    }
    said.extend(only_one_onset(sides));
    if said.is_empty() {
        said.push("The two runs have nothing in common that has an interval.".to_owned());
    }
    said.join(" ")
}

/// Everything that can be set side by side.
fn compared(sides: [Side; 2], units: DisplayUnits) -> Vec<Compared> {
    let [a, b] = sides.map(|(_, analysis)| &analysis.verdict);
    let size = |about, [one, other]: [Option<Estimate>; 2]| {
        let both = [one?, other?];
        Some(Compared {
            about,
            values: both.map(|e| format::signed_percent(e.value)),
            apart: are_apart(both[0], both[1]),
        })
    };
    let cadence = [a, b].map(|verdict| verdict.form_change_at_finish);
    let speed = [a, b].map(|verdict| verdict.pace.fade_pct);
    // An onset of form and one of pace are of two things.
    let onset = match (a.onset(), b.onset()) {
        (Some(one), Some(other)) if a.kind() == b.kind() => Some(Compared {
            about: "onset",
            values: [one, other].map(|o| words::began(o.interval(), o.at, units)),
            apart: lie_apart(&one, &other) || lie_apart(&other, &one),
        }),
        _ => None,
    };
    let cadence = size("cadence against usual at the finish", cadence);
    let all = [cadence, size("speed lost at the finish", speed), onset];
    all.into_iter().flatten().collect()
}

/// True where two intervals do not meet.
fn are_apart(a: Estimate, b: Estimate) -> bool {
    a.high < b.low || b.high < a.low
}

/// True where `first` surely lies before `second`: an open end is no limit.
pub fn lie_apart(first: &Onset, second: &Onset) -> bool {
    !first.high_open && !second.low_open && first.high < second.low
}

/// An onset found in one run is no proof that there is none in the other.
fn only_one_onset(sides: [Side; 2]) -> Option<String> {
    let with: Vec<&str> = (sides.iter())
        .filter(|(_, a)| a.verdict.onset().is_some())
        .map(|(name, _)| *name)
        .collect();
    match with.as_slice() {
        [name] => Some(format!(
            "An onset was found in {name} only; that alone does not show that the other run had \
             none."
        )),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Metres;

    fn estimate(low: f64, high: f64) -> Estimate {
        Estimate {
            value: (low + high) / 2.0,
            low,
            high,
        }
    }

    fn onset(low: f64, high: f64) -> Onset {
        Onset {
            at: Metres((low + high) / 2.0),
            low: Metres(low),
            high: Metres(high),
            confidence: 0.95,
            low_open: false,
            high_open: false,
        }
    }

    #[test]
    fn an_onset_without_one_place_is_a_stretch() {
        let place = |o: Onset| words::began(o.interval(), o.at, DisplayUnits::Kilometres);
        assert_eq!(place(onset(8e3, 14e3)), "between km 8 and 14");
        assert_eq!(place(onset(8e3, 9e3)), "km 8.5 (8.0-9.0)");
    }

    #[test]
    fn only_intervals_that_do_not_meet_are_told_apart() {
        assert!(are_apart(estimate(1.0, 2.0), estimate(2.5, 4.0)));
        assert!(are_apart(estimate(2.5, 4.0), estimate(1.0, 2.0)));
        assert!(!are_apart(estimate(1.0, 2.6), estimate(2.5, 4.0)));
        let (early, late) = (onset(8e3, 12e3), onset(15e3, 20e3));
        assert!(lie_apart(&early, &late) && !lie_apart(&late, &early));
        // The edge of the search is not where an onset ends.
        let open = Onset {
            high_open: true,
            ..early
        };
        assert!(!lie_apart(&open, &late));
    }
}
