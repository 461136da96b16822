"""Find entries and documents: by application ID, and by the rest that people know. Reads only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from ledger.ids import ApplicationId
from ledger.names import fold_kana, fold_name, plain_number
from ledger.records import DocumentRecord, EntryRecord
from ledger.rows import document_record, entry_record
from ledger.scans import Outcome
from ledger.states import MailState, Stage
from ledger.tables import Document, Entry

_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person knows of an entry; all that is given must fit. None: not known.

    `name` and `kana` fit from their beginning, however they are written.
    """

    name: str | None = None
    kana: str | None = None
    birth_date: date | None = None
    tracking_number: str | None = None
    notice_number: str | None = None
    office: str | None = None
    stage: Stage | None = None
    mail: MailState | None = None


def filed_documents(session: Session, application_id: ApplicationId) -> tuple[DocumentRecord, ...]:
    """Give what is filed under an application and was not withdrawn, oldest first."""
    rows = session.scalars(
        select(Document)
        .where(
            col(Document.application_id) == application_id.digits,
            col(Document.outcome) == Outcome.FILED,
        )
        .order_by(col(Document.event_id))
    )
    return tuple(document_record(row) for row in rows)


def find_entries(session: Session, wanted: Wanted, limit: int = 100) -> tuple[EntryRecord, ...]:
    """Give the entries that fit, in the order of their reading, at most `limit`."""
    rows = session.scalars(
        select(Entry)
        .where(*_conditions(wanted))
        .order_by(col(Entry.kana_folded), col(Entry.application_id))
        .limit(limit)
    )
    return tuple(entry_record(row) for row in rows)


def count_entries(session: Session) -> int:
    """Say how many entries there are."""
    return session.scalar(select(func.count()).select_from(Entry)) or 0


def all_entries(session: Session) -> Iterator[EntryRecord]:
    """Give every entry, in the order of the IDs, without holding them all in memory."""
    rows = select(Entry).order_by(col(Entry.application_id)).execution_options(yield_per=2000)
    for row in session.scalars(rows):
        yield entry_record(row)
        session.expunge(row)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    exact = (
        (col(Entry.birth_date), wanted.birth_date),
        (col(Entry.tracking_number), _number(wanted.tracking_number)),
        (col(Entry.notice_number), _number(wanted.notice_number)),
        (col(Entry.office), wanted.office),
        (col(Entry.stage), wanted.stage),
        (col(Entry.mail), wanted.mail),
    )
    conditions: list[ColumnElement[bool]] = [
        column == value for column, value in exact if value is not None
    ]
    for column, start in (
        (col(Entry.name_folded), fold_name(wanted.name or "")),
        (col(Entry.kana_folded), fold_kana(wanted.kana or "")),
    ):
        if start:  # a range of the index, on every database
            conditions += [column >= start, column < start + _LAST]
    return conditions


def _number(typed: str | None) -> str | None:
    try:
        return None if typed is None else plain_number(typed)
    except ValueError:
        return typed  # fits nothing
