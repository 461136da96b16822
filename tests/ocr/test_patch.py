"""Four thick bars are found whichever way the sheet lies; rules, boxes and barcodes are not."""

import cv2
import numpy as np
import pytest

from ocr.page import Picture, turned
from ocr.patch import find_patches
from tests.ocr.drawings import DPI, bars, boxed, put, qr_code, sheet, write

WIDE, NARROW = 40, 16  # pixels at 200 dpi: 5 and 2 mm
NAMES = {"NWNW": "T", "WNWN": "T", "WNNW": "2", "NWWN": "4", "WWNN": "1", "NNWW": "1"}


def patch(
    pattern: str = "NWNW", left: int = 150, top: int = 300, length: int = 1350, scale: float = 1.0
) -> Picture:
    page, at = sheet(), float(top)
    for bar in pattern:
        thick = {"W": WIDE, "N": NARROW, "B": 24}[bar] * scale
        page[round(at) : round(at + thick), left : left + length] = 20
        at += thick + NARROW * scale
    return page


def tilted(page: Picture, degrees: float) -> Picture:
    high, wide = page.shape
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), degrees, 1)
    return np.asarray(cv2.warpAffine(page, turn, (wide, high), borderValue=250), np.uint8)


def texts(page: Picture, dpi: int = DPI) -> list[str]:
    return [found.text for found in find_patches(page, dpi)]


class TestAPatchCode:
    @pytest.mark.parametrize("pattern", NAMES)
    def test_is_known_by_its_bars(self, pattern: str) -> None:
        assert texts(patch(pattern)) == [f"PATCH-{NAMES[pattern]}"]

    def test_may_be_four_bars_alike(self) -> None:
        assert texts(patch("BBBB")) == ["PATCH-X"]

    @pytest.mark.parametrize("turn", [0, 90, 180, 270])
    @pytest.mark.parametrize("degrees", [0, 1.5, -5])
    def test_is_found_whichever_way_it_lies(self, turn: int, degrees: float) -> None:
        assert texts(turned(tilted(patch(length=900, left=400), degrees), turn)) == ["PATCH-T"]

    @pytest.mark.parametrize("scale", [0.7, 1.4])
    def test_is_found_stretched(self, scale: float) -> None:
        assert texts(patch(scale=scale)) == ["PATCH-T"]

    def test_is_found_short(self) -> None:
        assert texts(patch(length=220)) == ["PATCH-T"]

    def test_is_found_in_noise(self) -> None:
        page = patch()
        noise = np.random.default_rng(1).normal(0, 30, page.shape)
        assert texts(np.clip(page + noise, 0, 255).astype(np.uint8)) == ["PATCH-T"]

    def test_is_found_black_and_white_with_specks_and_a_scratch(self) -> None:
        page = patch()
        page[:, 700:702] = 250
        specks = np.random.default_rng(1).random(page.shape) < 0.01
        assert texts(np.where(specks, 255 - page, page).astype(np.uint8)) == ["PATCH-T"]

    def test_says_where_it_is(self) -> None:
        (found,) = find_patches(patch(), DPI)
        assert found.box == pytest.approx((150, 300, 1500, 460), abs=6)

    def test_is_found_at_every_edge_of_a_sheet(self) -> None:
        page = patch(length=900, left=400)
        both = np.minimum(page, turned(page, 180))
        assert texts(both) == ["PATCH-T", "PATCH-T"]


class TestNoPatchCode:
    def test_is_on_an_empty_sheet(self) -> None:
        assert texts(sheet()) == []

    def test_is_faint(self) -> None:
        assert texts(np.maximum(patch(), 215).astype(np.uint8)) == []

    def test_is_a_barcode_or_a_row_of_boxes(self) -> None:
        page = sheet()
        big = bars("57544551344199156220273")
        put(page, cv2.resize(big, None, fx=1.2, fy=3).astype(np.uint8), 50, 300)
        put(page, qr_code("SEP"), 300, 900)
        boxed(page, "57544551344199156220273", 200, 1600)
        write(page, "0123456789", 200, 2000, 2.0)
        assert texts(page) == []

    @pytest.mark.parametrize("pattern", ["BBB", "BBBBB", "NWNWN", "WWWN", "NNNW"])
    def test_has_more_bars_or_fewer_or_others(self, pattern: str) -> None:
        assert texts(patch(pattern)) == []

    def test_is_a_table_of_thick_rules(self) -> None:
        page = sheet()
        for y in range(400, 2000, 120):
            cv2.line(page, (200, y), (1450, y), 20, 8)
        assert texts(page) == []

    def test_is_four_bars_of_unlike_length(self) -> None:
        page = sheet()
        for at, length in enumerate([1200, 700, 1100, 400]):
            page[300 + 60 * at : 330 + 60 * at, 200 : 200 + length] = 20
        assert texts(page) == []
