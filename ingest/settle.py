"""When is a drop finished? Pure: looks, verdicts and the clock are handed in.

A drop is taken when nothing about it changed for a while **and** its structure is whole. A TIFF
waits longer, because it is whole after every page. A file whose end is missing may still grow and
waits until patience ends; then it is refused. The state of a file is kept until the file is gone:
nothing is given up until a restart.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ingest.clock import Moment
from ingest.scan import Drop, Look
from ingest.whole import State, Verdict
from ledger.scans import ScanKind


class Settling(StrEnum):
    """What to do with a drop now."""

    WAIT = "wait"
    CHECK = "check"  # quiet long enough: look at its structure
    TAKE = "take"
    REFUSE = "refuse"  # take it in as something that never becomes a scan


@dataclass(slots=True)
class _Watched:
    look: Look
    since_s: float  # when we first saw it like this
    due_s: float  # when its structure is worth a look


class Settler:
    """Remembers every drop that is not taken yet."""

    def __init__(self, *, quiet_s: float, tiff_quiet_s: float, patience_s: float) -> None:
        """Set the three waits.

        Args:
            quiet_s: unchanged for so long, a whole file is taken.
            tiff_quiet_s: the same for a TIFF, and for refusing what is no scan at all.
            patience_s: unchanged for so long, a file without its end is refused.
        """
        self._quiet_s = quiet_s
        self._tiff_quiet_s = max(tiff_quiet_s, quiet_s)
        self._patience_s = max(patience_s, self._tiff_quiet_s)
        self._seen: dict[Path, _Watched] = {}

    def look(self, drop: Drop, now: Moment) -> Settling:
        """Note one look at a drop: WAIT, or CHECK when it has been quiet long enough."""
        seen = self._seen.get(drop.path)
        if seen is None or seen.look != drop.look:
            seen = _Watched(drop.look, now.steady_s, now.steady_s + self._quiet_s)
            self._seen[drop.path] = seen
        return Settling.CHECK if now.steady_s >= seen.due_s else Settling.WAIT

    def verdict(self, drop: Drop, verdict: Verdict, now: Moment) -> Settling:
        """Decide with what the structure says: TAKE, WAIT or REFUSE (for `verdict.why`)."""
        if self.look(drop, now) is Settling.WAIT:  # it changed while it was inspected
            return Settling.WAIT
        seen = self._seen[drop.path]
        left_s = self._left_s(drop, verdict, seen, now)
        if left_s > 0:
            seen.due_s = now.steady_s + left_s
            return Settling.WAIT
        return Settling.TAKE if verdict.state is State.WHOLE else Settling.REFUSE

    def keep_only(self, present: Collection[Path]) -> None:
        """Forget the drops that are gone."""
        self._seen = {path: seen for path, seen in self._seen.items() if path in present}

    def __len__(self) -> int:
        """Count the drops that have not settled."""
        return len(self._seen)

    def _left_s(self, drop: Drop, verdict: Verdict, seen: _Watched, now: Moment) -> float:
        quiet_s = now.steady_s - seen.since_s
        match verdict.state:
            case State.WHOLE if verdict.kind is not ScanKind.TIFF:
                return self._quiet_s - quiet_s
            case State.WHOLE | State.BROKEN:
                return self._tiff_quiet_s - quiet_s
            case State.INCOMPLETE:
                # Either proof will do, so that a service that restarts often still comes to an
                # end; but a file server's clock may be wrong, so we always look for a while.
                age_s = now.at.timestamp() - drop.mtime_ns / 1e9
                by_age_s = max(self._patience_s - age_s, self._tiff_quiet_s - quiet_s)
                return min(self._patience_s - quiet_s, by_age_s)
