"""The PP-OCRv6 engine: its tiny detector finds the lines, its small recogniser reads them.

Reads Japanese twice as well as Tesseract, noisy pages and jittered handwriting too, in one process.
"""

import time
from dataclasses import dataclass

import cv2
import numpy as np

from ocr import models
from ocr.detector import LineBox, find_lines
from ocr.glyph_words import words_of
from ocr.look import read_line
from ocr.page import Picture
from ocr.reading import Word
from ocr.recogniser import SMALL, SMALL_FOR_DIGITS, recognise

PPOCR_READER = "ppocr"  # one net, so one reader, whatever it looks at
_LOOK = 224  # pixels, of a copy with 256 on its short side
_SHORT = 256
_MEAN, _SPREAD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
_TURNS = (0, 270, 180, 90)  # by the net's answers: clockwise until the page stands upright
_TELLS = 0.5
_DIGITS = frozenset("0123456789-‐‑–—−ー－")


@dataclass(frozen=True, slots=True)
class PpOcr:
    """Reads words and digits; `long_side` is that of the copy in which lines are looked for."""

    long_side: int = 1280
    text_limit_s: float = 20.0

    @property
    def digit_readers(self) -> tuple[str, ...]:
        """One net errs alike on page and row: it is one reader."""
        return (PPOCR_READER,)

    def read_words(
        self,
        picture: Picture,
        dpi: int,  # noqa: ARG002  # of the seam: this engine sees by itself how large the print is
    ) -> tuple[Word, ...] | None:
        """Give the words of an upright page in reading order; None: the time was up."""
        until = time.monotonic() + self.text_limit_s
        words: list[Word] = []
        for number, line in enumerate(find_lines(picture, self.long_side)):
            if time.monotonic() > until:
                return None
            words.extend(read_line(picture, line, number, SMALL))
        return tuple(words)

    def read_zone(self, picture: Picture, dpi: int) -> tuple[Word, ...]:
        """Give the words of a part of a page, taken as one block of text."""
        return self.read_words(picture, dpi) or ()

    def read_digits(
        self,
        picture: Picture,
        reader: str,  # noqa: ARG002  # of the seam: there is but one
    ) -> tuple[Word, ...]:
        """Give the groups of digits on a picture of one row, from left to right."""
        height, width = picture.shape
        line = LineBox(width / 2, height / 2, width, height, 0.0)
        glyphs = recognise(picture, SMALL_FOR_DIGITS)
        return words_of(line, [one for one in glyphs if one.text in _DIGITS or one.text == " "], 0)

    def read_turn(
        self,
        picture: Picture,
        dpi: int,  # noqa: ARG002  # of the seam
    ) -> int | None:
        """Say how far a page must be turned clockwise to stand upright; None: cannot tell."""
        answer = models.run(models.ORIENTATION, _middle(picture))[0]
        return _TURNS[int(answer.argmax())] if float(answer.max()) >= _TELLS else None


def _middle(picture: Picture) -> models.Array:
    """Give the middle square of a small copy, as the orientation net was taught."""
    scale = _SHORT / min(picture.shape[:2])
    size = round(picture.shape[1] * scale), round(picture.shape[0] * scale)
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = cv2.resize(picture, size, interpolation=how)
    left, top = (size[0] - _LOOK) // 2, (size[1] - _LOOK) // 2
    cut = small[top : top + _LOOK, left : left + _LOOK].astype(np.float32) / 255
    planes = [(cut - mean) / spread for mean, spread in zip(_MEAN, _SPREAD, strict=True)]
    return np.asarray(np.stack(planes)[None], np.float32)
