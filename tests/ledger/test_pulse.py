"""The pulse tells since when an office waits and when something last happened."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from ledger.book import Book
from ledger.pulse import Pulse, pulse
from ledger.records import ArrivalFacts, NewEntry
from ledger.register import Register
from ledger.scans import ScanKind
from ledger.why import Unreadable

NOW = datetime(2025, 10, 20, 5, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
SHA = "a" * 64
FIRST = ArrivalFacts("1", "a.pdf", SHA, 10, ScanKind.PDF, NOW, "drop", f"originals/{SHA}")
SECOND = replace(FIRST, id="2", sha256="b" * 64, received_at=LATER)


class TestThePulse:
    def test_of_a_new_office_tells_of_nothing(self, session: Session) -> None:
        assert pulse(session) == Pulse(0, None, None, None)

    def test_counts_events_and_knows_the_last(
        self, session: Session, line: Callable[..., NewEntry]
    ) -> None:
        book = Book(session)
        book.add([line("1" * 23)], NOW, "import")
        book.add([line("2" * 23)], LATER, "import")
        now = pulse(session)
        assert (now.events, now.last_event_at) == (2, LATER)

    def test_waits_since_the_oldest_that_is_under_way_came_in(self, session: Session) -> None:
        register = Register(session)
        register.receive(FIRST)
        register.receive(SECOND)
        register.start(SHA, LATER)
        now = pulse(session)
        assert (now.oldest_under_way_at, now.last_arrival_at) == (NOW, LATER)

    def test_does_not_wait_for_what_is_in_quarantine(self, session: Session) -> None:
        register = Register(session)
        register.receive(FIRST)
        register.start(SHA, NOW)
        register.quarantine_scan(SHA, Unreadable.READING_FAILED, LATER)
        assert pulse(session).oldest_under_way_at is None
