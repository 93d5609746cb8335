//! The result as JSON, schema `formdrift/1` (docs/schema.json). Keys carry units; what
//! cannot be measured is `null`.
//!
//! Every number is rounded to four decimals: a tenth of a millimetre, a ten-thousandth of
//! a percent. That is finer than anything measured, keeps the identities between columns,
//! and drops the last bits that differ from one processor to the next.

// The macro below names types after keys.
#![allow(non_camel_case_types)]

/// An object of the schema: its keys with their values, in the order in which they are written.
macro_rules! object {
    ($($(#[$how:meta])* $key:ident: $value:expr),* $(,)?) => {{
        #[derive(serde::Serialize)]
        struct Object<$($key),*> {
            $($(#[$how])* $key: $key),*
        }
        Object { $($key: $value),* }
    }};
}

use super::follow_up::FollowUp;
use super::{Output, Render, ReportOptions, words};
use crate::Analysis;
use crate::detect::{
    Attribution, Certainty, Consideration, Explanation, Finding, FormEvidence, FormFinding,
    HabitualCurve, HeartFinding, Kind, LossEvidence, Onset, PaceFinding, Pattern, Shape,
    UndecidedBecause, WalkingFinding, Witness,
};
use crate::history::{History, LongestRecent, PastRun, Said};
use crate::measure::{Changes, Channel, METRICS, Split, Tally};
use crate::normalise::{CadenceSource, DistanceSource, TimeZoneSource};
use crate::phases::Phase;
use crate::stats::Estimate;
use crate::units::METRES_PER_MILE;
use chrono::{DateTime, SecondsFormat, Utc};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// Name of the schema and its version.
pub const SCHEMA: &str = "formdrift/1";

/// Name of the file in a report folder.
pub const FILE_NAME: &str = "summary.json";

/// The JSON document, among the outputs.
pub const OUTPUT: Output = Output {
    name: "json",
    about: "summary.json: the result for programs, schema formdrift/1",
    render: Render::Whole(FILE_NAME, |g| {
        let document = document(g.analysis, g.options);
        let text = serde_json::to_string_pretty(&document).unwrap_or_default() + "\n";
        Ok(Some(text.into_bytes()))
    }),
};

/// A finite number rounded to four decimals; serialised as `null` when it is not finite.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Number(f64);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let finite = Some(self.0).filter(|value| value.is_finite());
        finite.map(rounded).serialize(to)
    }
}

/// Rounded to four decimals. Adding zero turns a negative zero into a positive one.
pub(super) fn rounded(value: f64) -> f64 {
    (value * 1e4).round() / 1e4 + 0.0
}

/// A moment as RFC 3339, in UTC.
fn utc(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// The result on one line, without a line end: what `--json` prints for a run.
pub fn line(analysis: &Analysis, options: &ReportOptions) -> String {
    // Serialising plain structs of numbers and strings cannot fail: there is no map with
    // a key that is not a string and no writer that could refuse.
    serde_json::to_string(&document(analysis, options)).unwrap_or_default()
}

/// The result of one run, from file to caveats.
fn document(analysis: &Analysis, options: &ReportOptions) -> impl Serialize {
    let found = &analysis.verdict;
    let mut context = options.context.about_the_run();
    if let Some(pace) = (context.as_mut()).and_then(|said| said.target_pace_s_per_km.as_mut()) {
        *pace = rounded(*pace);
    }
    let follow_up = options.context.pain.as_ref().and_then(FollowUp::new);
    let follow_up = follow_up.map(|of| {
        object! {
            side: of.side,
            text: of.answer,
            place: of.place,
            article_section: of.section,
        }
    });
    let advice = analysis.advice.iter().map(|advice| {
        object! {
            rule: advice.rule,
            text: advice.text.as_str(),
            trigger: advice.trigger.as_str(),
            article_section: advice.article_section,
            evidence: advice.evidence.as_slice(),
        }
    });
    let caveats = analysis.caveats.iter();
    let caveats = caveats.map(|caveat| object! { code: caveat.code, text: caveat.text.as_str() });
    object! {
        schema: SCHEMA,
        version: env!("CARGO_PKG_VERSION"),
        file: object! {
            name: options.file_name.as_str(),
            path: options.path.as_deref(),
            run: options.run,
            format: analysis.run.format.name(),
            device: analysis.run.device.as_deref(),
            sport: analysis.run.sport.as_deref(),
        },
        athlete: options.athlete.as_deref(),
        context: context,
        follow_up: follow_up,
        history: analysis.history.as_ref().map(history),
        run: run(analysis),
        splits: splits(analysis),
        verdict: verdict(analysis, options),
        attribution: found.attribution.as_ref().map(attribution),
        phases: analysis.phases.list.iter().map(phase).collect::<Vec<_>>(),
        form: form(&found.form),
        pace: pace(&found.pace),
        walking: found.walking.as_ref().map(walking),
        heart: found.heart.as_ref().map(heart),
        witnesses: found.witnesses.iter().map(witness).collect::<Vec<_>>(),
        advice: advice.collect::<Vec<_>>(),
        caveats: caveats.collect::<Vec<_>>(),
    }
}

fn run(analysis: &Analysis) -> impl Serialize {
    let (run, total) = (&analysis.run, &analysis.measures.total);
    let local = || {
        run.start_local()
            .to_rfc3339_opts(SecondsFormat::AutoSi, false)
    };
    let source = match run.cadence_unit.source {
        CadenceSource::Strides => "strides",
        CadenceSource::Steps => "steps",
        CadenceSource::None => "none",
    };
    object! {
        start: utc(run.start),
        start_local: (run.local_time.source != TimeZoneSource::None).then(local),
        time_zone: run.local_time.zone.map(|zone| zone.name()),
        time_zone_source: run.local_time.source.name(),
        perceived_exertion: run.perceived_exertion.map(|v| Number(v.into())),
        feel_pct: run.feel_pct.map(|v| Number(v.into())),
        distance_m: Number(total.distance_m()),
        moving_s: Number(total.moving_s()),
        elapsed_s: Number(total.elapsed_s()),
        has_heart_rate: total.mean(Channel::HeartRate).is_some(),
        cadence_unit: object! { source: source, how: run.cadence_unit.how.as_str() },
        distance_source: match run.distance_source {
            DistanceSource::Device => "device",
            DistanceSource::Speed => "speed",
            DistanceSource::Positions => "positions",
        },
        pace_is_evidence: run.pace_is_evidence,
        heart_rate_is_evidence: run.heart_rate_is_evidence,
        walked_s: Number(total.walked_s),
        stopped_s: Number(total.stopped_s),
        #[serde(flatten)]
        means: Means(total),
    }
}

/// What is measured over any stretch, a split or the whole run: every metric of the list,
/// and the climbing.
struct Means<'a>(&'a Tally);

impl Serialize for Means<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let tally = self.0;
        let climbed = |metres: f64| tally.has_altitude.then_some(Number(metres));
        let mut map = to.serialize_map(Some(METRICS.len() + 2))?;
        for metric in METRICS {
            map.serialize_entry(metric.key, &(metric.value)(tally).map(Number))?;
        }
        map.serialize_entry("ascent_m", &climbed(tally.ascent_m))?;
        map.serialize_entry("descent_m", &climbed(tally.descent_m))?;
        map.end()
    }
}

