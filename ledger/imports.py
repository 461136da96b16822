"""Open entries from a list. The same list again changes nothing; other facts are refused.

What a paper opened (`ledger.openings`) has no facts yet: the first list that has them adds them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from ledger import tables
from ledger.chain import Draft
from ledger.errors import AlreadyInLedgerError
from ledger.events import EventKind
from ledger.ids import ApplicationId
from ledger.names import fold_kana, fold_name
from ledger.pen import Line, append, chained, drawn, hold_chain
from ledger.records import NewEntry
from ledger.rows import state_of
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

    An entry that a paper opened becomes what its line says, and counts as new to the list.

    Raises:
        AlreadyInLedgerError: an ID is there, or earlier in the list, with other facts.
    """
    opened: list[ApplicationId] = []
    seen: dict[ApplicationId, NewEntry] = {}
    _hold_bare_entries(session)
    for lines in _chunks(_once(entries, seen)):
        there = _entries_there(session, lines)
        news = [line for line in lines if not _is_there(line, there)]
        if news:
            hold_chain(session)
            there = _entries_there(session, lines)  # a paper may have opened one meanwhile
            news = [line for line in lines if not _is_there(line, there)]
        _open(session, [line for line in news if line.application_id.digits not in there], at, by)
        for line in news:
            if (found := there.get(line.application_id.digits)) is not None:
                _fill_in(session, line, found, at, by)
        opened += [line.application_id for line in news]
    return tuple(opened)


def new_row(line: NewEntry, at: datetime) -> dict[str, Any]:
    """Draw up the row of an entry that is opened with one event."""
    return {
        "application_id": line.application_id.digits,
        **_facts(line),
        "stage": line.state.stage,
        "mail": line.state.mail,
        "version": 1,
        "created_at": at,
        "updated_at": at,
    }


@dataclass(frozen=True, slots=True)
class _There:
    """An entry, and the states in which lists or a paper brought it."""

    row: tables.Entry
    brought: tuple[State, ...]


def _once(entries: Iterable[NewEntry], seen: dict[ApplicationId, NewEntry]) -> Iterator[NewEntry]:
    for line in entries:
        earlier = seen.setdefault(line.application_id, line)
        if earlier is line:
            yield line
        elif earlier != line:
            raise AlreadyInLedgerError(_difference(line, earlier), line.line)


def _hold_bare_entries(session: Session) -> None:
    """Hold the entries that papers opened: whoever changes an entry holds it before the chain."""
    session.execute(
        select(col(tables.Entry.application_id))
        .where(col(tables.Entry.name_folded) == "")
        .order_by(col(tables.Entry.application_id))
        .with_for_update()
    )


def _entries_there(session: Session, lines: Sequence[NewEntry]) -> dict[str, _There]:
    brought = (col(tables.Event.application_id) == col(tables.Entry.application_id)) & (
        (col(tables.Event.seq) == 1) | (col(tables.Event.kind) == EventKind.FACTS_ADDED)
    )
    rows = session.execute(
        select(tables.Entry, col(tables.Event.stage_after), col(tables.Event.mail_after))
        .join(tables.Event, brought)
        .where(col(tables.Entry.application_id).in_([line.application_id.digits for line in lines]))
        .order_by(col(tables.Event.id))
        .execution_options(populate_existing=True)
    )
    there: dict[str, _There] = {}
    for row, stage, mail in rows:
        before = there[row.application_id].brought if row.application_id in there else ()
        there[row.application_id] = _There(row, (*before, State(stage, mail)))
    return there


def _is_there(line: NewEntry, there: Mapping[str, _There]) -> bool:
    found = there.get(line.application_id.digits)
    if found is None or not found.row.name:
        return False
    if difference := _difference(line, found.row):
        raise AlreadyInLedgerError(difference, line.line)
    if line.state not in (*found.brought, state_of(found.row)):
        raise AlreadyInLedgerError("state", line.line)
    return True


def _open(session: Session, lines: Sequence[NewEntry], at: datetime, by: str) -> None:
    if lines:
        session.execute(
            insert(tables.table_of(tables.Entry)), [new_row(line, at) for line in lines]
        )
        chained(session, [_opening(line, at, by) for line in lines])


def _fill_in(session: Session, line: NewEntry, found: _There, at: datetime, by: str) -> None:
    """Write into an entry that a paper opened what the list says of it.

    The list says how far it is, too, unless that is on record by now.
    """
    now = state_of(found.row)
    if now not in found.brought and line.state not in (*found.brought, now):
        raise AlreadyInLedgerError("state", line.line)
    to = line.state if now in found.brought else now
    session.execute(
        update(tables.Entry)
        .where(col(tables.Entry.application_id) == line.application_id.digits)
        .values(**_facts(line))
        .execution_options(synchronize_session=False)
    )
    append(session, found.row, Line(EventKind.FACTS_ADDED, to, at, by, None, None, ""))


def _difference(line: NewEntry, other: NewEntry | tables.Entry) -> str:
    facts = (fact for fact in _FACTS if getattr(line, fact) != getattr(other, fact))
    return next(facts, "state" if isinstance(other, NewEntry) else "")


def _facts(line: NewEntry) -> dict[str, Any]:
    return {
        "name": line.name,
        "name_folded": fold_name(line.name),
        "kana": line.kana,
        "kana_folded": fold_kana(line.kana),
        "birth_date": line.birth_date,
        "office": line.office,
        "tracking_number": line.tracking_number,
        "notice_number": line.notice_number,
        "notice_sent_on": line.notice_sent_on,
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
