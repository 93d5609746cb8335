//! Decides whether an activity is a run: by the sport that the file names, else by speed and cadence.

use super::NotARun;
use super::caveats::Caveat;
use super::steps::RUNNING_SPM;
use super::stretches::{median_over_time, seconds_where};
use super::timeline::Timeline;
use super::track::Track;
use crate::read::RawActivity;

/// Words that mean running, in languages that exports use. Strava's `VirtualRun` reaches this
/// as two words.
const RUNNING: &str = "\
    run, runs, runner, running, jog, jogging, parkrun, trailrun, trailrunning, \
    virtualrun, treadmill, lauf, laufen, laufband, dauerlauf, berglauf, joggen, course à pied, \
    course a pied, carrera, correr, corrida, corsa, hardlopen, löpning, bieganie, orienteering";

/// How other sports are named, and the words that mean them. A word that ends in a hyphen stands for any
/// word that begins with it.
#[rustfmt::skip]
const OTHERS: &[(&str, &str)] = &[
    ("a ride",
        "cycl-, bicycl-, bik-, ebik-, mountainbik-, handcycl-, ride, rides, virtualride, velo-, \
        vélo-, radfahren, rad, cicl-, fietsen"),
    ("a swim", "swim-, schwimm-, natation"),
    ("a hike", "hik-, wander-, trekking, randonnée, mountaineer-"),
    ("a mountain tour", "alpin-"),
    ("a walk", "walk-, spazier-"),
    ("rowing", "row, rowing"),
    ("skiing", "ski, skis, skiing, skitour-, langlauf"),
    ("a snow sport", "snow-"),
    ("skating", "skat-"),
    ("paddling", "paddl-, kayak-, canoe-"),
    ("surfing", "surf-, windsurf-, kitesurf-"),
    ("sailing", "sail-"),
    ("snorkelling", "snorkel-"),
    ("diving", "dive, diving"),
    ("climbing", "climb-"),
    ("golf", "golf-"),
    ("tennis", "tennis"),
    ("football", "soccer, football"),
    ("yoga", "yoga"),
    ("strength training", "strength, weight-"),
    ("an elliptical trainer", "elliptical"),
    ("stair climbing", "stair-"),
    ("riding", "horse-"),
    ("driving", "driving, motor-"),
    ("flying", "fly, flying"),
    ("a transition between sports", "transition"),
    ("a game", "gaming"),
];

/// True if a text contains a word of [`RUNNING`] or [`OTHERS`] as a whole word: "bridge" contains no ride, and
/// "Brunswick" no run.
fn holds(text: &str, word: &str) -> bool {
    let ends_word = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
    let (part, begins) = match word.strip_suffix('-') {
        Some(part) => (part, true),
        None => (word, false),
    };
    text.match_indices(part).any(|(at, _)| {
        let behind = text[at + part.len()..].chars().next();
        ends_word(text[..at].chars().next_back()) && (begins || ends_word(behind))
    })
}

/// Faster than this for half of the time (m/s) is no run: 5.5 m/s is 3:02 a km, and those
/// who can hold that wear watches that say it is a run.
const RIDE_MEDIAN_M_PER_S: f64 = 5.5;
/// Faster than this for a tenth of the time is no run: downhill on wheels.
const RIDE_TENTH_M_PER_S: f64 = 7.0;
/// A typical speed below this (m/s) with fewer steps a minute than [`RUNNING_SPM`] is a walk.
const WALK_MEDIAN_M_PER_S: f64 = 1.9;

/// True if the file names running of some kind, false if it names nothing, or nothing that decides.
///
/// # Errors
/// When it names another sport.
pub(super) fn is_named_run(raw: &RawActivity) -> Result<bool, NotARun> {
    let lower = |s: &Option<String>| s.as_deref().map(|s| s.trim().to_lowercase());
    let (Some(sport), sub_sport) = (lower(&raw.sport), lower(&raw.sub_sport)) else {
        return Ok(false);
    };
    for text in [Some(sport), sub_sport].into_iter().flatten() {
        let named = |words: &str| words.split(", ").any(|word| holds(&text, word));
        if named(RUNNING) {
            return Ok(true);
        }
        if let Some((other, _)) = OTHERS.iter().find(|(_, words)| named(words)) {
            return Err(NotARun::OtherSport((*other).into()));
        }
    }
    Ok(false)
}

