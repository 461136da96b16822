"""Entries are found in the order of their reading, and by an index."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text
from sqlmodel import Session

from ledger.imports import open_entries
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
    ("column", "wanted"),
    [
        ("name_folded >= 'a' AND name_folded < 'b'", Wanted(name="a")),
        ("kana_folded >= 'a' AND kana_folded < 'b'", Wanted(kana="a")),
        ("birth_date = '2000-01-01'", Wanted(birth_date=date(2000, 1, 1))),
        ("tracking_number = 'a'", Wanted(tracking_number="a")),
        ("notice_number = 'a'", Wanted(notice_number="a")),
    ],
)
def test_what_people_know_has_an_index(session: Session, column: str, wanted: Wanted) -> None:
    assert find_entries(session, wanted) == ()
    plan = session.execute(text(f"EXPLAIN QUERY PLAN SELECT * FROM entry WHERE {column}")).all()  # noqa: S608
    assert all("USING INDEX" in step.detail for step in plan)
