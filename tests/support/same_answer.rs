//! Is the answer to a damaged recording that of the sound one?
#![allow(dead_code)]

use formdrift::Analysis;

/// Distance and times may differ by this share, ...
const SHARE: f64 = 0.01;
/// ... an onset by this much, m.
const ONSET_M: f64 = 400.0;

/// What differs between the answers to a damaged recording and to the sound one.
pub fn differences(a: &Analysis, b: &Analysis) -> Vec<String> {
    let (t, u) = (&a.measures.total, &b.measures.total);
    let mut out = Vec::new();
    let mut near = |what: &str, a: f64, b: f64| {
        if (a / b - 1.0).abs() > SHARE {
            out.push(format!("{what} {a:.0} for {b:.0}"));
        }
    };
    near("metres", t.distance_m(), u.distance_m());
    near("seconds moving", t.moving_s(), u.moving_s());
    near("seconds", t.elapsed_s(), u.elapsed_s());
    if a.verdict.kind() != b.verdict.kind() {
        out.push(format!(
            "{} for {}",
            a.verdict.kind().name(),
            b.verdict.kind().name()
        ));
    }
    let at = |a: &Analysis| a.verdict.onset().map(|o| o.at.value());
    if let (Some(x), Some(y)) = (at(a), at(b))
        && (x - y).abs() > ONSET_M
    {
        out.push(format!("onset {x:.0} for {y:.0} m"));
    }
    out
}
