//! The verdict in one sentence, as a coach would say it: where, what changed, how sure. Sizes
//! are those of [`Comparison`], which tiles, bar and table show too.

use super::sure::Claim;
use super::{capital, has_caveat, text_if};
use crate::Analysis;
use crate::advise::{Comparison, LEAST_SLOWER_PCT, MUCH_WALKED_PCT, StepChange};
use crate::detect::{Certainty, Kind, LEAST_LOSS, Onset, Pattern, UndecidedBecause, Verdict};
use crate::phases::PhaseKind;
use crate::units::format::{self, rough_percent};
use crate::units::{DisplayUnits, Metres};

/// Loss of speed, percent, that counts as a fade.
const LEAST_FADE_PCT: f64 = 100.0 * LEAST_LOSS;
/// Change of step length, percent, under which its mean is not named.
const LEAST_STEP_PCT: f64 = 0.5;
/// Metres climbed per kilometre from which a run counts as hilly where it is said what may hide a
/// change: one metre up in a hundred, there and back.
const HILLY_M_PER_KM: f64 = 10.0;
/// Share of the time stood, or of moving time walked, percent, from which it may hide a change: three
/// minutes of an hour.
const BROKEN_UP_PCT: f64 = 5.0;
/// Probability of a choice from which a fade says that it may have been one: as likely as a
/// claim that is just "likely" is wrong.
const MAY_BE_CHOSEN: f64 = 0.2;

/// The verdict in one sentence.
pub fn headline(analysis: &Analysis, units: DisplayUnits) -> String {
    let verdict = &analysis.verdict;
    let of = Sentence::new(analysis, units);
    let said = match verdict.kind() {
        Kind::FormBreakdown => of.form_breakdown(),
        Kind::PaceFade if verdict.pattern() == Some(Pattern::RunWalk) => return of.run_walk(),
        Kind::PaceFade => of.pace_fade(),
        Kind::EasedOff => of.eased_off(),
        Kind::GradualDrift => of.gradual_drift(),
        Kind::Steady => of.steady(),
        Kind::Undecided => return undecided(verdict, units),
    };
    match of.walked() {
        Some(walked) => format!("{said} {walked}"),
        None => said,
    }
}

/// The size of the change that the headline names, in words, with the headline's own number:
/// `pace 14 % slower`, `steps 2.9 % longer`. `None` where nothing changed.
pub fn change(analysis: &Analysis) -> Option<String> {
    let verdict = &analysis.verdict;
    // A percentage is the same in both units.
    let of = Sentence::new(analysis, DisplayUnits::Miles);
    let slower = || Some(format!("pace {} slower", rough_percent(of.slower()?)));
    match verdict.kind() {
        Kind::Steady | Kind::Undecided => None,
        Kind::PaceFade | Kind::EasedOff => slower(),
        Kind::GradualDrift if verdict.drift_in_pace() => slower(),
        Kind::FormBreakdown | Kind::GradualDrift if analysis.measures.pace_is_evidence => {
            let StepChange { pct, at_finish } = of.steps();
            let (size, way) = (rough_percent(pct), longer(pct));
            let by_finish = text_if(at_finish, " by the finish");
            Some(format!("steps {size} {way}{by_finish}"))
        }
        Kind::FormBreakdown | Kind::GradualDrift => {
            let cadence = of.cadence_pct();
            let way = if cadence > 0.0 { "higher" } else { "lower" };
            Some(format!("cadence {} {way}", rough_percent(cadence)))
        }
    }
}

struct Sentence<'a> {
    analysis: &'a Analysis,
    verdict: &'a Verdict,
    units: DisplayUnits,
    compared: Option<Comparison>,
    claim: Claim,
}

impl<'a> Sentence<'a> {
    fn new(analysis: &'a Analysis, units: DisplayUnits) -> Self {
        let verdict = &analysis.verdict;
        Self {
            analysis,
            verdict,
            units,
            compared: Comparison::new(&analysis.measures, verdict),
            claim: Claim::of(verdict),
        }
    }

    fn since(&self, onset: &Onset) -> String {
        onset.interval().since(onset.at, self.units)
    }

