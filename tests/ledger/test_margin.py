"""How far the second-best entry is: the one the paper confirms most, then the nearest number."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ledger.evidence import Identified, Line, Margin, Person, Witness
from ledger.identify import identify
from ledger.ids import ApplicationId
from ledger.margin import distance, margin, margin_of, on_record
from tests.ledger.test_identify import ID, NEIGHBOUR, OKADA, SATO, TANAKA, TODAY, code, facts, known

LINES = (Line(1, "氏名 佐藤 健一"), Line(1, "生年月日 昭和63年8月3日"))
TWIN = replace(TANAKA, name="佐藤　健二", birth_date=date(1988, 8, 3))
ids = st.text("0123456789", min_size=23, max_size=23).map(ApplicationId)


class TestTheSecondBest:
    def test_is_the_nearest_number_where_no_field_speaks(self) -> None:
        assert margin(SATO, [TANAKA, OKADA], LINES) == Margin(NEIGHBOUR, 1)

    def test_is_whom_the_paper_confirms_in_something(self) -> None:
        found = margin(SATO, [OKADA, TWIN], LINES)
        assert found == Margin(
            TWIN.application_id, distance(ID, TWIN.application_id), (Witness.BIRTH_DATE,)
        )

    def test_is_nobody_where_there_is_no_other(self) -> None:
        assert margin(SATO, [SATO], LINES) is None

    def test_is_nobody_for_an_id_that_the_ledger_does_not_know(self) -> None:
        assert margin_of(ID, facts(code(ID)), known(OKADA)) is None


def test_what_is_put_on_record_holds_versions_once_and_the_margin() -> None:
    document, ledger = facts(code(ID)), known(SATO, OKADA)
    found = identify(document, ledger, TODAY)
    assert isinstance(found, Identified)
    proof = on_record(found, document, ledger, ["a 1", "b 2", "a 1"])
    assert proof.versions == ("a 1", "b 2")
    assert proof.margin == Margin(NEIGHBOUR, 1)
    assert proof.witnesses == (Witness.CODE, Witness.NAME, Witness.BIRTH_DATE)


@given(ids, st.lists(ids, max_size=6))
def test_the_second_best_is_never_the_best(
    chosen: ApplicationId, others: list[ApplicationId]
) -> None:
    def person(one: ApplicationId) -> Person:
        return replace(SATO, application_id=one)

    found = margin(person(chosen), map(person, others), LINES)
    assert found is None or found.application_id != chosen
    assert (found is None) == (set(others) <= {chosen})
