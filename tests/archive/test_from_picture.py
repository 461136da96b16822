"""TIFF, JPEG and PNG become pages that show the same pixels; their data stays where it can."""

import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from archive.errors import CannotComposeError
from archive.pdfa import promise_broken
from ledger.scans import ScanKind
from tests.archive.sources import (
    SIZE,
    Pixels,
    composed,
    interlaced_png,
    jpeg_of,
    layer,
    picture,
    pixels,
    raw_images,
    saved,
    shown,
)


def same(pdf: bytes, expected: Pixels, page: int = 1) -> bool:
    """Pixel proof, and the document keeps what we promise."""
    height, width = expected.shape[:2]
    assert promise_broken(pdf) == ()
    return np.array_equal(shown(pdf, page, (width, height)), expected)


class TestAPng:
    @pytest.mark.parametrize("mode", ["1", "L", "P", "RGB"])
    def test_goes_in_as_it_lies(self, tmp_path: Path, mode: str) -> None:
        source = saved(picture(mode), tmp_path / "scan.png")
        pdf = composed(source, ScanKind.PNG)
        (raw,) = raw_images(pdf)
        assert raw in source.read_bytes()
        assert same(pdf, pixels(picture(mode)))

    @pytest.mark.parametrize("colours", [2, 4, 16, 200])
    def test_with_a_small_palette_too(self, tmp_path: Path, colours: int) -> None:
        image = picture("RGB").quantize(colours)
        pdf = composed(saved(image, tmp_path / "scan.png"), ScanKind.PNG)
        assert same(pdf, pixels(image))

    def test_in_several_pieces_goes_in_as_it_lies(self, tmp_path: Path) -> None:
        noise = Image.effect_noise((400, 400), 90)  # larger than one IDAT of Pillow's
        pdf = composed(saved(noise, tmp_path / "scan.png"), ScanKind.PNG)
        assert same(pdf, pixels(noise))

    @pytest.mark.parametrize("mode", ["LA", "RGBA"])
    def test_that_is_transparent_lies_on_white(self, tmp_path: Path, mode: str) -> None:
        image = picture().convert(mode)
        image.putalpha(Image.linear_gradient("L").resize(SIZE))
        pdf = composed(saved(image, tmp_path / "scan.png"), ScanKind.PNG)
        on_white = Image.alpha_composite(Image.new("RGBA", SIZE, "white"), image.convert("RGBA"))
        assert same(pdf, pixels(on_white))

    def test_with_a_clear_colour_in_its_palette_lies_on_white(self, tmp_path: Path) -> None:
        image = picture("P")
        source = saved(image, tmp_path / "scan.png", transparency=3)
        with Image.open(source) as reopened:
            seen = reopened.convert("RGBA")
        expected = Image.alpha_composite(Image.new("RGBA", SIZE, "white"), seen)
        assert same(composed(source, ScanKind.PNG), pixels(expected))

    def test_that_is_interlaced_is_decoded(self, tmp_path: Path) -> None:
        source = tmp_path / "scan.png"
        source.write_bytes(interlaced_png(picture()))
        assert same(composed(source, ScanKind.PNG), pixels(picture("L")))

    def test_with_16_bits_is_refused(self, tmp_path: Path) -> None:
        source = saved(Image.new("I;16", SIZE, 1000), tmp_path / "scan.png")
        with pytest.raises(CannotComposeError, match="8 bits"):
            composed(source, ScanKind.PNG)

    def test_that_is_cut_off_is_refused(self, tmp_path: Path) -> None:
        source = saved(Image.effect_noise((200, 200), 90), tmp_path / "scan.png")
        source.write_bytes(source.read_bytes()[:-9000])
        with pytest.raises(CannotComposeError, match="not whole"):
            composed(source, ScanKind.PNG)


