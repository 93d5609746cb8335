"""Analyses of recordings, one or many."""

from __future__ import annotations

import html
import json
import os
import re
from pathlib import Path
from typing import (
    TYPE_CHECKING,
    Any,
    Iterable,
    Iterator,
    Mapping,
    NamedTuple,
    Optional,
    Sequence,
    TypedDict,
    Union,
)

from . import _native, _tables
from ._errors import BadOption, FormdriftError, NotARun, ReportNotWritten, UnreadableFile, refusal
from ._records import Advice, Caveat, Document, File, Phase, Record, Run, Split, Verdict

if TYPE_CHECKING:
    from typing_extensions import Unpack

#: Where a recording comes from: a path, its bytes, or an open binary file.
Source = Union[str, "os.PathLike[str]", bytes, bytearray, memoryview, Any]

#: Metres of a unit of display.
_UNIT_M = {"mi": 1609.344, "km": 1000.0}


class _Asked(NamedTuple):
    """What an analysis was asked for, as the native half takes it."""

    options: tuple[tuple[str, Optional[str]], ...]
    history: tuple[str, ...]


class Analysis:
    """One run, analysed: what happened to form and pace, and where.

    It holds the result, not the recording: some kilobytes, free to be pickled and sent to other
    processes. In a notebook it shows its headline and its splits; ``print(analysis)`` shows what the
    command ``formdrift`` prints. Made by :func:`analyse` and :func:`analyse_many`.
    """

    __slots__ = ("_source", "_place", "_made", "_asked", "_document")

    def __init__(
        self, source: Any, place: tuple[Optional[str], str], made: _native.Run, asked: Any
    ) -> None:
        self._source = source
        self._place = place
        self._made = made
        self._asked = asked
        self._document: Optional[Document] = None

    @property
    def json(self) -> str:
        """The result as JSON on one line, as ``formdrift --json`` prints it (schema ``formdrift/1``)."""
        return self._made["json"]

    @property
    def document(self) -> Document:
        """The whole result as a read-only view with attributes."""
        if self._document is None:
            self._document = Document(json.loads(self._made["json"]))
        return self._document

    def to_dict(self) -> dict[str, Any]:
        """The whole result as plain dictionaries and lists, free to change."""
        document: dict[str, Any] = json.loads(self._made["json"])
        return document

    @property
    def verdict(self) -> Verdict:
        """What happened, where, and how sure that is."""
        return self.document.verdict

    @property
    def splits(self) -> Sequence[Split]:
        """The splits, 5 miles each unless ``split`` says otherwise."""
        return self.document.splits

    @property
    def run(self) -> Run:
        """The run as a whole: start, distance, time."""
        return self.document.run

    @property
    def file(self) -> File:
        """The file that was read."""
        return self.document.file

    @property
    def phases(self) -> Sequence[Phase]:
        """Warm-up, main part, repetitions, cool-down, kick, walks and stops."""
        return self.document.phases

    @property
    def advice(self) -> Sequence[Advice]:
        """What to do about it."""
        return self.document.advice

    @property
    def caveats(self) -> Sequence[Caveat]:
        """What to know about the data."""
        return self.document.caveats

    @property
    def attribution(self) -> Optional[Record]:
        """How much of a slowdown came from step length, cadence and walking."""
        return self.document.attribution

    def row(self) -> dict[str, Any]:
        """The run as one flat row, with the columns of ``runs.csv`` (:data:`formdrift.RUN_COLUMNS`)."""
        return _tables.run_row(json.loads(self._made["row"]))

    def to_pandas(self) -> Any:
        """The splits as a :class:`pandas.DataFrame` with the columns of ``splits.csv``; what could not be
        measured is NaN. Needs pandas.

        Raises:
            MissingLibrary: pandas is not installed.
        """
        return _tables.splits_to_pandas(self.splits)

    def to_arrow(self) -> Any:
        """The splits as a :class:`pyarrow.Table` with the columns of ``splits.csv``; what could not be
        measured is null. Needs pyarrow.

        Raises:
            MissingLibrary: pyarrow is not installed.
        """
        return _tables.splits_to_arrow(self.splits)

    def report(
        self,
        directory: Union[str, os.PathLike[str]],
        write: Union[str, Iterable[str], None] = None,
    ) -> list[Path]:
        """Writes the report into ``directory``, the same files as ``formdrift -o directory``, and gives
        their paths.

        The recording is read once more, so it must still be where it was. A report that formdrift
        wrote there is replaced; anything else in the way is an error. A further run of a file goes into
        ``run-2`` below the directory, and so on.

        Args:
            directory: the report's folder; it is created if need be.
            write: names out of html, md, json, csv, png, svg, card, pdf and gpx; by default those of the
                command for one run: html, md, json, csv, png and svg.

        Raises:
            BadOption: an output of that name is unknown.
            ReportNotWritten: something is in the way, or the recording has changed or is gone.
        """
        options = [*self._asked.options, ("out", os.fspath(directory))]
        if write is not None:
            options.append(("write", write if isinstance(write, str) else ",".join(write)))
        entry, sha256 = self._place
        number = self._made["number"]
        try:
            folder, names = _native.report(
                self._source, entry, number, sha256, options, list(self._asked.history)
            )
        except _native.BadOption as why:
            raise _bad_option(why) from None
        except _native.Refused as why:
            raise ReportNotWritten(str(why), _label(self._source)) from None
        return [Path(folder, name) for name in names]

    def __reduce__(self) -> Any:
        return Analysis, (self._source, self._place, self._made, self._asked)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Analysis) and self.json == other.json

    def __hash__(self) -> int:
        return hash(self.json)

    def __str__(self) -> str:
        return self._made["text"].rstrip("\n")

    def __repr__(self) -> str:
        return f"<formdrift.Analysis of {self.file.name}: {self.verdict.headline}>"

    def _repr_html_(self) -> str:
        unit = self._made["units"]
        cells = "".join(_html_row(split, unit) for split in self.splits)
        head = "".join(
            f"<th>{title}</th>"
            for title in (
                f"{'Mile' if unit == 'mi' else 'Km'}",
                f"Pace /{unit}",
                "Cadence spm",
                "Stride m",
                "Heart rate",
                "Pace from first",
                "Cadence from first",
                "Stride from first",
            )
        )
        return (
            f"<p><b>{html.escape(self.verdict.headline)}</b></p>"
            f"<table><thead><tr>{head}</tr></thead><tbody>{cells}</tbody></table>"
        )


