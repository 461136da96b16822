"""Entries are found in the order of their reading, and by an index."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, event, text
from sqlmodel import Session

from ledger.ids import ApplicationId
from ledger.imports import open_entries
from ledger.known import known
from ledger.records import NewEntry
from ledger.search import Wanted, find_entries

NOW = datetime(2025, 10, 20, 5, 0, tzinfo=UTC)


@pytest.fixture
def people(session: Session, line: Callable[..., NewEntry]) -> Session:
    readings = ["ワダ", "アベ", "タナカ", "たけだ", "Tanaka"]
    lines = [line(f"{n:023d}", kana=kana, name=f"名{n}") for n, kana in enumerate(readings)]
    open_entries(session, lines, NOW, "import")
    return session


def test_people_stand_in_the_order_of_their_reading(people: Session) -> None:
    found = find_entries(people, Wanted())
    assert [entry.kana for entry in found] == ["Tanaka", "アベ", "たけだ", "タナカ", "ワダ"]


def test_no_more_than_asked_for(people: Session) -> None:
    assert [entry.kana for entry in find_entries(people, Wanted(kana="た"), limit=1)] == ["たけだ"]


def test_a_sign_that_searches_use_is_a_letter_like_others(people: Session) -> None:
    assert find_entries(people, Wanted(name="%")) == ()


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(name="a"),
        Wanted(kana="a"),
        Wanted(birth_date=date(2000, 1, 1)),
        Wanted(tracking_number="a"),
        Wanted(notice_number="a"),
    ],
)
def test_what_people_know_has_an_index(engine: Engine, wanted: Wanted) -> None:
    def scans(plan: str) -> bool:
        return "SCAN entry" in plan or "Seq Scan on entry" in plan

    plans = plans_of(engine, lambda session: find_entries(session, wanted))
    assert plans
    assert not any(scans(plan) for plan in plans)


def test_whoever_is_close_to_a_reading_has_one_too(engine: Engine) -> None:
    plans = plans_of(engine, lambda session: known(session, [ApplicationId("1" * 23)]))
    assert plans
    for plan in plans:
        assert re.search(r"USING INDEX \S+ \(application_id=|Index Cond: \(application_id", plan)


def plans_of(engine: Engine, search: Callable[[Session], object]) -> list[str]:
    """Say how the database goes about the statements of a search."""
    explain = "EXPLAIN " if engine.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN "
    plans = []

    def note(_: object, cursor: Any, statement: str, given: Any, *__: object) -> None:  # noqa: ANN401
        cursor.execute(explain + statement, given)
        plans.append("\n".join(str(row) for row in cursor.fetchall()))

    with Session(engine) as session:
        if engine.dialect.name == "postgresql":  # an empty table is read whole
            session.execute(text("SET LOCAL enable_seqscan = off"))
        event.listen(session.connection(), "before_cursor_execute", note)
        search(session)
    return plans
