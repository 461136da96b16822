"""A folder that acts like a bucket: objects are put once, survive a crash and are read back.

An object is written to `.tmp`, flushed to the disk and only then linked under its key, so what
stands under a key is always whole. `os.link` refuses to replace, which `rename` would not.
"""

import errno
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from archive.errors import AlteredError, NotFiledError, OtherBytesError, StoreDownError
from archive.keys import checked, is_key
from archive.store import Filing

_BLOCK = 1 << 20
_TEMP = ".tmp"
_NOTHING_THERE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.EISDIR})


class DiskStore:
    """Keeps every object as one read-only file below `root`.

    The root must exist. A missing one is a disk that is not mounted, never an empty archive.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    def verify(self) -> None:
        """See `Store.verify`."""
        with _down("looking at the folder"), os.scandir(self._root):
            return

    def put(self, key: str, content: Path, sha256: str | None = None) -> Filing:
        """See `Store.put`."""
        checked(key)
        with content.open("rb") as stream:
            return self._put(key, stream, sha256)

    def put_bytes(self, key: str, content: bytes) -> Filing:
        """See `Store.put_bytes`."""
        return self._put(checked(key), BytesIO(content))

    def fetch(self, key: str, into: Path) -> Filing:
        """See `Store.fetch`."""
        beside = into.with_name(f".{secrets.token_hex(8)}.part")
        with self._opened(key) as stored, _down("fetching"):
            try:
                filing = _write(key, stored, beside)
                beside.replace(into)
            finally:
                beside.unlink(missing_ok=True)
            _flush_folder(into.parent)
            return filing

    def read(self, key: str) -> bytes:
        """See `Store.read`."""
        with self._opened(key) as stored, _down("reading"):
            return stored.read()

    def look(self, key: str) -> Filing | None:
        """See `Store.look`."""
        try:
            with self._opened(key) as stored, _down("reading"):
                return _hashed(key, stored)
        except NotFiledError:
            return None

    def keys(self, prefix: str = "") -> Iterator[str]:
        """See `Store.keys`. Names that are no keys of ours are passed over."""
        with _down("listing"):
            yield from _walk(self._root, "", prefix)

    def sweep(self, older_than_s: float, now: float) -> int:
        """Remove what a crash left half-written before `now - older_than_s`; give how many."""
        swept = 0
        with _down("sweeping"):
            for left in sorted((self._root / _TEMP).glob("*")):
                try:
                    if left.stat().st_mtime <= now - older_than_s:
                        left.unlink()
                        swept += 1
                except FileNotFoundError:  # its writer has just finished
                    continue
        return swept

    def _put(self, key: str, content: BinaryIO, sha256: str | None = None) -> Filing:
        place = self._root / key
        with _down("writing"):
            temp_folder = self._root / _TEMP
            temp_folder.mkdir(exist_ok=True)
            temp = temp_folder / secrets.token_hex(16)
            try:
                filing = _write(key, content, temp)
                if sha256 not in (None, filing.sha256):
                    raise OtherBytesError(key)
                _publish(temp, place)
            finally:
                temp.unlink(missing_ok=True)
            self._flush_folders_of(place)
            with place.open("rb") as stored:
                _forget_cached(stored)
                found = _hashed(key, stored)
        if found != filing:
            raise AlteredError(key)
        return filing

    def _flush_folders_of(self, place: Path) -> None:
        """Every folder up to the root, even old ones: who made them may have died unflushed."""
        for folder in place.parents:
            _flush_folder(folder)
            if folder == self._root:
                break

    @contextmanager
    def _opened(self, key: str) -> Iterator[BinaryIO]:
        """An object to read from."""
        place = self._root / checked(key)
        try:
            stored = place.open("rb")
        except OSError as error:
            if error.errno in _NOTHING_THERE and self._root.is_dir():
                raise NotFiledError(key) from error
            raise StoreDownError("opening", _reason(error)) from error
        with stored:
            yield stored


def _write(key: str, content: BinaryIO, to: Path) -> Filing:
    """Copy into a new file and flush it. A failed flush is final: the kernel may drop the pages."""
    digest, size = hashlib.sha256(), 0
    descriptor = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o440)
    with os.fdopen(descriptor, "wb", buffering=0) as stream:
        while block := content.read(_BLOCK):
            digest.update(block)
            size += len(block)
            rest = memoryview(block)
            while rest:  # a raw write may be short
                rest = rest[stream.write(rest) :]
        os.fsync(stream.fileno())
    return Filing(key, digest.hexdigest(), size)


def _publish(temp: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(temp, place)
    except FileExistsError:  # filed before, or by another at this moment: the read-back decides
        with place.open("rb") as stored:
            os.fsync(stored.fileno())


def _hashed(key: str, stored: BinaryIO) -> Filing:
    digest, size = hashlib.sha256(), 0
    while block := stored.read(_BLOCK):
        digest.update(block)
        size += len(block)
    return Filing(key, digest.hexdigest(), size)


def _forget_cached(stored: BinaryIO) -> None:
    """Ask the kernel to read from the disk, not to show us what we have just written."""
    os.posix_fadvise(stored.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _walk(folder: Path, above: str, prefix: str) -> Iterator[str]:
    """Keys below a folder. A folder sorts as `name/`, as its keys do."""
    entries = [
        (f"{above}{entry.name}/" if entry.is_dir(follow_symlinks=False) else f"{above}{entry.name}")
        for entry in os.scandir(folder)
        if is_key(entry.name)
    ]
    for name in sorted(entries):
        if name.endswith("/"):
            if name.startswith(prefix) or prefix.startswith(name):
                yield from _walk(folder / name[len(above) : -1], name, prefix)
        elif name.startswith(prefix):
            yield name


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _down(doing: str) -> Iterator[None]:
    """Whatever the file system refuses, the caller may ask again later; nothing was half-filed."""
    try:
        yield
    except OSError as error:
        raise StoreDownError(doing, _reason(error)) from error


def _reason(error: OSError) -> str:
    """The system's own words without the path, which may lead into somebody's folder names."""
    return os.strerror(error.errno) if error.errno else type(error).__name__
