//! The device's own distance, values out of line left out and gaps filled in.

use super::clock::Timeline;

/// One value this far (m) above both of its neighbours is no distance run.
const OUT_OF_LINE_M: f64 = 100.0;

/// The device's own distance and whether each step of it is trusted, when at least
/// `coverage` of the records have it.
pub(super) fn known(timeline: &Timeline, coverage: f64) -> Option<(Vec<f64>, Vec<bool>)> {
    let known: Vec<(usize, f64)> = timeline
        .points
        .iter()
        .enumerate()
        .filter_map(|(i, p)| p.distance_m.filter(|d| d.is_finite()).map(|d| (i, d)))
        .collect();
    let enough = known.len() as f64 >= coverage * timeline.len() as f64;
    let known = in_line(&known);
    let rises = known.last()?.1 > known.first()?.1;
    (enough && rises).then(|| interpolate(timeline, &known))
}

/// Distances that never fall: single values out of line are left out, and where a device
/// starts again from less, it is counted on.
fn in_line(known: &[(usize, f64)]) -> Vec<(usize, f64)> {
    let mut out: Vec<(usize, f64)> = Vec::with_capacity(known.len());
    let mut offset = 0.0;
    for (k, (i, stored)) in known.iter().enumerate() {
        let value = stored + offset;
        match out.as_slice() {
            [.., (_, last)] if value >= *last => out.push((*i, value)),
            [] => out.push((*i, value)),
            [.., (_, last)] => {
                let returns = known
                    .get(k + 1)
                    .is_some_and(|next| next.1 + offset >= *last);
                let was_a_spike = matches!(out.as_slice(), [.., (_, before), (_, spike)]
                    if *before <= value && spike - before > OUT_OF_LINE_M);
                if was_a_spike {
                    out.pop();
                    out.push((*i, value));
                } else if !returns {
                    offset += last - value;
                    out.push((*i, stored + offset));
                }
            }
        }
    }
    out
}

/// Fills in between known distances, in proportion to time.
fn interpolate(timeline: &Timeline, known: &[(usize, f64)]) -> (Vec<f64>, Vec<bool>) {
    let mut metres = vec![0.0; timeline.len()];
    let mut trusted = vec![true; timeline.len()];
    if let (Some(first), Some(last)) = (known.first(), known.last()) {
        metres[..=first.0].fill(first.1);
        metres[last.0..].fill(last.1);
    }
    for pair in known.windows(2) {
        let ((a, from), (b, to)) = (pair[0], pair[1]);
        let (t0, t1) = (timeline.time_s[a], timeline.time_s[b]);
        for i in a + 1..=b {
            metres[i] = from + (to - from) * (timeline.time_s[i] - t0) / (t1 - t0);
            trusted[i] = b == a + 1 || t1 - t0 <= timeline.gap_s;
        }
    }
    (metres, trusted)
}
