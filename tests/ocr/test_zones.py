"""The rows of ink within a zone: each for itself, without what stands far beside it."""

import cv2
import numpy as np
import pytest

from ocr.page import Picture
from ocr.reading import Box
from ocr.zones import inked_rows, pixels
from tests.ocr.drawings import DPI, boxed, in_narrow_boxes, sheet, write

ID = "57544551344199156220273"
ZONE = (25.4, 127.0, 203.2, 152.4)  # 200, 1000, 1600, 1200 in pixels
ROW = (299, 1075, 300 + 22 * 48 + 28, 1105)


def boxes(page: Picture, slope: float = 0.0) -> list[Box]:
    return [row.box for row in inked_rows(page, DPI, [ZONE], slope)]


def printed() -> Picture:
    page = sheet()
    in_narrow_boxes(page, ID, 300, 1100)
    return page


def test_millimetres_become_pixels_of_the_page() -> None:
    assert pixels(ZONE, DPI) == (200, 1000, 1600, 1200)


class TestARow:
    def test_is_as_large_as_its_ink(self) -> None:
        ((left, top, right, bottom),) = boxes(printed())
        assert (left, right) == (ROW[0], ROW[2])
        assert top == pytest.approx(ROW[1], abs=2)
        assert bottom == pytest.approx(ROW[3], abs=2)

    def test_is_parted_from_rows_above_and_below(self) -> None:
        page = printed()
        write(page, "0123456789012345", 300, 1050)
        write(page, "0123456789012345", 300, 1180)
        assert len(boxes(page)) == 3

    def test_is_parted_from_what_stands_far_beside_it(self) -> None:
        page = sheet()
        write(page, ID[:14], 250, 1100)
        write(page, "123", 1400, 1100)
        ((_, _, right, _),) = boxes(page)
        assert right < 700

    def test_may_stand_in_a_table(self) -> None:
        page = printed()
        page[900:1300, 250:253] = page[900:1300, 1500:1503] = page[1150:1153, 100:1600] = 0
        assert len(boxes(page)) == 1

    def test_may_be_tilted(self) -> None:
        page = sheet()
        boxed(page, ID, 300, 1100)
        write(page, ID, 300, 1180)
        turn = cv2.getRotationMatrix2D((827, 1100), -2.0, 1)
        page = np.asarray(cv2.warpAffine(page, turn, page.shape[::-1], borderValue=250), np.uint8)
        assert len(boxes(page, float(np.tan(np.radians(2.0))))) == 2

    def test_tells_how_high_its_digits_may_be(self) -> None:
        (row,) = inked_rows(printed(), DPI, [ZONE], 0.0)
        assert 16 <= row.height <= 20


class TestNoRow:
    def test_is_in_an_empty_zone(self) -> None:
        assert boxes(sheet()) == []

    def test_is_a_word_or_a_picture(self) -> None:
        page = sheet()
        write(page, "1234", 300, 1100)
        page[1000:1190, 900:1300] = 0
        assert boxes(page) == []

    def test_is_beside_a_page_that_is_smaller_than_the_form(self) -> None:
        assert boxes(sheet(150, 900)) == []
