"""Pages and cutouts as a person is shown them: the hidden is black, every box has its words."""

import io
from pathlib import Path

import pytest
from PIL import Image

from hikae.cards import Mark, Sight, Tone, evidence_card, marked_page
from ledger.scans import ScanKind
from ocr.page import Limits

GREY, BLACK = (180, 180, 180), (0, 0, 0)
SECRET = (100, 200, 300, 240)
SIGHT = Sight(1, 0, 800, 1000, (SECRET,))


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page that is grey all over, so that every pixel tells what was done to it."""
    path = tmp_path / "page.png"
    Image.new("RGB", (800, 1000), GREY).save(path, dpi=(100, 100))
    return path


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def colours(picture: Image.Image) -> set[tuple[int, ...]]:
    found = picture.getcolors(maxcolors=picture.width * picture.height)
    return {colour for _, colour in found or () if isinstance(colour, tuple)}


def drawn(page: Path, *marks: Mark, sight: Sight = SIGHT) -> Image.Image:
    return opened(marked_page(page, ScanKind.PNG, sight, marks, ("受領書",), Limits()))


def card(page: Path, *marks: Mark, sight: Sight = SIGHT) -> Image.Image:
    return opened(evidence_card(page, ScanKind.PNG, (sight,), marks, ("受領書",), Limits()))


class TestAWholePage:
    def test_shows_the_scan_and_hides_what_must_be_hidden(self, page: Path) -> None:
        picture = drawn(page)
        edge = 16
        assert picture.getpixel((edge + 50, edge + 50)) == GREY
        left, top, right, bottom = SECRET
        hidden = picture.crop((edge + left, edge + top, edge + right, edge + bottom))
        assert colours(hidden) == {BLACK}

    def test_has_a_box_and_words_for_each_mark(self, page: Path) -> None:
        plain = drawn(page)
        marked = drawn(page, Mark(1, (400, 500, 600, 540), Tone.CODE, "QR Code"))
        assert marked.height > plain.height
        assert (140, 40, 170) in colours(marked)

    def test_of_another_size_than_was_read_is_not_shown(self, page: Path) -> None:
        picture = drawn(page, sight=Sight(1, 0, 400, 500))
        assert GREY not in colours(picture)

    def test_is_set_upright_before_anything_is_hidden(self, page: Path) -> None:
        picture = drawn(page, sight=Sight(1, 90, 1000, 800, ((0, 0, 1000, 400),)))
        assert picture.getpixel((16 + 500, 16 + 200)) == BLACK
        assert picture.getpixel((16 + 500, 16 + 600)) == GREY


class TestACard:
    def test_cuts_each_box_out_once_whoever_read_it(self, page: Path) -> None:
        box = (400, 500, 600, 540)
        once = card(page, Mark(1, box, Tone.CANDIDATE, "一人目"))
        twice = card(
            page,
            Mark(1, box, Tone.CANDIDATE, "一人目"),
            Mark(1, box, Tone.CANDIDATE, "二人目"),
        )
        assert GREY in colours(once)
        assert twice.height - once.height == 28  # a line of words

    def test_of_something_hidden_is_black(self, page: Path) -> None:
        inside = (150, 215, 250, 225)
        assert GREY not in colours(card(page, Mark(1, inside, Tone.CANDIDATE, "番号")))

    def test_of_a_box_beside_the_page_is_no_mishap(self, page: Path) -> None:
        assert card(page, Mark(1, (2000, 2000, 2100, 2100), Tone.CODE, "コード")).height > 0

    def test_without_marks_holds_the_words_alone(self, page: Path) -> None:
        assert colours(card(page)) >= {(255, 255, 255), BLACK}
        assert GREY not in colours(card(page))
