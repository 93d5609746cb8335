//! The document's parts in the order they are written.

use super::history::history;
use super::verdict::{attribution, form, heart, interval, pace, phase, verdict, walking, witness};
use super::{Number, SCHEMA, utc};
use crate::Analysis;
use crate::measure::{Changes, Channel, METRICS, Split, Tally};
use crate::normalise::{CadenceSource, DistanceSource, TimeZoneSource};
use crate::report::follow_up::FollowUp;
use crate::report::{Context, ReportOptions};
use chrono::SecondsFormat;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

/// The result of one run, from file to caveats.
pub(super) fn document(analysis: &Analysis, options: &ReportOptions) -> impl Serialize {
    let found = &analysis.verdict;
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
        context: (!options.context.is_empty()).then_some(Said(&options.context)),
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

/// What was said about the run, without the address of the article, which is not about it.
struct Said<'a>(&'a Context);

impl Serialize for Said<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let said = self.0;
        let said = object! {
            note: &said.note,
            comment: &said.comment,
            shoes: &said.shoes,
            surface: &said.surface,
            heat: &said.heat,
            target_pace_s_per_km: said.target_pace_s_per_km.map(Number),
            rpe: &said.rpe,
            pain: &said.pain,
        };
        said.serialize(to)
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
pub(in crate::report) fn splits(analysis: &Analysis) -> Vec<impl Serialize> {
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
