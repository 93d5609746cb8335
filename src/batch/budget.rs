//! How many bytes of recordings are in memory at once, expanded, over all threads: 188 MB here, and
//! 112 MB for archives within archives ([`Limits::nested`]), whatever `--jobs` says.
//!
//! Small inputs share a pool. One at a time may be large: it holds the only large place. Nobody waits
//! for anything while holding that, so it always comes free again. The thread that expands
//! archives takes it for an entry only while nothing else is under way, so that the entry is the next
//! one to be worked on.
//!
//! [`Limits::nested`]: formdrift::read::container::Limits::nested

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// Bytes that small inputs share.
const POOL: u64 = 60 << 20;

/// The bytes that may be in memory at once.
#[derive(Debug, Clone, Default)]
pub struct Budget(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    taken: Mutex<Taken>,
    freed: Condvar,
}

#[derive(Debug, Default)]
struct Taken {
    /// Bytes of the pool.
    pool: u64,
    /// True while somebody has the large place.
    large: bool,
}

/// A part of the budget, given back when dropped.
#[derive(Debug)]
pub struct Share {
    budget: Budget,
    pool: u64,
    large: bool,
}

impl Budget {
    /// Waits until there is room for the next input, and takes it. For the one thread that
    /// brings in inputs.
    pub fn reserve(&self, bytes: u64) -> Share {
        let mut taken = self.taken();
        loop {
            if taken.pool + bytes <= POOL {
                taken.pool += bytes;
                return self.share(bytes, false);
            }
            if bytes > POOL && taken.pool == 0 && !taken.large {
                taken.large = true;
                return self.share(0, true);
            }
            taken = self.wait(taken);
        }
    }

    fn share(&self, pool: u64, large: bool) -> Share {
        Share {
            budget: self.clone(),
            pool,
            large,
        }
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        // Two numbers are never half changed.
        self.0.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, taken: MutexGuard<'a, Taken>) -> MutexGuard<'a, Taken> {
        (self.0.freed.wait(taken)).unwrap_or_else(PoisonError::into_inner)
    }
}

impl Share {
    /// Waits until there is room for so many bytes more, and takes it: from the pool, else the
    /// large place, which has room for whatever one file may expand to.
    pub fn grow(&mut self, bytes: u64) {
        if self.large || bytes == 0 {
            return;
        }
        let mut taken = self.budget.taken();
        loop {
            if taken.pool + bytes <= POOL {
                taken.pool += bytes;
                self.pool += bytes;
                return;
            }
            if !taken.large {
                taken.large = true;
                self.large = true;
                return;
            }
            taken = self.budget.wait(taken);
        }
    }

    /// Gives all of it back: nothing is held any more.
    pub fn give_back(&mut self) {
        let mut taken = self.budget.taken();
        taken.pool -= std::mem::take(&mut self.pool);
        taken.large &= !std::mem::take(&mut self.large);
        drop(taken);
        self.budget.0.freed.notify_all();
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.give_back();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};

    #[test]
    fn whoever_asks_for_how_much_the_bound_holds_and_all_come_through() {
        const LARGE: u64 = 128 << 20;
        let budget = Budget::default();
        let held = AtomicU64::new(0);
        let done = AtomicU64::new(0);
        std::thread::scope(|scope| {
            for at in 0..64_u64 {
                let mut share = budget.reserve((at % 7) << 20);
                let (held, done) = (&held, &done);
                scope.spawn(move || {
                    // Every third one expands to as much as may be.
                    let bytes = if at % 3 == 0 { LARGE } else { (at % 11) << 20 };
                    share.grow(bytes);
                    let now = held.fetch_add(bytes, Ordering::SeqCst) + bytes;
                    assert!(now <= POOL + LARGE, "{now}");
                    std::thread::yield_now();
                    held.fetch_sub(bytes, Ordering::SeqCst);
                    done.fetch_add(1, Ordering::SeqCst);
                    drop(share);
                });
            }
        });
        assert_eq!(done.into_inner(), 64);
        assert_eq!(budget.taken().pool, 0);
        assert!(!budget.taken().large);
    }

    #[test]
    fn a_large_entry_waits_for_what_is_under_way() {
        let budget = Budget::default();
        let small = budget.reserve(1);
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| budget.reserve(POOL + 1).large);
            drop(small);
            assert!(waiting.join().is_ok_and(|large| large));
        });
    }
}
