//! What the article's table of fatigue and injury says to the pain that was noted after a run.
//! It sorts what the runner wrote down; it does not examine anybody and names no injury.

use serde::Serialize;

use super::Pain;
use crate::advise::article;

/// Pain up to here counts as gone: 0 is none, and 1 of 10 is at the edge of what people notice.
const GONE: u8 = 1;
/// A fall by so many points of 10, and by [`BETTER_SHARE`], is one that people call much better
/// (Farrar et al. 2001, doi 10.1016/S0304-3959(01)00349-9: 2 points, or 30 %).
const BETTER: u8 = 2;
/// Share of the pain by which it has to fall for the same: see [`BETTER`].
const BETTER_SHARE: f64 = 0.3;
/// From here on the article's table no longer counts pain during the run as plain fatigue: it
/// speaks of pain above 3-4 of 10.
const HIGH: u8 = 4;

/// On which side of the article's table the notes fall.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// No pain was felt.
    NoPain,
    /// Better within 24 to 48 hours.
    FitsFatigue,
    /// Easing, and not gone after 48 hours.
    InBetween,
    /// There after 48 hours, or worse again.
    AsksForCare,
    /// The hours that decide are still to come, or were not noted.
    TooEarly,
}

/// The answer to what was noted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUp {
    /// On which side of the table the notes fall.
    pub side: Side,
    /// What was noted: `Pain in the left knee: 3 of 10 during the run, 5 after 24 hours`.
    pub noted: String,
    /// What the article's table says to that.
    pub answer: &'static str,
    /// What the article links with discomfort in that place.
    pub place: Option<&'static str>,
    /// The article's section with that answer, verbatim.
    pub section: &'static str,
}

impl FollowUp {
    /// The answer; `None` where no pain was rated.
    pub fn new(pain: &Pain) -> Option<Self> {
        let side = side(pain)?;
        Some(Self {
            side,
            noted: noted(pain),
            answer: answer(side, pain),
            place: (side != Side::NoPain)
                .then(|| linked_with(pain.location.as_deref()?))
                .flatten(),
            section: match side {
                Side::TooEarly => article::AFTER,
                _ => article::DIFFERENCE,
            },
        })
    }
}

/// True where the later rating is much better than the earlier one.
fn is_better(earlier: u8, later: u8) -> bool {
    later <= GONE && later < earlier
        || earlier >= later + BETTER
            && f64::from(earlier - later) >= BETTER_SHARE * f64::from(earlier)
}

fn side(pain: &Pain) -> Option<Side> {
    let worst = [pain.during, pain.after_24_h].into_iter().flatten().max();
    Some(match (worst, pain.after_24_h, pain.after_48_h) {
        (None, None, None) => return None,
        (Some(0), None, None) => Side::TooEarly,
        (Some(0) | None, _, Some(0)) | (Some(0), Some(0), None) => Side::NoPain,
        (_, _, Some(late)) if late <= GONE => Side::FitsFatigue,
        // It comes and goes.
        (_, Some(day), Some(late)) if late > day => Side::AsksForCare,
        (Some(worst), _, Some(late)) if is_better(worst, late) => Side::InBetween,
        (_, _, Some(_)) => Side::AsksForCare,
        (_, Some(day), None) if day <= GONE => Side::FitsFatigue,
        _ => Side::TooEarly,
    })
}

/// What was noted, in a line.
fn noted(pain: &Pain) -> String {
    let place = (pain.location.as_deref())
        .map_or_else(|| "Pain".to_owned(), |place| format!("Pain ({place})"));
    let ratings = [
        (pain.during, "during the run"),
        (pain.after_24_h, "after 24 hours"),
        (pain.after_48_h, "after 48 hours"),
    ]
    .into_iter()
    .filter_map(|(rating, when)| Some((rating?, when)));
    let all: Vec<String> = (ratings.enumerate())
        .map(|(k, (rating, when))| match k {
            0 => format!("{rating} of 10 {when}"),
            _ => format!("{rating} {when}"),
        })
        .collect();
    format!("{place}: {}", all.join(", "))
}

