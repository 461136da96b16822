"""TIFF, JPEG and PNG files as pages."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ledger.why import Unreadable
from ocr.errors import CannotOpenError
from ocr.page import Limits
from ocr.picture import count_pictures, open_picture
from tests.ocr.drawings import saved, sheet, write

LIMITS = Limits(pages=5, pixels=400_000)


def tiff(path: Path, pages: int) -> Path:
    first, *more = [Image.fromarray(sheet(40, 60, grey)) for grey in range(pages)]
    first.save(path, save_all=True, append_images=more)
    return path


class TestAFileOfPictures:
    def test_has_as_many_pages_as_pictures(self, tmp_path: Path) -> None:
        path = tiff(tmp_path / "a.tif", 3)
        assert count_pictures(path, LIMITS) == 3
        assert [int(open_picture(path, n, LIMITS).picture[0, 0]) for n in (1, 2, 3)] == [0, 1, 2]

    def test_is_not_counted_to_the_end_when_it_has_too_many(self, tmp_path: Path) -> None:
        assert count_pictures(tiff(tmp_path / "a.tif", 9), LIMITS) == LIMITS.pages + 1

    def test_has_no_page_behind_its_last(self, tmp_path: Path) -> None:
        with pytest.raises(CannotOpenError):
            open_picture(tiff(tmp_path / "a.tif", 1), 2, LIMITS)


class TestAPicture:
    def test_is_turned_as_its_orientation_tag_says(self, tmp_path: Path) -> None:
        image = Image.fromarray(sheet(40, 60))
        exif = image.getexif()
        exif[0x0112] = 6  # to be turned by 90 degrees
        image.save(tmp_path / "a.jpg", exif=exif)
        page = open_picture(tmp_path / "a.jpg", 1, LIMITS)
        assert (page.width, page.height) == (60, 40)

    @pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16"])
    def test_has_eight_bits_whatever_it_had(self, mode: str, tmp_path: Path) -> None:
        Image.new(mode, (40, 60)).save(tmp_path / "a.png")
        page = open_picture(tmp_path / "a.png", 1, LIMITS)
        assert page.picture.dtype == np.uint8
        assert page.picture.shape in ((60, 40), (60, 40, 3))

    def test_that_is_transparent_lies_on_white_paper(self, tmp_path: Path) -> None:
        Image.new("RGBA", (40, 60), (0, 0, 0, 0)).save(tmp_path / "a.png")
        assert open_picture(tmp_path / "a.png", 1, LIMITS).picture.min() == 255

    def test_is_as_dense_as_it_says(self, tmp_path: Path) -> None:
        path = saved(sheet(40, 60), tmp_path / "a.png", dpi=240)
        assert open_picture(path, 1, LIMITS).dpi == 240

    def test_is_taken_for_a4_when_it_does_not_say(self, tmp_path: Path) -> None:
        Image.fromarray(sheet(400, 585)).save(tmp_path / "a.png")
        assert open_picture(tmp_path / "a.png", 1, LIMITS).dpi == 50

    def test_of_a_fax_gets_square_pixels(self, tmp_path: Path) -> None:
        Image.fromarray(sheet(408, 196)).save(tmp_path / "a.tif", dpi=(204, 98))
        page = open_picture(tmp_path / "a.tif", 1, LIMITS)
        assert (page.width, page.height, page.dpi) == (408, 408, 204)

    def test_that_is_finer_than_ocr_can_use_is_halved(self, tmp_path: Path) -> None:
        path = saved(sheet(400, 600), tmp_path / "a.png", dpi=600)
        page = open_picture(path, 1, LIMITS)
        assert (page.width, page.height, page.dpi) == (200, 300, 300)

    def test_larger_than_allowed_is_refused_unseen(self, tmp_path: Path) -> None:
        path = saved(sheet(700, 600), tmp_path / "a.png")
        with pytest.raises(CannotOpenError) as caught:
            open_picture(path, 1, LIMITS)
        assert caught.value.why is Unreadable.TOO_LARGE

    @pytest.mark.parametrize("ending", ["png", "jpg", "tif"])
    def test_cut_off_is_refused(self, ending: str, tmp_path: Path) -> None:
        page = sheet(400, 400)
        write(page, "1234", 40, 200, 2)
        path = saved(page, tmp_path / f"a.{ending}")
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        with pytest.raises(CannotOpenError) as caught:
            open_picture(path, 1, LIMITS)
        assert caught.value.why is Unreadable.DAMAGED_FILE

    def test_of_another_kind_is_refused(self, tmp_path: Path) -> None:
        Image.fromarray(sheet(40, 60)).save(tmp_path / "a.bmp")
        with pytest.raises(CannotOpenError):
            open_picture(tmp_path / "a.bmp", 1, LIMITS)