    /// `you were run-walking from mile 22.1 (21.8-22.6)`, `you began run-walking at some point before
    /// mile 11`: after "at some point before", a state would seem to end there.
    fn run_walking(&self, onset: &Onset) -> String {
        let began = match onset.interval().is_wide() {
            true => "began",
            false => "were",
        };
        format!("you {began} run-walking {}", self.since(onset))
    }

    /// Opens the sentence, and says whether the change is one that began somewhere within a
    /// stretch rather than at a place.
    fn opening(&self) -> (String, bool) {
        self.verdict.onset().map_or_else(
            || ("Late in the run".to_owned(), false),
            |onset| (somewhere(&self.since(&onset)), onset.interval().is_wide()),
        )
    }

    /// `You walked 74 of 195 min.`, where that is much of the run; else `You walked 30 % of the time over the
    /// last 3 mi.`, where the sentence before says nothing of walking that the advice speaks of.
    fn walked(&self) -> Option<String> {
        let total = &self.analysis.measures.total;
        let moving_s = total.moving_s();
        let is_much = moving_s > 0.0 && 100.0 * total.walked_s >= MUCH_WALKED_PCT * moving_s;
        if is_much {
            let [walked, moving] = [total.walked_s, moving_s].map(|s| format::decimal(s / 60.0, 0));
            return Some(format!("You walked {walked} of {moving} min."));
        }
        let is_unsaid = matches!(self.verdict.kind(), Kind::Steady | Kind::EasedOff);
        let compared = self.compared.filter(|_| is_unsaid)?;
        let share = rough_percent(compared.walked_late()?.late);
        let place = self.over_the_last(&compared);
        Some(format!("You walked {share} of the time {place}."))
    }

    /// True where more than half of the slowdown came from walking.
    fn is_mostly_walking(&self) -> bool {
        (self.compared.zip(self.slower()))
            .is_some_and(|(c, slower)| c.from_walking_pct > 0.5 * slower)
    }

    /// What in this run may hide a change: `walking, hills and GPS errors`.
    fn what_hides(&self) -> String {
        let total = &self.analysis.measures.total;
        let share = |part: f64, whole: f64| 100.0 * part / whole.max(f64::MIN_POSITIVE);
        let signs = [
            (
                share(total.walked_s, total.moving_s()) >= BROKEN_UP_PCT,
                "walking",
            ),
            (
                total.ascent_m >= HILLY_M_PER_KM * total.distance_m() / 1000.0
                    && total.has_altitude,
                "hills",
            ),
            (
                share(total.stopped_s, total.elapsed_s()) >= BROKEN_UP_PCT,
                "stops",
            ),
            (has_caveat(self.analysis, "gps_spikes"), "GPS errors"),
        ];
        let named: Vec<&str> = (signs.iter().filter(|s| s.0)).map(|s| s.1).collect();
        match named.is_empty() {
            true => "the ups and downs of pace and cadence".to_owned(),
            false => format::list(&named, "and"),
        }
    }

    /// By how much pace slowed, where that is worth a number. The loss at the finish stands
    /// in where no two stretches are compared.
    fn slower(&self) -> Option<f64> {
        let slower = match (&self.compared, self.verdict.pace.fade_pct) {
            (Some(compared), _) => compared.slower_pct(),
            (None, Some(lost)) => slower_pct(lost.value),
            (None, None) => return None,
        };
        (slower >= LEAST_SLOWER_PCT).then_some(slower)
    }

    /// Where running gave way to walking.
    fn walking(&self) -> Option<Onset> {
        self.verdict.walking.and_then(|walking| walking.onset)
    }

    /// Change of steps beside what is usual for the pace.
    fn steps(&self) -> StepChange {
        StepChange::named(self.verdict, self.compared.as_ref())
    }

    /// `pace slowed by 11 %, walking included`, beside a change of form.
    fn slowed_beside(&self) -> Option<String> {
        let slower = self.slower()?;
        let walked = (self.compared).is_some_and(|c| c.from_walking_pct >= LEAST_SLOWER_PCT);
        let included = match walked {
            true if self.is_mostly_walking() => ", more than half of it from walking",
            true => ", walking included",
            false => "",
        };
        let size = rough_percent(slower);
        Some(format!("pace slowed by {size}{included}"))
    }

