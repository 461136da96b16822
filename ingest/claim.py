"""One file in our custody, between the drop folder and the ledger.

A claim is a folder of the spool. What lies in it tells how far it got, so that a crash between any
two writes can be mended:

    claim.json   first of all: the note, locked while somebody works on the claim
    copied       the content is a copy, because the drop lies on another file system
    content      the file itself
    promised     the outcome that may have been registered from now on
    registered   the ledger has it; waits for the archive to release it

The name of the file stands in claim.json only, so no name can do harm here.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Self

from ingest.durable import digest, sync_folder, write_new
from ingest.errors import CannotClaimError, NotAFileError, SpoolDownError
from ingest.giveback import give_back, names_back
from ingest.note import Note, Promise, unlock
from ingest.points import Point, Reached, nowhere
from ingest.scan import Look, Source

NOTE, CONTENT, PART, COPIED = "claim.json", "content", "content.part", "copied"
_PROMISED, _REGISTERED = "promised", "registered"
_ALL = (CONTENT, PART, COPIED, _PROMISED, _REGISTERED, NOTE)  # content first: without it, no claim


@dataclass(frozen=True, slots=True)
class Claim:
    """A file that we hold. Use it in a `with`: leaving it lets others continue the work."""

    folder: Path
    note: Note
    lock: FileIO = field(repr=False, compare=False)
    reached: Reached = field(default=nowhere, repr=False, compare=False)

    @property
    def arrival_id(self) -> str:
        """The name under which the ledger will know this arrival."""
        return self.folder.name

    @property
    def path(self) -> Path:
        """Where the content lies."""
        return self.folder / CONTENT

    @property
    def is_copy(self) -> bool:
        """Whether the file still lies where it was dropped, too."""
        return (self.folder / COPIED).exists()

    @property
    def is_registered(self) -> bool:
        """Whether the ledger is known to have it."""
        return (self.folder / _REGISTERED).exists()

    @property
    def promise(self) -> Promise | None:
        """What an earlier try was about to register, and perhaps did; None if none got so far."""
        try:
            return Promise.decode((self.folder / _PROMISED).read_bytes())
        except (FileNotFoundError, ValueError):  # torn: nothing was registered after it yet
            return None

    def unchanged(self) -> bool:
        """Tell whether the file still looks as it did when it was found quiet and whole.

        Of a copy the source is asked; a source that is gone leaves ours as the only one.
        """
        if self.is_copy:
            return look_at(self.note.origin) in (None, self.note.look)
        return look_at(self.path) == self.note.look

    def note_promise(self, promise: Promise) -> None:
        """Write down what is about to be registered. From here on the file is not put back.

        Raises:
            SpoolDownError: it could not be written.
        """
        with spool_trouble():
            (self.folder / _PROMISED).unlink(missing_ok=True)  # a torn one of an earlier try
            write_new(self.folder / _PROMISED, promise.encode())
            sync_folder(self.folder)
        self.reached(Point.PROMISED)

    def finish(self) -> None:
        """Note that the ledger has it; of a copy from the drop folder, remove the source.

        Raises:
            SpoolDownError: it could not be noted; registering again does no harm.
            CannotClaimError: the source stays; the spool remembers not to take it twice.
        """
        with spool_trouble(), suppress(FileNotFoundError):  # released already
            mark_registered(self.folder)
        self.reached(Point.NOTED_AS_TAKEN)
        self.clear_source()
        self.close()

    def lies_at_origin(self) -> bool:
        """Tell whether a source that is ours to remove still lies in the drop folder."""
        ours = self.note.source is Source.WATCH and self.is_copy
        return ours and look_at(self.note.origin) == self.note.look

    def clear_source(self) -> None:
        """Remove the dropped file of a copy, if it still is the one that we copied.

        Raises:
            CannotClaimError: it cannot be removed.
        """
        origin, promise = self.note.origin, self.promise
        if promise is None or not self.lies_at_origin():
            return
        try:
            if digest(origin).sha256 == promise.sha256:
                origin.unlink()
                sync_folder(origin.parent)
        except (FileNotFoundError, NotAFileError):
            return
        except OSError as error:
            raise CannotClaimError(f"taken in, but not removed: {error.strerror}") from error
        self.reached(Point.SOURCE_REMOVED)

    def put_back(self) -> None:
        """Give the file back to the drop folder, never over another one, and forget the claim.

        Raises:
            SpoolDownError: it could not be given back now; it stays with us.
        """
        with spool_trouble():
            if not self.is_copy and not self.was_put_back():
                give_back(self.path, self.note.origin, self.arrival_id)
                self.reached(Point.LINKED_BACK)
            self.path.unlink(missing_ok=True)
        self.reached(Point.PUT_BACK)
        self.sweep()

    def was_put_back(self) -> bool:
        """Tell whether a crash interrupted a putting back that had given the file its name."""
        ours = look_at(self.path)
        return ours is not None and any(
            look_at(name) == ours for name in names_back(self.note.origin, self.arrival_id)
        )

    def sweep(self) -> None:
        """Remove the claim and whatever is left in it.

        Raises:
            SpoolDownError: the folder could not be removed.
        """
        with spool_trouble():
            clear(self.folder)
        self.close()

    def close(self) -> None:
        """Let go of the lock; what is not finished can be continued by anybody."""
        unlock(self.lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


@contextmanager
def spool_trouble() -> Iterator[None]:
    """Turn what the operating system says about our own folder into SpoolDownError."""
    try:
        yield
    except OSError as error:
        raise SpoolDownError(error.strerror or "unknown trouble") from error


def look_at(path: Path) -> Look | None:
    """Give the look of what lies there; None if nothing does, or it cannot be seen."""
    try:
        return Look.of(path.lstat())
    except OSError:
        return None


def mark_registered(folder: Path) -> None:
    """Note in the folder of a claim that the ledger has it; may be done twice."""
    with suppress(FileExistsError):
        write_new(folder / _REGISTERED, b"")
        sync_folder(folder)


def clear(folder: Path) -> None:
    """Empty and remove the folder of a claim; may be done twice, and by two at a time."""
    _remove(folder, _ALL)


def clear_remains(folder: Path) -> None:
    """Remove a folder that has no note, unless it holds content or a new note this moment."""
    _remove(folder, (PART, COPIED, _PROMISED, _REGISTERED))


def _remove(folder: Path, names: tuple[str, ...]) -> None:
    for name in names:
        (folder / name).unlink(missing_ok=True)
    try:
        folder.rmdir()
    except FileNotFoundError:
        return
    except OSError as error:
        if error.errno != errno.ENOTEMPTY:  # somebody finishes this claim: tidied up next time
            raise
