"""The bench of misreadings judges what it says it judges."""

import json
from datetime import date
from pathlib import Path
from random import Random

import pytest

from bench.ablations import Off, without
from bench.case import Case, Kind
from bench.cases import Cases
from bench.machine import machine
from bench.misreads import Shown, as_json, measure
from bench.neighbourhood import Neighbourhood, named
from bench.slips import Slips
from bench.town import Order, Town
from ledger.evidence import Identified, Witness
from ledger.identify import identify
from ledger.ids import ApplicationId

PEOPLE = 400


@pytest.fixture(scope="module")
def shown() -> Shown:
    return measure(Order.BLOCKWISE, 600, seed=3, people=PEOPLE)


def cases(
    kind: Kind, many: int = 60, order: Order = Order.SERIAL
) -> tuple[Neighbourhood, list[Case]]:
    rng = Random(5)
    town = Town.build(order, PEOPLE, rng)
    drawing = Cases(town, Slips.learned(), rng)
    return Neighbourhood.of(town), [drawing.of(kind) for _ in range(many)]


def number_given(case: Case, around: Neighbourhood) -> ApplicationId | None:
    answer = identify(case.facts, around.known(case.read, named(case.facts)), date(2026, 1, 1))
    return answer.application_id if isinstance(answer, Identified) else None


def owners(case: Case) -> ApplicationId | None:
    return None if case.owner is None else case.owner.application_id


def test_every_case_is_counted_once_and_every_kind_is_drawn(shown: Shown) -> None:
    assert shown.whole.cases == 600
    assert all(judged.cases for judged in shown.kinds.values())
    for one in (*shown.kinds.values(), *shown.without.values()):
        assert one.cases == one.right + one.false + one.newer + sum(one.held.values())


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
@pytest.mark.parametrize("kind", Kind)
def test_no_kind_of_case_is_filed_under_another_persons_number(order: Order, kind: Kind) -> None:
    around, drawn = cases(kind, order=order)
    filed = [(case, number_given(case, around)) for case in drawn]
    assert [case for case, number in filed if number not in (None, owners(case), case.newer)] == []


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


@pytest.mark.parametrize(
    "kind", [*(one for one in Kind if one.name.startswith("GLUED")), Kind.ATTACHED]
)
def test_glued_papers_belong_to_nobody(kind: Kind) -> None:
    assert all(case.owner is None for case in cases(kind)[1])


@pytest.mark.parametrize(
    ("kind", "read"),
    [
        (Kind.GLUED_NAME, {Witness.NAME, Witness.KANA}),
        (Kind.GLUED_DATE, {Witness.BIRTH_DATE, Witness.TRACKING_NUMBER}),
        (Kind.GLUED_NOTHING, set()),
    ],
)
def test_of_a_second_paper_is_read_what_its_kind_says(kind: Kind, read: set[Witness]) -> None:
    rows = [row for case in cases(kind)[1] for row in case.rows if row.line.page == 2]
    assert {row.ink for row in rows if row.ink} == read


def test_a_second_number_is_misread_as_the_first_by_one_reader_or_by_all() -> None:
    _, drawn = cases(Kind.GLUED_AS_FIRST)
    for case in drawn:
        first = case.candidates[0].application_id
        second = [one.application_id for one in case.candidates if one.page == 2]
        assert first in second


def test_of_a_name_without_a_label_the_code_is_anothers() -> None:
    _, drawn = cases(Kind.OTHER_CODE_BARE)
    for case in drawn:
        assert case.owner is not None
        assert case.candidates[0].application_id != case.owner.application_id
        assert not any("氏名" in row.line.text for row in case.rows)


def test_who_applied_twice_is_in_the_ledger_under_the_newer_number_only() -> None:
    around, drawn = cases(Kind.TWICE)
    for case in drawn:
        assert case.owner is not None
        assert case.newer is not None
        newer = around.town.by_id[case.newer]
        assert case.owner.application_id not in around.town.by_id
        assert (newer.name, newer.birth_date) == (case.owner.name, case.owner.birth_date)


def test_an_older_application_filed_under_the_newer_is_counted_apart(shown: Shown) -> None:
    around, drawn = cases(Kind.TWICE)
    assert any(case.newer == number_given(case, around) for case in drawn)
    assert not any(one.newer for kind, one in shown.kinds.items() if kind is not Kind.TWICE)


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
