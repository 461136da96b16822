"""What an office has begun and not ended, told by the ledger alone.

The work engine knows it, too, but its memory does not travel: an office in another place is given
these jobs anew.
"""

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from ledger.documents import Documents
from ledger.ids import ApplicationId
from ledger.records import DocumentRecord, ScanRecord
from ledger.rows import scan_record
from ledger.scans import ArrivalState
from ledger.tables import Entry, Scan
from ledger.why import Why

_UNDER_WAY = (ArrivalState.WAITING, ArrivalState.WORKING)


def unfinished_scans(session: Session) -> tuple[ScanRecord, ...]:
    """Give the scans that wait or are worked on, in the order of their arrival."""
    rows = session.scalars(
        select(Scan)
        .where(col(Scan.state).in_(_UNDER_WAY))
        .order_by(col(Scan.received_at), col(Scan.sha256))
    )
    return tuple(scan_record(row) for row in rows)


def documents_being_filed(session: Session) -> tuple[DocumentRecord, ...]:
    """Give the documents that a person decided and that are not filed yet."""
    held = Documents(session).waiting_for_a_person()
    return tuple(document for document in held if document.why is Why.FILING)


def documents_to_judge(session: Session) -> tuple[DocumentRecord, ...]:
    """Give the held documents that may be decided otherwise, for the ledger grew since."""
    documents = Documents(session)
    grew_at = session.scalar(select(func.max(col(Entry.created_at))))
    waiting = {
        document.document_id: document.decided_at
        for document in documents.waiting_for_a_person()
        if document.decided_at and grew_at and document.decided_at <= grew_at
    }
    if not waiting:
        return ()
    grown = select(col(Entry.application_id)).where(col(Entry.created_at) >= min(waiting.values()))
    again = documents.to_judge_again(ApplicationId(one) for one in session.scalars(grown))
    return tuple(document for document in again if document.document_id in waiting)
