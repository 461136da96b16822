"""What stands beside the label of a name, a date or a number is read again; sentences are not."""

import pytest

from ocr.beside import beside_labels
from ocr.detector import LineBox
from ocr.reading import Word

HIGH = 40
Written = tuple[str, int, int, int]  # text, left, top, length


def chosen(*written: Written) -> set[str]:
    """Give the texts of the lines that are chosen; a line without a text could not be read."""
    lines = {
        number: LineBox(left + length / 2, top + HIGH / 2, length, HIGH, 0.0)
        for number, (_, left, top, length) in enumerate(written)
    }
    words = {
        number: (Word(text, left, top, left + length, top + HIGH, 0.9, number),)
        for number, (text, left, top, length) in enumerate(written)
        if text
    }
    return {written[number][0] for number in beside_labels(lines, words)}


@pytest.mark.parametrize(
    "label", ["氏名", "氐名", "氏铭", "フリガナ", "生年月日", "本人", "引受番号"]
)
def test_the_label_and_what_stands_beside_or_below_it_are_chosen(label: str) -> None:
    beside, below = ("佐藤 健一", 300, 100, 200), ("男", 110, 160, 40)
    before, further = ("区分", 0, 100, 80), ("岡山市北区", 100, 400, 200)
    assert chosen((label, 100, 100, 120), beside, below, before, further) == {
        label,
        "佐藤 健一",
        "男",
    }


def test_a_line_that_could_not_be_read_is_chosen_too() -> None:
    assert "" in chosen(("氏名", 100, 100, 120), ("", 300, 100, 200))


def test_a_name_before_its_title_and_a_birth_date_without_a_label_are_chosen() -> None:
    assert chosen(("佐藤 健一 様", 0, 0, 300), ("昭和25年1月2日", 0, 300, 300)) == {
        "佐藤 健一 様",
        "昭和25年1月2日",
    }


def test_sentences_are_not_unless_they_hold_a_whole_date() -> None:
    told = "代理人が受領する場合は本人の氏名を記入してください"
    dated = "氏名 佐藤 健一 生年月日 昭和25年1月2日"
    assert chosen((told, 0, 0, 900), (dated, 0, 200, 900)) == {dated}


@pytest.mark.parametrize("text", ["電話番号", "製造番号", "署名用電子証明書", "住所"])
def test_other_labels_are_none(text: str) -> None:
    assert chosen((text, 0, 0, 200), ("6594 5056 9322", 300, 0, 300)) == set()
