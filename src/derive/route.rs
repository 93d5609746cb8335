//! The run's track as metres east and north of its start, with the form residual along it.

use crate::Analysis;
use crate::detect::FormSeries;

/// Metres cut from both ends of the route with `--private`.
pub const HOME_M: f64 = 400.0;
/// Metres in a degree of latitude, mean over the WGS 84 ellipsoid: enough for a picture.
const METRES_PER_DEGREE: f64 = 111_195.0;
/// Points closer than this add nothing, metres.
const LEAST_STEP_M: f64 = 8.0;
/// Fewer stations than this are no track to look at.
const LEAST_STATIONS: usize = 20;
/// The scale ends at this residual or at what the run reaches, percent, ...
const LEAST_SCALE_PCT: f64 = 3.0;
/// ... but not farther, lest one odd mile makes all others grey.
const MOST_SCALE_PCT: f64 = 8.0;
/// Residuals are averaged over this much to each side, metres: as the eye wants it.
const SMOOTH_M: f64 = 400.0;

/// A point of the track.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Station {
    /// Distance along the run, metres.
    pub at_m: f64,
    /// Metres east and north of the first position.
    pub place: (f64, f64),
}

/// The track in metres, without the Earth's curvature.
pub struct Route {
    /// Its points from start to finish.
    pub stations: Vec<Station>,
    /// Extent from west to east, metres.
    pub east: (f64, f64),
    /// Extent from south to north, metres.
    pub north: (f64, f64),
    /// Length of the run, metres.
    pub length_m: f64,
    /// The form residual along it; `None` where no curve was fitted.
    pub residuals: Option<Residuals>,
}

impl Route {
    /// The track of a run; `None` without positions. `private` cuts both ends.
    pub fn of(analysis: &Analysis, private: bool) -> Option<Self> {
        let stations: Vec<_> = stations(analysis, private).collect();
        if stations.len() < LEAST_STATIONS {
            return None;
        }
        let span = |of: fn(&Station) -> f64| {
            let all = stations.iter().map(of);
            let low = all.clone().fold(f64::INFINITY, f64::min);
            (low, all.fold(f64::NEG_INFINITY, f64::max))
        };
        Some(Self {
            east: span(|s| s.place.0),
            north: span(|s| s.place.1),
            length_m: analysis.measures.total.distance_m(),
            residuals: Residuals::of(&analysis.verdict.series),
            stations,
        })
    }

    /// Where a distance is, unless it was cut or has no position.
    pub fn place(&self, at_m: f64) -> Option<(f64, f64)> {
        let after = self.stations.partition_point(|s| s.at_m < at_m);
        let near = [after.checked_sub(1), Some(after)];
        let found = near
            .into_iter()
            .flatten()
            .filter_map(|k| self.stations.get(k))
            .min_by(|a, b| (a.at_m - at_m).abs().total_cmp(&(b.at_m - at_m).abs()))?;
        ((found.at_m - at_m).abs() < 100.0).then_some(found.place)
    }
}

/// True where [`Route::of`] has something to show.
pub fn has_route(analysis: &Analysis, private: bool) -> bool {
    stations(analysis, private)
        .nth(LEAST_STATIONS - 1)
        .is_some()
}

/// The samples worth drawing.
fn stations(analysis: &Analysis, private: bool) -> impl Iterator<Item = Station> {
    let cut = if private { HOME_M } else { 0.0 };
    let shown = cut..=analysis.measures.total.distance_m() - cut;
    let samples = &analysis.run.samples;
    let origin = samples.iter().find_map(|s| s.position);
    // One degree of longitude shrinks with latitude; over one run that is constant enough.
    let shrink = origin.map_or(1.0, |o| o.latitude.to_radians().cos());
    let mut last: Option<(f64, f64)> = None;
    samples.iter().filter_map(move |sample| {
        let (origin, position) = origin.zip(sample.position)?;
        let at_m = sample.distance.0;
        if !sample.pace_trusted || !shown.contains(&at_m) {
            return None;
        }
        // Across the date line the difference is near 360 degrees.
        let turn = (position.longitude - origin.longitude + 540.0).rem_euclid(360.0) - 180.0;
        let east = turn * METRES_PER_DEGREE * shrink;
        let place = (
            east,
            (position.latitude - origin.latitude) * METRES_PER_DEGREE,
        );
        if last.is_some_and(|last| are_within(last, place, LEAST_STEP_M)) {
            return None;
        }
        last = Some(place);
        Some(Station { at_m, place })
    })
}

/// True where two places are less than `apart_m` from each other.
pub fn are_within(a: (f64, f64), b: (f64, f64), apart_m: f64) -> bool {
    (a.0 - b.0).powi(2) + (a.1 - b.1).powi(2) < apart_m * apart_m
}

/// The form residual along the run, smoothed.
pub struct Residuals {
    at_m: Vec<f64>,
    /// Sum of the residuals before each place, and of all of them.
    sums: Vec<f64>,
    /// Residual at the ends of a scale that shows all of them, percent.
    pub scale_pct: f64,
}

impl Residuals {
    fn of(series: &FormSeries) -> Option<Self> {
        if series.at_m.len() < 5 || series.at_m.len() != series.residual_pct.len() {
            return None;
        }
        let mut sums = vec![0.0];
        let mut sum = 0.0;
        for r in &series.residual_pct {
            sum += r;
            sums.push(sum);
        }
        let mut all = Self {
            at_m: series.at_m.clone(),
            sums,
            scale_pct: LEAST_SCALE_PCT,
        };
        let reached = series.at_m.iter().map(|at| all.near(*at).abs());
        let reached = reached.fold(LEAST_SCALE_PCT, f64::max);
        all.scale_pct = reached.min(MOST_SCALE_PCT).ceil();
        Some(all)
    }

    /// Mean residual around a place, percent.
    pub fn near(&self, at_m: f64) -> f64 {
        let low = self.at_m.partition_point(|a| *a < at_m - SMOOTH_M);
        let high = self.at_m.partition_point(|a| *a <= at_m + SMOOTH_M);
        if high > low {
            (self.sums[high] - self.sums[low]) / (high - low) as f64
        } else {
            0.0
        }
    }
}
