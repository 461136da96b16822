"""Stand-ins for what the receiving desk is given: a clock, a store with a ledger."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ingest.clock import Moment
from ingest.errors import NotNowError
from ingest.scan import Refused, Scan
from ledger.scans import ScanKind


@dataclass
class FakeClock:
    """Stands still until somebody lets time pass."""

    steady_s: float = 1000.0
    at: datetime = field(default_factory=lambda: datetime(2025, 10, 20, 5, tzinfo=UTC))

    def __call__(self) -> Moment:
        return Moment(self.steady_s, self.at)

    def pass_s(self, seconds: float) -> Moment:
        self.steady_s += seconds
        self.at += timedelta(seconds=seconds)
        return self()


@dataclass
class Office:
    """A store and a ledger in memory; both can be away, and registering twice changes nothing."""

    originals: dict[str, bytes] = field(default_factory=dict)
    arrivals: dict[str, Scan | Refused] = field(default_factory=dict)
    store_is_away: bool = False
    ledger_is_away: bool = False

    def keep(self, path: Path, sha256: str, kind: ScanKind) -> None:
        if self.store_is_away:
            raise NotNowError("the store does not answer")
        content = path.read_bytes()
        assert hashlib.sha256(content).hexdigest() == sha256
        self.originals[sha256] = content

    def register(self, outcome: Scan | Refused) -> None:
        if self.ledger_is_away:
            raise NotNowError("the ledger does not answer")
        known = self.arrivals.setdefault(outcome.arrival_id, outcome)
        assert known == outcome, "an arrival is registered again as it was"

    @property
    def scans(self) -> list[Scan]:
        return [arrival for arrival in self.arrivals.values() if isinstance(arrival, Scan)]

    @property
    def refused(self) -> list[Refused]:
        return [arrival for arrival in self.arrivals.values() if isinstance(arrival, Refused)]