/// Decides by speed and cadence (steps a minute) if the file names no sport.
///
/// # Errors
/// When speed or cadence are not those of a runner.
pub(super) fn by_values(
    timeline: &Timeline,
    track: &Track,
    cadence: &[Option<f64>],
    caveats: &mut Vec<Caveat>,
) -> Result<(), NotARun> {
    let moving = |i: usize| track.speed[i].filter(|v| *v > 0.5);
    let all = seconds_where(timeline, |i| moving(i).is_some());
    let fast = seconds_where(timeline, |i| {
        moving(i).is_some_and(|v| v > RIDE_TENTH_M_PER_S)
    });
    let Some(median) = median_over_time(timeline, moving) else {
        return Err(NotARun::Unusable(
            "never moves, so there is no run to analyse; export it with GPS or foot-pod data"
                .into(),
        ));
    };
    if median > RIDE_MEDIAN_M_PER_S || fast > 0.1 * all {
        return Err(NotARun::OtherSport("by its speed a ride".into()));
    }
    let steps = |i: usize| cadence[i].filter(|c| *c > 0.0 && moving(i).is_some());
    let few_steps = median_over_time(timeline, steps).is_none_or(|c| c < RUNNING_SPM);
    if median < WALK_MEDIAN_M_PER_S && few_steps {
        return Err(NotARun::OtherSport("by its speed a walk".into()));
    }
    caveats.push(Caveat::new(
        "sport_by_values",
        "The file does not say which sport it is; by its speed and cadence it was taken for a run.",
    ));
    Ok(())
}

/// Rejects activities whose steps at running cadence are too short or too long for a runner.
///
/// # Errors
/// When steps are too short or too long for anyone: a sensor is wrong, or it is no run.
pub(super) fn moves_as_a_runner(
    timeline: &Timeline,
    track: &Track,
    cadence: &[Option<f64>],
) -> Result<(), NotARun> {
    /// Less of it (s) at running cadence is no habit.
    const LEAST_S: f64 = 300.0;
    /// Means over whole runs, m: a shuffle at 1 m/s has 0.37 m, a 10 km in 27 min 2.0 m.
    const POSSIBLE_M: std::ops::RangeInclusive<f64> = 0.35..=2.1;
    let (mut seconds, mut steps, mut metres) = (0.0, 0.0, 0.0);
    for (i, spm) in cadence.iter().enumerate().skip(1) {
        let step_s = timeline.step_s(i);
        if let Some(spm) = spm.filter(|c| *c >= RUNNING_SPM)
            && step_s <= timeline.gap_s
        {
            seconds += step_s;
            steps += spm / 60.0 * step_s;
            metres += track.metres[i] - track.metres[i - 1];
        }
    }
    let step_m = metres / steps;
    if seconds < LEAST_S || POSSIBLE_M.contains(&step_m) {
        return Ok(());
    }
    let spm = steps / seconds * 60.0;
    Err(NotARun::Unusable(if step_m > *POSSIBLE_M.end() {
        format!(
            "covers {step_m:.1} m a step at {spm:.0} steps a minute, which no runner does: it was ridden, or distance or cadence is wrong; --cadence says what cadence counts"
        )
    } else {
        format!(
            "covers {step_m:.2} m a step at {spm:.0} steps a minute, which no runner does: its distance did not work, or it is no run; record with GPS, a foot pod or a calibrated treadmill"
        )
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named_as(sport: Option<&str>, sub_sport: Option<&str>) -> Result<bool, NotARun> {
        is_named_run(&RawActivity {
            sport: sport.map(String::from),
            sub_sport: sub_sport.map(String::from),
            ..RawActivity::default()
        })
    }

    #[test]
    fn runs_are_runs_in_every_spelling() {
        for sport in [
            "running",
            "Run",
            "trail_running",
            "Indoor Running",
            "Laufen",
            "virtual_run",
            "Bridge run",
            "Run/Walk",
            "Course \u{e0} pied",
        ] {
            assert_eq!(named_as(Some(sport), None), Ok(true), "{sport}");
        }
        assert_eq!(
            named_as(Some("fitness_equipment"), Some("treadmill")),
            Ok(true)
        );
    }

    #[test]
    fn other_sports_are_named() {
        for (sport, other) in [
            ("cycling", "a ride"),
            ("Biking", "a ride"),
            ("hiking", "a hike"),
            ("walking", "a walk"),
            ("lap_swimming", "a swim"),
            ("mountain_bike_ride", "a ride"),
            ("Snowshoeing", "a snow sport"),
            ("nordic_ski", "skiing"),
        ] {
            assert_eq!(
                named_as(Some(sport), None),
                Err(NotARun::OtherSport(other.into())),
                "{sport}"
            );
        }
        assert!(named_as(Some("fitness_equipment"), Some("indoor_cycling")).is_err());
    }

    #[test]
    fn silence_is_left_to_the_values() {
        for sport in [
            None,
            Some("generic"),
            Some("Other"),
            Some(""),
            Some("jkljkl"),
            Some("Brunswick loop"),
            Some("Bridge to bridge"),
            Some("Divers"),
            Some("skill training"),
        ] {
            assert_eq!(named_as(sport, None), Ok(false), "{sport:?}");
        }
    }
}
