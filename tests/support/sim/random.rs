//! Seeded random numbers and the two processes everything wanders by.

use rand::{Rng, SeedableRng};
use rand_pcg::Pcg64Mcg;

/// A seeded stream of numbers; the same seed gives the same run on every machine.
pub struct Random {
    source: Pcg64Mcg,
    spare: Option<f64>,
}

impl Random {
    /// The stream `stream` of `seed`. Each part of a run draws from its own stream, so that
    /// changing one (say, switching heart rate off) leaves every other as it was.
    pub fn new(seed: u64, stream: u64) -> Self {
        // Odd multiplier of SplitMix64: neighbouring seeds give unrelated streams.
        let mixed =
            seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ stream.wrapping_mul(0xBF58_476D_1CE4_E5B9);
        Self {
            source: Pcg64Mcg::seed_from_u64(mixed),
            spare: None,
        }
    }

    /// Uniform on [0, 1).
    pub fn unit(&mut self) -> f64 {
        // 53 bits fill the mantissa of an f64.
        (self.source.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Uniform between two bounds.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// True with probability `p`.
    pub fn chance(&mut self, p: f64) -> bool {
        self.unit() < p
    }

    /// -1 or 1.
    pub fn sign(&mut self) -> f64 {
        if self.chance(0.5) { 1.0 } else { -1.0 }
    }

    /// One of `n`.
    pub fn index(&mut self, n: usize) -> usize {
        ((self.unit() * n as f64) as usize).min(n.saturating_sub(1))
    }

    /// Standard normal (Box and Muller 1958, doi 10.1214/aoms/1177706645).
    pub fn normal(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        let radius = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        let (sin, cos) = (std::f64::consts::TAU * self.unit()).sin_cos();
        self.spare = Some(radius * sin);
        radius * cos
    }

    /// Normal, redrawn until inside the bounds.
    pub fn normal_within(&mut self, mean: f64, sd: f64, low: f64, high: f64) -> f64 {
        loop {
            let value = mean + sd * self.normal();
            if (low..=high).contains(&value) {
                return value;
            }
        }
    }

    /// The scale of a Student t with 4 degrees of freedom, brought to unit variance: a
    /// normal times this has tails far heavier than a normal's.
    pub fn heavy_scale(&mut self) -> f64 {
        // Chi-square with 4 df is -2 ln of a product of two uniforms; var(t4) = 2.
        let chi_square = -2.0 * ((1.0 - self.unit()) * (1.0 - self.unit())).ln();
        (4.0 / chi_square.max(0.05)).sqrt() / std::f64::consts::SQRT_2
    }
}

/// A stationary first-order process: wanders about 0 with a standard deviation and forgets
/// over a time constant.
#[derive(Debug, Clone, Copy)]
pub struct Wander {
    value: f64,
    sd: f64,
    memory: f64,
}

impl Wander {
    /// Starts somewhere typical.
    pub fn new(sd: f64, memory: f64, random: &mut Random) -> Self {
        Self {
            value: sd * random.normal(),
            sd,
            memory,
        }
    }

    /// Moves on by `step`, in the unit of `memory`; `scale` stretches this innovation.
    pub fn step(&mut self, step: f64, scale: f64, random: &mut Random) -> f64 {
        let keep = (-step / self.memory).exp();
        let fresh = (1.0 - keep * keep).sqrt();
        self.value = keep * self.value + fresh * self.sd * scale * random.normal();
        self.value
    }
}
