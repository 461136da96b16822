"""What a claim writes down: about its file before touching it, about the outcome before telling.

The note is locked while somebody works on the claim; the lock goes with the process, however it
ends (and with its children). A name that is no UTF-8 survives as an escaped surrogate.
"""

import fcntl
import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from io import FileIO
from pathlib import Path

from ingest.scan import Look, Source
from ledger.scans import ScanKind
from ledger.why import Unreadable


@dataclass(frozen=True, slots=True)
class Note:
    """Where a file was, what it looked like when it was found ready, and when we took it."""

    file: str
    origin: Path
    look: Look
    source: Source
    received_at: datetime

    def encode(self) -> bytes:
        """Write as JSON in ASCII."""
        return json.dumps(
            {
                "file": self.file,
                "origin": os.fspath(self.origin),
                "size": self.look.size,
                "mtime_ns": self.look.mtime_ns,
                "inode": self.look.inode,
                "source": self.source.value,
                "received_at": self.received_at.isoformat(),
            },
            indent=1,
        ).encode("ascii")

    @classmethod
    def decode(cls, text: bytes) -> "Note":
        """Read a note back.

        Raises:
            ValueError: it is torn.
        """
        try:
            told = json.loads(text)
            return cls(
                file=str(told["file"]),
                origin=Path(told["origin"]),
                look=Look(int(told["size"]), int(told["mtime_ns"]), int(told["inode"])),
                source=Source(told["source"]),
                received_at=datetime.fromisoformat(told["received_at"]),
            )
        except (KeyError, TypeError) as error:
            raise ValueError("a torn note") from error


@dataclass(frozen=True, slots=True)
class Promise:
    """What is about to be registered: a whole file (`kind`), or one that is refused (`why`)."""

    sha256: str
    size: int
    kind: ScanKind | None = None
    pages: int | None = None
    why: Unreadable | None = None

    def encode(self) -> bytes:
        """Write as JSON in ASCII."""
        return json.dumps(asdict(self)).encode("ascii")

    @classmethod
    def decode(cls, text: bytes) -> "Promise":
        """Read a promise back.

        Raises:
            ValueError: it is torn.
        """
        try:
            told = json.loads(text)
            return cls(
                sha256=str(told["sha256"]),
                size=int(told["size"]),
                kind=ScanKind(told["kind"]) if told["kind"] else None,
                pages=told["pages"],
                why=Unreadable(told["why"]) if told["why"] else None,
            )
        except (KeyError, TypeError) as error:
            raise ValueError("a torn promise") from error


def make_locked(path: Path) -> FileIO | None:
    """Make an empty note and lock it; None if somebody tidied it away in the same moment.

    Raises:
        OSError: it cannot be made.
    """
    return _locked(path, os.O_CREAT | os.O_EXCL)


def open_locked(path: Path) -> FileIO | None:
    """Open a note and lock it; None if it is gone or somebody works on the claim.

    Raises:
        OSError: it cannot be opened.
    """
    return _locked(path, 0)


def write_locked(file: FileIO, text: bytes) -> None:
    """Write a locked note and sync it.

    Raises:
        OSError: there is no room for it.
    """
    while text:
        text = text[file.write(text) :]
    os.fsync(file.fileno())


def unlock(file: FileIO) -> None:
    """Let go of a note; may be done twice.

    Closing alone is not enough: a child process that was forked meanwhile shares the lock.
    """
    if not file.closed:
        fcntl.flock(file, fcntl.LOCK_UN)
        file.close()


def _locked(path: Path, how: int) -> FileIO | None:
    try:
        handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC | how, 0o600)
    except FileNotFoundError:
        return None
    file = FileIO(handle, "r+b")  # unbuffered: closing it must never write and fail
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if path.stat().st_ino == os.fstat(handle).st_ino:
            return file
    except (BlockingIOError, FileNotFoundError):
        pass
    file.close()
    return None