fn answer(side: Side, pain: &Pain) -> &'static str {
    let high = pain.during.is_some_and(|during| during >= HIGH);
    match side {
        Side::NoPain => {
            "Nothing hurt, neither during the run nor in the days after: there is nothing to act \
             on."
        }
        Side::FitsFatigue if high => {
            "It was all but gone within two days, as with fatigue. During the run it was more \
             than the 3 to 4 out of 10 that the article puts down to fatigue: ease off earlier \
             next time, and see whether it comes back."
        }
        Side::FitsFatigue => {
            "It was all but gone within two days, as with fatigue. See whether your next run \
             stays free of it: if it comes back, or comes earlier in the run, that is the sign to \
             act on."
        }
        Side::InBetween => {
            "It was easing but not gone after two days, so it fits neither side of the article's \
             table. Run easy or not at all until it is gone, and note when it comes back in your \
             next run."
        }
        Side::AsksForCare if pain.after_48_h > pain.after_24_h && pain.after_24_h.is_some() => {
            "It was worse again after two days. Discomfort that comes and goes is on the side of \
             the article's table that calls for care: cut back, and have it looked at by someone \
             who can examine you."
        }
        Side::AsksForCare => {
            "It was still there after two days. That is on the side of the article's table that \
             calls for care, as something may be overloaded again and again: cut back, and have \
             it looked at by someone who can examine you. Getting help early works best."
        }
        Side::TooEarly => {
            "The 24 to 48 hours after the run will tell: much better by then fits fatigue, still \
             there calls for care. Note it again after 24 and after 48 hours."
        }
    }
}

/// What the article's section on places links with discomfort there, in our words.
fn linked_with(location: &str) -> Option<&'static str> {
    const PLACES: &[(&[&str], &str)] = &[
        (
            &["knee", "patella", "kneecap"],
            "The article links a knee that aches late in a long run to thighs too tired to absorb \
             the landing, or hips that no longer hold the leg steady.",
        ),
        (
            &["calf", "calves", "achilles"],
            "The article links a calf or Achilles that tightens late in a long run to calf \
             muscles that have reached the limit of what they can push off and absorb.",
        ),
        (
            &["back", "lumbar", "spine"],
            "The article links a lower back that aches late in a long run to a core that tires, \
             or hips that no longer extend well, so that the back makes up for them.",
        ),
        (
            &["hip", "hips", "glute", "glutes", "groin"],
            "The article links a hip that aches or tightens late in a long run to tired deep \
             muscles around hip and trunk, so that larger ones have to do their work.",
        ),
    ];
    let lower = location.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphabetic()).collect();
    PLACES
        .iter()
        .find(|(names, _)| names.iter().any(|name| words.contains(name)))
        .map(|(_, text)| *text)
}

/// Every answer once, for the list of all that is said.
pub fn every_answer() -> Vec<String> {
    let situations = [
        [Some(0), Some(0), Some(0)],
        [Some(3), Some(2), Some(0)],
        [Some(5), Some(2), Some(0)],
        [Some(6), Some(5), Some(3)],
        [Some(4), Some(2), Some(4)],
        [Some(4), Some(4), Some(4)],
        [Some(3), None, None],
    ];
    let answers = situations.into_iter().map(Pain::rated);
    let answers = answers.filter_map(|pain| Some(FollowUp::new(&pain)?.answer));
    let places = ["knee", "calf", "lower back", "hip"].into_iter();
    let places = places.filter_map(linked_with);
    answers.chain(places).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_days_sort_what_was_felt() {
        use Side::{AsksForCare, FitsFatigue, InBetween, NoPain, TooEarly};
        for (during, day, two_days, side) in [
            (Some(3), Some(2), Some(0), FitsFatigue),
            (Some(3), Some(1), None, FitsFatigue),
            (Some(7), Some(5), Some(1), FitsFatigue),
            // Easing, and still there.
            (Some(7), Some(5), Some(3), InBetween),
            (Some(4), Some(4), Some(3), AsksForCare),
            (Some(3), Some(5), Some(5), AsksForCare),
            // It comes and goes.
            (Some(6), Some(2), Some(4), AsksForCare),
            (Some(0), Some(2), Some(3), AsksForCare),
            (None, None, Some(4), AsksForCare),
            (Some(5), None, None, TooEarly),
            (Some(5), Some(4), None, TooEarly),
            (Some(0), None, None, TooEarly),
            (Some(0), Some(0), Some(0), NoPain),
            (Some(0), Some(0), None, NoPain),
        ] {
            let ratings = [during, day, two_days];
            let found = super::side(&Pain::rated(ratings));
            assert_eq!(found, Some(side), "{ratings:?}");
        }
        assert_eq!(super::side(&Pain::default()), None);
    }

    #[test]
    fn the_place_is_linked_and_never_named_an_injury() {
        let pain = Pain {
            location: Some("left Knee, outside".into()),
            ..Pain::rated([Some(3), Some(5), None])
        };
        let follow_up = FollowUp::new(&pain).unwrap();
        assert_eq!(
            follow_up.noted,
            "Pain (left Knee, outside): 3 of 10 during the run, 5 after 24 hours"
        );
        assert!(follow_up.place.is_some_and(|text| text.contains("thighs")));
        assert_eq!(linked_with("shipyard"), None, "a word within another");
        for text in every_answer() {
            let named = text.contains("injur") || text.contains("diagnos");
            assert!(!named, "{text}");
        }
    }
}
