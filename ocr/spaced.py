"""Letters one by one, as in the boxes of a PIN, behind what is left of its label. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from ocr.misread import folded
from ocr.reading import Word
from ocr.rows import Row, around
from ocr.secret import Zone

_LETTER = re.compile(r"[0-9A-Za-z]{1,2}")  # two at most were read as one word
_PIN_LETTERS = range(4, 17)
_SCRAPS = 3  # letters of a label


def spaced_zones(rows: Sequence[Row], labels: Iterable[str]) -> tuple[Zone, ...]:
    """Say where letters stand one by one behind the scraps of a label: where none was read.

    Four to sixteen of them, as in the boxes of a PIN. Scraps are three letters of the label, in
    their order; dates and other numbers have none. Four digits alone in their row count, too.
    """
    labels = [folded(label) for label in labels]
    return tuple(
        Zone(around(run))
        for row in rows
        for start, run in _spaced(row)
        if (len(run) == len(row.words) == _PIN_LETTERS.start and labels)
        or any(_in_common(label, folded(row.text[:start])) >= _SCRAPS for label in labels)
    )


def _spaced(row: Row) -> Iterator[tuple[int, list[Word]]]:
    """Give the runs of single letters in a row, and where in its text each begins."""
    words = zip(row.starts, row.words, strict=True)
    for is_letter, run in groupby(words, lambda one: _is_letter(one[1])):
        placed = [*run]
        if is_letter and len(placed) in _PIN_LETTERS:
            yield placed[0][0], [word for _, word in placed]


def _is_letter(word: Word) -> bool:
    return _LETTER.fullmatch(unicodedata.normalize("NFKC", word.text)) is not None


def _in_common(one: str, other: str) -> int:
    """Count the letters that stand in both in the same order."""
    row = [0] * (len(other) + 1)
    for char in one:
        last, row = row, [0]
        for at, theirs in enumerate(other):
            row.append(last[at] + 1 if char == theirs else max(last[at + 1], row[-1]))
    return row[-1]
