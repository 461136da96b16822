"""Digits in boxes whose lines were read as characters, too: "9|9|1ilzlelelzjololglel". Pure.

Such text is of no use, but what stood there may be a personal number, which fills twelve boxes.
What fills many more is another number.
"""

import re
import statistics
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from ocr.reading import Word
from ocr.rows import Row

_LINES = frozenset("|｜lI!iｌ[]()（）「」")
_MAY_BE_LINES = _LINES | frozenset("1'/」’‘")
_PARTS = _LINES | frozenset(".")
_LONG = 12  # characters: a row of boxes, if half of them are lines
_LINED = 14  # characters: a row of boxes, if nearly every other one is a line
_TWELVE = 12, 28  # characters: twelve digits; with thirteen lines, and specks
_NEARLY = 0.75
_BOXED = 2  # digits at most were read as one
_MOSTLY = 8  # boxes
_NEXT = 2.5  # boxes: what stands further apart is another row of them
_REACH = 14.5  # boxes
_SHORTEST = 0.8  # of a short step: boxes do not stand closer
_ID = range(22, 25)  # digits: an application ID, of which one was not read or read as two
_ALIKE = 0.85  # the boxes that the digits fill, to the digits
_AS_WIDE = 0.8  # digits in boxes that were read as one word, to the width of their boxes
_LEGIBLE = re.compile(r"[ぁ-んァ-ヶ一-龠々ー]{2}")


def boxed(row: Row) -> Iterator[Word]:
    """Give the words that are rows of boxes, as long as a personal number at most."""
    for stretch in _stretches(row):
        if _TWELVE[0] <= _length(stretch) <= _TWELVE[1]:
            piece = [word for word in stretch if not word.text.isalpha() or word.text.isascii()]
            is_whole = is_lined("".join(word.text for word in piece))
            yield from (word for word in piece if is_whole or _is_boxes(word.text))


def in_longer(row: Row, words: Sequence[Word]) -> bool:
    """Say whether words with lines between their digits are but a part of more boxes than twelve.

    It is not said of plain digits.
    """
    has_lines = any(char in _PARTS for word in words for char in word.text)
    return has_lines and any(
        _length(stretch) > _TWELVE[1] and not set(words).isdisjoint(stretch)
        for stretch in _stretches(row)
    )


def are_strewn(row: Row, words: Sequence[Word]) -> bool:
    """Say whether digits one by one are but a part of more boxes than twelve, some of them unread.

    With a gap as wide as a box behind every four, twelve boxes reach over fourteen.
    """
    boxes = [word for word in words if len(word.text) <= _BOXED]
    if len(boxes) < _MOSTLY:
        return False
    middles = sorted(map(_middle, boxes))
    pitch = _pitch(middles)
    first, last = middles[0], middles[-1]
    others = sorted(_middle(word) for word in row.words if len(word.text) <= _BOXED)
    for middle in others:
        if last < middle <= last + _NEXT * pitch:
            last = middle
    for middle in reversed(others):
        if first - _NEXT * pitch <= middle < first:
            first = middle
    return last - first > (_REACH - 1) * pitch > 0


def _pitch(middles: Sequence[float]) -> float:
    """Give how far boxes stand apart, though some are missing and readers place digits roughly.

    A short step and a long one may be two boxes: so the whole row tells, by how many boxes it is
    filled best.
    """
    steps = [after - before for before, after in pairwise(middles)]
    span, least = middles[-1] - middles[0], _SHORTEST * statistics.quantiles(steps, n=4)[0]
    most = int(span / least) if least > 0 else len(steps)
    return min(
        (span / count for count in range(len(steps), max(most, len(steps)) + 1)),
        key=lambda pitch: statistics.fmean(_off(middle - middles[0], pitch) for middle in middles),
    )


def _off(place: float, pitch: float) -> float:
    return abs(place / pitch - round(place / pitch)) if pitch else 0.0


def are_of_id(row: Row, words: Sequence[Word]) -> bool:
    """Say whether digits are a part of one row of boxes, as long as an application ID.

    Readers run some boxes together and read one as two, so their digits need not be 23.
    """
    boxes = [_middle(word) for word in row.words if len(word.text) == 1 and not _is_line(word)]
    if len(boxes) < _MOSTLY:
        return False
    pitch = statistics.median(after - before for before, after in pairwise(boxes))
    digits = {word for word in words if not _is_line(word)}
    for stretch in _boxes_side_by_side(row, pitch):
        filled = (stretch[-1].right - stretch[0].left) / pitch
        if digits <= set(stretch) and _length(stretch) in _ID:
            return _ALIKE < filled / _length(stretch) < 1 / _ALIKE
    return False


def _boxes_side_by_side(row: Row, pitch: float) -> Iterator[list[Word]]:
    """Give the digits as wide as their boxes that stand next to each other, left to right.

    A letter alone is a misread digit.
    """
    stretch: list[Word] = []
    for word in sorted((one for one in row.words if not _is_line(one)), key=_middle):
        breadth = (len(word.text) - 1) * pitch
        is_read = word.text.isdigit() or (len(word.text) == 1 and word.text.isalpha())
        fits = is_read and word.right - word.left > _AS_WIDE * breadth
        if stretch and not (fits and word.left - stretch[-1].right < (_NEXT - 1) * pitch):
            yield stretch
            stretch = []
        if fits:
            stretch.append(word)
    if stretch:
        yield stretch


def _is_line(word: Word) -> bool:
    return not any(map(str.isalnum, word.text))


def _middle(word: Word) -> float:
    return (word.left + word.right) / 2


def is_legible(text: str) -> bool:
    """Say whether it reads as Japanese: two letters that stand together."""
    return _LEGIBLE.search(text) is not None


def is_lined(text: str) -> bool:
    """Say whether nearly every other character of a longer text may be a line."""
    if len(text) < _LINED or is_legible(text):
        return False
    return any(
        sum(char in _MAY_BE_LINES for char in text[first::2]) >= _NEARLY * len(text[first::2])
        for first in (0, 1)
    )


def _stretches(row: Row) -> Iterator[list[Word]]:
    """Give what stands between legible words."""
    stretch: list[Word] = []
    for word in row.words:
        if not is_legible(word.text):
            stretch.append(word)
        elif stretch:
            yield stretch
            stretch = []
    if stretch:
        yield stretch


def _length(stretch: Iterable[Word]) -> int:
    return sum(len(word.text) for word in stretch)


def _is_boxes(text: str) -> bool:
    """Digits with lines between them, however the digits were misread."""
    lines, digits = sum(char in _LINES for char in text), sum(char.isdigit() for char in text)
    if text.isascii() and len(text) >= _LONG and lines >= _LONG // 2:
        return True
    return lines >= 3 and digits >= 3 and lines + digits >= 0.7 * len(text)
