"""Carrying a file into its claim: by rename, or by a copy where the drop folder is elsewhere."""

import errno
import os
import stat

from ingest.claim import COPIED, PART, Claim, look_at, spool_trouble
from ingest.durable import copy_new, digest, sync_file, sync_folder, write_new
from ingest.errors import (
    CannotClaimError,
    ChangedError,
    NotAFileError,
    SpoolDownError,
    VanishedError,
)
from ingest.points import Point

_OUR_SIDE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EMFILE, errno.ENFILE})


def move_in(claim: Claim) -> None:
    """Rename the drop into the claim; across file systems, copy it.

    Raises:
        VanishedError, ChangedError, NotAFileError, CannotClaimError: the drop stays where it is.
        SpoolDownError: it stays where it is, or is with us and pending.
    """
    origin = claim.note.origin
    _look_again(claim)
    try:
        origin.rename(claim.path)
    except OSError as error:
        if error.errno == errno.EXDEV:
            copy_in(claim)
            return
        raise _named(error) from error
    claim.reached(Point.MOVED)
    with spool_trouble():
        sync_file(claim.path)  # the scanner wrote it and may not have synced it
        sync_folder(claim.folder)
        sync_folder(origin.parent)
    claim.reached(Point.CLAIMED)


def copy_in(claim: Claim) -> None:
    """Copy the file into the claim and prove the copy against the file and against the disk.

    Raises:
        VanishedError, ChangedError, NotAFileError, CannotClaimError, SpoolDownError: no copy made.
    """
    _look_again(claim)
    with spool_trouble():
        write_new(claim.folder / COPIED, b"")
        sync_folder(claim.folder)
    claim.reached(Point.COPY_BEGUN)
    try:
        copied = copy_new(claim.note.origin, claim.folder / PART)
        source = digest(claim.note.origin)
    except OSError as error:
        raise _named(error) from error
    if source != copied or source.look != claim.note.look:
        raise ChangedError
    claim.reached(Point.COPIED)
    with spool_trouble():
        if digest(claim.folder / PART).sha256 != copied.sha256:
            raise SpoolDownError("the copy does not read back as it was written")
        (claim.folder / PART).rename(claim.path)
        sync_folder(claim.folder)
    claim.reached(Point.CLAIMED)


def _look_again(claim: Claim) -> None:
    """Make sure that the file is still the one that was looked at."""
    origin = claim.note.origin
    try:
        status = os.lstat(origin)
    except OSError as error:
        raise _named(error) from error
    if not stat.S_ISREG(status.st_mode):
        raise NotAFileError("no regular file")
    if look_at(origin) != claim.note.look:
        raise ChangedError


def _named(error: OSError) -> Exception:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return VanishedError()
    reason = error.strerror or "unknown trouble"
    return SpoolDownError(reason) if error.errno in _OUR_SIDE else CannotClaimError(reason)
