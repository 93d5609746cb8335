"""The part written in Rust; everything here is used by the modules beside it only."""

import os
from typing import Iterator, Optional, Sequence, TypedDict, Union

VERSION: str

_Source = Union[str, "os.PathLike[str]", tuple[str, bytes]]
_Options = Sequence[tuple[str, Optional[str]]]

class BadOption(Exception): ...
class Refused(Exception): ...

class Run(TypedDict):
    number: int
    json: str
    row: str
    text: str
    units: str

class Recording(TypedDict):
    shown: str
    source: int
    path: os.PathLike[str]
    entry: Optional[str]
    sha256: str
    runs: list[Run]
    refusals: list[tuple[str, str]]

class Session(Iterator[Recording]):
    def __init__(
        self,
        sources: Sequence[_Source],
        options: _Options,
        history: Sequence[str],
        jobs: int,
    ) -> None: ...
    def __iter__(self) -> Session: ...
    def __next__(self) -> Recording: ...

def run(arguments: Sequence[str]) -> int: ...
def analyse(source: _Source, options: _Options, history: Sequence[str]) -> list[Recording]: ...
def report(
    source: _Source,
    entry: Optional[str],
    run: int,
    sha256: str,
    options: _Options,
    history: Sequence[str],
) -> tuple[os.PathLike[str], list[str]]: ...
def sha256(bytes: bytes) -> str: ...
