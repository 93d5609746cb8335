"""Times formdrift beside the usual Python stack and two reference jobs, run in turn.

    python3 -m venv /tmp/venv
    /tmp/venv/bin/pip install garmin-fit-sdk pandas ruptures matplotlib
    cargo build --release
    /tmp/venv/bin/python tests/bench/beside_python.py [FIT file] [rounds]

The Python program does the plain version of the same job: decode the file, resample to
tenths of a mile, look for one change of cadence, draw three charts and write a table. It
has no curve, no interval, no p-value and no report, so it is a lower bound of what a
person would write there.

A Python program that analyses one file pays for its imports each time; one that analyses many
pays once. So the stack is timed both ways: a whole process, and each further file in it.

The reference jobs put the figures in scale: reading the file and its SHA-256, and deflating
full-colour bitmaps of the charts that formdrift drew, by zlib at its fastest level. They are no
lower bound: formdrift compresses images with a palette, which are smaller.
"""

import hashlib
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("FORMDRIFT", ROOT / "target/release/formdrift"))


def stack(file, out):
    """The job in Python: each import belongs to it, since a user waits for it."""
    import matplotlib

    matplotlib.use("Agg")
    import garmin_fit_sdk
    import matplotlib.pyplot as plt
    import numpy as np
    import pandas as pd
    import ruptures

    messages, _ = garmin_fit_sdk.Decoder(garmin_fit_sdk.Stream.from_file(file)).read()
    run = pd.DataFrame(messages["record_mesgs"])
    run["mile"] = (run["distance"] / 160.9344).astype(int) / 10
    speed = "enhanced_speed" if "enhanced_speed" in run else "speed"
    windows = run.groupby("mile").agg(cadence=("cadence", "mean"), speed=(speed, "mean"))
    windows["cadence"] *= 2
    windows["step"] = windows["speed"] / windows["cadence"] * 60
    signal = windows["cadence"].to_numpy()
    at = ruptures.Binseg(model="l2").fit(signal).predict(n_bkps=1)[0]
    for name in ["cadence", "speed", "step"]:
        figure, axes = plt.subplots(figsize=(16, 10), dpi=100)
        axes.plot(windows.index, windows[name])
        axes.axvline(windows.index[min(at, len(windows) - 1)])
        figure.savefig(out / f"{name}.png")
        plt.close(figure)
    windows.groupby(np.floor(windows.index / 5)).mean().to_csv(out / "splits.csv")


FURTHER = 5
"""Files analysed in one process beyond the first, for the figure without imports."""


def timed(command, rounds):
    """Wall and processor seconds of each of `rounds` runs after one that is not counted."""
    walls, cpus = [], []
    for _ in range(rounds + 1):
        before, start = os.times(), time.perf_counter()
        command()
        walls.append(time.perf_counter() - start)
        after = os.times()
        own = after.user + after.system - before.user - before.system
        children = after.children_user + after.children_system
        children -= before.children_user + before.children_system
        cpus.append(own + children)
    return statistics.median(walls[1:]), statistics.median(cpus[1:])


def bitmap(png):
    """The pixels of a chart as they were deflated: filtered rows."""
    data, at, parts = png.read_bytes(), 8, []
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] == b"IDAT":
            parts.append(data[at + 8 : at + 8 + length])
        at += 12 + length
    return zlib.decompress(b"".join(parts))


def main():
    file = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "fixtures/marathon.fit")
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 9
    work = pathlib.Path(tempfile.mkdtemp())
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": True}

    def report():
        shutil.rmtree(work / "report", ignore_errors=True)
        subprocess.run([PROGRAM, file, "-o", work / "report"], **quiet)

    def json():
        subprocess.run([PROGRAM, "--json", file], **quiet)

    def python(files=1):
        subprocess.run([sys.executable, __file__, "--stack", file, work, str(files)], **quiet)

    report()
    bitmaps = [bitmap(png) for png in sorted((work / "report").glob("*.png"))]

    def read():
        hashlib.sha256(file.read_bytes()).digest()

    def deflate():
        for pixels in bitmaps:
            zlib.compress(pixels, 1)

    print(f"{file.name}, median of {rounds} runs, load {os.getloadavg()[0]:.1f}")
    print("| job | elapsed | processor time |\n|---|---|---|")
    for name, job in [
        ("FIT to JSON", json),
        ("FIT to every default output", report),
        ("the Python stack, one file in a process", python),
        ("the same, each further file in it", lambda: python(1 + FURTHER)),
        ("reading the file and its SHA-256", read),
        (f"deflating {len(bitmaps)} bitmaps of charts", deflate),
    ]:
        wall, cpu = timed(job, rounds)
        if job is python:
            first = wall, cpu
        elif "further" in name:
            wall, cpu = (wall - first[0]) / FURTHER, (cpu - first[1]) / FURTHER
        print(f"| {name} | {wall * 1000:.1f} ms | {cpu * 1000:.1f} ms |", flush=True)
    shutil.rmtree(work)


if len(sys.argv) > 1 and sys.argv[1] == "--stack":
    for _ in range(int(sys.argv[4])):
        stack(sys.argv[2], pathlib.Path(sys.argv[3]))
else:
    main()
