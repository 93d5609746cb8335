//! Kalman smoother for grade and speed: two random walks observed with white error.

/// Expected speed and grade given everything recorded of both.
pub struct Calibrated {
    /// Expected ln of running speed (m/s) in each window.
    pub ln_speed: Vec<f64>,
    /// Expected grade of each window as a ratio.
    pub grade: Vec<f64>,
}

/// Grade and the part of ln speed that is not the grade's, as one state of two walks.
pub(super) struct SpeedAndGrade {
    /// Change of ln speed per unit of grade.
    pub(super) slope: f64,
    /// Error variances of grade and ln speed.
    pub(super) error: [f64; 2],
    /// Process variances of the two walks.
    pub(super) process: [f64; 2],
}

/// Mean and covariance of the state given the observations up to a window.
#[derive(Clone, Copy)]
struct State {
    mean: [f64; 2],
    /// Variance of the first, covariance, variance of the second.
    covariance: [f64; 3],
}

impl SpeedAndGrade {
    /// The expectation of both series given all of both, by a filter forward and a smoother
    /// back.
    pub(super) fn smooth(&self, grade: &[f64], ln_speed: &[f64]) -> Calibrated {
        let mut states: Vec<State> = Vec::with_capacity(grade.len());
        for (&grade, &speed) in grade.iter().zip(ln_speed) {
            let state = match states.last() {
                None => self.first(grade, speed),
                Some(&last) => self.updated(self.predicted(last), grade, speed),
            };
            states.push(state);
        }
        for i in (0..states.len().saturating_sub(1)).rev() {
            states[i].mean = self.back(states[i], states[i + 1].mean);
        }
        Calibrated {
            ln_speed: states
                .iter()
                .map(|s| self.slope * s.mean[0] + s.mean[1])
                .collect(),
            grade: states.iter().map(|s| s.mean[0]).collect(),
        }
    }

    fn first(&self, grade: f64, speed: f64) -> State {
        let [grade_error, speed_error] = self.error;
        State {
            mean: [grade, speed - self.slope * grade],
            covariance: [
                grade_error,
                -self.slope * grade_error,
                speed_error + self.slope * self.slope * grade_error,
            ],
        }
    }

    fn predicted(&self, mut state: State) -> State {
        state.covariance[0] += self.process[0];
        state.covariance[2] += self.process[1];
        state
    }

    /// One observation after the other (Durbin & Koopman 2012, section 6.4).
    fn updated(&self, state: State, grade: f64, speed: f64) -> State {
        let state = state.update([1.0, 0.0], grade, self.error[0]);
        state.update([self.slope, 1.0], speed, self.error[1])
    }

    /// The mean of a state once the next one's smoothed mean is known (Rauch, Tung &
    /// Striebel 1965, doi 10.2514/3.3166).
    fn back(&self, state: State, next: [f64; 2]) -> [f64; 2] {
        let [a, b, c] = state.covariance;
        let [p, q, r] = self.predicted(state).covariance;
        let determinant = (p * r - q * q).max(f64::MIN_POSITIVE);
        let ahead = [next[0] - state.mean[0], next[1] - state.mean[1]];
        let solved = [
            (r * ahead[0] - q * ahead[1]) / determinant,
            (p * ahead[1] - q * ahead[0]) / determinant,
        ];
        [
            state.mean[0] + a * solved[0] + b * solved[1],
            state.mean[1] + b * solved[0] + c * solved[1],
        ]
    }
}

impl State {
    /// Updated by the observation `value` = `of` · state + error of variance `error`.
    fn update(self, of: [f64; 2], value: f64, error: f64) -> Self {
        let [a, b, c] = self.covariance;
        let with = [a * of[0] + b * of[1], b * of[0] + c * of[1]];
        let total = of[0] * with[0] + of[1] * with[1] + error;
        let gain = [with[0] / total, with[1] / total];
        let innovation = value - of[0] * self.mean[0] - of[1] * self.mean[1];
        Self {
            mean: [
                self.mean[0] + gain[0] * innovation,
                self.mean[1] + gain[1] * innovation,
            ],
            covariance: [
                a - gain[0] * with[0],
                b - gain[0] * with[1],
                c - gain[1] * with[1],
            ],
        }
    }
}
