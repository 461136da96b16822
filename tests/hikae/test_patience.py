"""What passes is waited out; what is the work's own fault is not."""

import errno
import threading
from collections.abc import Callable

import pytest
from PIL import UnidentifiedImageError

from archive.errors import AlteredError, StoreDownError
from hikae.patience import EndedWhileWaitingError, passes, patiently
from ledger.errors import DatabaseDownError
from ocr.errors import NoLanguageError, NoTesseractError, ReadingFailedError


class Told(threading.Event):
    """Nobody ends the worker; and no test waits two seconds."""

    def wait(self, timeout: float | None = None) -> bool:
        return self.is_set()


def failing(times: int, error: Exception) -> Callable[[], str]:
    left = [error] * times

    def work() -> str:
        if left:
            raise left.pop()
        return "done"

    return work


@pytest.mark.parametrize(
    "error",
    [
        StoreDownError("writing", "No space left on device"),
        DatabaseDownError("database or disk is full"),
        NoTesseractError(),
        NoLanguageError("jpn"),
        OSError(errno.ENOSPC, "No space left on device"),
    ],
)
def test_what_passes_is_tried_until_it_has_passed(error: Exception) -> None:
    assert patiently(failing(5, error), Told()) == "done"


@pytest.mark.parametrize(
    "error",
    [
        AlteredError("originals/x"),
        ReadingFailedError(),
        UnidentifiedImageError("no picture"),
        OSError("image file is truncated"),
        FileNotFoundError(errno.ENOENT, "No such file or directory"),
    ],
)
def test_what_is_the_works_own_is_raised_at_once(error: Exception) -> None:
    assert not passes(error)
    with pytest.raises(type(error)):
        patiently(failing(1, error), Told())


def test_who_ends_while_waiting_decides_nothing() -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(EndedWhileWaitingError):
        patiently(failing(1, NoTesseractError()), stop)


def test_the_engine_cannot_mistake_the_end_for_an_answer() -> None:
    assert not issubclass(EndedWhileWaitingError, Exception)


def test_the_reason_is_said_once_when_it_begins_and_once_when_it_is_over(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    patiently(failing(50, NoLanguageError("jpn")), Told())
    said = [*caplog.text.splitlines(), *capsys.readouterr().out.splitlines()]
    assert sum("work waits" in line for line in said) == 1
    assert sum("work goes on" in line for line in said) == 1
