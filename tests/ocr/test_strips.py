"""Rows of digits are found by their shape: in boxes or free, level or tilted."""

import cv2
import numpy as np
import pytest

from ocr.page import Picture
from ocr.strips import find_strips
from tests.ocr.drawings import DPI, boxed, sheet, write

ID = "57544551344199156220273"


def tilted(picture: Picture, degrees: float) -> Picture:
    height, width = picture.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return np.asarray(cv2.warpAffine(picture, turn, (width, height), borderValue=250), np.uint8)


class TestAStrip:
    @pytest.mark.parametrize("degrees", [0.0, 1.5, -3.0])
    def test_has_one_mark_a_digit(self, degrees: float) -> None:
        page = sheet()
        write(page, ID, 400, 1100)
        (strip,) = find_strips(tilted(page, degrees), DPI)
        assert len(strip.marks) == len(ID)
        assert 19 <= strip.height <= 25
        assert strip.slope == pytest.approx(-np.tan(np.radians(degrees)), abs=0.01)

    @pytest.mark.parametrize("degrees", [0.0, 1.0])
    def test_is_found_in_boxes(self, degrees: float) -> None:
        page = sheet()
        boxed(page, ID, 300, 1100)
        (strip,) = find_strips(tilted(page, degrees), DPI)
        assert len(strip.marks) == len(ID)

    def test_is_not_made_of_shorter_numbers(self) -> None:
        page = sheet()
        write(page, "6087910464086934", 100, 400)
        write(page, "0908450640", 100, 500)
        assert find_strips(page, DPI) == ()

    def test_does_not_run_into_what_stands_far_beside_it(self) -> None:
        page = sheet()
        write(page, ID, 100, 400)
        write(page, "6087910464086934", 900, 400)
        assert [len(strip.marks) for strip in find_strips(page, DPI)] == [len(ID)]

    def test_lies_where_the_digits_are(self) -> None:
        page = sheet()
        write(page, ID, 400, 1100)
        (strip,) = find_strips(page, DPI)
        assert strip.box[0] == pytest.approx(403, abs=8)
        assert strip.box[3] == pytest.approx(1101, abs=4)


def test_an_empty_page_has_none() -> None:
    assert find_strips(sheet(), DPI) == ()
