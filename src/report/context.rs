//! What the runner or the coach says about a run that no watch records: shoes, heat, a note,
//! pain. It is shown and passed on, and never changes a verdict.

use serde::{Deserialize, Serialize};

/// Context of a run. `None` is what nobody said.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Context {
    /// A note of the runner.
    pub note: Option<String>,
    /// A comment of the coach.
    pub comment: Option<String>,
    /// Shoes worn, as the runner calls them.
    pub shoes: Option<String>,
    /// What was run on.
    pub surface: Option<String>,
    /// Heat and humidity, in words or figures.
    pub heat: Option<String>,
    /// The pace that was planned, seconds a kilometre.
    pub target_pace_s_per_km: Option<f64>,
    /// Rating of perceived exertion for the whole run, 0 (rest) to 10 (maximal): Borg's CR10
    /// scale as Foster et al. 2001 use it for sessions.
    pub rpe: Option<u8>,
    /// Pain during and after the run.
    pub pain: Option<Pain>,
    /// Where the article on which the advice rests can be read, `https://...`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article_url: Option<String>,
}

/// Pain on a numeric scale from 0 (none) to 10 (worst imaginable).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Pain {
    /// The worst during the run.
    pub during: Option<u8>,
    /// The worst a day after the run.
    pub after_24_h: Option<u8>,
    /// The worst two days after the run.
    pub after_48_h: Option<u8>,
    /// Where it hurt: `left knee`.
    pub location: Option<String>,
}

impl Pain {
    /// Pain without a place: during the run, a day and two days later.
    pub fn rated([during, after_24_h, after_48_h]: [Option<u8>; 3]) -> Self {
        Self {
            during,
            after_24_h,
            after_48_h,
            location: None,
        }
    }

    /// The ratings in the same order.
    pub const fn ratings(&self) -> [Option<u8>; 3] {
        [self.during, self.after_24_h, self.after_48_h]
    }
}

impl Context {
    /// What was said about the run itself: all but the address of the article. `None` where
    /// nobody said anything.
    pub fn about_the_run(&self) -> Option<Self> {
        let said = Self {
            article_url: None,
            ..self.clone()
        };
        Some(said).filter(|said| *said != Self::default())
    }

    /// What `self` says, and where it says nothing, what `outer` does.
    #[must_use]
    pub fn or(self, outer: Self) -> Self {
        Self {
            note: self.note.or(outer.note),
            comment: self.comment.or(outer.comment),
            shoes: self.shoes.or(outer.shoes),
            surface: self.surface.or(outer.surface),
            heat: self.heat.or(outer.heat),
            target_pace_s_per_km: self.target_pace_s_per_km.or(outer.target_pace_s_per_km),
            rpe: self.rpe.or(outer.rpe),
            pain: self.pain.or(outer.pain),
            article_url: self.article_url.or(outer.article_url),
        }
    }
}
