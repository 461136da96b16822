"""Personal numbers (個人番号, 12 digits) are taken out of everything that is kept. Pure.

Any isolated number of exactly twelve digits goes, with or without a label and whatever its check
digit says: a tracking number too many in the bin is better than one personal number in the index.
Beside the label 個人番号 all digits go, since one that was misread spoils the count.
"""

import re
from collections.abc import Iterable, Sequence

from ocr.reading import Box, Code, Word
from ocr.rows import Row, around

_LENGTH = 12
_DIGITS = dict(zip("０１２３４５６７８９", "0123456789", strict=True))
_BREAKS = dict.fromkeys("‐‑–—−ー－―_|｜.,·・／/", "-")
_LOOKS = dict(zip("OoQDIlZSB", "000011258", strict=True))
_PLAIN = str.maketrans(_DIGITS | _BREAKS)
_LENIENT = str.maketrans(_DIGITS | _BREAKS | _LOOKS)
_SURE = 8  # true digits in a run; the others may be letters that look like digits
_RUN = re.compile(r"[0-9](?:[ -]{0,3}[0-9])*")
_LABEL = re.compile(r"個 ?人 ?番 ?号(?! ?カ)")


def spans(text: str) -> tuple[tuple[int, int], ...]:
    """Find where isolated numbers of exactly twelve digits stand in a text."""
    return tuple(
        match.span()
        for table in (_PLAIN, _LENIENT)
        for match in _RUN.finditer(text.translate(table))
        if _digits(match[0]) == _LENGTH and _digits(text[slice(*match.span())]) >= _SURE
    )


def in_rows(rows: Iterable[Row]) -> tuple[tuple[Word, ...], ...]:
    """Give the words of each number found, and the words with digits beside a label."""
    found = []
    for row in rows:
        found += [row.words_between(*span) for span in spans(row.text)]
        for label in _LABEL.finditer(row.text):
            beside = row.words_between(label.end(), len(row.text))
            digits = tuple(word for word in beside if _digits(word.text))
            found += [digits] if digits else []
    return tuple(found)


def without(words: Sequence[Word], numbers: Iterable[Sequence[Word]]) -> tuple[Word, ...]:
    """Take the words of the numbers out."""
    gone = {word for number in numbers for word in number}
    return tuple(word for word in words if word not in gone)


def boxes(numbers: Iterable[Sequence[Word]]) -> tuple[Box, ...]:
    """Say where the numbers stand."""
    return tuple(dict.fromkeys(around(number) for number in numbers))


def silenced(codes: Iterable[Code]) -> tuple[Code, ...]:
    """Take the payload from every code that holds such a number."""
    return tuple(
        Code(code.symbology, "", *code.box) if spans(code.text) else code for code in codes
    )


def _digits(text: str) -> int:
    return sum(char.isdigit() for char in text)
