"""Images of a PDF go in byte for byte; what PDF/A-1b forbids is decoded without loss."""

import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from pikepdf import Dictionary, Name, Pdf
from PIL import Image

from archive.errors import CannotComposeError
from ledger.scans import ScanKind
from tests.archive.pdf_sources import (
    UNTOUCHED,
    fill_of,
    unchanged,
)
from tests.archive.sources import (
    SIZE,
    WHOLE_PAGE,
    add_page,
    composed,
    image_object,
    jpeg_object,
    layer,
    pdf_file,
    picture,
    pixels,
    raw_images,
    shown,
)


class TestAnImage:
    @pytest.mark.parametrize("name", UNTOUCHED)
    def test_goes_in_byte_for_byte(self, tmp_path: Path, name: str) -> None:
        source = pdf_file(tmp_path / "scan.pdf", fill_of(name))
        assert sorted(raw_images(unchanged(source))) == sorted(raw_images(source))

    @pytest.mark.parametrize("name", UNTOUCHED)
    def test_is_not_blank_in_this_test(self, tmp_path: Path, name: str) -> None:
        source = pdf_file(tmp_path / "scan.pdf", fill_of(name))
        assert len(np.unique(shown(source))) > 1

    def test_packed_by_lzw_is_packed_anew(self, tmp_path: Path) -> None:
        encoded = BytesIO()
        picture("L").save(encoded, "TIFF", compression="tiff_lzw", strip_size=1 << 30)
        with Image.open(encoded) as tiff:
            (offset,), (length,) = tiff.tag_v2[273], tiff.tag_v2[279]  # type: ignore[attr-defined]
        raw = encoded.getvalue()[offset : offset + length]

        def fill(pdf: Pdf) -> None:
            image = image_object(pdf, picture("L"))
            image.write(raw, filter=Name.LZWDecode)
            add_page(pdf, WHOLE_PAGE, [image])

        pdf = unchanged(pdf_file(tmp_path / "scan.pdf", fill))
        assert b"LZW" not in pdf

    def test_that_two_pages_show_is_stored_once(self, tmp_path: Path) -> None:
        def fill(pdf: Pdf) -> None:
            image = jpeg_object(pdf, picture())
            for _ in range(2):
                add_page(pdf, WHOLE_PAGE, [image])

        source = pdf_file(tmp_path / "scan.pdf", fill)
        pdf = composed(source, ScanKind.PDF, layer(1), layer(2))
        assert len(raw_images(pdf)) == 1

    def test_keeps_nothing_but_what_makes_the_picture(self, tmp_path: Path) -> None:
        def fill(pdf: Pdf) -> None:
            extras = {
                "Interpolate": True,
                "Metadata": pdf.make_stream(b"<secret/>"),
                "Name": Name.X,
            }
            add_page(pdf, WHOLE_PAGE, [image_object(pdf, picture(), **extras)])

        pdf = unchanged(pdf_file(tmp_path / "scan.pdf", fill))
        assert b"Interpolate" not in pdf
        assert b"<secret/>" not in pdf

    def test_in_jpeg_2000_is_decoded_without_loss(self, tmp_path: Path) -> None:
        encoded = BytesIO()
        picture().save(encoded, "JPEG2000", irreversible=False)

        def fill(pdf: Pdf) -> None:
            image = image_object(pdf, picture())
            image.write(encoded.getvalue(), filter=Name.JPXDecode)
            add_page(pdf, WHOLE_PAGE, [image])

        unchanged(pdf_file(tmp_path / "scan.pdf", fill))

    def test_with_a_soft_mask_lies_on_white(self, tmp_path: Path) -> None:
        mask = Image.linear_gradient("L").resize(SIZE).point(lambda value: 255 * (value > 99))

        def fill(pdf: Pdf) -> None:
            image = image_object(pdf, picture(), SMask=image_object(pdf, mask))
            add_page(pdf, WHOLE_PAGE, [image])

        unchanged(pdf_file(tmp_path / "scan.pdf", fill))

    @pytest.mark.parametrize("bits", [12, 16])
    def test_with_more_than_8_bits_is_refused(self, tmp_path: Path, bits: int) -> None:
        def fill(pdf: Pdf) -> None:
            add_page(pdf, WHOLE_PAGE, [image_object(pdf, picture(), BitsPerComponent=bits)])

        with pytest.raises(CannotComposeError, match="8 bits"):
            composed(pdf_file(tmp_path / "scan.pdf", fill))


class TestAnImageThatIsDamaged:
    def test_in_what_it_says_of_its_packing_is_refused(self, tmp_path: Path) -> None:
        def fill(pdf: Pdf) -> None:
            parameters = Dictionary(Predictor=Name.Odd)
            add_page(pdf, WHOLE_PAGE, [image_object(pdf, picture(), DecodeParms=parameters)])

        with pytest.raises(CannotComposeError):
            composed(pdf_file(tmp_path / "scan.pdf", fill))

    @pytest.mark.parametrize("name", ["short flate", "broken flate", "short jpeg", "no jpeg"])
    def test_with_an_image_that_is_not_whole_is_refused(self, tmp_path: Path, name: str) -> None:
        def fill(pdf: Pdf) -> None:
            flat, jpeg = image_object(pdf, picture("L")), jpeg_object(pdf, picture())
            if name == "short flate":
                flat.write(zlib.compress(picture("L").tobytes()[:-1]), filter=Name.FlateDecode)
            if name == "broken flate":
                flat.write(flat.read_raw_bytes()[:50], filter=Name.FlateDecode)
            if name == "short jpeg":
                jpeg.write(jpeg.read_raw_bytes()[:-100], filter=Name.DCTDecode)
            if name == "no jpeg":
                jpeg.write(b"\xff\xd8\xff\xd9", filter=Name.DCTDecode)
            add_page(pdf, WHOLE_PAGE, [flat if "flate" in name else jpeg])

        with pytest.raises(CannotComposeError):
            composed(pdf_file(tmp_path / "scan.pdf", fill))

    def test_with_an_image_that_points_nowhere_is_refused(self, tmp_path: Path) -> None:
        def fill(pdf: Pdf) -> None:
            page = add_page(pdf, WHOLE_PAGE)
            page.obj.Resources.XObject = Dictionary(Im0=pdf.get_object(99, 0))

        with pytest.raises(CannotComposeError):
            composed(pdf_file(tmp_path / "scan.pdf", fill))

    def test_with_a_picture_too_large_to_look_at_is_refused(self, tmp_path: Path) -> None:
        def fill(pdf: Pdf) -> None:
            add_page(pdf, WHOLE_PAGE, [image_object(pdf, picture(), Width=30000, Height=30000)])

        with pytest.raises(CannotComposeError, match="30000"):
            composed(pdf_file(tmp_path / "scan.pdf", fill))


def test_shown_pixels_are_those_of_the_scan(tmp_path: Path) -> None:
    """The other tests compare two PDFs; here the picture itself is the measure."""

    def fill(pdf: Pdf) -> None:
        add_page(pdf, WHOLE_PAGE, [image_object(pdf, picture())])

    assert np.array_equal(shown(composed(pdf_file(tmp_path / "s.pdf", fill))), pixels(picture()))