class TestAJpeg:
    @pytest.mark.parametrize("mode", ["L", "RGB"])
    @pytest.mark.parametrize("progressive", [False, True])
    def test_goes_in_as_it_lies(self, tmp_path: Path, mode: str, progressive: bool) -> None:
        source = saved(picture(mode), tmp_path / "scan.jpg", progressive=progressive)
        pdf = composed(source, ScanKind.JPEG)
        assert raw_images(pdf) == [source.read_bytes()]
        with Image.open(source) as decoded:
            assert same(pdf, pixels(decoded))

    @pytest.mark.parametrize("orientation", range(1, 9))
    def test_is_shown_as_its_exif_orientation_says(self, tmp_path: Path, orientation: int) -> None:
        exif = Image.Exif()
        exif[274] = orientation
        source = saved(picture(), tmp_path / "scan.jpg", exif=exif)
        pdf = composed(source, ScanKind.JPEG)
        assert raw_images(pdf) == [source.read_bytes()]
        with Image.open(source) as decoded:
            assert same(pdf, pixels(ImageOps.exif_transpose(decoded)))

    def test_for_print_goes_in_as_the_rgb_that_was_read(self, tmp_path: Path) -> None:
        source = saved(picture("CMYK"), tmp_path / "scan.jpg")
        with Image.open(source) as decoded:
            expected = pixels(decoded.convert("RGB"))
        assert same(composed(source, ScanKind.JPEG), expected)

    def test_that_is_cut_off_is_refused(self, tmp_path: Path) -> None:
        source = tmp_path / "scan.jpg"
        source.write_bytes(jpeg_of(picture())[:-200])
        with pytest.raises(CannotComposeError, match="not whole"):
            composed(source, ScanKind.JPEG)

    def test_of_a_camera_with_a_second_picture_shows_the_first(self, tmp_path: Path) -> None:
        second = picture().rotate(180)
        source = saved(
            *(picture(), tmp_path / "scan.jpg"), format="MPO", save_all=True, append_images=[second]
        )
        with Image.open(source) as decoded:
            assert same(composed(source, ScanKind.JPEG), pixels(decoded))

    def test_without_dpi_gets_a_usual_size(self, tmp_path: Path) -> None:
        (tmp_path / "scan.jpg").write_bytes(jpeg_of(picture()))
        with Image.open(tmp_path / "scan.jpg") as decoded:
            assert same(composed(tmp_path / "scan.jpg", ScanKind.JPEG), pixels(decoded))

    def test_that_is_something_else_is_refused(self, tmp_path: Path) -> None:
        source = saved(picture(), tmp_path / "scan.png")
        with pytest.raises(CannotComposeError, match="no sound jpeg"):
            composed(source, ScanKind.JPEG)


