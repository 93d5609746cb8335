"""Flat tables: splits of a run, and runs of a season, for data frames.

Columns, units and rounding are those of ``splits.csv`` and ``runs.csv`` (docs/outputs.md of the project).
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Iterable, Mapping, Union

from ._errors import MissingLibrary

if TYPE_CHECKING:
    from ._analysis import Analysis, Result

#: Columns of a table of runs with their types, in the words of Spark, DuckDB and Arrow alike. The last
#: two are of this table alone: what went wrong with a recording that gives no run.
RUN_COLUMNS: Mapping[str, str] = {
    "file": "string",
    "path": "string",
    "run": "int",
    "athlete": "string",
    "report": "string",
    "start": "string",
    "start_local": "string",
    "distance_m": "double",
    "moving_s": "double",
    "pace_s_per_km": "double",
    "cadence_spm": "double",
    "verdict": "string",
    "certainty": "string",
    "pattern": "string",
    "onset_m": "double",
    "onset_low_m": "double",
    "onset_high_m": "double",
    "onset_low_open": "boolean",
    "onset_high_open": "boolean",
    "form_change_pct": "double",
    "form_change_low_pct": "double",
    "form_change_high_pct": "double",
    "fade_pct": "double",
    "fade_low_pct": "double",
    "fade_high_pct": "double",
    "change": "string",
    "decoupling_pct": "double",
    "curve_level_spm": "double",
    "curve_speed_m_per_s": "double",
    "curve_elasticity": "double",
    "curve_elasticity_sd": "double",
    "rpe": "double",
    "pain_during": "int",
    "pain_after_24_h": "int",
    "pain_after_48_h": "int",
    "pain_location": "string",
    "target_pace_s_per_km": "double",
    "shoes": "string",
    "surface": "string",
    "heat": "string",
    "note": "string",
    "comment": "string",
    "caveats": "string",
    "headline": "string",
    "error": "string",
    "error_kind": "string",
}


def run_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of an index (schema ``formdrift-runs/1``) without nesting."""
    flat = {name: row.get(name) for name in RUN_COLUMNS}
    onset = row.get("onset") or {}
    flat["onset_m"] = onset.get("distance_m")
    for end in ("low_m", "high_m", "low_open", "high_open"):
        flat[f"onset_{end}"] = onset.get(end)
    for name in ("form_change", "fade"):
        value = row.get(f"{name}_pct") or {}
        flat[f"{name}_pct"] = value.get("value")
        for end in ("low", "high"):
            flat[f"{name}_{end}_pct"] = value.get(end)
    curve = row.get("curve") or {}
    flat["curve_level_spm"] = curve.get("level_spm")
    flat["curve_speed_m_per_s"] = curve.get("reference_speed_m_per_s")
    flat["curve_elasticity"] = curve.get("elasticity")
    flat["curve_elasticity_sd"] = curve.get("elasticity_sd")
    context = row.get("context") or {}
    for name in ("target_pace_s_per_km", "shoes", "surface", "heat", "note", "comment"):
        flat[name] = context.get(name)
    if flat["rpe"] is None:
        flat["rpe"] = context.get("rpe")
    pain = context.get("pain") or {}
    for when in ("during", "after_24_h", "after_48_h", "location"):
        flat[f"pain_{when}"] = pain.get(when)
    flat["caveats"] = " ".join(row["caveats"])
    return flat


def run_rows(results: Iterable[Union[Analysis, Result]]) -> list[dict[str, Any]]:
    """A row for each run, and one with ``error`` for each recording that gives none."""
    rows: list[dict[str, Any]] = []
    for result in results:
        analyses = getattr(result, "analyses", None)
        if analyses is None:
            rows.append(result.row())  # type: ignore[union-attr]
            continue
        rows.extend(analysis.row() for analysis in analyses)
        error = result.error  # type: ignore[union-attr]
        if error is not None and not analyses:
            row = dict.fromkeys(RUN_COLUMNS)
            row["file"] = row["path"] = result.source  # type: ignore[union-attr]
            row["error"] = error.why
            row["error_kind"] = type(error).__name__
            rows.append(row)
    return rows


def split_rows(splits: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A row for each split, changes beside the values with their intervals."""
    return [_split_row(split) for split in splits]


def _split_row(split: Mapping[str, Any]) -> dict[str, Any]:
    row = {k: v for k, v in split.items() if k not in ("from_first", "from_previous")}
    for since in ("from_first", "from_previous"):
        changes = split[since] or {}
        for what in ("pace_pct", "cadence_pct", "step_length_pct"):
            change = changes.get(what) or {}
            row[f"{since}_{what}"] = change.get("value")
            row[f"{since}_{what}_low"] = change.get("low")
            row[f"{since}_{what}_high"] = change.get("high")
    return row


def runs_to_pandas(results: Iterable[Union[Analysis, Result]]) -> Any:
    """Analyses, or what :func:`formdrift.analyse_many` gives, as a :class:`pandas.DataFrame`.

    A row for each run, with the columns of ``runs.csv``; a recording that gives no run has a row that is
    empty but for ``file``, ``path``, ``error`` and ``error_kind``. ``start`` is a time in UTC.
    """
    pandas = library("pandas", "runs_to_pandas")
    types = {"string": "object", "double": "float64", "boolean": "boolean", "int": "Int64"}
    frame = _frame(pandas, run_rows(results), {n: types[t] for n, t in RUN_COLUMNS.items()})
    frame["start"] = pandas.to_datetime(frame["start"], utc=True)
    return frame


def runs_to_arrow(results: Iterable[Union[Analysis, Result]]) -> Any:
    """The same as a :class:`pyarrow.Table`; its schema is the same for any runs, :data:`RUN_COLUMNS`."""
    arrow = library("pyarrow", "runs_to_arrow")
    kinds = {
        "string": arrow.string(),
        "double": arrow.float64(),
        "boolean": arrow.bool_(),
        "int": arrow.int32(),
    }
    schema = arrow.schema([(name, kinds[kind]) for name, kind in RUN_COLUMNS.items()])
    return arrow.Table.from_pylist(run_rows(results), schema=schema)


def splits_to_pandas(splits: Iterable[Mapping[str, Any]]) -> Any:
    """See :meth:`formdrift.Analysis.to_pandas`."""
    pandas = library("pandas", "to_pandas")
    rows = split_rows(splits)
    fixed = {"index": "int64", "partial": "bool"}
    return _frame(pandas, rows, {n: fixed.get(n, "float64") for n in rows[0]} if rows else {})


def splits_to_arrow(splits: Iterable[Mapping[str, Any]]) -> Any:
    """See :meth:`formdrift.Analysis.to_arrow`."""
    arrow = library("pyarrow", "to_arrow")
    rows = split_rows(splits)
    fixed = {"index": arrow.int64(), "partial": arrow.bool_()}
    names = list(rows[0]) if rows else []
    schema = arrow.schema([(name, fixed.get(name, arrow.float64())) for name in names])
    return arrow.Table.from_pylist(rows, schema=schema)


def _frame(pandas: Any, rows: list[dict[str, Any]], types: Mapping[str, str]) -> Any:
    columns = {
        name: pandas.Series([row[name] for row in rows], dtype=kind, name=name)
        for name, kind in types.items()
    }
    return pandas.DataFrame(columns)


def library(module: str, call: str) -> Any:
    """A library that only one call needs."""
    try:
        return importlib.import_module(module)
    except ImportError as why:
        raise MissingLibrary(
            f"{call}() needs {module}, which is not installed; install it with: pip install {module}"
        ) from why
