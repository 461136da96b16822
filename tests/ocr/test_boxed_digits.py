"""Digits one by one in boxes: twelve of them may be a person's, more are another number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr import my_number
from ocr.boxed_digits import are_of_id, are_strewn
from ocr.reading import Word
from ocr.rows import Row, rows_of
from tests.ocr.words import word

PITCH = 42
LOST = " "
PERSON = "123456789012"


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


def test_digits_that_a_reader_placed_roughly_are_no_more_than_they_are() -> None:
    lefts = [181, 240, 300, 344, 419, 478, 538, 582, 657, 716, 776, 820]
    page = row(*(word(one, left, 0, left, 31) for one, left in zip(PERSON, lefts, strict=True)))
    assert not are_strewn(page, page.words)
    assert my_number.in_rows([page])


@given(st.lists(st.floats(-0.2, 0.2), min_size=23, max_size=23), st.sets(st.integers(0, 22)))
def test_an_id_is_more_however_its_digits_lie_in_their_boxes(
    aside: list[float], lost: set[int]
) -> None:
    places = [at for at in range(23) if at not in set(sorted(lost)[:8])]
    page = row(*(word("7", 100 + round(PITCH * (at + aside[at])), 0, at, 12) for at in places))
    assert are_strewn(page, page.words[:12])


def test_other_boxes_far_beside_do_not_make_twelve_more() -> None:
    page = row(*boxes("123456789012"), *boxes("7008544", start=100 + PITCH * 16))
    assert not are_strewn(page, page.words[:12])


GROUPS = ("436", "0", "1", "0", "3", "2", "1", "1", "0", "8", "0176", "5904", "548", "8")


def groups(*texts: str, advance: int = PITCH, start: int = 100) -> list[Word]:
    """Boxes of which readers ran some together, as wide as their boxes."""
    words: list[Word] = []
    at = 0
    for text in texts:
        left = start + advance * at
        words.append(word(text, left, 0, left, advance * len(text) - advance // 2))
        at += len(text)
    return words


@pytest.mark.parametrize("misread", ["0", "O", "口"])
def test_an_id_in_boxes_read_with_a_digit_too_many_is_no_persons_number(misread: str) -> None:
    page = row(*groups(*GROUPS[:3], misread, *GROUPS[4:]))
    assert all(are_of_id(page, page.words[at : at + 4]) for at in range(len(GROUPS) - 3))
    assert my_number.in_rows([page]) == ()


def test_lines_between_the_boxes_change_nothing() -> None:
    page = row(*groups(*GROUPS[:8]), word("|", 100 + 10 * PITCH - 16, 0, 50, 12))
    page = row(*page.words, *groups(*GROUPS[8:], start=100 + 10 * PITCH))
    assert are_of_id(page, page.words[6:12])
    assert my_number.in_rows([page]) == ()


@pytest.mark.parametrize("beside", ["12", "19850412"])
def test_a_persons_number_in_boxes_beside_others_is_none_of_an_id(beside: str) -> None:
    twelve = groups(*"12345678", "9012")
    page = row(*twelve, *groups(*beside, start=100 + PITCH * 13))
    assert not are_of_id(page, twelve)
    assert my_number.in_rows([page])


def test_plain_digits_beside_boxes_are_none_of_them() -> None:
    plain = groups("1234", "5678", "9012", advance=20, start=100 + PITCH * 12)
    page = row(*groups(*"12345678901"), *plain)
    assert not are_of_id(page, plain)
