"""Boxes are taken out of a row, digits are not."""

import numpy as np
import pytest

from ocr.frames import without_frames
from ocr.page import Picture
from tests.ocr.drawings import boxed, in_narrow_boxes, sheet, write

HEIGHT = 23  # of a digit
DIGITS = "57544551344199156220273"


def row() -> Picture:
    return sheet(1250, 80)


def ink(picture: Picture) -> int:
    return int((picture < 128).sum())


def test_digits_remain_as_they_were_without_their_boxes() -> None:
    framed, plain = row(), row()
    boxed(framed, DIGITS, 20, 50)
    for at, digit in enumerate(DIGITS):
        write(plain, digit, 30 + 40 * at, 50)
    found = without_frames(framed, HEIGHT)
    assert found is not None
    assert np.array_equal(found < 128, plain < 128)


def test_digits_that_run_into_their_boxes_lose_little() -> None:
    framed, plain = row(), row()
    in_narrow_boxes(framed, DIGITS, 20, 50)
    for at, digit in enumerate(DIGITS):
        write(plain, digit, 20 + 48 * at, 50)
    found = without_frames(framed, 18)
    assert found is not None
    assert 0.7 < ink(found) / ink(plain) < 1
    assert ink(framed) / ink(plain) > 1.5


@pytest.mark.parametrize("digits", [DIGITS, "1" * 23, ""])
def test_a_row_without_boxes_stays_what_it_is(digits: str) -> None:
    picture = row()
    write(picture, digits, 20, 50)
    assert without_frames(picture, HEIGHT) is None


def test_a_few_lines_of_a_table_are_no_boxes() -> None:
    picture = row()
    write(picture, DIGITS, 60, 50)
    picture[:, 20:23] = picture[:, 900:903] = picture[70:73, :] = 0
    assert without_frames(picture, HEIGHT) is None
