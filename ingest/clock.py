"""What time it is, twice: one clock that only goes forward and one that people read."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """One reading of both clocks.

    `steady_s` only ever grows, so that a clock set forward does not make a growing file look old;
    `at` is an aware UTC time, comparable with a file's own time stamps.
    """

    steady_s: float
    at: datetime


Clock = Callable[[], Moment]


def now() -> Moment:
    """Read the machine's clocks."""
    return Moment(time.monotonic(), datetime.now(UTC))
