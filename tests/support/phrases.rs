//! One hand-made run for everything the report can say: each verdict, pattern and certainty,
//! with walking, wide intervals and the reasons for no verdict. docs/advice.md lists what is
//! said of them.

use crate::examples::{about, change_of, confidence_of, example, onset};
use formdrift::Analysis;
use formdrift::detect::*;
use formdrift::measure::WINDOW;
use formdrift::normalise::Caveat;
use formdrift::phases::{Phase, PhaseKind};
use formdrift::units::{Metres, Percent, Seconds};

/// A kind of run with its name in the documentation.
pub struct Phrase {
    pub name: &'static str,
    pub analysis: Analysis,
}

fn with(kind: Kind, change: impl FnOnce(&mut Analysis)) -> Analysis {
    let mut analysis = example(kind);
    change(&mut analysis);
    analysis
}

fn sure(kind: Kind, certainty: Certainty) -> Analysis {
    with(kind, |a| {
        confidence_of(&mut a.verdict).certainty = certainty
    })
}

fn broken(pattern: Pattern, change: impl FnOnce(&mut Verdict)) -> Analysis {
    with(Kind::FormBreakdown, |a| {
        let verdict = &mut a.verdict;
        change_of(verdict).pattern = pattern;
        if pattern == Pattern::Shuffling {
            verdict.form_change_at_finish = Some(about(4.1, 0.9));
            if let Some(parts) = &mut verdict.attribution {
                // Cadence 2 % up, steps 6 % shorter, pace 4 % slower.
                (parts.from_cadence_pct, parts.from_step_length_pct) = (-2.0, 6.0);
                parts.slowdown_pct = 4.0;
                (parts.step_length_expected_pct, parts.step_length_beyond_pct) = (-3.4, -2.6);
            }
        }
        change(verdict);
    })
}

fn faded(pattern: Pattern, change: impl FnOnce(&mut Verdict)) -> Analysis {
    with(Kind::PaceFade, |a| {
        change_of(&mut a.verdict).pattern = pattern;
        change(&mut a.verdict);
    })
}

/// Walking from a mile on, so much of the moving time, in a run that faded from mile 19.4.
pub fn walking(mut analysis: Analysis, from_mi: f64, share_pct: f64) -> Analysis {
    let verdict = &mut analysis.verdict;
    let walked = onset(from_mi, from_mi - 0.3, from_mi + 0.5);
    verdict.walking = Some(WalkingFinding {
        onset: Some(walked),
        share_before_pct: 0.4,
        share_after_pct: share_pct,
        probability: 0.99,
    });
    verdict.pace.walks = true;
    if verdict.onset().is_some_and(|o| from_mi <= o.at.miles()) {
        change_of(verdict).onset = walked;
    }
    let at = verdict.onset().unwrap_or(walked).at;
    verdict.fresh = Some((Metres::from_miles(1.2), at));
    if let Some(parts) = &mut verdict.attribution {
        parts.from = at;
        parts.from_walking_pct = 0.4 * share_pct;
        parts.slowdown_pct += 0.4 * share_pct;
    }
    for window in &mut analysis.measures.windows {
        if window.from.miles() >= from_mi - 1e-6 {
            let tally = &mut window.tally;
            // A window holds as much walking as its share of the time asks for.
            tally.walked_s = tally.running_s * share_pct / (100.0 - share_pct);
            tally.walked_m = tally.walked_s * 1.5;
            window.to = window.from + WINDOW;
        }
    }
    analysis
}

/// Walks of so much of the moving time from mile 19.4 on, without a place from which they stayed.
pub fn walked_late(analysis: Analysis, share_pct: f64) -> Analysis {
    let (walks, outcome) = (analysis.verdict.pace.walks, analysis.verdict.outcome);
    let mut walked = walking(analysis, 19.4, share_pct);
    walked.verdict.walking = None;
    walked.verdict.pace.walks = walks;
    walked.verdict.outcome = outcome;
    walked
}

