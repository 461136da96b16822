"""The listing of the drop folder: what lies there now, whatever events said or did not say."""

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.leave import LeftAlone, leave_alone
from ingest.scan import Drop, shown


@dataclass(frozen=True, slots=True)
class Left:
    """Something in the drop folder that is no drop."""

    file: str
    why: LeftAlone


@dataclass(frozen=True, slots=True)
class Closed:
    """Something that may not be listed."""

    file: str
    reason: str


def walk(root: Path) -> Iterator[Drop | Left | Closed]:
    """List the drop folder and all folders below it; links are not followed.

    What vanishes while we look is passed over: that is normal.

    Raises:
        OSError: the drop folder itself cannot be listed.
    """
    folders = [root]
    while folders:
        folder = folders.pop()
        try:
            paths = sorted(folder.iterdir())
        except OSError as error:
            if folder == root:
                raise
            yield from _closed(shown(folder.relative_to(root)), error)
            continue
        for path in paths:
            yield from _look(root, path, folders)


def _look(root: Path, path: Path, folders: list[Path]) -> Iterator[Drop | Left | Closed]:
    file = shown(path.relative_to(root))
    try:
        status = path.lstat()
    except OSError as error:
        yield from _closed(file, error)
        return
    why = leave_alone(path.name, status.st_mode)
    if why is not None:
        yield Left(file, why)
    if stat.S_ISDIR(status.st_mode):
        if why is not LeftAlone.SYSTEM_FOLDER:
            folders.append(path)
    elif why is None:
        yield Drop.seen(path, file, status)


def _closed(file: str, error: OSError) -> Iterator[Closed]:
    if not isinstance(error, FileNotFoundError | NotADirectoryError):
        yield Closed(file, error.strerror or "unknown trouble")
