"""Characters of a line → words with their boxes on the page. Pure.

A word ends at a gap, where digits begin or end, and after some letters: what follows a tilted line
needs pieces that are small enough to be level, and what must not be kept is taken out in words.
"""

import statistics
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ocr.detector import LineBox
from ocr.reading import Word
from ocr.recogniser import Glyph

_WIDE, _NARROW = 1.0, 0.55  # of the line's height: how far letters stand apart, if nothing tells
_WIDEST = 1.5  # times that: what stands further apart is set apart
_GAP = 0.3  # of the line's height
_LONGEST = 8  # letters
_INK = 0.8  # of a line's box: the detector leaves room above and below the letters


def words_of(line: LineBox, glyphs: Sequence[Glyph], number: int) -> tuple[Word, ...]:
    """Give the words of a line, from left to right; `number` is the line's."""
    height = line.height * _INK
    pitch = {wide: _pitch(line, glyphs, wide=wide) for wide in (False, True)}
    placed = [_Placed(one, line.length * one.middle, pitch[_is_wide(one)]) for one in glyphs]
    return tuple(_word(line, height, piece, number) for piece in _pieces(placed, height))


class _Placed:
    """A glyph, and from where to where it reaches along its line."""

    def __init__(self, glyph: Glyph, middle: float, width: float) -> None:
        self.glyph = glyph
        self.left, self.right = middle - width / 2, middle + width / 2


def _pitch(line: LineBox, glyphs: Sequence[Glyph], *, wide: bool) -> float:
    """How far letters of one width stand apart in this line."""
    usual = (_WIDE if wide else _NARROW) * line.height * _INK
    steps = [
        (after.middle - before.middle) * line.length
        for before, after in pairwise(glyphs)
        if _is_wide(before) is wide and _is_wide(after) is wide
        if not before.text.isspace() and not after.text.isspace()
    ]
    return min(statistics.median(steps), _WIDEST * usual) if steps else usual


def _is_wide(glyph: Glyph) -> bool:
    return not glyph.text.isascii()


def _pieces(placed: Sequence[_Placed], height: float) -> Iterator[list[_Placed]]:
    piece: list[_Placed] = []
    for one in placed:
        if piece and (one.glyph.text.isspace() or _parts(piece, one, height)):
            yield piece
            piece = []
        if not one.glyph.text.isspace():
            piece.append(one)
    if piece:
        yield piece


def _parts(piece: Sequence[_Placed], one: _Placed, height: float) -> bool:
    last = piece[-1]
    return (
        one.left - last.right > _GAP * height
        or one.glyph.text.isdigit() is not last.glyph.text.isdigit()
        or len(piece) == _LONGEST
    )


def _word(line: LineBox, height: float, piece: Sequence[_Placed], number: int) -> Word:
    start, end = max(piece[0].left, 0.0), min(piece[-1].right, line.length)
    x, y = line.at((start + end) / 2)
    half = max((end - start) / 2, 1.0)
    return Word(
        text="".join(one.glyph.text for one in piece),
        left=max(round(x - half), 0),
        top=max(round(y - height / 2), 0),
        right=round(x + half),
        bottom=round(y + height / 2),
        confidence=statistics.fmean(one.glyph.confidence for one in piece),
        line=number,
    )
