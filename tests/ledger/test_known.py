"""What lives close to a reading is found, all of it and nothing else."""

from collections.abc import Callable
from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from ledger.ids import ApplicationId
from ledger.imports import open_entries
from ledger.known import known, neighbours
from ledger.records import NewEntry

NOW = datetime(2025, 10, 20, 5, 0, tzinfo=UTC)


def test_all_numbers_within_two_digits_are_asked_for_once() -> None:
    asked = neighbours("40718293645510283746152")
    assert len(asked) == len(set(asked)) == 1 + 23 * 9 + 253 * 81
    here = ApplicationId(asked[0])
    assert all(here.distance(ApplicationId(other)) <= 2 for other in asked)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_people_and_neighbours_are_those_a_slow_search_finds(
    session: Session, line: Callable[..., NewEntry], data: st.DataObject
) -> None:
    digits = st.text("01", min_size=4, max_size=4).map(lambda end: "7" * 19 + end)
    living = {ApplicationId(one) for one in data.draw(st.lists(digits, max_size=12))}
    read = {ApplicationId(one) for one in data.draw(st.lists(digits, max_size=3))}
    with session.begin_nested() as nested:
        lines = [line(one.digits) for one in living]
        open_entries(session, lines, NOW, "import")
        found = known(session, read)
        nested.rollback()
    assert set(found.people) == living & read
    for one in read:
        near = {other for other in living if 0 < one.distance(other) <= 2}
        assert {person.application_id for person in found.near[one]} == near


def test_a_person_is_known_with_all_that_a_paper_may_say(
    session: Session, line: Callable[..., NewEntry]
) -> None:
    open_entries(session, [line("1" * 23, notice_number="A1B123456")], NOW, "import")
    person = known(session, [ApplicationId("1" * 23)]).people[ApplicationId("1" * 23)]
    assert (person.name, person.kana) == ("髙橋　春樹", "タカハシ　ハルキ")
    assert (person.tracking_number, person.notice_number) == ("11223344556", "A1B123456")
