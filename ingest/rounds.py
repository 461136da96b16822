"""One round over the drop folder: what to do with what lies there now.

First continue what a crash or an absent store left in the spool; then list the folder, show every
drop to the settler, and take what is ready. Whatever fails is tried again, for as long as the file
lies there; nothing is given up until a restart.
"""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from ingest.claim import Claim, look_at
from ingest.clock import Clock, now
from ingest.errors import ChangedError, IngestError, NotAFileError, NotNowError, VanishedError
from ingest.scan import Drop
from ingest.settle import Settler, Settling
from ingest.spool import Spool
from ingest.take import Taken
from ingest.trouble import Report, Trouble, Troubles
from ingest.walk import Closed, Left, walk
from ingest.whole import Inspect


@dataclass(frozen=True, slots=True)
class Pace:
    """How often to look, in seconds."""

    busy_s: float = 2.0  # while something is settling, and at most so often after an event
    poll_s: float = 5.0  # where events do not reach
    slow_s: float = 60.0  # where they do
    retry_s: float = 5.0  # after a trouble; doubled up to
    retry_most_s: float = 60.0


@dataclass(frozen=True, slots=True)
class Hands:
    """What the watcher is given to work with.

    `take_one` is `ingest.take.take` with everything but the claim filled in. It and `left_alone`
    raise NotNowError (or a child of it) when store or database is away, and are called again then;
    otherwise `left_alone` is called once a path. `report` must not fail.
    """

    inspect: Inspect
    take_one: Callable[[Claim], Taken]
    report: Callable[[Report], None]
    left_alone: Callable[[Left], None]
    clock: Clock = now


