"""Tesseract inside the process: a net that stays loaded, and nothing that stays of a picture."""

import os
import sys
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
import pytest

from hikae.samples import Kind, applicant, paper
from hikae.sandbox import Limits, Sandbox
from ocr.errors import NoLanguageError, NoTesseractError, ReadingFailedError
from ocr.misread import folded
from ocr.page import Picture
from ocr.reading import Word
from ocr.rows import rows_of
from ocr.tesseract import PAGE_READER, ROW_READER, Tesseract
from ocr.tesserocr import Tesserocr
from tests.ocr.drawings import sheet, write

DPI = 200
ENGINE = Tesserocr()
pytestmark = pytest.mark.service


@pytest.fixture(scope="module")
def receipt() -> Picture:
    return np.asarray(paper(Kind.RECEIPT, applicant(7)), np.uint8)


def text_of(words: tuple[Word, ...] | None) -> str:
    return "\n".join(folded(row.text) for row in rows_of(words or ()))


def written(text: str, width: int = 700, height: int = 62) -> Picture:
    page = sheet(width, height)
    write(page, text, 60, 44)
    return page


class TestBesideTheProgram:
    @pytest.mark.parametrize("kind", [Kind.RECEIPT, Kind.REPLY])
    def test_the_words_are_the_same_but_for_a_few(self, kind: Kind) -> None:
        page = np.asarray(paper(kind, applicant(8)), np.uint8)
        ours, theirs = ENGINE.read_words(page, DPI), Tesseract().read_words(page, DPI)
        alike = SequenceMatcher(None, text_of(ours), text_of(theirs), autojunk=False).ratio()
        assert alike > 0.95

    @pytest.mark.parametrize(("page", "row"), [("jpn", "eng"), ("jpn", "jpn")])
    def test_the_readers_are_the_same(self, page: str, row: str) -> None:
        assert Tesserocr(page, row).digit_readers == Tesseract(page, row).digit_readers


class TestTheTime:
    def test_that_is_up_gives_none(self, receipt: Picture) -> None:
        assert Tesserocr(text_limit_s=0.0).read_words(receipt, DPI) is None

    def test_that_was_up_does_not_tell_on_the_next_page(self, receipt: Picture) -> None:
        before = ENGINE.read_words(receipt, DPI)
        Tesserocr(text_limit_s=0.0).read_words(receipt, DPI)
        assert ENGINE.read_words(receipt, DPI) == before

    def test_is_kept_on_a_page_of_noise_by_the_program(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        noise = np.where(np.random.default_rng(1).random((2339, 1654)) < 0.1, 0, 255)
        page = noise.astype(np.uint8)
        assert Tesserocr(text_limit_s=0.2).read_words(page, DPI) is None
        monkeypatch.setenv("PATH", "/nowhere")
        with pytest.raises(NoTesseractError):
            ENGINE.read_words(page, DPI)


class TestNothingStays:
    def test_of_a_picture_of_another_size(self, receipt: Picture) -> None:
        part = np.ascontiguousarray(receipt[: receipt.shape[0] // 3, 100:-100])
        page, zone = ENGINE.read_words(receipt, DPI), ENGINE.read_zone(part, 150)
        assert ENGINE.read_words(sheet(300, 200), 300) == ()
        assert ENGINE.read_words(receipt, DPI) == page
        assert ENGINE.read_zone(part, 150) == zone

    def test_of_the_letters_that_were_looked_for(self, receipt: Picture) -> None:
        page = ENGINE.read_words(receipt, DPI)
        for reader in (PAGE_READER, ROW_READER):
            assert text_of(ENGINE.read_digits(written("1234 5678"), reader)) == "12345678"
        assert ENGINE.read_words(receipt, DPI) == page

    def test_of_a_page_of_which_the_turn_was_asked(self, receipt: Picture) -> None:
        turn, page = ENGINE.read_turn(receipt, DPI), ENGINE.read_words(receipt, DPI)
        assert ENGINE.read_turn(sheet(), DPI) is None
        assert (ENGINE.read_turn(receipt, DPI), ENGINE.read_words(receipt, DPI)) == (turn, page)

    def test_of_the_resolution(self, receipt: Picture) -> None:
        coarse, fine = (ENGINE.read_words(receipt, dpi) for dpi in (100, 400))
        assert (ENGINE.read_words(receipt, 100), ENGINE.read_words(receipt, 400)) == (coarse, fine)


class TestAPicture:
    def test_may_be_a_part_of_another(self, receipt: Picture) -> None:
        part = receipt[: receipt.shape[0] // 3, 100:-100]
        assert ENGINE.read_zone(part, DPI) == ENGINE.read_zone(np.ascontiguousarray(part), DPI)

    def test_may_have_colours(self, receipt: Picture) -> None:
        coloured = np.repeat(receipt[:, :, None], 3, axis=2)
        assert text_of(ENGINE.read_words(coloured, DPI)) == text_of(ENGINE.read_words(receipt, DPI))

    @pytest.mark.parametrize(("width", "height"), [(1, 1), (1, 500), (500, 1), (3, 3)])
    def test_may_be_a_speck(self, width: int, height: int) -> None:
        speck = sheet(width, height)
        assert ENGINE.read_words(speck, DPI) == ENGINE.read_zone(speck, DPI) == ()
        assert ENGINE.read_digits(speck, ROW_READER) == ()
        assert ENGINE.read_turn(speck, DPI) is None


class TestWhatIsMissing:
    def test_is_a_language(
        self, receipt: Picture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
        with pytest.raises(NoLanguageError, match="tesseract-ocr-jpn"):
            ENGINE.read_words(receipt, DPI)
        with pytest.raises(NoLanguageError, match="tesseract-ocr-osd"):
            ENGINE.read_turn(receipt, DPI)

    def test_is_a_net_in_its_file(
        self, receipt: Picture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "jpn.traineddata").write_bytes(b"no net " * 1000)
        monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
        with pytest.raises(ReadingFailedError):
            ENGINE.read_words(receipt, DPI)

    def test_is_the_package(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "tesserocr", None)
        with pytest.raises(NoTesseractError):
            Tesserocr("jpn+eng+osd").read_words(sheet(300, 200), DPI)  # a net nobody has loaded


class TestInAChild:
    @pytest.fixture
    def sandbox(self, tmp_path: Path) -> Iterator[Sandbox]:
        box = Sandbox(1, Limits(), tmp_path)
        yield box
        box.close()

    def test_the_same_is_read(self, sandbox: Sandbox, receipt: Picture) -> None:
        words = ENGINE.read_words(receipt, DPI)
        assert sandbox.run(ENGINE.read_words, receipt, DPI) == words
        assert sandbox.run(ENGINE.read_words, receipt, DPI) == words

    def test_no_page_leaves_threads_or_files(
        self, sandbox: Sandbox, receipt: Picture, tmp_path: Path
    ) -> None:
        sandbox.run(ENGINE.read_words, receipt, DPI)
        before = [sandbox.run(os.listdir, f"/proc/self/{what}") for what in ("fd", "task")]
        sandbox.run(ENGINE.read_words, receipt, DPI)
        after = [sandbox.run(os.listdir, f"/proc/self/{what}") for what in ("fd", "task")]
        assert before == after
        assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