    fn form_breakdown(&self) -> String {
        let (opening, began) = self.opening();
        if !self.analysis.measures.pace_is_evidence {
            return self.cadence_changed(&opening, began);
        }
        let StepChange { pct, at_finish } = self.steps();
        let (size, way) = (rough_percent(pct), longer(pct));
        if let Some(of_form) = self.verdict.later_form_onset() {
            let since = self.since(&of_form);
            let at_finish = text_if(at_finish, " at the finish");
            return format!(
                "{opening} {}; {since} your steps were {way} than usual at that pace, by \
                 {size}{at_finish}.",
                self.gave_way_first(began)
            );
        }
        let got = self.claim.verb(began, ["got", "get", "got"]);
        let mut said = if began {
            let at_finish = text_if(at_finish, " at the finish");
            format!(
                "{opening} your steps {got} {way} than usual at that pace, by {size}{at_finish}"
            )
        } else {
            let by_finish = text_if(at_finish, " by the finish");
            format!("{opening} your steps {got} {size} {way} than usual at that pace{by_finish}")
        };
        let mut beside: Vec<String> = self.slowed_beside().into_iter().collect();
        if let Some(walking) = self.walking() {
            beside.push(self.run_walking(&walking));
        }
        if !beside.is_empty() {
            said.push_str(&format!("; {}", beside.join(", and ")));
        }
        said + "."
    }

    /// What gave way before the steps changed: running, or its pace.
    fn gave_way_first(&self, began: bool) -> String {
        let walking = self.walking();
        let walks_first =
            (walking.zip(self.verdict.onset())).is_some_and(|(w, o)| w.at.0 == o.at.0);
        if walks_first {
            return format!("you {}", self.claim.state(began, "run-walking"));
        }
        let slowed = self.slowed(began);
        let walking = walking.map_or(String::new(), |w| format!("; {}", self.run_walking(&w)));
        format!("your pace {slowed}{walking}")
    }

    /// Change of cadence where the pace is no evidence, percent: the mean since the onset, or
    /// the change at the finish where the mean is none to speak of.
    fn cadence_pct(&self) -> f64 {
        let finish = self.verdict.form_change_at_finish.map_or(0.0, |e| e.value);
        let mut witnesses = self.verdict.witnesses.iter();
        witnesses
            .find(|w| w.metric == crate::measure::metrics::CADENCE.key)
            .map(|w| w.change_pct.value)
            .filter(|mean| mean * finish > 0.0 && mean.abs() >= LEAST_STEP_PCT)
            .unwrap_or(finish)
    }

    fn cadence_changed(&self, opening: &str, began: bool) -> String {
        let mean = self.cadence_pct();
        let verb = match mean > 0.0 {
            true => self.claim.verb(began, ["rose", "rise", "risen"]),
            false => self.claim.verb(began, ["fell", "fall", "fallen"]),
        };
        format!("{opening} your cadence {verb}, by {}.", rough_percent(mean))
    }

    fn pace_fade(&self) -> String {
        let (opening, began) = self.opening();
        let slowed = self.slowed(began);
        let how = match self.verdict.pattern() {
            Some(Pattern::CadenceAndStride) => "shorter steps, and fewer of them",
            _ => "shorter steps at about the same cadence",
        };
        let walking = match (self.walking(), self.compared) {
            (Some(onset), _) if self.is_mostly_walking() => {
                format!("; {}, which cost most of it", self.run_walking(&onset))
            }
            (Some(onset), _) => format!("; {}", self.run_walking(&onset)),
            (None, Some(c)) if self.is_mostly_walking() => format!(
                ", but more than half of it from walking ({} of moving time)",
                rough_percent(c.walked_pct.late)
            ),
            (None, Some(c)) if c.from_walking_pct >= LEAST_SLOWER_PCT => format!(
                ", and {} of moving time walked",
                rough_percent(c.walked_pct.late)
            ),
            _ => String::new(),
        };
        let may_be_chosen = may_be_chosen(self.analysis);
        let chosen = text_if(may_be_chosen, "; it may have been a choice");
        format!("{opening} your pace {slowed}: {how}{walking}{chosen}.")
    }

