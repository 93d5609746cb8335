//! How far heart rate followed a loss of speed, as evidence for and against a choice.

/// Fall of ln heart rate across an onset over the fall that the loss of speed calls for, as
/// measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HeartFall {
    /// 1 when the heart follows speed fully, 0 when it stays.
    pub ratio: f64,
    /// Standard deviation of the ratio, from the noise of both heart rate and speed.
    pub sd: f64,
}
