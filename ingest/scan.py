"""The nouns of the receiving desk: a Drop may still grow, a Scan never changes."""

import os
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path, PurePath

from ingest.personal import without_my_numbers
from ledger.scans import ScanKind
from ledger.why import Unreadable


class Source(StrEnum):
    """How a file came in."""

    WATCH = "watch"  # somebody put it into the drop folder, which we empty
    TAKE = "take"  # somebody named it to `hikae take`; the given file stays where it is


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at a file shows without reading it. Equal looks: nothing was written."""

    size: int
    mtime_ns: int
    inode: int

    @classmethod
    def of(cls, status: os.stat_result) -> "Look":
        """Keep of a stat result what tells whether a file changed."""
        return cls(status.st_size, status.st_mtime_ns, status.st_ino)


@dataclass(frozen=True, slots=True)
class Drop:
    """One look at a file in the drop folder; it may still grow.

    `file` is its path below the drop folder as text fit to show and to keep (`shown`).
    """

    path: Path
    file: str
    size: int
    mtime_ns: int
    inode: int

    @classmethod
    def seen(cls, path: Path, file: str, status: os.stat_result) -> "Drop":
        """Make a drop of what `lstat` said."""
        return cls(path, file, status.st_size, status.st_mtime_ns, status.st_ino)

    @property
    def look(self) -> Look:
        """The part that changes when somebody writes."""
        return Look(self.size, self.mtime_ns, self.inode)


@dataclass(frozen=True, slots=True)
class Scan:
    """A file in our custody whose structure is whole; `path` lies in the spool."""

    arrival_id: str
    file: str
    sha256: str
    size: int
    kind: ScanKind
    received_at: datetime
    path: Path
    source: Source
    pages: int | None = None  # None: the structure does not tell


@dataclass(frozen=True, slots=True)
class Refused:
    """A file in our custody that can never become a scan; a person looks at it."""

    arrival_id: str
    file: str
    sha256: str
    size: int
    received_at: datetime
    path: Path
    why: Unreadable
    source: Source


def shown(path: PurePath) -> str:
    """Give a path as text that any database and screen can hold, and that may be kept.

    Bytes that are no UTF-8 become `\\xNN`; the form of the letters (NFC, NFD) stays as it was.
    What may be a personal number becomes stars.
    """
    return without_my_numbers(os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace"))
