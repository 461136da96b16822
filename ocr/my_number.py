"""Isolated 12-digit numbers (個人番号) are taken out of everything that is kept. Pure.

Any isolated number of exactly twelve digits goes, with or without a label and whatever its check
digit says: a tracking number too many in the bin is better than one personal number in the index.
"""

import re
from collections.abc import Iterable, Sequence

from ocr.reading import Box, Code, Word
from ocr.rows import Row, around

_PLAIN = str.maketrans("０１２３４５６７８９‐‑–—−ー－―|｜", "0123456789----------")
_RUN = re.compile(r"[0-9](?:[ -]{0,3}[0-9])*")
_LENGTH = 12


def spans(text: str) -> tuple[tuple[int, int], ...]:
    """Find where isolated numbers of exactly twelve digits stand in a text."""
    return tuple(
        match.span()
        for match in _RUN.finditer(text.translate(_PLAIN))
        if sum(char.isdigit() for char in match[0]) == _LENGTH
    )


def in_rows(rows: Iterable[Row]) -> tuple[tuple[Word, ...], ...]:
    """Give the words of each number found."""
    return tuple(row.words_between(*span) for row in rows for span in spans(row.text))


def without(words: Sequence[Word], numbers: Sequence[Sequence[Word]]) -> tuple[Word, ...]:
    """Take the words of the numbers out."""
    gone = {word for number in numbers for word in number}
    return tuple(word for word in words if word not in gone)


def boxes(numbers: Sequence[Sequence[Word]]) -> tuple[Box, ...]:
    """Say where the numbers stand."""
    return tuple(around(number) for number in numbers)


def silenced(codes: Iterable[Code]) -> tuple[Code, ...]:
    """Take the payload from every code that holds such a number."""
    return tuple(
        Code(code.symbology, "", *code.box) if spans(code.text) else code for code in codes
    )
