"""Whoever changes what happened is found out."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from ledger.book import Book
from ledger.chain import GENESIS, BreakWhy, Broken, Draft, canonical, link, verify
from ledger.engine import reading, writing
from ledger.events import EventKind
from ledger.ids import ApplicationId
from ledger.records import NewEntry
from ledger.states import MailState, Stage
from ledger.tables import Event

ONE, TWO = "1" * 23, "2" * 23


@pytest.fixture
def session(session: Session, line: Callable[..., NewEntry], now: datetime) -> Session:
    """A book with four events; its seals are broken, as somebody at the database could."""
    Book(session).add([line(ONE, office="北"), line(TWO)], now, "import")
    Book(session).record(ApplicationId(ONE), EventKind.DELIVERED, now, "clerk")
    Book(session).record(ApplicationId(TWO), EventKind.DELIVERED, now, "clerk")
    unsealed(session)
    return session


def unsealed(session: Session) -> None:
    """Let the database look away, as its owner can."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL session_replication_role = replica"))
        return
    for verb in ("update", "delete"):
        session.execute(text(f"DROP TRIGGER event_no_{verb}"))


def test_an_untouched_chain_holds(session: Session) -> None:
    report = verify(session)
    assert report.holds
    assert report.events == 4


def test_an_empty_ledger_holds(engine: Engine) -> None:
    with Session(engine) as session:
        assert verify(session).holds


@pytest.mark.parametrize(
    "change",
    ["note = 'x'", "by = 'somebody'", "at = '2025-10-21 05:00:00.000000'", "evidence = 'k'"],
)
def test_an_altered_event_is_found(session: Session, change: str) -> None:
    session.execute(text(f"UPDATE event SET {change} WHERE id = 3"))  # noqa: S608
    assert verify(session).broken == (Broken(3, BreakWhy.ALTERED),)


def test_an_event_altered_with_its_hash_does_not_fit_the_next(session: Session) -> None:
    session.execute(text("UPDATE event SET note = 'x' WHERE id = 3"))
    altered = Draft(**session.get_one(Event, 3).model_dump())
    session.execute(text("UPDATE event SET hash = :hash WHERE id = 3"), {"hash": link(altered)})
    assert verify(session).broken == (Broken(4, BreakWhy.UNLINKED),)


def test_a_missing_event_is_found(session: Session) -> None:
    session.execute(text("DELETE FROM event WHERE id = 2"))
    assert Broken(2, BreakWhy.MISSING) in verify(session).broken


def test_missing_last_events_are_found(session: Session) -> None:
    session.execute(text("DELETE FROM event WHERE id = 4"))
    assert Broken(3, BreakWhy.HEAD) in verify(session).broken


def test_an_entry_moved_without_an_event_is_found(session: Session) -> None:
    session.execute(text("UPDATE entry SET stage = 'card_received' WHERE office = '北'"))
    assert verify(session).broken == (Broken(0, BreakWhy.ENTRY),)


def test_an_entry_that_vanished_is_found(
    engine: Engine, line: Callable[..., NewEntry], now: datetime
) -> None:
    with writing(engine) as session:
        Book(session).add([line(ONE)], now, "import")
    with engine.connect() as connection:  # foreign keys bind nobody who does not want it
        if engine.dialect.name == "sqlite":
            connection.rollback()
            connection.connection.execute("PRAGMA foreign_keys=OFF")
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("DELETE FROM entry"))
        connection.commit()
        connection.invalidate()
    with reading(engine) as session:
        assert verify(session).broken == (Broken(0, BreakWhy.ENTRY),)


@pytest.mark.parametrize("change", ["UPDATE event SET note = 'x'", "DELETE FROM event"])
def test_the_database_itself_refuses_to_change_an_event(
    engine: Engine, line: Callable[..., NewEntry], now: datetime, change: str
) -> None:
    with Session(engine) as session:
        Book(session).add([line(ONE)], now, "import")
        with pytest.raises(IntegrityError, match="never changed"):
            session.execute(text(change))


def test_the_bytes_of_a_link_are_fixed_for_ever(now: datetime) -> None:
    event = Draft(
        id=7,
        application_id=ONE,
        seq=2,
        kind=EventKind.DELIVERED,
        at=now,
        by="hikae",
        stage_before=Stage.AT_OFFICE,
        stage_after=Stage.DELIVERED,
        mail_before=MailState.DISPATCHED,
        mail_after=MailState.DISPATCHED,
        evidence="documents/ab",
        document_id="d1",
        note="窓口",
        prev_hash=GENESIS,
        hash="",
    )
    assert canonical(event).decode() == (
        f'["hikae-event-1","{GENESIS}",7,"{ONE}",2,"delivered","2025-10-20T05:00:00.000000Z",'
        '"hikae","at_office","delivered","dispatched","dispatched","documents/ab","d1","窓口"]'
    )
    assert link(event) == "7a6c3c542aa600b89470f424e5ca46002e570ab0d22ecfe309bdb57868c797a4"
