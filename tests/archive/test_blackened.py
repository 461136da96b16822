"""What must not be seen is gone from a document, and nothing else is."""

import zlib
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from pikepdf import Name, Pdf, PdfImage
from PIL import Image

from archive.compose import compose
from archive.errors import CannotComposeError
from archive.pdfa import promise_broken
from archive.text_layer import LayerWord
from ledger.scans import ScanKind
from tests.archive.sources import (
    ABOUT,
    SIZE,
    WHOLE_PAGE,
    Pixels,
    add_page,
    image_object,
    layer,
    pdf_file,
    picture,
    pixels,
    raw_images,
    saved,
    scan_pdf,
    shown,
    text_of,
)

PLACE = (10, 42, 28, 70)  # in the red rectangle of the drawing
LAST = (100, 60, 120, 80)  # the lower right corner


def giving(image: Image.Image) -> Callable[[int], Image.Image]:
    return lambda _: image


def painted(image: Image.Image, *boxes: tuple[int, int, int, int]) -> Pixels:
    expected = pixels(image).copy()
    for left, top, right, bottom in boxes:
        expected[top:bottom, left:right] = 0
    return expected


@pytest.mark.parametrize("mode", ["1", "L", "RGB"])
class TestAPlaceThatMustNotBeSeen:
    def test_is_black_and_not_a_pixel_around_it_changes(self, tmp_path: Path, mode: str) -> None:
        image = picture(mode)
        source = saved(image, tmp_path / "scan.png")
        masked = replace(layer(), masked=(PLACE, LAST))
        read = image if mode == "RGB" else image.convert("L")  # as the reading desk has it
        pdf = compose(source, ScanKind.PNG, [masked], ABOUT, as_read=giving(read))
        assert np.array_equal(shown(pdf), painted(image, PLACE, LAST))
        assert promise_broken(pdf) == ()

    def test_is_not_in_the_document_any_more(self, tmp_path: Path, mode: str) -> None:
        image = picture(mode)
        source = saved(image, tmp_path / "scan.png")
        masked = replace(layer(), masked=(PLACE,))
        read = image if mode == "RGB" else image.convert("L")
        pdf = compose(source, ScanKind.PNG, [masked], ABOUT, as_read=giving(read))
        with pikepdf.open(BytesIO(pdf)) as document:
            (inside,) = (
                PdfImage(each)
                for each in document.objects
                if isinstance(each, pikepdf.Stream) and each.get("/Subtype") == Name.Image
            )
            assert np.array_equal(pixels(inside.as_pil_image()), painted(image, PLACE))
            assert inside.mode == mode  # no larger than it was


class TestAPageOfAPdf:
    @pytest.mark.parametrize("turn", [0, 90, 180, 270])
    @pytest.mark.parametrize("rotate", [0, 90, 180, 270])
    def test_is_black_in_the_right_place_however_it_is_turned(
        self, tmp_path: Path, rotate: int, turn: int
    ) -> None:
        def fill(pdf: Pdf) -> None:
            add_page(pdf, WHOLE_PAGE, [image_object(pdf, picture())], Rotate=rotate)

        source = pdf_file(tmp_path / "scan.pdf", fill)
        displayed = picture().rotate(-rotate, expand=True)
        upright = displayed.rotate(-turn, expand=True)
        word = LayerWord("申請書", 40, 5, 60, 20, 0)
        wanted = replace(layer(1, turn, [word], size=displayed.size), masked=((8, 12, 30, 40),))
        pdf = compose(source, ScanKind.PDF, [wanted], ABOUT, as_read=giving(displayed))
        expected = painted(upright, (8, 12, 30, 40))
        assert np.array_equal(shown(pdf, 1, upright.size), expected)
        assert text_of(pdf).strip() == "申請書"
        assert promise_broken(pdf) == ()

    def test_is_masked_by_the_raster_it_was_read_on(self, tmp_path: Path) -> None:
        source = scan_pdf(tmp_path / "scan.pdf", "L")
        large = layer(size=(SIZE[0] * 2, SIZE[1] * 2))
        masked = replace(large, masked=((20, 84, 55, 139),))
        pdf = compose(source, ScanKind.PDF, [masked], ABOUT, as_read=giving(picture("L")))
        assert np.array_equal(shown(pdf), painted(picture("L"), (10, 42, 28, 70)))

    def test_beside_it_keeps_its_bytes(self, tmp_path: Path) -> None:
        source = scan_pdf(tmp_path / "scan.pdf", "RGB", "L")
        layers = [replace(layer(1), masked=(PLACE,)), layer(2)]
        pdf = compose(source, ScanKind.PDF, layers, ABOUT, as_read=giving(picture()))
        first, second = raw_images(source)
        assert second in raw_images(pdf)
        assert first not in raw_images(pdf)

    def test_gives_the_same_bytes_each_time(self, tmp_path: Path) -> None:
        source = scan_pdf(tmp_path / "scan.pdf")
        layers = [replace(layer(), masked=(PLACE,))]
        once, again = (
            compose(source, ScanKind.PDF, layers, ABOUT, as_read=giving(picture()))
            for _ in range(2)
        )
        assert once == again

    def test_that_nobody_can_show_is_not_filed_unmasked(self, tmp_path: Path) -> None:
        source = scan_pdf(tmp_path / "scan.pdf")
        with pytest.raises(CannotComposeError, match="masked"):
            compose(source, ScanKind.PDF, [replace(layer(), masked=(PLACE,))], ABOUT)


def test_grey_that_came_in_colour_goes_in_as_grey(tmp_path: Path) -> None:
    grey = picture("L")
    masked = replace(layer(), masked=(PLACE,))
    source = saved(grey, tmp_path / "scan.png")
    pdf = compose(source, ScanKind.PNG, [masked], ABOUT, as_read=giving(grey.convert("RGB")))
    with pikepdf.open(BytesIO(pdf)) as document:
        image = document.pages[0].Resources.XObject.Im0
        assert image.ColorSpace == Name.DeviceGray
        assert zlib.decompress(image.read_raw_bytes())
    assert np.array_equal(shown(pdf), painted(grey, PLACE))
