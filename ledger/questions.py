"""Open questions: a filed paper and its entry do not say the same, and a person must look."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from ledger.events import Differs, EventKind
from ledger.ids import ApplicationId
from ledger.records import DiscrepancyRecord
from ledger.rows import discrepancy_record
from ledger.tables import Discrepancy, Entry


class Questions:
    """One session's view of the questions; the book asks and answers through it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def open(self, application_id: ApplicationId | None = None) -> tuple[DiscrepancyRecord, ...]:
        """Give the open questions of one entry, or of all, oldest first."""
        query = select(Discrepancy).where(col(Discrepancy.resolved_at).is_(None))
        if application_id is not None:
            query = query.where(col(Discrepancy.application_id) == application_id.digits)
        rows = self._session.scalars(query.order_by(col(Discrepancy.id)))
        return tuple(discrepancy_record(row) for row in rows)

    def about(self, application_id: ApplicationId, document_id: str) -> int | None:
        """Name the question that a paper raised, open or not; None if it raised none."""
        return self._session.scalar(
            select(col(Discrepancy.id)).where(
                col(Discrepancy.application_id) == application_id.digits,
                col(Discrepancy.document_id) == document_id,
            )
        )

    def was_asked(self, document_id: str, why: Differs) -> bool:
        """Say whether this was asked about a paper before, be it closed by now."""
        return (
            self._session.scalar(
                select(col(Discrepancy.id))
                .where(col(Discrepancy.document_id) == document_id, col(Discrepancy.why) == why)
                .limit(1)
            )
            is not None
        )

    def ask(
        self, entry: Entry, kind: EventKind, why: Differs, at: datetime, document_id: str
    ) -> int:
        """Open a question about a paper, and name it."""
        question = Discrepancy(
            application_id=entry.application_id,
            document_id=document_id,
            event_kind=kind,
            stage=entry.stage,
            why=why,
            at=at,
        )
        self._session.add(question)
        self._session.flush()
        assert question.id is not None  # noqa: S101  # for the type checker: flush gave it
        return question.id

    def close(self, discrepancy_id: int, at: datetime, by: str) -> None:
        """Close one question; a closed one stays as it is."""
        self._session.execute(
            update(Discrepancy)
            .where(col(Discrepancy.id) == discrepancy_id, col(Discrepancy.resolved_at).is_(None))
            .values(resolved_at=at, resolved_by=by)
        )

    def close_of_kind(
        self, application_id: ApplicationId, kind: EventKind, at: datetime, by: str
    ) -> None:
        """Close what was asked about an event that is now on record."""
        for question in self.open(application_id):
            if question.event_kind is kind:
                self.close(question.discrepancy_id, at, by)

    def close_of_paper(
        self, application_id: ApplicationId, document_id: str, at: datetime, by: str
    ) -> None:
        """Close what a paper raised that is withdrawn."""
        for question in self.open(application_id):
            if question.document_id == document_id:
                self.close(question.discrepancy_id, at, by)