class Rounds:
    """The work on one drop folder, one round at a time."""

    def __init__(
        self,
        drop_folder: Path,
        spool: Spool,
        settler: Settler,
        hands: Hands,
        pace: Pace,
        troubles: Troubles,
    ) -> None:
        """Work on a folder; nothing is touched before the first round."""
        self._folder = drop_folder
        self._spool = spool
        self._settler = settler
        self._hands = hands
        self._pace = pace
        self._troubles = troubles
        self._left: set[Left] = set()
        self._sore: dict[Path, float] = {}  # files that failed by themselves, and when to try again
        self._failed: dict[str, str] = {}  # claims that failed last time, and their files
        self._retry_at_s = 0.0
        self._wait_s = pace.retry_s
        self._pending_at_s = 0.0

    def look_round(self, stop: threading.Event) -> bool:
        """Go round once; a stop is obeyed between two files.

        Returns:
            Whether something still settles or failed, so that the next round should come soon.
        """
        found = self._listing()
        ready = [] if found is None else self._ready(found)
        if self._hands.clock().steady_s >= self._retry_at_s:
            # Both queues go as far as they get: one claim that always fails stops no new drop.
            pending, fresh = self._take_pending(stop), self._take_ready(ready, stop)
            self._note_trouble(pending or fresh)
        return len(self._settler) > 0 or len(self._failed) > 0

    def _listing(self) -> list[Drop | Left | Closed] | None:
        try:
            found = list(walk(self._folder))
        except OSError as error:
            self._troubles.tell(Trouble.FOLDER_MISSING, error.strerror or "unknown trouble")
            return None
        self._troubles.over(Trouble.FOLDER_MISSING)
        return found

    def _ready(self, found: Iterable[Drop | Left | Closed]) -> list[Drop]:
        """Show every drop to the settler; give those to check, the oldest first."""
        drops, left, closed = [], set[Left](), set[str]()
        for thing in found:
            match thing:
                case Drop():
                    drops.append(thing)
                case Left():
                    left.add(thing)
                case Closed():
                    closed.add(thing.file)
                    self._troubles.tell(Trouble.FOLDER_CLOSED, thing.reason, thing.file)
        self._note_left(left)
        self._troubles.only(Trouble.FOLDER_CLOSED, closed)
        known = {drop.file for drop in drops} | set(self._failed.values())
        self._troubles.only(Trouble.CANNOT_TAKE, known)
        present = {drop.path for drop in drops}
        self._settler.keep_only(present)
        self._sore = {path: at for path, at in self._sore.items() if path in present}
        moment = self._hands.clock()
        due = [drop for drop in drops if self._settler.look(drop, moment) is Settling.CHECK]
        return sorted(due, key=lambda drop: drop.mtime_ns)

    def _note_left(self, left: set[Left]) -> None:
        self._left &= left  # what went away and comes again is noted again
        try:
            for thing in sorted(left - self._left, key=lambda one: one.file):
                self._hands.left_alone(thing)
                self._left.add(thing)
        except NotNowError as error:
            self._troubles.tell(Trouble.NOT_NOW, _reason(error))

    def _take_pending(self, stop: threading.Event) -> NotNowError | None:
        """Continue the claims that a crash or an absent store left."""
        moment = self._hands.clock()
        if moment.steady_s < self._pending_at_s:
            return None
        self._pending_at_s = moment.steady_s + self._pace.slow_s
        seen = set[str]()
        try:
            for claim in self._spool.pending(later=self._failed):
                with claim:
                    if stop.is_set():
                        return None
                    seen.add(claim.arrival_id)
                    self._take(claim)
        except NotNowError as error:
            return error
        self._failed = {one: file for one, file in self._failed.items() if one in seen}
        return None

    def _take_ready(self, ready: list[Drop], stop: threading.Event) -> NotNowError | None:
        """Take drops until one fails for a reason that may concern all of them."""
        try:
            behind = self._spool.left_behind() if ready else set()
            for drop in ready:
                if stop.is_set():
                    return None
                if (drop.path, drop.look) not in behind and self._is_well(drop):
                    self._check(drop)
        except NotNowError as error:
            return error
        return None

    def _is_well(self, drop: Drop) -> bool:
        return self._hands.clock().steady_s >= self._sore.get(drop.path, 0.0)

    def _check(self, drop: Drop) -> None:
        """Inspect one quiet drop, and take it if the settler says so."""
        try:
            verdict = self._hands.inspect(drop.path)
            if look_at(drop.path) != drop.look:
                return  # the next listing shows it anew
            decision = self._settler.verdict(drop, verdict, self._hands.clock())
            if decision in (Settling.TAKE, Settling.REFUSE):
                with self._spool.claim(drop, self._hands.clock().at) as claim:
                    self._take(claim)
        except (VanishedError, ChangedError, NotAFileError, FileNotFoundError):
            return  # normal: the next listing shows what has become of it
        except NotNowError:
            raise
        except (IngestError, OSError) as error:
            self._sore[drop.path] = self._hands.clock().steady_s + self._pace.retry_most_s
            self._troubles.tell(Trouble.CANNOT_TAKE, _reason(error), drop.file)

    def _take(self, claim: Claim) -> None:
        self._failed[claim.arrival_id] = claim.note.file
        try:
            self._hands.take_one(claim)
        except (ChangedError, NotAFileError):
            pass  # it lies in the drop folder again
        except NotNowError:
            raise
        except (IngestError, OSError) as error:
            self._pending_at_s = self._hands.clock().steady_s + self._pace.retry_most_s
            self._troubles.tell(Trouble.CANNOT_TAKE, _reason(error), claim.note.file)
            return
        del self._failed[claim.arrival_id]

    def _note_trouble(self, error: NotNowError | None) -> None:
        """Leave files where they are safe for a while; the wait grows with every failure."""
        if error is None:
            self._wait_s = self._pace.retry_s
            self._troubles.over(Trouble.NOT_NOW)
            return
        self._retry_at_s = self._hands.clock().steady_s + self._wait_s
        self._pending_at_s = self._retry_at_s
        self._wait_s = min(self._wait_s * 2, self._pace.retry_most_s)
        self._troubles.tell(Trouble.NOT_NOW, _reason(error))


def _reason(error: IngestError | OSError) -> str:
    """Say what is the matter without the file's name, which may be a person's."""
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    return str(error) or type(error).__name__
