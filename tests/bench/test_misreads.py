"""The bench of misreadings judges what it says it judges."""

import json
from datetime import date
from pathlib import Path
from random import Random

import pytest

from bench.ablations import Off, without
from bench.cases import Case, Cases, Kind
from bench.machine import machine
from bench.misreads import Shown, as_json, measure
from bench.neighbourhood import Neighbourhood
from bench.slips import Slips
from bench.town import Order, Town
from ledger.evidence import Identified, Witness
from ledger.identify import identify

PEOPLE = 400


@pytest.fixture(scope="module")
def shown() -> Shown:
    return measure(Order.BLOCKWISE, 600, seed=3, people=PEOPLE)


def cases(kind: Kind, many: int = 60) -> tuple[Neighbourhood, list[Case]]:
    rng = Random(5)
    town = Town.build(Order.SERIAL, PEOPLE, rng)
    drawing = Cases(town, Slips.learned(), rng)
    return Neighbourhood.of(town), [drawing.of(kind) for _ in range(many)]


def test_every_case_is_counted_once_and_every_kind_is_drawn(shown: Shown) -> None:
    assert shown.whole.cases == 600
    assert all(judged.cases for judged in shown.kinds.values())
    for judged in (*shown.kinds.values(), *shown.without.values()):
        assert judged.cases == judged.right + judged.false + sum(judged.held.values())


def test_the_same_seed_gives_the_same(shown: Shown) -> None:
    again = measure(Order.BLOCKWISE, 600, seed=3, people=PEOPLE)
    assert (again.kinds, again.without) == (shown.kinds, shown.without)


def test_with_all_neighbours_the_answers_are_the_same(shown: Shown) -> None:
    assert shown.with_all.cases
    assert not shown.with_all.false


def test_it_can_be_written_down(shown: Shown, tmp_path: Path) -> None:
    text = as_json(machine(tmp_path), 3, [shown])
    assert json.loads(text)["orders"][0]["kinds"]["undamaged"]["cases"]


@pytest.mark.parametrize("order", Order)
def test_misread_digits_are_never_believed(order: Order) -> None:
    kinds = measure(order, 600, seed=4, people=PEOPLE).kinds
    for kind in (Kind.UNDAMAGED, Kind.MISREAD, Kind.ALIKE):
        assert kinds[kind].false == 0


def test_an_undamaged_case_is_read_as_it_is() -> None:
    _, drawn = cases(Kind.UNDAMAGED)
    for case in drawn:
        assert case.owner is not None
        assert {one.application_id for one in case.candidates} == {case.owner.application_id}
        assert all(not row.is_misread for row in case.rows)


def test_a_corrected_number_is_anothers_and_all_readers_agree_on_it() -> None:
    around, drawn = cases(Kind.CORRECTED)
    for case in drawn:
        assert case.owner is not None
        printed = {one.application_id for one in case.candidates[:3]}
        assert len(printed) == 1
        assert printed <= around.town.by_id.keys() - {case.owner.application_id}


def test_glued_papers_belong_to_nobody() -> None:
    for kind in (Kind.GLUED, Kind.GLUED_UNREAD):
        assert all(case.owner is None for case in cases(kind)[1])


def test_an_unknown_owner_is_not_in_the_ledger() -> None:
    around, drawn = cases(Kind.UNKNOWN)
    for case in drawn:
        assert case.owner is not None
        assert case.owner.application_id not in around.town.by_id


class TestWithAPartOff:
    def test_every_corrected_number_is_believed_without_the_second_ink(self) -> None:
        around, drawn = cases(Kind.CORRECTED)
        for case in drawn:
            if len({one.application_id for one in case.candidates}) == 1:
                answer = identify(*without(Off.SECOND_INK, case, around), date(2026, 1, 1))
                assert isinstance(answer, Identified)
                assert answer.application_id == case.candidates[0].application_id

    def test_no_row_speaks_against_the_wrong_person_without_the_veto(self) -> None:
        around, drawn = cases(Kind.CORRECTED)
        for case in drawn:
            wrong = around.town.by_id[case.candidates[0].application_id]
            facts, known = without(Off.VETO, case, around)
            kept = {line.text for line in facts.lines}
            gone = [row for row in case.rows if row.line.text not in kept]
            assert all(not row.agrees_with(wrong) for row in gone)
            assert not any(known.near.values())

    def test_a_number_that_nobody_has_is_somebodys_without_the_ledger(self) -> None:
        around, drawn = cases(Kind.ALIKE)
        for case in drawn:
            _, known = without(Off.LEDGER, case, around)
            read = {one.application_id for one in case.candidates}
            assert known.people.keys() == read

    def test_what_is_read_stays(self) -> None:
        around, drawn = cases(Kind.OTHER_CODE)
        for case in drawn:
            for off in Off:
                facts, _ = without(off, case, around)
                assert facts.candidates == case.candidates
                assert facts.candidates[0].witness is Witness.CODE