fn cooled_down() -> Analysis {
    with(Kind::EasedOff, |a| {
        let verdict = &mut a.verdict;
        confidence_of(verdict).certainty = Certainty::Likely;
        verdict.pace.fade_onset = None;
        verdict.pace.fade_pct = Some(about(0.6, 1.5));
        verdict.attribution = example(Kind::Steady).verdict.attribution;
        let part = |kind, from: f64, to: f64| Phase {
            kind,
            from: Metres::from_miles(from),
            to: Metres::from_miles(to),
            from_s: Seconds(from * 520.0),
            to_s: Seconds(to * 520.0),
        };
        a.phases.list = vec![
            part(PhaseKind::WarmUp, 0.0, 1.4),
            part(PhaseKind::Main, 1.4, 24.1),
            part(PhaseKind::CoolDown, 24.1, 26.2),
        ];
    })
}

fn undecided(why: UndecidedBecause) -> Analysis {
    with(Kind::Undecided, |a| {
        a.verdict.outcome = Outcome::Undecided(why)
    })
}

fn treadmill(mut analysis: Analysis) -> Analysis {
    analysis.measures.pace_is_evidence = false;
    analysis.verdict.attribution = None;
    analysis
}

/// One made analysis for each thing the report can say.
pub fn all() -> Vec<Phrase> {
    use Certainty::{Clear, Likely, Possible};
    use Kind::{EasedOff, FormBreakdown, GradualDrift, PaceFade, Steady};
    let steady = |certainty, lost: f64, half: f64, change: f64| {
        with(Steady, |a| {
            confidence_of(&mut a.verdict).certainty = certainty;
            a.verdict.pace.fade_pct = Some(about(lost, half));
            a.verdict.form_change_at_finish = Some(about(change, 1.2));
        })
    };
    let list: Vec<(&'static str, Analysis)> = vec![
        ("overstriding, clear", sure(FormBreakdown, Clear)),
        ("overstriding, likely", sure(FormBreakdown, Likely)),
        ("overstriding, possible", sure(FormBreakdown, Possible)),
        (
            "overstriding, no one place",
            broken(Pattern::Overstriding, |v| {
                change_of(v).onset = onset(16.0, 14.0, 19.0);
                v.form.onset = Some(onset(16.0, 14.0, 19.0));
                if let Some(parts) = &mut v.attribution {
                    parts.from = Metres::from_miles(16.0);
                }
            }),
        ),
        (
            "overstriding, large",
            broken(Pattern::Overstriding, |v| {
                v.form_change_at_finish = Some(about(-6.2, 0.9));
                if let Some(parts) = &mut v.attribution {
                    (parts.from_cadence_pct, parts.from_step_length_pct) = (4.3, -4.3);
                    parts.slowdown_pct = 0.0;
                    parts.step_length_beyond_pct = 4.3;
                }
                // It passes 5 % at mile 24.
                v.series.at_m = (0..262).map(|i| f64::from(i) * WINDOW.0).collect();
                v.series.fitted_pct = (0..262)
                    .map(|i| if i < 240 { -3.0 } else { -5.1 })
                    .collect();
            }),
        ),
        (
            "overstriding, abrupt",
            broken(Pattern::Overstriding, |v| {
                change_of(v).shape = Some(Shape::Abrupt)
            }),
        ),
        ("overstriding, treadmill", treadmill(example(FormBreakdown))),
        ("shuffling, clear", broken(Pattern::Shuffling, |_| ())),
        (
            "shuffling, then walking",
            walking(broken(Pattern::Shuffling, |_| ()), 22.1, 43.0),
        ),
        (
            "shuffling, pace lost first",
            broken(Pattern::Shuffling, |v| {
                v.form.onset = Some(onset(22.1, 21.4, 22.6));
                v.pace.fade_onset = Some(onset(19.4, 18.6, 20.3));
            }),
        ),
        ("stride shortening, clear", sure(PaceFade, Clear)),
        ("stride shortening, likely", sure(PaceFade, Likely)),
        (
            "stride shortening, with walks",
            walked_late(sure(PaceFade, Clear), 15.0),
        ),
        ("stride shortening, possible", sure(PaceFade, Possible)),
        (
            "stride shortening, no one place",
            faded(Pattern::StrideShortening, |v| {
                change_of(v).onset = onset(16.0, 14.0, 19.0);
                if let Some(parts) = &mut v.attribution {
                    parts.from = Metres::from_miles(16.0);
                }
            }),
        ),
        (
            "stride shortening, perhaps a choice",
            with(PaceFade, |a| {
                confidence_of(&mut a.verdict).certainty = Likely;
                a.verdict.heart = None;
                a.caveats.push(Caveat {
                    code: "cause_unknown",
                    text: "Without heart rate nobody can tell whether the runner faded or chose \
                           to slow down."
                        .into(),
                });
            }),
        ),
        (
            "cadence and stride, clear",
            faded(Pattern::CadenceAndStride, |v| {
                if let Some(parts) = &mut v.attribution {
                    (parts.from_cadence_pct, parts.from_step_length_pct) = (4.0, 8.8);
                    parts.slowdown_pct = 12.8;
                }
            }),
        ),
        (
            "cadence and stride, with walks",
            walked_late(faded(Pattern::CadenceAndStride, |_| ()), 15.0),
        ),
        (
            "run-walk, clear",
            walking(faded(Pattern::RunWalk, |_| ()), 19.4, 43.0),
        ),
        (
            "run-walk, possible",
            walking(
                faded(Pattern::RunWalk, |v| confidence_of(v).certainty = Possible),
                19.4,
                18.0,
            ),
        ),
        (
            "run-walk, pace first",
            walking(faded(Pattern::RunWalk, |_| ()), 22.1, 43.0),
        ),
        ("eased off, clear", sure(EasedOff, Clear)),
        ("eased off, possible", sure(EasedOff, Possible)),
        (
            "eased off, with walks",
            walked_late(sure(EasedOff, Possible), 15.0),
        ),
        ("cool-down", cooled_down()),
        ("drift of form", sure(GradualDrift, Likely)),
        (
            "drift of form, with walks",
            walked_late(sure(GradualDrift, Likely), 15.0),
        ),
        (
            "drift of pace",
            with(GradualDrift, |a| {
                let sure = *confidence_of(&mut a.verdict);
                a.verdict.outcome = Outcome::GradualDrift(DriftIn::Pace, sure);
                confidence_of(&mut a.verdict).certainty = Likely;
                a.verdict.pace.fade_pct = Some(about(6.2, 1.0));
                if let Some(parts) = &mut a.verdict.attribution {
                    parts.from_step_length_pct = 2.3;
                    parts.slowdown_pct = parts.from_step_length_pct + parts.from_cadence_pct;
                }
            }),
        ),
        (
            "drift on a treadmill",
            treadmill(sure(GradualDrift, Likely)),
        ),
        ("steady, clear", steady(Clear, 0.8, 1.5, -0.3)),
        ("steady, likely", steady(Likely, 1.1, 3.6, -0.3)),
        (
            "steady, with walks",
            walked_late(steady(Likely, 1.1, 3.6, -0.3), 15.0),
        ),
        ("steady, possible", steady(Possible, 12.8, 12.3, -1.3)),
        (
            "steady, rough recording",
            with(Steady, |a| {
                confidence_of(&mut a.verdict).certainty = Possible;
                a.verdict.smallest_detectable_pct = Some(8.7);
            }),
        ),
        (
            "too short",
            undecided(UndecidedBecause::TooShort(Metres(5010.0))),
        ),
        ("no cadence", undecided(UndecidedBecause::NoCadence)),
        (
            "walking from the start",
            undecided(UndecidedBecause::Walking(Percent(46.2))),
        ),
        ("repetitions", undecided(UndecidedBecause::WorkAndRest)),
        (
            "too little usable running",
            undecided(UndecidedBecause::Unidentified),
        ),
    ];
    list.into_iter()
        .map(|(name, analysis)| Phrase { name, analysis })
        .collect()
}
