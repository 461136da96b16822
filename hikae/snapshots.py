"""A folder of backups: a snapshot of the ledger for each, and the objects of all of them.

    objects/             what the snapshots name; put once, shared by all of them
    snapshots/<time>/    manifest.json, ledger.db, and hikae.toml and config/ as they were

A snapshot counts from the moment in which its folder gets its name; it is never changed after.
"""

import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath

from pydantic import TypeAdapter, ValidationError

from archive.disk import DiskStore
from hikae.cli.errors import GiveUpError
from hikae.cli.exits import Exit
from hikae.i18n import _
from ingest.durable import sync_file, sync_folder, write_new

LEDGER, MANIFEST, SETTINGS = "ledger.db", "manifest.json", "hikae.toml"
_OBJECTS, _SNAPSHOTS = "objects", "snapshots"
_UNFINISHED = ".unfinished"
_NAME = re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z(-\d+)?")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot holds, as it was found when it was made."""

    made_at: datetime
    version: str  # of Hikae
    schema: str  # of the ledger
    beginning: str | None  # hash of the first event: by it an office is known
    events: int
    head: str  # hash of the last event
    chain_holds: bool
    objects: int  # named by the ledger
    missing: tuple[str, ...]  # those of them that the archive could not give, and no backup has
    files: Mapping[str, str]  # SHA-256 by path

    def __post_init__(self) -> None:
        """Refuse files that would not lie in the folder of the snapshot.

        Raises:
            ValueError: there is such a file, or no ledger.
        """
        paths = [PurePath(file) for file in self.files]
        if LEDGER not in self.files or any(p.is_absolute() or ".." in p.parts for p in paths):
            raise ValueError("no files of a snapshot")

    @property
    def is_sound(self) -> bool:
        """Could all of the office be backed up, and was the ledger as it must be?"""
        return self.chain_holds and not self.missing


class Backups:
    """The folder. See `in_use` for how to come by one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.objects = DiskStore(folder / _OBJECTS)

    def names(self) -> list[str]:
        """Name the snapshots that count, oldest first."""
        if not self._snapshots.is_dir():
            return []
        return sorted(path.name for path in self._snapshots.iterdir() if _NAME.fullmatch(path.name))

    def place(self, name: str) -> Path:
        """Say where a snapshot lies."""
        return self._snapshots / name

    def manifest(self, name: str) -> Manifest | None:
        """Read what a snapshot holds; None if that cannot be understood."""
        try:
            return _MANIFEST.validate_json((self.place(name) / MANIFEST).read_bytes())
        except (ValidationError, FileNotFoundError):
            return None

    def begin(self, now: datetime) -> Path:
        """Give an empty folder for a new snapshot; what was broken off earlier is cleared away."""
        for folder in (self.folder / _OBJECTS, self._snapshots):
            folder.mkdir(exist_ok=True)
        sync_folder(self.folder)
        unfinished = self._snapshots / _UNFINISHED
        if unfinished.exists():
            shutil.rmtree(unfinished)
        self.objects.sweep(0, now.timestamp())
        unfinished.mkdir()
        return unfinished

    def finish(self, manifest: Manifest) -> str:
        """Let the snapshot that was begun count; give its name."""
        unfinished = self._snapshots / _UNFINISHED
        write_new(unfinished / MANIFEST, _MANIFEST.dump_json(manifest, indent=1))
        for folder, _folders, _files in os.walk(unfinished):
            sync_folder(Path(folder))
        name = self._free_name(manifest.made_at)
        unfinished.rename(self.place(name))
        sync_folder(self._snapshots)
        return name

    def remove(self, name: str) -> None:
        """Remove a snapshot; broken off, it does not count any more. Objects stay."""
        unfinished = self._snapshots / _UNFINISHED
        self.place(name).rename(unfinished)
        shutil.rmtree(unfinished)

    @property
    def _snapshots(self) -> Path:
        return self.folder / _SNAPSHOTS

    def _free_name(self, at: datetime) -> str:
        name, number = at.strftime("%Y-%m-%dT%H%M%SZ"), 1
        while self.place(free := name if number == 1 else f"{name}-{number}").exists():
            number += 1
        return free


_MANIFEST = TypeAdapter(Manifest)


@contextmanager
def in_use(folder: Path, *, to_read: bool = False) -> Iterator[Backups]:
    """Open a folder of backups so that nobody else changes it meanwhile.

    Raises:
        GiveUpError: somebody else uses it.
        OSError: it is not there, or may not be used.
    """
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        _lock(handle, fcntl.LOCK_SH if to_read else fcntl.LOCK_EX, folder)
        yield Backups(folder)
    finally:
        os.close(handle)


def copied(source: Path, target: Path) -> str | None:
    """Copy a file durably; give its SHA-256, or None if the copy reads back otherwise."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    sync_file(target)
    digest = _digest(source)
    return digest if _digest(target) == digest else None


def _lock(handle: int, how: int, folder: Path) -> None:
    """The kernel lifts it when we die."""
    try:
        fcntl.flock(handle, how | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise GiveUpError(
            Exit.REFUSED,
            _(
                "{folder} is used by another backup or restore now. Nothing was done. Give this "
                "command again when that has ended.",
                folder=folder,
            ),
        ) from error


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)  # as it is on the disk
        return hashlib.file_digest(file, "sha256").hexdigest()