class Result:
    """What came of one recording: its runs, or why it gives none.

    ``analyses`` holds its runs, most often one; ``error`` is the exception that :func:`analyse` would have
    raised, ``None`` where there are runs. ``source`` is the path or the name of bytes, a member of an archive
    behind the archive's; ``index`` is the place, from 0, of what it came from among the sources given.
    """

    __slots__ = ("source", "index", "analyses", "error")

    def __init__(
        self,
        source: str,
        index: int,
        analyses: tuple[Analysis, ...],
        error: Optional[FormdriftError],
    ) -> None:
        self.source = source
        self.index = index
        self.analyses = analyses
        self.error = error

    @property
    def analysis(self) -> Analysis:
        """Its longest run.

        Raises:
            FormdriftError: it gives none; the exception is ``error``.
        """
        if self.error is not None:
            raise self.error
        return max(self.analyses, key=lambda one: one.run.distance_m)

    def __reduce__(self) -> Any:
        return Result, (self.source, self.index, self.analyses, self.error)

    def __repr__(self) -> str:
        if self.error is not None:
            return f"<formdrift.Result of {self.source}: {self.error.why}>"
        headlines = "; ".join(one.verdict.headline for one in self.analyses)
        return f"<formdrift.Result of {self.source}: {headlines}>"


class Options(TypedDict, total=False):
    """What an analysis can be asked, by keyword: the options of the command line, ``formdrift --help``.
    ``None`` is the default of each.

    Attributes:
        split: length of a split, such as ``"5mi"``, ``"5km"`` or ``"lap"``.
        units: units people read, ``"mi"`` or ``"km"``; by default those of ``split``.
        cadence: what cadence counts, ``"steps"`` of both feet or ``"strides"`` of one.
        time_zone: such as ``"Europe/Zurich"`` or ``"+05:30"``.
        from_: leave out what lies before, such as ``"2mi"`` or ``"10:00"``.
        to: leave out what lies behind.
        min_effect: smallest change of form to report, percent.
        seed: seed of the simulations behind p-values.
        athlete, title, note: printed on reports.
        private: no coordinates in reports.
        history: files or folders with earlier runs of the same runner.
    """

    split: Optional[str]
    units: Optional[str]
    cadence: Optional[str]
    time_zone: Optional[str]
    from_: Optional[str]
    to: Optional[str]
    min_effect: Optional[float]
    seed: Optional[int]
    athlete: Optional[str]
    title: Optional[str]
    note: Optional[str]
    private: bool
    history: Union[str, os.PathLike[str], Iterable[Union[str, os.PathLike[str]]], None]


def analyse(
    source: Source, *, name: Optional[str] = None, **options: Unpack[Options]
) -> Analysis:
    """Analyses the longest run of a file.

    Environment and settings file are not asked, and a ``formdrift.toml`` beside the file holds as always.
    The GIL is released meanwhile.

    Args:
        source: the path of a FIT, GPX or TCX file, also gzipped, or of an archive with one; or its bytes, or
            an open binary file.
        name: what messages and reports call bytes.
        options: see :class:`Options`.

    Raises:
        MissingFile: there is no such file.
        UnreadableFile: it cannot be read.
        NotARun: it can be read and holds no run.
        BadOption: an option has a value that it cannot have.
    """
    asked = _asked(options)
    native = _native_source(source, name)
    try:
        recordings = _native.analyse(native, list(asked.options), list(asked.history))
    except _native.BadOption as why:
        raise _bad_option(why) from None
    except _native.Refused as why:
        raise UnreadableFile(str(why)) from None
    results = [_result(native, recording, asked) for recording in recordings]
    if len(results) != 1:
        raise UnreadableFile(
            f"holds {len(results)} recordings; analyse_many() takes archives and folders",
            _label(native),
        )
    return results[0].analysis


