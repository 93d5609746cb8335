//! How sure a verdict is, in words: headline, label and advice take them from here.

use crate::detect::{Certainty, Kind, Verdict};

/// How a sentence claims something.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Claim(Option<Certainty>);

impl Claim {
    /// As sure as the verdict is.
    pub fn of(verdict: &Verdict) -> Self {
        Self(verdict.certainty())
    }

    /// A verb in the past, given as past, infinitive and participle: `clearly slowed`,
    /// `probably slowed`, `may have slowed`; `began` makes it `clearly began to slow`.
    pub fn verb(self, began: bool, [past, infinitive, participle]: [&str; 3]) -> String {
        match (self.0, began) {
            (Some(Certainty::Possible), false) => format!("may have {participle}"),
            (Some(Certainty::Possible), true) => format!("may have begun to {infinitive}"),
            (_, false) => format!("{}{past}", self.adverb()),
            (_, true) => format!("{}began to {infinitive}", self.adverb()),
        }
    }

    /// A state in the past: `were clearly run-walking`, `may have been run-walking`.
    pub fn state(self, began: bool, doing: &str) -> String {
        match (self.0, began) {
            (Some(Certainty::Possible), false) => format!("may have been {doing}"),
            (Some(Certainty::Possible), true) => format!("may have begun {doing}"),
            (_, false) => format!("were {}{doing}", self.adverb()),
            (_, true) => format!("{}began {doing}", self.adverb()),
        }
    }

    const fn adverb(self) -> &'static str {
        match self.0 {
            Some(Certainty::Clear) => "clearly ",
            Some(Certainty::Likely) => "probably ",
            Some(Certainty::Possible) => "perhaps ",
            None => "",
        }
    }
}

/// One word for a label: `clear`, `likely`, `possible`; `None` where nothing is claimed. A recording
/// that shows too little is not said to show it surely.
pub fn certainty(verdict: &Verdict) -> Option<&'static str> {
    let shows_too_little = verdict.kind() == Kind::Steady && verdict.is_too_rough();
    let certainty = verdict.certainty().filter(|_| !shows_too_little);
    certainty.map(Certainty::name)
}

/// How sure the verdict is, in a sentence without a share: docs/accuracy.md has what each level
/// is worth on rated, planted and simulated runs, and the three differ.
pub fn confidence(verdict: &Verdict) -> &'static str {
    match (verdict.kind(), verdict.certainty()) {
        (Kind::Undecided, _) | (_, None) => "This run can't tell either way.",
        (Kind::Steady, _) if verdict.is_too_rough() => {
            "Unsure: a change worth acting on could have been missed."
        }
        (Kind::Steady, Some(Certainty::Clear)) => {
            "Clear: a change worth acting on would have shown."
        }
        (Kind::Steady, Some(Certainty::Likely)) => {
            "Likely: a change worth acting on would probably have shown."
        }
        (Kind::Steady, Some(Certainty::Possible)) => {
            "Possible: a change worth acting on could have been missed."
        }
        // How sure a cool-down is says nothing of what came before it.
        (Kind::EasedOff, _) if verdict.pace.fade_onset.is_none() => match verdict.is_too_rough() {
            true => "Likely a cool-down; a change before it could have been missed.",
            false => "Likely a cool-down; a large change before it would have shown.",
        },
        (_, Some(Certainty::Clear)) => "Clear: findings like this are rarely wrong.",
        (_, Some(Certainty::Likely)) => "Likely, but not certain.",
        (Kind::EasedOff, Some(Certainty::Possible)) => "Possible: it may have been a fade instead.",
        (_, Some(Certainty::Possible)) => "Possible: it may be nothing.",
    }
}
