"""A name and a birth date beside labels that are not the person's: somebody else is on it."""

from datetime import date

import pytest

from ledger.evidence import Line, Person
from ledger.ids import ApplicationId
from ledger.strangers import names_a_stranger

SATO = Person(
    ApplicationId("57544551344199156220273"), "佐藤　健一", "サトウ　ケンイチ", date(1988, 8, 3)
)


def stranger(*rows: str) -> bool:
    return names_a_stranger(SATO, [Line(1, row) for row in rows])


@pytest.mark.parametrize(
    "rows",
    [
        ("氏名 佐野 花子", "生年月日 昭和45年7月7日"),
        ("氏名 佐藤 健一　氏名 佐野 花子", "生年月日 昭和63年8月3日　生年月日 昭和45年7月7日"),
        ("お名前　佐野 花子", "生年月日　1970年7月7日"),
    ],
)
def test_name_and_birth_date_of_another_are_a_strangers(rows: tuple[str, ...]) -> None:
    assert stranger(*rows)


@pytest.mark.parametrize(
    "rows",
    [
        ("氏名 佐藤 健一", "生年月日 昭和63年8月3日"),
        ("フリガナ サトウ ケンイチ", "生年月日 昭和45年7月7日"),
        ("氏名 佐藤 徳一", "生年月日 昭和45年7月7日"),  # one letter may be misread
        ("氏名 佐野 花子", "生年月日 昭和63年8月5日"),  # as may one part of a date
        ("氏名 佐野 花子",),
        ("生年月日 昭和45年7月7日",),
        ("氏名 佐野", "生年月日 昭和45年7月7日"),  # of two letters some may be lost
        ("氏名 佐野 花子", "生年月日 昭和63年8月3日 受領日 令和7年4月1日"),
    ],
)
def test_one_of_them_or_a_misread_one_is_not(rows: tuple[str, ...]) -> None:
    assert not stranger(*rows)


def test_name_and_date_on_two_pages_are_not_of_one_stranger() -> None:
    lines = [Line(1, "氏名 佐野 花子"), Line(2, "生年月日 昭和45年7月7日")]
    assert not names_a_stranger(SATO, lines)
