//! Kills the program at random moments, has two processes write one report, and fills the
//! disk: nothing may be torn, lost or left behind.
//!
//! usage: cargo run --release --example stress -- [ROUNDS] [FILE...]
//!
//! Without files it takes three fixtures. A full disk needs root and a `tmpfs`; without them
//! that part says that it is skipped.

mod checks;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use checks::{contents, faults_of, index_faults, is_temporary, reports};

/// What one part found.
#[derive(Default)]
struct Found {
    rounds: usize,
    /// Rounds in which the program was stopped before it was done.
    stopped: usize,
    faults: Vec<String>,
}

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1).peekable();
    let rounds = arguments.next_if(|a| a.parse::<usize>().is_ok());
    let rounds = rounds.and_then(|a| a.parse().ok()).unwrap_or(50);
    let mut files: Vec<PathBuf> = arguments.map(PathBuf::from).collect();
    if files.is_empty() {
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
        files = ["short.fit", "run.gpx", "no-cadence.fit"]
            .map(|f| fixtures.join(f))
            .to_vec();
    }
    let parts: [(&str, Option<Found>); 6] = [
        ("kill -9, one report", Some(killed(&files, rounds, false))),
        (
            "kill -9, a folder and its index",
            Some(killed(&files, rounds, true)),
        ),
        (
            "two writers of one report",
            Some(two_writers(&files, rounds)),
        ),
        (
            "two sessions in one folder",
            Some(two_sessions(&files, rounds)),
        ),
        ("full disk, one report", full_disk(&files, rounds, false)),
        (
            "full disk, a folder and its index",
            full_disk(&files, rounds, true),
        ),
    ];
    let mut failed = false;
    for (name, found) in parts {
        match found {
            Some(found) => {
                let (rounds, stopped, faults) = (found.rounds, found.stopped, found.faults.len());
                println!("{name}: {rounds} rounds, {stopped} stopped on the way, {faults} faults");
                for fault in found.faults.iter().take(10) {
                    println!("  {fault}");
                }
                failed |= !found.faults.is_empty();
            }
            None => println!("{name}: skipped (needs root and tmpfs)"),
        }
    }
    if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

/// The program, built beside this example.
fn program() -> PathBuf {
    let own = std::env::current_exe().unwrap_or_default();
    let folder = own.ancestors().nth(2).unwrap_or(Path::new("."));
    folder.join("formdrift")
}

fn formdrift(here: &Path, arguments: &[&str]) -> Child {
    Command::new(program())
        .current_dir(here)
        .env("FORMDRIFT_CONFIG", "")
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program is built: cargo build")
}

fn done(mut child: Child) -> i32 {
    child
        .wait()
        .ok()
        .and_then(|status| status.code())
        .unwrap_or(-1)
}

/// A folder with the files, each under its own name.
fn with(files: &[PathBuf]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a temporary folder");
    for file in files {
        let name = file.file_name().unwrap_or_default();
        std::fs::copy(file, dir.path().join(name)).expect("a copy of the file");
    }
    dir
}

/// A generator of moments; the same in each session.
struct Moments(u64);

