"""Of people whose names differ in one letter, one name on a paper tells neither."""

from datetime import date

import pytest

from ledger.alike import taken_for
from ledger.evidence import Person, Witness
from ledger.ids import ApplicationId

NAME, KANA, BIRTH = Witness.NAME, Witness.KANA, Witness.BIRTH_DATE


def someone(name: str, kana: str) -> Person:
    return Person(ApplicationId("1" * 23), name, kana, date(1988, 8, 3))


KENICHI = someone("佐藤　健一", "サトウ　ケンイチ")


@pytest.mark.parametrize(
    ("other", "found", "taken"),
    [
        (someone("佐藤　健二", "サトウ　ケンジ"), {NAME, BIRTH}, {NAME}),
        (someone("佐藤　健", "サトウ　ケン"), {NAME}, {NAME}),
        (someone("佐藤　健一郎", "サトウ　ケンイチロウ"), {NAME}, {NAME}),
        (someone("佐藤　謙一", "サトウ　ケンイチ"), {KANA}, {KANA}),
        (someone("佐藤　健二", "サトウ　ケンジ"), {KANA}, set()),
        (someone("佐藤　健二", "サトウ　ケンイシ"), {NAME, KANA}, set()),
        (someone("佐藤　正男", "サトウ　マサオ"), {NAME, BIRTH}, set()),
        (someone("佐藤　健二", "サトウ　ケンジ"), {BIRTH}, set()),
    ],
)
def test_a_name_is_taken_for_one_that_is_one_letter_off(
    other: Person, found: set[Witness], taken: set[Witness]
) -> None:
    assert taken_for(KENICHI, other, frozenset(found)) == taken
