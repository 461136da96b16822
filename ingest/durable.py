"""Files that outlive a power cut: written, synced, and their folder synced too.

Everything here raises plain `OSError`; the callers know what it means for them.
"""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import NotAFileError
from ingest.scan import Look

_BLOCK = 1 << 20
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


@dataclass(frozen=True, slots=True)
class Digest:
    """The hash of a file's content, how much that is, and the look of the file that was read."""

    sha256: str
    size: int
    look: Look


def open_regular(path: Path) -> int:
    """Open a regular file for reading: no link is followed, no pipe waited for.

    Raises:
        NotAFileError: it is something else.
        OSError: it is not there, or may not be read.
    """
    try:
        handle = os.open(path, _READ)
    except OSError as error:
        if path.is_symlink():  # ELOOP on Linux, EMLINK elsewhere
            raise NotAFileError("a link") from error
        raise
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise NotAFileError("no regular file")
    return handle


def digest(path: Path) -> Digest:
    """Hash the content of a regular file.

    Raises:
        NotAFileError, OSError: as `open_regular`.
    """
    with os.fdopen(open_regular(path), "rb") as file:
        hasher, size = hashlib.sha256(), 0
        while block := file.read(_BLOCK):
            hasher.update(block)
            size += len(block)
        return Digest(hasher.hexdigest(), size, Look.of(os.fstat(file.fileno())))


def write_new(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Write a file that is not there yet and sync it; its folder is the caller's to sync."""
    with os.fdopen(os.open(path, _NEW, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def copy_new(source: Path, target: Path, mode: int = 0o600) -> Digest:
    """Copy a regular file to a name that is free, sync it and give the digest of what was read.

    Raises:
        NotAFileError, OSError: as `open_regular`; `FileExistsError` if the name is taken.
    """
    with (
        os.fdopen(open_regular(source), "rb") as giver,
        os.fdopen(os.open(target, _NEW, mode), "wb") as taker,
    ):
        look, hasher, size = Look.of(os.fstat(giver.fileno())), hashlib.sha256(), 0
        while block := giver.read(_BLOCK):
            hasher.update(block)
            size += len(block)
            taker.write(block)
        taker.flush()
        os.fsync(taker.fileno())
        return Digest(hasher.hexdigest(), size, look)


def sync_file(path: Path) -> None:
    """Make sure that a file's content is on the disk, whoever wrote it."""
    handle = os.open(path, _READ)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Make sure that a folder's names are on the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
