"""The bench knows of a ledger what the program knows of it."""

from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from bench.neighbourhood import Neighbourhood
from bench.slips import Slips
from bench.town import Order, Town
from ledger.engine import open_engine, writing
from ledger.evidence import Line
from ledger.ids import ApplicationId
from ledger.imports import open_entries
from ledger.known import known
from ledger.migrations import upgrade
from ledger.records import NewEntry
from ledger.states import MailState, Stage, State
from tests.ledger.apart import distance

NOW = datetime(2025, 10, 20, 5, 0, tzinfo=UTC)


def asked_for(town: Town, rng: Random) -> list[ApplicationId]:
    """People of the town, misreadings of their numbers, and both ends of all numbers."""
    living = [one.application_id for one in rng.sample(town.people, 8)]
    living += [town.people[0].application_id, town.people[-1].application_id]
    slips = Slips.learned()
    misread = [slips.number(one.digits, rng) for one in living * 2]
    return [
        *living,
        *(ApplicationId(one) for one in (*misread, "0" * 23, "9" * 23) if len(one) == 23),
    ]


@pytest.mark.parametrize("order", Order)
def test_people_and_neighbours_are_those_of_the_ledger(order: Order, tmp_path: Path) -> None:
    rng = Random(7)
    town = Town.build(order, 600, rng)
    asked = asked_for(town, rng)
    engine = open_engine(f"sqlite:///{tmp_path / 'book.db'}")
    upgrade(engine)
    state = State(Stage.AT_OFFICE, MailState.DISPATCHED)
    with writing(engine) as session:
        lines = [
            NewEntry(
                one.application_id,
                one.name,
                one.kana,
                one.birth_date,
                office="北区役所市民保険年金課",
                tracking_number=one.tracking_number,
                state=state,
            )
            for one in town.people
        ]
        open_entries(session, lines, NOW, "import")
        names = [one.name for one in town.people[:5]] + ["誰 でもない"]
        truth = known(session, asked, names)
    engine.dispose()
    around = Neighbourhood.of(town)
    assert around.known(asked, names) == truth
    assert around.known(asked, names) == truth  # who was asked for once is remembered


def test_neighbours_of_whom_the_lines_speak_are_kept() -> None:
    town = Town.build(Order.SERIAL, 600, Random(7))
    around, asked = Neighbourhood.of(town), town.people[300].application_id
    one, other, third = around.known([asked]).near[asked][:3]
    assert one.birth_date is not None
    lines = [
        Line(1, f"氏名 {one.name.replace('　', ' ')}"),
        Line(1, f"フリガナ {other.kana.replace('　', '')}"),
        Line(1, f"引受番号 {third.tracking_number}"),
        Line(1, f"生年月日 {one.birth_date.year}年{one.birth_date.month}月{one.birth_date.day}日"),
    ]
    kept = around.known_beside([asked], [], lines).near[asked]
    assert {one, other, third} <= set(kept)
    assert len(kept) < len(around.known([asked]).near[asked])


def test_numbers_issued_in_order_have_neighbours_and_random_ones_have_none() -> None:
    serial, strewn = (Town.build(order, 300, Random(7)) for order in (Order.SERIAL, Order.RANDOM))
    ids = [one.application_id for one in serial.people[:2]]
    assert distance(*ids) in range(1, 6)
    asked = strewn.people[5].application_id
    near = Neighbourhood.of(strewn).known([asked]).near[asked]
    assert all(distance(asked, one.application_id) > 2 for one in near)
