"""The documents: what became of the pages that belong together. The caller owns the transaction.

Saying the same thing twice changes nothing; what was decided is not overwritten by a machine.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from ledger.engine import holds_what_it_reads
from ledger.errors import AlreadyDecidedError, NotOnRecordError
from ledger.evidence import Proof
from ledger.ids import ApplicationId
from ledger.records import DocumentRecord, Filing, NewDocument
from ledger.rows import document_record, stored_proof
from ledger.scans import Outcome, PageRole
from ledger.tables import Document, Scan, ScanPage
from ledger.why import Why


class Documents:
    """One session's view of the documents."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, document_id: str) -> DocumentRecord:
        """Give one document.

        Raises:
            NotOnRecordError: there is none.
        """
        return document_record(self._row(document_id))

    def of_scan(self, sha256: str) -> tuple[DocumentRecord, ...]:
        """Give the documents of a scan that stand (withdrawn ones do not), in page order."""
        rows = self._session.scalars(
            select(Document)
            .where(
                col(Document.scan_sha256) == sha256,
                col(Document.outcome).is_distinct_from(Outcome.WITHDRAWN),
            )
            .order_by(col(Document.ordinal))
        )
        return tuple(document_record(row) for row in rows)

    def filed(
        self,
        document_id: str,
        application_id: ApplicationId,
        filing: Filing,
        proof: Proof | None,
        event_id: int,
        at: datetime,
        by: str,
        *,
        text_complete: bool | None = None,
    ) -> None:
        """Note that a document lies in the archive and hangs on its entry.

        `text_complete`: whether this PDF has all its text; None: as it was noted before.

        Raises:
            AlreadyDecidedError: it is filed elsewhere, or withdrawn.
        """
        row = self._row(document_id)
        if row.outcome is Outcome.FILED and row.application_id == application_id.digits:
            return
        _forbid(row, Outcome.FILED, Outcome.WITHDRAWN)
        row.outcome, row.why = Outcome.FILED, None
        row.application_id, row.proof = application_id.digits, stored_proof(proof)
        row.key, row.sha256, row.size = filing.key, filing.sha256, filing.size
        row.event_id, row.decided_at, row.decided_by = event_id, at, by
        row.text_complete = row.text_complete if text_complete is None else text_complete
        self._session.flush()

    def identified(
        self,
        document_id: str,
        application_id: ApplicationId,
        proof: Proof | None,
        at: datetime,
        by: str,
    ) -> None:
        """Note under which ID a document is about to be filed; until then nothing else changes.

        A held document goes on waiting, with `filing` as its reason; so does a rejected one, of
        which a person says now that it belongs to this entry after all (then there is no `proof`).

        Raises:
            AlreadyDecidedError: it is filed or withdrawn; or rejected, and the machine found an ID.
        """
        row = self._row(document_id)
        _forbid(row, Outcome.FILED, Outcome.WITHDRAWN)
        if proof is not None:
            _forbid(row, Outcome.REJECTED)
        if row.outcome in (Outcome.HELD, Outcome.REJECTED):
            row.outcome, row.why = Outcome.HELD, Why.FILING
        row.application_id, row.proof = application_id.digits, stored_proof(proof)
        row.decided_at, row.decided_by = at, by
        self._session.flush()

    def text_added(self, document_id: str, filing: Filing) -> None:
        """Note that a filed document lies in the archive anew, with all its text.

        Raises:
            AlreadyDecidedError: it is not filed (any more).
        """
        row = self._row(document_id)
        if row.outcome is not Outcome.FILED:
            raise AlreadyDecidedError("document", document_id, row.outcome or "undecided")
        row.key, row.sha256, row.size = filing.key, filing.sha256, filing.size
        row.text_complete = True
        self._session.flush()

    def held(
        self,
        document_id: str,
        why: Why,
        candidates: Sequence[ApplicationId],
        at: datetime,
        by: str,
    ) -> None:
        """Note that a document waits for a person; judged again, the reason may change.

        Raises:
            AlreadyDecidedError: it is filed, rejected or withdrawn.
        """
        row = self._row(document_id)
        _forbid(row, Outcome.FILED, Outcome.REJECTED, Outcome.WITHDRAWN)
        digits = [candidate.digits for candidate in candidates]
        if row.application_id is not None and not digits:
            digits = [row.application_id]  # it was known whose it is; only the filing failed
        if (row.outcome, row.why, row.candidates) == (Outcome.HELD, why, digits):
            return
        row.outcome, row.why, row.candidates = Outcome.HELD, why, digits
        row.application_id = row.proof = None
        row.decided_at, row.decided_by = at, by
        self._session.flush()

    def rejected(self, document_id: str, why: str, at: datetime, by: str) -> None:
        """Note that a person decided: these pages belong to no entry. They stay on record.

        Raises:
            AlreadyDecidedError: it is filed or withdrawn.
        """
        row = self._row(document_id)
        if row.outcome is Outcome.REJECTED:
            return
        _forbid(row, Outcome.FILED, Outcome.WITHDRAWN)
        row.outcome, row.note = Outcome.REJECTED, why
        row.decided_at, row.decided_by = at, by
        self._session.flush()

    def replaced(self, document_id: str, at: datetime, by: str) -> DocumentRecord:
        """Withdraw a filed document and give the one that stands for the same pages now.

        The new one is undecided until it is filed or held, in the same transaction.

        Raises:
            AlreadyDecidedError: the document was never filed.
        """
        old = self._row(document_id)
        new_id = replacement_id(document_id)
        if (new := self._session.get(Document, new_id)) is not None:
            return document_record(new)
        if old.outcome is not Outcome.FILED:
            raise AlreadyDecidedError("document", document_id, old.outcome or "undecided")
        old.outcome, old.decided_at, old.decided_by = Outcome.WITHDRAWN, at, by
        new = _replacement(old, new_id)
        self._session.add(new)
        self._session.flush()
        self._session.execute(
            update(ScanPage)
            .where(col(ScanPage.document_id) == document_id)
            .values(document_id=new_id)
        )
        return document_record(new)

    def has_another_reply(self, document_id: str, application_id: ApplicationId) -> bool:
        """Say whether another reply is filed under an application, or about to be.

        Of held ones only those that are being filed have an application.
        """
        others = select(col(Document.id)).where(
            col(Document.application_id) == application_id.digits,
            col(Document.has_reply).is_(True),
            col(Document.id) != document_id,
            or_(
                col(Document.outcome).in_((Outcome.FILED, Outcome.HELD)),
                col(Document.outcome).is_(None),
            ),
        )
        return self._session.scalars(others.limit(1)).first() is not None

    def waiting_for_a_person(self) -> tuple[DocumentRecord, ...]:
        """Give all held documents, longest waiting first."""
        rows = self._session.scalars(
            select(Document)
            .where(col(Document.outcome) == Outcome.HELD)
            .order_by(col(Document.decided_at), col(Document.id))
        )
        return tuple(document_record(row) for row in rows)

    def lacking_text(self) -> tuple[DocumentRecord, ...]:
        """Give the filed documents of which a page took too long to read in full."""
        rows = self._session.scalars(
            select(Document)
            .where(col(Document.outcome) == Outcome.FILED, col(Document.text_complete).is_(False))
            .order_by(col(Document.decided_at), col(Document.id))
        )
        return tuple(document_record(row) for row in rows)

    def to_judge_again(self, new_ids: Iterable[ApplicationId]) -> tuple[DocumentRecord, ...]:
        """Give the held documents that a grown ledger may decide otherwise."""
        grown = frozenset(new_ids)
        return tuple(
            document
            for document in self.waiting_for_a_person()
            if document.why is Why.KEY_NOT_IN_LEDGER
            or (document.why is not Why.FILING and not grown.isdisjoint(document.candidates))
        )

    def _row(self, document_id: str) -> Document:
        hold = holds_what_it_reads(self._session)
        row = self._session.get(Document, document_id, populate_existing=True, with_for_update=hold)
        if row is None:
            raise NotOnRecordError("document", document_id)
        return row


