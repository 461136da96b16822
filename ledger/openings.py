"""Open an entry because of a paper: somebody applied whom no list has named yet.

Nothing is known but the number and that somebody applied; a list adds the rest (`ledger.imports`).
Whether the number is certain was decided before (`ledger.identify`).
"""

from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session
from sqlmodel import col

from ledger import events, tables
from ledger.book import FiledPaper
from ledger.events import EventKind
from ledger.ids import ApplicationId
from ledger.imports import new_row
from ledger.pen import Line, chained, drawn, hold_chain
from ledger.records import NewEntry
from ledger.rows import event_value
from ledger.states import Stage, State

_APPLIED = State(Stage.APPLICATION_RECEIVED)


def open_by_paper(
    session: Session, application_id: ApplicationId, paper: FiledPaper, at: datetime, by: str
) -> events.Event | None:
    """Open an entry with one event; None if there is one already, whoever opened it."""
    if _is_there(session, application_id):
        return None
    with session.begin_nested() as turn:
        hold_chain(session)
        if _is_there(session, application_id):  # who waited for the same turn was second
            turn.rollback()  # lets the chain go: an entry that is there is held before the chain
            return None
        line = NewEntry(application_id, "", "", None, "", _APPLIED)
        session.execute(insert(tables.table_of(tables.Entry)), new_row(line, at))
        said = Line(
            EventKind.OPENED_BY_PAPER, _APPLIED, at, by, paper.evidence, paper.document_id, ""
        )
        draft = drawn(application_id.digits, 1, None, said)
        chained(session, [draft])
        return event_value(draft)


def _is_there(session: Session, application_id: ApplicationId) -> bool:
    there = select(col(tables.Entry.application_id)).where(
        col(tables.Entry.application_id) == application_id.digits
    )
    return session.scalar(there) is not None
