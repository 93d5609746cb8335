//! The document's parts in the order they are written. One struct an object of the
//! schema; field names are the keys.

use super::history::History;
use super::verdict::{Attribution, Form, Heart, Interval, Pace, Phase, Verdict, Walking, Witness};
use super::{Number, SCHEMA};
use crate::Analysis;
use crate::advise::Advice;
use crate::measure::{self, Channel, METRICS, Tally};
use crate::normalise::{CadenceSource, DistanceSource, TimeZoneSource};
use crate::report::follow_up::{FollowUp, Side};
use crate::report::{Context, ReportOptions, said};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

#[derive(Serialize)]
pub(super) struct Document<'a> {
    schema: &'static str,
    version: &'static str,
    file: File<'a>,
    athlete: Option<&'a str>,
    context: Option<Said<'a>>,
    follow_up: Option<FollowUpAnswer>,
    history: Option<History<'a>>,
    run: Run<'a>,
    splits: Vec<Split<'a>>,
    verdict: Verdict,
    attribution: Option<Attribution>,
    phases: Vec<Phase>,
    form: Form,
    pace: Pace,
    walking: Option<Walking>,
    heart: Option<Heart>,
    witnesses: Vec<Witness>,
    advice: Vec<AdviceItem<'a>>,
    caveats: Vec<CaveatItem<'a>>,
}

impl<'a> Document<'a> {
    pub(super) fn new(analysis: &'a Analysis, options: &'a ReportOptions) -> Self {
        let verdict = &analysis.verdict;
        Self {
            schema: SCHEMA,
            version: env!("CARGO_PKG_VERSION"),
            file: File {
                name: &options.file_name,
                path: options.path.as_deref(),
                run: options.run,
                format: analysis.run.format.name(),
                device: analysis.run.device.as_deref(),
                sport: analysis.run.sport.as_deref(),
            },
            athlete: options.athlete.as_deref(),
            context: (!options.context.is_empty()).then_some(Said(&options.context)),
            follow_up: said::follow_up(options).map(FollowUpAnswer::from),
            history: analysis.history.as_ref().map(History::from),
            run: Run::new(analysis),
            splits: splits(analysis),
            verdict: Verdict::new(analysis, options),
            attribution: verdict.attribution.as_ref().map(Attribution::from),
            phases: analysis.phases.list.iter().map(Phase::from).collect(),
            form: Form::from(&verdict.form),
            pace: Pace::from(&verdict.pace),
            walking: verdict.walking.as_ref().map(Walking::from),
            heart: verdict.heart.as_ref().map(Heart::from),
            witnesses: verdict.witnesses.iter().map(Witness::from).collect(),
            advice: analysis.advice.iter().map(AdviceItem::from).collect(),
            caveats: analysis
                .caveats
                .iter()
                .map(|c| CaveatItem {
                    code: c.code,
                    text: &c.text,
                })
                .collect(),
        }
    }
}

#[derive(Serialize)]
struct File<'a> {
    name: &'a str,
    path: Option<&'a str>,
    run: Option<usize>,
    format: &'static str,
    device: Option<&'a str>,
    sport: Option<&'a str>,
}

#[derive(Serialize)]
struct Run<'a> {
    start: String,
    start_local: Option<String>,
    time_zone: Option<&'static str>,
    time_zone_source: &'static str,
    perceived_exertion: Option<Number>,
    feel_pct: Option<Number>,
    distance_m: Number,
    moving_s: Number,
    elapsed_s: Number,
    has_heart_rate: bool,
    cadence_unit: CadenceUnit<'a>,
    distance_source: &'static str,
    pace_is_evidence: bool,
    heart_rate_is_evidence: bool,
    walked_s: Number,
    stopped_s: Number,
    #[serde(flatten)]
    means: Means<'a>,
}

/// What was said about the run, without the address of the article, which is not about it.
struct Said<'a>(&'a Context);

impl Serialize for Said<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let said = self.0;
        let mut map = to.serialize_map(None)?;
        for (key, text) in [
            ("note", &said.note),
            ("comment", &said.comment),
            ("shoes", &said.shoes),
            ("surface", &said.surface),
            ("heat", &said.heat),
        ] {
            map.serialize_entry(key, text)?;
        }
        let pace = said.target_pace_s_per_km.map(Number);
        map.serialize_entry("target_pace_s_per_km", &pace)?;
        map.serialize_entry("rpe", &said.rpe)?;
        map.serialize_entry("pain", &said.pain)?;
        map.end()
    }
}

