"""Finds the point in a long run where running form starts to break down.

>>> import formdrift
>>> analysis = formdrift.analyse("marathon.fit")        # doctest: +SKIP
>>> analysis.verdict.headline                           # doctest: +SKIP
>>> analysis.to_pandas()                                # doctest: +SKIP
>>> analysis.report("marathon-form", write=["html"])    # doctest: +SKIP

:func:`analyse` takes one recording, :func:`analyse_many` any number on all processors. Results are
those of the command ``formdrift``, which comes with this package.
"""

from ._analysis import Analysis, Options, Result, analyse, analyse_many
from ._errors import (
    BadOption,
    Defect,
    FormdriftError,
    MissingFile,
    MissingLibrary,
    NotARun,
    ReportNotWritten,
    UnreadableFile,
)
from ._native import VERSION as __version__
from ._records import (
    Advice,
    Caveat,
    Changes,
    Document,
    Estimate,
    File,
    Onset,
    Phase,
    Record,
    Run,
    Split,
    Verdict,
)
from ._tables import RUN_COLUMNS, runs_to_arrow, runs_to_pandas

__all__ = [
    "RUN_COLUMNS",
    "Advice",
    "Analysis",
    "BadOption",
    "Caveat",
    "Changes",
    "Defect",
    "Document",
    "Estimate",
    "File",
    "FormdriftError",
    "MissingFile",
    "MissingLibrary",
    "NotARun",
    "Onset",
    "Options",
    "Phase",
    "Record",
    "ReportNotWritten",
    "Result",
    "Run",
    "Split",
    "UnreadableFile",
    "Verdict",
    "__version__",
    "analyse",
    "analyse_many",
    "runs_to_arrow",
    "runs_to_pandas",
]