/// The splits, each with its change of form.
pub(super) fn splits(analysis: &Analysis) -> Vec<impl Serialize> {
    let residuals = &analysis.verdict.split_residual_pct;
    let splits = analysis.measures.splits.iter().enumerate();
    splits
        .map(|(at, of)| split(of, residuals.get(at).copied().flatten()))
        .collect()
}

fn split(of: &Split, residual_pct: Option<f64>) -> impl Serialize {
    object! {
        index: of.index,
        from_m: Number(of.from.0),
        to_m: Number(of.to.0),
        partial: of.partial,
        moving_s: Number(of.tally.moving_s()),
        stopped_s: Number(of.tally.stopped_s),
        walked_s: Number(of.tally.walked_s),
        #[serde(flatten)]
        means: Means(&of.tally),
        form_residual_pct: residual_pct.map(Number),
        from_first: changes(&of.from_first),
        from_previous: changes(&of.from_previous),
    }
}

/// `None` when nothing at all could be compared: the first split, or a short one.
fn changes(of: &Changes) -> Option<impl Serialize> {
    (*of != Changes::default()).then(|| {
        object! {
            pace_pct: of.pace_pct.map(interval),
            cadence_pct: of.cadence_pct.map(interval),
            step_length_pct: of.step_length_pct.map(interval),
        }
    })
}

/// A value and the ends of its interval, rounded.
pub(super) fn interval(e: Estimate) -> Estimate {
    e.map(rounded)
}