def analyse_many(
    sources: Union[Source, Iterable[Union[Source, tuple[str, bytes]]]],
    *,
    jobs: Optional[int] = None,
    **options: Unpack[Options],
) -> Iterator[Result]:
    """Analyses many recordings on all processors, and gives a :class:`Result` for each, in order.

    Work begins with the call and goes on while results are taken; only some results wait at a time, so
    memory does not grow with the number of files. A recording that cannot be analysed is a result with
    an ``error``: nothing is raised for it.

    Args:
        sources: paths of files, archives and folders, bytes, or pairs of a name and bytes; also a single path
            or bytes. What is in a folder comes in the order of its bytes, and each member of an archive is a
            recording.
        jobs: recordings worked on at once; by default one for each processor.
        options: see :class:`Options`.

    Raises:
        BadOption: an option has a value that it cannot have.
    """
    asked = _asked(options)
    if isinstance(sources, (str, bytes, bytearray, memoryview, os.PathLike)):
        sources = [sources]
    natives = [
        _native_source(source[1], source[0]) if isinstance(source, tuple) else _native_source(source, None)
        for source in sources
    ]
    if jobs is not None and not 1 <= jobs <= 1024:
        raise BadOption("jobs: give a number of recordings from 1 to 1024")
    try:
        session = _native.Session(natives, list(asked.options), list(asked.history), jobs or 0)
    except _native.BadOption as why:
        raise _bad_option(why) from None
    return _results(session, asked, natives)


def _results(
    session: _native.Session, asked: _Asked, natives: Sequence[Any]
) -> Iterator[Result]:
    try:
        for recording in session:
            yield _result(natives[recording["source"]], recording, asked)
    except _native.Refused as why:
        raise UnreadableFile(str(why)) from None


def _result(native: Any, recording: Any, asked: _Asked) -> Result:
    source = recording["shown"] or _label(native)
    if isinstance(native, tuple) and recording["entry"]:
        source = f"{native[0]}: {recording['entry']}"
    elif not isinstance(native, tuple):
        native = os.fspath(recording["path"])
    index = recording["source"]
    place = (recording["entry"], recording["sha256"])
    analyses = tuple(Analysis(native, place, made, asked) for made in recording["runs"])
    if analyses:
        return Result(source, index, analyses, None)
    for kind, why in recording["refusals"]:
        exists = isinstance(native, tuple) or os.path.exists(native)
        return Result(source, index, (), refusal(kind, why, source, exists))
    return Result(source, index, (), NotARun("holds no activity", source))


def _native_source(source: Source, name: Optional[str]) -> Any:
    if isinstance(source, (bytes, bytearray, memoryview)):
        return (name or "bytes", bytes(source))
    if hasattr(source, "read"):
        content = source.read()
        if not isinstance(content, bytes):
            raise BadOption("open the file in binary mode: open(path, 'rb')")
        return (name or os.path.basename(str(getattr(source, "name", "bytes"))), content)
    try:
        return os.fspath(source)
    except TypeError:
        raise BadOption(
            f"a recording is a path, bytes or an open binary file, not {type(source).__name__}"
        ) from None


def _label(native: Any) -> str:
    return str(native[0] if isinstance(native, tuple) else os.fspath(native))


def _asked(given: Mapping[str, Any]) -> _Asked:
    unknown = sorted(given.keys() - Options.__annotations__.keys())
    if unknown:
        raise TypeError(f"no such option: {', '.join(unknown)}")
    history = given.get("history")
    if history is None:
        history = []
    elif isinstance(history, (str, os.PathLike)):
        history = [history]
    options: list[tuple[str, Optional[str]]] = []
    for name, value in given.items():
        if name == "history" or value is None or value is False:
            continue
        flag = name.rstrip("_").replace("_", "-")
        options.append((flag, None if value is True else str(value)))
    return _Asked(tuple(options), tuple(os.fspath(path) for path in history))


def _bad_option(why: Exception) -> BadOption:
    """In the words of a call: ``split`` where the command line says ``--split <LEN>``."""
    name = re.compile(r"'?--([a-z-]+)(?: <[A-Z]+>)?'?")
    return BadOption(name.sub(lambda found: found[1].replace("-", "_"), str(why)))


def _html_row(split: Split, unit: str) -> str:
    def number(value: Optional[float], digits: int) -> str:
        return "" if value is None else f"{value:.{digits}f}"

    def change(name: str) -> str:
        changes = split.from_first
        estimate = changes[name] if changes is not None else None
        return "" if estimate is None else f"{estimate.value:+.1f} %"

    metres = _UNIT_M[unit]
    pace = split.pace_s_per_km
    fields = (
        f"{split.from_m / metres:.1f}-{split.to_m / metres:.1f}",
        "" if pace is None else _clock(pace * metres / 1000.0),
        number(split.cadence_spm, 0),
        number(split.step_length_m, 2),
        number(split.heart_rate_bpm, 0),
        change("pace_pct"),
        change("cadence_pct"),
        change("step_length_pct"),
    )
    return "<tr>" + "".join(f"<td>{field}</td>" for field in fields) + "</tr>"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"
