"""Which way is up: codes tell where they can, the engine where they cannot."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.barcode import Found
from ocr.page import Picture, turned
from ocr.upright import find_turn, turn_box
from tests.ocr.drawings import DPI, sheet


@dataclass
class Orienter:
    """Says what it was told to say, and counts how often it was asked."""

    turn: int | None
    asked: int = 0

    def read_turn(self, picture: Picture, dpi: int) -> int | None:
        self.asked += 1
        assert picture.shape[0] < sheet().shape[0]  # a small copy is enough
        assert dpi == 150
        return self.turn


def found(symbology: str, turn: int | None) -> Found:
    return Found(symbology, "x", (0, 0, 9, 9), turn)


class TestTheTurn:
    def test_is_told_by_a_qr_code(self) -> None:
        engine = Orienter(180)
        assert find_turn(sheet(), DPI, [found("QR Code", 90)], engine) == 90
        assert engine.asked == 0

    def test_is_told_by_bars_that_lie_level(self) -> None:
        assert find_turn(sheet(), DPI, [found("Code 128", 180)], Orienter(0)) == 180

    @pytest.mark.parametrize(
        "codes",
        [
            [],
            [found("Code 128", 90)],  # bars are printed sideways too
            [found("QR Code", None)],  # askew
            [found("QR Code", 0), found("QR Code", 90)],  # they differ
        ],
    )
    def test_is_told_by_the_engine_otherwise(self, codes: list[Found]) -> None:
        assert find_turn(sheet(), DPI, codes, Orienter(270)) == 270

    def test_is_none_where_nothing_tells(self) -> None:
        assert find_turn(sheet(), DPI, [], Orienter(None)) == 0


@given(
    st.sampled_from([0, 90, 180, 270]),
    st.tuples(st.integers(0, 40), st.integers(0, 60), st.integers(1, 9), st.integers(1, 9)),
)
def test_a_box_turns_with_its_page(turn: int, place: tuple[int, int, int, int]) -> None:
    left, top, width, height = place
    page = sheet(50, 70)
    page[top : top + height, left : left + width] = 0
    box = turn_box((left, top, left + width, top + height), turn, 50, 70)
    cut = turned(page, turn)[box[1] : box[3], box[0] : box[2]]
    assert cut.size == width * height
    assert not cut.any()
