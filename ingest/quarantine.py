"""The folder in which a clerk finds what could not be read, each file with its reason beside it."""

import errno
import fcntl
import os
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ingest.durable import copy_new, digest, sync_folder, write_new
from ingest.errors import NotAFileError, QuarantineDownError
from ingest.giveback import name_free
from ingest.scan import Look, shown
from ledger.why import Unreadable

_LONGEST_NAME = 200  # bytes, with the text file's ending; shares and archives allow fewer than 255
_LONGEST_ENDING = 8
_NOTE_ENDING = ".txt"
_FORBIDDEN = frozenset('<>:"/\\|?*')  # on the PCs that see this folder as a share
_READABLE = 0o660  # less what the office's umask takes away
_MARK = re.compile(r"__(?:[0-9a-f]{64}|[0-9a-f]{16}|[0-9a-f]{8})(?=(\.[^.]{1,8})?$)")
_NO_LOCKS = {errno.EBADF, errno.EINVAL, errno.ENOLCK, errno.EOPNOTSUPP}  # some file systems


@dataclass(frozen=True, slots=True)
class Lying:
    """A file in quarantine as it was seen at one moment.

    `file` is the name under which it first came in. `note` changes whenever the file is put here,
    also if it lay here already.
    """

    path: Path
    file: str
    note: Look | None


class Quarantine:
    """The folder; it is made when first needed."""

    def __init__(self, root: Path) -> None:
        """Use this folder."""
        self._root = root

    def put(self, content: Path, file: str, sha256: str, why: Unreadable, sentence: str) -> Path:
        """Lay a copy of the content here, and a text file with the reason beside it.

        May be called again, also when the content has left the spool since.

        Args:
            content: where it lies in the spool.
            file: the path below the drop folder, as shown.
            sha256: of the content, as it was taken in.
            why: the word for the reason.
            sentence: the reason as the clerk shall read it.

        Returns:
            Where the copy lies.

        Raises:
            QuarantineDownError: it could not be written; the content stays in the spool.
        """
        with _quarantine_trouble():
            self._root.mkdir(parents=True, exist_ok=True)
            with self._alone():
                place = self._copied(content, file, sha256)
                text = f"{sentence}\n\n{_one_line(file)}\n{why.value}\nSHA-256 {sha256}\n"
                self._write_note(place, text.encode("utf-8-sig"))
                sync_folder(self._root)
        return place

    def look(self, path: Path) -> Lying:
        """See what lies here, before it is tried once more.

        Raises:
            ValueError: the path does not lie in this folder.
            QuarantineDownError: it cannot be looked at.
        """
        if path.parent.absolute() != self._root.absolute():
            raise ValueError("not in quarantine")
        with _quarantine_trouble():
            note = _look(_note_beside(path))
            return Lying(path, _noted_name(path) or _MARK.sub("", path.name), note)

    def take_back(self, lying: Lying) -> bool:
        """Remove a file and its text, for its content is in custody again. May be called twice.

        A file that was put here again meanwhile stays: its content was refused once more.

        Returns:
            Whether the place is empty now.

        Raises:
            QuarantineDownError: it could not be removed.
        """
        with _quarantine_trouble(), suppress(FileNotFoundError), self._alone():
            note = _note_beside(lying.path)
            if _look(note) != lying.note:
                return not lying.path.exists()
            lying.path.unlink(missing_ok=True)
            note.unlink(missing_ok=True)
            sync_folder(self._root)
        return True

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other processes from putting and taking back; the lock goes with the process."""
        handle = os.open(self._root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)
            except OSError as error:
                if error.errno not in _NO_LOCKS:
                    raise
            yield
        finally:
            os.close(handle)

    def _copied(self, content: Path, file: str, sha256: str) -> Path:
        """Copy under a name for the meantime, then give it the first name that is free or right."""
        there = next((name for name in self._names(file, sha256) if _holds(name, sha256)), None)
        if there is not None:
            return there
        part = self._root / f".{sha256}.part"
        part.unlink(missing_ok=True)  # left by a crash
        copied = copy_new(content, part, _READABLE).sha256  # another one if a handle was still open
        try:
            for name in self._names(file, copied):
                with suppress(FileExistsError):
                    name_free(part, name)
                    return name
                if _holds(name, copied):
                    return name
        finally:
            part.unlink(missing_ok=True)
        raise FileExistsError

    def _names(self, file: str, sha256: str) -> Iterator[Path]:
        """The name with a short hash; with a longer one should two contents share the short one."""
        for length in (8, 16, 64):
            yield self._root / safe_name(file, f"__{sha256[:length]}")

    def _write_note(self, place: Path, text: bytes) -> None:
        note = _note_beside(place)
        part = note.with_name(f".{note.name}.part")
        part.unlink(missing_ok=True)
        write_new(part, text, _READABLE)
        part.replace(note)


def safe_name(file: str, mark: str) -> str:
    """Make a name that no shell, share or screen stumbles over, and put a mark before its ending.

    What stays is recognisable: Japanese, spaces and the ending stay, folders and line ends go.
    """
    name = PurePosixPath(file).name
    kept = "".join("_" if _is_unsafe(sign) else sign for sign in unicodedata.normalize("NFC", name))
    stem, dot, ending = kept.rpartition(".")
    if not stem or not ending.isascii() or not 0 < len(ending) <= _LONGEST_ENDING:
        stem, dot, ending = kept, "", ""
    room = _LONGEST_NAME - len((mark + dot + ending + _NOTE_ENDING).encode())
    stem = stem.encode()[:room].decode("utf-8", "ignore").strip(" .")
    if stem.startswith(("-", "~", "_")) or not stem:
        stem = f"file_{stem}"
    return f"{stem}{mark}{dot}{ending.strip(' ')}"


def _is_unsafe(sign: str) -> bool:
    # Cc: line ends and bells; Cf: signs that turn the direction of writing; Cs, Cn: no letters
    return sign in _FORBIDDEN or unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Cn", "Zl", "Zp")


def _one_line(file: str) -> str:
    return shown(PurePosixPath(" ".join(file.split("\n"))))


def _holds(path: Path, sha256: str) -> bool:
    try:
        return digest(path).sha256 == sha256
    except (FileNotFoundError, NotAFileError):
        return False


def _noted_name(path: Path) -> str | None:
    """Read the name out of the text beside a file, if the text is ours and speaks of this file."""
    try:
        lines = _note_beside(path).read_bytes().decode("utf-8-sig").split("\n")
        file, _why, sha256, _end = lines[-4:]
        is_this = sha256 == f"SHA-256 {digest(path).sha256}"
    except (FileNotFoundError, ValueError, NotAFileError):  # none, no text, too short; no file
        return None
    return file if file and is_this else None


def _look(path: Path) -> Look | None:
    try:
        return Look.of(path.lstat())
    except FileNotFoundError:
        return None


def _note_beside(path: Path) -> Path:
    return path.with_name(path.name + _NOTE_ENDING)


@contextmanager
def _quarantine_trouble() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise QuarantineDownError(error.strerror or "unknown trouble") from error
