"""The spool: files in our custody until the archive has read them back.

Nothing here is deleted before somebody says `release`. Every method may be called again after a
crash at any point; see `ingest.claim` for what lies in a claim and why.
"""

import re
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from ingest.carry import copy_in, move_in
from ingest.claim import (
    CONTENT,
    COPIED,
    NOTE,
    Claim,
    clear,
    clear_remains,
    look_at,
    mark_registered,
    spool_trouble,
)
from ingest.durable import sync_folder
from ingest.errors import CannotClaimError, IngestError, SpoolDownError, VanishedError
from ingest.note import Note, make_locked, open_locked, unlock, write_locked
from ingest.points import Point, Reached, nowhere
from ingest.scan import Drop, Look, Source

_ARRIVAL_ID = re.compile(r"[0-9a-f]{32}")


class Spool:
    """The folder of all claims. Several processes may use one spool at a time."""

    def __init__(self, root: Path, reached: Reached = nowhere) -> None:
        """Use this folder; it is made when first needed."""
        self._root = root
        self._reached = reached

    def claim(self, drop: Drop, received_at: datetime) -> Claim:
        """Take a drop out of its folder: by rename, or by a copy from another file system.

        Raises:
            VanishedError, ChangedError, CannotClaimError, NotAFileError: it stays where it is.
            SpoolDownError: no room or no permission here; it stays where it is, or with us.
        """
        note = Note(drop.file, drop.path, drop.look, Source.WATCH, received_at)
        return self._filled(note, move_in)

    def copy(self, path: Path, file: str, received_at: datetime) -> Claim:
        """Take a copy of a given file and leave the file where it is.

        Raises:
            The same as `claim`.
        """
        path = path.absolute()
        try:
            look = Look.of(path.lstat())
        except FileNotFoundError as error:
            raise VanishedError from error
        except OSError as error:
            raise CannotClaimError(error.strerror) from error
        return self._filled(Note(file, path, look, Source.TAKE, received_at), copy_in)

    def pending(self, later: Collection[str] = ()) -> Iterator[Claim]:
        """Give the claims of which nobody knows whether the ledger has them; tidy up the rest.

        Claims that somebody works on right now are passed over. `later` names arrivals that
        failed before and come last, so that they keep nobody from having a turn.

        Raises:
            SpoolDownError: the spool cannot be read or tidied.
        """
        for folder in sorted(self._folders(), key=lambda folder: folder.name in later):
            claim = self._reopen(folder)
            if claim is not None and _is_open(claim):
                yield claim

    def left_behind(self) -> set[tuple[Path, Look]]:
        """Name the drops that we hold a copy of but have not removed: not to be taken again.

        A scanner uses a name again and again: only name and look together tell them apart.
        """
        notes = (_watched_copy(folder) for folder in self._folders())
        return {(note.origin, note.look) for note in notes if note}

    def held(self) -> Iterator[str]:
        """Name the arrivals whose content lies here, registered or not."""
        return (folder.name for folder in self._folders() if (folder / CONTENT).exists())

    def content(self, arrival_id: str) -> Path:
        """Say where the content of an arrival lies, or lay.

        Raises:
            ValueError: this is no arrival id.
        """
        if not _ARRIVAL_ID.fullmatch(arrival_id):
            raise ValueError("no arrival id")
        return self._root / arrival_id / CONTENT

    def release(self, arrival_id: str) -> None:
        """Delete the content: the archive has read it back. May be called twice.

        Raises:
            ValueError: this is no arrival id.
            SpoolDownError: it could not be deleted.
        """
        folder = self.content(arrival_id).parent
        with spool_trouble():
            lies_at_origin = _lies_at_origin(folder)
            if lies_at_origin:  # then its note has to keep the drop from being taken twice
                mark_registered(folder)
            (folder / CONTENT).unlink(missing_ok=True)
            self._reached(Point.EMPTIED)
            if not lies_at_origin:
                clear(folder)

    def _filled(self, note: Note, carry: Callable[[Claim], None]) -> Claim:
        claim = self._open(note)
        try:
            carry(claim)
        except IngestError:
            _give_up(claim)
            raise
        return claim

    def _open(self, note: Note) -> Claim:
        """Make the folder of a new claim; the note is on the disk before the file is touched."""
        with spool_trouble():
            self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = None
            while lock is None:  # a tidying neighbour may take the empty folder: make another
                folder = self._root / uuid4().hex
                folder.mkdir(mode=0o700)
                lock = make_locked(folder / NOTE)
        claim = Claim(folder, note, lock, self._reached)
        try:
            with spool_trouble():
                write_locked(lock, note.encode())
                sync_folder(folder)
                sync_folder(self._root)
        except SpoolDownError:
            _give_up(claim)
            raise
        self._reached(Point.NOTED)
        return claim

    def _reopen(self, folder: Path) -> Claim | None:
        with spool_trouble():
            if not (folder / NOTE).exists():
                clear_remains(folder)  # left by a crash, or made this moment: then nothing is lost
                return None
            lock = open_locked(folder / NOTE)
            if lock is None:
                return None
            try:
                note = Note.decode(lock.read())
            except ValueError:
                _tidy_torn(folder)
                unlock(lock)
                return None
        return Claim(folder, note, lock, self._reached)

    def _folders(self) -> list[Path]:
        with spool_trouble():
            if not self._root.exists():
                return []
            return sorted(path for path in self._root.iterdir() if _ARRIVAL_ID.fullmatch(path.name))


def _is_open(claim: Claim) -> bool:
    """Tell whether there is work left on a claim; if not, tidy it up or leave it to the archive."""
    if claim.is_registered and claim.lies_at_origin():
        with suppress(CannotClaimError):
            claim.clear_source()
    if not claim.path.exists():
        if claim.is_registered and claim.lies_at_origin():
            claim.close()  # its note keeps the drop from being taken twice
        else:
            claim.sweep()
        return False
    if claim.is_registered:
        claim.close()
        return False
    if not claim.is_copy and claim.was_put_back():
        claim.put_back()
        return False
    return True


def _watched_copy(folder: Path) -> Note | None:
    """Give the note of a claim that copied a drop out of the drop folder."""
    try:
        note = Note.decode((folder / NOTE).read_bytes()) if (folder / COPIED).exists() else None
    except (OSError, ValueError):
        return None
    return note if note and note.source is Source.WATCH else None


def _lies_at_origin(folder: Path) -> bool:
    note = _watched_copy(folder)
    return note is not None and look_at(note.origin) == note.look


def _tidy_torn(folder: Path) -> None:
    """A note is torn by a crash while it was written: then nothing was moved yet."""
    if not (folder / CONTENT).exists():
        clear(folder)


def _give_up(claim: Claim) -> None:
    """Forget a claim that holds nothing; what holds something stays pending."""
    with suppress(SpoolDownError):
        if not claim.path.exists():
            claim.sweep()
    claim.close()
