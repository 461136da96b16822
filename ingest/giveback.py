"""Giving a file a name that must be free, its old one above all: nothing is ever overwritten."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

from ingest.durable import sync_folder

_LONGEST_NAME = 255  # bytes
_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK, errno.ENOSYS})


def give_back(content: Path, origin: Path, arrival_id: str) -> None:
    """Give content its old name again, or one beside it if the old one is taken.

    The caller removes the name in the spool afterwards. Where a file system has no hard links the
    content is moved instead.

    Raises:
        OSError: neither name is free, or the folder cannot be written.
    """
    origin.parent.mkdir(parents=True, exist_ok=True)
    for name in names_back(origin, arrival_id):
        try:
            name_free(content, name)
        except FileExistsError:
            continue
        sync_folder(name.parent)
        return
    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))


def names_back(origin: Path, arrival_id: str) -> Iterator[Path]:
    """Give the old name, then one that nobody else gives."""
    yield origin
    mark = f"~{arrival_id[:8]}"
    room = _LONGEST_NAME - len(os.fsencode(mark + origin.suffix))
    stem = os.fsencode(origin.stem)[: max(room, 0)].decode("utf-8", "ignore")
    yield origin.with_name(f"{stem}{mark}{origin.suffix if room > 0 else ''}")


def name_free(content: Path, name: Path) -> None:
    """Give content a further name; where a file system has no hard links, move it there.

    Raises:
        FileExistsError: the name is taken.
        OSError: the folder cannot be written.
    """
    try:
        os.link(content, name, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        # Our own empty file keeps the name free of others; renaming over it loses nothing.
        os.close(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        content.rename(name)