fn onset(of: Onset) -> impl Serialize {
    object! {
        distance_m: Number(of.at.0),
        low_m: Number(of.low.0),
        high_m: Number(of.high.0),
        confidence: Number(of.confidence),
        low_open: of.low_open,
        high_open: of.high_open,
    }
}

fn verdict(analysis: &Analysis, options: &ReportOptions) -> impl Serialize {
    let verdict = &analysis.verdict;
    let drift_in = match verdict.drift_in_pace() {
        true => "pace",
        false => "form",
    };
    object! {
        kind: verdict.kind().name(),
        onset: verdict.onset().map(onset),
        pattern: verdict.pattern().map(Pattern::name),
        shape: verdict.shape().map(Shape::name),
        certainty: verdict.certainty().map(Certainty::name),
        probability: verdict.probability().map(Number),
        p_value: verdict.p_value.map(Number),
        form_change_at_finish_pct: verdict.form_change_at_finish.map(interval),
        smallest_detectable_pct: verdict.smallest_detectable_pct.map(Number),
        headline: words::headline(analysis, options.units),
        reason: words::reason(analysis, options.units),
        min_effect_pct: Number(verdict.min_effect.value()),
        undecided_because: verdict.undecided_because().map(undecided_because),
        drift_in: (verdict.kind() == Kind::GradualDrift).then_some(drift_in),
        considered: verdict.considered.iter().map(considered).collect::<Vec<_>>(),
        fresh: verdict.fresh.map(|(from, to)| {
            object! { from_m: Number(from.0), to_m: Number(to.0) }
        }),
        curve: verdict.curve.map(curve),
    }
}

const fn undecided_because(why: UndecidedBecause) -> &'static str {
    match why {
        UndecidedBecause::TooShort(_) => "too_short",
        UndecidedBecause::NoCadence => "no_cadence",
        UndecidedBecause::Walking(_) => "walking",
        UndecidedBecause::Mountainous(_) => "mountainous",
        UndecidedBecause::WorkAndRest => "work_and_rest",
        UndecidedBecause::Unidentified => "unidentified",
    }
}

fn considered(of: &Consideration) -> impl Serialize {
    object! {
        explanation: match of.explanation {
            Explanation::Hill => "hill",
            Explanation::Stop => "stop",
            Explanation::GpsDoubt => "gps_doubt",
            Explanation::EasingOff => "easing_off",
            Explanation::WarmUp => "warm_up",
            Explanation::LevelShift => "level_shift",
            Explanation::Treadmill => "treadmill",
            Explanation::Weather => "weather",
        },
        finding: match of.finding {
            Finding::RuledOut => "ruled_out",
            Finding::Possible => "possible",
            Finding::Explains => "explains",
            Finding::CannotTell => "cannot_tell",
        },
    }
}

/// A curve with its numbers rounded.
pub(super) fn curve(of: HabitualCurve) -> HabitualCurve {
    HabitualCurve {
        level_spm: rounded(of.level_spm),
        reference_speed_m_per_s: rounded(of.reference_speed_m_per_s),
        elasticity: rounded(of.elasticity),
        elasticity_sd: rounded(of.elasticity_sd),
        grade_effect: rounded(of.grade_effect),
    }
}

fn attribution(of: &Attribution) -> impl Serialize {
    object! {
        slowdown_pct: Number(of.slowdown_pct),
        from_walking_pct: Number(of.from_walking_pct),
        from_step_length_pct: Number(of.from_step_length_pct),
        from_cadence_pct: Number(of.from_cadence_pct),
        step_length_expected_pct: Number(of.step_length_expected_pct),
        step_length_beyond_pct: Number(of.step_length_beyond_pct),
        from_m: Number(of.from.0),
        to_m: Number(of.to.0),
    }
}

/// `fade_pct` is a bare number in the schema; its interval stands beside it.
fn pace(of: &PaceFinding) -> impl Serialize {
    object! {
        fade_onset: of.fade_onset.map(onset),
        fade_pct: of.fade_pct.map(|e| Number(e.value)),
        p_value: of.p_value.map(Number),
        fade_low_pct: of.fade_pct.map(|e| Number(e.low)),
        fade_high_pct: of.fade_pct.map(|e| Number(e.high)),
        probability: of.probability.map(Number),
        chosen_probability: of.chosen.map(Number),
        evidence: of.evidence.as_ref().map(loss_evidence),
    }
}

