"""Runs the scripts of docs/scale/ on a store and looks at what they left. Started by check.sh.

usage: check.py WORK [NAME...], where WORK/store holds the recordings
"""

import collections
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import pyarrow.dataset
import pyarrow.parquet

SCRIPTS = Path(__file__).resolve().parents[2] / "docs" / "scale"
PROGRAM = os.environ["FORMDRIFT_PROGRAM"]
BIN = Path(sys.executable).parent
#: Seconds after which a job is taken to hang.
LONGEST = 900
#: Four tries of each task, as on a cluster; one would end the job with its first lost worker.
SPARK = [BIN / "spark-submit", "--master", "local[2,4]", "--driver-memory", "2g",
         "--conf", "spark.driver.host=127.0.0.1", "--conf", "spark.driver.bindAddress=127.0.0.1",
         "--conf", "spark.ui.enabled=false", "--conf", "spark.log.level=ERROR",
         "--py-files", f"{SCRIPTS / 'store.py'},{SCRIPTS / 'spark_job.py'}"]


#: Names that one engine or another takes for a pattern, an escape, a hidden file or two words.
ODD_NAMES = ("Morning Run [1].fit", "50%25 effort.fit", "_late.fit", "two\twords.fit", "2026-04-11T07:00:00.fit")
#: Those of them that Spark's own reader cannot read.
UNREAD_BY_SPARK = {"_late.fit", "2026-04-11T07:00:00.fit"}


