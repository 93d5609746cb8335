//! The caveat about parts of the file that could not be read.

use super::caveats::{Caveat, percent};
use crate::read::{Place, RawActivity};

/// Adds a caveat that says how much of a damaged file is missing.
pub(super) fn say(raw: &RawActivity, caveats: &mut Vec<Caveat>) {
    let Some(first) = raw.damage.first() else {
        return;
    };
    let mut text = match first.place {
        Place::File => format!("The file is damaged: {}", first.what),
        place => format!("The file is damaged at {place}: {}", first.what),
    };
    let more = raw.damage.len() - 1;
    if more > 0 {
        text += &format!(
            ", and in {more} more place{}",
            if more == 1 { "" } else { "s" }
        );
    }
    let share: f64 = raw.damage.iter().filter_map(|d| d.share()).sum();
    let bytes: u64 = raw.damage.iter().map(|d| d.bytes_lost).sum();
    if share > 0.0 {
        text += &format!("; {} of the file is missing", percent(share.min(1.0), 1.0));
    } else if bytes > 0 {
        text += &format!("; {bytes} bytes were not read");
    }
    if let Some(missing) = missing_time(raw) {
        text += &format!(", and {missing} of the run's time");
    }
    text.push('.');
    caveats.push(Caveat::new("damaged_file", text));
}

/// How much of the run is missing, if the device's own total is known.
fn missing_time(raw: &RawActivity) -> Option<String> {
    let total = raw
        .totals
        .elapsed_s
        .or(raw.totals.timer_s)
        .filter(|t| *t > 0.0)?;
    let times = raw.points.iter().filter_map(|p| p.time_ms);
    let span = (times.clone().max()? - times.min()?) as f64 / 1000.0;
    // A minute less is the seconds before the first and after the last record.
    (total - span > 60.0).then(|| percent(total - span, total))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::testing::{run_of, steady};
    use crate::read::Damage;

    #[test]
    fn says_where_what_and_how_much() {
        let mut raw = run_of(3000, |s| steady(s, 3.0, 88.0));
        raw.damage = vec![
            Damage {
                place: Place::Byte(4711),
                what: "the file ends in the middle of a record".into(),
                bytes_lost: 120,
                bytes_whole: 1000,
            },
            Damage {
                place: Place::Byte(5000),
                what: "a record of an unknown kind".into(),
                bytes_lost: 3,
                bytes_whole: 0,
            },
        ];
        raw.totals.elapsed_s = Some(4000.0);
        let mut caveats = Vec::new();
        say(&raw, &mut caveats);
        assert_eq!(
            caveats[0].text,
            "The file is damaged at byte 4711: the file ends in the middle of a record, and in 1 more place; 12 % of the file is missing, and 25 % of the run's time."
        );
    }

    #[test]
    fn a_sound_file_says_nothing() {
        let mut caveats = Vec::new();
        say(&run_of(10, |s| steady(s, 3.0, 88.0)), &mut caveats);
        assert_eq!(caveats, []);
    }
}
