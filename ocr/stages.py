"""Which stage of the work takes how much CPU. Counted only while somebody listens.

A process listens for itself: what its children do inside a stage counts, programs such as Tesseract
too, once they have ended.
"""

import resource
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

_SPENT: ContextVar[dict[str, float] | None] = ContextVar("spent", default=None)


@contextmanager
def listening() -> Iterator[Mapping[str, float]]:
    """Give the CPU seconds of every stage that ends in this context, by its name.

    Of two who listen, the inner one hears. Threads begun meanwhile are not heard.
    """
    spent: dict[str, float] = {}
    before = _SPENT.set(spent)
    try:
        yield spent
    finally:
        _SPENT.reset(before)


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Count what is done inside as this stage's; one that comes again is added to.

    A stage within a stage counts once, as itself.
    """
    spent = _SPENT.get()
    if spent is None:
        yield
        return
    heard, began = sum(spent.values()), cpu_s()
    try:
        yield
    finally:
        within = sum(spent.values()) - heard
        spent[name] = spent.get(name, 0.0) + cpu_s() - began - within


def cpu_s() -> float:
    """CPU seconds of this process, all its threads, and of its children that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime
