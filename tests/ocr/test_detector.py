"""Lines of text are found where they stand, tilted ones too."""

import cv2
import numpy as np
import pytest

from ocr.detector import LineBox, find_lines
from ocr.page import Picture
from tests.ocr.drawings import sheet, write

TEXT = "HIKAE 2025 DETECTOR"
LENGTH = 26 * len(TEXT)


def tilted(page: Picture, degrees: float) -> Picture:
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    return np.asarray(cv2.warpAffine(page, turn, (width, height), borderValue=250), np.uint8)


def printed() -> Picture:
    page = sheet()
    write(page, TEXT, 600, 1180)
    return page


def on_a_dark_ground() -> Picture:
    """A card that covers less than half of what was scanned with the lid open."""
    picture = np.full_like(sheet(), 15)
    picture[900:1500, 400:1400] = printed()[900:1500, 400:1400]
    return picture


class TestALine:
    def test_is_found_where_it_stands(self) -> None:
        (line,) = find_lines(printed(), 1280)
        assert line.x == pytest.approx(600 + LENGTH / 2, abs=10)
        assert line.y == pytest.approx(1169, abs=6)
        assert line.length == pytest.approx(LENGTH, abs=40)
        assert 23 < line.height < 55

    def test_is_found_on_a_card_that_lies_on_a_dark_ground(self) -> None:
        found = find_lines(on_a_dark_ground(), 1280)
        assert any(line.length == pytest.approx(LENGTH, abs=40) for line in found)

    @pytest.mark.parametrize("degrees", [-3.0, 3.0])
    def test_may_be_tilted(self, degrees: float) -> None:
        (line,) = find_lines(tilted(printed(), degrees), 1280)
        assert line.degrees == pytest.approx(degrees, abs=0.7)
        assert line.height < 55

    def test_is_cut_out_level(self) -> None:
        page = tilted(printed(), 3.0)
        (line,) = find_lines(page, 1280)
        cut = line.cut(page)
        assert cut.shape == (round(line.height), round(line.length))
        assert cut[:2].min() > 100  # no letter reaches the upper edge
        assert cut.min() < 60

    def test_has_a_middle_that_follows_its_tilt(self) -> None:
        line = LineBox(100, 100, 80, 10, 45.0)
        assert line.at(40) == (100, 100)
        x, y = line.at(0)
        assert x == pytest.approx(100 - 28.3, abs=0.1)
        assert y == pytest.approx(100 - 28.3, abs=0.1)


def test_lines_come_from_top_to_bottom() -> None:
    page = sheet()
    for bottom in (900, 500, 1700):
        write(page, TEXT, 600, bottom)
    ys = [line.y for line in find_lines(page, 1280)]
    assert len(ys) == 3
    assert ys == sorted(ys)


def test_an_empty_page_has_none() -> None:
    assert find_lines(sheet(), 960) == ()
