//! Parallel work, results in order, memory bounded.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;

/// Inputs begun and not yet told of, for each thread: enough that a slow one does not
/// hold up the others, few enough that their results are small in memory.
const AHEAD: usize = 4;

/// Does `work` on every input on `threads` threads (0: one a processor) and hands each
/// result to `tell` in the order of the inputs, on the calling thread. At most [`AHEAD`]
/// a thread are under way. When `tell` returns false nothing more is begun.
pub fn in_order<I: Send, O: Send>(
    mut inputs: impl Iterator<Item = I>,
    threads: usize,
    work: impl Fn(I) -> O + Sync,
    mut tell: impl FnMut(O) -> bool,
) {
    let Ok(pool) = rayon::ThreadPoolBuilder::new().num_threads(threads).build() else {
        // Where no threads can be made the work is done on this one.
        inputs.all(|input| tell(work(input)));
        return;
    };
    let window = AHEAD * pool.current_num_threads();
    let stopped = AtomicBool::new(false);
    let (sender, results) = mpsc::channel();
    let (work, stopped) = (&work, &stopped);
    pool.in_place_scope_fifo(|scope| {
        let mut waiting = BTreeMap::new();
        let (mut begun, mut told) = (0, 0);
        loop {
            while begun < told + window {
                let Some(input) = inputs.next() else {
                    break;
                };
                let (at, sender) = (begun, sender.clone());
                scope.spawn_fifo(move |_| {
                    if !stopped.load(Ordering::Relaxed) {
                        // The receiver is gone only when nothing more is wanted.
                        let _ = sender.send((at, work(input)));
                    }
                });
                begun += 1;
            }
            if told == begun {
                return;
            }
            let Ok((at, result)) = results.recv() else {
                return;
            };
            waiting.insert(at, result);
            while let Some(result) = waiting.remove(&told) {
                told += 1;
                if !tell(result) {
                    stopped.store(true, Ordering::Relaxed);
                    return;
                }
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicUsize;

    #[test]
    fn results_come_in_the_order_of_the_inputs_and_few_wait() {
        let (begun, told) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let mut seen = Vec::new();
        let slow_first = |i: usize| {
            let ahead = begun.fetch_add(1, Ordering::SeqCst) - told.load(Ordering::SeqCst);
            if i == 0 {
                std::thread::yield_now();
            }
            (ahead, i * 2)
        };
        in_order(0..500, 4, slow_first, |(ahead, twice)| {
            assert!(ahead <= 4 * AHEAD, "{ahead} ahead");
            told.fetch_add(1, Ordering::SeqCst);
            seen.push(twice);
            true
        });
        assert_eq!(seen, (0..500).map(|i| i * 2).collect::<Vec<_>>());
    }

    #[test]
    fn nothing_is_told_after_a_stop() {
        let mut count = 0;
        in_order(
            0..100,
            2,
            |i| i,
            |i| {
                count += 1;
                i < 9
            },
        );
        assert_eq!(count, 10);
    }
}
