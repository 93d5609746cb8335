//! Processes inputs in parallel and reports them in input order, with bounded memory.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;

use formdrift::units::format::count;
use rayon::{ThreadPool, ThreadPoolBuilder};

/// Inputs started but not yet reported, per thread: enough that a slow one does not hold up
/// the others, few enough that their results are small in memory.
const AHEAD: usize = 4;

/// Threads to work on, `wanted` of them (0: one a processor), or as many as the system
/// gives; `None` where it gives none. In that case and where there are fewer, the sentence
/// says so.
pub fn pool(wanted: usize) -> (Option<ThreadPool>, Option<String>) {
    let why = match ThreadPoolBuilder::new().num_threads(wanted).build() {
        Ok(pool) => return (Some(pool), None),
        Err(why) => why,
    };
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let mut fewer = if wanted == 0 { processors } else { wanted } / 2;
    while fewer > 0 {
        if let Ok(pool) = ThreadPoolBuilder::new().num_threads(fewer).build() {
            let threads = count(fewer, "thread");
            let said = format!("only {threads} could be started ({why})");
            return (Some(pool), Some(said));
        }
        fewer /= 2;
    }
    let said = format!(
        "no thread could be started ({why}); files are worked on one after the other, which \
         takes longer"
    );
    (None, Some(said))
}

/// Does `work` on every input on the threads of `pool` and hands each result to `tell` in
/// the order of the inputs, on the calling thread. At most [`AHEAD`] a thread are under way.
/// When `tell` returns false nothing more is begun. Without a pool the calling thread does
/// all the work.
pub fn in_order<I: Send, O: Send>(
    mut inputs: impl Iterator<Item = I>,
    pool: Option<&ThreadPool>,
    work: impl Fn(I) -> O + Sync,
    mut tell: impl FnMut(O) -> bool,
) {
    let Some(pool) = pool else {
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
        in_order(0..500, pool(4).0.as_ref(), slow_first, |(ahead, twice)| {
            assert!(ahead <= 4 * AHEAD, "{ahead} ahead");
            told.fetch_add(1, Ordering::SeqCst);
            seen.push(twice);
            true
        });
        assert_eq!(seen, (0..500).map(|i| i * 2).collect::<Vec<_>>());
    }

    #[test]
    fn without_threads_the_calling_one_does_the_work() {
        let mut seen = Vec::new();
        let tell = |twice| {
            seen.push(twice);
            twice < 20
        };
        in_order(0..100, None, |i| i * 2, tell);
        assert_eq!(seen, (0..=10).map(|i| i * 2).collect::<Vec<_>>());
    }

    #[test]
    fn nothing_is_told_after_a_stop() {
        let mut count = 0;
        let tell = |i| {
            count += 1;
            i < 9
        };
        in_order(0..100, pool(2).0.as_ref(), |i| i, tell);
        assert_eq!(count, 10);
    }
}
