//! Many recordings, worked on by threads of their own while Python goes on.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use formdrift::batch::embedded;
use pyo3::prelude::*;

use super::values::{Options, Recording, Source};
use super::{Refused, settings};

/// Results that wait for Python to take them; then the threads wait too.
const WAITING: usize = 16;
/// How often the wait for a result checks whether Ctrl-C was pressed.
const ASK: Duration = Duration::from_millis(100);

/// An iterator over what comes of each recording, in order.
#[pyclass(frozen)]
pub struct Session {
    results: Mutex<Receiver<Result<Recording, String>>>,
}

#[pymethods]
impl Session {
    /// Starts at once, on `jobs` threads (0: one a processor).
    #[new]
    fn new(
        sources: Vec<Source>,
        options: Options,
        history: Vec<PathBuf>,
        jobs: usize,
    ) -> PyResult<Self> {
        let settings = settings(&options, history)?;
        let sources = sources.into_iter().map(embedded::Source::from).collect();
        let (sender, results) = sync_channel(WAITING);
        let work = move || {
            // The receiver is gone when nobody wants more: that ends the session.
            let told = |worked| sender.send(Ok(Recording::from(worked))).is_ok();
            if let Err(why) = embedded::each(sources, &settings, jobs, told) {
                let _ = sender.send(Err(why));
            }
        };
        thread::Builder::new().spawn(work)?;
        Ok(Self {
            results: Mutex::new(results),
        })
    }

    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Recording>> {
        loop {
            let next = py.detach(|| {
                let results = self.results.lock().unwrap_or_else(PoisonError::into_inner);
                results.recv_timeout(ASK)
            });
            match next {
                Ok(Ok(recording)) => return Ok(Some(recording)),
                Ok(Err(why)) => return Err(Refused::new_err(why)),
                Err(RecvTimeoutError::Disconnected) => return Ok(None),
                Err(RecvTimeoutError::Timeout) => py.check_signals()?,
            }
        }
    }
}
