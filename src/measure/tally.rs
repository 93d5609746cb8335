//! Sums over a stretch of a run, and every mean that follows from them.

/// A sensor channel that is averaged over running.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub enum Channel {
    /// Heart rate, beats per minute.
    HeartRate,
    /// Power as the device estimates it, watts.
    Power,
    /// Ground contact time, milliseconds.
    ContactTime,
    /// Contact balance, percent on the left foot.
    ContactBalance,
    /// Rise and fall of the trunk at each step, millimetres.
    Oscillation,
    /// Vertical oscillation over step length, percent.
    VerticalRatio,
    /// Step length as the device states it, metres.
    DeviceStepLength,
    /// Leg spring stiffness, kN/m.
    LegStiffness,
    /// Power spent on moving up and down (Stryd), watts.
    FormPower,
}

impl Channel {
    /// The number of channels.
    pub const COUNT: usize = 9;
}

/// A time-weighted sum and the time behind it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Weighted {
    sum: f64,
    weight_s: f64,
}

impl Weighted {
    /// Adds `value`, held for `seconds`.
    pub fn add(&mut self, value: f64, seconds: f64) {
        self.sum += value * seconds;
        self.weight_s += seconds;
    }
    /// Adds another sum to this one.
    pub fn merge(&mut self, other: &Self) {
        self.sum += other.sum;
        self.weight_s += other.weight_s;
    }
    /// The mean, when anything was added.
    pub fn mean(&self) -> Option<f64> {
        (self.weight_s > 0.0).then(|| self.sum / self.weight_s)
    }
    /// Seconds behind the mean.
    pub fn weight_s(&self) -> f64 {
        self.weight_s
    }
}

/// Largest change of a stretch's pace by hills, as a share, with which its grade-adjusted pace is given.
/// The cost of a grade is of a treadmill and of elite mountain runners (Minetti 2002); outdoors, runners at
/// one heart rate gain about half of it downhill (240,000 runners; Strava, "An improved GAP model",
/// 2017). Over five miles the two differ by 2-4 % in the median where hills change the pace by 5-10 %,
/// and by 9-60 % on longer descents. Altitude that is wrong shows here too: grades of 30 % at an easy
/// runner's pace double the distance.
const MOST_OF_HILLS: f64 = 0.10;

/// Sums over a stretch. Running, walking and standing are kept apart; `stepped_*` covers
/// running with a known cadence and a trusted distance, the base of cadence and step length.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Tally {
    /// Time spent running, seconds.
    pub running_s: f64,
    /// Distance covered running, metres.
    pub running_m: f64,
    /// Time spent walking, seconds.
    pub walked_s: f64,
    /// Distance covered walking, metres.
    pub walked_m: f64,
    /// Seconds standing or with the timer off.
    pub stopped_s: f64,
    /// Metres covered while counted as standing (drift).
    pub stopped_m: f64,
    /// Seconds of running with a known cadence.
    pub stepped_s: f64,
    /// Metres of running with a known cadence.
    pub stepped_m: f64,
    /// Steps taken in `stepped_s`.
    pub steps: f64,
    /// Sum over running of (cost of the grade / cost of the flat) x metres (Minetti 2002):
    /// the metres on the flat that would have cost as much.
    pub flat_equivalent_m: f64,
    /// Metres climbed, all motion, from smoothed altitude.
    pub ascent_m: f64,
    /// Metres descended, as a positive number.
    pub descent_m: f64,
    /// True if altitude was known over the stretch.
    pub has_altitude: bool,
    /// Sum of squared cadence (steps per minute) x seconds, for the spread of cadence.
    pub cadence_squared_s: f64,
    /// Sensor channels, running only, by [`Channel`].
    pub channels: [Weighted; Channel::COUNT],
}

impl Tally {
    /// Running and walking, seconds: the watch's moving time.
    pub fn moving_s(&self) -> f64 {
        self.running_s + self.walked_s
    }
    /// Time running, walking and standing, seconds.
    pub fn elapsed_s(&self) -> f64 {
        self.moving_s() + self.stopped_s
    }
    /// Distance running, walking and standing (drift of the position), metres.
    pub fn distance_m(&self) -> f64 {
        self.running_m + self.walked_m + self.stopped_m
    }
    /// Mean speed while running, m/s; `None` without running.
    pub fn speed_m_per_s(&self) -> Option<f64> {
        (self.running_s > 0.0 && self.running_m > 0.0).then(|| self.running_m / self.running_s)
    }
    /// Moving time per kilometre, seconds, as the watch shows it.
    pub fn pace_s_per_km(&self) -> Option<f64> {
        let distance = self.distance_m();
        (distance > 0.0 && self.moving_s() > 0.0).then(|| self.moving_s() / distance * 1000.0)
    }
    /// Running time per flat-equivalent kilometre, seconds. `None` where hills change the pace by more
    /// than a tenth, since the number would then be the model's and not the runner's.
    pub fn grade_adjusted_pace_s_per_km(&self) -> Option<f64> {
        let cost = self.flat_equivalent_m / self.running_m;
        (cost.max(1.0 / cost) <= 1.0 + MOST_OF_HILLS)
            .then(|| self.flat_pace_s_per_km())
            .flatten()
    }
    /// The same whatever the hills: for the windows of a line, whose grades are judged one by one.
    pub fn flat_pace_s_per_km(&self) -> Option<f64> {
        (self.has_altitude && self.flat_equivalent_m > 0.0)
            .then(|| self.running_s / self.flat_equivalent_m * 1000.0)
    }
    /// Steps per minute while running.
    pub fn cadence_spm(&self) -> Option<f64> {
        (self.stepped_s > 0.0 && self.steps > 0.0).then(|| self.steps / self.stepped_s * 60.0)
    }
    /// Metres per step while running.
    pub fn step_length_m(&self) -> Option<f64> {
        (self.steps > 0.0 && self.stepped_m > 0.0).then(|| self.stepped_m / self.steps)
    }
    /// Standard deviation of cadence around its mean, weighted by time, steps per minute.
    pub fn cadence_spread_spm(&self) -> Option<f64> {
        let mean = self.cadence_spm()?;
        let variance = self.cadence_squared_s / self.stepped_s - mean * mean;
        Some(variance.max(0.0).sqrt())
    }
    /// Mean of a sensor's channel while running.
    pub fn mean(&self, channel: Channel) -> Option<f64> {
        self.channels[channel as usize].mean()
    }
    /// Adds another stretch to this one.
    pub fn merge(&mut self, other: &Self) {
        self.running_s += other.running_s;
        self.running_m += other.running_m;
        self.walked_s += other.walked_s;
        self.walked_m += other.walked_m;
        self.stopped_s += other.stopped_s;
        self.stopped_m += other.stopped_m;
        self.stepped_s += other.stepped_s;
        self.stepped_m += other.stepped_m;
        self.steps += other.steps;
        self.flat_equivalent_m += other.flat_equivalent_m;
        self.ascent_m += other.ascent_m;
        self.descent_m += other.descent_m;
        self.has_altitude |= other.has_altitude;
        self.cadence_squared_s += other.cadence_squared_s;
        for (mine, theirs) in self.channels.iter_mut().zip(&other.channels) {
            mine.merge(theirs);
        }
    }
}
