"""Digits one by one in boxes: twelve of them may be a person's, more are another number."""

import pytest

from ocr import my_number
from ocr.boxed_digits import are_strewn
from ocr.reading import Word
from ocr.rows import Row, rows_of
from tests.ocr.words import word

PITCH = 42
LOST = " "


def boxes(digits: str, *, gap: int = 0, start: int = 100) -> list[Word]:
    """A digit a box; `gap` more behind every four, a blank where a digit could not be read."""
    return [
        word(digit, start + PITCH * at + gap * (at // 4), 0, start + at, 12)
        for at, digit in enumerate(digits)
        if digit != LOST
    ]


def row(*words: Word) -> Row:
    (one,) = rows_of(words)
    return one


@pytest.mark.parametrize("gap", [0, 20, PITCH])
def test_twelve_boxes_are_no_part_of_more(gap: int) -> None:
    page = row(*boxes("123456789012", gap=gap))
    assert not are_strewn(page, page.words)
    assert my_number.in_rows([page])


@pytest.mark.parametrize("digits", ["96 06 95 5 4 4  43 569 ", "19120 0042211 962 92 2 4436"])
def test_an_id_of_which_some_were_not_read_is_more(digits: str) -> None:
    page = row(*boxes(digits))
    assert are_strewn(page, page.words[:12])
    assert my_number.in_rows([page]) == ()


def test_other_boxes_far_beside_do_not_make_twelve_more() -> None:
    page = row(*boxes("123456789012"), *boxes("7008544", start=100 + PITCH * 16))
    assert not are_strewn(page, page.words[:12])