/// What the probabilities of the pace question rest on.
fn loss_evidence(of: &LossEvidence) -> impl Serialize {
    object! {
        log_bayes_factor: Number(of.log_bayes_factor),
        line_advantage: Number(of.line_advantage.max(-1000.0)),
        loss_log_pct: Number(100.0 * of.loss),
        loss_sd_log_pct: Number(100.0 * of.loss_sd),
        kept: Number(of.kept),
        left_m: Number(of.left_mi * METRES_PER_MILE),
        below_start_log_pct: of.below_start.map(|below| Number(100.0 * below)),
        gained_log_pct: of.gained.map(|gained| Number(100.0 * gained)),
        sudden_probability: Number(of.sudden),
        moving_h: Number(of.hours),
        walked_before_pct: Number(100.0 * of.walked_before),
        walked_after_pct: Number(100.0 * of.walked_after),
        heart_fall: of.heart.map(|fall| Number(fall.ratio)),
        heart_fall_sd: of.heart.map(|fall| Number(fall.sd)),
    }
}

fn form(of: &FormFinding) -> impl Serialize {
    object! {
        onset: of.onset.map(onset),
        change_pct: of.change_pct.map(interval),
        probability: of.probability.map(Number),
        evidence: of.evidence.as_ref().map(form_evidence),
    }
}

/// What the probability of the form question rests on.
fn form_evidence(of: &FormEvidence) -> impl Serialize {
    object! {
        log_bayes_factor: Number(of.log_bayes_factor),
        change_log_pct: Number(100.0 * of.change),
        change_sd_log_pct: Number(100.0 * of.change_sd),
        moving_h: Number(of.hours),
        conditions_hold: of.margins.hold(),
    }
}

fn walking(of: &WalkingFinding) -> impl Serialize {
    object! {
        onset: of.onset.map(onset),
        share_before_pct: Number(of.share_before_pct),
        share_after_pct: Number(of.share_after_pct),
        probability: Number(of.probability),
    }
}

fn phase(of: &Phase) -> impl Serialize {
    object! {
        kind: of.kind.name(),
        from_m: Number(of.from.0),
        to_m: Number(of.to.0),
        from_s: Number(of.from_s.0),
        to_s: Number(of.to_s.0),
    }
}

fn heart(of: &HeartFinding) -> impl Serialize {
    object! {
        decoupling_pct: of.decoupling_pct.map(Number),
        decoupling_onset_m: of.decoupling_onset.map(|at| Number(at.0)),
        eased_ratio: of.eased_ratio.map(interval),
    }
}

fn witness(of: &Witness) -> impl Serialize {
    object! {
        metric: of.metric,
        fresh: Number(of.fresh),
        late: Number(of.late),
        change_pct: interval(of.change_pct),
    }
}

/// Most runs that are listed: with `--one-runner` every run of a season has the others.
const MOST_LISTED: usize = 100;

/// The runs that were given, and what was taken from them.
fn history(of: &History) -> impl Serialize {
    let (used, apart) = match of.said {
        Said::Nothing => ("nothing", None),
        Said::Curve(_) => ("curve", None),
        Said::TwoRunners(apart) => ("two_runners", Some(apart)),
        Said::AnotherRunner(apart) => ("another_runner", Some(apart)),
    };
    let listed = of.runs.iter().take(MOST_LISTED).map(listed);
    object! {
        run_count: of.runs.len(),
        with_curve: of.with_curve(),
        used: used,
        apart_pct: apart.map(Number),
        longest_30_days: of.longest_recent.as_ref().map(longest),
        runs: listed.collect::<Vec<_>>(),
    }
}

fn longest(of: &LongestRecent) -> impl Serialize {
    object! {
        distance_m: Number(of.distance_m),
        start: utc(of.start),
        run_count: of.runs,
        beyond_pct: Number(of.beyond_pct),
        spike: of.is_exceeded(),
    }
}

fn listed(run: &PastRun) -> impl Serialize {
    object! {
        path: run.name.as_str(),
        start: utc(run.start),
        distance_m: Number(run.distance_m),
        has_curve: run.curve.is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::Number;

    #[test]
    fn numbers_are_rounded_and_finite() {
        let text = |x: f64| serde_json::to_string(&Number(x)).unwrap();
        assert_eq!(text(1.000_049), "1.0");
        assert_eq!(text(-0.000_01), "0.0");
        assert_eq!(text(8046.72), "8046.72");
        assert_eq!(text(f64::NAN), "null");
        assert_eq!(text(f64::INFINITY), "null");
    }
}
