"""Do personal numbers stay out of all that is kept, and application IDs in? Pure.

A page keeps a number if the digits of its readings, or of its text layer, hold ten of the twelve
digits in a row (two may be wrong, missing or too many). The database and the log keep it if a value
holds all twelve. Recall is the part of the legible numbers that nothing keeps; legible is what a
reader that is told where to look can read, ten digits of it, or what was kept. More can be read by
a person; that would only raise the recall.

An application ID is masked if half of its print, or of a code that carries it, lies under what was
taken for a personal number; it is lost if moreover all its digits stand nowhere in what was read of
the page or lies over it.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from bench.characters import resembling
from bench.truth import TruePage
from ocr.reading import Box, Reading
from ocr.upright import turn_box

_MISREAD = 2  # digits; by chance no other digits of a page come so near
_HALF = 0.5
_DIGITS = frozenset("0123456789")


@dataclass(frozen=True, slots=True)
class Kept:
    """What a corpus showed. `numbers`: all that stand on its papers."""

    numbers: int
    legible: int
    kept: int
    ids: int
    masked_ids: int
    lost_ids: int

    @property
    def recall(self) -> float | None:
        """Of the legible numbers, how many were kept nowhere; None: there was none."""
        return 1 - self.kept / self.legible if self.legible else None


def stands_in(number: str, text: str) -> bool:
    """Say whether a page's text holds a number, all but two digits of it."""
    return resembling(number, digits_of(text)).distance <= _MISREAD


def any_holds(values: Iterable[str], number: str) -> bool:
    """Say whether one of many values holds all digits of a number."""
    return any(number in digits_of(value) for value in values)


def digits_of(text: str) -> str:
    """Give the digits of a text, of whatever width, and nothing else."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char in _DIGITS)


def is_masked(page: TruePage, reading: Reading) -> bool:
    """Say whether the page's application ID was taken for a personal number."""
    silenced = [code.box for code in reading.codes if code.is_silenced]
    own_codes = [in_reading(code, page, reading) for code in page.code_boxes]
    print_lost = page.id_box is not None and cover(
        reading.masked, in_reading(page.id_box, page, reading)
    )
    return print_lost or any(cover(silenced, code) for code in own_codes)


def in_reading(box: Box, page: TruePage, reading: Reading) -> Box:
    """Give a box of the page as displayed in pixels of the upright raster that was read."""
    left, top, right, bottom = turn_box(box, reading.turn, page.width, page.height)
    size = (page.width, page.height) if reading.turn % 180 == 0 else (page.height, page.width)
    across, along = reading.width / size[0], reading.height / size[1]
    return round(left * across), round(top * along), round(right * across), round(bottom * along)


def cover(boxes: Iterable[Box], other: Box) -> bool:
    """Say whether boxes together cover at least half of another."""
    left, top, right, bottom = other
    covered = np.zeros((max(bottom - top, 1), max(right - left, 1)), np.bool_)
    for box in boxes:
        rows = slice(max(box[1] - top, 0), max(box[3] - top, 0))
        covered[rows, max(box[0] - left, 0) : max(box[2] - left, 0)] = True
    return float(covered.mean()) >= _HALF
