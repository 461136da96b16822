"""A list of any length opens its entries once, in its own order."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from ledger.chain import verify
from ledger.errors import AlreadyInLedgerError
from ledger.imports import open_entries
from ledger.records import NewEntry
from ledger.search import all_entries, count_entries
from ledger.states import Stage

NOW = datetime(2025, 10, 20, 5, 0, tzinfo=UTC)

Line = Callable[..., NewEntry]


def test_a_long_list_is_one_chain(session: Session, line: Line) -> None:
    lines = [line(f"{number:023d}") for number in range(2500)]
    opened = open_entries(session, lines, NOW, "import")
    assert opened == tuple(one.application_id for one in lines)
    assert count_entries(session) == sum(1 for _ in all_entries(session)) == 2500
    assert verify(session).holds


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(first=st.lists(st.integers(0, 9)), second=st.lists(st.integers(0, 9)))
def test_each_entry_is_opened_once(
    session: Session, line: Line, first: list[int], second: list[int]
) -> None:
    with session.begin_nested() as nested:
        one = open_entries(session, [line(f"{n:023d}") for n in first], NOW, "import")
        two = open_entries(session, [line(f"{n:023d}") for n in second], NOW, "import")
        assert len(one) == len(set(first))
        assert len(two) == len(set(second) - set(first))
        assert verify(session).events == len(one) + len(two)
        nested.rollback()


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("name", "髙橋　夏樹"),
        ("kana", ""),
        ("birth_date", None),
        ("office", "南"),
        ("tracking_number", None),
        ("notice_number", "A1B123456"),
    ],
)
def test_the_fact_that_differs_is_named(
    session: Session, line: Line, fact: str, value: object
) -> None:
    open_entries(session, [line("1" * 23)], NOW, "import")
    with pytest.raises(AlreadyInLedgerError) as refused:
        open_entries(session, [line("1" * 23, **{fact: value})], NOW, "import")
    assert refused.value.field == fact


def test_one_id_with_two_stages_in_one_list_is_refused(session: Session, line: Line) -> None:
    lines = [line("1" * 23), line("1" * 23, Stage.DELIVERED)]
    with pytest.raises(AlreadyInLedgerError, match="state"):
        open_entries(session, lines, NOW, "import")
