"""What every engine promises, with the real engines, and which Tesseract is chosen."""

import sys
from pathlib import Path

import numpy as np
import pytest

from hikae.samples import Kind, applicant, paper
from ocr import engines
from ocr.engine import Engine
from ocr.misread import folded
from ocr.page import Picture, turned
from ocr.ppocr import PpOcr
from ocr.rows import rows_of
from ocr.tesseract import Tesseract
from ocr.tesserocr import Tesserocr
from ocr.upright import Orienter
from tests.ocr.drawings import sheet, write

DPI = 200
SOMEONE = applicant(7)


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(Tesseract(), id="tesseract", marks=pytest.mark.service),
        pytest.param(Tesserocr(), id="tesserocr", marks=pytest.mark.service),
        pytest.param(PpOcr(), id="ppocr"),
    ],
)
def engine(request: pytest.FixtureRequest) -> Tesseract | Tesserocr | PpOcr:
    given: Tesseract | Tesserocr | PpOcr = request.param
    return given


@pytest.fixture(scope="module")
def receipt() -> Picture:
    return np.asarray(paper(Kind.RECEIPT, SOMEONE), np.uint8)


def row_of(digits: str) -> Picture:
    page = sheet(26 * len(digits) + 120, 62)
    write(page, digits, 60, 44)
    return page


class TestWords:
    def test_of_a_page_make_its_rows(self, engine: Engine, receipt: Picture) -> None:
        text = [folded(row.text) for row in rows_of(engine.read_words(receipt, DPI) or ())]
        assert "個人番号カード受領書" in text
        assert any(SOMEONE.application_id.digits in row for row in text)

    def test_stand_on_the_page(self, engine: Engine, receipt: Picture) -> None:
        height, width = receipt.shape
        for word in engine.read_words(receipt, DPI) or ():
            assert 0 <= word.left < word.right <= width
            assert 0 <= word.top < word.bottom <= height
            assert word.text == word.text.strip() != ""
            assert 0 <= word.confidence <= 1

    def test_stand_on_ink(self, engine: Engine, receipt: Picture) -> None:
        words = engine.read_words(receipt, DPI) or ()
        on_ink = [receipt[w.top : w.bottom, w.left : w.right].min() < 160 for w in words]
        assert sum(on_ink) > 0.95 * len(words)  # readers see a letter in a gap now and then

    def test_are_none_on_an_empty_page(self, engine: Engine) -> None:
        assert engine.read_words(sheet(), DPI) == ()

    def test_are_the_same_a_second_time(self, engine: Engine, receipt: Picture) -> None:
        assert engine.read_words(receipt, DPI) == engine.read_words(receipt, DPI)

    def test_of_a_zone_are_read(self, engine: Engine, receipt: Picture) -> None:
        words = engine.read_zone(receipt[: receipt.shape[0] // 4], DPI)
        assert "受領書" in "".join(folded(row.text) for row in rows_of(words))


class TestDigits:
    @pytest.mark.parametrize(
        "digits", ["12345671234567123456712", "1234-5678-9012", "1234 5678 9012"]
    )
    def test_are_read_by_each_reader(self, engine: Engine, digits: str) -> None:
        for reader in engine.digit_readers:
            (row,) = rows_of(engine.read_digits(row_of(digits), reader))
            assert row.text.replace(" ", "").replace("-", "") == digits.replace(" ", "").replace(
                "-", ""
            )

    def test_are_none_on_an_empty_row(self, engine: Engine) -> None:
        for reader in engine.digit_readers:
            assert engine.read_digits(sheet(600, 60), reader) == ()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_turn_of_a_page_is_seen(engine: Orienter, turn: int, receipt: Picture) -> None:
    assert engine.read_turn(turned(receipt, turn), DPI) == (360 - turn) % 360


class TestTheTesseractChosen:
    @pytest.mark.service
    def test_is_the_one_inside_the_process(self) -> None:
        assert engines.tesseract("jpn", "eng", 5.0) == Tesserocr("jpn", "eng", 5.0)
        assert engines.is_inside("jpn")

    def test_is_the_program_without_the_package(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "tesserocr", None)
        assert engines.tesseract("jpn", "eng", 5.0) == Tesseract("jpn", "eng", 5.0)
        assert not engines.is_inside("jpn")

    def test_is_the_program_without_a_language(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
        (tmp_path / "jpn.traineddata").touch()
        assert engines.tesseract("jpn", "eng") == Tesseract("jpn", "eng")
        (tmp_path / "eng.traineddata").touch()
        assert engines.tesseract("jpn", "eng") == Tesserocr("jpn", "eng")
