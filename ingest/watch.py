"""Watches the drop folder: when to go round.

The listing is the truth. Events only wake the loop early, so that a lost one costs a minute and
never a file. What a round does stands in `ingest.rounds`.
"""

import threading
import time
from enum import StrEnum
from pathlib import Path

from watchdog.events import (
    EVENT_TYPE_CLOSED,
    EVENT_TYPE_CREATED,
    EVENT_TYPE_MODIFIED,
    EVENT_TYPE_MOVED,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from ingest.mounts import reaches_inotify
from ingest.rounds import Hands, Pace, Rounds
from ingest.settle import Settler
from ingest.spool import Spool
from ingest.trouble import Trouble, Troubles

_STOP_LOOK_S = 0.25  # how soon a stop is noticed


class Hearing(StrEnum):
    """Whether to rely on file system events to wake up."""

    AUTO = "auto"  # where they reach
    EVENTS = "events"
    POLLING = "polling"


class Watcher:
    """One drop folder, watched by one thread."""

    def __init__(
        self,
        drop_folder: Path,
        spool: Spool,
        settler: Settler,
        hands: Hands,
        pace: Pace | None = None,
        hearing: Hearing = Hearing.AUTO,
    ) -> None:
        """Watch a folder; nothing is touched before `run`."""
        self._folder = drop_folder.absolute()
        self._pace = pace or Pace()
        self._hearing = hearing
        self._troubles = Troubles(hands.report)
        self._rounds = Rounds(self._folder, spool, settler, hands, self._pace, self._troubles)
        self._ears = _Ears(self._folder)

    def run(self, stop: threading.Event) -> None:
        """Watch until told to stop; a file that is being taken is finished first."""
        try:
            while not stop.is_set():
                self._listen()
                began_s = time.monotonic()
                is_busy = self._rounds.look_round(stop)
                self._sleep(began_s, self._wait_s(is_busy=is_busy), stop)
        finally:
            self._ears.close()

    def _wait_s(self, *, is_busy: bool) -> float:
        if is_busy:
            return self._pace.busy_s
        return self._pace.slow_s if self._ears.hear else self._pace.poll_s

    def _listen(self) -> None:
        if self._hearing is Hearing.POLLING:
            return
        if self._hearing is Hearing.AUTO and not reaches_inotify(self._folder):
            self._ears.close()
            return
        try:
            self._ears.open()
        except FileNotFoundError:
            self._ears.close()  # the drop folder is missing: the listing says so
        except OSError as error:  # a limit of the kernel: ENOSPC for watches, EMFILE for instances
            self._troubles.tell(Trouble.NO_EVENTS, error.strerror or "unknown trouble")
        else:
            self._troubles.over(Trouble.NO_EVENTS)

    def _sleep(self, began_s: float, wait_s: float, stop: threading.Event) -> None:
        until_s = began_s + wait_s
        while not stop.is_set() and (left_s := until_s - time.monotonic()) > 0:
            if self._ears.are_elsewhere():
                return
            if self._ears.wait(min(left_s, _STOP_LOOK_S)):
                until_s = min(until_s, began_s + self._pace.busy_s)
                stop.wait(max(min(until_s - time.monotonic(), _STOP_LOOK_S), 0))


class _Ears(FileSystemEventHandler):
    """Events of one folder as a single wake-up. The observer's thread does nothing but that."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._woken = threading.Event()
        self._observer = Observer()
        self._watched: tuple[int, int] | None = None

    @property
    def hear(self) -> bool:
        """Whether events come in now."""
        return self._watched is not None

    def are_elsewhere(self) -> bool:
        """Tell whether we listen to a folder that is no longer the one under this name."""
        return self._watched is not None and self._watched != self._place()

    def open(self) -> None:
        """Begin to listen, again if the folder was replaced (mounted) or the observer died.

        Raises:
            OSError: no events to be had.
        """
        if self._watched is not None and not self.are_elsewhere() and self._is_alive():
            return
        self.close()
        place, observer = self._place(), Observer()
        observer.schedule(self, str(self._folder), recursive=True)
        observer.start()
        self._observer, self._watched = observer, place

    def close(self) -> None:
        """Stop listening."""
        if self._watched is not None:
            self._watched = None
            self._observer.stop()
            self._observer.join()

    def wait(self, timeout_s: float) -> bool:
        """Wait for something to happen in the folder."""
        woken = self._woken.wait(timeout_s)
        self._woken.clear()
        return woken

    def dispatch(self, event: FileSystemEvent) -> None:
        """Wake the watcher; our own reading and taking away is no news."""
        if event.event_type in (EVENT_TYPE_CREATED, EVENT_TYPE_MOVED, EVENT_TYPE_CLOSED) or (
            event.event_type == EVENT_TYPE_MODIFIED and not event.is_directory
        ):
            self._woken.set()

    def _place(self) -> tuple[int, int] | None:
        try:
            status = self._folder.stat()
        except OSError:
            return None
        return status.st_dev, status.st_ino

    def _is_alive(self) -> bool:
        emitters = self._observer.emitters
        return self._observer.is_alive() and all(emitter.is_alive() for emitter in emitters)
