"""What the scripts beside this share: the recordings of a store, the columns of the result, and which
recordings are done.

The result has a row for each run and, with ``error``, one for each recording that gives none: every
recording of the store has at least one row, and ``input`` with ``path`` and ``run`` names a row.
"""

import json
import os
import subprocess
import sys
import zlib

ENDINGS = (".fit", ".gpx", ".tcx", ".fit.gz", ".gpx.gz", ".tcx.gz", ".zip", ".tar", ".tgz", ".tar.gz")

#: Columns with their types, in the words of Spark and DuckDB alike. ``document`` is the whole result,
#: schema formdrift/1.
COLUMNS = {
    "input": "string",  # the file of the store
    "path": "string",  # the recording: the file, or a member of that archive
    "run": "int",
    "start": "string",
    "distance_m": "double",
    "moving_s": "double",
    "verdict": "string",
    "certainty": "string",
    "pattern": "string",
    "onset_m": "double",
    "onset_low_m": "double",
    "onset_high_m": "double",
    "form_change_pct": "double",
    "fade_pct": "double",
    "decoupling_pct": "double",
    "headline": "string",
    "document": "string",
    "error": "string",
}
SCHEMA = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())


def listing(folder):
    """Every recording and archive below a folder, sorted. Of another store take its own listing.

    Ends the program if there is no such folder or a name is not UTF-8: such a name cannot be a key in Parquet.
    """
    if not os.path.isdir(folder):
        sys.exit(f"{folder}: no such folder")
    found = []
    # Spark names files by their whole path, so a folder has one name wherever the script is started.
    for where, folders, names in os.walk(os.path.abspath(folder)):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [os.path.join(where, n) for n in names if n.lower().endswith(ENDINGS)]
    odd = [path for path in found if not _is_text(path)]
    if odd:
        sys.exit(f"{len(odd)} names are not UTF-8 and must be changed first: {ascii(odd[:5])}")
    return sorted(found)


def _is_text(path):
    try:
        return bool(path.encode("utf-8"))
    except UnicodeEncodeError:
        return False


def part(path, parts):
    """The part of the store that a recording belongs to, the same on every machine and every day."""
    return zlib.crc32(path.encode("utf-8", "surrogateescape")) % parts


def plain(address):
    """The path in an address such as ``file:/runs/a b.fit``, which Spark does not escape; others stay as they are."""
    return address.removeprefix("file:").replace("///", "/", 1) if address.startswith("file:/") else address


def row(document, given, path=None):
    """A row of the result from a document on one line."""
    d = json.loads(document)
    verdict = d["verdict"]
    onset = verdict["onset"] or {}
    return {
        "input": given,
        "path": path or d["file"]["path"],
        "run": d["file"]["run"],
        "start": d["run"]["start"],
        "distance_m": d["run"]["distance_m"],
        "moving_s": d["run"]["moving_s"],
        "verdict": verdict["kind"],
        "certainty": verdict["certainty"],
        "pattern": verdict["pattern"],
        "onset_m": onset.get("distance_m"),
        "onset_low_m": onset.get("low_m"),
        "onset_high_m": onset.get("high_m"),
        "form_change_pct": (verdict["form_change_at_finish_pct"] or {}).get("value"),
        "fade_pct": d["pace"]["fade_pct"],
        "decoupling_pct": (d["heart"] or {}).get("decoupling_pct"),
        "headline": verdict["headline"],
        "document": document,
        "error": None,
    }


def failed(given, path, why):
    """A row of a recording that gives no run."""
    return {**dict.fromkeys(COLUMNS), "input": given, "path": path, "error": why}


def rows_by_command(paths, program="formdrift", at_once=64):
    """Rows of recordings, by the program ``formdrift``: one process for ``at_once`` of them.

    A process that ends otherwise than by itself is an error, so that the engine tries its task again.
    A recording that no document names is analysed in a process of its own: the program replaces control
    characters in paths.
    """
    for start in range(0, len(paths), at_once):
        some = paths[start : start + at_once]
        rows = {path: [] for path in some}
        for document in _documents(_command(program, some)):
            found = json.loads(document)["file"]["path"]
            given = found if found in rows else next((p for p in some if found.startswith(p + "/")), None)
            if given is not None:
                rows[given].append(row(document, given))
        for path in some:
            if not rows[path]:
                alone = _command(program, [path])
                rows[path] = [row(document, path) for document in _documents(alone)]
                said = " ".join(alone.stderr.split())
                rows[path] = rows[path] or [failed(path, path, said or "holds no run")]
            yield from rows[path]


def _documents(done):
    return [line for line in done.stdout.split("\n") if line]


def _command(program, paths):
    done = subprocess.run(
        [program, "--quiet", "--json", "--jobs", "1", "--", *paths],
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        env={**os.environ, "FORMDRIFT_CONFIG": ""},
    )
    # 1: one of them could not be read or is no run.
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{program} ended with {done.returncode}: {done.stderr.strip()}")
    return done


def rows_by_package(named):
    """Rows of recordings, pairs of a path and its bytes, by the Python package."""
    import formdrift

    named = [(path, bytes(content)) for path, content in named]
    for result in formdrift.analyse_many(named, jobs=1):
        given = named[result.index][0]
        path = result.source.replace(f"{given}: ", f"{given}/", 1)
        if result.error is not None:
            yield failed(given, path, str(result.error))
        for analysis in result.analyses:
            yield row(analysis.json, given, path)