    /// `clearly slowed by 18 % (8:40 to 10:14/mi)`, `probably began to slow; over miles 13.5 to 26.2 you
    /// averaged 10:14/mi, down from 8:40 before (18 % slower)`. The stretch is that of the tiles: where
    /// the onset has no one place, "after that" would leave open which miles the mean is of.
    fn slowed(&self, began: bool) -> String {
        let slowed = self.claim.verb(began, ["slowed", "slow", "slowed"]);
        let paces = self.compared.map_or_else(String::new, |c| {
            let [fresh, late] = [c.pace_s_per_km.fresh, c.pace_s_per_km.late];
            let late = format::pace_with_unit(late, self.units);
            format!(" ({} to {late})", format::pace(fresh, self.units))
        });
        match (self.slower().map(rough_percent), began) {
            (Some(size), false) => format!("{slowed} by {size}{paces}"),
            (Some(size), true) => match self.compared {
                Some(c) => format!(
                    "{slowed}; over {} you averaged {}, down from {} before ({size} slower)",
                    format::stretch(c.late, self.units),
                    format::pace_with_unit(c.pace_s_per_km.late, self.units),
                    format::pace(c.pace_s_per_km.fresh, self.units)
                ),
                None => format!("{slowed}; after that it was {size} slower on average"),
            },
            (None, _) => slowed,
        }
    }

    fn run_walk(&self) -> String {
        let (opening, began) = self.opening();
        let share = self.compared.map(|c| rough_percent(c.walked_pct.late));
        let slower = self.slower().map(rough_percent);
        let onset = self.verdict.onset();
        let walks_first = (self.walking().zip(onset)).is_some_and(|(w, o)| w.at.0 <= o.at.0);
        if walks_first {
            let run_walking = match self.verdict.certainty() {
                Some(Certainty::Clear) => format!("you {}", self.claim.state(began, "run-walking")),
                _ => {
                    let gave = self.claim.verb(began, ["gave", "give", "given"]);
                    format!("running {gave} way to run-walking")
                }
            };
            let share = share.map(|share| format!(": {share} of moving time was walking"));
            let slower = slower.map(|slower| format!(", and your pace slowed by {slower}"));
            let [share, slower] = [share, slower].map(Option::unwrap_or_default);
            return format!("{opening} {run_walking}{share}{slower}.");
        }
        let slowed = self.slowed(began);
        let walking = match (self.walking(), share) {
            (Some(onset), _) => {
                let is_mostly = self.is_mostly_walking();
                let mostly = text_if(is_mostly, ", more than half of it from walking");
                format!("{mostly}; {}", self.run_walking(&onset))
            }
            (None, Some(share)) => {
                format!(", most of it by walking: {share} of moving time")
            }
            (None, None) => ", most of it by walking".to_owned(),
        };
        format!("{opening} your pace {slowed}{walking}.")
    }

    fn eased_off(&self) -> String {
        let heart = (self.verdict.heart.and_then(|heart| heart.eased_ratio))
            .is_some_and(|ratio| ratio.value >= 0.5);
        let why = match heart {
            true => "heart rate came down with the pace",
            false => "it looks like a planned easy finish",
        };
        if let Some(onset) = self.verdict.pace.fade_onset {
            let slowed = (self.claim).verb(false, ["eased off", "ease off", "eased off"]);
            // The place that the page marks stands in words too.
            let about = match onset.interval().is_wide() {
                true => format!(" (about {})", onset.interval().place(onset.at, self.units)),
                false => String::new(),
            };
            let opening = format!("{}{about}", somewhere(&self.since(&onset)));
            let is_possible = self.verdict.certainty() == Some(Certainty::Possible);
            let open = text_if(is_possible, ", though a fade cannot be ruled out");
            return format!("{opening} you {slowed} by choice: {why}{open}.");
        }
        let Some(cool) = self.analysis.phases.of(PhaseKind::CoolDown).next() else {
            return format!("You probably slowed by choice: {why}.");
        };
        let cooled = match self.verdict.certainty() {
            Some(Certainty::Likely) | None => "it looks like a cool-down".to_owned(),
            _ => {
                let cooled = ["cooled down", "cool down", "cooled down"];
                format!("you {}", self.claim.verb(false, cooled))
            }
        };
        format!(
            "No lasting change up to {}; after that {cooled}.",
            format::place(cool.from, self.units)
        )
    }

