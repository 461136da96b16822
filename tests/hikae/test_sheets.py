"""Sheets that the office prints: each code survives what office machines do to it."""

import io
from collections.abc import Sequence
from random import Random

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from hikae.samples.dividers import COVER_PREFIX, SEPARATOR_PAYLOAD
from hikae.samples.numbers import application_id
from hikae.sheets import PRINT_DPI, cover_sheets, separator_sheets
from ledger.ids import ApplicationId

IDS = [application_id(Random(seed)) for seed in range(3)]
A4_POINTS = (595, 842)


def pages(pdf: bytes, dpi: int = PRINT_DPI) -> list[Image.Image]:
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        return [page.render(scale=dpi / 72).to_pil().convert("L") for page in document]


def codes(picture: Image.Image) -> list[tuple[str, str]]:
    found = zxingcpp.read_barcodes(picture)
    return sorted((code.format.name, code.text) for code in found)


def five_times(payload: str) -> list[tuple[str, str]]:
    return [("Code128", payload), *[("QRCode", payload)] * 4]


def cut_corners(picture: Image.Image, names: Sequence[str]) -> Image.Image:
    cut, size = picture.copy(), picture.width // 3
    for name in names:
        left = 0 if "left" in name else cut.width - size
        top = 0 if "top" in name else cut.height - size
        cut.paste(128, (left, top, left + size, top + size))
    return cut


class TestASeparatorSheet:
    def test_there_are_as_many_as_were_asked_for_on_a4(self) -> None:
        with pypdfium2.PdfDocument(io.BytesIO(separator_sheets(3))) as document:
            sizes = [tuple(round(side) for side in page.get_size()) for page in document]
        assert sizes == [A4_POINTS] * 3

    def test_it_says_its_word_in_four_corners_and_the_middle(self) -> None:
        assert codes(pages(separator_sheets(1))[0]) == five_times(SEPARATOR_PAYLOAD)

    def test_none_is_no_print_job(self) -> None:
        with pytest.raises(ValueError, match="at least one"):
            separator_sheets(0)

    def test_printed_again_it_is_the_same_file(self) -> None:
        assert separator_sheets(2) == separator_sheets(2)


class TestACoverSheet:
    def test_each_id_has_its_own_in_the_order_given(self) -> None:
        found = [codes(page) for page in pages(cover_sheets(IDS))]
        assert found == [five_times(COVER_PREFIX + one.digits) for one in IDS]

    def test_no_id_is_no_print_job(self) -> None:
        with pytest.raises(ValueError, match="at least one"):
            cover_sheets([])

    @pytest.mark.parametrize("turn", [0, 90, 180, 270])
    def test_it_reads_whichever_way_it_is_fed(self, turn: int) -> None:
        page = pages(cover_sheets(IDS[:1]))[0].rotate(turn, expand=True)
        assert codes(page) == five_times(COVER_PREFIX + IDS[0].digits)

    @pytest.mark.parametrize("turn", [0, 180])
    def test_it_reads_at_150_dpi_in_black_and_white(self, turn: int) -> None:
        page = pages(cover_sheets(IDS[:1]), dpi=150)[0].rotate(turn)
        bitonal = page.point(lambda level: 255 if level > 150 else 0)
        assert ("QRCode", COVER_PREFIX + IDS[0].digits) in codes(bitonal)

    @pytest.mark.parametrize(
        "lost", [("top left",), ("top left", "top right"), ("top right", "bottom left")]
    )
    def test_it_reads_with_dog_ears(self, lost: tuple[str, ...]) -> None:
        page = cut_corners(pages(cover_sheets(IDS[:1]))[0], lost)
        assert (COVER_PREFIX + IDS[0].digits) in {text for _, text in codes(page)}

    def test_it_reads_when_only_the_barcode_is_left(self) -> None:
        corners = ("top left", "top right", "bottom left", "bottom right")
        page = cut_corners(pages(cover_sheets(IDS[:1]))[0], corners)
        assert codes(page) == [("Code128", COVER_PREFIX + IDS[0].digits)]

    @settings(max_examples=8, deadline=None)
    @given(st.text(alphabet="0123456789", min_size=23, max_size=23))
    def test_whatever_the_digits_the_code_says_them(self, digits: str) -> None:
        page = pages(cover_sheets([ApplicationId(digits)]), dpi=150)[0]
        assert {text for _, text in codes(page)} == {COVER_PREFIX + digits}