class TestATiff:
    @pytest.mark.parametrize(
        ("mode", "compression"),
        [
            *(("1", name) for name in (None, "group3", "group4", "packbits", "tiff_lzw")),
            *(("L", name) for name in (None, "tiff_lzw", "packbits", "tiff_adobe_deflate")),
            *(("RGB", name) for name in (None, "tiff_lzw", "tiff_adobe_deflate")),
            ("P", "tiff_lzw"),
        ],
    )
    def test_shows_the_same_pixels(
        self, tmp_path: Path, mode: str, compression: str | None
    ) -> None:
        source = saved(picture(mode), tmp_path / "scan.tif", compression=compression)
        assert same(composed(source, ScanKind.TIFF), pixels(picture(mode)))

    @pytest.mark.parametrize("photometric", [0, 1])
    def test_g4_in_one_strip_goes_in_as_it_lies(self, tmp_path: Path, photometric: int) -> None:
        source = saved(
            *(picture("1"), tmp_path / "scan.tif"),
            compression="group4",
            tiffinfo={262: photometric},
        )
        pdf = composed(source, ScanKind.TIFF)
        (raw,) = raw_images(pdf)
        assert raw in source.read_bytes()
        with Image.open(source) as decoded:
            assert decoded.tag_v2[262] == photometric  # type: ignore[attr-defined]
            assert same(pdf, pixels(decoded))

    def test_g4_in_many_strips_becomes_one_image(self, tmp_path: Path) -> None:
        source = saved(picture("1"), tmp_path / "scan.tif", compression="group4", strip_size=150)
        with Image.open(source) as tiff:
            assert len(tiff.tag_v2[273]) > 1  # type: ignore[attr-defined]
        pdf = composed(source, ScanKind.TIFF)
        assert len(raw_images(pdf)) == 1
        assert same(pdf, pixels(picture("1")))

    @pytest.mark.parametrize("mode", ["L", "RGB", "YCbCr"])
    def test_jpeg_strips_are_not_compressed_anew(self, tmp_path: Path, mode: str) -> None:
        source = saved(
            picture(mode), tmp_path / "scan.tif", compression="jpeg", strip_size=SIZE[0] * 32
        )
        pdf = composed(source, ScanKind.TIFF)
        with Image.open(source) as tiff:
            ends = [
                source.read_bytes()[offset + 2 : offset + length]
                for offset, length in zip(tiff.tag_v2[273], tiff.tag_v2[279], strict=True)  # type: ignore[attr-defined]
            ]
            expected = pixels(tiff)
        assert len(ends) > 1
        assert [raw[-len(end) :] for raw, end in zip(raw_images(pdf), ends, strict=True)] == ends
        assert same(pdf, expected)

    def test_of_many_pages_gives_the_pages_named_in_their_order(self, tmp_path: Path) -> None:
        frames = [picture("L").rotate(angle) for angle in (0, 90, 180)]
        source = saved(*(frames[0], tmp_path / "scan.tif"), save_all=True, append_images=frames[1:])
        pdf = composed(source, ScanKind.TIFF, layer(3), layer(1))
        assert same(pdf, pixels(frames[2]), page=1)
        assert same(pdf, pixels(frames[0]), page=2)

    @pytest.mark.parametrize("compression", ["group4", "tiff_lzw"])
    @pytest.mark.parametrize("orientation", range(1, 9))
    def test_is_shown_as_its_orientation_says(
        self, tmp_path: Path, orientation: int, compression: str
    ) -> None:
        source = saved(
            *(picture("1"), tmp_path / "scan.tif"),
            compression=compression,
            tiffinfo={274: orientation},
        )
        with Image.open(source) as decoded:
            expected = pixels(ImageOps.exif_transpose(decoded))
        assert same(composed(source, ScanKind.TIFF), expected)

    def test_of_a_fax_keeps_its_shape_on_paper(self, tmp_path: Path) -> None:
        source = tmp_path / "scan.tif"
        picture("1").save(source, compression="group4", dpi=(200, 100))
        assert same(composed(source, ScanKind.TIFF), pixels(picture("1")))
        assert b"/MediaBox [ 0 0 43.2 57.6 ]" in composed(source, ScanKind.TIFF)

    def test_with_16_bits_is_refused(self, tmp_path: Path) -> None:
        source = saved(Image.new("I;16", SIZE, 1000), tmp_path / "scan.tif")
        with pytest.raises(CannotComposeError, match="8 bits"):
            composed(source, ScanKind.TIFF)

    def test_page_that_is_not_there_is_refused(self, tmp_path: Path) -> None:
        source = saved(picture(), tmp_path / "scan.tif")
        with pytest.raises(CannotComposeError, match="page 2"):
            composed(source, ScanKind.TIFF, layer(2))

    @pytest.mark.filterwarnings("ignore:Corrupt EXIF")  # Pillow's word for a directory cut off
    @pytest.mark.parametrize("compression", ["jpeg", "group4", None])
    def test_that_is_cut_off_is_refused(self, tmp_path: Path, compression: str | None) -> None:
        mode = "1" if compression == "group4" else "L"
        with_strip_last = saved(picture(mode), tmp_path / "whole.tif", compression=compression)
        with Image.open(with_strip_last) as tiff:
            offset = tiff.tag_v2[273][-1]  # type: ignore[attr-defined]
        source = tmp_path / "scan.tif"
        source.write_bytes(with_strip_last.read_bytes()[: offset + 20])
        with pytest.raises(CannotComposeError):
            composed(source, ScanKind.TIFF)


def test_the_data_of_a_decoded_page_is_compressed(tmp_path: Path) -> None:
    source = saved(picture(size=(600, 400)), tmp_path / "scan.tif")
    (raw,) = raw_images(composed(source, ScanKind.TIFF))
    assert len(raw) < 600 * 400
    assert zlib.decompress(raw)