    /// `over the last 3 mi`, or `over miles 9.0 to 12.0` where a cool-down follows.
    fn over_the_last(&self, compared: &Comparison) -> String {
        let (from, to) = compared.late;
        let rest = Metres(self.analysis.measures.total.distance_m()) - to;
        // Places are given to a tenth.
        match rest.0 < 0.1 * self.units.length().0 {
            true => format!(
                "over the last {}",
                format::short_distance(to - from, self.units)
            ),
            false => format!("over {}", format::stretch(compared.late, self.units)),
        }
    }

    fn gradual_drift(&self) -> String {
        let nowhere = format!("; no single {} stands out.", format::noun(self.units));
        if self.verdict.drift_in_pace() {
            let drifted = self.claim.verb(false, ["drifted", "drift", "drifted"]);
            let size = match (self.slower(), self.compared) {
                (Some(slower), Some(c)) => format!(
                    ", to {} slower {}",
                    rough_percent(slower),
                    self.over_the_last(&c)
                ),
                (Some(slower), None) => format!(", by {}", rough_percent(slower)),
                (None, _) => String::new(),
            };
            return format!(
                "Your pace {drifted} down little by little over the whole run{size}{nowhere}"
            );
        }
        if !self.analysis.measures.pace_is_evidence {
            let said = self.cadence_changed("Little by little over the whole run,", false);
            return format!("{}{nowhere}", said.trim_end_matches('.'));
        }
        let steps = self.steps().pct;
        let got = self.claim.verb(false, ["got", "get", "got"]);
        let beside =
            (self.slowed_beside()).map_or_else(String::new, |said| format!(", and {said}"));
        format!(
            "Little by little over the whole run, your steps {got} {} {} than usual at that \
             pace{beside}{nowhere}",
            rough_percent(steps),
            longer(steps)
        )
    }

    fn steady(&self) -> String {
        let what = match self.analysis.measures.pace_is_evidence {
            true => "form",
            false => "cadence",
        };
        let slowed = text_if(
            has_caveat(self.analysis, "late_slowdown"),
            ", though pace dropped in the last stretch, too briefly to judge",
        );
        // The end of a damaged file need not be the finish.
        let until = match has_caveat(self.analysis, "damaged_file") {
            true => "as far as the file goes",
            false => "to the finish",
        };
        // Where even a large change would have been missed, "held" would claim too much.
        if self.verdict.is_too_rough() {
            let missed = self.verdict.smallest_detectable_pct.map_or_else(
                || format!("{} could hide one", self.what_hides()),
                |pct| format!("one under {} could have been missed", rough_percent(pct)),
            );
            let lost = self.felt_loss();
            return format!("No change of {what} shows{slowed}, but {missed}.{lost}");
        }
        let open = self.not_excluded();
        let open = open.map(|open| format!("{open} cannot be ruled out"));
        match self.verdict.certainty() {
            Some(Certainty::Clear) | None => format!("Your {what} held {until}{slowed}."),
            Some(Certainty::Likely) => {
                let open = open.map_or(String::new(), |open| {
                    format!("; {open}.{}", self.felt_loss())
                });
                let open = if open.is_empty() {
                    ".".to_owned()
                } else {
                    open
                };
                format!("Your {what} probably held {until}{slowed}{open}")
            }
            Some(Certainty::Possible) => match open {
                Some(open) => {
                    let lost = self.felt_loss();
                    format!("Perhaps your {what} held {until}{slowed}, but {open}.{lost}")
                }
                None => format!("Perhaps your {what} held {until}{slowed}; the signs are mixed."),
            },
        }
    }

