"""The register: what came in and where each page of it is. The caller owns the transaction.

Every call may be made again after a crash: saying the same thing twice changes nothing. What was
decided is not overwritten by a decision that comes later and says otherwise.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from ledger.documents import Documents, new_document, scan_pages
from ledger.engine import holds_what_it_reads
from ledger.errors import AlreadyDecidedError, NotOnRecordError, PagesMissingError
from ledger.records import (
    ArrivalFacts,
    DocumentRecord,
    NewDocument,
    Readings,
    RefusedFacts,
    ScanRecord,
)
from ledger.rows import document_record, scan_record
from ledger.scans import ArrivalState, Outcome, PageRole
from ledger.tables import Arrival, Document, LeftAlone, Scan, ScanPage
from ledger.why import Unreadable, Why

_BY = "hikae"


class Received(StrEnum):
    """What an arrival turned out to be."""

    NEW = "new"  # a content never seen: a job is to be enqueued
    DUPLICATE = "duplicate"  # seen before: nothing to do
    RETRY = "retry"  # was in quarantine: a job for the next attempt is to be enqueued


class Register:
    """One session's view of the register."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.documents = Documents(session)

    def receive(self, facts: ArrivalFacts) -> Received:
        """Enter a file that became a scan. The same arrival again gives the same answer."""
        if (arrival := self._arrival(facts.id)) is not None:
            return _as_received(arrival)
        scan = self._session.get(Scan, facts.sha256, with_for_update=True)
        if scan is None:
            scan = _new_scan(facts)
            self._session.add(scan)
        elif scan.state is ArrivalState.QUARANTINED:
            self._back_from_quarantine(scan)
        else:
            scan = None
        arrival = _new_arrival(facts, scan)
        self._session.add(arrival)
        self._session.flush()
        return _as_received(arrival)

    def quarantine_arrival(self, facts: RefusedFacts) -> None:
        """Enter a file that could not become a scan."""
        if self._arrival(facts.id) is None:
            self._session.add(_new_arrival(facts, None))
            self._session.flush()

    def leave_alone(self, path: str, why: str, at: datetime) -> None:
        """Note something in the watched folder that is not taken."""
        self._session.merge(LeftAlone(path=path, why=why, seen_at=at))
        self._session.flush()

    def start(self, sha256: str, at: datetime, attempt: int | None = None) -> ArrivalState:
        """Begin the work on a scan that waits, and say how far the scan is.

        To an earlier attempt the scan is in quarantine, whatever became of it since.
        """
        scan = self._scan(sha256)
        if attempt not in (None, scan.attempt):
            return ArrivalState.QUARANTINED
        if scan.state is ArrivalState.WAITING:
            scan.state, scan.started_at = ArrivalState.WORKING, at
            self._session.flush()
        return scan.state

    def opened(self, sha256: str, pages: int) -> None:
        """Note how many pages there are.

        Raises:
            AlreadyDecidedError: it had another number of pages before.
        """
        scan = self._scan(sha256)
        if scan.pages not in (None, pages):
            raise AlreadyDecidedError("scan", sha256, f"{scan.pages} pages")
        scan.pages = pages
        self._session.flush()

    def decide(
        self,
        sha256: str,
        documents: Sequence[NewDocument],
        blank: Sequence[int],
        separators: Sequence[int],
        readings: Readings | None,
    ) -> tuple[DocumentRecord, ...]:
        """Put each page in one place and give the documents; the first decision stands.

        Raises:
            PagesMissingError: a page is nowhere, or in two places, or there is no document.
        """
        scan = self._scan(sha256)
        if before := self.documents.of_scan(sha256):
            return before
        content = [page for document in documents for page in document.pages]
        places = [*blank, *separators, *content]
        if not documents or sorted(places) != list(range(1, (scan.pages or 0) + 1)):
            raise PagesMissingError(sha256, "pages and places do not match")
        if readings is not None:
            scan.readings_key, scan.readings_sha256 = readings.key, readings.sha256
        rows = [
            new_document(scan, ordinal, document)
            for ordinal, document in enumerate(documents, start=1)
        ]
        self._session.add_all(rows)
        self._session.flush()  # the pages point at them
        roles = dict.fromkeys(blank, PageRole.BLANK) | dict.fromkeys(separators, PageRole.SEPARATOR)
        self._session.add_all(scan_pages(sha256, roles, rows))
        self._session.flush()
        return tuple(document_record(row) for row in rows)

    def text_read(self, sha256: str, texts: Readings) -> None:
        """Note where the full text of the pages lies."""
        scan = self._scan(sha256)
        scan.texts_key, scan.texts_sha256 = texts.key, texts.sha256
        self._session.flush()

    def close(self, sha256: str, at: datetime) -> None:
        """End a scan: each of its pages is filed, held, rejected, blank or a separator.

        Raises:
            PagesMissingError: the sum does not hold; the scan stays open.
        """
        scan = self._scan(sha256)
        if scan.state is ArrivalState.ENDED:
            return
        if scan.state is not ArrivalState.WORKING:
            raise AlreadyDecidedError("scan", sha256, scan.state)
        if problem := self._unaccounted(scan):
            raise PagesMissingError(sha256, problem)
        scan.state, scan.ended_at = ArrivalState.ENDED, at
        self._session.flush()

    def quarantine_scan(
        self, sha256: str, why: Unreadable, at: datetime, attempt: int | None = None
    ) -> ArrivalState:
        """Give up a scan, and say how it ended.

        Before its documents were decided it goes to quarantine. After that it ends: what is filed
        stays filed, and what was still under way is held for a person.
        """
        scan = self._scan(sha256)
        if attempt not in (None, scan.attempt):
            return ArrivalState.QUARANTINED  # that attempt is given up already
        if scan.state in (ArrivalState.ENDED, ArrivalState.QUARANTINED):
            return scan.state
        if documents := self.documents.of_scan(sha256):
            for document in documents:
                if document.outcome is None:
                    self.documents.held(document.document_id, Why.FILING_FAILED, (), at, _BY)
            self.close(sha256, at)
            return ArrivalState.ENDED
        scan.state, scan.why, scan.ended_at = ArrivalState.QUARANTINED, why, at
        self._session.flush()
        return ArrivalState.QUARANTINED

    def scan(self, sha256: str) -> ScanRecord:
        """Give one scan.

        Raises:
            NotOnRecordError: there is none.
        """
        return scan_record(self._scan(sha256))

    def _arrival(self, arrival_id: str) -> Arrival | None:
        return self._session.scalar(select(Arrival).where(col(Arrival.id) == arrival_id))

    def _scan(self, sha256: str) -> Scan:
        hold = holds_what_it_reads(self._session)
        scan = self._session.get(Scan, sha256, populate_existing=True, with_for_update=hold)
        if scan is None:
            raise NotOnRecordError("scan", sha256)
        return scan

    def _back_from_quarantine(self, scan: Scan) -> None:
        # The arrivals of the attempt that failed stay in quarantine, with its reason.
        self._session.execute(
            update(Arrival)
            .where(col(Arrival.sha256) == scan.sha256, col(Arrival.attempt) == scan.attempt)
            .values(quarantined_why=scan.why)
        )
        scan.state, scan.why, scan.attempt = ArrivalState.WAITING, None, scan.attempt + 1
        scan.pages = scan.started_at = scan.ended_at = None

    def _unaccounted(self, scan: Scan) -> str:
        """Say what is wrong with the sum of pages; empty if it holds."""
        counted = select(col(ScanPage.role), col(Document.outcome), func.count()).outerjoin(
            Document, col(ScanPage.document_id) == col(Document.id)
        )
        rows = self._session.execute(
            counted.where(col(ScanPage.scan_sha256) == scan.sha256).group_by(
                col(ScanPage.role), col(Document.outcome)
            )
        ).all()
        total = sum(count for _, _, count in rows)
        if total != (scan.pages or 0):
            return f"{scan.pages} pages, {total} of them have a place"
        homeless = sum(
            count
            for role, outcome, count in rows
            if role is PageRole.CONTENT and outcome in (None, Outcome.WITHDRAWN)
        )
        return f"{homeless} pages are undecided" if homeless else ""


def _as_received(arrival: Arrival) -> Received:
    if arrival.attempt is None:
        return Received.DUPLICATE
    return Received.NEW if arrival.attempt == 1 else Received.RETRY


def _new_scan(facts: ArrivalFacts) -> Scan:
    return Scan(
        sha256=facts.sha256,
        kind=facts.kind,
        size=facts.size,
        original_key=facts.original_key,
        received_at=facts.received_at,
        state=ArrivalState.WAITING,
    )


def _new_arrival(facts: ArrivalFacts | RefusedFacts, scan: Scan | None) -> Arrival:
    why = facts.why if isinstance(facts, RefusedFacts) else None
    return Arrival(
        id=facts.id,
        file=facts.file,
        sha256=facts.sha256,
        size=facts.size,
        received_at=facts.received_at,
        source=facts.source,
        duplicate=scan is None and why is None,
        attempt=scan.attempt if scan else None,
        quarantined_why=why,
    )
