"""Folders for working copies: gone when their user is done, and also when it was killed.

Pages and whole scans lie in them for a while, so nothing may be left behind. Each folder is locked
by its user; the kernel lifts the lock when the user dies, and then anybody may sweep it away.
"""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_TOO_YOUNG_S = 60.0  # made, but perhaps not locked yet


@contextmanager
def scratch_folder(root: Path) -> Iterator[Path]:
    """Give a folder of one's own below `root` for a while."""
    root.mkdir(mode=0o700, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=root))
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def sweep_scratch(root: Path) -> int:
    """Remove the folders whose users are dead; tell how many."""
    swept = 0
    for folder in root.iterdir() if root.is_dir() else ():
        try:
            lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except (FileNotFoundError, NotADirectoryError):
            continue
        try:
            if time.time() - os.fstat(lock).st_mtime > _TOO_YOUNG_S:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
                swept += 1
        except BlockingIOError:  # somebody works in it
            continue
        finally:
            os.close(lock)
    return swept
