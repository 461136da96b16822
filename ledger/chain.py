"""The hash chain over all events: how a link is made, and how the chain is verified.

One chain for the whole ledger, so that no event and no entry can vanish from the middle unseen.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from ledger.events import EventKind
from ledger.states import MailState, Stage
from ledger.tables import ChainHead, Entry, Event

GENESIS = "0" * 64
_FORMAT = "hikae-event-1"


class BreakWhy(StrEnum):
    """In what way a link does not hold."""

    ALTERED = "altered"  # the event is not what its hash says
    UNLINKED = "unlinked"  # it does not follow the event before it
    MISSING = "missing"  # a number in the count is not there
    HEAD = "head"  # the chain does not end where the head says
    ENTRY = "entry"  # an entry is not where its last event put it


@dataclass(frozen=True, slots=True)
class Broken:
    """One place where the chain does not hold; `event_id` is 0 where an entry is meant."""

    event_id: int
    why: BreakWhy


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification found."""

    events: int
    head: str
    broken: tuple[Broken, ...]

    @property
    def holds(self) -> bool:
        """Nothing was altered."""
        return not self.broken


@dataclass(slots=True)
class Draft:
    """An event as it is hashed: drawn up, or read back. The fields are the table's columns."""

    id: int
    application_id: str
    seq: int
    kind: EventKind
    at: datetime
    by: str
    stage_before: Stage | None
    stage_after: Stage
    mail_before: MailState | None
    mail_after: MailState
    evidence: str | None
    document_id: str | None
    note: str
    prev_hash: str
    hash: str


def link(event: Draft) -> str:
    """Give the hash of an event: SHA-256 over the hash before it and all that it says."""
    return hashlib.sha256(canonical(event)).hexdigest()


def canonical(event: Draft) -> bytes:
    """Write an event as the bytes that are hashed: a JSON list, the format's name first."""
    said = [
        _FORMAT,
        event.prev_hash,
        event.id,
        event.application_id,
        event.seq,
        event.kind,
        event.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        event.by,
        event.stage_before,
        event.stage_after,
        event.mail_before,
        event.mail_after,
        event.evidence,
        event.document_id,
        event.note,
    ]
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def verify(session: Session) -> Report:
    """Walk the whole chain and compare it with its head and with the entries."""
    previous, count, broken = GENESIS, 0, list[Broken]()
    for event in _all(session):
        broken += _breaks(event, count + 1, previous)
        previous, count = event.hash, event.id
    head = session.execute(select(col(ChainHead.event_id), col(ChainHead.hash))).one_or_none()
    if head is None or (head.event_id, head.hash) != (count, previous):
        broken.append(Broken(count, BreakWhy.HEAD))
    broken += [Broken(0, BreakWhy.ENTRY)] * (_entries_astray(session) + _entries_gone(session))
    return Report(count, previous, tuple(broken))


def beginning(session: Session) -> str | None:
    """Give the hash of the first event, if there is one: no two ledgers begin alike."""
    return session.scalar(select(col(Event.hash)).where(col(Event.id) == 1))


def _breaks(event: Draft, expected_id: int, previous: str) -> Iterator[Broken]:
    for number in range(expected_id, event.id):
        yield Broken(number, BreakWhy.MISSING)
    if event.id == expected_id and event.prev_hash != previous:
        yield Broken(event.id, BreakWhy.UNLINKED)
    if link(event) != event.hash:
        yield Broken(event.id, BreakWhy.ALTERED)


def _all(session: Session) -> Iterator[Draft]:
    columns = [getattr(Event, field.name) for field in fields(Draft)]
    rows = select(*columns).order_by(col(Event.id)).execution_options(yield_per=2000)
    for row in session.execute(rows):  # 27 million events must not be in memory at once
        yield Draft(*row)


def _entries_gone(session: Session) -> int:
    """Count entries of which events tell, and which are not there."""
    entry = select(col(Entry.application_id)).where(
        col(Entry.application_id) == col(Event.application_id)
    )
    gone = select(func.count(col(Event.application_id).distinct())).where(~entry.exists())
    return session.scalar(gone) or 0


def _entries_astray(session: Session) -> int:
    """Count entries whose state is not the one their last event left them in."""
    agrees = (
        (col(Event.application_id) == col(Entry.application_id))
        & (col(Event.seq) == col(Entry.version))
        & (col(Event.stage_after) == col(Entry.stage))
        & (col(Event.mail_after) == col(Entry.mail))
    )
    astray = (
        select(func.count()).select_from(Entry).where(~select(col(Event.id)).where(agrees).exists())
    )
    return session.scalar(astray) or 0
