"""A PIN counts as kept if all of it was, and as read if something was where it stands."""

from dataclasses import replace

import pytest

from bench.pins import PinsKept, pins_kept, stands_alone
from bench.truth import TruePage
from ledger.scans import PageRole
from ocr.reading import Box, Reading, Word

PLACE = (500, 900, 700, 940)
PAGE = TruePage(
    1,
    "reply",
    "1" * 23,
    None,
    True,
    (),
    0,
    1000,
    2000,
    (),
    (),
    (("2746", PLACE), ("AB12CD", PLACE)),
)


def reading(*boxes: Box) -> Reading:
    words = tuple(Word("?", *box, 0.9, 0) for box in boxes)
    return Reading(1, 0, 1000, 2000, dpi=200, role=PageRole.CONTENT, words=words)


class TestAPin:
    @pytest.mark.parametrize("text", ["数字4桁 2746", "２７４６", "2 7 4 6", "住民\n2746\n券面"])
    def test_stands_in_a_text(self, text: str) -> None:
        assert stands_alone("2746", text)

    @pytest.mark.parametrize("text", ["12746", "27463", "274", "2747", "A2746"])
    def test_is_no_part_of_something_longer(self, text: str) -> None:
        assert not stands_alone("2746", text)

    def test_of_letters_is_found_in_small_ones_too(self) -> None:
        assert stands_alone("AB12CD", "署名用 ab12cd")


class TestAPage:
    def test_counts_each_of_its_pins_once(self) -> None:
        assert pins_kept(PAGE, reading(), ("2746", "2746 住民")) == PinsKept(2, 1, 0)

    def test_tells_that_something_was_read_where_they_stand(self) -> None:
        assert pins_kept(PAGE, reading((490, 890, 620, 950)), ()) == PinsKept(2, 0, 2)
        assert pins_kept(PAGE, reading((300, 890, 510, 950)), ()) == PinsKept(2, 0, 0)

    def test_is_found_on_a_page_that_was_read_at_half_size(self) -> None:
        half = replace(reading((245, 445, 355, 475)), width=500, height=1000)
        assert pins_kept(PAGE, half, ()).covered == 2

    def test_that_nobody_could_read_keeps_none(self) -> None:
        assert pins_kept(PAGE, None, ()) == PinsKept(2, 0, 0)


def test_pages_add_up() -> None:
    assert sum([PinsKept(2, 1, 0), PinsKept(3, 0, 1)], PinsKept()) == PinsKept(5, 1, 1)
