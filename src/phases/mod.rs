//! Stage four: divides the recording into phases. Walking, standing and rides are listed; running is divided into
//! warm-up, main part or repetitions, cool-down and a finishing kick. The verdict is about the main part. Each
//! rule has a file; docs/method.md has a table of them.

mod cool_down;
mod kick;
mod motion;
mod profile;
mod repetitions;
#[cfg(test)]
mod tests;
mod warm_up;

pub use profile::COST_SHOWN;

use crate::measure::Measures;
use crate::normalise::Run;
use crate::units::{Metres, Seconds};
use profile::Profile;

/// Kind of a stretch of the recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PhaseKind {
    /// Slower running before the main part.
    WarmUp,
    /// What the verdict is about: steady, or faster towards the end.
    Main,
    /// Hard efforts and recoveries in turn.
    Repetitions,
    /// Slower by choice, up to the finish.
    CoolDown,
    /// Faster over the last mile or less.
    Kick,
    /// Walking, from its first record to its last.
    Walk,
    /// Standing, or the timer was off.
    Stand,
    /// In a vehicle: fast without steps, no part of the run.
    Carried,
}

impl PhaseKind {
    /// Every kind, in the order of the result's schema.
    pub const ALL: [Self; 8] = [
        Self::WarmUp,
        Self::Main,
        Self::Repetitions,
        Self::CoolDown,
        Self::Kick,
        Self::Walk,
        Self::Stand,
        Self::Carried,
    ];

    /// The name of the kind in the result.
    pub const fn name(self) -> &'static str {
        match self {
            Self::WarmUp => "warm_up",
            Self::Main => "main",
            Self::Repetitions => "repetitions",
            Self::CoolDown => "cool_down",
            Self::Kick => "kick",
            Self::Walk => "walk",
            Self::Stand => "stand",
            Self::Carried => "carried",
        }
    }
}

/// A stretch of the recording. Parts of a session (warm-up to kick) follow each other; walks
/// and stands lie within them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Phase {
    /// Kind of the phase.
    pub kind: PhaseKind,
    /// Start, distance from the start of the run.
    pub from: Metres,
    /// End; equal to `from` for a stand.
    pub to: Metres,
    /// Start, elapsed time.
    pub from_s: Seconds,
    /// End, elapsed time.
    pub to_s: Seconds,
}

/// The phases of a run.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Phases {
    /// Every phase: the parts of the session in order, then walks and stands, then rides.
    pub list: Vec<Phase>,
    /// Start and end of the main part, distance from the start of the run. A kick is in it.
    pub main: (Metres, Metres),
}

impl Phases {
    /// A run that is all main part.
    pub fn whole(measures: &Measures) -> Self {
        let finish = measures.windows.last().map_or(Metres(0.0), |w| w.to);
        Self {
            list: Vec::new(),
            main: (Metres(0.0), finish),
        }
    }

    /// The phases of one kind.
    pub fn of(&self, kind: PhaseKind) -> impl Iterator<Item = &Phase> {
        self.list.iter().filter(move |phase| phase.kind == kind)
    }

    /// True for a session of repetitions, wherever its warm-up and cool-down lie.
    pub fn is_repetitions(&self) -> bool {
        self.of(PhaseKind::Repetitions).next().is_some()
    }
}

/// Cuts a run into phases.
pub fn phases(run: &Run, measures: &Measures) -> Phases {
    let finish_mi = measures.windows.last().map_or(0.0, |w| w.to.miles());
    let clock = motion::Clock::new(run);
    let part = |kind, from_mi: f64, to_mi: f64| Phase {
        kind,
        from: Metres::from_miles(from_mi),
        to: Metres::from_miles(to_mi),
        from_s: clock.at(Metres::from_miles(from_mi)),
        to_s: clock.at(Metres::from_miles(to_mi)),
    };
    // Where speed is no evidence, it says nothing about the session either.
    let (mut from, mut to, mut kick, mut repetitions) = (0.0, finish_mi, None, None);
    if measures.pace_is_evidence {
        let profile = Profile::new(measures);
        repetitions = repetitions::find(run, &profile);
        if let Some((first, last)) = repetitions {
            (from, to) = (first, last);
        } else {
            to = cool_down::from(&profile).unwrap_or(finish_mi);
            from = warm_up::to(&profile.until(to)).unwrap_or(0.0);
            kick = kick::from(&profile.until(to));
        }
    }
    let mut list = Vec::new();
    if from > 0.0 {
        list.push(part(PhaseKind::WarmUp, 0.0, from));
    }
    let main = if repetitions.is_some() {
        PhaseKind::Repetitions
    } else {
        PhaseKind::Main
    };
    list.push(part(main, from, kick.unwrap_or(to)));
    list.extend(kick.map(|kick| part(PhaseKind::Kick, kick, to)));
    if to < finish_mi {
        list.push(part(PhaseKind::CoolDown, to, finish_mi));
    }
    list.extend(motion::walks_and_stands(measures));
    list.extend(motion::rides(run));
    Phases {
        list,
        main: (Metres::from_miles(from), Metres::from_miles(to)),
    }
}