def commands(recordings):
    """The scripts, cutting the work so that there is a halfway also on a small store."""
    tenth = str(max(1, recordings // 10))
    return {
        "command": [*SPARK, SCRIPTS / "spark_command.py", "--program", PROGRAM],
        "wheel": [*SPARK, SCRIPTS / "spark_wheel.py"],
        "duckdb": [sys.executable, SCRIPTS / "duckdb_runs.py", "--at-once", tenth],
        "dask": [sys.executable, SCRIPTS / "dask_runs.py", "--at-once", tenth],
    }


def main():
    work = Path(sys.argv[1])
    store = work / "store"
    with_archive_and_broken_files(store)
    plain = Plain(store)
    scripts = commands(plain.inputs)
    names = sys.argv[2:] or list(scripts)
    print(f"{'the program':<12} {plain.cost}")
    for name in names:
        out = work / name
        shutil.rmtree(out, ignore_errors=True)
        job = Job(scripts[name], store, out)
        job.finish()
        check(name, plain, out)
        print(f"{name:<12} {job.cost(plain)}", flush=True)
        before = {path: path.stat().st_mtime_ns for path in out.rglob("*.parquet")}
        Job(scripts[name], store, out).finish()
        after = {path: path.stat().st_mtime_ns for path in out.rglob("*.parquet")}
        assert before == after, "a second job changed what was done"
        shutil.rmtree(out)

        job = Job(scripts[name], store, out)
        done = job.kill_halfway(plain.inputs)
        print(f"{name:<12} job killed after {done} of {plain.inputs} recordings", flush=True)
        job = Job(scripts[name], store, out)
        if name in ("command", "wheel"):
            print(f"{name:<12} started again, {job.kill_a_worker(done)} killed", flush=True)
        job.finish()
        check(name, plain, out)
        said = next(line for line in job.output if "of them done" in line)
        assert said == f"{plain.inputs} recordings, {done} of them done", (said, done)
        print(f"{name:<12} every run is there once", flush=True)
        shutil.rmtree(out)


def with_archive_and_broken_files(store):
    recordings = sorted(store.glob("*.fit"))
    with zipfile.ZipFile(store / "export.zip", "w") as archive:
        for path in recordings[:3]:
            archive.write(path, f"activities/{path.name}")
    for name in ODD_NAMES:
        shutil.copy(recordings[0], store / name)
    (store / "cut short.fit").write_bytes(recordings[0].read_bytes()[:20])
    (store / "notes.gpx").write_text("I went for a run today.")


class Plain:
    """What the program alone gives, and what that costs."""

    def __init__(self, store):
        began = time.monotonic()
        usage = resources()
        done = subprocess.run([PROGRAM, "--quiet", "--json", store], capture_output=True, encoding="utf-8",
                              env={**os.environ, "FORMDRIFT_CONFIG": ""})
        assert done.returncode == 1, done.stderr
        elapsed, processor = time.monotonic() - began, resources() - usage
        self.documents = {}
        for line in done.stdout.splitlines():
            file = json.loads(line)["file"]
            self.documents[file["path"], file["run"]] = line
        self.inputs = sum(1 for path in store.iterdir())
        self.processor_ms = 1000 * processor / len(self.documents)
        self.cost = (f"{len(self.documents)} runs, {elapsed:.1f} s, {self.processor_ms:.1f} ms of processor time a run")


def resources():
    """Processor seconds of every child that has ended."""
    times = os.times()
    return times.children_user + times.children_system


def check(name, plain, out):
    """Every recording has its rows, once, with the program's own documents."""
    rows = pyarrow.dataset.dataset(out, format="parquet").to_table().to_pylist()
    keys = collections.Counter((row["input"], row["path"], row["run"]) for row in rows)
    twice = [key for key, count in keys.items() if count > 1]
    assert not twice, f"{name}: there twice: {twice[:3]}"
    # The program replaces tabs in paths.
    found = {(row["path"].replace("\t", " "), row["run"]): row for row in rows if row["error"] is None}
    unread = UNREAD_BY_SPARK if name == "wheel" else set()
    expected = {key for key in plain.documents if Path(key[0]).name not in unread}
    assert found.keys() == expected, f"{name}: lost or invented: {sorted(found.keys() ^ expected)[:3]}"
    for key, row in found.items():
        ours, theirs = json.loads(row["document"]), json.loads(plain.documents[key])
        # Bytes have no path.
        ours["file"]["path"] = theirs["file"]["path"]
        assert ours == theirs, (name, key)
        assert row["verdict"] == theirs["verdict"]["kind"]
    errors = {Path(row["path"]).name: row["error"] for row in rows if row["error"] is not None}
    assert set(errors) == {"cut short.fit", "notes.gpx"} | unread, errors
    assert "plain text" in errors["notes.gpx"]
    assert len({row["input"] for row in rows}) == plain.inputs


class Job:
    """One of the scripts at work, in a process group of its own."""

    def __init__(self, command, store, out):
        self.out = out
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [*map(str, command), str(store), str(out)], encoding="utf-8",
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
            env={**os.environ, "PYSPARK_PYTHON": sys.executable, "PYSPARK_DRIVER_PYTHON": sys.executable})
        self.output, self.errors, self.largest, self.used = [], [], {}, {}
        self.readers = [threading.Thread(target=self.read, args=pair, daemon=True) for pair in (
            (self.process.stdout, self.output), (self.process.stderr, self.errors))]
        for reader in (*self.readers, threading.Thread(target=self.watch, daemon=True)):
            reader.start()

    def read(self, stream, lines):
        lines.extend(line.rstrip("\n") for line in stream)

    def watch(self):
        """Peak memory of each kind of process, and the processor seconds of each process. Spark's Python
        processes are not waited for by their parent, so the system's own sums leave them out."""
        while self.process.poll() is None:
            for pid in self.processes():
                kind, size, seconds = look_at(pid)
                self.largest[kind] = max(self.largest.get(kind, 0), size)
                self.used[pid] = max(self.used.get(pid, 0), seconds)
            time.sleep(0.1)

    def processes(self):
        """Every process of the job."""
        found = []
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit():
                try:
                    if os.getsid(int(folder.name)) == self.process.pid:
                        found.append(int(folder.name))
                except OSError:
                    pass
        return found

    def finish(self):
        self.process.wait(LONGEST)
        self.elapsed = time.monotonic() - self.began
        for reader in self.readers:
            reader.join()
        assert self.process.returncode == 0, "\n".join([*self.output, *self.errors][-40:])

    def cost(self, plain):
        runs = len(plain.documents)
        ms = 1000 * sum(self.used.values()) / runs
        peaks = ", ".join(f"{kind} {size / 1e6:.0f} MB" for kind, size in sorted(self.largest.items()) if size > 1e6)
        return (f"{runs} runs, {self.elapsed:.1f} s, {ms:.1f} ms of processor time a run "
                f"({ms / plain.processor_ms:.1f} times the program alone); peak memory of a process: {peaks}")

    def kill_a_worker(self, done):
        """Kills a process that analyses recordings, once more than ``done`` of them have a row."""
        while self.process.poll() is None and self.rows_of() <= done:
            time.sleep(0.2)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            for pid in reversed(self.processes()):
                kind, _, _ = look_at(pid)
                if kind == "formdrift" or kind == "python worker":
                    try:
                        os.kill(pid, signal.SIGKILL)
                    except ProcessLookupError:
                        continue
                    return kind
            time.sleep(0.01)
        raise AssertionError("no worker was found to kill")

    def kill_halfway(self, inputs):
        """Kills the whole job once some rows are there; gives how many recordings have some."""
        self.wait_for_rows()
        time.sleep(0.3)
        assert self.process.poll() is None, "the job ended before it could be killed"
        os.killpg(self.process.pid, signal.SIGKILL)
        for pid in self.processes():
            os.kill(pid, signal.SIGKILL)
        self.process.wait()
        done = self.rows_of()
        assert 0 < done < inputs, done
        return done

    def rows_of(self):
        """How many recordings have rows."""
        files = []
        for folder, folders, names in os.walk(self.out):
            folders[:] = [folder for folder in folders if folder != "_temporary"]
            files += [os.path.join(folder, name) for name in names if name.endswith(".parquet")]
        tables = [pyarrow.parquet.read_table(file, columns=["input"], partitioning=None) for file in files]
        return len({given for table in tables for given in table.column("input").to_pylist()})

    def wait_for_rows(self):
        deadline = time.monotonic() + LONGEST
        while not self.rows_of():
            assert self.process.poll() is None, "\n".join([*self.output, *self.errors][-40:])
            assert time.monotonic() < deadline, "no rows came"
            time.sleep(0.1)


def look_at(pid):
    """What a process is, its resident memory in bytes, and its processor seconds."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        # Behind the name in brackets, which may hold anything: state, parent, ...
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        above = Path(f"/proc/{fields[1]}/cmdline").read_bytes()
    except (OSError, IndexError):
        return "ended", 0, 0
    seconds = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    size = int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
    name = os.path.basename(words[0]).decode()
    if name.startswith("formdrift"):
        return "formdrift", size, seconds
    if b"pyspark.daemon" in words:
        return ("python worker" if b"pyspark.daemon" in above else "python daemon"), size, seconds
    return ("java" if name == "java" else "python"), size, seconds


if __name__ == "__main__":
    main()
