"""A blank page is told from a page with next to nothing on it."""

import cv2
import numpy as np

from ocr.blank import is_blank, is_nearly_blank
from ocr.page import Picture
from tests.ocr.drawings import DPI, put, qr_code, sheet, write


def noisy(picture: Picture) -> Picture:
    noise = np.random.default_rng(1).normal(0, 8, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


class TestABlankPage:
    def test_is_an_empty_sheet(self) -> None:
        assert is_blank(sheet(), DPI)

    def test_may_be_grey_and_noisy(self) -> None:
        assert is_blank(noisy(sheet(grey=190)), DPI)

    def test_may_have_punch_holes(self) -> None:
        page = sheet()
        for y in (800, 1400):
            cv2.circle(page, (80, y), 24, 10, -1)
        assert is_blank(page, DPI)

    def test_may_have_streaks_and_dark_borders(self) -> None:
        page = sheet()
        cv2.line(page, (900, 0), (905, 2338), 30, 2)
        page[:, -30:] = 0
        assert is_blank(page, DPI)

    def test_may_show_a_fold(self) -> None:
        page = sheet().astype(np.float32)
        shade = 90 * np.exp(-(((np.arange(2339) - 1100) / 25) ** 2))
        assert is_blank((page - shade[:, None]).astype(np.uint8), DPI)

    def test_may_show_the_front_through_the_paper(self) -> None:
        page = sheet()
        put(page, qr_code("HIKAE-SEPARATOR")[:, ::-1], 400, 500, ink=215)
        assert is_blank(page, DPI)


def test_a_page_is_nearly_blank_with_a_few_marks_that_nobody_can_read() -> None:
    page = sheet()
    cv2.circle(page, (800, 900), 60, 20, 4)
    assert not is_blank(page, DPI)
    assert is_nearly_blank(page, DPI)
    write(page, "returned 2025", 300, 600, 1.5)
    assert not is_nearly_blank(page, DPI)


class TestAPageIsNotBlank:
    def test_with_one_written_line(self) -> None:
        page = sheet()
        write(page, "returned 2025", 300, 600, 1.5)
        assert not is_blank(page, DPI)

    def test_with_one_stamp(self) -> None:
        page = sheet()
        cv2.circle(page, (800, 900), 60, 40, 4)
        write(page, "seen", 765, 910, 0.8)
        assert not is_blank(page, DPI)

    def test_with_a_code(self) -> None:
        page = sheet()
        put(page, qr_code("1"), 100, 100)
        assert not is_blank(page, DPI)