impl Moments {
    /// A share between 0 and 1 (Knuth's 64-bit linear congruential generator).
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = self.0.wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Kills at random moments, also while a report is being replaced; in the end an
/// undisturbed session has to leave what it would have left in an untouched folder.
fn killed(files: &[PathBuf], rounds: usize, folder: bool) -> Found {
    let mut found = Found::default();
    let mut moments = Moments(1);
    let first = files[0]
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let target = if folder { "." } else { &first };
    let last = ["-q", "--write", "html,md,json,csv,svg", "-o", "out", target];
    let expected = with(files);
    let since = Instant::now();
    done(formdrift(expected.path(), &last));
    let whole = since.elapsed();
    let expected = contents(&expected.path().join("out"));
    for round in 0..rounds {
        let dir = with(files);
        let out = dir.path().join("out");
        // Up to three sessions are killed on top of each other, in either units.
        for units in ["mi", "km", "mi"].into_iter().take(1 + round % 3) {
            let mut child = formdrift(dir.path(), &[&last[..], &["--units", units]].concat());
            std::thread::sleep(whole.mul_f64(1.1 * moments.share()));
            let _ = child.kill();
            found.stopped += usize::from(done(child) == -1);
            for report in reports(&out, folder) {
                found.faults.extend(faults_of(&report, false));
            }
        }
        let code = done(formdrift(dir.path(), &last));
        if code != 0 {
            found
                .faults
                .push(format!("round {round}: exit code {code}"));
        }
        let now = contents(&out);
        if now != expected {
            let differ: Vec<_> = (now
                .iter()
                .filter(|(f, bytes)| expected.get(*f) != Some(bytes)))
            .map(|(f, _)| f)
            .collect();
            let lost: Vec<_> = expected.keys().filter(|f| !now.contains_key(*f)).collect();
            found
                .faults
                .push(format!("round {round}: differ {differ:?}, lost {lost:?}"));
        }
        found.rounds += 1;
    }
    found
}

/// Two processes at once write one report: in turn of the same run with the same settings,
/// with other settings, and of another run.
fn two_writers(files: &[PathBuf], rounds: usize) -> Found {
    let mut found = Found::default();
    let mut moments = Moments(2);
    let name = |at: usize| {
        files[at % files.len()]
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
    };
    for round in 0..rounds {
        let dir = with(files);
        let write = ["-q", "--write", "html,md,json,csv", "-o", "out"];
        let (units, other) = match round % 3 {
            0 => ("mi", 0),
            1 => ("km", 0),
            _ => ("mi", 1),
        };
        let one = formdrift(dir.path(), &[&write[..], &[&name(0)]].concat());
        std::thread::sleep(Duration::from_millis((moments.share() * 60.0) as u64));
        let file = name(other);
        let two = [&write[..], &["--units", units, &file]].concat();
        let two = formdrift(dir.path(), &two);
        for code in [done(one), done(two)] {
            if code != 0 {
                found
                    .faults
                    .push(format!("round {round}: exit code {code}"));
            }
        }
        found
            .faults
            .extend(faults_of(&dir.path().join("out"), true));
        found.rounds += 1;
    }
    found
}

/// Two sessions at once over one folder of reports: in turn of the same runs, and of runs of
/// their own. Every report has to be whole and in the index.
fn two_sessions(files: &[PathBuf], rounds: usize) -> Found {
    let mut found = Found::default();
    let mut moments = Moments(4);
    for round in 0..rounds {
        let dir = with(files);
        let inputs: [&[PathBuf]; 2] = match round % 2 {
            0 => [files, files],
            _ => files.split_at(files.len() / 2).into(),
        };
        let write = ["-q", "--write", "html,json", "-o", "out"];
        let sessions = inputs.map(|inputs| {
            let names = inputs.iter().filter_map(|f| f.file_name()?.to_str());
            let mut arguments = write.to_vec();
            arguments.extend(names);
            // With one file `-o` would be that run's own folder.
            if inputs.len() == 1 {
                arguments.push("empty");
            }
            std::fs::create_dir_all(dir.path().join("empty")).expect("a folder");
            let child = formdrift(dir.path(), &arguments);
            std::thread::sleep(Duration::from_millis((moments.share() * 60.0) as u64));
            child
        });
        for code in sessions.map(done) {
            if code != 0 {
                found
                    .faults
                    .push(format!("round {round}: exit code {code}"));
            }
        }
        let out = dir.path().join("out");
        for report in reports(&out, true) {
            found.faults.extend(faults_of(&report, true));
        }
        found.faults.extend(index_faults(&out, files.len()));
        found.rounds += 1;
    }
    found
}

/// A disk that holds ever more before it is full: what was there stays as it was, and what
/// could not be written leaves nothing.
fn full_disk(files: &[PathBuf], rounds: usize, folder: bool) -> Option<Found> {
    let mut found = Found::default();
    let mut moments = Moments(3);
    let disk = tempfile::tempdir().ok()?;
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=2m", "formdrift-stress"])
        .arg(disk.path())
        .stderr(Stdio::null())
        .status();
    if !mounted.is_ok_and(|status| status.success()) {
        return None;
    }
    let dir = with(files);
    let out = disk.path().join("out");
    let shown = out.display().to_string();
    let write = ["-q", "--write", "html,md,json,csv,svg", "-o", &shown];
    let name = |at: usize| {
        files[at % files.len()]
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
    };
    for round in 0..rounds {
        let _ = std::fs::remove_dir_all(&out);
        let ballast = disk.path().join("ballast");
        let _ = std::fs::remove_file(&ballast);
        // In every other round a report is there already, to be replaced.
        if round % 2 == 1 && !folder {
            done(formdrift(dir.path(), &[&write[..], &[&name(1)]].concat()));
        }
        let before = contents(&out);
        let free = if folder { 900_000.0 } else { 350_000.0 } * moments.share();
        let mut size = 2_097_152_usize;
        // Takes what is free but for that; the size of the file system counts whole pages.
        while size > 4096 && std::fs::write(&ballast, vec![0; size]).is_err() {
            size -= 4096;
        }
        let _ = std::fs::write(&ballast, vec![0; size.saturating_sub(free as usize)]);
        let target = if folder { ".".into() } else { name(0) };
        let code = done(formdrift(dir.path(), &[&write[..], &[&target]].concat()));
        if folder {
            // What could be written is whole, the rest is not there.
            for report in reports(&out, true) {
                found.faults.extend(faults_of(&report, true));
            }
            found.stopped += usize::from(code != 0);
            let left = contents(&out).into_keys().filter(|f| is_temporary(f));
            found
                .faults
                .extend(left.map(|f| format!("{}: left behind", f.display())));
            if contents(&out).is_empty() && out.exists() {
                found.faults.push(format!("round {round}: an empty folder"));
            }
        } else if code == 0 {
            found.faults.extend(faults_of(&out, true));
        } else {
            found.stopped += 1;
            let now = contents(&out);
            if now != before || before.is_empty() && out.exists() {
                let files = now.keys();
                found
                    .faults
                    .push(format!("round {round}: exit code {code}, left {files:?}"));
            }
        }
        found.rounds += 1;
    }
    let _ = Command::new("umount").arg(disk.path()).status();
    Some(found)
}
