"""A line is read letter by letter, and each letter tells where it stands."""

import numpy as np
import pytest

from ocr import models
from ocr.page import Picture
from ocr.recogniser import SMALL, SMALL_FOR_DIGITS, TINY, Recogniser, decoded, recognise
from tests.ocr.drawings import sheet, write

DIGITS = "5754 4551 3441"


def line(text: str) -> Picture:
    page = sheet(26 * len(text) + 40, 44)
    write(page, text, 20, 33)
    return page


@pytest.mark.parametrize("recogniser", [SMALL, SMALL_FOR_DIGITS, TINY])
def test_digits_are_read(recogniser: Recogniser) -> None:
    glyphs = recognise(line(DIGITS), recogniser)
    assert "".join(one.text for one in glyphs).replace(" ", "") == DIGITS.replace(" ", "")
    assert all(0.5 < one.confidence <= 1.0 for one in glyphs)


def test_a_letter_says_where_its_middle_is() -> None:
    picture = line("12345678")
    glyphs = recognise(picture, SMALL_FOR_DIGITS)
    for at, glyph in enumerate(glyphs):
        drawn = (20 + at * 26 + 10) / picture.shape[1]
        assert glyph.middle == pytest.approx(drawn, abs=0.03)


@pytest.mark.parametrize(("recogniser", "seen"), [(SMALL, "項"), (TINY, "项")])
def test_a_letter_that_nobody_writes_in_japan_is_its_best_other_one(
    recogniser: Recogniser, seen: str
) -> None:
    """But for the net that has learned few Japanese ones."""
    letters = models.letters(recogniser.letters)
    answer = np.zeros((1, len(letters)), np.float32)
    answer[0, letters.index("项")] = 0.9
    if "項" in letters:
        answer[0, letters.index("項")] = 0.09
    (glyph,) = decoded(answer, recogniser)
    assert glyph.text == seen
    assert glyph.confidence == pytest.approx(0.09 if seen == "項" else 0.9)


def test_an_empty_line_gives_nothing() -> None:
    assert recognise(sheet(200, 40), SMALL) == ()


def test_a_sliver_is_no_trouble() -> None:
    assert recognise(sheet(1, 90), SMALL) == ()
