"""What can go wrong, as exceptions. Each says in one sentence which file, what, and what to do."""

from __future__ import annotations

import errno
import os
from typing import Any, Optional


class FormdriftError(Exception):
    """Base of every exception of this package.

    ``str(error)`` is the whole sentence; ``source`` is the recording it is about (``None`` where it
    is about none), and ``why`` the part of the sentence behind the name.
    """

    def __init__(self, why: str, source: Optional[str] = None) -> None:
        super().__init__(why, source)
        self.why = why
        self.source = source

    def __reduce__(self) -> Any:
        return type(self), (self.why, self.source)

    def __str__(self) -> str:
        return f"{self.source}: {self.why}" if self.source else self.why


class NotARun(FormdriftError):
    """The file can be read and holds no run that can be analysed: another sport, a course, a
    recording without a clock or a distance."""


class UnreadableFile(FormdriftError):
    """The bytes cannot be read: damaged, empty, of another format, or too large."""


class MissingFile(UnreadableFile, FileNotFoundError):
    """There is no file at that path."""

    def __init__(self, why: str, source: Optional[str] = None) -> None:
        UnreadableFile.__init__(self, why, source)
        self.errno = errno.ENOENT
        self.strerror = os.strerror(errno.ENOENT)
        self.filename = source

    __str__ = FormdriftError.__str__


class BadOption(FormdriftError, ValueError):
    """An option has a value that it cannot have."""


class ReportNotWritten(FormdriftError):
    """A report cannot be written: its folder, something in the way there, or a recording that has
    changed since it was analysed."""


class MissingLibrary(FormdriftError, ImportError):
    """A library that only this call needs is not installed."""


class Defect(FormdriftError, RuntimeError):
    """formdrift itself is at fault; the sentence says where to report it."""


def refusal(kind: str, why: str, source: str, exists: bool = True) -> FormdriftError:
    """The exception for a refusal as the native half names it."""
    if kind == "not_a_run":
        return NotARun(why, source)
    if kind == "defect":
        return Defect(why, source)
    return (UnreadableFile if exists else MissingFile)(why, source)
