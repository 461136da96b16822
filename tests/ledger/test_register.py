"""Each page of what came in is in exactly one place, whatever is said twice."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlmodel import Session, select

from ledger.accounts import arrivals
from ledger.errors import AlreadyDecidedError, NotOnRecordError, PagesMissingError
from ledger.forms import FormKind
from ledger.records import ArrivalFacts, DocumentRecord, NewDocument, Readings, RefusedFacts
from ledger.register import Received, Register
from ledger.scans import ArrivalState, Outcome, ScanKind
from ledger.tables import LeftAlone
from ledger.why import Unreadable, Why

NOW = datetime(2025, 10, 20, 5, 0, tzinfo=UTC)
LATER = datetime(2025, 10, 20, 6, 0, tzinfo=UTC)
SHA = "a" * 64
FIRST = ArrivalFacts("1", "kita/a.pdf", SHA, 10, ScanKind.PDF, NOW, "drop", f"originals/{SHA}")
AGAIN = replace(FIRST, id="2", file="kita/b.pdf")
RECEIPT = NewDocument((1,), FormKind.RECEIPT)
READINGS = Readings("readings/a", "b" * 64)


@pytest.fixture
def register(session: Session) -> Register:
    return Register(session)


def working(register: Register, pages: int = 3) -> None:
    register.receive(FIRST)
    register.start(SHA, NOW)
    register.opened(SHA, pages)


def decided(register: Register) -> DocumentRecord:
    working(register)
    return register.decide(SHA, [RECEIPT], [2], [3], READINGS)[0]


def held(register: Register, document: DocumentRecord) -> None:
    register.documents.held(document.document_id, Why.NO_KEY, (), NOW, "hikae")


def states(session: Session) -> list[tuple[ArrivalState, Unreadable | None]]:
    return [(arrival.state, arrival.why) for arrival in arrivals(session)]


class TestAFileComesIn:
    def test_new_content_is_a_scan_that_waits(self, register: Register) -> None:
        assert register.receive(FIRST) is Received.NEW
        scan = register.scan(SHA)
        assert (scan.state, scan.attempt, scan.pages) == (ArrivalState.WAITING, 1, None)

    def test_said_twice_it_is_one_arrival(self, register: Register, session: Session) -> None:
        assert [register.receive(FIRST) for _ in range(2)] == [Received.NEW, Received.NEW]
        assert len(arrivals(session)) == 1

    def test_the_same_content_again_is_a_duplicate(
        self, register: Register, session: Session
    ) -> None:
        register.receive(FIRST)
        assert [register.receive(AGAIN) for _ in range(2)] == [Received.DUPLICATE] * 2
        assert states(session) == [(ArrivalState.WAITING, None), (ArrivalState.DUPLICATE, None)]

    def test_a_duplicate_of_an_ended_scan_changes_nothing(self, register: Register) -> None:
        held(register, decided(register))
        register.close(SHA, NOW)
        assert register.receive(AGAIN) is Received.DUPLICATE
        assert register.scan(SHA).state is ArrivalState.ENDED

    def test_after_quarantine_it_is_a_retry(self, register: Register, session: Session) -> None:
        working(register)
        register.quarantine_scan(SHA, Unreadable.READING_FAILED, NOW)
        assert [register.receive(AGAIN) for _ in range(2)] == [Received.RETRY] * 2
        scan = register.scan(SHA)
        assert (scan.state, scan.why, scan.attempt) == (ArrivalState.WAITING, None, 2)
        assert states(session) == [
            (ArrivalState.QUARANTINED, Unreadable.READING_FAILED),
            (ArrivalState.WAITING, None),
        ]

    def test_what_cannot_be_a_scan_is_quarantined(
        self, register: Register, session: Session
    ) -> None:
        refused = RefusedFacts("3", "x.bin", SHA, 0, NOW, "drop", Unreadable.EMPTY_FILE)
        for _ in range(2):
            register.quarantine_arrival(refused)
        assert states(session) == [(ArrivalState.QUARANTINED, Unreadable.EMPTY_FILE)]

    def test_a_refused_file_is_no_scan_of_that_content(self, register: Register) -> None:
        refused = RefusedFacts("3", "x.bin", SHA, 0, NOW, "drop", Unreadable.TRUNCATED)
        register.quarantine_arrival(refused)
        assert register.receive(FIRST) is Received.NEW

    def test_what_is_not_taken_is_noted_once(self, register: Register, session: Session) -> None:
        for at in (NOW, LATER):
            register.leave_alone("kita/~$a.docx", "office lock file", at)
        (row,) = session.exec(select(LeftAlone)).all()
        assert row.seen_at == LATER


class TestAScanIsWorkedOn:
    def test_begun_twice_it_is_begun_once(self, register: Register) -> None:
        register.receive(FIRST)
        assert register.start(SHA, NOW) is ArrivalState.WORKING
        assert register.start(SHA, LATER) is ArrivalState.WORKING

    def test_an_ended_scan_is_not_begun_again(self, register: Register) -> None:
        held(register, decided(register))
        register.close(SHA, NOW)
        assert register.start(SHA, LATER) is ArrivalState.ENDED

    def test_the_number_of_pages_does_not_change(self, register: Register) -> None:
        working(register, pages=3)
        register.opened(SHA, 3)
        with pytest.raises(AlreadyDecidedError):
            register.opened(SHA, 4)

    def test_an_unknown_scan_is_said(self, register: Register) -> None:
        with pytest.raises(NotOnRecordError):
            register.start("f" * 64, NOW)


class TestPagesAreDecided:
    def test_the_first_decision_stands(self, register: Register) -> None:
        first = decided(register)
        other = NewDocument((1, 2, 3), FormKind.UNKNOWN)
        assert register.decide(SHA, [other], [], [], READINGS) == (first,)

    def test_the_readings_behind_it_are_noted(self, register: Register) -> None:
        decided(register)
        scan = register.scan(SHA)
        assert scan.readings == READINGS

    def test_a_name_comes_from_scan_attempt_and_place(self, register: Register) -> None:
        working(register)
        documents = [NewDocument((1,), FormKind.RECEIPT), NewDocument((2, 3), FormKind.UNKNOWN)]
        names = [row.document_id for row in register.decide(SHA, documents, [], [], None)]
        assert len(set(names)) == 2
        assert all(len(name) == 32 for name in names)

    @pytest.mark.parametrize(
        ("pages", "blank", "separators"),
        [
            ([(1,)], [2], []),  # page 3 is nowhere
            ([(1, 2)], [2], [3]),  # page 2 is in two places
            ([(1,), (1, 2, 3)], [], []),
            ([(1, 2, 3, 4)], [], []),  # there is no page 4
            ([], [1, 2], [3]),  # nothing to file
            ([(1, 2)], [3], [3]),
        ],
    )
    def test_each_page_has_one_place(
        self,
        register: Register,
        pages: list[tuple[int, ...]],
        blank: list[int],
        separators: list[int],
    ) -> None:
        working(register)
        documents = [NewDocument(some, FormKind.UNKNOWN) for some in pages]
        with pytest.raises(PagesMissingError):
            register.decide(SHA, documents, blank, separators, None)


class TestAScanEnds:
    def test_with_every_page_in_its_place(self, register: Register, session: Session) -> None:
        held(register, decided(register))
        for _ in range(2):
            register.close(SHA, NOW)
        (arrival,) = arrivals(session)
        assert (arrival.state, arrival.pages) == (ArrivalState.ENDED, 3)
        assert (arrival.blank_pages, arrival.separator_pages) == ((2,), (3,))
        assert [document.outcome for document in arrival.documents] == [Outcome.HELD]

    def test_not_while_a_document_is_undecided(self, register: Register) -> None:
        decided(register)
        with pytest.raises(PagesMissingError, match="1 pages are undecided"):
            register.close(SHA, NOW)

    def test_not_before_its_pages_have_a_place(self, register: Register) -> None:
        working(register)
        with pytest.raises(PagesMissingError, match="3 pages, 0 of them have a place"):
            register.close(SHA, NOW)

    def test_not_before_it_was_begun(self, register: Register) -> None:
        register.receive(FIRST)
        with pytest.raises(AlreadyDecidedError, match="waiting"):
            register.close(SHA, NOW)

    def test_given_up_before_the_decision_it_goes_to_quarantine(self, register: Register) -> None:
        working(register)
        for _ in range(2):
            ended = register.quarantine_scan(SHA, Unreadable.DAMAGED_FILE, NOW)
            assert ended is ArrivalState.QUARANTINED
        assert register.scan(SHA).why is Unreadable.DAMAGED_FILE

    def test_given_up_after_the_decision_what_was_under_way_is_held(
        self, register: Register
    ) -> None:
        document = decided(register)
        ended = register.quarantine_scan(SHA, Unreadable.READING_FAILED, NOW)
        assert ended is ArrivalState.ENDED
        standing = register.documents.get(document.document_id)
        assert (standing.outcome, standing.why) == (Outcome.HELD, Why.FILING_FAILED)

    def test_an_ended_scan_does_not_go_to_quarantine(self, register: Register) -> None:
        held(register, decided(register))
        register.close(SHA, NOW)
        ended = register.quarantine_scan(SHA, Unreadable.READING_FAILED, NOW)
        assert ended is ArrivalState.ENDED
