"""What lives close to a reading is found, all of it and nothing else."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from ledger.ids import ApplicationId
from ledger.imports import open_entries
from ledger.known import issued_together, known, neighbours
from ledger.records import NewEntry
from tests.ledger.apart import distance

NOW = datetime(2025, 10, 20, 5, 0, tzinfo=UTC)


def test_all_numbers_within_two_digits_are_asked_for_once() -> None:
    asked = neighbours("40718293645510283746152")
    assert len(asked) == len(set(asked)) == 1 + 23 * 9 + 253 * 81
    here = ApplicationId(asked[0])
    assert all(distance(here, ApplicationId(other)) <= 2 for other in asked)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_people_and_neighbours_are_those_a_slow_search_finds(
    session: Session, line: Callable[..., NewEntry], data: st.DataObject
) -> None:
    digits = st.text("019", min_size=4, max_size=4).map(lambda end: "7" * 19 + end)
    names = st.sampled_from(["佐藤　健一", "佐藤　健二", "岡田　恵", "佐々木　一"])
    births = st.sampled_from([date(1988, 8, 3), date(1988, 8, 4), None])
    living = {ApplicationId(one) for one in data.draw(st.lists(digits, max_size=12))}
    read = {ApplicationId(one) for one in data.draw(st.lists(digits, max_size=3))}
    with session.begin_nested() as nested:
        lines = [
            line(one.digits, name=data.draw(names), birth_date=data.draw(births)) for one in living
        ]
        open_entries(session, lines, NOW, "import")
        found = known(session, read)
        nested.rollback()
    assert set(found.people) == living & read
    for one in read:
        near = {
            other.application_id
            for other in lines
            if other.application_id != one and _may_be_mistaken(one, other, lines)
        }
        assert {person.application_id for person in found.near[one]} == near


def _may_be_mistaken(one: ApplicationId, other: NewEntry, lines: list[NewEntry]) -> bool:
    there = other.application_id
    twins = any(
        line.application_id == one
        and line.birth_date is not None
        and line.birth_date == other.birth_date
        and line.name.split()[0] == other.name.split()[0]
        for line in lines
    )
    apart = abs(int(one.digits) - int(there.digits))
    return distance(one, there) <= 2 or apart <= 20 or twins


def test_twins_are_near_however_far_their_numbers_are(
    session: Session, line: Callable[..., NewEntry]
) -> None:
    """…099 and …100 differ in three digits."""
    numbers = ["5" * 20 + "099", "5" * 20 + "100", "8" * 23]
    open_entries(
        session,
        [
            line(numbers[0], name="佐藤　健一"),
            line(numbers[1], name="岡田　恵"),
            line(numbers[2], name="佐藤　健二"),
            line("9" * 23, name="佐々木　健二"),
        ],
        NOW,
        "import",
    )
    one = ApplicationId(numbers[0])
    near = known(session, [one]).near[one]
    assert [person.application_id.digits for person in near] == numbers[1:]


@pytest.mark.parametrize("digits", ["0" * 23, "9" * 23])
def test_numbers_at_either_end_have_neighbours_on_one_side(digits: str) -> None:
    together = issued_together(digits)
    assert len(together) == 21
    assert all(len(one) == 23 for one in together)


def test_a_person_is_known_with_all_that_a_paper_may_say(
    session: Session, line: Callable[..., NewEntry]
) -> None:
    open_entries(session, [line("1" * 23, notice_number="A1B123456")], NOW, "import")
    person = known(session, [ApplicationId("1" * 23)]).people[ApplicationId("1" * 23)]
    assert (person.name, person.kana) == ("髙橋　春樹", "タカハシ　ハルキ")
    assert (person.tracking_number, person.notice_number) == ("11223344556", "A1B123456")