def document_id(scan_sha256: str, attempt: int, ordinal: int) -> str:
    """Name a document: the same decision made twice gives the same name."""
    return _name(f"{scan_sha256}:{attempt}:{ordinal}")


def replacement_id(document_id: str) -> str:
    """Name the document that stands for a withdrawn one."""
    return _name(f"{document_id}:replaced")


def new_document(scan: Scan, ordinal: int, document: NewDocument) -> Document:
    """Draw up the row of a document that nothing is decided about yet."""
    return Document(
        id=document_id(scan.sha256, scan.attempt, ordinal),
        scan_sha256=scan.sha256,
        ordinal=ordinal,
        pages=list(document.pages),
        form=document.form,
        text_complete=document.text_complete,
        has_reply=document.has_reply,
    )


def scan_pages(
    sha256: str, roles: Mapping[int, PageRole], documents: Sequence[Document]
) -> Iterator[ScanPage]:
    """Draw up the rows that say where each page is."""
    for number, role in roles.items():
        yield ScanPage(scan_sha256=sha256, number=number, role=role, document_id=None)
    for row in documents:
        for number in row.pages:
            yield ScanPage(
                scan_sha256=sha256, number=number, role=PageRole.CONTENT, document_id=row.id
            )


def _replacement(old: Document, new_id: str) -> Document:
    return Document(
        id=new_id,
        scan_sha256=old.scan_sha256,
        ordinal=old.ordinal,
        pages=list(old.pages),
        form=old.form,
        text_complete=old.text_complete,
        has_reply=old.has_reply,
        replaces=old.id,
    )


def _forbid(row: Document, *outcomes: Outcome) -> None:
    if row.outcome in outcomes:
        raise AlreadyDecidedError("document", row.id, row.outcome)


def _name(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
