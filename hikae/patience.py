"""Waiting out what passes: a full disk, an archive that is not mounted, a language not installed.

Work that meets it waits and is tried again; nothing is given up for something that is not its own
fault. The reason is said once when the waiting begins and once when it is over.
"""

import errno
import threading
from collections.abc import Callable
from typing import TypeVar

import structlog

from archive.errors import StoreDownError
from hikae.metrics import WAITS
from ingest.errors import NotNowError
from ledger.errors import DatabaseDownError
from ocr.errors import NoLanguageError, NoTesseractError

R = TypeVar("R")

_PASSING = (StoreDownError, DatabaseDownError, NotNowError, NoTesseractError, NoLanguageError)
_OUR_SIDE = frozenset(
    {
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EFBIG,
        errno.EROFS,
        errno.EACCES,
        errno.EMFILE,
        errno.ENFILE,
        errno.ENOMEM,
    }
)
_LOOK_AGAIN_S = 2.0

log = structlog.get_logger(__name__)


class EndedWhileWaitingError(BaseException):
    """The worker ends while work waits.

    No `Exception`, for the engine would take that for the answer of a step and remember it.
    """


def patiently(work: Callable[[], R], stop: threading.Event) -> R:
    """Do it, again and again while something is away that comes back.

    Raises:
        EndedWhileWaitingError: `stop` was set meanwhile; nothing is decided.
        Exception: whatever else the work raises.
    """
    told = ""
    while True:
        try:
            answer = work()
        except (*_PASSING, OSError) as error:
            if not passes(error):
                raise
            if str(error) != told:
                told = str(error)
                log.warning("work waits", reason=told)
        else:
            if told:
                log.warning("work goes on", reason=told)
            return answer
        with WAITS.track_inprogress():
            if stop.wait(_LOOK_AGAIN_S):
                raise EndedWhileWaitingError


def passes(error: Exception) -> bool:
    """Tell whether an error is the machine's and passes, or the work's own and stays.

    Pillow says with an `OSError`, too, that a picture is broken; such a one has no number.
    """
    return isinstance(error, _PASSING) or (isinstance(error, OSError) and error.errno in _OUR_SIDE)