#[derive(Serialize)]
struct FollowUpAnswer {
    side: Side,
    text: String,
    place: Option<&'static str>,
    article_section: &'static str,
}

impl From<FollowUp> for FollowUpAnswer {
    fn from(of: FollowUp) -> Self {
        Self {
            side: of.side,
            text: of.answer,
            place: of.place,
            article_section: of.section,
        }
    }
}

#[derive(Serialize)]
struct CadenceUnit<'a> {
    source: &'static str,
    how: &'a str,
}

impl<'a> Run<'a> {
    fn new(analysis: &'a Analysis) -> Self {
        let (run, total) = (&analysis.run, &analysis.measures.total);
        Self {
            start: run
                .start
                .to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true),
            start_local: (run.local_time.source != TimeZoneSource::None).then(|| {
                run.start_local()
                    .to_rfc3339_opts(chrono::SecondsFormat::AutoSi, false)
            }),
            time_zone: run.local_time.zone.map(|zone| zone.name()),
            time_zone_source: run.local_time.source.name(),
            perceived_exertion: run.perceived_exertion.map(|v| Number(v.into())),
            feel_pct: run.feel_pct.map(|v| Number(v.into())),
            distance_m: Number(total.distance_m()),
            moving_s: Number(total.moving_s()),
            elapsed_s: Number(total.elapsed_s()),
            has_heart_rate: total.mean(Channel::HeartRate).is_some(),
            cadence_unit: CadenceUnit {
                source: match run.cadence_unit.source {
                    CadenceSource::Strides => "strides",
                    CadenceSource::Steps => "steps",
                    CadenceSource::None => "none",
                },
                how: &run.cadence_unit.how,
            },
            distance_source: match run.distance_source {
                DistanceSource::Device => "device",
                DistanceSource::Speed => "speed",
                DistanceSource::Positions => "positions",
            },
            pace_is_evidence: run.pace_is_evidence,
            heart_rate_is_evidence: run.heart_rate_is_evidence,
            walked_s: Number(total.walked_s),
            stopped_s: Number(total.stopped_s),
            means: Means(total),
        }
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

#[derive(Serialize)]
struct Split<'a> {
    index: usize,
    from_m: Number,
    to_m: Number,
    partial: bool,
    moving_s: Number,
    stopped_s: Number,
    walked_s: Number,
    #[serde(flatten)]
    means: Means<'a>,
    form_residual_pct: Option<Number>,
    from_first: Option<Changes>,
    from_previous: Option<Changes>,
}

fn splits(analysis: &Analysis) -> Vec<Split<'_>> {
    let residuals = &analysis.verdict.split_residual_pct;
    analysis
        .measures
        .splits
        .iter()
        .enumerate()
        .map(|(i, split)| Split {
            index: split.index,
            from_m: Number(split.from.0),
            to_m: Number(split.to.0),
            partial: split.partial,
            moving_s: Number(split.tally.moving_s()),
            stopped_s: Number(split.tally.stopped_s),
            walked_s: Number(split.tally.walked_s),
            means: Means(&split.tally),
            form_residual_pct: residuals.get(i).copied().flatten().map(Number),
            from_first: changes(&split.from_first),
            from_previous: changes(&split.from_previous),
        })
        .collect()
}

#[derive(Serialize)]
struct Changes {
    pace_pct: Option<Interval>,
    cadence_pct: Option<Interval>,
    step_length_pct: Option<Interval>,
}

/// `None` when nothing at all could be compared: the first split, or a short one.
fn changes(of: &measure::Changes) -> Option<Changes> {
    (*of != measure::Changes::default()).then(|| Changes {
        pace_pct: of.pace_pct.map(Interval::from),
        cadence_pct: of.cadence_pct.map(Interval::from),
        step_length_pct: of.step_length_pct.map(Interval::from),
    })
}

#[derive(Serialize)]
struct AdviceItem<'a> {
    rule: &'static str,
    text: &'a str,
    trigger: &'a str,
    article_section: &'static str,
    evidence: &'a [&'static str],
}

impl<'a> From<&'a Advice> for AdviceItem<'a> {
    fn from(advice: &'a Advice) -> Self {
        Self {
            rule: advice.rule,
            text: &advice.text,
            trigger: &advice.trigger,
            article_section: advice.article_section,
            evidence: &advice.evidence,
        }
    }
}

#[derive(Serialize)]
struct CaveatItem<'a> {
    code: &'static str,
    text: &'a str,
}
