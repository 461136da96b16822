"""The pen: append one event to the chain and move its entry on. Nothing else writes events."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, insert, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from ledger import events, tables
from ledger.chain import Draft, link
from ledger.errors import StaleEntryError
from ledger.events import EventKind
from ledger.rows import event_value, state_of
from ledger.states import State

_COLUMNS = tuple(field.name for field in fields(Draft))


@dataclass(frozen=True, slots=True)
class Line:
    """What is to be written."""

    kind: EventKind
    to: State
    at: datetime
    by: str
    evidence: str | None
    document_id: str | None
    note: str


def append(session: Session, entry: tables.Entry, line: Line) -> events.Event:
    """Write one event and bring the entry to it.

    Raises:
        StaleEntryError: somebody else wrote to the entry since it was read.
    """
    event = drawn(entry.application_id, entry.version + 1, state_of(entry), line)
    _bring(session, entry, event)  # first: who is late must not hold the chain
    chained(session, [event])
    return event_value(event)


def drawn(application_id: str, seq: int, before: State | None, line: Line) -> Draft:
    """Draw up an event that is not in the chain yet."""
    return Draft(
        id=0,
        application_id=application_id,
        seq=seq,
        kind=line.kind,
        at=line.at,
        by=line.by,
        stage_before=before.stage if before else None,
        stage_after=line.to.stage,
        mail_before=before.mail if before else None,
        mail_after=line.to.mail,
        evidence=line.evidence,
        document_id=line.document_id,
        note=line.note,
        prev_hash="",
        hash="",
    )


def chained(session: Session, drafts: Sequence[Draft]) -> None:
    """Link events to the end of the chain, in this order, and write them."""
    if not drafts:
        return
    last, previous = hold_chain(session)
    for number, draft in enumerate(drafts, start=last + 1):
        draft.id, draft.prev_hash = number, previous
        draft.hash = previous = link(draft)
    session.execute(insert(tables.table_of(tables.Event)), [_row(draft) for draft in drafts])
    session.execute(update(tables.ChainHead).values(event_id=drafts[-1].id, hash=drafts[-1].hash))


def hold_chain(session: Session) -> tuple[int, str]:
    """Let nobody else append until the transaction ends; give number and hash of the last event.

    So two writers cannot fork the chain, nor open the same entry. (SQLite has one writer anyway and
    ignores FOR UPDATE.) Who also changes an entry that is there holds that first.
    """
    head = session.execute(
        select(col(tables.ChainHead.event_id), col(tables.ChainHead.hash)).with_for_update()
    ).one()
    return head.event_id, head.hash


def _row(draft: Draft) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in _COLUMNS}


def _bring(session: Session, entry: tables.Entry, event: Draft) -> None:
    moved = session.execute(
        update(tables.Entry)
        .where(
            col(tables.Entry.application_id) == entry.application_id,
            col(tables.Entry.version) == entry.version,
        )
        .values(
            stage=event.stage_after,
            mail=event.mail_after,
            version=event.seq,
            updated_at=event.at,
        )
        .execution_options(synchronize_session=False)
    )
    if cast("CursorResult[Any]", moved).rowcount != 1:
        raise StaleEntryError
    session.refresh(entry)
