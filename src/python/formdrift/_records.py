"""The parts of a result: read-only views of the JSON document with attributes.

The document is the one of ``formdrift --json``, schema ``formdrift/1``; every key is in
docs/schema.json of the project. What could not be measured is ``None``, never 0. Units are in
the names: ``_m`` metres, ``_s`` seconds, ``_spm`` steps per minute of both feet, ``_pct`` percent.
"""

from __future__ import annotations

from typing import Any, ClassVar, Iterator, Mapping, Optional, Sequence


class Record(Mapping[str, Any]):
    """A JSON object whose keys are attributes as well: ``split.pace_s_per_km`` is
    ``split["pace_s_per_km"]``. ``dict(record)`` gives its first level, :meth:`to_dict` all of it."""

    __slots__ = ("_values",)
    _parts: ClassVar[Mapping[str, type["Record"]]] = {}

    def __init__(self, values: Mapping[str, Any]) -> None:
        object.__setattr__(self, "_values", values)

    def __getitem__(self, key: str) -> Any:
        return _wrapped(self._values[key], self._parts.get(key, Record))

    def __getattr__(self, key: str) -> Any:
        if key.startswith("__"):
            raise AttributeError(key)
        try:
            return self[key]
        except KeyError:
            known = ", ".join(self._values)
            raise AttributeError(
                f"{type(self).__name__} has no {key!r}; it has {known}"
            ) from None

    def __setattr__(self, key: str, value: Any) -> None:
        raise AttributeError("results are read-only; to_dict() gives a copy to change")

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._values]

    def __reduce__(self) -> Any:
        return type(self), (self._values,)

    def __repr__(self) -> str:
        inside = ", ".join(f"{key}={self[key]!r}" for key in self._values)
        return f"{type(self).__name__}({inside})"

    def to_dict(self) -> dict[str, Any]:
        """A copy as plain dictionaries and lists, free to change."""
        copy: dict[str, Any] = _copied(self._values)
        return copy


class Estimate(Record):
    """A value with its 95 % interval."""

    __slots__ = ()
    value: float
    low: float
    high: float


class Onset(Record):
    """Where something begins, with its interval."""

    __slots__ = ()
    distance_m: float
    low_m: float
    high_m: float
    confidence: float
    low_open: bool
    high_open: bool


class Changes(Record):
    """Changes of a split in percent; ``pace_pct`` above zero is slower."""

    __slots__ = ()
    pace_pct: Optional[Estimate]
    cadence_pct: Optional[Estimate]
    step_length_pct: Optional[Estimate]
    _parts = {"pace_pct": Estimate, "cadence_pct": Estimate, "step_length_pct": Estimate}


class Split(Record):
    """One split. Pace counts moving time, walking included; cadence, step length and heart rate are
    of running only."""

    __slots__ = ()
    index: int
    from_m: float
    to_m: float
    partial: bool
    moving_s: float
    stopped_s: float
    walked_s: float
    cadence_spm: Optional[float]
    step_length_m: Optional[float]
    pace_s_per_km: Optional[float]
    grade_adjusted_pace_s_per_km: Optional[float]
    heart_rate_bpm: Optional[float]
    contact_time_ms: Optional[float]
    contact_balance_pct: Optional[float]
    oscillation_mm: Optional[float]
    vertical_ratio_pct: Optional[float]
    device_step_length_m: Optional[float]
    power_w: Optional[float]
    form_power_w: Optional[float]
    leg_stiffness_kn_per_m: Optional[float]
    cadence_spread_spm: Optional[float]
    ascent_m: Optional[float]
    descent_m: Optional[float]
    form_residual_pct: Optional[float]
    from_first: Optional[Changes]
    from_previous: Optional[Changes]
    _parts = {"from_first": Changes, "from_previous": Changes}


class Verdict(Record):
    """What happened, where, and how sure that is.

    ``kind`` is one of ``form_breakdown``, ``pace_fade``, ``eased_off``, ``gradual_drift``, ``steady`` and
    ``undecided``; ``certainty`` is ``clear``, ``likely``, ``possible`` or ``None``.
    """

    __slots__ = ()
    kind: str
    onset: Optional[Onset]
    pattern: Optional[str]
    shape: Optional[str]
    certainty: Optional[str]
    probability: Optional[float]
    p_value: Optional[float]
    form_change_at_finish_pct: Optional[Estimate]
    smallest_detectable_pct: Optional[float]
    headline: str
    reason: str
    min_effect_pct: float
    undecided_because: Optional[str]
    drift_in: Optional[str]
    considered: Sequence[Record]
    fresh: Optional[Record]
    curve: Optional[Record]
    _parts = {"onset": Onset, "form_change_at_finish_pct": Estimate}


class File(Record):
    """The file that was read; ``path`` and ``run`` together tell a run from every other."""

    __slots__ = ()
    name: str
    path: Optional[str]
    run: Optional[int]
    format: str
    device: Optional[str]
    sport: Optional[str]


class Run(Record):
    """The run as a whole."""

    __slots__ = ()
    start: str
    start_local: Optional[str]
    time_zone: Optional[str]
    time_zone_source: str
    perceived_exertion: Optional[float]
    feel_pct: Optional[float]
    distance_m: float
    moving_s: float
    elapsed_s: float
    has_heart_rate: bool
    cadence_unit: Record
    distance_source: str
    pace_is_evidence: bool
    heart_rate_is_evidence: bool
    walked_s: float
    stopped_s: float


class Phase(Record):
    """A part of the recording: warm-up, main part, repetitions, cool-down, kick, walk, stand or ride."""

    __slots__ = ()
    kind: str
    from_m: float
    to_m: float
    from_s: float
    to_s: float


class Advice(Record):
    """What the article says to it."""

    __slots__ = ()
    rule: str
    text: str
    trigger: str
    article_section: str
    evidence: Sequence[str]


class Caveat(Record):
    """What a reader should know about the data; ``code`` is stable."""

    __slots__ = ()
    code: str
    text: str


class Document(Record):
    """The whole document."""

    __slots__ = ()
    schema: str
    version: str
    file: File
    athlete: Optional[str]
    context: Optional[Record]
    follow_up: Optional[Record]
    history: Optional[Record]
    run: Run
    splits: Sequence[Split]
    verdict: Verdict
    attribution: Optional[Record]
    phases: Sequence[Phase]
    form: Record
    pace: Record
    walking: Optional[Record]
    heart: Optional[Record]
    witnesses: Sequence[Record]
    advice: Sequence[Advice]
    caveats: Sequence[Caveat]
    _parts = {
        "file": File,
        "run": Run,
        "splits": Split,
        "verdict": Verdict,
        "phases": Phase,
        "advice": Advice,
        "caveats": Caveat,
    }


def _wrapped(value: Any, kind: type[Record]) -> Any:
    if isinstance(value, dict):
        return kind(value)
    if isinstance(value, list):
        return tuple(_wrapped(item, kind) for item in value)
    return value


def _copied(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copied(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_copied(item) for item in value]
    return value
