//! `--watch DIR`: a session for what is in a folder, and another for each file that arrives.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, SystemTime};

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{Event, RecursiveMode, Watcher};

use super::console::Console;
use super::plan::Plan;
use super::{Ending, describe, session};
use crate::cli::Arguments;

/// A file on which nothing happened for so long is complete: watches and sync programs write
/// theirs without pauses.
const QUIET: Duration = Duration::from_secs(2);

/// What tells a file from an earlier one of its name: size and time of the last change.
type Stamp = (u64, Option<SystemTime>);

/// Reports on the files of a folder and on those that arrive, until the program is ended or
/// the folder is gone.
pub fn watch(args: &Arguments, folder: &Path, console: &mut Console) -> Ending {
    let paths = [folder.to_path_buf()];
    let (sender, events) = mpsc::channel();
    let watching = notify::recommended_watcher(sender).and_then(|mut watcher| {
        watcher.watch(folder, RecursiveMode::Recursive)?;
        Ok(watcher)
    });
    // Kept to the end: the events stop with it.
    let _watcher = match watching {
        Ok(watcher) => watcher,
        Err(why) => {
            let shown = describe::shown(folder);
            console.error_at(&shown, &format!("cannot be watched ({})", reason(&why)));
            return Ending::Incomplete;
        }
    };
    let mut seen = BTreeMap::new();
    let mut first = true;
    loop {
        let plan = arrived(Plan::of(&paths), &mut seen);
        if !plan.missing.is_empty() || !plan.files.is_empty() {
            session(args, &plan, &paths, false, console);
        }
        if console.is_closed() {
            return Ending::Complete;
        }
        if !folder.is_dir() {
            return Ending::Incomplete;
        }
        if std::mem::take(&mut first) {
            let shown = describe::shown(folder);
            console.note(&format!("Watching {shown} for new files; Ctrl-C ends it."));
        }
        if !wait(&events) {
            return Ending::Incomplete;
        }
    }
}

/// Waits until files have changed and then for a moment of quiet; false when no more can be
/// heard of the folder.
fn wait(events: &Receiver<notify::Result<Event>>) -> bool {
    loop {
        match events.recv() {
            Ok(event) if is_change(&event) => break,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
    let mut until = std::time::Instant::now() + QUIET;
    loop {
        let left = until.saturating_duration_since(std::time::Instant::now());
        match events.recv_timeout(left) {
            Ok(event) if is_change(&event) => until = std::time::Instant::now() + QUIET,
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout) => return true,
            Err(RecvTimeoutError::Disconnected) => return false,
        }
    }
}

/// True for what may bring a new file. Reading is an event as well, and this program reads.
fn is_change(event: &notify::Result<Event>) -> bool {
    match event {
        Ok(event) => match event.kind {
            EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
            _ => true,
        },
        // Events were lost: the folder is looked through anyway.
        Err(_) => true,
    }
}

/// The files of a plan that are new or changed since `seen`.
fn arrived(mut plan: Plan, seen: &mut BTreeMap<PathBuf, Stamp>) -> Plan {
    let again = !seen.is_empty();
    plan.files.retain(|file| {
        let Ok(meta) = file.path.metadata() else {
            return false;
        };
        let stamp = (meta.len(), meta.modified().ok());
        seen.insert(file.path.clone(), stamp) != Some(stamp)
    });
    if again {
        // What lies about was counted the first time.
        plan.other_files = 0;
    }
    plan
}

/// Why a folder cannot be watched.
fn reason(error: &notify::Error) -> String {
    let not_found = |why: &std::io::Error| why.kind() == std::io::ErrorKind::NotFound;
    match &error.kind {
        notify::ErrorKind::Io(why) if !not_found(why) => error.to_string(),
        notify::ErrorKind::PathNotFound | notify::ErrorKind::Io(_) => {
            "there is no such folder; check the path".into()
        }
        notify::ErrorKind::MaxFilesWatch => {
            "the system watches no more folders; raise fs.inotify.max_user_watches".into()
        }
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_new_and_changed_files_arrive() {
        let dir = tempfile::tempdir().unwrap();
        let mut seen = BTreeMap::new();
        let mut names = || {
            let plan = arrived(Plan::of(&[dir.path().to_path_buf()]), &mut seen);
            let files = plan.files.into_iter();
            let names: Vec<_> = files.map(|f| f.relative.display().to_string()).collect();
            names
        };
        let write = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).unwrap();
        write("a.fit", "1");
        assert_eq!(names(), ["a.fit"]);
        assert!(names().is_empty());
        write("b.fit", "1");
        write("a.fit", "12");
        assert_eq!(names(), ["a.fit", "b.fit"]);
        assert!(names().is_empty());
    }

    #[test]
    fn reading_is_no_change() {
        let event = |kind| Ok(Event::new(kind));
        let read = [
            AccessKind::Read,
            AccessKind::Open(AccessMode::Any),
            AccessKind::Close(AccessMode::Read),
        ];
        for kind in read {
            assert!(!is_change(&event(EventKind::Access(kind))));
        }
        let written = EventKind::Access(AccessKind::Close(AccessMode::Write));
        assert!(is_change(&event(written)) && is_change(&event(EventKind::Any)));
    }
}
