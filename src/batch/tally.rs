//! What was left out, and why, in a few lines.

use std::collections::BTreeMap;

use formdrift::units::format::count;

use super::plan::Plan;

/// Counts of a session.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Runs with a result.
    pub runs: usize,
    /// Of these, reports that were there already.
    pub unchanged: usize,
    /// Files in folders and archives that could not be read.
    pub unreadable: usize,
    /// Activities in folders and archives that were read and cannot be analysed.
    pub not_usable: usize,
    /// Runs that were there twice.
    pub twins: usize,
    /// Files in folders and archives that hold no activity: courses, settings.
    pub other_kinds: usize,
    others: BTreeMap<String, usize>,
}

impl Tally {
    /// Counts an activity of another sport, named as in a sentence ("a ride") or plainly.
    pub fn other_sport(&mut self, sport: &str) {
        let name = ["a ", "an "]
            .iter()
            .find_map(|article| sport.rsplit_once(article))
            .filter(|(before, _)| before.is_empty() || before.ends_with(' '))
            .map_or(sport, |(_, name)| name);
        *self.others.entry(name.to_owned()).or_default() += 1;
    }

    /// What was done, in words.
    pub fn done(&self) -> String {
        // A run that was there twice is one run.
        let mut text = count(self.runs - self.twins, "run");
        if self.unchanged > 0 {
            text += &format!(", {} unchanged since last time", self.unchanged);
        }
        text
    }

    /// What was left out and why, in words; nothing for what did not occur.
    pub fn left_out(&self, plan: &Plan) -> Vec<String> {
        let mut left_out = Vec::new();
        if !self.others.is_empty() {
            let each = self.others.iter().map(|(sport, n)| format!("{sport} {n}"));
            let each = each.collect::<Vec<_>>().join(", ");
            let all = self.others.values().sum::<usize>();
            let noun = if all == 1 { "activity" } else { "activities" };
            left_out.push(format!("{all} {noun} of other sports ({each})"));
        }
        let counted = [
            (self.twins, "duplicate file", ", counted once"),
            (self.unreadable, "file", " that could not be read"),
            (self.not_usable, "recording", " that cannot be analysed"),
            (
                plan.other_files + self.other_kinds,
                "file",
                " of other kinds",
            ),
        ];
        for (number, thing, what) in counted.into_iter().filter(|(number, ..)| *number > 0) {
            left_out.push(count(number, thing) + what);
        }
        // The program's own reports are not mentioned: nothing of the user's was left out.
        left_out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_sports_are_counted_in_one_line() {
        let mut tally = Tally {
            runs: 2,
            ..Tally::default()
        };
        for sport in ["cycling", "swimming", "cycling"] {
            tally.other_sport(sport);
        }
        let left_out = tally.left_out(&Plan::default());
        assert_eq!(
            left_out,
            ["3 activities of other sports (cycling 2, swimming 1)"]
        );
        assert_eq!(tally.done(), "2 runs");
    }
}
