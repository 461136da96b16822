"""Where a form says 暗証番号 in its own way, what may be one is not kept."""

import pytest

from ocr.pin_word import pins_by_word
from ocr.secret import words_in
from tests.ocr.words import rows


def hidden(*lines: str) -> set[str]:
    found = rows(*lines)
    return {word.text for word in words_in(found, pins_by_word(found))}


@pytest.mark.parametrize(
    ("text", "pin"),
    [
        ("暗証番号　4821", {"4821"}),
        ("暗証番号（数字4桁）　4 8 2 1", {"4", "8", "2", "1"}),
        ("利用者証明用暗証番号　4821", {"4821"}),
        ("署名用パスワード　ABC123", {"ABC123"}),
        ("署名用八又7一下(6~16文字)　2 7 D F 6 G 4", {"2", "7", "D", "F", "6", "G", "4"}),
        ("設定番号　4821", {"4821"}),
        ("数字4桁のもの(3種共通)　4821", {"4821"}),
        ("英数字6桁以上　DAGFE22K", {"DAGFE22K"}),
        ("暗証番口 ４８２１ 生年月日 1988", {"４８２１"}),
        ("暗証番号4821", {"暗証番号4821"}),
    ],
)
def test_beside_the_word(text: str, pin: set[str]) -> None:
    assert hidden("氏名 佐藤", text) == pin


@pytest.mark.parametrize("label", ["暗証番号", "利用者証明用電子証明書（数字4桁）"])
def test_below_it(label: str) -> None:
    assert hidden(label, "4821", "氏名 佐藤 2025") == {"4821"}


@pytest.mark.parametrize(
    "text",
    [
        "3　暗証番号設定控え",
        "3　暗証番号設定控え　1",
        "暗証番号は書かないでください",
        "暗証番号設定日 2025",
        "暗証番号　申請書ID　5754 4551 3441 9915 6220 273",
        "暗証番号 5754 4551 3441 9915 6220 273",
        "カード製造番号（数字16桁）　6087910464086934",
        "免許証番号 1234",
    ],
)
def test_nothing_else(text: str) -> None:
    assert hidden(text, "令和7年10月2日", "住所 見本市1番1号") == set()
