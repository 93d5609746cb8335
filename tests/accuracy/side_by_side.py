#!/usr/bin/env python3
"""The same simulated runs through general tools, as a Markdown table.

    cargo run --release --example accuracy -- export score --runs 100
    python3 tests/accuracy/side_by_side.py target/accuracy

Installs what it needs from PyPI into target/side-by-side the first time. Not part of CI.

Three rivals, each used the way its documentation shows, on means over a tenth of a mile:
  PELT      ruptures, l2 cost on raw cadence brought to unit variance, penalty 3 ln n; alarms when it finds any change after 20 % of the run
  Davies    piecewise-regression, one breakpoint in raw cadence, Davies' test at 0.05
  Pa:HR     the second half's speed per heart beat at least 5 % below the first half's
"""

import csv
import math
import os
import subprocess
import sys
import warnings
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

VENV = Path("target/side-by-side")
NEEDS = ["numpy", "pandas", "ruptures", "piecewise-regression"]


def ensure_tools():
    """Runs this script again inside its own environment."""
    python = VENV / "bin" / "python"
    if Path(sys.prefix).resolve() == VENV.resolve():
        return
    if not python.exists():
        subprocess.check_call([sys.executable, "-m", "venv", str(VENV)])
        subprocess.check_call([str(python), "-m", "pip", "install", "-q", *NEEDS])
    os.execv(str(python), [str(python), *sys.argv])


def read_truth(folder):
    with open(folder / "truth.csv", newline="") as file:
        return list(csv.DictReader(file))


def number(text):
    return float(text) if text else None


def pelt(run):
    """Onset in miles of the change that moves the mean most, or None."""
    import numpy as np
    import ruptures

    signal = run["cadence_spm"].to_numpy()
    signal = (signal - signal.mean()) / max(np.std(signal), 1e-9)
    ends = ruptures.Pelt(model="l2", min_size=5, jump=1).fit(signal).predict(pen=3 * math.log(len(signal)))
    changes = [end for end in ends[:-1] if end > 0.2 * len(signal)]
    if not changes:
        return None
    bounds = [0, *ends]

    def jump(end):
        at = bounds.index(end)
        before = signal[bounds[at - 1]:end].mean()
        after = signal[end:bounds[at + 1]].mean()
        return abs(after - before)

    return float(run["mile"].iloc[max(changes, key=jump)]), None


def davies(run):
    """Onset in miles with its interval when Davies' test is below 0.05, or None."""
    import numpy as np
    import piecewise_regression

    np.random.seed(1)
    fit = piecewise_regression.Fit(
        run["mile"].to_numpy(), run["cadence_spm"].to_numpy(), n_breakpoints=1, n_boot=20
    )
    if not fit.davies < 0.05:
        return None
    results = fit.get_results()["estimates"]
    if not results:
        return float("nan"), None
    return results["breakpoint1"]["estimate"], results["breakpoint1"]["confidence_interval"]


def decoupled(run):
    """True when speed per beat fell by 5 % from the first half to the second."""
    run = run[run["moving_s"] > 600].dropna(subset=["heart_rate_bpm"])
    if len(run) < 40:
        return None
    half = (run["moving_s"].iloc[0] + run["moving_s"].iloc[-1]) / 2
    first, second = run[run["moving_s"] <= half], run[run["moving_s"] > half]

    def factor(part):
        return part["speed_m_per_s"].mean() / part["heart_rate_bpm"].mean()

    return 1 - factor(second) / factor(first) > 0.05


def judge(job):
    warnings.filterwarnings("ignore")
    import pandas

    folder, truth = job
    run = pandas.read_csv(folder / f"{truth['run']}.csv")
    results = {}
    for name, tool in (("PELT", pelt), ("Davies", davies)):
        try:
            results[name] = tool(run)
        except Exception as error:  # a tool that gives up is reported, not hidden
            print(f"{truth['run']}: {name}: {error}", file=sys.stderr)
            results[name] = None
    results["Pa:HR"] = decoupled(run)
    return truth, results


def wilson(k, n):
    if n == 0:
        return "-"
    z, p = 1.96, k / n
    centre = p + z * z / (2 * n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    scale = 100 / (1 + z * z / n)
    return f"{100 * p:.1f} ({max(0, (centre - half) * scale):.1f}-{min(100, (centre + half) * scale):.1f})"


def median(values):
    values = sorted(v for v in values if v is not None and not math.isnan(v))
    return f"{values[len(values) // 2]:.2f}" if values else "-"


def main():
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "target/accuracy")
    jobs = [(folder, truth) for truth in read_truth(folder)]
    groups = defaultdict(list)
    with ProcessPoolExecutor() as pool:
        for truth, results in pool.map(judge, jobs, chunksize=8):
            groups[truth["scenario"]].append((truth, results))
    print("| runs | n | PELT alarms, % | Davies alarms, % | Pa:HR alarms, % | PELT error, mi | Davies error, mi | Davies interval holds, % |")
    print("|---|---|---|---|---|---|---|---|")
    for scenario, rows in groups.items():
        cells = [scenario, str(len(rows))]
        for name in ("PELT", "Davies"):
            cells.append(wilson(sum(r[name] is not None for _, r in rows), len(rows)))
        hearts = [r["Pa:HR"] for _, r in rows if r["Pa:HR"] is not None]
        cells.append(wilson(sum(hearts), len(hearts)))
        known = [(number(t["onset_mi"]), r) for t, r in rows if t["onset_mi"]]
        for name in ("PELT", "Davies"):
            cells.append(median([abs(r[name][0] - at) for at, r in known if r[name] is not None]))
        intervals = [(at, r["Davies"][1]) for at, r in known if r["Davies"] is not None and r["Davies"][1]]
        cells.append(wilson(sum(low <= at <= high for at, (low, high) in intervals), len(intervals)))
        print("| " + " | ".join(cells) + " |")


if __name__ == "__main__":
    ensure_tools()
    main()
