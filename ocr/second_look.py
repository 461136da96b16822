"""The row of an application ID, cut out and read once more with another setting of the engine."""

import re
from collections.abc import Iterable, Sequence

import cv2
import numpy as np

from ledger.evidence import Candidate
from ocr.application_id import in_rows
from ocr.engine import Engine
from ocr.page import Picture
from ocr.reading import Box, Word
from ocr.rows import Row, around, rows_of

READER = "tesseract-row"
_DIGITS = re.compile(r"[0-9０-９](?:[ \-－ー]{0,3}[0-9０-９])*")
_WORTH = 16  # digits: fewer are no ID that lost some
_DIGIT_HEIGHT = 30  # pixels; what the engine reads best, larger is worse
_LABEL = re.compile(r"申\s?請\s?書\s?[IＩl1][DＤ]")


def look_again(
    picture: Picture, rows: Sequence[Row], page: int, engine: Engine
) -> tuple[Candidate, ...]:
    """Read every row of an upright grey page that may hold an ID, for itself."""
    found: list[Candidate] = []
    for words in _places(rows):
        cut, scale, corner = _cut(picture, words)
        again = [_back(word, scale, corner) for word in engine.read_digits(cut)]
        found.extend(in_rows(rows_of(again), page, READER))
    return tuple(dict.fromkeys(found))


def _places(rows: Iterable[Row]) -> Iterable[tuple[Word, ...]]:
    for row in rows:
        for match in _DIGITS.finditer(row.text):
            if sum(char.isdigit() for char in match[0]) >= _WORTH:
                yield row.words_between(*match.span())


def _cut(picture: Picture, words: Sequence[Word]) -> tuple[Picture, float, tuple[int, int]]:
    """Cut the words out with a margin, digits about 30 pixels high."""
    left, top, right, bottom = around(words)
    height = int(np.median([word.bottom - word.top for word in words]))
    margin = max(height // 2, 6)
    left, top = max(left - 2 * margin, 0), max(top - margin, 0)
    cut = picture[top : bottom + margin, left : right + 2 * margin]
    scale = _DIGIT_HEIGHT / max(height, 8)
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    small = cv2.resize(cut, None, fx=scale, fy=scale, interpolation=how)
    return np.ascontiguousarray(small), scale, (left, top)


def _back(word: Word, scale: float, corner: tuple[int, int]) -> Word:
    """Give a word of the cut in pixels of the page."""
    x, y = corner
    box: Box = (
        round(word.left / scale) + x,
        round(word.top / scale) + y,
        round(word.right / scale) + x,
        round(word.bottom / scale) + y,
    )
    return Word(word.text, *box, word.confidence, word.line)
