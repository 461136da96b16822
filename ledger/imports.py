"""Open entries from a list. The same list again changes nothing; other facts are refused."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session
from sqlmodel import col

from ledger import tables
from ledger.chain import Draft
from ledger.errors import AlreadyInLedgerError
from ledger.events import EventKind
from ledger.ids import ApplicationId
from ledger.names import fold_kana, fold_name
from ledger.pen import Line, chained, drawn
from ledger.records import NewEntry
from ledger.states import State

_CHUNK = 1000
_FACTS = (
    "name",
    "kana",
    "birth_date",
    "office",
    "tracking_number",
    "notice_number",
    "notice_sent_on",
)


def open_entries(
    session: Session, entries: Iterable[NewEntry], at: datetime, by: str
) -> tuple[ApplicationId, ...]:
    """Open an entry with one event for each line that is not in the ledger, and say which.

    Raises:
        AlreadyInLedgerError: an ID is there, or earlier in the list, with other facts.
    """
    opened: list[ApplicationId] = []
    seen: dict[ApplicationId, NewEntry] = {}
    for lines in _chunks(_once(entries, seen)):
        there = _entries_there(session, lines)
        fresh = [line for line in lines if not _is_there(line, there)]
        if fresh:
            session.execute(
                insert(tables.table_of(tables.Entry)), [_row(line, at) for line in fresh]
            )
            chained(session, [_opening(line, at, by) for line in fresh])
        opened += [line.application_id for line in fresh]
    return tuple(opened)


def _once(entries: Iterable[NewEntry], seen: dict[ApplicationId, NewEntry]) -> Iterator[NewEntry]:
    for line in entries:
        earlier = seen.setdefault(line.application_id, line)
        if earlier is line:
            yield line
        elif earlier != line:
            raise AlreadyInLedgerError(_difference(line, earlier), line.line)


def _entries_there(
    session: Session, lines: Sequence[NewEntry]
) -> dict[str, tuple[tables.Entry, State]]:
    """Give the entries of these lines, each with the state in which it was imported."""
    first = (col(tables.Event.application_id) == col(tables.Entry.application_id)) & (
        col(tables.Event.seq) == 1
    )
    rows = session.execute(
        select(tables.Entry, col(tables.Event.stage_after), col(tables.Event.mail_after))
        .join(tables.Event, first)
        .where(col(tables.Entry.application_id).in_([line.application_id.digits for line in lines]))
    )
    return {row.application_id: (row, State(stage, mail)) for row, stage, mail in rows}


def _is_there(line: NewEntry, there: dict[str, tuple[tables.Entry, State]]) -> bool:
    if (found := there.get(line.application_id.digits)) is None:
        return False
    row, imported = found
    if difference := _difference(line, row):
        raise AlreadyInLedgerError(difference, line.line)
    if line.state not in (imported, State(row.stage, row.mail)):
        raise AlreadyInLedgerError("state", line.line)
    return True


def _difference(line: NewEntry, other: NewEntry | tables.Entry) -> str:
    facts = (fact for fact in _FACTS if getattr(line, fact) != getattr(other, fact))
    return next(facts, "state" if isinstance(other, NewEntry) else "")


def _row(line: NewEntry, at: datetime) -> dict[str, Any]:
    return {
        "application_id": line.application_id.digits,
        "name": line.name,
        "name_folded": fold_name(line.name),
        "kana": line.kana,
        "kana_folded": fold_kana(line.kana),
        "birth_date": line.birth_date,
        "office": line.office,
        "stage": line.state.stage,
        "mail": line.state.mail,
        "tracking_number": line.tracking_number,
        "notice_number": line.notice_number,
        "notice_sent_on": line.notice_sent_on,
        "version": 1,
        "created_at": at,
        "updated_at": at,
    }


def _opening(line: NewEntry, at: datetime, by: str) -> Draft:
    imported = Line(EventKind.IMPORTED, line.state, at, by, None, None, "")
    return drawn(line.application_id.digits, 1, None, imported)


def _chunks(lines: Iterable[NewEntry]) -> Iterator[list[NewEntry]]:
    chunk: list[NewEntry] = []
    for line in lines:
        chunk.append(line)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
