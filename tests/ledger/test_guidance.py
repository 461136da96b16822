"""Printed backs are about nobody; papers that name somebody, or hold a number, are not."""

import pytest

from ledger.evidence import Line
from ledger.guidance import is_about_nobody

BACK = [
    "（裏面）受け取りに必要なもの",
    "1 本人確認書類を次のうちから1点お持ちください",
    "2 代理人が受け取る場合は、本人の出頭が困難であることを証する書類が必要です",
    "3 有効期限の切れた書類は使えません。受付は予約制です",
]


def about_nobody(*rows: str) -> bool:
    return is_about_nobody([Line(2, row) for row in rows])


def test_the_back_of_a_form_is_about_nobody() -> None:
    assert about_nobody(*BACK)


@pytest.mark.parametrize(
    "row",
    ["氏名 佐藤 健一", "生年月日 昭和63年8月3日", "佐藤 健一 様", "製造番号 1234567890123456"],
)
def test_with_a_name_a_date_or_a_number_it_is_not(row: str) -> None:
    assert not about_nobody(*BACK, row)


@pytest.mark.parametrize(
    "rows",
    [
        (),
        ("診察券　瀬戸見中央病院", "ミツオカ　ミホ", "No. 7844"),
        ("受付　野村",),
        ("本日、カードを受け取りましたことを確認します。", "佐藤 健一", "長谷川 由美子", "岡田 恵"),
    ],
)
def test_a_page_of_few_words_may_be_anybodys(rows: tuple[str, ...]) -> None:
    assert not about_nobody(*rows)