    /// ` Pace was 5.6 % slower over the last 3 mi.`: a loss that is not told from the run's own ups and
    /// downs was felt all the same. Empty where there was none worth a number.
    fn felt_loss(&self) -> String {
        let Some(slower) = self.slower().filter(|slower| *slower >= LEAST_FADE_PCT) else {
            return String::new();
        };
        let place = self
            .compared
            .map_or_else(|| "late in the run".to_owned(), |c| self.over_the_last(&c));
        let walking = match self.is_mostly_walking() {
            true => ", more than half of that from walking",
            false => "",
        };
        format!(
            " Pace was {} slower {place}{walking}.",
            rough_percent(slower)
        )
    }

    /// What a steady run leaves open: changes within the intervals that would be worth a
    /// claim.
    fn not_excluded(&self) -> Option<String> {
        let mut open = Vec::new();
        if let Some(change) = self.verdict.form_change_at_finish {
            let most = change.low.abs().max(change.high.abs());
            if most >= self.verdict.min_effect.value() {
                open.push(format!("a change of form of up to {}", rough_percent(most)));
            }
        }
        let lost = self.verdict.pace.fade_pct;
        if let Some(lost) = lost.filter(|lost| lost.high >= LEAST_FADE_PCT) {
            let [value, most] = [lost.value, lost.high].map(slower_pct);
            let [size, most] = [value, most].map(rough_percent);
            open.push(match lost.value >= LEAST_FADE_PCT {
                true => format!("a lasting loss of pace of about {size} (up to {most})"),
                false => format!("a lasting loss of pace of up to {most}"),
            });
        }
        (!open.is_empty()).then(|| open.join(" or "))
    }
}

/// Which way steps changed.
const fn longer(steps_pct: f64) -> &'static str {
    if steps_pct > 0.0 { "longer" } else { "shorter" }
}

/// Opens a sentence with a place: `Somewhere between miles 13 and 17`, `From mile 19.4 (18.6-20.3)`.
fn somewhere(since: &str) -> String {
    match since.starts_with("between") {
        true => format!("Somewhere {since}"),
        false => capital(since),
    }
}

/// A loss of speed as more time per kilometre, percent.
fn slower_pct(lost_pct: f64) -> f64 {
    100.0 * (1.0 / (1.0 - lost_pct.min(95.0) / 100.0) - 1.0)
}

/// True where a fade may have been a choice, and the report says so.
pub fn may_be_chosen(analysis: &Analysis) -> bool {
    let verdict = &analysis.verdict;
    // Who has to walk has not chosen an easier pace.
    let walks = verdict.pattern() == Some(Pattern::RunWalk) || verdict.pace.walks;
    let chosen = verdict.pace.chosen.is_some_and(|p| p >= MAY_BE_CHOSEN);
    verdict.kind() == Kind::PaceFade && !walks && (chosen || has_caveat(analysis, "cause_unknown"))
}

fn undecided(verdict: &Verdict, units: DisplayUnits) -> String {
    // Five miles is where a search for an onset begins to make sense: docs/method.md.
    let least = Metres::from_miles(5.0);
    match verdict.undecided_because() {
        Some(UndecidedBecause::TooShort(ran)) => format!(
            "Too short to tell: {} of running; it takes {} or more to see a change of form.",
            format::distance(ran, units),
            format::short_distance(least, units)
        ),
        Some(UndecidedBecause::NoCadence) => {
            "The file has no cadence, so form cannot be judged.".to_owned()
        }
        Some(UndecidedBecause::Walking(share)) => format!(
            "Too much walking to tell: {} of moving time, from early on.",
            rough_percent(share.value())
        ),
        Some(UndecidedBecause::Mountainous(_)) => {
            "Too hilly to tell: the hills set the pace all the way.".to_owned()
        }
        Some(UndecidedBecause::WorkAndRest) => {
            "A session of repetitions: hard efforts and recoveries alternate, which hides fatigue."
                .to_owned()
        }
        Some(UndecidedBecause::Unidentified) | None => {
            "Too little usable running to tell.".to_owned()
        }
    }
}
